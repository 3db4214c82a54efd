"""Days and sums a demo is built with: working days counted from a start, amounts split to the unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence


def workday(start: dt.date, count: int) -> dt.date:
    """The day *count* working days (Monday to Friday) after *start*, itself a working day."""
    weeks, day = divmod(start.weekday() + count, 5)
    return start + dt.timedelta(days=weeks * 7 + day - start.weekday())


def last_workday(day: dt.date) -> dt.date:
    """The day itself, or the Friday before a weekend."""
    return day - dt.timedelta(days=max(0, day.weekday() - 4))


def month_of(day: dt.date) -> dt.date:
    """The first day of the month."""
    return day.replace(day=1)


def months_after(month: dt.date, count: int) -> dt.date:
    """The month *count* months later."""
    years, place = divmod(month.month - 1 + count, 12)
    return dt.date(month.year + years, place + 1, 1)


def split(total: int, weights: Sequence[float], unit: int = 1) -> list[int]:
    """*total* in proportion to *weights*, in multiples of *unit*, adding up to *total* exactly."""
    whole = sum(weights)
    shares = [total * weight / whole for weight in weights]
    parts = [int(share // unit) * unit for share in shares]
    # What rounding down left goes where it took most; the remainder under one unit to the largest part.
    order = sorted(range(len(weights)), key=lambda place: (parts[place] - shares[place], place))
    units, rest = divmod(total - sum(parts), unit)
    for place in order[:units]:
        parts[place] += unit
    if rest:
        parts[max(range(len(parts)), key=lambda place: parts[place])] += rest
    return parts
