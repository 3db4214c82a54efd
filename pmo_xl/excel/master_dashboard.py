"""The dashboard: one printed page that an executive understands in a minute."""

from __future__ import annotations

from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.kpi import LIGHT_DECIMALS, Form, compared
from pmo_xl.core.names import parameter
from pmo_xl.core.raw import MASTER, mark_of
from pmo_xl.core.text import t
from pmo_xl.excel.master import Master
from pmo_xl.excel.master_charts import insert_chart
from pmo_xl.excel.master_coverage import cells_formula, cells_told, sentence
from pmo_xl.excel.master_data import total_cell
from pmo_xl.excel.master_grids import write_grid
from pmo_xl.excel.master_rankings import write_ranking
from pmo_xl.excel.page import Page
from pmo_xl.excel.sheet import plain, write_formula
from pmo_xl.excel.style import BAND, DARK_RED, NAVY, QUIET

DASHBOARD = t("Dashboard", "Tableau de bord")
TILES = (
    "pct_complete",
    "spi",
    "cpi",
    "bac",
    "eac",
    "vac",
    "exposure",
    "critical_risks",
    "milestone_hit_rate",
)
COLUMNS = 18
CHART_ROW = 9
COVER_PARTS = (
    t(" of ", " projets sur "), t(" projects", ""), t(" of ", " lignes sur "), t(" rows left out", " écartées"),
)  # fmt: skip
LEGEND = t(
    "* incomplete: a figure behind this light is unknown, rows that it reads were left out, or cells are unreadable or blank. n of m: only the first are listed; the page on the subject has more.",
    "* incomplète : un chiffre dont dépend cette météo est inconnu, des lignes qu’elle lit ont été écartées, ou des cellules sont illisibles ou vides. n sur m : seuls les premiers sont listés ; la page correspondante en montre plus.",
)
WIDTH = 10.6
"""Characters of each of the page's equal columns; a tile takes two."""


def write_dashboard(master: Master, page: Page) -> None:
    """Tiles with their lights, then curve, programmes and statuses, then what needs attention."""
    page.set_column(0, 0, 1.5)
    page.set_column(1, COLUMNS, WIDTH)
    _title(master, page)
    for place, key in enumerate(TILES):
        _tile(master, page, 3, 1 + 2 * place, key)
    charts = {chart.key: chart for chart in master.catalogue.charts}
    insert_chart(master, page, charts["s_curve"], CHART_ROW, 1, 616, 300)
    insert_chart(master, page, charts["programmes"], CHART_ROW, 9, 460, 300)
    insert_chart(master, page, charts["status"], CHART_ROW, 15, 302, 300)
    rankings = {ranking.key: ranking for ranking in master.catalogue.rankings}
    row = CHART_ROW + 17
    page.write_string(
        row - 1, 1, master.say(LEGEND), master.formats.get(font_size=8, italic=True, font_color=QUIET)
    )
    write_ranking(master, page, row, 1, rankings["attention"], 5, {"project_name": 3})
    write_ranking(
        master, page, row, 11, rankings["next_milestones"], 5, {"name": 3, "owner": 2},
        ("project_id", "name", "owner", "finish_current", "slip_wd"),
    )  # fmt: skip
    write_ranking(master, page, row + 8, 1, rankings["top_risks"], 5, {"title": 4, "owner": 2})
    residual = next(grid for grid in master.catalogue.grids if grid.key == "residual")
    write_grid(master, page, row + 8, 13, residual)
    page.set_landscape()
    page.fit_to_pages(1, 1)
    page.print_area(0, 0, row + 15, COLUMNS)
    page.set_zoom(90)


def _title(master: Master, page: Page) -> None:
    bar = master.formats.get(bg_color=NAVY)
    page.set_row(0, 34)
    for col in range(COLUMNS + 1):
        page.write_blank(0, col, None, bar)
    # By this mark a master that lies among the returns is known, and not read as one of them.
    unseen = master.formats.get(bg_color=NAVY, font_color=NAVY, num_format=";;;")
    page.write_string(0, 0, mark_of(MASTER, "1", master.language), unseen)
    big = master.formats.get(bold=True, font_size=20, font_color="#FFFFFF", bg_color=NAVY)
    page.write_string(0, 1, master.say(DASHBOARD), big)
    status, frame = master.portfolio.status_date, master.frames["kpis"]
    words = master.say(t("Status date ", "Date d’arrêté "))
    day = (status.strftime("%d/%m/%Y") if master.language == "fr" else status.isoformat()) if status else ""
    count, currency = master.say(t(" projects", " projets")), master.settings.reporting_currency
    name = parameter("status_date")
    year, month, day_of = f"YEAR({name})", f'RIGHT("0"&MONTH({name}),2)', f'RIGHT("0"&DAY({name}),2)'
    parts = (day_of, month, year) if master.language == "fr" else (year, month, day_of)
    joint = '&"/"&' if master.language == "fr" else '&"-"&'
    live = f'="{words}"&IF({name}="","",{joint.join(parts)})'
    projects = f"COUNTA({master.column('kpis', 'project_id')})"
    live += f'&"   ·   "&{projects}&"{count}   ·   {currency}"'
    value = f"{words}{day}   ·   {len(frame)}{count}   ·   {currency}"
    write_formula(page, 1, 1, live, value, master.formats.get(font_size=11, font_color=QUIET))
    page.set_row(1, 20)
    live, words = sentence(master)
    style = master.formats.get(bold=True, font_size=12, font_color=DARK_RED)
    write_formula(page, 2, 1, live, words, style)


