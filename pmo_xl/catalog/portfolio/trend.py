"""Each project against what it said last: the period that it was last known of, what its figures were then, how they moved.

What is compared is the last month before that of the status date of which the history knows the project: another one
than of its neighbours where it was silent. Amounts of then are taken at the budget rate of today, so that no change of
rates looks like one of the project.
"""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import CLOSED, Kpi
from pmo_xl.core.definition.measures import (
    AMOUNT,
    COUNT,
    DATE,
    DAYS,
    MAX,
    NONE,
    PERCENT,
    RECOMPUTE,
    SUM,
    over,
)
from pmo_xl.core.expr.algebra import at, count, days_between, filled, max_over_rows, or_zero, own, this, when
from pmo_xl.core.expr.nodes import Expr, Ref

RED = 3
_earlier = this.period < at.status_month
_was_red = this.rag == RED


def _then(column: Ref) -> Expr:
    """What the history holds of the period that a project was last known of."""
    return max_over_rows("history", column, this.period == own.period_before)


def _money_then(column: Ref) -> Expr:
    """The same of an amount, in the reporting currency."""
    return _then(column) * _then(this.rate)


def _is(condition: Expr) -> Expr:
    """1 where a trend is known and meets a condition, 0 where it does not."""
    return when((filled(this.trend), when((condition, 1), otherwise=0)))


TREND_KPIS = (
    Kpi("period_before", t("Compared with", "Comparé à"), max_over_rows("history", this.period, _earlier), DATE, MAX,
        t("The last month before that of the status date of which the history knows the project.",
          "Le dernier mois avant celui de la date d’arrêté où l’historique connaît le projet.")),
    Kpi("rag_before", t("Computed status before (0-4)", "Météo calculée précédente (0 à 4)"), _then(this.rag), COUNT, NONE,
        t("The computed status of that month: 0 no data, 1 green, 2 amber, 3 red, 4 closed.",
          "La météo calculée de ce mois : 0 sans donnée, 1 vert, 2 orange, 3 rouge, 4 clos.")),
    Kpi("trend", t("Trend (1, 0, −1)", "Tendance (1, 0, −1)"),
        when(((this.rag > 0) & (this.rag_before > 0) & (this.rag < CLOSED) & (this.rag_before < CLOSED),
              when((this.rag < this.rag_before, 1), (this.rag > this.rag_before, -1), otherwise=0))), COUNT, NONE,
        t("1 where the computed status is better than then, −1 where it is worse, 0 where it is the same; blank where either is unknown.",
          "1 si la météo calculée s’est améliorée, −1 si elle s’est dégradée, 0 si elle est inchangée ; vide si l’une des deux est inconnue.")),
    Kpi("got_worse", t("Got worse", "En dégradation"), _is(this.trend < 0), COUNT, SUM,
        t("1 where the computed status is worse than then.", "1 si la météo calculée s’est dégradée.")),
    Kpi("got_better", t("Got better", "En amélioration"), _is(this.trend > 0), COUNT, SUM,
        t("1 where the computed status is better than then.", "1 si la météo calculée s’est améliorée.")),
    Kpi("last_not_red", t("Last month not red", "Dernier mois hors rouge"),
        max_over_rows("history", this.period, _earlier & (~filled(this.rag) | (this.rag != RED))), DATE, NONE,
        t("The last month before that of the status date in which the computed status was another than red, or unknown.",
          "Le dernier mois avant celui de la date d’arrêté où la météo calculée n’était pas rouge, ou était inconnue.")),
    Kpi("red_streak", t("Periods in red", "Périodes en rouge"),
        when(((this.rag == RED) & ~filled(this.last_not_red), or_zero(count("history", _earlier & _was_red)) + 1),
             (this.rag == RED,
              or_zero(count("history", _earlier & _was_red & (this.period > own.last_not_red))) + 1),
             (this.rag > 0, 0)), COUNT, NONE,
        t("How many periods in a row the computed status has been red, this one included.",
          "Nombre de périodes consécutives où la météo calculée est rouge, celle-ci comprise.")),
    Kpi("finish_before", t("Forecast finish before", "Date d’atterrissage précédente"), _then(this.finish_forecast), DATE, NONE,
        t("The forecast finish of that month.", "La date d’atterrissage de ce mois.")),
    Kpi("finish_move", t("Finish moved (days)", "Atterrissage déplacé (jours)"),
        days_between(this.finish_before, this.finish_forecast), DAYS, MAX,
        t("Calendar days by which the forecast finish lies after that of then; negative: earlier.",
          "Jours calendaires entre la date d’atterrissage d’alors et celle d’aujourd’hui ; négatif : plus tôt.")),
    Kpi("slip_before", t("Slip before (wd)", "Glissement précédent (j\u00a0ouvrés)"), _then(this.slip_wd), DAYS, NONE,
        t("The slip of that month.", "Le glissement de ce mois.")),
    Kpi("eac_before", t("EAC before", "Atterrissage précédent"), _money_then(this.eac), AMOUNT, SUM,
        t("The official estimate at completion of that month, at the budget rate of today.",
          "L’atterrissage officiel de ce mois, au cours budget d’aujourd’hui.")),
    Kpi("eac_move", t("EAC change", "Variation de l’atterrissage"), this.eac - this.eac_before, AMOUNT, SUM,
        t("EAC − EAC of then; positive: dearer.", "Atterrissage − celui d’alors ; positif : plus cher.")),
    Kpi("eac_move_pct", t("EAC change %", "Variation de l’atterrissage %"), over(this.eac_move, this.eac_before), PERCENT, RECOMPUTE,
        t("The change of EAC as a share of the EAC of then.", "La variation de l’atterrissage rapportée à celui d’alors.")),
    Kpi("exposure_before", t("Exposure before", "Exposition précédente"), _money_then(this.exposure), AMOUNT, SUM,
        t("The exposure of that month, at the budget rate of today.", "L’exposition de ce mois, au cours budget d’aujourd’hui.")),
    Kpi("exposure_move", t("Exposure change", "Variation de l’exposition"), this.exposure - this.exposure_before, AMOUNT, SUM,
        t("Exposure − exposure of then.", "Exposition − celle d’alors.")),
    Kpi("critical_move", t("Critical risks: change", "Risques critiques : variation"),
        this.critical_risks - _then(this.critical_risks), COUNT, SUM,
        t("Critical risks − those of then: what was added less what was closed.", "Risques critiques − ceux d’alors : apparus moins clos.")),
)  # fmt: skip
