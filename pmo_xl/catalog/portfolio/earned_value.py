"""Earned value and earned schedule.

Terms and formulas follow PMBOK and EIA-748 usage; earned schedule follows Lipke (2003). Variances are positive
when favourable. Earned schedule is read in the project's own currency, in months from the first planned one.
"""

from __future__ import annotations

from pmo_xl.catalog.derived import ALL_EFFORT, MONTH_ELAPSED, PV_LOCAL, earned_local
from pmo_xl.catalog.kinds.plan.table import is_effort
from pmo_xl.core.base.amounts import HALF_CENT
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Kpi, Threshold
from pmo_xl.core.definition.measures import (  # fmt: skip
    AMOUNT,
    COUNT,
    DATE,
    MAX,
    NONE,
    PERCENT,
    RATIO,
    RECOMPUTE,
    SUM,
    money_given,
    over,
    then,
)
from pmo_xl.core.expr.algebra import (  # fmt: skip
    at,
    count,
    filled,
    max_of,
    max_over_rows,
    min_of,
    min_over_rows,
    months_between,
    or_zero,
    own,
    this,
    when,
)

nothing_planned = ~filled(this.ev_local) | ~filled(this.pv_total)
all_earned = this.ev_local >= this.pv_total - HALF_CENT
_within_month = (
    filled(this.pv_local) & filled(this.at) & (this.es_reached < this.at) & (this.at < this.es_reached + 1)
)
"""The status date lies within the month that is being earned: planned value is known there too."""

