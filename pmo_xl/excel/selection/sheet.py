"""What the sheets of a selection share: their looks, their titles, where the rows under the formulas stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.flow.raw import mark_of
from pmo_xl.core.selection.result import SelectionResult
from pmo_xl.core.settings.brand import Brand
from pmo_xl.excel.write.layout import A4
from pmo_xl.excel.write.style import (
    BAND,
    COMPUTED,
    LIGHT_AMBER,
    LINE,
    NAVY,
    QUIET,
    SIGN_COLOURS,
    WHITE,
    Formats,
    lines_of,
)

AMOUNT, POINTS, SHARE, WHOLE, DAYS = "#,##0", "0.00", "0.0%", "0", "#,##0.0"
FIRST = 1
"""The first column of every sheet; the narrow one before it holds the mark."""
SHEETS = {
    "selection": t("Selection", "Arbitrage"),
    "alignment": t("Alignment", "Alignement"),
    "scores": t("Scores", "Notation"),
    "data": t("Data", "Données"),
    "findings": t("To mend", "À corriger"),
}


@dataclass
class SelectionBook:
    """A workbook on its way: its sheets by key, and the addresses that formulas of one sheet take from another."""

    book: Workbook
    result: SelectionResult
    language: str
    brand: Brand
    formats: Formats = field(init=False)
    pages: dict[str, Worksheet] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    """Absolute addresses, sheet included, by what stands there."""
    widths: dict[str, Sequence[float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.formats = Formats(self.book, self.language, self.brand)

    def say(self, words: Text) -> str:
        return words.to(self.language)

    def sheet_name(self, key: str) -> str:
        return self.say(SHEETS[key])

    def ref(
        self, key: str, row: int, col: int, last_row: int | None = None, last_col: int | None = None
    ) -> str:
        """The absolute address of a cell, or of a block, of a sheet."""
        first: str = xl_rowcol_to_cell(row, col, row_abs=True, col_abs=True)
        sheet = "'" + self.sheet_name(key).replace("'", "''") + "'!"
        if last_row is None:
            return sheet + first
        last = xl_rowcol_to_cell(last_row, col if last_col is None else last_col, row_abs=True, col_abs=True)
        return f"{sheet}{first}:{last}"

    def look(self, **more: Any) -> Format:
        """A cell of a table."""
        return self.formats.get(**{"bottom": 4, "bottom_color": LINE, **more})

    def head(self, **more: Any) -> Format:
        return self.formats.get(
            **{
                "bold": True,
                "font_color": WHITE,
                "bg_color": NAVY,
                "text_wrap": True,
                "align": "center",
                "border": 1,
                "border_color": WHITE,
                **more,
            }
        )

    def begin(self, key: str, title: Text, widths: Sequence[float]) -> Worksheet:
        """A sheet with its title bar, on A4 across, one page wide."""
        page = self.pages[key]
        self.widths[page.name] = widths
        page.hide_gridlines(2)
        page.set_column(0, 0, 1.5)
        for at, width in enumerate(widths, start=FIRST):
            page.set_column(at, at, width)
        page.set_row(0, 30)
        bar = self.formats.get(bold=True, font_size=16, font_color=WHITE, bg_color=NAVY)
        for col in range(FIRST + len(widths)):
            page.write_blank(0, col, None, bar)
        hidden = self.formats.get(bg_color=NAVY, font_color=NAVY, num_format=";;;")
        page.write_string(0, 0, mark_of(key, "1", self.language), hidden)
        page.write_string(0, FIRST, self.say(title), bar)
        right = self.formats.get(bold=True, font_size=11, font_color=WHITE, bg_color=NAVY, align="right")
        self.formats.put_brand(page, 0, FIRST + len(widths) - 1, 40, right)
        page.set_landscape()
        page.set_paper(A4)
        page.fit_to_pages(1, 0)
        page.set_margins(0.4, 0.4, 0.5, 0.6)
        page.set_footer("&L&8&F · &A&R&8&P / &N")
        return page

    def section(self, page: Worksheet, row: int, words: Text, first: int, last: int) -> None:
        """A heading over a block, from one column to another."""
        style = self.formats.get(bold=True, font_size=11, font_color=NAVY, bottom=2, bottom_color=NAVY)
        for col in range(first, last + 1):
            page.write_blank(row, col, None, style)
        page.write_string(row, first, self.say(words), style)

    def sentence(self, page: Worksheet, row: int, words: Text, first: int, last: int, **more: Any) -> None:
        """A sentence over several columns, its row as high as it needs."""
        said = self.say(words)
        style = self.formats.get(**{"text_wrap": True, "font_color": QUIET, "valign": "top", **more})
        width = self.width(page, first, last)
        page.merge_range(row, first, row, last, "", style)
        page.write_string(row, first, said, style)
        page.set_row(row, 4 + 14 * lines_of(said, width - 1, bold=bool(more.get("bold"))))

    def width(self, page: Worksheet, first: int, last: int) -> float:
        """The width of some columns together, in characters."""
        return sum(self.widths[page.name][first - FIRST : last - FIRST + 1])

    def signs(self, page: Worksheet, row: int, col: int, last_row: int) -> None:
        """Colour cells by the sign that they begin with."""
        for sign, ground, ink in SIGN_COLOURS:
            page.conditional_format(
                row, col, last_row, col,
                {"type": "text", "criteria": "begins with", "value": sign, "format": self.book.add_format({"bg_color": ground, "font_color": ink})},
            )  # fmt: skip


EDITABLE = LIGHT_AMBER
"""The ground of cells that are meant to be changed in the meeting."""
PLAIN_BAND, GREYED = BAND, COMPUTED
