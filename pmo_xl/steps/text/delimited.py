"""Texts whose cells are parted by a character: how their characters are written, what parts them, their records."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Sequence

SEPARATORS = (";", "\t", "|", ",")
UNKNOWN = "latin-1"
"""What takes any byte for a letter: the code page of the text is neither UTF-8 nor that of Western Windows."""
SAMPLE = 400
"""Lines that are looked at to see what parts the cells."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class NoTableError(ValueError):
    """A text that is not parted into records."""


def lines_of(text: str) -> list[str]:
    """The lines of a text with their ends: only line ends part them, not the characters that splitlines also knows."""
    return list(io.StringIO(text, newline=""))


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
    return UNKNOWN


def separator_of(lines: Sequence[str]) -> str:
    """The character that parts most lines into the same number of cells."""

    def score(separator: str) -> int:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if row)
        if not widths:
            return 0
        width, count = max(widths.items(), key=lambda item: item[1] * (item[0] - 1))
        return count * (width - 1)

    return max(SEPARATORS, key=score)


def records_of(lines: Sequence[str], separator: str) -> tuple[list[list[str]], list[int]]:
    """The records and the line that each begins on; a quotation mark that is never closed is a character.

    Raises NoTableError for what is no such text.
    """
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        rows: list[list[str]] = []
        numbers: list[int] = []
        suspects: list[list[str]] = []
        reader = csv.reader(lines, delimiter=separator, quoting=quoting)
        last = 0
        try:
            for row in reader:
                if reader.line_num - last > 1 and _holds_lines(row, separator):
                    suspects.append(row)
                rows.append(row)
                numbers.append(last + 1)
                last = reader.line_num
        except csv.Error:
            continue
        usual = Counter(map(len, rows)).most_common(1)
        if all(len(row) == usual[0][0] for row in suspects):
            return rows, numbers
    raise NoTableError


def _holds_lines(row: Sequence[str], separator: str) -> bool:
    """Whether a quoted cell of several lines may hold other records; in a row of the usual width it is a long text."""
    return any("\n" in cell and cell.count(separator) >= 3 for cell in row)
