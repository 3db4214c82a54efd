"""Working days as a line of numbers: day 0, 1, 2 … without weekends and holidays.

A *boundary* is a moment on that line: *k* is the start of working day *k* and the end of day *k - 1*. A task
of 3 days that starts at boundary 5 takes days 5, 6 and 7 and finishes at boundary 8.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence

import numpy as np

ORIGIN = np.datetime64("1990-01-01")
"""A Monday long before any plan: working day 0."""


class WorkingDays:
    """Monday to Friday less *holidays*, as the templates count them."""

    def __init__(self, holidays: Sequence[dt.date] = ()) -> None:
        self.calendar = np.busdaycalendar(holidays=np.asarray(list(holidays), dtype="datetime64[D]"))
        # A portfolio holds tens of thousands of dates, and few that differ.
        self._known: dict[dt.date | None, tuple[float, float]] = {None: (math.nan, math.nan)}

    def starts(self, dates: Iterable[dt.date | None]) -> list[float]:
        """The boundary at which each date starts (a date that is not worked: the next that is); nan for None."""
        return [self._edges(day)[0] for day in dates]

    def ends(self, dates: Iterable[dt.date | None]) -> list[float]:
        """The boundary at which each date ends (a date that is not worked: the last that was); nan for None."""
        return [self._edges(day)[1] for day in dates]

    def _edges(self, day: dt.date | None) -> tuple[float, float]:
        found = self._known.get(day)
        if found is None:
            first = np.datetime64(day, "D")
            start, end = np.busday_count(ORIGIN, np.array([first, first + 1]), busdaycal=self.calendar)
            found = self._known[day] = (float(start), float(end))
        return found

    def day(self, number: float) -> dt.date:
        """The date of a working day."""
        day = np.busday_offset(ORIGIN, math.floor(number), roll="forward", busdaycal=self.calendar)
        return day.astype(object)  # type: ignore[no-any-return]

    def start_date(self, boundary: float) -> dt.date:
        """The date on which what starts at a boundary starts."""
        return self.day(math.floor(boundary + 1e-9))

    def finish_date(self, boundary: float) -> dt.date:
        """The date on which what finishes at a boundary finishes, that day included."""
        return self.day(math.ceil(boundary - 1e-9) - 1)

    def later(self, boundary: float, days: float, *, finish: bool) -> float:
        """The boundary *days* calendar days after an event; ``finish``: the event is the end of a day."""
        day = self.finish_date(boundary) + dt.timedelta(1) if finish else self.start_date(boundary)
        moment = np.datetime64(day) + round(days)
        return float(np.busday_count(ORIGIN, moment, busdaycal=self.calendar))

    def earlier(self, boundary: float, days: float, *, finish: bool) -> float:
        """The latest boundary from which :meth:`later` does not pass *boundary*."""
        found = float(math.floor(boundary - days))
        while self.later(found, days, finish=finish) > boundary:
            found -= 1
        while self.later(found + 1, days, finish=finish) <= boundary:
            found += 1
        return found
