"""The ranked lists of the master: next milestones, top risks, what needs attention, one entry each."""

from __future__ import annotations

from pmo_xl.catalog.kinds.plan.table import TaskType, finished
from pmo_xl.catalog.pages import PORTFOLIO, RISKS, SCHEDULE
from pmo_xl.core.amounts import LEAST_DIVISOR
from pmo_xl.core.expr import at, days_between, filled, greatest, least, or_zero, row_number, this, when, whole
from pmo_xl.core.nodes import Expr
from pmo_xl.core.text import t
from pmo_xl.core.view import Ranking

_open_milestone = (this.type == TaskType.MILESTONE) & ~finished
_ahead = days_between(at.status_date, this.finish_current)
_on_nothing = filled(this.bac) & (this.bac <= LEAST_DIVISOR) & (or_zero(this.eac) > 0)
"""A forecast on no budget: no share of the budget can say how grave it is."""
THOUSAND = 1000


def _largest(amount: Expr, most: float) -> Expr:
    """An amount in thousands, from 0 to *most*."""
    return least(greatest(whole(amount / THOUSAND), 0), most)


def _by_score(sign: int) -> Expr:
    """Score first, then expected value in thousands; the row breaks what ties remain."""
    return (
        or_zero(this.score_current) * 1e12
        + _largest(or_zero(this.emv_current) * sign, 999998) * 1e6
        + (1e6 - row_number())
    )


_RISK_COLUMNS = ("project_id", "title", "risk_id", "score_current", "emv_current", "owner", "due_date")

RANKINGS = (
    Ranking(
        "next_milestones", t("Milestones of the next 90 days", "Jalons des 90 prochains jours"), SCHEDULE, "plan",
        when((_open_milestone & (_ahead >= 0) & (_ahead <= 90), _ahead * 1e6 + row_number())), False, 12,
        ("project_id", "name", "owner", "finish_baseline", "finish_current", "slip_wd"),
    ),
    Ranking(
        "late_tasks", t("Unfinished tasks that land latest after baseline", "Tâches en cours les plus en retard"),
        SCHEDULE, "plan",
        when(((this.type == TaskType.TASK) & (this.pct_complete < 1) & (this.slip_wd > 0),
              this.slip_wd * 1e7 + (1e7 - row_number()))), True, 12,
        ("project_id", "name", "owner", "finish_baseline", "finish_current", "slip_wd"),
    ),
    Ranking(
        "top_risks", t("Top open threats", "Principales menaces ouvertes"), RISKS, "risks",
        when(((this.is_open == 1) & (this.is_threat == 1), _by_score(1))), True, 15, _RISK_COLUMNS,
    ),
    Ranking(
        "top_opportunities", t("Top open opportunities", "Principales opportunités ouvertes"), RISKS, "risks",
        when(((this.is_open == 1) & (this.is_threat == 0), _by_score(-1))), True, 10, _RISK_COLUMNS,
    ),
    Ranking(
        "attention", t("Attention list", "Points d’attention"), PORTFOLIO, "kpis",
        # The light first, then the overrun, then the slip; the row breaks what ties remain.
        when(((this.rag >= 2) | _on_nothing,
              when((_on_nothing, 3), otherwise=this.rag) * 1e15
              + _largest(0 - or_zero(this.vac), 9999999) * 1e8
              + least(greatest(or_zero(this.slip_wd), 0), 999) * 1e5
              + (1e5 - row_number()))), True, None,
        ("project_id", "project_name", "rag_schedule", "rag_cost", "rag_risk", "slip_wd", "vac"),
    ),
)  # fmt: skip
