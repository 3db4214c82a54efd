"""The pages of the master, one entry each: what stands on them and in what order; where, the layout decides."""

from __future__ import annotations

from collections.abc import Sequence

from pmo_xl.catalog.portfolio.forecast import EAC_VARIANTS
from pmo_xl.core.blocks import (
    LAST_PAGES,
    Block,
    Drawing,
    EstimateRange,
    GridTable,
    MasterPage,
    ProgrammeRows,
    ProjectChoice,
    ProjectRows,
    RankedList,
    SilentProjects,
    Stack,
    Tiles,
    Words,
)
from pmo_xl.core.text import t

PORTFOLIO, SCHEDULE, BUDGET, RISKS, QUALITY = "portfolio", "schedule", "budget", "risks", "quality"
EARNED, FORECAST, CURRENCIES, ONE_PROJECT = "earned_value", "forecast", "currencies", "one_project"
DASHBOARD = "dashboard"

LIGHT_LABELS = (
    t("○ No data", "○ Sans donnée"),
    t("● Green", "● Vert"),
    t("▲ Amber", "▲ Orange"),
    t("◆ Red", "◆ Rouge"),
)


def by_project(*columns: str, then: Sequence[Block] = ()) -> Sequence[Block]:
    """The blocks that a page about projects begins with: a row per project, then the same figures by programme."""
    return (ProjectRows(columns), ProgrammeRows(columns), *then)


LEGEND = t(
    "* incomplete: a figure behind this light is unknown, rows that it reads were left out, or cells are unreadable or blank. n of m: only the first are listed; the page on the subject has more.",
    "* incomplète : un chiffre dont dépend cette météo est inconnu, des lignes qu’elle lit ont été écartées, ou des cellules sont illisibles ou vides. n sur m : seuls les premiers sont listés ; la page correspondante en montre plus.",
)

