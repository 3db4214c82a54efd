"""The question that a scenario asks: which projects may be chosen, what each is worth and needs, what the frame grants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pmo_xl.core.base.finding import Place
from pmo_xl.core.selection.problem import BUDGET, CAPEX, OPEX, ROLE, Limit, Option, Problem
from pmo_xl.core.selection.result import Criterion
from pmo_xl.methods.selection.conflict import closure
from pmo_xl.methods.selection.scoring import weighted, wsjf
from pmo_xl.steps.selection.listed import NPV, ListedRow, Lists, key_of
from pmo_xl.steps.selection.needs import (
    Cost,
    as_use,
    days_available,
    days_needed,
    shifted,
    typed_costs,
)

VALUE, SCORE = "value", "score"
"""What can be maximised: the amounts that were typed, or the weighted scores."""
CLOSED, CANCELLED = "closed", "cancelled"
MANDATORY, IN, OUT, FREE = "mandatory", "in", "out", "free"
NO_COST, NO_VALUE, ENDED = "no_cost", "no_value", "ended"
"""Why a project cannot be chosen, beside a scenario that leaves it out: nobody knows its cost or its value; it waits for one that was cancelled."""
MONEY = ((BUDGET, "budget"), (CAPEX, "budget_capex"), (OPEX, "budget_opex"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project of the register that has not ended, with all that is known of it; None where it is not."""

    project_id: str
    row: ListedRow
    score: float | None
    npv: float | None
    wsjf: float | None
    cost: Cost | None
    use: Mapping[str, float]
    days: Mapping[str, float]
    costs: Mapping[str, float]
    given: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Question:
    """A scenario, ready to be solved; ``places`` has the cell of each limit, ``unlimited`` the years of costs without one."""

    scenario: str
    name: str
    maximised: str
    criteria: Sequence[Criterion]
    candidates: Mapping[str, Candidate]
    problem: Problem
    places: Mapping[str, Place]
    decided: Mapping[str, str]
    unlimited: Sequence[int] = field(default_factory=tuple)


def ask(
    lists: Lists,
    scenario: str,
    costs: Mapping[str, Cost | None],
    what_if: Mapping[str, str],
    maximise: str | None,
) -> Question:
    """The question of a scenario, by its key, with what ``what_if`` decides otherwise, by key of the project.

    ``costs`` are those of the budget returns. What is maximised is, unless asked for, the value where any was typed.
    """
    criteria, given = lists.criteria(), lists.scores()
    amounts = [each.key for each in criteria if each.kind == NPV]
    typed = any(key in scores for scores in given.values() for key in amounts)
    maximised = maximise or (VALUE if typed else SCORE)
    choices = _choices(lists, scenario) | dict(what_if)
    shifts = {
        key_of(row["project_id"]): int(row["shift_months"] or 0)
        for row in lists.rows_of("scenarios", scenario)
    }
    limits, places = _limits(lists, scenario)
    scored, hand, needed = weighted(given, criteria), typed_costs(lists), days_needed(lists)
    candidates = {}
    for key, row in lists.projects().items():
        if row["status"] in (CLOSED, CANCELLED):
            continue
        mine = given.get(key, {})
        cost = costs.get(key) or hand.get(key)
        money = shifted(cost.by_year, shifts.get(key, 0)) if cost is not None else {}
        days = shifted(needed.get(key, {}), shifts.get(key, 0))
        npv = [mine[each] for each in amounts if each in mine]
        candidates[key] = Candidate(
            str(row["project_id"]), row, scored.get(key), sum(npv) if npv else None, wsjf(mine, criteria), cost,
            as_use(money, days), as_use({}, days), as_use(money, {}), mine,
        )  # fmt: skip
    requires, ended = _requires(lists, candidates)
    forced = _forced(candidates, choices)
    inside = closure(forced, requires)
    money_counts = any(limit.is_money for limit in limits)
    options = []
    for key, each in candidates.items():
        value = each.npv if maximised == VALUE else each.score
        barred = "" if choices.get(key) != OUT else OUT
        if not barred and key in ended:
            barred = ENDED
        if not barred and key not in inside:
            barred = NO_COST if each.cost is None and money_counts else NO_VALUE if value is None else ""
        kept = {limit.key: each.use[limit.key] for limit in limits if each.use.get(limit.key)}
        options.append(Option(each.project_id, value, kept, forced.get(key, ""), barred))
    ids = {key: each.project_id for key, each in candidates.items()}
    problem = Problem(
        sorted(options, key=lambda option: option.project_id), limits,
        sorted({(min(a, b), max(a, b)) for a, b in _excludes(candidates, ids)}),
        sorted((ids[a], ids[b]) for a, b in requires),
    )  # fmt: skip
    framed = {limit.year for limit in limits if limit.is_money}
    years = {int(year.split()[0]) for each in candidates.values() for year in each.costs}
    return Question(
        lists.scenarios()[scenario], _name(lists, scenario), maximised, criteria, candidates, problem, places, choices,
        sorted(years - framed) if framed else (),
    )  # fmt: skip


