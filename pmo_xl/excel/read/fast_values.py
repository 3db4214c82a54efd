"""What cells hold, made values of: numbers, days and texts, each by what its attributes say of it.

Whatever another reader might take differently is left to that reader: it raises UnusualError.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from pmo_xl.core.flow.raw import Cell
from pmo_xl.excel.read.number_formats import Shown

_TITLES = 5
"""Rows at the top in which the kinds of cells change from one to the next."""

_ATTRIBUTES = re.compile(rb'(?: s="([0-9]{1,5})")?(?: t="(s|n|str)")?>(?:<f)?')
_STRING = re.compile(r'<si><t(?:(?: xml:space="preserve")?>([^<]*+)</t>|/>)</si>')
_SIGN = re.compile(rb"_x[0-9A-Fa-f]{4}_")
_OF_NUMBERS = b"0123456789.eE+-"
_EPOCH = dt.date(1899, 12, 30).toordinal()
_FIRST_DAY, _LAST_DAY = 61, 2_958_465
"""Between them, whole numbers are days to everybody."""


class FastPathError(Exception):
    """Something that is for the reader of all workbooks to say."""


class _Days(dict[bytes, Cell]):
    """Days by the numbers that cells hold for them."""

    def __missing__(self, number: bytes) -> dt.date:
        if not number.isdigit() or not _FIRST_DAY <= int(number) <= _LAST_DAY:
            raise FastPathError
        self[number] = day = dt.date.fromordinal(_EPOCH + int(number))
        return day


class _Words(dict[bytes, Cell]):
    """Texts that stand in cells themselves, as formulas leave them."""

    def __missing__(self, words: bytes) -> str:
        self[words] = text = _text(words)
        return text


_DAYS = _Days({b"": None})

_SIGNS = (("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&apos;"), ("&", "&amp;"))
"""Signs as XML writes them; the one that begins all of these is the last."""

Taking = Callable[[bytes], Cell]


@lru_cache(maxsize=8)
def written_numbers(many: int) -> tuple[bytes, ...]:
    """How the XML gives the numbers of texts and rows."""
    return tuple(b"%d" % number for number in range(many))


def _is_escaped(words: bytes) -> bool:
    """Whether signs are written in ways that readers take differently."""
    return b"&#" in words or b"\r" in words or (b"_x" in words and _SIGN.search(words) is not None)


def _text(words: bytes) -> str:
    """The words of a cell that holds them itself."""
    if _is_escaped(words):
        raise FastPathError
    return _unescaped(words.decode())


def _unescaped(text: str) -> str:
    if "&" in text:
        for sign, written in _SIGNS:
            text = text.replace(written, sign)
    return text


def _numbers(held: Sequence[bytes]) -> list[Cell]:
    if b"".join(held).translate(None, _OF_NUMBERS):
        raise FastPathError
    try:
        found: list[Cell] = (
            [*map(float, held)] if b"" not in held else [float(one) if one else None for one in held]
        )
    except ValueError as problem:
        raise FastPathError from problem
    if math.inf in found or -math.inf in found:
        raise FastPathError
    return found


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
            raise FastPathError
        self[attributes] = taking = self._by_kind(*said)
        return taking


@lru_cache(maxsize=4096)
def _said_by(attributes: bytes) -> tuple[int, bytes | None] | None:
    """The style and the kind of a cell, None where there is more to it."""
    said = _ATTRIBUTES.fullmatch(attributes)
    return (int(said[1] or 0), said[2]) if said is not None else None


class Values:
    """What makes values of what cells hold, by what their attributes say of them."""

    def __init__(self, strings: bytes, formats: Sequence[Shown]) -> None:
        texts = _STRING.findall(strings.decode())
        if (
            len(texts) != strings.count(b"<si")
            or b"<!" in strings
            or _is_escaped(strings[strings.find(b"<si") :])
        ):
            raise FastPathError
        if b"&" in strings:
            texts = [_unescaped(text) if "&" in text else text for text in texts]
        numbers = written_numbers(1 << len(texts).bit_length())
        self._shared: dict[bytes, Cell] = dict(zip(numbers, texts, strict=False))
        if "" in texts:
            self._shared |= {number: None for number, text in self._shared.items() if not text}
        self._shared[b""] = None
        self.texts, self.longest = texts, max(map(len, texts), default=0)
        self._written = _Words({b"": None})
        self._formats = formats
        self._known = _Known(self._by_kind)

    def rows(
        self, found: Sequence[tuple[bytes, ...]], columns: Sequence[tuple[bytes, ...]]
    ) -> list[list[Cell]]:
        """The values of all rows, from what was found in each, and the same column by column.

        Two strings stand before those of the cells, of which each has two: its attributes and what it holds.
        """
        values = [self._each(row[2::2], row[3::2]) for row in found[:_TITLES]]
        below = [column[_TITLES:] for column in columns[2:]]
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
            raise FastPathError
        return _DAYS.__getitem__ if shown is Shown.DAY else _number
