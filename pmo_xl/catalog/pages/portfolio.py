"""The portfolio: a row per project, and what needs attention."""

from __future__ import annotations

from pmo_xl.catalog.pages.shared import thousands
from pmo_xl.core.base.amounts import LEAST_DIVISOR
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import CLOSED
from pmo_xl.core.expr.algebra import filled, max_of, min_of, or_zero, row_number, this, when
from pmo_xl.core.pages.blocks import CHART_DATA, MasterPage, RankedList, Reader, SilentProjects
from pmo_xl.core.pages.overview_blocks import PortfolioRows
from pmo_xl.core.pages.view import PageDefinition, Ranking

_on_nothing = filled(this.bac) & (this.bac <= LEAST_DIVISOR) & (or_zero(this.eac) > 0)
"""A forecast on no budget: no share of the budget can say how grave it is."""
_gravity = (
    thousands(0 - or_zero(this.vac), 9999999) * 1e8
    + min_of(max_of(or_zero(this.slip_wd), 0), 999) * 1e5
    + (1e5 - row_number())
)
"""What orders projects alike: the overrun, then the slip; the row breaks what ties remain."""


PAGE = PageDefinition(
    page=MasterPage(
        "portfolio", t("Portfolio", "Portefeuille"),
        t("Declared status beside the computed one, by programme. ● green, ▲ amber, ◆ red, ○ no data, ■ closed, * incomplete. Trend: computed status against the last period. Slip: + late; VAC: − over budget.",
          "La météo déclarée à côté de la météo calculée, par programme. ● vert, ▲ orange, ◆ rouge, ○ sans donnée, ■ clos, * incomplète. Tendance : météo calculée par rapport à la dernière période. Glissement : + retard ; écart à l’achèvement : − dépassement."),
        100, (
            PortfolioRows(
                ("project_id", "project_name", "project_manager", "rag_declared", "rag", "rag_schedule", "rag_cost",
                 "rag_risk", "trend", "progress", "finish_forecast", "slip_wd", "vac_pct", "next_milestone"),
                signs=("rag_schedule", "rag_cost", "rag_risk"),
            ),
            SilentProjects(),
            RankedList("declared_better", optional=True),
        ),
        reader=Reader.MANAGEMENT,
    ),
    rankings=(
        Ranking(
            "attention", t("Attention list", "Points d’attention"), CHART_DATA, "kpis",
            when((((this.rag >= 2) & (this.rag < CLOSED)) | _on_nothing, when((_on_nothing, 3), otherwise=this.rag) * 1e15 + _gravity)), True, None,
            ("project_id", "project_name", "rag_schedule", "rag_cost", "rag_risk", "slip_wd", "vac"),
        ),
        Ranking(
            "declared_better", t("Declared better than computed", "Météo déclarée plus favorable que la météo calculée"),
            "portfolio", "kpis",
            when((this.divergence >= 1, this.divergence * 1e15 + _gravity)), True, None,
            ("project_id", "project_name", "project_manager", "rag_declared", "rag", "divergence", "rag_why"),
        ),
    ),
)  # fmt: skip
