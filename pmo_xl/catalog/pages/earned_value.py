"""Earned value: where each project stands, in money and in time."""

from __future__ import annotations

from pmo_xl.catalog.pages.shared import by_project
from pmo_xl.core.base.text import t
from pmo_xl.core.pages.blocks import MasterPage
from pmo_xl.core.pages.view import PageDefinition

PAGE = PageDefinition(
    page=MasterPage(
        "earned_value", t("Earned value", "Valeur acquise"),
        t("Where each project stands: planned, earned, actual; in money, over the last three months, and in time (months).",
          "Où en est chaque projet : planifié, acquis, réel ; en montants, sur les trois derniers mois, et en durée (mois)."),
        400, by_project("project_id", "project_name", "pv_source", "bac", "pv", "ev", "ac", "sv", "cv", "spi", "cpi", "cr", "spi_3m", "cpi_3m",
         "spi_discrete", "pct_planned", "pct_complete", "pct_spent", "at", "es", "sv_t", "spi_t", "pd", "ieac_t", "tspi"),
    ),
)  # fmt: skip
