"""What stands around the best set: which limit costs value, what more or less money would do, what a simple order loses."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from pmo_xl.core.selection.problem import Limit, Option, Problem, Solved
from pmo_xl.core.selection.result import Binding, FrontierPoint
from pmo_xl.methods.selection.conflict import closure
from pmo_xl.methods.selection.solve import solve

SCALES = tuple(step / 8 for step in range(2, 13))
"""The shares of the money of the frame at which the frontier is drawn: from a quarter to one and a half."""
MOST_LIMITS = 12
"""Limits that are asked what they cost, those with the least left first."""
LEAST_GAIN = 1e-6


def greedy(problem: Problem) -> frozenset[str] | None:
    """What taking projects in order of value per use gives: use as a mean share of the limits, whatever still fits.

    None where what is forced does not fit.
    """
    inside = closure([o.project_id for o in problem.options if o.forced], problem.requires)
    chosen: set[str] = set()
    if not _obeys(problem, inside):
        return None
    chosen = inside
    for option in sorted(problem.options, key=lambda o: (-_worth(problem, o), o.project_id)):
        if option.project_id in chosen or option.barred or not option.value or option.value <= 0:
            continue
        tried = chosen | closure([option.project_id], problem.requires)
        if _obeys(problem, tried):
            chosen = tried
    return frozenset(chosen)


def _worth(problem: Problem, option: Option) -> float:
    used = sum(option.use.get(limit.key, 0.0) / limit.amount for limit in problem.limits if limit.amount > 0)
    return (option.value or 0.0) / used if used else float("inf") if option.value else 0.0


def _obeys(problem: Problem, chosen: set[str]) -> bool:
    barred = {option.project_id for option in problem.options if option.barred}
    return (
        not chosen & barred
        and not any(chosen.issuperset(pair) for pair in problem.excludes)
        and all(limit.holds(problem.used(chosen, limit)) for limit in problem.limits)
    )


def bindings(problem: Problem, solved: Solved, seconds: float) -> list[Binding]:
    """The limits that cost value: without each by itself the best set is worth more. The dearest first.

    Only a limit beside which a project that is out finds no room can cost anything at once; of these the tightest are asked.
    """
    if solved.chosen is None or not solved.proven:
        return []
    end = time.monotonic() + seconds
    left = {limit.key: limit.amount - problem.used(solved.chosen, limit) for limit in problem.limits}
    outside = [o for o in problem.options if o.project_id not in solved.chosen and not o.barred]
    tight = [
        limit
        for limit in problem.limits
        if any(not limit.holds(limit.amount - left[limit.key] + o.use.get(limit.key, 0.0)) for o in outside)
    ]
    tight.sort(key=lambda limit: (left[limit.key] / limit.amount if limit.amount else 0.0, limit.key))
    found = []
    for limit in tight[:MOST_LIMITS]:
        if time.monotonic() >= end:
            break
        others = replace(problem, limits=[each for each in problem.limits if each.key != limit.key])
        without = solve(others, end - time.monotonic(), ties=False)
        gain = without.value - solved.value
        if without.chosen is not None and gain > LEAST_GAIN * max(1.0, abs(solved.value)):
            found.append(Binding(limit, gain, without.proven))
    return sorted(found, key=lambda each: (-each.gain, each.limit.key))


def frontier(problem: Problem, seconds: float, scales: Sequence[float] = SCALES) -> list[FrontierPoint]:
    """The best value at shares of the money of the frame, the days of roles as they are; it never falls as money grows.

    Each point is a search of its own: with more money projects may be swapped, so that the sets are not nested.
    """
    end = time.monotonic() + seconds
    money = sum(limit.amount for limit in problem.limits if limit.is_money)
    found: list[FrontierPoint] = []
    for at, scale in enumerate(scales):
        limits = [_scaled(limit, scale) for limit in problem.limits]
        part = max((end - time.monotonic()) / (len(scales) - at), 0.05)
        solved = solve(replace(problem, limits=limits), part, ties=False)
        value = solved.value if solved.chosen is not None else None
        before = max((p.value for p in found if p.value is not None), default=None)
        if value is not None and before is not None and value < before:
            value = before  # the time did not last: what a smaller frame holds, this one holds too
        found.append(FrontierPoint(scale, money * scale, value, proven=solved.proven))
    return found


def _scaled(limit: Limit, scale: float) -> Limit:
    return replace(limit, amount=limit.amount * scale) if limit.is_money else limit
