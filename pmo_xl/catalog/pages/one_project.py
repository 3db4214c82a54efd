"""The page of one project, chosen in a cell: its statement in both currencies, estimates, months, categories, bridge.

Every grid follows the choice. Amounts are in the reporting currency at the budget rate unless said.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import and_

from pmo_xl.catalog.bridge import STEPS, bridge
from pmo_xl.catalog.kinds.budget.choices import CapexOpex, CostCategory
from pmo_xl.catalog.kinds.budget.tables import is_purchase
from pmo_xl.catalog.known import converted_over, converted_whole, have, over, whole
from pmo_xl.catalog.pages.shared import BRIDGE_SERIES, EARNED, FORECAST_COLOUR, PLANNED, SPENT
from pmo_xl.catalog.portfolio.forecast import EAC_VARIANTS
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.expr.algebra import at, count, filled, this, when
from pmo_xl.core.expr.nodes import Const, Expr, Ref
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.expr.table_nodes import ConvertedSum
from pmo_xl.core.pages.blocks import (
    LAST_PAGES,
    Drawing,
    EstimateRange,
    GridTable,
    MasterPage,
    ProjectChoice,
    Stack,
    Tiles,
)
from pmo_xl.core.pages.grid_rows import choices, given, months
from pmo_xl.core.pages.view import Chart, Grid, GridColumn, Over, PageDefinition, Series

mine = this.project_id == at.chosen_project
NOTHING = Const(None)
BLANK_IS_NONE = {"changes_approved", "transfers"}
"""The columns of a budget in which a blank cell says that there is none."""
PURCHASED = {"committed", "invoiced", "paid", "accruals", "remaining_to_commit", "remaining_to_pay"}
"""The columns of a budget that lines may leave blank which are not ordered, invoiced or paid."""


def is_known(*conditions: Expr) -> Expr:
    """Whether conditions on the figures of the chosen project hold."""
    return count("kpis", reduce(and_, conditions, mine)) > 0


def _gives(column: str, whole: Ref) -> Expr:
    """Whether amounts came by month: a blank month is 0 then, as all are where there is nothing to give."""
    some = count("budget_months", mine & filled(Ref(column))) > 0
    return is_known(filled(this.rate)) & (some | is_known(whole == 0))


plans, spends = is_known(filled(this.pv)), is_known(this.in_months == 1)
gives_actual, gives_forecast = _gives("actual", this.ac_local), _gives("forecast", this.etc_local)
lands = is_known(this.in_months == 1, this.forecast_by_month == 1)


def kpi(key: str) -> Expr:
    """A KPI of the chosen project; undefined where it is unknown of this project, whatever it is of others."""
    return over("kpis", Ref(key), mine)


def _reached(month: RowHeader) -> Expr:
    """Whether the curves of the chosen project go as far as a month: to the last of its own, at least to today."""
    return (month <= at.status_month) | (count("periods", mine & (this.period >= month)) > 0)


def own(column: str) -> Expr:
    """An amount of the chosen project's budget in its own currency: of all its lines, or undefined."""
    if column in BLANK_IS_NONE:
        return over("budget", Ref(column), mine)
    return whole("budget", Ref(column), mine, _must(column))


def _must(column: str) -> Expr | None:
    """Which lines of a budget must hold an amount; None: all."""
    return is_purchase if column in PURCHASED else None


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
    return lambda head: converted_whole("budget", Ref(key), mine & (Ref(column) == head), _must(key))


def _months(key: str, where: Expr) -> Expr:
    return ConvertedSum("periods", Ref(key), mine & where)


def _in_month(key: str, known: Expr) -> Callable[[RowHeader], Expr]:
    return lambda month: when((known, _months(key, this.period == month)))


def _split(column: str) -> tuple[GridColumn, ...]:
    """Budget, commitment, actual, estimate at completion and variance by the values of a column."""
    labels = {
        "bac": t("Current budget", "Budget révisé"), "committed": t("Committed", "Engagé"),
        "actual": t("Actual cost", "Réalisé"), "etc": t("To complete", "Reste à faire"), "eac": t("EAC", "Atterrissage"),
    }  # fmt: skip
    amounts = [GridColumn(key, label, Unit.AMOUNT, _where(column, key)) for key, label in labels.items()]

    def variance(head: RowHeader) -> Expr:
        return _where(column, "bac")(head) - _where(column, "eac")(head)

    return (*amounts, GridColumn("vac", t("Variance", "Écart"), Unit.AMOUNT, variance))


NO_CURVE = t(
    "planned value or actual cost by month is unknown",
    "valeur planifiée ou réalisé par mois inconnu",
)
NO_BRIDGE = t("budget or estimate at completion is unknown", "budget ou atterrissage inconnu")

