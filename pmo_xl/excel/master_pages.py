"""The pages of the master: project rows, programmes and portfolio, ranked lists, grids and charts, all live."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from pmo_xl.core.coverage import parts_of
from pmo_xl.core.kpi import Form
from pmo_xl.core.rollup import known_in, roll_up_formula
from pmo_xl.core.text import t
from pmo_xl.core.view import Grid, ProjectTable
from pmo_xl.excel.bulk import ROW, Cells
from pmo_xl.excel.layout import A3
from pmo_xl.excel.master import Master
from pmo_xl.excel.master_charts import insert_chart
from pmo_xl.excel.master_data import ALL, kpi_form, total_cell
from pmo_xl.excel.master_grids import write_grid
from pmo_xl.excel.master_rankings import write_ranking
from pmo_xl.excel.master_silent import write_silent
from pmo_xl.excel.page import Page
from pmo_xl.excel.sheet import plain, shown, write_formula
from pmo_xl.excel.style import DARK_RED

FIRST = 1
TABLE_ROW = 3
LINE_PIXELS = 21
CHART_LINES, LONGEST_CHART = 15, 24
WIDE = 16
"""Columns beyond which a page is printed on A3."""

BY_PROGRAMME = t("By programme", "Par programme")
OVER = t("of projects", "sur projets")


def write_page(master: Master, page: Page, table: ProjectTable) -> None:
    """One page: its project rows and totals, then its lists, grids and charts one below the other."""
    columns = list(table.columns)
    master.head(page, table.title, master.listed_words(table.purpose), len(columns) + 1)
    _widths(master, page, columns)
    row = _project_rows(master, page, columns)
    row = _programme_rows(master, page, row + 1, columns)
    if table.lists_silent and master.coverage.silent:
        row = write_silent(master, page, row + 1, FIRST)
    for ranking in master.catalogue.rankings:
        if ranking.page == table.page:
            row = write_ranking(master, page, row + 1, FIRST, ranking, spans={"owner": 2, "title": 2})
    for grid in master.catalogue.grids:
        if grid.page == table.page:
            row = _grid_block(master, page, row + 1, grid)
    page.freeze_panes(TABLE_ROW + 1, FIRST + 2)
    if len(columns) > WIDE:
        page.set_paper(A3)
    page.print_area(0, 0, row, len(columns) + 1)


def _widths(master: Master, page: Page, columns: Sequence[str]) -> None:
    fixed = {"project_id": 12.0, "project_name": 36.0, "programme_id": 18.0}
    for place, key in enumerate(columns):
        form = kpi_form(master, key)
        usual = {Form.AMOUNT: 13.5, Form.DATE: 12.5, Form.LIGHT: 13.5, None: 14.0}.get(form, 11.5)
        page.set_column(FIRST + place, FIRST + place, fixed.get(key, usual))


def _label(master: Master, key: str) -> str:
    return master.say(master.names.tables["kpis"][key].label)


def _project_rows(master: Master, page: Page, columns: Sequence[str]) -> int:
    """A row per project, each figure read from the KPI sheet; then the portfolio's own row."""
    frame = master.listed()
    page.set_row(TABLE_ROW, 44)
    for place, key in enumerate(columns):
        page.write_string(TABLE_ROW, FIRST + place, _label(master, key), master.head_style())
    first = TABLE_ROW + 1
    page.write_columns(first, FIRST, [_project_cells(master, key, frame[key]) for key in columns])
    last = first + len(frame) - 1
    for place, key in enumerate(columns):
        _colours(master, page, key, first, FIRST + place, last)
    if len(frame):
        page.autofilter(TABLE_ROW, FIRST, last, FIRST + len(columns) - 1)
    row = last + 1
    for place, key in enumerate(columns):
        form = kpi_form(master, key)
        if form is None or form is Form.LIGHT:
            page.write_string(row, FIRST + place, master.say(ALL) if place == 0 else "", master.total_style())
        else:
            live = f'=IF({total_cell(master, key)}="","",{total_cell(master, key)})'
            write_formula(
                page, row, FIRST + place, live, master.scorecard.portfolio[key], master.total_style(form)
            )
    return _over_row(master, page, row + 1, columns)


def _over_row(master: Master, page: Page, row: int, columns: Sequence[str]) -> int:
    """Below the portfolio's own row: of how many of the projects expected each of its figures is."""
    page.set_row(row, 13)
    style = master.over_style()
    page.write_string(row, FIRST, master.say(OVER), master.over_style("left"))
    for place, key in enumerate(columns[1:], start=1):
        form = kpi_form(master, key)
        if form is None or form is Form.LIGHT:
            continue
        covered, cover = master.covered[key], master.coverage.kpis[key]
        live = f'={covered.projects}&"/"&{covered.of}'
        write_formula(page, row, FIRST + place, live, f"{cover.projects}/{cover.of}", style)
        master.mark_partial(page, row, FIRST + place, f"{covered.projects}<{covered.of}")
    return row + 1


