"""Moments and durations of project software as the days of our templates."""

from __future__ import annotations

import datetime as dt
import math
import re

MIDNIGHT = dt.time(0)
_SPAN = re.compile(r"(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")


def moment(words: str | None) -> dt.datetime | None:
    """The moment of ``2026-03-31T17:00:00`` or ``2026-03-31 17:00``; None for nothing. Raises ValueError."""
    if not words:
        return None
    found = dt.datetime.fromisoformat(words)
    return found.replace(tzinfo=None)


def start_day(when: dt.datetime | None) -> dt.date | None:
    """The day on which something starts."""
    return when.date() if when is not None else None


def finish_day(when: dt.datetime | None, start: dt.datetime | None) -> dt.date | None:
    """The day on which something finishes: at midnight the day before, unless it started at that very moment."""
    if when is None:
        return None
    over = when.time() == MIDNIGHT and start is not None and start < when
    return when.date() - dt.timedelta(days=1) if over else when.date()


def hours(words: str | None) -> float | None:
    """The hours of a span such as ``PT40H30M0S``; None for nothing. Raises ValueError."""
    if not words:
        return None
    met = _SPAN.fullmatch(words)
    if met is None:
        raise ValueError(words)
    days, whole, minutes, seconds = map(finite, met.groups()[1:])
    return (days * 24 + whole + minutes / 60 + seconds / 3600) * (-1 if met[1] else 1)


def finite(words: str | None) -> float:
    """The number that a text is, 0 for nothing; raises ValueError for one that is none, or not finite."""
    number = float(words or 0)
    if not math.isfinite(number):
        raise ValueError(words)
    return number


def plain(number: float) -> str:
    """A number as people type it, without dust: 2, 0.5."""
    return f"{round(number, 4):g}"
