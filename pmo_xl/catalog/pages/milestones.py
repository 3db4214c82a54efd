"""The milestones: which are overdue or due in 90 days, how many are met on time, and how their dates have moved."""

from __future__ import annotations

from pmo_xl.catalog.kinds.plan.choices import MilestoneLevel
from pmo_xl.catalog.kinds.plan.table import finished, is_milestone
from pmo_xl.catalog.pages.shared import EARNED, GREY, rest_on_screen
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.expr.algebra import at, count, days_between, filled, month_end, row_number, this, when
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.pages.blocks import CHART_DATA, Drawing, GridTable, MasterPage, Reader, Words
from pmo_xl.core.pages.grid_rows import given, recent_months
from pmo_xl.core.pages.list_blocks import CountedWords, ListColumn, MilestoneList
from pmo_xl.core.pages.schedule_blocks import MilestoneTrend
from pmo_xl.core.pages.view import Chart, Grid, GridColumn, PageDefinition, Ranking, Series

HORIZON = 90
MONTHS = 12
"""Months of the hit rate, that of the status date the last."""

_open = is_milestone & ~finished
_overdue = filled(this.finish_baseline) & (this.finish_baseline <= at.status_date)
_days = days_between(at.status_date, this.finish_current)
_later = filled(this.slip_wd) & (this.slip_wd > 0)


def _between(first: int, last: int) -> Expr:
    """Forecast so many days after the status date."""
    return filled(this.finish_current) & (_days >= first) & (_days <= last)


PASSED, FIRST, SECOND, THIRD, BEYOND, NO_FORECAST = (
    t("passed", "dépassée"),
    t("0–30 days", "0–30 jours"),
    t("31–60 days", "31–60 jours"),
    t("61–90 days", "61–90 jours"),
    t("> 90 days", "> 90 jours"),
    t("unknown", "inconnue"),
)
"""When a milestone is due."""
DUE: dict[Text, Expr] = {
    PASSED: filled(this.finish_current) & (_days < 0),
    FIRST: _between(0, 30),
    SECOND: _between(31, 60),
    THIRD: _between(61, HORIZON),
}


def _count(*conditions: Expr) -> Expr:
    where = _open
    for condition in conditions:
        where = where & condition
    return count("plan", where)


def _due_in(month: RowHeader, *conditions: Expr) -> Expr:
    """Milestones whose baseline lies in a month, and not after the status date."""
    where = is_milestone & (this.finish_baseline >= month) & (this.finish_baseline <= month_end(month))
    where = where & (this.finish_baseline <= at.status_date)
    for condition in conditions:
        where = where & condition
    return count("plan", where)


_met = (finished, this.slip_wd <= 0)
_place = when(
    (filled(this.finish_current), _days), otherwise=days_between(at.status_date, this.finish_baseline)
)
_FIRST_OF_ALL = 1e11
"""Taken off the place of what is overdue: it comes before all the rest."""

LEGEND = t(
    "◆ overdue: baseline passed, not reached; ▲ later than baseline; ● on time; ○ no baseline or forecast. Slip in working days, positive = late. Trend: days by which the forecast moves per day from report to report; 0 stable, 1 never arrives; ▲ above 0.2, ◆ above 0.5; blank before the second report.",
    "◆ en retard : date de référence passée, jalon non atteint ; ▲ décalé : prévu après la référence ; ● dans les délais ; ○ sans référence ou sans prévision. Glissement en jours ouvrés, positif = retard. Tendance : jours de recul de la prévision par jour écoulé d’un rapport à l’autre ; 0 stable, 1 n’arrive jamais ; ▲ au-delà de 0,2, ◆ au-delà de 0,5 ; vide avant le deuxième rapport.",
)

