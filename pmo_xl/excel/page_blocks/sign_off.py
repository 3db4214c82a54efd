"""How much of the budget is signed off: lines and projects by what their reviewer decided, live over the reviews."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import NamedTuple

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.flow.review import Status
from pmo_xl.core.formula.criteria import NUMBER
from pmo_xl.core.pages.overview_blocks import SignOff
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.page_blocks.line_movers import write_absent
from pmo_xl.excel.page_layout.boxes import USUAL, Box, Place
from pmo_xl.excel.tracking.columns import AT, TRACKING, Level
from pmo_xl.excel.tracking.controls import TREE_ROW
from pmo_xl.excel.write.cells import merge, plain, write_formula
from pmo_xl.excel.write.worksheet import Page

TITLE_HEIGHT, HEAD_HEIGHT = 20.0, 32.0
SIGNED_OFF = t("Lines signed off", "Lignes revues et acceptées")
N_OF = t(" of ", " sur ")
NOT_REVIEWED, EVERY = t("○ Not reviewed", "○ Non revue"), t("All", "Ensemble")
HEADS = (
    t("State", "Statut"), t("Lines", "Lignes"), t("Share of lines", "Part des lignes"), t("EAC of these lines", "Atterrissage de ces lignes"),
    t("Projects as a whole", "Projets dans leur ensemble"),
)  # fmt: skip
BAR = "#9CC3E0"
"""Light enough for the figure on it."""
WITHOUT = frozenset({"budget", "projects"})
"""Tables without which no master has the sheet of the reviews."""


def sign_off_box(master: MasterContext, block: SignOff) -> Box:
    """The room of the table; of a sentence where the workbook has no sheet for reviews."""
    widths = [22.0, 10.6, 22.0, max(14.0, master.amount_width), 14.0]
    heights = [TITLE_HEIGHT, HEAD_HEIGHT, *[USUAL] * (len(Status) + 2)]
    if master.beside.without_references & WITHOUT:
        heights = [TITLE_HEIGHT, USUAL]
    return Box(block, widths, heights, block.span)


def write_sign_off(master: MasterContext, page: Page, place: Place) -> None:
    """A row per state; the bar in the cell of a share is as long as it."""
    row, col = place.row, place.col
    if master.beside.without_references & WITHOUT:
        write_absent(master, page, place, SIGNED_OFF)
        return
    figures = _figures(master)
    reviews = _Reviews(*(_span(master, key) for key in ("level", "status", "eac")))
    title, n_of = master.say(SIGNED_OFF), master.say(N_OF)
    master.section(page, row, col, SIGNED_OFF, place.last_col - col + 1)
    accepted = master.say(Status.ACCEPTED.label)
    live = f'="{title} – "&{reviews.lines(accepted)}&"{n_of}"&{reviews.lines()}'
    told = f"{title} – {figures[Status.ACCEPTED.label].lines}{n_of}{figures[EVERY].lines}"
    write_formula(page, row, col, live, told, master.section_style())
    row += 1
    head = master.head_style()
    for span, label in zip(place.spans, HEADS, strict=True):
        merge(page, row, span, head)
        page.write_string(row, span[0], master.say(label), head)
    first, last = row + 1, row + len(figures)
    _, lines, share, eac, projects = (span[0] for span in place.spans)
    for label, figure in figures.items():
        row += 1
        style = master.total_style if label is EVERY else master.cell_style
        styles = [style(unit) for unit in (None, Unit.COUNT, Unit.PERCENT, Unit.AMOUNT, Unit.COUNT)]
        for span, one in zip(place.spans, styles, strict=True):
            merge(page, row, span, one)
        page.write_string(row, col, master.say(label), styles[0])
        if label is NOT_REVIEWED:
            formulas = [_rest(first, row, at, last) for at in (lines, eac, projects)]
        else:
            status = "" if label is EVERY else master.say(label)
            formulas = [f"={reviews.lines(status)}", reviews.amount(status), f"={reviews.projects(status)}"]
        values = (figure.lines, figure.eac, figure.projects)
        for at, live, what, one in zip(
            (lines, eac, projects), formulas, values, (styles[1], *styles[3:]), strict=True
        ):
            write_formula(page, row, at, live, what, one)
        mine, whole = (xl_rowcol_to_cell(at, lines, row_abs=True) for at in (row, last))
        part = figure.lines / figures[EVERY].lines if figures[EVERY].lines else None
        write_formula(page, row, share, f'=IF({whole}=0,"",{mine}/{whole})', part, styles[2])
    bar = {"type": "data_bar", "bar_color": BAR, "min_type": "num", "min_value": 0,
           "max_type": "num", "max_value": 1}  # fmt: skip
    page.conditional_format(first, share, last - 1, share, bar)
    master.sign_colours(page, first, col, last - 1, place.spans[0][1])


class _Reviews(NamedTuple):
    """The columns of the sheet of the reviews, over the rows of its tree."""

    level: str
    status: str
    eac: str

    def lines(self, status: str = "") -> str:
        """How many budget lines there are, or have this status."""
        return f"COUNTIFS({self._of(Level.LINE, status)})"

    def projects(self, status: str = "") -> str:
        """How many projects there are, or have this status as a whole."""
        return f"COUNTIFS({self._of(Level.PROJECT, status)})"

    def amount(self, status: str = "") -> str:
        """The estimates of these lines; blank where none of them is known."""
        mine = self._of(Level.LINE, status)
        return f'=IF(COUNTIFS({mine},{self.eac},{NUMBER})=0,"",SUMIFS({self.eac},{mine}))'

    def _of(self, level: Level, status: str) -> str:
        told = f',{self.status},"{status}"' if status else ""
        return f"{self.level},{level:d}{told}"


class _Figures(NamedTuple):
    lines: int
    eac: float | None
    projects: int


def _rest(first: int, row: int, col: int, last: int) -> str:
    """What is left of the sum in the *last* row where those above are taken off."""
    whole, above = (
        xl_rowcol_to_cell(last, col),
        f"{xl_rowcol_to_cell(first, col)}:{xl_rowcol_to_cell(row - 1, col)}",
    )
    return f'=IF({whole}="","",{whole}-SUM({above}))'


def _span(master: MasterContext, key: str) -> str:
    """A column of the sheet of the reviews, from the first row of its tree to the last."""
    kpis, budget = master.frames["kpis"], master.frames["budget"]
    rows = (
        1
        + kpis["programme_id"].nunique()
        + len(kpis)
        + int(budget["project_id"].isin(kpis["project_id"]).sum())
    )
    area = xl_range_abs(TREE_ROW, AT[key], TREE_ROW + rows - 1, AT[key])
    return f"'{master.say(TRACKING)}'!{area}"


def _figures(master: MasterContext) -> Mapping[Text, _Figures]:
    """The figures of each state, in the order of the table."""
    kpis, budget, current = master.frames["kpis"], master.frames["budget"], master.portfolio.reviews.current
    rates = dict(zip(kpis["project_id"], kpis["rate"].tolist(), strict=True))
    lines: list[tuple[str, float | None]] = []
    for project_id, line_id, eac in zip(
        *(budget[key].tolist() for key in ("project_id", "line_id", "eac")), strict=True
    ):
        if project_id in rates:
            held, amount, rate = (
                current.get((project_id, line_id or "")),
                plain(eac),
                plain(rates[project_id]),
            )
            known = amount * rate if amount is not None and rate is not None else None
            lines.append((held.signature.status if held is not None else "", known))
    wholes = [held.signature.status if (held := current.get((key, ""))) is not None else "" for key in rates]

    def figures(statuses: Collection[str] | None) -> _Figures:
        mine = [eac for status, eac in lines if statuses is None or status in statuses]
        amounts = [eac for eac in mine if eac is not None]
        counted = sum(statuses is None or status in statuses for status in wholes)
        return _Figures(len(mine), math.fsum(amounts) if amounts else None, counted)

    every = figures(None)
    told = {status.label: figures({status.key}) for status in Status}
    rest = None if every.eac is None else every.eac - math.fsum(one.eac or 0.0 for one in told.values())
    counts = (
        each - sum(one[at] or 0 for one in told.values())
        for at, each in ((0, every.lines), (2, every.projects))
    )
    n, projects = (int(count) for count in counts)
    return {**told, NOT_REVIEWED: _Figures(n, rest, projects), EVERY: every}
