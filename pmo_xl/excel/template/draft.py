"""What the sheets of a template share while they are written: the answers, the formats, the look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import Text
from pmo_xl.core.definition.column import Column, Profile
from pmo_xl.core.definition.model import Record, Template, headings
from pmo_xl.core.definition.names import Names, parameter
from pmo_xl.core.definition.own_columns import ROW_CHECK
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.expr.typed_cells import of_record
from pmo_xl.core.formula.row_check import is_there, row_check, row_parts, takes
from pmo_xl.core.settings.brand import PLAIN, Brand
from pmo_xl.excel.write.form import FormBook
from pmo_xl.excel.write.form_sheet import FormSheet
from pmo_xl.excel.write.layout import A4
from pmo_xl.excel.write.style import BAND, LINE, NAVY, QUIET, SIGN_COLOURS, WHITE, Formats

TITLE_HEIGHT = 40
"""Pixels of the title bar: 30 points."""
UNDERLINE = {"bottom": 4, "bottom_color": LINE}
"""A fine line below a cell."""


@dataclass(eq=False)
class Draft:
    """The workbook being written, with gaps for what copies of it are filled with.

    ``room`` is the number of empty rows that each table offers; ``offered`` the names of each list of the PMO's, by its key;
    ``lists`` the defined name of each closed list and of each of these; ``provenance`` says from which file the rows come.
    """

    book: FormBook
    templates: Sequence[Template]
    record: type[Record]
    language: str
    profile: Profile
    holidays: Sequence[dt.date]
    room: int
    brand: Brand = PLAIN
    offered: Mapping[str, Sequence[str]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    provenance: Text | None = None

    def __post_init__(self) -> None:
        self.tables = [table for template in self.templates for table in template.tables]
        self.formats = Formats(self.book, self.language, self.brand)
        self.names = Names(self.language, {table.key: headings(table) for table in self.tables})
        self._signs = [
            (sign, self.book.add_format({"bg_color": back, "font_color": ink}))
            for sign, back, ink in SIGN_COLOURS
        ]

    @cached_property
    def asked(self) -> dict[str, tuple[Expr, Expr]]:
        """Of each field of the record, whether it holds nothing or what it takes, and whether it says something."""
        return {
            key: (of_record(takes(column)), of_record(is_there(column, self.record)))
            for key, column in self.record.columns.items()
        }

    @cached_property
    def checks(self) -> dict[str, dict[str, Expr]]:
        """The columns by which each table checks its rows, the one that is shown last."""
        tables = frozenset(table.key for table in self.tables)
        return {
            table.key: {**row_parts(table, self.profile, tables), ROW_CHECK: row_check(table)}
            for table in self.tables
        }

    def say(self, text: Text) -> str:
        """Words in the language of the workbook."""
        return text.to(self.language)

    def is_required(self, column: Column) -> bool:
        """Whether the column must be filled in this workbook."""
        return column.is_required(self.profile)

    def add_sheet(self, name: str) -> FormSheet:
        """A new sheet, ready to be written."""
        page: FormSheet = self.book.add_worksheet(name, worksheet_class=FormSheet)
        page.gaps = self.book.gaps
        return page

    def define(self, name: str, sheet: FormSheet, row: int, col: int, rows: int = 1) -> None:
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

    def title(self, sheet: FormSheet, words: Text, purpose: Text, last_col: int) -> None:
        """The title of a sheet and, below it, what the sheet is for."""
        style = self._title_bar(sheet, purpose, last_col)
        sheet.write_string(0, 1, self.say(words), style)

    def live_title(self, sheet: FormSheet, words: Text, purpose: Text, last_col: int) -> None:
        """The title of a sheet, and whose return it is: live, the first two fields of the record."""
        style = self._title_bar(sheet, purpose, last_col)
        keys = list(self.record.columns)[:2]
        live = f'="{self.say(words)}"'
        for key in keys:
            name = parameter(key)
            live += f'&IF({name}="",""," · "&{name})'

        def shown(answers: Any) -> str:
            whose = (answers.params[key] for key in keys)
            return " · ".join([self.say(words), *(str(what) for what in whose if what)])

        sheet.leave(0, 1, shown, style, live)

    def put_brand(self, sheet: FormSheet, col: int) -> None:
        """The name or the logo of the PMO in the title bar of a sheet."""
        style = self.style(font_size=12, font_color=WHITE, bg_color=NAVY, align="right", indent=1)
        self.formats.put_brand(sheet, 0, col, TITLE_HEIGHT, style)

    def _title_bar(self, sheet: FormSheet, purpose: Text, last_col: int) -> Format:
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 1.5)
        sheet.set_row(0, 30)
        sheet.set_row(1, 18)
        bar = self.style(bold=True, font_size=16, font_color=WHITE, bg_color=NAVY)
        for col in range(last_col + 1):
            sheet.write_blank(0, col, None, bar)
        sheet.write_string(1, 1, self.say(purpose), self.style(italic=True, font_color=QUIET))
        return bar

    def mark(self, sheet: FormSheet, words: str) -> None:
        """The invisible text by which the sheet is known again, in its first cell."""
        sheet.write_string(0, 0, words, self.style(bg_color=NAVY, font_color=NAVY, num_format=";;;"))

    def colour_signs(self, sheet: FormSheet, row: int, col: int, last_row: int) -> None:
        """Give the texts of a column the colour of the sign they begin with."""
        for sign, look in self._signs:
            rule = {"type": "text", "criteria": "begins with", "value": sign, "format": look}
            sheet.conditional_format(row, col, last_row, col, rule)

    def print_setup(self, sheet: FormSheet, *, paper: int = A4, pages_high: int = 0) -> None:
        """One page wide; *pages_high* pages high, or as many as it takes."""
        sheet.set_landscape()
        sheet.set_paper(paper)
        sheet.fit_to_pages(1, pages_high)
        sheet.center_horizontally()
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.set_footer("&L&8&F&C&8&A&R&8&P / &N")
