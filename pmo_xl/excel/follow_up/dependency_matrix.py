"""Who waits for whom: projects that need something by those that owe it, and the findings of a rule as words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from pmo_xl.core.base.text import same, t
from pmo_xl.core.pages.follow_up_blocks import DependencyMatrix, FindingsOf
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.overview.lists import Cell, ListColumn, ShortList, n_of_title, write_list
from pmo_xl.excel.overview.number_words import Told, says, whole
from pmo_xl.excel.page_layout.boxes import Place
from pmo_xl.excel.write.style import DARK_RED, LIGHT_RED
from pmo_xl.excel.write.worksheet import Page

TOO_LATE = " ◆"
"""What follows the number where one of them comes after it is needed."""
ITSELF = "·"
OUTSIDE = "*"
"""Stands for whoever is no project of the portfolio; no ID of a project is so."""
BEFORE_CELLS = 2
"""Columns before those of the projects that owe: ID and name of the one that needs."""
FINDINGS = "findings"


class _Needs(NamedTuple):
    """What is open, by project that needs and project that owes: how many, of these too late; rows and columns."""

    open: Counter[tuple[str, str]]
    late: Counter[tuple[str, str]]
    needing: list[str]
    owing: list[str]


def dependency_matrix(master: MasterContext, block: DependencyMatrix) -> ShortList:
    """A row for each project that needs something, a column for each that owes it: those with most that is late first.

    What comes from outside the portfolio has a column of its own, where there is any.
    """
    found = _needs(master, block)
    needing, owing = found.needing[: block.most], found.owing[: block.most]
    outside = [OUTSIDE] if any(owes == OUTSIDE for _, owes in found.open) else []
    columns = (
        ListColumn(t("Needs ▾ owed by ▸", "Demandeur ▾ fournisseur ▸"), 5, {"bold": True}),
        ListColumn(t("Project", "Projet"), 8, wraps=True),
        *(ListColumn(same(project), 3, {"align": "center", "shrink": True}) for project in owing),
        *(ListColumn(FROM_OUTSIDE, 3, {"align": "center", "shrink": True}) for _ in outside),
        ListColumn(t("All", "Total"), 3, {"align": "center", "bold": True}),
    )
    rows = [_row(master, block, found, project, [*owing, *outside]) for project in needing]
    return ShortList(_title(master, block, found, needing, [*owing, *outside]), columns, rows, NOTHING)


def _needs(master: MasterContext, block: DependencyMatrix) -> _Needs:
    frame = master.frames[block.table]
    mine = frame[(frame[block.direction] == block.inbound.key) & (frame[block.is_open] == 1)]
    ids = {str(project).casefold(): str(project) for project in master.frames["kpis"]["project_id"]}
    opened: Counter[tuple[str, str]] = Counter()
    late: Counter[tuple[str, str]] = Counter()
    for project, other, slack in zip(mine["project_id"], mine[block.other], mine[block.slack], strict=True):
        named = str(other).strip().casefold()
        owes = OUTSIDE if named in block.outside else ids.get(named, "")
        opened[project, owes] += 1
        late[project, owes] += int(not pd.isna(slack) and slack < 0)

    def gravest(side: int) -> list[str]:
        sums: dict[str, tuple[int, int]] = {}
        for pair, n in opened.items():
            if pair[side] not in ("", OUTSIDE):
                before = sums.get(pair[side], (0, 0))
                sums[pair[side]] = before[0] + late[pair], before[1] + n
        return sorted(sums, key=lambda project: (-sums[project][0], -sums[project][1], project))

    return _Needs(opened, late, gravest(0), gravest(1))


def _title(
    master: MasterContext, block: DependencyMatrix, found: _Needs, rows: list[str], columns: list[str]
) -> Told:
    """How many of the open dependencies stand in a cell: the others are of projects that find no room, or that nobody knows."""
    n = sum(count for (needs, owes), count in found.open.items() if needs in rows and owes in columns)
    size = sum(found.open.values())
    every = f"COUNTIFS({_where(master, block)})"
    return n_of_title(
        master.say(TITLE),
        whole(str(n), n),
        whole(every, size),
        master.say(OF),
        test=f"{every}={n}",
        all_listed=n == size,
    )


def _where(master: MasterContext, block: DependencyMatrix, *more: str) -> str:
    """The criteria of what is open and inbound."""
    direction, is_open = (master.column(block.table, key) for key in (block.direction, block.is_open))
    return ",".join((direction, f'"{master.say(block.inbound.label)}"', is_open, "1", *more))


def _row(
    master: MasterContext, block: DependencyMatrix, found: _Needs, project: str, owing: list[str]
) -> list[Cell]:
    ids, others = (master.column(block.table, key) for key in ("project_id", block.other))
    known, names = (master.column("kpis", key) for key in ("project_id", "project_name"))
    frame = master.frames["kpis"].set_index("project_id")
    quoted = says(project).live
    cells = [
        Cell(quoted, project),
        Cell(f'IFERROR(INDEX({names},MATCH({quoted},{known},0))&"","")', frame["project_name"].get(project)),
    ]
    for other in owing:
        if other == project:
            cells.append(Cell(f'"{ITSELF}"', ITSELF))
            continue
        pair = project, other
        named = block.outside if other == OUTSIDE else (other,)
        wheres = [(ids, quoted, others, says(name).live) for name in named]
        cells.append(_number(master, block, wheres, found.open[pair], found.late[pair]))
    total = sum(n for (needs, _), n in found.open.items() if needs == project)
    late = sum(n for (needs, _), n in found.late.items() if needs == project)
    return [*cells, _number(master, block, [(ids, quoted)], total, late)]


def _number(
    master: MasterContext, block: DependencyMatrix, wheres: Sequence[tuple[str, ...]], n: int, late: int
) -> Cell:
    """How many, with a sign where one of them is too late; blank where there is none."""
    count = "+".join(f"COUNTIFS({_where(master, block, *where)})" for where in wheres)
    slack = master.column(block.table, block.slack)
    late_too = slack, '"<0"'
    is_late = "+".join(f"COUNTIFS({_where(master, block, *where, *late_too)})" for where in wheres)
    live = f'IF({count}=0,"",({count})&IF({is_late}>0,"{TOO_LATE}",""))'
    return Cell(live, f"{n}{TOO_LATE if late else ''}" if n else None)


def write_dependency_matrix(master: MasterContext, page: Page, place: Place, block: DependencyMatrix) -> None:
    """The list; in red where the sign stands."""
    content = master.once(dependency_matrix, block)
    write_list(master, page, place, content)
    if content.rows:
        rule = {
            "type": "text",
            "criteria": "containing",
            "value": TOO_LATE.strip(),
            "format": master.shade(bg_color=LIGHT_RED, font_color=DARK_RED),
        }
        first, last = place.spans[BEFORE_CELLS][0], place.last_col
        page.conditional_format(place.row + 2, first, place.row + 1 + len(content.rows), last, rule)


def findings_of(master: MasterContext, block: FindingsOf) -> ShortList:
    """Each finding of a rule: its project and its words, as the sheet of findings has them."""
    frame = master.frames[FINDINGS]
    rows: list[list[Cell]] = []
    for place, record in enumerate(frame.to_dict("records"), start=1):
        if record["code"] == block.code:
            rows.append([_held(master, place, record, key) for key in ("project_id", "message")])
    title = says(f"{master.say(block.title)} – ") + whole(
        f'COUNTIF({master.column(FINDINGS, "code")},"{block.code}")', len(rows)
    )
    columns = (
        ListColumn(t("Project", "Projet"), 5, {"bold": True}),
        ListColumn(t("Finding", "Constat"), 43, wraps=True),
    )
    return ShortList(title, columns, rows, block.nothing)


def _held(master: MasterContext, place: int, record: dict[Any, Any], key: str) -> Cell:
    return Cell(f'INDEX({master.column(FINDINGS, key)},{place})&""', record[key])


TITLE = t("What projects wait for: open dependencies", "Ce que les projets attendent : adhérences ouvertes")
OF = t(" of ", " sur ")
FROM_OUTSIDE = t("External", "Externe")
NOTHING = t("No project is known to wait for another.", "Aucune attente entre projets n’est connue.")
