"""One small project whose returns are right in every cell, and ways to damage them."""

from __future__ import annotations

import datetime as dt
import functools
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from copies import write_return
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from standard import SHEETS, STANDARD_TEMPLATES, TABLES, TEMPLATES

from pmo_xl.core.definition.column import STANDARD
from pmo_xl.core.flow.expected import Expected
from pmo_xl.core.flow.portfolio import Portfolio, Return
from pmo_xl.core.settings.settings import Settings
from pmo_xl.excel.read.workbook import read_workbook
from pmo_xl.excel.template.workbook import Filling
from pmo_xl.steps.one_return.examine import examine
from pmo_xl.steps.portfolio.consolidate import consolidate

Row = dict[str, Any]
HEADER = 5
"""The row of the headers on a table's sheet; the records follow it."""


def day(month: int, number: int) -> dt.date:
    """A day of 2026."""
    return dt.date(2026, month, number)


PROJECT: Row = {
    "project_id": "P001", "project_name": "Customer portal", "status_date": day(3, 31), "currency": "EUR",
    "project_manager": "Claire Martin", "sponsor": "Paul Durand", "phase": "build", "rag_declared": "green",
    "contingency_initial": 12000.0, "prepared_by": "Claire Martin", "approved_by": "Paul Durand",
}  # fmt: skip


def task(number: str, wbs: str, name: str, baseline: tuple[dt.date, dt.date], forecast: tuple[dt.date, dt.date],
         started: dt.date | None, finished: dt.date | None, done: float, cost: float | None, **more: Any) -> Row:  # fmt: skip
    """A row of the plan."""
    return {
        "task_id": number, "wbs": wbs, "name": name, "type": "task", "owner": "Claire Martin",
        "start_baseline": baseline[0], "finish_baseline": baseline[1],
        "start_forecast": forecast[0], "finish_forecast": forecast[1],
        "start_actual": started, "finish_actual": finished, "pct_complete": done, "cost_baseline": cost, **more,
    }  # fmt: skip


def risk(number: str, title: str, category: str, **more: Any) -> Row:
    """A row of the risk register."""
    return {
        "risk_id": number, "title": title, "category": category, "date_raised": day(1, 15), "probability_in": 3,
        "impact_in": 3, "prob_pct_in": 0.4, "cost_impact_in": 52000.0, "response_type": "reduce",
        "response_actions": "Weekly review with the supplier", "owner": "Claire Martin", "due_date": day(6, 30),
        "status": "open", "probability_res": 2, "impact_res": 3, **more,
    }  # fmt: skip


def line(number: str, what: str, category: str, capex: str, *amounts: float) -> Row:
    """A row of the budget."""
    keys = ("bac0", "changes_approved", "committed", "actual", "etc")
    return {
        "line_id": number, "description": what, "category": category, "capex_opex": capex,
        **dict(zip(keys, amounts, strict=True)),
    }  # fmt: skip


ROWS: dict[str, list[Row]] = {
    "plan": [
        task("10", "1", "Design", (day(1, 5), day(1, 30)), (day(1, 5), day(1, 30)), day(1, 5), day(1, 30), 1.0, 50000.0),
        task("20", "2", "Build", (day(2, 2), day(5, 4)), (day(2, 2), day(5, 4)), day(2, 2), None, 0.55, 120000.0),
        task("30", "3", "Roll-out", (day(5, 5), day(6, 26)), (day(5, 5), day(6, 26)), None, None, 0.0, 30000.0),
        task("40", "4", "Closure", (day(6, 29), day(7, 17)), (day(6, 29), day(7, 17)), None, None, 0.0, 10000.0),
    ],
    "risks": [
        risk("R-001", "Payment provider delivers late", "supplier"),
        risk("R-002", "Key developer leaves", "resources", prob_pct_in=0.2, cost_impact_in=31000.0),
        risk("R-003", "Scope grows during the build", "scope"),
        risk("R-004", "Penetration test fails", "security"),
    ],
    "budget": [
        line("L01", "Development team", "labour_external", "capex", 300000.0, 20000.0, 250000.0, 140000.0, 180000.0),
        line("L02", "Hosting", "cloud", "opex", 50000.0, -120.5, 30000.0, 12500.5, 37000.0),
        line("L03", "Own staff", "labour_internal", "opex", 81234.56, 0.0, 41234.56, 41234.56, 40000.0),
    ],
    "budget_months": [
        {"line_id": number, "period": when, "pv": pv, "actual": actual, "forecast": forecast}
        for number, when, pv, actual, forecast in (
            ("L01", day(3, 1), 320000.0, 140000.0, None), ("L01", day(4, 1), None, None, 180000.0),
            ("L02", day(3, 1), 49879.5, 12500.5, None), ("L02", day(4, 1), None, None, 37000.0),
            ("L03", day(3, 1), 81234.56, 41234.56, None), ("L03", day(4, 1), None, None, 40000.0),
        )
    ],
}  # fmt: skip


