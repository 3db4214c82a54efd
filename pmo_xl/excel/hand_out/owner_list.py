"""The list of what one person has open, as a workbook of one sheet: values, since nothing else of the portfolio goes with it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlsxwriter.worksheet import Worksheet

from pmo_xl.core.base.text import Text, counted, t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.flow.duties import HORIZON, Duty, Person
from pmo_xl.core.flow.raw import MARK, mark_of
from pmo_xl.core.settings.brand import PLAIN, Brand
from pmo_xl.excel.write.book import new_book
from pmo_xl.excel.write.cells import write_cell
from pmo_xl.excel.write.layout import A4, CREATED, LINE_HEIGHT
from pmo_xl.excel.write.style import (
    DARK_RED,
    LIGHT_RED,
    LINE,
    NAVY,
    QUIET,
    WHITE,
    Formats,
    lines_of,
    number_format,
)

OWNER_LIST = "owner_list"
"""The mark of the sheet."""
HEADER_ROW, FIRST = 3, 1
"""Zero-based row of the headers and column of the first; the narrow column before holds the mark."""
LATE_FORMAT = '"◆ "0;0;0'


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the list: header, width, kind of its cells."""

    label: Text
    width: float
    kind: Kind = Kind.TEXT
    wraps: bool = False


COLUMNS = (
    _Column(t("Type", "Type"), 13, wraps=True),
    _Column(t("Project", "Projet"), 10),
    _Column(t("Project name", "Intitulé du projet"), 24, wraps=True),
    _Column(t("ID", "N°"), 8),
    _Column(t("Subject", "Sujet"), 46, wraps=True),
    _Column(t("Due", "Échéance"), 12, Kind.DATE),
    _Column(t("Late (days)", "Retard (j)"), 9, Kind.INTEGER),
    _Column(t("Status", "Statut"), 14, wraps=True),
    _Column(t("Note", "Précisions"), 38, wraps=True),
)


def write_owner_list(path: Path, person: Person, day: dt.date | None, brand: Brand = PLAIN) -> None:
    """Write the list at *path*, in its language; the same rows give the same bytes. Raises OSError."""
    language = person.language
    with new_book(path) as book:
        formats = Formats(book, language, brand)
        book.set_properties(
            {"title": f"{HEADING.to(language)} – {person.name}", "created": CREATED, "comments": MARK}
        )
        sheet = book.add_worksheet(SHEET.to(language))
        _write_title(sheet, formats, person, day)
        _write_rows(sheet, formats, person)
        sheet.freeze_panes(HEADER_ROW + 1, FIRST)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADER_ROW)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.set_footer("&L&8&F&R&8&P / &N")


def _write_title(sheet: Worksheet, formats: Formats, person: Person, day: dt.date | None) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 1.5)
    sheet.set_row(0, 30)
    bar = formats.get(bold=True, font_size=16, font_color=WHITE, bg_color=NAVY)
    for col in range(FIRST + len(COLUMNS)):
        sheet.write_blank(0, col, None, bar)
    sheet.write_string(
        0,
        0,
        mark_of(OWNER_LIST, "1", person.language),
        formats.get(bg_color=NAVY, font_color=NAVY, num_format=";;;"),
    )
    sheet.write_string(0, FIRST, f"{HEADING.to(person.language)} · {person.name}", bar)
    said = _counts(person, day).to(person.language)
    sheet.write_string(1, FIRST, said, formats.get(italic=True, font_color=QUIET))


def _counts(person: Person, day: dt.date | None) -> Text:
    """How much is open and overdue, and of which day."""
    late = len(person.overdue())
    kinds = Counter(row.kind for row in person.duties)
    parts = [KIND_COUNT.fill(kind=kind, n=n) for kind, n in kinds.items()]
    words = AS_OF if day is not None else UNDATED
    return words.fill(
        day=day,
        horizon=HORIZON,
        open=counted(len(person.duties), OPEN),
        late=counted(late, LATE),
        parts=parts,
    )


def _write_rows(sheet: Worksheet, formats: Formats, person: Person) -> None:
    head = formats.get(
        bold=True,
        font_color=WHITE,
        bg_color=NAVY,
        text_wrap=True,
        align="center",
        border=1,
        border_color=WHITE,
    )
    last = HEADER_ROW + len(person.duties)
    sheet.add_table(HEADER_ROW, FIRST, last, FIRST + len(COLUMNS) - 1, {
        "name": OWNER_LIST, "style": "Table Style Light 1", "banded_rows": False,
        "columns": [{"header": column.label.to(person.language), "header_format": head} for column in COLUMNS],
    })  # fmt: skip
    sheet.set_row(HEADER_ROW, 30)
    for col, column in enumerate(COLUMNS, start=FIRST):
        sheet.set_column(col, col, column.width)
    for at, row in enumerate(person.duties, start=HEADER_ROW + 1):
        cells = _cells(row, person.language)
        lines = 1
        for col, (column, what) in enumerate(zip(COLUMNS, cells, strict=True), start=FIRST):
            write_cell(sheet, at, col, what, _style(formats, column, row, person.language))
            if column.wraps and isinstance(what, str):
                lines = max(lines, sum(lines_of(part, column.width - 1) for part in what.split("\n")))
        sheet.set_row(at, lines * LINE_HEIGHT + 3)


def _cells(row: Duty, language: str) -> Sequence[Any]:
    return (
        row.kind.to(language), row.project_id, row.project_name or None, row.row_id, row.subject, row.due, row.late,
        row.status.to(language) or None, row.note or None,
    )  # fmt: skip


def _style(formats: Formats, column: _Column, row: Duty, language: str) -> Any:
    look: dict[str, Any] = {"bottom": 4, "bottom_color": LINE, "valign": "top"}
    if column.kind is Kind.TEXT:
        look |= {"num_format": "@", "text_wrap": column.wraps}
    else:
        overdue = {"bg_color": LIGHT_RED, "font_color": DARK_RED} if row.late else {}
        number = LATE_FORMAT if column.kind is Kind.INTEGER else number_format(column.kind, language)
        look |= {"num_format": number, "align": "center", **overdue}
    return formats.get(**look)


SHEET = t("My list", "Ma liste")
HEADING = t("Open in my name", "À ma charge")
KIND_COUNT = t("{kind}: {n}", "{kind} : {n}")
OPEN = (t("{n} open", "{n} point ouvert"), t("{n} open", "{n} points ouverts"))
LATE = (t("{n} overdue", "{n} en retard"), t("{n} overdue", "{n} en retard"))
AS_OF = t(
    "As of {day}: {open}, {late} ({parts}). Tasks are listed when due within {horizon} days.",
    "Au {day} : {open}, dont {late} ({parts}). Les tâches y figurent à {horizon} jours de leur échéance.",
)
UNDATED = t("{open} ({parts})", "{open} ({parts})")
