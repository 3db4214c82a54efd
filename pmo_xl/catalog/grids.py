"""The small live tables of the pages, which charts are drawn from, one entry each."""

from __future__ import annotations

from collections.abc import Callable

from pmo_xl.catalog.bridge import STEPS, bridge
from pmo_xl.catalog.kinds.budget.tables import CapexOpex, CostCategory
from pmo_xl.catalog.kinds.project import Rag
from pmo_xl.catalog.kinds.risks.table import RiskCategory
from pmo_xl.catalog.known import LINES, OPEN_THREATS, have, over, projects_over, whole, worth_over
from pmo_xl.catalog.pages import BUDGET, FORECAST, LIGHT_LABELS, QUALITY, RISKS
from pmo_xl.catalog.portfolio.forecast import EAC_VARIANTS
from pmo_xl.catalog.run_tables import FindingSeverity
from pmo_xl.core.blocks import CHART_DATA
from pmo_xl.core.expr import at, count, filled, this, when
from pmo_xl.core.grid_rows import choices, distinct, given, months, most_frequent
from pmo_xl.core.heads import Here
from pmo_xl.core.kpi import Form
from pmo_xl.core.nodes import Const, Expr, Ref
from pmo_xl.core.table_nodes import Worth
from pmo_xl.core.text import t
from pmo_xl.core.view import Grid, GridColumn, Over

NO_COST_CENTRE = t("(no cost centre)", "(sans centre de coûts)")
DECLARED = (Rag.GREEN, Rag.AMBER, Rag.RED)
DECLARED_BETTER = t("{n} declared better than computed", "{n} plus favorables que la météo calculée")
MOST_CODES = 20
"""Rules that the list of the most frequent findings shows."""
ESTIMATES = tuple(kpi.label for kpi in EAC_VARIANTS)


_threat = (this.is_open == 1) & (this.is_threat == 1)
"""An open threat: opportunities have a list of their own."""
_whole = have(this.bac, this.eac_current)
"""A bridge adds up over the projects of which both ends are known."""
_in_curve, _in_months = this.in_curve == 1, this.in_months == 1
"""The charts by month add up over the projects of which all their series are known, each series over the same."""
_then_known = have(this.bac, this.ac, this.etc, this.rate)
_line_known = have(this.bac, this.actual, this.eac, this.rate)
_committing = have(this.bac, this.committed, this.ac, this.eac)
_registers = count("kpis", filled(this.open_risks)) > 0
"""Whether any risk register came: without one, no risk is not 0 risks."""


_now_known = have(this.bac, this.eac_bottom_up, this.ac)


def _then(month: Here, now: str, *then: str) -> Expr:
    """A figure as a month's master had it: live for this one's month, remembered for those before."""
    remembered = [Worth("history", Ref(key), (this.period == month) & _then_known) for key in then]
    return when(
        (month == at.status_month, over("kpis", Ref(now), _now_known)),
        (
            count("history", (this.period == month) & _then_known) > 0,
            sum(remembered[1:], start=remembered[0]),
        ),
    )


def _projects_then(month: Here) -> Expr:
    return when(
        (month == at.status_month, count("kpis", _now_known)),
        otherwise=count("history", (this.period == month) & _then_known),
    )


def _of_programme(key: str, known: Expr) -> Callable[[Here], Expr]:
    return lambda programme: whole("kpis", Ref(key), (this.programme_id == programme) & known)


def _of_month(key: str) -> Callable[[Here], Expr]:
    return _by_month(key, _in_months)


def _by_month(key: str, known: Expr) -> Callable[[Here], Expr]:
    return lambda month: _monthly(key, known & (this.period == month), known)


def _monthly(key: str, where: Expr, known: Expr) -> Expr:
    """An amount by month over the projects of a chart: in a month without amounts it is 0, without projects undefined."""
    return when((count("periods", known) > 0, Worth("periods", Ref(key), where)))


def _to_date(*keys: str, known: Expr, month: Here) -> Expr:
    parts = [_monthly(key, known & (this.period <= month), known) for key in keys]
    return sum(parts[1:], start=parts[0])


def _declared(head: Here) -> Expr:
    """The projects of a declared status; with those that declare none, or one that is no colour."""
    level = LIGHT_LABELS.index(head.value)
    told = [count("kpis", this.rag_declared == rag) for rag in DECLARED]
    return told[level - 1] if level else count("kpis") - told[0] - told[1] - told[2]


def _estimate(head: Here) -> Ref:
    return Ref(EAC_VARIANTS[ESTIMATES.index(head.value)].key)


def _heat(probability: str, impact: str) -> list[GridColumn]:
    def cell(level: int) -> GridColumn:
        def expr(head: Here) -> Expr:
            rated = (getattr(this, probability) == head) & (getattr(this, impact) == level)
            return when((_registers, count("risks", _threat & rated)))

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
            return worth_over("budget", Ref(column), mine & _line_known)

        return GridColumn(column, labels[column], Form.AMOUNT, expr)

    return [of("bac"), of("actual"), of("eac")]


