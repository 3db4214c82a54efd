"""What blocks ask for, and where they stand: the words in which a page is laid out. Numbers only; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pmo_xl.core.pages.blocks import Block, Words

FIRST = 1
"""Zero-based first sheet column of a page; the one before is its margin."""
USUAL, GAP = 12.75, 6.0
"""Points of a usual row, close enough for thirty projects and a chart on one sheet of paper, and of the empty one between two bands of blocks."""


def row_of(lines: int) -> float:
    """Points of a row that holds so many lines of usual letters."""
    return USUAL * lines


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """What a block asks for: ``widths`` of its columns in characters, ``heights`` of its rows in points.

    The heights of rows whose text is wrapped are a function of the widths that the columns were given.

    ``lead``: an empty column stands between it and what is on its left. ``fills``: it takes what room is left beside it,
    and any that it is given. ``even``: its columns share its room alike. ``longest`` is the column that takes what is left
    of a span; None: all do. ``keys`` are those of a table by project, whose columns are the columns of the page;
    ``names`` is the place of the one with names. ``counts``: so many equal columns of the page each of its own takes.
    """

    block: Block
    widths: Sequence[float]
    heights: Sequence[float] | Callable[[Sequence[float]], Sequence[float]]
    span: int | None = None
    lead: bool = True
    fills: bool = False
    even: bool = False
    longest: int | None = None
    keys: Sequence[str] = ()
    names: int = 0
    counts: Sequence[int] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Boxes side by side, or below one another."""

    boxes: Sequence[Node]
    down: bool
    span: int | None = None

    @property
    def lead(self) -> bool:
        return self.boxes[0].lead

    @property
    def fills(self) -> bool:
        return any(box.fills for box in self.boxes) if self.down else self.boxes[-1].fills


Node = Box | Group
Span = tuple[int, int]
"""First and last sheet column."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a box stands: its rows, and the sheet columns of each of its columns."""

    row: int
    last_row: int
    spans: Sequence[Span]

    @property
    def col(self) -> int:
        return self.spans[0][0]

    @property
    def last_col(self) -> int:
        return self.spans[-1][1]

    @property
    def row_below(self) -> int:
        """The row where the band below it begins, where it is the longest of its own."""
        return self.last_row + 2


@dataclass(slots=True)
class Layout:
    """A page: ``widths`` of its columns from ``FIRST`` on, ``heights`` of its rows in points.

    ``bands`` are the first and the last row of what stands side by side, ``own`` the columns of the table by project.
    """

    widths: Sequence[float]
    places: list[tuple[Box, Place]] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    bands: list[Span] = field(default_factory=list)
    own: Mapping[str, Span] = field(default_factory=dict)

    @property
    def last_row(self) -> int:
        return self.bands[-1][1]

    @property
    def printed(self) -> Layout:
        """What of the page is printed: all, or up to the words that end the paper."""
        ends = [
            place.last_row
            for box, place in self.places
            if isinstance(box.block, Words) and box.block.ends_paper
        ]
        return replace(self, bands=[band for band in self.bands if band[0] <= ends[0]]) if ends else self

    @property
    def last_col(self) -> int:
        return FIRST + len(self.widths) - 1