def _name(lists: Lists, scenario: str) -> str:
    return next((str(row["name"]) for row in lists.rows_of("scenarios", scenario) if row["name"]), "")


def _choices(lists: Lists, scenario: str) -> dict[str, str]:
    return {
        key_of(row["project_id"]): str(row["choice"])
        for row in lists.rows_of("scenarios", scenario)
        if row["choice"]
    }


def _forced(candidates: Mapping[str, Candidate], choices: Mapping[str, str]) -> dict[str, str]:
    """The projects that must be in, and why."""
    return {
        key: MANDATORY if each.row["mandatory"] == "yes" else IN
        for key, each in candidates.items()
        if each.row["mandatory"] == "yes" or choices.get(key) == IN
    }


def _requires(lists: Lists, candidates: Mapping[str, Candidate]) -> tuple[list[tuple[str, str]], set[str]]:
    """Which project is chosen only with which other; and those that wait for one that was cancelled.

    What waits for a project that is closed waits no more; a project that nobody knows is told elsewhere.
    """
    register = lists.projects()
    pairs, ended = [], set()
    for key, each in candidates.items():
        other = key_of(each.row["start_after"])
        if not other or other == key or other not in register:
            continue
        if other in candidates:
            pairs.append((key, other))
        elif register[other]["status"] == CANCELLED:
            ended.add(key)
    return pairs, ended


def _excludes(candidates: Mapping[str, Candidate], ids: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key, each in candidates.items():
        words = each.row["excludes"]
        for word in re.split(r"[;,\n|]", words) if isinstance(words, str) else ():
            other = key_of(word.strip())
            if other in candidates and other != key:
                yield ids[key], ids[other]


def _limits(lists: Lists, scenario: str) -> tuple[list[Limit], dict[str, Place]]:
    """What the frame grants, by year; of an amount that is given twice the first. And the cell of each."""
    limits: dict[str, Limit] = {}
    places: dict[str, Place] = {}
    for row in lists.rows_of("frame", scenario):
        for kind, column in MONEY:
            if row[column] is not None:
                limit = Limit(kind, int(row["year"]), float(row[column]))
                limits.setdefault(limit.key, limit)
                places.setdefault(limit.key, row.place(column))
        if row["role"] and row["days"] is not None:
            role = lists.role(row["role"])
            places.setdefault(f"{int(row['year'])} {ROLE} {role}", row.place("days"))
    for (year, role), days in days_available(lists, scenario).items():
        limit = Limit(ROLE, year, days, role)
        limits.setdefault(limit.key, limit)
    order = {kind: at for at, kind in enumerate((BUDGET, CAPEX, OPEX, ROLE))}
    return sorted(limits.values(), key=lambda each: (order[each.kind], each.role, each.year)), places
