"""Words in other people’s workbooks that concern no single column: summaries, headings above columns, totals.

Names are parted by ``|``; case, accents and punctuation do not count.
"""

from __future__ import annotations

SUMMARIES = (
    "summary | is summary | summary task | summary row | summary activity | summary yes/no | is a summary | "
    "récapitulative | tâche récapitulative | est récapitulative | récapitulatif | récap | ligne récapitulative"
)
MILESTONES = "milestone | is milestone | milestone yes/no | is a milestone | milestone flag | jalon | est un jalon | jalon oui/non | jalons"
OUTLINES = (
    "outline level | outline | level | task level | wbs level | indent level | indent | hierarchy level | "
    "niveau hiérarchique | niveau | niveau de plan | niveau tâche | niveau wbs | niveau otp | retrait"
)
"""Columns that say in part which type a row of a plan has: yes or no, or how deep it lies."""

NEUTRAL_BANDS = (
    "risk | risks | task | tasks | identification | description | general | details | detail | information | follow-up | monitoring | tracking "
    "| response | treatment | planning | plan | budget | budget line | line | lines | assessment | evaluation | analysis | qualification | risque | risques "
    "| tâche | tâches | généralités | général | détail | suivi | pilotage | réponse | traitement | évaluation | analyse | ligne | informations | actions | action | schedule | register"
)
"""Headings above a group of columns that do not change what the columns mean."""

TOTALS = r"(grand |sub-?|sous[ -])?tota(l|ux|ls)( general| generaux)?|somme|sum"
"""How the name of a row of totals reads, once folded."""
