"""Earned schedule: where each project stands in time, and how it did over the last three months."""

from __future__ import annotations

from pmo_xl.catalog.pages.shared import by_project
from pmo_xl.core.base.text import t
from pmo_xl.core.pages.blocks import MasterPage, Reader
from pmo_xl.core.pages.view import PageDefinition

PAGE = PageDefinition(
    page=MasterPage(
        "earned_schedule", t("Earned schedule", "Délai acquis"),
        t("Where each project stands in time (months), and its indices over the last three months.",
          "Où en est chaque projet en durée (mois), et ses indices des trois derniers mois."),
        410, by_project("project_id", "project_name", "pd", "at", "es", "sv_t", "spi_t", "ieac_t", "tspi", "spi_discrete", "spi_3m", "cpi_3m"),
        reader=Reader.FINANCE,
    ),
)  # fmt: skip
