"""The workbook of a follow-up."""

from __future__ import annotations

from pmo_xl.catalog.kinds.followup.actions import Actions
from pmo_xl.catalog.kinds.followup.changes import Changes
from pmo_xl.catalog.kinds.followup.context import Assumptions, Documents, Stakeholders
from pmo_xl.catalog.kinds.followup.decisions import Decisions
from pmo_xl.catalog.kinds.followup.dependencies import Dependencies
from pmo_xl.catalog.kinds.followup.issues import Issues
from pmo_xl.catalog.kinds.followup.rules.money import TOLERANCE
from pmo_xl.catalog.kinds.followup.status import Messages, Status
from pmo_xl.core.base.amounts import HALF_CENT
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.model import Point, Template
from pmo_xl.core.expr.algebra import or_zero, this, total

_apart = or_zero(total("changes", this.impact_cost, this.is_approved == 1)) - or_zero(
    total("budget", this.changes_approved)
)
"""By how much approved changes exceed those of the budget."""

TEMPLATE = Template(
    kind="followup",
    version="1",
    order=40,
    french_file="suivi",
    title=t("Follow-up", "Suivi"),
    purpose=t(
        "Status, key messages, actions, issues, decisions, changes and dependencies.",
        "Météo, messages clés, actions, problèmes, décisions, changements et adhérences.",
    ),
    tables=(
        Status, Messages, Actions, Issues, Decisions, Changes, Dependencies, Stakeholders, Assumptions, Documents,
    ),
    points=(
        Point(
            "XSH-07", (_apart <= TOLERANCE + HALF_CENT) & (-1 * _apart <= TOLERANCE + HALF_CENT),
            t("The approved changes are not those of the budget", "Les demandes acceptées ne sont pas les avenants validés du budget"),
        ),
    ),
)  # fmt: skip
