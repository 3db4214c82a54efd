"""Control totals above the tree: this sheet, the data sheet and the returns as read, which must agree."""

from __future__ import annotations

import math
from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.formula.criteria import NUMBER
from pmo_xl.excel.master.context import PROJECTS_EXPECTED, MasterContext
from pmo_xl.excel.tracking.columns import AT, COLUMNS, CONTROL_ROW, MONEY, Level, Of
from pmo_xl.excel.tracking.tree import Row, at_level, cell, in_projects, span, sum_of
from pmo_xl.excel.write.cells import write_cell, write_formula
from pmo_xl.excel.write.style import (
    DARK_AMBER,
    DARK_GREEN,
    DARK_RED,
    LIGHT_AMBER,
    LIGHT_RED,
    LINE,
    NAVY,
    QUIET,
)
from pmo_xl.excel.write.worksheet import Page

SHEET, DATA, READ, DIFFERENCE, PARTLY, OVER = range(CONTROL_ROW, CONTROL_ROW + 6)
TREE_ROW = OVER + 1
"""The first row of the tree."""
BY_LINE = {column.key for column in COLUMNS if column.of is Of.AMOUNT}
"""The amounts that lines have."""
PARTS = {"contingency_remaining": ("contingency_initial", "contingency_drawn")}
"""Amounts that no table holds, each the first less the second."""


def write_controls(master: MasterContext, page: Page, total: Row) -> None:
    """A row for each of the three totals and one for their difference, under the columns they belong to."""
    as_read = master.portfolio.as_read
    for row, words in LABELS.items():
        page.set_row(row, 14)
        title = master.formats.get(bold=True, font_color=NAVY, font_size=10)
        page.write_string(row, AT["id"], master.say(TITLE) if row == SHEET else "", title)
        page.write_string(row, AT["name"], master.say(words), _style(row, master, left=True))
    lines, projects = at_level(total, Level.LINE), at_level(total, Level.PROJECT)
    for key in MONEY:
        live, sheet = _sheet_total(total, lines, key)
        data, read = _data_total(master, key), as_read.totals.get(key)
        write_formula(page, SHEET, AT[key], live, sheet, _style(SHEET, master))
        write_formula(page, DATA, AT[key], _data_formula(master, key), data, _style(DATA, master))
        write_cell(page, READ, AT[key], read, _style(READ, master))
        known = [what if what is not None else 0.0 for what in (sheet, data, read)]
        cells = [f"N({cell(key, row)})" for row in (SHEET, DATA, READ)]
        live = f"=ROUND(MAX({','.join(cells)})-MIN({','.join(cells)}),2)"
        write_formula(page, DIFFERENCE, AT[key], live, round(max(known) - min(known), 2), _style(DIFFERENCE, master))  # fmt: skip
        _write_partly(master, page, total, projects, key, sheet)
    _write_counts(master, page, total)
    _colour(master, page)


def _sheet_total(total: Row, lines: Sequence[Row], key: str) -> tuple[str, float | None]:
    """All lines of this sheet, of projects known in part too: formula and value."""
    if key not in BY_LINE or not total.below:
        return f'=IF({cell(key, total.at)}="","",{cell(key, total.at)})', total.values.get(key)
    levels, cells = (span(which, total.at + 1, total.last) for which in ("level", key))
    live = f'=IF(COUNTIFS({levels},{Level.LINE:d},{cells},{NUMBER})=0,"",SUMIFS({cells},{levels},{Level.LINE:d}))'
    return live, sum_of(lines, key)


def _write_partly(
    master: MasterContext, page: Page, total: Row, projects: Sequence[Row], key: str, sheet: float | None
) -> None:
    """What of the lines is in no total below, for another line of its project lacks the amount; and over how many it is."""
    left = (sheet or 0.0) - (total.values.get(key) or 0.0)
    live = f"=ROUND(N({cell(key, SHEET)})-N({cell(key, total.at)}),2)"
    write_formula(page, PARTLY, AT[key], live, round(left, 2), _style(PARTLY, master))
    known, expected = sum(row.values.get(key) is not None for row in projects), parameter(PROJECTS_EXPECTED)
    count = "0"
    if total.below:
        levels, cells = (span(which, total.at + 1, total.last) for which in ("level", key))
        count = f"COUNTIFS({levels},{Level.PROJECT:d},{cells},{NUMBER})"
    told = f"{known}/{master.coverage.projects_expected}"
    write_formula(page, OVER, AT[key], f'={count}&"/"&{expected}', told, _style(OVER, master))


def _style(row: int, master: MasterContext, *, left: bool = False) -> Format:
    look = {
        "font_size": 10,
        "font_color": QUIET,
        "num_format": "#,##0;-#,##0;0",
        "bottom": 4,
        "bottom_color": LINE,
    }
    if row == OVER:
        look |= {"bottom": 1, "bottom_color": NAVY}
    if row == DIFFERENCE:
        look |= {"font_color": DARK_GREEN, "num_format": '"● "0', "bottom": 1, "bottom_color": NAVY}
    if left:
        look |= {"num_format": "General"}
    return master.formats.get(**look, align="left" if left else "right")


