"""Native charts over the grids: live series, a title that says what is shown, a text for who cannot see it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection
from typing import Any

from pmo_xl.core.base.text import same, t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.pages import blocks
from pmo_xl.core.pages.blocks import Drawing, MasterPage
from pmo_xl.core.pages.grid_rows import OwnMonths
from pmo_xl.core.pages.view import Chart, Grid, Series
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.page_layout.boxes import USUAL, Box, Place
from pmo_xl.excel.pages.grids import grid_of, told_over, write_grid
from pmo_xl.excel.write.cells import write_formula
from pmo_xl.excel.write.style import FONT, INK, LINE, QUIET, number_format
from pmo_xl.excel.write.worksheet import Page


def chart_box(master: MasterContext, block: Drawing) -> Box:
    """The room that a chart takes: at least so much, and what is left beside it; of one without data, its sentence."""
    if is_empty(master, block.chart):
        return Box(block, [NARROWEST], [TITLE_HEIGHT, USUAL], block.span, lead=False, fills=True)
    lines = block.lines
    if lines is None:
        grid = grid_of(master, chart_of(master, block.chart).grid)
        lines = min(MOST_LINES, max(FEWEST_LINES, len(master.heads(grid)) + 3))
    return Box(block, [NARROWEST], [USUAL] * lines, block.span, lead=False, fills=True)


def chart_of(master: MasterContext, key: str) -> Chart:
    """A chart by its key."""
    return next(chart for chart in master.catalogue.charts if chart.key == key)


def is_empty(master: MasterContext, key: str) -> bool:
    """Whether a chart would have nothing to draw: its grid has no rows."""
    return not master.heads(grid_of(master, chart_of(master, key).grid))


def write_empty(master: MasterContext, page: Page, place: Place, block: Drawing) -> None:
    """The title of a chart without data, and a sentence in its place."""
    chart, width = chart_of(master, block.chart), place.last_col - place.col + 1
    master.section(page, place.row, place.col, chart.title, width)
    style = master.formats.get(italic=True, font_color=QUIET)
    page.write_string(place.row + 1, place.col, master.say(NO_DATA), style)


def insert_chart(
    master: MasterContext, page: Page, chart: Chart, place: Place, width: int, height: int
) -> None:
    """Put a chart of so many pixels over its grid, which must have been written."""
    placed = master.placed[chart.grid]
    sheet, head, first, size = placed.sheet, placed.head, placed.heads, placed.size
    options = {"type": chart.kind, **({"subtype": chart.subtype} if chart.subtype else {})}
    drawn = master.book.add_chart(options)
    grid = grid_of(master, chart.grid)
    for series in chart.series:
        look = _look(chart, series)
        if series.labels:
            # A step that is 0 has no label.
            ink = "#FFFFFF" if series.column == "total" else INK
            counts = grid.columns[-1].unit is Unit.COUNT
            look["data_labels"] = {
                "value": True,
                "font": {"name": FONT, "size": 10, "color": ink},
                "num_format": COUNT_LABELS if counts else LABELS,
            }
        col = placed.columns[series.column]
        drawn.add_series(
            {
                "name": [sheet, head, col],
                "categories": [sheet, head + 1, first, head + max(1, size), first],
                "values": [sheet, head + 1, col, head + max(1, size), col],
                **look,
            }
        )
    text = {"name": FONT, "color": INK}
    unit = f" ({master.settings.reporting_currency})" if grid.columns[-1].unit is Unit.AMOUNT else ""
    title = same(master.say(chart.title) + unit)
    name: dict[str, Any] = {"name": master.say(title)}
    if grid.over is not None:
        live, words = told_over(master, title, grid.over)
        master.titles.append((live, words))
        name = {"name": [*title_place(master, len(master.titles) - 1)], "data": [words]}
    drawn.set_title({**name, "name_font": {**text, "size": 11, "bold": True}, "overlay": False})
    if any(series.hidden for series in chart.series):
        drawn.set_legend({"none": True})
    elif len(chart.series) > 1:
        drawn.set_legend({"position": "bottom", "font": {**text, "size": 10}})
    else:
        drawn.set_legend({"none": True})
    value_axis: dict[str, Any] = {
        "num_font": {**text, "size": 10}, "line": {"none": True}, "min": 0,
        "major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.5}},
    }  # fmt: skip
    if not chart.from_zero and (start := _axis_start(master, chart, grid)) > 0:
        value_axis |= {
            "min": start,
            "name": master.say(NOT_FROM_ZERO),
            "name_font": {**text, "size": 10, "bold": False},
        }
    if unit:
        value_axis["num_format"] = '[>=1000000]#,##0.0,,"M";[>=1000]#,##0,"k";0'
    else:
        value_axis["num_format"] = "0"
    other: dict[str, Any] = {
        "num_font": {**text, "size": 10},
        "line": {"color": QUIET},
        "major_gridlines": {"visible": False},
    }
    if chart.kind == "scatter":
        months = master.heads(grid)
        other |= {
            "num_format": number_format(Kind.MONTH, master.language),
            "num_font": {**text, "size": 10, "rotation": -45},
        }
        if months and grid.page != chart.page and not isinstance(grid.rows, OwnMonths):
            other |= {"min": _serial(months[0]), "max": _serial(months[-1])}
    elif size and isinstance(master.heads(grid)[0], dt.date):
        # Months one beside the other: a date axis would leave room for each day.
        other |= {"num_format": number_format(Kind.MONTH, master.language), "text_axis": True}
    if chart.kind == "bar":
        other |= {"reverse": True, "crossing": "max"}
        drawn.set_x_axis(value_axis)
        drawn.set_y_axis(other)
    else:
        drawn.set_x_axis(other)
        drawn.set_y_axis(value_axis)
    drawn.set_chartarea({"border": {"color": LINE}})
    # The frame stands off what is on its left.
    drawn.set_size({"width": width - 2 * MARGIN, "height": height - MARGIN})
    place_in = {"x_offset": MARGIN, "y_offset": MARGIN // 2, "description": master.say(chart.alt)}
    page.insert_chart(place.row, place.col, drawn, place_in)


def _axis_start(master: MasterContext, chart: Chart, grid: Grid) -> float:
    """Where an axis begins on which small steps upon large sums are seen: a round number below the lowest bar, or 0."""
    edges: list[float] = []
    for head in master.heads(grid):
        bars = {
            column.key: (master.computed(column.expr(RowHeader("", head)), 1)[0] or 0.0)
            for column in grid.columns
        }
        carried = sum(bars[series.column] for series in chart.series if series.hidden)
        top = sum(bars[series.column] for series in chart.series)
        edges += [carried, top] if carried else [top]
    low, high = min(edges, default=0.0), max(edges, default=0.0)
    if low <= 0 or high - low <= 0:
        return 0.0
    step = 10.0 ** math.floor(math.log10(high - low))
    return max(0.0, math.floor((low - (high - low) / 2) / step) * step)


def title_place(master: MasterContext, number: int) -> tuple[str, int, int]:
    """Sheet, row and column of the cell that holds a title which follows the figures."""
    return master.say(CHART_DATA), TITLE_ROW + number, TITLE_COL


def write_chart_data(master: MasterContext, page: Page, pages: Collection[MasterPage]) -> None:
    """The grids that only feed charts, one below the other, for charts of these pages."""
    master.head(
        page, CHART_DATA, t("What the charts are drawn from.", "Ce dont les graphiques sont tirés."), 8
    )
    page.set_column(1, 8, 18)
    row = 3
    left_out = {page.key for page in master.catalogue.pages} - {page.key for page in pages}
    for grid in master.catalogue.grids_without(left_out):
        if grid.page == blocks.CHART_DATA:
            spans = [(col, col) for col in range(1, 2 + len(grid.columns))]
            last = row + 1 + len(master.heads(grid))
            write_grid(master, page, Place(row, last, spans), grid)
            row = last + 2
    master.chart_row = row + 2


def write_titles(master: MasterContext, page: Page) -> None:
    """The titles that charts take from cells, beside what they are drawn from."""
    page.set_column(TITLE_COL, TITLE_COL, 60)
    page.write_string(TITLE_ROW - 1, TITLE_COL, master.say(TITLES), master.section_style())
    for row, (live, words) in enumerate(master.titles, start=TITLE_ROW):
        write_formula(page, row, TITLE_COL, live, words, master.cell_style())


NARROWEST = 62.0
"""Characters of the narrowest chart."""
FEWEST_LINES, MOST_LINES = 15, 24
"""Usual rows of a chart that is as high as its grid."""
MARGIN = 6
"""Pixels between a chart and the cells around it."""
TITLE_ROW, TITLE_COL = 4, 10
"""Zero-based place of the first title on the sheet of chart data."""
TITLE_HEIGHT = 20.0
"""Points of the title of a chart that has nothing to draw."""
NO_DATA = t("No chart: the returns hold nothing to draw here.", "Pas de graphique : les retours ne contiennent rien à tracer ici.")  # fmt: skip
CHART_DATA = t("Chart data", "Données des graphiques")
TITLES = t("Titles of the charts", "Titres des graphiques")
COUNT_LABELS = "0;;"
NOT_FROM_ZERO = t("The axis does not begin at 0", "L’axe ne commence pas à 0")
LABELS = '[>=1000000]#,##0.0,,"M";[>=1]#,##0,"k";;'


def _serial(day: dt.date) -> int:
    return (day - dt.date(1899, 12, 30)).days


def _look(chart: Chart, series: Series) -> dict[str, Any]:
    if chart.kind != "scatter":
        fill = {"none": True} if series.hidden else {"color": series.colour}
        look: dict[str, Any] = {"fill": fill, "border": {"none": True}, "gap": 60}
        if series.points:
            look["points"] = [{"fill": {"color": colour}} for colour in series.points]
            look["data_labels"] = {"value": True, "font": {"name": FONT, "size": 10}}
        return look
    line: dict[str, Any] = {"color": series.colour, "width": 2.25} if series.line else {"none": True}
    if series.dashed:
        line["dash_type"] = "dash"
    marker: dict[str, Any] = {"type": "none"}
    if series.marker:
        marker = {
            "type": "diamond",
            "size": 11,
            "fill": {"color": series.colour},
            "border": {"color": "#FFFFFF"},
        }
    return {"line": line, "marker": marker}
