"""What surrounds the project: stakeholders, assumptions, documents. Asked for by the full profile alone."""

from __future__ import annotations

from pmo_xl.catalog.kinds.followup.choices import AssumptionStatus, DocumentStatus, Engagement
from pmo_xl.catalog.kinds.followup.shared import FOLLOW_UP, SUBJECT, identifier, owner
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import FULL, LIGHT, choice, date, integer, text
from pmo_xl.core.definition.model import Rule, Table
from pmo_xl.core.expr.algebra import at, this


class Stakeholders(Table):
    """Whom the project touches, how much they weigh, where they stand."""

    key, heading = "stakeholders", t("Stakeholders", "Parties prenantes")
    identity = ("stakeholder_id",)
    asked = FULL

    stakeholder_id = identifier("S")
    name = text(
        "Name",
        "Nom",
        t("A person or a group.", "Une personne ou un groupe."),
        required=LIGHT,
        max_length=120,
        band=SUBJECT,
        width=28,
        example=t("Works council", "Comité social et économique"),
    )
    role = text("Role", "Rôle", max_length=120, band=SUBJECT, width=20)
    influence = integer(
        "Influence",
        "Influence",
        t("1 low to 5 high.", "1 faible à 5 forte."),
        low=1,
        high=5,
        band=SUBJECT,
        width=10,
    )
    interest = integer(
        "Interest",
        "Intérêt",
        t("1 low to 5 high.", "1 faible à 5 fort."),
        low=1,
        high=5,
        band=SUBJECT,
        width=10,
    )
    engagement = choice(Engagement, "Engagement today", "Adhésion actuelle", band=FOLLOW_UP, width=14)
    engagement_target = choice(Engagement, "Engagement wanted", "Adhésion visée", band=FOLLOW_UP, width=14)
    action_ids = text("Actions", "Actions", max_length=100, band=FOLLOW_UP, width=16)


class Assumptions(Table):
    """What is taken for granted, and who finds out by when."""

    key, heading = "assumptions", t("Assumptions", "Hypothèses")
    identity = ("assumption_id",)
    asked = FULL

    assumption_id = identifier("H")
    statement = text(
        "Assumption",
        "Hypothèse",
        required=LIGHT,
        max_length=300,
        band=SUBJECT,
        width=48,
        example=t(
            "The data centre moves after go-live", "Le centre de données déménage après la mise en service"
        ),
    )
    owner = owner(required=LIGHT)
    validate_by = date("Validate by", "À valider d’ici au", band=FOLLOW_UP)
    status = choice(
        AssumptionStatus, "Status", "Statut", required=LIGHT, band=FOLLOW_UP, width=14, example="open"
    )
    risk_id = text("Linked risk", "Risque lié", max_length=40, band=FOLLOW_UP, width=10)

    rules = (
        Rule(
            "ASM-01", (this.status != AssumptionStatus.OPEN) | (this.validate_by >= at.status_date), at="validate_by",
            says=t("Assumption not validated in time", "Hypothèse non validée à temps"),
            fix=t("Confirm it, or open the risk or the issue that follows.", "Confirmez-la, ou ouvrez le risque ou le problème qui en découle."),
            severity=Severity.WARNING,
        ),
    )  # fmt: skip


class Documents(Table):
    """The documents that count, their version and where they are kept."""

    key, heading = "documents", t("Documents", "Documents")
    identity = ("document_id",)
    asked = FULL

    document_id = identifier("F")
    title = text(
        "Title",
        "Titre",
        required=LIGHT,
        max_length=200,
        band=SUBJECT,
        width=40,
        example=t("Project charter", "Note de cadrage"),
    )
    type = text("Type", "Type", max_length=60, band=SUBJECT, width=16)
    version = text("Version", "Version", max_length=20, band=SUBJECT, width=9)
    owner = owner()
    location = text(
        "Location",
        "Emplacement",
        t(
            "Where it is kept; never opened by a program.",
            "Où il est conservé ; simple indication, jamais ouverte automatiquement.",
        ),
        max_length=300,
        band=FOLLOW_UP,
        width=36,
    )
    status = choice(
        DocumentStatus, "Status", "Statut", required=LIGHT, band=FOLLOW_UP, width=13, example="draft"
    )
    retention_until = date("Keep until", "À conserver jusqu’au", band=FOLLOW_UP)
