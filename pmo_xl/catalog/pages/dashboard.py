"""The dashboard: one printed page that an executive understands in a minute."""

from __future__ import annotations

from pmo_xl.catalog.kinds.project import Rag
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
from pmo_xl.core.expr.nodes import Const, Expr
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.expr.table_nodes import ConvertedSum
from pmo_xl.core.pages.blocks import CHART_DATA, Drawing, GridTable, MasterPage, RankedList, Tiles, Words
from pmo_xl.core.pages.grid_rows import distinct, given, months
from pmo_xl.core.pages.view import Chart, Grid, GridColumn, Over, PageDefinition, Series

LEGEND = t(
    "* incomplete: a figure behind this light is unknown, rows that it reads were left out, or cells are unreadable or blank. n of m: only the first are listed; the page on the subject has more.",
    "* incomplète : un chiffre dont dépend cette météo est inconnu, des lignes qu’elle lit ont été écartées, ou des cellules sont illisibles ou vides. n sur m : seuls les premiers sont listés ; la page correspondante en montre plus.",
)

DECLARED = (Rag.GREEN, Rag.AMBER, Rag.RED)
DECLARED_BETTER = t("{n} declared better than computed", "{n} au-dessus de la météo calculée")


def _declared(head: RowHeader) -> Expr:
    """The projects of a declared status; with those that declare none, or one that is no colour."""
    level = LIGHT_LABELS.index(head.value)
    told = [count("kpis", this.rag_declared == rag) for rag in DECLARED]
    return told[level - 1] if level else count("kpis") - told[0] - told[1] - told[2]


PAGE = PageDefinition(
    page=MasterPage(
        "dashboard", t("Dashboard", "Tableau de bord"),
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
            "status", t("Projects by status", "Projets par météo"), t("Status", "Météo"), CHART_DATA,
            given(*LIGHT_LABELS),
            (
                GridColumn("projects", t("Computed", "Calculée"), Unit.COUNT,
                           lambda head: count("kpis", this.rag == LIGHT_LABELS.index(head.value))),
                GridColumn("declared", t("Declared", "Déclarée"), Unit.COUNT, _declared),
            ),
            Over(count("kpis", this.declared_better == 1), Const(0), DECLARED_BETTER),
        ),
    ),
    charts=(
        Chart(
            "s_curve", t("S-curve: planned, earned, actual, EAC", "Courbe en S : planifié, acquis, réel, atterrissage"),
            "dashboard", "scatter", "curve",
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
            "dashboard", "column", "programmes", (Series("bac", PLANNED), Series("eac", SPENT)),
            t("Budget at completion beside estimate at completion, by programme.",
              "Budget à l’achèvement à côté de l’atterrissage, par programme."),
        ),
        Chart(
            "status", t("Projects by status", "Projets par météo"), "dashboard", "bar", "status",
            (Series("declared", "#C9CED6", points=("#D9D9D9", "#99D8C7", "#F5D899", "#EEBF99")),
             Series("projects", GREY, points=(GREY, GREEN, AMBER, RED))),
            t("Number of projects that are green, amber, red or without data: as declared by their managers, and as computed.",
              "Nombre de projets verts, orange, rouges ou sans donnée, selon la météo déclarée et selon la météo calculée."),
        ),
    ),
)  # fmt: skip
