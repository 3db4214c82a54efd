"""The status report: nine judgements with their words, and the key messages."""

from __future__ import annotations

from pmo_xl.catalog.kinds.followup.choices import MessageKind, StatusDimension, StatusTrend
from pmo_xl.catalog.kinds.followup.shared import owner
from pmo_xl.catalog.kinds.project import Rag
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.carried import Carried
from pmo_xl.core.definition.column import LIGHT, choice, date, text, yes_no
from pmo_xl.core.definition.model import Rule, Table
from pmo_xl.core.expr.algebra import at, filled, this

STATUS = t("Status", "Météo")
PATH = t("Back to green", "Retour au vert")
LAST = t("Last period", "Période précédente")

_D = StatusDimension
OF_CHOICE = (_D.SCOPE, _D.RESOURCES, _D.QUALITY, _D.BENEFITS, _D.STAKEHOLDERS)
"""The dimensions that a project need not judge: overall, schedule, cost and risks are asked of everybody."""


_burning = (this.rag == Rag.AMBER) | (this.rag == Rag.RED)
_burned = (this.rag_previous == Rag.AMBER) | (this.rag_previous == Rag.RED)
_fell = (this.rag_previous == Rag.GREEN) & (this.rag == Rag.RED)
_rose = (this.rag_previous == Rag.RED) & (this.rag == Rag.GREEN)
_worse = ((this.rag_previous == Rag.GREEN) & _burning) | (
    (this.rag_previous == Rag.AMBER) & (this.rag == Rag.RED)
)
_better = ((this.rag == Rag.GREEN) & _burned) | ((this.rag_previous == Rag.RED) & (this.rag == Rag.AMBER))
_contradicted = (
    ((this.trend == StatusTrend.IMPROVING) & _worse)
    | ((this.trend == StatusTrend.WORSENING) & _better)
    | ((this.trend == StatusTrend.STABLE) & (_fell | _rose))
)
"""A colour that moves one step may be called stable; one that jumps from end to end may not."""


class Status(Table):
    """Where the project stands, dimension by dimension, and how it comes back to green."""

    key, heading = "status", t("Status", "Météo")
    identity = ("dimension",)
    seed = {"dimension": tuple(one.key for one in StatusDimension)}  # noqa: RUF012 - read, never changed
    carried = Carried(
        anew=("rag", "trend", "comment"), before={"rag_previous": "rag", "comment_previous": "comment"}
    )

    dimension = choice(
        StatusDimension, "Dimension", "Axe", required=LIGHT, band=STATUS, width=18, example="overall"
    )
    rag = choice(
        Rag, "Status", "Météo", t("Your judgement today; overall, schedule, cost and risks are asked of every project.",
                                  "Votre appréciation à ce jour ; les axes global, délais, coûts et risques sont obligatoires."),
        required=LIGHT, unless=("dimension", OF_CHOICE), band=STATUS, width=15, example="amber",
    )  # fmt: skip
    trend = choice(StatusTrend, "Trend", "Tendance", band=STATUS, width=18, example="stable")
    comment = text("Comment", "Commentaire", t("Asked for amber and red: one cause, one effect.", "Obligatoire en orange et en rouge : la cause et la conséquence."),
        max_length=400, band=STATUS, width=44, example=t("Acceptance slips: the test data came late", "La recette glisse : les jeux de données sont arrivés en retard"))  # fmt: skip
    path_to_green = text("Path to green", "Plan de retour au vert", max_length=300, band=PATH, width=40,
        example=t("Two more testers from 7 April", "Deux testeurs de plus à partir du 7 avril"))  # fmt: skip
    path_owner = owner("Who", "Qui", band=PATH)
    path_date = date("By", "D’ici au", band=PATH, example="2026-04-30")
    rag_previous = choice(
        Rag, "Status last period", "Météo précédente", t("Filled when the workbook is prepared.", "Renseignée à la préparation du classeur."),
        band=LAST, width=15,
    )  # fmt: skip
    comment_previous = text(
        "Comment last period", "Commentaire précédent", t("Filled when the workbook is prepared.", "Renseigné à la préparation du classeur."),
        max_length=400, band=LAST, folded=True, width=40,
    )  # fmt: skip

    rules = (
        Rule(
            "STA-01", ~_burning | (this.comment != this.comment_previous), at="comment",
            says=t("Same words as last period", "Texte identique à la période précédente"),
            fix=t("Say what has changed since, or what still holds it up.", "Dites ce qui a changé depuis, ou ce qui bloque encore."),
            severity=Severity.WARNING,
        ),
        Rule(
            "STA-02", ~(filled(this.rag_previous) & filled(this.trend) & _contradicted), at="trend",
            says=t("The trend contradicts the colours", "La tendance contredit les couleurs"),
            fix=t("Compare with the status of last period, and correct one of the two.", "Comparez avec la météo précédente, et corrigez l’une des deux."),
            severity=Severity.WARNING,
        ),
        Rule(
            "STA-03", ~_burning | filled(this.comment), at="comment",
            says=t("Amber or red without a word", "Orange ou rouge sans explication"),
            fix=t("Say why, and what it means for the project.", "Dites pourquoi, et ce que cela entraîne pour le projet."),
        ),
        Rule(
            "STA-03", (this.rag != Rag.RED) | (filled(this.path_to_green) & filled(this.path_owner) & filled(this.path_date)),
            at="path_to_green",
            says=t("Red, and no way back to green is given", "Rouge, sans plan de retour au vert"),
            fix=t("Say what will be done, by whom, by when.", "Dites ce qui sera fait, par qui, pour quand."),
        ),
        Rule(
            "STA-03", (this.rag != Rag.AMBER) | filled(this.path_to_green), at="path_to_green",
            says=t("Amber, and no way back to green is given", "Orange, sans plan de retour au vert"),
            fix=t("Say what will be done, by whom, by when.", "Dites ce qui sera fait, par qui, pour quand."),
            severity=Severity.WARNING,
        ),
        Rule(
            "STA-04", ~_burning | (this.path_date >= at.status_date), at="path_date",
            says=t("The way back to green is overdue", "Le retour au vert est en retard"),
            fix=t("Agree a new date, or escalate.", "Convenez d’une nouvelle date, ou escaladez."),
            severity=Severity.WARNING,
        ),
    )  # fmt: skip


class Messages(Table):
    """What the committee should remember: highlights, next steps, points of attention, a row each."""

    key, heading = "messages", t("Key messages", "Messages clés")
    carried = Carried(rows=False)

    kind = choice(MessageKind, "Kind", "Rubrique", required=LIGHT, width=18, example="highlight")
    message = text(
        "Message", "Message", t("One sentence; slides show the first five of each kind.", "Une phrase ; les planches montrent les cinq premiers de chaque rubrique."),
        required=LIGHT, max_length=1000, width=80, example=t("Design signed off", "Conception validée"),
    )  # fmt: skip
    for_committee = yes_no("For the committee", "Pour le comité", width=14)
