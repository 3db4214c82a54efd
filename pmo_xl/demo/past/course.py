"""How a demo project stood at an earlier date, and when its manager then thought that it would end."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass

from pmo_xl.demo.progress import Progress
from pmo_xl.demo.weekdays import last_workday, workday


@dataclass(frozen=True, slots=True)
class EarlierCourse:
    """The course of a project as known on ``day``: what is done is dated as it was, the rest goes at ``pace`` percent.

    ``elapsed`` counts the working days of the project up to that day, ``done`` the slots whose real day they hold;
    ``worth`` are the slots that it reports as earned.
    """

    later: Progress
    day: dt.date
    elapsed: int
    done: int
    worth: int
    pace: int

    @classmethod
    def of(cls, later: Progress, day: dt.date, slots: int, pace: int) -> EarlierCourse:
        """The course on a day before; ``slots`` is how many working days the plan has."""
        today = last_workday(day)
        elapsed = _workdays(later.start, today)
        done = 0
        if elapsed > 0 and later.elapsed > 0:
            known = min(slots, later.done)
            done = bisect_right(range(known), today, key=later.real)
        ahead = later.elapsed > 0 and later.earned > later.elapsed
        worth = max(done, elapsed * later.earned // later.elapsed) if ahead and elapsed > 0 else done
        return cls(later, day, elapsed, done, min(slots, worth), pace)

    def real(self, slot: int) -> dt.date:
        """The day on which the work of a slot was done, or was then to be done."""
        if slot < self.done:
            return self.later.real(slot)
        if self.elapsed <= 0:
            return workday(self.later.start, slot)
        # Nothing that is left can fall on a day that has passed; on schedule it keeps its baseline.
        first = max(self.done, self.elapsed)
        return workday(self.later.start, first + (slot - self.done) * self.pace // 100)


def _workdays(start: dt.date, last: dt.date) -> int:
    """The working days from *start* to *last*, both included; 0 or less where it starts later."""
    days = (last - start).days
    weeks, rest = divmod(days, 7)
    return (
        weeks * 5
        + min(5, rest if start.weekday() + rest < 5 else max(rest - 2, 5 - start.weekday()))
        + (1 if last.weekday() < 5 else 0)
    )