_lines = Over(count("budget", _line_known), count("budget", filled(this.project_id)), LINES)


def _rated(probability: str, impact: str) -> Over:
    return Over(
        count("risks", _threat & have(Ref(probability), Ref(impact))), count("risks", _threat), OPEN_THREATS
    )


GRIDS = (
    Grid(
        "curve", t("Cumulative values by month", "Valeurs cumulées par mois"), t("Month", "Mois"), CHART_DATA,
        months("periods", this.period),
        (
            GridColumn("pv", t("Planned (PV)", "Planifié (VP)"), Form.AMOUNT,
                       lambda m: _to_date("pv", known=_in_curve, month=m), for_chart=True),
            GridColumn("ac", t("Actual (AC)", "Réel (CR)"), Form.AMOUNT,
                       lambda m: when((m <= at.status_month, _to_date("actual", known=_in_curve, month=m))),
                       for_chart=True),
            GridColumn("eac", t("Landing (EAC)", "Atterrissage"), Form.AMOUNT,
                       lambda m: when(((m >= at.status_month)
                                       & (count("kpis", _in_curve & (this.forecast_by_month == 1)) == count("kpis", _in_curve)),
                                       _to_date("actual", "forecast", known=_in_curve, month=m))),
                       for_chart=True),
            GridColumn("ev", t("Earned (EV)", "Acquis (VA)"), Form.AMOUNT,
                       lambda m: when((m == at.status_month, over("kpis", this.ev, _in_curve)),
                                      (count("history", _in_curve & (this.period == m) & have(this.ev, this.rate))
                                       == count("kpis", _in_curve),
                                       Worth("history", this.ev, _in_curve & (this.period == m)))),
                       for_chart=True),
        ),
        projects_over(_in_curve),
    ),
    Grid(
        "programmes", t("Budget and landing by programme", "Budget et atterrissage par programme"),
        t("Programme", "Programme"), CHART_DATA, distinct("kpis", this.programme_id),
        tuple(
            GridColumn(key, label, Form.AMOUNT, _of_programme(key, have(this.bac, this.eac)))
            for key, label in (("bac", t("BAC", "BAC")), ("eac", t("EAC", "Atterrissage")))
        ),
        projects_over(have(this.bac, this.eac)),
    ),
    Grid(
        "status", t("Projects by status", "Projets par météo"), t("Status", "Météo"), CHART_DATA,
        given(*LIGHT_LABELS),
        (
            GridColumn("projects", t("Computed", "Calculée"), Form.COUNT,
                       lambda head: count("kpis", this.rag == LIGHT_LABELS.index(head.value))),
            GridColumn("declared", t("Declared", "Déclarée"), Form.COUNT, _declared),
        ),
        Over(count("kpis", this.declared_better == 1), Const(0), DECLARED_BETTER),
    ),
    Grid(
        "inherent", t("Heat map of threats, inherent", "Matrice des menaces, criticité brute"),
        t("Probability", "Probabilité"), RISKS, given(5, 4, 3, 2, 1), _heat("probability_in", "impact_in"),
        _rated("probability_in", "impact_in"), zones=True,
    ),
    Grid(
        "residual", t("Heat map of threats, residual", "Matrice des menaces, criticité résiduelle"),
        t("Probability", "Probabilité"), RISKS, given(5, 4, 3, 2, 1), _heat("probability_res", "impact_res"),
        _rated("probability_res", "impact_res"), zones=True,
    ),
    Grid(
        "risk_categories", t("Exposure by category", "Exposition par catégorie"), t("Category", "Catégorie"), RISKS,
        choices(RiskCategory, "risks", "category"),
        (
            GridColumn("open", t("Open threats", "Menaces ouvertes"), Form.COUNT,
                       lambda c: when((_registers, count("risks", _threat & (this.category == c))))),
            GridColumn("valued", t("Valued", "Chiffrés"), Form.COUNT,
                       lambda c: when((_registers, count("risks", _threat & (this.category == c)
                                                         & have(this.emv_current, this.rate))))),
            GridColumn("exposure", t("Exposure", "Exposition"), Form.AMOUNT,
                       lambda c: when((count("risks", _threat & (this.category == c)
                                             & have(this.emv_current, this.rate)) > 0,
                                       Worth("risks", this.emv_current,
                                             _threat & (this.emv_current > 0) & (this.category == c))))),
        ),
        Over(count("risks", _threat & have(this.emv_current, this.rate)), count("risks", _threat), OPEN_THREATS),
    ),
    Grid("categories", t("By cost category", "Par nature de coût"), t("Category", "Nature"), BUDGET,
         choices(CostCategory, "budget", "category"), _amounts("category"), _lines),
    Grid(
        "pareto", t("Findings by rule", "Constats par règle"), t("Rule", "Règle"), QUALITY, most_frequent("findings", this.code, MOST_CODES),
        (
            GridColumn("findings", t("Findings", "Constats"), Form.COUNT, lambda code: count("findings", this.code == code)),
            GridColumn("errors", t("Errors", "Erreurs"), Form.COUNT,
                       lambda code: count("findings", (this.code == code) & (this.severity == FindingSeverity.ERROR))),
            GridColumn("projects_share", t("Share", "Part"), Form.PERCENT,
                       lambda code: count("findings", this.code == code) / count("findings")),
        ),
    ),
    Grid("capex", t("CAPEX and OPEX", "CAPEX et OPEX"), t("CAPEX/OPEX", "CAPEX/OPEX"), BUDGET,
         choices(CapexOpex, "budget", "capex_opex"), _amounts("capex_opex"), _lines),
    Grid(
        "bridge", t("From initial budget to landing", "Du budget initial à l’atterrissage"), t("Step", "Étape"), BUDGET,
        given(*STEPS),
        bridge(lambda key: over("kpis", Ref(key), _whole), count("kpis", _whole) > 0),
        projects_over(_whole),
    ),
    Grid(
        "commitment", t("Commitment and consumption by programme", "Engagement et consommation par programme"),
        t("Programme", "Programme"), BUDGET, distinct("kpis", this.programme_id),
        tuple(
            GridColumn(key, label, Form.AMOUNT, _of_programme(key, _committing))
            for key, label in (("bac", t("Current budget", "Budget révisé")), ("committed", t("Committed", "Engagé")),
                               ("ac", t("Actual cost", "Réalisé")), ("eac", t("Landing", "Atterrissage")),
                               ("remaining_to_commit", t("To commit", "Reste à engager")), ("remaining_to_pay", t("To pay", "Reste à payer")))
        ),
        projects_over(_committing),
    ),
    Grid(
        "months", t("By month", "Par mois"), t("Month", "Mois"), BUDGET, months("periods", this.period),
        (
            *(GridColumn(key, label, Form.AMOUNT, _of_month(key))
              for key, label in (("pv", t("Planned", "Planifié")), ("actual", t("Actual", "Réalisé")),
                                 ("forecast", t("Forecast", "Prévision")), ("committed", t("Committed", "Engagé")))),
            GridColumn("planned_to_date", t("Planned to date", "Planifié cumulé"), Form.AMOUNT,
                       lambda m: _to_date("pv", known=_in_months, month=m)),
            GridColumn("spent_to_date", t("Actual and forecast to date", "Réalisé et prévision cumulés"), Form.AMOUNT,
                       lambda m: _to_date("actual", "forecast", known=_in_months, month=m)),
            GridColumn("to_go", t("To go", "Reste à venir"), Form.AMOUNT,
                       lambda m: _monthly("actual", _in_months & (this.period > m), _in_months)
                       + _monthly("forecast", _in_months & (this.period > m), _in_months)),
        ),
        projects_over(_in_months),
    ),
    Grid("cost_centres", t("By cost centre", "Par centre de coûts"), t("Cost centre", "Centre de coûts"), BUDGET,
         distinct("budget", this.cost_centre, then=(NO_COST_CENTRE,)), _amounts("cost_centre"), _lines),
    Grid(
        "estimates", t("Estimates at completion", "Estimations à l’achèvement"), t("Estimate", "Estimation"), FORECAST,
        given(*ESTIMATES),
        (
            GridColumn("projects", t("Projects with it", "Projets concernés"), Form.COUNT,
                       lambda head: count("kpis", have(_estimate(head), this.bac))),
            GridColumn("of", t("of", "sur"), Form.COUNT, lambda head: at.projects_expected),
            GridColumn("bac", t("BAC of these", "leur BAC"), Form.AMOUNT,
                       lambda head: over("kpis", this.bac, filled(_estimate(head)))),
            GridColumn("eac", t("Landing", "Atterrissage"), Form.AMOUNT,
                       lambda head: over("kpis", _estimate(head), filled(this.bac))),
            GridColumn("vac", t("Variance", "Écart"), Form.AMOUNT,
                       lambda head: over("kpis", this.bac, filled(_estimate(head)))
                       - over("kpis", _estimate(head), filled(this.bac))),
        ),
    ),
    Grid(
        "landings", t("Budget and landing period by period", "Budget et atterrissage au fil des périodes"), t("Month", "Mois"), FORECAST,
        distinct("history", this.period),
        (
            GridColumn("projects", t("Projects", "Projets"), Form.COUNT, _projects_then),
            GridColumn("bac", t("BAC", "BAC"), Form.AMOUNT, lambda m: _then(m, "bac", "bac")),
            GridColumn("eac", t("Landing", "Atterrissage"), Form.AMOUNT, lambda m: _then(m, "eac_bottom_up", "ac", "etc")),
            GridColumn("ac", t("Actual cost", "Réalisé"), Form.AMOUNT, lambda m: _then(m, "ac", "ac")),
        ),
    ),
)  # fmt: skip
