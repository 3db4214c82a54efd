"""The strategic objectives: what the portfolio is for, and how much each weighs."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import LIGHT, integer, percent, text
from pmo_xl.core.definition.model import Table, Template


class Objectives(Table):
    """The strategic objectives that projects serve; the register names one per project."""

    key, heading = "objectives", t("Objectives", "Objectifs stratégiques")
    identity = ("objective_id",)
    called = ("objective_id", "title")

    objective_id = text(
        "Objective", "Objectif", t("A key that no other objective has.", "Un identifiant propre à l’objectif."),
        required=LIGHT, max_length=20, width=12, example="O1",
    )  # fmt: skip
    title = text(
        "Title", "Intitulé", required=LIGHT, max_length=120, width=44,
        example=t("Serve customers online", "Servir les clients en ligne"),
    )  # fmt: skip
    parent = text(
        "Part of", "Relève de",
        t("The objective above it; blank: it stands by itself.", "L’objectif de rang supérieur ; vide : aucun."),
        max_length=20, width=12, listed="objectives",
    )  # fmt: skip
    weight = percent(
        "Weight", "Poids",
        t("How much it matters among those of its rank; they add up to 100 %.",
          "Son importance parmi ceux de son rang ; leur somme fait 100 %."),
        width=9, example=0.4,
    )  # fmt: skip
    owner = text("Owner", "Porteur", max_length=80, width=22, person=True)
    target = text("Target", "Cible", max_length=200, width=34)
    year = integer("Year", "Année", low=2000, high=2100, width=8)


TEMPLATE = Template(
    "objectives", "1", 60, Objectives.heading,
    t("What the portfolio is for. The page Alignment sets the weight of each beside what is spent on it.",
      "À quoi sert le portefeuille. La page Alignement rapproche le poids de chacun de ce qui y est dépensé."),
    (Objectives,),
)  # fmt: skip
