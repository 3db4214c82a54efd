"""Lists of the chosen project: the first rows of a ranking that are its own, each cell live."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Column, Kind
from pmo_xl.core.definition.limits import level_formula, level_of
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.pages.blocks import ProjectList
from pmo_xl.core.pages.view import Ranking
from pmo_xl.excel.master.context import CHOSEN, MasterContext
from pmo_xl.excel.master.records import rank_key
from pmo_xl.excel.one_project.chosen import unknown_formula, unknown_told
from pmo_xl.excel.page_layout.boxes import Box, Place
from pmo_xl.excel.write.cells import merge, plain, shown, write_formula
from pmo_xl.excel.write.style import NAVY, QUIET, SCORE_FORMAT, number_format
from pmo_xl.excel.write.worksheet import Page

TITLE_HEIGHT, HEAD_HEIGHT, LINE = 18.0, 13.0, 11.0
SMALL = 8
"""Points of the letters of a list."""


N_OF = t(" – {n} of ", " – {n} sur ")


class Cut(NamedTuple):
    """What a list has room for, and the rows that there are: as a formula, and now."""

    size: int
    rows: str
    n: int


def ranking_of(master: MasterContext, key: str) -> Ranking:
    """A ranking by its key."""
    return next(ranking for ranking in master.catalogue.rankings if ranking.key == key)


def list_box(block: ProjectList) -> Box:
    """The room of a list."""
    widths = [width for _, width, _ in block.columns]
    line = LINE * block.lines + 2
    heights = [TITLE_HEIGHT, HEAD_HEIGHT, *[line] * block.size]
    return Box(block, widths, heights, block.span, longest=widths.index(max(widths)))


def rows_of(master: MasterContext, ranking: Ranking) -> pd.DataFrame:
    """The rows of the chosen project in the order of a ranking."""
    frame, order = master.frames[ranking.table], rank_key(ranking)
    mine = frame[frame["project_id"].eq(master.params[CHOSEN]) & frame[order].notna()]
    return mine.sort_values(order, ascending=not ranking.largest)


def place_formula(master: MasterContext, ranking: Ranking, k: int) -> str:
    """Where in its table the k-th row of the chosen project stands; an error where there is none."""
    ranks, ids = (master.column(ranking.table, key) for key in (rank_key(ranking), "project_id"))
    pick = 14 if ranking.largest else 15
    # What is no row of the project is divided by 0, which AGGREGATE leaves out, as it does a blank rank.
    return f"MATCH(_xlfn.AGGREGATE({pick},6,{ranks}/({ids}={parameter(CHOSEN)}),{k}),{ranks},0)"


def write_head(
    master: MasterContext, page: Page, place: Place, title: Text, labels: list[str], cut: Cut | None = None
) -> None:
    """The title of a list, and the heads of its columns; where the list is *cut*, how many of how many it shows."""
    section = master.formats.get(bold=True, font_size=11, font_color=NAVY, bottom=2, bottom_color=NAVY)
    for col in range(place.col, place.last_col + 1):
        page.write_blank(place.row, col, None, section)
    words = master.say(title)
    if cut is None:
        page.write_string(place.row, place.col, words, section)
    else:
        some = master.say(N_OF.fill(n=cut.size))
        live = f'="{words}"&IF({cut.rows}>{cut.size},"{some}"&{cut.rows},"")'
        write_formula(
            page, place.row, place.col, live, f"{words}{some}{cut.n}" if cut.n > cut.size else words, section
        )
    for span, label in zip(place.spans, labels, strict=False):
        head = master.head_style(font_size=SMALL, text_wrap=False, border=0)
        merge(page, place.row + 1, span, head)
        page.write_string(place.row + 1, span[0], label, head)


def write_list(master: MasterContext, page: Page, place: Place, block: ProjectList) -> None:
    """The rows, each with its place in the table hidden in the margin; a sentence where there is none."""
    ranking = ranking_of(master, block.ranking)
    headings = master.names.tables[ranking.table]
    keys = [key for key, *_ in block.columns]
    widths = [width for _, width, _ in block.columns]
    # That there is none is a sentence, which an ID leaves no room for.
    longest = widths.index(max(widths))
    labels = [master.say(label or headings[key].label) for key, _, label in block.columns]
    rows = rows_of(master, ranking)
    ranks, ids = (master.column(ranking.table, key) for key in (rank_key(ranking), "project_id"))
    count = f'COUNTIFS({ids},{parameter(CHOSEN)},{ranks},"<9E+307")'
    write_head(master, page, place, block.title, labels, Cut(block.size, count, len(rows)))
    positions = {index: at for at, index in enumerate(master.frames[ranking.table].index, start=1)}
    hidden = master.formats.get(font_size=SMALL, num_format=";;;")
    for k in range(1, block.size + 1):
        row = place.row + 1 + k
        index = rows.index[k - 1] if k <= len(rows) else None
        live = f'=IFERROR({place_formula(master, ranking, k)},"")'
        write_formula(page, row, place.col - 1, live, positions[index] if index is not None else None, hidden)
        here = f"${xl_rowcol_to_cell(row, place.col - 1)}"
        held = rows.loc[index].to_dict() if index is not None else {}
        for at, (key, span) in enumerate(zip(keys, place.spans, strict=True)):
            nothing = block.nothing if k == 1 and at == longest else None
            _write_cell(master, page, row, span, ranking.table, key, here, held, nothing)


def _write_cell(
    master: MasterContext, page: Page, row: int, span: tuple[int, int], table: str, key: str, here: str,
    held: Mapping[Any, Any], nothing: Text | None,
) -> None:  # fmt: skip
    column = master.catalogue.tables[table].columns[key]
    inner = f"INDEX({master.column(table, key)},{here})"
    what = shown(column, plain(held.get(key)), master.language) if held else None
    live = f'IF({inner}="","",{inner})'
    style = _style(master, column)
    kpi = master.catalogue.kpis.get(key)
    if kpi is not None and kpi.threshold is not None and not kpi.threshold.rising:
        live = f'IF({inner}="","",CHOOSE({level_formula(key, kpi.threshold, inner)},"● ","▲ ","◆ ")&{inner})'
        if what is not None:
            what = "●▲◆"[level_of(key, kpi.threshold, what, master.params) - 1] + f" {what:g}"
        style = master.cell_style(font_size=SMALL, align="center")
    otherwise = unknown_formula(master, table, nothing) if nothing is not None else '""'
    if nothing is not None and not held:
        what = unknown_told(master, table, nothing)
    merge(page, row, span, style)
    write_formula(page, row, span[0], f'=IF({here}="",{otherwise},{live})', what, style)
    if kpi is not None:
        master.sign_colours(page, row, span[0], row, span[1])


def _style(master: MasterContext, column: Column) -> Any:
    if column.kind.is_date:
        form = number_format(Kind.DATE, master.language)
        return master.cell_style(font_size=SMALL, num_format=form, align="center")
    if column.key.startswith("score_"):
        return master.cell_style(font_size=SMALL, num_format=SCORE_FORMAT, align="center")
    if column.number:
        return master.cell_style(
            font_size=SMALL, num_format=number_format(column.kind, master.language), align="center"
        )
    return master.cell_style(
        font_size=SMALL, text_wrap=True, font_color=QUIET if column.key == "owner" else "#1F2937"
    )
