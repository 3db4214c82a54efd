"""The follow-up of a demo project at an earlier date: what had been raised by then, and was not settled yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from random import Random

from pmo_xl.demo.follow_up.status import message_rows, status_rows
from pmo_xl.demo.plan import Row
from pmo_xl.demo.portfolio import Made

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


def earlier_follow_up(made: Made, rag: str, day: dt.date, rng: Random) -> Mapping[str, list[Row]]:
    """The tables of the follow-up on *day*, where the project declared that status."""
    team = sorted({str(row["owner"]) for row in made.tables["plan"] if row.get("owner")})
    return {
        **{key: made.tables[key] for key in ("dependencies", "stakeholders", "assumptions", "documents")},
        **{key: _rows(made.tables[key], key, day) for key in BEGAN},
        "status": status_rows(rng, rag, team, day, made.project.language),
        "messages": message_rows(rng, made.project.language),
    }


def _rows(rows: Sequence[Row], table: str, day: dt.date) -> list[Row]:
    return [_earlier(row, table, day) for row in rows if row[BEGAN[table]] <= day]


def _earlier(row: Row, table: str, day: dt.date) -> Row:
    ended, column, value, unsaid = ENDED[table]
    if row.get(ended) is None or row[ended] <= day:
        return row
    return {key: what for key, what in row.items() if key not in unsaid} | {column: value}
