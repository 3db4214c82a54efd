"""Many runs of a project, and of a portfolio as a whole: finishes, costs, and what drives them."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from pmo_xl.methods.simulation.draws import Draws
from pmo_xl.methods.simulation.model import ProjectModel
from pmo_xl.methods.simulation.network import SimulatedNetwork

if TYPE_CHECKING:
    from pmo_xl.methods.simulation.ranges import Numbers

Key = TypeVar("Key", bound=Hashable)

AT_A_TIME = 2_000_000
"""Dates of a network that are held at a time: rows × runs."""


@dataclass(slots=True)
class ProjectRuns:
    """The runs of one project: finishes in working days, costs in its currency; None where it has no plan, or no budget.

    ``critical`` gives by row of the plan the share of the runs in which it has no float. ``on_finish`` and ``on_cost`` are
    the rank correlations of what was drawn with the finish and with the cost, by (kind, ID or row).
    """

    finish: Numbers | None = None
    cost: Numbers | None = None
    critical: Mapping[int, float] = field(default_factory=dict)
    on_finish: dict[tuple[str, object], float] = field(default_factory=dict)
    on_cost: dict[tuple[str, object], float] = field(default_factory=dict)


def simulate(
    model: ProjectModel, *, runs: int, seed: int, within: float = 0.0, between: float = 0.0
) -> ProjectRuns:
    """The runs of a project; the same seed gives the same ones.

    Durations and costs correlate as :mod:`pmo_xl.methods.simulation.draws` says; risks happen independently of all else.
    """
    draws = Draws(seed, model.project_id, runs, within, between)
    tasks = {at: draws.amounts(left) for at, left in model.tasks.items() if not left.is_fixed}
    lines = {line.id: draws.amounts(line.left) for line in model.lines if not line.left.is_fixed}
    time = None if model.time_overrun is None else draws.amounts(model.time_overrun)
    money = None if model.cost_overrun is None else draws.amounts(model.cost_overrun)
    happens = {risk.id: draws.happens(risk.probability) for risk in model.risks}
    impacts = {
        risk.id: happens[risk.id] * draws.alone(risk.cost) for risk in model.risks if risk.cost is not None
    }
    result = ProjectRuns()
    if model.plan is not None:
        _run_plan(model, result, tasks, time, happens, runs)
    if model.lines:
        left = np.zeros(runs)
        for line in model.lines:
            left = left + lines.get(line.id, line.left.likely)
        if money is not None:
            left = left * (1 + money)
        result.cost = model.spent + left + sum(impacts.values(), np.zeros(runs))
        drawn: dict[tuple[str, object], Numbers] = {("line", key): amounts for key, amounts in lines.items()}
        drawn |= {("risk", key): amounts for key, amounts in impacts.items()}
        if money is not None:
            drawn["project", "cost"] = money
        result.on_cost = correlations(drawn, result.cost)
    return result


def _run_plan(
    model: ProjectModel, result: ProjectRuns, tasks: Mapping[int, Numbers], time: Numbers | None,
    happens: Mapping[str, Numbers], runs: int,
) -> None:  # fmt: skip
    plan = model.plan
    assert plan is not None
    left: dict[int, Numbers] = {
        at: np.full(runs, one.likely) for at, one in model.tasks.items() if one.is_fixed
    } | dict(tasks)
    behind = np.zeros(runs)
    for risk in model.risks:
        delay = happens[risk.id] * risk.days
        if not risk.at:
            behind = behind + delay
        for at in risk.at:
            left[at] = np.maximum(left.get(at, plan.activities[at].duration) + delay, 0.0)
    size = max(1, AT_A_TIME // max(1, len(plan.rows)))
    finishes: list[Numbers] = []
    shares: dict[int, float] = dict.fromkeys(plan.activities, 0.0)
    for begin in range(0, runs, size):
        part = slice(begin, min(runs, begin + size))
        network = SimulatedNetwork(plan, {at: amounts[part] for at, amounts in left.items()})
        here = part.stop - part.start
        finishes.append(np.broadcast_to(network.finish, here))
        for at, share in network.critical().items():
            shares[at] += share * here / runs
    finish = np.concatenate(finishes)
    if time is not None:
        finish = np.where(finish > plan.begin, plan.begin + (finish - plan.begin) * (1 + time), finish)
    # An opportunity brings nothing to an end before today.
    result.finish = np.maximum(finish + behind, np.minimum(finish, plan.begin))
    result.critical = {at: share for at, share in shares.items() if plan.open(at)}
    drawn: dict[tuple[str, object], Numbers] = {
        ("task", at): amounts for at, amounts in tasks.items() if shares[at] > 0
    }
    drawn |= {("risk", risk.id): happens[risk.id] for risk in model.risks if risk.days}
    if time is not None:
        drawn["project", "time"] = time
    result.on_finish = correlations(drawn, result.finish)


def of_portfolio(
    models: Sequence[ProjectModel], results: Sequence[ProjectRuns]
) -> tuple[Numbers | None, Numbers | None]:
    """The portfolio, run by run: the last of the finishes, and the sum of the costs at their rates.

    A project without a finish, a cost or a rate is in none of them.
    """
    finishes = [one.finish for one in results if one.finish is not None]
    costs = [
        one.cost * model.rate
        for model, one in zip(models, results, strict=True)
        if one.cost is not None and model.rate is not None
    ]
    last = np.max(np.stack(finishes), axis=0) if finishes else None
    return last, np.sum(np.stack(costs), axis=0) if costs else None


def percentiles_of(amounts: Numbers) -> tuple[float, ...]:
    """The percentiles from 0 to 100 % (linear between runs)."""
    return tuple(float(amount) for amount in np.quantile(amounts, np.arange(101) / 100))


def error_of(amounts: Numbers, share: float = 0.8) -> float:
    """The standard error of a percentile: half the distance of the runs that lie one deviation of its rank to either side.

    The rank of the percentile among n independent runs has the deviation √(n·p·(1−p)); nothing is assumed of the distribution.
    """
    runs = len(amounts)
    reach = math.sqrt(share * (1 - share) / runs)
    low, high = np.quantile(amounts, [max(0.0, share - reach), min(1.0, share + reach)])
    return float(high - low) / 2


def correlations(drawn: Mapping[Key, Numbers], result: Numbers) -> dict[Key, float]:
    """Spearman's rank correlation of each with the result; 0 where either never changes."""
    against = _centred_ranks(result)
    size = float(np.dot(against, against))
    found: dict[Key, float] = {}
    for key, amounts in drawn.items():
        ranks = _centred_ranks(amounts)
        length = math.sqrt(float(np.dot(ranks, ranks)) * size)
        found[key] = float(np.dot(ranks, against)) / length if length else 0.0
    return found


def _centred_ranks(amounts: Numbers) -> Numbers:
    """The rank of each among all, equal ones with their mean rank, less the mean of all ranks."""
    order = np.argsort(amounts, kind="stable")
    ordered = amounts[order]
    ranks = np.empty(len(amounts))
    first = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    if len(first) == len(amounts):
        ranks[order] = np.arange(len(amounts), dtype=float)
    else:
        last = np.append(first[1:], len(amounts)) - 1
        ranks[order] = np.repeat((first + last) / 2, last - first + 1)
    return ranks - (len(amounts) - 1) / 2
