"""What changed since the period before: by project, worse first, and milestone by milestone."""

from __future__ import annotations

from pmo_xl.catalog.kinds.followup.pages.month import MONTH
from pmo_xl.catalog.kinds.followup.pages.shared import FOLLOW_UP
from pmo_xl.core.base.text import t
from pmo_xl.core.pages.blocks import GridTable, MasterPage, Reader, Tiles
from pmo_xl.core.pages.overview_blocks import ChangeRows, ChangeSummary, MovedMilestones
from pmo_xl.core.pages.view import PageDefinition

PAGE = PageDefinition(
    page=MasterPage(
        "what_changed", t("What changed", "Ce qui a changé"),
        t("Each project against the last period that is known of it; amounts of then at the budget rate of today.",
          "Chaque projet par rapport à la dernière période connue ; montants d’alors au cours budget d’aujourd’hui."),
        50, (
            ChangeSummary(),
            Tiles(("got_worse", "got_better", "eac_before", "eac_move", "exposure_move")),
            ChangeRows(), MovedMilestones(),
            GridTable("month_of_follow_ups", of_kind=FOLLOW_UP),
        ),
        reader=Reader.MANAGEMENT,
    ),
    grids=(MONTH,),
)  # fmt: skip
