"""The budget of a demo project at an earlier date: what had been spent by then, and what was thought to be left."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence

from pmo_xl.demo.plan import Row
from pmo_xl.demo.portfolio import Made
from pmo_xl.demo.texts.lines import OVERRUN
from pmo_xl.demo.weekdays import month_of, months_after, split

MOST_OVER = 0.17
"""The share of the budget by which the estimate at completion lies above it at most."""
ACCRUED, PAID = 0.04, 0.9
"""The shares of the actual cost that is not invoiced yet, and of the invoices that are paid."""


def earlier_budget(made: Made, plan: Sequence[Row], day: dt.date, trend: float, over: bool) -> list[Row]:
    """The lines on *day*; ``trend`` is how much of the overrun of today was seen then, ``over`` whether all is done."""
    now, trend = month_of(day), min(trend, _most(made.tables["budget"]))
    months: dict[str, list[Row]] = {}
    for month in made.tables["budget_months"]:
        months.setdefault(month["line_id"], []).append(month)
    return [
        _line(made, row, months.get(row["line_id"], []), now, trend, over) for row in made.tables["budget"]
    ]


def _most(lines: Sequence[Row]) -> float:
    """How many times the overrun of today nobody would have left without a new budget."""
    budget = sum(row["bac0"] + row["changes_approved"] + row["transfers"] for row in lines)
    over = sum(row["actual"] + row["etc"] for row in lines) - budget
    return max(1.0, MOST_OVER * budget / over) if over > 0 else math.inf


def _line(made: Made, row: Row, months: Sequence[Row], now: dt.date, trend: float, over: bool) -> Row:
    row = dict(row)
    past = [month for month in months if month["period"] <= now]
    eac = row["actual"] + row["etc"]
    budget = row["bac0"] + row["changes_approved"] + row["transfers"]
    for key in ("actual", "committed"):
        row[key] = float(sum(month[key] or 0.0 for month in past))
    if not over:
        then = budget + (eac - budget) * trend
        row["etc"] = float(max(100, round(then - row["actual"]))) if budget else 0.0
    if row["category"] not in ("labour_internal", "contingency") and not over:
        row["accruals"] = float(round(row["actual"] * ACCRUED))
        row["invoiced"] = row["actual"] - row["accruals"]
        row["paid"] = float(int(row["invoiced"] * PAID))
    if row["actual"] + row["etc"] > budget and not row.get("comment"):
        reason = OVERRUN[row["category"].startswith("labour")][0]
        row["comment"] = reason.fill(ref="CR-002").to(made.project.language)
    return row


def earlier_months(made: Made, budget: Sequence[Row], day: dt.date) -> Iterator[Row]:
    """The months of each line: the past as it was spent, the rest as it was then forecast."""
    now = month_of(day)
    for line, etc in ((row["line_id"], int(row["etc"])) for row in budget):
        months = [dict(month) for month in made.tables["budget_months"] if month["line_id"] == line]
        ahead = {
            month["period"]: (month["actual"] or 0.0) + (month["forecast"] or 0.0)
            for month in months
            if month["period"] > now
        }
        if not any(ahead.values()):
            ahead = {months_after(now, 1): 1.0}
        forecast = dict(zip(ahead, split(etc, list(ahead.values())), strict=True))
        known = {month["period"] for month in months}
        months += [{"line_id": line, "period": at, "pv": 0.0} for at in ahead if at not in known and etc]
        for month in sorted(months, key=lambda month: month["period"]):
            later = month["period"] > now
            month["forecast"] = float(forecast.get(month["period"], 0)) if later else None
            for key in ("actual", "committed"):
                month[key] = None if later else month.get(key) or 0.0
            if any(month[key] for key in ("pv", "actual", "forecast", "committed")):
                yield month
