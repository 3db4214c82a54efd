"""The header of a grid's row inside an expression: one value in its cell, or those of many rows at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pmo_xl.core.expr.nodes import Expr


@dataclass(frozen=True, eq=False, slots=True)
class RowHeader(Expr):
    """A value that stands in a cell of its own (``$B7``): the head of a grid's row; or the heads of many rows."""

    cell: str
    held: Any

    @property
    def value(self) -> Any:
        """The value. Raises SeveralHeadsError where many rows are written at once."""
        if isinstance(self.held, RowHeaders):
            raise SeveralRowHeadersError(self.cell)
        return self.held

    @property
    def values(self) -> tuple[Any, ...]:
        """The value of each row."""
        return self.held if isinstance(self.held, RowHeaders) else (self.held,)


class RowHeaders(tuple[Any, ...]):
    """The heads of many rows of a grid, all of one type; their cell names the row by a mark."""

    __slots__ = ()


class SeveralRowHeadersError(Exception):
    """An expression asks for the value of its head, so it must be made for each row by itself."""
