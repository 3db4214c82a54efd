"""The page of the budget: from budget to estimate at completion, by category, cost centre, programme and month."""

from __future__ import annotations

from pmo_xl.catalog.bridge import STEPS, bridge
from pmo_xl.catalog.kinds.budget.choices import CapexOpex, CostCategory
from pmo_xl.catalog.known import LINES, converted_over, have, over, projects_over
from pmo_xl.catalog.pages.shared import (
    AMBER,
    BRIDGE_SERIES,
    FORECAST_COLOUR,
    GREY,
    IN_MONTHS,
    PLANNED,
    SPENT,
    by_project,
    monthly,
    of_month,
    of_programme,
    to_date,
)
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.expr.algebra import count, filled, this
from pmo_xl.core.expr.nodes import Expr, Ref
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.pages.blocks import MasterPage
from pmo_xl.core.pages.grid_rows import choices, distinct, given, months
from pmo_xl.core.pages.view import Chart, Grid, GridColumn, Over, PageDefinition, Series

NO_COST_CENTRE = t("(no cost centre)", "(sans centre de coûts)")
_whole = have(this.bac, this.eac_current)
"""A bridge adds up over the projects of which both ends are known."""
_line_known = have(this.bac, this.actual, this.eac, this.rate)
_committing = have(this.bac, this.committed, this.ac, this.eac)


def _amounts(key: str) -> list[GridColumn]:
    def of(column: str) -> GridColumn:
        labels = {
            "bac": t("Current budget", "Budget révisé"),
            "actual": t("Actual cost", "Réalisé"),
            "eac": t("EAC", "Atterrissage"),
        }

        def expr(head: RowHeader) -> Expr:
            mine = ~filled(Ref(key)) if NO_COST_CENTRE in head.values else Ref(key) == head
            return converted_over("budget", Ref(column), mine & _line_known)

        return GridColumn(column, labels[column], Unit.AMOUNT, expr)

    return [of("bac"), of("actual"), of("eac")]


_lines = Over(count("budget", _line_known), count("budget", filled(this.project_id)), *LINES)


