"""The simulation against closed forms, exact integrals, the critical path itself, and a slow one in plain Python."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_xl.methods.critical_path import NEAR, Tie, critical_path
from pmo_xl.methods.project_plan import ProjectPlan
from pmo_xl.methods.simulation.model import CostLine, ProjectModel, RiskEvent
from pmo_xl.methods.simulation.network import SimulatedNetwork
from pmo_xl.methods.simulation.ranges import Observed, Range, Shape
from pmo_xl.methods.simulation.reference_class import bias_left, combined_bias, overruns, uplift, uplift_at
from pmo_xl.methods.simulation.runs import ProjectRuns, error_of, of_portfolio, percentiles_of, simulate
from pmo_xl.methods.working_days import WorkingDays

SHARED = next((up for up in Path(__file__).parents[2:4] if (up / "shared" / "domain").is_dir()), None)
PERT, TRIANGULAR = Shape.PERT, Shape.TRIANGULAR
RUNS = 100_000
STATUS = date(2026, 3, 31)


def vector(name: str) -> dict[str, Any]:
    """A published vector; the test is skipped where they are not here."""
    if SHARED is None:
        pytest.skip("the published vectors (shared/domain) are not here")
    for file in ("vectors.json", "vectors2.json"):
        for one in json.loads((SHARED / "shared" / "domain" / file).read_text(encoding="utf-8")):
            if one["id"] == name:
                found: dict[str, Any] = one
                return found
    raise KeyError(name)


def lines(
    *ranges: tuple[float, float, float], shape: Shape = TRIANGULAR, spent: float = 0.0
) -> list[CostLine]:
    """Budget lines with these ranges."""
    return [CostLine(f"L{n}", spent, Range(*each, shape)) for n, each in enumerate(ranges)]


def costs(model: ProjectModel, **more: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The simulated costs of a project."""
    found = simulate(model, **{"runs": RUNS, "seed": 5, **more}).cost
    assert found is not None
    return found


def plan_of(rows: Sequence[Mapping[str, Any]], status: date | None = STATUS, **more: Any) -> ProjectPlan:
    """A plan from its rows."""
    keys = {key for row in rows for key in row}
    return ProjectPlan({key: [row.get(key) for row in rows] for key in keys}, status, **more)


def work(name: str, days: int, after: str | None = None, **more: Any) -> dict[str, Any]:
    """A task of so many working days from 1 April 2026, a Wednesday, that has not begun."""
    line = WorkingDays()
    first = line.starts([date(2026, 4, 1)])[0]
    return {
        "task_id": name, "type": "task", "start_forecast": date(2026, 4, 1), "finish_forecast": line.finish_date(first + days),
        "predecessors": after, **more,
    }  # fmt: skip


# distributions -------------------------------------------------------------------------------------------


def test_the_triangular_distribution_is_the_published_one() -> None:
    """MCS-01: probabilities and quantiles of 2, 4, 8."""
    case = vector("MCS-01")
    one = Range(2, 4, 8, TRIANGULAR)
    for key, what in case["expected"].items():
        got = one.below(float(key[2:-1])) if key.startswith("P(") else float(one.at(int(key[1:]) / 100))
        assert got == pytest.approx(what, abs=case["tolerance"]["abs"]), key


def test_means_and_bounds_of_nine_stages_are_the_published_ones() -> None:
    """MCS-02: the sum of the most likely lies below both means; bounds of 93.6 and 175.5."""
    case = vector("MCS-02")
    ours, given = case["check"]["ours"], case["inputs"]
    low, likely, high = (given["ml_total"] * f for f in (given["min_factor"], 1, given["max_factor"]))
    assert (low, high) == pytest.approx(
        (case["expected"]["min_total"], case["expected"]["max_total"]), abs=1e-9
    )
    assert Range(low, likely, high, TRIANGULAR).mean == pytest.approx(ours["mean_triangular"])
    assert Range(low, likely, high, PERT).mean == pytest.approx(ours["mean_pert"])
    model = ProjectModel("P", lines=lines(*[(low / 9, likely / 9, high / 9)] * 9))
    found = costs(model)
    assert low <= found.min()
    assert found.max() <= high


