"""What a project hands on: lessons from the rows that its follow-up flags, and its row among the reference classes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pmo_xl.catalog.steering.lessons import Keep, Lessons, LessonStatus
from pmo_xl.catalog.steering.references import References
from pmo_xl.core.base.calendar import networkdays
from pmo_xl.core.base.text import fold
from pmo_xl.core.definition.model import Table
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.excel.hand_out.added_rows import Added
from pmo_xl.excel.write.cells import plain
from pmo_xl.pipeline import Outcome
from pmo_xl.workspace.closing.points import figures_of

FLAG = "lesson"
"""The column by which a row of the follow-up is marked as a lesson."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where lessons come from: the column that identifies a row, and those that fill the columns of a lesson."""

    key: str
    filled: Mapping[str, str]


SOURCES: Mapping[str, Source] = {
    "issues": Source("issue_id", {"what": "title", "cause": "impact", "recommendation": "resolution", "category": "dimension"}),
    "risks": Source("risk_id", {"what": "title", "cause": "cause", "recommendation": "response_actions", "category": "category"}),
    "decisions": Source("decision_id", {"what": "subject", "cause": "options", "recommendation": "decision"}),
}  # fmt: skip
"""By table; one whose rows cannot be flagged gives none."""


def lessons_of(outcome: Outcome, project: str) -> Iterator[dict[str, Any]]:
    """A lesson for each flagged row of a project, in words of the run's language, proposed."""
    tables = outcome.catalogue.templates.tables
    phases = outcome.portfolio.projects
    mine = phases[phases["project_id"] == project].to_dict("records")
    phase = _word(
        outcome.catalogue.templates.record.columns.get("phase"),
        mine[0].get("phase") if mine else None,
        outcome,
    )
    for key, source in SOURCES.items():
        frame = outcome.portfolio.tables.get(key)
        if frame is None or FLAG not in frame or key not in tables:
            continue
        for row in frame[(frame["project_id"] == project) & frame[FLAG].eq("yes")].to_dict("records"):
            told = {
                to: _word(tables[key].columns.get(of), row.get(of), outcome)
                for to, of in source.filled.items()
            }
            row_id = str(row[source.key])
            yield {
                "lesson_id": f"{project}-{row_id}", "project_id": project, "phase": phase, **told, "source_id": row_id,
                "keep_or_change": Keep.CHANGE.key, "status": LessonStatus.PROPOSED.key,
            }  # fmt: skip


def _word(column: Any, what: Any, outcome: Outcome) -> str | None:
    from pmo_xl.excel.write.cells import shown

    said = plain(what) if column is None else shown(column, what, outcome.language)
    return None if said is None else str(said)


def reference_of(outcome: Outcome, project: str, class_name: str | None) -> dict[str, Any]:
    """What was planned first and what it came to; blank is what is not known, or not final while work or money is left."""
    row, holidays = figures_of(outcome, project), outcome.settings.calendar.holidays
    done = row.get("tasks") is not None and row.get("tasks") == row.get("tasks_done")
    return {
        "class_name": class_name, "project_id": project, "first_bac": row.get("bac0"),
        "final_cost": row.get("ac") if row.get("etc") == 0 else None,
        "first_wd": _days(row.get("start_baseline"), row.get("finish_baseline"), holidays),
        "final_wd": _days(row.get("start_current"), row.get("finish_forecast"), holidays) if done else None,
    }  # fmt: skip


def _days(start: Any, finish: Any, holidays: Sequence[Any]) -> int | None:
    if start is None or finish is None:
        return None
    return int(networkdays(np.array([start], "M8[D]"), np.array([finish], "M8[D]"), holidays)[0])


def merged(
    workbook: Return | None, table: type[Table], rows: Sequence[Mapping[str, Any]], *, replace: bool
) -> Added:
    """These rows for a list of the PMO's: new ones below the last, those that are there by their ID.

    With ``replace`` what is known goes into the row that is there, else that stays as somebody has it.
    """
    checked = (
        next((each for each in workbook.tables if each.located.sheet.key == table.key), None)
        if workbook
        else None
    )
    if checked is None:
        return Added(table, None, {}, [(None, row) for row in rows], 0)
    located, key = checked.located, table.identity[0]
    there = {fold(str(what)): at for at, what in enumerate(checked.values[key]) if what is not None}
    placed: list[tuple[int | None, Mapping[str, Any]]] = []
    for row in rows:
        at = there.get(fold(str(row[key])))
        if at is None:
            placed.append((None, row))
        elif replace:
            placed.append((located.rows[at], {name: what for name, what in row.items() if what is not None}))
    last = max(located.rows, default=located.header)
    return Added(table, located.name, located.columns, placed, last)


def accepted_of(lists: Mapping[str, Sequence[Mapping[str, Any]]], project: str) -> int:
    """How many lessons of a project are accepted, or in the method already."""
    taken = (LessonStatus.ACCEPTED.key, LessonStatus.IN_METHOD.key)
    return sum(
        fold(str(row.get("project_id"))) == fold(project) and row.get("status") in taken
        for row in lists.get(Lessons.key, ())
    )


LEARNT: tuple[type[Table], ...] = (Lessons, References)
