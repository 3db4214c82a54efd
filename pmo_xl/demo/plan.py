"""The plan of a demo project: phases, tasks, milestones, dates and progress as its manager would report."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from pmo_xl.core.base.text import Text
from pmo_xl.demo.progress import Progress
from pmo_xl.demo.weekdays import month_of, split
from pmo_xl.demo.work import LATE, PHASES, WHOLE

DAY_RATE = 750

Row = dict[str, Any]
Curve = dict[dt.date, float]


@dataclass(slots=True)
class Step:
    """One row of the plan before it is dated: baseline slots from *first* to *last*, both worked.

    ``links`` names predecessors: row, type of link, lag in working days. ``inside`` are the rows that a
    summary sums up.
    """

    kind: str
    phase: int
    wbs: str
    name: str
    first: int = 0
    last: int = 0
    cost: int = 0
    links: list[tuple[int, str, int]] = field(default_factory=list)
    inside: list[int] = field(default_factory=list)


def lay_out(
    rng: Random, name: str, duration: int, bac: int, parts: Sequence[Text], language: str
) -> list[Step]:
    """The rows of a plan that takes *duration* working days and costs *bac*, without gap or overrun."""
    steps = [Step("summary", -1, "1", WHOLE.fill(name=name).to(language))]
    lengths = split(
        duration - 6 * len(PHASES), [phase.share * (0.8 + 0.4 * rng.random()) for phase in PHASES]
    )
    at, gate = 0, -1
    for place, phase in enumerate(PHASES):
        head = len(steps)
        steps.append(Step("summary", place, f"1.{place + 1}", phase.name.to(language)))
        gate = _phase(rng, steps, place, at, lengths[place] + 6, gate, parts, language)
        steps[head].inside = list(range(head + 1, len(steps)))
        steps[0].inside += steps[head].inside
        at += lengths[place] + 6
    tasks = [step for step in steps if step.kind == "task"]
    weights = [
        (step.last - step.first + 1) * PHASES[step.phase].intensity * (0.8 + 0.4 * rng.random())
        for step in tasks
    ]
    for step, cost in zip(tasks, split(bac, weights, 100), strict=True):
        step.cost = cost
    return steps


def _phase(
    rng: Random, steps: list[Step], place: int, at: int, length: int, gate: int, parts: Sequence[Text],
    language: str,
) -> int:  # fmt: skip
    """Add the tasks of a phase and its milestone; the row of the milestone, on which the next phase waits."""
    phase = PHASES[place]
    count = rng.randint(2, min(len(phase.tasks), max(2, length // 4)))
    names = [phase.tasks[pick] for pick in sorted(rng.sample(range(len(phase.tasks)), count))]
    sizes = [size + 1 for size in split(length - count, [0.6 + rng.random() for _ in names])]
    head, waiting = len(steps), set[int]()
    for number, (name, size) in enumerate(zip(names, sizes, strict=True)):
        row = head + number
        words = name.fill(part=parts[(place + number) % len(parts)]).to(language)
        step = Step("task", place, f"1.{place + 1}.{number + 1}", words, at, at + size - 1)
        before = steps[row - 1] if number else None
        if before is None:
            step.links = [(gate, "FS", 0)] if gate >= 0 else []
        elif before.last > before.first + 1 and rng.random() < 0.3:
            lag = rng.randint(1, before.last - before.first - 1)
            step.first = before.first + lag
            step.links = [(row - 1, "SS", lag)]
        else:
            step.links = [(row - 1, "FS", 0)]
            waiting.discard(row - 1)
        waiting.add(row)
        steps.append(step)
        at += size
    number, last = len(names) + 1, at - 1
    milestone = Step("milestone", place, f"1.{place + 1}.{number}", phase.milestone.to(language), last, last)
    milestone.links = [(row, "FS", 0) for row in sorted(waiting)]
    steps.append(milestone)
    return len(steps) - 1


def plan_rows(
    rng: Random, steps: Sequence[Step], course: Progress, team: Sequence[str], language: str
) -> list[Row]:
    """The plan as reported at the status date; the first of the *team* is the project manager."""
    rows = [_row(rng, step, place, course, team, language) for place, step in enumerate(steps)]
    three_points = rng.random() < 0.5
    for row, step in zip(rows, steps, strict=True):
        if step.inside:
            sum_up(row, [rows[inside] for inside in step.inside])
        elif step.kind == "task":
            _effort(rng, row, step)
            if three_points and row["finish_actual"] is None:
                _three_points(rng, row, step)
    return rows


def _row(rng: Random, step: Step, place: int, course: Progress, team: Sequence[str], language: str) -> Row:
    row: Row = {
        "task_id": str(10 * (place + 1)),
        "wbs": step.wbs,
        "name": step.name,
        "type": step.kind,
        "owner": team[0] if step.kind != "task" else rng.choice(team),
        "progress_method": "0/100" if step.kind == "milestone" else "pct_physical",
        "predecessors": "; ".join(_link(*link, language) for link in step.links) or None,
    }
    if step.inside:
        return row
    started, finished = step.first < course.done, step.last < course.done
    row |= {
        "start_baseline": course.planned(step.first),
        "finish_baseline": course.planned(step.last),
        "start_forecast": course.real(step.first),
        "finish_forecast": course.real(step.last),
        "start_actual": course.real(step.first) if started else None,
        "finish_actual": course.real(step.last) if finished else None,
        "pct_complete": _progress(rng, step, course) if started else 0.0,
        "cost_baseline": float(step.cost),
    }
    if step.kind == "milestone":
        row["milestone_level"] = PHASES[step.phase].level
        row["deliverable"] = PHASES[step.phase].deliverable.to(language)
    late = course.moves and not finished and (row["finish_forecast"] - row["finish_baseline"]).days > 14
    if late and rng.random() < 0.35:
        row["comment"] = rng.choice(LATE).to(language)
    return row


def _progress(rng: Random, step: Step, course: Progress) -> float:
    """What a project manager writes: multiples of 5 %, a little off; 100 % only when it is finished."""
    if step.last < course.done:
        return 1.0
    size = step.last - step.first + 1
    percent = 100 * (course.earned - step.first) / size + rng.randint(-4, 4)
    return max(5, min(95, int(percent / 5 + 0.5) * 5)) / 100


def _link(row: int, kind: str, lag: int, language: str) -> str:
    """A predecessor as people type it; the usual finish-to-start is left unsaid."""
    shown = kind
    if language == "fr":
        shown = {"FS": "FD", "SS": "DD"}[kind]
    unit = "j" if language == "fr" else "d"
    more = f"{shown}+{lag}{unit}" if lag else "" if kind == "FS" and row % 2 else shown
    return f"{10 * (row + 1)}{more}"


def sum_up(row: Row, inside: Sequence[Row]) -> None:
    """Fill a summary row from the rows it sums up; it has no cost of its own."""
    for key, pick in (("start", min), ("finish", max)):
        for of in ("baseline", "forecast"):
            row[f"{key}_{of}"] = pick(child[f"{key}_{of}"] for child in inside)
    starts = [child["start_actual"] for child in inside if child["start_actual"]]
    row["start_actual"] = min(starts, default=None)
    over = all(child["finish_actual"] for child in inside)
    row["finish_actual"] = max(child["finish_actual"] for child in inside) if over else None
    budget = sum(child["cost_baseline"] for child in inside)
    earned = sum(child["cost_baseline"] * child["pct_complete"] for child in inside)
    row["pct_complete"] = 1.0 if over else min(0.99, round(earned / budget, 4))


def _effort(rng: Random, row: Row, step: Step) -> None:
    """Person-days: what remains is re-estimated, never the difference of the two others."""
    baseline = max(1.0, round(step.cost / DAY_RATE * 2 * (0.5 + 0.3 * rng.random())) / 2)
    row["effort_baseline_pd"] = baseline
    done = row["pct_complete"]
    if done:
        row["effort_actual_pd"] = round(baseline * done * (0.9 + 0.25 * rng.random()) * 2) / 2 + 0.5
        row["effort_remaining_pd"] = round(baseline * (1 - done) * (0.95 + 0.25 * rng.random()) * 2) / 2


def _three_points(rng: Random, row: Row, step: Step) -> None:
    likely = step.last - step.first + 1
    row["dur_opt"] = float(max(1, likely * rng.randint(70, 90) // 100))
    row["dur_ml"] = float(likely)
    row["dur_pess"] = float(likely * rng.randint(125, 180) // 100 + 1)


@dataclass(slots=True)
class Spread:
    """One phase in money over time: its cost, earned share, and what each month plans, did and keeps."""

    cost: int
    earned: float
    planned: Curve
    spent: Curve
    left: Curve


def spreads(steps: Sequence[Step], rows: Sequence[Row], course: Progress) -> list[Spread]:
    """How each phase spreads over the months; the budget lines follow it."""
    result: list[Spread] = []
    for place in range(len(PHASES)):
        planned, spent, left = (defaultdict[dt.date, float](float) for _ in range(3))
        cost, earned = 0, 0.0
        for step, row in zip(steps, rows, strict=True):
            if step.phase != place or step.kind != "task":
                continue
            cost += step.cost
            earned += step.cost * row["pct_complete"]
            share = step.cost / (step.last - step.first + 1)
            for slot in range(step.first, step.last + 1):
                planned[month_of(course.planned(slot))] += share
                (spent if slot < course.done else left)[month_of(course.real(slot))] += share
        result.append(Spread(cost, earned / cost, planned, spent, left))
    return result
