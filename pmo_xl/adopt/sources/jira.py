"""Issues that Jira exports as CSV: actions and issues of the follow-up, and epics with two dates as tasks of a plan.

*Status Category* is the one state that means the same in every company; what a company calls its states is not read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from pmo_xl.adopt.sources.delimited import table_of
from pmo_xl.adopt.sources.model import Asked, NotTakenError, Row, Source, some
from pmo_xl.adopt.sources.words import jira as words
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import fold
from pmo_xl.core.settings.limits import LIMITS, LimitSettings

COLUMNS = {
    "key": "issue key | key | clé de ticket | clé | clé de demande",
    "summary": "summary | résumé",
    "type": "issue type | type de ticket | type de demande",
    "category": "status category | catégorie de statut | catégorie d'état | catégorie d’état",
    "status": "status | état | statut",
    "assignee": "assignee | personne assignée | responsable | attribution",
    "created": "created | création | créée | créé",
    "resolved": "resolved | résolue | résolu | résolution le",
    "resolution": "resolution | résolution",
    "due": "due date | date d'échéance | date d’échéance | échéance",
    "start": "custom field (start date) | start date | champs personnalisés (start date) | champs personnalisés (date de début)",
    "priority": "priority | priorité",
    "project": "project key | clé de projet | clé projet",
    "project_name": "project name | nom du projet",
    "lead": "project lead | responsable de projet",
}
STATES = {
    "to do": "open", "new": "open", "à faire": "open", "in progress": "in_progress", "indeterminate": "in_progress", "en cours": "in_progress",
    "done": "done", "complete": "done", "terminé": "done", "terminée": "done",
}  # fmt: skip
FAULTS = frozenset({"bug", "bogue", "defect", "incident", "problem", "problème", "fault", "anomalie"})
EPICS = frozenset({"epic", "epopee", "épopée"})
SEVERITIES = {
    "highest": 5, "blocker": 5, "high": 4, "critical": 5, "major": 4, "medium": 3, "low": 2, "minor": 2, "lowest": 1, "trivial": 1,
    "la plus élevée": 5, "élevée": 4, "haute": 4, "moyenne": 3, "faible": 2, "basse": 2, "la plus faible": 1, "la plus basse": 1,
}  # fmt: skip
PRIORITIES = {5: "critical", 4: "high", 3: "medium", 2: "low", 1: "low"}
MONTHS = (
    "jan janv janvier january jän", "feb fev fév févr fevr février february", "mar mars march mär", "apr avr avril april",
    "may mai", "jun juin june", "jul juil juillet july", "aug aou août aout august", "sep sept septembre september",
    "oct octobre october okt", "nov novembre november", "dec déc décembre december dez",
)  # fmt: skip
_MONTHS = {fold(name): at for at, names in enumerate(MONTHS, start=1) for name in names.split()}
_WORDED = re.compile(r"(\d{1,2})[/ .-]+([^\W\d_]+)\.?[/ .-]+(\d{4}|\d{2})\b.*")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})\b.*")


@dataclass(slots=True)
class _Table:
    at: Mapping[str, int]
    rows: Sequence[tuple[int, Sequence[str]]]
    unread: Sequence[str]

    def cell(self, cells: Sequence[str], key: str) -> str | None:
        """What an issue has in a column, where the export has that column."""
        place = self.at.get(key)
        return (cells[place].strip() or None) if place is not None and place < len(cells) else None


def is_jira(header: Sequence[str]) -> bool:
    """Whether these are the columns of an export of Jira: a key, a summary, a type and a state of issues."""
    found = _places(header)
    return {"key", "summary", "type"} <= found.keys() and bool({"category", "status"} & found.keys())


def read_jira(data: bytes, asked: Asked, limits: LimitSettings = LIMITS) -> Source:
    """The issues of one project; raises NotTakenError for a file without *Status Category*, or of several projects."""
    records, lines = table_of(data, limits)
    source = Source("Jira", "CSV")
    table = _table(records, lines)
    if "category" not in table.at:
        raise NotTakenError(words.NO_CATEGORY, words.ADD_CATEGORY)
    rows = _of_project(table, asked)
    if len(rows) > limits.rows:
        raise NotTakenError(words.TOO_LONG.fill(n=len(rows), most=limits.rows), words.FEWER)
    first = rows[0][1]
    source.head = {
        "project_id": _project_of(first, table),
        "project_name": table.cell(first, "project_name") or _project_of(first, table),
        "project_manager": table.cell(first, "lead"),
    }
    undated: list[str] = []
    for line, cells in rows:
        _add(source, table, line, cells, undated)
    if undated:
        source.tell(words.UNDATED.fill(n=len(undated), keys=some(undated)), fix=words.GIVE_DATES)
    if source.rows.get("issues"):
        source.tell(words.SEVERITY_OF, severity=Severity.INFO)
    if table.unread:
        source.tell(
            words.NOT_READ.fill(n=len(table.unread), columns=some(table.unread, 12)), severity=Severity.INFO
        )
    return source


def _places(header: Sequence[str]) -> dict[str, int]:
    """The first column of each name that is known; of several of one name the others are not read."""
    names = {fold(name): key for key, several in COLUMNS.items() for name in several.split(" | ")}
    found: dict[str, int] = {}
    for place, name in enumerate(header):
        if (key := names.get(fold(name))) is not None:
            found.setdefault(key, place)
    return found


def _table(records: Sequence[Sequence[str]], lines: Sequence[int]) -> _Table:
    header = next((at for at, row in enumerate(records[:10]) if is_jira(row)), None)
    if header is None:
        raise NotTakenError(words.NO_JIRA, words.EXPORT_ALL)
    at = _places(records[header])
    rows = [(lines[n], row) for n, row in enumerate(records) if n > header and any(map(str.strip, row))]
    used = {
        place
        for place in range(len(records[header]))
        if any(place < len(row) and row[place].strip() for _, row in rows)
    }
    unread = list(dict.fromkeys(records[header][place].strip() for place in sorted(used - set(at.values()))))
    return _Table(at, rows, unread)


def _project_of(cells: Sequence[str], table: _Table) -> str:
    return table.cell(cells, "project") or (table.cell(cells, "key") or "").rpartition("-")[0]


def _of_project(table: _Table, asked: Asked) -> list[tuple[int, Sequence[str]]]:
    rows = [(line, cells) for line, cells in table.rows if table.cell(cells, "key")]
    names = list(dict.fromkeys(_project_of(cells, table) for _, cells in rows))
    if not rows:
        raise NotTakenError(words.NO_ISSUES, words.EXPORT_ALL)
    if len(names) > 1:
        names = [name for name in names if name.casefold() == (asked.project or "").casefold()] or names
    if len(names) > 1:
        raise NotTakenError(words.SEVERAL.fill(n=len(names), names=names), words.ASK, names)
    return [(line, cells) for line, cells in rows if _project_of(cells, table) == names[0]]


def _add(source: Source, table: _Table, line: int, cells: Sequence[str], undated: list[str]) -> None:
    key = table.cell(cells, "key") or ""
    kind = fold(table.cell(cells, "type") or "")
    row = Row(f"{key} (L{line})", line, {})
    said = table.cell(cells, "category")
    state = STATES.get((said or "").casefold())
    if state is None:
        source.tell(words.NO_STATE.fill(category=said or "–"), row, found=said, fix=words.ADD_CATEGORY)
    days = {
        name: _day(table.cell(cells, name), source, row) for name in ("created", "resolved", "due", "start")
    }
    done = days["resolved"] if state == "done" else None
    owner, title = table.cell(cells, "assignee"), table.cell(cells, "summary")
    number = re.findall(r"\d+", key)[-1] if re.search(r"\d", key) else "0"
    level = SEVERITIES.get((table.cell(cells, "priority") or "").casefold())
    if kind in map(fold, EPICS):
        if days["start"] is None or days["due"] is None:
            undated.append(key)
            return
        row.values.update(
            task_id=key, name=title, type="task", owner=owner, start_forecast=days["start"], finish_forecast=days["due"],
            finish_actual=done, start_actual=days["start"] if done else None, pct_complete=1.0 if state == "done" else None,
        )  # fmt: skip
        source.rows.setdefault("plan", []).append(row)
    elif kind in map(fold, FAULTS):
        row.values.update(
            issue_id=f"I-{int(number):03d}", title=title, owner=owner, raised_on=days["created"], due_date=days["due"], severity=level,
            status="resolved" if state == "done" else state, closed_on=done,
            resolution=table.cell(cells, "resolution") if state == "done" else None,
        )  # fmt: skip
        source.rows.setdefault("issues", []).append(row)
    else:
        row.values.update(
            action_id=f"A-{int(number):03d}", action=title, source_id=key[:40], owner=owner, opened_on=days["created"],
            due_date=days["due"], status=state, done_on=done, priority=PRIORITIES.get(level or 0),
        )  # fmt: skip
        source.rows.setdefault("actions", []).append(row)


def _day(text: str | None, source: Source, row: Row) -> dt.date | None:
    """The day of ``09/Jan/24 3:54 PM``, ``19/févr./26 7:31 PM`` or ``2026-02-19 …``; one that is not certain is told, and unknown."""
    if text is None:
        return None
    parts: tuple[int, int, int] | None = None
    if (met := _ISO.fullmatch(text)) is not None:
        parts = int(met[1]), int(met[2]), int(met[3])
    elif (met := _WORDED.fullmatch(text)) is not None and (month := _MONTHS.get(fold(met[2]))) is not None:
        parts = int(met[3]) + (2000 if len(met[3]) == 2 else 0), month, int(met[1])
    with suppress(ValueError):
        if parts is not None:
            return dt.date(*parts)
    source.tell(words.NO_DAY.fill(what=text), row, found=text, fix=words.WRITE_DAY)
    return None
