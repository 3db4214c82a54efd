"""The road map: when each project runs, how far it is, what it slips, and its milestones."""

from __future__ import annotations

from pmo_xl.catalog.kinds.plan.choices import MilestoneLevel
from pmo_xl.catalog.kinds.plan.table import is_milestone
from pmo_xl.core.base.text import t
from pmo_xl.core.expr.algebra import this
from pmo_xl.core.pages.blocks import MasterPage, Reader, Words
from pmo_xl.core.pages.schedule_blocks import RoadMap
from pmo_xl.core.pages.view import PageDefinition

LEGEND = t(
    "Each bar runs from current start to forecast finish, in the colour of the computed status (◆ red, ▲ amber, ● green, ○ no data; a programme counts its projects). D, dark: the share of the work that is done; R, light: what remains; S, pale: slip beyond the baseline finish; grey line below: baseline; B: baseline alone; ?: progress unknown. ◆ steering-committee milestone, ◇ other milestone. Red vertical line: status date.",
    "Chaque barre va du début actuel à l’atterrissage, dans la couleur de la météo calculée (◆ rouge, ▲ orange, ● vert, ○ sans donnée ; chaque programme compte ses projets). A, foncé : part du travail accomplie ; R, clair : reste à faire ; G, pâle : glissement au-delà de la fin de référence ; trait gris en dessous : référence ; P : prévu en référence seulement ; ? : avancement inconnu. ◆ jalon COPIL, ◇ autre jalon. Trait rouge vertical : date d’arrêté.",
)

PAGE = PageDefinition(
    page=MasterPage(
        "road_map", t("Road map", "Feuille de route"),
        t("When each project runs, how far it is, what it slips, and its milestones.",
          "Le calendrier de chaque projet : avancement, glissement et jalons."),
        110,
        (
            Words(LEGEND),
            RoadMap(
                ("project_id", "project_name", "rag", "finish_forecast", "slip_wd"), "rag",
                baseline=("start_baseline", "finish_baseline"), bar=("start_current", "finish_forecast"),
                done="progress", table="plan", milestone=is_milestone, day=this.finish_current,
                major=this.milestone_level == MilestoneLevel.PORTFOLIO,
            ),
        ),
        landscape=True,
        reader=Reader.MANAGEMENT,
    ),
)  # fmt: skip
