"""A portfolio simulated: each project from its plan, its budget and its risks, and all of them as one."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from pmo_xl.core.base.text import Text
from pmo_xl.core.flow.portfolio import CheckedSheet, Portfolio, Return
from pmo_xl.core.settings.settings import Settings
from pmo_xl.core.settings.simulation import SimulationSettings
from pmo_xl.core.uncertainty.results import (
    CostResult,
    Estimated,
    FinishResult,
    ProjectResult,
    Run,
    SimulationResult,
    Spread,
    What,
)
from pmo_xl.methods.simulation.ranges import Distribution, Observed, Range, Shape
from pmo_xl.methods.simulation.runs import (
    ProjectRuns,
    correlations,
    error_of,
    of_portfolio,
    percentiles_of,
    simulate,
)
from pmo_xl.methods.working_days import WorkingDays
from pmo_xl.steps.uncertainty.classes import classes_of
from pmo_xl.steps.uncertainty.places import Notes
from pmo_xl.steps.uncertainty.prepared import BUDGET, PLAN, RISKS, Project, Shared, prepared

if TYPE_CHECKING:
    from pmo_xl.methods.simulation.ranges import Numbers

REFERENCES = "references"
"""The PMO's list of closed projects."""
NEARLY = 1e-6
"""Two moments, or a thousandth of a cent, closer than this are one."""


def simulate_portfolio(
    portfolio: Portfolio,
    settings: Settings,
    asked: SimulationSettings,
    version: str,
    projects: Collection[str] = (),
    types: Mapping[str, Text] | None = None,
) -> SimulationResult:
    """The projects of a period simulated, or those of these IDs; ``types`` are the words for each type of project.

    The rows of the returns must still be held: a plan is simulated as its critical path was calculated.
    """
    notes, days = Notes(portfolio.returns), WorkingDays(settings.calendar.holidays)
    plans = _plans(portfolio)
    frames = {key: _by_project(portfolio, key) for key in (BUDGET, RISKS)}
    known = classes_of(portfolio.expected.lists.get(REFERENCES, ()))
    shared = Shared(
        portfolio.status_date, settings, days, known, types or {}, Shape(asked.distribution), notes
    )
    made = [
        prepared(
            row,
            plans.get(str(row["project_id"])),
            frames[BUDGET].get(str(row["project_id"]), []),
            frames[RISKS].get(str(row["project_id"]), []),
            shared,
        )
        for row in portfolio.projects.to_dict("records")
        if not projects or row["project_id"] in projects
    ]
    results = [
        simulate(each.model, runs=asked.runs, seed=asked.seed, within=asked.within, between=asked.between)
        for each in made
    ]
    told = [_told(each, result, days) for each, result in zip(made, results, strict=True)]
    whole, drivers = _whole(made, results, told, settings.reporting_currency, days)
    return SimulationResult(
        Run(asked.runs, asked.seed, asked.distribution, asked.within, asked.between, portfolio.status_date, version),
        told,
        whole,
        drivers,
        [each for one, result in zip(made, results, strict=True) for each in _estimates(one, result)],
        notes.list,
        settings.reporting_currency,
        None if portfolio.status_date is None else days.ends([portfolio.status_date])[0],
    )  # fmt: skip


def _plans(portfolio: Portfolio) -> dict[str, tuple[Return, CheckedSheet]]:
    return {
        returned.project_id: (returned, checked)
        for returned in portfolio.returns
        if not returned.rejected
        for checked in returned.tables
        if checked.located.sheet.key == PLAN
    }


def _by_project(portfolio: Portfolio, key: str) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {}
    if key in portfolio.tables:
        for row in portfolio.tables[key].to_dict("records"):
            rows.setdefault(str(row["project_id"]), []).append(
                {str(name): value for name, value in row.items()}
            )
    return rows  # fmt: skip


def _spread(amounts: Numbers) -> Spread:
    return Spread(
        percentiles_of(amounts), float(np.mean(amounts)), float(np.std(amounts, ddof=1)), error_of(amounts)
    )


def _finish(
    finish: Numbers, planned: float, baseline: float | None, days: WorkingDays, *, over: bool = False
) -> FinishResult:
    spread = _spread(finish)
    dates = tuple(days.finish_date(_clean(moment)) for moment in spread.percentiles)
    return FinishResult(
        days.finish_date(planned),
        None if baseline is None else days.finish_date(baseline),
        spread,
        dates,
        float(np.mean(finish <= planned + NEARLY)),
        None if baseline is None else float(np.mean(finish <= baseline + NEARLY)),
        over,
    )


def _clean(moment: float) -> float:
    """A moment without the dust that sums of fractions leave."""
    near = round(moment)
    return float(near) if abs(moment - near) < NEARLY else moment


def _known(amount: float) -> float | None:
    return None if math.isnan(amount) else amount


def _told(project: Project, result: ProjectRuns, days: WorkingDays) -> ProjectResult:
    model, tasks, finish = project.model, project.tasks, None
    if result.finish is not None and model.plan is not None:
        finish = _finish(result.finish, model.plan.schedule.finish, _known(model.plan.target), days)
    elif tasks is not None and tasks.is_over:
        # All is done: the last finish stands.
        last = max(tasks.plan.finished[at] for at in tasks.plan.rows)
        result.finish = np.full(1, last)
        finish = _finish(np.full(2, last), last, _known(tasks.plan.target), days, over=True)
    cost = None
    if result.cost is not None:
        cost = CostResult(
            project.currency, model.base_cost, model.expected_cost, project.budget, project.left, _spread(result.cost),
            None if project.budget is None else float(np.mean(result.cost <= project.budget + NEARLY)),
        )  # fmt: skip
    return ProjectResult(model.project_id, project.name, model.rate, finish, cost, project.fixed)


