"""How a page is printed: paper, print area, rows that every sheet of paper repeats, breaks that cut no block in two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pmo_xl.core.pages.blocks import Drawing
from pmo_xl.core.pages.schedule_blocks import MilestoneTrend
from pmo_xl.excel.page_layout.boxes import USUAL, Layout
from pmo_xl.excel.write.layout import A3, A4
from pmo_xl.excel.write.worksheet import Page

PIXELS_PER_POINT = 4 / 3
LEAST_SCALE = 0.70
"""Letters of 10 points are printed in 7."""
UPRIGHT, ACROSS = (736.0, 1036.0), (1065.0, 707.0)
"""Pixels of 1/96 inch between the margins of A4: width, height."""
PAPERS = (
    # Paper, upright; pixels between the margins: the first on which a page is as large as it must be.
    (A4, True, *UPRIGHT),
    (A4, False, *ACROSS),
    (A3, False, 1530.0, 1036.0),
)
SURE = 0.97
"""The part of a sheet of paper that is filled: printers and programs differ in the height of a row."""
FEW_ROWS = 10
"""Rows of a long table that begin on a sheet of paper at least."""
TITLE_ROWS = 2
"""Rows that every sheet of paper begins with."""


class Head(NamedTuple):
    """The row of the header of a table, the last row of the table, and the first row that is repeated with the header."""

    row: int
    last_row: int
    first: int = 0


def pixels(width: float) -> int:
    """The pixels of a column that is so many characters wide."""
    return int(width * 7 + 0.5) + 5


def row_pixels(height: float) -> int:
    """The pixels of a row that is so many points high."""
    return int(PIXELS_PER_POINT * height)


def set_up_print(
    page: Page,
    layout: Layout,
    above: Sequence[float],
    head: Head | None,
    *,
    one_sheet: bool,
    landscape: bool = False,
) -> None:
    """Paper, print area and breaks; ``above`` are the heights of the rows over the first band.

    ``head`` is the header of the table by project, None where there is none: it is repeated where that table is longer
    than a sheet of paper.
    """
    wide = sum(map(pixels, layout.widths))
    fits = (one for one in PAPERS if one[2] / wide >= LEAST_SCALE and not (landscape and one[1]))
    paper, upright, width, height = next(fits, PAPERS[-1])
    page.set_paper(paper)
    if upright:
        page.set_portrait()
    page.print_area(0, 0, layout.last_row, layout.last_col)
    if one_sheet:
        _fit_one_sheet(page, layout, above)
        return
    scale = min(1.0, width / wide)
    room = SURE * height / scale
    top = sum(map(row_pixels, above))
    repeated: float = sum(map(row_pixels, above[:TITLE_ROWS]))
    over, start = top, layout.bands[0][0]
    if head is not None and head.first >= start:
        # Only the rows of the header are repeated, none above.
        over, start = 0, head.first
    if head is not None and over + _band_height(layout, start, head.last_row) > room:
        page.repeat_rows(head.first, head.row)
        repeated = over + _band_height(layout, start, head.row)
    else:
        page.repeat_rows(0, TITLE_ROWS - 1)
    page.set_h_pagebreaks(_breaks(layout, room, top, repeated))


def _fit_one_sheet(page: Page, layout: Layout, above: Sequence[float]) -> None:
    """One sheet of A4, whichever way up shows the page larger."""
    wide = sum(map(pixels, layout.widths))
    high = sum(map(row_pixels, above)) + _band_height(layout, layout.bands[0][0], layout.last_row)
    (width, height), (across, down) = UPRIGHT, ACROSS
    page.set_paper(A4)
    page.fit_to_pages(1, 1)
    page.center_horizontally()
    if min(width / wide, height / high) >= min(across / wide, down / high):
        page.set_portrait()
    else:
        page.set_landscape()


def _band_height(layout: Layout, row: int, last: int) -> float:
    return sum(row_pixels(layout.heights.get(at, USUAL)) for at in range(row, last + 1))


def _breaks(layout: Layout, room: float, filled: float, repeated: float) -> list[int]:
    """The rows before which a new sheet of paper begins: where the next band, or a chart in a long one, would be cut."""
    breaks = []
    above = layout.bands[0][0]
    for row, last in layout.bands:
        height = _band_height(layout, above, last)
        whole = (
            height
            if height <= room - repeated
            else _band_height(layout, row, _last_of_charts(layout, row, last))
        )
        if filled + whole > room and filled > repeated:
            breaks.append(row)
            height = _band_height(layout, row, last)
            filled = repeated
        filled += height
        while filled > room:
            filled += repeated - room
        above = last + 1
    return breaks


def _last_of_charts(layout: Layout, row: int, last: int) -> int:
    """The row where the lowest chart of a band ends; a few rows of its tables where it has none."""
    inside = [
        place
        for box, place in layout.places
        if row <= place.row <= last and isinstance(box.block, (Drawing, MilestoneTrend))
    ]
    return max((place.last_row for place in inside), default=min(last, row + FEW_ROWS))
