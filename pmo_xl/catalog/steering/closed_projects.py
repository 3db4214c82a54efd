"""Closed projects: what they were planned to take and cost, and what they came to. Those of one class are its outside view."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import LIGHT, amount, number, text
from pmo_xl.core.definition.model import Table, Template


class ClosedProjects(Table):
    """A row per project that is over: its class, and both ends of its duration and of its cost."""

    key, heading = "closed_projects", t("Closed projects", "Projets clos")
    identity = ("closed_project",)
    called = ("closed_project",)

    closed_project = text(
        "Project", "Projet", required=LIGHT, max_length=80, width=30,
        example=t("Customer portal, first version", "Portail client, première version"),
    )  # fmt: skip
    class_name = text(
        "Class", "Classe",
        t("A domain or a type of project, as on project sheets: open projects of it that give no ranges are simulated with its overruns.",
          "Un domaine ou un type de projet, comme sur les feuilles Projet : ses projets ouverts sans fourchettes sont simulés avec ses dépassements."),
        required=LIGHT, max_length=60, width=22, example=t("Innovation", "Innovation"),
    )  # fmt: skip
    duration_planned = number(
        "Planned duration", "Durée prévue",
        t("In any unit, the same as the actual one.", "Dans n’importe quelle unité, la même que la durée réelle."),
        low=0, width=12, example=12.0,
    )  # fmt: skip
    duration_actual = number("Actual duration", "Durée réelle", low=0, width=12, example=14.5)
    cost_planned = amount(
        "Planned cost", "Coût prévu",
        t("When it was decided, in any currency, the same as the actual one.",
          "À la décision, dans n’importe quelle devise, la même que le coût réel."),
        width=14, example=400000.0,
    )  # fmt: skip
    cost_actual = amount("Actual cost", "Coût réel", width=14, example=520000.0)


TEMPLATE = Template(
    "closed_projects", "1", 60, ClosedProjects.heading,
    t("What closed projects were planned to take and cost, and what they came to: at least three of a class are its reference for open ones (pmo-xl simulate).",
      "Ce que devaient durer et coûter les projets clos, et ce qu’ils ont donné : à partir de trois par classe, ils servent de référence aux projets ouverts (pmo-xl simulate)."),
    (ClosedProjects,),
)  # fmt: skip
