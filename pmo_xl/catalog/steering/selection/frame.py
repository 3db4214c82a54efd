"""The frame of a scenario, money by year and days by role, and what each project needs of both."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import LIGHT, amount, integer, number, percent, text
from pmo_xl.core.definition.model import Table, Template

MONEY = t("Money", "Argent")
PEOPLE = t("People", "Personnes")


class Needs(Table):
    """What each project needs in a year: money where no budget return says it, days of a role."""

    key, heading = "needs", t("Project needs", "Besoins des projets")
    identity = ("project_id", "year", "role")
    needs = ("project_id", "year")

    project_id = text(
        "Project ID",
        "Code projet",
        required=LIGHT,
        max_length=20,
        width=13,
        listed="register",
        example="P001",
    )
    year = integer("Year", "Année", required=LIGHT, low=2000, high=2100, width=8, example=2027)
    cost_capex = amount(
        "Cost CAPEX", "Coût CAPEX",
        t("In the reporting currency, for projects without a budget return; 0 is an answer, blank is none.",
          "En devise de consolidation, pour les projets sans retour de budget ; 0 est une réponse, vide n’en est pas une."),
        band=MONEY, width=14, example=120000.0,
    )  # fmt: skip
    cost_opex = amount("Cost OPEX", "Coût OPEX", band=MONEY, width=14, example=30000.0)
    role = text(
        "Role", "Profil", t("A row of its own for each role.", "Une ligne par profil."),
        max_length=60, band=PEOPLE, width=22, listed="roles", example=t("Developer", "Développeur"),
    )  # fmt: skip
    days = number("Days", "Jours", low=0, unit="days", band=PEOPLE, width=10, example=90.0)


class Frame(Table):
    """What a scenario may use in a year: money, and days of a role; blank sets no limit, 0 grants nothing."""

    key, heading = "frame", t("Frame", "Cadre")
    identity = ("scenario_id", "year", "role")
    needs = ("scenario_id", "year")

    scenario_id = text("Scenario", "Scénario", required=LIGHT, max_length=20, width=12, example="S1")
    year = integer("Year", "Année", required=LIGHT, low=2000, high=2100, width=8, example=2027)
    budget = amount(
        "Budget",
        "Budget",
        t("CAPEX and OPEX together.", "CAPEX et OPEX confondus."),
        band=MONEY,
        width=14,
        example=1500000.0,
    )
    budget_capex = amount("CAPEX budget", "Budget CAPEX", band=MONEY, width=14)
    budget_opex = amount("OPEX budget", "Budget OPEX", band=MONEY, width=14)
    role = text(
        "Role", "Profil", t("A row of its own for each role.", "Une ligne par profil."),
        max_length=60, band=PEOPLE, width=22, listed="roles", example=t("Developer", "Développeur"),
    )  # fmt: skip
    days = number(
        "Days available", "Jours disponibles", t("Days that people of the role have in the year.", "Jours dont dispose le profil dans l’année."),
        low=0, unit="days", band=PEOPLE, width=12, example=800.0,
    )  # fmt: skip
    share = percent(
        "Share for projects", "Part pour les projets",
        t("Of these days; blank: all of them.", "De ces jours ; vide : la totalité."), band=PEOPLE, width=14, example=0.8,
    )  # fmt: skip


NEEDS = Template(
    "needs", "1", 90, Needs.heading,
    t("What projects need by year. Where a budget return counts, its remaining cost is taken and the money typed here is not.",
      "Ce dont les projets ont besoin par année. Si un retour de budget compte, son reste à faire est retenu, et non les montants saisis ici."),
    (Needs,),
)  # fmt: skip
TEMPLATE = Template(
    "frame", "1", 110, Frame.heading,
    t("How much money and how many days of each role a scenario may use, by year.",
      "Combien d’argent et de jours de chaque profil un scénario peut utiliser, par année."),
    (Frame,),
)  # fmt: skip
