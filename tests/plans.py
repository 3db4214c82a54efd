"""Plans typed day by day: tasks and milestones by their baseline and their forecast."""

from __future__ import annotations

import datetime as dt
from typing import Any

from small import Row


def span(
    number: str, baseline: tuple[str, str], forecast: tuple[str, str], done: float | None, **more: Any
) -> Row:
    """A task, from and to by its baseline and its forecast."""
    (planned, due), (start, finish) = (
        tuple(map(dt.date.fromisoformat, pair)) for pair in (baseline, forecast)
    )
    begun = done is not None and done > 0
    return {
        "task_id": number, "name": f"Work {number}", "type": "task", "owner": "A", "start_baseline": planned,
        "finish_baseline": due, "start_forecast": start, "finish_forecast": finish,
        "start_actual": start if begun else None, "finish_actual": finish if done == 1 else None,
        "pct_complete": done, "cost_baseline": 100.0, **more,
    }  # fmt: skip


def milestone(
    number: str, baseline: str, forecast: str, level: str | None = None, *, met: bool = False
) -> Row:
    """A milestone, by its baseline and its forecast; met on that day."""
    more = {"type": "milestone", "cost_baseline": None, "milestone_level": level}
    return span(number, (baseline, baseline), (forecast, forecast), 1.0 if met else 0.0, **more)
