"""From an export's file to rows of cells: its encoding, its separator, its lines, or the sheets of a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import Text, t
from pmo_xl.excel.read.workbook import read_workbook
from pmo_xl.ledger.mapping import LedgerMap
from pmo_xl.steps.one_return.examine import UNREADABLE
from pmo_xl.steps.text.delimited import (
    SAMPLE,
    NoTableError,
    encoding_of,
    lines_of,
    records_of,
    separator_of,
)

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a workbook's file begins; ERP systems call many a text file .xls."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one table of the file, and the line of the file that each row begins on."""

    rows: Sequence[Sequence[Any]]
    lines: Sequence[int]
    sheet: str = ""
    encoding: str = ""
    separator: str = ""


def read_grids(path: Path, asked: LedgerMap) -> list[Grid]:
    """The tables that a file may hold: one of a text, one per sheet of a workbook.

    Raises NothingToDo for a file that is absent, empty or unreadable, or lacks the sheet that the map names.
    """
    if not path.is_file():
        raise NothingToDo(t("{path} does not exist.", "{path} n’existe pas.").fill(path=path))
    data = path.read_bytes()
    if not data.strip():
        raise NothingToDo(
            t("{file}: The file is empty.", "{file} : Le fichier est vide.").fill(file=path.name)
        )
    if data.startswith(_WORKBOOKS):
        return _of_workbook(path, asked)
    encoding = asked.encoding or encoding_of(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as problem:
        raise NothingToDo(NOT_IN.fill(file=path.name, encoding=encoding)) from problem
    if "\0" in text:
        raise NothingToDo(NO_TEXT.fill(file=path.name))
    lines = lines_of(text)
    separator = asked.separator or separator_of(lines[:SAMPLE])
    try:
        rows, numbers = records_of(lines, separator)
    except NoTableError as problem:
        raise NothingToDo(NO_TEXT.fill(file=path.name)) from problem
    return [Grid(rows, numbers, "", encoding, separator)]


def _of_workbook(path: Path, asked: LedgerMap) -> list[Grid]:
    book = read_workbook(path, path.name)
    if book.unreadable is not None:
        message, fix = UNREADABLE[book.unreadable]
        raise NothingToDo(
            Text("{file}: {message} {fix}", "{file} : {message} {fix}").fill(file=path.name, message=message, fix=fix)
        )  # fmt: skip
    sheets = [sheet for sheet in book.sheets if asked.sheet in (None, sheet.name)]
    if not sheets:
        raise NothingToDo(
            NO_SHEET.fill(file=path.name, sheet=asked.sheet, sheets=[sheet.name for sheet in book.sheets])
        )
    return [Grid(sheet.rows, range(1, len(sheet.rows) + 1), sheet.name) for sheet in sheets]


NOT_IN = t(
    "{file} is not written in {encoding}. Leave “encoding” out of the map, or put in the right one.",
    "{file} n’est pas encodé en {encoding}. Retirez « encoding » de la correspondance, ou indiquez le bon encodage.",
)
NO_TEXT = t(
    "{file} is neither a text nor a workbook. Export it again as .csv or .xlsx.",
    "{file} n’est ni un fichier texte ni un classeur. Exportez-le à nouveau en .csv ou .xlsx.",
)
NO_SHEET = t(
    "{file} has no sheet “{sheet}”. Its sheets are: {sheets}.",
    "{file} ne contient pas de feuille « {sheet} ». Ses feuilles sont : {sheets}.",
)
