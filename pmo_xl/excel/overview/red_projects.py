"""The red projects, why each is, what its manager says, and what comes next.

A forecast on no budget has no light, for no share of the budget can say how grave it is: it stands here all the same,
and the title says so.
"""

from __future__ import annotations

from typing import Any

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.definition.kpi import reason_key
from pmo_xl.core.pages.overview_blocks import RedProjects
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.master.records import rank_key
from pmo_xl.excel.master.trend import told
from pmo_xl.excel.overview.lists import Cell, ListColumn, ShortList, in_lines, n_of_title
from pmo_xl.excel.overview.number_words import chosen, says, whole
from pmo_xl.excel.write.cells import plain
from pmo_xl.excel.write.style import DARK_RED, number_format

RED = 3
ATTENTION = "attention"
"""The ranking of projects by light, then overrun, then slip."""
REDS_FROM = 3e15
"""What its order is from, for a red project."""
LONGEST_COMMENT = 80


def red_projects(master: MasterContext, block: RedProjects) -> ShortList:
    """The gravest ``most`` of the red projects: all of them where there are no more."""
    ranking = next(ranking for ranking in master.catalogue.rankings if ranking.key == ATTENTION)
    frame, key = master.frames["kpis"], rank_key(ranking)
    ranks = master.column("kpis", key)
    best = frame[frame[key] >= REDS_FROM].sort_values(key, ascending=False)
    size, n = len(best), min(len(best), block.most)
    count, reds = f'COUNTIF({ranks},">={REDS_FROM:.0f}")', f"COUNTIF({master.column('kpis', 'rag')},{RED})"
    only_reds, all_red = f"{count}={reds}", size == int((frame["rag"] == RED).sum())
    name = chosen(only_reds, all_red, says(master.say(TITLE)), says(master.say(TITLE_TOO)))
    title = name + n_of_title(
        "", whole(f"MIN({block.most},{count})", n), whole(count, size), master.say(OF),
        test=f"{count}<={block.most}", all_listed=size <= block.most,
    )  # fmt: skip
    rows = [
        _row(master, ranks, k, record) for k, record in enumerate(best.head(n).to_dict("records"), start=1)
    ]
    day = {"num_format": number_format(Kind.DATE, master.language), "align": "center"}
    columns = (
        ListColumn(t("ID", "Code"), 2, {"bold": True, "shrink": True}),
        ListColumn(t("Project", "Projet"), 4, wraps=True),
        ListColumn(t("Project manager", "Chef de projet"), 3, wraps=True),
        ListColumn(t("Trend", "Tendance"), 2, {"align": "center", "shrink": True}),
        ListColumn(t("Why", "Pourquoi"), 4, {"font_color": DARK_RED, "bold": True}, wraps=True),
        ListColumn(t("What the project manager says", "Ce qu’en dit le chef de projet"), 7, wraps=True),
        ListColumn(t("Next milestone", "Prochain jalon"), 2, {**day, "shrink": True}),
    )
    return ShortList(title, columns, rows, NOTHING)


def _row(master: MasterContext, ranks: str, k: int, record: dict[Any, Any]) -> list[Cell]:
    project = record["project_id"]
    there = f'COUNTIF({ranks},">={REDS_FROM:.0f}")>={k}'
    here = f"MATCH(LARGE({ranks},{k}),{ranks},0)"

    def of(key: str) -> str:
        return f"INDEX({master.column('kpis', key)},{here})"

    def held(inner: str, what: Any) -> Cell:
        return Cell(f'IF({there},{inner},"")', what)

    comment = f"INDEX({master.column('projects', 'comment')},MATCH({of('project_id')},{master.column('projects', 'project_id')},0))"
    said = master.frames["projects"].set_index("project_id")["comment"].get(project)
    words = in_lines(comment, said, LONGEST_COMMENT)
    milestone, no_budget = of("next_milestone"), master.say(NO_BUDGET)
    is_red = record["rag"] == RED
    return [
        held(of("project_id"), project),
        held(f'{of("project_name")}&""', record["project_name"]),
        held(f'{of("project_manager")}&""', plain(record["project_manager"])),
        held(*told(master, of("trend"), record["trend"])),
        held(
            f'IF({of("rag")}={RED},{of(reason_key("rag"))},"{no_budget}")',
            record[reason_key("rag")] if is_red else no_budget,
        ),
        held(f'IFERROR({words.live},"")', words.what),
        held(f'IF({milestone}="","",{milestone})', plain(record["next_milestone"])),
    ]


TITLE = t("Red projects and why", "Projets au rouge et pourquoi")
TITLE_TOO = t("Red projects, or without a budget, and why", "Projets au rouge, ou sans budget, et pourquoi")
NO_BUDGET = t("forecast without a budget", "atterrissage sans budget")
OF = t(" of ", " sur ")
NOTHING = t("No project is red.", "Aucun projet n’est au rouge.")
