"""Plans as Microsoft Project and Primavera P6 save them, made here: small, and with what real ones have of oddities."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

NAMESPACE = "http://schemas.microsoft.com/project"


def has_mpxj() -> bool:
    """Whether mpxj is installed, and a Java that runs: some systems have a command of that name that only asks for one."""
    if shutil.which("java") is None or importlib.util.find_spec("mpxj") is None:
        return False
    return subprocess.run(["java", "-version"], capture_output=True, check=False).returncode == 0


def tag(name: str, what: Any) -> str:
    """An element; a mapping holds elements, a list several of one name."""
    if isinstance(what, list):
        return "".join(tag(name, each) for each in what)
    if isinstance(what, Mapping):
        return f"<{name}>{''.join(tag(key, value) for key, value in what.items())}</{name}>"
    return f"<{name}>{escape(str(what), quote=False)}</{name}>"


def mspdi(
    tasks: Sequence[Mapping[str, Any]],
    people: Mapping[int, str | None] | None = None,
    assigned: Sequence[tuple[int, int]] = (),
    encoding: str = "UTF-8",
    **head: Any,
) -> bytes:
    """A plan as Microsoft Project XML; ``assigned`` are pairs of the UIDs of a task and a resource."""
    said = {
        "SaveVersion": 14, "Name": "portal.mpp", "Title": "Portal renewal", "Manager": "Claire Martin",
        "CurrencyCode": "EUR", "StatusDate": "2026-03-31T17:00:00", "MinutesPerDay": 480, **head,
    }  # fmt: skip
    resources = [
        {"UID": uid, "ID": uid, **({"Name": name} if name else {}), "Type": 1}
        for uid, name in (people or {}).items()
    ]
    assignments = [
        {"UID": number, "TaskUID": task, "ResourceUID": resource}
        for number, (task, resource) in enumerate(assigned, start=1)
    ]
    body = "".join(tag(key, what) for key, what in said.items() if what is not None)
    body += f"<Tasks>{tag('Task', [{'UID': 0, 'ID': 0, 'Name': 'portal', 'Summary': 1}, *tasks])}</Tasks>"
    body += f"<Resources>{tag('Resource', resources)}</Resources>"
    body += f"<Assignments>{tag('Assignment', assignments)}</Assignments>"
    text = f'<?xml version="1.0" encoding="{encoding}" standalone="yes"?>\n<Project xmlns="{NAMESPACE}">{body}</Project>'
    return text.encode(encoding)


def task(uid: int, name: str, start: str, finish: str, **more: Any) -> dict[str, Any]:
    """A task of Microsoft Project; its row is its UID less 40."""
    number = uid - 40
    made: dict[str, Any] = {
        "UID": uid, "ID": number, "Name": name, "Active": 1, "WBS": number, "OutlineNumber": number, "OutlineLevel": 1,
        "Start": start, "Finish": finish, "Milestone": 0, "Summary": 0, "PercentComplete": 0,
        "ConstraintType": 0,
    }  # fmt: skip
    return {**made, **more}


def baseline(start: str, finish: str, number: int = 0, **more: Any) -> dict[str, Any]:
    """A baseline; its ``Cost`` is in hundredths."""
    return {"Number": number, "Start": start, "Finish": finish, **more}


def after(uid: int, kind: int = 1, lag: int = 0, form: int = 7, **more: Any) -> dict[str, Any]:
    """A link: 0 finish-finish, 1 finish-start, 2 start-finish, 3 start-start; the lag in tenths of a minute."""
    return {"PredecessorUID": uid, "Type": kind, "CrossProject": 0, "LinkLag": lag, "LagFormat": form, **more}


# ---- Primavera P6 -----------------------------------------------------------------------------------

Tables = Mapping[str, Sequence[Mapping[str, Any]]]


def xer(tables: Tables, encoding: str = "cp1252", end: str = "%E\r\n") -> bytes:
    """Tables as XER: every field that a row of a table has, blank where another has none."""
    lines = ["ERMHDR\t19.12\t2026-03-31\tProject\tadmin\tPlanner\tdbxDatabaseNoName\tProject Management\tEUR"]
    for name, rows in tables.items():
        fields = list(dict.fromkeys(key for row in rows for key in row))
        lines += [f"%T\t{name}", "\t".join(("%F", *fields))]
        lines += ["\t".join(("%R", *(str(row.get(key, "")) for key in fields))) for row in rows]
    return ("\r\n".join(lines) + "\r\n" + end).encode(encoding)


def activity(number: int, name: str, start: str, finish: str, **more: Any) -> dict[str, Any]:
    """An activity of project 1 in WBS 11, planned as it is forecast, not started."""
    made = {
        "task_id": number, "proj_id": 1, "wbs_id": 11, "clndr_id": 1, "phys_complete_pct": 0, "complete_pct_type": "CP_Drtn",
        "task_type": "TT_Task", "duration_type": "DT_FixedDrtn", "status_code": "TK_NotStart", "task_code": f"A{number}", "task_name": name,
        "rsrc_id": "", "total_float_hr_cnt": 0, "free_float_hr_cnt": 0, "remain_drtn_hr_cnt": 80, "act_work_qty": 0,
        "remain_work_qty": 0, "target_work_qty": 0, "target_drtn_hr_cnt": 80, "target_equip_qty": 0, "act_equip_qty": 0,
        "remain_equip_qty": 0, "cstr_date": "", "act_start_date": "", "act_end_date": "",
        "early_start_date": start, "early_end_date": finish, "target_start_date": start, "target_end_date": finish,
        "cstr_type": "", "cstr_date2": "", "cstr_type2": "", "priority_type": "PT_Normal",
    }  # fmt: skip
    return {**made, **more}


def p6(
    tasks: Sequence[Mapping[str, Any]],
    links: Sequence[Mapping[str, Any]] = (),
    used: Sequence[Mapping[str, Any]] = (),
    nodes: Sequence[Mapping[str, Any]] = (),
    projects: Sequence[Mapping[str, Any]] = (),
    hours: float = 8,
    **project: Any,
) -> dict[str, list[Mapping[str, Any]]]:
    """The tables of a project with a root and one node, a calendar, one currency and two people."""
    root = {
        "wbs_id": 10,
        "proj_id": 1,
        "seq_num": 0,
        "proj_node_flag": "Y",
        "wbs_short_name": "PRT",
        "wbs_name": "Portal renewal",
        "parent_wbs_id": "",
    }
    build = {
        **root,
        "wbs_id": 11,
        "seq_num": 1,
        "proj_node_flag": "N",
        "wbs_short_name": "BLD",
        "wbs_name": "Build",
        "parent_wbs_id": 10,
    }
    return {
        "CURRTYPE": [{"curr_id": 1, "decimal_digit_cnt": 2, "curr_symbol": "€", "curr_type": "Euro", "curr_short_name": "EUR", "decimal_symbol": ".", "digit_group_symbol": ",", "pos_curr_fmt_type": "#1.1", "neg_curr_fmt_type": "(#1.1)", "group_digit_cnt": 3, "base_exch_rate": 1}],
        "PROJECT": [
            {"proj_id": 1, "proj_short_name": "P012", "clndr_id": 1, "sum_base_proj_id": "", "last_recalc_date": "2026-03-31 17:00",
             "plan_start_date": "2026-01-05 08:00", "export_flag": "Y", **project},
            *projects,
        ],
        "CALENDAR": [{"clndr_id": 1, "default_flag": "Y", "clndr_name": "Standard", "proj_id": "", "day_hr_cnt": hours, "week_hr_cnt": hours * 5, "month_hr_cnt": hours * 20, "year_hr_cnt": hours * 240, "clndr_type": "CA_Base"}],
        "PROJWBS": [root, build, *nodes],
        "RSRC": [
            {"rsrc_id": 1, "parent_rsrc_id": "", "clndr_id": 1, "rsrc_name": "Zoé Müller", "rsrc_short_name": "ZM", "rsrc_type": "RT_Labor"},
            {"rsrc_id": 2, "parent_rsrc_id": "", "clndr_id": 1, "rsrc_name": "Steel", "rsrc_short_name": "ST", "rsrc_type": "RT_Mat"},
        ],
        "TASK": list(tasks),
        "TASKPRED": [{"task_pred_id": at, "proj_id": 1, "pred_proj_id": 1, "pred_type": "PR_FS", "lag_hr_cnt": 0, **link} for at, link in enumerate(links, start=1)],
        "TASKRSRC": [{"taskrsrc_id": at, "proj_id": 1, "remain_qty": 0, "target_qty": 0, "act_reg_qty": 0, "target_cost": 0, **one} for at, one in enumerate(used, start=1)],
    }  # fmt: skip