PAGES = (
    MasterPage(
        DASHBOARD, t("Dashboard", "Tableau de bord"),
        t("One printed page that an executive understands in a minute.", "Une page imprimée qu’une direction comprend en une minute."),
        0, (
            Tiles(("pct_complete", "spi", "cpi", "bac", "eac", "vac", "exposure", "critical_risks", "milestone_hit_rate"), span=18),
            Drawing("s_curve", 15, span=8), Drawing("programmes", 15, span=6), Drawing("status", 15, span=4),
            Words(LEGEND, span=18),
            RankedList("attention", 5, span=9),
            RankedList("next_milestones", 5, ("project_id", "name", "owner", "finish_current", "slip_wd"), span=8),
            RankedList("top_risks", 5, span=11), GridTable("residual", span=6),
        ),
        one_sheet=True, cover=True,
    ),
    MasterPage(
        PORTFOLIO, t("Portfolio", "Portefeuille"),
        t("A row per project: declared status beside the computed one, then the figures it comes from.",
          "Une ligne par projet : la météo déclarée à côté de la météo calculée, puis les chiffres d’où elle vient."),
        100, by_project("project_id", "project_name", "programme_id", "rag_declared", "rag", "rag_schedule", "rag_cost", "rag_risk",
         "pct_complete", "progress", "spi", "cpi", "bac", "eac", "vac", "slip_wd", "exposure", "critical_risks",
         "data_quality", "errors", "warnings", then=(SilentProjects(),)),
    ),
    MasterPage(
        SCHEDULE, t("Schedule", "Planning"),
        t("Dates, slip and milestones by project; slips are in working days, positive = late.",
          "Dates, glissements et jalons par projet ; glissements en jours ouvrés, positif = retard."),
        200, by_project("project_id", "project_name", "rag_schedule", "progress", "spi", "start_baseline", "finish_baseline",
         "finish_forecast", "slip_wd", "milestones", "milestones_due", "milestones_met", "milestone_hit_rate",
         "overdue_milestones", "milestone_slip_wd", "tasks", "tasks_done", "late_tasks", "late_share"),
    ),
    MasterPage(
        BUDGET, t("Budget", "Budget"),
        t("From budget to landing by project, in the reporting currency; variances positive = favourable.",
          "Du budget à l’atterrissage par projet, en devise de consolidation ; écarts positifs = favorables."),
        300, by_project("project_id", "project_name", "currency", "rag_cost", "bac", "eac", "vac", "vac_pct", "bac0", "changes", "transfers",
         "committed", "ac", "etc", "remaining_to_commit", "remaining_to_pay", "commitment_rate", "pct_spent", "burn_3m",
         "runway", "capex_share", "budget_deviation", "fx", "eac_current", "contingency_left", "contingency_cover",
         "management_reserve"),
    ),
    MasterPage(
        EARNED, t("Earned value", "Valeur acquise"),
        t("Where each project stands: planned, earned, actual; in money, over the last three months, and in time (months).",
          "Où en est chaque projet : planifié, acquis, réel ; en montants, sur les trois derniers mois, et en durée (mois)."),
        400, by_project("project_id", "project_name", "pv_source", "bac", "pv", "ev", "ac", "sv", "cv", "spi", "cpi", "cr", "spi_3m", "cpi_3m",
         "spi_discrete", "pct_planned", "pct_complete", "pct_spent", "at", "es", "sv_t", "spi_t", "pd", "ieac_t", "tspi"),
    ),
    MasterPage(
        FORECAST, t("Forecasts", "Atterrissages"),
        t("Eight estimates at completion by their numbers, the official one among them, their range, and how good earlier forecasts were.",
          "Huit estimations à l’achèvement par leur numéro, dont l’officielle, leur fourchette, et la fiabilité des prévisions passées."),
        500, by_project("project_id", "project_name", "bac", "eac", "vac", "vac_pct", "eac_low", "eac_low_by", "eac_high", "eac_high_by",
         *(kpi.key for kpi in EAC_VARIANTS), "tcpi_bac", "tcpi_eac", "optimism", "execution", "accuracy_1m", "bias_1m",
         "accuracy_3m", "bias_3m"),
    ),
    MasterPage(
        CURRENCIES, t("Currencies", "Devises"),
        t("Amounts in each project’s currency beside the reporting one; what exchange rates change stands apart. Rates: see Run.",
          "Montants dans la devise de chaque projet et en devise de consolidation ; l’effet des cours est isolé. Cours : voir Exécution."),
        600, by_project("project_id", "project_name", "currency", "rate", "rate_average", "rate_closing", "bac_local", "bac", "ac_local", "ac",
         "fx_actual", "etc_local", "etc", "fx_etc", "eac_local", "eac", "fx", "eac_current"),
    ),
    MasterPage(
        RISKS, t("Risks", "Risques"),
        t("Open threats by zone and expected monetary value; opportunities are kept apart.",
          "Menaces ouvertes par zone et valeur attendue ; les opportunités figurent à part."),
        700, by_project("project_id", "project_name", "rag_risk", "open_risks", "critical_risks", "high_risks", "medium_risks", "low_risks", "open_opportunities",
         "overdue_risks", "emv_inherent", "exposure", "opportunity", "net_exposure", "exposure_pct"),
    ),
    MasterPage(
        QUALITY, t("Data quality", "Qualité des données"),
        t("How complete, valid and consistent the returns are, and which rules they break most.",
          "Complétude, validité et cohérence des retours, et les règles qu’ils enfreignent le plus."),
        800, by_project("project_id", "project_name", "data_quality", "completeness", "validity", "consistency", "returns", "clean_returns",
         "first_pass_yield", "errors", "warnings", "required_cells", "required_filled", "filled_cells", "bad_cells",
         "checks_run", "checks_failed"),
    ),
    MasterPage(
        ONE_PROJECT, t("One project", "Fiche projet"),
        t("Choose a project in the framed cell: figures and charts follow. Amounts in the reporting currency at the budget rate, unless stated otherwise.",
          "Choisissez un projet dans la cellule encadrée : chiffres et graphiques suivent. Montants en devise de consolidation au cours budget, sauf mention."),
        LAST_PAGES, (
            ProjectChoice(span=24),
            Tiles(("bac", "eac", "vac", "vac_pct", "pct_complete", "cpi", "spi", "spi_t"), chosen=True, span=24),
            GridTable("statement", span=11), Stack((GridTable("one_estimates"), EstimateRange("one_estimates")), span=12),
            Drawing("one_curve", 15, span=12), Drawing("one_bridge", 15, span=12),
            Stack((GridTable("one_categories"), GridTable("one_capex")), span=9), GridTable("one_bridge", span=14),
            GridTable("one_months", span=9), Drawing("one_spending", 15, span=15),
        ),
        columns=24,
    ),
)  # fmt: skip
