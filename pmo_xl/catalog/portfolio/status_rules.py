"""The declared status of a project against the one that its figures come to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pmo_xl.catalog.kinds.project import Rag
from pmo_xl.catalog.pages.shared import LIGHT_LABELS
from pmo_xl.catalog.steering.projects import ENDED, Register, Situation
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.table_rule import FIGURES, PROJECT, Rows, TableRule, spread
from pmo_xl.core.expr.choice import Choice

if TYPE_CHECKING:
    import pandas as pd


def _better_by(least: int, most: int) -> Callable[[Rows], pd.DataFrame]:
    """The projects whose declared status is better than the computed one by so many steps, once each."""

    def find(rows: Rows) -> pd.DataFrame:
        import pandas as pd

        sheets = rows[PROJECT].sort_values("rag_declared", na_position="last", kind="stable")
        figures, sheet = rows[FIGURES].set_index("project_id"), sheets.drop_duplicates("project_id")
        wrong = sheet[spread(figures["divergence"], sheet).between(least, most)]
        words = {
            place: [LIGHT_LABELS[int(level)] for level in spread(figures[key], wrong)]
            for place, key in (("declared", "declared_level"), ("computed", "rag"))
        }
        return pd.DataFrame({**words, "reasons": spread(figures["rag_why"], wrong)}, index=wrong.index)

    return find


def _rule(least: int, most: int, severity: Severity) -> TableRule:
    return TableRule(
        "XSH-10", PROJECT, "rag_declared",
        t("Declared {declared}, computed {computed}: {reasons}", "Météo déclarée {declared}, calculée {computed} : {reasons}"),
        t("Declare what the figures say, or say in the comment what they do not show.",
          "Alignez la météo déclarée sur les chiffres, ou dites en commentaire ce qu’ils ne montrent pas."),
        _better_by(least, most), severity, whole=False, cells=("project.rag_declared",),
        figures=("divergence", "declared_level", "rag"),
    )  # fmt: skip


def _over_for_one_alone(rows: Rows) -> pd.DataFrame:
    """The projects that either the project sheet or the register calls over, and the other does not, once each.

    A register that says nothing of a project's status contradicts nobody.
    """
    import pandas as pd

    status = {
        row["project_id"]: row["status"] for row in rows.lists.get(Register.key, ()) if row.get("status")
    }
    sheets = rows[PROJECT]
    sheets = sheets[sheets["rag_declared"].notna()].drop_duplicates("project_id")
    words = [
        (at, {"declared": _words_of(Rag, declared), "registered": _words_of(Situation, status[name])})
        for at, name, declared in zip(sheets.index, sheets["project_id"], sheets["rag_declared"], strict=True)
        if name in status and (declared == Rag.BLUE.key) != (status[name] in ENDED)
    ]
    return pd.DataFrame.from_dict(dict(words), orient="index", dtype=object)


def _words_of(choice: type[Choice], key: str) -> Text:
    return next(each.label for each in choice if each.key == key)


STATUS_RULES = (
    # Green on red is a warning; one step may be a judgement, and is told as information.
    _rule(2, 2, Severity.WARNING),
    _rule(1, 1, Severity.INFO),
    TableRule(
        "XSH-23", PROJECT, "rag_declared",
        t("The project sheet says “{declared}”, the project register “{registered}”",
          "La feuille Projet indique « {declared} », le référentiel des projets « {registered} »"),
        t("Correct the status in the project register, or the declared one. Until then the project counts as closed.",
          "Corrigez la situation dans le référentiel des projets, ou la météo déclarée. D’ici là, le projet compte comme clos."),
        _over_for_one_alone, whole=False, cells=("project.rag_declared",), needs=Register,
    ),
)  # fmt: skip
