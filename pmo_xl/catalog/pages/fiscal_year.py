"""By fiscal year: budget, spent and forecast of each year; the lines that moved since the last month; what is signed off."""

from __future__ import annotations

from collections.abc import Callable

from pmo_xl.catalog.kinds.budget import by_month
from pmo_xl.catalog.kinds.budget.choices import CapexOpex
from pmo_xl.catalog.known import over, projects_over
from pmo_xl.catalog.pages.shared import GREY, IN_MONTHS, PLANNED, SPENT, rest_on_screen
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.expr.algebra import at, count, rounded, this, when
from pmo_xl.core.expr.nodes import Const, Expr, Ref
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.expr.table_nodes import ConvertedSum
from pmo_xl.core.pages.blocks import Drawing, GridTable, MasterPage, Reader, Words
from pmo_xl.core.pages.grid_rows import fiscal_years, given
from pmo_xl.core.pages.overview_blocks import LineMovers, SignOff
from pmo_xl.core.pages.view import Chart, Grid, GridColumn, PageDefinition, Series

SPREAD, ELSEWHERE, WHOLE = CHECKED = (
    t("All years", "Tous exercices"),
    t("In no month", "Non ventilé par mois"),
    t("Budget lines of these projects", "Lignes budgétaires de ces projets"),
)
"""What the years come to, what of the lines is in no month, and both together."""
_some = count("line_years", IN_MONTHS) > 0
BUDGET, ACTUAL, ETC, EAC = (
    t("Budget", "Budget"), t("Actual", "Réalisé"), t("To complete", "Reste à faire"), t("Forecast (EAC)", "Atterrissage"),
)  # fmt: skip
VARIANCE, TO_DATE, GAP = (
    t("Variance (+ favourable)", "Écart (+ favorable)"),
    t("Budget to date", "Budget à date"),
    t("Budget to date − actual", "Budget à date − réalisé"),
)


def _of(key: str, where: Expr) -> Expr:
    return when((_some, ConvertedSum("line_years", Ref(key), IN_MONTHS & where)))


def _year(head: RowHeader) -> Expr:
    """The rows of the year of a head; a year begins in its first month, whatever that is."""
    return this.first_month == Const(head.value.holds)


def _begun(head: RowHeader, figure: Expr) -> Expr:
    """A figure to date, of a year that has begun."""
    return when((Const(head.value.holds) <= at.status_date, figure))


def _amounts(nature: CapexOpex | None = None) -> tuple[GridColumn, ...]:
    """The columns of a year: of all its lines, or of those of a nature."""

    def mine(head: RowHeader) -> Expr:
        return _year(head) if nature is None else _year(head) & (this.capex_opex == nature)

    def amount(*keys: str) -> Callable[[RowHeader], Expr]:
        def expr(head: RowHeader) -> Expr:
            parts = [_of(key, mine(head)) for key in keys]
            return sum(parts[1:], start=parts[0])

        return expr

    spent = amount("actual", "forecast")
    return (
        GridColumn("budget", BUDGET, Unit.AMOUNT, amount("pv")),
        GridColumn("actual", ACTUAL, Unit.AMOUNT, amount("actual")),
        GridColumn("etc", ETC, Unit.AMOUNT, amount("forecast")),
        GridColumn("eac", EAC, Unit.AMOUNT, spent),
        GridColumn("variance", VARIANCE, Unit.AMOUNT, lambda head: amount("pv")(head) - spent(head)),
        GridColumn("to_date", TO_DATE, Unit.AMOUNT, lambda head: _begun(head, amount("pv_to_date")(head))),
        GridColumn(
            "gap",
            GAP,
            Unit.AMOUNT,
            lambda head: _begun(head, amount("pv_to_date")(head) - amount("actual")(head)),
        ),
    )


