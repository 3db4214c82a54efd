"""A table on a slide: as many of its rows, and as much of their words, as the room holds; the rest is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu

from pmo_xl.core.base.text import counted
from pmo_xl.deck.content.blocks import Column, Figure, Table, Words
from pmo_xl.deck.content.shown import MORE, clean
from pmo_xl.deck.drawing.places import Region
from pmo_xl.deck.drawing.words import ELLIPSIS, breaks_a_word, cut, height_of, lines_of, put, rgb
from pmo_xl.excel.write.style import LINE, QUIET, SIGN_COLOURS

SIZES = (14.0, 12.0, 11.0)
"""Points of the letters, the largest first; the smallest is taken where words must be cut."""
MOST_LINES = 12
"""Lines of a row where there is room for them."""
SIDE, ABOVE = 54000, 28000
"""EMU between words and the edges of their cell, beside and above them."""
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The table style of PowerPoint that has neither grid nor colours."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A table as it fits: size of its letters, words of heads and rows, heights in EMU, rows left out; ``whole`` are the texts that were cut."""

    size: float
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    heights: Sequence[int]
    others: int
    whole: Sequence[str]
    tight: bool
    """Whether words are cut, or broken, that a smaller size would show whole."""

    @property
    def height(self) -> int:
        """EMU of all rows, that on those left out too."""
        return sum(self.heights) + (_line_height(self.size) if self.others else 0)


def fitted(table: Table, region: Region) -> Fitted:
    """The rows that a region holds: in large letters where all is seen whole, else in small ones, cut, and fewer of them."""
    for size in SIZES:
        fit = _fitted(table, region.width, size, table.lines)
        if not fit.tight and fit.height <= region.height:
            return fit
    for most in (MOST_LINES, *range(table.lines, 0, -1)):
        fit = _fitted(table, region.width, SIZES[-1], most)
        if fit.height <= region.height:
            return fit
    while len(fit.rows) > 1 and fit.height > region.height:
        fit = replace(fit, rows=fit.rows[:-1], heights=fit.heights[:-1], others=fit.others + 1)
    return fit


def _fitted(table: Table, width: int, size: float, most: int) -> Fitted:
    """The table with rows of so many lines at most."""
    inside = [each - 2 * SIDE for each in _widths(table.columns, width)]
    heads = [
        cut(clean(column.head), room, size, 2, bold=True)
        for column, room in zip(table.columns, inside, strict=True)
    ]
    texts = [[_text(cell) for cell in row] for row in table.rows]
    cuts = [[cut(words, room, size, most) for words, room in zip(row, inside, strict=True)] for row in texts]
    heights = [_row_height(heads, inside, size, bold=True), *(_row_height(row, inside, size) for row in cuts)]
    pairs = (pair for row, short in zip(texts, cuts, strict=True) for pair in zip(row, short, strict=True))
    whole = [words for words, less in pairs if words != less]
    broken = any(
        breaks_a_word(words, room, size)
        for row in [heads, *cuts]
        for words, room in zip(row, inside, strict=True)
    )
    shortened = any(head.endswith(ELLIPSIS) for head in heads)
    return Fitted(size, heads, cuts, heights, table.others, whole, bool(whole) or broken or shortened)


def draw_table(slide: Any, table: Table, region: Region, language: str) -> Sequence[str]:
    """Put a table there, its last row saying how many it leaves out; gives the texts that were cut."""
    fit = fitted(table, region)
    heights = [*fit.heights, *([_line_height(fit.size)] if fit.others else [])]
    frame = slide.shapes.add_table(
        len(heights),
        len(table.columns),
        Emu(region.left),
        Emu(region.top),
        Emu(region.width),
        Emu(sum(heights)),
    )
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(table.alt))
    grid = frame.table
    grid._tbl.tblPr.find(qn("a:tableStyleId")).text = NO_STYLE
    grid.horz_banding = False
    for column, width in zip(grid.columns, _widths(table.columns, region.width), strict=True):
        column.width = Emu(width)
    for row, height in zip(grid.rows, heights, strict=True):
        row.height = Emu(height)
    for place, words in enumerate(fit.heads):
        cell = grid.cell(0, place)
        cell.fill.solid()
        cell.fill.fore_color.theme_color = MSO_THEME_COLOR.TEXT_2
        look = {"right": table.columns[place].right, "bold": True, "theme": MSO_THEME_COLOR.BACKGROUND_1}
        _fill(cell, words, language, fit.size, **look)
    for at, texts in enumerate(fit.rows, start=1):
        for place, words in enumerate(texts):
            cell = grid.cell(at, place)
            back, ink = _colours(words)
            if back is not None:
                cell.fill.solid()
                cell.fill.fore_color.rgb = rgb(back)
            _fill(cell, words, language, fit.size, right=table.columns[place].right, ink=ink)
            _line_below(cell)
    if fit.others:
        last = grid.cell(len(heights) - 1, 0)
        last.merge(grid.cell(len(heights) - 1, len(table.columns) - 1))
        _fill(
            last,
            counted(fit.others, MORE).fill(sheet=table.sheet).to(language),
            language,
            fit.size,
            ink=QUIET,
        )
    return fit.whole


def height_wanted(table: Table, region: Region) -> int:
    """EMU that a table takes of a region."""
    return fitted(table, region).height


def _widths(columns: Sequence[Column], width: int) -> list[int]:
    whole = sum(column.share for column in columns)
    widths = [int(width * column.share / whole) for column in columns]
    return [*widths[:-1], width - sum(widths[:-1])]


def _text(cell: Words) -> str:
    return clean(cell.shown if isinstance(cell, Figure) else cell)


def _row_height(words: Sequence[str], widths: Sequence[int], size: float, *, bold: bool = False) -> int:
    lines = max(lines_of(each, width, size, bold=bold) for each, width in zip(words, widths, strict=True))
    return height_of(lines, size) + 2 * ABOVE


def _line_height(size: float) -> int:
    return height_of(1, size) + 2 * ABOVE


def _colours(words: str) -> tuple[str | None, str | None]:
    """The background and the ink of words that begin with the sign of a light; none where they count several lights."""
    if sum(sign in words for sign, _, _ in SIGN_COLOURS) != 1:
        return None, None
    return next(((back, ink) for sign, back, ink in SIGN_COLOURS if words.startswith(sign)), (None, None))


def _fill(cell: Any, words: str, language: str, size: float, **look: Any) -> None:
    cell.margin_left = cell.margin_right = Emu(SIDE)
    cell.margin_top = cell.margin_bottom = Emu(ABOVE)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    put(cell.text_frame, words, language, size=size, **look)


def _line_below(cell: Any) -> None:
    properties = cell._tc.get_or_add_tcPr()
    line = f'<a:lnB {nsdecls("a")} w="6350"><a:solidFill><a:srgbClr val="{LINE[1:]}"/></a:solidFill></a:lnB>'
    # Lines stand before the fill.
    properties.insert(0, parse_xml(line))
