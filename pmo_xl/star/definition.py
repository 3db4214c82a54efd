"""What the star holds, one entry each: a table of returns that is not named here comes in all the same, under its own key."""

from __future__ import annotations

from collections.abc import Mapping

from pmo_xl.core.base.text import Text, t

FACTS: Mapping[str, str] = {
    "projects": "fact_project",
    "plan": "fact_task",
    "risks": "fact_risk",
    "budget": "fact_budget_line",
    "budget_months": "fact_budget_month",
    "actions": "fact_action",
    "issues": "fact_issue",
    "decisions": "fact_decision",
    "changes": "fact_change",
    "dependencies": "fact_dependency",
    "messages": "fact_message",
    "stakeholders": "fact_stakeholder",
    "assumptions": "fact_assumption",
    "documents": "fact_document",
    "demand": "fact_demand_month",
    "benefits": "fact_benefit",
    "measurements": "fact_measurement",
    "cash_flows": "fact_cash_flow",
    "sprints": "fact_sprint",
}
"""What the facts of a table are called; by default ``fact_`` and its key."""

MAY_NAME_PEOPLE: Mapping[str, tuple[str, ...]] = {
    "stakeholders": ("name",),
    "decisions": ("decided_by",),
    "issues": ("escalated_to",),
    "register": ("email",),
    "people": ("name", "email", "aliases"),
}
"""Columns that may hold names of people beside those that are defined to name them."""

LISTS: Mapping[str, str] = {
    "roles": "dim_role",
    "objectives": "dim_objective",
    "bodies": "dim_body",
    "meetings": "dim_meeting",
    "lessons": "dim_lesson",
    "references": "dim_reference",
}
"""The lists of the PMO that are dimensions, where they hold anything; one that does not exist is none."""

SCALES: Mapping[str, tuple[str, str]] = {
    "dim_risk_category": ("risks", "category"),
    "dim_cost_category": ("budget", "category"),
}
"""Closed lists with a dimension of their own, by table and column; all are in ``dim_choice``."""

LOOKED_UP: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "budget_months": ("budget", "line_id", ("category", "capex_opex")),
}
"""What facts take from another table of the same project: its key, the column that both have, the columns taken."""

DESCRIBES = (
    "project_name", "currency", "programme_id", "portfolio_id", "business_unit", "domain", "objective_id", "type", "phase",
    "project_manager", "sponsor",
)  # fmt: skip
"""What makes another version of a project, where it is another than the period before."""
REGISTERED = ("status", "lifecycle", "posture")
"""What the register adds, as it stands today; one that it does not have is left out."""

WORDS_OF_FACTS: tuple[Text, Text] = (
    t("Facts: {name}", "Faits : {name}"), t("A row of “{name}” at a status date.", "Une ligne de « {name} » à une date d’arrêté."),
)  # fmt: skip
"""What the facts of a table are called, and what one row of them is."""
