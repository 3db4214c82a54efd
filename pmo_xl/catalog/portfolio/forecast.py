"""Estimates at completion: eight ways, the official one, their range, and the efficiency that each asks for."""

from __future__ import annotations

from pmo_xl.core.base.amounts import HALF_CENT
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Concern, Kpi, Threshold
from pmo_xl.core.definition.measures import (  # fmt: skip
    AMOUNT,
    COUNT,
    NONE,
    PERCENT,
    RATIO,
    RECOMPUTE,
    SUM,
    at_index,
    money,
    over,
)
from pmo_xl.core.expr.algebra import at, filled, max_of_columns, min_of_columns, this, when
from pmo_xl.core.expr.nodes import Expr, Ref

left = this.bac - this.ev

EAC_VARIANTS = (
    Kpi("eac_bottom_up", t("EAC 1 bottom-up", "Atterrissage 1 – RAF ré-estimé ligne à ligne"), money("budget", this.eac), AMOUNT, SUM,
        t("AC + ETC, re-estimated line by line.", "CR + reste à faire ré-estimé ligne à ligne.")),
    Kpi("eac_bac_rate", t("EAC 2 at budgeted rate", "Atterrissage 2 – reste au coût budgété"), this.ac + left, AMOUNT, SUM,
        t("AC + (BAC − EV): the rest costs what was budgeted.", "CR + (BAC − VA) : le reste coûte ce qui était prévu.")),
    Kpi("eac_cpi", t("EAC 3 by CPI", "Atterrissage 3 – par l’IPC"), at_index(this.bac, this.cpi), AMOUNT, SUM,
        t("BAC / CPI: the rest costs as the past did. Portfolio: sum of the projects.",
          "BAC / IPC : le reste coûte comme le passé. Portefeuille : somme des projets.")),
    Kpi("eac_cpi_3m", t("EAC 4 by CPI of 3 months", "Atterrissage 4 – par l’IPC sur 3 mois"), this.ac + at_index(left, this.cpi_3m), AMOUNT, SUM,
        t("AC + (BAC − EV) / CPI of the last three months.", "CR + (BAC − VA) / IPC des trois derniers mois.")),
    Kpi("eac_cpi_spi", t("EAC 5 by CPI × SPI", "Atterrissage 5 – par IPC × IPD"), this.ac + at_index(left, this.cpi * this.spi), AMOUNT, SUM,
        t("AC + (BAC − EV) / (CPI × SPI): usually the upper bound.",
          "CR + (BAC − VA) / (IPC × IPD) : en général la borne haute.")),
    Kpi("eac_weighted", t("EAC 6 weighted", "Atterrissage 6 – pondéré"),
        this.ac + at_index(left, at.cpi_weight * this.cpi + (1 - at.cpi_weight) * this.spi), AMOUNT, SUM,
        t("AC + (BAC − EV) / (weight × CPI + (1 − weight) × SPI); the weight stands on the sheet Settings and trace.",
          "CR + (BAC − VA) / (poids × IPC + (1 − poids) × IPD) ; le poids figure dans la feuille Paramètres et traçabilité.")),
    Kpi("eac_spi", t("EAC 7 by SPI", "Atterrissage 7 – par l’IPD"), this.ac + at_index(left, this.spi), AMOUNT, SUM,
        t("AC + (BAC − EV) / SPI.", "CR + (BAC − VA) / IPD.")),
    Kpi("eac_cpi_spi_t", t("EAC 8 by CPI × SPI(t)", "Atterrissage 8 – par IPC × IPD(t)"), this.ac + at_index(left, this.cpi * this.spi_t), AMOUNT, SUM,
        t("AC + (BAC − EV) / (CPI × SPI(t)): better late in a project.",
          "CR + (BAC − VA) / (IPC × IPD(t)) : plus juste en fin de projet.")),
)  # fmt: skip
"""In the order of their numbers, which is that of ``EAC_METHODS``."""

_EACS = tuple(Ref(kpi.key) for kpi in EAC_VARIANTS)


def _number_of(extreme: Ref) -> Expr:
    """The number of the first variant that is the same amount as an extreme of them."""
    cases = [
        ((eac < extreme + HALF_CENT) & (eac > extreme - HALF_CENT), number)
        for number, eac in enumerate(_EACS, start=1)
    ]
    return when((~filled(extreme), None), *cases)


