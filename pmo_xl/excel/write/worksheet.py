"""The worksheet of every workbook we write: the very cells XlsxWriter would write, without its detours."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.url import Url
from xlsxwriter.worksheet import CellBlankTuple, CellFormulaTuple, CellNumberTuple, CellStringTuple

from pmo_xl.excel.write.bulk_columns import letters
from pmo_xl.excel.write.bulk_rows import formula_result
from pmo_xl.excel.write.static_worksheet import StaticSheet


class Page(StaticSheet):
    """A worksheet that takes formulas as they are: ours already name newer functions in full (``_xlfn.``).

    XlsxWriter would search each of thousands of formulas for the names of such functions, and ask of each cell
    what it may be in any workbook; ours are few kinds, and written as it would write them.
    """

    def __init__(self) -> None:
        super().__init__()
        self._urls: dict[str, Url] = {}
        self._without_button: list[int] = []

    def hide(self) -> None:
        """Hide the sheet, which is then printed nowhere: LibreOffice would print the area of one that has any."""
        super().hide()
        self.print_area_range = ""

    def hide_buttons(self, columns: Sequence[int]) -> None:
        """Show no filter button in these columns of the filtered range: a heading runs on over them."""
        self._without_button = list(columns)

    def write_formula(
        self, row: int, col: int, formula: str, style: Format | None = None, what: Any = 0
    ) -> int:
        """A formula of one cell, as it is, with the value that it comes to; -1 outside the sheet."""
        if not self.is_live(formula):
            return self.write_settled(row, col, style, what)
        if self._check_dimensions(row, col):
            return -1
        self.table[row][col] = CellFormulaTuple(formula.removeprefix("="), style, what)
        return 0

    def write_string(self, row: int, col: int, string: str, style: Format | None = None) -> int:
        """A text, whatever it begins with; -1 outside the sheet, -2 where it is cut to what Excel holds."""
        return int(self._write_string(row, col, string, style))

    def write_blank(self, row: int, col: int, _: None, style: Format | None = None) -> int:
        """A cell that has a format and nothing else; -1 outside the sheet."""
        return int(self._write_blank(row, col, None, style))

    def add_link(self, row: int, col: int, link: str, words: str, tip: str = "") -> None:
        """A link, as ``write_url`` takes it, on a cell whose text is written otherwise: *words*; *tip* is told when the pointer rests on it."""
        self.ignore_write_string = True
        self._write_url(row, col, self._url(link), None)
        self.ignore_write_string = False
        self.hyperlinks[row][col].text = words
        if tip:
            self.hyperlinks[row][col]._tip = tip

    def _url(self, link: str) -> Url:
        """What XlsxWriter makes of a link, taken to pieces once for all the spots of a sheet or a file."""
        inside = link.startswith("internal:")
        base, mark, spot = link.partition("!" if inside else "#")
        if not spot or "/" in spot:
            return Url(link)
        if base not in self._urls:
            self._urls[base] = Url(f"{base}{mark}A1")
        url = Url.__new__(Url)
        vars(url).update(vars(self._urls[base]), _original_url=link)
        if inside:
            url._link = url._anchor = link.removeprefix("internal:")
            url._relationship_link = f"#{url._anchor}"
        else:
            url._anchor = spot
        return url

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        style, kind = cell.format, type(cell)
        if not style:
            super()._write_cell(row, col, cell)
            return
        start = f'<c r="{letters(col)}{row + 1}" s="{style._get_xf_index()}"'
        if kind is CellFormulaTuple:
            told, what = formula_result(cell.value)
            self.fh.write(f"{start}{told}><f>{escape(cell.formula, quote=False)}</f><v>{what}</v></c>")
        elif kind is CellStringTuple:
            self.fh.write(f'{start} t="s"><v>{cell.string}</v></c>')
        elif kind is CellNumberTuple:
            self.fh.write(f"{start}><v>{cell.number:.16G}</v></c>")
        elif kind is CellBlankTuple:
            self.fh.write(f"{start}/>")
        else:
            super()._write_cell(row, col, cell)

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

    def _write_auto_filter(self) -> None:
        if not self._without_button:
            super()._write_auto_filter()
            return
        first = self.filter_range[0]
        self._xml_start_tag("autoFilter", [("ref", self.autofilter_ref)])
        for col in self._without_button:
            self._xml_empty_tag("filterColumn", [("colId", col - first), ("hiddenButton", 1)])
        self._xml_end_tag("autoFilter")