_GRIDS = (
    Grid(
        "statement", t("From budget to EAC", "Du budget à l’atterrissage"), t("Amount", "Montant"), "one_project",
        given(*_LABELS),
        (
            GridColumn("local", t("Own currency", "Devise du projet"), Unit.AMOUNT, lambda head: _line(head, 1)),
            GridColumn("budget_rate", t("Reporting, budget rate", "En devise de consolidation, cours budget"), Unit.AMOUNT, lambda head: _line(head, 2)),
            GridColumn("current_rate", t("Reporting, current rates", "En devise de consolidation, cours actuels"), Unit.AMOUNT, lambda head: _line(head, 3)),
        ),
    ),
    Grid(
        "one_estimates", t("Estimates at completion", "Estimations à l’achèvement"), t("Estimate", "Estimation"), "one_project",
        given(*_ESTIMATES),
        (
            GridColumn("eac", t("EAC", "Atterrissage"), Unit.AMOUNT, _estimate),
            GridColumn("etc", t("To complete", "Reste à faire"), Unit.AMOUNT, lambda head: _estimate(head) - kpi("ac")),
            GridColumn("vac", t("Variance", "Écart"), Unit.AMOUNT, lambda head: kpi("bac") - _estimate(head)),
        ),
    ),
    Grid("one_categories", t("By cost category", "Par nature de coût"), t("Category", "Nature"), "one_project",
         choices(CostCategory, "budget", "category"), _split("category")),
    Grid("one_capex", t("CAPEX and OPEX", "CAPEX et OPEX"), t("CAPEX/OPEX", "CAPEX/OPEX"), "one_project",
         choices(CapexOpex, "budget", "capex_opex"), _split("capex_opex")),
    Grid(
        "one_bridge", t("Bridge", "Passage du budget à l’atterrissage"), t("Step", "Étape"), "one_project", given(*STEPS),
        bridge(kpi, is_known(have(this.bac, this.eac_current))),
        Over(count("kpis", mine & have(this.bac, this.eac_current)), Const(1), NO_BRIDGE),
    ),
    Grid(
        "one_months", t("By month", "Par mois"), t("Month", "Mois"), "one_project", months("periods", this.period),
        (
            *(GridColumn(key, label, Unit.AMOUNT, _in_month(key, known))
              for key, label, known in (("pv", t("Planned", "Planifié"), plans), ("actual", t("Actual", "Réalisé"), gives_actual),
                                        ("forecast", t("Forecast", "Prévision"), gives_forecast))),
            GridColumn("pv_cum", t("Planned to date (PV)", "Planifié cumulé (VP)"), Unit.AMOUNT,
                       lambda m: when((plans & _reached(m), _months("pv", this.period <= m))), for_chart=True),
            GridColumn("ac_cum", t("Actual to date (AC)", "Réel cumulé (CR)"), Unit.AMOUNT,
                       lambda m: when((spends & (m <= at.status_month), _months("actual", this.period <= m))), for_chart=True),
            GridColumn("eac_cum", t("EAC", "Atterrissage"), Unit.AMOUNT,
                       lambda m: when((lands & (m >= at.status_month) & _reached(m),
                                       _months("actual", this.period <= m) + _months("forecast", this.period <= m))),
                       for_chart=True),
            GridColumn("ev", t("Earned (EV)", "Acquis (VA)"), Unit.AMOUNT,
                       lambda m: when((m == at.status_month, kpi("ev")),
                                      otherwise=converted_over("history", this.ev, mine & (this.period == m))),
                       for_chart=True),
            GridColumn("to_go", t("To go", "Reste à venir"), Unit.AMOUNT,
                       lambda m: when((gives_actual & gives_forecast, _months("actual", this.period > m) + _months("forecast", this.period > m)))),
        ),
        Over(count("kpis", mine & (this.in_months == 1)), Const(1), NO_CURVE),
    ),
)  # fmt: skip

_CHARTS = (
    Chart(
        "one_curve", t("S-curve", "Courbe en S"), "one_project", "scatter", "one_months",
        (Series("pv_cum", PLANNED), Series("ac_cum", SPENT), Series("eac_cum", SPENT, dashed=True),
         Series("ev", EARNED, marker=True, line=False)),
        t("Cumulative planned value, actual cost and estimate at completion of the chosen project by month, and its earned value.",
          "Valeur planifiée, coût réel et atterrissage cumulés du projet choisi par mois, et sa valeur acquise."),
        subtype="straight",
    ),
    Chart(
        "one_bridge", t("From initial budget to EAC", "Du budget initial à l’atterrissage"), "one_project", "column", "one_bridge",
        BRIDGE_SERIES,
        t("The steps from the initial budget of the chosen project to its estimate at completion at current rates.",
          "Les étapes du budget initial du projet choisi à son atterrissage aux cours actuels."),
        subtype="stacked",
    ),
    Chart(
        "one_spending", t("Spending by month", "Dépense par mois"), "one_project", "column", "one_months",
        (Series("pv", PLANNED), Series("actual", SPENT), Series("forecast", FORECAST_COLOUR)),
        t("Planned, actual and forecast cost of the chosen project by month.", "Coût planifié, réalisé et prévu du projet choisi par mois."),
    ),
)  # fmt: skip

PAGE = PageDefinition(
    page=MasterPage(
        "one_project", t("One project", "Fiche projet"),
        t("Choose a project in the framed cell: figures and charts follow. Amounts in the reporting currency at the budget rate, unless stated otherwise.",
          "Choisissez un projet dans la cellule encadrée : chiffres et graphiques suivent. Montants en devise de consolidation au cours budget, sauf mention."),
        LAST_PAGES, (
            ProjectChoice(),
            Tiles(("bac", "eac", "vac", "vac_pct", "pct_complete", "cpi", "spi", "spi_t"), chosen=True, span=24),
            GridTable("statement", span=11), Stack((GridTable("one_estimates"), EstimateRange("one_estimates")), span=12),
            Drawing("one_curve", 12, span=12), Drawing("one_bridge", 12, span=12),
            Stack((GridTable("one_categories"), GridTable("one_capex")), span=9), GridTable("one_bridge", span=14),
            GridTable("one_months", span=9), Drawing("one_spending", 15, span=15),
        ),
        columns=24,
    ),
    grids=_GRIDS,
    charts=_CHARTS,
)  # fmt: skip
