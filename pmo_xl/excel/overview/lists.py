"""Short lists whose texts are wrapped, so that none is cut: a title that counts, a head, rows as high as they need."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmo_xl.core.base.text import Text
from pmo_xl.core.pages.blocks import Block
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.overview.number_words import Told, says
from pmo_xl.excel.page_layout.boxes import USUAL, Box, Place, row_of
from pmo_xl.excel.write.cells import cached, merge, write_formula
from pmo_xl.excel.write.layout import LINE_HEIGHT
from pmo_xl.excel.write.style import lines_of
from pmo_xl.excel.write.worksheet import Page

TITLE_HEIGHT = 20.0
"""Points of the title of a list."""
BETWEEN = 5 / 7
"""Characters that the margins of a column take."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a row of a list: a formula without its equals sign, and its value."""

    live: str
    what: Any


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list: its head, and how many of the equal columns of the page it takes.

    A long text is cut with an ellipsis that says so: see :func:`in_lines`.
    """

    label: Text
    span: int
    style: Mapping[str, Any] = field(default_factory=dict)
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class ShortList:
    """A list: its title, its columns, its rows; ``nothing`` is said where it has no row."""

    title: Told
    columns: Sequence[ListColumn]
    rows: Sequence[Sequence[Cell]]
    nothing: Text


def list_box(master: MasterContext, block: Block, content: ShortList) -> Box:
    """The room of a list."""
    counts = [column.span for column in content.columns]
    return Box(block, [0.0] * len(counts), _heights(master, content), sum(counts), lead=False, counts=counts)


def _heights(master: MasterContext, content: ShortList) -> Callable[[Sequence[float]], Sequence[float]]:
    def heights(given: Sequence[float]) -> Sequence[float]:
        labels = (master.say(column.label) for column in content.columns)
        # Columns that are merged have one margin between them, not one each.
        given = [
            width + (column.span - 1) * BETWEEN for width, column in zip(given, content.columns, strict=True)
        ]
        head = max(lines_of(label, width, bold=True) for label, width in zip(labels, given, strict=True))
        rows = [
            max(
                lines_of(str(cell.what or ""), width) if column.wraps else 1
                for column, width, cell in zip(content.columns, given, row, strict=True)
            )
            for row in content.rows
        ]
        return [
            TITLE_HEIGHT,
            max(USUAL, LINE_HEIGHT * head + 2),
            *map(row_of, rows or [1]),
        ]

    return heights


def write_list(master: MasterContext, page: Page, place: Place, content: ShortList) -> None:
    """Title, head and rows; a sentence where there is none."""
    row, col = place.row, place.col
    for at in range(col, place.last_col + 1):
        page.write_blank(row, at, None, master.section_style())
    write_formula(page, row, col, f"={content.title.live}", content.title.words, master.section_style())
    row += 1
    for column, span in zip(content.columns, place.spans, strict=True):
        align = column.style.get("align", "left")
        head = master.head_style(align=align, indent=int(align == "left"))
        merge(page, row, span, head)
        page.write_string(row, span[0], master.say(column.label), head)
    if not content.rows:
        style = master.cell_style(italic=True, indent=1)
        merge(page, row + 1, (col, place.last_col), style)
        page.write_string(row + 1, col, master.say(content.nothing), style)
    for at, cells in enumerate(content.rows, start=row + 1):
        for column, span, cell in zip(content.columns, place.spans, cells, strict=True):
            look = {"indent": 1} if column.style.get("align", "left") == "left" else {}
            style = master.cell_style(**{**look, "text_wrap": column.wraps, **column.style})
            merge(page, at, span, style)
            write_formula(page, at, span[0], f"={cell.live}", cached(cell.what), style)


def in_lines(cell: str, words: Any, most: int) -> Cell:
    """A text of at most so many characters; a longer one ends in an ellipsis."""
    text = str(words or "") if not isinstance(words, float) else ""
    live = f'IF(LEN({cell})>{most},LEFT({cell},{most - 1})&"…",{cell}&"")'
    return Cell(live, text if len(text) <= most else text[: most - 1] + "…")


def n_of_title(title: str, n: Told, of: Told, joint: str, *, test: str, all_listed: bool) -> Told:
    """“Title – 8 of 11”, or “Title – 5” where all are listed; ``test`` is the formula of that."""
    head = says(f"{title} – ")
    part = n + says(joint) + of
    live = f"{head.live}&IF({test},{of.live},{part.live})"
    return Told(live, head.words + (of.words if all_listed else part.words))