@pytest.mark.parametrize("mode", [0.0, 0.03, 0.25, 0.5, 0.8, 1.0])
def test_pert_is_the_beta_distribution_of_its_formula(mode: float) -> None:
    """Probabilities against an integral of the density by Gauss and Legendre; mean and variance by theirs."""
    first, second = 1 + 4 * mode, 5 - 4 * mode
    scale = math.gamma(6) / math.gamma(first) / math.gamma(second)

    def below(place: float) -> float:
        # Half angles spread the ends, where the density has steep powers.
        nodes, weights = np.polynomial.legendre.leggauss(400)
        angle = (nodes + 1) / 2 * math.asin(math.sqrt(place))
        value = 2 * np.sin(angle) ** (2 * first - 1) * np.cos(angle) ** (2 * second - 1)
        return float(scale * np.sum(weights * value) * math.asin(math.sqrt(place)) / 2)

    one = Range(10, 10 + 20 * mode, 30)
    for place in (0.01, 0.1, 0.3, 0.5, 0.77, 0.95):
        assert one.below(10 + 20 * place) == pytest.approx(below(place), abs=2e-6)
        assert float(one.at(below(place))) == pytest.approx(10 + 20 * place, abs=1e-3)
    found = costs(ProjectModel("P", lines=[CostLine("L", 0.0, one)]))
    assert found.mean() == pytest.approx(10 + 20 * first / 6, abs=5 * found.std() / math.sqrt(RUNS))
    assert found.var() == pytest.approx(400 * first * second / (36 * 7), rel=0.02)
    assert one.variance == pytest.approx(400 * first * second / (36 * 7))


def test_what_was_seen_is_drawn_with_straight_lines_between() -> None:
    """Each value as likely as the next; the mean is that of the lines."""
    seen = Observed((0.0, 0.1, 0.4))
    assert list(seen.at([0, 0.25, 0.5, 0.75, 1])) == pytest.approx([0, 0.05, 0.1, 0.25, 0.4])
    assert seen.mean == pytest.approx(0.15)
    found = costs(ProjectModel("P", lines=lines((100, 100, 100), spent=50.0), cost_overrun=seen))
    assert found.mean() == pytest.approx(150 + 15, abs=5 * found.std() / math.sqrt(RUNS))
    assert (found.min(), found.max()) == (pytest.approx(150, abs=0.1), pytest.approx(190, abs=0.1))


# sums ----------------------------------------------------------------------------------------------------


def test_a_sum_of_triangulars_has_their_mean_and_not_the_sum_of_modes() -> None:
    """MC-04, whose published mean sums the modes: 47, not 41; and the variance is theirs added up."""
    case = vector("MC-04")
    triples = [tuple(map(float, each)) for each in case["inputs"]["triangular_min_mode_max"]]
    found = costs(ProjectModel("P", lines=lines(*triples)))  # type: ignore[arg-type]
    variance = sum((a * a + m * m + b * b - a * m - a * b - m * b) / 18 for a, m, b in triples)
    assert found.mean() == pytest.approx(case["check"]["ours"]["mean"], abs=5 * math.sqrt(variance / RUNS))
    assert found.var() == pytest.approx(variance, rel=0.02)


def test_two_tasks_in_series_have_the_published_percentiles() -> None:
    """MCS-03, by the network: and the sum of the two P80 is too high."""
    case = vector("MCS-03")
    plan = plan_of([work("1", 4), work("2", 4, "1")])
    ranges = {at: Range(2, 4, 8, TRIANGULAR) for at in (0, 1)}
    finish = simulate(ProjectModel("P", plan, ranges), runs=200_000, seed=1).finish
    assert finish is not None
    took = finish - plan.begin
    assert took.mean() == pytest.approx(case["expected"]["mean"], abs=case["tolerance"]["abs"])
    for key, share in (("P50", 50), ("P80", 80), ("P90", 90)):
        assert percentiles_of(took)[share] == pytest.approx(
            case["expected"][key], abs=case["tolerance"]["abs"]
        )
    assert percentiles_of(took)[80] < 2 * float(ranges[0].at(0.8)) - 0.5


