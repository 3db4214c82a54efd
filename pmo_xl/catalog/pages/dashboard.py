"""The dashboard: one printed page that an executive understands in a minute."""

from __future__ import annotations

from collections.abc import Callable

from pmo_xl.catalog.known import have, over, projects_over
from pmo_xl.catalog.pages.shared import (
    AMBER,
    EARNED,
    GREEN,
    GREY,
    IN_CURVE,
    LIGHT_LABELS,
    PLANNED,
    RED,
    SPENT,
    of_programme,
    to_date,
)
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.expr.algebra import at, count, this, when
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.expr.table_nodes import ConvertedSum
from pmo_xl.core.pages.blocks import CHART_DATA, Drawing, MasterPage, Reader, Words
from pmo_xl.core.pages.grid_rows import distinct, months
from pmo_xl.core.pages.overview_blocks import DriftChart, DueMilestones, RedProjects, SummaryTiles, TopThreats
from pmo_xl.core.pages.view import Chart, Grid, GridColumn, PageDefinition, Series

LEGEND = t(
    "* incomplete: a figure behind this light is unknown, or rows or cells that it reads could not be read.",
    "* incomplète : un chiffre dont dépend cette météo est inconnu, ou des lignes ou cellules lues sont illisibles.",
)


def _with_light(level: int) -> Callable[[RowHeader], Expr]:
    """The projects of a programme that have a light."""
    return lambda programme: count("kpis", (this.programme_id == programme) & (this.rag == level))


PAGE = PageDefinition(
    page=MasterPage(
        "dashboard", t("Dashboard", "Tableau de bord"),
        t("One printed page that an executive understands in a minute.", "Une page imprimée qu’une direction comprend en une minute."),
        0, (
            SummaryTiles(span=24),
            Drawing("status", 11, span=12), DriftChart(11, span=12),
            RedProjects(12, span=24),
            DueMilestones(0, 30, span=8), DueMilestones(31, 60, span=8), DueMilestones(61, 90, span=8),
            TopThreats(5, span=24),
            Words(LEGEND, span=24),
        ),
        columns=24, column_width=5.4,
        reader=Reader.MANAGEMENT, one_sheet=True, cover=True,
    ),
    grids=(
        Grid(
            "curve", t("Cumulative values by month", "Valeurs cumulées par mois"), t("Month", "Mois"), CHART_DATA,
            months("periods", this.period),
            (
                GridColumn("pv", t("Planned (PV)", "Planifié (VP)"), Unit.AMOUNT,
                           lambda m: to_date("pv", known=IN_CURVE, month=m), for_chart=True),
                GridColumn("ac", t("Actual (AC)", "Réel (CR)"), Unit.AMOUNT,
                           lambda m: when((m <= at.status_month, to_date("actual", known=IN_CURVE, month=m))),
                           for_chart=True),
                GridColumn("eac", t("EAC", "Atterrissage"), Unit.AMOUNT,
                           lambda m: when(((m >= at.status_month)
                                           & (count("kpis", IN_CURVE & (this.forecast_by_month == 1)) == count("kpis", IN_CURVE)),
                                           to_date("actual", "forecast", known=IN_CURVE, month=m))),
                           for_chart=True),
                GridColumn("ev", t("Earned (EV)", "Acquis (VA)"), Unit.AMOUNT,
                           lambda m: when((m == at.status_month, over("kpis", this.ev, IN_CURVE)),
                                          (count("history", IN_CURVE & (this.period == m) & have(this.ev, this.rate))
                                           == count("kpis", IN_CURVE),
                                           ConvertedSum("history", this.ev, IN_CURVE & (this.period == m)))),
                           for_chart=True),
            ),
            projects_over(IN_CURVE),
        ),
        Grid(
            "programmes", t("Budget and EAC by programme", "Budget et atterrissage par programme"),
            t("Programme", "Programme"), CHART_DATA, distinct("kpis", this.programme_id),
            tuple(
                GridColumn(key, label, Unit.AMOUNT, of_programme(key, have(this.bac, this.eac)))
                for key, label in (("bac", t("BAC", "BAC")), ("eac", t("EAC", "Atterrissage")))
            ),
            projects_over(have(this.bac, this.eac)),
        ),
        Grid(
            "status", t("Projects by status", "Projets par météo"), t("Programme", "Programme"), CHART_DATA,
            distinct("kpis", this.programme_id),
            tuple(
                GridColumn(key, LIGHT_LABELS[level], Unit.COUNT, _with_light(level))
                for key, level in (("red", 3), ("amber", 2), ("green", 1), ("no_data", 0))
            ),
        ),
    ),
    charts=(
        Chart(
            "s_curve", t("S-curve: planned, earned, actual, EAC", "Courbe en S : planifié, acquis, réel, atterrissage"),
            "earned_value", "scatter", "curve",
            (
                Series("pv", PLANNED),
                Series("ac", SPENT),
                Series("eac", SPENT, dashed=True),
                Series("ev", EARNED, marker=True, line=False),
            ),
            t("Cumulative planned value, actual cost and estimate at completion by month, and earned value at the status date.",
              "Valeur planifiée, coût réel et atterrissage cumulés par mois, et valeur acquise à la date d’arrêté."),
            subtype="straight",
        ),
        Chart(
            "programmes", t("Budget against EAC by programme", "Budget et atterrissage par programme"),
            "earned_value", "column", "programmes", (Series("bac", PLANNED), Series("eac", SPENT)),
            t("Budget at completion beside estimate at completion, by programme.",
              "Budget à l’achèvement et atterrissage, par programme."),
        ),
        Chart(
            "status", t("Computed status by programme", "Météo calculée par programme"), "dashboard", "bar", "status",
            (Series("red", RED, labels=True), Series("amber", AMBER, labels=True), Series("green", GREEN, labels=True),
             Series("no_data", GREY, labels=True)),
            t("Number of projects that are red, amber, green or without data, by programme.",
              "Nombre de projets rouges, orange, verts ou sans donnée, par programme."),
            subtype="stacked",
        ),
    ),
)  # fmt: skip
