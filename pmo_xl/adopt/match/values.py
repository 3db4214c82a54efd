"""What foreign cells say: numbers and dates typed as texts, words of a list or a scale.

Only what can mean one thing is understood; the rest stays as it is, and becomes a finding.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from rapidfuzz import fuzz

from pmo_xl.core.base.date_texts import WEEKDAYS
from pmo_xl.core.base.text import fold
from pmo_xl.core.definition.column import Column, Kind
from pmo_xl.core.definition.model import choices_of
from pmo_xl.core.flow.raw import Cell
from pmo_xl.steps.text.scales import level_in

_NUMBER = re.compile(
    r"(?P<sign>[-+\u2212]?)\s*(?:[€£$]\s*)?"
    r"(?:(?P<grouped>\d{1,3}(?:[ \u00a0\u202f]\d{3})+)|(?P<plain>\d+))"
    r"(?:(?P<mark>[.,])(?P<part>\d+))?\s*(?P<after>%|€|£|\$|EUR|USD|GBP)?"
)


def is_number(value: Cell) -> bool:
    """Whether a cell holds a number, not a truth value."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def number_in(value: Any) -> float | None:
    """The number of a cell; of a text, where it can only be one: ``45 %`` is 0.45, ``1.234`` is none."""
    if is_number(value):
        return float(value)
    if not isinstance(value, str) or (met := _NUMBER.fullmatch(value.strip())) is None:
        return None
    # Three digits after a single mark may be thousands or thousandths.
    if (
        met["part"]
        and len(met["part"]) == 3
        and met["plain"]
        and met["plain"] != "0"
        and len(met["plain"]) <= 3
    ):
        return None
    digits = re.sub(r"\D", "", met["grouped"] or met["plain"])
    number = float(f"{digits}.{met['part'] or 0}")
    if met["after"] == "%":
        number = round(number / 100, 12)
    return -number if met["sign"] and met["sign"] != "+" else number


def order_of_dates(texts: Sequence[str]) -> str | None:
    """The order in which days, months and years stand in texts, where every text agrees and none could be another's.

    A weekday before the date (Lun 02/03/26) settles what the numbers leave open.
    """
    parts = [_DATE.fullmatch(fold(words)) for words in texts]
    found = [tuple(int(met[n]) for n in (2, 3, 4)) for met in parts if met is not None]
    if not found or len(found) < len(texts):
        return None
    if all(first > 999 for first, _, _ in found):
        return "ymd"
    if any(100 <= last < 1000 for _, _, last in found) or any(first > 99 for first, _, _ in found):
        return None
    fits = [order for order in ("dmy", "mdy") if all(date_in(words, order) is not None for words in texts)]
    return fits[0] if len(fits) == 1 else None


_DATE = re.compile(r"(?:([a-z]{2,9})\.?,? )?(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})")


def date_in(words: str, order: str) -> dt.date | None:
    """The day of a text written in a known order, with its weekday or without; two digits are a year of this century."""
    met = _DATE.fullmatch(fold(words))
    if met is None:
        return None
    numbers = [int(met[n]) for n in (2, 3, 4)]
    year, month, day = (numbers[order.index(part)] for part in "ymd")
    if year < 100 and order != "ymd":
        year += 2000
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return None
    if met[1] is not None and WEEKDAYS.get(met[1]) != found.weekday():
        return None
    return found


def distinct(values: Sequence[Cell]) -> dict[str, Cell]:
    """Each different value once, in the order they come, by the folded words it is compared by."""
    return {as_words(value): value for value in reversed(values)}


def as_words(value: Any) -> str:
    """A value as it is compared: folded, and whole numbers without a decimal point."""
    if is_number(value) and float(value).is_integer():
        value = int(value)
    return fold(str(value))


@cache
def _words_of(column: Column) -> dict[str, str]:
    choices = choices_of(column)
    assert choices is not None
    words = {
        fold(word): key for key, names in (column.foreign_values or {}).items() for word in names.split(" | ")
    }
    for member in choices:
        words |= dict.fromkeys(map(fold, (member.key, *member.label.in_all(), *member.aliases)), member.key)
    return words


def translation(column: Column, value: Any) -> str | int | None:
    """What a value of a foreign list is in ours; None where nobody can tell.

    A column of probability or impact takes the words of the usual scales.
    """
    words = as_words(value)
    if column.kind is Kind.INTEGER:
        if is_number(value):
            return int(value) if float(value).is_integer() and 1 <= value <= 5 else None
        return level_in(words)
    known = _words_of(column)
    # “Acceptance - 3 weeks later”, “costs”: what stands first counts, in the singular or the plural.
    first = re.split(r"\s[-–]\s|[:(;,]", words, maxsplit=1)[0].strip()
    for form in (words, first, f"{first}s", first.removesuffix("s")):
        if form in known:
            return known[form]
    if len(words) < 6:
        return None
    near = sorted(
        ((fuzz.ratio(words, word), key) for word, key in known.items() if len(word) >= 6), reverse=True
    )
    return near[0][1] if near and near[0][0] >= 90 else None
