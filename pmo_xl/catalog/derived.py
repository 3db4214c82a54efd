"""Tables that the master works out from the returns, and what it remembers of the periods before.

No project manager fills them: their rows are known when the master is made, their formulas are live.
"""

from __future__ import annotations

from pmo_xl.core.column import amount, choice, date, integer, month, number, signed_amount, text
from pmo_xl.core.expr import at, months_between, or_zero, own, this, total, when
from pmo_xl.core.model import Table
from pmo_xl.core.nodes import Choice, Expr, Ref
from pmo_xl.core.text import t


class PvSource(Choice):
    MONTHS = "months", "budget by month", "budget par mois"
    PLAN = "plan", "plan baseline", "référence du planning"


def _in_month(key: str, table: str = "budget_months") -> Expr:
    return or_zero(total(table, Ref(key), this.period == own.period))


class PlanMonths(Table):
    """Task budgets over the months of their baseline, for projects without planned months of their own."""

    key, heading = "plan_months", t("Plan by month", "Planning par mois")

    task_id = text("Task ID", "N° de tâche", width=10)
    period = month("Month", "Mois", width=11)
    share = number(
        "Share of working days", "Part des jours ouvrés",
        t("Working days of the task in the month / working days of the task: a value, from the baseline dates.",
          "Jours ouvrés de la tâche dans le mois / jours ouvrés de la tâche : une valeur, d’après les dates de référence."),
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
        "Planned to date", "Planifié cumulé", width=15,
        formula=or_zero(total("periods", this.pv, this.place <= own.place)),
    )  # fmt: skip
    actual = signed_amount("Actual cost", "Réalisé", width=14, formula=_in_month("actual"))
    forecast = signed_amount("Forecast", "Prévision", width=14, formula=_in_month("forecast"))
    committed = signed_amount("Committed", "Engagé", width=14, formula=_in_month("committed"))


class History(Table):
    """What each project said at each status date, in its own currency: values, one row per project and month."""

    key, heading = "history", t("History", "Historique")

    status_date = date("Status date", "Date d’arrêté", width=12)
    period = month("Month", "Mois", width=11)
    project_name = text("Project name", "Intitulé du projet", width=34)
    bac0 = signed_amount("Initial budget", "Budget initial", width=14)
    bac = signed_amount("Current budget", "Budget révisé", width=14)
    pv = amount("Planned value", "Valeur planifiée", width=14)
    ev = amount("Earned value", "Valeur acquise", width=14)
    ac = signed_amount("Actual cost", "Réalisé", width=14)
    etc = amount("Estimate to complete", "Reste à faire", width=14)
    committed = amount("Committed", "Engagé", width=14)
    forecast_1m = amount(
        "Forecast, next month", "Prévision, mois suivant", width=14,
    )  # fmt: skip
    forecast_3m = amount(
        "Forecast, next 3 months", "Prévision, 3 mois suivants", width=14,
    )  # fmt: skip
    months_ago = integer(
        "Months ago", "Il y a (mois)", width=10, formula=months_between(this.status_date, at.status_date)
    )


REMEMBERED: dict[str, Expr] = {
    "bac0": total("budget", this.bac0),
    "bac": total("budget", this.bac),
    "pv": total("periods", this.pv, this.period <= at.status_date),
    "ev": total("plan", this.earned),
    "ac": total("budget", this.actual),
    "etc": total("budget", this.etc),
    "committed": total("budget", this.committed),
    "forecast_1m": total("budget_months", this.forecast, this.period == at.next_month),
    "forecast_3m": total(
        "budget_months", this.forecast, (this.period >= at.next_month) & (this.period <= at.third_month)
    ),
}
"""What a master notes of each project for the masters to come."""

DERIVED: dict[str, type[Table]] = {table.key: table for table in (PlanMonths, Periods, History)}