@pytest.mark.parametrize("within", [0.0, 0.3, 0.8])
def test_correlated_estimates_widen_a_sum_as_the_formula_says(within: float) -> None:
    """Var = ΣΣ r·s·s, as in MC-01, with the correlation of the amounts that the normal scores make."""
    model = ProjectModel("P", lines=lines((2, 4, 8), (10, 20, 25), (0, 50, 60)))
    draws = [Range(*each, TRIANGULAR) for each in ((2, 4, 8), (10, 20, 25), (0, 50, 60))]
    found = costs(model, within=within)
    # The correlation of two amounts from that of their scores, by a product of Gauss-Hermite rules.
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    weights = weights / weights.sum()

    def phi(z: Any) -> Any:
        return np.vectorize(lambda x: (1 + math.erf(x / math.sqrt(2))) / 2)(z)

    total = sum(one.variance for one in draws)
    for i, one in enumerate(draws):
        for other in draws[i + 1 :]:
            first, second = np.meshgrid(nodes, nodes)
            joint = weights[:, None] * weights[None, :]
            x = one.at(phi(first)) - one.mean
            y = other.at(phi(within * first + math.sqrt(1 - within**2) * second)) - other.mean
            total += 2 * float(np.sum(joint * x * y))
    assert found.var() == pytest.approx(total, rel=0.03)


def test_the_second_moment_formula_gives_the_published_variance() -> None:
    """MC-01: 49.4 from ΣΣ; the independent part of it is what the simulation of independent lines has."""
    case = vector("MC-01")
    deviations = np.sqrt(case["inputs"]["variances"])
    matrix = np.array(case["inputs"]["correlation"])
    assert float(deviations @ matrix @ deviations) == pytest.approx(case["expected"]["variance"])
    # Symmetric triangulars with these means and variances: half width s·√6.
    halves = deviations * math.sqrt(6)
    ranges = [(m - h, m, m + h) for m, h in zip(case["inputs"]["means"], halves, strict=True)]
    found = costs(ProjectModel("P", lines=lines(*ranges)))
    assert found.mean() == pytest.approx(case["expected"]["mean"], abs=case["tolerance"]["abs"])
    assert found.var() == pytest.approx(sum(case["inputs"]["variances"]), rel=0.02)


# risks ---------------------------------------------------------------------------------------------------


def test_risks_happen_as_often_as_the_binomial_distribution_says() -> None:
    """Ten risks of 30 % that cost 1 each: the share of draws with k of them, and their expected cost."""
    risks = [RiskEvent(f"R{n}", 0.3, Range(1, 1, 1)) for n in range(10)]
    found = costs(ProjectModel("P", lines=lines((0, 0, 0)), risks=risks), within=0.9)
    for k in range(11):
        share = math.comb(10, k) * 0.3**k * 0.7 ** (10 - k)
        assert np.mean(np.isclose(found, k)) == pytest.approx(
            share, abs=5 * math.sqrt(share * (1 - share) / RUNS) + 1e-4
        )


def test_the_mean_of_risks_is_their_published_expected_value() -> None:
    """RISK-01: 33,500 of 118,000; and any of two independent ones as MC-05 is put right."""
    case, bayes = vector("RISK-01"), vector("MC-05")
    pairs = zip(case["inputs"]["probability"], case["inputs"]["cost_impact"], strict=True)
    model = ProjectModel("P", lines=lines((0, 0, 0)), risks=[
        RiskEvent(f"R{n}", p, Range(c, c, c)) for n, (p, c) in enumerate(pairs)
    ])  # fmt: skip
    found = costs(model)
    assert model.expected_cost == pytest.approx(case["expected"]["total_emv"])
    assert found.mean() == pytest.approx(case["expected"]["total_emv"], abs=5 * found.std() / math.sqrt(RUNS))
    assert found.max() == case["expected"]["total_impact"]
    two = ProjectModel("P", lines=lines((0, 0, 0)), risks=[
        RiskEvent("A", 0.3 * 0.8 + 0.7 * 0.2, Range(1, 1, 1)), RiskEvent("B", 0.2 * 0.6 + 0.8 * 0.4, Range(1, 1, 1)),
    ])  # fmt: skip
    assert np.mean(costs(two) > 0) == pytest.approx(bayes["check"]["ours"]["p_risk"], abs=0.01)


