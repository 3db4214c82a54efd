"""Tables that the master works out from the returns, and what it remembers of the periods before.

No project manager fills them: their rows are known when the master is made, their formulas are live.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from pmo_xl.catalog.kinds.budget.choices import CapexOpex
from pmo_xl.catalog.kinds.budget.tables import Budget, is_purchase
from pmo_xl.catalog.kinds.plan.choices import TaskType
from pmo_xl.catalog.kinds.plan.table import Plan, is_effort, is_work
from pmo_xl.catalog.memory import MEASURED, MEMORY
from pmo_xl.catalog.run_tables import as_listed
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import amount, choice, integer, month, number, signed_amount, text
from pmo_xl.core.definition.model import Table
from pmo_xl.core.expr.algebra import (  # fmt: skip
    at,
    complete_total,
    count,
    filled,
    month_end,
    networkdays,
    or_zero,
    own,
    this,
    total,
    when,
)
from pmo_xl.core.expr.choice import Choice
from pmo_xl.core.expr.nodes import Const, Expr, Ref

if TYPE_CHECKING:
    import pandas as pd


class PvSource(Choice):
    MONTHS = "months", "budget by month", "budget par mois"
    PLAN = "plan", "plan baseline", "référence du planning"


def _in_month(key: str, table: str = "budget_months") -> Expr:
    return or_zero(total(table, Ref(key), this.period == own.period))


class PlanMonths(Table):
    """Task budgets over the months of their baseline, for projects without planned months of their own."""

    key, heading = "plan_months", t("Plan by month", "Planning par mois")
    worked_out: ClassVar = {"share": (("plan", "start_baseline"), ("plan", "finish_baseline"))}

    task_id = text("Task ID", "N° de tâche", width=10)
    period = month("Month", "Mois", width=11)
    share = number(
        "Share of working days", "Part des jours ouvrés",
        t("Working days of the task in the month / working days of the task: a value, from the baseline dates.",
          "Jours ouvrés de la tâche dans le mois / jours ouvrés de la tâche : une valeur, d’après les dates de référence."),
        width=14,
    )  # fmt: skip
    pv = amount(
        "Planned", "Planifié", width=14,
        formula=this.share * total("plan", this.cost_baseline, this.task_id == own.task_id),
    )  # fmt: skip


class Periods(Table):
    """What each project plans and spends month by month, in its own currency.

    Months are numbered while something is planned; earned schedule is read from these. Pages look here rather than
    at the lines of the budgets, which are ten times as many.
    """

    key, heading = "periods", t("Amounts by month", "Montants par mois")

    source = choice(PvSource, "PV from", "VP d’après", width=20)
    period = month("Month", "Mois", width=11)
    place = integer("Month no.", "Mois n°", width=10)
    pv = amount(
        "Planned", "Planifié", width=14,
        formula=when(
            (this.source == PvSource.MONTHS, _in_month("pv")),
            otherwise=_in_month("pv", "plan_months"),
        ),
    )  # fmt: skip
    pv_cum = amount(
        "Planned to date", "Planifié cumulé",
        t("Up to the end of the month; blank before the first and after the last planned month.",
          "Jusqu’à la fin du mois ; vide avant le premier et après le dernier mois planifié."),
        width=15,
        formula=when((filled(this.place), or_zero(total("periods", this.pv, this.place <= own.place)))),
    )  # fmt: skip
    actual = signed_amount("Actual cost", "Réalisé", width=14, formula=_in_month("actual"))
    forecast = signed_amount("Forecast", "Prévision", width=14, formula=_in_month("forecast"))
    committed = signed_amount("Committed", "Engagé", width=14, formula=_in_month("committed"))


MONTH_ELAPSED = networkdays(at.status_month, at.status_date) / networkdays(
    at.status_month, month_end(at.status_date)
)
"""The share of the working days of its month that the status date leaves behind, itself included."""


def _in_year(key: str, when: Expr | None = None) -> Expr:
    """An amount of the months of a line that lie in a fiscal year, and of these the months of a condition."""
    mine = (this.line_id == own.line_id) & (this.period >= own.first_month) & (this.period <= own.last_month)
    return or_zero(total("budget_months", Ref(key), mine if when is None else mine & when))


class LineYears(Table):
    """What each budget line plans, has spent and will spend in each fiscal year, in the project's own currency."""

    key, heading = "line_years", t("Lines by fiscal year", "Lignes par exercice")
    worked_out: ClassVar = {"capex_opex": (("budget", "capex_opex"),)}

    line_id = text("Line", "Ligne", width=10)
    capex_opex = choice(CapexOpex, "CAPEX/OPEX", "CAPEX/OPEX", width=12)
    first_month = month("First month", "Premier mois", width=11)
    last_month = month("Last month", "Dernier mois", width=11)
    pv = signed_amount("Planned", "Planifié", width=14, formula=_in_year("pv"))
    actual = signed_amount("Actual cost", "Réalisé", width=14, formula=_in_year("actual"))
    forecast = signed_amount("Forecast", "Prévision", width=14, formula=_in_year("forecast"))
    pv_to_date = signed_amount(
        "Planned to date", "Planifié à date",
        t("Up to the status date: of its month as much as has passed.", "Jusqu’à la date d’arrêté : de son mois, la part écoulée."),
        width=14,
        formula=_in_year("pv", this.period < at.status_month) + _in_year("pv", this.period == at.status_month) * MONTH_ELAPSED,
    )  # fmt: skip


