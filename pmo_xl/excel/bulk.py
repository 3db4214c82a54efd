"""Whole columns of a worksheet at once: the very cells XlsxWriter would write, many times faster.

XlsxWriter keeps an object for each cell and writes it by several calls. Here a column stays one array until the
file is closed; one expression then makes its cells. Everything else on the sheet is XlsxWriter's.
"""

from __future__ import annotations

import datetime as dt
import html
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pmo_xl.excel.sheet import plain, write_cell, write_formula

CHUNK = 2048
"""Rows that are held as XML at a time."""

SPAN = 16
"""Rows that share one note of their first and last column."""

EXACT = 2**53
"""Below it, floats and integers are the same whole numbers."""

EPOCH = np.datetime64("1899-12-30")
"""Day 0 of the serial numbers that formulas give."""

CORNER = (1_048_575, 16_383)
"""The last cell of a sheet, where a sample is written and taken back."""

ROW = "\ue000"
"""In the formula of a column: the number of the row that the cell stands in, as ``$B`` + ROW."""

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cells:
    """A column to write: its values (None and NaN are blank), their format, the formula that they result from."""

    values: Sequence[Any] | pd.Series[Any]
    style: Format
    formula: str | None = None


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as it waits for the file to be closed.

    ``held`` are numbers, the places of shared texts (-1 for a blank cell), or the ends of cells where kinds mix;
    ``middle`` stands between the format of a cell and what is held.
    """

    style: Format
    filled: Flags
    held: Floats | npt.NDArray[np.int32] | Sequence[str | None]
    middle: str = ""
    live: bool = False

    def pieces(self, name: str, rows: Sequence[str], start: int) -> list[str]:
        """The XML of the cells of some rows; nothing for a blank one."""
        part = slice(start, start + len(rows))
        filled, held = self.filled[part], cast("Any", self.held[part])
        if not filled.any():
            return [""] * len(rows)
        if ROW in self.middle or (self.live and not isinstance(held, np.ndarray)):
            return self._by_row(name, rows, held)
        before, after = f'<c r="{name}', f'" s="{self.style._get_xf_index()}"{self.middle}'
        if not isinstance(held, np.ndarray):
            return [
                "" if end is None else f"{before}{row}{after}{end}"
                for row, end in zip(rows, held, strict=True)
            ]
        if held.dtype.kind == "i" or _whole(held):
            digits = held.astype(np.int64).tolist()
            if filled.all():
                return [f"{before}{row}{after}{n}</v></c>" for row, n in zip(rows, digits, strict=True)]
            return [
                f"{before}{row}{after}{n}</v></c>" if n >= 0 else ""
                for row, n in zip(rows, digits, strict=True)
            ]
        numbers = zip(rows, held.tolist(), strict=True)
        if self.live:
            return [f"{before}{row}{after}{_result(n)}</v></c>" for row, n in numbers]
        return ["" if n != n else f"{before}{row}{after}{n:.16G}</v></c>" for row, n in numbers]  # noqa: PLR0124

    def _by_row(self, name: str, rows: Sequence[str], held: Any) -> list[str]:
        """The XML of formulas that name their own row."""
        start = f'" s="{self.style._get_xf_index()}"{self.middle}'
        ends = (f"{_result(n)}</v></c>" for n in held.tolist()) if isinstance(held, np.ndarray) else held
        return [
            "" if end is None else f'<c r="{name}{row}{(start + end).replace(ROW, row)}'
            for row, end in zip(rows, ends, strict=True)
        ]

    def value(self, at: int) -> Any:
        """What a chart keeps of one cell: a shared text is its place, in a list."""
        if not self.filled[at]:
            return None
        held: Any = self.held[at]
        if isinstance(held, str):
            shown = html.unescape(held.partition("<v>")[2].removesuffix("</v></c>"))
            return [int(shown)] if held.startswith(' t="s"') else shown
        if isinstance(held, np.int32):
            return [int(held)]
        return _result(float(held)) if self.live else f"{held:.16g}"


def _whole(numbers: Floats) -> bool:
    """Whether all are whole numbers, whose digits an integer gives four times as fast as a float."""
    if not ((np.trunc(numbers) == numbers) & (np.abs(numbers) < 1e15)).all():
        return False
    return not (np.signbit(numbers) & (numbers == 0)).any()


def _result(number: float) -> float | str:
    if math.isnan(number):
        return ""
    return int(number) if number.is_integer() else number


@dataclass(frozen=True, slots=True)
class _Block:
    """Columns side by side, and where they stand."""

    row: int
    col: int
    columns: Sequence[_Column]

    @property
    def last(self) -> int:
        return self.row + len(self.columns[0].filled) - 1

    def filled(self) -> Flags:
        """Which cells are not blank: a line for each row."""
        return np.column_stack([column.filled for column in self.columns])


class BulkSheet(Worksheet):  # type: ignore[misc] # XlsxWriter has no type hints
    """A worksheet that also takes whole columns.

    A cell that is written by itself after ``write_columns`` takes the place of the column's. ``autofit`` does not
    look at these columns.
    """

    fh: Any
    dim_rowmin: Any
    dim_rowmax: Any
    dim_colmin: Any
    dim_colmax: Any

    def __init__(self) -> None:
        super().__init__()
        self._blocks: list[_Block] = []

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
        if any(row <= block.last and block.row < row + rows for block in self._blocks):
            raise ValueError("columns share rows with others")
        for at in self.table.keys() & range(row, row + rows):
            for place in range(col, col + len(columns)):
                self.table[at].pop(place, None)
        ready = [self._ready(row, place, cells) for place, cells in enumerate(columns, start=col)]
        block = _Block(row, col, ready)
        self._blocks.append(block)
        self._blocks.sort(key=lambda block: block.row)
        filled = block.filled()
        down, across = (np.flatnonzero(filled.any(axis=axis)).tolist() for axis in (1, 0))
        for end in (0, -1) if down else ():
            self._check_dimensions(row + down[end], col + across[end])

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

    # when columns are given ------------------------------------------------------------------------

    def _ready(self, row: int, col: int, cells: Cells) -> _Column:
        style, values = cells.style, _values(cells.values)
        if cells.formula is not None:
            return self._live(row, col, cells, values)
        if isinstance(values, np.ndarray):
            numbers = self._serials(values) if values.dtype.kind == "M" else values
            return _Column(style, ~np.isnan(numbers), numbers, "><v>")
        kinds = {type(what) for what in values} - {type(None)}
        if kinds <= {str}:
            places = self._places(values)
            return _Column(style, places >= 0, places, ' t="s"><v>')
        if kinds == {bool}:
            flags = {flag: self._end(flag, style) for flag in (False, True)}
            ends = [flags.get(what) for what in values]
        else:
            ends = [None if what is None else self._end(what, style) for what in values]
        return _Column(style, np.array([end is not None for end in ends]), ends)

    def _live(self, row: int, col: int, cells: Cells, values: Any) -> _Column:
        style, formula, everywhere = cells.style, str(cells.formula), np.ones(len(values), bool)
        start = self._end(None, style, formula)
        if start is None:
            for at, what in enumerate(cells.values, start=row):
                write_formula(self, at, col, formula.replace(ROW, str(at + 1)), plain(what), style)
            return _Column(style, ~everywhere, [None] * len(values))
        if isinstance(values, np.ndarray):
            numbers = _days(values) if values.dtype.kind == "M" else values
            return _Column(style, everywhere, numbers, start.removesuffix("</v></c>"), live=True)
        ends: dict[Any, str | None] = {}
        # True equals 1, so the type is part of what is looked up.
        for what in values:
            if (type(what), what) not in ends:
                ends[type(what), what] = self._end(what, style, formula)
        return _Column(style, everywhere, [ends[type(what), what] for what in values], live=True)

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

    # when the file is closed -----------------------------------------------------------------------

    def _captured(self, write: Callable[..., None], *args: Any) -> str:
        file, self.fh = self.fh, StringIO()
        try:
            write(*args)
            return str(self.fh.getvalue())
        finally:
            self.fh = file

    def _get_range_data(self, row_start: int, col_start: int, row_end: int, col_end: int) -> Any:
        # What a chart shows until it is drawn anew.
        rows, cols = range(row_start, row_end + 1), range(col_start, col_end + 1)
        blocks = [block for block in self._blocks if block.row <= row_end and row_start <= block.last]
        if not blocks:
            return super()._get_range_data(row_start, col_start, row_end, col_end)
        return [self._kept(blocks, row, col) for row in rows for col in cols]

    def _kept(self, blocks: Sequence[_Block], row: int, col: int) -> Any:
        alone = col in self.table.get(row, ())
        for block in blocks:
            if not alone and block.row <= row <= block.last and 0 <= col - block.col < len(block.columns):
                what = block.columns[col - block.col].value(row - block.row)
                return self.str_table._get_shared_string(what[0]) if isinstance(what, list) else what
        return super()._get_range_data(row, col, row, col)[0]

    def _calculate_spans(self) -> None:
        # XlsxWriter asks for each part of the rows that it writes; the spans are those of the whole sheet.
        if not self._blocks:
            super()._calculate_spans()

    def _write_rows(self) -> None:
        if not self._blocks:
            super()._write_rows()
            return
        first, last = self.dim_rowmin, self.dim_rowmax
        super()._calculate_spans()
        for block in self._blocks:
            self._widen_spans(block)
        edges = [(first - 1, first - 1), *((b.row, b.last) for b in self._blocks), (last + 1, last + 1)]
        for number, ((_, end), (start, _)) in enumerate(pairwise(edges)):
            self.dim_rowmin, self.dim_rowmax = end + 1, start - 1
            super()._write_rows()
            if number < len(self._blocks):
                self._write_block(self._blocks[number])
        self.dim_rowmin, self.dim_rowmax = first, last

    def _widen_spans(self, block: _Block) -> None:
        filled = block.filled()
        groups = np.arange(block.row, block.last + 1) // SPAN
        starts = np.flatnonzero(np.diff(groups, prepend=-1))
        for group, cols in zip(groups[starts].tolist(), np.logical_or.reduceat(filled, starts), strict=True):
            used = (np.flatnonzero(cols) + block.col + 1).tolist()
            if used:
                held = [int(edge) for edge in self.row_spans.get(group, "").split(":") if edge]
                self.row_spans[group] = f"{min([used[0], *held])}:{max([used[-1], *held])}"

    def _write_block(self, block: _Block) -> None:
        filled = block.filled()
        # Numbers of formats are given in the order of first use.
        order = sorted(range(len(block.columns)), key=lambda place: int(filled[:, place].argmax()))
        for place in order:
            if filled[:, place].any():
                block.columns[place].style._get_xf_index()
        opening = self._captured(self._write_row, 0, None).removeprefix('<row r="1"')
        for start in range(0, len(filled), CHUNK):
            some: Any = filled[start : start + CHUNK].any(axis=1).tolist()
            self.fh.write("".join(self._lines(block, start, some, opening)))

    def _lines(self, block: _Block, start: int, some: Sequence[bool], opening: str) -> Iterator[str]:
        """The XML of some rows; ``some`` says which have a cell of the block."""
        first = block.row + start
        rows = [str(row + 1) for row in range(first, first + len(some))]
        pieces = [
            column.pieces(xl_col_to_name(place), rows, start)
            for place, column in enumerate(block.columns, start=block.col)
        ]
        spans = {
            group: f' spans="{span}"' if span else ""
            for group in range(first // SPAN, (first + len(some)) // SPAN + 1)
            for span in (self.row_spans.get(group),)
        }
        heads = [
            f'<row r="{number}"{spans[row // SPAN]}{opening}' if has else ""
            for row, (number, has) in enumerate(zip(rows, some, strict=True), start=first)
        ]
        ends = ["</row>" if has else "" for has in some]
        alone = self.table.keys() | self.row_info.keys() | self.comments.keys()
        for row in sorted(alone & set(range(first, first + len(some)))):
            at, info, cells = row - first, self.row_info.get(row), self.table.get(row, {})
            if not cells and not some[at]:
                heads[at] = self._captured(self._write_empty_row, row, self.row_spans.get(row // SPAN), info)
                continue
            heads[at] = self._captured(self._write_row, row, self.row_spans.get(row // SPAN), info)
            after = ""
            for col, cell in sorted(cells.items(), key=lambda item: item[0]):
                written = self._captured(self._write_cell, row, col, cell)
                if col < block.col:
                    heads[at] += written
                elif col < block.col + len(pieces):
                    pieces[col - block.col][at] = written
                else:
                    after += written
            ends[at] = f"{after}</row>"
        return map("".join, zip(heads, *pieces, ends, strict=True))


def _values(given: Sequence[Any] | pd.Series[Any]) -> Any:
    """The values as an array of floats or of days where they are all of that kind, else plain values in a list."""
    if isinstance(given, pd.Series) and isinstance(given.dtype, np.dtype) and given.dtype.kind in "fM":
        array = given.to_numpy()
        return array.astype("datetime64[D]") if array.dtype.kind == "M" else _finite(array.astype(float))
    values = given.tolist() if isinstance(given, pd.Series) else list(given)
    if not {type(what) for what in values} <= {str, type(None)}:
        values = [None if isinstance(what, float) and math.isinf(what) else plain(what) for what in values]
    kinds = {type(what) for what in values} - {type(None)}
    if kinds == {dt.date}:
        return np.array(values, "datetime64[D]")
    if kinds and kinds <= {int, float} and all(abs(what) < EXACT for what in values if type(what) is int):
        return np.array(values, float)
    return values


def _finite(numbers: Floats) -> Floats:
    return np.where(np.isfinite(numbers), numbers, np.nan)


def _days(days: npt.NDArray[np.datetime64]) -> Floats:
    """Dates as the serial numbers that ``write_formula`` writes."""
    return np.where(np.isnat(days), np.nan, (days - EPOCH).astype(float))
