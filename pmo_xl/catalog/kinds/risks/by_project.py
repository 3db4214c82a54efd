"""Risks by project: how many threats of each zone, what they may cost, what covers them, and opportunities beside."""

from __future__ import annotations

from pmo_xl.catalog.pages.shared import by_project
from pmo_xl.core.base.text import t
from pmo_xl.core.pages.blocks import MasterPage
from pmo_xl.core.pages.view import PageDefinition

PAGE = PageDefinition(
    page=MasterPage(
        "risks_by_project", t("Risks by project", "Risques par projet"),
        t("Open threats by zone, their exposure and what covers it, project by project; opportunities in columns of their own.",
          "Menaces ouvertes par zone, leur exposition et ce qui la couvre, projet par projet ; les opportunités dans leurs propres colonnes."),
        705, by_project("project_id", "project_name", "rag_risk", "critical_risks", "high_risks", "medium_risks", "low_risks",
         "overdue_threats", "emv_inherent", "exposure", "exposure_pct", "contingency_left", "contingency_cover",
         "open_opportunities", "opportunity"),
    ),
)  # fmt: skip
