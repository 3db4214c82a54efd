"""What the budget and the risk register of a project say of its cost: a range for what each line will still cost, and risks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pmo_xl.core.base.text import t
from pmo_xl.core.uncertainty.results import What
from pmo_xl.methods.simulation.model import CostLine, RiskEvent
from pmo_xl.methods.simulation.ranges import Distribution, Range, Shape
from pmo_xl.steps.uncertainty.places import Notes, in_order, number
from pmo_xl.steps.uncertainty.plans import TaskRanges

RESERVE = "contingency"
"""The category of a line that is a reserve."""

Row = Mapping[str, Any]


def lines_of(rows: Iterable[Row], shape: Shape, notes: Notes) -> list[CostLine]:
    """The lines of a budget; a contingency reserve counts with what it has cost, for risks and ranges draw on it."""
    lines: list[CostLine] = []
    for row in rows:
        name, spent, left = str(row["line_id"]), number(row.get("actual")), number(row.get("etc"))
        if row.get("category") == RESERVE:
            lines.append(CostLine(name, spent or 0.0, Range(0.0, 0.0, 0.0, shape)))
            continue
        if left is None or spent is None:
            notes.row(What.LINE, row, name, "etc" if left is None else "actual", UNKNOWN, LEFT_OUT)
            continue
        low, high = number(row.get("etc_opt")), number(row.get("etc_pess"))
        fixed = Range(left, left, left, shape)
        if (low is None) is not (high is None):
            notes.row(What.LINE, row, name, "etc_opt" if low is None else "etc_pess", HALF, LIKELY_TAKEN)
        elif low is not None and high is not None:
            if in_order(low, left, high):
                fixed = Range(low, left, high, shape)
            else:
                words = OUT_OF_ORDER.fill(low=low, likely=left, high=high)
                notes.row(What.LINE, row, name, "etc_opt" if low > left else "etc_pess", words, LIKELY_TAKEN)
        lines.append(CostLine(name, spent, fixed))
    return lines


def risks_of(rows: Iterable[Row], tasks: TaskRanges | None, shape: Shape, notes: Notes) -> list[RiskEvent]:
    """The open risks of a register that say how likely they are, and what they cost or by how much they delay.

    After the response where both its probability and its cost are rated, as their expected value counts; else before it.
    """
    return [
        event for row in rows if number(row.get("is_open")) and (event := _event(row, tasks, shape, notes)) is not None
    ]  # fmt: skip


def _event(row: Row, tasks: TaskRanges | None, shape: Shape, notes: Notes) -> RiskEvent | None:
    name = str(row["risk_id"])
    sign = 1.0 if number(row.get("is_threat")) else -1.0
    chance, cost, days = (
        number(row.get(key)) for key in ("prob_pct_res", "cost_impact_res", "schedule_impact_wd_res")
    )
    low = high = None
    if chance is None or (cost is None and (days is None or number(row.get("cost_impact_in")) is not None)):
        chance, cost, days = (
            number(row.get(key)) for key in ("prob_pct_in", "cost_impact_in", "schedule_impact_wd_in")
        )
        low, high = number(row.get("cost_impact_in_min")), number(row.get("cost_impact_in_max"))
    elif days is None:
        days = number(row.get("schedule_impact_wd_in"))
    if chance is None:
        notes.row(What.RISK, row, name, "prob_pct_in", NO_PROBABILITY, NOT_DRAWN)
        return None
    if not 0 <= chance <= 1:
        return None
    if cost is None and days is None:
        notes.row(What.RISK, row, name, "cost_impact_in", NO_IMPACT, NOT_DRAWN)
        return None
    if cost is not None and cost < 0:
        notes.row(What.RISK, row, name, "cost_impact_in", BELOW_ZERO, NOT_DRAWN)
        return None
    spread: Distribution | None = None
    if cost is not None:
        if not in_order(low, cost, high):
            notes.row(What.RISK, row, name, "cost_impact_in_min", RISK_ORDER, LIKELY_COST)
            low = high = None
        ends = sorted(sign * (cost if end is None else end) for end in (low, high))
        spread = Range(ends[0], sign * cost, ends[1], shape)
    rows = tasks.rows_named(row.get("task_ids")) if tasks is not None else ()
    return RiskEvent(name, chance, spread, sign * (days or 0.0), rows)


def total(rows: Sequence[Row], key: str) -> float | None:
    """The sum of a column; None where no row has it."""
    known = [value for row in rows if (value := number(row.get(key))) is not None]
    return sum(known) if known else None


UNKNOWN = t(
    "Its actual cost or its estimate to complete is unknown.", "Son réalisé ou son reste à faire est inconnu."
)
LEFT_OUT = t("The line is in no cost.", "La ligne n’entre dans aucun coût.")
HALF = t(
    "Only one of optimistic and pessimistic is given.", "Seule l’une des estimations optimiste et pessimiste est saisie."
)  # fmt: skip
OUT_OF_ORDER = t(
    "Out of order: optimistic {low}, to complete {likely}, pessimistic {high}. Enter them in ascending order.",
    "Dans le désordre : optimiste {low}, reste à faire {likely}, pessimiste {high}. Saisissez-les par ordre croissant.",
)
LIKELY_TAKEN = t("Its estimate to complete, in every run.", "Son reste à faire, à chaque tirage.")
NO_PROBABILITY = t(
    "An open risk without a probability in percent.", "Risque ouvert sans probabilité en pourcentage."
)
NO_IMPACT = t("An open risk without cost impact and delay.", "Risque ouvert sans impact coût ni retard.")
BELOW_ZERO = t("A cost impact below 0.", "Impact coût négatif.")
RISK_ORDER = t(
    "The cost impact lies outside its low and high ones.", "L’impact coût sort de sa fourchette basse-haute."
)  # fmt: skip
LIKELY_COST = t("Its cost impact alone, wherever it happens.", "Son seul impact coût, s’il survient.")
NOT_DRAWN = t("It happens in no run.", "Il ne survient à aucun tirage.")
