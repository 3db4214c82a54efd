"""The milestone trend: at each report the day by which a milestone was to be reached, against the line of today."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.pages.schedule_blocks import MilestoneTrend
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.page_layout.boxes import USUAL, Box, Layout, Place
from pmo_xl.excel.page_layout.print_setup import pixels, row_pixels
from pmo_xl.excel.write.cells import cached, write_formula
from pmo_xl.excel.write.style import (
    AMBER,
    BLUE,
    FONT,
    GREEN,
    INK,
    LINE,
    NAVY,
    PURPLE,
    QUIET,
    RED,
    SKY,
    number_format,
)
from pmo_xl.excel.write.worksheet import Page

POINTS = 80
"""The first of the hidden sheet columns that hold what the chart is drawn from."""
LINES, NARROWEST = 17, 62.0
"""Usual rows of the chart, and the characters of the narrowest."""
MOST_OF_ONE = 2
"""Milestones of one project while others have some."""
MOST_REPORTS = 24
"""Reports that the chart goes back."""
MARGIN, ROOM = 6, 15
"""Pixels around the chart; days around what it shows."""
MARKS = ("diamond", "square", "triangle", "circle", "x", "star", "plus", "long_dash")
COLOURS = (BLUE, RED, GREEN, AMBER, PURPLE, SKY, NAVY, INK)
DIAGONAL = t("Reached (45°)", "Atteint (45°)")
TOO_FEW = t(
    "Trend from the second report on: the master remembers {n} so far.",
    "Tendance à partir du deuxième rapport : le classeur consolidé en a mémorisé {n} à ce jour.",
)
"""What stands in the place of the chart."""
HEADS = (t("Milestone", "Jalon"), t("Project ID", "Code projet"), t("ID", "N°"), t("Report", "Rapport"),
         t("Across", "Abscisse"), t("Forecast", "Prévision"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moving:
    """A milestone as each report saw it: reports and forecasts up to the one by which it was reached."""

    project: str
    id: str
    name: str
    points: Sequence[tuple[dt.date, dt.date, bool]]
    baseline: dt.date | None

    @property
    def label(self) -> str:
        return f"{self.project} · {self.name}"

    @property
    def moved(self) -> int:
        """Days between its earliest and its latest forecast."""
        days = [forecast for _, forecast, _ in self.points]
        return (max(days) - min(days)).days

    @property
    def slip(self) -> int:
        """Days by which its last forecast lies after its baseline."""
        return (self.points[-1][1] - self.baseline).days if self.baseline else 0


def moving(master: MasterContext, block: MilestoneTrend) -> Sequence[Moving]:
    """The milestones that moved most from report to report, then those that slip most; each with two reports at least."""
    return master.once(_moving, block)


def _moving(master: MasterContext, block: MilestoneTrend) -> Sequence[Moving]:
    frame = master.frames[block.history]
    here = frame["project_id"].isin(master.frames["kpis"]["project_id"])
    known = frame[block.reported].notna() & frame[block.forecast].notna()
    frame = frame[here & known].sort_values(block.reported)
    found: list[Moving] = []
    for (project, name), rows in frame.groupby(["project_id", block.id], sort=True):
        points: list[tuple[dt.date, dt.date, bool]] = []
        for report, forecast, reached in zip(
            rows[block.reported], rows[block.forecast], rows[block.reached], strict=True
        ):
            points.append((report.date(), forecast.date(), reached == 1))
            if reached == 1:
                break
        if len(points) < 2:
            continue
        baseline = rows[block.baseline].dropna()
        last = baseline.iloc[-1].date() if len(baseline) else None
        found.append(
            Moving(str(project), str(name), str(rows[block.name].iloc[-1]), points[-MOST_REPORTS:], last)
        )
    found.sort(key=lambda one: (-one.moved, -one.slip, one.project, one.id))
    # One project that slips as a whole must not take all the room.
    seen: Counter[str] = Counter()
    first: list[Moving] = []
    others: list[Moving] = []
    for one in found:
        (first if seen[one.project] < MOST_OF_ONE else others).append(one)
        seen[one.project] += 1
    return [*first, *others][: block.most]


def trend_box(master: MasterContext, block: MilestoneTrend) -> Box:
    """The room of the chart, or of the sentence in its place."""
    lines = LINES if moving(master, block) else 2
    return Box(block, [NARROWEST], [USUAL] * lines, block.span, lead=False, fills=True)


def write_trend(master: MasterContext, page: Page, place: Place, block: MilestoneTrend) -> None:
    """The points that the chart is drawn from, live over the history; or a sentence, where there are too few reports."""
    chosen = moving(master, block)
    if not chosen:
        # The row is as high as what stands beside it needs.
        for col in range(place.col, place.last_col + 1):
            page.write_blank(place.row, col, None, master.section_style())
        page.write_string(place.row, place.col, master.say(block.title), master.section_style())
        n = master.frames[block.history][block.reported].nunique()
        style = master.formats.get(italic=True, font_color=QUIET)
        page.write_string(place.row + 1, place.col, master.say(TOO_FEW.fill(n=n)), style)
        return
    day = master.formats.get(num_format=number_format(Kind.DATE, master.language))
    plain = master.formats.get()
    row = place.row
    for at, head in enumerate(HEADS):
        page.write_string(row, POINTS + at, master.say(head), plain)
    for one in chosen:
        for report, forecast, reached in one.points:
            row += 1
            for at, what in enumerate((one.label, one.project, one.id)):
                page.write_string(row, POINTS + at, what, plain)
            page.write_datetime(row, POINTS + 3, report, day)
            across, upward = _point(master, block, row)
            write_formula(page, row, POINTS + 4, across, min(report, forecast) if reached else report, day)
            write_formula(page, row, POINTS + 5, upward, forecast, day)
    for end in _ends(chosen):
        row += 1
        page.write_string(row, POINTS, master.say(DIAGONAL), plain)
        page.write_datetime(row, POINTS + 4, end, day)
        page.write_datetime(row, POINTS + 5, end, day)
    page.set_column(POINTS, POINTS + len(HEADS) - 1, None, None, {"hidden": True})


def _point(master: MasterContext, block: MilestoneTrend, row: int) -> tuple[str, str]:
    """The formulas of a point: its report, or the day itself on which it was reached; and the forecast of that report."""
    project, name, report = (f"${xl_col_to_name(POINTS + at)}${row + 1}" for at in (1, 2, 3))
    column = {key: master.column(block.history, key) for key in ("project_id", block.id, block.reported, block.forecast, block.reached)}  # fmt: skip
    mine = (
        f"({column['project_id']}={project})*({column[block.id]}={name})*({column[block.reported]}={report})"
    )
    forecast, reached = (f"SUMPRODUCT({mine},{column[key]})" for key in (block.forecast, block.reached))
    here = xl_rowcol_to_cell(row, POINTS + 5)
    return f"=IF({reached}=1,MIN({report},{here}),{report})", f"=IF({forecast}=0,NA(),{forecast})"


def _ends(chosen: Sequence[Moving]) -> tuple[dt.date, dt.date]:
    """The days between which the line of 45° goes: those of the reports."""
    reports = [report for one in chosen for report, _, _ in one.points]
    room = dt.timedelta(days=ROOM)
    return min(reports) - room, max(reports) + room


def draw_trend(
    master: MasterContext, page: Page, layout: Layout, place: Place, block: MilestoneTrend
) -> None:
    """Draw the chart over the cells that the layout leaves to it; nothing where there are too few reports."""
    chosen = moving(master, block)
    if not chosen:
        return
    drawn = master.book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    text, sheet, row = {"name": FONT, "color": INK}, page.get_name(), place.row + 1
    for one, mark, colour in zip(chosen, MARKS, COLOURS, strict=False):
        last = row + len(one.points) - 1
        marker = {"type": mark, "size": 7, "fill": {"color": colour}, "border": {"color": colour}}
        _add(drawn, sheet, row, last, {"line": {"color": colour, "width": 1.75}, "marker": marker})
        row = last + 1
    dashed = {"line": {"color": QUIET, "width": 1.25, "dash_type": "dash"}, "marker": {"type": "none"}}
    _add(drawn, sheet, row, row + 1, dashed)
    low, high = _ends(chosen)
    days = [forecast for one in chosen for _, forecast, _ in one.points]
    room = dt.timedelta(days=ROOM)
    axis: dict[str, Any] = {"num_font": {**text, "size": 9}, "line": {"color": QUIET},
                            "num_format": number_format(Kind.MONTH, master.language)}  # fmt: skip
    grid = {"major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.5}}}
    across: Mapping[str, Any] = {
        **axis,
        "min": cached(low),
        "max": cached(high),
        "major_gridlines": {"visible": False},
    }
    upward = {**axis, **grid, "min": cached(min(low, *days)), "max": cached(max(high, max(days) + room))}
    drawn.set_x_axis({**across, "num_font": {**text, "size": 9, "rotation": -45}})
    drawn.set_y_axis(upward)
    drawn.set_title(
        {"name": master.say(block.title), "name_font": {**text, "size": 11, "bold": True}, "overlay": False}
    )
    drawn.set_legend({"position": "bottom", "font": {**text, "size": 9}})
    drawn.set_chartarea({"border": {"color": LINE}})
    drawn.show_hidden_data()
    widths = layout.widths[place.col - 1 : place.last_col]
    height = sum(row_pixels(layout.heights.get(at, USUAL)) for at in range(place.row, place.last_row + 1))
    drawn.set_size({"width": sum(map(pixels, widths)) - 2 * MARGIN, "height": height - MARGIN})
    options = {"x_offset": MARGIN, "y_offset": MARGIN // 2, "description": master.say(block.alt)}
    page.insert_chart(place.row, place.col, drawn, options)


def _add(drawn: Any, sheet: str, first: int, last: int, look: Mapping[str, Any]) -> None:
    drawn.add_series({
        "name": [sheet, first, POINTS],
        "categories": [sheet, first, POINTS + 4, last, POINTS + 4],
        "values": [sheet, first, POINTS + 5, last, POINTS + 5],
        **look,
    })  # fmt: skip
