"""What the pages of the master show: project tables, grids, charts and ranked lists, one entry each."""

from __future__ import annotations

from pmo_xl.catalog.ledgers import FindingSeverity
from pmo_xl.catalog.templates.budget import CapexOpex, CostCategory
from pmo_xl.catalog.templates.plan import TaskType
from pmo_xl.catalog.templates.risks import RiskCategory
from pmo_xl.core.expr import (
    at,
    count,
    days_between,
    greatest,
    least,
    or_zero,
    row_number,
    this,
    total,
    when,
    whole,
)
from pmo_xl.core.kpi import Form
from pmo_xl.core.nodes import Expr, Here, Worth
from pmo_xl.core.text import t
from pmo_xl.core.view import Chart, Grid, GridColumn, ProjectTable, Ranking, Series

PORTFOLIO, SCHEDULE, BUDGET, RISKS, QUALITY = "portfolio", "schedule", "budget", "risks", "quality"
DASHBOARD, CHART_DATA = "dashboard", "chart_data"

# Colours keep one meaning everywhere: planned blue, earned green, actual and landing vermillion.
PLANNED, EARNED, SPENT = "#0072B2", "#009E73", "#D55E00"
GREY, GREEN, AMBER, RED = "#999999", "#009E73", "#E69F00", "#D55E00"

LIGHT_LABELS = (
    t("○ No data", "○ Sans donnée"),
    t("● Green", "● Vert"),
    t("▲ Amber", "▲ Orange"),
    t("◆ Red", "◆ Rouge"),
)

PAGES = (
    ProjectTable(
        PORTFOLIO, t("Portfolio", "Portefeuille"),
        t("A row per project: declared status beside the computed one, then the figures it comes from.",
          "Une ligne par projet : la météo déclarée à côté de la météo calculée, puis les chiffres d’où elle vient."),
        ("project_id", "project_name", "programme_id", "rag_declared", "rag", "rag_schedule", "rag_cost", "rag_risk",
         "pct_complete", "progress", "spi", "cpi", "bac", "eac", "vac", "slip_wd", "exposure", "critical_risks",
         "data_quality", "errors", "warnings"),
    ),
    ProjectTable(
        SCHEDULE, t("Schedule", "Planning"),
        t("Dates, slip and milestones by project; slips are in working days, positive = late.",
          "Dates, glissements et jalons par projet ; glissements en jours ouvrés, positif = retard."),
        ("project_id", "project_name", "rag_schedule", "progress", "spi", "start_baseline", "finish_baseline",
         "finish_forecast", "slip_wd", "milestones", "milestones_due", "milestones_met", "milestone_hit_rate",
         "overdue_milestones", "milestone_slip_wd", "tasks", "tasks_done", "late_tasks", "late_share"),
    ),
    ProjectTable(
        BUDGET, t("Budget", "Budget"),
        t("From budget to landing by project, in the reporting currency; variances positive = favourable.",
          "Du budget à l’atterrissage par projet, en devise de reporting ; écarts positifs = favorables."),
        ("project_id", "project_name", "currency", "rate", "rag_cost", "bac0", "changes", "bac", "committed", "ac", "etc", "eac", "vac",
         "vac_pct", "pv", "ev", "cv", "sv", "cpi", "spi", "eac_cpi", "tcpi_bac", "commitment_rate", "pct_spent",
         "remaining_to_commit", "budget_deviation"),
    ),
    ProjectTable(
        RISKS, t("Risks", "Risques"),
        t("Open risks by zone and expected monetary value; threats and opportunities are kept apart.",
          "Risques ouverts par zone et valeur attendue ; menaces et opportunités sont séparées."),
        ("project_id", "project_name", "rag_risk", "open_risks", "critical_risks", "high_risks", "medium_risks", "low_risks",
         "overdue_risks", "emv_inherent", "exposure", "opportunity", "net_exposure", "exposure_pct"),
    ),
    ProjectTable(
        QUALITY, t("Data quality", "Qualité des données"),
        t("How complete, valid and consistent the returns are, and which rules they break most.",
          "Complétude, validité et cohérence des retours, et les règles qu’ils enfreignent le plus."),
        ("project_id", "project_name", "data_quality", "completeness", "validity", "consistency", "returns", "clean_returns",
         "first_pass_yield", "errors", "warnings", "required_cells", "required_filled", "filled_cells", "bad_cells",
         "checks_run", "checks_failed"),
    ),
)  # fmt: skip