def _whole(
    made: Sequence[Project], results: Sequence[ProjectRuns], told: Sequence[ProjectResult], currency: str,
    days: WorkingDays,
) -> tuple[ProjectResult, list[Estimated]]:  # fmt: skip
    """The portfolio run by run: its last finish, the sum of its costs; and what each project does to them."""
    runs = max((len(one.finish) for one in results if one.finish is not None), default=1)
    for one in results:
        if one.finish is not None:
            one.finish = np.broadcast_to(one.finish, runs)
    last, costs = of_portfolio([each.model for each in made], results)
    finish = cost = None
    ended = [one.finish for one in told if one.finish is not None]
    if last is not None:
        planned = max(days.ends([one.planned])[0] for one in ended)
        bases = [one.baseline for one in ended if one.baseline is not None]
        finish = _finish(np.append(last, last) if len(last) == 1 else last, planned,
                         days.ends([max(bases)])[0] if len(bases) == len(ended) else None, days,
                         over=all(one.is_over for one in ended))  # fmt: skip
    counted = [(one.cost, one.rate) for one in told if one.cost is not None and one.rate is not None]
    if costs is not None:
        budget = _sum([None if one.budget is None else one.budget * rate for one, rate in counted])
        left = [one.left * rate for one, rate in counted if one.left is not None]
        cost = CostResult(
            currency, sum(one.base * rate for one, rate in counted), sum(one.expected * rate for one, rate in counted),
            budget, sum(left) if left else None, _spread(costs),
            None if budget is None else float(np.mean(costs <= budget + NEARLY)),
        )  # fmt: skip
    return ProjectResult("", "", 1.0, finish, cost), _drivers(made, results, last, costs)


def _drivers(
    made: Sequence[Project], results: Sequence[ProjectRuns], last: Numbers | None, costs: Numbers | None
) -> list[Estimated]:
    """How each project goes with the portfolio: the share of the runs in which it ends last, and its rank correlations."""
    ends: dict[str, float] = {}
    shares: dict[str, float] = {}
    spends: dict[str, float] = {}
    if last is not None:
        finishes = {
            each.model.project_id: one.finish
            for each, one in zip(made, results, strict=True)
            if one.finish is not None
        }
        ends = correlations(finishes, last)
        shares = {key: float(np.mean(finish >= last - NEARLY)) for key, finish in finishes.items()}
    if costs is not None:
        spends = correlations({
            each.model.project_id: one.cost for each, one in zip(made, results, strict=True)
            if one.cost is not None and each.model.rate is not None
        }, costs)  # fmt: skip
    return [
        Estimated(
            "", What.PROJECT, key, each.name, None, None, None, critical=shares.get(key),
            on_finish=ends.get(key) if shares.get(key) else None, on_cost=spends.get(key),
        )
        for each in made if (key := each.model.project_id)
    ]  # fmt: skip


def _sum(amounts: Sequence[float | None]) -> float | None:
    """The sum of amounts; None where one of them is unknown."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None


def _estimates(project: Project, result: ProjectRuns) -> list[Estimated]:
    """All that was drawn of a project, each with what it did to finish and cost."""
    model, found, tasks = project.model, list[Estimated](), project.tasks
    for what, observed, effects in (
        ("time", model.time_overrun, result.on_finish), ("cost", model.cost_overrun, result.on_cost),
    ):  # fmt: skip
        if observed is not None:
            low, middle, high = (float(amount) for amount in observed.at([0, 0.5, 1]))
            effect = effects.get(("project", what))
            found.append(Estimated(
                model.project_id, What.PROJECT, what, project.name, low, middle, high, observed=True,
                on_finish=effect if what == "time" else None, on_cost=effect if what == "cost" else None,
            ))  # fmt: skip
    for at, left in model.tasks.items():
        assert tasks is not None
        if not left.is_fixed:
            found.append(Estimated(
                model.project_id, What.TASK, tasks.ids[at], tasks.names[at], left.low, left.likely, left.high,
                critical=result.critical.get(at), on_finish=result.on_finish.get(("task", at)),
            ))  # fmt: skip
    for line in model.lines:
        if not line.left.is_fixed:
            found.append(Estimated(
                model.project_id, What.LINE, line.id, project.names.get(("line", line.id), ""), line.left.low,
                line.left.likely, line.left.high, on_cost=result.on_cost.get(("line", line.id)),
            ))  # fmt: skip
    for risk in model.risks:
        least, usual, most = _ends(risk.cost)
        found.append(Estimated(
            model.project_id, What.RISK, risk.id, project.names.get(("risk", risk.id), ""), least, usual, most,
            risk.probability, risk.days or None, on_finish=result.on_finish.get(("risk", risk.id)),
            on_cost=result.on_cost.get(("risk", risk.id)),
        ))  # fmt: skip
    return found


def _ends(cost: Distribution | None) -> tuple[float | None, float | None, float | None]:
    match cost:
        case Range():
            return cost.low, cost.likely, cost.high
        case Observed():
            return min(cost.amounts), cost.mean, max(cost.amounts)
        case _:
            return None, None, None
