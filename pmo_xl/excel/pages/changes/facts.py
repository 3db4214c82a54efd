"""What the page on changes compares, from the tables of the master."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pmo_xl.excel.master.context import MOST_LISTED, MasterContext
from pmo_xl.excel.write.cells import plain

MOST_MILESTONES = 200
"""Milestones that moved of which the page tells."""
BEFORE = "period_before"


def compared(master: MasterContext) -> pd.DataFrame:
    """The projects that can be compared with a period before: worse lights first, then by the change of their EAC."""
    frame = master.frames["kpis"]
    known = frame[frame[BEFORE].notna()]
    order = pd.DataFrame(
        {
            "others": ~(known["trend"] < 0),
            "move": -known["eac_move"].abs().fillna(0.0),
            "id": known["project_id"],
        }
    )
    return known.loc[order.sort_values(["others", "move", "id"], kind="stable").index]


def listed(master: MasterContext) -> pd.DataFrame:
    """Those of them that the page lists."""
    return compared(master).head(MOST_LISTED)


def last_period(master: MasterContext) -> pd.Timestamp | None:
    """The latest month that any project is compared with; None in the first month."""
    months = master.frames["kpis"][BEFORE]
    return None if months.isna().all() else months.max()


def new_projects(master: MasterContext) -> Sequence[str]:
    """The projects of which no earlier month is known; nobody is new in the first month."""
    frame = master.frames["kpis"]
    return [] if last_period(master) is None else [*frame.loc[frame[BEFORE].isna(), "project_id"]]


def gone_projects(master: MasterContext) -> Sequence[tuple[str, str]]:
    """The projects, by ID and name, that were reported in the last period and of which nothing counts now."""
    month, history = last_period(master), master.frames["history"]
    if month is None:
        return []
    then = history[pd.to_datetime(history["period"]) == month]
    gone = then[~then["project_id"].isin(master.frames["kpis"]["project_id"])]
    return [(str(row["project_id"]), str(row["project_name"] or "")) for row in gone.to_dict("records")]


@dataclass(frozen=True, slots=True)
class MovedMilestone:
    """A milestone whose date is another one than a period ago."""

    project_id: str
    task_id: str
    name: str
    before: pd.Timestamp
    now: pd.Timestamp

    @property
    def days(self) -> int:
        """Calendar days by which it lies later; negative: earlier."""
        return int((self.now - self.before).days)


def moved_milestones(master: MasterContext) -> Sequence[MovedMilestone]:
    """Every milestone that moved since its project was last known of: the largest moves first."""
    past, month = master.frames["milestone_history"], master.params["status_month"]
    if past.empty or month is None:
        return []
    months = master.frames["kpis"].set_index("project_id")[BEFORE]
    then = past[pd.to_datetime(past["period"]).eq(pd.to_datetime(past["project_id"].map(months)))]
    before = {
        (str(row["project_id"]), str(row["task_id"])): pd.Timestamp(row["finish_current"])
        for row in then.to_dict("records")
    }
    # A large portfolio keeps no row of its plans at hand; what they say today is noted with what they said before.
    now = past[pd.to_datetime(past["period"]).eq(pd.Timestamp(month))]
    found = []
    for row in now.to_dict("records"):
        key = str(row["project_id"]), str(row["task_id"])
        was, day = before.get(key), plain(row["finish_current"])
        if was is None or pd.isna(was) or day is None or pd.Timestamp(day) == was:
            continue
        found.append(MovedMilestone(*key, str(row["name"] or ""), was, pd.Timestamp(day)))
    return sorted(found, key=lambda one: (-abs(one.days), one.project_id, one.task_id))


COLUMNS = (
    "project_id", "project_name", BEFORE, "rag_before", "rag", "trend", "red_streak", "finish_forecast", "finish_move",
    "slip_wd", "eac", "eac_move", "eac_move_pct", "exposure_move", "critical_move",
)  # fmt: skip
"""What is said of each project."""
MILESTONES = "milestones"
"""The column that counts its milestones that moved."""


def keys_of() -> Sequence[str]:
    """The columns of the page, which all its tables share."""
    return (*COLUMNS, MILESTONES)


def widths_of(master: MasterContext) -> list[float]:
    """The characters of each."""
    amount = max(12.5, master.amount_width)
    wide: dict[str, Any] = {
        "project_id": 12.0, "project_name": 28.0, BEFORE: 10.0, "rag_before": 12.5, "rag": 13.0, "trend": 13.5,
        "red_streak": 8.5, "finish_forecast": 12.0, "eac": amount, "eac_move": amount, "eac_move_pct": 9.0,
        "exposure_move": amount, MILESTONES: 10.0,
    }  # fmt: skip
    return [wide.get(key, 9.5) for key in keys_of()]
