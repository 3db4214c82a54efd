"""The pages of the master as lists of blocks: what stands on a page and in what order, never where.

The blocks of a page follow one another from left to right and from top to bottom, as words do. One takes as much
room as it needs, or the ``span`` that it is given: so many of the equal columns of its page. What must stay together
is ``Beside`` or below one another (``Stack``). Rows, columns, widths, heights and page breaks follow from that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import reduce
from operator import and_

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.expr.nodes import Expr, Filled, Ref
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.expr.table_nodes import Aggregate


class Reader(Enum):
    """Whom a sheet of the master is for: the table of contents lists it there."""

    MANAGEMENT = t("Management", "Direction")
    PMO = t("PMO", "PMO")
    FINANCE = t("Finance", "Finance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One thing on a page; ``span`` in equal columns of the page, None: what it needs."""

    span: int | None = None

    def expressions(self) -> Iterator[Expr]:
        """What it reads of the tables beside the KPIs, other than by a grid or a ranking."""
        yield from ()


@dataclass(frozen=True, slots=True)
class Tiles(Block):
    """Figures in large type, by the keys of their KPIs: of the whole portfolio, or of the ``chosen`` project."""

    keys: Sequence[str]
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class ProjectRows(Block):
    """A row per project, then the portfolio's own: keys of identity columns and KPIs, in order.

    It has the width of its page to itself, for who filters it hides whole rows of the sheet.
    """

    columns: Sequence[str]


@dataclass(frozen=True, slots=True)
class ProgrammeRows(Block):
    """A row per programme: those of ``columns`` that add up, each by its own way; below the projects, where these stand."""

    columns: Sequence[str]


@dataclass(frozen=True, slots=True)
class PortfolioRows(Block):
    """A row per project below the row of its programme, which counts its lights; then the portfolio's own.

    ``columns`` are keys of identity columns and KPIs, in order; lights among ``signs`` show their sign alone.
    It has the width of its page to itself.
    """

    columns: Sequence[str]
    signs: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SilentProjects(Block):
    """The projects of which no return counts, with what was last known of them; nothing where there is none."""


@dataclass(frozen=True, slots=True)
class RankedList(Block):
    """A ranking; ``size`` rows and these ``columns`` of it where not all of them."""

    ranking: str
    size: int | None = None
    columns: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class GridTable(Block):
    """The figures of a grid."""

    grid: str


@dataclass(frozen=True, slots=True)
class Drawing(Block):
    """A chart; ``lines`` is its height in usual rows, None: that of its grid, within reason."""

    chart: str
    lines: int | None = None


@dataclass(frozen=True, slots=True)
class Words(Block):
    """A sentence in small type."""

    text: Text


@dataclass(frozen=True, slots=True)
class ProjectChoice(Block):
    """The cell in which a project is chosen, and who that is."""


@dataclass(frozen=True, slots=True)
class EstimateRange(Block):
    """The lowest, the official and the highest estimate of the chosen project, and which of a grid's rows gives each."""

    grid: str


@dataclass(frozen=True, slots=True)
class SummaryTiles(Block):
    """The portfolio in six figures in large type, each with its meaning, its change, its course, what it stands on."""


@dataclass(frozen=True, slots=True)
class DriftChart(Block):
    """Which projects make the gap between budget and forecast; ``lines`` is its height in usual rows."""

    lines: int = 11


@dataclass(frozen=True, slots=True)
class RedProjects(Block):
    """The red projects, ``most`` of them at most, with the reason, what their managers say, and what comes next."""

    most: int = 12


@dataclass(frozen=True, slots=True)
class DueMilestones(Block):
    """The first ``most`` milestones that fall due between two numbers of days after the status date, both included."""

    first_day: int
    last_day: int
    most: int = 6


@dataclass(frozen=True, slots=True)
class TopThreats(Block):
    """The ``most`` gravest open threats, with response, owner and due date."""

    most: int = 5


@dataclass(frozen=True, slots=True)
class Beside(Block):
    """Blocks that stay side by side."""

    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Stack(Block):
    """Blocks below one another in one part of a page."""

    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class CollectionSummary(Block):
    """In a sentence: how many returns are missing, from how many project managers, by when they were due."""


@dataclass(frozen=True, slots=True)
class ManagerRows(Block):
    """A row per project manager: what is expected, what is missing, what comes next and by when."""


@dataclass(frozen=True, slots=True)
class CollectionMatrix(Block):
    """A row per project: the state of each kind of return that somebody owes."""


@dataclass(frozen=True, slots=True)
class ChangeSummary(Block):
    """In a sentence: how many projects got worse or better, since which month, and which came or went."""


@dataclass(frozen=True, slots=True)
class ChangeRows(Block):
    """A row per project that was known of in a period before: its status and figures then and now; none in the first month."""


@dataclass(frozen=True, slots=True)
class MovedMilestones(Block):
    """The milestones whose date is another one than then, right below the rows of the projects; nothing where none is."""


@dataclass(frozen=True, slots=True)
class MasterPage:
    """A page: its sheet’s name, what it is for, its blocks.

    ``order`` is its place among the pages; from ``LAST_PAGES`` on it follows the sheets on quality and coverage. Grids,
    charts and rankings that belong to it and that no block names follow its blocks. ``columns`` is the number of equal
    columns that spans count, ``column_width`` the characters of each where it is not the usual width; a page without
    spans has no more than its blocks need. ``one_sheet``: printed on one sheet
    of paper. ``landscape``: never upright, however narrow. ``cover``: it says date, projects and currency below its title. ``reader`` is where the contents list it.
    """

    key: str
    title: Text
    purpose: Text
    order: int
    blocks: Sequence[Block]
    columns: int = 18
    column_width: float | None = None
    reader: Reader = Reader.PMO
    one_sheet: bool = False
    landscape: bool = False
    cover: bool = False

    def parts(self) -> Iterator[Block]:
        """Its blocks, those inside others too."""
        yield from _parts(self.blocks)

    @property
    def follows_choice(self) -> bool:
        """Whether it shows one project that somebody chooses."""
        return any(isinstance(block, ProjectChoice) for block in self.parts())


LAST_PAGES = 1000
"""The order from which on pages follow the sheets on quality and coverage."""
CHART_DATA = "chart_data"
"""Where grids belong that only feed charts: the key of no page."""


def _parts(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, (Beside, Stack)):
            yield from _parts(block.blocks)


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
        yield Aggregate("count", self.history, None, _all_filled(self.id, self.reported, self.forecast))


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
        yield Aggregate("count", self.history, None, _all_filled(*columns))


def _all_filled(*columns: str) -> Expr:
    return reduce(and_, (Filled(Ref(column)) for column in columns))
