"""What a demo portfolio breaks: an independent reading of cells and row rules, without any workbook."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from standard import SHEETS, TABLES

from pmo_xl.core.definition.column import STANDARD, Column, Kind
from pmo_xl.core.definition.model import Sheet, choices_of
from pmo_xl.core.expr.value import EvalContext, fails
from pmo_xl.core.flow.frame import frame_of
from pmo_xl.demo.portfolio import DemoProject

Row = dict[str, Any]
Found = tuple[str, str, str, int, str]
"""Project, code, table, row and column."""


def rows(project: DemoProject, table: str) -> list[Row]:
    """The rows of a table, each by itself."""
    columns = project.rows[table]
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def parts(project: DemoProject) -> Iterator[tuple[type[Sheet], dict[str, list[Any]]]]:
    """The project sheet and each table as columns."""
    yield SHEETS["project"], {key: [what] for key, what in project.record.items()}
    for key, columns in project.rows.items():
        yield TABLES[key], columns


def broken_rules(projects: Sequence[DemoProject]) -> Iterator[Found]:
    """Every row rule that does not hold; all projects of one status date are judged in one frame."""
    params = {"status_date": projects[0].record["status_date"]}
    for sheet in SHEETS.values():
        columns: dict[str, list[Any]] = {column.key: [] for column in sheet.inputs()}
        where: list[tuple[str, int]] = []
        for project in projects:
            table = {part.key: held for part, held in parts(project)}.get(sheet.key)
            if table is None:  # a kind that no project of the demonstration owes
                continue
            size = len(next(iter(table.values())))
            where += [(project.project_id, at) for at in range(size)]
            for key in columns:
                columns[key] += table.get(key, [None] * size)
        frame = frame_of(sheet, columns, params=params)
        for rule in sheet.rules:
            for place in frame.index[fails(rule.holds, EvalContext(frame, params))]:
                project_id, at = where[place]
                yield project_id, rule.code, sheet.key, at, rule.at


def wrong_cell(column: Column, what: Any) -> str:
    """The code of what is wrong with a value by itself, or nothing."""
    choices = choices_of(column)
    if what is None:
        return "FLD-01" if column.is_required(STANDARD) else ""
    if choices is not None:
        return "" if what in {member.key for member in choices} else "FLD-03"
    if column.kind.is_date:
        return "" if isinstance(what, dt.date) else "FLD-02"
    if column.kind.is_quantity:
        if isinstance(what, str):
            return "FLD-02"
        if column.kind is Kind.PERCENT and 2 <= what <= 100:
            return "FLD-06"
        inside = (column.low is None or what >= column.low) and (column.high is None or what <= column.high)
        return "" if inside else "FLD-05"
    assert isinstance(what, str)
    assert what == what.strip()
    assert column.max_length is None or len(what) <= column.max_length
    return "FLD-04" if column.pattern and not re.fullmatch(column.pattern, what) else ""


def wrong_cells(projects: Sequence[DemoProject]) -> Iterator[Found]:
    """Every cell that cannot be read, and every further row of one name."""
    for project in projects:
        for sheet, columns in parts(project):
            size = len(next(iter(columns.values())))
            for column in sheet.inputs():
                for at, what in enumerate(columns.get(column.key, [None] * size)):
                    code = wrong_cell(column, project.raw.get((sheet.key, at, column.key), what))
                    if code:
                        yield project.project_id, code, sheet.key, at, column.key
            if sheet.identity:
                names = list(zip(*(columns[key] for key in sheet.identity), strict=True))
                first = {name: at for at, name in reversed(list(enumerate(names)))}
                for at, name in enumerate(names):
                    if first[name] != at:
                        yield project.project_id, "FLD-04", sheet.key, at, sheet.identity[0]


def cents(amounts: Iterable[float]) -> int:
    """The sum of amounts, in cents."""
    return sum(round(amount * 100) for amount in amounts)


def current_budget(line: Row) -> float:
    """Initial budget, changes and transfers of a line."""
    return float(line["bac0"] + line["changes_approved"] + line["transfers"])


def indices(project: DemoProject) -> tuple[float, float, float, float]:
    """PV, EV, AC and BAC at the status date."""
    work = [row for row in rows(project, "plan") if row["type"] != "summary"]
    lines, months = rows(project, "budget"), rows(project, "budget_months")
    return (
        sum(month["pv"] for month in months if month["period"] <= project.record["status_date"]),
        sum(row["cost_baseline"] * row["pct_complete"] for row in work),
        sum(line["actual"] for line in lines),
        sum(map(current_budget, lines)),
    )
