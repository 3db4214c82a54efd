"""The page of the risks: where threats stand, those of the red zone, what covers them; opportunities by themselves."""

from __future__ import annotations

from pmo_xl.catalog.kinds.risks.choices import RiskCategory
from pmo_xl.catalog.known import OPEN_THREATS, have, over, projects_over
from pmo_xl.catalog.pages.shared import EARNED, GREY, SPENT, rest_on_screen, thousands
from pmo_xl.core.base.text import same, t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.expr.algebra import (
    at,
    count,
    days_between,
    filled,
    min_of,
    or_zero,
    own,
    row_number,
    this,
    total,
    when,
)
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.expr.table_nodes import ConvertedSum
from pmo_xl.core.pages.blocks import CHART_DATA, Beside, Drawing, GridTable, MasterPage, Reader, Words
from pmo_xl.core.pages.grid_rows import choices, largest
from pmo_xl.core.pages.list_blocks import Detail, DetailList, HeatMap
from pmo_xl.core.pages.view import Chart, Grid, GridColumn, Over, PageDefinition, Ranking, Series

_threat = (this.is_open == 1) & (this.is_threat == 1)
"""An open threat: opportunities have a list of their own."""
_opportunity = (this.is_open == 1) & (this.is_threat == 0)
_registers = count("kpis", filled(this.open_risks)) > 0
"""Whether any risk register came: without one, no risk is not 0 risks."""
_valued = _threat & have(this.emv_current, this.rate)
_covered = have(this.exposure, this.contingency_left)


def _by_score(sign: int) -> Expr:
    """Score first, then expected value in thousands; the row breaks what ties remain."""
    return (
        or_zero(this.score_current) * 1e12
        + thousands(or_zero(this.emv_current) * sign, 999998) * 1e6
        + (1e6 - row_number())
    )


def _by_delay() -> Expr:
    """Days late first, then the score; the row breaks what ties remain."""
    late = min_of(days_between(this.due_date, at.status_date), 99999)
    return late * 1e9 + or_zero(this.score_current) * 1e7 + (1e7 - row_number())


_then = (this.risk_id == own.risk_id) & (this.period < at.status_month)
_known_then = count("risk_history", _then) > 0
_score_then = when(
    (_known_then, total("risk_history", this.score_current, _then)),
    (
        count("risk_history", (this.project_id == own.project_id) & (this.period < at.status_month)) > 0,
        t("new", "nouveau"),
    ),
)
"""The score of the last month before; that it is new where the register of its project was known then."""


def _movement() -> Expr:
    """What became of the score since the month before."""
    then = total("risk_history", this.score_current, _then)
    return when(
        (_known_then,
         when((this.score_current < then, t("↗ better", "↗ mieux")), (this.score_current > then, t("↘ worse", "↘ pire")),
              otherwise=t("= same", "= stable"))),
    )  # fmt: skip


def _inherent(category: RowHeader) -> Expr:
    """The exposure before response, of the same threats: unknown where one of them does not give it."""
    mine = _valued & (this.category == category)
    return when(
        ((count("risks", mine) > 0) & (count("risks", mine) == count("risks", mine & filled(this.emv_in))),
         ConvertedSum("risks", this.emv_in, mine & (this.emv_in > 0))),
    )  # fmt: skip


_RISK_COLUMNS = ("project_id", "title", "risk_id", "score_current", "emv_current", "owner", "due_date")
SCORE, EMV = (
    t("Score now", "Criticité actuelle"),
    t("Expected value (own currency)", "Valeur attendue (devise du projet)"),
)
OWNER, DUE = t("Owner", "Porteur"), t("Due", "Échéance")
RESPONSE = t("Response: actions", "Réponse : actions")
LATE = t("Days late", "Jours de retard")
_late = when(
    (filled(this.due_date) & (this.due_date < at.status_date), days_between(this.due_date, at.status_date))
)
_answer = Detail(RESPONSE, (this.response_type, this.response_actions), 52.0, t(": ", " : "))
_who = Detail(t("Risk", "Risque"), (this.project_id, this.risk_id), 10.6, same(" "))
_NAMES = ("project_id", "risk_id")


