"""The critical path method over many runs at once: the passes of :mod:`pmo_xl.methods.critical_path`, each date a row of runs.

The logic is that of the plan itself: its links with lags, constraints, actual dates and status date, its working days.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from pmo_xl.methods.critical_path import NEAR, Activity
from pmo_xl.methods.links import LinkType, PlanLink
from pmo_xl.methods.project_plan import ProjectPlan
from pmo_xl.methods.working_days import ORIGIN, WorkingDays

if TYPE_CHECKING:
    from pmo_xl.methods.simulation.ranges import Numbers

FS, SS, FF, SF = LinkType.FS, LinkType.SS, LinkType.FF, LinkType.SF


class SimulatedNetwork:
    """A plan that has a critical path, its tasks taking another time in each run.

    ``durations`` gives the working days of what remains of a row, for each run; a row that is not in it takes what the plan
    says. Times are boundaries in working days.
    """

    def __init__(self, plan: ProjectPlan, durations: Mapping[int, Numbers]) -> None:
        self._plan, self._days = plan, plan.days
        self._activities = plan.activities
        self._order: list[Hashable] = plan.order
        self._left: dict[int, Numbers] = {
            at: durations[at] if at in durations else np.array([one.duration])
            for at, one in self._activities.items()
        }
        self._before: dict[int, list[PlanLink]] = {at: [] for at in self._activities}
        self._after: dict[int, list[PlanLink]] = {at: [] for at in self._activities}
        for tie in plan.ties:
            self._before[tie.after].append(tie)
            self._after[tie.before].append(tie)
        self._start: dict[int, Numbers] = {}
        self._finish: dict[int, Numbers] = {}
        self._forward()
        self.finish = np.max(np.stack(np.broadcast_arrays(*self._finish.values())), axis=0)
        """The early finish of the whole, for each run."""

    def _lag(self, tie: PlanLink) -> Numbers | float:
        """The lag of a link; a share of its predecessor grows with it."""
        if not tie.link.share:
            return tie.link.lag
        before = self._activities[tie.before]
        return tie.link.lag * (self._plan.duration(tie.before) + self._left[tie.before] - before.duration)

    def _later(self, tie: PlanLink, event: Numbers, *, finish: bool) -> Numbers:
        if tie.link.elapsed:
            return later(self._days, event, tie.link.lag, finish=finish)
        return event + self._lag(tie)

    def _earlier(self, tie: PlanLink, event: Numbers, *, finish: bool) -> Numbers:
        if tie.link.elapsed:
            return earlier(self._days, event, tie.link.lag, finish=finish)
        return event - self._lag(tie)

    def _bound(self, tie: PlanLink, after: Activity) -> Numbers | float:
        """The earliest start (of what remains) that one link allows its successor."""
        kind = tie.link.type
        if kind is SS and after.started is not None:
            return -math.inf
        ends = kind in (FS, FF)
        event = self._finish[tie.before] if ends else self._start[tie.before]
        bound = self._later(tie, event, finish=ends)
        return bound if kind in (FS, SS) else bound - self._left[tie.after]

    def _forward(self) -> None:
        for key in self._order:
            assert isinstance(key, int)
            one, left = self._activities[key], self._left[key]
            if one.finished is not None:
                begin = one.started if one.started is not None else one.finished - one.duration
                self._start[key], self._finish[key] = np.array([begin]), np.array([one.finished])
                continue
            begins = np.maximum(self._plan.begin, one.finish_from - left)
            if one.started is None:
                begins = np.maximum(begins, one.start_from)
            for tie in self._before[key]:
                begins = np.maximum(begins, self._bound(tie, one))
            self._start[key] = begins if one.started is None else np.array([one.started])
            self._finish[key] = begins + left

    def critical(self) -> dict[int, float]:
        """The share of the runs in which each unfinished row has no float; the backward pass, in every run from its finish."""
        late: dict[int, Numbers] = {}
        shares: dict[int, float] = {}
        for key in reversed(self._order):
            assert isinstance(key, int)
            one, left = self._activities[key], self._left[key]
            if one.finished is not None:
                continue
            moved = one.started is None
            limit = np.minimum(self.finish, one.finish_by)
            if moved:
                limit = np.minimum(limit, one.start_by + left)
            for tie in self._after[key]:
                limit = np.minimum(limit, self._reach(tie, left, moved=moved, late=late))
            late[key] = limit
            shares[key] = float(np.mean(limit - self._finish[key] <= NEAR))
        return shares

    def _reach(
        self, tie: PlanLink, left: Numbers, *, moved: bool, late: Mapping[int, Numbers]
    ) -> Numbers | float:
        """The latest finish of a row that one link to a successor allows."""
        after, kind = self._activities[tie.after], tie.link.type
        start_held = kind in (SS, SF)
        if (
            after.finished is not None
            or (start_held and not moved)
            or (kind is SS and after.started is not None)
        ):
            return math.inf
        event = late[tie.after] - self._left[tie.after] if kind in (FS, SS) else late[tie.after]
        limit = self._earlier(tie, event, finish=not start_held)
        return limit + left if start_held else limit


def later(days: WorkingDays, boundaries: Numbers, lag: float, *, finish: bool) -> Numbers:
    """:meth:`WorkingDays.later` of many boundaries at once."""
    number = np.ceil(boundaries - 1e-9) - 1 if finish else np.floor(boundaries + 1e-9)
    day = np.busday_offset(ORIGIN, number.astype(int), roll="forward", busdaycal=days.calendar)
    moment = day + np.timedelta64(int(finish) + round(lag), "D")
    return np.busday_count(ORIGIN, moment, busdaycal=days.calendar).astype(float)


def earlier(days: WorkingDays, boundaries: Numbers, lag: float, *, finish: bool) -> Numbers:
    """:meth:`WorkingDays.earlier` of many boundaries at once."""
    found = np.floor(boundaries - lag)
    while np.any(beyond := later(days, found, lag, finish=finish) > boundaries):
        found = found - beyond
    while np.any(within := later(days, found + 1, lag, finish=finish) <= boundaries):
        found = found + within
    return found
