"""How exact amounts are, in units of their currency."""

from __future__ import annotations

HALF_CENT = 0.005
"""Amounts that differ by less are the same: sums in another order, and what was typed as it is shown."""
LEAST_DIVISOR = 0.015
"""No share is taken of an amount up to this: one cent, whatever its last digits."""
