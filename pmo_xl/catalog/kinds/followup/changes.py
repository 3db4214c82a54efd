"""The change requests: what the project asks to change, what it costs in money and days, who accepted it."""

from __future__ import annotations

from pmo_xl.catalog.kinds.followup.choices import ChangeStatus, ChangeType
from pmo_xl.catalog.kinds.followup.shared import COMPUTED, FOLLOW_UP, LINKS, SUBJECT, identifier, owner
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.carried import Followed
from pmo_xl.core.definition.column import LIGHT, STANDARD, choice, date, integer, number, signed_amount, text
from pmo_xl.core.definition.model import Rule, Table
from pmo_xl.core.definition.vocabulary import Vocabulary
from pmo_xl.core.expr.algebra import at, days_between, filled, this, when

IMPACT = t("Impacts", "Impacts")
_approved = (this.status == ChangeStatus.APPROVED) | (this.status == ChangeStatus.IMPLEMENTED)
_pending = (this.status == ChangeStatus.SUBMITTED) | (this.status == ChangeStatus.ANALYSED)
_early = (this.status == ChangeStatus.DRAFT) | (this.status == ChangeStatus.SUBMITTED)
_settled = (this.status == ChangeStatus.APPROVED) | (this.status == ChangeStatus.REJECTED)


class Changes(Table):
    """What the project asks to change, what it costs in money and days, who accepted it."""

    key, heading = "changes", t("Change requests", "Changements demandés")
    identity, needs = ("change_id",), ("change_id", "status")
    followed = Followed("title", (ChangeStatus.REJECTED, ChangeStatus.IMPLEMENTED))
    vocabulary = Vocabulary(anchors=("impact_cost", "type", "requested_by", "status"))

    change_id = identifier("C")
    title = text(
        "Change", "Changement", required=LIGHT, max_length=200, band=SUBJECT, width=44,
        example=t("Second site", "Second site"), also="description | title | libellé | objet | intitulé",
    )  # fmt: skip
    type = choice(
        ChangeType,
        "Type",
        "Type",
        required=LIGHT,
        band=SUBJECT,
        width=12,
        example="scope",
        also="nature | category | catégorie",
    )
    reason = text(
        "Reason",
        "Motif",
        required=STANDARD,
        max_length=300,
        band=SUBJECT,
        width=32,
        example=t("New regulation", "Nouvelle réglementation"),
    )
    requested_by = owner(
        "Requested by",
        "Demandée par",
        t("Who asks for it.", "L’auteur de la demande."),
        band=SUBJECT,
        also="requester | demandeur",
        answers=False,
    )
    requested_on = date(
        "Requested on",
        "Demandée le",
        required=STANDARD,
        band=SUBJECT,
        example="2026-02-16",
        also="date | raised on | date de demande",
    )
    impact_cost = signed_amount(
        "Cost impact", "Impact coût", t("Change of the budget; 0 is an answer.", "Variation du budget ; 0 est une réponse."), band=IMPACT, width=13, example=12000.0,
    )  # fmt: skip
    impact_wd = number(
        "Delay (wd)", "Impact délai (j\u00a0ouvrés)", t("Working days added to the finish; 0 is an answer.", "Jours ouvrés ajoutés à la fin ; 0 est une réponse."),
        unit="working days", band=IMPACT, width=12, example=5,
    )  # fmt: skip
    impact_benefit = signed_amount("Benefits a year", "Bénéfices annuels", band=IMPACT, folded=True, width=13)
    impact_risk = text("Risks", "Risques", max_length=200, band=IMPACT, folded=True, width=24)
    status = choice(
        ChangeStatus,
        "Status",
        "Statut",
        required=LIGHT,
        band=FOLLOW_UP,
        width=14,
        example="submitted",
        also="state | état",
    )
    decision_id = text(
        "Decision",
        "Décision",
        t("D- and its number.", "D- suivi de son numéro."),
        max_length=40,
        band=FOLLOW_UP,
        width=10,
    )
    decided_on = date("Decided on", "Décidée le", band=FOLLOW_UP)

    is_approved = integer(
        "Approved (1) or not (0)", "Acceptée (1) ou non (0)", band=COMPUTED, folded=True, width=9, formula=when((_approved, 1), otherwise=0),
    )  # fmt: skip
    is_pending = integer(
        "Pending (1) or not (0)", "En attente (1) ou non (0)", band=COMPUTED, folded=True, width=9, formula=when((_pending, 1), otherwise=0),
    )  # fmt: skip
    waiting_cd = integer(
        "Waiting (days)", "Attente (j)", t("Calendar days since it was requested, while it is submitted or analysed.", "Jours calendaires depuis la demande, tant qu’elle est soumise ou instruite."),
        band=COMPUTED, unit="days", width=9, formula=when(((this.is_pending == 1) & filled(this.requested_on), days_between(this.requested_on, at.status_date))),
    )  # fmt: skip

    line_ids = text("Budget lines", "Lignes budgétaires", max_length=100, band=LINKS, folded=True, width=14)
    task_ids = text("Linked tasks", "Tâches liées", max_length=100, band=LINKS, folded=True, width=12)
    baseline_version = text(
        "Baseline after", "Référence après", max_length=40, band=LINKS, folded=True, width=12
    )

    rules = (
        Rule(
            "CHG-01", ~_settled | (filled(this.decision_id) & filled(this.decided_on)), at="decision_id",
            says=t("Approved or rejected: by which decision, when?", "Acceptée ou refusée : par quelle décision, quand ?"),
            fix=t("Enter the ID of the decision and its day.", "Saisissez le numéro et la date de la décision."),
        ),
        Rule(
            "CHG-01", this.decided_on <= at.status_date, at="decided_on",
            says=t("Decided after the status date", "Décidée après la date d’arrêté"),
            fix=t("Correct the date, or leave the change pending.", "Corrigez la date, ou laissez la demande en attente."),
        ),
        Rule(
            "CHG-01", this.decided_on >= this.requested_on, at="decided_on",
            says=t("Decided before it was requested", "Décidée avant d’avoir été demandée"),
            fix=t("Correct one of the two dates.", "Corrigez l’une des deux dates."),
        ),
        Rule(
            "CHG-02", _early | (filled(this.impact_cost) & filled(this.impact_wd)), at="impact_cost",
            says=t("Impacts not assessed", "Impacts non chiffrés"),
            fix=t("Enter the cost and the working days; 0 is an answer.", "Saisissez le coût et les jours ouvrés ; 0 est une réponse."),
        ),
        Rule(
            "CHG-03", (this.is_pending == 0) | (this.waiting_cd <= 30), at="status",
            says=t("Waiting for more than 30 days", "En attente depuis plus de 30 jours"),
            fix=t("Have it decided, defer it, or withdraw it.", "Faites-la trancher, ajournez-la ou retirez-la."),
            severity=Severity.WARNING,
        ),
        Rule(
            "CHG-04", (this.status != ChangeStatus.IMPLEMENTED) | filled(this.decision_id), at="status",
            says=t("Done without approval", "Mise en œuvre sans décision"),
            fix=t("Enter the decision that approved it, or have it approved now.", "Saisissez la décision qui l’a acceptée, ou faites-la régulariser."),
        ),
    )  # fmt: skip