def test_an_opportunity_saves_money_and_time_and_nothing_ends_before_today() -> None:
    """Its cost is below 0, its delay too; a task does not get shorter than nothing."""
    plan = plan_of([work("1", 10)])
    model = ProjectModel("P", plan, lines=lines((100, 100, 100)), risks=[
        RiskEvent("R1", 1.0, Range(-30, -30, -30), -4.0, (0,)), RiskEvent("R2", 1.0, None, -100.0),
    ])  # fmt: skip
    result = simulate(model, runs=10, seed=1)
    assert result.finish is not None
    assert result.cost is not None
    assert set(result.finish) == {plan.begin}
    assert set(result.cost) == {70.0}
    once = simulate(replace(model, risks=model.risks[:1]), runs=10, seed=1)
    assert once.finish is not None
    assert set(once.finish - plan.begin) == {6.0}


# networks ------------------------------------------------------------------------------------------------


def test_two_parallel_tasks_end_later_than_either_by_the_exact_integral() -> None:
    """Merge bias: P(max ≤ t) = F(t)·G(t); the mean of the maximum by integration of 1 − F·G."""
    plan = plan_of([work("1", 10), work("2", 9), work("3", 0, "1;2", type="milestone")])
    one, other = Range(5, 10, 20, TRIANGULAR), Range(6, 9, 25, TRIANGULAR)
    finish = simulate(ProjectModel("P", plan, {0: one, 1: other}), runs=RUNS, seed=3).finish
    assert finish is not None
    took = finish - plan.begin
    grid = np.linspace(0, 25, 20_001)
    both = np.array([one.below(t) * other.below(t) for t in grid])
    mean = float(np.sum(1 - (both[1:] + both[:-1]) / 2) * (grid[1] - grid[0]))
    assert took.mean() == pytest.approx(mean, abs=5 * took.std() / math.sqrt(RUNS))
    for share in (10, 50, 80, 95):
        exact = float(np.interp(share / 100, both, grid))
        assert percentiles_of(took)[share] == pytest.approx(exact, abs=5 * error_of(took, share / 100))
    assert mean > max(one.mean, other.mean) + 1


LINKS = ("", "FS", "SS", "FF", "SF")
LAGS = ("", "+2d", "-1d", "+3ed", "-2ed", "+25%", "+1w")


@st.composite
def plans(draw: st.DrawFn) -> ProjectPlan:
    """A plan of up to nine tasks: every type of link and lag, milestones, done and running ones, constraints, holidays."""
    size = draw(st.integers(2, 9))
    rows: list[dict[str, Any]] = []
    for n in range(size):
        first = date(2026, 3, 2) + timedelta(draw(st.integers(0, 60)))
        last = first + timedelta(draw(st.integers(0, 30)))
        row: dict[str, Any] = {
            "task_id": str(n), "type": draw(st.sampled_from(["task", "task", "task", "milestone"])),
            "start_forecast": first, "finish_forecast": last, "finish_baseline": last, "pct_complete": 0.0,
        }  # fmt: skip
        if row["type"] == "milestone":
            row["finish_forecast"] = first
        state = draw(st.sampled_from(["open", "open", "open", "running", "done"]))
        if state == "running" and row["type"] == "task":
            row |= {"start_actual": date(2026, 3, 2), "pct_complete": 0.4}
        elif state == "done":
            row |= {"start_actual": date(2026, 3, 2), "finish_actual": date(2026, 3, 27), "pct_complete": 1.0}
            row |= {"start_actual": date(2026, 3, 27)} if row["type"] == "milestone" else {}
        if draw(st.integers(0, 4)) == 0:
            row["constraint_type"] = draw(
                st.sampled_from(["snet", "snlt", "fnet", "fnlt", "mso", "mfo", "asap", "alap"])
            )
            row["constraint_date"] = date(2026, 4, 1) + timedelta(draw(st.integers(0, 40)))
        before = draw(st.lists(st.integers(0, max(0, n - 1)), max_size=3, unique=True)) if n else []
        row["predecessors"] = "; ".join(
            f"{b}{kind}{draw(st.sampled_from(LAGS)) if kind else ''}"
            for b in before for kind in (draw(st.sampled_from(LINKS)),)
        )  # fmt: skip
        rows.append(row)
    return plan_of(rows, days=WorkingDays([date(2026, 4, 6), date(2026, 5, 1)]))


