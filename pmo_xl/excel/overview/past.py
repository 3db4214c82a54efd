"""What was published of the whole portfolio a period ago, for trends on the pages of today."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.pages.view import DATA
from pmo_xl.excel.master.context import HEADER_ROW, MasterContext
from pmo_xl.excel.master.data import FIRST
from pmo_xl.excel.write.cells import plain

PUBLISHED = "portfolio_history"
FEWEST_PERIODS, MOST_PERIODS = 2, 12
"""Periods of a line in a cell."""


@dataclass(frozen=True, slots=True)
class Past:
    """A figure of the period before: its formula without the equals sign, an empty text where there is none; its value."""

    cell: str
    what: float | None


def before(master: MasterContext, key: str) -> Past | None:
    """A column of what was published in the latest period before this one; None where no earlier period is known."""
    frame, status = master.frames[PUBLISHED], master.portfolio.status_date
    if status is None:
        return None
    periods = pd.to_datetime(frame["period"])
    earlier = frame[periods < pd.Timestamp(status.year, status.month, 1)]
    if earlier.empty:
        return None
    months, column = master.column(PUBLISHED, "period"), master.column(PUBLISHED, key)
    # The last row of those that meet the condition: the table is in the order of its months.
    live = f'IFERROR(LOOKUP(2,1/({months}<pmo_status_month),{column})+0,"")'
    return Past(live, plain(earlier.sort_values("period", kind="stable")[key].iloc[-1]))


def series_range(master: MasterContext, key: str) -> str | None:
    """The cells of a column of what was published, as a sparkline names them; None where one period is known."""
    rows = len(master.shown(PUBLISHED))
    sheet = master.say(DATA.fill(name=master.heading_of(PUBLISHED))).replace("'", "''")
    if rows < FEWEST_PERIODS or PUBLISHED in master.beside.without_sheet:
        return None
    col = FIRST + [name for name, _ in master.derived_columns(PUBLISHED)].index(key)
    first, last = max(HEADER_ROW + 1, HEADER_ROW + 1 + rows - MOST_PERIODS), HEADER_ROW + rows
    cells = (xl_rowcol_to_cell(row, col, row_abs=True, col_abs=True) for row in (first, last))
    return f"'{sheet}'!{':'.join(cells)}"
