"""The roles of which people are asked for: what a plan of work is written in before anybody is named."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import LIGHT, text
from pmo_xl.core.definition.model import Table, Template


class Roles(Table):
    """The roles, each with the department that provides it."""

    key, heading = "roles", t("Roles", "Profils")
    identity = ("role_id",)
    called = ("role", "role_id")

    role_id = text("Key", "Identifiant", required=LIGHT, max_length=20, width=12, example="DEV")
    role = text(
        "Role", "Profil", required=LIGHT, max_length=60, width=30, example=t("Developer", "Développeur")
    )
    entity = text("Department", "Direction", max_length=60, width=26, example=t("IT", "DSI"))


TEMPLATE = Template(
    "roles", "1", 30, Roles.heading,
    t("What people do; a name of this list is no name of a person.",
      "Ce que font les personnes ; un nom de cette liste n’est pas celui d’une personne."),
    (Roles,),
)  # fmt: skip