FORECAST_KPIS = (
    *EAC_VARIANTS,
    Kpi("eac", t("EAC", "Atterrissage"),
        when(*(((at.official_eac == number) & filled(eac), eac) for number, eac in list(enumerate(_EACS, start=1))[1:]),
             otherwise=this.eac_bottom_up), AMOUNT, SUM,
        t("Estimate at completion, the official one: the variant whose number stands on the sheet Settings and trace; bottom-up where that one is undefined.",
          "Coût estimé à l’achèvement, l’atterrissage officiel : la variante dont le numéro figure dans la feuille Paramètres et traçabilité ; à défaut, l’atterrissage 1.")),
    Kpi("vac", t("VAC", "Écart à l’achèvement"), this.bac - this.eac, AMOUNT, SUM,
        t("Variance at completion: BAC − EAC; positive = favourable.",
          "Écart à l’achèvement : BAC − atterrissage ; positif = favorable.")),
    Kpi("vac_pct", t("VAC %", "Écart à l’achèvement %"), over(this.vac, this.bac), PERCENT, RECOMPUTE,
        t("Variance at completion as a share of BAC; blank where there is no budget.", "Écart à l’achèvement rapporté au BAC ; vide en l’absence de budget."),
        Threshold(-0.05, -0.10), concern=Concern(t("{value}% over budget", "budget dépassé de {value}\u00a0%"), opposite=True)),
    Kpi("budget_deviation", t("Budget deviation rate", "Taux d’écart budgétaire"),
        over(this.eac - this.bac0, this.bac0), PERCENT, RECOMPUTE,
        t("(EAC − initial budget) / initial budget.", "(Atterrissage − budget initial) / budget initial.")),
    Kpi("eac_low", t("Lowest estimate", "Estimation la plus basse"), min_of_columns(*_EACS), AMOUNT, SUM,
        t("Best case: the lowest of the eight estimates that can be computed.", "Cas favorable : la plus basse des huit estimations calculables.")),
    Kpi("eac_low_by", t("Lowest estimate: method", "Méthode de l’estimation basse"), _number_of(this.eac_low), COUNT, NONE,
        t("The number of the estimate that is the lowest.", "Le numéro de l’estimation la plus basse.")),
    Kpi("eac_high", t("Highest estimate", "Estimation la plus haute"), max_of_columns(*_EACS), AMOUNT, SUM,
        t("Worst case: the highest of the eight estimates that can be computed.", "Cas défavorable : la plus haute des huit estimations calculables.")),
    Kpi("eac_high_by", t("Highest estimate: method", "Méthode de l’estimation haute"), _number_of(this.eac_high), COUNT, NONE,
        t("The number of the estimate that is the highest.", "Le numéro de l’estimation la plus haute.")),
    Kpi("etc_cpi", t("ETC by CPI", "Reste à faire par l’IPC"), this.eac_cpi - this.ac, AMOUNT, SUM,
        t("EAC by CPI − AC.", "Atterrissage par l’IPC − CR.")),
    Kpi("vac_cpi", t("VAC by CPI", "Écart à l’achèvement par l’IPC"), this.bac - this.eac_cpi, AMOUNT, SUM,
        t("BAC − EAC by CPI.", "BAC − atterrissage par l’IPC.")),
    Kpi("tcpi_bac", t("TCPI to BAC", "IPC requis (BAC)"),
        over(left, this.bac - this.ac), RATIO, RECOMPUTE,
        t("(BAC − EV) / (BAC − AC): efficiency needed to finish on budget. Blank once AC reaches BAC: out of reach.",
          "(BAC − VA) / (BAC − CR) : efficience nécessaire pour tenir le budget. Vide dès que le CR atteint le BAC : hors d’atteinte."),
        Threshold(1.05, 1.10, rising=False)),
    Kpi("tcpi_eac", t("TCPI to EAC", "IPC requis (atterrissage)"),
        over(left, this.eac - this.ac), RATIO, RECOMPUTE,
        t("(BAC − EV) / (EAC − AC), EAC being the official one.",
          "(BAC − VA) / (atterrissage − CR), l’atterrissage étant l’officiel.")),
    Kpi("tcpi_eac_cpi", t("TCPI to EAC by CPI", "IPC requis (atterrissage par l’IPC)"),
        over(left, this.eac_cpi - this.ac), RATIO, NONE,
        t("(BAC − EV) / (EAC by CPI − AC): equals CPI by construction for one project, but not for sums over projects.",
          "(BAC − VA) / (atterrissage par l’IPC − CR) : égal à l’IPC par construction pour un projet, mais pas pour une somme de projets.")),
    Kpi("optimism", t("TCPI to EAC − CPI", "IPC requis − IPC"), this.tcpi_eac - this.cpi, RATIO, NONE,
        t("Above 0.10 the official estimate asks for more efficiency than the project has ever shown.",
          "Au-delà de 0,10, l’atterrissage officiel suppose une efficience que le projet n’a jamais montrée."),
        Threshold(0.10, 0.20, rising=False)),
)  # fmt: skip
