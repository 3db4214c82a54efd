"""The rules that hold names in other sheets against the lists of the PMO; one that lacks its list is not assessed."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from pmo_xl.catalog.steering.bodies import Bodies
from pmo_xl.catalog.steering.meetings import Meetings
from pmo_xl.catalog.steering.people import People
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import Text, fold, same, t
from pmo_xl.core.definition.model import Sheet, Table
from pmo_xl.core.definition.table_rule import Rows, TableRule
from pmo_xl.core.expr.algebra import this
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.flow.minutes import BODY_LENGTH

if TYPE_CHECKING:
    import pandas as pd

PLAN = "plan"
NEAR = t("; the nearest is {near}", "\u00a0; le plus proche\u00a0: {near}")
TEAM = re.compile(
    r"\b(team|teams|squad|crew|department|unit|office|staff|everybody|all|equipes?|service|direction|departement|pole"
    r"|cellule|bureau|tous|tbd|a definir|dsi|moa|moe)\b"
)
"""What names a group, or nobody, in whatever words stand beside it; as :func:`fold` writes it."""

DAY = re.compile(r"-\d{4}-\d{2}-\d{2}$")

Places = dict[str, Any]
Judge = Callable[[Rows, str, dt.date | None], Places | None]
"""What fills the places of what is said of a cell, given the day as of which it was written; None where nothing is said."""


def list_rules(sheets: Mapping[str, type[Sheet]], lists: Mapping[str, type[Table]]) -> tuple[TableRule, ...]:
    """The rules for every column that names people, or a row of a list: FLD-12, FLD-13, XSH-18, PLN-22, FLD-03.

    Where a sheet says which of its rows are still open, somebody who has left is told at those alone (XSH-18); on the
    project sheet, and where nothing is open or closed, it is the name that is out of date (FLD-13).
    """
    rules: list[TableRule] = []
    for key, sheet in sheets.items():
        for column in sheet.inputs():
            if column.person:
                rules += _of_people(key, column.key, sheet)
            elif column.listed in lists:
                rules.append(_of_list(key, column.key, lists[column.listed]))
    return tuple(rules)


def _of_people(table: str, column: str, sheet: type[Sheet]) -> Iterator[TableRule]:
    make = partial(TableRule, table=table, at=column, whole=False, cells=(f"{table}.{column}",), needs=People)
    told = partial(partial, _each_cell, table=table, column=column)
    yield make(
        "FLD-12",
        says=t("“{name}” is nobody in the list of people{near}", "« {name} » ne figure pas parmi les personnes{near}"),
        fix=t("Correct the name, or have the person, or this way of writing it, added to the people of the PMO’s workbook.",
          "Corrigez le nom, ou faites ajouter la personne, ou cette graphie, aux personnes du classeur du PMO."),
        find=told(judge=partial(_unknown, teams=table != PLAN)),
    )  # fmt: skip
    yield make(
        "FLD-12",
        says=t("“{name}” may be {who}", "« {name} » peut désigner {who}"),
        fix=t("Give the key or the e-mail address.", "Indiquez l’identifiant ou le courriel."),
        find=told(judge=_ambiguous),
    )  # fmt: skip
    if table == PLAN:
        yield make(
            "PLN-22",
            says=t("“{name}” is a team or a role, not a person", "« {name} » est une équipe ou un profil, pas une personne"),
            fix=t("Name the one person who answers for the task.", "Désignez le responsable unique de la tâche."),
            find=told(judge=_team),
        )  # fmt: skip
    if not sheet.columns[column].answers:
        return
    still_open = _open_where(sheet)
    if still_open is None or sheet.layout == "record":
        yield make(
            "FLD-13",
            says=t("{name} left on {day}", "{name}\u00a0: départ le {day}"),
            fix=t("Name who has taken over.", "Indiquez qui a pris la suite."),
            find=told(judge=_left, where=still_open),
        )  # fmt: skip
    else:
        yield make(
            "XSH-18",
            says=t("{name} left on {day}, and this is still open", "{name}\u00a0: départ le {day}, et le sujet est encore ouvert"),
            fix=t("Hand it over to somebody who is there.", "Réaffectez-le à une personne présente."),
            find=told(judge=_left, where=still_open),
        )  # fmt: skip


def _open_where(sheet: type[Sheet]) -> Expr | None:
    """Which rows of a sheet are still open; by default those that its own column says are."""
    if sheet.open_where is not None:
        return sheet.open_where
    return this.is_open == 1 if "is_open" in sheet.columns else None


def _of_list(table: str, column: str, known: type[Table]) -> TableRule:
    return TableRule(
        "FLD-03", table, column,
        t("“{name}” is not in the list “{list}”{near}", "« {name} » ne figure pas dans la liste « {list} »{near}").fill(list=known.heading),
        t("Choose a name of the PMO’s list, or have it added.", "Choisissez un nom de la liste du PMO, ou faites-le ajouter."),
        partial(_each_cell, table=table, column=column, judge=partial(_unlisted, known=known)),
        Severity.ERROR, whole=False, cells=(f"{table}.{column}",), needs=known,
    )  # fmt: skip


def _each_cell(
    rows: Rows, *, table: str, column: str, judge: Judge, where: Expr | None = None
) -> pd.DataFrame:
    """The rows of which something is said, with what fills the places of the message."""
    import pandas as pd

    from pmo_xl.core.expr.value import EvalContext, array

    frame = rows[table]
    asked = frame[column].notna().to_numpy()
    if where is not None and asked.any():
        scope = EvalContext(frame, {"status_date": frame["status_date"]})
        asked = asked & array(where, scope).astype(bool)
    words, days = frame[column].to_numpy(), frame["status_date"].to_numpy("datetime64[D]")
    cells = [*zip(words[asked], days[asked].tolist(), strict=True)]
    # A portfolio has many rows and few names: each is judged once.
    said = {
        cell: places
        for cell in dict.fromkeys(cells)
        if (places := judge(rows, str(cell[0]), cell[1])) is not None
    }
    at = frame.index[asked] if said else ()
    told = {row: said[cell] for row, cell in zip(at, cells, strict=False) if cell in said}
    return pd.DataFrame.from_dict(told, orient="index", dtype=object)


def _unknown(rows: Rows, words: str, day: dt.date | None, *, teams: bool) -> Places | None:
    """The first name in a cell that nobody has; a team is told by a rule of its own where ``teams`` is not set."""
    for name, people in rows.people.in_cell(words):
        if not people and (teams or not _is_team(rows, name)):
            return {"name": name, "near": _near(rows.people.nearest(name))}
    return None


def _ambiguous(rows: Rows, words: str, day: dt.date | None) -> Places | None:
    for name, people in rows.people.in_cell(words):
        if len(people) > 1:
            return {"name": name, "who": ", ".join(f"{each.name} ({each.key})" for each in people)}
    return None


def _team(rows: Rows, words: str, day: dt.date | None) -> Places | None:
    for name, people in rows.people.in_cell(words):
        if not people and _is_team(rows, name):
            return {"name": name}
    return None


def _is_team(rows: Rows, name: str) -> bool:
    """Whether words name a group: a role, a department of the lists, or what every organisation calls one."""
    folded = fold(name)
    held = (each for key in ("people", "roles") for each in rows.lists.get(key, ()))
    groups = {fold(str(row[key])) for row in held for key in ("entity", "role", "role_id") if row.get(key)}
    return folded in groups or TEAM.search(folded) is not None


def _left(rows: Rows, words: str, day: dt.date | None) -> Places | None:
    """The first who had left by the status date of the return."""
    for _, people in rows.people.in_cell(words):
        if len(people) == 1 and day is not None and people[0].has_left(day):
            return {"name": people[0].name, "day": people[0].left_on}
    return None


def _unlisted(rows: Rows, words: str, day: dt.date | None, *, known: type[Table]) -> Places | None:
    names = {
        fold(str(row[key])): str(row[key])
        for key in reversed(known.called)
        for row in rows.lists[known.key]
        if row.get(key)
    }
    if fold(words) in names or (known is Meetings and _of_minutes(rows, words)):
        return None
    near = difflib.get_close_matches(fold(words), names, 1, 0.5)
    return {"name": words, "near": _near(names[near[0]] if near else None)}


def _of_minutes(rows: Rows, words: str) -> bool:
    """Whether a meeting outside the calendar is meant, as its minutes call it: a body of the list, and the day."""
    body, bodies = DAY.sub("", words), rows.lists.get(Bodies.key)
    if body in ("", words):
        return False
    return not bodies or fold(body) in {fold(str(row["body"])[:BODY_LENGTH]) for row in bodies}


def _near(name: str | None) -> Text:
    return same("") if name is None else NEAR.fill(near=name)
