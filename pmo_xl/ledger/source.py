"""From an export's file to rows of cells: its encoding, its separator, its lines, or the sheets of a workbook."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import Text, t
from pmo_xl.excel.read.workbook import read_workbook
from pmo_xl.ledger.mapping import LedgerMap
from pmo_xl.steps.one_return.examine import UNREADABLE

SEPARATORS = (";", "\t", "|", ",")
_SAMPLE = 400
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a workbook's file begins; ERP systems call many a text file .xls."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


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
    # Only line ends part lines: the characters that splitlines also knows may stand in a text.
    lines = list(io.StringIO(text, newline=""))
    separator = asked.separator or separator_of(lines[:_SAMPLE])
    rows, numbers = _records(lines, separator, path.name)
    return [Grid(rows, numbers, "", encoding, separator)]


def encoding_of(data: bytes) -> str:
    """How the characters of a text are written: by its mark, by its zero bytes, else UTF-8 or Windows."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    head = data[:4000]
    if head[1::2].count(0) > len(head) // 4:
        return "utf-16-le"
    if head[::2].count(0) > len(head) // 4:
        return "utf-16-be"
    for encoding in ("utf-8", "cp1252"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "latin-1"


def separator_of(lines: Sequence[str]) -> str:
    """The character that parts most lines into the same number of cells."""

    def score(separator: str) -> int:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if row)
        if not widths:
            return 0
        width, count = max(widths.items(), key=lambda item: item[1] * (item[0] - 1))
        return count * (width - 1)

    return max(SEPARATORS, key=score)


def _records(lines: Sequence[str], separator: str, file: str) -> tuple[list[list[str]], list[int]]:
    """The records and the line that each begins on; a quotation mark that is never closed is a character."""
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        rows: list[list[str]] = []
        numbers: list[int] = []
        reader = csv.reader(lines, delimiter=separator, quoting=quoting)
        last = 0
        try:
            for row in reader:
                if reader.line_num - last > 1 and _swallowed(row, separator):
                    break
                rows.append(row)
                numbers.append(last + 1)
                last = reader.line_num
            else:
                return rows, numbers
        except csv.Error:
            continue
    raise NothingToDo(NO_TEXT.fill(file=file))


def _swallowed(row: Sequence[str], separator: str) -> bool:
    """Whether a quoted cell of several lines holds other records rather than a long text."""
    return any("\n" in cell and cell.count(separator) >= 3 for cell in row)


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
