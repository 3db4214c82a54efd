"""Tasks of the chosen project as bars in cells: a cell is a part of the time that the project takes."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.pages.blocks import ProjectGantt
from pmo_xl.excel.master.context import CHOSEN, MasterContext
from pmo_xl.excel.one_project.chosen import unknown_formula, unknown_told
from pmo_xl.excel.one_project.lists import (
    HEAD_HEIGHT,
    SMALL,
    TITLE_HEIGHT,
    place_formula,
    ranking_of,
    rows_of,
    write_head,
)
from pmo_xl.excel.page_layout.boxes import Box, Place
from pmo_xl.excel.write.cells import cached, merge, plain, write_formula
from pmo_xl.excel.write.style import AMBER, BLUE, DARK_RED, LINE, NAVY, QUIET, WHITE, number_format
from pmo_xl.excel.write.worksheet import Page

SLOTS, LABELLED = 16, 4
"""Into how many parts the time of a project is cut, and how many of them a date of the head stands over."""
SLOT = 2.45
LINE_HEIGHT, DATES_HEIGHT = 13.0, 10.0
DONE, TO_COME, LATE, BASELINE, TODAY = "■", "□", "◇", "–", "▼"
LEGEND = t(
    "■ done   □ to come   ◇ to come after the baseline finish   – baseline alone   ▼ status date",
    "■ fait   □ à venir   ◇ à venir après la fin de référence   – référence seule   ▼ date d’arrêté",
)
HEADS = t("Phase or task", "Phase ou tâche"), t("Finish", "Fin"), t("Slip", "Gliss.")
SUMMARY_BELOW = 1e7
"""Ranks below are those of summary rows: tasks are listed only for projects that have none."""


def gantt_box(block: ProjectGantt) -> Box:
    """The room of the bars: names, finish, slip, a gap, the parts of the time."""
    heights = [TITLE_HEIGHT, HEAD_HEIGHT, DATES_HEIGHT, *[LINE_HEIGHT] * block.size, LINE_HEIGHT]
    return Box(block, [23.0, 8.0, 5.6, *[SLOT] * (SLOTS + 1)], heights, block.span, longest=0)


def write_gantt(master: MasterContext, page: Page, place: Place, block: ProjectGantt) -> None:
    """Head, bars, legend."""
    ranking = ranking_of(master, block.ranking)
    write_head(master, page, place, block.title, [master.say(words) for words in HEADS])
    slots = [span[0] for span in place.spans[-SLOTS:]]
    dates = place.row + 2
    edges = _write_dates(master, page, place, dates, slots)
    rows = rows_of(master, ranking)
    summaries = rows[f"rank_{ranking.key}"] < SUMMARY_BELOW
    rows = rows[summaries] if summaries.any() else rows
    ids, ranks = (master.column(ranking.table, key) for key in ("project_id", f"rank_{ranking.key}"))
    phases = f'COUNTIFS({ids},{parameter(CHOSEN)},{ranks},"<{SUMMARY_BELOW:.0f}")'
    positions = {index: at for at, index in enumerate(master.frames[ranking.table].index, start=1)}
    hidden = master.formats.get(font_size=SMALL, num_format=";;;")
    for k in range(1, block.size + 1):
        row = dates + k
        index = rows.index[k - 1] if k <= len(rows) else None
        live = f'=IF(AND({phases}>0,{k}>{phases}),"",IFERROR({place_formula(master, ranking, k)},""))'
        write_formula(page, row, place.col - 1, live, positions[index] if index is not None else None, hidden)
        held = rows.loc[index].to_dict() if index is not None else None
        nothing = block.nothing if k == 1 else None
        _write_row(master, page, place, row, ranking.table, held, nothing)
        _write_bar(master, page, row, place.col - 1, ranking.table, held, slots, dates, edges)
    _colours(master, page, dates, dates + block.size, slots)
    _mark_today(master, page, dates, slots)
    last = dates + block.size + 1
    legend = master.formats.get(font_size=SMALL, italic=True, font_color=QUIET)
    merge(page, last, (place.col, place.last_col), legend)
    page.write_string(last, place.col, master.say(LEGEND), legend)


def _write_dates(
    master: MasterContext, page: Page, place: Place, row: int, slots: list[int]
) -> list[int] | None:
    """The first day of each part, and after the last; those of the head stand over several. None: no time is known.

    Days are the serial numbers of Excel: after the last day of the year 9999, no end to some programs, comes none
    that a date can be.
    """
    plan = master.frames["plan"]
    mine = plan[plan["project_id"] == master.params[CHOSEN]]
    ids = master.column("plan", "project_id")

    def extreme(key: str, pick: int) -> str:
        return f'IFERROR(_xlfn.AGGREGATE({pick},6,{master.column("plan", key)}/(({ids}={parameter(CHOSEN)})*({master.column("plan", key)}>0)),1),"")'

    first = f"MIN({extreme('start_baseline', 15)},{extreme('start_forecast', 15)})"
    last = f"MAX({extreme('finish_baseline', 14)},{extreme('finish_current', 14)})"
    starts = pd.concat([mine["start_baseline"], mine["start_forecast"]]).dropna()
    ends = pd.concat([mine["finish_baseline"], mine["finish_current"]]).dropna()
    edges = None
    if len(starts) and len(ends):
        start, end = cached(pd.Timestamp(starts.min())), cached(pd.Timestamp(ends.max()))
        days = max(end - start + 1, SLOTS)
        edges = [start + math.floor(days * at / SLOTS) for at in range(SLOTS + 1)]
    hidden = master.formats.get(font_size=SMALL, align="center", num_format=";;;")
    lead = slots[0] - 1
    # The first day in the gap before the parts, the number of days in the margin.
    write_formula(page, row, place.col - 1, f'=IF(COUNT({extreme("finish_current", 14)},{extreme("finish_baseline", 14)})=0,"",MAX({last}-{first}+1,{SLOTS}))',
                  edges[-1] - edges[0] if edges else None, hidden)  # fmt: skip
    write_formula(
        page,
        row,
        lead,
        f'=IF({xl_rowcol_to_cell(row, place.col - 1)}="","",{first})',
        edges[0] if edges else None,
        hidden,
    )
    start_cell, days_cell = (f"${xl_rowcol_to_cell(row, col)}" for col in (lead, place.col - 1))
    for at, col in enumerate(slots):
        live = f'=IF({days_cell}="","",{start_cell}+INT({days_cell}*{at}/{SLOTS}))'
        write_formula(page, row, col, live, edges[at] if edges else None, hidden)
    head = master.head_style(
        font_size=SMALL,
        text_wrap=False,
        border=0,
        align="left",
        num_format=number_format(Kind.DATE, master.language),
    )
    for at in range(0, SLOTS, LABELLED):
        span = slots[at], slots[at + LABELLED - 1]
        merge(page, row - 1, span, head)
        cell = xl_rowcol_to_cell(row, slots[at])
        write_formula(page, row - 1, span[0], f'=IF({cell}="","",{cell})', edges[at] if edges else None, head)
    return edges


def _write_row(
    master: MasterContext, page: Page, place: Place, row: int, table: str, held: Mapping[Any, Any] | None, nothing: Text | None
) -> None:  # fmt: skip
    """Name, finish and slip of a task."""
    here = f"${xl_rowcol_to_cell(row, place.col - 1)}"
    styles = (
        master.cell_style(font_size=SMALL, shrink=False),
        master.cell_style(
            font_size=SMALL, align="center", num_format=number_format(Kind.DATE, master.language)
        ),
        master.cell_style(font_size=SMALL, align="center", num_format='"+"0;-0;0'),
    )
    for key, span, style in zip(("name", "finish_current", "slip_wd"), place.spans, styles, strict=False):
        inner = f"INDEX({master.column(table, key)},{here})"
        otherwise, what = '""', plain(held[key]) if held is not None else None
        if nothing is not None and key == "name":
            otherwise = unknown_formula(master, table, nothing)
            what = unknown_told(master, table, nothing) if held is None else what
        merge(page, row, span, style)
        live = f'=IF({here}="",{otherwise},IF({inner}="","",{inner}))'
        write_formula(page, row, span[0], live, what, style)


def _write_bar(
    master: MasterContext, page: Page, row: int, margin: int, table: str, held: Mapping[Any, Any] | None,
    slots: list[int], dates: int, edges: list[int] | None,
) -> None:  # fmt: skip
    """A sign in each part of the time that a task takes, or was to take."""
    here = f"${xl_rowcol_to_cell(row, margin)}"

    def of(key: str) -> str:
        return f"INDEX({master.column(table, key)},{here})"

    days = f"{xl_rowcol_to_cell(dates, margin, True, True)}"
    start, finish, planned, due = (
        of(key) for key in ("start_forecast", "finish_current", "start_baseline", "finish_baseline")
    )
    done = f'IF({of("finish_actual")}<>"",{finish}+1,{start}+N({of("pct_complete")})*({finish}-{start}+1))'
    first = xl_rowcol_to_cell(dates, slots[0], True, True)
    style = master.formats.get(font_size=SMALL, align="center", font_color=BLUE)
    for at, col in enumerate(slots):
        begin = xl_rowcol_to_cell(dates, col, True, False)
        end = f"({first}+INT({days}*{at + 1}/{SLOTS})-1)"
        inside = f"AND(ISNUMBER({start}),ISNUMBER({finish}),{start}<={end},{finish}>={begin})"
        before = f"AND(ISNUMBER({planned}),ISNUMBER({due}),{planned}<={end},{due}>={begin})"
        to_come = f'IF(AND(ISNUMBER({due}),{begin}>{due}),"{LATE}","{TO_COME}")'
        sign = f'IF({inside},IF({done}>MAX({begin},{start}),"{DONE}",{to_come}),IF({before},"{BASELINE}",""))'
        live = f'=IF(OR({here}="",{days}=""),"",{sign})'
        what = _sign(held, edges[at], edges[at + 1] - 1) if held is not None and edges else None
        write_formula(page, row, col, live, what, style)


def _sign(held: Mapping[Any, Any], begin: int, end: int) -> str | None:
    start, finish, planned, due, ended = (
        _day(held[key]) for key in ("start_forecast", "finish_current", "start_baseline", "finish_baseline", "finish_actual")
    )  # fmt: skip
    if start and finish and start <= end and finish >= begin:
        share = plain(held["pct_complete"]) or 0.0
        length = finish - start + 1
        done = length if ended else share * length
        if done > max(begin - start, 0):
            return DONE
        return LATE if due and begin > due else TO_COME
    return BASELINE if planned and due and planned <= end and due >= begin else None


def _day(what: Any) -> int | None:
    return cached(what) if isinstance(plain(what), dt.date) else None


def _colours(master: MasterContext, page: Page, first: int, last: int, slots: list[int]) -> None:
    """The colour that goes with each sign."""
    area = first + 1, slots[0], last, slots[-1]
    for sign, back, ink in (
        (DONE, NAVY, NAVY), (TO_COME, "#9DB8D9", NAVY), (LATE, AMBER, "#3B2A00"), (BASELINE, LINE, QUIET),
    ):  # fmt: skip
        style = master.shade(bg_color=back, font_color=WHITE if sign == DONE else ink)
        page.conditional_format(
            *area, {"type": "cell", "criteria": "==", "value": f'"{sign}"', "format": style}
        )


def _mark_today(master: MasterContext, page: Page, row: int, slots: list[int]) -> None:
    """A sign over the part of the time in which the status date lies."""
    today = parameter("status_date")
    begin, after = (xl_rowcol_to_cell(row, slots[0] + more, True, False) for more in (0, 1))
    inside = f"=AND(ISNUMBER({begin}),{begin}<={today},IF(ISNUMBER({after}),{after},{begin}+MAX(1,{begin}-{xl_rowcol_to_cell(row, slots[0] - 1, True, False)}))>{today})"
    style = master.shade(font_color=DARK_RED, num_format=f'"{TODAY}"')
    rule = {"type": "formula", "criteria": inside, "format": style}
    page.conditional_format(row, slots[0], row, slots[-1], rule)
