"""The page that a steering committee decides on: where the portfolio stands, decisions to take, projects to look at."""

from __future__ import annotations

from pmo_xl.catalog.kinds.followup.choices import ActionStatus
from pmo_xl.catalog.kinds.followup.pages.shared import (
    A_MONTH,
    DAYS_LATE,
    FOLLOW_UP,
    OPEN,
    in_reporting_currency,
    known,
    who,
)
from pmo_xl.catalog.kinds.followup.pages.status import DECLARED
from pmo_xl.catalog.pages.shared import LIGHT_LABELS
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.expr.algebra import at, count, filled, this, when
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.pages.blocks import Beside, GridTable, MasterPage, Reader, Tiles
from pmo_xl.core.pages.follow_up_blocks import ProjectsToLookAt, ReceivedOf
from pmo_xl.core.pages.grid_rows import given
from pmo_xl.core.pages.list_blocks import Detail, DetailList
from pmo_xl.core.pages.overview_blocks import DueMilestones
from pmo_xl.core.pages.view import Grid, GridColumn, PageDefinition

_done = this.status == ActionStatus.DONE
ACTIONS = (
    (t("Done this month", "Faites ce mois"), _done & (this.done_on >= at.status_month)),
    (t("New this month", "Nouvelles ce mois"), this.opened_on >= at.status_month),
    (t("Open", "Ouvertes"), OPEN),
    (t("Overdue", "En retard"), OPEN & (this.due_date < at.status_date)),
)


def _light(head: RowHeader) -> int:
    return LIGHT_LABELS.index(head.value)


def _before(head: RowHeader) -> Expr:
    """The projects that had a light in the last period that is known of them; undefined where none is known."""
    return when((count("kpis", filled(this.rag_before)) > 0, count("kpis", this.rag_before == _light(head))))


PAGE = PageDefinition(
    page=MasterPage(
        "committee", t("Committee", "Comité"),
        t("What a steering committee decides on, on one page: decisions to take, projects to look at, actions, milestones.",
          "Ce sur quoi un comité de pilotage tranche, en une page : décisions à prendre, projets à examiner, actions, jalons."),
        10, (
            ReceivedOf("actions", span=24),
            Tiles(("bac", "eac", "slip_wd", "decisions_due", "decisions_overdue", "overdue_actions"), span=24),
            DetailList("pending_decisions", 5, span=24, details=(
                who(t("Decision", "Décision"), this.decision_id),
                Detail(t("Subject", "Objet"), (this.subject,), 29.0),
                Detail(t("Recommendation", "Préconisation"), (this.recommendation,), 29.0),
                Detail(t("Body", "Instance"), (this.body,), 17.0),
                Detail(t("Needed by", "À prendre d’ici au"), (this.needed_by,), 11.0),
                Detail(DAYS_LATE, (this.overdue_cd,), 10.0, unit=Unit.DAYS),
                in_reporting_currency(A_MONTH, this.cost_of_delay),
            )),
            ProjectsToLookAt("to_look_at", DECLARED, 6, span=24),
            Beside((GridTable("committee_lights", span=12), GridTable("committee_actions", span=11))),
            DueMilestones(0, 30, 3, span=8), DueMilestones(31, 60, 3, span=8), DueMilestones(61, 90, 3, span=8),
        ),
        columns=24, column_width=7.2, reader=Reader.MANAGEMENT, one_sheet=True, landscape=True, of_kind=FOLLOW_UP,
    ),
    grids=(
        Grid(
            "committee_lights", t("Projects by computed status", "Projets par météo calculée"), t("Status", "Météo"), "committee",
            given(*reversed(LIGHT_LABELS)),
            (
                GridColumn("now", t("Now", "À ce jour"), Unit.COUNT, lambda head: count("kpis", this.rag == _light(head))),
                GridColumn("before", t("Last period", "Période précédente"), Unit.COUNT, _before),
            ),
        ),
        Grid(
            "committee_actions", t("Actions", "Actions"), t("State", "Situation"), "committee", given(*(label for label, _ in ACTIONS)),
            (GridColumn("count", t("Number", "Nombre"), Unit.COUNT, lambda head: known(count("actions", dict(ACTIONS)[head.value]))),),
        ),
    ),
)  # fmt: skip
