"""The status that the figures of a demo project come to, and the one that its manager declares: never a kinder one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

from pmo_xl.demo.plan import Row
from pmo_xl.demo.risks import exposure, is_open_threat
from pmo_xl.demo.weekdays import workday

LEVELS = ("green", "amber", "red")
STERN = 0.12
"""How often a manager who sees trouble declares one step more than the figures say."""


def declared(rng: Random, indices: int, others: int) -> str:
    """What is declared of a project whose indices, and whose other lights, come to these levels (0-2)."""
    level = max(indices, others)
    if indices and rng.random() < STERN:
        level = min(level + 1, 2)
    return LEVELS[level]


def indices_level(earned: float, planned: float, spent: float, left: float, bac: float) -> int:
    """The level of SPI, CPI and the variance at completion, in amounts of the project."""
    ratios = [earned / whole for whole in (planned, spent) if whole]
    variance = round(1 - (spent + left) / bac, 9)
    return max(
        *(_level(ratio < 0.95, ratio < 0.90) for ratio in (round(each, 9) for each in ratios)),
        _level(variance < -0.05, variance < -0.10),
    )


def other_level(plan: Sequence[Row], risks: Sequence[Row], bac: float, day: dt.date) -> int:
    """The level of the slip, the overdue milestones, the critical threats and the exposure on *day*."""
    whole = plan[0]
    late, end = whole["finish_baseline"], whole["finish_forecast"]
    gates = [row for row in plan if row["type"] == "milestone"]
    overdue = sum(row["finish_baseline"] <= day and row["finish_actual"] is None for row in gates)
    scores = [row["probability_res"] * row["impact_res"] for row in risks if is_open_threat(row)]
    critical, share = sum(score >= 15 for score in scores), exposure(risks) / bac
    return max(
        _level(end > late, end > workday(late, 10)), _level(overdue > 0, overdue > 1),
        _level(critical > 0, critical > 2), _level(share > 0.05, share > 0.15),
    )  # fmt: skip


def _level(amber: bool, red: bool) -> int:
    return 2 if red else int(amber)
