"""What the charts are drawn from: the percentiles of every project, what drives each, and those of the one that is chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.uncertainty.results import Estimated, ProjectResult, What
from pmo_xl.excel.uncertainty.sheet import DATA_SHEET, PORTFOLIO, SHARE, Column, SimulationBook
from pmo_xl.excel.write.cells import write_cell, write_formula

STEPS = range(0, 101, 2)
"""The percentiles that are kept."""
TOP_ROW = 2
"""Zero-based row of the lowest percentile; above stand the scope and what the column holds."""
P80_ROW = TOP_ROW + 40
SCOPES = 6
"""The first column of the scopes: finish, working days from the status date, cost of each."""
CHOSEN_FINISH, CHOSEN_DAYS, CHOSEN_COST = 1, 2, 3
LIST_ROW = TOP_ROW + len(STEPS) + 3
"""Zero-based row of the first scope in the list of scopes, and of its first driver."""
DRIVERS = 10
"""Drivers that are kept of each scope, of its finish and of its cost."""
LABEL, PLANNED, BASELINE, BUDGET, NAMED = 0, 1, 2, 3, 4
FINISH_NAME, ON_FINISH, CRITICAL, COST_NAME, ON_COST = range(SCOPES, SCOPES + 5)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the data stand: the scopes in order, the sheet, the cell that says which one is chosen."""

    sheet: str
    labels: Sequence[str]
    index: str

    @property
    def last_row(self) -> int:
        """Zero-based row of the highest percentile."""
        return TOP_ROW + len(STEPS) - 1

    def cost_cell(self, scope: int, row: int) -> str:
        """The cell of a cost percentile of a scope."""
        return str(xl_rowcol_to_cell(row, SCOPES + 3 * scope + 2, row_abs=True, col_abs=True))

    def column(self, col: int, first: int, last: int) -> str:
        """A span of one column, with its sheet."""
        begin, end = (xl_rowcol_to_cell(row, col, row_abs=True, col_abs=True) for row in (first, last))
        return f"'{self.sheet}'!{begin}:{end}"

    def of_scope(self, col: int) -> str:
        """A formula for what the list says of the chosen scope in that column; no text where it is blank."""
        found = f"INDEX({self.column(col, LIST_ROW, LIST_ROW + len(self.labels) - 1)},{self.index})"
        return f'IF({found}="","",{found})'

    def of_driver(self, col: int, at: int) -> str:
        """A formula for what is said of a driver of the chosen scope; no text where there is none."""
        span = self.column(col, LIST_ROW, LIST_ROW + DRIVERS * len(self.labels) - 1)
        found = f"INDEX({span},({self.index}-1)*{DRIVERS}+{at + 1})"
        return f'IF({found}="","",{found})'


def label_of(book: SimulationBook, scope: ProjectResult) -> str:
    """What a scope is called where it can be chosen."""
    if not scope.project_id:
        return book.say(PORTFOLIO)
    return f"{scope.project_id} · {scope.name}" if scope.name else scope.project_id


def scopes_of(book: SimulationBook) -> list[ProjectResult]:
    """The portfolio, then each project."""
    return [book.result.portfolio, *book.result.projects]


def drivers_of(book: SimulationBook, project_id: str, *, finish: bool) -> list[Estimated]:
    """What drives a finish or a cost most, the strongest rank correlation first."""
    among = book.result.estimates if project_id else book.result.drivers

    def strength(one: Estimated) -> float:
        return abs((one.on_finish if finish else one.on_cost) or 0.0)

    mine = [one for one in among if one.project_id == project_id and strength(one) >= WEAKEST]
    return sorted(mine, key=lambda one: (-strength(one), one.what.value, one.id))[:DRIVERS]


def driver_name(book: SimulationBook, one: Estimated) -> str:
    """A driver as a chart names it."""
    if one.observed:
        return book.say(CLASS)
    words = f"{one.id} {one.name}" if one.name else one.id
    kind = "" if one.what is What.PROJECT else f"{book.say(one.what.label)} "
    whole = f"{kind}{words}"
    return whole if len(whole) <= LONGEST else whole[: LONGEST - 1].rstrip() + "…"


