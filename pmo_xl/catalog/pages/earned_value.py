"""Earned value: where each project stands in money."""

from __future__ import annotations

from pmo_xl.catalog.pages.shared import CHART_LINES, by_project
from pmo_xl.core.base.text import t
from pmo_xl.core.pages.blocks import Beside, Drawing, MasterPage, Reader
from pmo_xl.core.pages.view import PageDefinition

PAGE = PageDefinition(
    page=MasterPage(
        "earned_value", t("Earned value", "Valeur acquise"),
        t("Where each project stands in money: planned, earned, actual.", "Où en est chaque projet en montants : planifié, acquis, réel."),
        400, by_project("project_id", "project_name", "pv_source", "bac", "pv", "ev", "ac", "sv", "cv", "spi", "cpi", "cr",
         "pct_planned", "pct_complete", "pct_spent", then=(Beside((Drawing("s_curve", CHART_LINES), Drawing("programmes", CHART_LINES))),)),
        reader=Reader.FINANCE,
    ),
)  # fmt: skip
