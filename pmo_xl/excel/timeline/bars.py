"""What each cell of a road map shows: the part of a bar that lies in its column, and the milestones, as formula and value.

A cell holds a letter for the part (done, remaining, slip, baseline alone, unknown) and the sign of a milestone: so who
sees no colours reads the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.names import ProjectRange
from pmo_xl.core.expr.algebra import count, this
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.expr.value import EvalContext, value
from pmo_xl.core.formula.criteria import criteria_of
from pmo_xl.core.formula.formula import write
from pmo_xl.core.pages.schedule_blocks import RoadMap
from pmo_xl.excel.master import project_ranges
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.timeline.hidden_columns import HiddenColumns
from pmo_xl.excel.timeline.months import Columns
from pmo_xl.excel.write.cells import cached

DONE, REMAINING, SLIP = t("D", "A"), t("R", "R"), t("S", "G")
BASELINE, UNKNOWN = t("B", "P"), t("?", "?")
"""The letter of each part of a bar."""
MAJOR, MINOR = "◆", "◇"
"""The signs of a milestone of the first level, and of any other."""
BEFORE, AFTER = "◄", "►"
"""The signs beside the first and the last column, of a bar that goes on."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The days of one project, as serial numbers; None where unknown. ``done`` is the last day that is done."""

    baseline_start: int | None = None
    baseline_finish: int | None = None
    start: int | None = None
    finish: int | None = None
    done: int | None = None
    level: int | None = None

    def days(self) -> Iterator[int]:
        """The days that are known."""
        days = (self.baseline_start, self.baseline_finish, self.start, self.finish)
        yield from (day for day in days if day is not None)

    def order(self) -> tuple[int, int]:
        """By forecast finish, then by baseline finish; unknown comes last."""
        far = 10**7
        return (self.finish or far, self.baseline_finish or far)

    def begins_before(self, day: dt.date) -> bool:
        """Whether there is a bar, and it begins before a day."""
        return self.start is not None and self.finish is not None and self.start < cached(day)

    def goes_on_after(self, day: dt.date) -> bool:
        """Whether there is a bar, and it goes on up to a day or longer."""
        return self.start is not None and self.finish is not None and self.finish >= cached(day)


def bar_of(block: RoadMap, record: Mapping[str, Any]) -> Bar:
    """The bar of a row of the KPI table."""
    planned, end_planned = (_serial(record[key]) for key in block.baseline)
    start, finish = (_serial(record[key]) for key in block.bar)
    start = planned if start is None else start
    done, share, level = None, record[block.done], record[block.light]
    if start is not None and finish is not None and not pd.isna(share):
        done = start - 1 if share <= 0 else int(np.floor(start + min(share, 1) * (finish - start) + 0.5))
    return Bar(planned, end_planned, start, finish, done, None if pd.isna(level) else int(level))


def part_of(bar: Bar, begin: int, end: int) -> Text | None:
    """The letter of what a bar is from the day *begin* on and before the day *end*; None where there is nothing."""
    if bar.start is not None and bar.finish is not None and bar.start < end and bar.finish >= begin:
        if bar.done is None:
            return UNKNOWN
        if 2 * bar.done >= max(begin, bar.start) + min(end - 1, bar.finish):
            return DONE
        return SLIP if bar.baseline_finish is not None and begin > bar.baseline_finish else REMAINING
    if bar.baseline_start is None or bar.baseline_finish is None:
        return None
    return BASELINE if bar.baseline_start < end and bar.baseline_finish >= begin else None


def milestones_of(
    master: MasterContext, block: RoadMap, columns: Columns
) -> Mapping[str, tuple[Sequence[int], Sequence[int]]]:
    """By project how many milestones each column holds, and how many of the first level."""
    frame = master.frames[block.table]
    scope = EvalContext(frame, master.params, master.holidays)
    held = frame[value(block.milestone, scope).astype(bool) & frame[block.day.key].notna()]
    major = value(block.major, EvalContext(held, master.params, master.holidays)).astype(bool)
    borders = pd.to_datetime([*columns.begins, columns.end])
    place = np.searchsorted(borders, pd.to_datetime(held[block.day.key]), side="right") - 1
    within = (place >= 0) & (place < len(columns.begins))
    found: dict[str, tuple[list[int], list[int]]] = {}
    for project, at, first in zip(held["project_id"][within], place[within], major[within], strict=True):
        every, majors = found.setdefault(str(project), ([0] * len(columns.begins), [0] * len(columns.begins)))
        every[at] += 1
        majors[at] += int(first)
    return found


