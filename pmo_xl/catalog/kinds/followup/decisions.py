"""The decisions: what a body is asked to settle, what it settled, and what waiting costs."""

from __future__ import annotations

from pmo_xl.catalog.kinds.followup.choices import DecisionStatus
from pmo_xl.catalog.kinds.followup.shared import COMPUTED, FOLLOW_UP, LINKS, SUBJECT, identifier
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.carried import Followed
from pmo_xl.core.definition.column import LIGHT, STANDARD, amount, choice, date, integer, text
from pmo_xl.core.definition.model import Rule, Table
from pmo_xl.core.definition.vocabulary import Vocabulary
from pmo_xl.core.expr.algebra import at, days_between, filled, this, when

DAYS_A_MONTH = 365.25 / 12
_decided = this.status == DecisionStatus.DECIDED
_pending = (this.status == DecisionStatus.REQUESTED) | (this.status == DecisionStatus.DEFERRED)


class Decisions(Table):
    """What a body is asked to settle, by when, and what it settled."""

    key, heading = "decisions", t("Decisions", "Décisions")
    identity, needs = ("decision_id",), ("decision_id", "status")
    followed = Followed("subject", (DecisionStatus.DECIDED, DecisionStatus.CANCELLED))
    vocabulary = Vocabulary(anchors=("body", "status", "recommendation"))

    decision_id = identifier("D")
    subject = text(
        "Subject", "Objet", required=LIGHT, max_length=200, band=SUBJECT, width=44,
        example=t("Open a second site", "Ouvrir un second site"), also="decision to take | title | sujet | libellé",
    )  # fmt: skip
    options = text("Options", "Options", max_length=500, band=SUBJECT, folded=True, width=32)
    recommendation = text(
        "Recommendation", "Préconisation", t("What the project proposes; asked while it is requested.", "Ce que le projet propose ; attendu tant que la décision est demandée."),
        max_length=300, band=SUBJECT, width=36, example=t("Accept, +120 k€", "Accepter, +120 k€"),
    )  # fmt: skip
    body = text(
        "Body", "Instance", t("The body that decides, as the PMO calls it.", "L’instance qui tranche, telle que le PMO la nomme."),
        required=LIGHT, max_length=60, band=FOLLOW_UP, width=14, listed="bodies", example="COPIL", also="committee | forum | comité",
    )  # fmt: skip
    needed_by = date("Needed by", "À prendre d’ici au", required=LIGHT, band=FOLLOW_UP, example="2026-04-15")
    requested_on = date(
        "Requested on", "Demandée le", required=STANDARD, band=FOLLOW_UP, example="2026-03-10"
    )
    cost_of_delay = amount(
        "Cost of a month of waiting", "Coût d’un mois d’attente", t("What each month of waiting costs.", "Ce que coûte chaque mois d’attente."),
        band=FOLLOW_UP, width=14,
    )  # fmt: skip
    status = choice(
        DecisionStatus,
        "Status",
        "Statut",
        required=LIGHT,
        band=FOLLOW_UP,
        width=13,
        example="requested",
        also="state | état",
    )
    decision = text("Decision", "Décision prise", max_length=500, band=FOLLOW_UP, width=36)
    decided_on = date("Decided on", "Prise le", band=FOLLOW_UP)
    decided_by = text("Decided by", "Prise par", max_length=80, band=FOLLOW_UP, width=18)

    is_pending = integer(
        "Pending (1) or not (0)", "À prendre (1) ou non (0)", band=COMPUTED, folded=True, width=9, formula=when((_pending, 1), otherwise=0),
    )  # fmt: skip
    overdue_cd = integer(
        "Overdue (days)", "Retard (j)", t("Calendar days after the date it is needed by, while it is pending.", "Jours calendaires après la date attendue, tant qu’elle n’est pas prise."),
        band=COMPUTED, unit="days", width=9,
        formula=when(((this.is_pending == 1) & filled(this.needed_by),
                      when((this.needed_by < at.status_date, days_between(this.needed_by, at.status_date)), otherwise=0))),
    )  # fmt: skip

    settled_cd = integer(
        "Time to decide (days)", "Délai de décision (j)", t("Calendar days from the request to the decision.", "Jours calendaires de la demande à la décision."),
        band=COMPUTED, unit="days", folded=True, width=11,
        formula=when((_decided & filled(this.requested_on) & filled(this.decided_on), days_between(this.requested_on, this.decided_on))),
    )  # fmt: skip
    waiting_cost = amount(
        "Cost of waiting so far", "Coût de l’attente à ce jour", t("Months past the date it was needed by × the cost of a month, while it is pending.",
                                                        "Mois écoulés depuis la date attendue × coût d’un mois, tant qu’elle n’est pas prise."),
        band=COMPUTED, folded=True, width=14,
        formula=when(((this.is_pending == 1) & filled(this.cost_of_delay) & filled(this.overdue_cd),
                      this.cost_of_delay * this.overdue_cd / DAYS_A_MONTH)),
    )  # fmt: skip

    meeting_id = text(
        "Meeting", "Séance", max_length=40, listed="meetings", band=LINKS, folded=True, width=14
    )
    subject_ids = text("Linked", "Liens", t("IDs of risks, issues, changes or tasks.", "N° de risques, problèmes, changements ou tâches."),
        max_length=100, band=LINKS, folded=True, width=14)  # fmt: skip

    rules = (
        Rule(
            "DEC-01", ~_decided | (filled(this.decision) & filled(this.decided_on) & filled(this.decided_by)), at="decision",
            says=t("Decided: what, when, by whom?", "Décision prise : laquelle, quand, par qui ?"),
            fix=t("Enter the decision in words, its day and who took it.", "Saisissez la décision en clair, sa date et qui l’a prise."),
        ),
        Rule(
            "DEC-01", this.decided_on <= at.status_date, at="decided_on",
            says=t("Decided after the status date", "Prise après la date d’arrêté"),
            fix=t("Correct the date, or leave the decision requested.", "Corrigez la date, ou laissez la décision au statut « Demandée »."),
        ),
        Rule(
            "DEC-01", this.decided_on >= this.requested_on, at="decided_on",
            says=t("Decided before it was requested", "Prise avant d’avoir été demandée"),
            fix=t("Correct one of the two dates.", "Corrigez l’une des deux dates."),
        ),
        Rule(
            "DEC-02", (this.status != DecisionStatus.REQUESTED) | filled(this.recommendation), at="recommendation",
            says=t("Without a recommendation the committee has nothing to decide on", "Sans préconisation, le comité n’a rien à trancher"),
            fix=t("Say what the project proposes, and what it costs.", "Dites ce que le projet propose, et ce que cela coûte."),
            severity=Severity.WARNING,
        ),
        Rule(
            "XSH-20", (this.is_pending == 0) | (this.needed_by >= at.status_date), at="needed_by",
            says=t("Decision overdue", "Décision en retard"),
            fix=t("Bring it to the next meeting, or say what happens without it.", "Inscrivez-la à la prochaine séance, ou dites ce qui se passe sans elle."),
            severity=Severity.WARNING,
        ),
    )  # fmt: skip
