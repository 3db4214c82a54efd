"""The risk register of a demo project at an earlier date: what had been raised by then, and not closed yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pmo_xl.demo.plan import Row
from pmo_xl.demo.risks import PERCENTS, exposure
from pmo_xl.demo.weekdays import last_workday, workday

UNTREATED = 3
TREATED = 0.5
"""One risk in so many had not been made less likely yet, up to that age of the portfolio."""


def earlier_risks(rows: Sequence[Row], day: dt.date, age: float, reserve: float) -> list[Row]:
    """The risks raised by *day*; ``age`` is 1 in the first period, 0 in the last.

    What was still open then is made less likely until the ``reserve`` covers it.
    """
    then = [_earlier(row, day, age, place) for place, row in enumerate(rows) if row["date_raised"] <= day]
    likely = [row for row in then if row["kind"] == "threat" and row["status"] != "closed"]
    likely.sort(key=lambda row: row["prob_pct_res"] * row["cost_impact_res"])
    while likely and exposure(then) > reserve:
        row = likely.pop()
        row["probability_res"], row["prob_pct_res"] = 1, PERCENTS[1][0] / 100
        row.pop("response_cost", None)
        if row["response_type"] == "accept":
            row["response_type"] = "reduce"
    return then


def _earlier(row: Row, day: dt.date, age: float, place: int) -> Row:
    row = dict(row)
    ended = row.get("date_closed") or (row["due_date"] if row["status"] == "occurred" else None)
    if ended is not None and ended <= day:
        return row
    if ended is not None:
        for key in ("date_closed", "closure_reason", "issue_id"):
            row.pop(key, None)
    row["status"] = "escalated" if row["status"] == "escalated" and age < TREATED else "open"
    row["next_review"] = workday(last_workday(day), 3 + 4 * place % 20)
    if place % UNTREATED == 0 and age >= TREATED and row["kind"] == "threat":
        for key in ("probability", "prob_pct"):
            row[f"{key}_res"] = row[f"{key}_in"]
        row.pop("response_cost", None)
    return row
