"""Small projects typed into templates: a few tasks, a few budget lines, months from January 2026 on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from pmo_xl.catalog.templates import TEMPLATES
from pmo_xl.catalog.templates.project import Project
from pmo_xl.excel.make import Filling, make_workbook

Row = dict[str, Any]


def month(number: int) -> date:
    """The first day of a month, counted from January 2026."""
    return date(2026 + (number - 1) // 12, (number - 1) % 12 + 1, 1)


def end_of(number: int) -> date:
    """The last day of a month, counted from January 2026."""
    return date.fromordinal(month(number + 1).toordinal() - 1)


def task(budget: float | None, done: float, **more: Any) -> Row:
    """A task over the first half of 2026: not begun, under way or done."""
    january = date(2026, 1, 30)
    ends: dict[float, Row] = {
        0.0: {"start_forecast": date(2030, 1, 7)},
        1.0: {"finish_actual": january, "finish_forecast": january},
    }
    return {
        "task_id": "1", "name": "Work", "type": "task", "owner": "A",
        "start_baseline": date(2026, 1, 1), "finish_baseline": date(2026, 6, 30),
        "start_forecast": date(2026, 1, 1), "finish_forecast": date(2030, 6, 28),
        "start_actual": date(2026, 1, 1) if done else None, "pct_complete": done, "cost_baseline": budget,
        **ends.get(done, {}), **more,
    }  # fmt: skip


def line(bac0: float, actual: float, etc: float, **more: Any) -> Row:
    """A line of the budget."""
    return {
        "line_id": "L1", "category": "other", "capex_opex": "opex", "bac0": bac0, "actual": actual, "etc": etc,
        "comment": "as given", **more,
    }  # fmt: skip


def columns(rows: list[Row]) -> dict[str, list[Any]]:
    """Rows as columns."""
    keys: dict[str, None] = {key: None for row in rows for key in row}
    return {key: [row.get(key) for row in rows] for key in keys}


def write(
    folder: Path, name: str, status: date, plan: list[Row] | None, budget: list[Row] | None, months: list[Row],
    language: str = "en", **record: Any,
) -> None:  # fmt: skip
    """The plan and the budget of a project, each where it is given."""
    whole = {"project_id": name, "project_name": name, "status_date": status, "currency": "EUR", "project_manager": "A", **record}  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, dict[str, dict[str, list[Any]]]] = {}
    if plan is not None:
        tables["plan"] = {"plan": columns(plan)}
    if budget is not None:
        tables["budget"] = {"budget": columns(budget), "budget_months": columns(months)}
    for kind, rows in tables.items():
        make_workbook(folder / f"{name}-{kind}.xlsx", [TEMPLATES[kind]], Project, language=language,
                      filling=Filling(whole, rows), room=1)  # fmt: skip
