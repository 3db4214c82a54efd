"""Data quality: how complete, valid and consistent the returns are."""

from __future__ import annotations

from pmo_xl.catalog.pages.shared import GREY, SPENT, by_project
from pmo_xl.catalog.run_tables import FindingSeverity
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.expr.algebra import count, this
from pmo_xl.core.pages.blocks import Beside, Drawing, GridTable, MasterPage
from pmo_xl.core.pages.grid_rows import most_frequent
from pmo_xl.core.pages.view import Chart, Grid, GridColumn, PageDefinition, Series

MOST_CODES = 20
"""Rules that the list of the most frequent findings shows."""

PAGE = PageDefinition(
    page=MasterPage(
        "quality", t("Data quality", "Qualité des données"),
        t("How complete, valid and consistent the returns are, and which rules they break most.",
          "Complétude, validité et cohérence des retours, et les règles qu’ils enfreignent le plus."),
        800, by_project("project_id", "project_name", "data_quality", "completeness", "validity", "consistency", "returns", "clean_returns",
         "first_pass_yield", "errors", "warnings", "required_cells", "required_filled", "filled_cells", "bad_cells",
         "checks_run", "checks_failed", then=(Beside((GridTable("pareto"), Drawing("pareto"))),)),
    ),
    grids=(
        Grid(
            "pareto", t("Findings by rule", "Constats par règle"), t("Rule", "Règle"), "quality", most_frequent("findings", this.code, MOST_CODES),
            (
                GridColumn("findings", t("Findings", "Constats"), Unit.COUNT, lambda code: count("findings", this.code == code)),
                GridColumn("errors", t("Errors", "Erreurs"), Unit.COUNT,
                           lambda code: count("findings", (this.code == code) & (this.severity == FindingSeverity.ERROR))),
                GridColumn("projects_share", t("Share", "Part"), Unit.PERCENT,
                           lambda code: count("findings", this.code == code) / count("findings")),
            ),
        ),
    ),
    charts=(
        Chart(
            "pareto", t("Findings by rule", "Constats par règle"), "quality", "bar", "pareto",
            (Series("errors", SPENT), Series("findings", GREY)),
            t("Number of findings by rule, the most frequent first.", "Nombre de constats par règle, les plus fréquents d’abord."),
        ),
    ),
)  # fmt: skip
