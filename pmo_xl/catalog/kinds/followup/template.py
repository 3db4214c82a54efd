"""The workbook of a follow-up."""

from __future__ import annotations

from pmo_xl.catalog.kinds.followup.actions import Actions
from pmo_xl.catalog.kinds.followup.changes import Changes
from pmo_xl.catalog.kinds.followup.context import Assumptions, Documents, Stakeholders
from pmo_xl.catalog.kinds.followup.decisions import Decisions
from pmo_xl.catalog.kinds.followup.dependencies import Dependencies
from pmo_xl.catalog.kinds.followup.issues import Issues
from pmo_xl.catalog.kinds.followup.status import Messages, Status
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.model import Template

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
)  # fmt: skip
