"""How a demo project runs: the working days of its baseline, and when that work really happens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from pmo_xl.demo.weekdays import last_workday, workday


@dataclass(frozen=True, slots=True)
class Scenario:
    """What becomes of a project: ranges for its indices, its place in time, its later pace in percent."""

    key: str
    spi: tuple[float, float]
    cpi: tuple[float, float]
    elapsed: tuple[float, float]
    pace: tuple[int, int]


HEALTHY = Scenario("healthy", (0.97, 1.05), (0.97, 1.08), (0.20, 0.85), (100, 100))
SLIGHTLY_LATE = Scenario("slightly_late", (0.90, 0.96), (0.95, 1.02), (0.25, 0.85), (100, 108))
LATE = Scenario("late", (0.79, 0.88), (0.88, 0.97), (0.30, 0.95), (108, 130))
OVER_BUDGET = Scenario("over_budget", (0.91, 1.00), (0.83, 0.90), (0.35, 0.85), (100, 108))
NOT_STARTED = Scenario("not_started", (1.0, 1.0), (1.0, 1.0), (0.0, 0.0), (100, 100))
FINISHED = Scenario("finished", (1.0, 1.0), (0.94, 1.06), (1.0, 1.0), (100, 100))

FATES = (
    HEALTHY, SLIGHTLY_LATE, LATE, OVER_BUDGET, HEALTHY, FINISHED, NOT_STARTED, HEALTHY, SLIGHTLY_LATE, HEALTHY,
    OVER_BUDGET, LATE, HEALTHY, SLIGHTLY_LATE, NOT_STARTED, HEALTHY, FINISHED, SLIGHTLY_LATE, HEALTHY, LATE,
)  # fmt: skip
"""The mix of a portfolio, repeated; its beginning is varied, so that a small portfolio is too."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the baseline working days ("slots", from 0) of a project fall in real time.

    The first ``elapsed`` real working days lie on or before the status date. ``earned`` slots of work are
    done; they took ``taken`` real days, on time for the first ``on_time`` of them. What remains goes at
    ``pace`` percent of the planned duration. A project that has not started yet begins ``delay`` days late.
    """

    start: dt.date
    elapsed: int
    earned: int
    taken: int
    on_time: int = 0
    pace: int = 100
    delay: int = 0

    @property
    def done(self) -> int:
        """Slots whose real day lies on or before the status date; work done ahead of time is not dated."""
        return max(0, min(self.earned, self.elapsed))

    @property
    def moves(self) -> bool:
        """Whether the forecast departs from the baseline; a project that is ahead keeps its dates."""
        return self.earned < self.taken

    def planned(self, slot: int) -> dt.date:
        return workday(self.start, slot)

    def real(self, slot: int) -> dt.date:
        """The day on which the work of a slot was or will be done: later slots never fall on earlier days."""
        if self.elapsed <= 0:
            return workday(self.start, slot + self.delay)
        if not self.moves or slot < self.on_time:
            return workday(self.start, slot)
        if slot < self.earned:
            ahead = (slot - self.on_time) * (self.taken - self.on_time) // (self.earned - self.on_time)
            return workday(self.start, self.on_time + ahead)
        return workday(self.start, self.taken + (slot - self.earned) * self.pace // 100)


def between(rng: Random, limits: tuple[float, float]) -> float:
    """A number between two limits."""
    return limits[0] + (limits[1] - limits[0]) * rng.random()


def progress_of(
    rng: Random, fate: Scenario, work: Sequence[tuple[int, int, int]], duration: int, status_date: dt.date
) -> Progress:
    """The course that gives a project its fate; *work* is the first slot, last slot and cost of each task."""
    today = last_workday(status_date)
    if fate is NOT_STARTED:
        ahead, delay = rng.randint(5, 60), rng.choice((0, 0, 5, 15))
        return Progress(workday(today, ahead), 1 - ahead, 0, 0, delay=delay)
    if fate is FINISHED:
        delay = rng.choice((0, 0, 3, 8, 20))
        elapsed = duration + delay + rng.randint(5, 50)
        on_time = int(duration * between(rng, (0.1, 0.6)))
        return Progress(workday(today, 1 - elapsed), elapsed, duration, duration + delay, on_time)
    elapsed = max(8, int(duration * between(rng, fate.elapsed)))
    target = between(rng, fate.spi) * _earned(work, elapsed)
    low, high = 1, duration - 1
    while low < high:
        middle = (low + high) // 2
        if _earned(work, middle) < target:
            low = middle + 1
        else:
            high = middle
    on_time = int(low * between(rng, (0.0, 0.6)))
    pace = rng.randint(*fate.pace)
    return Progress(workday(today, 1 - elapsed), elapsed, low, elapsed, on_time, pace)


def _earned(work: Sequence[tuple[int, int, int]], slots: int) -> float:
    """The budget of the work planned in the first *slots* slots."""
    return sum(
        cost * max(0, min(slots - first, last - first + 1)) / (last - first + 1) for first, last, cost in work
    )
