"""Plans that Primavera P6 exports as XER, read into rows of the plan; summary rows are made of the WBS.

Amounts are in the base currency of the export, quantities and lags in hours, a day is as long as the calendar of the activity says.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pmo_xl.adopt.sources.model import Asked, NotTakenError, Row, Source, some
from pmo_xl.adopt.sources.moments import finish_day, finite, moment, start_day
from pmo_xl.adopt.sources.words import xer as words
from pmo_xl.adopt.sources.words.mspdi import MONDAY_TO_FRIDAY, WEEKEND
from pmo_xl.adopt.sources.xer_links import links_of
from pmo_xl.adopt.sources.xer_tables import EXPORT_AGAIN, LINE, XerRow, read_tables
from pmo_xl.adopt.sources.xer_wbs import Outline
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.settings.limits import LIMITS, LimitSettings
from pmo_xl.steps.text.delimited import UNKNOWN, encoding_of

NEEDED = {
    "PROJECT": ("proj_id", "proj_short_name"),
    "CALENDAR": ("clndr_id", "day_hr_cnt"),
    "PROJWBS": ("wbs_id", "proj_id", "parent_wbs_id", "wbs_short_name", "wbs_name"),
    "TASK": (
        "task_id", "proj_id", "wbs_id", "clndr_id", "task_code", "task_name", "task_type", "status_code", "complete_pct_type",
        "phys_complete_pct", "target_drtn_hr_cnt", "remain_drtn_hr_cnt", "act_start_date", "act_end_date",
        "early_start_date", "early_end_date", "target_start_date", "target_end_date",
    ),
}  # fmt: skip
"""The tables and fields that every export of P6 has, and without which nothing is certain."""
IF_THERE = {
    "RSRC": ("rsrc_id",), "TASKRSRC": ("task_id", "rsrc_id"), "PROJCOST": ("task_id",), "TASKPRED": ("task_id", "pred_task_id", "pred_type"),
}  # fmt: skip
"""What tables have that an export may lack."""
KINDS = {"TT_Mile": "milestone", "TT_FinMile": "milestone", "TT_LOE": "loe", "TT_WBS": "summary"}
CONSTRAINTS = {
    "CS_MSO": "mso", "CS_MEO": "mfo", "CS_MSOA": "snet", "CS_MSOB": "snlt", "CS_MEOA": "fnet", "CS_MEOB": "fnlt",
    "CS_ALAP": "alap", "CS_MANDSTART": "mso", "CS_MANDFIN": "mfo",
}  # fmt: skip
FINISH = ("mfo", "fnet", "fnlt")
LABOUR = "RT_Labor"
_DAYS = re.compile(r"\(0\|\|([1-7])\(\)\s*\(((?:\s*\(0\|\|\d+\s*\([^()]*\)\s*\(\)\s*\))*)\s*\)\s*\)")
"""A day of the week in the data of a calendar, and its spans of work."""


@dataclass(slots=True)
class _Plan:
    """The tables of a file, and what of them belongs to the one project."""

    tables: Mapping[str, list[XerRow]]
    project: XerRow
    hours: Mapping[str, float]
    costs: Mapping[str, float]
    people: Mapping[str, list[str]]
    based: Mapping[str, XerRow] | None
    based_costs: Mapping[str, float]

    def day(self, task: XerRow) -> float:
        """The hours of a working day of an activity."""
        return self.hours.get(task["clndr_id"], 8.0)


def read_xer(data: bytes, asked: Asked, limits: LimitSettings = LIMITS) -> Source:
    """The plan in a file; raises NotTakenError for one that is cut, not standard, or holds several projects and none is asked for."""
    tables = read_tables(data, NEEDED, limits, IF_THERE)
    source = Source("Primavera P6", "TASK")
    if encoding_of(data) == UNKNOWN:
        source.tell(words.CODE_PAGE, fix=words.NOTHING)
    project = _project(tables, asked)
    plan = _plan(tables, project, source)
    source.head = _head(plan, source)
    _tell_calendar(plan, source)
    tasks = [task for task in tables["TASK"] if task["proj_id"] == project["proj_id"]]
    if len(tasks) > limits.rows:
        raise NotTakenError(words.TOO_LONG.fill(n=len(tasks), most=limits.rows), words.FEWER)
    links = links_of(tasks, tables, plan.hours, asked.language, source)
    outline = Outline([node for node in tables["PROJWBS"] if node["proj_id"] == project["proj_id"]], tasks)
    rows = source.rows["plan"] = []
    several: list[str] = []
    for task in tasks:
        row = Row(f"{task['task_code']} (L{task[LINE]})", int(task[LINE]), {})
        try:
            row.values.update(_values(task, plan, source, row))
        except ValueError as problem:
            raise NotTakenError(words.NO_VALUE.fill(line=task[LINE]), EXPORT_AGAIN, str(problem)) from problem
        people = plan.people.get(task["task_id"], [])
        if len(people) > 1:
            several.append(task["task_code"])
        row.values.update(owner=people[0] if people else None, predecessors=links.get(task["task_id"]))
        rows.append(row)
    source.rows["plan"] = outline.arranged(rows, tasks, source)
    if several:
        source.tell(words.SEVERAL_OWNERS.fill(n=len(several), tasks=some(several)), severity=Severity.INFO)
    return source


def _project(tables: Mapping[str, list[XerRow]], asked: Asked) -> XerRow:
    """The one project of the file that is no baseline of another, or the one that is asked for."""
    baselines = {row.get("sum_base_proj_id") for row in tables["PROJECT"]}
    with_tasks = {task["proj_id"] for task in tables["TASK"]}
    projects = [p for p in tables["PROJECT"] if p["proj_id"] not in baselines and p["proj_id"] in with_tasks]
    if not projects:
        raise NotTakenError(words.NO_TASKS, EXPORT_AGAIN)
    if len(projects) > 1:
        wanted = (asked.project or "").casefold()
        projects = [p for p in projects if p["proj_short_name"].casefold() == wanted] or projects
    if len(projects) > 1:
        names = [project["proj_short_name"] for project in projects]
        raise NotTakenError(words.SEVERAL.fill(n=len(names), names=names), words.ASK, names)
    return projects[0]


def _plan(tables: Mapping[str, list[XerRow]], project: XerRow, source: Source) -> _Plan:
    hours = {}
    for calendar in tables["CALENDAR"]:
        try:
            hours[calendar["clndr_id"]] = abs(finite(calendar["day_hr_cnt"])) or 8.0
        except ValueError as problem:
            raise NotTakenError(
                words.NO_VALUE.fill(line=calendar[LINE]), EXPORT_AGAIN, calendar["day_hr_cnt"]
            ) from problem
    names = {
        r["rsrc_id"]: (r.get("rsrc_name") or "", r.get("rsrc_type") or LABOUR) for r in tables.get("RSRC", [])
    }
    people: dict[str, list[str]] = {}
    first = {t["task_id"]: t.get("rsrc_id", "") for t in tables["TASK"]}
    for used in sorted(tables.get("TASKRSRC", []), key=lambda r: r.get("rsrc_id") != first.get(r["task_id"])):
        name, kind = names.get(used.get("rsrc_id", ""), ("", ""))
        if name and kind == LABOUR and name not in people.setdefault(used["task_id"], []):
            people[used["task_id"]].append(name)
    costs: dict[str, float] = {}
    for cost in (*tables.get("TASKRSRC", []), *tables.get("PROJCOST", [])):
        if cost.get("target_cost") and cost.get("task_id"):
            costs[cost["task_id"]] = costs.get(cost["task_id"], 0.0) + _number(cost, "target_cost")
    baseline = project.get("sum_base_proj_id") or ""
    there = any(row["proj_id"] == baseline for row in tables["PROJECT"])
    based = None
    if there:
        based = {task["task_code"]: task for task in tables["TASK"] if task["proj_id"] == baseline}
    elif baseline:
        based = {}
        source.tell(words.BASELINE_ABSENT.fill(number=baseline), fix=words.WITH_BASELINE)
    else:
        source.tell(words.PLANNED_IS_BASELINE, severity=Severity.INFO)
    return _Plan(tables, project, hours, costs, people, based, costs)


def _tell_calendar(plan: _Plan, source: Source) -> None:
    """Say where the calendar of the project works at weekends: its data holds the hours of each day, Sunday first."""
    used = plan.project.get("clndr_id")
    calendar = next((row for row in plan.tables["CALENDAR"] if row["clndr_id"] == used), {})
    days = _DAYS.findall((calendar.get("clndr_data") or "").partition("(0||Exceptions")[0])
    if any(hours.strip() for day, hours in days if day in ("1", "7")):
        name = calendar.get("clndr_name") or ""
        source.tell(WEEKEND.fill(name=name), fix=MONDAY_TO_FRIDAY)


def _number(row: XerRow, key: str) -> float:
    try:
        return finite(row.get(key))
    except ValueError as problem:
        raise NotTakenError(words.NO_VALUE.fill(line=row[LINE]), EXPORT_AGAIN, row[key]) from problem


def _head(plan: _Plan, source: Source) -> dict[str, Any]:
    project, tables = plan.project, plan.tables
    try:
        status = start_day(moment(project.get("last_recalc_date")))
    except ValueError as problem:
        raise NotTakenError(
            words.NO_VALUE.fill(line=project[LINE]), EXPORT_AGAIN, project["last_recalc_date"]
        ) from problem
    root = [
        node
        for node in tables["PROJWBS"]
        if node["proj_id"] == project["proj_id"] and node.get("proj_node_flag") == "Y"
    ]
    currencies = tables.get("CURRTYPE", [])
    base = (
        [row for row in currencies if row.get("base_exch_rate") in ("1", "1.0")]
        if len(currencies) > 1
        else currencies
    )
    if len(currencies) > 1 and len(base) != 1:
        source.tell(
            words.WHICH_CURRENCY.fill(names=[row.get("curr_short_name", "") for row in currencies]),
            fix=words.SAY_CURRENCY,
        )
    return {
        "project_id": project["proj_short_name"],
        "project_name": (root[0]["wbs_name"] if root else "") or project["proj_short_name"],
        "status_date": status,
        "currency": (base[0].get("curr_short_name") or None) if len(base) == 1 else None,
    }


def _values(task: XerRow, plan: _Plan, source: Source, row: Row) -> dict[str, Any]:
    """What the plan holds of an activity, but its place, its links and its people. Raises ValueError."""
    kind = KINDS.get(task["task_type"], "task")
    based = task if plan.based is None else plan.based.get(task["task_code"], {})
    base = moment(based.get("target_start_date")), moment(based.get("target_end_date"))
    began, ended = moment(task["act_start_date"]), moment(task["act_end_date"])
    start = began or moment(task["early_start_date"] or task["target_start_date"])
    finish = ended or moment(task["early_end_date"] or task["target_end_date"])
    if kind == "milestone":
        # A moment: P6 leaves one of its two ends blank.
        base, (start, finish) = (base[0] or base[1], base[1] or base[0]), (start or finish, finish or start)
        if task["status_code"] == "TK_Complete":
            began, ended = began or ended, ended or began
    day = plan.day(task)
    costs = plan.costs if plan.based is None else plan.based_costs
    constraint, when = _constraint(task, source, row)
    assigned = task["task_id"] in plan.people or finite(task.get("target_work_qty")) > 0

    def days(key: str) -> float | None:
        return round(finite(task.get(key)) / day, 3) if assigned else None

    return {
        "task_id": task["task_code"], "name": task["task_name"], "type": kind,
        "start_baseline": start_day(base[0]), "finish_baseline": finish_day(base[1], base[0]),
        "start_forecast": start_day(start), "finish_forecast": finish_day(finish, start),
        "start_actual": start_day(began), "finish_actual": finish_day(ended, began),
        "pct_complete": _done(task, source, row), "cost_baseline": costs.get(based.get("task_id", "")),
        "effort_baseline_pd": days("target_work_qty"), "effort_actual_pd": days("act_work_qty"),
        "effort_remaining_pd": days("remain_work_qty"), "constraint_type": constraint, "constraint_date": when,
    }  # fmt: skip


def _done(task: XerRow, source: Source, row: Row) -> float | None:
    """The share that is complete, by the way in which the activity measures it. Raises ValueError."""
    if task["status_code"] == "TK_Complete":
        return 1.0
    if task["complete_pct_type"] == "CP_Phys":
        return finite(task["phys_complete_pct"]) / 100
    if task["status_code"] == "TK_NotStart" or not task["act_start_date"]:
        return 0.0
    if task["complete_pct_type"] == "CP_Units":
        pairs = (("act_work_qty", "remain_work_qty"), ("act_equip_qty", "remain_equip_qty"))
        spent, left = (sum(finite(task.get(pair[at])) for pair in pairs) for at in (0, 1))
        whole = spent + left
    else:
        whole = finite(task["target_drtn_hr_cnt"])
        spent = whole - finite(task["remain_drtn_hr_cnt"])
    if not whole:
        source.tell(words.NO_SHARE, row, fix=words.GIVE_SHARE)
        return None
    return round(max(0.0, spent / whole), 4)


def _constraint(task: XerRow, source: Source, row: Row) -> tuple[str | None, dt.date | None]:
    said, second = task.get("cstr_type") or "", task.get("cstr_type2") or ""
    if second:
        source.tell(words.SECOND_CONSTRAINT.fill(code=second), row, fix=words.NOTHING)
    kind = CONSTRAINTS.get(said)
    if said and kind is None:
        source.tell(words.NO_CONSTRAINT.fill(code=said), row, fix=words.NOTHING)
    if said in ("CS_MANDSTART", "CS_MANDFIN"):
        source.tell(words.MANDATORY.fill(code=said), row, severity=Severity.INFO)
    return kind, start_day(moment(task.get("cstr_date"))) if kind not in (None, "alap") else None
