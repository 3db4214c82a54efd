"""Coerce a cell where that is certain, with before and after: spaces, list words, numbers and dates as text.

What could mean two things is refused, both readings named. What is neither is left as it is, for the check
of kinds and limits to refuse.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from pmo_xl.core.base import date_texts
from pmo_xl.core.base.blank_words import NO_WORDS, PSEUDO_BLANK
from pmo_xl.core.base.text import EDGES, fold
from pmo_xl.core.definition.column import Column, Kind
from pmo_xl.core.definition.model import choices_of
from pmo_xl.steps.cells.repairs import (
    ABBREVIATED,
    AS_BLANK,
    DATE_AS_TEXT,
    FAR_DATE,
    LEVEL_AS_WORD,
    LIKE_A_FORMULA,
    NO_CURRENCY,
    NUMBER_AS_TEXT,
    OTHER_CURRENCY,
    SHARE_AS_CLASS,
    SPACES,
    TIME_DROPPED,
    TWO_DAYS,
    TWO_NUMBERS,
    WHOLE_PERCENT,
    Repair,
)
from pmo_xl.steps.text import numerals
from pmo_xl.steps.text.numerals import Number, OtherMoney, Readings
from pmo_xl.steps.text.scales import class_of, level_in

EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2100, 12, 31)
SHORTEST = 3
"""Letters that an abbreviation must have."""
LOWEST_WHOLE_PERCENT = 2
"""From here on a share that was typed as a number counts hundredths."""
LONGEST_BLANK = max(map(len, NO_WORDS | PSEUDO_BLANK))
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\ufeff]")
_NOT_A_LETTER = re.compile(r"[\W_]+")


Coerced = tuple[Any, Repair | None]


def coercer(column: Column, currency: str | None = None) -> Callable[[Any], Coerced]:
    """What puts a filled cell of that column right: the plain value, and what was done to it, if anything.

    ``currency`` is that of the project: an amount typed with any other is refused.
    """
    match column.kind:
        case Kind.TEXT:
            blanks = blanks_of(column)
            return lambda cell: _mend_text(cell, blanks)
        case Kind.CHOICE | Kind.YES_NO:
            words = choice_words(column)
            return lambda cell: _mend_choice(cell, words)
        case Kind.DATE:
            return _mend_date
        case Kind.MONTH:
            return _mend_month
        case Kind.INTEGER if (column.low, column.high) == (1, 5):
            probability = column.key.startswith("probability")
            return lambda cell: _mend_level(cell, probability)
        case Kind.INTEGER:
            return _mend_integer
        case Kind.PERCENT if column.high == 1:
            return _mend_percent
        case Kind.AMOUNT:
            return lambda cell: _mend_number(cell, money=True, currency=currency)
        case _:
            return _mend_number


def _invisible(cell: str) -> bool:
    return not cell.strip(EDGES)


def _mend_text(cell: Any, blanks: frozenset[str]) -> Coerced:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell)), None
    if isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell), None
    if not isinstance(cell, str):
        return cell, None
    clean = _CONTROL.sub("", cell).strip(EDGES)
    if not clean:
        return None, None
    if len(clean) <= LONGEST_BLANK and fold(clean) in blanks:
        return None, AS_BLANK
    if clean != cell:
        return clean, SPACES
    if clean[0] in "=+@" or (clean[0] == "-" and len(clean) > 1 and not clean[1].isspace()):
        return clean, LIKE_A_FORMULA
    return clean, None


def blanks_of(column: Column) -> frozenset[str]:
    """What stands for a blank in a column of texts, as :func:`fold` writes it."""
    return NO_WORDS if column.pattern is None else PSEUDO_BLANK


@cache
def choice_words(column: Column) -> dict[str, str]:
    """What may be written for each value of a closed list, as :func:`fold` writes it, and the key of the value."""
    choices = choices_of(column)
    assert choices is not None
    return {
        fold(words): member.key
        for member in choices
        for words in (member.key, *member.label.in_all(), *member.aliases)
    }


def _mend_choice(cell: Any, words: dict[str, str]) -> Coerced:
    if isinstance(cell, bool):
        cell = "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        cell = str(int(cell))
    if not isinstance(cell, str):
        return cell, None
    # The list is asked before the pseudo-blanks: a list may hold a word that means blank elsewhere.
    folded = fold(cell)
    key = words.get(folded)
    if key is not None:
        return key, None
    if _invisible(cell):
        return None, None
    if folded in PSEUDO_BLANK:
        return None, AS_BLANK
    key = _abbreviated(folded, words)
    return (key, ABBREVIATED) if key is not None else (cell, None)


def _abbreviated(folded: str, words: dict[str, str]) -> str | None:
    """The one choice that the letters stand for: written with other signs between, or begun and not finished."""
    letters = _NOT_A_LETTER.sub("", folded)
    if len(letters) < SHORTEST:
        return None
    plain = {(_NOT_A_LETTER.sub("", word), key) for word, key in words.items()}
    same = {key for word, key in plain if word == letters}
    begun = same or {key for word, key in plain if word.startswith(letters)}
    return begun.pop() if len(begun) == 1 else None


def _mend_date(cell: Any) -> Coerced:
    if isinstance(cell, dt.datetime):
        if cell.time() == dt.time():
            return _plausible(cell.date())
        return cell.date(), TIME_DROPPED
    if isinstance(cell, dt.date):
        return _plausible(cell)
    return _day_of(cell, date_texts.day)


def _plausible(day: dt.date) -> Coerced:
    return day, None if EARLIEST <= day <= LATEST else FAR_DATE


def _mend_month(cell: Any) -> Coerced:
    if isinstance(cell, dt.date):
        return _plausible(dt.date(cell.year, cell.month, 1))
    return _day_of(cell, date_texts.month)


def _day_of(cell: Any, read: Callable[[str], dt.date | date_texts.Days | None]) -> Coerced:
    """A date that was typed as text."""
    if not isinstance(cell, str):
        return cell, None
    blank = _blank(cell)
    if blank is not None:
        return blank
    found = read(cell)
    if isinstance(found, date_texts.Days):
        return cell, TWO_DAYS.either(found.one, found.other)
    if found is None:
        return cell, None
    return found, FAR_DATE if _plausible(found)[1] else DATE_AS_TEXT


def _blank(cell: str) -> Coerced | None:
    """A text that stands for nothing where a number or a date is asked for."""
    if _invisible(cell):
        return None, None
    return (None, AS_BLANK) if fold(cell) in PSEUDO_BLANK else None


def _mend_integer(cell: Any) -> Coerced:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell), None
    if isinstance(cell, str):
        what, repair = _number_of(cell)
        if isinstance(what, float):
            return (int(what), repair) if what.is_integer() else (cell, None)
        return what, repair
    return cell, None


def _mend_level(cell: Any, probability: bool) -> Coerced:
    """A class of 1 to 5; words that name one for certain, and for a probability the percentage that lies in one."""
    what, repair = _mend_integer(cell)
    if isinstance(what, int):
        return what, repair
    if isinstance(cell, str):
        level = level_in(cell)
        if level is not None:
            return level, LEVEL_AS_WORD
        match numerals.numeral(cell):
            case Number(value, True) if probability and 0 <= value <= 1:
                return class_of(value), SHARE_AS_CLASS
    if probability and isinstance(cell, float) and 0 < cell < 1:
        return class_of(cell), SHARE_AS_CLASS
    return what, repair


def _mend_number(cell: Any, *, money: bool = False, currency: str | None = None) -> Coerced:
    if isinstance(cell, int) and not isinstance(cell, bool):
        return float(cell), None
    return _number_of(cell, money=money, currency=currency) if isinstance(cell, str) else (cell, None)


def _number_of(
    cell: str, *, money: bool = False, currency: str | None = None, percent: bool = False
) -> Coerced:
    """A number that was typed as text."""
    blank = _blank(cell)
    if blank is not None:
        return blank
    match numerals.numeral(cell, money=money, currency=currency):
        case Number(value, is_percent) if percent or not is_percent:
            if percent and not is_percent:
                value, repair = _whole_percent(value)
                return value, repair or NUMBER_AS_TEXT
            return value, NUMBER_AS_TEXT
        case Readings(one, other):
            return cell, TWO_NUMBERS.either(one, other)
        case OtherMoney(sign):
            return cell, NO_CURRENCY.fill(sign) if currency is None else OTHER_CURRENCY.fill(sign, currency)
        case _:
            return cell, None


def _mend_percent(cell: Any) -> Coerced:
    if isinstance(cell, str):
        return _number_of(cell, percent=True)
    what, _ = _mend_number(cell)
    return _whole_percent(what) if isinstance(what, float) else (what, None)


def _whole_percent(what: float) -> Coerced:
    # Between 1 and 2, 150 % and 1.5 % are equally likely: that stays an error.
    if LOWEST_WHOLE_PERCENT <= what <= 100:
        return numerals.scaled(what, 100), WHOLE_PERCENT
    return what, None
