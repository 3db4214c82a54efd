"""The road map: a row per project under its programme, a narrow column per month, every cell live."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import CLOSED, Unit
from pmo_xl.core.pages.blocks import Block
from pmo_xl.core.pages.schedule_blocks import RoadMap
from pmo_xl.excel.master.context import NO_PROGRAMME, MasterContext
from pmo_xl.excel.master.data import kpi_form
from pmo_xl.excel.master.places import Placed
from pmo_xl.excel.master.records import records_of
from pmo_xl.excel.page_layout.boxes import Box, Place
from pmo_xl.excel.timeline.bars import AFTER, BEFORE, Bar, bar_of
from pmo_xl.excel.timeline.months import Columns, columns_for
from pmo_xl.excel.timeline.rows import DASH, SIZE, SMALL, status_edge, write_projects_of, write_silent_of
from pmo_xl.excel.timeline.shades import shade_bars
from pmo_xl.excel.write.cells import write_formula
from pmo_xl.excel.write.style import BAND, DARK_RED, NAVY, QUIET, lines_of, room_of
from pmo_xl.excel.write.worksheet import Page

MONTH, EDGE, NAME, WIDEST_NAME = 2.2, 1.8, 16.0, 30.0
"""Characters of a month, of the mark beside the months, and of the names of projects."""
HEADS = (15.0, 13.0, 27.0)
"""Points of the rows above the first programme: what the months do not show, years, months."""
LINE, LANE = 13.0, 14.0
"""Points of a line of a project, and of the row of a programme."""
MAP = "road_map"


@dataclass(frozen=True, slots=True)
class RoadMapHead(Block):
    """What stands above the rows of a road map; ``columns`` None: no project has a date."""

    road_map: RoadMap
    columns: Columns | None


@dataclass(frozen=True, slots=True)
class Lane(Block):
    """The projects of a programme with their bars; ``silent`` are those of which nothing counts. ``last``: none follows."""

    road_map: RoadMap
    columns: Columns
    programme: str
    projects: Sequence[tuple[Bar, Mapping[str, Any]]]
    silent: Sequence[Mapping[str, Any]]
    last: bool


def road_map_boxes(master: MasterContext, block: RoadMap) -> list[Box]:
    """The room of a road map: its head, then each programme, so that pages break between these."""
    none, silent = master.say(NO_PROGRAMME), master.coverage.silent
    bars = [(bar_of(block, record), record) for record in records_of(master.listed())]
    days = [day for bar, _ in bars for day in bar.days()]
    if not days:
        return [Box(RoadMapHead(block, None), [60.0], HEADS[:1], fills=True)]
    columns = columns_for(_day(min(days)), _day(max(days)), master.portfolio.status_date)
    names = [room_of(str(record["project_name"] or ""), SIZE) for _, record in bars]
    widths = _widths(master, block, columns, min(WIDEST_NAME, max(NAME, *names)))
    keys = [*block.columns, BEFORE, *map(str, columns.begins), AFTER]
    head = Box(RoadMapHead(block, columns), widths, HEADS, keys=keys, names=1)
    boxes = [head]
    programmes = {str(record["programme_id"]) for _, record in bars}
    programmes |= {str(project.get("programme_id") or none) for project in silent}
    for at, programme in enumerate(sorted(programmes), start=1):
        mine = [one for one in bars if one[1]["programme_id"] == programme]
        mine.sort(key=lambda one: (*one[0].order(), str(one[1]["project_id"])))
        quiet = [project for project in silent if (project.get("programme_id") or none) == programme]
        lane = Lane(block, columns, programme, mine, quiet, at == len(programmes))
        told = [*(record for _, record in mine), *quiet]
        lines = [lines_of(str(project.get("project_name") or ""), widths[1], SIZE) for project in told]
        boxes.append(replace(head, block=lane, heights=[LANE, *(LINE * line for line in lines)]))
    return boxes


def _widths(master: MasterContext, block: RoadMap, columns: Columns, name: float) -> list[float]:
    ids = [room_of(str(project), SIZE, bold=True) for project in master.frames["kpis"]["project_id"]]
    usual = {Unit.LIGHT: 7.0, Unit.DATE: 12.0, None: name}
    own = [usual.get(kpi_form(master, key), 9.0) for key in block.columns[1:]]
    return [max(7.0, *ids), *own, EDGE, *[MONTH] * len(columns.begins), EDGE]


def _day(serial: int) -> dt.date:
    return dt.date(1899, 12, 30) + dt.timedelta(days=serial)


def write_road_map_head(master: MasterContext, page: Page, place: Place, head: RoadMapHead) -> None:
    """Years and months above the rows; or a sentence, where no project has a date."""
    columns, row, own = head.columns, place.row, len(head.road_map.columns)
    if columns is None:
        style = master.formats.get(italic=True, font_color=QUIET)
        page.write_string(row, place.col, master.say(NO_DATES), style)
        return
    style = master.head_style(font_size=SMALL)
    for key, (col, _) in zip(head.road_map.columns, place.spans[:own], strict=True):
        page.write_blank(row + 1, col, None, style)
        page.write_string(row + 2, col, master.say(master.names.tables["kpis"][key].label), style)
    first, days = place.spans[own + 1][0], (*columns.begins, columns.end)
    flat = {"font_size": SMALL, "text_wrap": False, "border": 0}
    page.write_blank(row + 1, first - 1, None, master.head_style(**flat))
    page.write_string(row + 2, first - 1, BEFORE, master.head_style(**flat))
    for at, day in enumerate(days):
        edge, inside = status_edge(master, columns, at), at < len(columns.begins)
        year = master.head_style(**flat, align="left", **edge)
        if inside and (at == 0 or (day.month, day.day) == (1, 1)):
            page.write_string(row + 1, first + at, str(day.year), year)
        else:
            page.write_blank(row + 1, first + at, None, year)
        # The sign of the end stands on the day after the last column: formulas look at both days beside a column.
        form = f'"{AFTER}"' if not inside else "mm" if day.day == 1 else '"½"'
        page.write_datetime(row + 2, first + at, day, master.head_style(**flat, num_format=form, **edge))
    places = {str(day): first + at for at, day in enumerate(columns.begins)}
    master.placed[MAP] = Placed(page.get_name(), row + 2, len(columns.begins), place.col, places)


def write_lane(master: MasterContext, page: Page, place: Place, lane: Lane) -> None:
    """A programme with its lights counted, then its projects by forecast finish, the silent ones last."""
    block, first = lane.road_map, place.row + 1
    _write_programme(master, page, place, lane)
    head = master.placed[MAP].head
    helpers = write_projects_of(master, page, place, head, block, lane.columns, lane.projects)
    row = first + len(lane.projects)
    for project in lane.silent:
        write_silent_of(master, page, row, place, block, lane.columns, project)
        row += 1
    own = len(block.columns)
    for key, (col, _) in zip(block.columns, place.spans[:own], strict=True):
        if kpi_form(master, key) is Unit.LIGHT:
            master.sign_colours(page, first, col, place.last_row, col)
        else:
            master.threshold_colours(page, key, first, col, row - 1)
    if lane.last:
        top = head + 1
        before, after = place.spans[own][0], place.spans[-1][0]
        shade_bars(master, page, (top, before + 1, place.last_row, after - 1), head, helpers)
        page.set_column(helpers.first, helpers.last, None, None, {"hidden": True})
        _tell_what_is_not_shown(
            master, page, lane, place, (head - 2, place.col), (top, before, place.last_row, after)
        )


def _write_programme(master: MasterContext, page: Page, place: Place, lane: Lane) -> None:
    """The name of a programme and how many of its projects have which light, the worst first."""
    row, block = place.row, lane.road_map
    style = master.formats.get(bold=True, font_size=SIZE, font_color=NAVY, bg_color=BAND)
    for col in range(place.col, place.last_col + 1):
        page.write_blank(row, col, None, style)
    own = len(block.columns)
    for at in range(len(lane.columns.begins) + 1):
        edge = status_edge(master, lane.columns, at)
        if edge:
            page.write_blank(
                row, place.spans[own + 1 + at][0], None, master.formats.get(bg_color=BAND, **edge)
            )
    page.write_string(row, place.col, lane.programme, style)
    name = xl_rowcol_to_cell(row, place.col, col_abs=True)
    mine = f"EXACT({master.column('kpis', 'programme_id')},{name})"
    lights = master.column("kpis", block.light)
    levels = [
        record[block.light] for record in master.kpi_records if record["programme_id"] == lane.programme
    ]
    parts, told = [], []
    for level in (3, 2, 1):
        sign = master.say(master.catalogue.light_labels[level])[0]
        parts.append(f'"{sign} "&SUMPRODUCT({mine}*({lights}={level}))')
        told.append(f"{sign} {sum(held == level for held in levels)}")
    known = f"SUMPRODUCT({mine}*(({lights}=1)+({lights}=2)+({lights}=3)+({lights}={CLOSED})))"
    sign = master.say(master.catalogue.light_labels[0])[0]
    parts.append(f'"{sign} "&SUMPRODUCT(--{mine})-{known}+{len(lane.silent)}')
    told.append(f"{sign} {sum(held not in (1, 2, 3, CLOSED) for held in levels) + len(lane.silent)}")
    sign, closed = master.say(master.catalogue.light_labels[CLOSED])[0], levels.count(CLOSED)
    n = f"SUMPRODUCT({mine}*({lights}={CLOSED}))"
    parts[-1] += f'&IF({n}=0,"","   {sign} "&{n})'
    told[-1] += f"   {sign} {closed}" if closed else ""
    col = next(span[0] for key, span in zip(block.columns, place.spans, strict=False) if key == block.light)
    write_formula(page, row, col, "=" + '&"   "&'.join(parts), "   ".join(told), style)


def _tell_what_is_not_shown(
    master: MasterContext, page: Page, lane: Lane, place: Place, at: tuple[int, int],
    area: tuple[int, int, int, int],
) -> None:  # fmt: skip
    """Above the months: how many bars go on beyond them, and how many projects have no dates."""
    top, before, last, after = area

    def cells(col: int) -> str:
        return f"{xl_rowcol_to_cell(top, col)}:{xl_rowcol_to_cell(last, col)}"

    block, silent = lane.road_map, len(master.coverage.silent)
    records = records_of(master.listed())
    bars = [bar_of(block, record) for record in records]
    begin, end = lane.columns.begins[0], lane.columns.end
    beyond = sum(bar.begins_before(begin) or bar.goes_on_after(end) for bar in bars)
    finish = place.spans[block.columns.index(block.bar[1])][0]
    dashed = sum(bar.finish is None for bar in bars) + silent
    rest = master.say(SILENT.fill(n=silent)) if silent else ""
    parts = (
        (f'SUMPRODUCT(--((({cells(before)}="{BEFORE}")+({cells(after)}="{AFTER}"))>0))', beyond, BEYOND, ""),
        (f'COUNTIF({cells(finish)},"{DASH}")', dashed, WITHOUT, rest),
    )
    live, told = [], ""
    for n, count, words, more in parts:
        one, many = (
            '"' + master.say(said).replace("{n}", f'"&{n}&"').replace("{rest}", more) + '"' for said in words
        )
        live.append(f'IF({n}=0,"",IF({n}<2,{one},{many}))')
        if count:
            told += master.say(words[count > 1]).replace("{n}", str(count)).replace("{rest}", more)
    style = master.formats.get(font_size=SIZE, bold=True, font_color=DARK_RED)
    write_formula(page, *at, f"={'&'.join(live)}", told, style)


NO_DATES = t("No project gives dates: there is no bar to draw.", "Aucun projet ne donne de dates : il n’y a pas de barre à tracer.")  # fmt: skip
BEYOND = (
    t("{n} bar runs beyond the months shown: ◄ it began earlier, ► it goes on later.   ",
      "{n} barre dépasse les mois affichés : ◄ elle commence avant, ► elle se poursuit après.   "),
    t("{n} bars run beyond the months shown: ◄ they began earlier, ► they go on later.   ",
      "{n} barres dépassent les mois affichés : ◄ elles commencent avant, ► elles se poursuivent après.   "),
)  # fmt: skip
WITHOUT = (
    t("{n} project without dates (–){rest}.", "{n} projet sans dates (–){rest}."),
    t("{n} projects without dates (–){rest}.", "{n} projets sans dates (–){rest}."),
)
SILENT = t(", {n} without a return that counts", ", dont {n} sans retour retenu")
