"""The risk register: cause, event and effect, inherent and residual ratings, response and owner.

The composition follows PRINCE2's risk register; expected monetary value is probability × impact,
positive for a threat (a cost) and negative for an opportunity.
"""

from __future__ import annotations

from pmo_xl.catalog.kinds.risks.choices import (
    ClosureReason,
    Dimension,
    Proximity,
    Response,
    RiskCategory,
    RiskKind,
    RiskStatus,
)
from pmo_xl.catalog.kinds.risks.vocabulary import RISKS
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.carried import Followed
from pmo_xl.core.definition.column import (
    FULL,
    LIGHT,
    STANDARD,
    amount,
    choice,
    date,
    integer,
    number,
    percent,
    text,
)
from pmo_xl.core.definition.model import Rule, Table
from pmo_xl.core.expr.algebra import at, contains_any, filled, this, when
from pmo_xl.core.expr.nodes import Expr, Ref

RISK = t("Risk", "Risque")
INHERENT = t("Inherent (before response)", "Brut (avant réponse)")
RESPONSE = t("Response", "Réponse")
RESIDUAL = t("Residual (after response)", "Résiduel (après réponse)")
FOLLOW_UP = t("Follow-up", "Suivi")
COMPUTED = t("Calculated", "Calculé")
MORE = t("More", "Compléments")

is_response_of_opportunity = (
    (this.response_type == Response.EXPLOIT)
    | (this.response_type == Response.ENHANCE)
    | (this.response_type == Response.REJECT)
)
"""Sharing answers threats and opportunities alike."""
is_opportunity = (filled(this.kind) & (this.kind == RiskKind.OPPORTUNITY)) | (
    ~filled(this.kind) & filled(this.response_type) & is_response_of_opportunity
)
"""A risk that does not say what it is, and is exploited, enhanced or rejected, is an opportunity."""
is_open = (this.status == RiskStatus.OPEN) | (this.status == RiskStatus.ESCALATED)


def _expected(probability: Ref, impact: Ref) -> Expr:
    """A threat costs, an opportunity saves; a risk that says neither, nor is answered as one, is a threat.

    An impact below 0 has none: a threat that would save money is no opportunity, but a mistake.
    """
    return when(
        (filled(probability) & filled(impact) & (impact >= 0),
         probability * impact * when((is_opportunity, -1), otherwise=1)),
    )  # fmt: skip


