"""Small projects typed into templates: a few tasks, a few budget lines, months from January 2026 on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from copies import write_return

from pmo_xl.core.settings.settings import RateSettings, Settings
from pmo_xl.excel.template.workbook import Filling

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
        write_return(folder / f"{name}-{kind}.xlsx", kind, Filling(whole, rows), language)


RATES = {
    "USD": RateSettings(budget=0.92, average=0.9, closing=0.88),
    "GBP": RateSettings(budget=1.17, average=1.2, closing=1.22),
    "CHF": RateSettings(budget=1.05, average=1.05, closing=1.05),
    "JPY": RateSettings(budget=0.0062, average=0.0061, closing=0.006),
}
SETTINGS = Settings(status_date=end_of(3), rates=RATES)


def months(pv: float, actual: float, forecast: float, number: str = "L1") -> list[dict[str, Any]]:
    """Three months of the past, three to come."""
    return [
        {"line_id": number, "period": month(n), "pv": pv / 6, "actual": actual / 3 if n <= 3 else None,
         "forecast": forecast / 3 if n > 3 else None, "committed": 100.0 if n <= 3 else None}
        for n in range(1, 7)
    ]  # fmt: skip


def five_currencies(folder: Path, usd: tuple[float, float, float] = (1000.0, 400.0, 700.0)) -> Path:
    """Five currencies; projects without months, with a zero budget, negative changes, closed, not started."""
    status, (granted, spent, left) = end_of(3), usd
    reserve = {"contingency_initial": 100.0, "contingency_drawn": 20.0, "management_reserve": 50.0}
    full = {"committed": 500.0, "invoiced": 300.0, "paid": 200.0, "accruals": 100.0, "cost_centre": "CC1"}
    write(folder, "USD-1", status, [task(granted, 0.5)], [line(granted, spent, left, capex_opex="capex", **full)],
          months(granted, spent, left), currency="USD", **reserve)  # fmt: skip
    write(folder, "GBP-1", status, [task(600.0, 0.5), task(400.0, 0.2, task_id="2")],
          [line(1000.0, 500.0, 400.0, cost_centre="cc1")], [], currency="GBP")  # fmt: skip
    write(folder, "CHF-1", status, [task(1800.0, 1.0)],
          [line(2000.0, 1900.0, 0.0, changes_approved=-150.0, transfers=-50.0),
           line(0.0, 40.0, 0.0, line_id="L2", transfers=50.0)], months(1850.0, 1940.0, 0.0), currency="CHF")  # fmt: skip
    write(folder, "JPY-1", status, [task(0.0, 0.0)], [line(0.0, 0.0, 0.0)], [], currency="JPY")
    write(folder, "EUR-1", status, [task(500.0, 0.0)], [line(500.0, 0.0, 500.0)], months(500.0, 0.0, 500.0))
    write(folder, "EUR-2", status, None, [line(300.0, 10.0, 290.0, changes_approved=25.0)], [])
    write(folder, "EUR-3", status, [task(None, 0.3)], None, [])
    return folder