def _data_formula(master: MasterContext, key: str) -> str:
    """The whole data sheet, each currency at its rate."""
    in_budget = next(column for column in COLUMNS if column.key == key).of is Of.AMOUNT

    def column(name: str) -> str:
        return master.column("budget", name) if in_budget else in_projects(master, name)

    currency, rate = master.column("rates", "currency"), master.column("rates", "rate")
    if key in PARTS:
        one, other = map(column, PARTS[key])
        known = f'({one}<>"")*({other}<>"")'
        rates = f"SUMIF({currency},{column('currency')},{rate})"
        return f'=IF(SUMPRODUCT({known})=0,"",SUMPRODUCT({known}*({one}-{other})*{rates}))'
    sums = f"SUMIFS({column(key)},{column('currency')},{currency})"
    return f'=IF(COUNT({column(key)})=0,"",SUMPRODUCT({sums},{rate}))'


def _data_total(master: MasterContext, key: str) -> float | None:
    kpis, frame = master.frames["kpis"], master.frames["budget"]
    if key in master.portfolio.projects.columns or key == "contingency_remaining":
        frame = master.portfolio.projects
    rates = frame["project_id"].map(dict(zip(kpis["project_id"], kpis["rate"], strict=True))).astype(float)
    one, *other = (frame[part].astype(float) for part in PARTS.get(key, (key,)))
    known = (one - other[0] if other else one).dropna()
    return math.fsum((known * rates[known.index]).dropna()) if len(known) else None


def _write_counts(master: MasterContext, page: Page, total: Row) -> None:
    """Lines on the sheet, in the data, in the accepted returns; the difference are lines that were left out."""
    as_read, col = master.portfolio.as_read, AT["lines"]
    count = {"num_format": "0", "align": "center"}
    sizes = (int(total.values["lines"] or 0), len(master.frames["budget"]), as_read.lines)
    live = (f"={cell('lines', total.at)}", f"=COUNTA({master.column('budget', 'project_id')})")
    look = {"font_size": 10, "font_color": QUIET, "bottom": 4, "bottom_color": LINE, **count}
    style = master.formats.get(**look)
    write_formula(page, SHEET, col, live[0], sizes[0], style)
    write_formula(page, DATA, col, live[1], sizes[1], style)
    page.write_number(READ, col, sizes[2], style)
    style = master.formats.get(**{**look, "num_format": '"● "0', "font_color": DARK_GREEN, "bottom": 1, "bottom_color": NAVY})  # fmt: skip
    cells = ",".join(cell("lines", row) for row in (SHEET, DATA, READ))
    write_formula(page, DIFFERENCE, col, f"=MAX({cells})-MIN({cells})", max(sizes) - min(sizes), style)


def _colour(master: MasterContext, page: Page) -> None:
    """A difference in money is red; lines left out are amber, for the findings say why."""
    for key in (*MONEY, "lines"):
        spot = (DIFFERENCE, AT[key], DIFFERENCE, AT[key])
        back, ink, sign = (LIGHT_AMBER, DARK_AMBER, "▲") if key == "lines" else (LIGHT_RED, DARK_RED, "◆")
        style = {"bg_color": back, "font_color": ink, "num_format": f'"{sign} "#,##0.##' if key != "lines" else f'"{sign} "0'}  # fmt: skip
        test = f"=${xl_col_to_name(AT[key])}${DIFFERENCE + 1}<>0"
        page.conditional_format(
            *spot, {"type": "formula", "criteria": test, "format": master.book.add_format(style)}
        )
    amber = master.shade(bg_color=LIGHT_AMBER, font_color=DARK_AMBER, num_format='"▲ "#,##0;"▲ "-#,##0')
    for key in MONEY:
        rule = {"type": "cell", "criteria": "!=", "value": 0, "format": amber}
        page.conditional_format(PARTLY, AT[key], PARTLY, AT[key], rule)


TITLE = t("Control totals", "Totaux de contrôle")
LABELS = {
    SHEET: t("This sheet", "Cette feuille"),
    DATA: t("Data sheets, at the budget rates", "Feuilles de données, au cours budgétaire"),
    READ: t("Accepted returns as read (values)", "Retours acceptés, tels que lus (valeurs)"),
    PARTLY: t(
        "Not in the totals below: partly known projects",
        "Hors totaux ci-dessous : projets partiellement connus",
    ),
    OVER: t("Projects in the totals below", "Projets dans les totaux ci-dessous"),
    DIFFERENCE: t("Difference (lines left out: see Findings)", "Écart (lignes écartées : voir Anomalies)"),
}
