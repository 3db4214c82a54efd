"""The table of the portfolio: programmes with their lights counted, below each its projects, then the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import CLOSED, Unit
from pmo_xl.core.formula.rollup import roll_up_formula
from pmo_xl.core.pages.overview_blocks import PortfolioRows
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.master.data import kpi_form
from pmo_xl.excel.master.trend import told
from pmo_xl.excel.page_layout.boxes import FIRST, USUAL, Box, Place, Span
from pmo_xl.excel.pages.project_tables import (
    OVER_HEIGHT,
    head_height,
    label_of,
    project_cells,
    write_over_row,
    write_row_colours,
    write_total_row,
)
from pmo_xl.excel.write.bulk import ROW, Cells
from pmo_xl.excel.write.cells import merge, write_formula
from pmo_xl.excel.write.worksheet import Page

WIDTHS = {
    "project_id": 10.0,
    "project_name": 33.0,
    "project_manager": 20.0,
    "rag_declared": 13.0,
    "rag": 13.5,
    "trend": 12.0,
    "vac_pct": 13.5,
}
FORM_WIDTHS = {Unit.DATE: 12.0, Unit.PERCENT: 11.0, Unit.SHARE: 11.0}
SIGN_WIDTH, NARROW = 9.5, 10.5
"""Characters of the columns: by key, by what they hold, of a sign alone, of the rest."""
TREND = "trend"
"""The KPI that tells whether the computed status is better than in the period before."""
GROUP_HEIGHT = 18.0
SIGNS = ("○", "●", "▲", "◆", "■")
COUNTED_SIGNS = ((3, "◆"), (2, "▲"), (1, "●"), (0, "○"), (CLOSED, "■"))
"""The lights of a programme, the gravest first."""


def portfolio_box(master: MasterContext, block: PortfolioRows) -> Box:
    """The room of a row per project and per programme, a total and a line below it."""
    widths = [_width(master, block, key) for key in block.columns]
    groups = _groups(master)
    rows = [height for _, members in groups for height in (GROUP_HEIGHT, *[USUAL] * len(members))]
    heights = [head_height(master, block.columns, widths), *rows, USUAL, OVER_HEIGHT]
    return Box(
        block, widths, heights, block.span, keys=block.columns, names=block.columns.index("project_name")
    )


def _width(master: MasterContext, block: PortfolioRows, key: str) -> float:
    if key in block.signs:
        return SIGN_WIDTH
    form = kpi_form(master, key)
    return WIDTHS.get(key, FORM_WIDTHS.get(form, NARROW) if form is not None else NARROW)


def _groups(master: MasterContext) -> Sequence[tuple[str, Sequence[int]]]:
    """Each programme by name, with the positions of its projects in the table of KPIs."""
    found: dict[str, list[int]] = {}
    listed = master.listed()
    for at, programme in zip(listed.index, listed["programme_id"], strict=True):
        found.setdefault(programme, []).append(at)
    return sorted(found.items())


def write_portfolio_rows(master: MasterContext, page: Page, place: Place, block: PortfolioRows) -> None:
    """The header, then each programme with its projects, then the portfolio's own row and of how many each figure is."""
    spans = dict(zip(block.columns, place.spans, strict=True))
    for key, span in spans.items():
        label = master.say(TREND_LABEL) if key == TREND else label_of(master, key)
        merge(page, place.row, span, master.head_style())
        page.write_string(place.row, span[0], label, master.head_style())
    row = place.row + 1
    frame = master.frames["kpis"]
    for programme, members in _groups(master):
        _write_group(master, page, row, spans, programme)
        row += 1
        mine = frame.loc[list(members)]
        cells: list[Cells] = []
        for key, (col, end) in spans.items():
            cells.append(_cells(master, block, key, mine, alone=col == end))
            # A list below may need more columns than the table: its names run on over empty cells.
            cells += [Cells([None] * len(mine), master.cell_style())] * (end - col)
        page.write_columns(row, FIRST, cells)
        for key, span in spans.items():
            last = row + len(members) - 1
            if key == TREND:
                master.trend_colours(page, row, span[0], last, span[0])
            else:
                write_row_colours(master, page, key, row, span[0], last)
        for at, project in enumerate(mine["project_id"], start=row):
            _blank_beside(page, at, spans, master.cell_style())
            master.rows_of_projects[project] = page.get_name(), at
        row += len(members)
    if "progress" in spans and row > place.row + 1:
        col = spans["progress"][0]
        page.conditional_format(place.row + 1, col, row, col, BAR)
    kpis = {key: span for key, span in spans.items() if key != TREND}
    write_total_row(master, page, row, kpis)
    write_over_row(master, page, row + 1, kpis)
    if TREND in spans:
        page.write_blank(row, spans[TREND][0], None, master.total_style())
        _blank_beside(page, row, {TREND: spans[TREND]}, master.total_style())