def _heat(probability: str, impact: str) -> list[GridColumn]:
    def cell(level: int) -> GridColumn:
        def expr(head: Here) -> Expr:
            return count(
                "risks",
                (this.is_open == 1) & (getattr(this, probability) == head) & (getattr(this, impact) == level),
            )

        return GridColumn(
            f"impact_{level}", t("Impact {level}", "Gravité {level}").fill(level=level), Form.COUNT, expr
        )

    return [cell(level) for level in range(1, 6)]


def _amounts(key: str) -> list[GridColumn]:
    def of(column: str) -> GridColumn:
        labels = {
            "bac": t("Current budget", "Budget révisé"),
            "actual": t("Actual cost", "Réalisé"),
            "eac": t("Landing", "Atterrissage"),
        }

        def expr(head: Here) -> Expr:
            return Worth("budget", getattr(this, column), getattr(this, key) == head)

        return GridColumn(column, labels[column], Form.AMOUNT, expr)

    return [of("bac"), of("actual"), of("eac")]


GRIDS = (
    Grid(
        "curve", t("Cumulative values by month", "Valeurs cumulées par mois"), t("Month", "Mois"), CHART_DATA,
        lambda facts: facts.months,
        (
            GridColumn("pv", t("Planned (PV)", "Planifié (VP)"), Form.AMOUNT,
                       lambda m: Worth("budget_months", this.pv, this.period <= m), for_chart=True),
            GridColumn("ac", t("Actual (AC)", "Réel (CR)"), Form.AMOUNT,
                       lambda m: when((m <= at.status_month, Worth("budget_months", this.actual, this.period <= m))),
                       for_chart=True),
            GridColumn("eac", t("Landing (EAC)", "Atterrissage"), Form.AMOUNT,
                       lambda m: when((m >= at.status_month,
                                       Worth("budget_months", this.actual, this.period <= m)
                                       + Worth("budget_months", this.forecast, this.period <= m))),
                       for_chart=True),
            GridColumn("ev", t("Earned (EV)", "Acquis (VA)"), Form.AMOUNT,
                       lambda m: when((m == at.status_month, total("kpis", this.ev))), for_chart=True),
        ),
    ),
    Grid(
        "programmes", t("Budget and landing by programme", "Budget et atterrissage par programme"),
        t("Programme", "Programme"), CHART_DATA, lambda facts: facts.programmes,
        (
            GridColumn("bac", t("BAC", "BAC"), Form.AMOUNT, lambda p: total("kpis", this.bac, this.programme_id == p)),
            GridColumn("eac", t("EAC", "Atterrissage"), Form.AMOUNT,
                       lambda p: total("kpis", this.eac, this.programme_id == p)),
        ),
    ),
    Grid(
        "status", t("Projects by computed status", "Projets par météo calculée"), t("Status", "Météo"), CHART_DATA,
        lambda facts: LIGHT_LABELS,
        (
            GridColumn("projects", t("Projects", "Projets"), Form.COUNT,
                       lambda head: count("kpis", this.rag == LIGHT_LABELS.index(head.value))),
        ),
    ),
    Grid(
        "inherent", t("Heat map, inherent", "Matrice de criticité brute"),
        t("Probability", "Probabilité"), RISKS, lambda facts: (5, 4, 3, 2, 1), _heat("probability_in", "impact_in"),
    ),
    Grid(
        "residual", t("Heat map, residual", "Matrice de criticité résiduelle"),
        t("Probability", "Probabilité"), RISKS, lambda facts: (5, 4, 3, 2, 1), _heat("probability_res", "impact_res"),
    ),
    Grid(
        "risk_categories", t("Exposure by category", "Exposition par catégorie"), t("Category", "Catégorie"), RISKS,
        lambda facts: tuple(RiskCategory),
        (
            GridColumn("open", t("Open risks", "Risques ouverts"), Form.COUNT,
                       lambda c: count("risks", (this.is_open == 1) & (this.category == c))),
            GridColumn("exposure", t("Exposure", "Exposition"), Form.AMOUNT,
                       lambda c: Worth("risks", this.emv_current,
                                       (this.is_open == 1) & (this.emv_current > 0) & (this.category == c))),
        ),
    ),
    Grid("categories", t("By cost category", "Par nature de coût"), t("Category", "Nature"), BUDGET,
         lambda facts: tuple(CostCategory), _amounts("category")),
    Grid(
        "pareto", t("Findings by rule", "Constats par règle"), t("Rule", "Règle"), QUALITY, lambda facts: facts.codes,
        (
            GridColumn("findings", t("Findings", "Constats"), Form.COUNT, lambda code: count("findings", this.code == code)),
            GridColumn("errors", t("Errors", "Erreurs"), Form.COUNT,
                       lambda code: count("findings", (this.code == code) & (this.severity == FindingSeverity.ERROR))),
            GridColumn("projects_share", t("Share", "Part"), Form.PERCENT,
                       lambda code: count("findings", this.code == code) / count("findings")),
        ),
    ),
    Grid("capex", t("CAPEX and OPEX", "CAPEX et OPEX"), t("CAPEX/OPEX", "CAPEX/OPEX"), BUDGET,
         lambda facts: tuple(CapexOpex), _amounts("capex_opex")),
)  # fmt: skip