class Awaited(Table):
    """What each project waits for from another one, and whether that one says so too: values, found when the master is made."""

    key, heading = "awaited", t("Awaited deliveries", "Livraisons attendues")
    worked_out: ClassVar = dict.fromkeys(
        ("is_answerable", "is_twinned"),
        tuple(("dependencies", key) for key in ("direction", "other_project", "deliverable", "status")),
    )
    dependency_id = text("ID", "N°", width=10)
    other_project = text("Other project", "Autre projet", width=14)
    is_answerable = integer(
        "Follow-up of the other project came (1) or not (0)",
        "Suivi de l’autre projet reçu (1) ou non (0)",
        width=16,
    )
    is_twinned = integer(
        "Also told by the other project (1) or not (0)",
        "Déclarée aussi par l’autre projet (1) ou non (0)",
        width=16,
    )

    @classmethod
    def listed(cls, tables: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
        # The rules of the follow-up read figures that are made from these tables.
        from pmo_xl.catalog.kinds.followup.rules.dependencies import awaited

        return awaited(tables)


def _lost(table: type[Table]) -> Expr:
    """How many rows with an amount were left out of a table."""
    return or_zero(total("rows", this.left_out_worth, this.table == Const(as_listed(table))))


PV_LOCAL = when(
    (
        this.pv_source == PvSource.MONTHS,
        or_zero(total("periods", this.pv, this.period < at.status_month))
        + or_zero(total("periods", this.pv, this.period == at.status_month)) * MONTH_ELAPSED,
    ),
    (this.pv_source == PvSource.PLAN, complete_total("plan", this.planned, each=is_work)),
)
"""What a project has planned up to the status date, in its own currency: by month, or else by task."""
_unearned = (this.type == TaskType.MILESTONE) & (this.cost_baseline > 0) & ~filled(this.earned)
ALL_EFFORT = (
    (count("plan", is_work & is_effort) > 0)
    & (count("plan", is_work) == count("plan", is_work & is_effort))
    & (count("plan", (this.type == TaskType.MILESTONE) & filled(this.cost_baseline)) == 0)
)
"""Whether all that carries value is level of effort."""


def earned_local(planned: Expr) -> Expr:
    """What a project has earned, in its own currency; unknown where a task has no budget, or what has one no % complete.

    It stands against the planned value, the budget and the actual cost: where a row with an amount was left out of the
    plan or the budget, these would be of other work. Work that is nothing but effort has earned what was ``planned``,
    also where months plan it.
    """
    return when(
        ((count("plan", _unearned) > 0) | (_lost(Plan) + _lost(Budget) > 0), None),
        (ALL_EFFORT & (count("plan", is_work & ~filled(this.cost_baseline)) == 0), planned),
        otherwise=complete_total("plan", this.earned, each=is_work),
    )


REMEMBERED: dict[str, Expr] = {
    "bac0": complete_total("budget", this.bac0),
    "bac": complete_total("budget", this.bac),
    "pv": PV_LOCAL,
    "ev": earned_local(PV_LOCAL),
    "ac": complete_total("budget", this.actual),
    "etc": complete_total("budget", this.etc),
    "committed": complete_total("budget", this.committed, each=is_purchase),
    "forecast_1m": total("budget_months", this.forecast, this.period == at.next_month),
    "forecast_3m": total(
        "budget_months", this.forecast, (this.period >= at.next_month) & (this.period <= at.third_month)
    ),
    **MEASURED,
}
"""What a master notes of each project for the masters to come, over the row of its figures."""

DERIVED: dict[str, type[Table]] = {
    table.key: table for table in (PlanMonths, Periods, LineYears, Awaited)
} | MEMORY