def _blank_beside(page: Page, row: int, spans: Mapping[str, Span], style: Format) -> None:
    """The look of a row on the cells over which its figures run on."""
    for col, end in spans.values():
        for beside in range(col + 1, end + 1):
            page.write_blank(row, beside, None, style)


def _cells(
    master: MasterContext, block: PortfolioRows, key: str, mine: pd.DataFrame, *, alone: bool
) -> Cells:
    here = f"MATCH(${xl_col_to_name(FIRST)}{ROW},{master.column('kpis', 'project_id')},0)"
    if key == TREND:
        live, _ = told(master, f"INDEX({master.column('kpis', key)},{here})", None)
        words = [told(master, "", what)[1] for what in mine[key]]
        return Cells(words, master.cell_style(align="center"), f"={live}")
    if key in block.signs:
        level, partial = (f"INDEX({master.column('kpis', name)},{here})" for name in (key, f"{key}_partial"))
        live = f'=CHOOSE({level}+1,{",".join(f"{chr(34)}{sign}{chr(34)}" for sign in SIGNS)})&IF({partial}=1," *","")'
        signs = [
            SIGNS[int(what)] + (" *" if mark == 1 else "")
            for what, mark in zip(mine[key], mine[f"{key}_partial"], strict=True)
        ]
        return Cells(signs, master.cell_style(align="center"), live)
    return project_cells(master, key, mine[key], alone=alone)


def _write_group(
    master: MasterContext, page: Page, row: int, spans: Mapping[str, Span], programme: str
) -> None:
    """The row of a programme: its name, its lights counted, its figures by each KPI's own way of adding up."""
    kpis = master.catalogue.kpis
    record = next(each for each in master.programme_records if each["programme_id"] == programme)
    bold = master.total_style()
    first, cell = spans["project_id"][0], f"${xl_rowcol_to_cell(row, spans['project_id'][0])}"
    for key, span in spans.items():
        form = kpi_form(master, key)
        summed = key != TREND and form is not None and form is not Unit.LIGHT
        if summed:
            live = roll_up_formula(kpis[key], kpis, master.kpi_names, ("programme_id", cell))
            write_formula(page, row, span[0], live, record[key], master.total_style(form))
        else:
            page.write_blank(row, span[0], None, bold)
    _blank_beside(page, row, spans, bold)
    page.write_string(row, first, programme, bold)
    live, words = lights_of(master, programme, cell)
    write_formula(page, row, spans["project_manager"][0], live, words, bold)


def lights_of(master: MasterContext, programme: str, cell: str) -> tuple[str, str]:
    """How many projects of a programme have each light: formula and value; ``cell`` holds its name."""
    frame = master.frames["kpis"]
    mine = frame[frame["programme_id"] == programme]["rag"]
    programmes, rags = (master.column("kpis", key) for key in ("programme_id", "rag"))
    live, words = [], []
    for level, sign in COUNTED_SIGNS:
        n = f"SUMPRODUCT(({programmes}={cell})*({rags}={level}))"
        told = int((mine == level).sum())
        if 0 < level < CLOSED:
            live.append(f'"{sign} "&{n}')
            words.append(f"{sign} {told}")
        else:
            live.append(f'IF({n}=0,"","{sign} "&{n})')
            words.append(f"{sign} {told}" if told else "")
    joint = '&"   "&'
    return f"={joint.join(live)}", "   ".join(words)


TREND_LABEL = t("Trend", "Tendance")
BAR = {
    "type": "data_bar", "bar_color": "#9CC5E3", "min_type": "num", "max_type": "num", "min_value": 0, "max_value": 1,
}  # fmt: skip
"""The share of a cell that is filled: from 0 to 100 %. Of the kind of Excel 2007, which other programs read too."""
