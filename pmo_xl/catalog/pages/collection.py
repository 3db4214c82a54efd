"""The collection: what came, what is missing, and who has to do what by when."""

from __future__ import annotations

from pmo_xl.catalog.pages.shared import rest_on_screen
from pmo_xl.core.base.text import t
from pmo_xl.core.pages.blocks import MasterPage
from pmo_xl.core.pages.overview_blocks import CollectionMatrix, CollectionSummary, ManagerRows
from pmo_xl.core.pages.view import PageDefinition

PAGE = PageDefinition(
    page=MasterPage(
        "collection", t("Collection and reminders", "Collecte et relances"),
        t("Who has sent what, what is missing, and what each project manager has to do next.",
          "Qui a envoyé quoi, ce qui manque, et ce que chaque chef de projet doit faire ensuite."),
        150, (CollectionSummary(), ManagerRows(), rest_on_screen(), CollectionMatrix()),
    ),
)  # fmt: skip
