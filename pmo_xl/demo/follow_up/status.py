"""The status report of a demo project: as good as the status it declares, with words and a way back to green."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from pmo_xl.demo.follow_up.texts import COMMENTS, MESSAGES, PATHS
from pmo_xl.demo.plan import Row
from pmo_xl.demo.weekdays import last_workday, workday

LEVELS = ("green", "amber", "red")
CAUSES = ("schedule", "cost", "scope", "risks")
"""What may make the overall status: it is no better than the worst of them."""
OTHERS = ("resources", "quality", "benefits", "stakeholders")


def status_rows(rng: Random, rag: str, team: Sequence[str], status_date: dt.date, language: str) -> list[Row]:
    """The nine dimensions of a project that declares this status."""
    levels = _levels(rng, rag)
    rows: list[Row] = []
    for dimension, light in levels.items():
        row: Row = {"dimension": dimension, "rag": light, "trend": None}
        if light in ("amber", "red"):
            words = dimension if dimension in COMMENTS else "overall"
            row["comment"] = COMMENTS[words].to(language)
            row["path_to_green"] = PATHS[words].to(language)
            row["path_owner"] = rng.choice(list(team))
            row["path_date"] = workday(last_workday(status_date), rng.randint(5, 40))
        if light in LEVELS:
            row["trend"] = "stable" if light == "green" else rng.choice(("stable", "improving", "worsening"))
        rows.append(row)
    return rows


def _levels(rng: Random, rag: str) -> dict[str, str]:
    if rag not in LEVELS:
        return dict.fromkeys(("overall", *CAUSES), rag)
    worst = LEVELS.index(rag)
    levels = {"overall": rag, **{cause: LEVELS[rng.randint(0, worst)] for cause in CAUSES}}
    levels[rng.choice(CAUSES[:2])] = rag
    return levels | {other: LEVELS[min(1, rng.randint(0, worst))] for other in OTHERS}


def with_last_period(rows: Sequence[Row], last: Mapping[str, Any]) -> list[Row]:
    """The rows beside what the report before said; ``last`` gives the row of each dimension then."""
    return [_beside(row, last[row["dimension"]]["rag"]) if row["dimension"] in last else row for row in rows]


def _beside(row: Row, before: str) -> Row:
    if row["rag"] not in LEVELS or before not in LEVELS:
        return {**row, "rag_previous": before}
    moved = LEVELS.index(row["rag"]) - LEVELS.index(before)
    trend = "worsening" if moved > 0 else "improving" if moved < 0 else row["trend"]
    return {**row, "rag_previous": before, "trend": trend}


def message_rows(rng: Random, language: str) -> list[Row]:
    """Highlights, next steps and points of attention."""
    many = {"highlight": 2, "next_step": 2, "attention": rng.randint(1, 2)}
    return [
        {"kind": kind, "message": words.to(language), "for_committee": "yes" if at == 0 else "no"}
        for kind, count in many.items()
        for at, words in enumerate(rng.sample(MESSAGES[kind], count))
    ]
