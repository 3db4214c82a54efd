"""Very many very small projects, quickly written: the labels of the templates, and a row or two below them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from standard import SHEETS

from pmo_xl.catalog.kinds.project import Project
from pmo_xl.core.definition.model import choices_of

Row = Mapping[str, Any]
STATUS = dt.date(2026, 3, 31)
TABLES = ("plan", "risks", "budget", "budget_months")


def tiny_portfolio(folder: Path, projects: int) -> Path:
    """So many projects of ten programmes, one file each: a task, a milestone, a risk, a budget line.

    Every fifth slips by weeks, every third costs more than its budget, every seventh declares better than that.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(projects):
        _write(folder / f"T{n:03}.xlsx", *_project(n))
    return folder


def _project(n: int) -> tuple[Row, Mapping[str, Sequence[Row]]]:
    late = dt.timedelta(weeks=3 + n % 4) if n % 5 == 0 else dt.timedelta(0)
    over, budget = 41.0 * (n % 3 == 0), 1000.0 + 10 * n
    start, end = dt.date(2026, 1, 5), dt.date(2026, 6, 30)
    gate = STATUS + dt.timedelta(days=1 + n % 90)
    gate -= dt.timedelta(days=max(0, gate.weekday() - 4))
    troubled = bool(late or over)
    record = {
        "project_id": f"T{n:03}", "project_name": f"Tiny project number {n}", "programme_id": f"Programme {n % 10}",
        "status_date": STATUS, "currency": "EUR", "project_manager": f"Manager {n % 25}", "start_baseline": start,
        "finish_baseline": end, "finish_forecast": end + late, "rag_declared": "red" if troubled and n % 7 else "green",
        "comment": f"What happened to number {n}" if troubled else None, "prepared_by": "A", "approved_by": "B",
    }  # fmt: skip
    dates = {
        "start_baseline": start,
        "finish_baseline": end,
        "start_forecast": start,
        "finish_forecast": end + late,
    }
    plan = [
        {"task_id": "1", "wbs": "1", "name": "Work", "type": "task", "owner": "A", **dates, "start_actual": start,
         "pct_complete": 0.5, "cost_baseline": budget, "progress_method": "pct_physical"},
        {"task_id": "2", "wbs": "2", "name": f"Gate {n}", "type": "milestone", "owner": "A", "pct_complete": 0,
         **dict.fromkeys(("start_baseline", "finish_baseline", "start_forecast", "finish_forecast"), gate)},
    ]  # fmt: skip
    risks = [
        {"risk_id": "R-001", "title": f"Supplier {n} delivers late", "category": "supplier", "date_raised": start,
         "probability_in": 1 + n % 5, "impact_in": 1 + n % 4, "prob_pct_in": 0.3, "cost_impact_in": 100.0,
         "response_type": "reduce", "response_actions": f"Call supplier {n} every week", "owner": f"Owner {n}",
         "due_date": dt.date(2026, 5, 29), "status": "open", "kind": "threat", "cause": "Short of staff there",
         "event": "The parts may come late", "effect": "Acceptance would slip"},
    ]  # fmt: skip
    half = {"actual": budget / 2 + over, "etc": budget / 2 + over}
    line = {"line_id": "L1", "description": "Services", "category": "other", "capex_opex": "opex", "bac0": budget, **half, "comment": "as given"}  # fmt: skip
    return record, {"plan": plan, "risks": risks, "budget": [line], "budget_months": []}


def _write(path: Path, record: Row, tables: Mapping[str, Sequence[Row]]) -> None:
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})

        def put(sheet: Any, row: int, col: int, column: Any, what: Any) -> None:
            if isinstance(what, dt.date):
                sheet.write_datetime(row, col, what, day)
            elif what is not None:
                choices = choices_of(column)
                labels = {member.key: member.label.en for member in choices or ()}
                sheet.write(row, col, labels.get(what, what))

        sheet = book.add_worksheet(Project.heading.en)
        for row, (key, column) in enumerate(
            (key, column) for key, column in Project.columns.items() if key in record
        ):
            sheet.write(row, 0, column.label.en)
            put(sheet, row, 1, column, record.get(key))
        for table in TABLES:
            sheet, used = (
                book.add_worksheet(SHEETS[table].heading.en),
                {key for row in tables[table] for key in row},
            )
            columns = {
                key: column for key, column in SHEETS[table].columns.items() if key in used or not used
            }
            for col, (key, column) in enumerate(columns.items()):
                sheet.write(0, col, column.label.en)
                for row, values in enumerate(tables[table], start=1):
                    put(sheet, row, col, column, values.get(key))
