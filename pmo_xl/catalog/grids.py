"""The small live tables of the pages, which charts are drawn from, one entry each."""

from __future__ import annotations

from collections.abc import Callable

from pmo_xl.catalog.bridge import STEPS, bridge
from pmo_xl.catalog.kpis import EAC_VARIANTS
from pmo_xl.catalog.ledgers import FindingSeverity
from pmo_xl.catalog.pages import BUDGET, CHART_DATA, FORECAST, LIGHT_LABELS, QUALITY, RISKS
from pmo_xl.catalog.templates.budget import CapexOpex, CostCategory
from pmo_xl.catalog.templates.risks import RiskCategory
from pmo_xl.core.expr import at, count, filled, this, total, when
from pmo_xl.core.heads import Here
from pmo_xl.core.kpi import Form
from pmo_xl.core.nodes import Expr, Ref, Worth
from pmo_xl.core.text import t
from pmo_xl.core.view import Grid, GridColumn

NO_COST_CENTRE = t("(no cost centre)", "(sans centre de coûts)")
ESTIMATES = tuple(kpi.label for kpi in EAC_VARIANTS)


_whole = filled(this.bac) & filled(this.eac_current)
"""A bridge adds up over the projects of which both ends are known."""


def _then(month: Here, now: str, *then: str) -> Expr:
    """A figure as a month's master had it: live for this one's month, remembered for those before."""
    remembered = [Worth("history", Ref(key), this.period == month) for key in then]
    return when(
        (month == at.status_month, total("kpis", Ref(now))),
        otherwise=sum(remembered[1:], start=remembered[0]),
    )


def _of_programme(key: str) -> Callable[[Here], Expr]:
    return lambda programme: total("kpis", Ref(key), this.programme_id == programme)


def _of_month(key: str) -> Callable[[Here], Expr]:
    return lambda month: Worth("periods", Ref(key), this.period == month)


def _estimate(head: Here) -> Ref:
    return Ref(EAC_VARIANTS[ESTIMATES.index(head.value)].key)


def _heat(probability: str, impact: str) -> list[GridColumn]:
    def cell(level: int) -> GridColumn:
        def expr(head: Here) -> Expr:
            return count(
                "risks",
                (this.is_open == 1) & (getattr(this, probability) == head) & (getattr(this, impact) == level),
            )

        return GridColumn(
            f"impact_{level}", t("Impact {level}", "Gravité {level}").fill(level=level), Form.COUNT, expr
        )

    return [cell(level) for level in range(1, 6)]


def _amounts(key: str) -> list[GridColumn]:
    def of(column: str) -> GridColumn:
        labels = {
            "bac": t("Current budget", "Budget révisé"),
            "actual": t("Actual cost", "Réalisé"),
            "eac": t("Landing", "Atterrissage"),
        }

        def expr(head: Here) -> Expr:
            mine = ~filled(Ref(key)) if NO_COST_CENTRE in head.values else Ref(key) == head
            return Worth("budget", Ref(column), mine)

        return GridColumn(column, labels[column], Form.AMOUNT, expr)

    return [of("bac"), of("actual"), of("eac")]