class Risks(Table):
    """What may happen, how much it matters, what is done about it and by whom."""

    key, heading = "risks", t("Risks", "Risques")
    identity, needs = ("risk_id",), ("risk_id", "status")
    followed = Followed("title", (RiskStatus.CLOSED, RiskStatus.OCCURRED))
    vocabulary = RISKS

    risk_id = text(
        "ID", "N°", t("R- and at least three digits.", "R- suivi d’au moins trois chiffres."),
        required=LIGHT, pattern=r"R-\d{3,}", band=RISK, width=8, example="R-001",
        pattern_says=t("R- and at least three digits, such as R-001",
                       "R- suivi d’au moins trois chiffres, par exemple R-001"),
    )  # fmt: skip
    title = text(
        "Risk", "Risque", required=LIGHT, max_length=200, band=RISK, width=36,
        example=t("Payment provider delivers late", "Retard de livraison du prestataire de paiement"),
    )  # fmt: skip
    category = choice(
        RiskCategory, "Category", "Catégorie", required=LIGHT, band=RISK, width=20, example="supplier"
    )
    date_raised = date("Raised on", "Identifié le", required=STANDARD, band=RISK, example="2026-01-15")
    probability_in = integer(
        "Probability", "Probabilité", t("1 rare (up to 10 %) to 5 almost certain (over 70 %).",
                                        "1 rare (jusqu’à 10 %) à 5 quasi certain (plus de 70 %)."),
        required=LIGHT, low=1, high=5, band=INHERENT, width=11, example=4,
    )  # fmt: skip
    impact_in = integer(
        "Impact", "Gravité", t("1 negligible (under 1 % of budget) to 5 severe (over 20 %).",
                               "1 négligeable (moins de 1 % du budget) à 5 majeur (plus de 20 %)."),
        required=LIGHT, low=1, high=5, band=INHERENT, width=9, example=4,
    )  # fmt: skip
    prob_pct_in = percent(
        "Probability %", "Probabilité %", required=FULL, band=INHERENT, width=12, example=0.6
    )
    cost_impact_in = amount(
        "Cost impact", "Impact coût",
        t("Most likely cost if it happens, or saving of an opportunity; never below 0.",
          "Coût le plus probable s’il survient, ou gain d’une opportunité ; jamais négatif."),
        required=FULL, band=INHERENT, width=12, example=80000.0,
    )  # fmt: skip
    response_type = choice(
        Response, "Response", "Réponse", required=LIGHT, band=RESPONSE, width=13, example="reduce",
        help=t("Threat: avoid, reduce, fallback, transfer, share, accept. Opportunity: exploit, enhance, share, reject.",
               "Menace : éviter, réduire, repli, transférer, partager, accepter. Opportunité : exploiter, renforcer, partager, rejeter."),
    )  # fmt: skip
    response_actions = text(
        "Actions", "Actions", max_length=500, band=RESPONSE, width=34,
        example=t("Weekly supplier review, penalty clause", "Revue fournisseur hebdomadaire, clause de pénalité"),
    )  # fmt: skip
    owner = text(
        "Owner", "Porteur", t("Exactly one person.", "Une seule personne."),
        required=LIGHT, max_length=80, band=RESPONSE, width=18, example="Claire Martin", person=True,
    )  # fmt: skip
    due_date = date("Due", "Échéance", band=RESPONSE, example="2026-05-29")
    status = choice(RiskStatus, "Status", "Statut", required=LIGHT, band=FOLLOW_UP, width=11, example="open")
    probability_res = integer(
        "Residual probability", "Probabilité résiduelle", low=1, high=5, band=RESIDUAL, width=11, example=2
    )
    impact_res = integer(
        "Residual impact", "Gravité résiduelle", low=1, high=5, band=RESIDUAL, width=11, example=3
    )
    prob_pct_res = percent(
        "Residual probability %", "Probabilité résiduelle %", band=RESIDUAL, width=12, example=0.3
    )
    cost_impact_res = amount(
        "Residual cost impact", "Impact coût résiduel", band=RESIDUAL, width=12, example=40000.0
    )

    score_in = integer(
        "Inherent score", "Criticité brute", t("Probability × impact, 1 to 25.", "Probabilité × gravité, de 1 à 25."),
        band=COMPUTED, width=10, formula=this.probability_in * this.impact_in,
    )  # fmt: skip
    score_res = integer(
        "Residual score", "Criticité résiduelle", band=COMPUTED, width=10,
        formula=this.probability_res * this.impact_res,
    )  # fmt: skip
    score_current = integer(
        "Current score", "Criticité actuelle",
        t("Residual score where it is rated, else the inherent one.",
          "Criticité résiduelle si elle est cotée, sinon la brute."),
        band=COMPUTED, width=10,
        formula=when((filled(this.score_res), this.score_res), (filled(this.score_in), this.score_in)),
    )  # fmt: skip
    emv_in = amount(
        "Inherent EMV", "Impact pondéré brut (prob. × coût)",
        t("Expected monetary value: probability × cost impact; an opportunity counts negative. Blank where the impact is below 0.",
          "Probabilité × impact coût (espérance mathématique) ; une opportunité compte en négatif. Vide si l’impact est négatif."),
        band=COMPUTED, width=13, low=None, formula=_expected(this.prob_pct_in, this.cost_impact_in),
    )  # fmt: skip
    emv_res = amount(
        "Residual EMV", "Impact pondéré résiduel (prob. × coût)", band=COMPUTED, width=13, low=None,
        formula=_expected(this.prob_pct_res, this.cost_impact_res),
    )  # fmt: skip
    emv_current = amount(
        "Current EMV", "Impact pondéré actuel (prob. × coût)",
        t("Residual EMV where it is estimated, else the inherent one.",
          "Le résiduel s’il est estimé, sinon le brut."),
        band=COMPUTED, width=13, low=None,
        formula=when((filled(this.emv_res), this.emv_res), (filled(this.emv_in), this.emv_in)),
    )  # fmt: skip
    is_open = integer(
        "Open (1) or not (0)", "Ouvert (1) ou non (0)", t("1 while the risk can still happen.", "1 tant que le risque peut survenir."),
        band=COMPUTED, folded=True, width=9, formula=when((is_open, 1), otherwise=0),
    )  # fmt: skip
    is_threat = integer(
        "Threat (1) or not (0)", "Menace (1) ou non (0)", t("0 for an opportunity.", "0 pour une opportunité."),
        band=COMPUTED, folded=True, width=9, formula=when((is_opportunity, 0), otherwise=1),
    )  # fmt: skip

    kind = choice(
        RiskKind, "Threat or opportunity", "Menace ou opportunité", t("Blank: a threat, unless the response is exploit, enhance or reject.",
          "Vide : une menace, sauf si la réponse est exploiter, renforcer ou rejeter."),
        required=FULL, band=MORE, folded=True, width=14, example="threat",
    )  # fmt: skip
    author = text(
        "Author", "Auteur", required=FULL, max_length=80, band=MORE, folded=True, person=True, answers=False
    )
    cause = text("Cause", "Cause", required=FULL, max_length=500, band=MORE, folded=True, width=28)
    event = text("Event", "Événement", required=FULL, max_length=500, band=MORE, folded=True, width=28)
    effect = text("Effect", "Conséquence", required=FULL, max_length=500, band=MORE, folded=True, width=28)
    objective_impacted = choice(Dimension, "Dimension", "Dimension", required=FULL, band=MORE, folded=True)
    cost_impact_in_min = amount("Cost impact, low", "Impact coût, bas", band=MORE, folded=True)
    cost_impact_in_max = amount("Cost impact, high", "Impact coût, haut", band=MORE, folded=True)
    schedule_impact_wd_in = number(
        "Delay (wd)", "Retard (j\u00a0ouvrés)", low=0, unit="working days", band=MORE, folded=True
    )
    schedule_impact_wd_res = number(
        "Residual delay (wd)",
        "Retard résiduel (j\u00a0ouvrés)",
        low=0,
        unit="working days",
        band=MORE,
        folded=True,
    )
    proximity = choice(Proximity, "Proximity", "Proximité", required=FULL, band=MORE, folded=True, width=18)
    response_cost = amount("Cost of response", "Coût de la réponse", band=MORE, folded=True)
    trigger = text("Trigger", "Déclencheur", max_length=200, band=MORE, folded=True, width=20)
    target_score = integer("Target score", "Criticité cible", low=1, high=25, band=MORE, folded=True)
    actionee = text("Actionee", "Responsable de l’action", max_length=80, band=MORE, folded=True, person=True)
    next_review = date("Next review", "Prochaine revue", band=MORE, folded=True)
    date_closed = date("Closed on", "Clos le", band=MORE, folded=True)
    closure_reason = choice(
        ClosureReason, "Closure reason", "Motif de clôture", band=MORE, folded=True, width=18
    )
    issue_id = text("Issue raised", "Problème ouvert", max_length=40, band=MORE, folded=True)
    task_ids = text("Linked tasks", "Tâches liées", max_length=100, band=MORE, folded=True)
    budget_line_ids = text(
        "Linked budget lines", "Lignes budgétaires liées", max_length=100, band=MORE, folded=True
    )
    comment = text("Comment", "Commentaire", max_length=500, band=MORE, folded=True, width=30)

    rules = (
        Rule(
            "RSK-04", (this.status != RiskStatus.CLOSED) | filled(this.date_closed), at="date_closed",
            says=t("Closed without a closing date", "Clos sans date de clôture"),
            fix=t("Enter the day it was closed.", "Saisissez le jour de clôture."),
        ),
        Rule(
            "RSK-04", (this.status != RiskStatus.CLOSED) | filled(this.closure_reason), at="closure_reason",
            says=t("Closed without a reason", "Clos sans motif"),
            fix=t("Choose why it was closed.", "Choisissez le motif de clôture."),
        ),
        Rule(
            "RSK-05", this.date_closed >= this.date_raised, at="date_closed",
            says=t("Closed before it was raised", "Clos avant d’être identifié"),
            fix=t("Correct one of the two dates.", "Corrigez l’une des deux dates."),
        ),
        Rule(
            "RSK-05", this.date_closed <= at.status_date, at="date_closed",
            says=t("Closed after the status date", "Clos après la date d’arrêté"),
            fix=t("Correct the closing date, or leave the risk open.", "Corrigez la date de clôture, ou laissez le risque ouvert."),
        ),
        Rule(
            "RSK-08", ~contains_any(this.owner, "/", ";", "&", " and ", " et "), at="owner",
            says=t("More than one owner", "Plus d’un porteur"),
            fix=t("Name the one person who answers for the risk; others are actionees.",
                  "Nommez la seule personne qui répond du risque ; les autres sont responsables d’actions."),
        ),
        Rule(
            "RSK-07",
            (this.is_open == 0) | (this.score_current < 20) | is_opportunity
            | (filled(this.response_actions) & filled(this.due_date)),
            at="response_actions",
            says=t("Critical risk without actions and due date", "Risque critique sans actions ni échéance"),
            fix=t("Say what will be done, and by when.", "Précisez ce qui sera fait, et pour quand."),
        ),
        Rule(
            "RSK-07",
            (this.is_open == 0) | (this.score_current < 12) | ((this.score_current >= 20) & ~is_opportunity)
            | (filled(this.response_actions) & filled(this.due_date)),
            at="response_actions",
            says=t("High risk or opportunity without actions and due date", "Risque ou opportunité de criticité élevée sans actions ni échéance"),
            fix=t("Say what will be done, and by when.", "Précisez ce qui sera fait, et pour quand."),
            severity=Severity.WARNING,
        ),
        Rule(
            "RSK-06", (this.is_open == 0) | (this.due_date >= at.status_date), at="due_date",
            says=t("Response overdue", "Réponse en retard"),
            fix=t("Close the risk, or agree a new due date.", "Clôturez le risque, ou convenez d’une nouvelle échéance."),
            severity=Severity.WARNING,
        ),
        Rule(
            "RSK-06", (this.is_open == 0) | (this.next_review >= at.status_date), at="next_review",
            says=t("Review overdue", "Revue en retard"),
            fix=t("Review the risk and set the next date.", "Revoyez le risque et fixez la prochaine date."),
            severity=Severity.WARNING,
        ),
        Rule(
            "RSK-09",
            when(
                (is_opportunity, is_response_of_opportunity | (this.response_type == Response.SHARE)),
                otherwise=~is_response_of_opportunity,
            ),
            at="response_type",
            says=t("Response of the wrong kind", "Réponse inadaptée à la nature du risque"),
            fix=t("Threats are avoided, reduced…; opportunities exploited, enhanced…",
                  "Une menace s’évite, se réduit… ; une opportunité s’exploite, se renforce…"),
            severity=Severity.WARNING,
        ),
        Rule(
            "RSK-24", filled(this.kind) | ~is_response_of_opportunity, at="kind",
            says=t("Response of an opportunity, but not marked as one: it counts as an opportunity",
                   "Réponse propre à une opportunité, sans être désigné comme tel : compte comme une opportunité"),
            fix=t("Say whether it is a threat or an opportunity.", "Précisez s’il s’agit d’une menace ou d’une opportunité."),
            severity=Severity.WARNING,
        ),
        Rule(
            "RSK-10", (this.score_res <= this.score_in) | is_opportunity, at="impact_res",
            says=t("Residual score above inherent score", "Criticité résiduelle supérieure à la brute"),
            fix=t("A response lowers a threat: check both ratings.", "Une réponse diminue une menace : vérifiez les deux cotations."),
            severity=Severity.WARNING,
        ),
        Rule(
            "RSK-12", (this.is_open == 0) | (this.score_current < 12) | (filled(this.prob_pct_in) & filled(this.cost_impact_in)),
            at="cost_impact_in",
            says=t("High risk without probability % and cost", "Risque élevé sans probabilité % ni coût"),
            fix=t("Estimate both, so that the risk counts in the exposure.",
                  "Estimez les deux, pour que le risque compte dans l’exposition."),
            severity=Severity.WARNING,
        ),
        Rule(
            "RSK-14", (this.prob_pct_in > 0) & (this.prob_pct_in < 1), at="prob_pct_in",
            says=t("Probability of 0 or 100 %: not a risk", "Probabilité de 0 ou 100 % : pas un risque"),
            fix=t("What is certain belongs to the plan or the issues; what is impossible can be closed.",
                  "Le certain relève du planning ou des problèmes ; l’impossible se clôture."),
            severity=Severity.WARNING,
        ),
        Rule(
            "RSK-16", (this.status != RiskStatus.OCCURRED) | filled(this.issue_id), at="issue_id",
            says=t("Occurred, but no issue raised", "Survenu, mais aucun problème ouvert"),
            fix=t("Enter the reference of the issue.", "Saisissez la référence du problème."),
            severity=Severity.WARNING,
        ),
        Rule(
            "RSK-21", (this.response_cost <= this.emv_in - this.emv_res) | is_opportunity, at="response_cost",
            says=t("Response costs more than it saves", "Réponse plus coûteuse que son gain"),
            fix=t("Compare with inherent minus residual EMV.", "Comparez avec l’impact pondéré brut moins le résiduel."),
            severity=Severity.WARNING,
        ),
    )  # fmt: skip
