"""Blocks that are lists with more than the columns of their table, and heat maps over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pmo_xl.core.base.text import Text, same, t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.expr.table_nodes import Aggregate
from pmo_xl.core.pages.blocks import Block, RankedList, all_filled


@dataclass(frozen=True, slots=True)
class CountedWords(Block):
    """A sentence in large type whose numbers are live: a count, its words for one or none, and for several, each ``{n}``."""

    parts: Sequence[tuple[Expr, Text, Text]]

    def expressions(self) -> Iterator[Expr]:
        yield from (count for count, _, _ in self.parts)


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list that follows from the others of its row: ``expr`` reads those by their keys."""

    key: str
    label: Text
    expr: Expr
    width: float


@dataclass(frozen=True, slots=True)
class MilestoneList(RankedList):
    """A ranking of milestones, each with what follows from its row, and how fast its date has moved.

    ``of`` is the column of the KPI table that names the project, shown after the first column. ``heads`` are what
    columns are called here, where that is not what their table calls them. ``id`` is the column by which ``history`` names a milestone; of that table the columns ``reported`` and ``forecast``
    say when it was to be reached, as each report saw it.
    """

    more: Sequence[ListColumn] = ()
    heads: Mapping[str, Text] = field(default_factory=dict)
    of: str = ""
    id: str = ""
    history: str = ""
    reported: str = ""
    forecast: str = ""

    def expressions(self) -> Iterator[Expr]:
        yield Aggregate("count", self.history, None, all_filled(self.id, self.reported, self.forecast))


@dataclass(frozen=True, slots=True)
class HeatMap(Block):
    """The rows of a ranking by probability and impact, 1 to 5 each: zone, how many, and the first of them by their ``ids``.

    ``probability``, ``impact`` and ``ids`` are columns of the table that is ranked; rows that lack a rating stand in no
    cell, and the title says of how many of the ranked rows it is.
    """

    ranking: str
    probability: str
    impact: str
    title: Text
    ids: Sequence[str]


NO_JOINT = same("")
NOTHING_THERE = t("There is nothing to list.", "Rien à signaler.")


@dataclass(frozen=True, slots=True)
class Detail:
    """A column of a detailed list: one or several ``parts`` computed of its row, the filled ones joined by ``joint``.

    A single part keeps the form of its column, or takes ``unit``; ``width`` is in characters.
    """

    label: Text
    parts: Sequence[Expr]
    width: float
    joint: Text = NO_JOINT
    unit: Unit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailList(RankedList):
    """A ranking with whole sentences: numbered rows as high as their texts, columns that may join several of the table.

    ``nothing`` is said where it has no row; without a quotation mark.
    """

    details: Sequence[Detail]
    nothing: Text = NOTHING_THERE
