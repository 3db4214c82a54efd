"""Where a declared status stands: the place of a project and a dimension in the table of statuses, by one look-up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pmo_xl.core.expr.choice import Choice
from pmo_xl.core.pages.follow_up_blocks import DeclaredStatus
from pmo_xl.core.pages.view import Ranking
from pmo_xl.excel.master.context import HEADER_ROW, MasterContext
from pmo_xl.excel.master.records import rank_key, records_of
from pmo_xl.excel.overview.number_words import Told, chosen, says
from pmo_xl.excel.write.cells import plain, shown

RAG = "rag"
"""The column of a declared status, in its table."""
NO_STATUS = "–"
COMPUTED_SIGNS = "○●▲◆■"
"""The sign of a computed status, by its level."""
SIGNS_APART = " / "
"""What stands between the sign that is declared and the computed one."""


class StatusAt(NamedTuple):
    """What is declared of a project and a dimension: the place of its row as a formula, below 1 where there is none; the row."""

    place: str
    held: Mapping[str, Any]


def ranking_of(master: MasterContext, about: DeclaredStatus) -> Ranking:
    """The ranking whose order is the number of each row."""
    return next(ranking for ranking in master.catalogue.rankings if ranking.key == about.ranking)


def rows_by_dimension(
    master: MasterContext, about: DeclaredStatus
) -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """Every row that declares something, by project and dimension."""
    return master.once(_rows, about)


def _rows(master: MasterContext, about: DeclaredStatus) -> Mapping[tuple[str, str], Mapping[str, Any]]:
    ranking = ranking_of(master, about)
    frame = master.frames[ranking.table]
    known = frame[frame[rank_key(ranking)].notna()]
    return {(row["project_id"], row[about.dimension]): row for row in records_of(known)}


def status_at(
    master: MasterContext, about: DeclaredStatus, dimension: Choice, cell: str, project: Any
) -> StatusAt:
    """The row about a dimension of the project whose ID a cell holds."""
    ranking = ranking_of(master, about)
    ids, dimensions, numbers = (
        master.column(ranking.table, key) for key in ("project_id", about.dimension, rank_key(ranking))
    )
    words = master.say(dimension.label)
    place = f'SUMIFS({numbers},{ids},{cell},{dimensions},"{words}")-{HEADER_ROW + 1}'
    return StatusAt(place, rows_by_dimension(master, about).get((project, dimension.key), {}))


def cell_of(master: MasterContext, about: DeclaredStatus, at: StatusAt, key: str) -> tuple[str, Any]:
    """What a column holds there: formula, an empty text where there is no such row, and value."""
    table = ranking_of(master, about).table
    inner = f"INDEX({master.column(table, key)},{at.place})"
    column = master.catalogue.tables[table].columns[key]
    what = shown(column, at.held.get(key), master.language)
    live = f'IF({inner}="","",{inner})' if column.number else f'{inner}&""'
    return f'IFERROR({live},"")', plain(what)


def declared_sign(master: MasterContext, about: DeclaredStatus, at: StatusAt) -> Told:
    """The sign that is declared; a dash where nothing is."""
    _, what = cell_of(master, about, at, RAG)
    column = master.column(ranking_of(master, about).table, RAG)
    return Told(f'IFERROR(LEFT(INDEX({column},{at.place}),1),"{NO_STATUS}")', str(what or NO_STATUS)[:1])


def computed_sign(level: str, what: Any) -> Told:
    """The sign of a computed status, by the formula of its level and that."""
    known = plain(what)
    choices = ",".join(f'"{sign}"' for sign in COMPUTED_SIGNS)
    return chosen(
        f'{level}=""',
        known is None,
        says(NO_STATUS),
        Told(f"CHOOSE({level}+1,{choices})", COMPUTED_SIGNS[int(known or 0)]),
    )
