"""The rows of a road map: what is known of a project, the letters of its bar, and the hidden cells that they read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.pages.schedule_blocks import RoadMap
from pmo_xl.excel.master import project_ranges
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.master.data import kpi_form
from pmo_xl.excel.page_layout.boxes import FIRST, Place
from pmo_xl.excel.timeline.bars import (
    AFTER,
    BEFORE,
    MAJOR,
    MINOR,
    Bar,
    Helpers,
    cell_formula,
    helper_formulas,
    milestones_of,
    part_of,
)
from pmo_xl.excel.timeline.months import Columns
from pmo_xl.excel.write.bulk import ROW, Cells
from pmo_xl.excel.write.cells import cached, plain
from pmo_xl.excel.write.style import DARK_RED, LINE, QUIET, RED
from pmo_xl.excel.write.worksheet import Page

SIZE, SMALL = 9, 8.6
"""Points of the letters of a row, and of those in the months."""
DASH = "–"
NOTHING = t("– no return that counts", "– aucun retour retenu")
"""It begins with none of the letters of a bar."""

Project = tuple[Bar, Mapping[str, Any]]
"""The bar of a project and its row of the KPI table."""


def status_edge(master: MasterContext, columns: Columns, at: int) -> Mapping[str, Any]:
    """The red line of the status date, on the left of the column that begins nearest to its end."""
    status = master.portfolio.status_date
    here = status is not None and columns.status_column(status) == at
    return {"left": 5, "left_color": RED} if here else {}


def write_projects_of(
    master: MasterContext, page: Page, place: Place, head: int, block: RoadMap, columns: Columns,
    projects: Sequence[Project],
) -> Helpers:  # fmt: skip
    """The rows of these projects below the first row of *place*; ``head`` is the row of the months."""
    helpers = Helpers(place.last_col + 1, block.table in master.sliced)
    if not projects:
        return helpers
    project = f"${xl_col_to_name(FIRST)}{ROW}"
    cells = []
    for key, (first, last) in zip(block.columns, place.spans, strict=False):
        cells.append(_figures(master, helpers, block, key, [record for _, record in projects]))
        # On a narrow page a name runs on over the empty cells beside it.
        cells += [Cells([None] * len(projects), master.formats.get())] * (last - first)
    cells += _months(master, head, place.spans[len(block.columns) + 1][0], helpers, block, columns, projects)
    values = _helper_values(master, block, helpers, projects)
    for key, live in helper_formulas(master, block, helpers, project).items():
        cells.append(Cells(values[key], master.formats.get(), live))
    page.write_columns(place.row + 1, FIRST, cells)
    return helpers


def _style(master: MasterContext, **more: Any) -> Any:
    return master.cell_style(font_size=SIZE, **more)


def _figures(
    master: MasterContext, helpers: Helpers, block: RoadMap, key: str, records: Sequence[Mapping[str, Any]]
) -> Cells:
    """One figure of each project, read from the KPI sheet."""
    values, form = [plain(record[key]) for record in records], kpi_form(master, key)
    if key == master.catalogue.project_key.key:
        return Cells(values, _style(master, bold=True))
    inner = f"INDEX({master.column('kpis', key)},{helpers.cell('place')})"
    if form is Unit.LIGHT:
        partial = f"{key}_partial"
        told = [
            master.light_told(what, record[partial]) for what, record in zip(values, records, strict=True)
        ]
        live = master.light_cell(inner, f"INDEX({master.column('kpis', partial)},{helpers.cell('place')})")
        signs = [None if words is None else words[0] + words[-2:] * words.endswith(" *") for words in told]
        return Cells(
            signs, _style(master, align="center"), f'=LEFT({live},1)&IF(RIGHT({live},1)="*"," *","")'
        )
    if form is None:
        return Cells(values, _style(master, text_wrap=True), f'={inner}&""')
    dashed = [DASH if what is None else cached(what) for what in values]
    style = master.form_style(form, font_size=SIZE, bottom=4, bottom_color=LINE, align="center")
    return Cells(dashed, style, f'=IF({inner}="","{DASH}",{inner})')


def _months(
    master: MasterContext, head: int, first: int, helpers: Helpers, block: RoadMap, columns: Columns,
    projects: Sequence[Project],
) -> list[Cells]:  # fmt: skip
    """The columns from the mark before the months to the one after them."""
    project = f"${xl_col_to_name(FIRST)}{ROW}"
    days = [f"{xl_col_to_name(first + at)}${head + 1}" for at in range(len(columns.begins) + 1)]
    serials = [cached(day) for day in (*columns.begins, columns.end)]
    held = milestones_of(master, block, columns)
    none = [0] * len(columns.begins), [0] * len(columns.begins)
    counts = [held.get(str(record["project_id"]), none) for _, record in projects]
    start, finish = helpers.cell("start"), helpers.cell("finish")
    mark = master.formats.get(font_size=SMALL, align="center", font_color=DARK_RED)
    known = f"COUNT({start},{finish})=2"
    cells = [
        Cells(
            [BEFORE if bar.begins_before(columns.begins[0]) else "" for bar, _ in projects], mark,
            f'=IF(AND({known},{start}<{days[0]}),"{BEFORE}","")',
        )
    ]  # fmt: skip
    for at, (begin, end) in enumerate(pairwise(serials)):
        values = []
        for (bar, _), (every, major) in zip(projects, counts, strict=True):
            part = part_of(bar, begin, end)
            sign = "" if not every[at] else MAJOR if major[at] else MINOR
            values.append(("" if part is None else master.say(part)) + sign)
        live = cell_formula(master, block, helpers, project, days[at], days[at + 1])
        cells.append(Cells(values, _month_style(master, columns, at), live))
    over = master.formats.get(
        font_size=SMALL,
        align="center",
        font_color=DARK_RED,
        **status_edge(master, columns, len(columns.begins)),
    )
    cells.append(
        Cells(
            [AFTER if bar.goes_on_after(columns.end) else "" for bar, _ in projects], over,
            f'=IF(AND({known},{finish}>={days[-1]}),"{AFTER}","")',
        )
    )  # fmt: skip
    return cells


def _month_style(master: MasterContext, columns: Columns, at: int) -> Any:
    return master.cell_style(font_size=SMALL, align="center", **status_edge(master, columns, at))


def _helper_values(
    master: MasterContext, block: RoadMap, helpers: Helpers, projects: Sequence[Project]
) -> Mapping[str, Sequence[Any]]:
    """What the hidden cells come to."""
    places = {record["project_id"]: at for at, record in enumerate(master.kpi_records, start=1)}
    values: dict[str, Sequence[Any]] = {
        "place": [places[record["project_id"]] for _, record in projects],
        "planned": [bar.baseline_start for bar, _ in projects],
        "due": [bar.baseline_finish for bar, _ in projects],
        "start": [bar.start for bar, _ in projects],
        "finish": [bar.finish for bar, _ in projects],
        "done": [bar.done for bar, _ in projects],
        "level": [bar.level for bar, _ in projects],
    }
    if helpers.sliced:
        values["rows_from"] = [record[project_ranges.first_key(block.table)] for _, record in projects]
        values["rows"] = [record[project_ranges.rows_key(block.table)] for _, record in projects]
    return values


def write_silent_of(
    master: MasterContext, page: Page, row: int, place: Place, block: RoadMap, columns: Columns,
    project: Mapping[str, Any],
) -> None:  # fmt: skip
    """A project of which nothing counts: who it is, dashes, and why no bar stands there."""
    italic = _style(master, italic=True)
    for key, (col, _) in zip(block.columns, place.spans, strict=False):
        if kpi_form(master, key) is None:
            style = _style(master, italic=True, text_wrap=True)
            page.write_string(row, col, str(project.get(key) or ""), style)
        else:
            sign = master.say(master.catalogue.light_labels[0])[0]
            words = sign if kpi_form(master, key) is Unit.LIGHT else DASH
            page.write_string(row, col, words, _style(master, align="center"))
    own = len(block.columns)
    page.write_blank(row, place.spans[own][0], None, italic)
    for at in range(len(columns.begins)):
        page.write_blank(row, place.spans[own + 1 + at][0], None, _month_style(master, columns, at))
    words = master.cell_style(font_size=SMALL, italic=True, font_color=QUIET)
    page.write_string(row, place.spans[own + 1][0], master.say(NOTHING), words)
