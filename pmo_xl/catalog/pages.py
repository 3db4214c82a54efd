"""The pages of the master: which figures of each project stand where, one entry each."""

from __future__ import annotations

from pmo_xl.catalog.portfolio.forecast import EAC_VARIANTS
from pmo_xl.core.text import t
from pmo_xl.core.view import ProjectTable

PORTFOLIO, SCHEDULE, BUDGET, RISKS, QUALITY = "portfolio", "schedule", "budget", "risks", "quality"
EARNED, FORECAST, CURRENCIES, ONE_PROJECT = "earned_value", "forecast", "currencies", "one_project"
DASHBOARD, CHART_DATA = "dashboard", "chart_data"

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
        lists_silent=True,
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
          "Du budget à l’atterrissage par projet, en devise de consolidation ; écarts positifs = favorables."),
        ("project_id", "project_name", "currency", "rag_cost", "bac", "eac", "vac", "vac_pct", "bac0", "changes", "transfers",
         "committed", "ac", "etc", "remaining_to_commit", "remaining_to_pay", "commitment_rate", "pct_spent", "burn_3m",
         "runway", "capex_share", "budget_deviation", "fx", "eac_current", "contingency_left", "contingency_cover",
         "management_reserve"),
    ),
    ProjectTable(
        EARNED, t("Earned value", "Valeur acquise"),
        t("Where each project stands: planned, earned, actual; in money, over the last three months, and in time (months).",
          "Où en est chaque projet : planifié, acquis, réel ; en montants, sur les trois derniers mois, et en durée (mois)."),
        ("project_id", "project_name", "pv_source", "bac", "pv", "ev", "ac", "sv", "cv", "spi", "cpi", "cr", "spi_3m", "cpi_3m",
         "spi_discrete", "pct_planned", "pct_complete", "pct_spent", "at", "es", "sv_t", "spi_t", "pd", "ieac_t", "tspi"),
    ),
    ProjectTable(
        FORECAST, t("Forecasts", "Atterrissages"),
        t("Eight estimates at completion by their numbers, the official one among them, their range, and how good earlier forecasts were.",
          "Huit estimations à l’achèvement par leur numéro, dont l’officielle, leur fourchette, et la fiabilité des prévisions passées."),
        ("project_id", "project_name", "bac", "eac", "vac", "vac_pct", "eac_low", "eac_low_by", "eac_high", "eac_high_by",
         *(kpi.key for kpi in EAC_VARIANTS), "tcpi_bac", "tcpi_eac", "optimism", "execution", "accuracy_1m", "bias_1m",
         "accuracy_3m", "bias_3m"),
    ),
    ProjectTable(
        CURRENCIES, t("Currencies", "Devises"),
        t("Amounts in each project’s currency beside the reporting one; what exchange rates change stands apart. Rates: see Run.",
          "Montants dans la devise de chaque projet et en devise de consolidation ; l’effet des cours est isolé. Cours : voir Exécution."),
        ("project_id", "project_name", "currency", "rate", "rate_average", "rate_closing", "bac_local", "bac", "ac_local", "ac",
         "fx_actual", "etc_local", "etc", "fx_etc", "eac_local", "eac", "fx", "eac_current"),
    ),
    ProjectTable(
        RISKS, t("Risks", "Risques"),
        t("Open threats by zone and expected monetary value; opportunities are kept apart.",
          "Menaces ouvertes par zone et valeur attendue ; les opportunités figurent à part."),
        ("project_id", "project_name", "rag_risk", "open_risks", "critical_risks", "high_risks", "medium_risks", "low_risks", "open_opportunities",
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
