"""What the 14 points of schedule quality count, each in a function of its own.

The points stand in :mod:`pmo_xl.methods.schedule_quality`. A function returns a Tally, or a Text that says in few words what is missing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pmo_xl.core.base.text import Text, same, t
from pmo_xl.core.flow.schedule_quality import Offence
from pmo_xl.methods.links import LinkType
from pmo_xl.methods.project_plan import HARD, NO_LINK, NO_STATUS, NOTHING_LEFT, ProjectPlan, is_type

LONG = 44
"""Working days beyond which a float or a duration is high; 44 itself is not."""
STRETCH = 600
"""Working days added to a critical task in the critical path test."""

NO_BASELINE = t("no baseline", "sans référence")
NONE_DUE = t("nothing due yet", "rien encore à échéance")
NO_RESOURCES = t("no resources", "sans ressources")
NO_CONSTRAINTS = t("no constraint column", "sans colonne Contrainte")


CPLI_LIMIT, BEI_LIMIT = 0.95, 0.95


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted; ``value`` where it is not count ÷ population."""

    count: int
    population: int
    offences: tuple[Offence, ...] = ()
    value: float | None = None


def cpli(length: float, total_float: float) -> float:
    """Critical path length index: (length + float) / length, both in working days."""
    return (length + total_float) / length


def bei(completed: int, due: int, unplanned: int = 0) -> float:
    """Baseline execution index: tasks completed / (tasks due by the baseline + tasks without baseline)."""
    return completed / (due + unplanned)


def _tally(offences: Iterable[Offence], population: int) -> Tally | Text:
    found = tuple(offences)
    return Tally(len({o.at for o in found}), population, found) if population else NOTHING_LEFT


# logic -----------------------------------------------------------------------------------------------


def logic(plan: ProjectPlan) -> Tally | Text:
    """Tasks that lack a predecessor or a successor, the dangling ones beside them."""
    if not plan.links:
        return NO_LINK
    loose_starts = [at for at in plan.rows if at not in plan.linked_before]
    loose_ends = [at for at in plan.rows if at not in plan.linked_after]
    starts = {
        at: plan.started[at] if not math.isnan(plan.started[at]) else plan.forecast_start[at]
        for at in plan.rows
    }
    ends = {at: plan.forecast_finish[at] if plan.open(at) else plan.finished[at] for at in plan.rows}
    first = min(loose_starts, key=lambda at: (starts[at], at), default=None)
    last = max(loose_ends, key=lambda at: (ends[at], at), default=None)
    no_start, no_end = {*loose_starts} - {first}, {*loose_ends} - {last}
    loose: list[Offence] = []
    for at in plan.incomplete:
        if at in no_start and at in no_end:
            loose.append(Offence(at, t("no predecessor, no successor", "sans prédécesseur ni successeur")))
        elif at in no_start:
            loose.append(Offence(at, t("no predecessor", "sans prédécesseur")))
        elif at in no_end:
            loose.append(Offence(at, t("no successor", "sans successeur")))
    tally = _tally(loose, len(plan.incomplete))
    if isinstance(tally, Text):
        return tally
    return Tally(tally.count, tally.population, (*tally.offences, *_dangling(plan)))


def _dangling(plan: ProjectPlan) -> list[Offence]:
    """Unfinished tasks whose links leave an end free: shown, not counted."""
    holds_start = {tie.after for tie in plan.links if is_type(tie, LinkType.FS, LinkType.SS)}
    held_finish = {tie.before for tie in plan.links if is_type(tie, LinkType.FS, LinkType.FF)}
    free = [
        (at, t("start left free (not counted)", "début laissé libre (non compté)"))
        for at in plan.incomplete
        if at in plan.linked_before and at not in holds_start
    ]
    free += [
        (at, t("finish left free (not counted)", "fin laissée libre (non comptée)"))
        for at in plan.incomplete
        if at in plan.linked_after and at not in held_finish
    ]
    return [Offence(at, why) for at, why in free]


