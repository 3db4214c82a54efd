"""The critical path method over finish-to-start, start-to-start, finish-to-finish and start-to-finish links.

Time runs in working days from any zero (see :mod:`pmo_xl.methods.working_days`); a task that starts at 4 and
takes 3 finishes at 7. Kelley and Walker's forward and backward pass, with lags, date constraints, actual dates
and a status date as ISO 21511, the PMI Practice Standard for Scheduling and project software have them:

- Nothing that has not started starts before ``start`` (the status date, or the start of the project).
- A finished task stands where it was; it has no float.
- A started task keeps its start; what remains of it waits for its predecessors (*retained logic*).
- "Must start/finish on" holds a task back to its date and makes float negative beyond it; it never breaks a link.
- "As late as possible" changes neither early dates nor float.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from pmo_xl.methods.links import LinkType
from pmo_xl.methods.working_days import WorkingDays

NEAR = 1e-6
"""Two moments closer than this are one: sums of fractions of days."""

FS, SS, FF, SF = LinkType.FS, LinkType.SS, LinkType.FF, LinkType.SF


@dataclass(frozen=True, slots=True)
class Activity:
    """A task of the network; all times are boundaries in working days.

    ``duration`` is what remains of it, or all of it before it starts. ``started`` and ``finished`` are actual.
    ``start_from`` and ``finish_from`` hold it back; ``start_by`` and ``finish_by`` limit its late dates.
    """

    id: Hashable
    duration: float
    started: float | None = None
    finished: float | None = None
    start_from: float = -math.inf
    finish_from: float = -math.inf
    start_by: float = math.inf
    finish_by: float = math.inf


@dataclass(frozen=True, slots=True)
class Tie:
    """A link between two activities; ``lag`` in working days, or in calendar days when ``elapsed``."""

    before: Hashable
    after: Hashable
    type: LinkType = FS
    lag: float = 0.0
    elapsed: bool = False


@dataclass(slots=True)
class Dates:
    """Where an activity stands: early and late start and finish, float. Late and float are nan once finished."""

    early_start: float
    early_finish: float
    late_start: float = math.nan
    late_finish: float = math.nan
    total_float: float = math.nan
    free_float: float = math.nan


@dataclass(frozen=True, slots=True)
class Schedule:
    """A calculated network, in the order of its activities.

    ``finish`` is the early finish of the whole; ``critical`` are the unfinished activities without float;
    ``path`` is one chain of driving links, from the status date or the start to the finish.
    """

    dates: Mapping[Hashable, Dates]
    finish: float
    critical: tuple[Hashable, ...]
    path: tuple[Hashable, ...]


class CycleFound(ValueError):
    """The links go round in a circle: there is no order and no critical path.

    ``chain`` is the shortest circle, its first activity again at the end.
    """

    def __init__(self, chain: Sequence[Hashable]) -> None:
        super().__init__(" → ".join(map(str, chain)))
        self.chain = tuple(chain)


def critical_path(
    activities: Sequence[Activity],
    ties: Sequence[Tie],
    *,
    start: float = 0.0,
    target: float | None = None,
    days: WorkingDays | None = None,
    order: Sequence[Hashable] | None = None,
) -> Schedule:
    """Early and late dates, floats and critical path of a network.

    Late dates are measured against ``target`` when it is given, else against the early finish of the whole;
    with a target before that, float is negative. ``days`` is needed for elapsed lags only; ``order``
    spares the sorting where :func:`in_order` has been asked before.
    Raises CycleFound when the links go round in a circle, KeyError for a link to an unknown activity.
    """
    network = _Network(activities, ties, days or WorkingDays(), order)
    driver = network.forward(start)
    dates = network.dates
    finish = max((d.early_finish for d in dates.values()), default=start)
    network.backward(finish if target is None else target, finish)
    # Written so that a float of nan, which a finished activity has, is not critical.
    critical = tuple(key for key, d in dates.items() if d.total_float <= NEAR)
    return Schedule(dates, finish, critical, _path(network, driver, finish))


def in_order(keys: Sequence[Hashable], ties: Sequence[Tie]) -> list[Hashable]:
    """The keys in an order in which predecessors come first; raises CycleFound when there is none."""
    graph: dict[Hashable, list[Hashable]] = {key: [] for key in keys}
    for tie in ties:
        graph[tie.after].append(tie.before)
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as circle:
        # The sorter names a circle, seldom the shortest.
        among = _in_circles(graph)
        inside = [tie for tie in ties if tie.before in among and tie.after in among]
        raise CycleFound(shortest_cycle(inside, [key for key in keys if key in among])) from circle


def shortest_cycle(ties: Sequence[Tie], order: Sequence[Hashable]) -> tuple[Hashable, ...]:
    """The shortest circle of links, from its first activity in *order* round to it again; empty when there is none."""
    after: dict[Hashable, list[Hashable]] = {}
    for tie in ties:
        after.setdefault(tie.before, []).append(tie.after)
    best: tuple[Hashable, ...] = ()
    for first in order:
        if first not in after:
            continue
        chain = _way_back(first, after, len(best) - 1 if best else len(order) + 1)
        if chain:
            best = chain
        if len(best) == 2:
            break
    return best


def _way_back(
    first: Hashable, after: Mapping[Hashable, Sequence[Hashable]], below: int
) -> tuple[Hashable, ...]:
    """The shortest way from an activity back to itself, of fewer than *below* links; breadth first."""
    came: dict[Hashable, Hashable] = {}
    front, steps = [first], 0
    while front and steps + 1 < below:
        steps += 1
        ahead: list[Hashable] = []
        for here in front:
            for there in after.get(here, ()):
                if there == first:
                    chain = [first, here]
                    while chain[-1] != first:
                        chain.append(came[chain[-1]])
                    return tuple(reversed(chain))
                if there not in came:
                    came[there] = here
                    ahead.append(there)
        front = ahead
    return ()


class _Network:
    """The activities with their links on both sides, in an order in which predecessors come first."""

    def __init__(
        self, activities: Sequence[Activity], ties: Sequence[Tie], days: WorkingDays, order: Sequence[Hashable] | None
    ) -> None:  # fmt: skip
        self.days = days
        self.activities = {activity.id: activity for activity in activities}
        self.dates: dict[Hashable, Dates] = {}
        self.before: dict[Hashable, list[Tie]] = {activity.id: [] for activity in activities}
        self.after: dict[Hashable, list[Tie]] = {activity.id: [] for activity in activities}
        for tie in ties:
            self.before[tie.after].append(tie)
            self.after[tie.before].append(tie)
        self.order = in_order(list(self.before), ties) if order is None else order

    def _later(self, tie: Tie, event: float, *, finish: bool) -> float:
        return self.days.later(event, tie.lag, finish=finish) if tie.elapsed else event + tie.lag

    def _earlier(self, tie: Tie, event: float, *, finish: bool) -> float:
        return self.days.earlier(event, tie.lag, finish=finish) if tie.elapsed else event - tie.lag

    def _bound(self, tie: Tie, after: Activity) -> float:
        """The earliest start (of what remains) that one link allows its successor."""
        held = self.dates[tie.before]
        if tie.type is FS:
            return self._later(tie, held.early_finish, finish=True)
        if tie.type is SS:
            started = after.started is not None
            return -math.inf if started else self._later(tie, held.early_start, finish=False)
        if tie.type is FF:
            return self._later(tie, held.early_finish, finish=True) - after.duration
        return self._later(tie, held.early_start, finish=False) - after.duration

    def forward(self, start: float) -> dict[Hashable, Hashable]:
        """Early dates; the predecessor that drives each activity, where one does."""
        driver: dict[Hashable, Hashable] = {}
        for key in self.order:
            one = self.activities[key]
            if one.finished is not None:
                begin = one.started if one.started is not None else one.finished - one.duration
                self.dates[key] = Dates(begin, one.finished)
                continue
            begin = max(start, one.finish_from - one.duration)
            if one.started is None:
                begin = max(begin, one.start_from)
            drives: Hashable = None
            for tie in self.before[key]:
                bound = self._bound(tie, one)
                if bound > begin + NEAR or (drives is None and bound >= begin - NEAR):
                    begin, drives = max(begin, bound), tie.before
            if drives is not None:
                driver[key] = drives
            shown = one.started if one.started is not None else begin
            self.dates[key] = Dates(shown, begin + one.duration)
        self.dates = {key: self.dates[key] for key in self.activities}
        return driver

    def backward(self, target: float, finish: float) -> None:
        """Late dates and floats against *target*; free float against the early dates of the successors."""
        for key in reversed(self.order):
            one, own = self.activities[key], self.dates[key]
            if one.finished is not None:
                continue
            moved = one.started is None
            late = min(target, one.finish_by)
            if moved:
                late = min(late, one.start_by + one.duration)
            free = finish - own.early_finish
            for tie in self.after[key]:
                after, held = self.activities[tie.after], self.dates[tie.after]
                start_held = tie.type in (SS, SF)
                if after.finished is not None or (start_held and not moved):
                    continue
                if tie.type in (FS, SS):
                    if tie.type is SS and after.started is not None:
                        continue
                    late_event = held.late_finish - after.duration
                    early_event = held.early_finish - after.duration
                else:
                    late_event, early_event = held.late_finish, held.early_finish
                limit = self._earlier(tie, late_event, finish=not start_held)
                reach = self._earlier(tie, early_event, finish=not start_held)
                late = min(late, limit + one.duration if start_held else limit)
                free = min(free, reach - (own.early_start if start_held else own.early_finish))
            own.late_finish = late
            own.late_start = late - one.duration if moved else own.early_start
            own.total_float = _whole(late - own.early_finish)
            own.free_float = _whole(free)


def _whole(amount: float) -> float:
    """The amount without the dust that sums of fractions leave."""
    near = round(amount)
    return float(near) if abs(amount - near) < NEAR else amount


def _in_circles(graph: Mapping[Hashable, Sequence[Hashable]]) -> set[Hashable]:
    """What is left when all that has nothing before it, or nothing after it, is taken away again and again."""
    left = set(graph)
    while True:
        followed = {before for key in left for before in graph[key]}
        keep = {key for key in left if key in followed and any(before in left for before in graph[key])}
        if keep == left:
            return left
        left = keep


def _path(network: _Network, driver: Mapping[Hashable, Hashable], finish: float) -> tuple[Hashable, ...]:
    """From the last unfinished activity back along the links that hold it where it is."""
    last = [
        key
        for key, d in network.dates.items()
        if network.activities[key].finished is None and d.early_finish >= finish - NEAR
    ]
    if not last:
        return ()
    # Among several that end the project, the one that nothing follows.
    here: Hashable = max(last, key=lambda key: (not network.after[key], last.index(key)))
    path = [here]
    while here in driver and network.activities[driver[here]].finished is None:
        here = driver[here]
        path.append(here)
    return tuple(reversed(path))
