"""Blank and prefilled templates: one workbook from the definitions of one kind, or of several (a pack).

Each workbook holds the project sheet, the tables, a Check sheet whose live formulas say what is missing
before anything is sent, a Guide, and hidden marks by which the reader knows it again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pmo_xl.core.column import Column, Kind, Profile
from pmo_xl.core.expr import Choice, Expr, begins, count, filled, this
from pmo_xl.core.formula import Names, formula, parameter
from pmo_xl.core.frame import frame_of, with_row_check
from pmo_xl.core.model import (
    ERROR_SIGN,
    ROW_CHECK,
    ROW_CHECK_COLUMN,
    WARNING_SIGN,
    Record,
    Sheet,
    Table,
    Template,
    choices_of,
    headings,
    row_check,
)
from pmo_xl.core.raw import mark_of
from pmo_xl.core.text import Text, say, t
from pmo_xl.core.value import Scope, value
from pmo_xl.core.wording import allowed, help_words, need_words
from pmo_xl.excel.sheet import plain, shown, validation, write_cell, write_formula
from pmo_xl.excel.style import (
    BAND,
    COMPUTED,
    GREEN,
    INK,
    LIGHT_AMBER,
    LIGHT_GREEN,
    LIGHT_RED,
    LINE,
    NAVY,
    OPTIONAL,
    QUIET,
    SCORE_FORMAT,
    Formats,
    width_of,
)

HEADER_ROW = 4
"""Zero-based row of a table's headers: title, purpose, bands and needs stand above it."""

FIRST_COLUMN = 1
"""Zero-based column of a table's first column; the narrow one before it holds the mark."""

ROOM = 40
"""Empty rows that a table offers below what it holds; typing under the last one adds more."""

GUARDED = 2000
"""Rows below the header that carry drop-downs and range checks."""

CREATED = dt.datetime(2026, 1, 1)
"""Fixed, so that the same input gives the same bytes."""

CHECK = t("Check", "Contrôle")
GUIDE = t("Guide", "Guide")
MARKS = "_pmo"


@dataclass(slots=True)
class _Line:
    """One line of the Check sheet: a number that should be 0, or that is only shown."""

    label: Text
    expr: Expr
    is_problem: bool
    is_amount: bool = False


@dataclass(slots=True)
class Filling:
    """What a template is filled with: plain values (dates, numbers, texts, keys of list values)."""

    record: Mapping[str, Any] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, Sequence[Any]]] = field(default_factory=dict)


def make_workbook(
    path: Path,
    templates: Sequence[Template],
    record: type[Record],
    *,
    language: str = "en",
    profile: Profile = Profile.STANDARD,
    filling: Filling | None = None,
    holidays: Sequence[dt.date] = (),
    room: int = ROOM,
) -> None:
    """Write one template workbook, or one pack of several kinds, at *path*."""
    with Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        _Maker(book, templates, record, language, profile, filling or Filling(), holidays, room).make()