FOLLOW_UP: dict[str, list[Row]] = {
    "status": [{"dimension": key, "rag": "green"} for key in ("overall", "schedule", "cost", "risks")],
    "messages": [{"kind": "highlight", "message": "Design signed off"}],
    "actions": [
        {"action_id": "A-001", "action": "Confirm the environment", "owner": "Claire Martin", "opened_on": day(3, 2),
         "due_date": day(5, 29), "status": "open"},
    ],
}  # fmt: skip
"""The rows of a follow-up; tables that are not named have none."""


def columns_of(table: str) -> dict[str, list[Any]]:
    """The rows of a table as columns, blanks included."""
    return {
        column.key: [row.get(column.key) for row in {**FOLLOW_UP, **ROWS}.get(table, [])]
        for column in TABLES[table].inputs()
    }


def write(path: Path, kinds: tuple[str, ...], language: str, **record: Any) -> None:
    """The returns of these kinds in one workbook."""
    templates = [TEMPLATES[kind] for kind in kinds]
    tables = {table.key: columns_of(table.key) for template in templates for table in template.tables}
    filling = Filling({**PROJECT, **record}, tables)
    write_return(path, kinds, filling, language, room=3)


@functools.cache
def good(kind: str, language: str = "en", project: str = "P001") -> bytes:
    """A return without a fault."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "return.xlsx"
        write(path, (kind,), language, project_id=project)
        return path.read_bytes()


def edited(path: Path, change: Callable[[openpyxl.Workbook], object]) -> Path:
    """The workbook after somebody changed it."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def sheet_of(book: openpyxl.Workbook, table: str) -> Worksheet:
    """The sheet of a table or of the project, in whichever language."""
    return next(book[name] for name in SHEETS[table].heading.in_all() if name in book.sheetnames)


def labels_of(table: str, key: str) -> tuple[str, ...]:
    """What a field is called, and was in the workbooks of before, in whichever language."""
    column = SHEETS[table].columns[key]
    return tuple(words for label in (column.label, *column.former) for words in label.in_all())


def column_of(sheet: Worksheet, table: str, key: str) -> int:
    """The column of a field on its sheet."""
    words = labels_of(table, key)
    return next(cell.column for cell in sheet[HEADER] if cell.value in words)


def cell_of(book: openpyxl.Workbook, table: str, key: str, row: int = 0) -> Cell:
    """The cell of a field: of the *row*-th record, or of the project."""
    sheet = sheet_of(book, table)
    if table != "project":
        return sheet.cell(HEADER + 1 + row, column_of(sheet, table, key))
    words = labels_of(table, key)
    label = next(cell for cell in sheet["B"] if cell.value in words)
    return sheet.cell(label.row, 3)


def returned(path: Path) -> Return:
    """A file as a return."""
    return examine(read_workbook(path, path.name), STANDARD_TEMPLATES, STANDARD)


def portfolio_of(*returns: Return) -> Portfolio:
    """The portfolio of these returns, with every finding."""
    return consolidate(list(returns), STANDARD_TEMPLATES, Settings(), Expected())


def held(one: Return) -> dict[str, dict[str, list[Any]]]:
    """What was read, by table, key and row; rows that cannot be used are left out."""
    parts = [*one.tables, *([one.record] if one.record is not None else [])]
    return {
        part.located.sheet.key: {
            key: [value for at, value in enumerate(values) if at not in part.broken]
            for key, values in part.values.items()
        }
        for part in parts
    }