@settings(max_examples=150, deadline=None)
@given(plans(), st.randoms(use_true_random=False))
def test_every_run_is_the_critical_path_of_its_durations(plan: ProjectPlan, rng: random.Random) -> None:
    """Finish and critical tasks of each run, against the scalar critical path method with the same durations.

    Without ranges the finish is that of the plan itself.
    """
    open_ = [at for at in plan.rows if plan.open(at)]
    if not open_:
        return
    left = {at: np.array([plan.activities[at].duration] + [rng.choice([0.0, 0.5, 3.0, rng.uniform(0, 40)]) for _ in range(3)])
            for at in open_ if plan.kinds[at] == "task"}  # fmt: skip
    network = SimulatedNetwork(plan, left)
    finishes = np.broadcast_to(network.finish, 4)
    shares = network.critical()
    counted = dict.fromkeys(open_, 0)
    for run in range(4):
        activities = [
            replace(one, duration=float(left[at][run])) if at in left else one
            for at, one in plan.activities.items()
        ]
        ties = [
            Tie(tie.before, tie.after, tie.link.type,
                tie.link.lag * (plan.duration(tie.before) + (left[tie.before][run] - plan.activities[tie.before].duration
                                if tie.before in left else 0.0)) if tie.link.share else tie.link.lag, tie.link.elapsed)
            for tie in plan.ties
        ]  # fmt: skip
        found = critical_path(activities, ties, start=plan.begin, days=plan.days)
        assert finishes[run] == pytest.approx(found.finish, abs=1e-5)
        for at in open_:
            near = found.dates[at].total_float
            counted[at] += near <= NEAR
    assert finishes[0] == pytest.approx(plan.scheduled().finish, abs=1e-9)
    assert {at: round(4 * shares[at]) for at in open_} == counted


@settings(max_examples=60, deadline=None)
@given(plans())
def test_without_ranges_each_run_ends_when_the_critical_path_does(plan: ProjectPlan) -> None:
    """Ranges without width give the finish of the product, in every run."""
    if plan.unscheduled is not None:
        return
    ranges = {at: Range(*[plan.activities[at].duration] * 3) for at in plan.incomplete}
    finish = simulate(ProjectModel("P", plan, ranges), runs=5, seed=1, within=0.3).finish
    assert finish is not None
    assert list(finish) == [pytest.approx(plan.schedule.finish, abs=1e-9)] * 5


SLOW = [
    # name, least, likely, most, what it waits for: type, lag
    ("A", 4, 6, 11, []), ("B", 3, 8, 9, [("A", "FS", 0)]), ("C", 6, 7, 15, [("A", "SS", 2)]), ("D", 2, 3, 4, [("B", "FS", 1), ("C", "FF", 0)]),
    ("E", 1, 5, 12, [("C", "FS", -1)]), ("F", 5, 5, 5, [("D", "FS", 0), ("E", "SF", 4)]),
]  # fmt: skip


