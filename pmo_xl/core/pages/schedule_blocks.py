"""The blocks of the road map and of the trend of milestones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pmo_xl.core.base.text import Text
from pmo_xl.core.expr.nodes import Expr, Ref
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.expr.table_nodes import Aggregate
from pmo_xl.core.pages.blocks import Block, all_filled


@dataclass(frozen=True, slots=True)
class RoadMap(Block):
    """A row per project, by programme: ``columns`` of the KPI table, then its bar over the months.

    The bar goes from ``bar[0]`` to ``bar[1]``, the share ``done`` of it dark; ``baseline`` is where it was to begin and
    to end. Its colour follows ``light``. Milestones are the rows of ``table`` that meet ``milestone``, each in the month
    of its ``day``; those that meet ``major`` come first. All but ``table`` and conditions are keys of the KPI table.
    """

    columns: Sequence[str]
    light: str
    baseline: tuple[str, str]
    bar: tuple[str, str]
    done: str
    table: str
    milestone: Expr
    day: Ref
    major: Expr

    def figures(self) -> Sequence[str]:
        """All the columns of the KPI table that it reads."""
        return (*self.columns, self.light, *self.baseline, *self.bar, self.done)

    def within(self, begin: RowHeader, end: RowHeader, *, major: bool = False) -> Expr:
        """The condition that a milestone lies from the day *begin* on and before the day *end*."""
        where = self.milestone & (self.day >= begin) & (self.day < end)
        return where & self.major if major else where

    def expressions(self) -> Iterator[Expr]:
        begin, end = RowHeader("", date.min), RowHeader("", date.max)
        yield Aggregate("count", self.table, None, self.within(begin, end, major=True))


@dataclass(frozen=True, slots=True)
class MilestoneTrend(Block):
    """The milestones whose dates moved most, as each report saw them: a chart with the line of what is reached today.

    Of the table ``history`` the column ``id`` names a milestone of a project, ``name`` says what it is; ``reported``,
    ``baseline``, ``forecast`` and ``reached`` are its days and whether it was reached.
    """

    title: Text
    alt: Text
    history: str
    id: str
    name: str
    reported: str
    baseline: str
    forecast: str
    reached: str
    most: int = 8

    def expressions(self) -> Iterator[Expr]:
        columns = (self.id, self.name, self.reported, self.baseline, self.forecast, self.reached)
        yield Aggregate("count", self.history, None, all_filled(*columns))
