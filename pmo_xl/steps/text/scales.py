"""The words of usual scales of probability and impact, on ours of 1 to 5; and the class that a percentage lies in.

level_in("High")                 4
level_in("5 - Almost certain")   5
level_in("2 - High")             None: number and word disagree
class_of(0.6)                    4
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pmo_xl.core.base.text import fold

FAMILIES: Sequence[Sequence[Sequence[str]]] = (
    (
        ("Very low", "Très faible", "Très bas", "Très basse"), ("Low", "Faible", "Bas", "Basse"),
        ("Medium", "Moderate", "Moyen", "Moyenne", "Modéré", "Modérée"),
        ("High", "Élevé", "Élevée", "Fort", "Forte", "Haut", "Haute"),
        ("Very high", "Très élevé", "Très élevée", "Très fort", "Très forte"),
    ),
    (
        ("Rare", "Remote", "Very unlikely", "Très improbable", "Improbable"), ("Unlikely", "Peu probable"), ("Possible",),
        ("Likely", "Probable"), ("Almost certain", "Certain", "Quasi certain", "Quasi certaine", "Très probable"),
    ),
    (
        ("Negligible", "Insignificant", "Négligeable", "Insignifiant", "Insignifiante", "Minime"),
        ("Minor", "Mineur", "Mineure", "Limité", "Limitée"),
        ("Significant", "Significatif", "Significative"),
        ("Major", "Majeur", "Majeure", "Important", "Importante", "Grave"),
        ("Severe", "Critical", "Extreme", "Catastrophic", "Critique", "Extrême", "Catastrophique"),
    ),
)  # fmt: skip
"""Scales from the lowest level to the highest, in both languages, with both genders where words have them."""

ABBREVIATED = {"med": 3, "average": 3, "mod": 3}
SCALE: Mapping[str, int] = {
    **{
        fold(word): level
        for family in FAMILIES
        for level, words in enumerate(family, start=1)
        for word in words
    },
    **ABBREVIATED,
}

BANDS = (0.10, 0.30, 0.50, 0.70)
"""Up to which probability each class but the highest goes: 1 rare (up to 10 %) to 5 almost certain (over 70 %)."""

SHARE_OF = {"probability_in": "prob_pct_in", "probability_res": "prob_pct_res"}
"""The percentage from which each class of probability can be told."""

_NUMBERED = re.compile(r"([1-5])\s*(?:[-–—.:)=/]\s*|\()(\D+?)\)?|(\D+?)\s*[-–—:]?\s*\(?([1-5])\)?")


def level_in(words: str) -> int | None:
    """The level that a text names: by its word, by its number, or by both where they agree."""
    folded = fold(words)
    if folded in SCALE:
        return SCALE[folded]
    met = _NUMBERED.fullmatch(folded)
    if met is None:
        return None
    number, word = int(met[1] or met[4]), (met[2] or met[3]).strip(" ()")
    return None if SCALE.get(word, number) != number else number


def class_of(share: float) -> int:
    """The class of a probability, by the bands of the template."""
    return 1 + sum(round(share, 9) > band for band in BANDS)


def family_of(words: str) -> Sequence[tuple[str, int]]:
    """All words of the scale that a word belongs to, from the lowest level to the highest, each with its level."""
    folded = fold(words)
    for family in FAMILIES:
        if any(folded == fold(word) for level in family for word in level):
            return [(word, level) for level, of_level in enumerate(family, start=1) for word in of_level]
    return []