EARNED_VALUE_KPIS = (
    Kpi("pv_local", t("PV (own currency)", "VP (devise du projet)"),
        PV_LOCAL, AMOUNT, NONE,
        t("Planned value in the project’s currency.", "Valeur planifiée dans la devise du projet.")),
    Kpi("ev_local", t("EV (own currency)", "VA (devise du projet)"), earned_local(this.pv_local), AMOUNT, NONE,
        t("Earned value in the project’s currency.", "Valeur acquise dans la devise du projet.")),
    Kpi("pv", t("PV", "VP"), this.pv_local * this.rate, AMOUNT, SUM,
        t("Planned value: budget of the work planned up to the status date, from the budget by month where the months of every line add up to its budget within 1 % (the month of the status date in proportion to its working days so far), or else from the baseline of the plan. Blank where neither is complete.",
          "Valeur planifiée : budget du travail prévu jusqu’à la date d’arrêté, d’après le budget par mois si les mois de chaque ligne totalisent son budget à 1 % près (le mois de la date d’arrêté au prorata de ses jours ouvrés écoulés), à défaut d’après la référence du planning. Vide si aucun des deux n’est complet.")),
    Kpi("ev", t("EV", "VA"), this.ev_local * this.rate, AMOUNT, SUM,
        t("Earned value: task budgets × % credited by the progress method of each. Blank where a task has no budget or no % complete, or a row with an amount was left out of the plan or the budget: it would stand against other work.",
          "Valeur acquise : budgets des tâches × % crédité selon leur méthode d’avancement. Vide si une tâche n’a pas de budget ou pas d’avancement, ou si une ligne avec montant a été écartée du planning ou du budget : elle serait rapportée à un autre périmètre.")),
    Kpi("sv", t("SV", "Écart d’avancement (VA − VP)"), this.ev - this.pv, AMOUNT, SUM,
        t("Schedule variance: EV − PV; positive = ahead.", "Écart d’avancement, en montant : VA − VP ; positif = avance.")),
    Kpi("sv_pct", t("SV %", "Écart d’avancement %"), over(this.sv, this.pv), PERCENT, RECOMPUTE,
        t("SV / PV.", "Écart d’avancement / VP.")),
    Kpi("cv", t("CV", "Écart de coût"), this.ev - this.ac, AMOUNT, SUM,
        t("Cost variance: EV − AC; positive = under cost.", "Écart de coût : VA − CR ; positif = économie.")),
    Kpi("cv_pct", t("CV %", "Écart de coût %"), over(this.cv, this.ev), PERCENT, RECOMPUTE,
        t("CV / EV.", "Écart de coût / VA.")),
    Kpi("spi", t("SPI", "IPD"), over(this.ev, this.pv), RATIO, RECOMPUTE,
        t("Schedule performance index: EV / PV.", "Indice de performance des délais : VA / VP."),
        Threshold(0.95, 0.90)),
    Kpi("cpi", t("CPI", "IPC"), over(this.ev, this.ac), RATIO, RECOMPUTE,
        t("Cost performance index: EV / AC.", "Indice de performance des coûts : VA / CR."),
        Threshold(0.95, 0.90)),
    Kpi("cr", t("Critical ratio", "Ratio critique"), over(this.ev, this.ac) * over(this.ev, this.pv), RATIO, RECOMPUTE,
        t("CPI × SPI.", "IPC × IPD."), Threshold(0.90, 0.80)),
    Kpi("pct_complete", t("% complete (EV)", "% avancement (VA)"), over(this.ev, this.bac), PERCENT, RECOMPUTE,
        t("EV / BAC.", "VA / BAC.")),
    Kpi("pct_planned", t("% planned", "% prévu"), over(this.pv, this.bac), PERCENT, RECOMPUTE,
        t("PV / BAC.", "VP / BAC.")),
    # level of effort: its EV is its PV by definition, so it hides a delay ------------------------------
    Kpi("ev_effort", t("EV of level of effort", "VA de l’effort continu"), when((~filled(this.ev), None), (ALL_EFFORT, this.ev), otherwise=money_given("plan", this.earned, is_effort)), AMOUNT, SUM,
        t("Earned value of level-of-effort tasks, which is their planned value; blank where the EV is blank.",
          "Valeur acquise des tâches en effort continu, égale à leur valeur planifiée ; vide si la VA est vide.")),
    Kpi("spi_discrete", t("SPI without level of effort", "IPD hors effort continu"),
        over(this.ev - this.ev_effort, this.pv - this.ev_effort), RATIO, RECOMPUTE,
        t("(EV − EV of level of effort) / (PV − the same).", "(VA − VA de l’effort continu) / (VP − la même).")),
    # the last three months ------------------------------------------------------------------------------
    Kpi("ev_3m", t("EV 3 months ago", "VA il y a 3 mois"), then(this.ev, 3), AMOUNT, SUM,
        t("From the master of three months ago, at the budget rate of the currency of then.",
          "D’après le classeur consolidé d’il y a trois mois, au cours budget de la devise d’alors.")),
    Kpi("pv_3m", t("PV 3 months ago", "VP il y a 3 mois"), then(this.pv, 3), AMOUNT, SUM,
        t("From the master of three months ago, at the budget rate of the currency of then.",
          "D’après le classeur consolidé d’il y a trois mois, au cours budget de la devise d’alors.")),
    Kpi("ac_3m", t("AC 3 months ago", "CR il y a 3 mois"), then(this.ac, 3), AMOUNT, SUM,
        t("From the master of three months ago, at the budget rate of the currency of then.",
          "D’après le classeur consolidé d’il y a trois mois, au cours budget de la devise d’alors.")),
    Kpi("cpi_3m", t("CPI, last 3 months", "IPC des 3 derniers mois"), over(this.ev - this.ev_3m, this.ac - this.ac_3m), RATIO, RECOMPUTE,
        t("What was earned / what it cost, over three months.", "Ce qui a été acquis / ce que cela a coûté, sur trois mois."), Threshold(0.95, 0.90)),
    Kpi("spi_3m", t("SPI, last 3 months", "IPD des 3 derniers mois"), over(this.ev - this.ev_3m, this.pv - this.pv_3m), RATIO, RECOMPUTE,
        t("What was earned / what was planned, over three months.", "Ce qui a été acquis / ce qui était prévu, sur trois mois."), Threshold(0.95, 0.90)),
    # earned schedule, in months ----------------------------------------------------------------------------
    Kpi("pv_total", t("PV in all (own currency)", "VP totale (devise du projet)"), max_over_rows("periods", this.pv_cum), AMOUNT, NONE,
        t("All that is planned, in the project’s currency.", "Tout ce qui est planifié, dans la devise du projet.")),
    Kpi("first_month", t("First planned month", "Premier mois planifié"), min_over_rows("periods", this.period, filled(this.place)), DATE, NONE,
        t("Months count from here.", "Les mois se comptent à partir d’ici.")),
    Kpi("pd", t("Planned duration (months)", "Durée planifiée (mois)"),
        when((this.pv_total > 0, count("periods", this.pv_cum < own.pv_total - HALF_CENT) + 1)), COUNT, NONE,
        t("Months until the planned value is reached in full.", "Mois jusqu’à ce que toute la valeur planifiée soit atteinte.")),
    Kpi("at", t("Actual time (months)", "Temps écoulé (mois)"),
        when(
            (nothing_planned | ~filled(this.first_month), None),
            (filled(this.finish_forecast) & all_earned & (this.finish_forecast <= at.status_date),
             max_of(months_between(this.first_month, this.finish_forecast) + 1, 0)),
            (filled(at.status_date), max_of(months_between(this.first_month, at.status_date) + MONTH_ELAPSED, 0)),
        ), RATIO, NONE,
        t("Months from the start of the first planned month to the status date, the last one in proportion to its working days; for finished work, to the end of the month in which it finished.",
          "Mois du début du premier mois planifié à la date d’arrêté, le dernier au prorata de ses jours ouvrés ; pour un travail achevé, à la fin du mois d’achèvement.")),
    Kpi("es_reached", t("ES: months reached", "DA : mois atteints"),
        count("periods", this.pv_cum <= own.ev_local + HALF_CENT), COUNT, NONE,
        t("Months whose planned value to date is earned.", "Mois dont la valeur planifiée cumulée est acquise.")),
    Kpi("es_passed", t("ES: months passed", "DA : mois dépassés"),
        count("periods", this.pv_cum < own.ev_local - HALF_CENT), COUNT, NONE,
        t("Months whose planned value to date is more than earned.", "Mois dont la valeur planifiée cumulée est plus qu’acquise.")),
    Kpi("es_floor", t("ES: planned value reached", "DA : valeur planifiée atteinte"),
        max_over_rows("periods", this.pv_cum, this.pv_cum <= own.ev_local + HALF_CENT), AMOUNT, NONE,
        t("Planned value of the last month reached.", "Valeur planifiée du dernier mois atteint.")),
    Kpi("es_next", t("ES: planned value next", "DA : valeur planifiée suivante"),
        min_over_rows("periods", this.pv_cum, this.pv_cum > own.ev_local + HALF_CENT), AMOUNT, NONE,
        t("Planned value of the month after.", "Valeur planifiée du mois suivant.")),
    # Lipke, Schedule is Different, 2003.
    Kpi("es", t("ES (months)", "Délai acquis (earned schedule, mois)"),
        when(
            (nothing_planned, None),
            (this.pv_total <= 0, None),
            (all_earned, this.pd),
            (filled(this.pv_local) & filled(this.at) & (this.ev_local >= this.pv_local - HALF_CENT) & (this.ev_local <= this.pv_local + HALF_CENT), this.at),
            (this.ev_local <= HALF_CENT, min_of(this.es_reached, this.at)),
            (this.es_reached > this.es_passed, min_of(this.es_reached, max_of(this.es_passed + 1, this.at))),
            (_within_month & (this.ev_local < this.pv_local),
             this.es_reached + (this.at - this.es_reached) * (this.ev_local - or_zero(this.es_floor)) / (this.pv_local - or_zero(this.es_floor))),
            (_within_month & (this.ev_local > this.pv_local),
             this.at + (this.es_reached + 1 - this.at) * (this.ev_local - this.pv_local) / (this.es_next - this.pv_local)),
            otherwise=this.es_reached + (this.ev_local - or_zero(this.es_floor)) / (this.es_next - or_zero(this.es_floor)),
        ), RATIO, NONE,
        t("Earned schedule: the time by which today’s earned value was planned to be earned, read from the planned value by month and that of the status date. Months before the first and after the last planned month do not count. In months without planned value it goes no further than the status date.",
          "Délai acquis : le moment où la valeur acquise à ce jour aurait dû l’être, lu sur la valeur planifiée par mois et celle de la date d’arrêté. Les mois avant le premier et après le dernier mois planifié ne comptent pas. Sur une période sans valeur planifiée, il ne dépasse pas la date d’arrêté.")),
    Kpi("sv_t", t("SV(t) (months)", "Avance ou retard (mois)"), this.es - this.at, RATIO, NONE,
        t("ES − actual time; positive = ahead.", "Délai acquis − temps écoulé ; positif = avance."), Threshold(-0.5, -1.0)),
    Kpi("spi_t", t("SPI(t)", "IPD(t)"), this.es / this.at, RATIO, NONE,
        t("ES / actual time: unlike SPI it stays true at the end of a late project.",
          "Délai acquis / temps écoulé : contrairement à l’IPD, reste juste en fin de projet en retard."), Threshold(0.95, 0.90)),
    Kpi("ieac_t", t("IEAC(t) (months)", "Durée estimée à l’achèvement (mois)"), this.pd / this.spi_t, RATIO, MAX,
        t("Planned duration / SPI(t).", "Durée planifiée / IPD(t).")),
    Kpi("tspi", t("TSPI", "IPD requis"), when((this.pd > this.at, (this.pd - this.es) / (this.pd - this.at))), RATIO, NONE,
        t("(Planned duration − ES) / (planned duration − actual time). Blank once the planned duration is over: out of reach.",
          "(Durée planifiée − délai acquis) / (durée planifiée − temps écoulé). Vide une fois la durée planifiée écoulée : hors d’atteinte."),
        Threshold(1.05, 1.10, rising=False)),
)  # fmt: skip
