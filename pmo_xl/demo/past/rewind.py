"""A demo project as its manager reported it at an earlier status date: the same tasks, lines and risks, less far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from random import Random

from pmo_xl.demo.lights import declared, indices_level, other_level
from pmo_xl.demo.past.course import EarlierCourse
from pmo_xl.demo.past.follow_up import earlier_follow_up
from pmo_xl.demo.past.money import earlier_budget, earlier_months
from pmo_xl.demo.past.threats import earlier_risks
from pmo_xl.demo.plan import Row, sum_up
from pmo_xl.demo.portfolio import DemoProject, Made, with_cents
from pmo_xl.demo.progress import HEALTHY, SLIGHTLY_LATE
from pmo_xl.demo.texts.lines import STATUS
from pmo_xl.demo.weekdays import month_of
from pmo_xl.demo.work import PHASES

KNOWN_AHEAD = dt.timedelta(days=60)
"""How long before it starts a project is entered into the register."""
RECOVERS = 0.4
"""How many of the projects that run well did so only after a bad spell."""


def earlier(made: Made, day: dt.date, age: float, rng: Random) -> DemoProject | None:
    """The project as reported on *day*; None before it was registered.

    ``age`` is 1 for the first period of the portfolio and 0 for the last; ``rng`` belongs to the project, and is begun
    anew for each of its periods.
    """
    if made.course.start - day > KNOWN_AHEAD:
        return None
    recovers = made.fate in (HEALTHY, SLIGHTLY_LATE) and rng.random() < RECOVERS
    # Who recovers thought the worst at first; who slips saw it come little by little.
    pace = made.course.pace + int(12 * age) if recovers else 100 + int((made.course.pace - 100) * (1 - age))
    slots = 1 + max(step.last for step in made.steps)
    course = EarlierCourse.of(made.course, day, slots, pace)
    plan = _plan(made, course, rng)
    over = plan[0]["finish_actual"] is not None
    trend = 1 + 1.5 * age if recovers else 1 - 0.8 * age
    budget = earlier_budget(made, plan, day, trend, over)
    reserve = made.record["contingency_initial"] - made.record["contingency_drawn"]
    tables = {
        "plan": plan,
        "risks": earlier_risks(made.tables["risks"], day, age, reserve),
        "budget": budget,
        "budget_months": list(earlier_months(made, budget, day)),
    }
    record = _record(made, plan, tables["risks"], budget, day, course, rng)
    if "status" in made.tables:
        tables |= earlier_follow_up(made, record["rag_declared"], day, rng)
    return with_cents(record, tables, made.cents, made.project)


def _plan(made: Made, course: EarlierCourse, rng: Random) -> list[Row]:
    rows = [dict(row) for row in made.tables["plan"]]
    for row, step in zip(rows, made.steps, strict=True):
        if step.inside:
            continue
        later = row["pct_complete"]
        finished, started = step.last < course.done, step.first < course.done
        row["start_forecast"], row["finish_forecast"] = course.real(step.first), course.real(step.last)
        row["start_actual"] = row["start_forecast"] if started else None
        row["finish_actual"] = row["finish_forecast"] if finished else None
        size, off = step.last - step.first + 1, rng.randint(-4, 4)
        percent = int((100 * (course.worth - step.first) / size + off) / 5 + 0.5) * 5
        share = max(5, min(95, percent)) / 100
        row["pct_complete"] = 1.0 if finished else min(share, later) if started else 0.0
        if row.get("effort_actual_pd"):
            _effort(row, later)
        if (row["finish_forecast"] - row["finish_baseline"]).days <= 14:
            row.pop("comment", None)
    for row, step in zip(rows, made.steps, strict=True):
        if step.inside:
            sum_up(row, [rows[inside] for inside in step.inside])
    return rows


def _effort(row: Row, later: float) -> None:
    """Person-days as they were when less was done; what remained was estimated anew."""
    done = row["pct_complete"]
    if not done:
        row["effort_actual_pd"] = row["effort_remaining_pd"] = None
    elif done < later:
        row["effort_actual_pd"] = max(0.5, int(row["effort_actual_pd"] * done / later * 2) / 2)
        row["effort_remaining_pd"] = int(row["effort_baseline_pd"] * (1 - done) * 2 + 0.5) / 2


def _record(
    made: Made, plan: Sequence[Row], risks: Sequence[Row], budget: Sequence[Row], day: dt.date, course: EarlierCourse,
    rng: Random,
) -> Row:  # fmt: skip
    gates = [row for row in plan if row["type"] == "milestone"]
    reached = sum(row["pct_complete"] == 1 for row in gates)
    rag = _rag(made, plan, risks, budget, day, course, rng)
    return {
        **made.record,
        "status_date": day,
        "phase": PHASES[reached].key if reached < len(PHASES) else "close",
        "finish_forecast": plan[0]["finish_forecast"],
        "finish_actual": plan[0]["finish_actual"],
        "rag_declared": rag,
        "comment": STATUS[rag].to(made.project.language),
    }


def _rag(
    made: Made, plan: Sequence[Row], risks: Sequence[Row], budget: Sequence[Row], day: dt.date, course: EarlierCourse,
    rng: Random,
) -> str:  # fmt: skip
    if course.done == 0:
        return "grey"
    if plan[0]["finish_actual"] is not None:
        return "blue"
    tasks = [row for row in plan if row["type"] == "task"]
    earned = sum(row["cost_baseline"] * row["pct_complete"] for row in tasks)
    planned = sum(row["pv"] for row in made.tables["budget_months"] if row["period"] <= month_of(day))
    spent, left, bac = (sum(_amounts(budget, keys)) for keys in (("actual",), ("etc",), BAC))
    indices = indices_level(earned, planned, spent, left, bac)
    return declared(rng, indices, other_level(plan, risks, bac, day))


BAC = ("bac0", "changes_approved", "transfers")


def _amounts(rows: Sequence[Row], keys: Sequence[str]) -> Iterator[float]:
    return (row[key] for row in rows for key in keys)
