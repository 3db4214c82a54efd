"""Forecasts: the official estimate at completion, its range, and the portfolio’s period by period."""

from __future__ import annotations

from pmo_xl.catalog.known import have, over
from pmo_xl.catalog.pages.shared import CHART_LINES, GREY, PLANNED, SPENT, by_project
from pmo_xl.catalog.portfolio.forecast import EAC_VARIANTS
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.expr.algebra import at, count, filled, this, when
from pmo_xl.core.expr.nodes import Expr, Ref
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.expr.table_nodes import ConvertedSum
from pmo_xl.core.pages.blocks import Beside, Drawing, GridTable, MasterPage, Reader
from pmo_xl.core.pages.grid_rows import distinct, given
from pmo_xl.core.pages.view import Chart, Grid, GridColumn, PageDefinition, Series

ESTIMATES = tuple(kpi.label for kpi in EAC_VARIANTS)


_then_known = have(this.bac, this.ac, this.etc, this.rate)
_now_known = have(this.bac, this.eac_bottom_up, this.ac)


def _then(month: RowHeader, now: str, *then: str) -> Expr:
    """A figure as a month's master had it: live for this one's month, remembered for those before."""
    remembered = [ConvertedSum("history", Ref(key), (this.period == month) & _then_known) for key in then]
    return when(
        (month == at.status_month, over("kpis", Ref(now), _now_known)),
        (
            count("history", (this.period == month) & _then_known) > 0,
            sum(remembered[1:], start=remembered[0]),
        ),
    )


def _projects_then(month: RowHeader) -> Expr:
    return when(
        (month == at.status_month, count("kpis", _now_known)),
        otherwise=count("history", (this.period == month) & _then_known),
    )


def _estimate(head: RowHeader) -> Ref:
    return Ref(EAC_VARIANTS[ESTIMATES.index(head.value)].key)


PAGE = PageDefinition(
    page=MasterPage(
        "forecast", t("Forecasts", "Atterrissages"),
        t("The official estimate at completion against the budget, and the range of all eight.",
          "L’atterrissage officiel face au budget, et la fourchette des huit estimations."),
        500, by_project("project_id", "project_name", "bac", "eac", "vac", "vac_pct", "eac_low", "eac_low_by", "eac_high", "eac_high_by",
         "tcpi_bac", "tcpi_eac", "optimism", then=(Beside((GridTable("eac_by_period"), Drawing("eac_by_period", CHART_LINES))),)),
        reader=Reader.FINANCE,
    ),
    grids=(
        Grid(
            "estimates", t("Estimates at completion", "Estimations à l’achèvement"), t("Estimate", "Estimation"), "estimates",
            given(*ESTIMATES),
            (
                GridColumn("projects", t("Projects covered", "Projets concernés"), Unit.COUNT,
                           lambda head: count("kpis", have(_estimate(head), this.bac))),
                GridColumn("of", t("of", "sur"), Unit.COUNT, lambda head: at.projects_expected),
                GridColumn("bac", t("Their BAC", "leur BAC"), Unit.AMOUNT,
                           lambda head: over("kpis", this.bac, filled(_estimate(head)))),
                GridColumn("eac", t("EAC", "Atterrissage"), Unit.AMOUNT,
                           lambda head: over("kpis", _estimate(head), filled(this.bac))),
                GridColumn("vac", t("Variance (+ favourable)", "Écart (+ favorable)"), Unit.AMOUNT,
                           lambda head: over("kpis", this.bac, filled(_estimate(head)))
                           - over("kpis", _estimate(head), filled(this.bac))),
            ),
        ),
        Grid(
            "eac_by_period", t("Budget and EAC period by period", "Budget et atterrissage au fil des périodes"), t("Month", "Mois"), "forecast",
            distinct("history", this.period),
            (
                GridColumn("projects", t("Projects", "Projets"), Unit.COUNT, _projects_then),
                GridColumn("bac", t("BAC", "BAC"), Unit.AMOUNT, lambda m: _then(m, "bac", "bac")),
                GridColumn("eac", t("EAC", "Atterrissage"), Unit.AMOUNT, lambda m: _then(m, "eac_bottom_up", "ac", "etc")),
                GridColumn("ac", t("Actual cost", "Réalisé"), Unit.AMOUNT, lambda m: _then(m, "ac", "ac")),
            ),
        ),
    ),
    charts=(
        Chart(
            "estimates", t("Eight estimates at completion", "Huit estimations à l’achèvement"), "estimates", "bar", "estimates",
            (Series("bac", PLANNED), Series("eac", SPENT)),
            t("Each estimate at completion beside the budget of the projects that it is known for.",
              "Chaque estimation à l’achèvement à côté du budget des projets pour lesquels elle est calculable."),
        ),
        Chart(
            "eac_by_period", t("Budget and EAC period by period", "Budget et atterrissage au fil des périodes"), "forecast", "column", "eac_by_period",
            (Series("bac", PLANNED), Series("eac", SPENT), Series("ac", GREY)),
            t("Budget, estimate at completion and actual cost as each period’s master had them.", "Budget, atterrissage et réalisé tels que le classeur de chaque période les donnait."),
        ),
    ),
)  # fmt: skip
