"""The pages of the master as lists of blocks: what stands on a page and in what order, never where.

The blocks of a page follow one another from left to right and from top to bottom, as words do. One takes as much
room as it needs, or the ``span`` that it is given: so many of the equal columns of its page. What must stay together
is ``Beside`` or below one another (``Stack``). Rows, columns, widths, heights and page breaks follow from that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import reduce
from operator import and_

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.expr.nodes import Expr, Filled, Ref


class Reader(Enum):
    """Whom a sheet of the master is for: the table of contents lists it there."""

    MANAGEMENT = t("Management", "Direction")
    PMO = t("PMO", "PMO")
    FINANCE = t("Finance", "Finance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One thing on a page; ``span`` in equal columns of the page, None: what it needs.

    ``of_kind``: it stands there only where a return of that kind was sent, or is expected of somebody.
    """

    span: int | None = None
    of_kind: str | None = None

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
class SilentProjects(Block):
    """The projects of which no return counts, with what was last known of them; nothing where there is none."""


@dataclass(frozen=True, slots=True)
class RankedList(Block):
    """A ranking; ``size`` rows and these ``columns`` of it where not all of them; ``optional``: nothing where it has no row."""

    ranking: str
    size: int | None = None
    columns: Sequence[str] | None = None
    optional: bool = False


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
    """A sentence in small type; ``ends_paper``: the last thing of its page that is printed."""

    text: Text
    ends_paper: bool = False


@dataclass(frozen=True, slots=True)
class ProjectChoice(Block):
    """The cell in which a project is chosen, who that is, how it is said to be and how it is."""


@dataclass(frozen=True, slots=True)
class EstimateRange(Block):
    """The lowest, the official and the highest estimate of the chosen project, and which of a grid's rows gives each."""

    grid: str


@dataclass(frozen=True, slots=True)
class ChosenProject(Block):
    """Which project was chosen on the page with the cell of the choice, and the way there."""


@dataclass(frozen=True, slots=True)
class ProjectLights(Block):
    """Tiles of the chosen project: the light of each key, a light or a figure with limits, and why it has its colour.

    A key goes with the table without which nothing is known of it, None: any.
    """

    lights: Sequence[tuple[str, Text, str | None]]


@dataclass(frozen=True, slots=True)
class ProjectComment(Block):
    """What the manager of the chosen project says of it."""


@dataclass(frozen=True, slots=True)
class ProjectList(Block):
    """The first rows of a ranking that are of the chosen project; ``nothing`` is said where there is none.

    ``columns`` name those that are shown, each with the characters that it takes and what it is called here, None: as
    in its table; ``lines`` are those of a row.
    """

    ranking: str
    title: Text
    size: int
    columns: Sequence[tuple[str, float, Text | None]]
    nothing: Text
    lines: int = 1


@dataclass(frozen=True, slots=True)
class ProjectGantt(Block):
    """The first rows of a ranking of tasks of the chosen project as bars in cells: baseline, done, to come, late."""

    ranking: str
    title: Text
    size: int
    nothing: Text


@dataclass(frozen=True, slots=True)
class ProjectToDo(Block):
    """How many findings of the chosen project are to be corrected, how many questions answered, and where they are."""


@dataclass(frozen=True, slots=True)
class Beside(Block):
    """Blocks that stay side by side."""

    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Stack(Block):
    """Blocks below one another in one part of a page."""

    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class MasterPage:
    """A page: its sheet’s name, what it is for, its blocks.

    ``order`` is its place among the pages; from ``LAST_PAGES`` on it follows the sheets on quality and coverage. Grids,
    charts and rankings that belong to it and that no block names follow its blocks. ``columns`` is the number of equal
    columns that spans count, ``column_width`` the characters of each where it is not the usual width; a page without
    spans has no more than its blocks need. ``one_sheet``: printed on one sheet of paper. ``landscape``: never printed
    upright, however narrow it is. ``cover``: it says date, projects and currency below its title. ``reader`` is where the
    contents list it. ``of_kind``: the page is written only where a return of that kind was sent, or is expected of somebody.
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
    of_kind: str | None = None

    def parts(self) -> Iterator[Block]:
        """Its blocks, those inside others too."""
        yield from _parts(self.blocks)

    @property
    def follows_choice(self) -> bool:
        """Whether it shows one project that somebody chooses, here or on another page."""
        return any(isinstance(block, (ProjectChoice, ChosenProject)) for block in self.parts())


LAST_PAGES = 1000
"""The order from which on pages follow the sheets on quality and coverage."""
CHART_DATA = "chart_data"
"""Where grids belong that only feed charts: the key of no page."""


def _parts(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, (Beside, Stack)):
            yield from _parts(block.blocks)


def all_filled(*columns: str) -> Expr:
    """Whether a row holds something in all these columns."""
    return reduce(and_, (Filled(Ref(column)) for column in columns))