def _project_cells(master: Master, key: str, values: pd.Series[Any]) -> Cells:
    """One figure of every project that is listed, read from the KPI sheet by the ID that begins the row."""
    if key == "project_id":
        return Cells(values.tolist(), master.cell_style(bold=True))
    form = kpi_form(master, key)
    here = f"MATCH(${xl_col_to_name(FIRST)}{ROW},{master.column('kpis', 'project_id')},0)"
    inner = f"INDEX({master.column('kpis', key)},{here})"
    if form is Form.LIGHT:
        partial = f"{key}_partial"
        held = master.frames["kpis"][partial].reindex(values.index)
        words = [master.light_told(what, mark) for what, mark in zip(values, held, strict=True)]
        live = master.light_cell(inner, f"INDEX({master.column('kpis', partial)},{here})")
        return Cells(words, master.cell_style(form), f"={live}")
    if form is None and not master.names.tables["kpis"][key].number:
        column = master.catalogue.identity_columns.get(key)
        told = values if column is None else [shown(column, what, master.language) for what in values]
        return Cells([plain(what) for what in told], master.cell_style(form), f'={inner}&""')
    style = master.cell_style(form) if form else master.cell_style(num_format="0.####", align="center")
    return Cells(values, style, f"={inner}")


def _colours(master: Master, page: Page, key: str, row: int, col: int, last: int) -> None:
    if kpi_form(master, key) is Form.LIGHT or key == "rag_declared":
        master.sign_colours(page, row, col, max(row, last), col)
    else:
        master.threshold_colours(page, key, row, col, last)


def _programme_rows(master: Master, page: Page, row: int, columns: Sequence[str]) -> int:
    """A row per programme: the same KPIs over its projects, by each KPI's own way of adding up."""
    master.section(page, row, FIRST, BY_PROGRAMME, min(6, len(columns)))
    row += 1
    label, kpis = master.say(master.names.tables["kpis"]["programme_id"].label), master.catalogue.kpis
    for place, key in enumerate(columns):
        form = kpi_form(master, key)
        if place == 0 or (form and form is not Form.LIGHT):
            page.write_string(
                row, FIRST + place, _label(master, key) if place else label, master.head_style()
            )
    page.set_row(row, 44)
    first = row + 1
    for record in master.programme_records:
        row += 1
        cell = f"${xl_rowcol_to_cell(row, FIRST)}"
        page.write_string(row, FIRST, record["programme_id"], master.cell_style(bold=True))
        for place, key in enumerate(columns[1:], start=1):
            form = kpi_form(master, key)
            if form is None or form is Form.LIGHT:
                continue
            live = roll_up_formula(kpis[key], kpis, master.kpi_names, ("programme_id", cell))
            write_formula(page, row, FIRST + place, live, record[key], master.cell_style(form))
        row += 1
        _over_programme(master, page, row, columns, record["programme_id"], cell)
    for place, key in enumerate(columns):
        master.threshold_colours(page, key, first, FIRST + place, row)
    return row + 1


def _over_programme(
    master: Master, page: Page, row: int, columns: Sequence[str], name: str, cell: str
) -> None:  # fmt: skip
    """Below a programme: of how many of its projects a figure is that is not of all; blank where it is."""
    page.set_row(row, 12)
    coverage = master.coverage
    programme = name if name in coverage.programmes else None
    size, covers = coverage.programme_sizes[programme], coverage.programmes[programme]
    page.write_string(row, FIRST, master.say(OVER), master.over_style("left"))
    mine = f"({master.column('kpis', 'programme_id')}={cell})"
    for place, key in enumerate(columns[1:], start=1):
        form = kpi_form(master, key)
        if form is None or form is Form.LIGHT:
            continue
        known = "*".join(
            known_in(master.column("kpis", part)) for part in parts_of(master.catalogue.kpis[key])
        )
        n, style = f"SUMPRODUCT({mine}*{known})", master.over_style(font_color=DARK_RED)
        told = covers[key].projects
        write_formula(
            page,
            row,
            FIRST + place,
            f'=IF({n}={size},"",{n}&"/{size}")',
            "" if told == size else f"{told}/{size}",
            style,
        )


# grids ---------------------------------------------------------------------------------------------


def _grid_block(master: Master, page: Page, row: int, grid: Grid) -> int:
    """A grid on a page, its chart beside it."""
    end = write_grid(master, page, row, FIRST + 1, grid)
    for chart in master.catalogue.charts:
        if chart.grid == grid.key and chart.page == grid.page:
            place = FIRST + 2 + len(grid.columns) + 1
            rows = min(LONGEST_CHART, max(CHART_LINES, len(grid.rows(master.facts)) + 3))
            insert_chart(master, page, chart, row, place, 620, LINE_PIXELS * rows)
            end = max(end, row + rows + 1)
    return end
