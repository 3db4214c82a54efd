"""The declared status of a project against the one that its figures come to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pmo_xl.catalog.pages.shared import LIGHT_LABELS
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.table_rule import FIGURES, PROJECT, Rows, TableRule, spread

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


STATUS_RULES = (_rule(2, 2, Severity.WARNING), _rule(1, 1, Severity.INFO))
"""Green on red is a warning; one step may be a judgement, and is told as information."""
