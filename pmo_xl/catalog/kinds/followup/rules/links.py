"""Links between the registers of a follow-up, the plan, the risks and the budget: both ends have to be there."""

from __future__ import annotations

from pmo_xl.catalog.references import LINES, RISKS, TASKS, Target, reference, references_by_prefix
from pmo_xl.core.base.text import t

STATUS = "status"
"""The table of a follow-up that always has rows."""
ACTIONS = Target("actions", "action_id", t("Actions", "Actions"), STATUS)
ISSUES = Target("issues", "issue_id", t("Issues", "Problèmes"), STATUS)
DECISIONS = Target("decisions", "decision_id", t("Decisions", "Décisions"), STATUS)
CHANGES = Target("changes", "change_id", t("Change requests", "Demandes de changement"), STATUS)
BY_PREFIX = {"R": RISKS, "I": ISSUES, "D": DECISIONS, "C": CHANGES, "A": ACTIONS}

LINK_RULES = (
    *references_by_prefix("actions", "source_id", BY_PREFIX),
    *references_by_prefix("decisions", "subject_ids", BY_PREFIX),
    reference("issues", "risk_id", RISKS),
    reference("issues", "change_id", CHANGES),
    reference("issues", "task_ids", TASKS),
    reference("changes", "decision_id", DECISIONS),
    reference("changes", "line_ids", LINES),
    reference("changes", "task_ids", TASKS),
    reference("dependencies", "task_id", TASKS),
    reference("stakeholders", "action_ids", ACTIONS),
    reference("assumptions", "risk_id", RISKS),
    reference("risks", "issue_id", ISSUES),
)
