"""What makes the gap between budget and forecast: the projects that drift most, the largest saving, all others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.pages.overview_blocks import DriftChart
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.page_layout.boxes import USUAL, Box, Place
from pmo_xl.excel.pages.charts import CHART_DATA, MARGIN
from pmo_xl.excel.write.cells import write_formula
from pmo_xl.excel.write.style import FONT, INK, LINE, QUIET
from pmo_xl.excel.write.worksheet import Page

OVERRUNS, SAVINGS = 4, 1
"""Projects that are named, at most: those that go furthest over their budget, and under it."""
OVER_COLOUR, UNDER_COLOUR = "#D55E00", "#009E73"
OVER_LABELS, UNDER_LABELS = (
    '[>=1000000]+0.0,,"M";[>=1]+#,##0,"k";;',
    '[<=-1000000]-0.0,,"M";[<=-1]-#,##0,"k";;',
)
AXIS = '[>=1000000]0.0,,"M";[<0]-#,##0,"k";#,##0,"k"'
NARROWEST = 40.0
"""Characters of the narrowest chart."""
NAME, CHANGE, OVER, UNDER, PLACE = 1, 2, 3, 4, 5
"""The columns of the data: project, what it adds to the forecast, the same where it adds, where it saves; its row of KPIs."""


def drift_box(_: MasterContext, block: DriftChart) -> Box:
    """The room of the chart."""
    return Box(block, [NARROWEST], [USUAL] * block.lines, block.span, lead=False, fills=True)


def draw_drift(master: MasterContext, page: Page, place: Place, width: int, height: int) -> None:
    """The chart of so many pixels over its data, which go to the sheet of chart data; a sentence where nothing drifts."""
    rows = _rows(master)
    if not rows:
        style = master.formats.get(italic=True, font_color=QUIET, align="center")
        page.merge_range(place.row, place.col, place.last_row, place.last_col, master.say(NO_DRIFT), style)
        return
    data: Page = master.book.get_worksheet_by_name(master.say(CHART_DATA))
    first = master.chart_row
    master.section(data, first - 2, NAME, TITLE, PLACE)
    for col, label in ((NAME, PROJECT), (CHANGE, ADDED), (OVER, ABOVE), (UNDER, BELOW), (PLACE, ROW_OF)):
        data.write_string(first - 1, col, master.say(label), master.head_style())
    for row, (name, live, words, what) in enumerate(rows, start=first):
        write_formula(data, row, NAME, f"={name}", words, master.cell_style(bold=True))
        amount, cell = master.cell_style(Unit.AMOUNT), xl_rowcol_to_cell(row, CHANGE)
        write_formula(data, row, CHANGE, f"={live}", what, amount)
        if words in set(master.frames["kpis"]["project_id"]):
            write_formula(data, row, PLACE, *_place(master, row, first, words), master.cell_style())
        write_formula(data, row, OVER, f"=MAX(0,{cell})", max(0.0, what), amount)
        write_formula(data, row, UNDER, f"=MIN(0,{cell})", min(0.0, what), amount)
    last = first + len(rows) - 1
    master.chart_row = last + 4
    _draw(master, page, place, (width, height), (data.get_name(), first, last))


def _rows(master: MasterContext) -> Sequence[tuple[str, str, str, float]]:
    """Of each bar: the formulas of its name and of its amount, and both values."""
    frame = master.frames["kpis"]
    known = pd.to_numeric(frame["vac"]).dropna()
    over, under = (
        known[known < 0].sort_values(kind="stable"),
        known[known > 0].sort_values(ascending=False, kind="stable"),
    )
    column, ids = master.column("kpis", "vac"), master.column("kpis", "project_id")
    rows: list[tuple[str, str, str, float]] = []
    data_row = master.chart_row
    for pick, sign, some in (("SMALL", "<", over[:OVERRUNS]), ("LARGE", ">", under[:SAVINGS])):
        for k, (at, vac) in enumerate(some.items(), start=1):
            there = f'COUNTIF({column},"{sign}0")>={k}'
            place = xl_rowcol_to_cell(data_row + len(rows), PLACE)
            name = f'IF({there},INDEX({ids},{place}),"")'
            amount = f"IF({there},-{pick}({column},{k}),0)"
            rows.append((name, amount, str(frame.at[at, "project_id"]), -float(vac)))
    others = len(known) - len(rows)
    if others > 0 and rows:
        cells = f"{xl_rowcol_to_cell(data_row, CHANGE)}:{xl_rowcol_to_cell(data_row + len(rows) - 1, CHANGE)}"
        n = f'(COUNT({column})-COUNTIF({cells},"<>0"))'
        told = master.say(OTHERS)
        head, _, tail = told.partition("{n}")
        rest = -float(known.sum()) - sum(what for *_, what in rows)
        rows.append(
            (f'"{head}"&{n}&"{tail}"', f"-SUM({column})-SUM({cells})", told.format(n=others), round(rest, 6))
        )
    return rows


def _place(master: MasterContext, row: int, first: int, project: str) -> tuple[str, int]:
    """Where a bar's project stands in the table of KPIs; of projects with the very same gap each is found once."""
    column = master.column("kpis", "vac")
    gap, above, before = (
        xl_rowcol_to_cell(*at) for at in ((row, CHANGE), (row - 1, CHANGE), (row - 1, PLACE))
    )
    live = f"MATCH(-{gap},{column},0)"
    if row > first:
        rest = f"INDEX({column},{before}+1):INDEX({column},ROWS({column}))"
        live = f"IF({gap}={above},{before}+MATCH(-{gap},{rest},0),{live})"
    ids = list(master.frames["kpis"]["project_id"])
    return f'=IFERROR({live},"")', ids.index(project) + 1


