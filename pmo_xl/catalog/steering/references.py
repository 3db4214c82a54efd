"""What projects of a kind have cost and taken in the end: the reference classes that open projects and business cases are held against."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import LIGHT, amount, number, text
from pmo_xl.core.definition.model import Table, Template


class References(Table):
    """A row per project that is over: what was planned first, and what it came to."""

    key, heading = "references", t("Reference classes", "Classes de référence")
    identity = ("project_id",)
    called = ("class_name",)

    class_name = text(
        "Class", "Classe",
        t("A domain or a type of project, as on project sheets: open projects of it are held against its overruns. Blank: in no comparison.",
          "Un domaine ou un type de projet, comme sur les feuilles Projet : ses projets ouverts sont comparés à ses dérives. Vide : hors de toute comparaison."),
        max_length=60, width=24, example=t("Innovation", "Innovation"),
    )  # fmt: skip
    project_id = text(
        "Project", "Projet", t("Its ID, or its name.", "Son code, ou son intitulé."), required=LIGHT, max_length=80, width=30, example="P012",
    )  # fmt: skip
    first_bac = amount(
        "First budget", "Budget initial",
        t("When it was decided, in the same currency as the final cost.", "À la décision, dans la même devise que le coût final."),
        width=15, example=400000.0,
    )  # fmt: skip
    final_cost = amount("Final cost", "Coût final", width=15, example=520000.0)
    first_wd = number(
        "First duration (wd)", "Durée initiale (j\u00a0ouvrés)",
        t("Working days from start to baseline finish.", "Jours ouvrés du début à la fin de référence."),
        low=0, width=13, example=240.0,
    )  # fmt: skip
    final_wd = number(
        "Final duration (wd)", "Durée finale (j\u00a0ouvrés)",
        t("Working days from start to actual finish.", "Jours ouvrés du début à la fin réelle."),
        low=0, width=13, example=290.0,
    )  # fmt: skip


TEMPLATE = Template(
    "references", "1", 120, References.heading,
    t("What closed projects were planned to cost and take, and what they came to: open projects and business cases of their class are held against them.",
      "Ce que devaient coûter et durer les projets clos, et ce qu’ils ont donné : les projets ouverts et les dossiers de leur classe y sont comparés."),
    (References,),
)  # fmt: skip
