"""What projects of a kind have cost and taken in the end: the reference classes that new business cases are held against."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import LIGHT, amount, integer, text
from pmo_xl.core.definition.model import Table, Template


class References(Table):
    """One row per project that has ended: what was planned first, and what it came to; closing a project adds its row."""

    key, heading = "references", t("Reference classes", "Classes de référence")
    identity = ("project_id",)

    class_name = text(
        "Class", "Classe",
        t("Projects that one may compare, such as software or buildings. Blank: not classified yet, in no comparison.",
          "Des projets comparables, par exemple logiciel ou bâtiment. Vide : pas encore classé, hors de toute comparaison."),
        max_length=60, width=24, example=t("Software", "Logiciel"),
    )  # fmt: skip
    project_id = text("Project ID", "Code projet", required=LIGHT, max_length=20, width=13, example="P012")
    first_bac = amount(
        "First budget", "Budget initial",
        t("In the reporting currency, as approved at the start.", "En devise de consolidation, tel qu’approuvé au départ."),
        width=16,
    )  # fmt: skip
    final_cost = amount(
        "Final cost", "Coût final",
        t("In the reporting currency.", "En devise de consolidation."), width=16,
    )  # fmt: skip
    first_wd = integer(
        "First duration (wd)", "Durée initiale (j\u00a0ouvrés)",
        t("Working days from first start to baseline finish.", "Jours ouvrés du premier début à la fin de référence."),
        low=0, width=14,
    )  # fmt: skip
    final_wd = integer(
        "Final duration (wd)", "Durée finale (j\u00a0ouvrés)",
        t("Working days from first start to actual finish.", "Jours ouvrés du premier début à la fin réelle."),
        low=0, width=14,
    )  # fmt: skip


TEMPLATE = Template(
    "references", "1", 90, References.heading,
    t("What closed projects really cost and took. Cases of the same class are held against it.",
      "Ce que les projets clos ont réellement coûté et duré. Les dossiers de la même classe y sont comparés."),
    (References,),
)  # fmt: skip