def _draw(
    master: MasterContext, page: Page, place: Place, size: tuple[int, int], where: tuple[str, int, int]
) -> None:
    sheet, first, last = where
    chart = master.book.add_chart({"type": "bar", "subtype": "stacked"})
    for col, label, colour, form in (
        (OVER, ABOVE, OVER_COLOUR, OVER_LABELS),
        (UNDER, BELOW, UNDER_COLOUR, UNDER_LABELS),
    ):
        chart.add_series({
            "name": master.say(label), "categories": [sheet, first, NAME, last, NAME],
            "values": [sheet, first, col, last, col],
            "fill": {"color": colour}, "border": {"none": True}, "gap": 40,
            "data_labels": {"value": True, "num_format": form, "font": {"name": FONT, "size": 10, "color": INK}},
        })  # fmt: skip
    font = {"name": FONT, "color": INK}
    title = f"{master.say(TITLE)} ({master.settings.reporting_currency})"
    chart.set_title({"name": title, "name_font": {**font, "size": 11, "bold": True}, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_y_axis(
        {"reverse": True, "num_font": {**font, "size": 10}, "line": {"color": QUIET}, "label_position": "low"}
    )
    chart.set_x_axis({"num_font": {**font, "size": 10}, "num_format": AXIS, "line": {"none": True},
                      "major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.5}}})  # fmt: skip
    chart.set_chartarea({"border": {"color": LINE}})
    chart.set_size({"width": size[0] - 2 * MARGIN, "height": size[1] - MARGIN})
    options: dict[str, Any] = {"x_offset": MARGIN, "y_offset": MARGIN // 2, "description": master.say(ALT)}
    page.insert_chart(place.row, place.col, chart, options)


TITLE = t("What makes the gap to budget (+ over)", "Ce qui fait l’écart au budget (+ au-dessus)")
PROJECT, ADDED = t("Project", "Projet"), t("Forecast less budget", "Atterrissage moins budget")
ABOVE, BELOW = t("Over budget", "Au-dessus du budget"), t("Under budget", "Sous le budget")
ROW_OF = t("Row of KPIs", "Ligne des indicateurs")
OTHERS = t("{n} others", "{n} autres")
NO_DRIFT = t(
    "No project departs from its budget, or no forecast is known.",
    "Aucun projet ne s’écarte de son budget, ou aucun atterrissage n’est connu.",
)
ALT = t("Bars: forecast at completion less budget of the projects that go furthest over it, of the largest saving, and of all others together.",
        "Barres : atterrissage moins budget des projets qui dépassent le plus, de la plus forte économie, et de tous les autres ensemble.")  # fmt: skip
