"""The same rows under the names of the reporting feed of Project Online, for reports that were built on it.

Its names are taken where the meaning is the same. Keys are those of the returns, not identifiers of its own; assignments by
resource and by day are not collected, so ``Assignments`` and the time-phased tables are not offered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pmo_xl.core.base.text import same, t
from pmo_xl.core.definition.column import Kind
from pmo_xl.star.facts import framed
from pmo_xl.star.shape import Field, StarTable

FOLDER = "project_online"


def _hundred(cells: pd.Series[Any]) -> pd.Series[Any]:
    """A share as the feed has it: 0 to 100."""
    return (cells.astype(float) * 100).round(6)


def _is(value: str) -> Callable[[pd.Series[Any]], pd.Series[Any]]:
    """1 where a cell holds this key, else 0; blank where it is blank."""
    return lambda cells: cells.eq(value).astype(float).where(cells.notna())


@dataclass(frozen=True, slots=True)
class Taken:
    """A column of the feed: its name, of which column it is made, what its values are, and what is done to them."""

    name: str
    source: str
    kind: Kind = Kind.TEXT
    change: Callable[[pd.Series[Any]], pd.Series[Any]] | None = None


PROJECT = (Taken("ProjectId", "project_id"), Taken("ProjectName", "project_name"))
TASK = (*PROJECT, Taken("TaskId", "task_id"), Taken("TaskName", "name"))
AS_OF = (Taken("StatusDate", "status_date", Kind.DATE),)
VIEWS: Mapping[str, tuple[str, tuple[Taken, ...]]] = {
    "Projects": ("fact_project", (
        *PROJECT, Taken("ProjectOwnerName", "project_manager"), Taken("ProjectStartDate", "start_baseline", Kind.DATE),
        Taken("ProjectFinishDate", "finish_forecast", Kind.DATE), Taken("ProjectActualFinishDate", "finish_actual", Kind.DATE), *AS_OF,
    )),
    "ProjectBaselines": ("fact_project", (
        *PROJECT, Taken("ProjectBaselineStartDate", "start_baseline", Kind.DATE),
        Taken("ProjectBaselineFinishDate", "finish_baseline", Kind.DATE), *AS_OF,
    )),
    "Tasks": ("fact_task", (
        *TASK, Taken("TaskWBS", "wbs"), Taken("TaskStartDate", "start_forecast", Kind.DATE),
        Taken("TaskFinishDate", "finish_current", Kind.DATE), Taken("TaskActualStartDate", "start_actual", Kind.DATE),
        Taken("TaskActualFinishDate", "finish_actual", Kind.DATE), Taken("TaskPercentCompleted", "pct_complete", Kind.NUMBER, _hundred),
        Taken("TaskIsMilestone", "type", Kind.INTEGER, _is("milestone")), Taken("TaskIsSummary", "type", Kind.INTEGER, _is("summary")),
        *AS_OF,
    )),
    "TaskBaselines": ("fact_task", (
        *TASK, Taken("TaskBaselineStartDate", "start_baseline", Kind.DATE),
        Taken("TaskBaselineFinishDate", "finish_baseline", Kind.DATE), Taken("TaskBaselineCost", "cost_baseline", Kind.AMOUNT), *AS_OF,
    )),
    "Risks": ("fact_risk", (
        *PROJECT, Taken("RiskId", "risk_id"), Taken("Title", "title"), Taken("Category", "category"), Taken("Status", "status"),
        Taken("AssignedToResource", "owner"), Taken("DueDate", "due_date", Kind.DATE),
        Taken("Probability", "prob_pct_res", Kind.NUMBER, _hundred), Taken("Cost", "cost_impact_res", Kind.AMOUNT),
        Taken("MitigationPlan", "response_actions"), *AS_OF,
    )),
    "Issues": ("fact_issue", (
        *PROJECT, Taken("IssueId", "issue_id"), Taken("Title", "title"), Taken("Status", "status"), Taken("Priority", "priority"),
        Taken("AssignedToResource", "owner"), Taken("DueDate", "due_date", Kind.DATE), Taken("Resolution", "resolution"), *AS_OF,
    )),
}  # fmt: skip
"""The views by name: the facts that they show, and their columns; a column that the facts lack is left out."""


def feed(tables: Mapping[str, StarTable]) -> dict[str, StarTable]:
    """The views of the facts that there are, by their place in the star."""
    names = tables["dim_project"].frame.set_index("project_key")["project_name"]
    found = {}
    for name, (source, columns) in VIEWS.items():
        if source not in tables:
            continue
        frame = tables[source].frame
        frame = frame.assign(project_name=frame["project_key"].map(names))
        taken = [each for each in columns if each.source in frame]
        cells = {
            each.name: each.change(frame[each.source]) if each.change else frame[each.source]
            for each in taken
        }
        fields = [Field(each.name, same(each.name), each.kind) for each in taken]
        label = t("Project Online: {name}", "Project Online : {name}").fill(name=name)
        grain = t("A row of {table}.", "Une ligne de {table}.").fill(table=source)
        found[f"{FOLDER}/{name}"] = StarTable(name, label, grain, fields, framed(fields, cells), FOLDER)
    return found
