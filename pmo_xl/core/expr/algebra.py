"""One expression, two readings: the algebra in which columns, rules and KPIs are written.

    this.probability_in * this.impact_in                      a computed column
    this.finish_forecast >= this.start_forecast               a row rule
    total("budget", this.actual)                              a KPI over the rows of one project
    this.ev / this.ac                                         a KPI over other KPIs

An expression is only structure. :mod:`pmo_xl.core.expr.value` computes it with pandas,
:mod:`pmo_xl.core.formula.formula` writes it as an Excel formula in the language of the workbook.

A blank makes what is computed from it undefined (shown blank, never 0); ``or_zero`` and
``filled`` are the two ways to say otherwise. So does a division by 0, in a comparison too.
"""

from __future__ import annotations

from pmo_xl.core.expr.nodes import Call, Const, Expr, Extreme, Filled, Not, OrZero, Param, Ref, When, lift
from pmo_xl.core.expr.table_nodes import Aggregate, Outer


class _This:
    """``this.actual`` is the column *actual* of the row at hand."""

    def __getattr__(self, key: str) -> Ref:
        return Ref(key)


class _At:
    """``at.status_date`` is the status date of the workbook."""

    def __getattr__(self, name: str) -> Param:
        return Param(name)


class _Own:
    """``own.ev`` is the column *ev* of the row at hand, inside the condition of a sum over another table."""

    def __getattr__(self, key: str) -> Outer:
        return Outer(key)


this = _This()
at = _At()
own = _Own()


def filled(column: Ref | Param) -> Expr:
    """Whether the column holds something; ``~filled(...)`` whether it is blank."""
    return Filled(column)


def violated(condition: Expr) -> Expr:
    """Whether a condition is known not to hold: all that it needs is filled, and it is false."""
    result: Expr = Not(condition)
    needed: list[Ref | Param] = [Ref(key) for key in sorted(condition.strict())]
    needed += [Param(name) for name in sorted(condition.params())]
    for what in reversed(needed):
        result = Filled(what) & result
    return result


def or_zero(what: Expr) -> Expr:
    """A column, or a sum over another table, a blank counting as 0."""
    return OrZero(what)


def when(*cases: tuple[Expr, object], otherwise: object = None) -> Expr:
    """The value of the first case that holds: ``when((this.a > 1, "x"), otherwise="y")``."""
    return When(tuple((condition, lift(value)) for condition, value in cases), lift(otherwise))


def networkdays(start: Expr, finish: Expr) -> Expr:
    """Working days from *start* to *finish*, both included, holidays taken off."""
    return Call("networkdays", (start, finish))


def workdays_between(first: Expr, second: Expr) -> Expr:
    """Working days by which *second* lies after *first*; 0 when equal, negative when before."""
    return Call("workdays_between", (first, second))


def days_between(first: Expr, second: Expr) -> Expr:
    """Calendar days by which *second* lies after *first*."""
    return Call("days_between", (first, second))


def months_between(first: Expr, second: Expr) -> Expr:
    """Calendar months by which the month of *second* lies after that of *first*."""
    return Call("months_between", (first, second))


def min_of_columns(*columns: Ref) -> Expr:
    """The smallest of these columns, blank ones left out; undefined when all are blank."""
    return Extreme("min", columns)


def max_of_columns(*columns: Ref) -> Expr:
    """The largest of these columns, blank ones left out; undefined when all are blank."""
    return Extreme("max", columns)


def max_of(a: object, b: object) -> Expr:
    """The larger of two numbers or dates."""
    return Call("max_of", (lift(a), lift(b)))


def min_of(a: object, b: object) -> Expr:
    """The smaller of two numbers or dates."""
    return Call("min_of", (lift(a), lift(b)))


def floor(number: Expr) -> Expr:
    """The whole part of a number, rounded down."""
    return Call("floor", (number,))


def rounded(number: Expr, decimals: int) -> Expr:
    """A number to so many decimals: what two ways of adding leave different in the last digits is the same then."""
    return Call("rounded", (number, Const(decimals)))


def month_end(day: Expr) -> Expr:
    """The last day of the month of a date."""
    return Call("month_end", (day,))


def starts_with(text: Expr, with_: str) -> Expr:
    """Whether a text begins with *with_*, whatever the case."""
    return Call("starts_with", (text, Const(with_)))


def contains_any(text: Expr, *pieces: str) -> Expr:
    """Whether a text holds any of the *pieces*, whatever the case."""
    return Call("contains_any", (text, *(Const(piece) for piece in pieces)))


def row_number() -> Expr:
    """The sheet row of the row at hand."""
    return Call("row_number", ())


def total(table: str, what: Ref, where: Expr | None = None) -> Expr:
    """The sum of a column over the project's rows, a blank adding nothing; undefined when no row of the project fills it.

    For columns in which a blank means none. Where it means that nobody knows: :func:`complete_total`.
    """
    return Aggregate("sum", table, what, where)


def complete_total(table: str, what: Ref, where: Expr | None = None, *, each: Expr | None = None) -> Expr:
    """The sum of a column over the project's rows; undefined when a row lacks it, for partly known is not known.

    ``each`` says which rows must hold it; otherwise those that ``where`` asks for, and those of which it is unknown
    whether it does.
    """
    return Aggregate("sum", table, what, where, complete=True, each=each)


def count(table: str, where: Expr | None = None) -> Expr:
    """How many of the project's rows there are (*where* …); undefined when that kind was not received."""
    return Aggregate("count", table, None, where)


def max_over_rows(table: str, what: Ref, where: Expr | None = None) -> Expr:
    """The largest value of a column over the project's rows; undefined when there is none."""
    return Aggregate("max", table, what, where)


def min_over_rows(table: str, what: Ref, where: Expr | None = None) -> Expr:
    """The smallest value of a column over the project's rows; undefined when there is none."""
    return Aggregate("min", table, what, where)


def median_over_rows(table: str, what: Ref, where: Expr | None = None) -> Expr:
    """The median of a column over the project's rows, blank ones left out; undefined when there is none."""
    return Aggregate("median", table, what, where)