def write_data(book: SimulationBook, sheet: Worksheet, placed: Placed) -> None:
    """Fill the sheet, which is hidden."""
    scopes = scopes_of(book)
    date, share = Column(DATA_SHEET, 11, Kind.DATE), Column(DATA_SHEET, 9, Kind.PERCENT, SHARE)
    amount, days = Column(DATA_SHEET, 13, Kind.AMOUNT), Column(DATA_SHEET, 9, Kind.NUMBER, "0.00")
    plain = book.formats.get()
    for col, words in (
        (0, PERCENT),
        (CHOSEN_FINISH, FINISH),
        (CHOSEN_DAYS, WORKING_DAYS),
        (CHOSEN_COST, COST),
    ):
        sheet.write_string(1, col, book.say(words), plain)
    status = _first_moment(book)
    last = SCOPES + 3 * len(scopes) - 1
    for row, step in enumerate(STEPS, start=TOP_ROW):
        book.put(sheet, row, 0, share, step / 100)
        first, end = (xl_rowcol_to_cell(row, col, col_abs=True) for col in (SCOPES, last))
        chosen = scopes[0]
        for place, col, column in (
            (1, CHOSEN_FINISH, date),
            (2, CHOSEN_DAYS, days),
            (3, CHOSEN_COST, amount),
        ):
            found = f"INDEX({first}:{end},3*({placed.index}-1)+{place})"
            now = _percentile(chosen, step, place, status)
            write_formula(
                sheet,
                row,
                col,
                f'=IF({found}="",NA(),{found})',
                "#N/A" if now is None else now,
                book.style(column),
            )
        for at, scope in enumerate(scopes):
            for place, column in ((1, date), (2, days), (3, amount)):
                book.put(
                    sheet, row, SCOPES + 3 * at + place - 1, column, _percentile(scope, step, place, status)
                )
    for at, scope in enumerate(scopes):
        sheet.write_string(0, SCOPES + 3 * at, label_of(book, scope), plain)
        for place, words in enumerate((FINISH, WORKING_DAYS, COST)):
            sheet.write_string(1, SCOPES + 3 * at + place, book.say(words), plain)
        _write_scope(book, sheet, LIST_ROW + at, scope, date, amount)
        _write_drivers(book, sheet, LIST_ROW + DRIVERS * at, scope.project_id)
    sheet.hide()


def _write_scope(
    book: SimulationBook, sheet: Worksheet, row: int, scope: ProjectResult, date: Column, amount: Column
) -> None:
    finish, cost, rate = scope.finish, scope.cost, scope.rate
    sheet.write_string(row, LABEL, label_of(book, scope), book.formats.get())
    book.put(sheet, row, PLANNED, date, finish.planned if finish is not None else None)
    book.put(sheet, row, BASELINE, date, finish.baseline if finish is not None else None)
    known = cost is not None and cost.budget is not None and rate is not None
    book.put(sheet, row, BUDGET, amount, cost.budget * rate if known else None)  # type: ignore[union-attr, operator]


def _write_drivers(book: SimulationBook, sheet: Worksheet, row: int, project_id: str) -> None:
    plain = book.formats.get()
    for at, one in enumerate(drivers_of(book, project_id, finish=True)):
        for col, what in (
            (FINISH_NAME, driver_name(book, one)),
            (ON_FINISH, one.on_finish),
            (CRITICAL, one.critical),
        ):
            write_cell(sheet, row + at, col, what, plain)
    for at, one in enumerate(drivers_of(book, project_id, finish=False)):
        for col, what in ((COST_NAME, driver_name(book, one)), (ON_COST, one.on_cost)):
            write_cell(sheet, row + at, col, what, plain)


def _first_moment(book: SimulationBook) -> float | None:
    """The moment from which working days are told: the end of the status date, which all plans share."""
    return book.result.start


def _percentile(scope: ProjectResult, step: int, place: int, status: float | None) -> dt.date | float | None:
    if place == 3:
        cost, rate = scope.cost, scope.rate
        return None if cost is None or rate is None else cost.spread.percentiles[step] * rate
    if scope.finish is None:
        return None
    if place == 1:
        return scope.finish.dates[step]
    return None if status is None else scope.finish.spread.percentiles[step] - status


def now_of(what: Any) -> Any:
    """A value as the formulas of the chosen scope give it: no text where it is blank."""
    return "" if what is None else what


WEAKEST = 0.005
"""A rank correlation below which nothing is driven."""
LONGEST = 48
"""Characters of the name of a driver."""
PERCENT, FINISH, COST = t("Percentile", "Percentile"), t("Finish", "Fin"), t("Cost", "Coût")
WORKING_DAYS = t("Working days from the status date", "Jours ouvrés depuis la date d’arrêté")
CLASS = t("Overrun of its reference class", "Dépassement de sa classe de référence")
