"""The exact choice against trying every set: optimum, ties, the smallest conflict, the frontier, what a limit costs."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selections import sets_of

from pmo_xl.core.selection.problem import BUDGET, LIMIT, REQUIRES, ROLE, Limit, Option, Problem
from pmo_xl.methods.selection.around import bindings, frontier, greedy
from pmo_xl.methods.selection.solve import solve

SMALL = st.integers(0, 12)


@st.composite
def problems(draw: st.DrawFn, most: int = 12) -> Problem:
    """Up to twelve projects, three limits, some of them forced, barred, exclusive or bound; many ties."""
    many = draw(st.integers(0, most))
    ids = [f"P{at:02}" for at in range(many)]
    limits = [
        Limit(BUDGET, 2026, draw(st.integers(0, 40)) * 1.0),
        Limit(BUDGET, 2027, draw(st.integers(0, 40)) * 1.0),
        Limit(ROLE, 2026, draw(st.integers(0, 30)) * 0.5, "Developer"),
    ][: draw(st.integers(0, 3))]
    options = [
        Option(
            each,
            draw(st.sampled_from([None, 0.0, 1.0, 2.0, 2.5, 3.0, 7.0, 1e6])),
            {limit.key: float(draw(SMALL)) for limit in limits},
            forced=draw(st.sampled_from(["", "", "", "", "mandatory"])),
            barred=draw(st.sampled_from(["", "", "", "", "out"])),
        )
        for each in ids
    ]
    pairs = st.tuples(st.sampled_from(ids), st.sampled_from(ids)).filter(lambda pair: pair[0] != pair[1])
    some = st.lists(pairs, max_size=3, unique=True) if many > 1 else st.just([])
    return Problem(options, limits, draw(some), draw(some))


def best_of(problem: Problem) -> tuple[frozenset[str], int] | None:
    """By trying all: the set of the highest value, of equal ones that of the lowest IDs, and how many are as good.

    A project that is worth nothing is better left out.
    """
    ids = sorted(option.project_id for option in problem.options)
    value = {option.project_id: option.value or 0.0 for option in problem.options}
    every = [(sum(value[each] for each in chosen), chosen) for chosen in sets_of(problem)]
    if not every:
        return None
    top = max(worth for worth, _ in every)
    equal = [chosen for worth, chosen in every if worth >= top - 1e-9]

    def order(chosen: frozenset[str]) -> tuple[bool, ...]:
        return tuple((each in chosen) == (value[each] > 0) for each in ids)

    return max(equal, key=order), len(equal)


@settings(max_examples=150, deadline=None)
@given(problems())
def test_the_solver_finds_what_trying_every_set_finds(problem: Problem) -> None:
    """The same set, the same word about ties; where no set holds, none is given."""
    expected, found = best_of(problem), solve(problem)
    assert found.proven
    if expected is None:
        assert found.chosen is None
        assert found.conflict
        return
    chosen, equal = expected
    assert found.chosen == chosen
    assert found.tied == (equal > 1)
    assert found.value == pytest.approx(problem.value(chosen))


def holds(problem: Problem, items: frozenset[tuple[str, ...]]) -> bool:
    """Whether some set obeys these things alone: by trying every set."""
    forced = {item[1] for item in items if item[0] == "forced"}
    out = {item[1] for item in items if item[0] == "out"}
    part = Problem(
        [replace(o, forced="x" if o.project_id in forced else "", barred="x" if o.project_id in out else "") for o in problem.options],
        [limit for limit in problem.limits if (LIMIT, limit.key) in items],
        [pair for pair in problem.excludes if ("excludes", *pair) in items],
        [pair for pair in problem.requires if (REQUIRES, *pair) in items],
    )  # fmt: skip
    return next(sets_of(part), None) is not None


def things(problem: Problem) -> list[tuple[str, ...]]:
    """Everything that may stand in a conflict."""
    return [
        *(("forced", o.project_id) for o in problem.options if o.forced),
        *(("out", o.project_id) for o in problem.options if o.barred),
        *(("excludes", *pair) for pair in problem.excludes),
        *((REQUIRES, *pair) for pair in problem.requires),
        *((LIMIT, limit.key) for limit in problem.limits),
    ]


@settings(max_examples=60, deadline=None)
@given(problems(6).filter(lambda problem: any(o.forced for o in problem.options)))
def test_a_conflict_cannot_hold_and_holds_without_any_part_of_it(problem: Problem) -> None:
    """By trying every set; and where nothing is bound to start after something, no smaller conflict exists."""
    found = solve(problem)
    if found.chosen is not None:
        return
    conflict = frozenset(found.conflict)
    assert not holds(problem, conflict)
    assert all(holds(problem, conflict - {item}) for item in conflict)
    if not problem.requires:
        for size in range(1, len(conflict)):
            assert all(
                holds(problem, frozenset(some)) for some in itertools.combinations(things(problem), size)
            )


@settings(max_examples=40, deadline=None)
@given(problems(8))
def test_the_simple_order_is_never_better_and_obeys_everything(problem: Problem) -> None:
    """It is a set that holds, worth at most the best."""
    found, simple = solve(problem), greedy(problem)
    if found.chosen is None:
        assert simple is None
        return
    assert simple in set(sets_of(problem))
    assert problem.value(simple or frozenset()) <= found.value + 1e-9


@settings(max_examples=25, deadline=None)
@given(problems(8))
def test_the_frontier_never_falls_and_each_point_is_the_best_there(problem: Problem) -> None:
    """At each share of the money what trying every set gives; none where what is forced does not fit."""
    before = None
    for point in frontier(problem, 20, (0.5, 1.0, 1.5)):
        limits = [
            replace(each, amount=each.amount * point.scale) if each.is_money else each
            for each in problem.limits
        ]
        scaled = replace(problem, limits=limits)
        best = best_of(scaled)
        assert point.value == (None if best is None else pytest.approx(scaled.value(best[0])))
        assert before is None or (point.value is not None and point.value >= before)
        before = point.value


@settings(max_examples=25, deadline=None)
@given(problems(8))
def test_what_a_limit_costs_is_what_is_gained_without_it(problem: Problem) -> None:
    """By trying every set without that limit."""
    solved = solve(problem)
    for binding in bindings(problem, solved, 20):
        without = replace(problem, limits=[each for each in problem.limits if each.key != binding.limit.key])
        best = best_of(without)
        assert best is not None
        assert binding.gain == pytest.approx(without.value(best[0]) - solved.value)


def test_a_set_that_goes_over_by_less_than_a_solver_sees_is_none() -> None:
    """A cent too much of ten millions is too much; half a cent is the noise of sums."""
    options = [Option(f"P{at}", 1.0, {"2026 budget": 5_000_000.0}) for at in range(2)]
    for amount, many in ((9_999_999.99, 1), (10_000_000.0, 2), (9_999_999.996, 2)):
        found = solve(Problem(options, [Limit(BUDGET, 2026, amount)]))
        assert found.chosen is not None
        assert len(found.chosen) == many
        assert found.proven


def test_a_project_that_is_worth_nothing_comes_only_where_it_is_needed() -> None:
    """Alone it stays out; what needs it takes it along."""
    options = [Option("A", 0.0, {}), Option("B", 0.0, {}), Option("C", 5.0, {})]
    found = solve(Problem(options, [], [], [("C", "B")]))
    assert found.chosen == {"B", "C"}
