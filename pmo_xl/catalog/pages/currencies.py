"""Currencies: amounts of each project in its own and in the reporting one."""

from __future__ import annotations

from pmo_xl.catalog.pages.shared import by_project
from pmo_xl.core.base.text import t
from pmo_xl.core.pages.blocks import MasterPage, Reader
from pmo_xl.core.pages.view import PageDefinition

PAGE = PageDefinition(
    page=MasterPage(
        "currencies", t("Currencies", "Devises"),
        t("Amounts in each project’s currency beside the reporting one; what exchange rates change stands apart. Rates: see Settings and trace.",
          "Montants dans la devise de chaque projet et en devise de consolidation ; l’effet des cours est isolé. Cours : voir Paramètres et traçabilité."),
        600, by_project("project_id", "project_name", "currency", "rate", "bac_local", "bac", "ac_local", "ac",
         "fx_actual", "etc_local", "etc", "fx_etc", "eac_local", "eac", "fx", "eac_current"),
        reader=Reader.FINANCE,
    ),
)  # fmt: skip
