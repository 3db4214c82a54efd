"""How a page is printed: paper, print area, rows that every sheet of paper repeats, breaks that cut no block in two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from pmo_xl.core.pages.blocks import Drawing
from pmo_xl.core.pages.schedule_blocks import MilestoneTrend
from pmo_xl.excel.page_layout.boxes import FIRST, USUAL, Layout
from pmo_xl.excel.write.layout import A4
from pmo_xl.excel.write.worksheet import Page

PIXELS_PER_POINT = 4 / 3
LEAST_PERCENT, PERCENT_STEP = 70, 3
"""How large a page is printed at least: letters of 10 points in 7; and the steps that are tried."""
UPRIGHT, ACROSS = (736.0, 1050.0), (1065.0, 721.0)
"""Pixels of 1/96 inch between the margins of A4: width, height."""
PAPERS = (
    # Paper, upright; pixels between the margins: the first on which a page is as large as it must be.
    (A4, True, *UPRIGHT),
    (A4, False, *ACROSS),
)
SURE = 0.97
"""The part of a sheet of paper that is filled: printers and programs differ in the height of a row."""
SURE_WIDTH = 0.93
"""The same of its width, where a page is not fitted to it: programs differ in the width of a column too."""
FEW_ROWS = 10
"""Rows of a long table that begin on a sheet of paper at least."""
MARGIN = 2.0
"""Characters of the column left of all blocks."""
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
    page.print_area(0, FIRST, layout.last_row, layout.last_col)
    if one_sheet:
        _fit_one_sheet(page, layout, above, landscape=landscape)
        return
    print_ = _fewest_sheets(layout, above, head, landscape=landscape)
    page.set_paper(print_.paper)
    if print_.upright:
        page.set_portrait()
    if print_.sheets == 1:
        # As large as one sheet holds, in whatever height a program gives the rows.
        page.fit_to_pages(1, 1)
    elif print_.percent < print_.largest:
        page.set_print_scale(print_.percent)
    else:
        page.fit_to_pages(1, 0)
    page.repeat_rows(*print_.repeated)
    page.set_h_pagebreaks(print_.breaks)


@dataclass(frozen=True, slots=True)
class _Print:
    """One way to print a page: paper, which way up, how large in percent and how large at most, repeated rows, breaks, sheets."""

    paper: int
    upright: bool
    percent: int
    largest: int
    repeated: tuple[int, int]
    breaks: Sequence[int]
    sheets: int


def _fewest_sheets(layout: Layout, above: Sequence[float], head: Head | None, *, landscape: bool) -> _Print:
    """The way that takes the fewest sheets of paper, and among these the largest letters."""
    wide = sum(map(pixels, layout.widths))
    tops = _tops(layout)
    ways: list[_Print] = []
    for paper, upright, width, height in PAPERS:
        largest = min(100, int(100 * width / wide))
        small = largest < LEAST_PERCENT
        # A page wider than A4 holds in letters that can be read lies across it, smaller: no office prints A3.
        if upright and (landscape or small):
            continue
        least, sure = min(largest, LEAST_PERCENT), int(SURE_WIDTH * largest)
        for percent in (*range(largest, least, -PERCENT_STEP), least):
            way = _way(layout, tops, above, head, (paper, upright, percent, largest), 100 * height / percent)
            if way.sheets == 1 or percent <= sure or percent == largest:
                ways.append(way)
    return min(ways, key=lambda way: (way.sheets, -way.percent, way.upright))


def _way(
    layout: Layout, tops: Sequence[int], above: Sequence[float], head: Head | None, sheet: tuple[int, bool, int, int], height: float
) -> _Print:  # fmt: skip
    (paper, upright, percent, largest), room = sheet, SURE * height
    top = sum(map(row_pixels, above))
    repeated: float = sum(map(row_pixels, above[:TITLE_ROWS]))
    over, start = top, layout.bands[0][0]
    rows = 0, TITLE_ROWS - 1
    if head is not None and head.first >= start:
        # Only the rows of the header are repeated, none above.
        over, start = 0, head.first
    if head is not None and over + _between(tops, start, head.last_row) > room:
        rows = head.first, head.row
        repeated = over + _between(tops, start, head.row)
    breaks, sheets = _breaks(layout, tops, room, top, repeated)
    return _Print(paper, upright, percent, largest, rows, breaks, sheets)


def _fit_one_sheet(page: Page, layout: Layout, above: Sequence[float], *, landscape: bool) -> None:
    """One sheet of A4, whichever way up shows the page larger, where it need not lie across."""
    wide = sum(map(pixels, layout.widths))
    high = sum(map(row_pixels, above)) + _between(_tops(layout), layout.bands[0][0], layout.last_row)
    (width, height), (across, down) = UPRIGHT, ACROSS
    page.set_paper(A4)
    page.fit_to_pages(1, 1)
    page.center_horizontally()
    if not landscape and min(width / wide, height / high) >= min(across / wide, down / high):
        page.set_portrait()
    else:
        page.set_landscape()


def _tops(layout: Layout) -> Sequence[int]:
    """For each row of the sheet the pixels of all rows above it."""
    heights = (row_pixels(layout.heights.get(at, USUAL)) for at in range(layout.last_row + 1))
    return [*accumulate(heights, initial=0)]


def _between(tops: Sequence[int], row: int, last: int) -> int:
    """The pixels from the top of a row to the end of another."""
    return tops[last + 1] - tops[row]


def _breaks(
    layout: Layout, tops: Sequence[int], room: float, filled: float, repeated: float
) -> tuple[list[int], int]:
    """The rows before which a new sheet of paper begins, and how many sheets there are.

    A sheet ends where the next band, or a chart in a long one, would be cut.
    """
    breaks, sheets = [], 1
    above = layout.bands[0][0]
    for row, last in layout.bands:
        height = _between(tops, above, last)
        whole = (
            height if height <= room - repeated else _between(tops, row, _last_of_charts(layout, row, last))
        )
        if filled + whole > room and filled > repeated:
            breaks.append(row)
            sheets += 1
            height = _between(tops, row, last)
            filled = repeated
        filled += height
        while filled > room:
            filled += repeated - room
            sheets += 1
        above = last + 1
    return breaks, sheets


def _last_of_charts(layout: Layout, row: int, last: int) -> int:
    """The row where the lowest chart of a band ends; a few rows of its tables where it has none."""
    inside = [
        place
        for box, place in layout.places
        if row <= place.row <= last and isinstance(box.block, (Drawing, MilestoneTrend))
    ]
    return max((place.last_row for place in inside), default=min(last, row + FEW_ROWS))
