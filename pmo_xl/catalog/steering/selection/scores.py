"""The criteria by which projects are compared, and the scores that they were given."""

from __future__ import annotations

from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import LIGHT, choice, date, number, percent, text
from pmo_xl.core.definition.model import Rule, Table, Template
from pmo_xl.core.expr.algebra import filled, this
from pmo_xl.core.expr.choice import Choice


class Direction(Choice):
    MORE = "more", "More is better", "Plus c’est mieux", "more", "plus", "max"
    LESS = "less", "Less is better", "Moins c’est mieux", "less", "moins", "min"


class CriterionKind(Choice):
    VALUE = "value", "Value", "Valeur"
    RISK = "risk", "Risk reduction", "Réduction du risque", "risk", "risque"
    URGENCY = "urgency", "Urgency", "Urgence"
    SIZE = "size", "Size", "Taille", "effort", "durée", "duration"
    NPV = "npv", "Amount (NPV)", "Montant (VAN)", "npv", "van", "amount", "montant"


class Criteria(Table):
    """What projects are scored on, and how much each criterion weighs."""

    key, heading = "criteria", t("Criteria", "Critères")
    identity = ("criterion_id",)
    called = ("criterion_id", "title")

    criterion_id = text(
        "Criterion", "Critère", t("A key that no other criterion has.", "Un identifiant propre au critère."),
        required=LIGHT, max_length=30, width=14, example="VAL",
    )  # fmt: skip
    title = text("Title", "Intitulé", required=LIGHT, max_length=120, width=36,
                 example=t("Value to customers", "Valeur pour les clients"))  # fmt: skip
    weight = percent(
        "Weight", "Poids",
        t("Its share of the score; all weights add up to 100 %. Blank: it is scored and not weighed.",
          "Sa part de la note ; la somme des poids fait 100 %. Vide : noté sans être pondéré."),
        width=9, example=0.25,
    )  # fmt: skip
    direction = choice(
        Direction, "Direction", "Sens", t("Blank: more is better.", "Vide : plus c’est mieux."), width=18
    )
    kind = choice(
        CriterionKind, "Kind", "Nature",
        t("Value, urgency and risk reduction divided by size make the WSJF; an amount is not weighed, it can be maximised. Blank: value.",
          "Valeur, urgence et réduction du risque divisées par la taille font le WSJF ; un montant n’est pas pondéré, il peut être maximisé. Vide : valeur."),
        width=20,
    )  # fmt: skip
    scale_low = number(
        "Lowest",
        "Minimum",
        t("Lowest score; blank: 1.", "Note la plus basse ; vide : 1."),
        width=10,
        unit="points",
    )
    scale_high = number(
        "Highest",
        "Maximum",
        t("Highest score; blank: 5.", "Note la plus haute ; vide : 5."),
        width=10,
        unit="points",
    )
    scale_words = text(
        "What the scores mean", "Signification des notes",
        t("What the lowest and the highest score stand for.", "Ce que veulent dire la note la plus basse et la plus haute."),
        max_length=300, width=44, example=t("1 few users … 5 all customers", "1 peu d’utilisateurs … 5 tous les clients"),
    )  # fmt: skip

    rules = (
        Rule(
            "SCO-04", this.scale_high > this.scale_low, at="scale_high",
            says=t("The highest score is not above the lowest", "La note la plus haute n’est pas au-dessus de la plus basse"),
            fix=t("Correct one of the two.", "Corrigez l’une des deux."),
        ),
    )  # fmt: skip


class Scores(Table):
    """What each project scores on each criterion, and why."""

    key, heading = "scores", t("Scores", "Notation")
    identity = ("project_id", "criterion")

    project_id = text(
        "Project ID",
        "Code projet",
        required=LIGHT,
        max_length=20,
        width=13,
        listed="register",
        example="P001",
    )
    criterion = text(
        "Criterion", "Critère", required=LIGHT, max_length=120, width=20, listed="criteria", example="VAL"
    )
    score = number(
        "Score", "Note",
        t("On the scale of the criterion; the amount itself where the criterion is one.",
          "Sur l’échelle du critère ; le montant lui-même si le critère en est un."),
        width=12, unit="points", example=4.0,
    )  # fmt: skip
    why = text("Why", "Justification", max_length=300, width=50)
    scored_by = text("Scored by", "Noté par", max_length=80, width=20, person=True, answers=False)
    scored_on = date("Scored on", "Noté le", width=12)

    rules = (
        Rule(
            "SCO-02", filled(this.why) | ~filled(this.score), at="why",
            says=t("Scored without a reason", "Note sans justification"),
            fix=t("Say in a few words why it is that score.", "Dites en quelques mots pourquoi cette note."),
            severity=Severity.WARNING,
        ),
    )  # fmt: skip


CRITERIA = Template(
    "criteria", "1", 70, Criteria.heading,
    t("By what projects are compared. Set the weights before the scores are known.",
      "Ce sur quoi les projets sont comparés. Fixez les poids avant de connaître les notes."),
    (Criteria,),
)  # fmt: skip
TEMPLATE = Template(
    "scores", "1", 80, Scores.heading,
    t("One row per project and criterion. A project without all its scores has no weighted score.",
      "Une ligne par projet et par critère. Un projet auquel manque une note n’a pas de note pondérée."),
    (Scores,),
)  # fmt: skip
