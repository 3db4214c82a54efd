"""The portfolio: a row per project, and what needs attention."""

from __future__ import annotations

from pmo_xl.catalog.pages.shared import by_project, thousands
from pmo_xl.core.base.amounts import LEAST_DIVISOR
from pmo_xl.core.base.text import t
from pmo_xl.core.expr.algebra import filled, max_of, min_of, or_zero, row_number, this, when
from pmo_xl.core.pages.blocks import MasterPage, SilentProjects
from pmo_xl.core.pages.view import PageDefinition, Ranking

_on_nothing = filled(this.bac) & (this.bac <= LEAST_DIVISOR) & (or_zero(this.eac) > 0)
"""A forecast on no budget: no share of the budget can say how grave it is."""


PAGE = PageDefinition(
    page=MasterPage(
        "portfolio", t("Portfolio", "Portefeuille"),
        t("A row per project: declared status beside the computed one, then the figures it comes from.",
          "Une ligne par projet : la météo déclarée à côté de la météo calculée, puis les chiffres d’où elle vient."),
        100, by_project("project_id", "project_name", "programme_id", "rag_declared", "rag", "rag_schedule", "rag_cost", "rag_risk",
         "pct_complete", "progress", "spi", "cpi", "bac", "eac", "vac", "slip_wd", "exposure", "critical_risks",
         "data_quality", "errors", "warnings", then=(SilentProjects(),)),
    ),
    rankings=(
        Ranking(
            "attention", t("Attention list", "Points d’attention"), "portfolio", "kpis",
            # The light first, then the overrun, then the slip; the row breaks what ties remain.
            when(((this.rag >= 2) | _on_nothing,
                  when((_on_nothing, 3), otherwise=this.rag) * 1e15
                  + thousands(0 - or_zero(this.vac), 9999999) * 1e8
                  + min_of(max_of(or_zero(this.slip_wd), 0), 999) * 1e5
                  + (1e5 - row_number()))), True, None,
            ("project_id", "project_name", "rag_schedule", "rag_cost", "rag_risk", "slip_wd", "vac"),
        ),
    ),
)  # fmt: skip
