"""The project sheet that a foreign workbook has not: from cells, names and the mapping itself."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from typing import Any

from pmo_xl.adopt.match.mapping import Mapping, Source
from pmo_xl.adopt.match.values import as_words, date_in
from pmo_xl.core.base.text import fold
from pmo_xl.core.flow.portfolio import LocatedSheet
from pmo_xl.core.flow.raw import Cell, RawBook, RawSheet


def cell_at(raw: RawSheet, row: int, column: int) -> Cell:
    """What stands in a cell, None beyond the end of its row."""
    return raw.rows[row][column] if row < len(raw.rows) and column < len(raw.rows[row]) else None


def shown_at(raw: RawSheet, row: int, column: int) -> Cell:
    """A cell as people see it: what is merged over several rows stands for each of them."""
    cell = cell_at(raw, row, column)
    if cell is None:
        for top, left, bottom, right in raw.merged:
            if top < row <= bottom and left <= column <= right:
                return cell_at(raw, top, left)
    return cell


def record_of(
    book: RawBook, raw: RawSheet, mapping: Mapping, at_name: Dict[str, int], first: int
) -> LocatedSheet:
    """The project sheet that a foreign workbook has not: from cells, names and the mapping itself.

    It bears the name of the sheet in which the first of its cells stands.
    """
    home, record = raw, mapping.templates.record
    cells: dict[str, list[Any]] = {}
    spots: dict[str, tuple[int, int]] = {}
    errors: dict[tuple[int, str], str] = {}
    for key, given in mapping.project.items():
        if given.value is not None:
            cells[key] = [given.value]
            continue
        value, where = _sourced(book, raw, given, at_name, first)
        kind = record.columns[key].kind
        if isinstance(value, str):
            if kind.is_date:
                value = date_in(value, given.dates or "ymd") or value
            words = {as_words(word): to for word, to in mapping.values.get(key, {}).items()}
            value = words.get(as_words(value), value)
        cells[key] = [value]
        if where is not None:
            sheet, row, column = where
            if not spots:
                home = sheet
            if sheet is home:
                spots[key] = (row, column)
                if (row, column) in sheet.errors:
                    errors[0, key] = sheet.errors[row, column]
    return LocatedSheet(record, home.name, {}, [0], cells, errors, spots)


def _sourced(
    book: RawBook, raw: RawSheet, given: Source, at_name: Dict[str, int], first: int
) -> tuple[Any, tuple[RawSheet, int, int] | None]:
    if given.file is not None or given.sheet is not None:
        met = re.search(given.file or given.sheet or "", book.file if given.file is not None else raw.name)
        return (met[1] if met.re.groups else met[0]) if met is not None else None, None
    if given.column is not None:
        column = at_name.get(fold(given.column))
        return (
            (None, None)
            if column is None or first >= len(raw.rows)
            else (shown_at(raw, first, column), (raw, first, column))
        )
    name, _, cell = (given.cell or "").rpartition("!")
    sheet = next((s for s in book.sheets if fold(s.name) == fold(name)), None) if name else raw
    if sheet is None:
        return None, None
    row, column = _spot(cell)
    value = cell_at(sheet, row, column)
    if given.after is not None and isinstance(value, str):
        value = value.partition(given.after)[2].strip() or None
    return value, (sheet, row, column)


def _spot(cell: str) -> tuple[int, int]:
    letters = re.match("[A-Za-z]+", cell)
    assert letters is not None
    column = 0
    for letter in letters[0].upper():
        column = column * 26 + ord(letter) - 64
    return int(cell[letters.end() :]) - 1, column - 1