class _Maker:
    """The workbook being written, with all that its sheets share."""

    def __init__(
        self,
        book: Workbook,
        templates: Sequence[Template],
        record: type[Record],
        language: str,
        profile: Profile,
        filling: Filling,
        holidays: Sequence[dt.date],
        room: int,
    ) -> None:
        self.book, self.templates, self.record = book, templates, record
        self.language, self.profile, self.holidays, self.room = language, profile, holidays, room
        self.filling = filling
        self.tables = [table for template in templates for table in template.tables]
        self.formats = Formats(book, language)
        self.names = Names(language, {table.key: headings(table) for table in self.tables})
        self.params = {"status_date": filling.record.get("status_date")}
        self.frames = {table.key: self._frame(table) for table in self.tables}
        self.lists: dict[str, str] = {}

    def say(self, text: Text) -> str:
        return text.to(self.language)

    def make(self) -> None:
        kinds = ", ".join(template.kind for template in self.templates)
        title = self.say(self.templates[0].title) if len(self.templates) == 1 else self.say(PACK)
        self.book.set_properties({"title": title, "created": CREATED, "comments": f"pmo_xl {kinds}"})
        self.book.set_custom_property("pmo_xl.kinds", kinds)
        self.book.set_custom_property("pmo_xl.language", self.language)
        self.book.set_size(2400, 1400)
        sheets: dict[str, Worksheet] = {}
        for sheet in (self.record, *self.tables):
            sheets[sheet.key] = self.book.add_worksheet(self.say(sheet.heading))
        check = self.book.add_worksheet(self.say(CHECK))
        guide = self.book.add_worksheet(self.say(GUIDE))
        marks = self.book.add_worksheet(MARKS)
        self._write_marks(marks)
        self._write_record(sheets[self.record.key])
        for template in self.templates:
            for table in template.tables:
                self._write_table(sheets[table.key], table, template)
        self._write_check(check)
        self._write_guide(guide)
        for sheet in (*sheets.values(), check, guide):
            self._print_setup(sheet)
        sheets[self.record.key].activate()

    # what all sheets share -------------------------------------------------------------------------

    def _frame(self, table: type[Table]) -> pd.DataFrame:
        columns = self.filling.rows.get(table.key, {})
        frame = frame_of(
            table, columns, params=self.params, holidays=self.holidays, language=self.language
        )
        return with_row_check(table, frame, self.profile, self.params, self.holidays, self.language)

    def _write_marks(self, sheet: Worksheet) -> None:
        """Hidden: what the workbook is, the words of every list, the holidays."""
        sheet.very_hidden()
        text = self.formats.get()
        marks = {
            "pmo_xl": ", ".join(f"{template.kind} {template.version}" for template in self.templates),
            "language": self.language,
            "profile": self.profile.name.lower(),
        }
        for row, (key, words) in enumerate(marks.items()):
            sheet.write_string(row, 0, key, text)
            sheet.write_string(row, 1, words, text)
        choices = {
            choice.__name__: choice
            for owner in (self.record, *self.tables)
            for column in owner.inputs()
            if (choice := choices_of(column)) is not None
        }
        for place, (name, choice) in enumerate(choices.items()):
            self.lists[name] = f"pmo_list_{name}"
            self._write_list(sheet, 3 + place, name, choice)
        col = 3 + len(choices)
        sheet.write_string(0, col, "holidays", text)
        day = self.formats.cell(Kind.DATE)
        for row, holiday in enumerate(self.holidays, start=1):
            sheet.write_datetime(row, col, holiday, day)
        self._define("holidays", sheet.get_name(), 1, col, max(1, len(self.holidays)))

    def _write_list(self, sheet: Worksheet, col: int, name: str, choice: type[Choice]) -> None:
        sheet.write_string(0, col, name)
        for row, member in enumerate(choice, start=1):
            sheet.write_string(row, col, self.say(member.label), self.formats.get())
        self._define(f"list_{name}", sheet.get_name(), 1, col, len(choice))

    def _define(self, name: str, sheet: str, row: int, col: int, rows: int = 1) -> None:
        first = xl_rowcol_to_cell(row, col, row_abs=True, col_abs=True)
        last = xl_rowcol_to_cell(row + rows - 1, col, row_abs=True, col_abs=True)
        where = first if rows == 1 else f"{first}:{last}"
        self.book.define_name(parameter(name), f"='{sheet}'!{where}")

    def _head(self, sheet: Worksheet, title: Text, purpose: Text, mark: str = "") -> None:
        """The title block of a sheet; the invisible mark stands in its first cell."""
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 2)
        sheet.set_row(0, 30)
        sheet.set_row(1, 18)
        bar = self.formats.get(bg_color=NAVY)
        for col in range(24):
            sheet.write_blank(0, col, None, bar)
        if mark:
            sheet.write_string(0, 0, mark, self.formats.get(bg_color=NAVY, font_color=NAVY, num_format=";;;"))
        sheet.write_string(
            0, 1, self.say(title), self.formats.get(bold=True, font_size=18, font_color="#FFFFFF", bg_color=NAVY)
        )
        sheet.write_string(1, 1, self.say(purpose), self.formats.get(italic=True, font_color=QUIET))

    def _print_setup(self, sheet: Worksheet) -> None:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.set_footer("&L&8&F&C&8&A&R&8&P / &N")

    # the project sheet -----------------------------------------------------------------------------

    def _write_record(self, sheet: Worksheet) -> None:
        record = self.record
        purpose = t(
            "Fill this sheet first: the other sheets take the identity and the status date from here.",
            "À remplir en premier : les autres feuilles reprennent d’ici l’identité et la date d’arrêté.",
        )
        mark = mark_of(record.key, self.templates[0].version, self.language)
        self._head(sheet, record.heading, purpose, mark)
        sheet.set_column(1, 1, 28)
        sheet.set_column(2, 2, 40)
        sheet.set_column(3, 3, 16)
        sheet.set_column(4, 4, 84)
        band_style = self.formats.get(bold=True, font_color=NAVY, bg_color=BAND, bottom=1, bottom_color=NAVY)
        row, band = 2, None
        for column in record.columns.values():
            if column.band is not band and column.band is not None:
                band = column.band
                row += 1
                for col in range(1, 5):
                    sheet.write_string(row, col, self.say(band) if col == 1 else "", band_style)
                row += 1
            self._write_field(sheet, row, column)
            row += 1
        sheet.freeze_panes(2, 0)
        sheet.print_area(0, 0, row, 4)
        sheet.set_tab_color(NAVY)

    def _write_field(self, sheet: Worksheet, row: int, column: Column) -> None:
        required = column.is_required(self.profile)
        sheet.set_row(row, 18)
        label = self.formats.get(bold=required, bottom=4, bottom_color=LINE)
        sheet.write_string(row, 1, self.say(column.label), label)
        cell = self.formats.cell(column.kind, border=1, border_color=OPTIONAL if required else LINE, align="left")
        what = shown(column, self.filling.record.get(column.key), self.language)
        write_cell(sheet, row, 2, what, cell)
        sheet.data_validation(row, 2, row, 2, validation(column, self.language, self.lists, required))
        self._define(column.key, sheet.get_name(), row, 2)
        need = self.formats.get(font_size=9, font_color=QUIET, align="center")
        if required:
            name = parameter(column.key)
            missing, fine = self.say(MISSING), "● OK"
            write_formula(
                sheet, row, 3, f'=IF({name}="","{missing}","{fine}")', missing if what is None else fine, need
            )
            self._sign_colours(sheet, row, 3, row, 3)
        else:
            sheet.write_string(row, 3, self.say(need_words(column, required)), need)
        words = self.say(column.help) if column.help else ""
        sheet.write_string(row, 4, words, self.formats.get(font_size=9, font_color=QUIET))

    def _sign_colours(self, sheet: Worksheet, row: int, col: int, last_row: int, last_col: int) -> None:
        """The colour that goes with a sign; the sign itself is in the text."""
        for sign, back, ink in (
            (ERROR_SIGN, LIGHT_RED, "#8A2F00"),
            (WARNING_SIGN, LIGHT_AMBER, "#7A5200"),
            ("●", LIGHT_GREEN, "#00573F"),
        ):
            sheet.conditional_format(
                row, col, last_row, last_col,
                {"type": "text", "criteria": "begins with", "value": sign,
                 "format": self.book.add_format({"bg_color": back, "font_color": ink})},
            )  # fmt: skip

    # the tables ------------------------------------------------------------------------------------

    def _write_table(self, sheet: Worksheet, table: type[Table], template: Template) -> None:
        frame = self.frames[table.key]
        columns = [*table.columns.values(), ROW_CHECK_COLUMN]
        mark = mark_of(table.key, template.version, self.language)
        self._head(sheet, table.heading, template.purpose, mark)
        self._write_identity(sheet)
        self._write_headers(sheet, columns)
        first, last = HEADER_ROW + 1, HEADER_ROW + len(frame) + self.room
        names = Names(self.language, self.names.tables, home=table.key)
        self._add_table(sheet, table, columns, names, last)
        for place, column in enumerate(columns):
            col = FIRST_COLUMN + place
            self._write_column(sheet, table, column, col, frame, first, last, names)
        check = FIRST_COLUMN + len(columns) - 1
        self._sign_colours(sheet, first, check, first + GUARDED, check)
        self._missing_cells(sheet, table, columns, first)
        frozen = FIRST_COLUMN + min(2, len(table.columns))
        sheet.freeze_panes(first, frozen if table.columns else FIRST_COLUMN)
        sheet.repeat_rows(HEADER_ROW)
        sheet.set_tab_color(self._tab_colour(template))

    def _tab_colour(self, template: Template) -> str:
        return ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")[template.order // 10 % 6 - 1]

    def _write_identity(self, sheet: Worksheet) -> None:
        """Whose return this is, live from the project sheet."""
        record = self.filling.record
        who = " · ".join(str(record[key]) for key in ("project_id", "project_name") if record.get(key))
        live = 'IF(pmo_project_id="","",pmo_project_id&IF(pmo_project_name="",""," · "&pmo_project_name))'
        style = self.formats.get(bold=True, font_color=NAVY)
        write_formula(sheet, 2, 1, f"={live}", who if record.get("project_id") else None, style)

    def _write_headers(self, sheet: Worksheet, columns: Sequence[Column]) -> None:
        band: Text | None = None
        sheet.set_row(2, 18)
        sheet.set_row(3, 15)
        sheet.set_row(HEADER_ROW, 32)
        for place, column in enumerate(columns):
            col = FIRST_COLUMN + place
            starts = column.band is not band
            band = column.band
            words = f"{self.say(band)}  ·  " if starts and band is not None and place else ""
            need = "" if column is ROW_CHECK_COLUMN else self.say(need_words(column, column.is_required(self.profile)))
            edge = {"left": 1, "left_color": OPTIONAL} if starts and place else {}
            style = self.formats.get(font_size=8, font_color=QUIET, bg_color=BAND, align="left", **edge)
            sheet.write_string(3, col, need, style)
            if words:
                sheet.write_string(2, col, words.removesuffix("  ·  "), self.formats.get(
                    font_size=9, bold=True, font_color=OPTIONAL, **edge))  # fmt: skip
            options: dict[str, Any] = {"level": 1, "hidden": True} if column.folded else {}
            sheet.set_column(col, col, width_of(column), None, options)

    def _add_table(
        self, sheet: Worksheet, table: type[Table], columns: Sequence[Column], names: Names, last: int
    ) -> None:
        head: list[dict[str, Any]] = []
        for column in columns:
            required = column.is_required(self.profile)
            back = NAVY if required else OPTIONAL
            if column.computed or column is ROW_CHECK_COLUMN:
                back = "#8895A7"
            style = self.formats.get(
                bold=True, font_color="#FFFFFF", bg_color=back, text_wrap=True, align="center", border=1,
                border_color="#FFFFFF",
            )  # fmt: skip
            options: dict[str, Any] = {"header": self.say(column.label), "header_format": style}
            written = self._formula_of(table, column, names)
            if written is not None:
                options["formula"] = written
            head.append(options)
        sheet.add_table(
            HEADER_ROW, FIRST_COLUMN, last, FIRST_COLUMN + len(columns) - 1,
            {"name": table.key, "columns": head, "style": "Table Style Light 1", "banded_rows": False,
             "autofilter": True},
        )  # fmt: skip

    def _formula_of(self, table: type[Table], column: Column, names: Names) -> str | None:
        if column is ROW_CHECK_COLUMN:
            return formula(row_check(table, self.profile), names)
        return formula(column.formula, names) if column.formula is not None else None

    def _write_column(
        self, sheet: Worksheet, table: type[Table], column: Column, col: int, frame: pd.DataFrame,
        first: int, last: int, names: Names,
    ) -> None:  # fmt: skip
        live = self._formula_of(table, column, names)
        style = self._body_style(column, live is not None)
        values = list(frame[column.key])
        for row in range(first, last + 1):
            at = row - first
            what = values[at] if at < len(values) else None
            if live is not None:
                write_formula(sheet, row, col, live, what, style)
            else:
                write_cell(sheet, row, col, shown(column, what, self.language), style)
        if live is None:
            rules = validation(column, self.language, self.lists, column.is_required(self.profile))
            sheet.data_validation(first, col, first + GUARDED, col, rules)

    def _body_style(self, column: Column, live: bool) -> Any:
        edge = {"bottom": 4, "bottom_color": LINE, "right": 4, "right_color": LINE}
        if column.key.startswith("score_") and live:
            return self.formats.get(num_format=SCORE_FORMAT, bg_color=COMPUTED, align="center", **edge)
        if live:
            return self.formats.cell(column.kind, bg_color=COMPUTED, font_color=QUIET, **edge)
        if column.kind is Kind.TEXT and (column.width or 0) >= 24:
            return self.formats.cell(column.kind, text_wrap=True, **edge)
        return self.formats.cell(column.kind, **edge)

    def _missing_cells(
        self, sheet: Worksheet, table: type[Table], columns: Sequence[Column], first: int
    ) -> None:
        """A required cell that is still empty in a row somebody began is tinted; the check column says it."""
        places = {column.key: FIRST_COLUMN + place for place, column in enumerate(columns)}
        check = xl_col_to_name(places[ROW_CHECK])
        tint = self.book.add_format({"bg_color": LIGHT_AMBER})
        for column in table.required(self.profile):
            col = places[column.key]
            cell = f"{xl_col_to_name(col)}{first + 1}"
            sheet.conditional_format(
                first, col, first + GUARDED, col,
                {"type": "formula", "criteria": f'=AND({cell}="",LEFT(${check}{first + 1},1)="{ERROR_SIGN}")',
                 "format": tint},
            )  # fmt: skip

    # the check sheet -------------------------------------------------------------------------------

    def _write_check(self, sheet: Worksheet) -> None:
        purpose = t(
            "Live: look here before you send the workbook. Every line should show ●.",
            "En direct : à regarder avant l’envoi. Chaque ligne doit afficher ●.",
        )
        self._head(sheet, CHECK, purpose)
        sheet.set_column(1, 1, 58)
        sheet.set_column(2, 2, 18)
        sheet.set_column(3, 3, 26)
        row, problems, cells = 5, 0.0, []
        row = self._check_header(sheet, row, self.record.heading)
        missing = self._record_missing()
        problems += self._check_record(sheet, row, missing)
        cells.append(xl_rowcol_to_cell(row, 2))
        row += 2
        for template in self.templates:
            for table in template.tables:
                row = self._check_header(sheet, row, table.heading)
                for line in self._lines(table):
                    problems += self._check_line(sheet, row, line)
                    if line.is_problem:
                        cells.append(xl_rowcol_to_cell(row, 2))
                    row += 1
                row += 1
            if template.agreements:
                row = self._check_header(sheet, row, t("Totals that should agree", "Totaux à rapprocher"))
                for agree in template.agreements:
                    self._check_line(sheet, row, _Line(agree.label, agree.left - agree.right, False, True))
                    row += 1
                row += 1
        self._write_verdict(sheet, problems, cells)
        sheet.set_tab_color(GREEN)
        sheet.print_area(0, 0, row, 3)

    def _check_header(self, sheet: Worksheet, row: int, words: Text) -> int:
        style = self.formats.get(bold=True, font_color=NAVY, bg_color=BAND, bottom=1, bottom_color=NAVY)
        for col in range(1, 4):
            sheet.write_string(row, col, self.say(words) if col == 1 else "", style)
        return row + 1

    def _record_missing(self) -> list[Column]:
        return [
            column for column in self.record.required(self.profile) if plain(self.filling.record.get(column.key)) is None
        ]

    def _check_record(self, sheet: Worksheet, row: int, missing: Sequence[Column]) -> float:
        needed = self.record.required(self.profile)
        cells = ",".join(parameter(column.key) for column in needed)
        live = f"={len(needed)}-COUNTA({cells})"
        self._line_cells(sheet, row, t("Required cells still empty", "Cellules obligatoires vides"), live, len(missing), True)
        return len(missing)

    def _lines(self, table: type[Table]) -> list[_Line]:
        of = table.key
        return [
            _Line(t("Rows filled", "Lignes remplies"), count(of, where=filled(this.row_check)), False),
            _Line(
                t("Rows with cells missing or in error", "Lignes incomplètes ou en erreur"),
                count(of, where=begins(this.row_check, ERROR_SIGN)),
                True,
            ),
            _Line(
                t("Rows with a warning", "Lignes avec avertissement"),
                count(of, where=begins(this.row_check, WARNING_SIGN)),
                False,
            ),
        ]

    def _check_line(self, sheet: Worksheet, row: int, line: _Line) -> float:
        scope = Scope(pd.DataFrame(index=[0]), self.params, self.holidays, self.frames)
        what = plain(value(line.expr, scope).iloc[0])
        live = formula(line.expr, self.names)
        if line.is_amount:
            self._difference_cells(sheet, row, line.label, live, what)
        else:
            self._line_cells(sheet, row, line.label, live, what, line.is_problem)
        return float(what or 0) if line.is_problem else 0.0

    def _line_cells(
        self, sheet: Worksheet, row: int, label: Text, live: str, what: Any, is_problem: bool
    ) -> None:
        edge = {"bottom": 4, "bottom_color": LINE}
        sheet.write_string(row, 1, self.say(label), self.formats.get(**edge))
        write_formula(sheet, row, 2, live, what, self.formats.get(num_format="0", align="center", **edge))
        style = self.formats.get(align="center", **edge)
        if not is_problem:
            sheet.write_blank(row, 3, None, style)
            return
        cell, wrong = xl_rowcol_to_cell(row, 2), self.say(t("◆ To complete", "◆ À compléter"))
        write_formula(sheet, row, 3, f'=IF({cell}=0,"● OK","{wrong}")', wrong if what else "● OK", style)
        self._sign_colours(sheet, row, 3, row, 3)

    def _difference_cells(self, sheet: Worksheet, row: int, label: Text, live: str, what: Any) -> None:
        edge = {"bottom": 4, "bottom_color": LINE}
        sheet.write_string(row, 1, self.say(label), self.formats.get(**edge))
        body = f'IFERROR({live.removeprefix("=")},"")'
        number = self.formats.get(num_format="#,##0.00;-#,##0.00;0", align="center", **edge)
        write_formula(sheet, row, 2, f"={body}", what, number)
        cell = xl_rowcol_to_cell(row, 2)
        unknown, agrees, differs = (
            self.say(words)
            for words in (
                t("○ Nothing to compare", "○ Rien à comparer"),
                t("● Agrees", "● Concordant"),
                t("▲ Difference", "▲ Écart"),
            )
        )
        verdict = unknown if what is None else agrees if abs(what) < 0.01 else differs
        live = f'=IF({cell}="","{unknown}",IF(ABS({cell})<0.01,"{agrees}","{differs}"))'
        write_formula(sheet, row, 3, live, verdict, self.formats.get(align="center", **edge))
        self._sign_colours(sheet, row, 3, row, 3)

    def _write_verdict(self, sheet: Worksheet, problems: float, cells: Sequence[str]) -> None:
        ready = self.say(t("● Ready to send", "● Prêt à envoyer"))
        wait = self.say(t("◆ Points to complete: ", "◆ Points à compléter : "))
        total = "+".join(cells)
        live = f'=IF({total}=0,"{ready}","{wait}"&TEXT({total},"0"))'
        style = self.formats.get(bold=True, font_size=16, indent=1)
        sheet.set_row(3, 30)
        sheet.write_blank(3, 2, None, style)
        write_formula(sheet, 3, 1, live, f"{wait}{problems:.0f}" if problems else ready, style)
        self._sign_colours(sheet, 3, 1, 3, 1)

    # the guide -------------------------------------------------------------------------------------

    def _write_guide(self, sheet: Worksheet) -> None:
        self._head(sheet, GUIDE, t("How to fill this workbook.", "Comment remplir ce classeur."))
        for col, width in enumerate((30, 13, 52, 62, 30), start=1):
            sheet.set_column(col, col, width)
        text = self.formats.get(text_wrap=True, valign="top")
        row = 3
        for words in STEPS:
            sheet.merge_range(row, 1, row, 5, self.say(words), text)
            row += 1
        for owner in (self.record, *self.tables):
            row = self._guide_block(sheet, row + 1, owner)
        sheet.print_area(0, 0, row, 5)
        sheet.set_tab_color(QUIET)

    def _guide_block(self, sheet: Worksheet, row: int, owner: type[Sheet]) -> int:
        title = self.formats.get(bold=True, font_size=13, font_color=NAVY)
        sheet.write_string(row, 1, self.say(owner.heading), title)
        head = self.formats.get(bold=True, font_color="#FFFFFF", bg_color=NAVY)
        for col, words in enumerate(GUIDE_HEADS, start=1):
            sheet.write_string(row + 1, col, self.say(words), head)
        edge = {"bottom": 4, "bottom_color": LINE, "text_wrap": True, "valign": "top"}
        bold, quiet = self.formats.get(bold=True, **edge), self.formats.get(font_color=INK, **edge)
        row += 2
        for column in owner.columns.values():
            required = column.is_required(self.profile)
            example = shown(column, _example(column, self.language), self.language)
            words = column.help or help_words(column, required)
            cells = (
                self.say(column.label),
                self.say(need_words(column, required)),
                self.say(words) if column.help else "",
                "" if column.computed else self.say(allowed(column)),
                f"{example:.0%}" if column.kind is Kind.PERCENT and example is not None else say(example, self.language),
            )  # fmt: skip
            for col, cell in enumerate(cells, start=1):
                sheet.write_string(row, col, cell, bold if col == 1 else quiet)
            lines = max(1, -(-len(cells[2]) // 52), -(-len(cells[3]) // 62))
            sheet.set_row(row, 14 * lines + 2)
            row += 1
        return row


def _example(column: Column, language: str) -> Any:
    """The example of the definition as a plain value; dates are written there as ISO text."""
    example = column.example
    if isinstance(example, Text):
        return example.to(language)
    if column.kind.is_date and isinstance(example, str):
        return dt.date.fromisoformat(example)
    return example


PACK = t("Project pack", "Dossier projet")
MISSING = t("◆ required", "◆ obligatoire")
GUIDE_HEADS = (
    t("Column", "Colonne"),
    t("Need", "Saisie"),
    t("What to enter", "Que saisir"),
    t("Allowed values", "Valeurs admises"),
    t("Example", "Exemple"),
)
STEPS = (
    t("1.  Fill the Project sheet, then the tables. Dark headers are required, lighter ones optional, grey ones calculated.",
      "1.  Remplissez la feuille Projet, puis les tableaux. En-têtes foncés : obligatoires ; plus clairs : facultatifs ; gris : calculés."),
    t("2.  Further columns are folded: click the + above the column letters to open them.",
      "2.  D’autres colonnes sont repliées : cliquez sur le + au-dessus des lettres de colonnes pour les ouvrir."),
    t("3.  Type under the last row to add rows. Leave what you do not know blank; 0 means zero.",
      "3.  Saisissez sous la dernière ligne pour en ajouter. Laissez vide ce que vous ne savez pas ; 0 veut dire zéro."),
    t("4.  Columns may be moved, hidden or added; keep the header words. Look at the Check sheet, then send the file.",
      "4.  Les colonnes peuvent être déplacées, masquées ou ajoutées ; gardez les intitulés. Consultez la feuille Contrôle, puis envoyez."),
)  # fmt: skip
