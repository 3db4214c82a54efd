"""Small tables of live formulas on the pages of the master, which charts are drawn from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from pmo_xl.core.choice import Choice
from pmo_xl.core.column import Kind
from pmo_xl.core.formula import formula
from pmo_xl.core.heads import Heads, Here, SeveralHeadsError
from pmo_xl.core.text import Text
from pmo_xl.core.view import Grid, GridColumn, Over
from pmo_xl.excel.bulk import ROW
from pmo_xl.excel.master import Master
from pmo_xl.excel.page import Page
from pmo_xl.excel.sheet import write_cell, write_formula
from pmo_xl.excel.style import QUIET, number_format, room_of

NARROWEST = 11.0
"""Characters of the narrowest column that a grid may stand on."""


def write_grid(master: Master, page: Page, row: int, col: int, grid: Grid) -> int:
    """A grid of live formulas; where it stands is remembered for its charts."""
    master.section(page, row, col, grid.title, 1 + len(grid.columns))
    if grid.over is not None:
        live, words = told_over(master, grid.title, grid.over)
        write_formula(page, row, col, live, words, master.section_style())
    row += 1
    page.write_string(row, col, master.say(grid.head), master.head_style())
    for place, column in enumerate(grid.columns, start=1):
        page.write_string(row, col + place, master.say(column.label), master.head_style())
    if any(room_of(master.say(column.label), bold=True) > NARROWEST for column in grid.columns):
        page.set_row(row, 30)
    rows = grid.rows(master.facts)
    master.placed[grid.key] = (page.get_name(), row, col, len(rows))
    for at, head in enumerate(rows, start=row + 1):
        _grid_head(master, page, at, col, head)
    for place, column in enumerate(grid.columns, start=1):
        at = row + 1
        # Of heads of one type the formulas differ in the row that they name, and in nothing else.
        for _, run in groupby(rows, type):
            heads = Heads(run)
            _grid_cells(master, page, at, col, place, column, heads)
            at += len(heads)
    row += len(rows)
    if grid.key in ("inherent", "residual"):
        _heat_zones(master, page, row, col, len(grid.columns))
    return row + 1


def told_over(master: Master, title: Text, over: Over) -> tuple[str, str]:
    """A title that says of how many of those that there are it stands, where it is not all: formula and value."""
    names = master.names_for_grid(for_chart=False)
    n, of = (formula(part, names).removeprefix("=") for part in (over.count, over.of))
    (count,), (size,) = (master.computed(part, 1) for part in (over.count, over.of))
    plain = master.say(title)
    words = f"{plain} – {master.say(over.words)}"
    pieces = [
        f'"{piece}"' if at % 2 == 0 else {"n": n, "of": of}[piece]
        for at, piece in enumerate(PLACES.split(words))
    ]
    live = f'=IF({n}={of},"{plain}",{"&".join(piece for piece in pieces if piece != EMPTY)})'
    told = plain if count == size else words.format(n=f"{count:.0f}", of=f"{size:.0f}")
    return live, told


PLACES = re.compile(r"\{(\w+)\}")
EMPTY = '""'


def _grid_cells(
    master: Master, page: Page, row: int, col: int, place: int, column: GridColumn, heads: Heads
) -> None:  # fmt: skip
    """The cells of one column beside *heads*, which begin at *row*, *col*."""
    cell = f"${xl_col_to_name(col)}{ROW}"
    try:
        expr = column.expr(Here(cell, heads if len(heads) > 1 else heads[0]))
    except SeveralHeadsError:
        for at, head in enumerate(heads, start=row):
            _grid_cells(master, page, at, col, place, column, Heads([head]))
        return
    live = formula(expr, master.names_for_grid(column.for_chart))
    style = master.cell_style(column.form, **({"font_color": QUIET} if column.quiet else {}))
    if column.for_chart:
        master.hide_not_available(page, row, col + place, row + len(heads) - 1, col + place)
    for at, what in enumerate(master.computed(expr, len(heads)), start=row):
        own = live.replace(ROW, str(at + 1))
        if column.for_chart and what is None:
            page.write_formula(at, col + place, own, style, "#N/A")
        else:
            write_formula(page, at, col + place, own, what, style)


def _grid_head(master: Master, page: Page, row: int, col: int, head: Any) -> None:
    if isinstance(head, Choice):
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


ZONES: Mapping[str, tuple[int, str]] = {
    "critical": (15, "#F4B183"),
    "high": (10, "#F9DFA5"),
    "medium": (5, "#FFF5D6"),
}
"""Zones of the 5 × 5 matrix from their lowest score up, with their fill; what is lower is green."""


def _heat_zones(master: Master, page: Page, last: int, col: int, size: int) -> None:
    """The fixed colour of each zone behind the counts; a zero is not shown."""
    for probability in range(1, 6):
        row = last - probability + 1
        for impact in range(1, size + 1):
            score = probability * impact
            back = next((colour for limit, colour in ZONES.values() if score >= limit), "#DDF1E8")
            style = master.book.add_format({"bg_color": back, "num_format": "0;;"})
            cell = row, col + impact, row, col + impact
            page.conditional_format(*cell, {"type": "formula", "criteria": "=TRUE", "format": style})
