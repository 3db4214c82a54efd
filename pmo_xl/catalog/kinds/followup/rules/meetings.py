"""Decisions against the calendar of the bodies that are to take them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmo_xl.catalog.steering.meetings import Meetings
from pmo_xl.core.base.text import fold, t
from pmo_xl.core.definition.table_rule import Rows, TableRule

if TYPE_CHECKING:
    import pandas as pd

DECISIONS = "decisions"


def _before_its_body_meets(rows: Rows) -> pd.DataFrame:
    """Pending decisions needed before the first meeting of their body from the status date on; overdue ones are told otherwise."""
    import pandas as pd

    calendar: dict[str, list[Any]] = {}
    for meeting in rows.lists[Meetings.key]:
        if meeting["body"] and meeting["date"]:
            calendar.setdefault(fold(str(meeting["body"])), []).append(meeting["date"])
    held = rows[DECISIONS]
    waiting = held[
        (held["is_pending"] == 1) & held["body"].notna() & (held["needed_by"] >= held["status_date"])
    ]
    late = {}
    places = (waiting[key] for key in ("body", "status_date", "needed_by"))
    for at, body, status, needed in zip(waiting.index, *places, strict=True):
        ahead = [day for day in calendar.get(fold(str(body)), ()) if day >= status.date()]
        if ahead and needed.date() < min(ahead):
            late[at] = min(ahead)
    return pd.DataFrame({"day": pd.Series(late, dtype=object)})


MEETING_RULES = (
    TableRule(
        "DEC-03", DECISIONS, "needed_by",
        t("Needed before its body meets, on {day}", "Attendue avant la prochaine séance de l’instance, le {day}"),
        t("Have it taken between two meetings, or say what waiting until then costs.",
          "Faites-la trancher hors séance, ou indiquez ce que coûterait l’attente jusque-là."),
        _before_its_body_meets, whole=False, cells=("decisions.body", "decisions.needed_by", "decisions.status"),
        needs=Meetings,
    ),
)  # fmt: skip
