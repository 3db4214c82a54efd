"""The minutes of a meeting: the sheet on which decisions and actions are typed while it sits."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmo_xl.catalog.minutes import FOLLOWED, MINUTES_TABLES, minutes_templates
from pmo_xl.core.base.files import OUT_FOLDER, in_workspace
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import fold, t
from pmo_xl.core.flow.minutes import Meeting
from pmo_xl.core.flow.portfolio import Portfolio
from pmo_xl.excel.hand_out.minutes_book import write_minutes
from pmo_xl.excel.write.cells import plain
from pmo_xl.gather.read.minutes import MINUTES_FOLDER, minutes_in
from pmo_xl.pipeline import Progress
from pmo_xl.workspace.files import file_name, write_whole
from pmo_xl.workspace.hand_out.period import returns_of_period

if TYPE_CHECKING:
    import pandas as pd

ALIKE = 0.75
"""From this likeness on, a name that nobody has is taken for a slip of the pen."""


def write_minutes_of(
    folder: Path,
    body: str,
    day: dt.date,
    *,
    scope: str | None = None,
    status_date: dt.date | None = None,
    language: str | None = None,
    progress: Progress | None = None,
) -> Path:
    """The minutes of a body's meeting on a day: its decisions to take and the open actions, room for new ones below.

    ``scope`` is a programme or a project; by default the whole portfolio. They go to ``out/minutes`` of the workspace,
    where ``prepare`` finds them. Raises NothingToDo where no return counts, the body or the scope is none and another
    comes near it, or minutes lie there into which somebody typed.
    """
    outcome = returns_of_period(folder, status_date, language, progress)
    portfolio, tables = outcome.portfolio, outcome.catalogue.templates.tables
    called = _body(portfolio, body)
    meeting = Meeting(called, day, portfolio.status_date, _listed(portfolio, called, day))
    names = _in_scope(portfolio, scope)
    place = in_workspace(folder, OUT_FOLDER) / MINUTES_FOLDER.to(outcome.language)
    path = place / f"{file_name(f'{meeting.body} {day.isoformat()}')}.xlsx"
    if path.exists():
        there = minutes_in(path, path.name, tables)
        if there.entries or there.told:
            raise NothingToDo(TYPED_INTO.fill(file=path))
    rows = {key: _rows(portfolio.tables[FOLLOWED[key]], key, meeting, names) for key in MINUTES_TABLES}
    return write_whole(
        path,
        partial(
            write_minutes, meeting=meeting, templates=minutes_templates(names, tables, meeting), rows=rows,
            language=outcome.language, brand=outcome.settings.brand,
        ),
    )  # fmt: skip


def _rows(frame: pd.DataFrame, key: str, meeting: Meeting, names: Mapping[str, str]) -> dict[str, list[Any]]:
    """The rows of a table of the minutes: what the body has to decide, or what is open, the most urgent first."""
    mine = frame[frame["project_id"].isin([*names])]
    if key == "minutes_decisions":
        due, asked = "needed_by", fold(meeting.body)
        bodies = mine["body"].map(lambda body: fold(body) if isinstance(body, str) else "")
        mine = mine[(mine["is_pending"] == 1) & (bodies == asked)]
    else:
        due = "due_date"
        mine = mine[mine["is_open"] == 1]
    mine = mine.sort_values([due, "project_id", MINUTES_TABLES[key].identity[1]], kind="stable")
    return {column: [plain(what) for what in mine[column]] for column in MINUTES_TABLES[key].columns}


def _body(portfolio: Portfolio, asked: str) -> str:
    """The body as the decisions of the period spell it; one that none of them names may meet all the same."""
    bodies: Sequence[str] = [body for body in portfolio.tables["decisions"]["body"] if isinstance(body, str)]
    spelled = {fold(body): body for body in reversed(bodies)}
    key = fold(asked)
    near = difflib.get_close_matches(key, spelled, 1, ALIKE)
    if key not in spelled and near:
        raise NothingToDo(NEAR_BODY.fill(found=asked, near=spelled[near[0]]))
    return spelled.get(key, asked.strip())


def _listed(portfolio: Portfolio, body: str, day: dt.date) -> str:
    """The key of a meeting in the PMO's calendar, which alone the column *Meeting* of the returns accepts; empty where it is not there."""
    meetings = portfolio.expected.lists.get("meetings", ())
    held = (row for row in meetings if row.get("date") == day and fold(str(row.get("body"))) == fold(body))
    return next((str(row["meeting_id"]) for row in held), "")


def _in_scope(portfolio: Portfolio, scope: str | None) -> dict[str, str]:
    """ID and name of the projects of a programme, of one project, or of all that are expected."""
    register = {
        key: known
        for key, known in (portfolio.expected.projects or {}).items()
        if known.get("expected") != "no"
    }
    columns = ("project_id", "project_name", "programme_id")
    came = {
        str(row["project_id"]): {key: plain(row[key]) for key in columns}
        for row in portfolio.projects[[*columns]].to_dict("records")
    }
    known = {**came, **register}
    names = {key: str(row.get("project_name") or "") for key, row in sorted(known.items())}
    if scope is None:
        return names
    by_word: dict[str, list[str]] = {}
    for key, row in sorted(known.items()):
        for word in (key, str(row.get("programme_id") or "")):
            if word and key not in by_word.setdefault(fold(word), []):
                by_word[fold(word)].append(key)
    if fold(scope) not in by_word:
        near = difflib.get_close_matches(fold(scope), by_word, 1, 0.5)
        spelled = {
            fold(word): word
            for row in known.values()
            for word in (row["project_id"], row.get("programme_id"))
            if word
        }
        words = NEAR_SCOPE.fill(near=spelled[near[0]]) if near else NO_SCOPE
        raise NothingToDo(words.fill(found=scope))
    return {key: names[key] for key in by_word[fold(scope)]}


TYPED_INTO = t(
    "{file} is there and holds what somebody typed: it is not overwritten. Move it away to begin anew.",
    "{file} existe et contient des saisies : il n’est pas écrasé. Déplacez-le pour repartir d’un relevé vierge.",
)
NEAR_BODY = t(
    "No decision is asked of a body “{found}”; did you mean {near}?",
    "Aucune décision n’est demandée à une instance « {found} » ; vouliez-vous dire {near} ?",
)
NEAR_SCOPE = t(
    "There is no programme and no project “{found}”; did you mean {near}?",
    "Il n’y a ni programme ni projet « {found} » ; vouliez-vous dire {near} ?",
)
NO_SCOPE = t(
    "There is no programme and no project “{found}”.", "Il n’y a ni programme ni projet « {found} »."
)
