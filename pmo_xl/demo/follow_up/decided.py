"""What the PMO of a demo portfolio decided and has learnt: policies, who answers for what, lessons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from pmo_xl.core.base.text import Text, t

SPONSOR, MANAGER, CONTROLLER = t("Sponsor", "Commanditaire"), t("Project manager", "Chef de projet"), t("Controller", "Contrôleur de gestion")  # fmt: skip
PMO = t("PMO", "PMO")
POLICIES: Sequence[tuple[Text, str]] = (
    (t("Escalation of an overdue action (days)", "Escalade d’une action en retard (jours)"), "10"),
    (
        t("Change that the committee decides, from (EUR)", "Changement soumis au comité à partir de (EUR)"),
        "25000",
    ),
    (t("Discount rate of business cases", "Taux d’actualisation des dossiers"), "4 %"),
)
RACI: Sequence[tuple[Text, Mapping[Text, str]]] = (
    (t("Approve the budget", "Approuver le budget"), {SPONSOR: "accountable", MANAGER: "responsible", CONTROLLER: "consulted"}),
    (t("Decide a change request", "Trancher une demande de changement"), {SPONSOR: "accountable", MANAGER: "responsible", PMO: "informed"}),
    (t("Consolidate the returns", "Consolider les retours"), {PMO: "accountable", MANAGER: "responsible", SPONSOR: "informed"}),
)  # fmt: skip
LESSONS: Sequence[Mapping[str, Any]] = (
    {
        "lesson_id": "P901-I-004", "project_id": "P901", "phase": "test", "status": "accepted", "keep_or_change": "change", "source_id": "I-004",
        "what": t("Acceptance tests began before the data were migrated", "La recette a commencé avant la reprise des données"),
        "cause": t("Migration was no task of the plan", "La reprise n’était pas une tâche du planning"),
        "recommendation": t("Plan the migration as a predecessor of the tests", "Planifier la reprise en prédécesseur de la recette"),
        "reused_by": "P003",
    },
    {
        "lesson_id": "P902-I-002", "project_id": "P902", "phase": "build", "status": "in_method", "keep_or_change": "keep", "source_id": "I-002",
        "what": t("A weekly demonstration brought users in early", "Une démonstration hebdomadaire a impliqué tôt les utilisateurs"),
        "recommendation": t("Agree the dates of demonstrations at kick-off", "Fixer les dates de démonstration au lancement"),
    },
)  # fmt: skip


def decided(language: str, sponsor: str, status: dt.date) -> dict[str, list[dict[str, Any]]]:
    """The rows of these lists, in a language; *sponsor* approved the policies at the beginning of the year."""
    return {
        "policies": [
            {"policy": words.to(language), "value": value, "since": dt.date(status.year, 1, 1), "approved_by": sponsor}
            for words, value in POLICIES
        ],
        "raci": [
            {"activity": activity.to(language), "role": role.to(language), "part": part}
            for activity, parts in RACI
            for role, part in parts.items()
        ],
        "lessons": [
            {key: what.to(language) if isinstance(what, Text) else what for key, what in row.items()} for row in LESSONS
        ],
    }  # fmt: skip
