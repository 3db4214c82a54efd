"""What a selection is made from: objectives, criteria and scores, what projects need, scenarios and their frame."""

from __future__ import annotations

from pmo_xl.catalog.steering.selection import frame, objectives, scenarios, scores

SELECTION = (
    objectives.TEMPLATE,
    scores.CRITERIA,
    scores.TEMPLATE,
    frame.NEEDS,
    scenarios.TEMPLATE,
    frame.TEMPLATE,
)
"""In the order of the sheets."""
