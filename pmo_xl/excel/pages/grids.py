"""Small tables of live formulas on the pages of the master, which charts are drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from pmo_xl.core.base.text import Text
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.expr.choice import Choice
from pmo_xl.core.expr.row_headers import RowHeader, RowHeaders, SeveralRowHeadersError
from pmo_xl.core.formula.formula import formula
from pmo_xl.core.pages.blocks import GridTable
from pmo_xl.core.pages.grid_rows import NamedHead, OwnMonths
from pmo_xl.core.pages.view import Grid, GridColumn, Over
from pmo_xl.excel.master.context import CHOSEN, MasterContext
from pmo_xl.excel.master.places import Placed
from pmo_xl.excel.page_layout.boxes import USUAL, Box, Place
from pmo_xl.excel.pages.counted import counted, counted_formula
from pmo_xl.excel.write.bulk import ROW
from pmo_xl.excel.write.cells import merge, write_cell, write_formula
from pmo_xl.excel.write.style import QUIET, lines_of, number_format, room_of
from pmo_xl.excel.write.worksheet import Page

NARROWEST, WIDEST_NAME = 10.6, 36.0
"""Characters of the narrowest column of a grid, and of the widest of its heads."""
TITLE_HEIGHT, HEAD_LINE = 20.0, 15.0
"""Points of the heading above a grid, and of a line in the head of its columns."""
MONTH = "2026-01"
"""A month, for the room that it takes."""


def grid_box(master: MasterContext, block: GridTable) -> Box:
    """The room that a grid takes."""
    grid = grid_of(master, block.grid)
    heads = [_told(master, head) for head in master.heads(grid)]
    names = max((room_of(words, bold=True) for words in [master.say(grid.head), *heads]), default=0.0)
    widths = [min(WIDEST_NAME, max(NARROWEST, names)), *(_width(master, column) for column in grid.columns)]
    labels = [master.say(label) for label in (grid.head, *(column.label for column in grid.columns))]

    def heights(given: Sequence[float]) -> Sequence[float]:
        lines = max(lines_of(label, width, bold=True) for label, width in zip(labels, given, strict=True))
        return [TITLE_HEIGHT, max(USUAL, HEAD_LINE * lines), *[USUAL] * len(heads)]

    return Box(block, widths, heights, block.span)


def grid_of(master: MasterContext, key: str) -> Grid:
    """A grid by its key."""
    return next(grid for grid in master.catalogue.grids if grid.key == key)


def _width(master: MasterContext, column: GridColumn) -> float:
    """The characters that the figures of a column and the longest word above them need."""
    words = max(room_of(word, bold=True) for word in master.say(column.label).split())
    return max(NARROWEST, words, master.amount_width if column.unit is Unit.AMOUNT else 0.0)


def write_grid_table(master: MasterContext, page: Page, place: Place, block: GridTable) -> None:
    """The grid of a block."""
    write_grid(master, page, place, grid_of(master, block.grid))


def write_grid(master: MasterContext, page: Page, place: Place, grid: Grid) -> None:
    """A grid of live formulas; where it stands is remembered for its charts."""
    row, col = place.row, place.col
    master.section(page, row, col, grid.title, place.last_col - col + 1)
    if grid.over is not None:
        live, words = told_over(master, grid.title, grid.over)
        write_formula(page, row, col, live, words, master.section_style())
    row += 1
    rows, style = master.heads(grid), master.head_style()
    for span, label in zip(place.spans, (grid.head, *(column.label for column in grid.columns)), strict=True):
        merge(page, row, span, style)
        page.write_string(row, span[0], master.say(label), style)
        for at in range(row + 1, row + 1 + len(rows)):
            merge(page, at, span, master.cell_style())
    places = {column.key: span[0] for column, span in zip(grid.columns, place.spans[1:], strict=True)}
    master.placed[grid.key] = Placed(page.get_name(), row, len(rows), col, places)
    for at, head in enumerate(rows, start=row + 1):
        if isinstance(grid.rows, OwnMonths):
            _own_month(master, page, at, col, grid.rows, head, first=at == row + 1)
        else:
            _grid_head(master, page, at, col, head)
    for column in grid.columns:
        at = row + 1
        # Of heads of one type the formulas differ in the row that they name, and in nothing else.
        for _, run in groupby(rows, type):
            heads = RowHeaders(run)
            _grid_cells(master, page, at, col, places[column.key], column, heads)
            at += len(heads)


def _told(master: MasterContext, head: Any) -> str:
    """The words of a head, for the room that they take."""
    if isinstance(head, (Choice, NamedHead, Text)):
        return master.say(head if isinstance(head, Text) else head.label)
    return str(head) if isinstance(head, (int, str)) else MONTH


def told_over(master: MasterContext, title: Text, over: Over) -> tuple[str, str]:
    """A title that says of how many of those that there are it stands, where it is not all: formula and value."""
    names = master.names_for_grid(for_chart=False)
    n, of = (formula(part, names).removeprefix("=") for part in (over.count, over.of))
    (count,), (size,) = (master.computed(part, 1) for part in (over.count, over.of))
    plain = master.say(title)
    words = over.one or over.words, over.words
    live = f'=IF({n}={of},"{plain}","{plain} – "&{counted_formula(master, words, n, of)})'
    told = plain if count == size else f"{plain} – {counted(master, words, int(count), int(size))}"
    return live, told


def _grid_cells(
    master: MasterContext, page: Page, row: int, col: int, place: int, column: GridColumn, heads: RowHeaders
) -> None:  # fmt: skip
    """The cells of the column at *place* beside *heads*, which begin at *row*, *col*."""
    cell = f"${xl_col_to_name(col)}{ROW}"
    try:
        expr = column.expr(RowHeader(cell, heads if len(heads) > 1 else heads[0]))
    except SeveralRowHeadersError:
        for at, head in enumerate(heads, start=row):
            _grid_cells(master, page, at, col, place, column, RowHeaders([head]))
        return
    live = formula(expr, master.names_for_grid(column.for_chart))
    style = master.cell_style(column.unit, **({"font_color": QUIET} if column.quiet else {}))
    if column.for_chart:
        master.hide_not_available(page, row, place, row + len(heads) - 1, place)
    for at, what in enumerate(master.computed(expr, len(heads)), start=row):
        own = live.replace(ROW, str(at + 1))
        if column.for_chart and what is None:
            page.write_formula(at, place, own, style, "#N/A")
        else:
            write_formula(page, at, place, own, what, style)


def _grid_head(master: MasterContext, page: Page, row: int, col: int, head: Any) -> None:
    if isinstance(head, (Choice, NamedHead)):
        write_cell(page, row, col, master.say(head.label), master.cell_style(bold=True))
    elif isinstance(head, Text):
        write_cell(page, row, col, master.say(head), master.cell_style(bold=True))
    elif isinstance(head, (int, str)):
        write_cell(
            page,
            row,
            col,
            head,
            master.cell_style(bold=True, align="center" if isinstance(head, int) else "left"),
        )
    else:
        style = master.cell_style(
            num_format=number_format(Kind.MONTH, master.language), align="center", bold=True
        )
        write_cell(page, row, col, head, style)


def _own_month(
    master: MasterContext, page: Page, row: int, col: int, rows: OwnMonths, head: Any, *, first: bool
) -> None:
    """A month of the chosen project: the one after that above, the last one again where it ends earlier."""
    months, ids = (master.column(rows.table, key) for key in (rows.column.key, "project_id"))
    chosen, today = parameter(CHOSEN), parameter("status_month")
    if first:
        live = f"=IFERROR(_xlfn.AGGREGATE(15,6,{months}/({ids}={chosen}),1),{today})"
    else:
        above = xl_rowcol_to_cell(row - 1, col)
        later = f'COUNTIFS({ids},{chosen},{months},">"&{above})'
        live = f"=IF({later}+(N({today})>{above})>0,EDATE({above},1),{above})"
    style = master.cell_style(
        num_format=number_format(Kind.MONTH, master.language), align="center", bold=True
    )
    write_formula(page, row, col, live, head, style)
