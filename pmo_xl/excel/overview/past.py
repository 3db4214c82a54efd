"""What was published of the whole portfolio a period ago, for trends on the pages of today."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.pages.view import DATA
from pmo_xl.excel.master.context import HEADER_ROW, MasterContext
from pmo_xl.excel.master.data import FIRST
from pmo_xl.excel.master.trend import PORTFOLIO_HISTORY, previous_figure, previous_period

FEWEST_PERIODS, MOST_PERIODS = 2, 12
"""Periods of a line in a cell."""


@dataclass(frozen=True, slots=True)
class Past:
    """A figure of the period before: its formula without the equals sign, an empty text where it is not known; its value."""

    cell: str
    what: float | None


def before(master: MasterContext, key: str) -> Past | None:
    """What was published in the last period before this one; None where no such period is known."""
    _, period = previous_period(master)
    return None if period is None else Past(*previous_figure(master, key))


def series_range(master: MasterContext, key: str) -> str | None:
    """The cells of a column of what was published, as a sparkline names them; None where one period is known."""
    rows = len(master.shown(PORTFOLIO_HISTORY))
    sheet = master.say(DATA.fill(name=master.heading_of(PORTFOLIO_HISTORY))).replace("'", "''")
    if rows < FEWEST_PERIODS or PORTFOLIO_HISTORY in master.beside.without_sheet:
        return None
    col = FIRST + [name for name, _ in master.derived_columns(PORTFOLIO_HISTORY)].index(key)
    first, last = max(HEADER_ROW + 1, HEADER_ROW + 1 + rows - MOST_PERIODS), HEADER_ROW + rows
    cells = (xl_rowcol_to_cell(row, col, row_abs=True, col_abs=True) for row in (first, last))
    return f"'{sheet}'!{':'.join(cells)}"
