"""The page of the schedule: dates, slip and milestones, what comes next and what is late."""

from __future__ import annotations

from pmo_xl.catalog.kinds.plan.choices import TaskType
from pmo_xl.catalog.kinds.plan.table import finished
from pmo_xl.catalog.pages.shared import by_project
from pmo_xl.core.base.text import t
from pmo_xl.core.expr.algebra import at, days_between, row_number, this, when
from pmo_xl.core.pages.blocks import MasterPage
from pmo_xl.core.pages.view import PageDefinition, Ranking

_open_milestone = (this.type == TaskType.MILESTONE) & ~finished
_ahead = days_between(at.status_date, this.finish_current)

PAGE = PageDefinition(
    page=MasterPage(
        "schedule", t("Schedule", "Planning"),
        t("Dates, slip and milestones by project; slips are in working days, positive = late.",
          "Dates, glissements et jalons par projet ; glissements en jours ouvrés, positif = retard."),
        200, by_project("project_id", "project_name", "rag_schedule", "progress", "spi", "start_baseline", "finish_baseline",
         "finish_forecast", "slip_wd", "milestones", "milestones_due", "milestones_met", "milestone_hit_rate",
         "overdue_milestones", "milestone_slip_wd", "tasks", "tasks_done", "late_tasks", "late_share"),
    ),
    rankings=(
        Ranking(
            "next_milestones", t("Milestones of the next 90 days", "Jalons des 90 prochains jours"), "schedule", "plan",
            when((_open_milestone & (_ahead >= 0) & (_ahead <= 90), _ahead * 1e6 + row_number())), False, 12,
            ("project_id", "name", "owner", "finish_baseline", "finish_current", "slip_wd"),
        ),
        Ranking(
            "late_tasks", t("Open tasks with the largest slip", "Tâches en cours les plus en retard"),
            "schedule", "plan",
            when(((this.type == TaskType.TASK) & (this.pct_complete < 1) & (this.slip_wd > 0),
                  this.slip_wd * 1e7 + (1e7 - row_number()))), True, 12,
            ("project_id", "name", "owner", "finish_baseline", "finish_current", "slip_wd"),
        ),
    ),
)  # fmt: skip
