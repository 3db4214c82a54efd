"""The words in which KPIs are written: their forms, pages, and the sums that many of them take."""

from __future__ import annotations

from pmo_xl.catalog.templates.plan import ProgressMethod, TaskType
from pmo_xl.core.expr import at, this, total
from pmo_xl.core.kpi import Across, Form
from pmo_xl.core.nodes import Expr, Ref

SUM, RECOMPUTE, MAX, MIN, NONE = Across
AMOUNT, RATIO, PERCENT, COUNT, DAYS, DATE, LIGHT, SHARE = Form
BUDGET, EARNED, SCHEDULE, RISKS, PORTFOLIO = "budget", "earned_value", "schedule", "risks", "portfolio"
CENT = 0.005
"""Amounts that differ by less are the same."""

is_task = this.type == TaskType.TASK
is_milestone = this.type == TaskType.MILESTONE
not_summary = this.type != TaskType.SUMMARY
is_effort = (this.type == TaskType.LOE) | (this.progress_method == ProgressMethod.LOE)
is_open = this.is_open == 1
due = this.finish_baseline <= at.status_date


def money(table: str, column: Ref, where: Expr | None = None) -> Expr:
    """The project's total of an amount, in the reporting currency at the budget rate."""
    return total(table, column, where) * this.rate