def _serial(what: Any) -> int | None:
    return None if pd.isna(what) else int(cached(what))


@dataclass(slots=True)
class Helpers(HiddenColumns):
    """The hidden columns beside a road map: where a project's figures stand, its days, its light."""

    def __post_init__(self) -> None:
        keys = ["place", "planned", "due", "start", "finish", "done", "level"]
        keys += ["rows_from", "rows"] if self.sliced else []
        self.place(keys)


def helper_formulas(
    master: MasterContext, block: RoadMap, helpers: Helpers, project: str
) -> Mapping[str, str]:
    """The formula of each hidden column, by the cell that holds the project’s ID."""
    place = helpers.cell("place")

    def figure(key: str) -> str:
        return f"INDEX({master.column('kpis', key)},{place})"

    start, finish, done = helpers.cell("start"), helpers.cell("finish"), figure(block.done)
    live = {
        "place": f"MATCH({project},{master.column('kpis', 'project_id')},0)",
        "planned": figure(block.baseline[0]),
        "due": figure(block.baseline[1]),
        "start": f'IF({figure(block.bar[0])}="",{figure(block.baseline[0])},{figure(block.bar[0])})',
        "finish": figure(block.bar[1]),
        "done": f'IF(OR(COUNT({start},{finish})<2,{done}=""),"",IF({done}<=0,{start}-1,'
                f"ROUND({start}+MIN({done},1)*({finish}-{start}),0)))",
        "level": figure(block.light),
    }  # fmt: skip
    if helpers.sliced:
        live["rows_from"] = figure(project_ranges.first_key(block.table))
        live["rows"] = figure(project_ranges.rows_key(block.table))
    return {key: f'=IFERROR({text},"")' for key, text in live.items()}


def cell_formula(
    master: MasterContext, block: RoadMap, helpers: Helpers, project: str, begin: str, end: str
) -> str:
    """The formula of a cell between the days in the cells *begin* and *end*."""
    say, cell = master.say, helpers.cell
    planned, due, start, finish, done = (cell(key) for key in ("planned", "due", "start", "finish", "done"))
    part = (
        f"IF(AND(COUNT({start},{finish})=2,{start}<{end},{finish}>={begin}),"
        f'IF({done}="","{say(UNKNOWN)}",IF(2*{done}>=MAX({begin},{start})+MIN({end}-1,{finish}),"{say(DONE)}",'
        f'IF(AND({due}<>"",{begin}>{due}),"{say(SLIP)}","{say(REMAINING)}"))),'
        f'IF(AND(COUNT({planned},{due})=2,{planned}<{end},{due}>={begin}),"{say(BASELINE)}",""))'
    )
    days = RowHeader(begin, dt.date.min), RowHeader(end, dt.date.max)
    every = _counted(master, block, helpers, project, block.within(*days))
    major = _counted(master, block, helpers, project, block.within(*days, major=True))
    return f'={part}&IF({every}=0,"",IF({major}=0,"{MINOR}","{MAJOR}"))'


def _counted(master: MasterContext, block: RoadMap, helpers: Helpers, project: str, where: Expr) -> str:
    """How many rows of the project meet a condition."""
    names = master.names
    if helpers.sliced:
        mine = ProjectRange(helpers.cell("rows_from"), helpers.cell("rows"))
        key = master.catalogue.project_key.key
        return write(count(block.table, where), replace(names, project=key, slices={block.table: mine}))
    pairs = criteria_of(where, names.inside(block.table))
    if pairs is None:
        return write(count(block.table, (this.project_id == RowHeader(project, "")) & where), names)
    own = f"{master.column(block.table, 'project_id')},{project}"
    return f"COUNTIFS({','.join([own, *pairs])})"
