"""What the sheets of a simulation share: their looks, title bars, tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.settings.brand import Brand
from pmo_xl.core.uncertainty.results import SimulationResult
from pmo_xl.excel.write.cells import write_cell, write_formula
from pmo_xl.excel.write.layout import A4
from pmo_xl.excel.write.style import BAND, LINE, NAVY, QUIET, WHITE, Formats, number_format

FIRST = 1
"""The first column that is used; the one before is a margin."""
PORTFOLIO = t("Portfolio", "Portefeuille")
SHARE = "0%"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: what it is called, its width, how its cells are shown; ``live`` ones are formulas."""

    label: Text
    width: float
    kind: Kind = Kind.TEXT
    number: str = ""
    live: bool = False
    wraps: bool = False


class SimulationBook:
    """The workbook while it is written: its sheets by role, its formats, its language."""

    def __init__(self, book: Workbook, result: SimulationResult, language: str, brand: Brand) -> None:
        self.book, self.result, self.language = book, result, language
        self.formats = Formats(book, language, brand)

    def say(self, words: Text) -> str:
        """The words in the language of the workbook."""
        return words.to(self.language)

    def sheet(self, title: Text, heading: Text, told: Text, last: int, pages: int = 0) -> Worksheet:
        """A sheet with its title bar over the columns up to *last*, and a line below that says what it shows; ``pages`` high on paper, 0: as many as it takes."""
        sheet = self.book.add_worksheet(self.say(title))
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 1.5)
        sheet.set_row(0, 30)
        bar = self.formats.get(bold=True, font_size=16, font_color=WHITE, bg_color=NAVY)
        for col in range(last + 1):
            sheet.write_blank(0, col, None, bar)
        sheet.write_string(0, FIRST, self.say(heading), bar)
        sheet.write_string(1, FIRST, self.say(told), self.formats.get(italic=True, font_color=QUIET))
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, pages)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.set_footer("&L&8&F&C&8&A&R&8&P / &N")
        return sheet

    def head(self, sheet: Worksheet, row: int, columns: Sequence[Column], height: float = 42) -> None:
        """The headers of a table, and the widths of its columns; a live column is told by its colour."""
        sheet.set_row(row, height)
        for col, column in enumerate(columns, start=FIRST):
            sheet.set_column(col, col, column.width)
            sheet.write_string(row, col, self.say(column.label), self.formats.get(
                bold=True, font_color=WHITE, bg_color=LIVE if column.live else NAVY, text_wrap=True, align="center", border=1,
                border_color=WHITE,
            ))  # fmt: skip

    def style(self, column: Column, **more: Any) -> Format:
        """The format of a cell of a column."""
        look: dict[str, Any] = {"bottom": 4, "bottom_color": LINE, "valign": "vcenter"}
        if column.kind is Kind.TEXT:
            look |= {
                "num_format": "@",
                "text_wrap": column.wraps,
            }
        else:
            look["num_format"] = column.number or number_format(column.kind, self.language)
            look["align"] = "center" if column.kind is Kind.DATE or column.number == SHARE else "right"
        return self.formats.get(**{**look, **more})

    def section(self, sheet: Worksheet, row: int, words: Text, last: int) -> None:
        """The heading of a part of a sheet."""
        style = self.formats.get(bold=True, font_size=12, font_color=NAVY, bottom=2, bottom_color=NAVY)
        for col in range(FIRST, last + 1):
            sheet.write_blank(row, col, None, style)
        sheet.write_string(row, FIRST, self.say(words), style)
        sheet.set_row(row, 20)

    def put(self, sheet: Worksheet, row: int, col: int, column: Column, what: Any, **more: Any) -> None:
        """A value as its column shows it."""
        write_cell(sheet, row, col, what, self.style(column, **more))

    def live(
        self, sheet: Worksheet, row: int, col: int, column: Column, formula: str, what: Any, **more: Any
    ) -> None:
        """A formula with the value it has now."""
        write_formula(sheet, row, col, formula, what, self.style(column, **more))


LIVE = "#6B7A8F"
"""The header of a column of formulas."""
BOLD = {"bold": True, "bg_color": BAND}
"""The look of the row of the portfolio."""
SUMMARY_SHEET, CHOSEN_SHEET = t("Uncertainty", "Incertitude"), t("Curve and drivers", "Courbe et facteurs")
INPUTS_SHEET, ASSUMPTIONS_SHEET = t("Estimates", "Estimations"), t("Assumptions", "Hypothèses")
DATA_SHEET = t("data", "data")
