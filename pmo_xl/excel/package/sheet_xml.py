"""What a sheet's XML says about its cells without being parsed: how far they reach, which are errors.

Regular expressions over bytes: a DOM would cost more than reading the whole workbook does.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from pmo_xl.core.settings.limits import LIMITS
from pmo_xl.excel.package.refused import NeedsIsolationError

# Each pattern finds a cell that is *not* within the bound beside it or not written in the ordinary way.
# Where it finds none the bound is proven, in one pass and without collecting anything.
_BEYOND = '<c(?:[\\t\\r\\n/>]| (?!r="(?:%s)[0-9]{1,%d}"))'
_BOUNDS = [
    (re.compile((_BEYOND % ("[A-Z]{1,2}", 3)).encode()), 702 * 999),
    (re.compile((_BEYOND % ("A?[A-Z]", 5)).encode()), 52 * 99_999),
    (re.compile((_BEYOND % ("[A-Z]{1,2}", 4)).encode()), 702 * 9_999),
]
_NOT_ORDINARY = re.compile((_BEYOND % ("[A-Z]{1,3}", 7)).encode())
_PREFIXED = re.compile(rb":c[\t\r\n />]")

_REFERENCES = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_ROW_OR_CELL = re.compile(rb"<(/?)(?:[^\s<>/:]+:)?(row|c)(?=[\s/>])([^<>]*+)([<>])")
_REFERENCE = re.compile(rb"""(?<!\S)r\s*=\s*["']([A-Za-z]{0,3})([0-9]{0,7})["']""")
_HAS_REFERENCE = re.compile(rb"(?<!\S)r\s*=")

# Sought from its first letter on: a search that starts with a white space takes ten times as long.
_ERROR_TYPE = re.compile(rb"""t=["']e["'](?<=\st=...)""")
_CELL_TAG = re.compile(rb"<(?:[^\s<>/:]+:)?c\s")
_VALUE = re.compile(rb"<(?:[^\s<>/:]+:)?v(?:\s[^<>]*)?>([^<]*)<")
_END_OF_CELL = re.compile(rb"</(?:[^\s<>/:]+:)?c\s*>")


_NO_NUMBER = re.compile(
    rb"""<(?:[^\s<>/:]+:)?v(?:\s[^<>]*)?>(?!\s*+[-+]?+(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)(?:[eE][-+]?+[0-9]{1,2}+)?+\s*+<)"""
    rb"""([^<]++)<"""
)
"""What a cell holds, where it is not plainly a number: one beyond 1E99 is looked at more closely."""
_NO_PLACE = re.compile(rb"""t=["']s["'][^<>]*>\s*<(?:[^\s<>/:]+:)?v(?:\s[^<>]*)?>(?!\s*[0-9]+\s*<)[^<]+<""")
"""A cell that refers to a text by something that counts none."""
_KIND = re.compile(rb"""\st=["'](\w*)["']""")
_FILLED = re.compile(rb"""<c r="([A-Z]{1,3}[0-9]{1,7})"[^<>]*[^<>/]>\s*<(?:v>[^<]|f|is)""")
"""The reference of each cell that holds something."""
_ROW_NUMBER = re.compile(rb"""<(?:[^\s<>/:]+:)?row\s(?:[^<>]*?\s)?r=["']([0-9]{1,7})["'][^<>/]*>\s*<[^/]""")
"""The number of each row that holds cells."""

_MERGED = re.compile(rb"""mergeCell\s+ref=["']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})["']""")
_HIDDEN = re.compile(rb"""hidden=["'](?:1|true)["']""")
_ROW_OR_COLUMN = re.compile(rb"<(?:[^\s<>/:]+:)?(row|col)\s")
_NUMBERS = re.compile(rb"""(?<![^\s])(r|min|max)=["']([0-9]{1,7})["']""")
_IN_AN_OUTLINE = re.compile(rb"""\soutlineLevel=["'][1-9]""")
_COLUMNS = 16384


class Layout(NamedTuple):
    """What is merged or hidden in a sheet; columns that an outline folds are not counted as hidden."""

    merged: tuple[tuple[int, int, int, int], ...] = ()
    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


class _Cell(NamedTuple):
    row: int
    column: int
    attributes: bytes
    start: int
    """Where its content begins."""
    blank: bool


def area(xml: bytes, *, closely: bool = False, most: int = LIMITS.cells) -> int:
    """An upper bound for rows times columns, from A1 to the last cell that holds something.

    A loose bound costs a third of a close one. Raises NeedsIsolationError where the XML is too odd
    to be sure.
    """
    prefixed = b":c" in xml and _PREFIXED.search(xml) is not None
    if not (closely or prefixed):
        for beyond, bound in _BOUNDS:
            if beyond.search(xml) is None:
                return bound
    if not prefixed and _NOT_ORDINARY.search(xml) is None:
        references = _REFERENCES.findall(xml)
        columns = {letters for letters, _ in references}
        rows = {digits for _, digits in references}
        bound = max(map(_column, columns), default=0) * max(map(int, rows), default=0)
        if bound <= most:
            return bound
    # A column formatted down to row 1048576 is ordinary, so the blank cells are left out at last.
    last_row = last_column = 0
    for cell in _cells(xml):
        if not cell.blank:
            last_row = max(last_row, cell.row + 1)
            last_column = max(last_column, cell.column + 1)
    return last_row * last_column


def cell_count(xml: bytes) -> int:
    """An upper bound for the number of cells."""
    return xml.count(b"<c") + xml.count(b":c")


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


def no_values(xml: bytes) -> dict[tuple[int, int], str]:
    """The cells of numbers that hold none, of texts that refer to none, by the error that Excel shows for such."""
    found: dict[tuple[int, int], str] = {}
    odd = {xml.rfind(b"<", 0, match.start()) for match in _NO_PLACE.finditer(xml)}
    numbers = [*_NO_NUMBER.finditer(xml)]
    starts = [match.start() for match in _CELL_TAG.finditer(xml)] if numbers else []
    for match in numbers:
        start = starts[max(bisect_left(starts, match.start()) - 1, 0)] if starts else 0
        kind = _KIND.search(xml, start, xml.find(b">", start))
        if kind is None or kind[1] == b"n":
            sound = _is_finite(match[1])
        else:
            sound = kind[1] != b"d" or _is_day(match[1])
        if not sound:
            odd.add(start)
    for start in odd:
        reference = _REFERENCE.search(xml, start, xml.find(b">", start))
        if reference is None or not (reference[1] and reference[2]):
            raise NeedsIsolationError("a value that is none in a cell without a reference")
        found[int(reference[2]) - 1, _column(reference[1]) - 1] = "#VALUE!"
    return found


def _is_finite(held: bytes) -> bool:
    try:
        return not held.strip() or (held.isascii() and math.isfinite(float(held)))
    except ValueError:
        return False


def _is_day(held: bytes) -> bool:
    for kind in (dt.datetime, dt.time):
        with suppress(ValueError):
            return kind.fromisoformat(held.decode().strip()) is not None
    return False


def twice(xml: bytes) -> str:
    """The row or the cell that a sheet holds twice, of which no program can say which one is meant; "" where none is."""
    if b"<!--" in xml:
        return ""
    for kind, each in (("row", _ROW_NUMBER), ("cell", _FILLED)):
        found = each.findall(xml)
        if len(found) != len({*found}):
            (name, _), *_ = Counter(found).most_common(1)
            return f"{kind} {name.decode()}"
    return ""


def layout(xml: bytes) -> Layout:
    """The merged ranges of a sheet, and what is hidden in it."""
    merged = []
    first = xml.find(b"mergeCell ")
    for match in _MERGED.finditer(xml, first) if first >= 0 else ():
        left, top, right, bottom = match.groups()
        merged.append((int(top) - 1, _column(left) - 1, int(bottom) - 1, _column(right) - 1))
    rows: set[int] = set()
    columns: set[int] = set()
    for match in _HIDDEN.finditer(xml):
        start, end = xml.rfind(b"<", 0, match.start()), xml.find(b">", match.end())
        tag = _ROW_OR_COLUMN.match(xml, start)
        if tag is None or (tag[1] == b"col" and _IN_AN_OUTLINE.search(xml, start, end)):
            continue
        said = {name: int(number) for name, number in _NUMBERS.findall(xml, start, end)}
        if tag[1] == b"row" and b"r" in said:
            rows.add(said[b"r"] - 1)
        elif b"min" in said and b"max" in said:
            columns |= set(range(said[b"min"] - 1, min(said[b"max"], _COLUMNS)))
    return Layout(tuple(merged), frozenset(rows), frozenset(columns))


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
        if _ERROR_TYPE.search(cell.attributes) and (error := _error(xml, cell.start))
    }


def _error(xml: bytes, start: int) -> str:
    """Read the text of the cell whose content begins at ``start``."""
    value = _value(xml, start)
    return value[1].decode("utf-8", "replace").strip() if value is not None else ""


def _value(xml: bytes, start: int) -> re.Match[bytes] | None:
    if xml.startswith(b"/>", start - 2):
        return None
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