PAGE = PageDefinition(
    page=MasterPage(
        "risks", t("Risks", "Risques"),
        t("Open threats by zone, what is done about them and what covers them; opportunities stand apart in every list and figure.",
          "Menaces ouvertes par zone, réponses et couverture ; les opportunités figurent à part dans toutes les listes et tous les chiffres."),
        700,
        (
            HeatMap("top_risks", "probability_res", "impact_res",
                    t("Heat map, residual", "Matrice, criticité résiduelle"), _NAMES, span=6),
            Beside((
                HeatMap("top_risks", "probability_in", "impact_in",
                        t("Heat map, inherent", "Matrice, criticité brute"), _NAMES, span=6),
                Drawing("risk_cover", 8, span=5),
            )),
            DetailList("top_risks", 7, span=18, details=(
                _who,
                Detail(t("Threat", "Menace"), (this.title,), 30.0),
                Detail(t("Cause → consequence", "Cause → conséquence"), (this.cause, this.effect), 41.0, same(" → ")),
                Detail(RESPONSE, (this.response_type, this.response_actions), 31.0, t(": ", " : ")),
                Detail(OWNER, (this.owner,), 10.6),
                Detail(DUE, (this.due_date,), 10.6),
                Detail(t("Inherent score", "Criticité brute"), (this.score_in,), 10.6),
                Detail(t("Score last month", "Criticité mois préc."), (_score_then,), 10.6, unit=Unit.COUNT),
                Detail(SCORE, (this.score_current,), 10.6),
                Detail(t("Since last month", "Depuis le mois préc."), (_movement(),), 10.6),
            )),
            Words(t("The red zone, ◆ 15 to 25, comes first. Inherent: before the response. Last month: the last one before this of which a master knows the register; blank where there is none.",
                    "La zone rouge, ◆ 15 à 25, vient en tête. Brute : avant réponse. Mois précédent : le dernier avant celui-ci dont un classeur consolidé connaît le registre ; vide s’il n’y en a pas."), span=18),
            DetailList("overdue_responses", 10, span=18, details=(
                _who,
                Detail(t("Threat", "Menace"), (this.title,), 63.0),
                _answer,
                Detail(OWNER, (this.owner,), 21.0),
                Detail(DUE, (this.due_date,), 10.6),
                Detail(LATE, (_late,), 10.6, unit=Unit.DAYS),
                Detail(SCORE, (this.score_current,), 10.6),
            )),
            rest_on_screen(18),
            DetailList("top_opportunities", 8, span=18, details=(
                _who,
                Detail(t("Opportunity", "Opportunité"), (this.title,), 63.0),
                _answer,
                Detail(OWNER, (this.owner,), 21.0),
                Detail(DUE, (this.due_date,), 10.6),
                Detail(LATE, (_late,), 10.6, unit=Unit.DAYS),
                Detail(EMV, (this.emv_current,), 10.6),
            )),
            Beside((GridTable("risk_categories"), Drawing("risk_categories"))),
        ),
        reader=Reader.MANAGEMENT,
    ),
    grids=(
        Grid(
            "risk_categories", t("Open threats by category", "Menaces ouvertes par catégorie"), t("Category", "Catégorie"), "risks",
            choices(RiskCategory, "risks", "category"),
            (
                GridColumn("open", t("Open threats", "Menaces ouvertes"), Unit.COUNT,
                           lambda c: when((_registers, count("risks", _threat & (this.category == c))))),
                GridColumn("valued", t("Valued", "Chiffrés"), Unit.COUNT,
                           lambda c: when((_registers, count("risks", _valued & (this.category == c))))),
                GridColumn("inherent", t("Inherent exposure", "Exposition brute"), Unit.AMOUNT, _inherent),
                GridColumn("exposure", t("Exposure now", "Exposition actuelle"), Unit.AMOUNT,
                           lambda c: when((count("risks", _valued & (this.category == c)) > 0,
                                           ConvertedSum("risks", this.emv_current,
                                                 _threat & (this.emv_current > 0) & (this.category == c))))),
            ),
            Over(count("risks", _valued), count("risks", _threat), *OPEN_THREATS),
        ),
        Grid(
            "risk_cover", t("Exposure and contingency left by project", "Exposition et provision restante par projet"),
            t("Project", "Projet"), CHART_DATA, largest("kpis", this.project_id, "exposure", 12),
            (
                GridColumn("exposure", t("Exposure", "Exposition"), Unit.AMOUNT,
                           lambda project: over("kpis", this.exposure, this.project_id == project)),
                GridColumn("contingency_left", t("Contingency left", "Provision restante"), Unit.AMOUNT,
                           lambda project: over("kpis", this.contingency_left, this.project_id == project)),
            ),
            projects_over(_covered),
        ),
    ),
    charts=(
        Chart(
            "risk_cover", t("Exposure against contingency left", "Exposition et provision restante"), "risks", "bar", "risk_cover",
            (Series("exposure", SPENT), Series("contingency_left", EARNED)),
            t("The twelve projects with the largest exposure: expected value of their open threats beside what is left of their contingency.",
              "Les douze projets les plus exposés : impact pondéré de leurs menaces ouvertes à côté de leur provision restante."),
        ),
        Chart(
            "risk_categories", t("Exposure by category, before and after response", "Exposition par catégorie, avant et après réponse"),
            "risks", "bar", "risk_categories",
            (Series("inherent", GREY), Series("exposure", SPENT)),
            t("Expected monetary value of open threats by category, inherent and now.", "Valeur attendue des menaces ouvertes par catégorie, brute et actuelle."),
        ),
    ),
    rankings=(
        Ranking(
            "top_risks", t("Top open threats", "Principales menaces ouvertes"), "risks", "risks",
            when((_threat, _by_score(1))), True, 15, _RISK_COLUMNS,
        ),
        Ranking(
            "overdue_responses", t("Overdue responses to threats", "Réponses aux menaces en retard"), "risks", "risks",
            when((_threat & filled(this.due_date) & (this.due_date < at.status_date), _by_delay())), True, 10, _RISK_COLUMNS,
        ),
        Ranking(
            "top_opportunities", t("Top open opportunities", "Principales opportunités ouvertes"), "risks", "risks",
            when((_opportunity, _by_score(-1))), True, 10, _RISK_COLUMNS,
        ),
    ),
)  # fmt: skip
