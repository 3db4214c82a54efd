"""Who must do what by when: the open rows of several tables by person, then by date, each cell live.

Which rows stand here, and their order, are known when the master is made: what is closed in the data since goes blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from pmo_xl.core.base.text import fold, t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.pages.follow_up_blocks import ToDoByPerson, ToDoSource
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.overview.lists import Cell, ListColumn, ShortList, n_of_title
from pmo_xl.excel.overview.number_words import whole
from pmo_xl.excel.write.cells import plain, shown
from pmo_xl.excel.write.style import number_format

STATUS_DATE = "status_date"


class ToDo(NamedTuple):
    """An open row: its table, where it stands in it, its person, its day, what it holds."""

    source: ToDoSource
    place: int
    person: str
    due: pd.Timestamp
    held: dict[Any, Any]


def to_do_list(master: MasterContext, block: ToDoByPerson) -> ShortList:
    """The rows, by person and date; where there are too many, those that fall due first."""
    every = _open_rows(master, block.sources)
    size = len(every)
    listed = sorted(every, key=lambda one: one.due)[: block.most]
    listed.sort(key=lambda one: (fold(one.person), one.due, one.held["project_id"], one.held[one.source.id]))
    n = len(listed)
    count = "+".join(
        f'COUNTIFS({master.column(one.table, one.is_open)},1,{master.column(one.table, one.person)},"?*",'
        f'{master.column(one.table, one.due)},">0")'
        for one in block.sources
    )
    title = n_of_title(
        master.say(TITLE), whole(f"MIN({block.most},{count})", n), whole(f"({count})", size), master.say(OF),
        test=f"{count}<={block.most}", all_listed=size <= block.most,
    )  # fmt: skip
    day = {"num_format": number_format(Kind.DATE, master.language), "align": "center"}
    columns = (
        ListColumn(t("Who", "Qui"), 8, {"bold": True}, wraps=True),
        ListColumn(t("Project", "Projet"), 3),
        ListColumn(t("What kind", "Nature"), 4),
        ListColumn(t("ID", "N°"), 3),
        ListColumn(t("What", "Quoi"), 18, wraps=True),
        ListColumn(t("Due", "Échéance"), 4, day),
        ListColumn(t("Days late", "Retard (j)"), 3, {"align": "center", "num_format": "0;-0;"}),
        ListColumn(t("Status", "Statut"), 5, wraps=True),
    )
    return ShortList(title, columns, [_row(master, one) for one in listed], NOTHING)


def _open_rows(master: MasterContext, sources: Sequence[ToDoSource]) -> list[ToDo]:
    """Every open row that somebody answers for and that falls due."""
    found = []
    for source in sources:
        frame = master.frames[source.table]
        records = frame.to_dict("records")
        for place, held in enumerate(records, start=1):
            person, due = plain(held[source.person]), held[source.due]
            if held[source.is_open] == 1 and person and not pd.isna(due):
                found.append(ToDo(source, place, str(person), pd.Timestamp(due), held))
    return found


def _row(master: MasterContext, one: ToDo) -> list[Cell]:
    source = one.source

    def of(key: str) -> str:
        return f"INDEX({master.column(source.table, key)},{one.place})"

    def held(inner: str, what: Any) -> Cell:
        return Cell(f'IF({of(source.is_open)}=1,{inner},"")', what)

    def words(key: str) -> Cell:
        column = master.catalogue.tables[source.table].columns.get(key)
        what = one.held[key] if column is None else shown(column, one.held[key], master.language)
        return held(f'{of(key)}&""', what)

    today, status = parameter(STATUS_DATE), master.portfolio.status_date
    late = 0 if status is None else max(0, (pd.Timestamp(status) - one.due).days)
    name = master.say(source.name)
    return [
        words(source.person), words("project_id"), held(f'"{name}"', name), words(source.id), words(source.words),
        held(of(source.due), plain(one.due)), held(f"MAX(0,{today}-{of(source.due)})", late), words("status"),
    ]  # fmt: skip


TITLE = t("Who must do what by when", "Qui fait quoi, pour quand")
OF = t(" of ", " sur ")
NOTHING = t(
    "No open action, issue or decision with a person and a date is known.",
    "Aucune action, aucun problème ni aucune décision en cours avec responsable et échéance n’est connu.",
)
