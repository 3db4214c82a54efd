"""The rows of the budget tracking as cells: identification, money, folds, colours."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from xlsxwriter.format import Format

from pmo_xl.core.column import Column
from pmo_xl.core.formula import parameter
from pmo_xl.core.nodes import Choice
from pmo_xl.core.text import t
from pmo_xl.excel.draft import Page
from pmo_xl.excel.master import Master
from pmo_xl.excel.sheet import plain, shown, write_formula
from pmo_xl.excel.style import (
    BAND,
    COMPUTED,
    DARK_AMBER,
    DARK_GREEN,
    DARK_RED,
    LIGHT_AMBER,
    LIGHT_GREEN,
    LIGHT_GREY,
    LIGHT_RED,
    LINE,
    NAVY,
)
from pmo_xl.excel.tracking_columns import AT, COLUMNS, FIRST, VISIBLE, Level, Of, TrackedColumn
from pmo_xl.excel.tracking_tree import PLACE, Row, cell, money_formula, rows_of, span

BODY = 15.5
"""Height of a row of the tree."""


def write_tree(master: Master, page: Page, total: Row) -> None:
    """Every row of the tree with its identification and its money; the reviews are written beside."""
    for row in rows_of(total):
        _write_row(master, page, row)
    _variance_colours(master, page, total.at, total.last)


def _write_row(master: Master, page: Page, row: Row) -> None:
    page.set_row(row.at, 18 if row.level < Level.PROJECT else BODY, None, folding(row))
    for column in VISIBLE:
        col, what = AT[column.key], row.values.get(column.key)
        if column.of in (Of.ENTRY, Of.REVIEW) and row.level >= Level.PROJECT:
            continue
        live = ""
        if column.of in (Of.AMOUNT, Of.RESERVE, Of.MADE, Of.PERCENT):
            live = money_formula(master, row, column)
        if live:
            write_formula(page, row.at, col, live, what, look(master, row.level, column))
        else:
            page.write_blank(row.at, col, None, look(master, row.level, column))
    page.write_number(row.at, AT["level"], row.level)
    {
        Level.PORTFOLIO: _write_portfolio,
        Level.PROGRAMME: _write_programme,
        Level.PROJECT: _write_project,
        Level.LINE: _write_line,
    }[row.level](master, page, row)  # fmt: skip


def folding(row: Row) -> dict[str, Any]:
    """How a row folds: lines start folded, their projects in sight."""
    options: dict[str, Any] = {"level": int(row.level)} if row.level else {}
    if row.level is Level.LINE:
        options["hidden"] = True
    elif row.level is Level.PROJECT and row.below:
        options["collapsed"] = True
    return options


def look(master: Master, level: Level, column: TrackedColumn, **more: Any) -> Format:
    """The format of a cell of the tree that nobody types into."""
    known = _LOOKS.setdefault(master, {})
    key = (level, column.key, *more.items())
    if key not in known:
        known[key] = _look(master, level, column, **more)
    return known[key]


_LOOKS: WeakKeyDictionary[Master, dict[tuple[Any, ...], Format]] = WeakKeyDictionary()
"""The formats of each workbook that is being written, by row and column: there are thousands of cells."""


def _look(master: Master, level: Level, column: TrackedColumn, **more: Any) -> Format:
    edge: dict[str, Any] = {
        Level.PORTFOLIO: {"bold": True, "bg_color": BAND, "font_color": NAVY, "top": 1, "bottom": 1, "font_size": 11},
        Level.PROGRAMME: {"bold": True, "bg_color": BAND, "font_color": NAVY, "bottom": 1, "bottom_color": LINE},
        Level.PROJECT: {"bold": True, "bg_color": LIGHT_GREY, "bottom": 4, "bottom_color": LINE},
        Level.LINE: {"bg_color": COMPUTED, "bottom": 4, "bottom_color": LINE},
        Level.FORMER: {"bg_color": COMPUTED, "italic": True, "bottom": 4, "bottom_color": LINE},
    }[level]  # fmt: skip
    number = {
        Of.AMOUNT: "#,##0;-#,##0;0",
        Of.RESERVE: "#,##0;-#,##0;0",
        Of.MADE: "#,##0;-#,##0;0",
        Of.PERCENT: "0.0%",
        Of.COUNT: "0",
    }.get(column.of, "General")
    if column.key == "vac":
        number = "+#,##0;-#,##0;0"
    align = {Of.COUNT: "center", Of.PERCENT: "center", Of.TEXT: "left", Of.REVIEW: "left"}.get(
        column.of, "right"
    )
    return master.formats.get(**{**edge, "num_format": number, "align": align, **more})


def _column(key: str) -> TrackedColumn:
    return COLUMNS[AT[key] - FIRST]


def _write_portfolio(master: Master, page: Page, row: Row) -> None:
    page.write_string(row.at, AT["id"], master.say(PORTFOLIO), look(master, row.level, _column("id")))
    _write_count(master, page, row)


def _write_programme(master: Master, page: Page, row: Row) -> None:
    words = str(row.record["programme_id"])
    page.write_string(row.at, AT["id"], words, look(master, row.level, _column("id")))
    _write_count(master, page, row)


def _write_count(master: Master, page: Page, row: Row) -> None:
    style = look(master, row.level, _column("lines"))
    if not row.below:
        page.write_number(row.at, AT["lines"], 0, style)
        return
    if row.level is Level.PROJECT:
        live = f"=COUNT({span('place', row.at + 1, row.last)})"
    else:
        levels, counts = span("level", row.at + 1, row.last), span("lines", row.at + 1, row.last)
        live = f"=SUMIFS({counts},{levels},{Level.PROJECT:d})"
    write_formula(page, row.at, AT["lines"], live, row.values["lines"], style)


def _write_project(master: Master, page: Page, row: Row) -> None:
    project_id, name = str(row.record["project_id"]), plain(row.record["project_name"]) or ""
    page.write_string(row.at, AT["id"], project_id, look(master, row.level, _column("id"), indent=1))
    here = f"MATCH({row.cell('project_id')},{master.column('kpis', 'project_id')},0)"
    live = f'=IFERROR(INDEX({master.column("kpis", "project_name")},{here})&"","")'
    write_formula(page, row.at, AT["name"], live, name, look(master, row.level, _column("name")))
    _write_count(master, page, row)
    rate = f"INDEX({master.column('kpis', 'rate')},{here})"
    live = f'=IFERROR(IF({rate}="","",{rate}),"")'
    write_formula(page, row.at, AT["rate"], live, row.rate, master.formats.get())


def _write_line(master: Master, page: Page, row: Row) -> None:
    record = row.record
    table = master.catalogue.tables["budget"].columns
    page.write_string(
        row.at, AT["id"], str(record["line_id"] or ""), look(master, row.level, _column("id"), indent=3)
    )
    page.write_number(row.at, AT["source_row"], record["source_row"])
    write_formula(page, row.at, AT["place"], _place_formula(master, row), record[PLACE], master.formats.get())
    for key, source in (("name", "description"), ("category", "category"), ("capex_opex", "capex_opex"), ("cost_centre", "cost_centre")):  # fmt: skip
        live = (
            f'=IF({row.cell("place")}="","",INDEX({master.column("budget", source)},{row.cell("place")})&"")'
        )
        words = _said(table[source], record[source], master.language)
        indent = {"indent": 2} if key == "name" else {}
        write_formula(page, row.at, AT[key], live, words, look(master, row.level, _column(key), **indent))
    contingency = _contingency(table["category"])
    if contingency is not None:
        yes = master.say(YES)
        live = f'=IF({row.cell("category")}="{master.say(contingency.label)}","{yes}","")'
        what = yes if record["category"] == contingency.key else ""
        write_formula(page, row.at, AT["is_contingency"], live, what, look(master, row.level, _column("is_contingency"), align="center"))  # fmt: skip


def _place_formula(master: Master, row: Row) -> str:
    """Where the line stands in the budget table: project and source row name it, whatever its ID holds."""
    ids, sources = master.column("budget", "project_id"), master.column("budget", "source_row")
    project, source = row.cell("project_id"), row.cell("source_row")
    if "budget" not in master.sliced:
        # Wherever the table is sorted to; MATCH would find nothing in a table of one row.
        mine, places = f"({ids}={project})*({sources}={source})", f"(ROW({ids})-MIN(ROW({ids}))+1)"
        return f'=IF(SUMPRODUCT({mine})=0,"",SUMPRODUCT(MAX({mine}*{places})))'
    first = f"MATCH({project},{ids},0)"
    last = f"{first}+COUNTIF({ids},{project})-1"
    return f'=IFERROR(MATCH({source},INDEX({sources},{first}):INDEX({sources},{last}),0)+{first}-1,"")'


def _contingency(column: Column) -> Choice | None:
    choices = column.choices or ()
    return next((member for member in choices if member.key == "contingency"), None)


def _said(column: Column, what: Any, language: str) -> str:
    words = shown(column, what, language)
    return "" if words is None else str(words)


def _variance_colours(master: Master, page: Page, row: int, last: int) -> None:
    """Green, amber and red for the variance, by the thresholds of its percentage; + and −, ▲ and ◆ say the same."""
    percent = cell("vac_pct", row)
    green, amber = parameter("vac_pct_green"), parameter("vac_pct_amber")
    for test, sign, back, ink in (
        (f"{percent}>={green}", "", LIGHT_GREEN, DARK_GREEN),
        (f"{percent}>={amber}", "▲ ", LIGHT_AMBER, DARK_AMBER),
        ("TRUE", "◆ ", LIGHT_RED, DARK_RED),
    ):
        colours = {"bg_color": back, "font_color": ink}
        signed = {"num_format": f'"{sign}"0.0%;"{sign}"-0.0%'} if sign else {}
        for key, more in (("vac", {}), ("vac_pct", signed)):
            rule = {"type": "formula", "criteria": f"=AND(ISNUMBER({percent}),{test})", "stop_if_true": True}
            style = master.book.add_format({**colours, **more})
            page.conditional_format(row, AT[key], last, AT[key], {**rule, "format": style})


PORTFOLIO = t("Portfolio", "Portefeuille")
YES = t("Yes", "Oui")
