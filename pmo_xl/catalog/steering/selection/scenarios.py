"""The scenarios of a selection: which projects are in, which are out, which are left to be weighed."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import LIGHT, choice, integer, text
from pmo_xl.core.definition.model import Table, Template
from pmo_xl.core.expr.choice import Choice


class Decided(Choice):
    IN = "in", "In", "Retenu"
    OUT = "out", "Out", "Écarté"
    FREE = "free", "Free", "À arbitrer"


class Scenarios(Table):
    """What a scenario decides of a project beforehand; projects that it does not name are free."""

    key, heading = "scenarios", t("Scenarios", "Scénarios")
    identity = ("scenario_id", "project_id")

    scenario_id = text(
        "Scenario", "Scénario", t("The key by which the frame names it too.", "L’identifiant que donne aussi le cadre."),
        required=LIGHT, max_length=20, width=12, example="S1",
    )  # fmt: skip
    name = text("Name", "Nom", max_length=80, width=34, example=t("Budget as granted", "Budget notifié"))
    project_id = text(
        "Project ID",
        "Code projet",
        required=LIGHT,
        max_length=20,
        width=13,
        listed="register",
        example="P001",
    )
    choice = choice(
        Decided, "Choice", "Choix",
        t("In: it must be chosen. Out: it must not. Blank or free: the selection decides.",
          "Retenu : il doit l’être. Écarté : il ne doit pas l’être. Vide ou à arbitrer : la sélection décide."),
        width=14,
    )  # fmt: skip
    shift_months = integer(
        "Shift (months)", "Décalage (mois)",
        t("By how much its needs move to later; parts of a year are moved in proportion.",
          "De combien ses besoins sont reportés ; une part d’année l’est au prorata."),
        low=0, high=120, width=14,
    )  # fmt: skip
    why = text("Why", "Justification", max_length=300, width=44)


TEMPLATE = Template(
    "scenarios", "1", 100, Scenarios.heading,
    t("What if: the projects that a scenario puts in, leaves out or moves. A scenario needs no row where all projects are free.",
      "Et si : les projets qu’un scénario retient, écarte ou décale. Un scénario où tout est à arbitrer n’a besoin d’aucune ligne."),
    (Scenarios,),
)  # fmt: skip
