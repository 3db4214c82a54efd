"""The tree of the budget tracking: portfolio, programmes, projects and lines, every figure a live formula."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from pmo_xl.core.base.amounts import LEAST_DIVISOR
from pmo_xl.core.formula.criteria import NUMBER
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.tracking.columns import AT, COLUMNS, MONEY, Level, Of, TrackedColumn
from pmo_xl.excel.write.bulk_rows import MARKS
from pmo_xl.excel.write.cells import plain

BUDGET_KEYS = [
    *(column.key for column in COLUMNS if column.of is Of.AMOUNT),
    "line_id", "description", "category", "capex_opex", "cost_centre", "gl_account",
]  # fmt: skip
PLACE = "_place"
"""The row of the budget table, counted from 1, that a line shows."""


@dataclass(slots=True, eq=False)
class Row:
    """A row of the tree: where it stands, what it is, what its money cells come to."""

    at: int
    level: Level
    values: dict[str, float | None] = field(default_factory=dict)
    record: Mapping[str, Any] = field(default_factory=dict)
    """The row of the budget or KPI table that it shows."""
    parent: Row | None = None
    below: list[Row] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The last sheet row of what is below it."""
        return self.below[-1].last if self.below else self.at

    @property
    def marks(self) -> tuple[int, ...]:
        """The rows, counted from 1, that its formulas name beside its own: those of the marks PARENT, TOP, BOTTOM."""
        return (self.parent.at + 1 if self.parent is not None else 0, self.at + 2, self.last + 1)

    @property
    def rate(self) -> float | None:
        rate: float | None = plain(self.record.get("rate"))
        return rate


LETTERS = {key: xl_col_to_name(col) for key, col in AT.items()}


OWN, PARENT, TOP, BOTTOM, BEFORE = MARKS
"""Rows in the formulas of a line: its own, that of the project, the first and last below it, the review before it."""


def cell(key: str, row: int | str) -> str:
    """A cell of a column that stays, in a row counted from 0 or named by a mark."""
    return f"${LETTERS[key]}{_number(row)}"


def span(key: str, row: int | str, last: int | str) -> str:
    """The cells of a column from one row to another, both fixed; rows as in :func:`cell`."""
    letters = LETTERS[key]
    return f"${letters}${_number(row)}:${letters}${_number(last)}"


def _number(row: int | str) -> str:
    return row if isinstance(row, str) else str(row + 1)


# the tree ------------------------------------------------------------------------------------------


def tree_of(master: MasterContext, first: int) -> Row:
    """The rows from the portfolio's own down, with the figures that their formulas come to."""
    lines: dict[str, list[Mapping[str, Any]]] = {}
    budget = master.frames["budget"][["project_id", "source_row", *BUDGET_KEYS]]
    for place, record in enumerate(budget.to_dict("records"), start=1):
        held = {str(key): plain(what) for key, what in record.items()}
        lines.setdefault(str(record["project_id"]), []).append({**held, PLACE: place})
    reserves = {str(r["project_id"]): r for r in master.portfolio.projects.to_dict("records")}
    programmes: dict[str, list[Mapping[str, Any]]] = {}
    totals = master.totals_of_lines
    kpis = master.frames["kpis"][["programme_id", "project_id", "project_name", "rate", *totals.values()]]
    for record in kpis.to_dict("records"):
        programmes.setdefault(str(record["programme_id"]), []).append({str(k): v for k, v in record.items()})
    total = Row(first, Level.PORTFOLIO)
    at = first
    for name in sorted(programmes):
        at += 1
        programme = Row(at, Level.PROGRAMME, record={"programme_id": name})
        for known in programmes[name]:
            at += 1
            project = Row(at, Level.PROJECT, record=known, parent=programme)
            for line in lines.get(str(known["project_id"]), []):
                at += 1
                project.below.append(_line(at, line, project))
            _add_up(project, totals)
            _reserves(project, reserves.get(str(known["project_id"]), {}))
            programme.below.append(project)
        programme.values = _sums(programme.below)
        total.below.append(programme)
    total.values = _sums([project for programme in total.below for project in programme.below])
    return total


def _line(at: int, record: Mapping[str, Any], project: Row) -> Row:
    row, rate = Row(at, Level.LINE, record=record, parent=project), project.rate
    for column in COLUMNS:
        if column.of is Of.AMOUNT:
            what = record[column.key]
            row.values[column.key] = what * rate if what is not None and rate is not None else None
    _percent(row)
    return row


def _less(one: float | None, other: float | None) -> float | None:
    return one - other if one is not None and other is not None else None


def _percent(row: Row) -> None:
    vac, bac = row.values.get("vac"), row.values.get("bac")
    row.values["vac_pct"] = _share(vac, bac)


def _share(amount: float | None, whole: float | None) -> float | None:
    """A share of what is above nothing: of a budget below 0 an overrun would read as a saving."""
    return amount / whole if amount is not None and whole is not None and whole > LEAST_DIVISOR else None


