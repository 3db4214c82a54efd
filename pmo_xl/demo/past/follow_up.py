"""The follow-up of a demo project at an earlier date: what had been raised by then, and was not settled yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from pmo_xl.demo.follow_up.status import message_rows, status_rows, with_last_period
from pmo_xl.demo.follow_up.texts import EXTERNAL
from pmo_xl.demo.plan import Row
from pmo_xl.demo.portfolio import DemoProject, Made, Rows, columns

BEGAN = {
    "actions": "opened_on",
    "issues": "raised_on",
    "decisions": "requested_on",
    "changes": "requested_on",
}
ENDED = {
    "actions": ("done_on", "status", "in_progress", ("done_on",)),
    "issues": ("closed_on", "status", "in_progress", ("closed_on", "resolution")),
    "decisions": ("decided_on", "status", "requested", ("decision", "decided_on", "decided_by")),
    "changes": ("decided_on", "status", "submitted", ("decision_id", "decided_on")),
}
"""When a row of each register ended; its column, and its value while it had not; what it did not say then."""

UNLINKED = {"actions": {"source_id": None}}


def earlier_follow_up(made: Made, rag: str, day: dt.date, rng: Random) -> dict[str, list[Row]]:
    """The tables of the follow-up on *day*, where the project declared that status."""
    team = sorted({str(row["owner"]) for row in made.tables["plan"] if row.get("owner")})
    return {
        **{key: [*made.tables[key]] for key in ("dependencies", "stakeholders", "assumptions", "documents")},
        **{key: _rows(made.tables[key], key, day) for key in BEGAN},
        "issues": [
            _serious(row, made.project.sponsor) for row in _rows(made.tables["issues"], "issues", day)
        ],
        "status": status_rows(rng, rag, team, day, made.project.language),
        "messages": message_rows(rng, made.project.language),
    }


def _rows(rows: Sequence[Row], table: str, day: dt.date) -> list[Row]:
    # What an action came from may not have been raised then.
    return [
        {**_earlier(row, table, day), **UNLINKED.get(table, {})} for row in rows if row[BEGAN[table]] <= day
    ]


def _earlier(row: Row, table: str, day: dt.date) -> Row:
    ended, column, value, unsaid = ENDED[table]
    if row.get(ended) is None or row[ended] <= day:
        return row
    return {key: what for key, what in row.items() if key not in unsaid} | {column: value}


def _serious(row: Row, sponsor: str) -> Row:
    """An issue that was settled later: while it was open, a serious one was somebody else's business too."""
    if row["status"] == "in_progress" and row["severity"] >= 4:
        return {**row, "status": "escalated", "escalated_to": sponsor}
    return row


def among_themselves(projects: Sequence[DemoProject]) -> list[DemoProject]:
    """The projects without what they owe to one that is not registered yet, or need of it."""
    known = {*EXTERNAL.in_all(), *(project.project_id for project in projects)}
    return [
        replace(project, rows={**project.rows, "dependencies": columns([
            row for row in rows_of(project.rows["dependencies"])
            if row["other_project"] in known
        ])})
        if "dependencies" in project.rows
        else project
        for project in projects
    ]  # fmt: skip


def beside_last(projects: Sequence[DemoProject], before: Sequence[DemoProject]) -> list[DemoProject]:
    """The projects with what their status reports said a period ago beside what they say now."""
    last = {project.project_id: project.rows.get("status") for project in before}
    return [
        replace(
            project,
            rows={**project.rows, "status": columns(with_last_period(rows_of(project.rows["status"]), then))},
        )
        if "status" in project.rows and (then := _by_dimension(last.get(project.project_id)))
        else project
        for project in projects
    ]


def _by_dimension(status: Rows | None) -> dict[str, Row]:
    return {row["dimension"]: row for row in rows_of(status or {})}


def rows_of(held: Rows) -> list[Row]:
    """Columns as rows."""
    return [dict(zip(held, cells, strict=True)) for cells in zip(*held.values(), strict=True)]
