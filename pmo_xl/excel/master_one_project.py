"""The page of one project: choose its ID in a cell, and every figure and chart follows."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.kpi import Form
from pmo_xl.core.names import parameter
from pmo_xl.core.text import t
from pmo_xl.core.view import DATA
from pmo_xl.excel.layout import A3
from pmo_xl.excel.master import CHOSEN, HEADER_ROW, Master
from pmo_xl.excel.master_charts import insert_chart
from pmo_xl.excel.master_data import FIRST as DATA_FIRST
from pmo_xl.excel.master_grids import write_grid
from pmo_xl.excel.page import Page
from pmo_xl.excel.sheet import plain, shown, write_formula
from pmo_xl.excel.style import AMBER, BAND, LIGHT_AMBER, NAVY, QUIET

ONE_PROJECT = t("One project", "Fiche projet")
PURPOSE = t("Choose a project in the framed cell: figures and charts follow. Amounts in the reporting currency at the budget rate, unless stated otherwise.",
            "Choisissez un projet dans la cellule encadrée : chiffres et graphiques suivent. Montants en devise de consolidation au cours budget, sauf mention.")  # fmt: skip
TILES = ("bac", "eac", "vac", "vac_pct", "pct_complete", "cpi", "spi", "spi_t")
HALVES = 8, 6
"""Columns of figures beside the names in each half of the page: as many as its widest grid has."""
WIDTHS = (2, 32, *(13.5,) * HALVES[0], 3, 32, *(13.5,) * HALVES[1])
LEFT, RIGHT = 1, HALVES[0] + 3
"""Zero-based columns where the two halves of the page begin."""
RANGE = (
    (t("Lowest (best case)", "La plus basse (cas favorable)"), "eac_low", "eac_low_by"),
    (t("Official (likely)", "Officielle (cas probable)"), "eac", None),
    (t("Highest (worst case)", "La plus haute (cas défavorable)"), "eac_high", "eac_high_by"),
)


def write_one_project(master: Master, page: Page) -> None:
    """The choice, then tiles, statement, estimates and charts, then categories and months."""
    for col, width in enumerate(WIDTHS):
        page.set_column(col, col, width)
    master.head(page, ONE_PROJECT, PURPOSE, len(WIDTHS) - 1)
    page.set_column(0, 0, 2)
    _choice(master, page, 2)
    for place, key in enumerate(TILES):
        _tile(master, page, 4, LEFT + place, key)
    grids = {grid.key: grid for grid in master.catalogue.grids}
    charts = {chart.key: chart for chart in master.catalogue.charts}
    top = 8
    left = write_grid(master, page, top, LEFT, grids["statement"])
    right = write_grid(master, page, top, RIGHT, grids["one_estimates"])
    _range(master, page, right + 1, grids["one_estimates"].key)
    row = left + 1
    drawn, row = row, row + 16
    left = write_grid(master, page, row, LEFT, grids["one_categories"])
    left = write_grid(master, page, left + 1, LEFT, grids["one_capex"])
    right = write_grid(master, page, row, RIGHT, grids["one_bridge"])
    row = max(left, right) + 1
    write_grid(master, page, row, LEFT, grids["one_months"])
    insert_chart(master, page, charts["one_curve"], drawn, LEFT, 880, 310)
    insert_chart(master, page, charts["one_bridge"], drawn, RIGHT, 780, 310)
    insert_chart(master, page, charts["one_spending"], row, RIGHT, 780, 310)
    page.set_paper(A3)
    page.freeze_panes(3, 0)


def _choice(master: Master, page: Page, row: int) -> None:
    """The cell to choose in, and who that project is."""
    frame = master.frames["kpis"]
    first = master.params[CHOSEN]
    label = master.formats.get(bold=True, align="right", font_color=NAVY)
    page.set_row(row, 24)
    page.write_string(row, LEFT, master.say(t("Project ID", "Code projet")) + " ▸", label)
    entry = master.formats.get(
        bold=True, font_size=14, align="center", bg_color=LIGHT_AMBER, border=2, border_color=AMBER
    )
    page.write_string(row, LEFT + 1, first or "", entry)
    master.define(CHOSEN, page, row, LEFT + 1)
    sheet = master.say(DATA.fill(name=master.catalogue.record.heading)).replace("'", "''")
    top, last = (xl_rowcol_to_cell(at, DATA_FIRST, row_abs=True, col_abs=True)
                 for at in (HEADER_ROW + 1, HEADER_ROW + max(1, len(frame))))  # fmt: skip
    page.data_validation(row, LEFT + 1, row, LEFT + 1, {
        "validate": "list", "source": f"='{sheet}'!{top}:{last}",
        "input_title": master.say(t("Project", "Projet")),
        "input_message": master.say(t("Choose a project: the page follows.", "Choisissez un projet : la page suit.")),
    })  # fmt: skip
    facts: tuple[tuple[int, str, str], ...] = (
        (LEFT + 2, "kpis", "project_name"), (RIGHT, "projects", "project_manager"),
        (RIGHT + 1, "kpis", "programme_id"), (RIGHT + 3, "kpis", "currency"),
    )  # fmt: skip
    for col, table, key in facts:
        found = _found(master, table, key)
        style = master.formats.get(bold=key == "project_name", font_size=14 if key == "project_name" else 10,
                                   font_color=NAVY if key == "project_name" else QUIET)  # fmt: skip
        live = f'=IFERROR(INDEX({master.column(table, key)},{_row(master, table)})&"","")'
        write_formula(page, row, col, live, found, style)


def _row(master: Master, table: str) -> str:
    return f"MATCH({parameter(CHOSEN)},{master.column(table, 'project_id')},0)"


def _found(master: Master, table: str, key: str) -> Any:
    """What a table holds for the chosen project."""
    frame = master.frames[table]
    if frame.empty:
        return None
    column = master.catalogue.identity_columns.get(key)
    # The page opens on the first project, which both tables begin with.
    what = plain(frame[key].iloc[0])
    return shown(column, what, master.language) if column is not None else what


def _tile(master: Master, page: Page, row: int, col: int, key: str) -> None:
    kpi = master.catalogue.kpis[key]
    edge = {"bg_color": BAND, "align": "center", "right": 1, "right_color": "#FFFFFF"}
    page.write_string(
        row,
        col,
        master.say(kpi.label),
        master.formats.get(font_size=9, font_color=QUIET, text_wrap=True, **edge),
    )
    page.set_row(row, 26)
    style = {Form.AMOUNT: "#,##0;-#,##0;0", Form.PERCENT: "0.0%"}.get(kpi.form, "0.00")
    page.set_row(row + 1, 28)
    big = master.formats.get(font_size=16, bold=True, font_color=NAVY, num_format=style, **edge)
    inner = f"INDEX({master.column('kpis', key)},{_row(master, 'kpis')})"
    write_formula(page, row + 1, col, f'=IFERROR({inner},"")', _found(master, "kpis", key), big)
    master.threshold_colours(page, key, row + 1, col, row + 1)


def _range(master: Master, page: Page, row: int, estimates: str) -> None:
    """The range of the landing, and which estimate gives each end of it."""
    master.section(
        page, row, RIGHT, t("Range of the landing, and why", "Fourchette d’atterrissage, et pourquoi"), 4
    )
    _, head, first, size = master.placed[estimates]
    labels = f"{xl_rowcol_to_cell(head + 1, first, True, True)}:{xl_rowcol_to_cell(head + size, first, True, True)}"
    grid = next(grid for grid in master.catalogue.grids if grid.key == estimates)
    words = [master.say(head) for head in grid.rows(master.facts)]
    for words_of_row, key, by in RANGE:
        row += 1
        page.write_string(row, RIGHT, master.say(words_of_row), master.cell_style(bold=True))
        inner = f"INDEX({master.column('kpis', key)},{_row(master, 'kpis')})"
        write_formula(
            page,
            row,
            RIGHT + 1,
            f'=IFERROR({inner},"")',
            _found(master, "kpis", key),
            master.cell_style(Form.AMOUNT),
        )
        number: Any = _found(master, "kpis", by) if by else master.params["official_eac"]
        which = (
            f"INDEX({master.column('kpis', by)},{_row(master, 'kpis')})" if by else parameter("official_eac")
        )
        known = plain(_found(master, "kpis", key)) is not None
        reason = words[int(number) - 1] if number is not None and known else None
        for col in range(RIGHT + 2, RIGHT + 4):
            page.write_blank(row, col, None, master.cell_style())
        write_formula(
            page,
            row,
            RIGHT + 2,
            f'=IF({xl_rowcol_to_cell(row, RIGHT + 1)}="","",IFERROR(INDEX({labels},{which}),""))',
            reason,
            master.cell_style(font_color=QUIET),
        )
