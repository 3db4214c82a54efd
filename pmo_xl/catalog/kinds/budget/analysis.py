"""The analysis of the budget: reserves and pace by project, the way from budget to estimate, natures and cost centres."""

from __future__ import annotations

from functools import reduce
from operator import and_

from pmo_xl.catalog.bridge import STEPS, bridge
from pmo_xl.catalog.kinds.budget.choices import CapexOpex, CostCategory
from pmo_xl.catalog.known import LINES, converted_over, have, over, projects_over
from pmo_xl.catalog.pages.shared import AMBER, BRIDGE_SERIES, GREY, PLANNED, SPENT, by_project, of_programme
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.expr.algebra import count, filled, this
from pmo_xl.core.expr.nodes import Const, Expr, Ref
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.pages.blocks import Beside, Drawing, GridTable, MasterPage, Reader
from pmo_xl.core.pages.grid_rows import NamedHead, choices, distinct, given, largest
from pmo_xl.core.pages.view import Chart, Grid, GridColumn, Over, PageDefinition, Series

NO_COST_CENTRE = t("(no cost centre)", "(sans centre de coûts)")
OTHER_COST_CENTRES = t("Other cost centres", "Autres centres de coûts")
_whole = have(this.bac, this.eac_current)
"""A bridge adds up over the projects of which both ends are known."""
_line_known = have(this.bac, this.actual, this.eac, this.rate)
_committing = have(this.bac, this.committed, this.ac, this.eac)


def _mine(key: str, head: RowHeader) -> Expr:
    """The lines of a row: those of its value, those without one, or those of no value that is listed."""
    if NO_COST_CENTRE in head.values:
        return ~filled(Ref(key))
    if any(isinstance(each, NamedHead) for each in head.values):
        listed = [~(Ref(key) == Const(value)) for value in head.value.holds]
        return reduce(and_, listed, filled(Ref(key)))
    return Ref(key) == head


def _amounts(key: str) -> list[GridColumn]:
    def of(column: str) -> GridColumn:
        labels = {
            "bac": t("Current budget", "Budget révisé"),
            "actual": t("Actual cost", "Réalisé"),
            "eac": t("EAC", "Atterrissage"),
        }

        def expr(head: RowHeader) -> Expr:
            return converted_over("budget", Ref(column), _mine(key, head) & _line_known)

        return GridColumn(column, labels[column], Unit.AMOUNT, expr)

    return [of("bac"), of("actual"), of("eac")]


_lines = Over(count("budget", _line_known), count("budget", filled(this.project_id)), *LINES)


PAGE = PageDefinition(
    page=MasterPage(
        "budget_analysis", t("Budget analysis", "Analyse du budget"),
        t("Changes, reserves and pace by project; then from budget to estimate at completion, CAPEX and OPEX, categories, programmes, cost centres.",
          "Avenants, réserves et rythme par projet ; puis du budget à l’atterrissage, CAPEX et OPEX, natures, programmes, centres de coûts."),
        310, by_project("project_id", "project_name", "bac0", "changes", "transfers", "budget_deviation", "capex_share", "burn_3m",
         "runway", "contingency_left", "contingency_cover", "management_reserve", then=(
            Beside((GridTable("bridge"), Drawing("bridge", 16))),
         ), last=(
            Beside((GridTable("capex"), Drawing("capex", 10))),
            Beside((GridTable("categories"), Drawing("categories", 16))),
            GridTable("commitment"),
            Drawing("commitment", 15),
            GridTable("cost_centres"),
         )),
        reader=Reader.FINANCE,
    ),
    grids=(
        Grid("categories", t("By cost category", "Par nature de coût"), t("Category", "Nature"), "budget_analysis",
             choices(CostCategory, "budget", "category"), _amounts("category"), _lines),
        Grid("capex", t("CAPEX and OPEX", "CAPEX et OPEX"), t("CAPEX/OPEX", "CAPEX/OPEX"), "budget_analysis",
             choices(CapexOpex, "budget", "capex_opex"), _amounts("capex_opex"), _lines),
        Grid(
            "bridge", t("From initial budget to EAC", "Du budget initial à l’atterrissage"), t("Step", "Étape"), "budget_analysis",
            given(*STEPS),
            bridge(lambda key: over("kpis", Ref(key), _whole), count("kpis", _whole) > 0),
            projects_over(_whole),
        ),
        Grid(
            "commitment", t("Commitment and consumption by programme", "Engagement et consommation par programme"),
            t("Programme", "Programme"), "budget_analysis", distinct("kpis", this.programme_id),
            tuple(
                GridColumn(key, label, Unit.AMOUNT, of_programme(key, _committing))
                for key, label in (("bac", t("Current budget", "Budget révisé")), ("committed", t("Committed", "Engagé")),
                                   ("ac", t("Actual cost", "Réalisé")), ("eac", t("EAC", "Atterrissage")),
                                   ("remaining_to_commit", t("To commit", "Reste à engager")), ("remaining_to_pay", t("To pay", "Reste à payer")))
            ),
            projects_over(_committing),
        ),
        Grid("cost_centres", t("By cost centre, the fifteen largest", "Par centre de coûts, les quinze premiers"), t("Cost centre", "Centre de coûts"), "budget_analysis",
             largest("budget", this.cost_centre, "bac", 15, (NO_COST_CENTRE,), OTHER_COST_CENTRES), _amounts("cost_centre"), _lines),
    ),
    charts=(
        Chart(
            "categories", t("Budget, actual and EAC by category", "Budget, réalisé et atterrissage par nature"),
            "budget_analysis", "bar", "categories",
            (Series("bac", PLANNED), Series("actual", GREY), Series("eac", SPENT)),
            t("Current budget, actual cost and estimate at completion by cost category.",
              "Budget révisé, réalisé et atterrissage par nature de coût."),
        ),
        Chart(
            "bridge", t("From initial budget to EAC", "Du budget initial à l’atterrissage"), "budget_analysis", "column", "bridge",
            BRIDGE_SERIES,
            t("Initial budget, changes, transfers, current budget, drift, estimate at completion, exchange-rate effect and estimate at completion at current rates, each step upon the one before.",
              "Budget initial, avenants, virements, budget révisé, dérive, atterrissage, effet de change et atterrissage aux cours actuels, chaque étape sur la précédente."),
            subtype="stacked", from_zero=False,
        ),
        Chart(
            "capex", t("CAPEX and OPEX", "CAPEX et OPEX"), "budget_analysis", "bar", "capex",
            (Series("bac", PLANNED), Series("actual", GREY), Series("eac", SPENT)),
            t("Current budget, actual cost and estimate at completion of CAPEX and of OPEX.", "Budget révisé, réalisé et atterrissage des CAPEX et des OPEX."),
        ),
        Chart(
            "commitment", t("Commitment and consumption by programme", "Engagement et consommation par programme"), "budget_analysis", "column", "commitment",
            (Series("bac", PLANNED), Series("committed", AMBER), Series("ac", GREY), Series("eac", SPENT)),
            t("Current budget, commitments, actual cost and estimate at completion by programme.", "Budget révisé, engagé, réalisé et atterrissage par programme."),
        ),
    ),
)  # fmt: skip
