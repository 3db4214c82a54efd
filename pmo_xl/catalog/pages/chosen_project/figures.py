"""The figures of the project that somebody chooses, in the words of expressions: undefined where they are unknown of it.

Amounts are in the reporting currency at the budget rate unless said.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import and_

from pmo_xl.catalog.kinds.budget.tables import is_purchase
from pmo_xl.catalog.known import converted_over, over, whole
from pmo_xl.core.base.text import t
from pmo_xl.core.expr.algebra import at, count, filled, this, when
from pmo_xl.core.expr.nodes import Const, Expr, Ref
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.expr.table_nodes import ConvertedSum

mine = this.project_id == at.chosen_project
NOTHING = Const(None)
BLANK_IS_NONE = {"changes_approved", "transfers"}
"""The columns of a budget in which a blank cell says that there is none."""
PURCHASED = {"committed", "invoiced", "paid", "accruals", "remaining_to_commit", "remaining_to_pay"}
"""The columns of a budget that lines may leave blank which are not ordered, invoiced or paid."""


def is_known(*conditions: Expr) -> Expr:
    """Whether conditions on the figures of the chosen project hold."""
    return count("kpis", reduce(and_, conditions, mine)) > 0


def _gives(column: str, whole: Ref) -> Expr:
    """Whether amounts came by month: a blank month is 0 then, as all are where there is nothing to give."""
    some = count("budget_months", mine & filled(Ref(column))) > 0
    return is_known(filled(this.rate)) & (some | is_known(whole == 0))


plans, spends = is_known(filled(this.pv)), is_known(this.in_months == 1)
gives_actual, gives_forecast = _gives("actual", this.ac_local), _gives("forecast", this.etc_local)
lands = is_known(this.in_months == 1, this.forecast_by_month == 1)


def kpi(key: str) -> Expr:
    """A KPI of the chosen project; undefined where it is unknown of this project, whatever it is of others."""
    return over("kpis", Ref(key), mine)


def reached(month: RowHeader) -> Expr:
    """Whether the curves of the chosen project go as far as a month: to the last of its own, at least to today."""
    return (month <= at.status_month) | (count("periods", mine & (this.period >= month)) > 0)


def own(column: str) -> Expr:
    """An amount of the chosen project's budget in its own currency: of all its lines, or undefined."""
    if column in BLANK_IS_NONE:
        return over("budget", Ref(column), mine)
    return whole("budget", Ref(column), mine, must(column))


def must(column: str) -> Expr | None:
    """Which lines of a budget must hold an amount; None: all."""
    return is_purchase if column in PURCHASED else None


def months_of(key: str, where: Expr) -> Expr:
    """The sum of an amount by month over some months."""
    return ConvertedSum("periods", Ref(key), mine & where)


def in_month(key: str, known: Expr) -> Callable[[RowHeader], Expr]:
    """An amount of the month of a row, where such amounts are known."""
    return lambda month: when((known, months_of(key, this.period == month)))


def planned_to_date(month: RowHeader) -> Expr:
    """What was to be spent up to a month."""
    return when((plans & reached(month), months_of("pv", this.period <= month)))


def spent_to_date(month: RowHeader) -> Expr:
    """What was spent up to a month, none of those to come."""
    return when((spends & (month <= at.status_month), months_of("actual", this.period <= month)))


def expected_to_date(month: RowHeader) -> Expr:
    """What will have been spent up to a month, from today on."""
    reckoned = months_of("actual", this.period <= month) + months_of("forecast", this.period <= month)
    return when((lands & (month >= at.status_month) & reached(month), reckoned))


def earned_at(month: RowHeader) -> Expr:
    """What was earned by a month: today, and what the masters of the months before say."""
    before = converted_over("history", this.ev, mine & (this.period == month))
    return when((month == at.status_month, kpi("ev")), otherwise=before)


HAS_CURVE = count("kpis", mine & (this.in_months == 1))
"""1 where planned value and actual cost of the chosen project are known by month."""
NO_CURVE = t(
    "planned value or actual cost by month is unknown",
    "valeur planifiée ou réalisé par mois inconnu",
)
