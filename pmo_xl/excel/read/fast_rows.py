"""Fast path for sheets of the usual layout: a row at a time by one expression, without a parser.

Excel, LibreOffice and XlsxWriter write the cells of a row one after the other, in few forms. Where every row of a
workbook has these forms and no others, what it holds is known from the matches alone. Anything else, and whatever
the reader of all workbooks might see otherwise, is left to that reader.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Mapping, Sequence
from functools import lru_cache
from operator import lt
from xml.parsers import expat

from pmo_xl.core.base.finding import cell_name
from pmo_xl.core.flow.raw import Formula, RawSheet
from pmo_xl.core.settings.limits import LIMITS, LimitSettings
from pmo_xl.excel.package.container import Package
from pmo_xl.excel.package.refused import BYTES_OF_A_CELL, MEBIBYTE, RefusedError
from pmo_xl.excel.package.sheet_xml import layout
from pmo_xl.excel.read import skipped_sheets
from pmo_xl.excel.read.fast_values import FastPathError, Values, written_numbers
from pmo_xl.excel.read.formula_cells import SheetOrigin
from pmo_xl.excel.read.number_formats import formats_of

MOST_COLUMNS = 128
"""Of a wider sheet the expression would take longer to make than it saves."""
MOST_ROWS = 100_000
"""What stands further down is for a closer look: often nothing but a format."""

_CELL = (
    r'(?:<c r="%s\1"(?:'
    r"([^<>/]*+>(?:<f)?+)(?:(?<=<f)(?:>[^<]*+</f>|/>| [^<>/]*+(?:/>|>[^<]*+</f>)))?+(?:<v>([^<]*+)</v>)?+</c>"
    r"|[^<>/]*+/>))?+"
)
"""A cell: its attributes and whether a formula follows, then its value."""
_ROW = r'<row r="([0-9]{1,7}+)"([^<>/]*+)(?:/>|>%s</row>)'
_CONTENT = b"<v", b"<f", b"<t", b"<is"
_BLANK_ROWS = re.compile(
    rb'(?:<row r="[0-9]{1,7}+"[^<>]*+(?:(?<=/)>|>(?:<c r="[A-Z]{1,3}+[0-9]{1,7}+"(?: s="[0-9]{1,5}+")?+/>)*+</row>))*+'
)
_WIDTH = re.compile(rb'<dimension ref="(?:[A-Z]{1,3}[0-9]{1,7}:)?([A-Z]{1,3})[0-9]{1,7}"/>')
_UTF_8 = re.compile(
    rb"""<\?xml version=["']1\.0["'](?: encoding=["'](?i:utf-8)["'])?(?: standalone=["']yes["'])?\?>"""
)
_HIDDEN = re.compile(rb'hidden="(?:1|true)"')
_FORMULA_FOLLOWS = b"<f"
_WORKSHEET = "/worksheet"
_VISIBLE = {"": True, "visible": True, "hidden": False, "veryHidden": False}


def fast_sheets(package: Package, limits: LimitSettings = LIMITS) -> tuple[RawSheet, ...] | None:
    """The sheets of a workbook with all that is known of each; None where any is not written in the usual way."""
    try:
        return _sheets(package, limits)
    except (FastPathError, RefusedError, UnicodeDecodeError, KeyError):
        return None


def _sheets(package: Package, limits: LimitSettings) -> tuple[RawSheet, ...]:
    if package.ambiguous or package.counts_from_1904:
        raise FastPathError
    strings = package.shared_strings and _known(package.shared_strings)
    styles = package.styles and _known(package.read(package.styles))
    take = Values(strings, formats_of(styles) if styles else ())
    found = []
    for tab in package.tabs:
        if not tab.part or not tab.kind.endswith(_WORKSHEET) or tab.state not in _VISIBLE:
            raise FastPathError
        xml = package.read(tab.part)
        if (page := skipped_sheets.mark_of_page(xml, take.texts)) is not None:
            found.append(RawSheet(tab.name, [[page]]))
            continue
        found.append(_sheet(tab.name, _known(xml), take, _VISIBLE[tab.state], styles or b"", limits))
    return tuple(found)


def _known(xml: bytes) -> bytes:
    """The XML of a part, where it begins as is usual."""
    if not _UTF_8.match(xml):
        raise FastPathError
    return xml


def _sheet(
    name: str, xml: bytes, take: Values, visible: bool, styles: bytes, limits: LimitSettings
) -> RawSheet:
    start, end = xml.find(b"<sheetData>"), xml.rfind(b"</sheetData>")
    if start < 0:
        return _empty(name, xml, visible)
    width = _WIDTH.search(xml, 0, start)
    columns = _column(width[1]) if width is not None else MOST_COLUMNS
    around = xml[: start + len(b"<sheetData>")] + xml[end:]
    text = take.longest * (len(xml) // BYTES_OF_A_CELL)
    if columns > MOST_COLUMNS or text > limits.text_size * MEBIBYTE:
        raise FastPathError
    if end < start or b"<!" in around or not _is_sound(around):
        raise FastPathError
    found = _rows(xml, columns, start + len(b"<sheetData>"), _end_of_content(xml, start, end), limits.cells)
    if not found:
        return _empty(name, around, visible)
    columns_of = [*zip(*found, strict=True)]
    rows = _places(columns_of[0])
    values = take.rows(found, columns_of)
    if rows[-1] - rows[0] + 1 != len(rows) or rows[0]:
        by_row = dict(zip(rows, values, strict=True))
        values = [by_row.get(row) or [None] * columns for row in range(rows[-1] + 1)]
    seen = layout(around)
    hides = {said for said in {*columns_of[1]} if b"hidden" in said and _HIDDEN.search(said)}
    marked = zip(rows, columns_of[1], strict=True) if hides else ()
    hidden = frozenset(row for row, said in marked if said in hides)
    origin = _Origin(rows, columns_of[2::2], xml, styles)
    return RawSheet(name, values, {}, visible, seen.merged, hidden, seen.columns, False, origin)


def _places(numbers: Sequence[bytes]) -> Sequence[int]:
    """Where rows with these numbers stand, each below the one before."""
    many = len(numbers)
    rows: Sequence[int] = range(many)
    if numbers != written_numbers(1 << many.bit_length())[1 : many + 1]:
        rows = [int(number) - 1 for number in numbers]
        if not all(map(lt, rows, rows[1:])):
            raise FastPathError
    if rows[-1] > MOST_ROWS:
        raise FastPathError
    return rows


def _rows(xml: bytes, columns: int, start: int, end: int, cells: int) -> list[tuple[bytes, ...]]:
    """What the expression finds in each row, one right behind the other from *start* to *end*."""
    row_after = _row_of(columns).scanner(xml, start, end).match  # type: ignore[attr-defined] # nobody documented it
    found: list[tuple[bytes, ...]] = []
    while (row := row_after()) is not None and len(found) * columns < cells:
        found.append(row.groups(b""))
        start = row.end()
    if start != end:
        raise FastPathError
    return found


def _end_of_content(xml: bytes, start: int, end: int) -> int:
    """Where the rows that hold something end: a column formatted down to the last row has a million others below them."""
    last = max(xml.rfind(tag, start, end) for tag in _CONTENT)
    after = xml.find(b"</row>", last, end) + len(b"</row>")
    return after if last >= 0 and _BLANK_ROWS.fullmatch(xml, after, end) else end


def _empty(name: str, xml: bytes, visible: bool) -> RawSheet:
    """A sheet without a cell."""
    if b"<!" in xml or not _is_sound(xml) or not re.search(rb"<sheetData(?:/>|></sheetData>)", xml):
        raise FastPathError
    return RawSheet(name, [], {}, visible, *layout(xml))


@lru_cache(maxsize=32)
def _row_of(columns: int) -> re.Pattern[bytes]:
    """What a row of so many columns looks like: its number, its attributes, two groups for each cell."""
    cells = "".join(_CELL % cell_name(0, column)[:-1] for column in range(columns))
    return re.compile((_ROW % cells).encode())


@lru_cache(maxsize=256)
def _is_sound(around: bytes) -> bool:
    """Whether the XML around the cells closes what it opens."""
    try:
        expat.ParserCreate().Parse(around, True)
    except expat.ExpatError:
        return False
    return True


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


class _Origin:
    """Which cells were typed and which are computed, as the attributes of the cells say, column by column."""

    def __init__(
        self, rows: Sequence[int], kinds: Sequence[tuple[bytes, ...]], xml: bytes, styles: bytes
    ) -> None:
        self._rows, self._kinds, self._xml, self._styles = rows, kinds, xml, styles

    def typed(self, columns: Collection[int]) -> set[tuple[int, int]]:
        """The cells of these columns that hold something and no formula."""
        return {
            (row, column)
            for column in columns
            if column < len(self._kinds)
            for row, kind in zip(self._rows, self._kinds[column], strict=True)
            if kind and kind[-2:] != _FORMULA_FOLLOWS
        }

    def formulas(self, columns: Collection[int], rows: Container[int]) -> Mapping[tuple[int, int], Formula]:
        """The cells of these columns and rows that hold a formula."""
        computed = [
            column for column in columns if column < len(self._kinds) and self._computes(column, rows)
        ]
        return SheetOrigin(self._xml).formulas(computed, rows) if computed else {}

    def formats(self, columns: Collection[int]) -> Mapping[tuple[int, int], str]:
        """The number formats of the cells of these columns; a cell without one is General."""
        return SheetOrigin(self._xml, self._styles).formats(columns)

    def _computes(self, column: int, rows: Container[int]) -> bool:
        kinds = self._kinds[column]
        live = {kind for kind in {*kinds} if kind[-2:] == _FORMULA_FOLLOWS}
        return bool(live) and any(
            kind in live and row in rows for row, kind in zip(self._rows, kinds, strict=True)
        )
