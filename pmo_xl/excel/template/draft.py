"""What the sheets of a template share while they are written: the answers, the formats, the look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import Text
from pmo_xl.core.definition.column import Column, Profile
from pmo_xl.core.definition.model import Record, Table, Template, headings
from pmo_xl.core.definition.names import Names, parameter
from pmo_xl.core.definition.own_columns import ROW_FILLED
from pmo_xl.core.flow.frame import frame_of, with_row_check
from pmo_xl.core.formula.row_check import check_columns
from pmo_xl.core.settings.brand import PLAIN, Brand
from pmo_xl.excel.write.cells import plain, write_formula
from pmo_xl.excel.write.layout import A4
from pmo_xl.excel.write.style import BAND, LINE, NAVY, QUIET, SIGN_COLOURS, WHITE, Formats
from pmo_xl.excel.write.worksheet import Page

TITLE_HEIGHT = 40
"""Pixels of the title bar: 30 points."""
UNDERLINE = {"bottom": 4, "bottom_color": LINE}
"""A fine line below a cell."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What a template is filled with: plain values (dates, numbers, texts, keys of list values).

    ``raw`` are cells by table, row and column that hold what their column cannot (a word where a number
    belongs): written as they are, over the blank that stands there in ``rows``.
    """

    record: Mapping[str, Any] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, Sequence[Any]]] = field(default_factory=dict)
    raw: Mapping[tuple[str, int, str], Any] = field(default_factory=dict)


@dataclass(eq=False)
class Draft:
    """The workbook being written.

    ``room`` is the number of empty rows that each table offers. ``frames`` hold what will stand in each
    table, empty rows included; ``lists`` the defined name of each closed list.
    """

    book: Workbook
    templates: Sequence[Template]
    record: type[Record]
    language: str
    profile: Profile
    filling: Filling
    holidays: Sequence[dt.date]
    room: int
    brand: Brand = PLAIN
    lists: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tables = [table for template in self.templates for table in template.tables]
        self.formats = Formats(self.book, self.language, self.brand)
        self.names = Names(self.language, {table.key: headings(table) for table in self.tables})
        self.params = {key: self.filling.record.get(key) for key in self.record.columns}
        self.cells = {table.key: self._cells(table) for table in self.tables}
        self.frames = {table.key: self._frame(table) for table in self.tables}
        for table in self.tables:
            self._check_rows(table)
        self._signs = [
            (sign, self.book.add_format({"bg_color": back, "font_color": ink}))
            for sign, back, ink in SIGN_COLOURS
        ]

    def say(self, text: Text) -> str:
        """Words in the language of the workbook."""
        return text.to(self.language)

    def is_required(self, column: Column) -> bool:
        """Whether the column must be filled in this workbook."""
        return column.is_required(self.profile)

    def rows_of(self, table: type[Table]) -> int:
        """How many rows are filled in from the start."""
        return max((len(values) for values in self.filling.rows.get(table.key, {}).values()), default=0)

    def _cells(self, table: type[Table]) -> dict[str, list[Any]]:
        """What stands in the columns that people fill, empty rows included."""
        given, size = self.filling.rows.get(table.key, {}), self.rows_of(table) + self.room
        cells = {}
        for column in table.inputs():
            held = [plain(what) for what in given.get(column.key, ())]
            cells[column.key] = [*held, *[None] * (size - len(held))]
        for (key, at, column_key), what in self.filling.raw.items():
            if key == table.key:
                cells[column_key][at] = what
        return cells

    def _frame(self, table: type[Table]) -> pd.DataFrame:
        """What is read of the cells: those that hold what no formula can read count as blank."""
        raw = {(at, column) for key, at, column in self.filling.raw if key == table.key}
        readable: dict[str, list[Any]] = {}
        for column in table.inputs():
            held = self.cells[table.key][column.key]
            low, high = column.low, column.high
            if low is not None and high is not None:
                held = [
                    what if isinstance(what, (int, float)) and low <= what <= high else None for what in held
                ]
            readable[column.key] = [None if (at, column.key) in raw else what for at, what in enumerate(held)]
        frame = frame_of(table, readable, params=self.params, holidays=self.holidays, language=self.language)
        return frame.assign(**{**{column.key: None for column in check_columns(table)}, ROW_FILLED: 0.0})

    def _check_rows(self, table: type[Table]) -> None:
        """Add what the check columns say: of an empty row nothing, and they are the longest computation of all."""
        frame, rows = self.frames[table.key], self.rows_of(table)
        if not rows:
            return
        cells = {}
        for key, held in self.cells[table.key].items():
            cells[key] = np.empty(rows, dtype=object)
            cells[key][:] = held[:rows]
        checked = with_row_check(
            table, frame.head(rows).copy(), self.profile, self.params, self.holidays, self.language,
            self.frames, cells,
        )  # fmt: skip
        for column in check_columns(table):
            frame.loc[: rows - 1, column.key] = checked[column.key]

    def add_sheet(self, name: str) -> Page:
        """A new sheet, ready to be written."""
        page: Page = self.book.add_worksheet(name, worksheet_class=Page)
        return page

    def define(self, name: str, sheet: Page, row: int, col: int, rows: int = 1) -> None:
        """Give cells a name that formulas use."""
        first = xl_rowcol_to_cell(row, col, row_abs=True, col_abs=True)
        last = xl_rowcol_to_cell(row + rows - 1, col, row_abs=True, col_abs=True)
        where = first if rows == 1 else f"{first}:{last}"
        quoted = sheet.get_name().replace("'", "''")
        self.book.define_name(parameter(name), f"='{quoted}'!{where}")

    def style(self, **properties: Any) -> Format:
        """A format of the house."""
        return self.formats.get(**properties)

    def ruled(self, **properties: Any) -> Format:
        """A format with a fine line below."""
        return self.formats.get(**UNDERLINE, **properties)

    def band(self, **properties: Any) -> Format:
        """The format of a heading above a group of lines."""
        look = {"bold": True, "font_color": NAVY, "bg_color": BAND, "bottom": 1, "bottom_color": NAVY}
        return self.formats.get(**{**look, **properties})

    def title(self, sheet: Page, words: Text, purpose: Text, last_col: int) -> None:
        """The title of a sheet and, below it, what the sheet is for."""
        style = self._title_bar(sheet, purpose, last_col)
        sheet.write_string(0, 1, self.say(words), style)

    def live_title(self, sheet: Page, words: Text, purpose: Text, last_col: int) -> None:
        """The title of a sheet, and whose return it is: live, the first two fields of the record."""
        style = self._title_bar(sheet, purpose, last_col)
        live, shown = f'="{self.say(words)}"', self.say(words)
        for key in list(self.record.columns)[:2]:
            name = parameter(key)
            live += f'&IF({name}="",""," · "&{name})'
            shown += f" · {self.params[key]}" if self.params[key] else ""
        write_formula(sheet, 0, 1, live, shown, style)

    def put_brand(self, sheet: Page, col: int) -> None:
        """The name or the logo of the PMO in the title bar of a sheet."""
        style = self.style(font_size=12, font_color=WHITE, bg_color=NAVY, align="right", indent=1)
        self.formats.put_brand(sheet, 0, col, TITLE_HEIGHT, style)

    def _title_bar(self, sheet: Page, purpose: Text, last_col: int) -> Format:
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 1.5)
        sheet.set_row(0, 30)
        sheet.set_row(1, 18)
        bar = self.style(bold=True, font_size=16, font_color=WHITE, bg_color=NAVY)
        for col in range(last_col + 1):
            sheet.write_blank(0, col, None, bar)
        sheet.write_string(1, 1, self.say(purpose), self.style(italic=True, font_color=QUIET))
        return bar

    def mark(self, sheet: Page, words: str) -> None:
        """The invisible text by which the sheet is known again, in its first cell."""
        sheet.write_string(0, 0, words, self.style(bg_color=NAVY, font_color=NAVY, num_format=";;;"))

    def colour_signs(self, sheet: Page, row: int, col: int, last_row: int) -> None:
        """Give the texts of a column the colour of the sign they begin with."""
        for sign, look in self._signs:
            rule = {"type": "text", "criteria": "begins with", "value": sign, "format": look}
            sheet.conditional_format(row, col, last_row, col, rule)

    def print_setup(self, sheet: Page, *, paper: int = A4, pages_high: int = 0) -> None:
        """One page wide; *pages_high* pages high, or as many as it takes."""
        sheet.set_landscape()
        sheet.set_paper(paper)
        sheet.fit_to_pages(1, pages_high)
        sheet.center_horizontally()
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.set_footer("&L&8&F&C&8&A&R&8&P / &N")
