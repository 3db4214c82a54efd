"""The budget by month: planned, spent and forecast over the projects whose months add up."""

from __future__ import annotations

from pmo_xl.catalog.known import projects_over
from pmo_xl.catalog.pages.shared import FORECAST_COLOUR, IN_MONTHS, PLANNED, SPENT, monthly, of_month, to_date
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.expr.algebra import this
from pmo_xl.core.pages.grid_rows import months
from pmo_xl.core.pages.view import Chart, Grid, GridColumn, Series

GRID = Grid(
    "months", t("By month", "Par mois"), t("Month", "Mois"), "fiscal_year", months("periods", this.period),
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
)  # fmt: skip

CHART = Chart(
    "months", t("Spending by month", "Dépense par mois"), "fiscal_year", "column", "months",
    (Series("pv", PLANNED), Series("actual", SPENT), Series("forecast", FORECAST_COLOUR)),
    t("Planned, actual and forecast cost by month.", "Coût planifié, réalisé et prévu par mois."),
)  # fmt: skip
