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
from pmo_xl.adopt.sources.moments import finish_day, hours, moment, plain, start_day
from pmo_xl.adopt.sources.words import mspdi as words
from pmo_xl.adopt.sources.xml_records import EXPORT_AGAIN, records
from pmo_xl.core.base.amounts import amount_words
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import Text
from pmo_xl.core.settings.limits import LIMITS, LimitSettings

TYPES = ({"0": "FF", "1": "FS", "2": "SF", "3": "SS"}, {"0": "FF", "1": "FD", "2": "DF", "3": "DD"})
CONSTRAINTS = ("asap", "alap", "mso", "mfo", "snet", "snlt", "fnet", "fnlt")
SHARES, ELAPSED_SHARES = ("19", "51"), ("20", "52")
ELAPSED = ("4", "6", "8", "10", "12", "36", "38", "40", "42", "44")
"""Lag formats: a percentage, an elapsed percentage, elapsed minutes to months; the others are working time."""
NOBODY, WORK = "-65535", "1"
DAY = 1440
KEPT = ("Task", "Resource", "Assignment")
_OVER = (
    "TimephasedData",
    "ExtendedAttribute",
    "Calendars",
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


def read_mspdi(data: bytes, asked: Asked, limits: LimitSettings = LIMITS) -> Source:
    """The plan in a file; raises NotTakenError for one that is damaged, no plan, or larger than the limits."""
    file = _load(data, limits)
    source = Source("Microsoft Project", "Task", head=_head(file.head))
    minutes = float(file.head.get("MinutesPerDay") or 480)
    if minutes <= 0:
        raise NotTakenError(words.NO_DAY, EXPORT_AGAIN, file.head["MinutesPerDay"])
    taken = _chosen(file, source)
    baseline = str(asked.baseline if asked.baseline is not None else 0)
    _tell_baselines(taken, baseline, source)
    ids = {task["UID"]: task["ID"] for task in taken}
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
        row.values["predecessors"] = _links(task, ids, file, minutes, row, source, asked.language)
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
        "pct_complete": float(done) / 100 if done else None,
        "cost_baseline": float(base["Cost"] or 0) / 100 if base.get("Cost") else None,
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


def _links(
    task: Mapping[str, Any],
    ids: Mapping[str, str],
    file: _File,
    minutes: float,
    row: Row,
    source: Source,
    language: str,
) -> str | None:
    """The predecessors as people type them; what cannot be typed so is told."""
    told: list[str] = []
    others = {other["UID"]: other for other in file.tasks}
    for link in task["links"]:
        before = link.get("PredecessorUID") or ""
        if link.get("CrossProject") == "1" or (known := others.get(before, {})).get("ExternalTask") == "1":
            name = link.get("CrossProjectName") or others.get(before, {}).get("Name") or before
            source.tell(words.EXTERNAL_LINK.fill(name=name), row, fix=words.DEPENDENCY)
        elif before not in ids:
            inactive = known.get("Active") == "0"
            message = words.INACTIVE_LINK if inactive else words.LOOSE_LINK
            source.tell(message.fill(uid=before, id=known.get("ID")), row, fix=words.MEND_LINK)
        else:
            kind = TYPES[language == "fr"].get(link.get("Type") or "1", "FS")
            told.append(ids[before] + kind + _lag(link, minutes, row, source, language))
    return "; ".join(told) or None


def _lag(link: Mapping[str, str | None], minutes: float, row: Row, source: Source, language: str) -> str:
    """The lag of a link: working days, elapsed days, or a share of its predecessor."""
    try:
        number, form = float(link.get("LinkLag") or 0), link.get("LagFormat") or "7"
    except ValueError as problem:
        raise NotTakenError(words.NO_VALUE.fill(task=row.named), EXPORT_AGAIN, link["LinkLag"]) from problem
    if not number:
        return ""
    sign = "+" if number > 0 else "-"
    share: Text = words.SHARE.fill(share=f"{sign}{plain(abs(number))}")
    if form in ELAPSED_SHARES:
        source.tell(words.ELAPSED_SHARE.fill(lag=share), row, fix=words.GIVE_DAYS, found=share)
        return ""
    if form in SHARES:
        source.tell(words.SHARE_KEPT.fill(lag=share), row, fix=words.GIVE_DAYS, found=share)
        return f"{sign}{plain(abs(number))}%"
    elapsed = form in ELAPSED
    days = plain(abs(number) / 10 / (DAY if elapsed else minutes))
    unit = ("jé" if language == "fr" else "ed") if elapsed else ("j" if language == "fr" else "d")
    return f"{sign}{days}{unit}"
