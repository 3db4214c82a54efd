"""The finance page of the project that is chosen on its sheet: statement in both currencies, estimates, months, categories, bridge.

Every grid follows the choice. Amounts are in the reporting currency at the budget rate unless said.
"""

from __future__ import annotations

from collections.abc import Callable

from pmo_xl.catalog.bridge import STEPS, bridge
from pmo_xl.catalog.kinds.budget.choices import CapexOpex, CostCategory
from pmo_xl.catalog.known import converted_whole, have
from pmo_xl.catalog.pages.chosen_project.figures import (
    HAS_CURVE,
    NO_CURVE,
    NOTHING,
    expected_to_date,
    gives_actual,
    gives_forecast,
    in_month,
    is_known,
    kpi,
    mine,
    months_of,
    must,
    own,
    planned_to_date,
    plans,
    spent_to_date,
)
from pmo_xl.catalog.pages.shared import BRIDGE_SERIES, FORECAST_COLOUR, PLANNED, SPENT, rest_on_screen
from pmo_xl.catalog.portfolio.forecast import EAC_VARIANTS
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.expr.algebra import count, this, when
from pmo_xl.core.expr.nodes import Const, Expr, Ref
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.pages.blocks import (
    CHART_DATA,
    LAST_PAGES,
    ChosenProject,
    Drawing,
    EstimateRange,
    GridTable,
    MasterPage,
    Reader,
    Tiles,
)
from pmo_xl.core.pages.grid_rows import choices, given, months
from pmo_xl.core.pages.view import Chart, Grid, GridColumn, Over, PageDefinition, Series

STATEMENT: tuple[tuple[Text, Expr, Expr, Expr], ...] = (
    (t("Initial budget", "Budget initial"), own("bac0"), kpi("bac0"), NOTHING),
    (t("Approved changes", "Avenants validés"), own("changes_approved"), kpi("changes"), NOTHING),
    (t("Transfers", "Virements"), own("transfers"), kpi("transfers"), NOTHING),
    (t("Current budget (BAC)", "Budget révisé (BAC)"), own("bac"), kpi("bac"), NOTHING),
    (t("Committed", "Engagé"), own("committed"), kpi("committed"), NOTHING),
    (t("Invoiced", "Facturé"), own("invoiced"), kpi("invoiced"), NOTHING),
    (t("Paid", "Payé"), own("paid"), kpi("paid"), NOTHING),
    (t("Accruals", "Charges à payer (FNP)"), own("accruals"), kpi("accruals"), NOTHING),
    (t("Actual cost", "Réalisé"), own("actual"), kpi("ac"), kpi("ac") + kpi("fx_actual")),
    (t("Estimate to complete", "Reste à faire"), own("etc"), kpi("etc"), kpi("etc") + kpi("fx_etc")),
    (t("EAC, bottom-up", "Atterrissage, RAF ré-estimé"), own("eac"), kpi("eac_bottom_up"), kpi("eac_bottom_up") + kpi("fx")),
    (t("EAC, official", "Atterrissage officiel"), NOTHING, kpi("eac"), kpi("eac_current")),
    (t("Variance (BAC − EAC)", "Écart (BAC − atterrissage)"), NOTHING, kpi("vac"), kpi("bac") - kpi("eac_current")),
    (t("Remaining to commit", "Reste à engager"), own("remaining_to_commit"), kpi("remaining_to_commit"), NOTHING),
    (t("Remaining to pay", "Reste à payer"), own("remaining_to_pay"), kpi("remaining_to_pay"), NOTHING),
    (t("Contingency left (inside BAC)", "Provision restante (dans le BAC)"), NOTHING, kpi("contingency_left"), NOTHING),
    (t("Management reserve (outside BAC)", "Réserve de management (hors BAC)"), NOTHING, kpi("management_reserve"), NOTHING),
)  # fmt: skip
"""Each line in the project's currency, in the reporting one at the budget rate, and at current rates."""

_LABELS = tuple(label for label, *_ in STATEMENT)
_ESTIMATES = tuple(variant.label for variant in EAC_VARIANTS)


def _line(head: RowHeader, place: int) -> Expr:
    return STATEMENT[_LABELS.index(head.value)][place]  # type: ignore[return-value]


def _estimate(head: RowHeader) -> Expr:
    return kpi(EAC_VARIANTS[_ESTIMATES.index(head.value)].key)


def _where(column: str, key: str) -> Callable[[RowHeader], Expr]:
    return lambda head: converted_whole("budget", Ref(key), mine & (Ref(column) == head), must(key))


def _split(column: str) -> tuple[GridColumn, ...]:
    """Budget, commitment, actual, estimate at completion and variance by the values of a column."""
    labels = {
        "bac": t("Current budget", "Budget révisé"), "committed": t("Committed", "Engagé"),
        "actual": t("Actual cost", "Réalisé"), "etc": t("To complete", "Reste à faire"), "eac": t("EAC", "Atterrissage"),
    }  # fmt: skip
    amounts = [GridColumn(key, label, Unit.AMOUNT, _where(column, key)) for key, label in labels.items()]

    def variance(head: RowHeader) -> Expr:
        return _where(column, "bac")(head) - _where(column, "eac")(head)

    return (
        *amounts,
        GridColumn("vac", t("Variance (+ favourable)", "Écart (+ favorable)"), Unit.AMOUNT, variance),
    )