CHARTS = (
    Chart(
        "s_curve", t("S-curve: planned, earned, actual, landing", "Courbe en S : planifié, acquis, réel, atterrissage"),
        DASHBOARD, "scatter", "curve",
        (
            Series("pv", PLANNED),
            Series("ac", SPENT),
            Series("eac", SPENT, dashed=True),
            Series("ev", EARNED, marker=True, line=False),
        ),
        t("Cumulative planned value, actual cost and landing by month, and earned value at the status date.",
          "Valeur planifiée, coût réel et atterrissage cumulés par mois, et valeur acquise à la date d’arrêté."),
        subtype="straight",
    ),
    Chart(
        "programmes", t("Budget against landing by programme", "Budget et atterrissage par programme"),
        DASHBOARD, "column", "programmes", (Series("bac", PLANNED), Series("eac", SPENT)),
        t("Budget at completion beside estimate at completion, by programme.",
          "Budget à l’achèvement à côté de l’atterrissage, par programme."),
    ),
    Chart(
        "status", t("Projects by computed status", "Projets par météo calculée"), DASHBOARD, "bar", "status",
        (Series("projects", GREY),),
        t("Number of projects that are green, amber, red or without data.",
          "Nombre de projets verts, orange, rouges ou sans donnée."),
        point_colours=(GREY, GREEN, AMBER, RED),
    ),
    Chart(
        "categories", t("Budget, actual and landing by category", "Budget, réalisé et atterrissage par nature"),
        BUDGET, "bar", "categories",
        (Series("bac", PLANNED), Series("actual", GREY), Series("eac", SPENT)),
        t("Current budget, actual cost and landing by cost category.",
          "Budget révisé, réalisé et atterrissage par nature de coût."),
    ),
    Chart(
        "pareto", t("Findings by rule", "Constats par règle"), QUALITY, "bar", "pareto",
        (Series("errors", SPENT), Series("findings", GREY)),
        t("Number of findings by rule, the most frequent first.", "Nombre de constats par règle, les plus fréquents d’abord."),
    ),
    Chart(
        "risk_categories", t("Exposure by category", "Exposition par catégorie"), RISKS, "bar", "risk_categories",
        (Series("exposure", SPENT),),
        t("Expected monetary value of open threats by category.", "Valeur attendue des menaces ouvertes par catégorie."),
    ),
)  # fmt: skip

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
