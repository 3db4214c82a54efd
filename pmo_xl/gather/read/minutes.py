"""The minutes that lie in a workspace: what was typed into them since they were written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pmo_xl.catalog.minutes import (
    ACTION_DONE,
    DECIDED,
    FOLLOWED,
    MINUTES_VERSION,
    PARTED,
    PENDING,
    read_tables,
)
from pmo_xl.core.base.files import OUT_FOLDER, in_workspace, is_open
from pmo_xl.core.base.finding import Finding, Severity
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Profile
from pmo_xl.core.definition.model import Table
from pmo_xl.core.flow.minutes import BEFORE, NOTED, Entry, Meeting, MinutesRead, plain_words
from pmo_xl.core.flow.portfolio import CheckedSheet
from pmo_xl.core.flow.raw import RawBook
from pmo_xl.excel.read.workbook import find_workbooks, read_workbook
from pmo_xl.steps.cells.check import check_cells
from pmo_xl.steps.minutes.taken import TAKEN_FILE, Taken, taken_from
from pmo_xl.steps.one_return.examine import UNREADABLE
from pmo_xl.steps.sheets.locate import locate

MINUTES_FOLDER = t("minutes", "releves")
"""What the folder of the minutes is called, beside the master."""


@dataclass(frozen=True, slots=True)
class _Noted:
    """What the hidden sheet says: whose minutes they are, and what each cell of a row held, by table, project and ID."""

    meeting: Meeting
    cells: Mapping[tuple[str, str, str], Mapping[str, str]] = field(default_factory=dict)


def minutes_folders(home: Path) -> list[Path]:
    """Where minutes may lie in a workspace: under the name of any language."""
    out = in_workspace(home, OUT_FOLDER)
    return [out / name for name in MINUTES_FOLDER.in_all()]


def read_minutes(home: Path, tables: Mapping[str, type[Table]], until: dt.date) -> MinutesRead:
    """All that was typed into the minutes of a workspace, of meetings up to a day; *tables* are those in force.

    A file that is open, damaged, of a later day or no minutes at all stops nothing: it is said in a sentence.
    """
    entries: list[Entry] = []
    told: list[Text] = []
    for file in (
        file for folder in minutes_folders(home) if folder.is_dir() for file in find_workbooks(folder)
    ):
        name = file.relative_to(in_workspace(home, OUT_FOLDER)).as_posix()
        read = minutes_in(file, name, tables, until)
        entries += read.entries
        told += read.told
    return MinutesRead(entries, told)


def read_taken(home: Path) -> tuple[Mapping[str, Taken], Sequence[Text]]:
    """What earlier templates took from the minutes of a workspace; a note that cannot be read is said."""
    files = [folder / TAKEN_FILE for folder in minutes_folders(home)]
    file = next((file for file in files if file.is_file()), None)
    if file is None:
        return {}, ()
    try:
        return taken_from(file.read_text(encoding="utf-8")), ()
    except (OSError, ValueError):
        return {}, (NO_NOTE.fill(file=file),)


def minutes_in(
    path: Path, name: str, tables: Mapping[str, type[Table]], until: dt.date | None = None
) -> MinutesRead:
    """What was typed into one workbook, and what has to be said of it; never raises for a bad file."""
    book = read_workbook(path, name)
    if book.unreadable is not None:
        why, _ = UNREADABLE[book.unreadable]
        return MinutesRead(told=[CANNOT_READ.fill(file=name, why=why)])
    noted = _noted(book)
    if noted is None:
        return MinutesRead(told=[NO_MINUTES.fill(file=name)])
    if until is not None and noted.meeting.day > until:
        return MinutesRead(told=[LATER.fill(file=name, day=noted.meeting.day, until=until)])
    told = [OPEN_ELSEWHERE.fill(file=name)] if is_open(path) else []
    sheets = read_tables(tables)
    parts, findings = locate(book, sheets, dict.fromkeys(sheets, MINUTES_VERSION))
    entries: list[Entry] = []
    for part in parts:
        checked, found = check_cells(part, name, Profile.LIGHT)
        findings += found
        entries += _entries(checked, name, noted)
    told += [_sentence(finding) for finding in findings if finding.severity is Severity.ERROR]
    return MinutesRead(entries, told)


def _noted(book: RawBook) -> _Noted | None:
    """What the hidden sheet says; None where the workbook has none."""
    rows = next((sheet.rows for sheet in book.sheets if sheet.name == BEFORE), [])
    head = [str(cell or "") for cell in rows[0]] if rows else []
    if len(head) < 3 or head[0] != NOTED:
        return None
    try:
        as_of = dt.date.fromisoformat(head[3]) if len(head) > 3 and head[3] else None
        meeting = Meeting(head[1], dt.date.fromisoformat(head[2]), as_of, head[4] if len(head) > 4 else "")
    except ValueError:
        return None
    cells: dict[tuple[str, str, str], dict[str, str]] = {}
    for line in rows[1:]:
        if len(line) >= 5:
            table, project, row_id, key, words = (str(cell or "") for cell in line[:5])
            cells.setdefault((table, project, row_id), {})[key] = words
    return _Noted(meeting, cells)


def _entries(checked: CheckedSheet, file: str, noted: _Noted) -> Iterator[Entry]:
    """The rows in which something stands that did not when the minutes were written.

    A cell that was emptied, or that cannot be read, says nothing.
    """
    part, table = checked.located, checked.located.sheet.key
    project_key, id_key = part.sheet.identity
    for at in range(len(part.rows)):
        row = {key: values[at] for key, values in checked.values.items()}
        if at in checked.broken or row[project_key] is None:
            continue
        project = str(row[project_key]).split(PARTED)[0].strip().upper()
        row_id = str(row[id_key] or "")
        before = noted.cells.get((table, project, row_id), {})
        typed = {
            key: what
            for key, what in row.items()
            if key not in (project_key, id_key)
            and what is not None
            and plain_words(what) != before.get(key, "")
        }
        if typed:
            places = {key: part.place(file, at, key) for key in row}
            said = _understood(table, typed, row)
            yield Entry(noted.meeting, FOLLOWED[table], project, row_id, said, before, places)


def _understood(table: str, typed: Mapping[str, Any], row: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was typed, and what follows from it: words make a decision one that is taken, a day of completion an action that is done."""
    said = "decision" if table == "minutes_decisions" else "done_on"
    if typed.get(said) is None or "status" in typed:
        return typed
    if said == "decision" and row["status"] in (None, *PENDING):
        return {**typed, "status": DECIDED}
    return {**typed, "status": ACTION_DONE} if said == "done_on" else typed


