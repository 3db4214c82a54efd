"""Who does, who answers, who is asked and who is told: the RACI matrix as a list, and the rule that one answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import fold, t
from pmo_xl.core.definition.column import LIGHT, choice, text
from pmo_xl.core.definition.model import Table, Template
from pmo_xl.core.definition.table_rule import Rows, TableRule
from pmo_xl.core.expr.choice import Choice

if TYPE_CHECKING:
    import pandas as pd


class Part(Choice):
    RESPONSIBLE = "responsible", "R – Responsible", "R – Réalise", "r", "responsible", "réalise"
    ACCOUNTABLE = "accountable", "A – Accountable", "A – Approuve", "a", "accountable", "approuve"
    CONSULTED = "consulted", "C – Consulted", "C – Consulté", "c", "consulted", "consulté"
    INFORMED = "informed", "I – Informed", "I – Informé", "i", "informed", "informé"


class Raci(Table):
    """One row per activity and role: what the role has to do with it."""

    key, heading = "raci", t("RACI", "RACI")
    identity = ("activity", "role")

    activity = text(
        "Activity", "Activité", required=LIGHT, max_length=120, width=44,
        example=t("Approve a change request", "Approuver une demande de changement"),
    )  # fmt: skip
    role = text(
        "Role", "Profil", required=LIGHT, max_length=60, width=26, example=t("Sponsor", "Commanditaire")
    )
    part = choice(
        Part, "Part", "Rôle RACI",
        t("R does the work, A answers for it, C is asked before, I is told after. Each activity has one A.",
          "R réalise, A approuve et rend compte, C est consulté avant, I est informé après. Chaque activité a un seul A."),
        required=LIGHT, width=18,
    )  # fmt: skip
    note = text("Note", "Précisions", max_length=300, folded=True, width=40)


def _accountable(rows: Rows) -> pd.DataFrame:
    """The first row of each activity without exactly one A, with how many it has."""
    import pandas as pd

    raci = rows[Raci.key]
    told: dict[object, dict[str, object]] = {}
    if len(raci):
        activities = raci["activity"].map(lambda words: fold(words) if isinstance(words, str) else None)
        for _, part in raci.groupby(activities, sort=False):
            n = int(part["part"].eq(Part.ACCOUNTABLE.key).sum())
            if n != 1:
                told[part.index[0]] = {"activity": str(part["activity"].iloc[0]), "n": n}
    return pd.DataFrame.from_dict(told, orient="index", dtype=object)


ACCOUNTABLE = TableRule(
    "RAC-01", Raci.key, "activity",
    t("“{activity}” has {n} accountable: exactly one is needed", "« {activity} » compte {n} A : il en faut un, et un seul"),
    t("Give the part A to one role, and to no other.", "Attribuez le A à un profil, et à un seul."),
    _accountable, Severity.ERROR, cells=("raci.activity", "raci.part"),
)  # fmt: skip
"""RAC-01: of each activity one role answers, and no more."""

TEMPLATE = Template(
    "raci", "1", 52, t("RACI matrix", "Matrice RACI"),
    t("Who does what, and who answers for it.", "Qui fait quoi, et qui en répond."),
    (Raci,),
)  # fmt: skip
