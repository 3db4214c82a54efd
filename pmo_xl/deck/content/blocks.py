"""The nouns of a deck: slides of tiles, tables, charts and sentences. Words are in the language of the deck; nothing has a place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pmo_xl.core.base.text import Text

if TYPE_CHECKING:
    from pmo_xl.deck.content.facts import Facts

MOST_ROWS = 10
"""Rows of a table on a slide: who wants more looks into the master."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as a slide shows it, and where it comes from: its key, its name, and its cells in the master.

    ``noted``: the notes of the slide name it; else it is no figure but words, which stand beside one.
    """

    key: str
    label: str
    shown: str
    cells: str
    noted: bool = True

    @property
    def told(self) -> str:
        """What the notes say of it."""
        return f"{self.label} = {self.shown} [{self.key}] {self.cells}"


Words = str | Figure
"""What stands in a cell: words, or a figure."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, its share of the width, and whether its words stand on the right."""

    head: str
    share: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads. ``others`` are rows that it does not show, which stand on that ``sheet`` of the master.

    ``lines`` are those that a row may take at most.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Words]]
    alt: str
    others: int = 0
    sheet: str = ""
    lines: int = 3


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure in large type: its name above, what is said of it below."""

    figure: Figure
    under: Words = ""


@dataclass(frozen=True, slots=True)
class Tiles:
    """Figures side by side."""

    tiles: Sequence[Tile]


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart, a value for each category; None leaves a gap. ``hidden`` bars carry those stacked on them."""

    name: str
    values: Sequence[float | None]
    colour: str
    hidden: bool = False
    labelled: bool = False
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart: ``kind`` is ``bar`` or ``column`` (stacked), or ``line``; ``alt`` tells it to who cannot see it.

    ``low`` is where the axis of values begins where not at 0.
    """

    kind: str
    title: str
    alt: str
    categories: Sequence[str]
    series: Sequence[Series]
    number_format: str = "0"
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Sentences:
    """Lines of words; those ``quiet`` are in small grey type."""

    lines: Sequence[str]
    quiet: bool = False


Block = Tiles | Table | Chart | Sentences


@dataclass(frozen=True, slots=True)
class Beside:
    """Two blocks side by side, the first with that share of the width."""

    left: Block
    right: Block
    share: float = 0.5

    def __iter__(self) -> Iterator[Block]:
        yield self.left
        yield self.right


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: its title, its blocks from top to bottom, further figures of its words for the notes."""

    title: str
    blocks: Sequence[Block | Beside]
    figures: Sequence[Figure] = ()

    def parts(self) -> Iterator[Block]:
        """Its blocks, those side by side too."""
        for block in self.blocks:
            yield from block if isinstance(block, Beside) else (block,)

    def all_figures(self) -> Iterator[Figure]:
        """Every figure on it, in the order in which they are read."""
        yield from self.figures
        for part in self.parts():
            match part:
                case Tiles(tiles):
                    for tile in tiles:
                        yield from (each for each in (tile.figure, tile.under) if isinstance(each, Figure))
                case Table():
                    yield from (cell for row in part.rows for cell in row if isinstance(cell, Figure))


@dataclass(frozen=True, slots=True)
class SlideDefinition:
    """A slide of the deck, or several of a kind: its key, which a template names its place by, its name in the agenda, its content."""

    key: str
    name: Text
    make: Callable[[Facts], Sequence[Slide]] = field(repr=False)
