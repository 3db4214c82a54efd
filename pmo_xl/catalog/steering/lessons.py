"""Lessons learnt: what ended projects tell those to come; closing a project brings its own in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmo_xl.catalog.steering.projects import Register, Situation
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import fold, t
from pmo_xl.core.definition.column import LIGHT, choice, text
from pmo_xl.core.definition.model import Table, Template
from pmo_xl.core.definition.table_rule import Rows, TableRule
from pmo_xl.core.expr.choice import Choice

if TYPE_CHECKING:
    import pandas as pd


class Keep(Choice):
    KEEP = "keep", "To keep", "À conserver"
    CHANGE = "change", "To change", "À changer"


class LessonStatus(Choice):
    PROPOSED = "proposed", "Proposed", "Proposé"
    ACCEPTED = "accepted", "Accepted", "Accepté"
    IN_METHOD = "in_method", "In the method", "Intégré à la méthode"


class Lessons(Table):
    """One row per lesson: what happened, why, what others should do; and who has used it since."""

    key, heading = "lessons", t("Lessons", "Retours d’expérience")
    identity = ("lesson_id",)

    lesson_id = text(
        "Lesson", "N° REX",
        t("A key that no other lesson has, such as P012-I-003.", "Un identifiant propre au retour d’expérience, par exemple P012-I-003."),
        required=LIGHT, max_length=30, width=15, example="P012-I-003",
    )  # fmt: skip
    project_id = text("Project ID", "Code projet", required=LIGHT, max_length=20, width=13, example="P012")
    phase = text("Phase", "Phase", max_length=60, width=16)
    category = text("Category", "Catégorie", max_length=60, width=18)
    what = text("What happened", "Constat", required=LIGHT, max_length=500, width=46)
    cause = text("Cause", "Cause", max_length=500, width=36)
    recommendation = text("Recommendation", "Recommandation", max_length=500, width=46)
    keep_or_change = choice(Keep, "Keep or change", "Conserver ou changer", width=15)
    source_id = text(
        "From", "Origine",
        t("The issue, risk or decision that it comes from.", "Le problème, le risque ou la décision d’origine."),
        max_length=30, width=10, example="I-003",
    )  # fmt: skip
    status = choice(
        LessonStatus, "Status", "Statut",
        t("Blank: proposed.", "Vide : proposé."), width=16,
    )  # fmt: skip
    reused_by = text(
        "Reused by", "Réutilisé par",
        t("The projects that have used it, separated by semicolons.", "Les projets qui s’en sont servis, séparés par des points-virgules."),
        max_length=200, width=20, example=t("P031; P044", "P031 ; P044"),
    )  # fmt: skip


def _nothing_learnt(rows: Rows) -> pd.DataFrame:
    """The projects of the register that are closed, and of which no lesson is accepted."""
    import pandas as pd

    taken = (LessonStatus.ACCEPTED.key, LessonStatus.IN_METHOD.key)
    learnt = {
        fold(str(row["project_id"])) for row in rows.lists.get(Lessons.key, ()) if row.get("status") in taken
    }
    register = rows[Register.key]
    closed = register[register["status"].eq(Situation.CLOSED.key) & register["project_id"].notna()]
    told = {at: {"id": key} for at, key in closed["project_id"].items() if fold(str(key)) not in learnt}
    return pd.DataFrame.from_dict(told, orient="index", dtype=object)


LEARNT = TableRule(
    "LES-01", Register.key, "status",
    t("{id} is closed, and no lesson of it is accepted", "{id} est clos sans aucun retour d’expérience accepté"),
    t("Accept a lesson of the project; “pmo-xl close” proposes those that its follow-up names.",
      "Acceptez un retour d’expérience du projet ; « pmo-xl close » propose ceux que désigne son suivi."),
    _nothing_learnt, Severity.INFO, whole=False, cells=("register.status",), needs=Lessons,
)  # fmt: skip
"""LES-01: a project that has ended should have taught something."""

TEMPLATE = Template(
    "lessons", "1", 130, Lessons.heading,
    t("What ended projects tell those to come. “pmo-xl close” adds those of a project; filter the columns to search.",
      "Ce que les projets terminés apprennent aux suivants. « pmo-xl close » ajoute ceux d’un projet ; filtrez les colonnes pour chercher."),
    (Lessons,),
)  # fmt: skip
