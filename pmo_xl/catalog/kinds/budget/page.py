"""The statement of the budget: what each project was granted, committed, spent, and what it will cost in the end."""

from __future__ import annotations

from pmo_xl.catalog.pages.shared import by_project
from pmo_xl.core.base.text import t
from pmo_xl.core.pages.blocks import MasterPage, Reader
from pmo_xl.core.pages.view import PageDefinition

PAGE = PageDefinition(
    page=MasterPage(
        "budget", t("Budget", "Budget"),
        t("From budget to estimate at completion by project, in the reporting currency; variances positive = favourable.",
          "Du budget à l’atterrissage par projet, en devise de consolidation ; écarts positifs = favorables."),
        300, by_project("project_id", "project_name", "rag_cost", "bac", "committed", "ac", "etc", "eac", "vac", "vac_pct",
         "remaining_to_commit", "remaining_to_pay", "commitment_rate", "pct_spent"),
        reader=Reader.FINANCE,
    ),
)  # fmt: skip
