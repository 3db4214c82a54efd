"""One expression, two readings: the algebra in which columns, rules and KPIs are written.

    this.probability_in * this.impact_in                      a computed column
    this.finish_forecast >= this.start_forecast               a row rule
    total("budget", this.actual)                              a KPI over the rows of one project
    this.ev / this.ac                                         a KPI over other KPIs

An expression is only structure. :mod:`pmo_xl.core.value` computes it with pandas,
:mod:`pmo_xl.core.formula` writes it as an Excel formula in the language of the workbook.

A blank makes what is computed from it undefined (shown blank, never 0); ``or_zero`` and
``filled`` are the two ways to say otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from pmo_xl.core.text import Text, t


class Choice(Enum):
    """A closed list. ``OPEN = "open", "Open", "Ouvert"``: key, English, French, then more accepted words."""

    key: str
    label: Text
    aliases: tuple[str, ...]

    def __init__(self, key: str, en: str, fr: str, *aliases: str) -> None:
        self.key = key
        self.label = t(en, fr)
        self.aliases = aliases


class Expr:
    """Base of the algebra: operators build bigger expressions, and nothing is computed here."""

    def _op(self, sign: str, other: object) -> Expr:
        return Op(sign, self, lift(other))

    def __add__(self, other: object) -> Expr:
        return self._op("+", other)

    def __sub__(self, other: object) -> Expr:
        return self._op("-", other)

    def __mul__(self, other: object) -> Expr:
        return self._op("*", other)

    def __truediv__(self, other: object) -> Expr:
        return self._op("/", other)

    def __rsub__(self, other: object) -> Expr:
        return lift(other)._op("-", self)

    def __rmul__(self, other: object) -> Expr:
        return lift(other)._op("*", self)

    def __lt__(self, other: object) -> Expr:
        return self._op("<", other)

    def __le__(self, other: object) -> Expr:
        return self._op("<=", other)

    def __gt__(self, other: object) -> Expr:
        return self._op(">", other)

    def __ge__(self, other: object) -> Expr:
        return self._op(">=", other)

    def __eq__(self, other: object) -> Expr:  # type: ignore[override]
        return self._op("=", other)

    def __ne__(self, other: object) -> Expr:  # type: ignore[override]
        return self._op("<>", other)

    def __and__(self, other: object) -> Expr:
        return self._op("and", other)

    def __or__(self, other: object) -> Expr:
        return self._op("or", other)

    def __invert__(self) -> Expr:
        return Not(self)

    def __bool__(self) -> bool:
        # `a <= b <= c` and `if expr:` would silently mean something else.
        raise TypeError("an expression has no truth value; use &, |, ~ and two comparisons")

    __hash__ = None  # type: ignore[assignment]

    def parts(self) -> tuple[Expr, ...]:
        """The expressions directly inside this one."""
        return ()

    def walk(self) -> Iterator[Expr]:
        """This expression and everything inside it."""
        yield self
        for part in self.parts():
            yield from part.walk()

    def keys(self) -> set[str]:
        """Columns of the row at hand that are read anywhere in the expression."""
        return {part.key for part in self._own_row() if isinstance(part, Ref)}

    def params(self) -> set[str]:
        """Workbook-wide values that are read anywhere in the expression."""
        return {part.name for part in self.walk() if isinstance(part, Param)}

    def strict(self) -> set[str]:
        """Columns that must be filled for the expression to mean anything."""
        return set().union(*(part.strict() for part in self.parts()))

    def _own_row(self) -> Iterator[Expr]:
        yield self
        for part in self.parts():
            yield from part._own_row()


@dataclass(frozen=True, eq=False, slots=True)
class Const(Expr):
    """A value that stands in the definition: a number, text, date or Choice."""

    value: Any


@dataclass(frozen=True, eq=False, slots=True)
class Ref(Expr):
    """A column of the row at hand."""

    key: str

    def strict(self) -> set[str]:
        return {self.key}


@dataclass(frozen=True, eq=False, slots=True)
class Param(Expr):
    """A value that holds for the whole workbook: the status date, a threshold."""

    name: str


@dataclass(frozen=True, eq=False, slots=True)
class Op(Expr):
    """Two expressions joined by a sign: ``+ - * / < <= > >= = <> and or``."""

    sign: str
    left: Expr
    right: Expr

    def parts(self) -> tuple[Expr, ...]:
        return (self.left, self.right)

    def strict(self) -> set[str]:
        # `filled(x) & …x…` is false where x is blank, and `~filled(x) | …x…` true: neither needs x.
        needed = self.left.strict() | self.right.strict()
        if self.sign in ("and", "or"):
            needed -= {key for part in self.parts() for key in _settled(part, self.sign)}
        return needed


@dataclass(frozen=True, eq=False, slots=True)
class Not(Expr):
    """The opposite of a condition."""

    what: Expr

    def parts(self) -> tuple[Expr, ...]:
        return (self.what,)


@dataclass(frozen=True, eq=False, slots=True)
class Filled(Expr):
    """Whether a column, or a workbook-wide value, holds something."""

    what: Ref | Param

    def parts(self) -> tuple[Expr, ...]:
        return (self.what,)

    def strict(self) -> set[str]:
        return set()


@dataclass(frozen=True, eq=False, slots=True)
class CountFilled(Expr):
    """How many of these columns hold something."""

    what: tuple[Ref, ...]

    def parts(self) -> tuple[Expr, ...]:
        return self.what

    def strict(self) -> set[str]:
        return set()


@dataclass(frozen=True, eq=False, slots=True)
class OrZero(Expr):
    """A column in which a blank counts as 0."""

    what: Ref

    def parts(self) -> tuple[Expr, ...]:
        return (self.what,)

    def strict(self) -> set[str]:
        return set()


@dataclass(frozen=True, eq=False, slots=True)
class When(Expr):
    """The value of the first case whose condition holds, else ``otherwise``.

    Only the first condition decides whether the whole is undefined: later cases are written
    so that what they read is filled when they are reached.
    """

    cases: tuple[tuple[Expr, Expr], ...]
    otherwise: Expr

    def parts(self) -> tuple[Expr, ...]:
        return (*(part for case in self.cases for part in case), self.otherwise)

    def strict(self) -> set[str]:
        return self.cases[0][0].strict()


@dataclass(frozen=True, eq=False, slots=True)
class Call(Expr):
    """A named function over expressions; the names are those of FUNCTIONS."""

    name: str
    args: tuple[Expr, ...]

    def parts(self) -> tuple[Expr, ...]:
        return self.args


@dataclass(frozen=True, eq=False, slots=True)
class Aggregate(Expr):
    """Sum, count, max or min over the rows that one table holds for the project at hand."""

    how: str
    table: str
    what: Ref | None
    where: Expr | None

    def parts(self) -> tuple[Expr, ...]:
        return tuple(part for part in (self.what, self.where) if part is not None)

    def strict(self) -> set[str]:
        return set()

    def _own_row(self) -> Iterator[Expr]:
        yield self

    def reads(self) -> set[str]:
        """Columns of the other table that are read."""
        return set().union(*(part.keys() for part in self.parts()))


@dataclass(frozen=True, eq=False, slots=True)
class Here(Expr):
    """A value that stands in a cell of its own (``$B7``): the row or column head of a grid."""

    cell: str
    value: Any


@dataclass(frozen=True, eq=False, slots=True)
class Worth(Expr):
    """A sum over all rows of a table in the reporting currency, each row at the rate of its currency.

    0 where no row meets the condition; rows of a currency without a rate are left out.
    """

    table: str
    what: Ref
    where: Expr | None = None

    def strict(self) -> set[str]:
        return set()

    def _own_row(self) -> Iterator[Expr]:
        yield self


FUNCTIONS = {
    "networkdays": "working days from one date to another, both included",
    "workdays_between": "working days by which the second date lies after the first; negative when before",
    "days_between": "calendar days by which the second date lies after the first",
    "greatest": "the larger of two numbers or dates",
    "least": "the smaller of two numbers or dates",
    "begins": "whether a text begins with another, whatever the case",
    "mentions": "whether a text holds any of several pieces, whatever the case",
    "whole": "the whole part of a number, rounded down",
    "row_number": "a number that differs from row to row, to break ties in a ranking",
}


def _settled(part: Expr, sign: str) -> set[str]:
    """Columns whose blankness alone decides an ``and`` (``filled``) or an ``or`` (``~filled``)."""
    match part:
        case Filled(Ref(key)) if sign == "and":
            return {key}
        case Not(Filled(Ref(key))) if sign == "or":
            return {key}
        case Op(inner, left, right) if inner == sign:
            return _settled(left, sign) | _settled(right, sign)
    return set()


def lift(value: object) -> Expr:
    """An expression as it is; anything else as a constant."""
    return value if isinstance(value, Expr) else Const(value)


class _This:
    """``this.actual`` is the column *actual* of the row at hand."""

    def __getattr__(self, key: str) -> Ref:
        return Ref(key)


class _At:
    """``at.status_date`` is the status date of the workbook."""

    def __getattr__(self, name: str) -> Param:
        return Param(name)


this = _This()
at = _At()


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


def or_zero(column: Ref) -> Expr:
    """The column, a blank counting as 0."""
    return OrZero(column)


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


def greatest(a: object, b: object) -> Expr:
    """The larger of two numbers or dates."""
    return Call("greatest", (lift(a), lift(b)))


def least(a: object, b: object) -> Expr:
    """The smaller of two numbers or dates."""
    return Call("least", (lift(a), lift(b)))


def whole(number: Expr) -> Expr:
    """The whole part of a number, rounded down."""
    return Call("whole", (number,))


def begins(text: Expr, with_: str) -> Expr:
    """Whether a text begins with *with_*, whatever the case."""
    return Call("begins", (text, Const(with_)))


def mentions(text: Expr, *pieces: str) -> Expr:
    """Whether a text holds any of the *pieces*, whatever the case."""
    return Call("mentions", (text, *(Const(piece) for piece in pieces)))


def row_number() -> Expr:
    """The sheet row of the row at hand."""
    return Call("row_number", ())


def total(table: str, what: Ref, where: Expr | None = None) -> Expr:
    """The sum of a column over the project's rows; undefined when no row of the project fills it."""
    return Aggregate("sum", table, what, where)


def count(table: str, where: Expr | None = None) -> Expr:
    """How many of the project's rows there are (*where* …); undefined when that kind was not received."""
    return Aggregate("count", table, None, where)


def latest(table: str, what: Ref, where: Expr | None = None) -> Expr:
    """The largest value of a column over the project's rows; undefined when there is none."""
    return Aggregate("max", table, what, where)


def earliest(table: str, what: Ref, where: Expr | None = None) -> Expr:
    """The smallest value of a column over the project's rows; undefined when there is none."""
    return Aggregate("min", table, what, where)