def links(wrong: Callable[[float, LinkType], bool]) -> Callable[[ProjectPlan], Tally | Text]:
    """A function that counts the unfinished links for which *wrong* (lag, type) holds."""

    def judge(plan: ProjectPlan) -> Tally | Text:
        if not plan.ties:
            return NO_LINK
        found = [
            Offence(tie.after, same(tie.link.words))
            for tie in plan.open_ties
            if wrong(tie.link.lag, tie.link.type)
        ]
        return Tally(len(found), len(plan.open_ties), tuple(found)) if plan.open_ties else NOTHING_LEFT

    return judge


def finish_to_start(plan: ProjectPlan) -> Tally | Text:
    """Links of the plain type."""
    tally = links(lambda _lag, kind: kind is not LinkType.FS)(plan)
    if isinstance(tally, Text):
        return tally
    return Tally(tally.population - tally.count, tally.population, tally.offences)


def hard_constraints(plan: ProjectPlan) -> Tally | Text:
    """Tasks held by a constraint that can break the logic."""
    if "constraint_type" not in plan.given:
        return NO_CONSTRAINTS
    kinds, dates = plan.column("constraint_type"), plan.column("constraint_date")
    words = t("{kind} {date}", "{kind} {date}")
    return _tally(
        (
            Offence(at, words.fill(kind=kinds[at].upper(), date=dates[at]))
            for at in plan.incomplete
            if kinds[at] in HARD
        ),
        len(plan.incomplete),
    )


# float and durations ---------------------------------------------------------------------------------

FLOAT = t("float: {n} wd", "marge : {n} j\u00a0ouvrés")


def high_float(plan: ProjectPlan) -> Tally | Text:
    """Tasks with more total float than is plausible."""
    if plan.unscheduled:
        return plan.unscheduled
    floats = {at: plan.schedule.dates[at].total_float for at in plan.incomplete}
    return _tally((Offence(at, FLOAT.fill(n=x)) for at, x in floats.items() if x > LONG), len(floats))


def negative_float(plan: ProjectPlan) -> Tally | Text:
    """Tasks that end too late for the baseline finish or a date constraint."""
    if plan.unscheduled:
        return plan.unscheduled
    floats = {at: plan.against_target.dates[at].total_float for at in plan.incomplete}
    return _tally((Offence(at, FLOAT.fill(n=x)) for at, x in floats.items() if x < 0), len(floats))


def high_duration(plan: ProjectPlan) -> Tally | Text:
    """Tasks planned to take very long."""
    lengths = {at: plan.baseline_duration(at) for at in plan.incomplete}
    known = {at: days for at, days in lengths.items() if not math.isnan(days)}
    if lengths and not known:
        return NO_BASELINE
    words = t("{n} wd", "{n} j\u00a0ouvrés")
    return _tally((Offence(at, words.fill(n=days)) for at, days in known.items() if days > LONG), len(known))


# dates -----------------------------------------------------------------------------------------------


def invalid_dates(plan: ProjectPlan) -> Tally | Text:
    """Rows with a forecast in the past or an actual date in the future."""
    status = plan.status_date
    if status is None:
        return NO_STATUS
    found: list[Offence] = []
    for at in plan.rows:
        started = not math.isnan(plan.started[at])
        for key, wrong, why in (
            ("start_forecast", not started, "<"), ("finish_forecast", plan.open(at), "<"),
            ("start_actual", True, ">"), ("finish_actual", True, ">"),
        ):  # fmt: skip
            day = plan.column(key)[at]
            if day is not None and wrong and (day < status if why == "<" else day > status):
                found.append(Offence(at, INVALID[key].fill(day=day)))
    population = len(plan.rows)
    if not population:
        return NOTHING_LEFT
    count = len({offence.at for offence in found})
    return Tally(count, population, tuple(found), value=float(count))


INVALID = {
    "start_forecast": t("forecast start {day} is past", "début prévisionnel {day} déjà passé"),
    "finish_forecast": t("forecast finish {day} is past", "fin prévisionnelle {day} déjà passée"),
    "start_actual": t("actual start {day} is to come", "début réel {day} encore à venir"),
    "finish_actual": t("actual finish {day} is to come", "fin réelle {day} encore à venir"),
}


