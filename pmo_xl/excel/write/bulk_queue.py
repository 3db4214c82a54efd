"""What a worksheet is given at once, columns and lines, and how they wait for the file to be closed."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import StringIO
from typing import Any

import numpy as np
import numpy.typing as npt
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pmo_xl.excel.write.bulk_columns import ROW, Block, Cells, Column, Floats, serials_of, values_of
from pmo_xl.excel.write.bulk_rows import Line, Lines
from pmo_xl.excel.write.cells import plain, write_cell, write_formula

CORNER = (1_048_575, 16_383)
"""The last cell of a sheet, where a sample is written and taken back."""


class QueuedSheet(Worksheet):  # type: ignore[misc] # XlsxWriter has no type hints
    """A worksheet that also takes whole columns and lines; who writes them stands in a class below it."""

    fh: Any
    dim_rowmin: Any
    dim_rowmax: Any
    dim_colmin: Any
    dim_colmax: Any

    def __init__(self) -> None:
        super().__init__()
        self._blocks: list[Block | Lines] = []

    def write_columns(self, row: int, col: int, columns: Sequence[Cells]) -> None:
        """Write columns of one length side by side, the first cell of the first at *row*, *col*.

        Each cell is the one that ``sheet.write_cell`` or ``sheet.write_formula`` would write. Excel has no infinite
        numbers: they are blank like None and NaN.
        """
        rows = len(columns[0].values) if columns else 0
        if not rows:
            return
        if self.constant_memory:
            raise ValueError("a sheet that keeps no cells in memory cannot take columns")
        if any(len(cells.values) != rows for cells in columns):
            raise ValueError("columns side by side have one length")
        if row + rows > self.xls_rowmax or col + len(columns) > self.xls_colmax:
            raise ValueError(f"{rows} rows of {len(columns)} columns do not fit on a sheet")
        self._refuse_shared(row, rows)
        for at in self.table.keys() & range(row, row + rows):
            for place in range(col, col + len(columns)):
                self.table[at].pop(place, None)
        ready = [self._ready(row, place, cells) for place, cells in enumerate(columns, start=col)]
        block = Block(row, col, ready)
        self._keep(block)
        filled = block.filled()
        down, across = (np.flatnonzero(filled.any(axis=axis)).tolist() for axis in (1, 0))
        for end in (0, -1) if down else ():
            self._check_dimensions(row + down[end], col + across[end])

    def write_lines(self, row: int, lines: Sequence[Line]) -> None:
        """Write lines one below the other from *row* on; nothing else may be written into their rows.

        Each cell is the one that ``sheet.write_cell`` or ``sheet.write_formula`` would write.
        """
        if not lines:
            return
        if self.constant_memory:
            raise ValueError("a sheet that keeps no cells in memory cannot take lines")
        self._refuse_shared(row, len(lines))
        block = Lines(row, [replace(line, values=self._held(line)) for line in lines])
        self._keep(block)
        first, last = (
            pick(ends) for pick, ends in zip((min, max), zip(*block.edges(), strict=True), strict=True)
        )
        for corner in ((row, first), (block.last, last)):
            if self._check_dimensions(*corner):
                raise ValueError(f"{len(lines)} lines do not fit on a sheet")

    def add_long_table(
        self, first_row: int, first_col: int, last_row: int, last_col: int, options: dict[str, Any]
    ) -> None:
        """An Excel table, without a row of totals, over the columns that are written next.

        XlsxWriter would visit every cell to see that no other table lies there, and write each formula of a
        calculated column: it is shown two rows, and its table is stretched.
        """
        taken = [*self.table_cells, *self.merged_cells]
        if any(first_row <= row <= last_row and first_col <= col <= last_col for row, col in taken):
            raise ValueError("a table lies over another, or over merged cells")
        short, whole = (xl_range(first_row, first_col, end, last_col) for end in (first_row + 1, last_row))
        if self.add_table(first_row, first_col, first_row + 1, last_col, options):
            raise ValueError(f"XlsxWriter takes no such table: {options}")
        table = self.tables[-1]
        table.update({key: whole for key, held in table.items() if held == short})

    # when columns and lines are given --------------------------------------------------------------

    def _refuse_shared(self, row: int, rows: int) -> None:
        if any(row <= block.last and block.row < row + rows for block in self._blocks):
            raise ValueError("columns or lines share rows with others")

    def _keep(self, block: Block | Lines) -> None:
        self._blocks.append(block)
        self._blocks.sort(key=lambda block: block.row)

    def _held(self, line: Line) -> list[Any]:
        """The values of a line as it waits to be written."""
        held: list[Any] = []
        for slot, given in zip(line.pattern.slots, line.values, strict=True):
            if given is None:
                held.append(None)
                continue
            what = given if type(given) is str else plain(given)
            if isinstance(what, str):
                held.append(what if slot.formula else f' t="s"><v>{self._place(what)}</v></c>')
            elif isinstance(what, dt.date):
                days = what - dt.date(1899, 12, 30)
                held.append(days.days if slot.formula else self._convert_date_time(what))
            elif slot.formula and isinstance(what, float) and what.is_integer():
                held.append(int(what))
            else:
                held.append(what)
        return held

    def _ready(self, row: int, col: int, cells: Cells) -> Column:
        style, values = cells.style, values_of(cells.values)
        if cells.formula is not None:
            return self._live(row, col, cells, values)
        if cells.settled:
            return self._settled(style, values)
        if isinstance(values, np.ndarray):
            numbers = self._serials(values) if values.dtype.kind == "M" else values
            return Column(style, ~np.isnan(numbers), numbers, "><v>")
        kinds = {type(what) for what in values} - {type(None)}
        if kinds <= {str}:
            places = self._places(values)
            return Column(style, places >= 0, places, ' t="s"><v>')
        if kinds == {bool}:
            flags = {flag: self._end(flag, style) for flag in (False, True)}
            ends = [flags.get(what) for what in values]
        else:
            ends = [None if what is None else self._end(what, style) for what in values]
        return Column(style, np.array([end is not None for end in ends]), ends)

    def _live(self, row: int, col: int, cells: Cells, values: Any) -> Column:
        style, formula, everywhere = cells.style, str(cells.formula), np.ones(len(values), bool)
        start = self._end(None, style, formula)
        if start is None:
            for at, what in enumerate(cells.values, start=row):
                write_formula(self, at, col, formula.replace(ROW, str(at + 1)), plain(what), style)
            return Column(style, ~everywhere, [None] * len(values))
        if isinstance(values, np.ndarray):
            numbers = serials_of(values) if values.dtype.kind == "M" else values
            return Column(style, everywhere, numbers, start.removesuffix("</v></c>"), live=True)
        ends: dict[Any, str | None] = {}
        # True equals 1, so the type is part of what is looked up.
        for what in values:
            if (type(what), what) not in ends:
                ends[type(what), what] = self._end(what, style, formula)
        return Column(style, everywhere, [ends[type(what), what] for what in values], live=True)

    def _settled(self, style: Format, values: Any) -> Column:
        empty = self._end("", style, '=""')
        if isinstance(values, np.ndarray):
            numbers = serials_of(values) if values.dtype.kind == "M" else values
            ends = [empty if math.isnan(n) else f"><v>{n:.16G}</v></c>" for n in numbers.tolist()]
        else:
            each: dict[Any, str | None] = {}
            for what in values:
                if (type(what), what) not in each:
                    each[type(what), what] = empty if what in {None, ""} else self._end(what, style)
            ends = [each[type(what), what] for what in values]
        return Column(style, np.ones(len(values), bool), ends)

    def _serials(self, days: npt.NDArray[np.datetime64]) -> Floats:
        known = ~np.isnat(days)
        each, places = np.unique(days[known], return_inverse=True)
        serials = np.full(len(days), np.nan)
        serials[known] = np.array([self._convert_date_time(day) for day in each.tolist()], float)[places]
        return serials

    def _places(self, texts: Sequence[str | None]) -> npt.NDArray[np.int32]:
        """Where each text stands among the shared strings, which take them in the order of the rows."""
        before = self.str_table.count
        places = {text: -1 if text is None else self._place(text) for text in dict.fromkeys(texts)}
        found = np.fromiter(map(places.__getitem__, texts), np.int32, len(texts))
        # The file says how often texts are used, and each was counted once.
        self.str_table.count = before + int((found >= 0).sum())
        return found

    def _place(self, text: str) -> int:
        # XlsxWriter cuts what Excel cannot hold; a character may count twice.
        if 2 * len(text) > self.xls_strmax:
            return int(self._sample(text).string)
        return int(self.str_table._get_shared_string_index(text))

    def _sample(self, what: Any, style: Format | None = None, formula: str | None = None) -> Any:
        """The cell that XlsxWriter makes of a value, which is taken off the sheet again."""
        edges = self.dim_rowmin, self.dim_rowmax, self.dim_colmin, self.dim_colmax
        if formula is None:
            write_cell(self, *CORNER, what, style)
        else:
            write_formula(self, *CORNER, formula, what, style)
        self.dim_rowmin, self.dim_rowmax, self.dim_colmin, self.dim_colmax = edges
        return self.table.pop(CORNER[0])[CORNER[1]]

    def _end(self, what: Any, style: Format, formula: str | None = None) -> str | None:
        """What XlsxWriter writes after the format of a cell; None for the formula of an array."""
        cell = self._sample(what, style, formula)
        if type(cell).__name__ == "ArrayFormula":
            return None
        written = self._captured(self._write_cell, *CORNER, cell._replace(format=None))
        return written.removeprefix(f'<c r="{xl_rowcol_to_cell(*CORNER)}"')

    def _captured(self, write: Callable[..., None], *args: Any) -> str:
        file, self.fh = self.fh, StringIO()
        try:
            write(*args)
            return str(self.fh.getvalue())
        finally:
            self.fh = file
