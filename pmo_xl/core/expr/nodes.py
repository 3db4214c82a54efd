"""The structure of an expression: nodes that hold what is written and compute nothing.

Written with the words of :mod:`pmo_xl.core.expr.algebra`; read by :mod:`pmo_xl.core.expr.value` (pandas) and
:mod:`pmo_xl.core.formula.formula` (Excel).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any, ClassVar, TypeVar

_Node = TypeVar("_Node", bound="Expr")
_Told = TypeVar("_Told", frozenset[str], tuple["Expr", ...])


def _kept(method: Callable[[_Node], _Told]) -> Callable[[_Node], _Told]:
    """What an expression tells of itself, looked up once: it never changes."""
    key = f"_{method.__name__}"

    @wraps(method)
    def told(self: _Node) -> _Told:
        held: _Told | None = self.__dict__.get(key)
        if held is None:
            held = self.__dict__[key] = method(self)
        return held

    return told


def cached_names(method: Callable[[_Node], Iterable[str]]) -> Callable[[_Node], frozenset[str]]:
    """Names that an expression tells of itself, kept as :func:`_kept` does."""

    @wraps(method)
    def names(self: _Node) -> frozenset[str]:
        return frozenset(method(self))

    return _kept(names)


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

    over_other_table: ClassVar[bool] = False
    """Whether what is inside is computed over the rows of another table."""

    def parts(self) -> tuple[Expr, ...]:
        """The expressions directly inside this one."""
        return ()

    def reads_here(self) -> Collection[str]:
        """Columns of the row at hand that this very node reads, its parts aside."""
        return ()

    @_kept
    def walk(self) -> tuple[Expr, ...]:
        """This expression and everything inside it, what stands in it several times only once."""
        return tuple(_each_once(self, into_other_tables=True))

    @cached_names
    def keys(self) -> Iterable[str]:
        """Columns of the row at hand that are read anywhere in the expression."""
        return set[str]().union(*(part.reads_here() for part in self.own_row()))

    @cached_names
    def params(self) -> Iterable[str]:
        """Workbook-wide values that are read anywhere in the expression."""
        return {part.name for part in self.walk() if isinstance(part, Param)}

    @cached_names
    def strict(self) -> Iterable[str]:
        """Columns that must be filled for the expression to mean anything."""
        return set().union(*(part.strict() for part in self.parts()))

    @_kept
    def own_row(self) -> tuple[Expr, ...]:
        """As :meth:`walk`, but without what is inside the figures over another table."""
        return tuple(_each_once(self, into_other_tables=False))


@dataclass(frozen=True, eq=False, slots=True)
class Const(Expr):
    """A value that stands in the definition: a number, text, date or Choice."""

    value: Any


@dataclass(frozen=True, eq=False, slots=True)
class Ref(Expr):
    """A column of the row at hand."""

    key: str

    def reads_here(self) -> Collection[str]:
        return (self.key,)

    @cached_names
    def strict(self) -> Iterable[str]:
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

    @cached_names
    def strict(self) -> Iterable[str]:
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

    @cached_names
    def strict(self) -> Iterable[str]:
        return set()


@dataclass(frozen=True, eq=False, slots=True)
class CountFilled(Expr):
    """How many of these columns hold something."""

    what: tuple[Ref, ...]

    def parts(self) -> tuple[Expr, ...]:
        return self.what

    @cached_names
    def strict(self) -> Iterable[str]:
        return set()


@dataclass(frozen=True, eq=False, slots=True)
class OrZero(Expr):
    """A column, or a sum over another table, in which a blank counts as 0."""

    what: Expr

    def parts(self) -> tuple[Expr, ...]:
        return (self.what,)

    @cached_names
    def strict(self) -> Iterable[str]:
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

    @cached_names
    def strict(self) -> Iterable[str]:
        return self.cases[0][0].strict()


@dataclass(frozen=True, eq=False, slots=True)
class Call(Expr):
    """A named function over expressions; the names are those of FUNCTIONS."""

    name: str
    args: tuple[Expr, ...]

    def parts(self) -> tuple[Expr, ...]:
        return self.args


@dataclass(frozen=True, eq=False, slots=True)
class Extreme(Expr):
    """The smallest (``min``) or largest (``max``) of several columns, blank ones left out."""

    how: str
    what: tuple[Ref, ...]

    def parts(self) -> tuple[Expr, ...]:
        return self.what

    @cached_names
    def strict(self) -> Iterable[str]:
        return set()


FUNCTIONS = {
    "networkdays": "working days from one date to another, both included",
    "workdays_between": "working days by which the second date lies after the first; negative when before",
    "days_between": "calendar days by which the second date lies after the first",
    "months_between": "calendar months by which the second date's month lies after the first's",
    "max_of": "the larger of two numbers or dates",
    "min_of": "the smaller of two numbers or dates",
    "starts_with": "whether a text begins with another, whatever the case",
    "contains_any": "whether a text holds any of several pieces, whatever the case",
    "floor": "the whole part of a number, rounded down",
    "rounded": "a number to so many decimals",
    "month_end": "the last day of the month of a date",
    "row_number": "a number that differs from row to row, to break ties in a ranking",
}


def _each_once(expr: Expr, into_other_tables: bool) -> Iterator[Expr]:
    # Definitions build on one another: taken as a tree, some would be walked a thousand times over.
    seen: set[int] = set()
    left = [expr]
    while left:
        part = left.pop()
        if id(part) not in seen:
            seen.add(id(part))
            yield part
            if into_other_tables or not part.over_other_table:
                left.extend(reversed(part.parts()))


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


def chain(sign: str, *parts: Expr) -> list[Expr]:
    """The parts of ``a and b and c``, however they are nested."""
    flat: list[Expr] = []
    for part in parts:
        flat += chain(sign, part.left, part.right) if isinstance(part, Op) and part.sign == sign else [part]
    return flat


def lift(value: object) -> Expr:
    """An expression as it is; anything else as a constant."""
    return value if isinstance(value, Expr) else Const(value)
