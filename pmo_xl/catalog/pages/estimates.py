"""Estimates: the eight ways to forecast each project, and how good its forecasts were."""

from __future__ import annotations

from pmo_xl.catalog.pages.shared import CHART_LINES, by_project
from pmo_xl.catalog.portfolio.forecast import EAC_VARIANTS
from pmo_xl.core.base.text import t
from pmo_xl.core.pages.blocks import Beside, Drawing, GridTable, MasterPage, Reader
from pmo_xl.core.pages.view import PageDefinition

PAGE = PageDefinition(
    page=MasterPage(
        "estimates", t("Eight estimates", "Huit estimations"),
        t("Eight estimates at completion by their numbers, and how good earlier forecasts were.",
          "Huit estimations à l’achèvement par leur numéro, et la fiabilité des prévisions passées."),
        510, by_project("project_id", "project_name", *(kpi.key for kpi in EAC_VARIANTS), "execution", "accuracy_1m", "bias_1m", "accuracy_3m", "bias_3m",
         then=(Beside((GridTable("estimates"), Drawing("estimates", CHART_LINES))),)),
        reader=Reader.FINANCE,
    ),
)  # fmt: skip