NO_BRIDGE = t("budget or estimate at completion is unknown", "budget ou atterrissage inconnu")

_GRIDS = (
    Grid(
        "statement", t("From budget to EAC", "Du budget à l’atterrissage"), t("Amount", "Montant"), "project_finance",
        given(*_LABELS),
        (
            GridColumn("local", t("Own currency", "Devise du projet"), Unit.AMOUNT, lambda head: _line(head, 1)),
            GridColumn("budget_rate", t("Reporting, budget rate", "En devise de consolidation, cours budget"), Unit.AMOUNT, lambda head: _line(head, 2)),
            GridColumn("current_rate", t("Reporting, current rates", "En devise de consolidation, cours actuels"), Unit.AMOUNT, lambda head: _line(head, 3)),
        ),
    ),
    Grid(
        "one_estimates", t("Estimates at completion", "Estimations à l’achèvement"), t("Estimate", "Estimation"), "project_finance",
        given(*_ESTIMATES),
        (
            GridColumn("eac", t("EAC", "Atterrissage"), Unit.AMOUNT, _estimate),
            GridColumn("etc", t("To complete", "Reste à faire"), Unit.AMOUNT, lambda head: _estimate(head) - kpi("ac")),
            GridColumn("vac", t("Variance (+ favourable)", "Écart (+ favorable)"), Unit.AMOUNT, lambda head: kpi("bac") - _estimate(head)),
        ),
    ),
    Grid("one_categories", t("By cost category", "Par nature de coût"), t("Category", "Nature"), "project_finance",
         choices(CostCategory, "budget", "category"), _split("category")),
    Grid("one_capex", t("CAPEX and OPEX", "CAPEX et OPEX"), t("CAPEX/OPEX", "CAPEX/OPEX"), "project_finance",
         choices(CapexOpex, "budget", "capex_opex"), _split("capex_opex")),
    Grid(
        "one_bridge", t("Bridge", "Passage du budget à l’atterrissage"), t("Step", "Étape"), CHART_DATA, given(*STEPS),
        bridge(kpi, is_known(have(this.bac, this.eac_current))),
        Over(count("kpis", mine & have(this.bac, this.eac_current)), Const(1), NO_BRIDGE),
    ),
    Grid(
        "one_months", t("By month", "Par mois"), t("Month", "Mois"), "project_finance", months("periods", this.period),
        (
            *(GridColumn(key, label, Unit.AMOUNT, in_month(key, known))
              for key, label, known in (("pv", t("Planned", "Planifié"), plans), ("actual", t("Actual", "Réalisé"), gives_actual),
                                        ("forecast", t("Forecast", "Prévision"), gives_forecast))),
            GridColumn("pv_cum", t("Planned to date (PV)", "Planifié cumulé (VP)"), Unit.AMOUNT, planned_to_date),
            GridColumn("ac_cum", t("Actual to date (AC)", "Réel cumulé (CR)"), Unit.AMOUNT, spent_to_date),
            GridColumn("eac_cum", t("EAC", "Atterrissage"), Unit.AMOUNT, expected_to_date),
            GridColumn("to_go", t("To go", "Reste à venir"), Unit.AMOUNT,
                       lambda m: when((gives_actual & gives_forecast, months_of("actual", this.period > m) + months_of("forecast", this.period > m)))),
        ),
        Over(HAS_CURVE, Const(1), NO_CURVE),
    ),
)  # fmt: skip

_CHARTS = (
    Chart(
        "one_bridge", t("From initial budget to EAC", "Du budget initial à l’atterrissage"), "project_finance", "column", "one_bridge",
        BRIDGE_SERIES,
        t("The steps from the initial budget of the chosen project to its estimate at completion at current rates.",
          "Les étapes du budget initial du projet choisi à son atterrissage aux cours actuels."),
        subtype="stacked",
    ),
    Chart(
        "one_spending", t("Spending by month", "Dépense par mois"), "project_finance", "column", "one_months",
        (Series("pv", PLANNED), Series("actual", SPENT), Series("forecast", FORECAST_COLOUR)),
        t("Planned, actual and forecast cost of the chosen project by month.", "Coût planifié, réalisé et prévu du projet choisi par mois."),
    ),
)  # fmt: skip

PAGE = PageDefinition(
    page=MasterPage(
        "project_finance", t("Project finance sheet", "Fiche financière"),
        t("The finances of the project that is chosen on the project sheet. Reporting currency at the budget rate, unless stated otherwise.",
          "Les finances du projet choisi sur la fiche projet. Devise de consolidation au cours budget, sauf mention."),
        LAST_PAGES + 1, (
            ChosenProject(),
            Tiles(("bac", "eac", "vac", "vac_pct"), chosen=True, span=24),
            Tiles(("pct_complete", "cpi", "spi", "spi_t"), chosen=True, span=24),
            GridTable("statement", span=24),
            GridTable("one_estimates", span=24), EstimateRange("one_estimates", span=24),
            Drawing("one_bridge", 12, span=24),
            rest_on_screen(24),
            GridTable("one_categories", span=24), GridTable("one_capex", span=24),
            Drawing("one_spending", 12, span=24), GridTable("one_months", span=24),
        ),
        columns=24, column_width=4.2, reader=Reader.FINANCE,
    ),
    grids=_GRIDS,
    charts=_CHARTS,
)  # fmt: skip
