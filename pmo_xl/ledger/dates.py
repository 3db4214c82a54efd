"""The dates and periods of an export, each distinct text read once in the order of day and month of the file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from pmo_xl.core.base.date_texts import Days, day, month
from pmo_xl.core.base.text import EDGES

_COMPACT = re.compile(r"(20[0-9]{2})0?(0[1-9]|1[0-2])(?:(0[1-9]|[12][0-9]|3[01]))?")
_PERIOD = re.compile(r"0?([0-9]{2})[./ -]([0-9]{4})|([0-9]{4})[./ -]0?([0-9]{2})")
_SHORT = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{2})")
_CLOCK = re.compile(r"[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]+)?$")
_LATEST, _EARLIEST = 2100, 1990


def orders_of(texts: Iterable[str]) -> set[str]:
    """Which of day and month comes first in the dates of a file that tell: ``dmy``, ``mdy``, both or none."""
    orders: set[str] = set()
    for words in texts:
        plain = _CLOCK.sub("", words.strip(EDGES))
        parts = re.fullmatch(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-](?:[0-9]{4}|[0-9]{2})", plain)
        if parts is None:
            continue
        if int(parts[1]) > 12 >= int(parts[2]):
            orders.add("dmy")
        elif int(parts[2]) > 12 >= int(parts[1]):
            orders.add("mdy")
    return orders


def read_dates(column: pd.Series[Any], order: str) -> pd.Series[Any]:
    """The days of a column, a period as its first day; blank where a cell says none or could mean two."""
    codes, found = pd.factorize(column, use_na_sentinel=True)
    days = [_date(what, order) for what in found]
    read = np.array([*days, None], dtype="datetime64[s]")
    return pd.Series(read[codes], index=column.index)


def has_two_meanings(what: Any) -> bool:
    """Whether a cell is a date whose day and month could be exchanged."""
    if not isinstance(what, str):
        return False
    words = _CLOCK.sub("", what.strip(EDGES))
    if isinstance(day(words), Days):
        return True
    short = _SHORT.fullmatch(words)
    return short is not None and short[2] != "." and int(short[1]) <= 12 and int(short[3]) <= 12


def _date(what: Any, order: str) -> dt.date | None:
    if isinstance(what, float) and what.is_integer():
        what = str(int(what))
    if isinstance(what, dt.datetime):
        what = what.date()
    if isinstance(what, dt.date):
        return what if _EARLIEST <= what.year <= _LATEST else None
    if not isinstance(what, str):
        return None
    words = _CLOCK.sub("", what.strip(EDGES))
    if met := _COMPACT.fullmatch(words):
        return _made(met[1], met[2], met[3] or "1")
    if met := _PERIOD.fullmatch(words):
        return _made(met[2] or met[3], met[1] or met[4], "1")
    if met := _SHORT.fullmatch(words):
        return _short(met, order)
    found = day(words) or month(words)
    if isinstance(found, Days):
        if order not in ("dmy", "mdy"):
            return None
        first = int(re.split(r"[-/. ]", words)[0])
        return next((one for one in (found.one, found.other) if first == (one.day if order == "dmy" else one.month)), None)  # fmt: skip
    return found if found is not None and _EARLIEST <= found.year <= _LATEST else None


def _short(met: re.Match[str], order: str) -> dt.date | None:
    """A date with a year of two digits; dots stand between day, month and year in every country that uses them."""
    one, sign, two, three = met.groups()
    if order == "ymd":
        return _made(f"20{one:0>2}", two, three)
    if order == "mdy" and sign != ".":
        return _made(f"20{three}", one, two)
    if order == "dmy" or sign == "." or int(one) > 12:
        return _made(f"20{three}", two, one)
    return _made(f"20{three}", one, two) if int(two) > 12 else None


def _made(year: str, month_: str, day_: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month_), int(day_))
    except ValueError:
        return None
