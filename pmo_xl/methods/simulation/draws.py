"""Amounts drawn from distributions that go together: a Gaussian copula of one factor.

Every estimate of a project gets a normal score z = √r·F + √(1−r)·e, with F the factor of its project and e its own; the
amount drawn is the one that is exceeded as often as z is. Any two estimates of a project then correlate by r (of their
scores), and each keeps its own distribution. The factors of two projects correlate by a share of their own, 0 unless asked for.
"""

from __future__ import annotations

import math
import zlib
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pmo_xl.methods.simulation.ranges import Distribution, Numbers

REACH, STEP = 6.5, 1 / 32
"""Scores between which a distribution is tabulated, and how far apart."""


@cache
def _table() -> tuple[Numbers, Numbers]:
    """Scores, and the probability of each or less."""
    scores = np.arange(-REACH, REACH + STEP / 2, STEP)
    return scores, np.array([(1 + math.erf(score / math.sqrt(2))) / 2 for score in scores])


def amounts_of(distribution: Distribution, scores: Numbers) -> Numbers:
    """The amount of a distribution that belongs to each normal score."""
    table = distribution.at(_table()[1])
    place = np.clip((scores + REACH) * (1 / STEP), 0, len(table) - 1.001)
    below = place.astype(np.intp)
    low = table[below]
    return low + (table[below + 1] - low) * (place - below)


class Draws:
    """What chance gives one project: the same for the same seed and project, whoever else is simulated.

    ``within`` is the correlation of the scores of its estimates, ``between`` that of its factor with those of others.
    """

    def __init__(self, seed: int, project_id: str, runs: int, within: float, between: float) -> None:
        self.runs, self._within = runs, within
        self._chance = _chance(seed, zlib.crc32(project_id.encode()) + 1)
        own = self._chance.standard_normal(runs)
        common = _chance(seed, 0).standard_normal(runs) if between else 0.0
        self._factor = math.sqrt(between) * common + math.sqrt(1 - between) * own

    def amounts(self, distribution: Distribution) -> Numbers:
        """An amount of that distribution for each run, correlated with all others of the project."""
        own = self._chance.standard_normal(self.runs)
        scores = math.sqrt(self._within) * self._factor + math.sqrt(1 - self._within) * own
        return amounts_of(distribution, scores)

    def happens(self, probability: float) -> Numbers:
        """1 for each run in which something of that probability happens, else 0; independent of all else."""
        return (self._chance.random(self.runs) < probability).astype(float)

    def alone(self, distribution: Distribution) -> Numbers:
        """An amount of that distribution for each run, independent of all else."""
        return amounts_of(distribution, self._chance.standard_normal(self.runs))


def _chance(seed: int, of: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, of])))