PAGE = PageDefinition(
    page=MasterPage(
        "budget", t("Budget", "Budget"),
        t("From budget to estimate at completion by project, in the reporting currency; variances positive = favourable.",
          "Du budget à l’atterrissage par projet, en devise de consolidation ; écarts positifs = favorables."),
        300, by_project("project_id", "project_name", "currency", "rag_cost", "bac", "eac", "vac", "vac_pct", "bac0", "changes", "transfers",
         "committed", "ac", "etc", "remaining_to_commit", "remaining_to_pay", "commitment_rate", "pct_spent", "burn_3m",
         "runway", "capex_share", "budget_deviation", "fx", "eac_current", "contingency_left", "contingency_cover",
         "management_reserve"),
    ),
    grids=(
        Grid("categories", t("By cost category", "Par nature de coût"), t("Category", "Nature"), "budget",
             choices(CostCategory, "budget", "category"), _amounts("category"), _lines),
        Grid("capex", t("CAPEX and OPEX", "CAPEX et OPEX"), t("CAPEX/OPEX", "CAPEX/OPEX"), "budget",
             choices(CapexOpex, "budget", "capex_opex"), _amounts("capex_opex"), _lines),
        Grid(
            "bridge", t("From initial budget to EAC", "Du budget initial à l’atterrissage"), t("Step", "Étape"), "budget",
            given(*STEPS),
            bridge(lambda key: over("kpis", Ref(key), _whole), count("kpis", _whole) > 0),
            projects_over(_whole),
        ),
        Grid(
            "commitment", t("Commitment and consumption by programme", "Engagement et consommation par programme"),
            t("Programme", "Programme"), "budget", distinct("kpis", this.programme_id),
            tuple(
                GridColumn(key, label, Unit.AMOUNT, of_programme(key, _committing))
                for key, label in (("bac", t("Current budget", "Budget révisé")), ("committed", t("Committed", "Engagé")),
                                   ("ac", t("Actual cost", "Réalisé")), ("eac", t("EAC", "Atterrissage")),
                                   ("remaining_to_commit", t("To commit", "Reste à engager")), ("remaining_to_pay", t("To pay", "Reste à payer")))
            ),
            projects_over(_committing),
        ),
        Grid(
            "months", t("By month", "Par mois"), t("Month", "Mois"), "budget", months("periods", this.period),
            (
                *(GridColumn(key, label, Unit.AMOUNT, of_month(key))
                  for key, label in (("pv", t("Planned", "Planifié")), ("actual", t("Actual", "Réalisé")),
                                     ("forecast", t("Forecast", "Prévision")), ("committed", t("Committed", "Engagé")))),
                GridColumn("planned_to_date", t("Planned to date", "Planifié cumulé"), Unit.AMOUNT,
                           lambda m: to_date("pv", known=IN_MONTHS, month=m)),
                GridColumn("spent_to_date", t("Actual and forecast to date", "Réalisé et prévision cumulés"), Unit.AMOUNT,
                           lambda m: to_date("actual", "forecast", known=IN_MONTHS, month=m)),
                GridColumn("to_go", t("To go", "Reste à venir"), Unit.AMOUNT,
                           lambda m: monthly("actual", IN_MONTHS & (this.period > m), IN_MONTHS)
                           + monthly("forecast", IN_MONTHS & (this.period > m), IN_MONTHS)),
            ),
            projects_over(IN_MONTHS),
        ),
        Grid("cost_centres", t("By cost centre", "Par centre de coûts"), t("Cost centre", "Centre de coûts"), "budget",
             distinct("budget", this.cost_centre, then=(NO_COST_CENTRE,)), _amounts("cost_centre"), _lines),
    ),
    charts=(
        Chart(
            "categories", t("Budget, actual and EAC by category", "Budget, réalisé et atterrissage par nature"),
            "budget", "bar", "categories",
            (Series("bac", PLANNED), Series("actual", GREY), Series("eac", SPENT)),
            t("Current budget, actual cost and estimate at completion by cost category.",
              "Budget révisé, réalisé et atterrissage par nature de coût."),
        ),
        Chart(
            "bridge", t("From initial budget to EAC", "Du budget initial à l’atterrissage"), "budget", "column", "bridge",
            BRIDGE_SERIES,
            t("Initial budget, changes, transfers, current budget, drift, estimate at completion, exchange-rate effect and estimate at completion at current rates, each step upon the one before.",
              "Budget initial, avenants, virements, budget révisé, dérive, atterrissage, effet de change et atterrissage aux cours actuels, chaque étape sur la précédente."),
            subtype="stacked",
        ),
        Chart(
            "months", t("Spending by month", "Dépense par mois"), "budget", "column", "months",
            (Series("pv", PLANNED), Series("actual", SPENT), Series("forecast", FORECAST_COLOUR)),
            t("Planned, actual and forecast cost by month.", "Coût planifié, réalisé et prévu par mois."),
        ),
        Chart(
            "capex", t("CAPEX and OPEX", "CAPEX et OPEX"), "budget", "bar", "capex",
            (Series("bac", PLANNED), Series("actual", GREY), Series("eac", SPENT)),
            t("Current budget, actual cost and estimate at completion of CAPEX and of OPEX.", "Budget révisé, réalisé et atterrissage des CAPEX et des OPEX."),
        ),
        Chart(
            "commitment", t("Commitment and consumption by programme", "Engagement et consommation par programme"), "budget", "column", "commitment",
            (Series("bac", PLANNED), Series("committed", AMBER), Series("ac", GREY), Series("eac", SPENT)),
            t("Current budget, commitments, actual cost and estimate at completion by programme.", "Budget révisé, engagé, réalisé et atterrissage par programme."),
        ),
    ),
)  # fmt: skip
