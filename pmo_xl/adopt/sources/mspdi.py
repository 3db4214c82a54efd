"""Plans that Microsoft Project saves as XML, read into rows of the plan.

Costs are in hundredths, workloads in hours, lags in tenths of a minute; a day is as long as ``MinutesPerDay`` says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from pmo_xl.adopt.sources.model import Asked, NotTakenError, Row, Source, some
from pmo_xl.adopt.sources.moments import finish_day, finite, hours, moment, start_day
from pmo_xl.adopt.sources.mspdi_links import links_of
from pmo_xl.adopt.sources.words import mspdi as words
from pmo_xl.adopt.sources.xml_records import EXPORT_AGAIN, records
from pmo_xl.core.base.amounts import amount_words
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.settings.limits import LIMITS, LimitSettings

CONSTRAINTS = ("asap", "alap", "mso", "mfo", "snet", "snlt", "fnet", "fnlt")
NOBODY, WORK = "-65535", "1"
WEEKEND = ("1", "7")
"""Types of day: Sunday and Saturday."""
KEPT = ("Task", "Resource", "Assignment", "Calendar")
_OVER = (
    "TimephasedData",
    "ExtendedAttribute",
    "WBSMasks",
    "OutlineCodes",
    "AvailabilityPeriods",
    "Rates",
)


@dataclass(slots=True)
class _File:
    head: dict[str, str] = field(default_factory=dict)
    tasks: list[dict[str, Any]] = field(default_factory=list)
    resources: dict[str, tuple[str | None, str]] = field(default_factory=dict)
    assigned: dict[str, list[str]] = field(default_factory=dict)
    calendars: dict[str, tuple[str, list[str], int]] = field(default_factory=dict)
    """By UID: its name, the days of the weekend that it works on, its exceptions."""


def read_mspdi(data: bytes, asked: Asked, limits: LimitSettings = LIMITS) -> Source:
    """The plan in a file; raises NotTakenError for one that is damaged, no plan, or larger than the limits."""
    file = _load(data, limits)
    source = Source("Microsoft Project", "Task", head=_head(file.head))
    try:
        minutes = finite(file.head.get("MinutesPerDay") or "480")
    except ValueError:
        minutes = 0
    if minutes <= 0:
        raise NotTakenError(words.NO_DAY, EXPORT_AGAIN, file.head["MinutesPerDay"])
    _tell_calendar(file, source)
    taken = _chosen(file, source)
    baseline = str(asked.baseline if asked.baseline is not None else 0)
    _tell_baselines(taken, baseline, source)
    ids = {task["UID"]: task["ID"] for task in taken}
    others = {task["UID"]: task for task in file.tasks}
    numbered = _codes(taken, source)
    several: list[str] = []
    rows = source.rows["plan"] = []
    for task in taken:
        row = Row(f"{task['ID']} (UID {task['UID']})", task["position"], {})
        rows.append(row)
        try:
            row.values.update(_values(task, minutes, baseline))
        except ValueError as problem:
            raise NotTakenError(words.NO_VALUE.fill(task=row.named), EXPORT_AGAIN, str(problem)) from problem
        row.values["wbs"] = task.get("OutlineNumber" if numbered else "WBS")
        row.values["predecessors"] = links_of(task, ids, others, minutes, row, source, asked.language)
        names = _owners(task, file)
        if len(names) > 1:
            several.append(task["ID"])
        row.values["owner"] = names[0] if names and task.get("Summary") != "1" else None
    if several:
        source.tell(words.SEVERAL_OWNERS.fill(n=len(several), tasks=some(several)), severity=Severity.INFO)
    if any(row.values["pct_complete"] for row in rows) and any(
        t.get("EarnedValueMethod") != "1" for t in taken
    ):
        source.tell(words.DURATION_SHARE, severity=Severity.INFO)
    return source


def _load(data: bytes, limits: LimitSettings) -> _File:
    file = _File()
    for element in records(data, "Project", KEPT, _OVER):
        if element.tag == "Task":
            file.tasks.append(_task(element, len(file.tasks)))
            if len(file.tasks) > limits.rows:
                raise NotTakenError(words.TOO_LONG.fill(most=amount_words(limits.rows)), words.FEWER)
        elif element.tag == "Resource":
            uid = element.findtext("UID") or ""
            file.resources[uid] = (element.findtext("Name"), element.findtext("Type") or WORK)
        elif element.tag == "Assignment":
            task, resource = element.findtext("TaskUID"), element.findtext("ResourceUID")
            file.assigned.setdefault(task or "", []).append(resource or NOBODY)
        elif element.tag == "Calendar":
            file.calendars[element.findtext("UID") or ""] = _calendar(element)
        elif element.text is not None:
            file.head.setdefault(element.tag, element.text)
    return file


def _task(element: Element, position: int) -> dict[str, Any]:
    """The texts of a task, its baselines by number and its links."""
    task: dict[str, Any] = {child.tag: child.text for child in element if not len(child)}
    task["position"] = position
    task["baselines"] = {b.findtext("Number") or "0": _texts(b) for b in element.findall("Baseline")}
    task["links"] = [_texts(link) for link in element.findall("PredecessorLink")]
    task["UID"] = task.get("UID") or ""
    task["ID"] = task.get("ID") or task["UID"]
    return task


def _calendar(element: Element) -> tuple[str, list[str], int]:
    days = element.findall("WeekDays/WeekDay")
    worked = [day.findtext("DayType") or "" for day in days if day.findtext("DayWorking") == "1"]
    # Older files note exceptions among the days of the week, as type 0.
    exceptions = len(element.findall("Exceptions/Exception")) or sum(
        day.findtext("DayType") == "0" for day in days
    )
    return element.findtext("Name") or "", [day for day in worked if day in WEEKEND], exceptions


def _tell_calendar(file: _File, source: Source) -> None:
    """Say where the calendar of the project is another than that of the figures."""
    name, weekend, exceptions = file.calendars.get(file.head.get("CalendarUID", ""), ("", [], 0))
    if weekend:
        source.tell(words.WEEKEND.fill(name=name), fix=words.MONDAY_TO_FRIDAY)
    if exceptions:
        source.tell(words.EXCEPTIONS.fill(name=name, n=exceptions), severity=Severity.INFO)


def _texts(element: Element) -> dict[str, str | None]:
    return {child.tag: child.text for child in element}


def _head(said: Mapping[str, str]) -> dict[str, Any]:
    try:
        status = start_day(moment(said.get("StatusDate")))
    except ValueError as problem:
        raise NotTakenError(words.NO_STATUS_DATE, EXPORT_AGAIN, said["StatusDate"]) from problem
    return {
        "project_name": said.get("Title")
        or (said.get("Name") or "").removesuffix(".mpp").removesuffix(".xml")
        or None,
        "status_date": status,
        "currency": said.get("CurrencyCode"),
        "project_manager": said.get("Manager"),
    }


def _chosen(file: _File, source: Source) -> list[dict[str, Any]]:
    """The tasks that are work of this plan; blank lines go without a word, the others with one."""
    chosen = []
    for task in file.tasks:
        row = Row(f"{task['ID']} (UID {task['UID']})", task["position"], {})
        if task["UID"] == "0" or task.get("IsNull") == "1" or not (task.get("Name") or task.get("Start")):
            continue
        if task.get("Active") == "0":
            source.tell(words.INACTIVE.fill(name=task.get("Name")), row, fix=words.INACTIVE_FIX)
        elif task.get("ExternalTask") == "1":
            source.tell(words.EXTERNAL_TASK.fill(name=task.get("Name")), row, fix=words.DEPENDENCY)
        else:
            if task.get("SubprojectName"):
                source.tell(words.INSERTED.fill(name=task["SubprojectName"]), row, fix=words.INSERTED_FIX)
            chosen.append(task)
    return chosen


def _tell_baselines(tasks: Sequence[Mapping[str, Any]], wanted: str, source: Source) -> None:
    """Say it where the baseline that counts is not in the file, and others are: nobody but a person can choose."""
    there = sorted({number for task in tasks for number in task["baselines"]}, key=lambda n: (len(n), n))
    if wanted not in there and tasks:
        message = words.OTHER_BASELINES if there else words.NO_BASELINE
        source.tell(
            message.fill(number=wanted, others=there), fix=words.CHOOSE if there else words.SET_BASELINE
        )


def _codes(tasks: Sequence[Mapping[str, Any]], source: Source) -> bool:
    """Whether the places in the outline stand for codes that are not numbers joined by dots."""
    others = [
        task["WBS"]
        for task in tasks
        if task.get("WBS") and not all(p.isdecimal() for p in task["WBS"].split("."))
    ]
    if others:
        source.tell(words.CODES.fill(n=len(others), codes=some(others)), severity=Severity.INFO)
    return bool(others) or not any(task.get("WBS") for task in tasks)


def _values(task: Mapping[str, Any], minutes: float, baseline: str) -> dict[str, Any]:
    """What the plan holds of a task, but its links and people. Raises ValueError for a text that is no date or number."""
    start, finish = moment(task.get("Start")), moment(task.get("Finish"))
    began, ended = moment(task.get("ActualStart")), moment(task.get("ActualFinish"))
    base: Mapping[str, str | None] = task["baselines"].get(baseline, {})
    based = moment(base.get("Start")), moment(base.get("Finish"))
    kind = (
        "summary" if task.get("Summary") == "1" else "milestone" if task.get("Milestone") == "1" else "task"
    )
    physical = task.get("EarnedValueMethod") == "1"
    done = task.get("PhysicalPercentComplete" if physical else "PercentComplete")
    constraint = int(task.get("ConstraintType") or -1)
    kept = [f"UID {task['UID']}"]
    if task.get("WBS") and task["WBS"] != task.get("OutlineNumber"):
        kept.append(f"WBS {task['WBS']}")
    return {
        "task_id": task["ID"], "name": task.get("Name"), "type": kind,
        "start_baseline": start_day(based[0]), "finish_baseline": finish_day(based[1], based[0]),
        "start_forecast": start_day(start), "finish_forecast": finish_day(finish, start),
        "start_actual": start_day(began), "finish_actual": finish_day(ended, began),
        "pct_complete": finite(done) / 100 if done else None,
        "cost_baseline": finite(base["Cost"]) / 100 if base.get("Cost") else None,
        "effort_baseline_pd": _days(base.get("Work"), minutes),
        "effort_actual_pd": _days(task.get("ActualWork"), minutes),
        "effort_remaining_pd": _days(task.get("RemainingWork"), minutes),
        "constraint_type": CONSTRAINTS[constraint] if 0 <= constraint < len(CONSTRAINTS) else None,
        "constraint_date": _constrained(task, constraint), "comment": "; ".join(kept),
    }  # fmt: skip


def _constrained(task: Mapping[str, Any], constraint: int) -> dt.date | None:
    return start_day(moment(task.get("ConstraintDate"))) if constraint > 1 else None


def _days(span: str | None, minutes: float) -> float | None:
    held = hours(span)
    return round(held * 60 / minutes, 3) if held is not None else None


def _owners(task: Mapping[str, Any], file: _File) -> list[str]:
    """The people of a task in the order of their assignments; material and costs are nobody."""
    found = (
        file.resources.get(uid, (None, "")) for uid in file.assigned.get(task["UID"], ()) if uid != NOBODY
    )
    return list(dict.fromkeys(name for name, kind in found if name and kind == WORK))
