"""The projects that a committee looks at: what is declared, what is computed and why, how they come back to green."""

from __future__ import annotations

from typing import Any

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.definition.kpi import reason_key
from pmo_xl.core.pages.follow_up_blocks import ProjectsToLookAt
from pmo_xl.excel.follow_up.declared import (
    SIGNS_APART,
    cell_of,
    computed_sign,
    declared_sign,
    status_at,
)
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.master.records import rank_key
from pmo_xl.excel.overview.lists import Cell, ListColumn, ShortList, in_lines, n_of_title, write_list
from pmo_xl.excel.overview.number_words import says, whole
from pmo_xl.excel.page_layout.boxes import Place
from pmo_xl.excel.write.style import DARK_RED, number_format
from pmo_xl.excel.write.worksheet import Page

LONGEST_WORDS = 120


def projects_to_look_at(master: MasterContext, block: ProjectsToLookAt) -> ShortList:
    """The first ``most`` of the projects that are amber or red."""
    ranking = next(ranking for ranking in master.catalogue.rankings if ranking.key == block.ranking)
    frame, key = master.frames["kpis"], rank_key(ranking)
    ranks = master.column("kpis", key)
    best = frame[frame[key].notna()].sort_values(key, ascending=False)
    size, n = len(best), min(len(best), block.most)
    count = f"COUNT({ranks})"
    title = n_of_title(
        master.say(TITLE), whole(f"MIN({block.most},{count})", n), whole(count, size), master.say(OF),
        test=f"{count}<={block.most}", all_listed=size <= block.most,
    )  # fmt: skip
    rows = [
        _row(master, block, ranks, k, record)
        for k, record in enumerate(best.head(n).to_dict("records"), start=1)
    ]
    day = {"num_format": number_format(Kind.DATE, master.language), "align": "center", "shrink": True}
    columns = (
        ListColumn(t("ID", "Code"), 2, {"bold": True, "shrink": True}),
        ListColumn(t("Project", "Projet"), 4, wraps=True),
        ListColumn(t("Declared / computed", "Déclarée / calculée"), 2, {"align": "center"}),
        ListColumn(t("Why", "Motif"), 5, {"font_color": DARK_RED, "bold": True}, wraps=True),
        ListColumn(t("Path to green", "Plan de retour au vert"), 6, wraps=True),
        ListColumn(t("Who", "Qui"), 3, wraps=True),
        ListColumn(t("By", "D’ici au"), 2, day),
    )
    return ShortList(title, columns, rows, NOTHING)


def _row(
    master: MasterContext, block: ProjectsToLookAt, ranks: str, k: int, record: dict[Any, Any]
) -> list[Cell]:
    project = record["project_id"]
    there = f"COUNT({ranks})>={k}"
    here = f"MATCH(LARGE({ranks},{k}),{ranks},0)"

    def of(key: str) -> str:
        return f"INDEX({master.column('kpis', key)},{here})"

    def held(inner: str, what: Any) -> Cell:
        return Cell(f'IF({there},{inner},"")', what)

    overall = status_at(master, block.of, block.of.overall, of("project_id"), project)
    declared = declared_sign(master, block.of, overall)
    signs = declared + says(SIGNS_APART) + computed_sign(of("rag"), record["rag"])
    path, who, by = (
        cell_of(master, block.of, overall, key) for key in ("path_to_green", "path_owner", "path_date")
    )
    words = in_lines(path[0], path[1], LONGEST_WORDS)
    why = reason_key("rag")
    return [
        held(of("project_id"), project), held(f'{of("project_name")}&""', record["project_name"]),
        held(signs.live, signs.words), held(f'{of(why)}&""', record[why]),
        held(words.live, words.what), held(*who), held(*by),
    ]  # fmt: skip


def write_to_look_at(master: MasterContext, page: Page, place: Place, block: ProjectsToLookAt) -> None:
    """The list, the signs in the colour of what is declared."""
    content = master.once(projects_to_look_at, block)
    write_list(master, page, place, content)
    first, last = place.spans[2]
    master.sign_colours(page, place.row + 2, first, place.row + 1 + max(1, len(content.rows)), last)


TITLE = t("Projects to look at", "Projets à examiner")
OF = t(" of ", " sur ")
NOTHING = t("No project is amber or red.", "Aucun projet n’est à l’orange ni au rouge.")
