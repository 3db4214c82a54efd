"""Estimates as distributions: triangular, PERT (a beta distribution between the ends), what was seen of others.

Triangular: mean (a + m + b) / 3, variance (a² + m² + b² − am − ab − mb) / 18. PERT (Vose's modification of Clark's):
a beta with exponents 1 + 4 (m − a) / (b − a) and 1 + 4 (b − m) / (b − a), stretched over a to b; mean (a + 4m + b) / 6,
variance (mean − a)(b − mean) / 7, which is not the ((b − a) / 6)² of classical PERT.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[np.float64]

POINTS = 4001
"""Points at which a beta distribution is added up."""


class Shape(Enum):
    """How likely the values between the ends of a range are."""

    PERT = "pert"
    TRIANGULAR = "triangular"


@dataclass(frozen=True, slots=True)
class Range:
    """A three-point estimate: the least, the most likely, the most that something takes or costs.

    Raises ValueError where they are not in ascending order: callers judge that first.
    """

    low: float
    likely: float
    high: float
    shape: Shape = Shape.PERT

    def __post_init__(self) -> None:
        if not self.low <= self.likely <= self.high:
            raise ValueError(f"{self.low} ≤ {self.likely} ≤ {self.high}")

    @property
    def is_fixed(self) -> bool:
        """Whether there is nothing to draw."""
        return self.high == self.low

    @property
    def mean(self) -> float:
        """The expected value."""
        if self.shape is Shape.TRIANGULAR:
            return (self.low + self.likely + self.high) / 3
        return (self.low + 4 * self.likely + self.high) / 6

    @property
    def variance(self) -> float:
        """The square of the standard deviation."""
        low, likely, high = self.low, self.likely, self.high
        if self.shape is Shape.TRIANGULAR:
            return (low**2 + likely**2 + high**2 - low * likely - low * high - likely * high) / 18
        return (self.mean - low) * (high - self.mean) / 7

    def below(self, amount: float) -> float:
        """The probability of that amount or less."""
        if self.is_fixed:
            return float(amount >= self.low)
        place = (amount - self.low) / (self.high - self.low)
        if place <= 0 or place >= 1:
            return float(place >= 1)
        if self.shape is Shape.TRIANGULAR:
            return _triangular_below(self._mode, place)
        places, shares = _pert(self._mode)
        return float(np.interp(place, places, shares))

    def at(self, probability: Numbers | Sequence[float] | float) -> Numbers:
        """The amounts that are not exceeded with these probabilities."""
        asked = np.asarray(probability, dtype=float)
        if self.is_fixed:
            return np.full(asked.shape, float(self.low))
        if self.shape is Shape.TRIANGULAR:
            unit = _triangular_at(self._mode, asked)
        else:
            places, shares = _pert(self._mode)
            unit = np.interp(asked, shares, places)
        return self.low + (self.high - self.low) * unit

    @property
    def _mode(self) -> float:
        """Where the most likely value lies between the ends, 0 to 1."""
        return (self.likely - self.low) / (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Observed:
    """A distribution that is what was seen: amounts, each as likely as the next, straight lines between them."""

    amounts: tuple[float, ...]

    @property
    def is_fixed(self) -> bool:
        """Whether there is nothing to draw."""
        return min(self.amounts) == max(self.amounts)

    @property
    def mean(self) -> float:
        """The mean of the straight lines between what was seen: the least and the most count half."""
        if len(self.amounts) == 1:
            return self.amounts[0]
        held = np.sort(np.asarray(self.amounts, dtype=float))
        return float(np.mean((held[1:] + held[:-1]) / 2))

    def at(self, probability: Numbers | Sequence[float] | float) -> Numbers:
        """The amounts that are not exceeded with these probabilities: the lowest at 0, the highest at 1."""
        held = np.asarray(self.amounts, dtype=float)
        return np.asarray(np.quantile(held, np.asarray(probability, dtype=float)))

    def times(self, factor: float) -> Observed:
        """The same, each amount so many times as much."""
        return Observed(tuple(amount * factor for amount in self.amounts))


Distribution = Range | Observed


def _triangular_below(mode: float, place: float) -> float:
    if place <= mode:
        return place**2 / mode
    return 1 - (1 - place) ** 2 / (1 - mode)


def _triangular_at(mode: float, probability: Numbers) -> Numbers:
    rising = np.sqrt(probability * mode)
    falling = 1 - np.sqrt((1 - probability) * (1 - mode))
    return np.where(probability <= mode, rising, falling)


@lru_cache(maxsize=4096)
def _pert(mode: float) -> tuple[Numbers, Numbers]:
    """Places between 0 and 1, and the probability of that or less, of a PERT distribution.

    Added up over the angle whose squared sine is the place: there the density has no steep ends.
    """
    angles = np.linspace(0, math.pi / 2, POINTS)
    sines, cosines = np.sin(angles), np.cos(angles)
    density = sines ** (1 + 8 * mode) * cosines ** (1 + 8 * (1 - mode))
    shares = np.concatenate(([0.0], np.cumsum(density[1:] + density[:-1])))
    return sines**2, shares / shares[-1]