def test_a_slow_simulation_in_plain_python_has_the_same_percentiles() -> None:
    """Another program: the standard library's random numbers, its own passes over the links, one draw at a time."""
    rows = [
        work(name, likely, ";".join(f"{b}{kind}{lag:+}d" for b, kind, lag in before))
        for name, _, likely, _, before in SLOW
    ]
    ranges = {at: Range(a, m, b, TRIANGULAR) for at, (_, a, m, b, _) in enumerate(SLOW)}
    plan = plan_of(rows)
    fast = simulate(
        ProjectModel("P", plan, ranges, risks=[RiskEvent("R", 0.4, None, 6.0, (4,))]), runs=RUNS, seed=2
    )
    assert fast.finish is not None
    took = fast.finish - plan.begin
    rng, slow = random.Random(9), []
    for _ in range(30_000):
        starts: dict[str, float] = {}
        ends: dict[str, float] = {}
        for name, a, m, b, before in SLOW:
            length = rng.triangular(a, b, m) if a < b else a
            if name == "E" and rng.random() < 0.4:
                length += 6
            start = 0.0
            for other, kind, lag in before:
                event = ends[other] if kind[0] == "F" else starts[other]
                start = max(start, event + lag - (length if kind[1] == "F" else 0))
            starts[name], ends[name] = start, start + length
        slow.append(max(ends.values()))
    other = np.array(slow)
    assert took.mean() == pytest.approx(other.mean(), abs=5 * other.std() / math.sqrt(len(other)))
    for share in (10, 50, 80, 95):
        error = math.hypot(error_of(other, share / 100), error_of(took, share / 100))
        assert percentiles_of(took)[share] == pytest.approx(percentiles_of(other)[share], abs=5 * error)


# what must hold -----------------------------------------------------------------------------------------


def project(name: str, spread: float = 1.0) -> ProjectModel:
    """A project of its own, its ranges so many times as wide."""
    rng = random.Random(name)
    rows, ranges = [], {}
    for at in range(8):
        days = rng.randint(3, 20)
        rows.append(work(str(at), days, ";".join(str(b) for b in rng.sample(range(at), min(at, 2)))))
        ranges[at] = Range(days * (1 - 0.2 * spread), days, days * (1 + 0.7 * spread))
    budget = lines(*[(100 * (1 - 0.1 * spread), 100.0, 100 * (1 + 0.6 * spread))] * 5, shape=PERT)
    return ProjectModel(name, plan_of(rows), ranges, budget, [RiskEvent("R", 0.2, Range(50, 80, 100), 5.0)])


def test_percentiles_rise_and_the_portfolio_needs_less_than_its_projects_added_up() -> None:
    """P80 ≥ P50; under independence the P80 of the whole lies below the sum of the P80s; correlated projects come nearer."""
    models = [project(f"P{n}") for n in range(6)]

    def whole(between: float) -> tuple[float, float]:
        results = [simulate(model, runs=20_000, seed=4, within=0.3, between=between) for model in models]
        parts = [percentiles_of(one.cost)[80] for one in results if one.cost is not None]
        for one in results:
            for amounts in (one.finish, one.cost):
                assert amounts is not None
                rising = percentiles_of(amounts)
                assert list(rising) == sorted(rising)
        last, cost = of_portfolio(models, results)
        assert last is not None
        assert cost is not None
        assert (
            percentiles_of(last)[80]
            >= max(percentiles_of(one.finish)[80] for one in results if one.finish is not None) - 1e-9
        )
        return percentiles_of(cost)[80], sum(parts)

    (apart, parts), (together, same) = whole(0.0), whole(0.9)
    assert apart < parts - 20
    assert together < same + 1
    assert apart < together


@pytest.mark.parametrize("of", [lambda one: one.finish, lambda one: one.cost])
def test_wider_ranges_move_the_p80_further_from_the_p50(of: Callable[[ProjectRuns], Any]) -> None:
    """Twice as wide ranges; a risk beside them stays what it was."""
    narrow, wide = (percentiles_of(of(simulate(project("P1", w), runs=20_000, seed=6))) for w in (0.5, 1.0))
    assert wide[80] - wide[50] > 1.05 * (narrow[80] - narrow[50])


def test_the_standard_error_of_the_p80_is_that_of_many_simulations() -> None:
    """The deviation of the P80 over 200 seeds, against what each run says of itself."""
    found = [
        costs(ProjectModel("P", lines=lines((2, 4, 8), (10, 20, 50))), runs=2000, seed=n) for n in range(200)
    ]
    true = np.std([percentiles_of(each)[80] for each in found])
    assert np.mean([error_of(each) for each in found]) == pytest.approx(true, rel=0.2)