def _checked(spread: tuple[str, ...], whole: str) -> Callable[[RowHeader], Expr]:
    """The sum of all years, that of the lines of the same projects, or what of it is in no month."""

    def expr(head: RowHeader) -> Expr:
        parts = [when((_some, ConvertedSum("line_years", Ref(key), IN_MONTHS))) for key in spread]
        years, lines = sum(parts[1:], start=parts[0]), over("kpis", Ref(whole), IN_MONTHS)
        # What two ways of adding leave in the last digits is in no month either.
        return (years, rounded(lines - years, 2), lines)[CHECKED.index(head.value)]

    return expr


PAGE = PageDefinition(
    page=MasterPage(
        "fiscal_year", t("By fiscal year", "Par exercice"),
        t("Budget, actual cost and forecast of each fiscal year and month, in the reporting currency; lines that moved since last month; lines signed off.",
          "Budget, réalisé et atterrissage de chaque exercice et de chaque mois, en devise de consolidation ; lignes qui ont bougé depuis le mois dernier ; lignes revues."),
        330,
        (
            GridTable("fiscal_years"),
            GridTable("fiscal_check"),
            Words(t("The amounts of a year are those of its months, over the projects whose amounts by month add up. Budget to date: planned up to the status date, of its month as much as has passed. “In no month” holds what the lines state and no month does, such as a contingency reserve.",
                    "Les montants d’un exercice sont ceux de ses mois, sur les projets dont les montants mensuels concordent. Budget à date : planifié jusqu’à la date d’arrêté, dont la part écoulée de son mois. « Non ventilé par mois » : ce que disent les lignes sans qu’aucun mois ne le porte, par exemple une provision pour aléas.")),
            Drawing("fiscal_years", 11),
            GridTable("fiscal_capex"),
            GridTable("fiscal_opex"),
            Drawing("months", 12),
            LineMovers(15),
            SignOff(),
            rest_on_screen(),
            GridTable("months"),
        ),
        columns=10,
        reader=Reader.FINANCE,
    ),
    grids=(
        Grid(
            "fiscal_years", t("Budget by fiscal year", "Budget par exercice"), t("Fiscal year", "Exercice"), "fiscal_year",
            fiscal_years("line_years", this.first_month), _amounts(), projects_over(IN_MONTHS),
        ),
        Grid(
            "fiscal_check", t("From the years to the budget lines", "Des exercices aux lignes budgétaires"), t("Sum", "Somme"), "fiscal_year",
            given(*CHECKED),
            (
                GridColumn("budget", BUDGET, Unit.AMOUNT, _checked(("pv",), "bac")),
                GridColumn("actual", ACTUAL, Unit.AMOUNT, _checked(("actual",), "ac")),
                GridColumn("etc", ETC, Unit.AMOUNT, _checked(("forecast",), "etc")),
                GridColumn("eac", EAC, Unit.AMOUNT, _checked(("actual", "forecast"), "eac_bottom_up")),
            ),
            projects_over(IN_MONTHS),
        ),
        Grid(
            "fiscal_capex", t("CAPEX by fiscal year", "CAPEX par exercice"), t("Fiscal year", "Exercice"), "fiscal_year",
            fiscal_years("line_years", this.first_month), _amounts(CapexOpex.CAPEX), projects_over(IN_MONTHS),
        ),
        Grid(
            "fiscal_opex", t("OPEX by fiscal year", "OPEX par exercice"), t("Fiscal year", "Exercice"), "fiscal_year",
            fiscal_years("line_years", this.first_month), _amounts(CapexOpex.OPEX), projects_over(IN_MONTHS),
        ),
        by_month.GRID,
    ),
    charts=(
        by_month.CHART,
        Chart(
            "fiscal_years", t("Budget, actual and forecast by fiscal year", "Budget, réalisé et atterrissage par exercice"), "fiscal_year", "column", "fiscal_years",
            (Series("budget", PLANNED), Series("actual", GREY), Series("eac", SPENT)),
            t("Budget, actual cost and estimate at completion of each fiscal year.", "Budget, réalisé et atterrissage de chaque exercice."),
        ),
    ),
)  # fmt: skip
