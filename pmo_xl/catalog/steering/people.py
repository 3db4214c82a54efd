"""The people of the portfolio: who stands behind the names in the returns, and from when until when."""

from __future__ import annotations

from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import LIGHT, amount, date, number, text
from pmo_xl.core.definition.model import Rule, Table, Template
from pmo_xl.core.expr.algebra import this

PRESENCE = t("Presence", "Présence")
MORE = t("More", "Compléments")


class People(Table):
    """Who may own something: known by name, key, e-mail address or one of the further names."""

    key, heading = "people", t("People", "Personnes")
    identity = ("person_id",)
    called = ("name", "person_id", "email", "aliases")

    person_id = text(
        "Key", "Identifiant",
        t("A staff number or initials that nobody else has.", "Un matricule ou des initiales propres à la personne."),
        required=LIGHT, max_length=20, width=12, example="CMA",
    )  # fmt: skip
    name = text(
        "Name", "Nom",
        t("First name and surname, in either order.", "Prénom et nom, dans un ordre ou dans l’autre."),
        required=LIGHT, max_length=80, width=26, example="Claire Martin",
    )  # fmt: skip
    email = text("E-mail", "Courriel", max_length=120, width=32, example="claire.martin@example.org")
    role = text(
        "Role", "Profil", max_length=60, width=22, listed="roles", example=t("Developer", "Développeur")
    )
    entity = text("Department", "Direction", max_length=60, width=22, example=t("IT", "DSI"))
    fte = number(
        "FTE", "ETP",
        t("Share of full time: 0.8 is four days in five. Blank: 1.",
          "Quotité de temps plein : 0,8 pour quatre jours sur cinq. Vide : 1."),
        low=0, high=1, unit="full time", band=PRESENCE, width=7, example=0.8,
    )  # fmt: skip
    active_from = date("From", "Du", band=PRESENCE, width=12)
    active_to = date(
        "To", "Au",
        t("The last day; blank while nobody knows of a departure.", "Le dernier jour ; vide tant qu’aucun départ n’est connu."),
        band=PRESENCE, width=12,
    )  # fmt: skip
    aliases = text(
        "Also called", "Autres noms",
        t("Further names by which returns mean this person, separated by semicolons.",
          "Autres noms par lesquels les retours désignent cette personne, séparés par des points-virgules."),
        max_length=200, band=MORE, width=28, example=t("C. Dupont; cmartin", "C. Dupont ; cmartin"),
    )  # fmt: skip
    manager = text(
        "Line manager", "Responsable hiérarchique", max_length=80, band=MORE, width=22, person=True
    )
    skills = text("Skills", "Compétences", max_length=200, band=MORE, folded=True, width=24)
    rate_day = amount(
        "Daily rate", "Taux journalier",
        t("In the reporting currency; for the cost of a plan of work.", "En devise de consolidation ; pour valoriser un plan de charge."),
        band=MORE, folded=True, width=11,
    )  # fmt: skip

    rules = (
        Rule(
            "PPL-01", this.active_to >= this.active_from, at="active_to",
            says=t("Left before the first day", "Départ antérieur à l’arrivée"),
            fix=t("Correct one of the two dates.", "Corrigez l’une des deux dates."),
            severity=Severity.WARNING,
        ),
    )  # fmt: skip


TEMPLATE = Template(
    "people", "1", 20, People.heading,
    t("Whoever may own a task, a risk or an action. While it is empty, no name in a return is looked up.",
      "Toute personne à qui confier une tâche, un risque ou une action. Tant qu’elle est vide, aucun nom des retours n’est vérifié."),
    (People,),
)  # fmt: skip
