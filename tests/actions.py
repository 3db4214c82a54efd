"""A kind of return in one file, as a further one would be added: the action log."""

from __future__ import annotations

from pmo_xl.catalog.register import Register
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import FULL, choice, text
from pmo_xl.core.definition.model import Rule
from pmo_xl.core.expr.algebra import filled, this
from pmo_xl.core.expr.choice import Choice


class ActionStatus(Choice):
    """How far an action is."""

    OPEN = "open", "Open", "Ouverte"
    IN_PROGRESS = "in_progress", "In progress", "En cours"
    DONE = "done", "Done", "Faite", "terminée"
    CANCELLED = "cancelled", "Cancelled", "Annulée"


class Priority(Choice):
    """How much it matters."""

    HIGH = "high", "High", "Haute"
    NORMAL = "normal", "Normal", "Normale"


KIND = Register(
    key="actions",
    code="ACT",
    order=40,
    title=t("Action log", "Registre des actions"),
    purpose=t("What was agreed, who does it, by when.", "Ce qui a été convenu, qui le fait, pour quand."),
    opened=t("Open actions", "Actions ouvertes"),
    overdue=t("Overdue actions", "Actions en retard"),
    statuses=ActionStatus,
    closed=(ActionStatus.DONE, ActionStatus.CANCELLED),
    identifier=(r"A-\d{3,}", "A-001"),
    columns={
        "priority": choice(Priority, "Priority", "Priorité", width=11),
        "decided_in": text("Decided in", "Décidée en", required=FULL, max_length=80, width=20, example="Steering committee"),
    },
    rules=(
        Rule(
            "ACT-10", (this.priority != Priority.HIGH) | filled(this.due), at="due", severity=Severity.WARNING,
            says=t("High priority without a due date", "Priorité haute sans échéance"),
            fix=t("Agree a date.", "Convenez d’une échéance."),
        ),
    ),
).kind()  # fmt: skip
