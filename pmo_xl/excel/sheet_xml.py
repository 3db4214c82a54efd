"""What a sheet's XML says about its cells without being parsed: how far they reach, which are errors.

Regular expressions over bytes: a DOM would cost more than reading the whole workbook does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pmo_xl.excel.refused import MAX_CELLS, NeedsIsolationError

# Each pattern finds a cell that is *not* written in the ordinary way; a sheet without any such cell is
# bounded. The first also proves that the cells end within ZZ999: one pass, and nothing to collect.
_NOT_SMALL = re.compile(rb'<c(?:[\t\r\n/>]| (?!r="[A-Z]{1,2}[0-9]{1,3}"))')
_NOT_ORDINARY = re.compile(rb'<c(?:[\t\r\n/>]| (?!r="[A-Z]{1,3}[0-9]{1,7}"))')
_PREFIXED = re.compile(rb":c[\t\r\n />]")
_SMALL_AREA = 999 * 702

_REFERENCES = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_ROW_OR_CELL = re.compile(rb"<(/?)(?:[^\s<>/:]+:)?(row|c)(?=[\s/>])([^<>]*+)([<>])")
_REFERENCE = re.compile(rb"""(?<!\S)r\s*=\s*["']([A-Za-z]{0,3})([0-9]{0,7})["']""")
_HAS_REFERENCE = re.compile(rb"(?<!\S)r\s*=")

_ERROR_TYPE = re.compile(rb"""\st=["']e["']""")
_CELL_TAG = re.compile(rb"<(?:[^\s<>/:]+:)?c\s")
_VALUE = re.compile(rb"<(?:[^\s<>/:]+:)?v(?:\s[^<>]*)?>([^<]*)<")
_END_OF_CELL = re.compile(rb"</(?:[^\s<>/:]+:)?c\s*>")


class _Cell(NamedTuple):
    row: int
    column: int
    attributes: bytes
    start: int
    """Where its content begins."""
    blank: bool


def area(xml: bytes) -> int:
    """An upper bound for rows times columns, from A1 to the last cell that holds something.

    Raises NeedsIsolationError where the XML is too odd to be sure.
    """
    prefixed = _PREFIXED.search(xml) is not None
    if not prefixed and _NOT_SMALL.search(xml) is None:
        return _SMALL_AREA
    if not prefixed and _NOT_ORDINARY.search(xml) is None:
        columns: set[bytes] = set()
        rows: set[bytes] = set()
        for found in _REFERENCES.finditer(xml):
            columns.add(found[1])
            rows.add(found[2])
        bound = max(map(_column, columns), default=0) * max(map(int, rows), default=0)
        if bound <= MAX_CELLS:
            return bound
    # A column formatted down to row 1048576 is ordinary, so the blank cells are left out at last.
    last_row = last_column = 0
    for cell in _cells(xml):
        if not cell.blank:
            last_row = max(last_row, cell.row + 1)
            last_column = max(last_column, cell.column + 1)
    return last_row * last_column


def errors(xml: bytes) -> dict[tuple[int, int], str]:
    """The cells that show an error, and which one."""
    found: dict[tuple[int, int], str] = {}
    if b't="e"' not in xml and b"t='e'" not in xml:
        return found
    for match in _ERROR_TYPE.finditer(xml):
        start = xml.rfind(b"<", 0, match.start())
        if not _CELL_TAG.match(xml, start):
            continue
        end = xml.find(b">", match.end())
        reference = _REFERENCE.search(xml, start, end)
        if reference is None or not (reference[1] and reference[2]):
            return _errors_by_counting(xml)
        if error := _error(xml, end + 1):
            found[int(reference[2]) - 1, _column(reference[1]) - 1] = error
    return found


def error_values(xml: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Where each error's text begins and ends, and the text."""
    for match in _ERROR_TYPE.finditer(xml):
        if _CELL_TAG.match(xml, xml.rfind(b"<", 0, match.start())):
            value = _value(xml, xml.find(b">", match.end()) + 1)
            if value is not None:
                yield value.start(1), value.end(1), value[1]


def _errors_by_counting(xml: bytes) -> dict[tuple[int, int], str]:
    return {
        (cell.row, cell.column): error
        for cell in _cells(xml)
        if _ERROR_TYPE.search(b" " + cell.attributes) and (error := _error(xml, cell.start))
    }


def _error(xml: bytes, start: int) -> str:
    value = _value(xml, start)
    return value[1].decode("utf-8", "replace").strip() if value is not None else ""


def _value(xml: bytes, start: int) -> re.Match[bytes] | None:
    end = _END_OF_CELL.search(xml, start)
    return _VALUE.search(xml, start, end.start() if end else len(xml))


def _cells(xml: bytes) -> Iterator[_Cell]:
    """Every cell with its place, by the rules of calamine: a missing reference means the next place."""
    row = column = 0
    for token in _ROW_OR_CELL.finditer(xml):
        closing, name, attributes, end = token.groups()
        if end == b"<" or attributes.count(b'"') % 2 or attributes.count(b"'") % 2:
            raise NeedsIsolationError("a tag whose end is in doubt")
        alone = attributes.endswith(b"/")
        reference = _REFERENCE.search(attributes)
        if reference is None and _HAS_REFERENCE.search(attributes):
            raise NeedsIsolationError("a reference that is none")
        if name == b"row":
            if not closing and reference is not None and reference[2]:
                row = int(reference[2]) - 1
            if closing or alone:
                row, column = row + 1, 0
        elif not closing:
            if reference is not None:
                if not (reference[1] and reference[2]):
                    raise NeedsIsolationError("a reference that is none")
                row, column = int(reference[2]) - 1, _column(reference[1]) - 1
            blank = alone or xml.startswith(b"</", token.end())
            yield _Cell(row, column, attributes, token.end(), blank)
            column += 1


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
