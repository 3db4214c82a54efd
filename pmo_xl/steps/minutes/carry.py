"""The follow-up of one project with what a meeting settled: status, words, dates, new rows.

Three sides are compared, cell by cell: what the minutes say, what they said when they were written, what the last return
says. What only one side changed is taken. Where both changed it to different values the return stands, and both are
named with their cells.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pmo_xl.core.base.text import Text, fold, name_key
from pmo_xl.core.definition.model import Table
from pmo_xl.core.flow.minutes import Entry, plain_words
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.steps.minutes.project import REGISTERS, CarriedOver, Project, Register
from pmo_xl.steps.minutes.taken import Taken, key_of


def carried_over(
    project_id: str,
    entries: Sequence[Entry],
    rows: Mapping[str, Mapping[str, Sequence[Any]]],
    last: Return | None,
    before: Mapping[str, Taken],
    day: dt.date,
    tables: Mapping[str, type[Table]],
) -> CarriedOver:
    """The *rows* of a project's next follow-up, of status date *day*, with what its *entries* of the minutes say.

    ``last`` is the return that the rows come from, in its order; ``before`` what earlier templates took. The same
    arguments give the same rows, and nothing is taken twice.
    """
    made = CarriedOver(
        {table: {key: [*held] for key, held in columns.items()} for table, columns in rows.items()}
    )
    project = Project(project_id, made, last, before, day, tables)
    for register in REGISTERS:
        own = [entry for entry in entries if entry.table == register.key]
        for at, group in _by_row(project, register, own).items():
            if isinstance(at, int):
                _change(project, register, at, group)
            else:
                _add(project, register, group)
    return made


def _by_row(project: Project, register: Register, entries: Sequence[Entry]) -> dict[int | str, list[Entry]]:
    """The entries by the row that they are about: its place, or the words of one that is new."""
    known: dict[str, int] = {}
    for at in range(project.size(register)):
        known.setdefault(name_key(project.id_at(register, at)), at)
    groups: dict[int | str, list[Entry]] = {}
    for entry in entries:
        place = known.get(name_key(entry.row_id)) if entry.row_id else None
        if place is None and entry.before:
            if not any(project.was_seen(key_of(entry, entry.row_id, key)) for key in entry.typed):
                project.made.told.append(project.gone(entry))
            continue
        words = str(entry.typed.get(register.subject) or "")
        if place is None:
            place = _same_row(project, register, entry, words, known)
        if place is not None:
            groups.setdefault(place, []).append(entry)
        elif words and not project.is_settled(key_of(entry, words)):
            groups.setdefault(fold(words), []).append(entry)
    return groups


def _same_row(
    project: Project, register: Register, entry: Entry, words: str, known: Mapping[str, int]
) -> int | None:
    """The row that an entry without an ID means: the one that it made, or one of the same words that is not over."""
    taken = project.before.get(key_of(entry, words))
    if taken is not None and name_key(taken.row_id) in known:
        return known[name_key(taken.row_id)]
    for at in range(project.size(register)):
        from_here = project.cell(register, register.came_from, at) == entry.meeting.meeting_id
        if fold(str(project.cell(register, register.subject, at) or "")) == fold(words) and (
            from_here or project.cell(register, "status", at) not in register.over
        ):
            return at
    return None


def _change(project: Project, register: Register, at: int, entries: Sequence[Entry]) -> None:
    """Take into a row that is there what was typed about it."""
    row_id = project.id_at(register, at)
    for block in _blocks(register, entries):
        told: list[Text] = []
        taken: list[tuple[str, Entry]] = []
        for key in block:
            first, *others = _saying(entries, key)
            now, typed, known = project.cell(register, key, at), first.typed[key], key_of(first, row_id, key)
            if others:
                if not all(project.was_seen(key_of(entry, row_id, key)) for entry in (first, *others)):
                    told.append(project.two(register, at, key, first, others[0]))
            elif plain_words(typed) != plain_words(now):
                if plain_words(now) in ("", first.before.get(key, "")):
                    taken += [(key, first)] if not project.is_settled(known) else []
                elif not project.was_seen(known):
                    told.append(project.both(register, at, key, first))
        # What was told once is not told again once a return has answered it.
        for key in block:
            for entry in _saying(entries, key):
                project.note(key_of(entry, row_id, key))
        project.made.told += told
        if told:
            continue
        for key, entry in taken:
            project.put(register, key, at, entry.typed[key])
            project.made.changed.setdefault(row_id, set()).add(key_of(entry, row_id, key))
        if any(key == "status" for key, _ in taken):
            _say_when(project, register, at, entries[0])


def _add(project: Project, register: Register, entries: Sequence[Entry]) -> None:
    """Make a row that is new, with the next number; where two entries differ the first is taken and both are named."""
    first, at, row_id = entries[0], project.size(register), project.next_id(register)
    project.put(register, register.row_id, at, row_id)
    for entry in entries:
        project.note(key_of(entry, str(entry.typed[register.subject])), row_id)
    for key in dict.fromkeys(key for entry in entries for key in entry.typed):
        saying = _saying(entries, key)
        project.put(register, key, at, saying[0].typed[key])
        for entry in saying:
            project.note(key_of(entry, row_id, key))
        if len(saying) > 1:
            project.made.told.append(project.two(register, at, key, *saying[:2]))
    meeting = first.meeting
    usual: dict[str, Any] = {register.came_from: meeting.meeting_id}
    if register.key == "decisions":
        usual |= {"status": "requested", "requested_on": meeting.day, "body": meeting.body}
        if project.cell(register, "status", at) == "decided":
            usual["needed_by"] = meeting.day
    else:
        usual |= {"status": "open", "opened_on": meeting.day}
    project.put_if_blank(register, at, usual)
    _say_when(project, register, at, first)
    project.made.changed[row_id] = {key_of(first, str(first.typed[register.subject]))}


def _blocks(register: Register, entries: Sequence[Entry]) -> Iterator[Sequence[str]]:
    """The columns that were typed into: those that say one thing together, then each of the others."""
    keys = list(dict.fromkeys(key for entry in entries for key in entry.typed))
    if together := [key for key in keys if key in register.whole]:
        yield together
    yield from ([key] for key in keys if key not in register.whole)


def _saying(entries: Sequence[Entry], key: str) -> list[Entry]:
    """The entries that say something of a column, the first of each value."""
    by_value: dict[str, Entry] = {}
    for entry in entries:
        if key in entry.typed:
            by_value.setdefault(plain_words(entry.typed[key]), entry)
    return [*by_value.values()]


def _say_when(project: Project, register: Register, at: int, entry: Entry) -> None:
    """When and by whom, where the minutes leave it open: on the day of the meeting, by the body."""
    status, meeting = project.cell(register, "status", at), entry.meeting
    if register.key == "decisions" and status == "decided":
        usual: dict[str, Any] = {
            "decided_on": meeting.day,
            "decided_by": meeting.body,
            "meeting_id": meeting.meeting_id,
        }
        project.put_if_blank(register, at, usual)
    elif register.key == "actions" and status == "done":
        project.put_if_blank(register, at, {"done_on": meeting.day})