GRIDS = (
    Grid(
        "curve", t("Cumulative values by month", "Valeurs cumulées par mois"), t("Month", "Mois"), CHART_DATA,
        lambda facts: facts.months,
        (
            GridColumn("pv", t("Planned (PV)", "Planifié (VP)"), Form.AMOUNT,
                       lambda m: Worth("periods", this.pv, this.period <= m), for_chart=True),
            GridColumn("ac", t("Actual (AC)", "Réel (CR)"), Form.AMOUNT,
                       lambda m: when((m <= at.status_month, Worth("periods", this.actual, this.period <= m))),
                       for_chart=True),
            GridColumn("eac", t("Landing (EAC)", "Atterrissage"), Form.AMOUNT,
                       lambda m: when((m >= at.status_month,
                                       Worth("periods", this.actual, this.period <= m)
                                       + Worth("periods", this.forecast, this.period <= m))),
                       for_chart=True),
            GridColumn("ev", t("Earned (EV)", "Acquis (VA)"), Form.AMOUNT,
                       lambda m: when((m == at.status_month, total("kpis", this.ev)),
                                      (count("history", this.period == m) > 0, Worth("history", this.ev, this.period == m))),
                       for_chart=True),
        ),
    ),
    Grid(
        "programmes", t("Budget and landing by programme", "Budget et atterrissage par programme"),
        t("Programme", "Programme"), CHART_DATA, lambda facts: facts.programmes,
        tuple(
            GridColumn(key, label, Form.AMOUNT, _of_programme(key))
            for key, label in (("bac", t("BAC", "BAC")), ("eac", t("EAC", "Atterrissage")))
        ),
    ),
    Grid(
        "status", t("Projects by computed status", "Projets par météo calculée"), t("Status", "Météo"), CHART_DATA,
        lambda facts: LIGHT_LABELS,
        (
            GridColumn("projects", t("Projects", "Projets"), Form.COUNT,
                       lambda head: count("kpis", this.rag == LIGHT_LABELS.index(head.value))),
        ),
    ),
    Grid(
        "inherent", t("Heat map, inherent", "Matrice de criticité brute"),
        t("Probability", "Probabilité"), RISKS, lambda facts: (5, 4, 3, 2, 1), _heat("probability_in", "impact_in"),
    ),
    Grid(
        "residual", t("Heat map, residual", "Matrice de criticité résiduelle"),
        t("Probability", "Probabilité"), RISKS, lambda facts: (5, 4, 3, 2, 1), _heat("probability_res", "impact_res"),
    ),
    Grid(
        "risk_categories", t("Exposure by category", "Exposition par catégorie"), t("Category", "Catégorie"), RISKS,
        lambda facts: tuple(RiskCategory),
        (
            GridColumn("open", t("Open risks", "Risques ouverts"), Form.COUNT,
                       lambda c: count("risks", (this.is_open == 1) & (this.category == c))),
            GridColumn("exposure", t("Exposure", "Exposition"), Form.AMOUNT,
                       lambda c: Worth("risks", this.emv_current,
                                       (this.is_open == 1) & (this.emv_current > 0) & (this.category == c))),
        ),
    ),
    Grid("categories", t("By cost category", "Par nature de coût"), t("Category", "Nature"), BUDGET,
         lambda facts: tuple(CostCategory), _amounts("category")),
    Grid(
        "pareto", t("Findings by rule", "Constats par règle"), t("Rule", "Règle"), QUALITY, lambda facts: facts.codes,
        (
            GridColumn("findings", t("Findings", "Constats"), Form.COUNT, lambda code: count("findings", this.code == code)),
            GridColumn("errors", t("Errors", "Erreurs"), Form.COUNT,
                       lambda code: count("findings", (this.code == code) & (this.severity == FindingSeverity.ERROR))),
            GridColumn("projects_share", t("Share", "Part"), Form.PERCENT,
                       lambda code: count("findings", this.code == code) / count("findings")),
        ),
    ),
    Grid("capex", t("CAPEX and OPEX", "CAPEX et OPEX"), t("CAPEX/OPEX", "CAPEX/OPEX"), BUDGET,
         lambda facts: tuple(CapexOpex), _amounts("capex_opex")),
    Grid(
        "bridge", t("From initial budget to landing", "Du budget initial à l’atterrissage"), t("Step", "Étape"), BUDGET,
        lambda facts: STEPS,
        bridge(lambda key: total("kpis", Ref(key), _whole), count("kpis", _whole) > 0),
    ),
    Grid(
        "months", t("By month", "Par mois"), t("Month", "Mois"), BUDGET, lambda facts: facts.months,
        (
            GridColumn("pv", t("Planned", "Planifié"), Form.AMOUNT, lambda m: Worth("periods", this.pv, this.period == m)),
            *(GridColumn(key, label, Form.AMOUNT, _of_month(key))
              for key, label in (("actual", t("Actual", "Réalisé")), ("forecast", t("Forecast", "Prévision")),
                                 ("committed", t("Committed", "Engagé")))),
            GridColumn("planned_to_date", t("Planned to date", "Planifié cumulé"), Form.AMOUNT,
                       lambda m: Worth("periods", this.pv, this.period <= m)),
            GridColumn("spent_to_date", t("Actual and forecast to date", "Réalisé et prévision cumulés"), Form.AMOUNT,
                       lambda m: Worth("periods", this.actual, this.period <= m)
                       + Worth("periods", this.forecast, this.period <= m)),
            GridColumn("to_go", t("To go", "Reste à venir"), Form.AMOUNT,
                       lambda m: Worth("periods", this.actual, this.period > m)
                       + Worth("periods", this.forecast, this.period > m)),
        ),
    ),
    Grid(
        "commitment", t("Commitment and consumption by programme", "Engagement et consommation par programme"),
        t("Programme", "Programme"), BUDGET, lambda facts: facts.programmes,
        tuple(
            GridColumn(key, label, Form.AMOUNT, _of_programme(key))
            for key, label in (("bac", t("Current budget", "Budget révisé")), ("committed", t("Committed", "Engagé")),
                               ("ac", t("Actual cost", "Réalisé")), ("eac", t("Landing", "Atterrissage")),
                               ("remaining_to_commit", t("To commit", "Reste à engager")), ("remaining_to_pay", t("To pay", "Reste à payer")))
        ),
    ),
    Grid("cost_centres", t("By cost centre", "Par centre de coûts"), t("Cost centre", "Centre de coûts"), BUDGET,
         lambda facts: (*facts.cost_centres, NO_COST_CENTRE), _amounts("cost_centre")),
    Grid(
        "estimates", t("Estimates at completion", "Estimations à l’achèvement"), t("Estimate", "Estimation"), FORECAST,
        lambda facts: ESTIMATES,
        (
            GridColumn("projects", t("Projects with it", "Projets calculables"), Form.COUNT,
                       lambda head: count("kpis", filled(_estimate(head)))),
            GridColumn("bac", t("BAC of these", "BAC de ceux-ci"), Form.AMOUNT,
                       lambda head: total("kpis", this.bac, filled(_estimate(head)))),
            GridColumn("eac", t("Landing", "Atterrissage"), Form.AMOUNT, lambda head: total("kpis", _estimate(head))),
            GridColumn("vac", t("Variance", "Écart"), Form.AMOUNT,
                       lambda head: total("kpis", this.bac, filled(_estimate(head))) - total("kpis", _estimate(head))),
        ),
    ),
    Grid(
        "landings", t("Budget and landing period by period", "Budget et atterrissage au fil des périodes"), t("Month", "Mois"), FORECAST,
        lambda facts: facts.past,
        (
            GridColumn("projects", t("Projects", "Projets"), Form.COUNT, lambda m: count("history", this.period == m)),
            GridColumn("bac", t("BAC", "BAC"), Form.AMOUNT, lambda m: _then(m, "bac", "bac")),
            GridColumn("eac", t("Landing", "Atterrissage"), Form.AMOUNT, lambda m: _then(m, "eac_bottom_up", "ac", "etc")),
            GridColumn("ac", t("Actual cost", "Réalisé"), Form.AMOUNT, lambda m: _then(m, "ac", "ac")),
        ),
    ),
)  # fmt: skip
