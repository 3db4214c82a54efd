"""Each column to one field and each field to one column, with the most that speaks for all together.

Two columns that could both be a field, or two fields that could both be meant by a column, are never sure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pmo_xl.adopt.match.headers import (
    DECIDED,
    MARGIN,
    NOTHING,
    OTHER_FIELD,
    POSSIBLE,
    SURE_ENOUGH,
    SYNONYM,
    UNSURE,
    Match,
)
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.model import Sheet


def assign(candidates: Mapping[int, Mapping[str, Match]], table: type[Sheet]) -> dict[int, Match]:
    """Column → field, one to one, the sum of confidences as large as it can be; rivals make it unsure.

    Of fields that are equally likely the one that stands first in the template is taken.
    """
    places = sorted(candidates)
    keys = [key for key in table.columns if any(key in found for found in candidates.values())]
    scores = [
        [candidates[p][k].confidence - n * 1e-6 if k in candidates[p] else 0.0 for n, k in enumerate(keys)]
        # A name that is known to mean nothing of ours takes its column out of the game.
        + [candidates[p][NOTHING].confidence if q == p and NOTHING in candidates[p] else 0.0 for q in places]
        for p in places
    ]
    chosen: dict[int, Match] = {}
    for row, column in sorted(_largest(scores).items()):
        if column < len(keys):
            chosen[places[row]] = candidates[places[row]][keys[column]]
    return {place: _against_rivals(place, match, candidates, chosen) for place, match in chosen.items()}


def _against_rivals(
    place: int, match: Match, candidates: Mapping[int, Mapping[str, Match]], chosen: Mapping[int, Match]
) -> Match:
    sure = {m.key: m.confidence for p, m in chosen.items() if p != place}
    alike = [
        m for m in candidates[place].values() if m.key not in (match.key, NOTHING) and m.confidence > 0.6
    ]
    if (
        POSSIBLE <= match.confidence < SURE_ENOUGH
        and alike
        and all(sure.get(m.key, 0) > SURE_ENOUGH for m in alike)
    ):
        return Match(match.key, DECIDED, (*match.reasons, OTHERS_TAKEN))
    for other in candidates[place].values():
        taken = sure.get(other.key, 0.0)
        if other.key not in (match.key, NOTHING) and other.confidence > match.confidence - MARGIN:
            if taken > other.confidence:
                continue
            return Match(match.key, min(match.confidence, UNSURE), (*match.reasons, OTHER_FIELD))
    for where, found in candidates.items():
        rival = found.get(match.key)
        if where == place or rival is None:
            continue
        if rival.confidence > match.confidence - MARGIN or rival.confidence >= SYNONYM:
            own = chosen.get(where)
            if own is not None and own.confidence > rival.confidence:
                continue
            return Match(match.key, min(match.confidence, UNSURE), (*match.reasons, OTHER_COLUMN))
    return match


def _largest(scores: Sequence[Sequence[float]]) -> dict[int, int]:
    """Row → column, no column twice, whose scores add up to the most; a score of 0 matches nothing."""
    # The only use of a library that takes a fifth of a second to load.
    import networkx as nx

    graph: Any = nx.Graph()
    graph.add_weighted_edges_from(
        # Plain numbers as nodes, the columns after the rows: their order is the same in every run.
        (row, len(scores) + column, value)
        for row, values in enumerate(scores)
        for column, value in enumerate(values)
        if value > 0
    )
    return {min(pair): max(pair) - len(scores) for pair in nx.max_weight_matching(graph)}


OTHERS_TAKEN = t(
    "the other fields it may mean have their own column",
    "les autres champs possibles ont leur propre colonne",
)
OTHER_COLUMN = t("another column could be it", "une autre colonne pourrait l’être")
