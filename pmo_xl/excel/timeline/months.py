"""Which months a road map shows, a column each: all that its bars take, or those around the status date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

MOST, BEFORE = 36, 12
"""Months of the widest road map, and those before the status date where it does not show all."""
FEWEST, HALVED = 6, 12
"""Months of the narrowest road map, and those up to which each has two columns."""
MIDDLE = 16
"""The day that the second half of a month begins with."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The day that each column begins with, the day after the last, and whether a month has two."""

    begins: Sequence[dt.date]
    end: dt.date
    halves: bool

    @property
    def ends(self) -> Sequence[dt.date]:
        """The day after each column."""
        return (*self.begins[1:], self.end)

    def status_column(self, day: dt.date) -> int | None:
        """The column before which a line at the end of this day is nearest; None outside the columns."""
        borders = [*self.begins, self.end]
        if not borders[0] <= day + _DAY <= borders[-1]:
            return None
        return min(range(len(borders)), key=lambda at: abs(borders[at] - day - _DAY))


def columns_for(first: dt.date, last: dt.date, status: dt.date | None) -> Columns:
    """The columns for bars from the *first* to the *last* day, the month of the status date always among them."""
    low, high = _number(first), _number(last)
    if status is not None:
        now = _number(status)
        low, high = min(low, now), max(high, now)
        if high - low >= MOST:
            low = min(max(low, now - BEFORE), high - MOST + 1)
    high = min(max(high, low + FEWEST - 1), low + MOST - 1)
    months = [_month(number) for number in range(low, high + 1)]
    halves = len(months) <= HALVED
    begins = [day for month in months for day in ((month, month.replace(day=MIDDLE)) if halves else (month,))]
    return Columns(begins, _month(high + 1), halves)


def _number(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def _month(number: int) -> dt.date:
    return dt.date(number // 12, number % 12 + 1, 1)


_DAY = dt.timedelta(days=1)
