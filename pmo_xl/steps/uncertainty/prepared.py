"""One project before it is simulated: its plan, its budget, its risks and its reference class put together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.flow.expected import ENDED
from pmo_xl.core.flow.portfolio import CheckedSheet, Return
from pmo_xl.core.settings.settings import Settings
from pmo_xl.core.uncertainty.results import What
from pmo_xl.methods.project_plan import ProjectPlan
from pmo_xl.methods.simulation.model import ProjectModel
from pmo_xl.methods.simulation.ranges import Shape
from pmo_xl.methods.working_days import WorkingDays
from pmo_xl.steps.uncertainty.classes import ReferenceClass, class_of
from pmo_xl.steps.uncertainty.costs import RESERVE, lines_of, risks_of, total
from pmo_xl.steps.uncertainty.places import Notes, number
from pmo_xl.steps.uncertainty.plans import TaskRanges

PLAN, BUDGET, RISKS = "plan", "budget", "risks"


@dataclass(slots=True)
class Project:
    """One project before it is simulated: what is drawn, and what is said beside it."""

    model: ProjectModel
    name: str
    currency: str
    tasks: TaskRanges | None
    budget: float | None
    left: float | None
    names: Mapping[tuple[str, object], str]
    fixed: dict[What, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shared:
    """What all projects of a simulation have in common: calendar, rates, classes with the words for types, and its notes."""

    status_date: dt.date | None
    settings: Settings
    days: WorkingDays
    classes: Mapping[str, ReferenceClass]
    types: Mapping[str, Text]
    shape: Shape
    notes: Notes


def prepared(
    row: Mapping[Any, Any],
    sent: tuple[Return, CheckedSheet] | None,
    budget: Sequence[Mapping[str, Any]],
    register: Sequence[Mapping[str, Any]],
    shared: Shared,
) -> Project:
    """A project from its row, its plan as it was sent, the lines of its budget and its risks."""
    project_id, currency, notes, shape = (
        str(row["project_id"]),
        str(row["currency"] or ""),
        shared.notes,
        shared.shape,
    )
    tasks = None
    if sent is not None:
        returned, checked = sent
        plan = ProjectPlan(
            checked.values, shared.status_date, shared.days, checked.broken, checked.located.columns
        )
        tasks = TaskRanges(returned, checked, plan, shape, notes)
    else:
        notes.project(project_id, NO_PLAN, NO_FINISH)
    if not budget:
        notes.project(project_id, NO_BUDGET, NO_COST)
    lines = lines_of(budget, shape, notes)
    risks = risks_of(register, tasks, shape, notes)
    runs = tasks is not None and tasks.runs
    ranges = tasks.ranges if tasks is not None and runs else {}
    certain = all(line.left.is_fixed for line in lines) and any(line.left.likely > 0 for line in lines)
    time = money = None
    if shared.classes and ((runs and not ranges) or certain):
        found = class_of(row, shared.classes, shared.types)
        if found is not None:
            chosen = found[0].enough(project_id, found[1], notes)
            time = chosen.time if runs and not ranges else None
            money = chosen.money if certain else None
    rate = shared.settings.rate(currency)
    model = ProjectModel(
        project_id, tasks.plan if tasks is not None and runs else None, ranges, lines, risks, time, money,
        None if rate is None else rate.budget,
    )  # fmt: skip
    if rate is None and lines:
        notes.project(project_id, NO_RATE.fill(currency=currency), NOT_IN_PORTFOLIO)
    names: dict[tuple[str, object], str] = {
        ("line", str(one["line_id"])): str(one.get("description") or "") for one in budget
    }
    names |= {("risk", str(one["risk_id"])): str(one.get("title") or "") for one in register}
    granted = total(budget, "bac")
    open_lines = sum(line.left.is_fixed and line.left.likely > 0 for line in lines)
    return Project(
        model, str(row["project_name"] or ""), currency, tasks, granted, _reserve_left(row, budget), names,
        {What.TASK: tasks.fixed if tasks is not None and time is None else 0,
         What.LINE: open_lines if money is None else 0},
    )  # fmt: skip


def _reserve_left(row: Mapping[Any, Any], budget: Sequence[Mapping[str, Any]]) -> float | None:
    """What is left of the reserve: as the project sheet says, else what its lines still have; 0 once the project is closed."""
    if row.get("rag_declared") == "blue" or row.get(ENDED) == 1:
        return 0.0
    initial, drawn = number(row.get("contingency_initial")), number(row.get("contingency_drawn"))
    if initial is not None and drawn is not None:
        return initial - drawn
    return total([one for one in budget if one.get("category") == RESERVE], "etc")


NO_PLAN = t("It sent no plan that counts.", "Aucun planning exploitable.")
NO_FINISH = t("No finish is given.", "Aucune date de fin n’est donnée.")
NO_BUDGET = t("It sent no budget that counts.", "Aucun budget exploitable.")
NO_COST = t("No cost is given.", "Aucun coût n’est donné.")
NO_RATE = t("There is no rate for its currency {currency}.", "Sa devise {currency} n’a pas de cours.")
NOT_IN_PORTFOLIO = t("Its cost is not in that of the portfolio.", "Son coût n’entre pas dans celui du portefeuille.")  # fmt: skip