def _tile(master: Master, page: Page, row: int, col: int, key: str) -> None:
    """A figure of the whole portfolio: label, value, light."""
    kpi = master.catalogue.kpis[key]
    what = master.scorecard.portfolio[key]
    edge = {"bg_color": BAND, "align": "center"}
    label = master.formats.get(font_size=9, font_color=QUIET, **edge)
    page.merge_range(row, col, row, col + 1, master.say(kpi.label), label)
    style = {
        Form.AMOUNT: '[>=1000000]#,##0.0,,"M";[<=-1000000]-#,##0.0,,"M";#,##0',
        Form.RATIO: "0.00",
        Form.PERCENT: "0%",
    }.get(kpi.form, "0")
    big = master.formats.get(font_size=18, bold=True, font_color=NAVY, num_format=style, **edge)
    page.merge_range(row + 1, col, row + 1, col + 1, "", big)
    cell = total_cell(master, key)
    write_formula(page, row + 1, col, f'=IF({cell}="","",{cell})', what, big)
    if kpi.form in (Form.RATIO, Form.PERCENT):
        master.near_limits(page, key, row + 1, col)
    _tile_light(master, page, row + 2, col, key)
    _tile_cover(master, page, row + 3, col, key)
    page.set_row(row + 1, 28)


def _tile_cover(master: Master, page: Page, row: int, col: int, key: str) -> None:
    """Below a figure: of how many projects it is, how many rows were left out of it, and its unknown cells, if any."""
    covered, cover = master.covered[key], master.coverage.kpis[key]
    small = master.formats.get(font_size=8, font_color=QUIET, align="center", bg_color=BAND)
    over, of, left, read = (master.say(part) for part in COVER_PARTS)
    lines = (
        (f'={covered.projects}&"{over}"&{covered.of}&"{of}"',
         f"{cover.projects}{over}{cover.of}{of}", f"{covered.projects}<{covered.of}"),
        (f'={covered.left_out}&"{left}"&{covered.read}&"{read}"',
         f"{cover.rows.left_out}{left}{cover.rows.read}{read}", f"{covered.left_out}>0"),
        (f'=IF({covered.unknown}=0,"",{cells_formula(master, covered.unknown)})',
         cells_told(master, cover.rows.unknown) if cover.rows.unknown else "", f"{covered.unknown}>0"),
    )  # fmt: skip
    for at, (live, words, test) in enumerate(lines, start=row):
        page.merge_range(at, col, at, col + 1, "", small)
        write_formula(page, at, col, live, words, small)
        master.mark_partial(page, at, col, test, col + 1)
        page.set_row(at, 13)


def _tile_light(master: Master, page: Page, row: int, col: int, key: str) -> None:
    kpi = master.catalogue.kpis[key]
    style = master.formats.get(font_size=9, align="center", bg_color=BAND, right=1, right_color="#FFFFFF")
    page.merge_range(row, col, row, col + 1, "", style)
    if kpi.threshold is None:
        page.write_blank(row, col, None, style)
        return
    cell = xl_rowcol_to_cell(row - 1, col)
    better = ">=" if kpi.threshold.rising else "<="
    green, amber = parameter(f"{key}_green"), parameter(f"{key}_amber")
    live = master.light_formula(
        f'IF({cell}="",0,IF({compared(cell)}{better}{green},1,IF({compared(cell)}{better}{amber},2,3)))'
    )
    what = master.scorecard.portfolio[key]
    limits = master.params[f"{key}_green"], master.params[f"{key}_amber"]
    level = 0
    if plain(what) is not None:
        what = round(what, LIGHT_DECIMALS)
        ranked = [what >= limit if kpi.threshold.rising else what <= limit for limit in limits]
        level = 1 if ranked[0] else 2 if ranked[1] else 3
    write_formula(page, row, col, f"={live}", master.light_words(level), style)
    master.sign_colours(page, row, col, row, col + 1)
