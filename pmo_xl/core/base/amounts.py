"""How exact amounts are, in units of their currency, and how they are written in a sentence."""

from __future__ import annotations

from pmo_xl.core.base.text import Text

HALF_CENT = 0.005
"""Amounts that differ by less are the same: sums in another order, and what was typed as it is shown."""
LEAST_DIVISOR = 0.015
"""No share is taken of an amount up to this: one cent, whatever its last digits."""


def amount_words(amount: float) -> Text:
    """An amount as people write it, with separators of thousands: 30,000.50 and 30 000,50; cents only where there are some."""
    whole = abs(amount - round(amount)) < HALF_CENT
    words = f"{amount:,.{0 if whole else 2}f}"
    return Text(words, words.translate(_FRENCH))


_FRENCH = str.maketrans({",": "\u00a0", ".": ","})
