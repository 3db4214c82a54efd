"""The page of the risks: threats by zone, exposure, the heaviest of them."""

from __future__ import annotations

from pmo_xl.catalog.kinds.risks.choices import RiskCategory
from pmo_xl.catalog.known import OPEN_THREATS, have
from pmo_xl.catalog.pages.shared import SPENT, by_project, thousands
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.expr.algebra import count, filled, or_zero, row_number, this, when
from pmo_xl.core.expr.nodes import Expr, Ref
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.expr.table_nodes import ConvertedSum
from pmo_xl.core.pages.blocks import MasterPage
from pmo_xl.core.pages.grid_rows import choices, given
from pmo_xl.core.pages.view import Chart, Grid, GridColumn, Over, PageDefinition, Ranking, Series

_threat = (this.is_open == 1) & (this.is_threat == 1)
"""An open threat: opportunities have a list of their own."""
_registers = count("kpis", filled(this.open_risks)) > 0
"""Whether any risk register came: without one, no risk is not 0 risks."""


def _heat(probability: str, impact: str) -> list[GridColumn]:
    def cell(level: int) -> GridColumn:
        def expr(head: RowHeader) -> Expr:
            rated = (getattr(this, probability) == head) & (getattr(this, impact) == level)
            return when((_registers, count("risks", _threat & rated)))

        return GridColumn(
            f"impact_{level}", t("Impact {level}", "Gravité {level}").fill(level=level), Unit.COUNT, expr
        )

    return [cell(level) for level in range(1, 6)]


def _rated(probability: str, impact: str) -> Over:
    return Over(
        count("risks", _threat & have(Ref(probability), Ref(impact))), count("risks", _threat), *OPEN_THREATS
    )


def _by_score(sign: int) -> Expr:
    """Score first, then expected value in thousands; the row breaks what ties remain."""
    return (
        or_zero(this.score_current) * 1e12
        + thousands(or_zero(this.emv_current) * sign, 999998) * 1e6
        + (1e6 - row_number())
    )


_RISK_COLUMNS = ("project_id", "title", "risk_id", "score_current", "emv_current", "owner", "due_date")


PAGE = PageDefinition(
    page=MasterPage(
        "risks", t("Risks", "Risques"),
        t("Open threats by zone and expected monetary value; opportunities are kept apart.",
          "Menaces ouvertes par zone et par impact pondéré ; les opportunités figurent à part."),
        700, by_project("project_id", "project_name", "rag_risk", "open_risks", "critical_risks", "high_risks", "medium_risks", "low_risks", "open_opportunities",
         "overdue_risks", "emv_inherent", "exposure", "opportunity", "net_exposure", "exposure_pct"),
    ),
    grids=(
        Grid(
            "inherent", t("Heat map of threats, inherent", "Matrice des menaces, criticité brute"),
            t("Probability", "Probabilité"), "risks", given(5, 4, 3, 2, 1), _heat("probability_in", "impact_in"),
            _rated("probability_in", "impact_in"), zones=True,
        ),
        Grid(
            "residual", t("Heat map of threats, residual", "Matrice des menaces, criticité résiduelle"),
            t("Probability", "Probabilité"), "risks", given(5, 4, 3, 2, 1), _heat("probability_res", "impact_res"),
            _rated("probability_res", "impact_res"), zones=True,
        ),
        Grid(
            "risk_categories", t("Exposure by category", "Exposition par catégorie"), t("Category", "Catégorie"), "risks",
            choices(RiskCategory, "risks", "category"),
            (
                GridColumn("open", t("Open threats", "Menaces ouvertes"), Unit.COUNT,
                           lambda c: when((_registers, count("risks", _threat & (this.category == c))))),
                GridColumn("valued", t("Valued", "Chiffrés"), Unit.COUNT,
                           lambda c: when((_registers, count("risks", _threat & (this.category == c)
                                                             & have(this.emv_current, this.rate))))),
                GridColumn("exposure", t("Exposure", "Exposition"), Unit.AMOUNT,
                           lambda c: when((count("risks", _threat & (this.category == c)
                                                 & have(this.emv_current, this.rate)) > 0,
                                           ConvertedSum("risks", this.emv_current,
                                                 _threat & (this.emv_current > 0) & (this.category == c))))),
            ),
            Over(count("risks", _threat & have(this.emv_current, this.rate)), count("risks", _threat), *OPEN_THREATS),
        ),
    ),
    charts=(
        Chart(
            "risk_categories", t("Exposure by category", "Exposition par catégorie"), "risks", "bar", "risk_categories",
            (Series("exposure", SPENT),),
            t("Expected monetary value of open threats by category.", "Impact pondéré des menaces ouvertes par catégorie."),
        ),
    ),
    rankings=(
        Ranking(
            "top_risks", t("Top open threats", "Principales menaces ouvertes"), "risks", "risks",
            when(((this.is_open == 1) & (this.is_threat == 1), _by_score(1))), True, 15, _RISK_COLUMNS,
        ),
        Ranking(
            "top_opportunities", t("Top open opportunities", "Principales opportunités ouvertes"), "risks", "risks",
            when(((this.is_open == 1) & (this.is_threat == 0), _by_score(-1))), True, 10, _RISK_COLUMNS,
        ),
    ),
)  # fmt: skip
