"""Statuses project by project: what is declared of each dimension over what is computed, and the course of the periods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pmo_xl.core.base.text import Text, same, t
from pmo_xl.core.definition.kpi import reason_key
from pmo_xl.core.pages.follow_up_blocks import StatusCourse, StatusRows
from pmo_xl.excel.follow_up.declared import (
    COMPUTED_SIGNS,
    SIGNS_APART,
    cell_of,
    computed_sign,
    declared_sign,
    status_at,
)
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.overview.lists import Cell, ListColumn, ShortList, n_of_title, write_list
from pmo_xl.excel.overview.number_words import Told, says, whole
from pmo_xl.excel.page_layout.boxes import Place
from pmo_xl.excel.write.cells import plain
from pmo_xl.excel.write.worksheet import Page

BEFORE_SIGNS = 2
"""Columns of a list before its signs: ID and name."""
HEAD, LONG_HEAD = 3, 4
"""Equal columns of a dimension, and of the last one, whose name is the longest."""
HISTORY = "history"


def status_rows(master: MasterContext, block: StatusRows) -> ShortList:
    """A row per project that the pages list."""
    frame = master.listed()
    rows = [_row(master, block, record) for record in frame.to_dict("records")]
    signs = [
        ListColumn(
            head, LONG_HEAD if at == len(block.dimensions) else HEAD, {"align": "center", "shrink": True}
        )
        for at, (_, head, _) in enumerate(block.dimensions, start=1)
    ]
    columns = (
        ListColumn(t("ID", "Code"), 3, {"bold": True, "shrink": True}),
        ListColumn(t("Project", "Projet"), 7, wraps=True),
        *signs,
        ListColumn(t("Gap", "Écart"), HEAD, {"align": "center", "num_format": "+0;-0;0"}),
        ListColumn(t("Why (computed)", "Motif (calculé)"), 7, wraps=True),
        ListColumn(t("What the project manager says", "Ce qu’en dit le chef de projet"), 12, wraps=True),
    )
    return ShortList(_counted(master, TITLE, len(frame)), columns, rows, NOTHING)


def _counted(master: MasterContext, title: Text, listed: int) -> Told:
    """A title with how many of the projects are listed."""
    n, count = len(master.frames["kpis"]), f"COUNTA({master.column('kpis', 'project_id')})"
    part = whole(f"MIN({listed},{count})", listed)
    return n_of_title(
        master.say(title),
        part,
        whole(count, n),
        master.say(OF),
        test=f"{count}<={listed}",
        all_listed=n <= listed,
    )


def _row(master: MasterContext, block: StatusRows, record: dict[Any, Any]) -> list[Cell]:
    project = record["project_id"]
    quoted = says(project).live
    place = f"MATCH({quoted},{master.column('kpis', 'project_id')},0)"

    def of(key: str) -> str:
        return f"INDEX({master.column('kpis', key)},{place})"

    cells = [
        Cell(quoted, project),
        Cell(f'IFERROR({of("project_name")}&"","")', record["project_name"]),
    ]
    for dimension, _, light in block.dimensions:
        told = declared_sign(master, block.of, status_at(master, block.of, dimension, quoted, project))
        if light is not None:
            told = told + says(SIGNS_APART) + computed_sign(of(light), record[light])
        cells.append(Cell(f'IFERROR({told.live},"")', told.words))
    gap, why = of(block.gap), reason_key(block.computed)
    cells.append(Cell(f'IFERROR(IF({gap}="","",{gap}),"")', plain(record[block.gap])))
    cells.append(Cell(f'IFERROR({of(why)}&"","")', record[why]))
    overall = status_at(master, block.of, block.of.overall, quoted, project)
    live, words = cell_of(master, block.of, overall, "comment")
    return [*cells, Cell(f'IFERROR({live},"")', words)]


def write_status_rows(master: MasterContext, page: Page, place: Place, block: StatusRows) -> None:
    """The list, in the colours of what is declared."""
    content = master.once(status_rows, block)
    write_list(master, page, place, content)
    _colour(master, page, place, len(content.rows), range(BEFORE_SIGNS, BEFORE_SIGNS + len(block.dimensions)))


def _colour(master: MasterContext, page: Page, place: Place, rows: int, columns: Sequence[int]) -> None:
    for at in columns:
        first, last = place.spans[at]
        master.sign_colours(page, place.row + 2, first, place.row + 1 + max(1, rows), last)


# ---- the course -----------------------------------------------------------------------------------------


def status_course(master: MasterContext, block: StatusCourse) -> ShortList:
    """A row per project and a column per period that is remembered, the last of them this one."""
    months = _months(master, block.most)
    frame, history = master.listed(), master.frames[HISTORY]
    known = {
        (project, pd.Timestamp(period)): plain(level)
        for project, period, level in zip(
            history["project_id"], history["period"], history["rag"], strict=True
        )
    }
    rows = []
    for record in frame.to_dict("records"):
        project = record["project_id"]
        quoted = says(project).live
        name = f"INDEX({master.column('kpis', 'project_name')},MATCH({quoted},{master.column('kpis', 'project_id')},0))"
        rows.append([
            Cell(quoted, project), Cell(f'IFERROR({name}&"","")', record["project_name"]),
            *(_then(master, project, month, known.get((project, month))) for month in months),
        ])  # fmt: skip
    columns = (
        ListColumn(t("ID", "Code"), 3, {"bold": True, "shrink": True}),
        ListColumn(t("Project", "Projet"), 9, wraps=True),
        *(
            ListColumn(same(_month(master, month)), 3, {"align": "center", "shrink": True})
            for month in months
        ),
    )
    return ShortList(_counted(master, COURSE, len(frame)), columns, rows, NOTHING)


def _months(master: MasterContext, most: int) -> list[pd.Timestamp]:
    """The last periods that are remembered, the oldest first."""
    every = {pd.Timestamp(month) for month in master.frames[HISTORY]["period"].dropna()}
    return sorted(every)[-most:]


def _month(master: MasterContext, month: pd.Timestamp) -> str:
    return month.strftime("%m/%Y" if master.language == "fr" else "%Y-%m")


def _then(master: MasterContext, project: str, month: pd.Timestamp, level: Any) -> Cell:
    """The sign of a project in a period; blank where it is not known of it."""
    ids, periods, levels = (master.column(HISTORY, key) for key in ("project_id", "period", "rag"))
    day = f"DATE({month.year},{month.month},{month.day})"
    there = f"{ids},{says(project).live},{periods},{day}"
    choices = ",".join(f'"{sign}"' for sign in COMPUTED_SIGNS)
    live = f'IF(COUNTIFS({there},{levels},">=0")=0,"",CHOOSE(SUMIFS({levels},{there})+1,{choices}))'
    return Cell(live, None if level is None else COMPUTED_SIGNS[int(level)])


def write_status_course(master: MasterContext, page: Page, place: Place, block: StatusCourse) -> None:
    """The list, its signs in their colours."""
    content = master.once(status_course, block)
    write_list(master, page, place, content)
    _colour(master, page, place, len(content.rows), range(BEFORE_SIGNS, len(content.columns)))


TITLE = t("Declared / computed status by project", "Météo déclarée / calculée par projet")
COURSE = t("Computed status by period", "Météo calculée par période")
OF = t(" of ", " sur ")
NOTHING = t("No project is known.", "Aucun projet n’est connu.")
