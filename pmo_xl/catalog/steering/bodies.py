"""The governance bodies: who decides, on what, how often."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import LIGHT, choice, text
from pmo_xl.core.definition.model import Table, Template
from pmo_xl.core.expr.choice import Choice


class Cadence(Choice):
    WEEKLY = "weekly", "Weekly", "Hebdomadaire"
    FORTNIGHTLY = "fortnightly", "Fortnightly", "Bimensuelle"
    MONTHLY = "monthly", "Monthly", "Mensuelle"
    QUARTERLY = "quarterly", "Quarterly", "Trimestrielle"
    ON_DEMAND = "on_demand", "On demand", "À la demande"


class Bodies(Table):
    """The bodies to which projects take their decisions."""

    key, heading = "bodies", t("Governance bodies", "Instances")
    identity = ("body",)
    called = ("body",)

    body = text(
        "Body", "Instance",
        t("The short name that decisions and meetings give.", "Le nom court que donnent décisions et séances."),
        required=LIGHT, max_length=40, width=18, example="COPIL",
    )  # fmt: skip
    chair = text("Chair", "Présidence", max_length=80, width=24, person=True)
    scope = text(
        "Scope", "Périmètre",
        t("The programme or the projects that it decides on.", "Le programme ou les projets sur lesquels elle statue."),
        max_length=200, width=40,
    )  # fmt: skip
    cadence = choice(Cadence, "Cadence", "Périodicité", width=16)


TEMPLATE = Template(
    "bodies", "1", 40, Bodies.heading,
    t("Who decides on what. The drop-downs of the returns offer these names.",
      "Qui statue sur quoi. Les listes déroulantes des retours proposent ces noms."),
    (Bodies,),
)  # fmt: skip
