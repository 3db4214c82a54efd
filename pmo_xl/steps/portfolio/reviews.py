"""Reviews from one master to the next: what was signed, and to which line of today each belongs."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pmo_xl.core.base.text import fold
from pmo_xl.core.flow.portfolio import Portfolio
from pmo_xl.core.flow.review import Earlier, Figures, Key, Line, Reviewed, Reviews, Signature

LINE, PROJECT, TEXT = "line", "project", "text"
"""Where a review came from: another line ID, another project ID, a line that had another description."""


def lines_of(portfolio: Portfolio) -> list[Line]:
    """Every project and every budget line of a portfolio."""
    names = dict(zip(portfolio.projects["project_id"], portfolio.projects["project_name"], strict=True))
    lines = [Line(project_id, name or "") for project_id, name in names.items()]
    keys = ("project_id", "line_id", "description", "category", "gl_account")
    frame = portfolio.tables["budget"]
    for project_id, line_id, *known in zip(*(frame[key] for key in keys), strict=True):
        description, category, account = (_words(what) for what in known)
        name = names.get(project_id) or ""
        lines.append(Line(project_id, name, _words(line_id), description, category, account))
    return lines


def _words(what: Any) -> str:
    return what if isinstance(what, str) else ""


def carried(
    previous: Sequence[Reviewed], lines: Sequence[Line], status_date: dt.date | None = None
) -> Reviews:
    """The reviews of a previous master beside the lines of today; none is lost.

    A line is known by project ID and line ID; where its description, category and account stand, once, under
    another ID of the project, it is there that the review goes. ``status_date`` is that of today, for what is compared
    with the month before.
    """
    rows = _with_todays_projects([signed(row) for row in previous], lines)
    today = {line.key: line for line in lines}
    current: dict[Key, Reviewed] = {}
    placed: set[int] = set()
    # What stood beside a line goes before what waited among the former ones.
    for former in (False, True):
        waiting = [at for at, row in enumerate(rows) if row.former is former]
        waiting.sort(key=lambda at: not rows[at].has_entry)
        for at, key in _places(rows, waiting, [line for key, line in today.items() if key not in current]):
            current[key] = _placed(rows[at], today[key])
            placed.add(at)
    former_rows = [
        replace(row, former=True) for at, row in enumerate(rows) if row.has_entry and at not in placed
    ]
    former_rows.sort(key=lambda row: row.line.key)
    earlier = {key: held for key, row in current.items() if (held := _earlier(row, status_date)) is not None}
    return Reviews({key: row for key, row in current.items() if row.has_entry}, tuple(former_rows), earlier)


def _earlier(row: Reviewed, status_date: dt.date | None) -> Earlier | None:
    """What the month before showed of a line: the master at hand, or what it remembers where it is of the same month."""
    shown, eac = row.shown_on, row.figures.eac
    if status_date is None or shown is None:
        return None
    if shown < status_date.replace(day=1):
        return None if eac is None else Earlier(eac, shown)
    held = row.earlier
    return held if held is not None and held.on < status_date.replace(day=1) else None


def signed(row: Reviewed) -> Reviewed:
    """The row with the figures it was signed for: those shown when reviewer, date or status were last typed."""
    if not row.signature.status:
        # Most lines are not reviewed, and nothing has to be taken off them.
        unsigned = row.signed == Figures() and row.signed_by == Signature()
        return row if unsigned else replace(row, signed=Figures(), signed_by=Signature())
    if row.signature == row.signed_by:
        return row
    return replace(row, signed=row.figures, signed_by=row.signature, moved="")


def _with_todays_projects(rows: Sequence[Reviewed], lines: Sequence[Line]) -> list[Reviewed]:
    """The rows under the project ID of today, where a project of the same name and lines has got another."""
    today = {line.project_id: line.project_name for line in lines}
    known = {row.line.project_id for row in rows if not row.former}
    gone: dict[str, str] = {
        row.line.project_id: fold(row.line.project_name)
        for row in rows
        if row.line.project_id not in today and row.line.project_name
    }
    new = {project_id: fold(name) for project_id, name in today.items() if project_id not in known and name}
    olds, news = Counter(gone.values()), Counter(new.values())
    heir = {name: project_id for project_id, name in new.items() if news[name] == 1}
    moved = {
        old: heir[name]
        for old, name in gone.items()
        if olds[name] == 1 and name in heir and _same_lines(old, heir[name], rows, lines)
    }
    return [
        replace(
            row,
            line=replace(row.line, project_id=moved[row.line.project_id]),
            moved=f"{PROJECT} {row.line.project_id}",
        )
        if row.line.project_id in moved
        else row
        for row in rows
    ]


def _same_lines(old: str, new: str, rows: Iterable[Reviewed], lines: Iterable[Line]) -> bool:
    """Whether at least half of the lines of a project that is gone stand in another."""
    before = {_named(row.line) for row in rows if row.line.project_id == old and row.line.line_id}
    after = {_named(line) for line in lines if line.project_id == new and line.line_id}
    return bool(before) and 2 * len(before & after) >= len(before)


def _named(line: Line) -> tuple[str, str]:
    return line.line_id, fold(line.description)


def _places(rows: Sequence[Reviewed], waiting: Sequence[int], lines: Sequence[Line]) -> Iterator[tuple[int, Key]]:  # fmt: skip
    """Which of the waiting rows goes to which line that is still free."""
    free = {line.key: line for line in lines}
    left = list(waiting)

    def take(wanted: Mapping[int, Key]) -> Iterator[tuple[int, Key]]:
        for at in list(left):
            if at in wanted and wanted[at] in free:
                del free[wanted[at]]
                left.remove(at)
                yield at, wanted[at]

    yield from take(
        {
            at: key
            for at in left
            if (key := rows[at].line.key) in free and _content(rows[at].line) == _content(free[key])
        }
    )
    before = Counter(_identity(rows[at].line) for at in left)
    after = Counter(map(_identity, free.values()))
    there = {_identity(line): key for key, line in free.items()}
    yield from take(
        {
            at: there[identity]
            for at in left
            if (identity := _identity(rows[at].line)) is not None and before[identity] == after[identity] == 1
        }
    )
    yield from take({at: rows[at].line.key for at in left})


def _content(line: Line) -> tuple[str, str, str]:
    """What a line is about. A project is what it is, whatever it is called."""
    return fold(line.description), line.category, fold(line.account)


def _identity(line: Line) -> tuple[str, ...] | None:
    """What a line is known by under another ID; nothing where it has no description."""
    return (line.project_id, *_content(line)) if line.line_id and line.description else None


def _placed(row: Reviewed, line: Line) -> Reviewed:
    moved = row.moved
    if row.line.line_id != line.line_id:
        moved = f"{LINE} {row.line.line_id}"
    elif row.line.description and fold(row.line.description) != fold(line.description) and line.line_id:
        moved = f"{TEXT} {row.line.description}"
    return replace(row, line=line, moved=moved, former=False)
