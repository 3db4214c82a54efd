"""The sheet of one project, chosen in a cell: one upright A4 for its committee.

Everything follows the choice. Amounts are in the reporting currency at the budget rate.
"""

from __future__ import annotations

from pmo_xl.catalog.kinds.followup.pages.chosen import DIMENSIONS
from pmo_xl.catalog.kinds.followup.pages.shared import FOLLOW_UP
from pmo_xl.catalog.kinds.followup.pages.status import DECLARED
from pmo_xl.catalog.kinds.plan.choices import TaskType
from pmo_xl.catalog.kinds.plan.table import finished
from pmo_xl.catalog.pages.chosen_project.figures import (
    HAS_CURVE,
    NO_CURVE,
    earned_at,
    expected_to_date,
    kpi,
    planned_to_date,
    spent_to_date,
)
from pmo_xl.catalog.pages.shared import EARNED, PLANNED, SPENT
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.definition.measures import over
from pmo_xl.core.expr.algebra import at, days_between, filled, row_number, this, when
from pmo_xl.core.expr.nodes import Const, Expr
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.pages.blocks import (
    CHART_DATA,
    LAST_PAGES,
    Drawing,
    GridTable,
    MasterPage,
    ProjectChoice,
    ProjectComment,
    ProjectGantt,
    ProjectLights,
    ProjectList,
    ProjectToDo,
    Reader,
)
from pmo_xl.core.pages.follow_up_blocks import ProjectStatuses
from pmo_xl.core.pages.grid_rows import given, own_months
from pmo_xl.core.pages.view import Chart, Grid, GridColumn, Over, PageDefinition, Ranking, Series

BUDGET = (
    (t("Initial budget", "Budget initial"), "bac0"),
    (t("Current budget", "Budget révisé"), "bac"),
    (t("Committed", "Engagé"), "committed"),
    (t("Actual cost", "Réalisé"), "ac"),
    (t("To complete", "Reste à faire"), "etc"),
    (t("EAC", "Atterrissage"), "eac"),
    (t("Variance (+ favourable)", "Écart (+ favorable)"), "vac"),
)
"""The lines of the budget of a card, and the figure of each."""
_LABELS = tuple(label for label, _ in BUDGET)


def _figure(head: RowHeader) -> Expr:
    return kpi(dict(BUDGET)[head.value])


_open_milestone = (this.type == TaskType.MILESTONE) & ~finished & filled(this.finish_current)
_is_summary = this.type == TaskType.SUMMARY
_is_dated = filled(this.start_forecast) | filled(this.start_baseline)

PAGE = PageDefinition(
    page=MasterPage(
        "one_project", t("Project sheet", "Fiche projet"),
        t("Choose a project in the framed cell: the sheet follows. Reporting currency, at the budget rate.",
          "Choisissez un projet dans la cellule encadrée : la fiche suit. Devise de consolidation, au cours budget."),
        LAST_PAGES, (
            ProjectChoice(span=32),
            ProjectLights((
                ("rag_schedule", t("Schedule", "Délais"), "plan"), ("rag_cost", t("Cost", "Coûts"), "budget"),
                ("rag_risk", t("Risks", "Risques"), "risks"), ("data_quality", t("Data quality", "Qualité des données"), None),
            ), span=32),
            ProjectStatuses(DECLARED, DIMENSIONS[1:], span=32, of_kind=FOLLOW_UP),
            ProjectComment(span=32),
            ProjectList(
                "one_milestones", t("Next milestones (slip in working days)", "Prochains jalons (glissement en jours ouvrés)"), 6,
                (("name", 20.0, t("Milestone", "Jalon")), ("finish_baseline", 8.0, t("Baseline", "Référence")),
                 ("finish_current", 8.0, t("Forecast", "Prévision")), ("slip_wd", 5.6, t("Slip", "Gliss."))),
                t("No milestone to come.", "Aucun jalon à venir."), span=16,
            ),
            GridTable("one_budget", span=15),
            ProjectGantt("one_tasks", t("Phases and tasks", "Phases et tâches"), 8,
                         t("No dated task.", "Aucune tâche datée."), span=32),
            Drawing("one_curve", 10, span=32),
            ProjectList(
                "top_risks", t("Heaviest threats", "Principales menaces"), 3,
                (("title", 25.0, t("Threat", "Menace")), ("response_actions", 25.0, t("Response", "Réponse")), ("owner", 13.0, None),
                 ("due_date", 8.0, None), ("score_current", 8.0, t("Score", "Criticité"))),
                t("No open threat.", "Aucune menace ouverte."), 2, span=32,
            ),
            ProjectToDo(span=32),
        ),
        columns=32, column_width=2.6, reader=Reader.MANAGEMENT, one_sheet=True,
    ),
    grids=(
        Grid(
            "one_budget", t("Budget", "Budget"), t("Amount", "Montant"), "one_project", given(*_LABELS),
            (
                GridColumn("amount", t("Reporting currency", "Devise de consol."), Unit.AMOUNT, _figure),
                GridColumn("share", t("% of BAC", "% du BAC"), Unit.PERCENT, lambda head: over(_figure(head), kpi("bac"))),
            ),
        ),
        Grid(
            "one_curve", t("Months of the chosen project", "Mois du projet choisi"), t("Month", "Mois"), CHART_DATA,
            own_months("periods", this.period),
            (
                GridColumn("pv_cum", t("Planned (PV)", "Planifié (VP)"), Unit.AMOUNT, planned_to_date, for_chart=True),
                GridColumn("ac_cum", t("Actual (AC)", "Réel (CR)"), Unit.AMOUNT, spent_to_date, for_chart=True),
                GridColumn("eac_cum", t("EAC", "Atterrissage"), Unit.AMOUNT, expected_to_date, for_chart=True),
                GridColumn("ev", t("Earned (EV)", "Acquis (VA)"), Unit.AMOUNT, earned_at, for_chart=True),
            ),
            Over(HAS_CURVE, Const(1), NO_CURVE),
        ),
    ),
    charts=(
        Chart(
            "one_curve", t("S-curve", "Courbe en S"), "one_project", "scatter", "one_curve",
            (Series("pv_cum", PLANNED), Series("ac_cum", SPENT), Series("eac_cum", SPENT, dashed=True),
             Series("ev", EARNED, marker=True, line=False)),
            t("Cumulative planned value, actual cost and estimate at completion of the chosen project by month, and its earned value.",
              "Valeur planifiée, coût réel et atterrissage cumulés du projet choisi par mois, et sa valeur acquise."),
            subtype="straight",
        ),
    ),
    rankings=(
        Ranking(
            "one_milestones", t("Milestones to come", "Jalons à venir"), "one_project", "plan",
            when((_open_milestone, days_between(at.status_date, this.finish_current) * 1e6 + row_number())), False, 6,
            ("name", "finish_baseline", "finish_current", "slip_wd"),
        ),
        Ranking(
            "one_tasks", t("Phases, then tasks", "Phases, puis tâches"), "one_project", "plan",
            when((_is_summary & _is_dated, row_number()), ((this.type != TaskType.MILESTONE) & _is_dated, row_number() + 1e7)), False, 8,
            ("name", "start_baseline", "finish_baseline", "start_forecast", "finish_current", "finish_actual", "pct_complete", "slip_wd"),
        ),
    ),
)  # fmt: skip