def resources(plan: ProjectPlan) -> Tally | Text:
    """Tasks that take a day or more and cost nothing."""
    columns = [plan.column(key) for key in ("cost_baseline", "effort_baseline_pd", "effort_remaining_pd")]
    if not any(held[at] for held in columns for at in plan.tasks):
        return NO_RESOURCES
    work = [at for at in plan.incomplete if plan.duration(at) >= 1]
    why = t("neither budget nor workload", "ni budget ni charge")
    return _tally((Offence(at, why) for at in work if not any(held[at] for held in columns)), len(work))


def _due(plan: ProjectPlan) -> list[int] | Text:
    """Tasks whose baseline finish is on or before the status date."""
    if plan.status_date is None:
        return NO_STATUS
    if all(math.isnan(plan.baseline_finish[at]) for at in plan.tasks):
        return NO_BASELINE
    return [at for at in plan.tasks if plan.baseline_finish[at] <= plan.status]


def missed_tasks(plan: ProjectPlan) -> Tally | Text:
    """Tasks that end after their baseline finish."""
    due = _due(plan)
    if isinstance(due, Text):
        return due
    late = t("{n} wd late", "{n} j\u00a0ouvrés de retard")
    found = []
    for at in due:
        finish = plan.forecast_finish[at] if plan.open(at) else plan.finished[at]
        if finish > plan.baseline_finish[at]:
            found.append(Offence(at, late.fill(n=finish - plan.baseline_finish[at])))
    return _tally(found, len(due)) if due else NONE_DUE


# the whole -------------------------------------------------------------------------------------------


def path_test(plan: ProjectPlan) -> Tally | Text:
    """Working days by which the finish follows when a critical task takes much longer."""
    if plan.unscheduled:
        return plan.unscheduled
    schedule = plan.schedule
    critical = [at for at in schedule.critical if isinstance(at, int)]
    tasks = [at for at in critical if plan.kinds[at] == "task"] or critical
    if not tasks:
        return NOTHING_LEFT
    first = min(tasks, key=lambda at: (schedule.dates[at].early_finish - plan.remaining(at), at))
    moved = plan.scheduled(longer={first: STRETCH}).finish - schedule.finish
    words = t(
        "{n} days more on it move the finish by {moved}", "{n} jours de plus déplacent la fin de {moved}"
    )
    short = moved < STRETCH
    return Tally(
        int(short), 1, (Offence(first, words.fill(n=STRETCH, moved=moved)),) if short else (), value=moved
    )


def length_index(plan: ProjectPlan) -> Tally | Text:
    """Critical path length index to the last baseline finish."""
    if plan.status_date is None:
        return NO_STATUS
    if plan.unscheduled:
        return plan.unscheduled
    if math.isnan(plan.target):
        return NO_BASELINE
    finish = plan.schedule.finish
    length = finish - plan.status
    if length <= 0:
        return NOTHING_LEFT
    index = cpli(length, plan.target - finish)
    path = [at for at in plan.schedule.path if isinstance(at, int)]
    why = t("on the driving path", "sur le chemin directeur")
    late = tuple(Offence(at, why) for at in path) if index < CPLI_LIMIT else ()
    return Tally(len(path), len(plan.rows), late, value=index)


def execution_index(plan: ProjectPlan) -> Tally | Text:
    """Baseline execution index at the status date."""
    due = _due(plan)
    if isinstance(due, Text):
        return due
    blank = [
        at for at in plan.tasks if math.isnan(plan.baseline_start[at]) or math.isnan(plan.baseline_finish[at])
    ]
    unplanned = [at for at in blank if at not in due]
    completed = [at for at in plan.tasks if plan.finished[at] <= plan.status]
    if not due and not unplanned:
        return NONE_DUE
    why = t("due and not finished", "à échéance et non finie")
    late = tuple(Offence(at, why) for at in due if not plan.finished[at] <= plan.status)
    index = bei(len(completed), len(due), len(unplanned))
    return Tally(len(completed), len(due) + len(unplanned), late if index < BEI_LIMIT else (), value=index)
