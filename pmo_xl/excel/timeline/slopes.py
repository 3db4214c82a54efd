"""How fast the date of a milestone moves from report to report: the slope of its forecasts, in days per day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pmo_xl.core.definition.names import parameter
from pmo_xl.core.pages.list_blocks import MilestoneList
from pmo_xl.core.pages.schedule_blocks import MilestoneTrend
from pmo_xl.excel.master import project_ranges
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.timeline.hidden_columns import HiddenColumns
from pmo_xl.excel.write.cells import cached

SUMS = ("reports", "x", "y", "xx", "xy")
"""Of the reports that name a day: how many, and the sums that the slope of a straight line takes."""


@dataclass(slots=True)
class Slopes(HiddenColumns):
    """Hidden columns from *first* on: where the row of a milestone stands, what it is called, the sums over its reports."""

    def __post_init__(self) -> None:
        keys = ["place", "id", *(("rows_from", "rows") if self.sliced else ()), *SUMS]
        self.place(keys)

    def formula(self) -> str:
        """The slope: blank with fewer than two reports, or several of one day."""
        n, x, y, xx, xy = (self.cell(key) for key in SUMS)
        return f'=IF(N({n})<2,"",IFERROR(({n}*{xy}-{x}*{y})/({n}*{xx}-{x}^2),""))'

    def measure(
        self, master: MasterContext, block: MilestoneList, listed: pd.DataFrame
    ) -> Sequence[Mapping[str, Any]]:
        """What the hidden cells of each listed row come to, and its slope."""
        reports = reports_of(master, block)
        status = cached(master.portfolio.status_date) if master.portfolio.status_date else 0
        kpis = {record["project_id"]: record for record in master.kpi_records}
        found: list[Mapping[str, Any]] = []
        for project, name in zip(listed["project_id"], listed[block.id], strict=True):
            days = [(day - status, forecast) for day, forecast in reports.get((project, name), ())]
            n = len(days)
            x, y = sum(day for day, _ in days), sum(forecast for _, forecast in days)
            xx, xy = sum(day * day for day, _ in days), sum(day * forecast for day, forecast in days)
            spread = n * xx - x * x
            figures: dict[str, Any] = {"id": name, "reports": n, "x": x, "y": y, "xx": xx, "xy": xy}
            figures["slope"] = (n * xy - x * y) / spread if n > 1 and spread else None
            if self.sliced:
                record = kpis[project]
                figures["rows_from"] = record[project_ranges.first_key(block.history)]
                figures["rows"] = record[project_ranges.rows_key(block.history)]
            found.append(figures)
        return found


def reports_of(
    master: MasterContext, block: MilestoneList | MilestoneTrend
) -> Mapping[tuple[Any, Any], Sequence[tuple[int, int]]]:
    """By project and milestone the day of each report that names one, and that day, as serial numbers, in order."""
    frame = master.frames[block.history]
    known = frame[frame[block.reported].notna() & frame[block.forecast].notna()]
    found: dict[tuple[Any, Any], list[tuple[int, int]]] = {}
    columns = (known["project_id"], known[block.id], known[block.reported], known[block.forecast])
    for project, name, day, forecast in zip(*columns, strict=True):
        found.setdefault((project, name), []).append((cached(day), cached(forecast)))
    return {key: sorted(days) for key, days in found.items()}


def slope_formulas(
    master: MasterContext, block: MilestoneList, table: str, slopes: Slopes, project: str
) -> Mapping[str, str]:
    """The formulas of the hidden cells, but for the one that finds the row."""
    place, name = slopes.cell("place"), slopes.cell("id")

    def column(key: str) -> str:
        whole = master.column(block.history, key)
        if not slopes.sliced:
            return whole
        first, rows = slopes.cell("rows_from"), slopes.cell("rows")
        return f"INDEX({whole},{first}):INDEX({whole},{first}+{rows}-1)"

    reported, forecast = column(block.reported), column(block.forecast)
    mine = f'({column("project_id")}={project})*({column(block.id)}={name})*({forecast}>0)*({forecast}<>"")'
    x = f"({reported}-{parameter('status_date')})"
    sums = {
        "reports": f"SUMPRODUCT({mine})",
        "x": f"SUMPRODUCT({mine}*{x})",
        "y": f"SUMPRODUCT({mine},{forecast})",
        "xx": f"SUMPRODUCT({mine}*{x}^2)",
        "xy": f"SUMPRODUCT({mine}*{x},{forecast})",
    }
    live = {"id": f"INDEX({master.column(table, block.id)},{place})"}
    if slopes.sliced:
        at = f"MATCH({project},{master.column('kpis', 'project_id')},0)"
        live["rows_from"] = f"INDEX({master.column('kpis', project_ranges.first_key(block.history))},{at})"
        live["rows"] = f"INDEX({master.column('kpis', project_ranges.rows_key(block.history))},{at})"
        sums = {key: f"IF(N({slopes.cell('rows')})=0,0,{text})" for key, text in sums.items()}
    return {key: f'=IF({place}="","",IFERROR({text},""))' for key, text in {**live, **sums}.items()}
