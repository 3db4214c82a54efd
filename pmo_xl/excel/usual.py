"""Sheets that are written in the usual way, taken a row at a time by one expression instead of being parsed.

Excel, LibreOffice and XlsxWriter write the cells of a row one after the other, in few forms. Where every row of a
workbook has these forms and no others, what it holds is known from the matches alone. Anything else, and whatever
the reader of all workbooks might see otherwise, is left to that reader.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Container, Mapping, Sequence
from functools import lru_cache
from operator import lt
from xml.parsers import expat
from xml.sax.saxutils import unescape

from pmo_xl.core.finding import cell_name
from pmo_xl.core.raw import Cell, Formula, RawSheet
from pmo_xl.excel import unread
from pmo_xl.excel.number_formats import Shown, formats_of
from pmo_xl.excel.origin import SheetOrigin
from pmo_xl.excel.package import Package
from pmo_xl.excel.refused import BYTES_OF_A_CELL, MAX_CELLS, MAX_TEXT, RefusedError
from pmo_xl.excel.sheet_xml import layout

MOST_COLUMNS = 128
"""Of a wider sheet the expression would take longer to make than it saves."""
MOST_ROWS = 100_000
"""What stands further down is for a closer look: often nothing but a format."""
TITLES = 5
"""Rows at the top in which the kinds of cells change from one to the next."""

_CELL = (
    r'(?:<c r="%s\1"(?:'
    r"([^<>/]*+>(?:<f)?+)(?:(?<=<f)(?:>[^<]*+</f>|/>| [^<>/]*+(?:/>|>[^<]*+</f>)))?+(?:<v>([^<]*+)</v>)?+</c>"
    r"|[^<>/]*+/>))?+"
)
"""A cell: its attributes and whether a formula follows, then its value."""
_ROW = r'<row r="([0-9]{1,7}+)"([^<>/]*+)(?:/>|>%s</row>)'
_WIDTH = re.compile(rb'<dimension ref="(?:[A-Z]{1,3}[0-9]{1,7}:)?([A-Z]{1,3})[0-9]{1,7}"/>')
_ATTRIBUTES = re.compile(rb'(?: s="([0-9]{1,5})")?(?: t="(s|n|str)")?>(?:<f)?')
_STRING = re.compile(r'<si><t(?:(?: xml:space="preserve")?>([^<]*+)</t>|/>)</si>')
_UTF_8 = re.compile(
    rb"""<\?xml version=["']1\.0["'](?: encoding=["'](?i:utf-8)["'])?(?: standalone=["']yes["'])?\?>"""
)
_SIGN = re.compile(rb"_x[0-9A-Fa-f]{4}_")
_OF_NUMBERS = b"0123456789.eE+-"
_HIDDEN = re.compile(rb'hidden="(?:1|true)"')
_FORMULA_FOLLOWS = b"<f"
_WORKSHEET = "/worksheet"
_EPOCH = dt.date(1899, 12, 30).toordinal()
_FIRST_DAY, _LAST_DAY = 61, 2_958_465
"""Between them, whole numbers are days to everybody."""


class _UnusualError(Exception):
    """Something that is for the reader of all workbooks to say."""


class _Days(dict[bytes, Cell]):
    """Days by the numbers that cells hold for them."""

    def __missing__(self, number: bytes) -> dt.date:
        if not number.isdigit() or not _FIRST_DAY <= int(number) <= _LAST_DAY:
            raise _UnusualError
        self[number] = day = dt.date.fromordinal(_EPOCH + int(number))
        return day


class _Words(dict[bytes, Cell]):
    """Texts that stand in cells themselves, as formulas leave them."""

    def __missing__(self, words: bytes) -> str:
        self[words] = text = _text(words)
        return text


_DAYS = _Days({b"": None})

Taking = Callable[[bytes], Cell]


def usual_sheets(package: Package) -> tuple[RawSheet, ...] | None:
    """The sheets of a workbook with all that is known of each; None where any is not written in the usual way."""
    try:
        return _sheets(package)
    except (_UnusualError, RefusedError, UnicodeDecodeError, KeyError):
        return None


def _sheets(package: Package) -> tuple[RawSheet, ...]:
    if package.ambiguous or package.counts_from_1904:
        raise _UnusualError
    strings = package.shared_strings and _known(package, package.strings_part, package.shared_strings)
    styles = package.styles and _known(package, package.styles, package.read(package.styles))
    take = _Taking(strings, formats_of(styles) if styles else ())
    marks = unread.marks_among(take.texts)
    found = []
    for tab in package.tabs:
        if not tab.part or not tab.kind.endswith(_WORKSHEET) or tab.state not in _VISIBLE:
            raise _UnusualError
        xml = package.read(tab.part)
        if (page := unread.mark_of_page(xml, marks)) is not None:
            found.append(RawSheet(tab.name, [[page]]))
            continue
        found.append(_sheet(tab.name, _known(package, tab.part, xml), take, _VISIBLE[tab.state]))
    return tuple(found)


_NONE: frozenset[int] = frozenset()
_VISIBLE = {"": True, "visible": True, "hidden": False, "veryHidden": False}


def _known(package: Package, part: str, xml: bytes) -> bytes:
    """The XML of a part, where it is what was packed, and begins as is usual."""
    if not package.is_intact(part, xml) or not _UTF_8.match(xml):
        raise _UnusualError
    return xml


def _sheet(name: str, xml: bytes, take: _Taking, visible: bool) -> RawSheet:
    start, end = xml.find(b"<sheetData>"), xml.rfind(b"</sheetData>")
    if start < 0:
        return _empty(name, xml, visible)
    width = _WIDTH.search(xml, 0, start)
    columns = _column(width[1]) if width is not None else MOST_COLUMNS
    around = xml[: start + len(b"<sheetData>")] + xml[end:]
    if columns > MOST_COLUMNS or take.longest * (len(xml) // BYTES_OF_A_CELL) > MAX_TEXT:
        raise _UnusualError
    if end < start or b"<!" in around or not _is_sound(around):
        raise _UnusualError
    found = _rows(xml, columns, start + len(b"<sheetData>"), end)
    if not found:
        return _empty(name, around, visible)
    columns_of = [*zip(*found, strict=True)]
    rows = _places(columns_of[0])
    values = take.rows(found[:TITLES], columns_of)
    if rows[-1] - rows[0] + 1 != len(rows) or rows[0]:
        by_row = dict(zip(rows, values, strict=True))
        values = [by_row.get(row) or [None] * columns for row in range(rows[-1] + 1)]
    seen = layout(around)
    hides = {said for said in {*columns_of[1]} if b"hidden" in said and _HIDDEN.search(said)}
    hidden = (
        frozenset(row for row, said in zip(rows, columns_of[1], strict=True) if said in hides)
        if hides
        else _NONE
    )
    origin = _Origin(rows, columns_of[2::2], xml)
    return RawSheet(name, values, {}, visible, seen.merged, hidden, seen.columns, False, origin)


def _places(numbers: Sequence[bytes]) -> Sequence[int]:
    """Where rows with these numbers stand, each below the one before."""
    many = len(numbers)
    rows: Sequence[int] = range(many)
    if numbers != _written_numbers(1 << many.bit_length())[1 : many + 1]:
        rows = [int(number) - 1 for number in numbers]
        if not all(map(lt, rows, rows[1:])):
            raise _UnusualError
    if rows[-1] > MOST_ROWS:
        raise _UnusualError
    return rows


def _rows(xml: bytes, columns: int, start: int, end: int) -> list[tuple[bytes, ...]]:
    """What the expression finds in each row, one right behind the other from *start* to *end*."""
    row_after = _row_of(columns).scanner(xml, start, end).match  # type: ignore[attr-defined] # nobody documented it
    found: list[tuple[bytes, ...]] = []
    while (row := row_after()) is not None and len(found) * columns < MAX_CELLS:
        found.append(row.groups(b""))
        start = row.end()
    if start != end:
        raise _UnusualError
    return found


def _empty(name: str, xml: bytes, visible: bool) -> RawSheet:
    """A sheet without a cell."""
    if b"<!" in xml or not _is_sound(xml) or not re.search(rb"<sheetData(?:/>|></sheetData>)", xml):
        raise _UnusualError
    return RawSheet(name, [], {}, visible, *layout(xml))


@lru_cache(maxsize=32)
def _row_of(columns: int) -> re.Pattern[bytes]:
    """What a row of so many columns looks like: its number, its attributes, two groups for each cell."""
    cells = "".join(_CELL % cell_name(0, column)[:-1] for column in range(columns))
    return re.compile((_ROW % cells).encode())


@lru_cache(maxsize=8)
def _written_numbers(many: int) -> tuple[bytes, ...]:
    """How the XML gives the numbers of texts and rows."""
    return tuple(b"%d" % number for number in range(many))


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


def _is_escaped(words: bytes) -> bool:
    """Whether signs are written in ways that readers take differently."""
    return b"&#" in words or b"\r" in words or (b"_x" in words and _SIGN.search(words) is not None)


def _text(words: bytes) -> str:
    """The same, of words that may be escaped."""
    if _is_escaped(words):
        raise _UnusualError
    return _unescaped(words.decode())


def _unescaped(text: str) -> str:
    return unescape(text, {"&quot;": '"', "&apos;": "'"}) if "&" in text else text


def _numbers(held: Sequence[bytes]) -> list[Cell]:
    if b"".join(held).translate(None, _OF_NUMBERS):
        raise _UnusualError
    try:
        if b"" not in held:
            return [*map(float, held)]
        return [float(number) if number else None for number in held]
    except ValueError as problem:
        raise _UnusualError from problem


def _number(held: bytes) -> Cell:
    return _numbers([held])[0]


class _Known(dict[bytes, Taking]):
    """What takes a cell, by its attributes."""

    def __init__(self, by_kind: Callable[[int, bytes | None], Taking]) -> None:
        super().__init__()
        self._by_kind = by_kind

    def __missing__(self, attributes: bytes) -> Taking:
        said = _said_by(attributes)
        if said is None:
            raise _UnusualError
        self[attributes] = taking = self._by_kind(*said)
        return taking


@lru_cache(maxsize=4096)
def _said_by(attributes: bytes) -> tuple[int, bytes | None] | None:
    """The style and the kind of a cell, None where there is more to it."""
    said = _ATTRIBUTES.fullmatch(attributes)
    return (int(said[1] or 0), said[2]) if said is not None else None


class _Taking:
    """What makes values of what cells hold, by what their attributes say of them."""

    def __init__(self, strings: bytes, formats: Sequence[Shown]) -> None:
        texts = _STRING.findall(strings.decode())
        if (
            len(texts) != strings.count(b"<si")
            or b"<!" in strings
            or _is_escaped(strings[strings.find(b"<si") :])
        ):
            raise _UnusualError
        if b"&" in strings:
            texts = [*map(_unescaped, texts)]
        numbers = _written_numbers(1 << len(texts).bit_length())
        self._shared: dict[bytes, Cell] = dict(zip(numbers, (text or None for text in texts), strict=False))
        self._shared[b""] = None
        self.texts, self.longest = texts, max(map(len, texts), default=0)
        self._written = _Words({b"": None})
        self._formats = formats
        self._known = _Known(self._by_kind)

    def rows(
        self, titles: Sequence[tuple[bytes, ...]], columns: Sequence[tuple[bytes, ...]]
    ) -> list[list[Cell]]:
        """The values of all rows, from what was found in the topmost ones, and column by column in all."""
        values = [self._each(row[2::2], row[3::2]) for row in titles]
        below = [column[TITLES:] for column in columns[2:]]
        return [*values, *map(list, zip(*map(self._column, below[::2], below[1::2]), strict=True))]

    def _each(self, kinds: Sequence[bytes], held: Sequence[bytes]) -> list[Cell]:
        known = self._known
        return [known[kind](what) if what else None for kind, what in zip(kinds, held, strict=True)]

    def _column(self, kinds: Sequence[bytes], held: Sequence[bytes]) -> Sequence[Cell]:
        """The values of a column below the titles, most often of one kind."""
        takings = {*map(self._known.__getitem__, {*kinds} - {b""})}
        if len(takings) > 1:
            return self._each(kinds, held)
        for taking in takings:
            return _numbers(held) if taking is _number else [*map(taking, held)]
        return [None] * len(held)

    def _by_kind(self, style: int, kind: bytes | None) -> Taking:
        if kind == b"s":
            return self._shared.__getitem__
        if kind == b"str":
            return self._written.__getitem__
        shown = self._formats[style] if style < len(self._formats) else Shown.UNKNOWN
        if shown is Shown.UNKNOWN:
            raise _UnusualError
        return _DAYS.__getitem__ if shown is Shown.DAY else _number


class _Origin:
    """Which cells were typed and which are computed, as the attributes of the cells say, column by column."""

    def __init__(self, rows: Sequence[int], kinds: Sequence[tuple[bytes, ...]], xml: bytes) -> None:
        self._rows, self._kinds, self._xml = rows, kinds, xml

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

    def _computes(self, column: int, rows: Container[int]) -> bool:
        kinds = self._kinds[column]
        live = {kind for kind in {*kinds} if kind[-2:] == _FORMULA_FOLLOWS}
        return bool(live) and any(
            kind in live and row in rows for row, kind in zip(self._rows, kinds, strict=True)
        )
