"""A worksheet of a form: cells and rows of a table that each copy fills, beside all that XlsxWriter writes."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import chain, repeat
from typing import Any, NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from pmo_xl.excel.write.bulk import SPAN
from pmo_xl.excel.write.bulk_columns import letters
from pmo_xl.excel.write.bulk_rows import formula_result
from pmo_xl.excel.write.cells import cached
from pmo_xl.excel.write.form import FillOf, Gaps, Texts
from pmo_xl.excel.write.worksheet import Page


class _Gap(NamedTuple):
    """A cell that each copy fills."""

    format: Format
    what: FillOf
    formula: str


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of a table that each copy fills: the values of its rows, their format, the formula they result from.

    A ``shared`` formula is that of the first row, its addresses moved along in the rows below, and written once: as
    Excel keeps it in the files that it saves. A long formula is most of what a workbook weighs otherwise.
    """

    style: Format
    values: Callable[[Any], Sequence[Any]]
    formula: str = ""
    shared: bool = False


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of the table of a sheet, which stand below all else."""

    first: int
    col: int
    columns: Sequence[FormColumn]
    size: Callable[[Any], int]
    heights: Callable[[Any], Mapping[int, float]]


class FormSheet(Page):
    """A page with gaps. What a gap holds is written as ``write_cell`` and ``write_formula`` would write it."""

    gaps: Gaps
    _rows: _Rows | None = None

    def leave(self, row: int, col: int, what: FillOf, style: Format, formula: str = "") -> None:
        """Leave a cell for what each copy makes of its answers; with a *formula* that is its cached value."""
        self._check_dimensions(row, col)
        self.table[row][col] = _Gap(style, what, formula)

    def leave_table(
        self,
        row: int,
        col: int,
        options: dict[str, Any],
        columns: Sequence[FormColumn],
        size: Callable[[Any], int],
        heights: Callable[[Any], Mapping[int, float]],
    ) -> None:
        """An Excel table, its header at *row*, with as many rows as *size* says: at least one.

        ``options`` are those of ``add_table``; ``heights`` gives the points of rows higher than others, counted
        from the first one of the table. Nothing may stand below or beside its rows.
        """
        first, last_col = row + 1, col + len(columns) - 1
        if self.add_table(row, col, first, last_col, options):
            raise ValueError(f"XlsxWriter takes no such table: {options}")
        # What XlsxWriter wrote for the formulas of the table stands in a row that each copy writes.
        self.table.pop(first, None)
        self._rows = _Rows(first, col, columns, size, heights)
        table, short = self.tables[-1], xl_range(row, col, first, last_col)
        whole = f"{xl_rowcol_to_cell(row, col)}:{letters(last_col)}{self._last_row()}"
        table.update({key: whole for key, held in table.items() if held == short})
        areas = [self._area(place) for place, column in enumerate(columns, start=col) if column.shared]
        if areas:
            self.ignore_errors({"calculated_column": " ".join(f"{area}{self._last_row()}" for area in areas)})

    def _last_row(self) -> str:
        """A gap for the number of the last row of the table."""
        rows = self._rows
        assert rows is not None
        return self.gaps.leave(lambda answers, _: str(rows.first + rows.size(answers)))

    def _area(self, col: int) -> str:
        """The cells of a column of the table, but for the number of the last row."""
        assert self._rows is not None
        return f"{letters(col)}{self._rows.first + 1}:{letters(col)}"

    # when the form is finished -----------------------------------------------------------------------

    def _write_dimension(self) -> None:
        if self._rows is None:
            super()._write_dimension()
            return
        first = xl_rowcol_to_cell(self.dim_rowmin, self.dim_colmin)
        self._xml_empty_tag("dimension", [("ref", f"{first}:{letters(self.dim_colmax)}{self._last_row()}")])

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if type(cell) is not _Gap:
            super()._write_cell(row, col, cell)
            return
        start = f'<c r="{letters(col)}{row + 1}" s="{cell.format._get_xf_index()}"'
        what, live = cell.what, escape(cell.formula.removeprefix("="), quote=False)

        def fill(answers: Any, texts: Texts) -> str:
            held = what(answers)
            return start + (_result(f"<f>{live}</f>", held) if live else self._constant(held, texts))

        self.fh.write(self.gaps.leave(fill))

    def _write_rows(self) -> None:
        super()._write_rows()
        rows = self._rows
        if rows is None:
            return
        last_col, group = rows.col + len(rows.columns) - 1, rows.first // SPAN
        self._widen_span(group, rows.col, last_col)
        spans, own = {group: self.row_spans[group]}, f"{rows.col + 1}:{last_col + 1}"
        # Numbers of formats are given in the order of first use.
        looks = [column.style._get_xf_index() for column in rows.columns]

        def fill(answers: Any, texts: Texts) -> str:
            numbers = range(rows.first + 1, rows.first + rows.size(answers) + 1)
            heights = rows.heights(answers)
            heads = [
                f'<row r="{number}" spans="{spans.get((number - 1) // SPAN, own)}"{_height(heights.get(at))}>'
                for at, number in enumerate(numbers)
            ]
            cells = [
                self._column(place, look, numbers, column, column.values(answers), texts)
                for place, (look, column) in enumerate(zip(looks, rows.columns, strict=True))
            ]
            return "".join(map("".join, zip(heads, *cells, repeat("</row>", len(heads)), strict=True)))

        self.fh.write(self.gaps.leave(fill))

    def _column(
        self, place: int, look: int, numbers: range, column: FormColumn, values: Sequence[Any], texts: Texts
    ) -> list[str]:
        """The XML of the cells of a column of the table."""
        assert self._rows is not None
        col = self._rows.col + place
        start, look_of = f'<c r="{letters(col)}', f'" s="{look}"'
        live = escape(column.formula.removeprefix("="), quote=False)
        if not live:
            ends: Iterable[str] = (self._constant(what, texts) for what in values)
        elif column.shared:
            first = f'<f t="shared" ref="{self._area(col)}{numbers[-1]}" si="{place}">{live}</f>'
            formulas = chain([first], repeat(f'<f t="shared" si="{place}"/>'))
            ends = map(_result, formulas, values)
        else:
            ends = map(_result, repeat(f"<f>{live}</f>"), values)
        return [f"{start}{number}{look_of}{end}" for number, end in zip(numbers, ends, strict=True)]

    def _constant(self, what: Any, texts: Texts) -> str:
        """What stands after the format of a cell that holds a value."""
        match what:
            case None:
                return "/>"
            case str():
                return f' t="s"><v>{texts.place(what)}</v></c>'
            case bool():
                return f' t="b"><v>{int(what)}</v></c>'
            case dt.date():
                what = self._convert_date_time(what)
        if not math.isfinite(what):
            raise ValueError(f"no cell holds the number {what}")
        return f"><v>{what:.16G}</v></c>"


def _result(formula: str, what: Any) -> str:
    """What stands after the format of a cell that holds a formula."""
    told, shown = formula_result(cached(what))
    return f"{told}>{formula}<v>{shown}</v></c>"


def _height(points: float | None) -> str:
    """The height of a row as attributes, in whole pixels as XlsxWriter sets it."""
    return "" if points is None else f' ht="{int(points * 4 / 3 + 0.5) * 0.75:.16g}" customHeight="1"'
