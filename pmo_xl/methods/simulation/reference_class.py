"""The outside view: what projects of the same class overran by, and the bounds that reviews have published for it.

Reference-class forecasting (Kahneman and Tversky, Flyvbjerg) and the optimism-bias uplifts of HM Treasury's supplementary
Green Book guidance (after Mott MacDonald's review of large public procurement).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from pmo_xl.methods.simulation.ranges import Observed


def overruns(pairs: Iterable[tuple[float, float]]) -> Observed | None:
    """What closed projects overran by, as shares, from what was planned and what it came to; None where none says both.

    A pair whose plan is not above 0 says nothing.
    """
    found = tuple(sorted(actual / planned - 1 for planned, actual in pairs if planned > 0))
    return Observed(found) if found else None


def uplift(base: float, overrun: float) -> float:
    """An estimate with the share on top by which its class overran."""
    return base * (1 + overrun)


def uplift_at(observed: Observed, chance: float) -> float:
    """The uplift that keeps the chance of an overrun at *chance* (0.2: the P80 of the class)."""
    return float(observed.at(1 - chance))


def combined_bias(parts: Sequence[tuple[float, float]]) -> float:
    """The optimism bias of a project of several types: (share of its cost, upper bound of the type) each."""
    return float(np.sum([share * bound for share, bound in parts]))


def bias_left(upper_bound: float, managed: float) -> float:
    """What is left of an upper bound when so large a share of what contributes to it is managed."""
    return upper_bound * (1 - managed)
