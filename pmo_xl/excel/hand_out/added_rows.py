"""Rows set into a list of the PMO's own workbook, where somebody types too: below the last, or into the row that has the ID."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from pmo_xl.core.definition.model import Table
from pmo_xl.excel.template.table_sheet import FIRST_COLUMN, HEADER_ROW
from pmo_xl.excel.write.cells import shown


@dataclass(frozen=True, slots=True)
class Added:
    """What is set into one list: its ``table``, where it stands, and the cells of each row.

    ``sheet`` is its name; None where the workbook has none, and one is made. ``columns`` are zero-based by key. ``rows``
    give the zero-based row of each, or None for a new one, and its values by key; ``last`` is the last row in use.
    """

    table: type[Table]
    sheet: str | None
    columns: Mapping[str, int]
    rows: Sequence[tuple[int | None, Mapping[str, Any]]]
    last: int


def set_rows(source: Path, path: Path, lists: Sequence[Added], language: str) -> None:
    """Write at *path* what *source* holds with these rows in it; cells that are not named stay as they are.

    Raises OSError where it cannot be read or written.
    """
    book = load_workbook(source, keep_vba=source.suffix == ".xlsm")
    for each in lists:
        if each.rows:
            sheet = book[each.sheet] if each.sheet is not None else _made(book, each.table, language)
            columns = each.columns or {key: FIRST_COLUMN + at for at, key in enumerate(each.table.columns)}
            last = each.last if each.sheet is not None else HEADER_ROW
            for place, values in each.rows:
                if place is None:
                    last += 1
                _set(sheet, place if place is not None else last, columns, values, each.table, language)
            _stretch(sheet, last)
    book.save(path)


def _set(
    sheet: Worksheet, row: int, columns: Mapping[str, int], values: Mapping[str, Any], table: type[Table], language: str
) -> None:  # fmt: skip
    for key, what in values.items():
        if key not in columns or what is None:
            continue
        cell = sheet.cell(row + 1, columns[key] + 1)
        cell.value = shown(table.columns[key], what, language)
        if isinstance(cell.value, str):
            cell.data_type = "s"  # what begins with an equals sign stays a text
        if isinstance(what, dt.date) and cell.number_format == "General":
            cell.number_format = "yyyy-mm-dd"


def _made(book: Any, table: type[Table], language: str) -> Worksheet:
    sheet: Worksheet = book.create_sheet(table.heading.to(language))
    sheet.cell(1, FIRST_COLUMN + 1).value = table.heading.to(language)
    for at, column in enumerate(table.columns.values(), start=FIRST_COLUMN + 1):
        sheet.cell(HEADER_ROW + 1, at).value = column.label.to(language)
        sheet.column_dimensions[get_column_letter(at)].width = column.width or 14
    return sheet


def _stretch(sheet: Worksheet, last: int) -> None:
    """A table of Excel grows with its rows."""
    for each in sheet.tables.values():
        left, top, right, bottom = range_boundaries(each.ref)
        if bottom < last + 1:
            each.ref = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{last + 1}"
            if each.autoFilter is not None:
                each.autoFilter.ref = each.ref
