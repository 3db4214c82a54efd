"""The page of statuses: what managers declare dimension by dimension over what is computed, and the course of the periods."""

from __future__ import annotations

from pmo_xl.catalog.kinds.followup.choices import StatusDimension as Dimension
from pmo_xl.catalog.kinds.followup.pages.shared import FOLLOW_UP
from pmo_xl.catalog.kinds.project import IS_CLOSED
from pmo_xl.catalog.pages.shared import rest_on_screen, thousands
from pmo_xl.core.base.text import t
from pmo_xl.core.expr.algebra import filled, max_of, min_of, or_zero, row_number, this, when
from pmo_xl.core.pages.blocks import CHART_DATA, MasterPage, Reader, Words
from pmo_xl.core.pages.follow_up_blocks import DeclaredStatus, ReceivedOf, StatusCourse, StatusRows
from pmo_xl.core.pages.view import PageDefinition, Ranking

DECLARED = DeclaredStatus("status_rows", "dimension", Dimension.OVERALL)
_DIMENSIONS = (
    (Dimension.OVERALL, Dimension.OVERALL.label, "rag"), (Dimension.SCHEDULE, Dimension.SCHEDULE.label, "rag_schedule"),
    (Dimension.COST, Dimension.COST.label, "rag_cost"), (Dimension.RISKS, Dimension.RISKS.label, "rag_risk"),
    (Dimension.SCOPE, Dimension.SCOPE.label, None), (Dimension.RESOURCES, Dimension.RESOURCES.label, None),
    (Dimension.QUALITY, Dimension.QUALITY.label, None), (Dimension.BENEFITS, Dimension.BENEFITS.label, None),
    (Dimension.STAKEHOLDERS, Dimension.STAKEHOLDERS.label, None),
)  # fmt: skip

_level = when(
    (IS_CLOSED, 0),
    (~filled(this.rag_declared), or_zero(this.rag)),
    otherwise=max_of(or_zero(this.rag), or_zero(this.declared_level)),
)
"""The graver of the computed and the declared status, the computed alone where none is declared; a closed project is none to look at."""

PAGE = PageDefinition(
    page=MasterPage(
        "status", t("Status", "Météo"),
        t("What project managers declare, over what is computed: ● green, ▲ amber, ◆ red, ○ not started or no data, ■ closed, – not given.",
          "Ce que déclarent les chefs de projet, puis ce qui est calculé : ● vert, ▲ orange, ◆ rouge, ○ non démarré ou sans donnée, ■ clos, – non renseigné."),
        105, (
            ReceivedOf("status", span=60),
            StatusRows(DECLARED, _DIMENSIONS, "rag", "divergence", span=60),
            Words(t("Overall, schedule, cost and risks: declared / computed, in the colour of what is declared; gap: steps by which the whole is declared better than computed. The other dimensions are judged by managers alone.",
                    "Global, délais, coûts et risques : météo déclarée / calculée, dans la couleur de la météo déclarée ; écart : de combien de crans la météo globale déclarée est plus favorable que la calculée. Les autres axes ne relèvent que de l’appréciation du chef de projet."), span=60),
            rest_on_screen(60),
            StatusCourse(12, span=60),
        ),
        columns=60, column_width=2.85, reader=Reader.MANAGEMENT, landscape=True, of_kind=FOLLOW_UP,
    ),
    rankings=(
        Ranking(
            "to_look_at", t("Projects to look at", "Projets à examiner"), CHART_DATA, "kpis",
            # The graver status first, then the overrun, then the slip; the row breaks what ties remain.
            when((_level >= 2,
                  _level * 1e15 + thousands(0 - or_zero(this.vac), 9999999) * 1e8
                  + min_of(max_of(or_zero(this.slip_wd), 0), 999) * 1e5 + (1e5 - row_number()))),
            True, None, ("project_id", "project_name", "rag_declared", "rag"),
        ),
        Ranking(
            "status_rows", t("Declared statuses", "Météos déclarées"), CHART_DATA, "status", when((filled(this.rag), row_number())), False, None,
            ("project_id", "dimension", "rag", "trend", "comment", "path_to_green", "path_owner", "path_date"),
        ),
    ),
)  # fmt: skip
