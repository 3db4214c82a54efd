"""The ranked lists of the master: next milestones, top risks, what needs attention, one entry each."""

from __future__ import annotations

from pmo_xl.catalog.pages import PORTFOLIO, RISKS, SCHEDULE
from pmo_xl.catalog.templates.plan import TaskType
from pmo_xl.core.expr import at, days_between, greatest, least, or_zero, row_number, this, when, whole
from pmo_xl.core.text import t
from pmo_xl.core.view import Ranking

_open_milestone = (this.type == TaskType.MILESTONE) & (this.pct_complete < 1)
_ahead = days_between(at.status_date, this.finish_current)

RANKINGS = (
    Ranking(
        "next_milestones", t("Milestones of the next 90 days", "Jalons des 90 prochains jours"), SCHEDULE, "plan",
        when((_open_milestone & (_ahead >= 0) & (_ahead <= 90), _ahead * 1e6 + row_number())), False, 12,
        ("project_id", "name", "owner", "finish_baseline", "finish_current", "slip_wd"),
    ),
    Ranking(
        "late_tasks", t("Unfinished tasks that land latest after baseline", "Tâches non finies au plus fort glissement"),
        SCHEDULE, "plan",
        when(((this.type == TaskType.TASK) & (this.pct_complete < 1) & (this.slip_wd > 0),
              this.slip_wd * 1e7 + (1e7 - row_number()))), True, 12,
        ("project_id", "name", "owner", "finish_baseline", "finish_current", "slip_wd"),
    ),
    Ranking(
        "top_risks", t("Top open risks", "Principaux risques ouverts"), RISKS, "risks",
        # Score first, then expected value in thousands; the row breaks what ties remain.
        when((this.is_open == 1,
              this.score_current * 1e12
              + whole(least(greatest(or_zero(this.emv_current) / 1000, 0), 999998)) * 1e6
              + (1e6 - row_number()))), True, 15,
        ("project_id", "title", "risk_id", "score_current", "emv_current", "owner", "due_date"),
    ),
    Ranking(
        "attention", t("Attention list", "Points d’attention"), PORTFOLIO, "kpis",
        when((this.rag >= 2, this.rag * 1e11 + greatest(or_zero(this.slip_wd), 0) * 1e6 + (1e6 - row_number()))), True, 8,
        ("project_id", "project_name", "rag_schedule", "rag_cost", "rag_risk", "slip_wd", "vac"),
    ),
)  # fmt: skip