def sum_of(rows: Sequence[Row], key: str) -> float | None:
    """The sum of a column over the rows that have it; None where none has."""
    known = [what for row in rows if (what := row.values.get(key)) is not None]
    return math.fsum(known) if known else None


def _sums(projects: Sequence[Row]) -> dict[str, float | None]:
    """Each column over the projects that have it, and the percentage over those whose variance is known."""
    sums = {key: sum_of(projects, key) for key in MONEY}
    sums["lines"] = sum(row.values.get("lines") or 0 for row in projects)
    bac = sum_of([row for row in projects if row.values.get("vac") is not None], "bac")
    vac = sums["vac"]
    sums["vac_pct"] = _share(vac, bac)
    return sums


def _add_up(project: Row, totals: Mapping[str, str]) -> None:
    """The lines of a project: an amount that one of them lacks, and must have, is unknown of the project."""
    for key in MONEY:
        if key in totals:
            known = plain(project.record[totals[key]]) is not None
        else:
            known = all(row.values.get(key) is not None for row in project.below)
        project.values[key] = sum_of(project.below, key) if known else None
    project.values["lines"] = len(project.below) or None
    _percent(project)


def _reserves(project: Row, record: Mapping[Any, Any]) -> None:
    for column in COLUMNS:
        if column.of is Of.RESERVE:
            what, rate = plain(record.get(column.key)), project.rate
            project.values[column.key] = what * rate if what is not None and rate is not None else None
    project.values["contingency_remaining"] = _less(
        project.values["contingency_initial"], project.values["contingency_drawn"]
    )


# formulas ------------------------------------------------------------------------------------------


def money_formula(master: MasterContext, level: Level, column: TrackedColumn, *, below: bool) -> str:
    """What a money cell of a row holds, that has rows *below* it or not; empty where such a row has none."""
    key, of = column.key, column.of
    if of is Of.PERCENT:
        vac, bac = cell("vac", OWN), cell("bac", OWN)
        if level in (Level.PORTFOLIO, Level.PROGRAMME) and below:
            bac = f"SUMIFS({span('bac', TOP, BOTTOM)},{span('level', TOP, BOTTOM)},{Level.PROJECT:d},{span('vac', TOP, BOTTOM)},{NUMBER})"
            return f'=IFERROR(IF({vac}="","",IF({bac}>{LEAST_DIVISOR},{vac}/{bac},"")),"")'
        return f'=IFERROR(IF(OR({vac}="",{bac}=""),"",IF({bac}>{LEAST_DIVISOR},{vac}/{bac},"")),"")'
    if level in (Level.PORTFOLIO, Level.PROGRAMME):
        if not below:
            return ""
        levels, cells = span("level", TOP, BOTTOM), span(key, TOP, BOTTOM)
        known = f"COUNTIFS({levels},{Level.PROJECT:d},{cells},{NUMBER})"
        return f'=IF({known}=0,"",SUMIFS({cells},{levels},{Level.PROJECT:d}))'
    if level is Level.PROJECT:
        if key == "contingency_remaining":
            return _difference("contingency_initial", "contingency_drawn")
        if of is Of.RESERVE:
            held = f"INDEX({in_projects(master, key)},MATCH({cell('project_id', OWN)},{in_projects(master, 'project_id')},0))"
            rate = cell("rate", OWN)
            return f'=IFERROR(IF(OR({rate}="",{held}=""),"",{held}*{rate}),"")'
        if not below:
            return ""
        cells, totals = span(key, TOP, BOTTOM), master.totals_of_lines
        known = f"COUNT({cells})=ROWS({cells})"
        if key in totals:
            here = f"MATCH({cell('project_id', OWN)},{master.column('kpis', 'project_id')},0)"
            known = f"ISNUMBER(INDEX({master.column('kpis', totals[key])},{here}))"
        return f'=IF({known},IF(COUNT({cells})=0,"",SUM({cells})),"")'
    if of is not Of.AMOUNT:
        return ""
    place, rate = cell("place", OWN), cell("rate", PARENT)
    held = f"INDEX({master.column('budget', key)},{place})"
    return f'=IF(OR({place}="",{rate}=""),"",IF({held}="","",{held}*{rate}))'


def _difference(one: str, other: str) -> str:
    a, b = cell(one, OWN), cell(other, OWN)
    return f'=IF(OR({a}="",{b}=""),"",{a}-{b})'


def in_projects(master: MasterContext, key: str) -> str:
    """A column of the table of project sheets."""
    return f"projects[{master.say(master.catalogue.record.columns[key].label)}]"


def rows_of(row: Row) -> list[Row]:
    """A row and all below it, top to bottom."""
    return [row, *(each for child in row.below for each in rows_of(child))]


def at_level(row: Row, level: Level) -> list[Row]:
    """The rows of one level among these."""
    return [each for each in rows_of(row) if each.level is level]
