"""Working days: Monday to Friday less the holidays, as Excel's NETWORKDAYS counts them.

Dates are numpy ``datetime64[D]`` arrays; a blank (``NaT``) gives ``nan``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.datetime64]
Counts = npt.NDArray[np.float64]


def as_days(values: Any) -> Days:
    """Anything date-like (a pandas column, dates, one date) as an array of days."""
    return np.atleast_1d(np.asarray(values, dtype="datetime64[D]"))


def networkdays(start: Days, finish: Days, holidays: Sequence[dt.date] = ()) -> Counts:
    """Working days from *start* to *finish*, both included; negative when *finish* lies before *start*."""
    known = ~(np.isnat(start) | np.isnat(finish))
    first = np.where(known, np.minimum(start, finish), np.datetime64("2000-01-03"))
    last = np.where(known, np.maximum(start, finish), np.datetime64("2000-01-03"))
    days = np.busday_count(first, last + 1, holidays=as_days(list(holidays)) if holidays else [])
    return np.where(known, np.where(finish < start, -days, days), np.nan)


def workdays_between(first: Days, second: Days, holidays: Sequence[dt.date] = ()) -> Counts:
    """Working days by which *second* lies after *first* (``NETWORKDAYS - 1`` between working days).

    Counted from the day after the earlier date, so that a date on a weekend gives 0 or more, and
    swapping the dates only swaps the sign.
    """
    forward = networkdays(first + 1, second, holidays)
    backward = networkdays(second + 1, first, holidays)
    moved = np.where(second > first, forward, np.where(second < first, -backward, 0.0))
    return np.where(np.isnat(first) | np.isnat(second), np.nan, moved)
