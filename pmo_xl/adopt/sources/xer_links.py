"""The relationships of an XER file as predecessors that people type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmo_xl.adopt.sources.model import NotTakenError, Row, Source
from pmo_xl.adopt.sources.moments import finite, plain
from pmo_xl.adopt.sources.words import xer as words
from pmo_xl.adopt.sources.xer_tables import EXPORT_AGAIN, LINE, XerRow

TYPES = (
    {"PR_FS": "FS", "PR_SS": "SS", "PR_FF": "FF", "PR_SF": "SF"},
    {"PR_FS": "FD", "PR_SS": "DD", "PR_FF": "FF", "PR_SF": "DF"},
)
OF_SUCCESSOR, ALL_DAY = "rcal_Successor", "rcal_24Hour"


def links_of(
    tasks: Sequence[XerRow],
    tables: Mapping[str, list[XerRow]],
    hours: Mapping[str, float],
    language: str,
    source: Source,
) -> dict[str, str]:
    """The predecessors of each activity; lags count in days of the calendar that the project schedules them by."""
    by_id = {task["task_id"]: task for task in tasks}
    calendar = _calendar(tasks, tables)
    found: dict[str, list[str]] = {}
    for link in tables.get("TASKPRED", []):
        after, before = by_id.get(link["task_id"]), by_id.get(link["pred_task_id"])
        if after is None:
            continue
        row = Row(f"{after['task_code']} (L{link[LINE]})", int(after[LINE]), {})
        kind = TYPES[language == "fr"].get(link["pred_type"])
        if before is None:
            source.tell(words.EXTERNAL_LINK.fill(line=link[LINE]), row, fix=words.DEPENDENCY)
            continue
        if kind is None:
            source.tell(words.NO_TYPE.fill(code=link["pred_type"]), row, fix=words.NOTHING)
            continue
        try:
            lag = finite(link.get("lag_hr_cnt"))
        except ValueError as problem:
            raise NotTakenError(
                words.NO_VALUE.fill(line=link[LINE]), EXPORT_AGAIN, link["lag_hr_cnt"]
            ) from problem
        by = after if calendar == OF_SUCCESSOR else before
        day = 24.0 if calendar == ALL_DAY else hours.get(by["clndr_id"], 8.0)
        found.setdefault(link["task_id"], []).append(
            before["task_code"] + kind + _lag(lag / day, calendar == ALL_DAY, language)
        )
    return {task: "; ".join(links) for task, links in found.items()}


def _calendar(tasks: Sequence[XerRow], tables: Mapping[str, list[XerRow]]) -> str:
    project = tasks[0]["proj_id"] if tasks else ""
    options = [row for row in tables.get("SCHEDOPTIONS", []) if row.get("proj_id") == project]
    return options[0].get("sched_calendar_on_relationship_lag", "") if options else ""


def _lag(days: float, elapsed: bool, language: str) -> str:
    if not days:
        return ""
    unit = ("jé" if language == "fr" else "ed") if elapsed else ("j" if language == "fr" else "d")
    return f"{'+' if days > 0 else '-'}{plain(abs(days))}{unit}"
