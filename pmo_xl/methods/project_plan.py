"""A plan as project controls look at it: what is done, what is left, how it hangs together, when it can end."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from pmo_xl.core.base.text import Text, t
from pmo_xl.methods.critical_path import Activity, CycleFound, Schedule, Tie, critical_path, in_order
from pmo_xl.methods.links import LinkFault, LinkType, PlanLink, links_of_plan
from pmo_xl.methods.working_days import WorkingDays

START_FROM, FINISH_FROM = {"snet", "mso"}, {"fnet", "mfo"}
START_BY, FINISH_BY = {"snlt", "mso"}, {"fnlt", "mfo"}
HARD = START_BY | FINISH_BY

NO_LINK = t("no link", "aucun lien")
NO_STATUS = t("no status date", "sans date d’arrêté")
NOTHING_LEFT = t("nothing left to do", "plus rien à faire")
CYCLE = t("links in a circle", "liens en boucle")
LEFT_OUT = t("linked rows in error", "lignes liées en erreur")


class ProjectPlan:
    """The rows of one plan.

    ``columns`` are lists of equal length by the keys of the plan template: task_id, type (summary, task,
    milestone, loe), start/finish × baseline/forecast/actual (dates), pct_complete (0-1), predecessors,
    constraint_type, constraint_date and further ones that a point looks at; an absent one is blank. ``broken``
    are rows with a cell in error: not judged, though links to them show that others are linked. All times are
    boundaries in working days, nan where there is no date. ``given`` are the columns that the file has; None: all.
    """

    def __init__(
        self,
        columns: Mapping[str, Sequence[Any]],
        status_date: dt.date | None = None,
        days: WorkingDays | None = None,
        broken: Collection[int] = (),
        given: Collection[str] | None = None,
    ) -> None:
        self.columns, self.broken = columns, broken
        self._lists: dict[str, list[Any]] = {}
        self.days = days or WorkingDays()
        self.size = len(columns["task_id"])
        self.given = columns.keys() if given is None else given
        self.status_date = status_date
        self.status = self._line("ends", [status_date])[0]
        """The boundary at the end of the status date."""
        self.kinds = [kind or "task" for kind in self.column("type")]
        self.links, self.faults = self._links()
        self.rows = [
            at for at in range(self.size) if at not in broken and self.kinds[at] in ("task", "milestone")
        ]
        """The rows that make the network: tasks and milestones, neither summaries nor level of effort."""
        inside = set(self.rows)
        self.ties = [link for link in self.links if link.before in inside and link.after in inside]
        self._read_dates()

    def column(self, key: str) -> Sequence[Any]:
        if key not in self._lists:
            # Whatever holds the values, each is looked at many times.
            self._lists[key] = [*(self.columns.get(key) or [None] * self.size)]
        return self._lists[key]

    def _line(self, edge: str, dates: Sequence[dt.date | None]) -> list[float]:
        return self.days.starts(dates) if edge == "starts" else self.days.ends(dates)

    def _links(self) -> tuple[list[PlanLink], list[LinkFault]]:
        summaries = {at for at, kind in enumerate(self.kinds) if kind == "summary"}
        return links_of_plan(self.column("task_id"), self.column("predecessors"), summaries)

    def _read_dates(self) -> None:
        self.baseline_start = self._line("starts", self.column("start_baseline"))
        self.baseline_finish = self._line("ends", self.column("finish_baseline"))
        self.forecast_start = self._line("starts", self.column("start_forecast"))
        self.forecast_finish = self._line("ends", self.column("finish_forecast"))
        started = self._line("starts", self.column("start_actual"))
        finished = self._line("ends", self.column("finish_actual"))
        self.done = [share or 0.0 for share in self.column("pct_complete")]
        for at, done in enumerate(self.done):
            if math.isnan(finished[at]) and done >= 1:
                finished[at] = self.forecast_finish[at]
            if math.isnan(started[at]) and (done > 0 or not math.isnan(finished[at])):
                started[at] = _first(self.forecast_start[at], self.baseline_start[at])
        self.started, self.finished = started, finished
        self.linked_before = {link.after for link in self.links}
        self.linked_after = {link.before for link in self.links}

    # populations -----------------------------------------------------------------------------------

    @cached_property
    def tasks(self) -> list[int]:
        """Tasks proper: no summaries, milestones or level of effort."""
        return [at for at in self.rows if self.kinds[at] == "task"]

    @cached_property
    def incomplete(self) -> list[int]:
        """Tasks that have not finished: the population of most points."""
        return [at for at in self.tasks if self.open(at)]

    @cached_property
    def open_ties(self) -> list[PlanLink]:
        """Links with at least one unfinished end."""
        return [tie for tie in self.ties if self.open(tie.before) or self.open(tie.after)]

    def open(self, at: int) -> bool:
        return math.isnan(self.finished[at])

    def duration(self, at: int) -> float:
        """Working days from forecast start to forecast finish; the baseline's where the forecast is blank."""
        if self.kinds[at] == "milestone":
            return 0.0
        found = self.forecast_finish[at] - self.forecast_start[at]
        if math.isnan(found):
            found = self.baseline_finish[at] - self.baseline_start[at]
        return 0.0 if math.isnan(found) else max(0.0, found)

    def baseline_duration(self, at: int) -> float:
        """Working days of the baseline; nan without one."""
        return self.baseline_finish[at] - self.baseline_start[at]

    def remaining(self, at: int) -> float:
        """Working days from the status date to the forecast finish; by % complete where that is past."""
        whole = self.duration(at)
        if math.isnan(self.started[at]) or self.kinds[at] == "milestone":
            return whole
        left = self.forecast_finish[at] - self.status
        if math.isnan(left) or left <= 0:
            left = math.ceil(whole * (1 - self.done[at]))
        return max(1.0, left)

    # the network -----------------------------------------------------------------------------------

    @cached_property
    def activities(self) -> dict[int, Activity]:
        """The rows of the network as activities, by position."""
        types = self.column("constraint_type")
        dates = self.column("constraint_date")
        bound = {at for at in self.rows if types[at] and dates[at]}
        starts, ends = (
            self._line("starts", dates) if bound else [],
            self._line("ends", dates) if bound else [],
        )
        made: dict[int, Activity] = {}
        for at in self.rows:
            finished, started = self.finished[at], self.started[at]
            # A milestone lies at the end of its day, unless nothing comes before it: then it opens the day.
            instant = self.kinds[at] == "milestone" and at in self.linked_before
            if self.kinds[at] == "milestone" and not math.isnan(finished):
                started = finished = finished if instant else self.days.starts([self._day(at)])[0]
            one = Activity(
                at, self.remaining(at),
                None if math.isnan(started) else float(started),
                None if math.isnan(finished) else float(finished),
            )  # fmt: skip
            if at in bound and one.finished is None:
                kind, start = types[at], ends[at] if instant else starts[at]
                one = replace(
                    one,
                    start_from=start if kind in START_FROM else one.start_from,
                    start_by=start if kind in START_BY else one.start_by,
                    finish_from=ends[at] if kind in FINISH_FROM else one.finish_from,
                    finish_by=ends[at] if kind in FINISH_BY else one.finish_by,
                )
            made[at] = one
        return made

    def _day(self, at: int) -> dt.date | None:
        day: dt.date | None = self.column("finish_actual")[at] or self.column("finish_forecast")[at]
        return day

    @cached_property
    def _ties(self) -> list[Tie]:
        return [
            Tie(tie.before, tie.after, tie.link.type,
                tie.link.lag * self.duration(tie.before) if tie.link.share else tie.link.lag, tie.link.elapsed)
            for tie in self.ties
        ]  # fmt: skip

    @cached_property
    def order(self) -> list[Hashable]:
        """The rows of the network, predecessors first. Raises CycleFound when the links go round in a circle."""
        return in_order(self.rows, self._ties)

    @cached_property
    def begin(self) -> float:
        """Before this nothing starts any more: the status date, or the start of the project if that is later."""
        first = [
            _first(self.started[at], self.forecast_start[at], self.baseline_start[at]) for at in self.rows
        ]
        return max(
            (x for x in (min(_known(first), default=math.nan), self.status) if not math.isnan(x)), default=0.0
        )

    def scheduled(
        self, *, target: float | None = None, longer: Mapping[int, float] | None = None
    ) -> Schedule:
        """The network calculated; ``longer`` adds working days to what remains of a row.

        Raises CycleFound when the links go round in a circle.
        """
        activities = [
            replace(one, duration=one.duration + longer[at]) if longer and at in longer else one
            for at, one in self.activities.items()
        ]
        return critical_path(
            activities, self._ties, start=self.begin, target=target, days=self.days, order=self.order
        )

    @cached_property
    def result(self) -> Schedule | CycleFound:
        """The network calculated once, or the circle that prevents it."""
        try:
            return self.scheduled()
        except CycleFound as circle:
            return circle

    @cached_property
    def unscheduled(self) -> Text | None:
        """Why there is no critical path to speak of; None where there is."""
        if not self.links:
            return NO_LINK
        if isinstance(self.result, CycleFound):
            return CYCLE
        if any(end in self.broken for link in self.links for end in (link.before, link.after)):
            return LEFT_OUT
        if not any(self.open(at) for at in self.rows):
            return NOTHING_LEFT
        return None

    @property
    def schedule(self) -> Schedule:
        """The calculated network, where :attr:`unscheduled` is None."""
        assert isinstance(self.result, Schedule)
        return self.result

    @cached_property
    def target(self) -> float:
        """The end of the last baseline finish; nan without a baseline."""
        return max(_known(self.baseline_finish[at] for at in self.rows), default=math.nan)

    @cached_property
    def against_target(self) -> Schedule:
        """The network with late dates measured from the baseline finish, where that is earlier than what is left."""
        if math.isnan(self.target) or self.target >= self.schedule.finish:
            return self.schedule
        return self.scheduled(target=self.target)

    def finish_date(self) -> dt.date | None:
        """The early finish of the project as a date; None where nothing could be scheduled."""
        return None if self.unscheduled else self.days.finish_date(self.schedule.finish)


def _known(values: Any) -> list[float]:
    return [value for value in values if not math.isnan(value)]


def _first(*values: float) -> float:
    """The first value that is there."""
    return next((value for value in values if not math.isnan(value)), math.nan)


def is_type(tie: PlanLink, *types: LinkType) -> bool:
    """Whether a link is of one of these types."""
    return tie.link.type in types
