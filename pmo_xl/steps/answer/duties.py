"""To each his own: what every person has open in the portfolio, and nobody else's rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from pmo_xl.core.base.text import Text, fold, same, t
from pmo_xl.core.definition.model import Table, choices_of
from pmo_xl.core.flow.duties import (
    ACTION,
    DECISION,
    HORIZON,
    ISSUE,
    KINDS,
    MILESTONE,
    RISK,
    TASK,
    Duty,
    Person,
)
from pmo_xl.core.flow.portfolio import Portfolio


def person_key(name: str) -> str:
    """What the spellings of one person have in common: case, accents and spaces do not tell people apart."""
    return fold(name)


@dataclass(frozen=True, slots=True)
class _Source:
    """A table of duties: the columns that say what is asked, and which rows still ask it."""

    kind: Text
    table: str
    row_id: str
    subject: str
    due: str
    note: str
    still: Callable[[pd.DataFrame, dt.date | None], pd.Series[bool]]
    owner: str | None = "owner"
    """The column of who answers; None for the project manager."""


def _is(column: str) -> Callable[[pd.DataFrame, dt.date | None], pd.Series[bool]]:
    return lambda frame, _: frame[column] == 1


def _near(kind: str) -> Callable[[pd.DataFrame, dt.date | None], pd.Series[bool]]:
    """Tasks of a type that are not done and fall due within the horizon, those that are late too."""

    def near(frame: pd.DataFrame, status: dt.date | None) -> pd.Series[bool]:
        undone = frame["finish_actual"].isna() & ~(frame["pct_complete"] >= 1) & (frame["type"] == kind)
        if status is None:
            return undone
        last = dt.datetime.combine(status + dt.timedelta(days=HORIZON), dt.time())
        return undone & (frame["finish_current"].fillna(frame["finish_baseline"]) <= last)

    return near


_SOURCES = (
    _Source(ACTION, "actions", "action_id", "action", "due_date", "comment", _is("is_open")),
    _Source(DECISION, "decisions", "decision_id", "subject", "needed_by", "recommendation", _is("is_pending"), owner=None),
    _Source(ISSUE, "issues", "issue_id", "title", "due_date", "plan", _is("is_open")),
    _Source(RISK, "risks", "risk_id", "title", "due_date", "response_actions", _is("is_open")),
    _Source(TASK, "plan", "task_id", "name", "finish_current", "deliverable", _near("task")),
    _Source(MILESTONE, "plan", "task_id", "name", "finish_current", "deliverable", _near("milestone")),
)  # fmt: skip


@dataclass(slots=True)
class _Held:
    """What is found for one person: his name as it came first, in which languages he is spoken to."""

    name: str
    duties: list[Duty] = field(default_factory=list)
    spoken: set[str] = field(default_factory=set)


def people_of(
    portfolio: Portfolio, tables: Mapping[str, type[Table]], managers: Mapping[str, str], language: str
) -> tuple[list[Person], int]:
    """Everybody who has something open, by name, and how many open rows name nobody.

    *tables* are the tables in force by key, *managers* who answers for each project. A person is spoken to in the
    language of his projects, or in *language* where these differ or name none.
    """
    register = portfolio.expected.projects or {}
    held: dict[str, _Held] = {}
    nobody = 0
    for name, duty in _duties(portfolio, tables, managers):
        if not name:
            nobody += 1
            continue
        one = held.setdefault(person_key(name), _Held(name))
        one.duties.append(duty)
        one.spoken.add(str(register.get(duty.project_id, {}).get("language") or language))
    known = addresses_of(portfolio)
    people = [
        Person(
            one.name,
            next(iter(one.spoken)) if len(one.spoken) == 1 else language,
            known.get(key, ""),
            sorted(one.duties, key=_urgency),
        )
        for key, one in held.items()
    ]
    return sorted(people, key=lambda person: person_key(person.name)), nobody


def addresses_of(portfolio: Portfolio) -> dict[str, str]:
    """The e-mail addresses that the PMO's list of people gives, and the register, by person."""
    named = [
        (person.get("name"), person.get("email")) for person in portfolio.expected.lists.get("people", ())
    ]
    named += [
        (known.get("project_manager"), known.get("email"))
        for known in (portfolio.expected.projects or {}).values()
    ]
    found: dict[str, str] = {}
    for name, given in named:
        address = str(given or "").strip()
        if name and "@" in address:
            found.setdefault(person_key(str(name)), address)
    return found


def _urgency(duty: Duty) -> tuple[bool, dt.date, int, str, str]:
    """By date; what has none stands last."""
    return (
        duty.due is None, duty.due or dt.date.max, KINDS.index(duty.kind), duty.project_id, duty.row_id,
    )  # fmt: skip


def _duties(
    portfolio: Portfolio, tables: Mapping[str, type[Table]], managers: Mapping[str, str]
) -> Iterator[tuple[str, Duty]]:
    """Every open row with the name of who answers for it, empty where it names nobody."""
    status = portfolio.status_date
    projects = portfolio.projects
    names = dict(zip(projects["project_id"], projects["project_name"], strict=True))
    for source in _SOURCES:
        whole = portfolio.tables.get(source.table)
        if whole is None or whole.empty:
            continue
        words = _status_words(tables[source.table])
        frame = whole[source.still(whole, status)]
        for row in frame.to_dict("records"):
            project = str(row["project_id"])
            owner = managers.get(project) if source.owner is None else row[source.owner]
            # Without a forecast a task is due when it was planned.
            due = _day(row[source.due]) or _day(row.get("finish_baseline"))
            late = None if due is None or status is None else max(0, (status - due).days)
            yield (
                " ".join(_words(owner).split()),
                Duty(
                    source.kind, project, _words(names.get(project)), _words(row[source.row_id]),
                    _words(row[source.subject]), due, late, words(row), _words(row[source.note]),
                ),
            )  # fmt: skip


def _status_words(table: type[Table]) -> Callable[[Mapping[Any, Any]], Text]:
    """How the status of a row is said: the word of its list, of a task how far it is."""
    column = table.columns.get("status")
    choices = choices_of(column) if column is not None else None
    labels = {member.key: member.label for member in choices or ()}

    def said(row: Mapping[Any, Any]) -> Text:
        if column is None:
            done = row.get("pct_complete")
            return same("") if pd.isna(done) else DONE.fill(share=round(100 * done))
        return labels.get(row["status"], same(_words(row["status"])))

    return said


def _words(what: Any) -> str:
    """A text out of a frame, empty where it is blank."""
    return what.strip() if isinstance(what, str) else ""


def _day(what: Any) -> dt.date | None:
    """A date out of a frame; None where it is blank."""
    return None if pd.isna(what) else what.date()


DONE = t("{share}% done", "fait à {share} %")
