"""A kind of return in one file, as a further one would be added: the recommendations of the auditors."""

from __future__ import annotations

from pmo_xl.catalog.register import Register
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import FULL, choice, text
from pmo_xl.core.definition.model import Rule
from pmo_xl.core.expr.algebra import filled, this
from pmo_xl.core.expr.choice import Choice


class RecommendationStatus(Choice):
    """How far a recommendation is."""

    OPEN = "open", "Open", "Ouverte"
    IN_PROGRESS = "in_progress", "In progress", "En cours"
    DONE = "done", "Done", "Faite", "terminée"
    CANCELLED = "cancelled", "Cancelled", "Annulée"


class Weight(Choice):
    """How much it matters."""

    HIGH = "high", "High", "Haute"
    NORMAL = "normal", "Normal", "Normale"


KIND = Register(
    key="recommendations",
    code="REC",
    order=45,
    title=t("Audit recommendations", "Suites d’audit"),
    purpose=t("What the auditors ask, who does it, by when.", "Ce que demandent les auditeurs, qui le fait, pour quand."),
    opened=t("Open recommendations", "Recommandations ouvertes"),
    overdue=t("Overdue recommendations", "Recommandations en retard"),
    statuses=RecommendationStatus,
    closed=(RecommendationStatus.DONE, RecommendationStatus.CANCELLED),
    identifier=(r"Q-\d{3,}", "Q-001"),
    columns={
        "priority": choice(Weight, "Priority", "Priorité", width=11),
        "decided_in": text("Decided in", "Décidée en", required=FULL, max_length=80, width=20, example="Steering committee"),
    },
    rules=(
        Rule(
            "REC-10", (this.priority != Weight.HIGH) | filled(this.due), at="due", severity=Severity.WARNING,
            says=t("High priority without a due date", "Priorité haute sans échéance"),
            fix=t("Agree a date.", "Convenez d’une échéance."),
        ),
    ),
).kind()  # fmt: skip
