"""The rows of the budget tracking as cells: identification, money, folds, colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.format import Format

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import Column
from pmo_xl.core.definition.kpi import AMBER, RED
from pmo_xl.core.definition.limits import within_formula
from pmo_xl.core.expr.choice import Choice
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.master.project_ranges import first_key, rows_key
from pmo_xl.excel.tracking.columns import AT, VISIBLE, Level, Of, TrackedColumn
from pmo_xl.excel.tracking.tree import BOTTOM, OWN, PLACE, TOP, Row, cell, money_formula, span
from pmo_xl.excel.write.bulk_rows import Line, Pattern, Slot
from pmo_xl.excel.write.cells import plain, shown
from pmo_xl.excel.write.style import (
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
from pmo_xl.excel.write.worksheet import Page

BODY = 15.5
"""Height of a row of the tree."""


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """Rows of one kind: the pattern of their cells, and which column each of these belongs to."""

    pattern: Pattern
    keys: Sequence[str]

    @classmethod
    def of(cls, slots: Mapping[str, Slot]) -> Kind:
        """The kind of the rows that have these cells, by column."""
        ordered = sorted(slots.items(), key=lambda item: item[1].col)
        return cls(Pattern([slot for _, slot in ordered]), [key for key, _ in ordered])

    def line(self, values: Mapping[str, Any], rows: Sequence[int]) -> Line:
        """A row with these values by column, and the rows that its formulas name."""
        return Line(self.pattern, [values.get(key) for key in self.keys], rows)


def folding(row: Row) -> dict[str, Any]:
    """How a row folds: lines start folded, their projects in sight."""
    options: dict[str, Any] = {"level": int(row.level)} if row.level else {}
    if row.level is Level.LINE:
        options["hidden"] = True
    elif row.level is Level.PROJECT and row.below:
        options["collapsed"] = True
    return options


def look(master: MasterContext, level: Level, column: TrackedColumn, **more: Any) -> Format:
    """The format of a cell of the tree that nobody types into."""
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


def tree_slots(master: MasterContext, level: Level, *, below: bool) -> dict[str, Slot]:
    """The cells of a row of the tree without its review, by column; of one that has rows *below* it or not."""
    slots: dict[str, Slot] = {}
    for column in VISIBLE:
        if column.of in (Of.ENTRY, Of.REVIEW) and level >= Level.PROJECT:
            continue
        live = ""
        more: Mapping[str, Any] = {}
        if column.of in (Of.AMOUNT, Of.RESERVE, Of.MADE, Of.PERCENT):
            live = money_formula(master, level, column, below=below)
        elif column.of is Of.COUNT and level < Level.LINE and below:
            live = _count_formula(level)
        elif column.of is Of.TEXT and level is Level.LINE:
            live, more = _line_formula(master, column.key), LINE_LOOKS.get(column.key, {})
        elif column.of is Of.TEXT and level is Level.PROJECT:
            live, more = _project_formula(master, column.key), PROJECT_LOOKS.get(column.key, {})
        slots[column.key] = Slot(AT[column.key], look(master, level, column, **more), live)
    slots["level"] = Slot(AT["level"], None)
    if level is Level.PROJECT:
        rate = f"INDEX({master.column('kpis', 'rate')},{_here(master)})"
        slots["rate"] = Slot(AT["rate"], master.formats.get(), f'=IFERROR(IF({rate}="","",{rate}),"")')
    if level is Level.LINE:
        slots["source_row"] = Slot(AT["source_row"], None)
        slots["place"] = Slot(AT["place"], master.formats.get(), _place_formula(master))
    return slots


LINE_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "id": {"indent": 3}, "name": {"indent": 2}, "is_contingency": {"align": "center"},
}  # fmt: skip
PROJECT_LOOKS: Mapping[str, Mapping[str, Any]] = {"id": {"indent": 1}, "name": {"shrink": True}}
SOURCES = {
    "name": "description",
    "category": "category",
    "capex_opex": "capex_opex",
    "cost_centre": "cost_centre",
}
"""The columns of a line that are read from the budget table, and the column each is read from."""


def tree_values(master: MasterContext, row: Row) -> dict[str, Any]:
    """What the cells of a row come to, by column."""
    values: dict[str, Any] = {**row.values, "level": int(row.level)}
    record = row.record
    if row.level is Level.PORTFOLIO:
        values["id"] = master.say(PORTFOLIO)
    elif row.level is Level.PROGRAMME:
        values["id"] = str(record["programme_id"])
    elif row.level is Level.PROJECT:
        values |= {
            "id": str(record["project_id"]),
            "name": plain(record["project_name"]) or "",
            "rate": row.rate,
        }
    else:
        values |= {
            "id": str(record["line_id"] or ""),
            "source_row": record["source_row"],
            "place": record[PLACE],
        }
        table = master.catalogue.tables["budget"].columns
        for key, source in SOURCES.items():
            values[key] = _said(table[source], record[source], master.language)
        contingency = _contingency(table["category"])
        if contingency is not None and record["category"] == contingency.key:
            values["is_contingency"] = master.say(YES)
    return values


def _count_formula(level: Level) -> str:
    if level is Level.PROJECT:
        places = span("place", TOP, BOTTOM)
        return f'=IF(COUNT({places})=0,"",COUNT({places}))'
    return f"=SUMIFS({span('lines', TOP, BOTTOM)},{span('level', TOP, BOTTOM)},{Level.PROJECT:d})"


def _here(master: MasterContext) -> str:
    return f"MATCH({cell('project_id', OWN)},{master.column('kpis', 'project_id')},0)"


def _project_formula(master: MasterContext, key: str) -> str:
    """What names a project beside its ID is read from the table of KPIs."""
    if key != "name":
        return ""
    return f'=IFERROR(INDEX({master.column("kpis", "project_name")},{_here(master)})&"","")'


def _line_formula(master: MasterContext, key: str) -> str:
    """What describes a line is read from its place in the budget table."""
    place = cell("place", OWN)
    if key in SOURCES:
        return f'=IF({place}="","",INDEX({master.column("budget", SOURCES[key])},{place})&"")'
    contingency = _contingency(master.catalogue.tables["budget"].columns["category"])
    if key != "is_contingency" or contingency is None:
        return ""
    return f'=IF({cell("category", OWN)}="{master.say(contingency.label)}","{master.say(YES)}","")'


def _place_formula(master: MasterContext) -> str:
    """Where the line stands in the budget table: project and source row name it, whatever its ID holds."""
    ids, sources = master.column("budget", "project_id"), master.column("budget", "source_row")
    project, source = cell("project_id", OWN), cell("source_row", OWN)
    if "budget" not in master.sliced:
        # Wherever the table is sorted to; MATCH would find nothing in a table of one row.
        mine, places = f"({ids}={project})*({sources}={source})", f"(ROW({ids})-MIN(ROW({ids}))+1)"
        return f'=IF(SUMPRODUCT({mine})=0,"",SUMPRODUCT(MAX({mine}*{places})))'
    row = f"MATCH({project},{master.column('kpis', 'project_id')},0)"
    first, rows = (f"INDEX({master.column('kpis', key('budget'))},{row})" for key in (first_key, rows_key))
    mine = f"INDEX({sources},{first}):INDEX({sources},{first}+{rows}-1)"
    return f'=IFERROR(IF({rows}=0,"",MATCH({source},{mine},0)+{first}-1),"")'


def _contingency(column: Column) -> Choice | None:
    choices = column.choices or ()
    return next((member for member in choices if member.key == "contingency"), None)


def _said(column: Column, what: Any, language: str) -> str:
    words = shown(column, what, language)
    return "" if words is None else str(words)


def variance_colours(master: MasterContext, page: Page, row: int, last: int) -> None:
    """Green, amber and red for the variance, by the thresholds of its percentage; + and −, ▲ and ◆ say the same."""
    percent, threshold = cell("vac_pct", row), master.catalogue.kpis["vac_pct"].threshold
    assert threshold is not None
    for test, sign, back, ink in (
        (within_formula("vac_pct", threshold, percent, AMBER), "", LIGHT_GREEN, DARK_GREEN),
        (within_formula("vac_pct", threshold, percent, RED), "▲ ", LIGHT_AMBER, DARK_AMBER),
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