def _sentence(finding: Finding) -> Text:
    """A finding as one sentence with its place."""
    return NOT_TAKEN.fill(place=str(finding.place), message=finding.message)


CANNOT_READ = t(
    "Minutes {file}: they cannot be read and are left out. {why}",
    "Relevé {file} : illisible, il n’est pas repris. {why}",
)
NO_MINUTES = t(
    "{file} lies among the minutes and is none that “pmo-xl minutes” made: it is left out.",
    "{file} se trouve parmi les relevés sans avoir été créé par « pmo-xl minutes » : il n’est pas repris.",
)
LATER = t(
    "Minutes {file}: the meeting is on {day}, after {until}; they are taken with the templates of its own period.",
    "Relevé {file} : la séance est du {day}, après le {until} ; il sera repris avec les modèles de sa propre période.",
)
OPEN_ELSEWHERE = t(
    "Minutes {file} are open in another program: what is not saved yet is not taken.",
    "Le relevé {file} est ouvert dans un autre programme : ce qui n’est pas encore enregistré n’est pas repris.",
)
NOT_TAKEN = t("Minutes, {place}: {message}", "Relevé, {place} : {message}")
NO_NOTE = t(
    "{file} cannot be read: which entries of the minutes were taken before is not known, and differences may be named once more.",
    "{file} est illisible : les saisies déjà reprises des relevés ne sont plus connues, et des écarts peuvent être signalés une nouvelle fois.",
)