def test_a_project_has_the_same_draws_alone_and_the_seed_makes_them() -> None:
    """What it draws depends on the seed and its ID, not on whoever else is there."""
    one, again, other = (simulate(project("P1"), runs=500, seed=seed).cost for seed in (1, 1, 2))
    assert one is not None
    assert again is not None
    assert other is not None
    assert list(one) == list(again)
    assert list(one) != list(other)


def test_a_large_plan_in_parts_is_the_same_as_a_small_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draws are taken in parts where a plan is large: nothing changes by it."""
    from pmo_xl.methods.simulation import runs

    whole = simulate(project("P1"), runs=1000, seed=1, within=0.3)
    monkeypatch.setattr(runs, "AT_A_TIME", 900)
    parts = simulate(project("P1"), runs=1000, seed=1, within=0.3)
    assert whole.finish is not None
    assert parts.finish is not None
    assert list(whole.finish) == list(parts.finish)
    assert parts.critical == {at: pytest.approx(share) for at, share in whole.critical.items()}


def test_what_drives_is_what_varies_most_and_an_idle_task_drives_nothing() -> None:
    """A long chain of certain tasks with one wide task; beside it a short one with float."""
    plan = plan_of([work("1", 20), work("2", 20, "1"), work("3", 3)])
    ranges = {0: Range(5, 20, 60), 1: Range(19, 20, 21), 2: Range(1, 3, 5)}
    result = simulate(ProjectModel("P", plan, ranges), runs=5000, seed=1)
    assert result.critical == {0: 1.0, 1: 1.0, 2: 0.0}
    assert result.on_finish["task", 0] > 0.99
    assert abs(result.on_finish["task", 1]) < 0.1
    assert ("task", 2) not in result.on_finish


# reference classes ---------------------------------------------------------------------------------------


def test_reference_classes_are_the_published_ones() -> None:
    """RCF-01, 03, 04, 05: combined and managed bias, mean overrun, table of upper bounds."""
    combined, managed, rail, table = (vector(f"RCF-0{n}") for n in (1, 3, 4, 5))
    parts = [(part["share"], part["upper_bound"]) for part in combined["inputs"]["parts"]]
    assert combined_bias(parts) == pytest.approx(combined["expected"]["combined"], abs=1e-9)
    assert [share * bound for share, bound in parts] == pytest.approx(combined["expected"]["contributions"])
    given = managed["inputs"]
    bias = bias_left(given["upper_bound"], given["managed_share"])
    adjusted = uplift(given["base_m"], bias)
    ours = managed["check"]["ours"]
    assert (bias, adjusted) == (pytest.approx(ours["resultant_bias"]), pytest.approx(ours["adjusted_m"]))
    assert adjusted + given["risk_management_cost_m"] == pytest.approx(
        managed["expected"]["with_risk_cost_m"], abs=0.1
    )
    mean = Observed((rail["inputs"]["mean_overrun"],))
    assert uplift(rail["inputs"]["base_bn"], mean.mean) == pytest.approx(
        rail["expected"]["adjusted_bn"], abs=1e-9
    )
    time, money = table["inputs"]["table"][table["inputs"]["type"]]
    assert uplift(table["inputs"]["base_capex"], money) == pytest.approx(table["expected"]["capex"])
    assert uplift(table["inputs"]["base_months"], time) == pytest.approx(table["expected"]["months"])


def test_the_overruns_of_a_class_are_those_of_its_closed_projects() -> None:
    """Shares of what was planned; the uplift at a chance of 20 % is the P80 of the class. A plan of 0 says nothing."""
    seen = overruns([(100, 110), (200, 260), (50, 50), (400, 600), (10, 14), (0, 5)])
    assert seen is not None
    assert seen.amounts == pytest.approx((0.0, 0.1, 0.3, 0.4, 0.5))
    assert uplift_at(seen, 0.2) == pytest.approx(0.42)
    assert overruns([(0, 1)]) is None
