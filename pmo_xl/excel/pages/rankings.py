"""Ranked lists of the master: the first rows of a table in an order, of how many, each cell live."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.definition.column import Column, Kind
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.pages.blocks import RankedList
from pmo_xl.core.pages.view import Ranking
from pmo_xl.excel.master.context import MOST_LISTED, MasterContext
from pmo_xl.excel.master.data import kpi_form
from pmo_xl.excel.master.records import rank_key
from pmo_xl.excel.page_blocks.detail_list import N_OF, nothing_listed
from pmo_xl.excel.page_layout.boxes import USUAL, Box, Place
from pmo_xl.excel.write.cells import merge, plain, shown, write_formula
from pmo_xl.excel.write.style import SCORE_FORMAT, WHITE, number_format, room_of
from pmo_xl.excel.write.worksheet import Page

FEWEST = 5
"""Rows of a list of all that there are, where there are fewer: room for what an edit adds."""
TITLE_HEIGHT, HEAD_HEIGHT = 20.0, 42.0
"""Points of the heading above a list, and of the head of its columns."""
NARROW, NAME, REASON = 10.6, 31.0, 62.0
"""Characters of a column of figures, of names without a column of a template, of the reasons of a light."""
DECLARED = "rag_declared"
AT_EASE, IN_SPAN = 1.3, 0.9
"""How wide a text is, by the width of its column in the template, in a list that takes what it needs, or a span."""


def ranking_box(master: MasterContext, block: RankedList) -> Box | None:
    """The room that a list takes; None for an optional one without a row."""
    ranking = _ranking(master, block)
    if block.optional and not _there(master, ranking):
        return None
    ease = AT_EASE if block.span is None else IN_SPAN
    headings = master.names.tables[ranking.table]
    widths = [
        max(_width(master, ranking.table, key, ease), _head_width(master.say(headings[key].label)))
        for key in block.columns or ranking.columns
    ]
    heights = [TITLE_HEIGHT, HEAD_HEIGHT, *[USUAL] * _size(master, block)]
    return Box(block, widths, heights, block.span, longest=widths.index(max(widths)))


def write_ranking(master: MasterContext, page: Page, place: Place, block: RankedList) -> None:
    """The first rows of a table in the order of a ranking, of how many; the column left of it finds them."""
    ranking, size = _ranking(master, block), _size(master, block)
    columns = block.columns or ranking.columns
    spans = dict(zip(columns, place.spans, strict=True))
    order = rank_key(ranking)
    frame = master.frames[ranking.table]
    ranks, there = master.column(ranking.table, order), _there(master, ranking)
    row, col = place.row, place.col
    master.section(page, row, col, ranking.title, place.last_col - col + 1)
    title, n_of = master.say(ranking.title), master.say(N_OF)
    nothing, none = nothing_listed(master, ranking)
    live = (
        f'="{title}"&IF(COUNT({ranks})=0,{nothing}," – "&MIN({size},COUNT({ranks}))&"{n_of}"&COUNT({ranks}))'
    )
    told = f"{title} – {min(size, there)}{n_of}{there}" if there else f"{title}{none}"
    write_formula(page, row, col, live, told, master.section_style())
    row += 1
    headings = master.names.tables[ranking.table]
    for key, span in spans.items():
        head = master.head_style(
            align="center" if headings[key].number else "left", indent=int(not headings[key].number)
        )
        merge(page, row, span, head)
        page.write_string(row, span[0], master.say(headings[key].label), head)
    best = frame[frame[order].notna()].sort_values(order, ascending=not ranking.largest).head(size)
    pick = "LARGE" if ranking.largest else "SMALL"
    positions = {index: position for position, index in enumerate(frame.index, start=1)}
    for key, span in spans.items():
        if ranking.table == "kpis" and (kpi_form(master, key) is Unit.LIGHT or key == DECLARED):
            master.sign_colours(page, row + 1, span[0], row + size, span[1])
    partials = [f"{key}_partial" for key in columns if f"{key}_partial" in frame]
    held = best[[*columns, *partials]].to_dict("index")
    hidden = master.formats.get(font_color=WHITE, font_size=6, num_format=";;;")
    for k in range(1, size + 1):
        row += 1
        found = best.index[k - 1] if k <= len(best) else None
        live = f'=IFERROR(MATCH({pick}({ranks},{k}),{ranks},0),"")'
        write_formula(page, row, col - 1, live, positions[found] if found is not None else None, hidden)
        here = f"${xl_rowcol_to_cell(row, col - 1)}"
        for key, span in spans.items():
            merge(page, row, span, master.cell_style())
            _ranked_cell(master, page, row, span[0], ranking, key, here, held.get(found, {}))


def _ranking(master: MasterContext, block: RankedList) -> Ranking:
    return next(ranking for ranking in master.catalogue.rankings if ranking.key == block.ranking)


def _size(master: MasterContext, block: RankedList) -> int:
    """How many rows a list has."""
    ranking = _ranking(master, block)
    return block.size or ranking.size or max(FEWEST, min(_there(master, ranking), MOST_LISTED))


def _there(master: MasterContext, ranking: Ranking) -> int:
    """How many rows of its table a list could have."""
    return int(master.frames[ranking.table][rank_key(ranking)].notna().sum())


def _head_width(label: str) -> float:
    """The characters that the head of a column needs: no word of it is broken."""
    return max(room_of(word, bold=True) for word in label.split())


def _width(master: MasterContext, table: str, key: str, ease: float) -> float:
    """The characters that a column of a list needs; texts more or less than in their template, by *ease*."""
    column, form = _column(master, table, key), kpi_form(master, key) if table == "kpis" else None
    if form is Unit.AMOUNT or (column is not None and column.kind is Kind.AMOUNT):
        return max(NARROW, master.amount_width)
    if form is not None or key == master.catalogue.project_key.key:
        return NARROW
    if table == "kpis" and key.endswith("_why"):
        return REASON
    if column is None or (table == "kpis" and not column.width):
        return NAME
    return NARROW if column.number or not column.width else max(NARROW, ease * column.width)


def _ranked_cell(
    master: MasterContext, page: Page, row: int, col: int, ranking: Ranking, key: str, here: str,
    held: Mapping[Any, Any],
) -> None:  # fmt: skip
    """A cell of a list; ``held`` is the row of the table that it shows, empty where the list is shorter."""
    what = plain(held.get(key))
    inner = f"INDEX({master.column(ranking.table, key)},{here})"
    form = kpi_form(master, key) if ranking.table == "kpis" else None
    if form is Unit.LIGHT:
        partial = f"{key}_partial"
        live = master.light_cell(inner, f"INDEX({master.column(ranking.table, partial)},{here})")
        told = master.light_told(what, held.get(partial))
        write_formula(page, row, col, f'=IF({here}="","",{live})', told, master.cell_style(align="center"))
        return
    column = _column(master, ranking.table, key)
    if form is not None:
        style = master.cell_style(form)
    elif key.startswith("score_"):
        style = master.cell_style(num_format=SCORE_FORMAT, align="center")
    elif column is not None and column.number:
        style = master.cell_style(num_format=number_format(column.kind, master.language), align="right")
        if column.kind.is_date or column.kind is Kind.INTEGER:
            style = master.cell_style(num_format=number_format(column.kind, master.language), align="center")
    else:
        style = master.cell_style(indent=1)
    words = shown(column, what, master.language) if column is not None else what
    write_formula(page, row, col, f'=IF({here}="","",IF({inner}="","",{inner}))', words, style)


def _column(master: MasterContext, table: str, key: str) -> Column | None:
    columns = master.catalogue.identity_columns if table == "kpis" else {}
    if table in master.catalogue.tables:
        columns = master.catalogue.tables[table].columns
    return columns.get(key)