PAGE = PageDefinition(
    page=MasterPage(
        "milestones", t("Milestones", "Jalons"),
        t("What is due in the next 90 days, what is met on time, and how forecasts have moved from report to report.",
          "Les échéances des 90 prochains jours, la tenue des jalons et le déplacement des prévisions d’un rapport à l’autre."),
        120,
        (
            CountedWords((
                (_count(_between(0, HORIZON)), t("{n} milestone in 90 days", "{n} jalon à 90 jours"), t("{n} milestones in 90 days", "{n} jalons à 90 jours")),
                (_count(_between(0, HORIZON), _later), t("{n} later than baseline", "{n} après la référence"), t("{n} later than baseline", "{n} après la référence")),
                (_count(_overdue), t("{n} overdue", "{n} en retard"), t("{n} overdue", "{n} en retard")),
            ), span=15),
            GridTable("milestones_due", span=7), MilestoneTrend(
                t("Milestone trend: forecast at each report", "Tendance des jalons : prévision à chaque rapport"),
                t("Forecast date of the milestones that moved most (upward axis) at each report date (across); a milestone is reached where its line meets the dashed 45° line.",
                  "Date prévue des jalons qui ont le plus bougé (axe vertical) à chaque date de rapport (axe horizontal) ; un jalon est atteint là où sa ligne rejoint la droite à 45° en tirets."),
                "milestone_history", "task_id", "name", "status_date", "finish_baseline", "finish_current", "done",
            span=8),
            MilestoneList(
                "milestones_ahead", columns=("project_id", "name", "owner", "finish_baseline", "finish_current", "slip_wd"),
                more=(
                    ListColumn("due", t("Forecast in", "Prévu sous"), when(
                        (~filled(this.finish_current), NO_FORECAST),
                        (_days < 0, PASSED), (_days <= 30, FIRST), (_days <= 60, SECOND), (_days <= HORIZON, THIRD),
                        otherwise=BEYOND), 11.5),
                    ListColumn("state", t("Status", "État"), when(
                        (_overdue, t("◆ overdue", "◆ en retard")), (_later, t("▲ later", "▲ décalé")),
                        (filled(this.slip_wd), t("● on time", "● dans les délais")),
                        otherwise=t("○ unknown", "○ inconnu")), 14.5),
                ),
                heads={"name": t("Milestone", "Jalon"), "finish_current": t("Forecast", "Prévision"), "finish_baseline": t("Baseline", "Référence")},
                of="project_name", id="task_id", history="milestone_history", reported="status_date", forecast="finish_current",
            ),
            Words(LEGEND, span=15),
            rest_on_screen(15),
            GridTable("milestone_hits", span=7), Drawing("milestone_hits", 11, span=8),
        ),
        columns=15, landscape=True,
        reader=Reader.MANAGEMENT,
    ),
    grids=(
        Grid(
            "milestones_due", t("Open milestones by forecast date", "Jalons ouverts par date prévue"), t("Forecast in", "Prévu sous"),
            "milestones", given(*DUE),
            (
                GridColumn("milestones", t("Milestones", "Jalons"), Unit.COUNT, lambda head: _count(DUE[head.value])),
                GridColumn("later", t("Later than baseline", "Après la référence"), Unit.COUNT, lambda head: _count(DUE[head.value], _later)),
                GridColumn("overdue", t("Overdue", "En retard"), Unit.COUNT, lambda head: _count(DUE[head.value], _overdue)),
                GridColumn("major", t("Steering level", "Niveau COPIL"), Unit.COUNT,
                           lambda head: _count(DUE[head.value], this.milestone_level == MilestoneLevel.PORTFOLIO)),
            ),
        ),
        Grid(
            "milestone_hits", t("Milestones due by month, and met on time", "Jalons échus par mois, dont tenus dans les délais"),
            t("Month", "Mois"), "milestones", recent_months("plan", this.finish_baseline, ("projects", "status_date"), MONTHS),
            (
                GridColumn("due", t("Due", "Échus"), Unit.COUNT, _due_in),
                GridColumn("met", t("Met on time", "Tenus"), Unit.COUNT, lambda month: _due_in(month, *_met)),
                GridColumn("rate", t("Hit rate", "Taux"), Unit.PERCENT, lambda month: _due_in(month, *_met) / _due_in(month)),
            ),
        ),
    ),
    charts=(
        Chart(
            "milestone_hits", t("Milestones due, and met on time", "Jalons échus, dont tenus dans les délais"), "milestones", "column", "milestone_hits",
            (Series("due", GREY), Series("met", EARNED)),
            t("Number of milestones whose baseline fell in each month, and how many of these were reached by then.",
              "Nombre de jalons dont la référence tombait dans chaque mois, et de ceux qui ont été atteints à temps."),
        ),
    ),
    rankings=(
        Ranking(
            "next_milestones", t("Milestones of the next 90 days", "Jalons des 90 prochains jours"), CHART_DATA, "plan",
            when((_open & (_days >= 0) & (_days <= HORIZON), _days * 1e6 + row_number())),
            False, 12, ("project_id", "name", "owner", "finish_baseline", "finish_current", "slip_wd"),
        ),
        Ranking(
            "milestones_ahead", t("Milestones overdue or due in 90 days", "Jalons en retard ou à moins de 90 jours"), "milestones", "plan",
            when(
                (finished, None),
                (is_milestone & _overdue, _place * 1e6 + row_number() - _FIRST_OF_ALL),
                (is_milestone & filled(this.finish_current) & (_days <= HORIZON), _days * 1e6 + row_number()),
            ), False, None,
            ("project_id", "name", "owner", "finish_baseline", "finish_current", "slip_wd"),
        ),
    ),
)  # fmt: skip
