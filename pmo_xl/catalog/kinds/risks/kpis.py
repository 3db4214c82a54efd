"""Risks: how many by zone, and what the open ones are expected to cost."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Concern, Kpi, Threshold
from pmo_xl.core.definition.measures import AMOUNT, COUNT, PERCENT, RECOMPUTE, SUM, money_given, over
from pmo_xl.core.expr.algebra import at, count, filled, this, when
from pmo_xl.core.expr.nodes import Expr, Ref

is_open = this.is_open == 1
_is_threat = is_open & (this.is_threat == 1)
"""An open threat, as the exposure takes it: a large opportunity makes no project critical."""


def _expected(emv: Ref, where: Expr) -> Expr:
    """What open risks are expected to cost: nothing where none is open, unknown where none is quantified."""
    return when(
        (this.open_risks == 0, 0),
        (count("risks", is_open & filled(emv)) > 0, money_given("risks", emv, is_open & where)),
    )


KPIS = (
    Kpi("open_risks", t("Open risks", "Risques ouverts"), count("risks", is_open), COUNT, SUM,
        t("Risks open or escalated, threats and opportunities.", "Risques ouverts ou escaladés, menaces et opportunités.")),
    Kpi("open_opportunities", t("Open opportunities", "Opportunités ouvertes"), count("risks", is_open & (this.is_threat == 0)), COUNT, SUM,
        t("Those of the open risks that are opportunities: none of them is critical, high, medium or low.",
          "Parmi les risques ouverts, les opportunités : aucune n’est comptée critique, élevée, moyenne ou faible.")),
    Kpi("critical_risks", t("Critical risks", "Risques critiques"), count("risks", _is_threat & (this.score_current >= 15)), COUNT, SUM,
        t("Open threats with a current score of 15 to 25.", "Menaces ouvertes de criticité actuelle 15 à 25."),
        Threshold(0, 2, rising=False),
        concern=Concern(t("{value} critical risks", "{value} risques critiques"), t("{value} critical risk", "{value} risque critique"))),
    Kpi("high_risks", t("High risks", "Risques élevés"),
        count("risks", _is_threat & (this.score_current >= 10) & (this.score_current < 15)), COUNT, SUM,
        t("Open threats with a current score of 10 to 14.", "Menaces ouvertes de criticité actuelle 10 à 14.")),
    Kpi("medium_risks", t("Medium risks", "Risques moyens"),
        count("risks", _is_threat & (this.score_current >= 5) & (this.score_current < 10)), COUNT, SUM,
        t("Open threats with a current score of 5 to 9.", "Menaces ouvertes de criticité actuelle 5 à 9.")),
    Kpi("low_risks", t("Low risks", "Risques faibles"), count("risks", _is_threat & (this.score_current < 5)), COUNT, SUM,
        t("Open threats with a current score of 1 to 4.", "Menaces ouvertes de criticité actuelle 1 à 4.")),
    Kpi("overdue_risks", t("Overdue responses", "Réponses en retard"),
        count("risks", is_open & (this.due_date < at.status_date)), COUNT, SUM,
        t("Open risks, threats and opportunities, whose due date has passed.", "Risques ouverts, menaces et opportunités, dont l’échéance est passée."),
        Threshold(0, 2, rising=False)),
    Kpi("overdue_threats", t("Overdue threat responses", "Réponses aux menaces en retard"),
        count("risks", _is_threat & (this.due_date < at.status_date)), COUNT, SUM,
        t("Open threats whose due date has passed.", "Menaces ouvertes dont l’échéance est passée.")),
    Kpi("quantified_risks", t("Quantified risks", "Risques chiffrés"), count("risks", is_open & filled(this.emv_current)), COUNT, SUM,
        t("Open risks with a probability % and a cost impact: only these are in the exposure, or among the opportunities.",
          "Risques ouverts avec probabilité % et impact coût : l’exposition et les opportunités ne portent que sur ceux-ci.")),
    Kpi("emv_inherent", t("Inherent exposure", "Exposition brute"),
        _expected(this.emv_in, this.emv_in > 0), AMOUNT, SUM,
        t("Expected monetary value of quantified open threats, before response.",
          "Impact pondéré des menaces ouvertes chiffrées, avant réponse.")),
    Kpi("exposure", t("Exposure", "Exposition"),
        _expected(this.emv_current, this.emv_current > 0), AMOUNT, SUM,
        t("Expected monetary value of quantified open threats, residual where it is estimated: 0 where no risk is open, blank where none is quantified.",
          "Impact pondéré des menaces ouvertes chiffrées, résiduel s’il est estimé : 0 si aucun risque n’est ouvert, vide si aucun n’est chiffré.")),
    Kpi("opportunity", t("Opportunities", "Opportunités"),
        _expected(this.emv_current, this.emv_current < 0), AMOUNT, SUM,
        t("Expected monetary value of open opportunities, negative: a saving. Kept apart from threats.",
          "Impact pondéré des opportunités ouvertes, négatif : un gain. Séparé des menaces.")),
    Kpi("net_exposure", t("Net exposure", "Exposition nette"), this.exposure + this.opportunity, AMOUNT, SUM,
        t("Exposure + opportunities.", "Exposition + opportunités.")),
    Kpi("exposure_pct", t("Exposure / BAC", "Exposition / BAC"), over(this.exposure, this.bac), PERCENT, RECOMPUTE,
        t("Exposure as a share of the budget.", "Exposition rapportée au budget."), Threshold(0.05, 0.15, rising=False),
        concern=Concern(t("exposure {value}% of budget", "exposition à {value}\u00a0% du budget"))),
)  # fmt: skip
