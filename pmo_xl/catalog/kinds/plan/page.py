"""The page of the schedule: dates, slip and milestones by project, and what is late."""

from __future__ import annotations

from pmo_xl.catalog.kinds.plan.choices import TaskType
from pmo_xl.catalog.pages.shared import by_project
from pmo_xl.core.base.text import t
from pmo_xl.core.expr.algebra import row_number, this, when
from pmo_xl.core.pages.blocks import MasterPage, RankedList
from pmo_xl.core.pages.view import PageDefinition, Ranking

PAGE = PageDefinition(
    page=MasterPage(
        "schedule", t("Schedule", "Planning"),
        t("Dates, slip and milestones by project; slips are in working days, positive = late.",
          "Dates, glissements et jalons par projet ; glissements en jours ouvrés, positif = retard."),
        200, by_project("project_id", "project_name", "rag_schedule", "progress", "spi", "start_baseline", "finish_baseline",
         "finish_forecast", "slip_wd", "milestones", "milestones_due", "milestones_met", "milestone_hit_rate",
         "overdue_milestones", "milestone_slip_wd", "tasks", "late_tasks", "late_share",
         then=(RankedList("late_tasks", span=18),)),
    ),
    rankings=(
        Ranking(
            "late_tasks", t("Open tasks with the largest slip", "Tâches en cours les plus en retard"),
            "schedule", "plan",
            when(((this.type == TaskType.TASK) & (this.pct_complete < 1) & (this.slip_wd > 0),
                  this.slip_wd * 1e7 + (1e7 - row_number()))), True, 12,
            ("project_id", "name", "owner", "finish_baseline", "finish_current", "slip_wd"),
        ),
    ),
)  # fmt: skip
