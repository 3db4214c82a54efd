"""Nodes of an expression that are computed over the rows of another table."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import ClassVar

from pmo_xl.core.expr.nodes import Expr, Ref, cached_names


@dataclass(frozen=True, eq=False, slots=True)
class Aggregate(Expr):
    """Sum, count, max, min or median over the rows that one table holds for the project at hand.

    A ``complete`` sum is undefined where a row that must hold the column does not: one that meets ``each``,
    or where that is None one of which ``where`` is not known to be false.
    """

    how: str
    table: str
    what: Ref | None
    where: Expr | None
    complete: bool = False
    each: Expr | None = None
    over_other_table: ClassVar[bool] = True

    def parts(self) -> tuple[Expr, ...]:
        return tuple(part for part in (self.what, self.where, self.each) if part is not None)

    def reads_here(self) -> Collection[str]:
        return self.outer()

    @cached_names
    def strict(self) -> Iterable[str]:
        return self.outer()

    @cached_names
    def reads(self) -> Iterable[str]:
        """Columns of the other table that are read."""
        return set().union(*(part.keys() for part in self.parts()))

    @cached_names
    def outer(self) -> Iterable[str]:
        """Columns of the row at hand that the condition compares with."""
        return {part.key for part in self.walk() if isinstance(part, Outer)}


@dataclass(frozen=True, eq=False, slots=True)
class Outer(Expr):
    """Inside the condition of an aggregate: a column of the row that the aggregate is computed for."""

    key: str


@dataclass(frozen=True, eq=False, slots=True)
class ConvertedSum(Expr):
    """A sum over all rows of a table in the reporting currency, each row at the rate of its currency.

    0 where no row meets the condition; rows of a currency without a rate are left out.
    """

    table: str
    what: Ref
    where: Expr | None = None

    @cached_names
    def strict(self) -> Iterable[str]:
        return set()
