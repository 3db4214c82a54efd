"""A portfolio simulated: each project from its plan, its budget and its risks, and all of them as one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from pmo_xl.core.base.text import Text, t
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
from pmo_xl.methods.project_plan import ProjectPlan
from pmo_xl.methods.simulation.model import ProjectModel
from pmo_xl.methods.simulation.ranges import Distribution, Observed, Range, Shape
from pmo_xl.methods.simulation.runs import ProjectRuns, correlations, error_of, of_portfolio, percentiles_of, simulate
from pmo_xl.methods.working_days import WorkingDays
from pmo_xl.steps.uncertainty.classes import ReferenceClass, class_of, classes_of
from pmo_xl.steps.uncertainty.costs import RESERVE, lines_of, risks_of, total
from pmo_xl.steps.uncertainty.places import Notes, number
from pmo_xl.steps.uncertainty.plans import TaskRanges

if TYPE_CHECKING:
    from pmo_xl.methods.simulation.ranges import Numbers

PLAN, BUDGET, RISKS = "plan", "budget", "risks"
CLOSED_PROJECTS = "closed_projects"
"""The PMO's list of closed projects."""
NEARLY = 1e-6
"""Two moments, or a thousandth of a cent, closer than this are one."""


@dataclass(slots=True)
class _Project:
    """One project before it is simulated: what is drawn, and what is said beside it."""

    model: ProjectModel
    name: str
    currency: str
    tasks: TaskRanges | None
    budget: float | None
    left: float | None
    names: Mapping[tuple[str, object], str]
    fixed: dict[What, int] = field(default_factory=dict)


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
    notes = Notes(portfolio.returns)
    known = classes_of(portfolio.expected.lists.get(CLOSED_PROJECTS, ()))
    shape = Shape(asked.distribution)
    days = WorkingDays(settings.calendar.holidays)
    plans = _plans(portfolio)
    frames = {key: _by_project(portfolio, key) for key in (BUDGET, RISKS)}
    made = [
        _prepared(row, portfolio, plans, frames, settings, days, known, types or {}, shape, notes)
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
            rows.setdefault(str(row["project_id"]), []).append({str(name): value for name, value in row.items()})
    return rows  # fmt: skip


def _prepared(
    row: Mapping[Any, Any], portfolio: Portfolio, plans: Mapping[str, tuple[Return, CheckedSheet]],
    frames: Mapping[str, Mapping[str, list[dict[str, Any]]]], settings: Settings, days: WorkingDays,
    known: Mapping[str, ReferenceClass], types: Mapping[str, Text], shape: Shape, notes: Notes,
) -> _Project:  # fmt: skip
    project_id, currency = str(row["project_id"]), str(row["currency"] or "")
    budget, register = frames[BUDGET].get(project_id, []), frames[RISKS].get(project_id, [])
    tasks = None
    if project_id in plans:
        returned, checked = plans[project_id]
        plan = ProjectPlan(checked.values, portfolio.status_date, days, checked.broken, checked.located.columns)
        tasks = TaskRanges(returned, checked, plan, shape, notes)
    else:
        notes.project(project_id, NO_PLAN, NO_FINISH)
    if not budget:
        notes.project(project_id, NO_BUDGET, NO_COST)
    lines = lines_of(budget, shape, notes)
    risks = risks_of(register, tasks, shape, notes)
    runs = tasks is not None and tasks.runs
    ranges = tasks.ranges if tasks is not None and runs else {}
    uncertain = [line for line in lines if not line.left.is_fixed]
    time = money = None
    if known and ((runs and not ranges) or (lines and not uncertain)):
        found = class_of(row, known, types)
        if found is not None:
            chosen = found[0].enough(project_id, found[1], notes)
            time = chosen.time if runs and not ranges else None
            money = chosen.money if lines and not uncertain else None
    rate = settings.rate(currency)
    model = ProjectModel(
        project_id, tasks.plan if tasks is not None and runs else None, ranges, lines, risks, time, money,
        None if rate is None else rate.budget,
    )  # fmt: skip
    if rate is None and lines:
        notes.project(project_id, NO_RATE.fill(currency=currency), NOT_IN_PORTFOLIO)
    names: dict[tuple[str, object], str] = {("line", str(one["line_id"])): str(one.get("description") or "") for one in budget}
    names |= {("risk", str(one["risk_id"])): str(one.get("title") or "") for one in register}
    granted = total(budget, "bac")
    open_lines = sum(line.left.is_fixed and line.left.likely > 0 for line in lines)
    return _Project(
        model, str(row["project_name"] or ""), currency, tasks, granted, _reserve_left(row, budget), names,
        {What.TASK: tasks.fixed if tasks is not None and time is None else 0,
         What.LINE: open_lines if money is None else 0},
    )  # fmt: skip


def _reserve_left(row: Mapping[Any, Any], budget: Sequence[Mapping[str, Any]]) -> float | None:
    """What is left of the reserve: as the project sheet says, else what its lines still have; 0 once the project is closed."""
    if row.get("rag_declared") == "blue":
        return 0.0
    initial, drawn = number(row.get("contingency_initial")), number(row.get("contingency_drawn"))
    if initial is not None and drawn is not None:
        return initial - drawn
    return total([one for one in budget if one.get("category") == RESERVE], "etc")


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
    return None if amount != amount else amount


def _told(project: _Project, result: ProjectRuns, days: WorkingDays) -> ProjectResult:
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
    made: Sequence[_Project], results: Sequence[ProjectRuns], told: Sequence[ProjectResult], currency: str,
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
    made: Sequence[_Project], results: Sequence[ProjectRuns], last: Numbers | None, costs: Numbers | None
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


def _estimates(project: _Project, result: ProjectRuns) -> list[Estimated]:
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
        low, middle, high = _ends(risk.cost)
        found.append(Estimated(
            model.project_id, What.RISK, risk.id, project.names.get(("risk", risk.id), ""), low, middle, high,
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


NO_PLAN = t("It sent no plan that counts.", "Aucun planning exploitable.")
NO_FINISH = t("No finish is given.", "Aucune date de fin n’est donnée.")
NO_BUDGET = t("It sent no budget that counts.", "Aucun budget exploitable.")
NO_COST = t("No cost is given.", "Aucun coût n’est donné.")
NO_RATE = t("There is no rate for its currency {currency}.", "Sa devise {currency} n’a pas de cours.")
NOT_IN_PORTFOLIO = t("Its cost is not in that of the portfolio.", "Son coût n’entre pas dans celui du portefeuille.")  # fmt: skip
