"""The words in which KPIs are written: their units, how they add up, and the sums that many of them take."""

from __future__ import annotations

from pmo_xl.core.base.amounts import LEAST_DIVISOR
from pmo_xl.core.definition.kpi import Aggregation, Unit
from pmo_xl.core.expr.algebra import complete_total, max_over_rows, this, total, when
from pmo_xl.core.expr.nodes import Expr, Ref

SUM, RECOMPUTE, MAX, MIN, NONE, POOL = Aggregation
AMOUNT, RATIO, PERCENT, COUNT, DAYS, DATE, LIGHT, SHARE = Unit
LEAST_INDEX = 1e-9
"""An efficiency of less is what adding in another order left of 0."""


def money(table: str, column: Ref, where: Expr | None = None, *, each: Expr | None = None) -> Expr:
    """The project's total of an amount, in the reporting currency at the budget rate; undefined where a row lacks it.

    ``each`` says which rows must hold it, where not all have to.
    """
    return complete_total(table, column, where, each=each) * this.rate


def money_given(table: str, column: Ref, where: Expr | None = None) -> Expr:
    """The same of an amount that stands only where there is one: a blank is none of it."""
    return total(table, column, where) * this.rate


def then(column: Ref, months: int) -> Expr:
    """What the master of so many months ago remembers, at the budget rate of the currency it was said in."""
    row = this.months_ago == months
    return max_over_rows("history", column, row) * max_over_rows("history", this.rate, row)


def over(numerator: Expr, divisor: Expr) -> Expr:
    """A quotient by an amount; undefined where that is not more than a cent.

    A share of a negative budget, of what a credit note left spent, or of nothing says nothing: −10 ÷ −100 would be
    a favourable 10 %. Amounts added in another order differ in their last digits: what is finished on budget would
    have an efficiency of 1E-11 ÷ 1E-11.
    """
    return when((divisor > LEAST_DIVISOR, numerator / divisor))


def at_index(amount: Expr, index: Expr) -> Expr:
    """What an amount of work costs at an efficiency; undefined where there is none, or a negative one."""
    return when((index > LEAST_INDEX, amount / index))
