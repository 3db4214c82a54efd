"""A table of text as a sheet of cells, for the same reading as a workbook: each record a row, as Excel shows the file."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Sequence

from pmo_xl.adopt.sources.files import SEND_AGAIN, SMALLER, guarded
from pmo_xl.adopt.sources.model import NotTakenError
from pmo_xl.core.base.amounts import amount_words
from pmo_xl.core.base.files import printable
from pmo_xl.core.base.text import t
from pmo_xl.core.flow.raw import Cell, RawBook, RawSheet
from pmo_xl.core.settings.limits import LIMITS, LimitSettings
from pmo_xl.steps.text.delimited import (
    SAMPLE,
    UNKNOWN,
    NoTableError,
    encoding_of,
    lines_of,
    records_of,
    separator_of,
)

SHEET = "CSV"
"""What the one sheet is called, whatever the file is: a mapping made of one month's file knows the next one."""
_WHOLE = re.compile(r"-?(0|[1-9]\d{0,14})")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}([T ]00:00(:00)?)?")


def book_of(data: bytes, shown_as: str, limits: LimitSettings = LIMITS) -> RawBook:
    """The text as a workbook of one sheet; raises NotTakenError for no text, an unknown code page, or more than the limits."""
    rows, _ = table_of(data, limits)
    cells = _typed(rows)
    return RawBook(printable(shown_as), hashlib.sha256(data).hexdigest(), (RawSheet(SHEET, cells),))


def table_of(data: bytes, limits: LimitSettings = LIMITS) -> tuple[list[list[str]], list[int]]:
    """The records of a text as they stand, and the line on which each begins; raises NotTakenError as :func:`book_of`."""
    data = guarded(data, limits)
    encoding = encoding_of(data)
    if encoding == UNKNOWN:
        raise NotTakenError(CODE_PAGE, AS_UTF8)
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as problem:
        raise NotTakenError(CODE_PAGE, AS_UTF8) from problem
    if "\0" in text:
        raise NotTakenError(NO_TEXT, SEND_AGAIN)
    lines = lines_of(text)
    try:
        rows, numbers = records_of(lines, separator_of(lines[:SAMPLE]))
    except (NoTableError, ValueError) as problem:
        raise NotTakenError(NO_TEXT, SEND_AGAIN) from problem
    widest = max(map(len, rows), default=0)
    if widest > limits.columns or widest * len(rows) > limits.cells:
        most = limits.columns if widest > limits.columns else limits.cells
        raise NotTakenError(
            LARGE.fill(columns=amount_words(widest), rows=amount_words(len(rows)), most=amount_words(most)),
            SMALLER,
        )
    return rows, numbers


def _typed(rows: Sequence[Sequence[str]]) -> list[list[Cell]]:
    """The cells with numbers and days where a column below its header holds nothing else; what could lose a zero stays a text."""
    cells: list[list[Cell]] = [[words.strip() or None for words in row] for row in rows]
    for column in range(max(map(len, cells), default=0)):
        held = [(row, row[column]) for row in cells if column < len(row) and row[column] is not None]
        texts = [what for _, what in held[1:] if isinstance(what, str)]
        if not texts:
            continue
        if all(map(_WHOLE.fullmatch, texts)):
            _put(held, column, float)
        elif all(map(_DAY.fullmatch, texts)):
            _put(held, column, _day)
    return cells


def _put(held: Sequence[tuple[list[Cell], Cell]], column: int, read: Callable[[str], Cell]) -> None:
    for row, what in held[1:]:
        row[column] = read(str(what))


def _day(words: str) -> Cell:
    try:
        return dt.date.fromisoformat(words[:10])
    except ValueError:
        return words


CODE_PAGE = t(
    "The file is written in a code page that is not known: it is neither UTF-8, UTF-16 nor that of Western Windows.",
    "Le fichier est écrit dans une page de codes inconnue : ni UTF-8, ni UTF-16, ni celle de Windows occidental.",
)
AS_UTF8 = t("Export it again as CSV UTF-8.", "Exportez-le à nouveau en CSV UTF-8.")
NO_TEXT = t("The file is no table of text.", "Le fichier n’est pas un tableau de texte.")
LARGE = t(
    "The file has {rows} rows of {columns} columns, beyond a limit of {most} (limits “cells”, “columns”).",
    "Le fichier compte {rows} lignes de {columns} colonnes, au-delà d’une limite de {most} (limites « cells », « columns »).",
)
