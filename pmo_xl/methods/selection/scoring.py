"""Weighted scores and what a change of a weight does to them; the cost of delay divided by duration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmo_xl.core.selection.result import Criterion, Flip

SWING = 0.2
"""By which share of itself a weight is changed where nobody says otherwise."""
ALIKE = 1e-9
"""Scores nearer than this are equal."""

VALUE, RISK, URGENCY, SIZE, MONEY = "value", "risk", "urgency", "size", "npv"
"""The kinds of criteria: the first three make the cost of delay, the fourth divides it, the last is an amount and is not weighed."""

Scores = Mapping[str, Mapping[str, float]]
"""What each project was given, by project and criterion."""


def shares(criteria: Sequence[Criterion]) -> dict[str, float]:
    """The weight of each criterion that has one, as a share of all: weights that do not add up are scaled to 1."""
    weighed = {each.key: each.weight for each in criteria if each.kind != MONEY and each.weight}
    whole = sum(weighed.values())
    return {key: weight / whole for key, weight in weighed.items()} if whole else {}


def weighted(
    scores: Scores, criteria: Sequence[Criterion], weights: Mapping[str, float] | None = None
) -> dict[str, float]:
    """The score of each project that has one for every weighed criterion: Σ weight × score.

    Where less is better, a score counts from the other end of its scale. ``weights`` are shares; by default those typed.
    """
    weights = shares(criteria) if weights is None else weights
    by_key = {each.key: each for each in criteria}
    return {
        project: sum(weight * counted(given[key], by_key[key]) for key, weight in weights.items())
        for project, given in scores.items()
        if weights and all(key in given for key in weights)
    }


def counted(score: float, criterion: Criterion) -> float:
    """A score as it counts: from the other end of the scale where less is better."""
    return criterion.low + criterion.high - score if criterion.less else score


def reweighted(weights: Mapping[str, float], key: str, weight: float) -> dict[str, float]:
    """The weights with one of them set, the others keeping their proportions: all add up to 1."""
    rest = 1 - weights[key]
    return {
        each: weight if each == key else share * (1 - weight) / rest if rest else share
        for each, share in weights.items()
    }


def ranked(scores: Mapping[str, float]) -> list[str]:
    """The projects from the highest score down; of equal ones the lowest ID first."""
    return sorted(scores, key=lambda project: (-round(scores[project], 9), project))


def swings(
    scores: Scores, criteria: Sequence[Criterion], swing: float = SWING, first: int = 1
) -> list[tuple[str, float]]:
    """The criterion and the swing (+ or − that share of its weight) for which another set comes ``first``.

    The typed weight is changed, then all are scaled so that they add up to 1 again. At an exact tie the lowest ID stays first.
    """
    weights = shares(criteria)
    before = set(ranked(weighted(scores, criteria, weights))[:first])
    found = []
    for key, weight in weights.items():
        for change in (-swing, swing):
            changed = reweighted(weights, key, weight * (1 + change) / (1 + weight * change))
            if set(ranked(weighted(scores, criteria, changed))[:first]) != before:
                found.append((key, change))
    return found


def turning_points(scores: Scores, criteria: Sequence[Criterion]) -> list[Flip]:
    """For each criterion the smallest change of its weight by which another project comes first, where there is one.

    A score is linear in each weight, so that the change is exact: at it two projects are equal, beyond it the other leads.
    """
    weights = shares(criteria)
    now = weighted(scores, criteria, weights)
    if len(now) < 2 or len(weights) < 2:
        return []
    leader = ranked(now)[0]
    found = []
    for key, weight in weights.items():
        at_0, at_1 = (weighted(scores, criteria, reweighted(weights, key, end)) for end in (0.0, 1.0))
        best: tuple[float, str] | None = None
        for other in sorted(now):
            lead_0, lead_1 = at_0[leader] - at_0[other], at_1[leader] - at_1[other]
            if other == leader or abs(lead_1 - lead_0) <= ALIKE:
                continue
            turn = lead_0 / (lead_0 - lead_1)
            if -ALIKE <= turn <= 1 + ALIKE and (best is None or abs(turn - weight) < abs(best[0] - weight)):
                best = (min(max(turn, 0.0), 1.0), other)
        if best is not None:
            found.append(Flip(key, weight, *best))
    return sorted(found, key=lambda flip: (abs(flip.changed - flip.weight), flip.criterion))


def wsjf(given: Mapping[str, float], criteria: Sequence[Criterion]) -> float | None:
    """Weighted shortest job first, or CD3: (value + urgency + risk reduction) / size; None where one of them is not scored."""
    of_kind = {
        kind: [each for each in criteria if each.kind == kind] for kind in (VALUE, URGENCY, RISK, SIZE)
    }
    delay = [each for kind in (VALUE, URGENCY, RISK) for each in of_kind[kind]]
    if not delay or not of_kind[SIZE] or any(each.key not in given for each in (*delay, *of_kind[SIZE])):
        return None
    size = sum(given[each.key] for each in of_kind[SIZE])
    return sum(given[each.key] for each in delay) / size if size > 0 else None


def gain_of_sequence(
    order: Sequence[str], gain: Mapping[str, float], duration: Mapping[str, float], horizon: float
) -> float:
    """What projects bring by a horizon when they are done one after the other, each from its end on, in this order."""
    end, total = 0.0, 0.0
    for project in order:
        end += duration[project]
        total += gain[project] * max(0.0, horizon - end)
    return total
