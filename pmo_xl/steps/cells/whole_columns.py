"""Columns in which nothing is to be put right, known by looking at each as a whole.

Most columns of most returns are such. What holds for a column here is what ``mend`` would say of each of its
cells, so that only the others are taken cell by cell.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Any

from pmo_xl.core.base.text import EDGES, fold
from pmo_xl.core.definition.column import Column, Kind
from pmo_xl.steps.cells.coerce import (
    EARLIEST,
    LATEST,
    LONGEST_BLANK,
    LOWEST_WHOLE_PERCENT,
    blanks_of,
    choice_words,
)

_NO_CONTROL = r"\x00-\x08\x0b-\x1f\x7f\u200b\ufeff"
_SOUND_TEXT = re.compile(rf"[^\W_](?:[^{_NO_CONTROL}]*[^{_NO_CONTROL}{re.escape(EDGES)}])?")
"""A text that begins with a letter or a digit, and ends with a sign that can be seen."""

HAIR = 1e-14
"""Excel keeps 15 digits."""

Taken = list[Any] | None


def taken_whole(column: Column) -> Callable[[Sequence[Any]], Taken]:
    """What takes the raw cells of such a column: its plain values, or None where a cell needs a closer look."""
    match column.kind:
        case Kind.TEXT:
            blanks = blanks_of(column)
            return lambda cells: _texts(cells, blanks)
        case Kind.CHOICE | Kind.YES_NO:
            words = choice_words(column)
            return lambda cells: _choices(cells, words)
        case Kind.DATE:
            return _dates
        case Kind.MONTH:
            return _months
        case Kind.INTEGER:
            return _integers
        case Kind.PERCENT if column.high == 1:
            return _percents
        case _:
            return _numbers


def _filled(cells: Sequence[Any], kind: type) -> list[Any] | None:
    """The filled cells, where all of them are of one kind."""
    kinds = set(map(type, cells))
    if kinds == {kind}:
        return list(cells)
    if kinds <= {kind, type(None)}:
        return [cell for cell in cells if cell is not None]
    return None


def _texts(cells: Sequence[Any], blanks: frozenset[str]) -> Taken:
    filled = {*cells} - {None}
    if not {*map(type, filled)} <= {str} or not all(map(_SOUND_TEXT.fullmatch, filled)):
        return None
    short = [cell for cell in filled if len(cell) <= LONGEST_BLANK]
    return list(cells) if blanks.isdisjoint(map(fold, short)) else None


def _choices(cells: Sequence[Any], words: dict[str, str]) -> Taken:
    if _filled(cells, str) is None:
        return None
    keys = {cell: None if cell is None else words.get(fold(cell)) for cell in set(cells)}
    if any(key is None and cell is not None for cell, key in keys.items()):
        return None
    return [keys[cell] for cell in cells]


def _dates(cells: Sequence[Any]) -> Taken:
    days = _filled(cells, dt.date)
    if days is None or (days and not EARLIEST <= min(days) <= max(days) <= LATEST):
        return None
    return list(cells)


def _months(cells: Sequence[Any]) -> Taken:
    days = _dates(cells)
    return days if days is not None and all(day is None or day.day == 1 for day in days) else None


def _integers(cells: Sequence[Any]) -> Taken:
    numbers = _filled(cells, float)
    if numbers is None or not all(map(float.is_integer, numbers)):
        return None
    return [None if cell is None else int(cell) for cell in cells]


def _percents(cells: Sequence[Any]) -> Taken:
    shares = _filled(cells, float)
    if shares is None or not all(share < LOWEST_WHOLE_PERCENT for share in shares):
        return None
    return list(cells)


def whole(shares: list[Any]) -> list[Any]:
    """Shares in which what a formula left a hair beside 100 % is 100 %, as Excel shows and compares it."""
    return [1.0 if type(share) is float and 0 < abs(share - 1) < HAIR else share for share in shares]


def _numbers(cells: Sequence[Any]) -> Taken:
    return None if _filled(cells, float) is None else list(cells)
