"""What the pages of the follow-up say alike: what is open, pending, late; heads of columns."""

from __future__ import annotations

from pmo_xl.core.base.text import Text, same, t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.expr.algebra import count, filled, min_of, row_number, this, when
from pmo_xl.core.expr.nodes import Expr, Ref
from pmo_xl.core.pages.list_blocks import Detail

FOLLOW_UP = "followup"
"""The kind of return that these pages are about."""
OPEN, PENDING = this.is_open == 1, this.is_pending == 1
RECEIVED = count("kpis", filled(this.open_actions)) > 0
"""Whether any follow-up came: without one, no action is not 0 actions."""
OWNER, DUE = t("Owner", "Responsable"), t("Due", "Échéance")
DAYS_LATE = t("Days late", "Retard (j)")
A_MONTH = t("Cost of a month of waiting", "Coût d’un mois d’attente")


def known(figure: Expr) -> Expr:
    """A figure over all follow-ups; undefined where none came."""
    return when((RECEIVED, figure))


def largest_first(figure: Expr) -> Expr:
    """An order by a number of days; the row breaks ties."""
    return min_of(figure, 99999) * 1e7 + (1e7 - row_number())


def who(label: Text, id_column: Ref) -> Detail:
    """Project and ID of a row in one column."""
    return Detail(label, (this.project_id, id_column), 11.5, same(" "))


def in_reporting_currency(label: Text, amount: Ref) -> Detail:
    """An amount of a row at its budget rate."""
    return Detail(label, (amount * this.rate,), 12.0, unit=Unit.AMOUNT)
