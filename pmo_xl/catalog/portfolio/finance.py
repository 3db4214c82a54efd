"""What finance asks beside: currencies, how good the forecasts were, what the contingency still covers."""

from __future__ import annotations

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.kpi import Kpi, Threshold
from pmo_xl.core.definition.measures import AMOUNT, NONE, PERCENT, RATIO, RECOMPUTE, SUM, at_index, over, then
from pmo_xl.core.expr.algebra import complete_total, max_of, this
from pmo_xl.core.expr.nodes import Ref


def _local(key: str, label: Text, column: Ref) -> Kpi:
    named = t("{label} (own currency)", "{label} (devise du projet)").fill(label=label)
    meaning = t("In the project’s currency, as returned; not added across currencies.",
                "Dans la devise du projet, tel que rendu ; non additionné entre devises.")  # fmt: skip
    return Kpi(key, named, complete_total("budget", column), AMOUNT, NONE, meaning)


def _accuracy(months: int, ahead: Text) -> tuple[Kpi, ...]:
    """What was forecast so many months ago for the months since, against what they cost."""
    forecast, spent, error = (Ref(f"{name}_{months}m") for name in ("forecast", "spent", "error"))
    return (
        Kpi(forecast.key, t("Forecast for {ahead}", "Prévision pour {ahead}").fill(ahead=ahead),
            then(Ref(f"forecast_{months}m"), months), AMOUNT, SUM,
            t("What the master of then forecast for the months since.", "Ce que le classeur consolidé d’alors prévoyait pour les mois écoulés depuis.")),
        Kpi(spent.key, t("Spent in {ahead}", "Dépensé sur {ahead}").fill(ahead=ahead),
            this.ac - then(this.ac, months), AMOUNT, SUM,
            t("Actual cost now − actual cost then.", "Réalisé actuel − réalisé d’alors.")),
        Kpi(error.key, t("Forecast error over {ahead}", "Erreur de prévision sur {ahead}").fill(ahead=ahead),
            max_of(forecast - spent, spent - forecast), AMOUNT, SUM,
            t("Difference of the two, without its sign.", "Différence des deux, sans son signe.")),
        Kpi(f"accuracy_{months}m", t("Forecast accuracy, {ahead}", "Fiabilité de prévision, {ahead}").fill(ahead=ahead),
            1 - over(error, spent), PERCENT, RECOMPUTE,
            t("1 − error / spent; blank where nothing was spent. Portfolio: of the sums, not a mean of percentages.",
              "1 − erreur / dépensé ; vide si rien n’a été dépensé. Portefeuille : sur les sommes, non une moyenne de pourcentages."), Threshold(0.90, 0.80)),
        Kpi(f"bias_{months}m", t("Forecast bias, {ahead}", "Biais de prévision, {ahead}").fill(ahead=ahead),
            over(forecast - spent, spent), PERCENT, RECOMPUTE,
            t("(Forecast − spent) / spent; positive = too much was forecast.",
              "(Prévision − dépensé) / dépensé ; positif = prévision trop haute.")),
    )  # fmt: skip


FINANCE_KPIS = (
    _local("bac_local", t("BAC", "BAC"), this.bac),
    _local("ac_local", t("AC", "CR"), this.actual),
    _local("etc_local", t("ETC", "Reste à faire"), this.etc),
    _local("eac_local", t("EAC", "Atterrissage"), this.eac),
    Kpi("fx_actual", t("FX effect on actuals", "Effet de change sur le réalisé"),
        complete_total("budget", this.actual) * (this.rate_average - this.rate), AMOUNT, SUM,
        t("Actual cost × (average rate − budget rate); positive = costs more.",
          "Réalisé × (cours moyen − cours budget) ; positif = coûte plus.")),
    Kpi("fx_etc", t("FX effect on cost to complete", "Effet de change sur le reste à faire"),
        complete_total("budget", this.etc) * (this.rate_closing - this.rate), AMOUNT, SUM,
        t("Estimate to complete × (closing rate − budget rate); positive = costs more.",
          "Reste à faire × (cours de clôture − cours budget) ; positif = coûte plus.")),
    Kpi("fx", t("FX effect", "Effet de change"), this.fx_actual + this.fx_etc, AMOUNT, SUM,
        t("What exchange rates add to the estimate at completion, apart from the project’s own performance.",
          "Ce que les cours de change ajoutent à l’atterrissage, indépendamment de la performance du projet.")),
    Kpi("eac_current", t("EAC at current rates", "Atterrissage aux cours actuels"), this.eac + this.fx, AMOUNT, SUM,
        t("EAC + FX effect: actuals at the average rate, the rest at the closing rate.",
          "Atterrissage + effet de change : réalisé au cours moyen, reste à faire au cours de clôture.")),
    *_accuracy(1, t("1 month", "1 mois")),
    *_accuracy(3, t("3 months", "3 mois")),
    Kpi("execution", t("Execution of the month", "Exécution du mois"), over(this.spent_1m, this.forecast_1m), PERCENT, RECOMPUTE,
        t("Spent in 1 month (actual cost now − that of a month ago) / what was forecast then for the month to come.",
          "Dépensé sur 1 mois (réalisé actuel − réalisé d’il y a un mois) / prévision faite alors pour le mois à venir.")),
    Kpi("contingency_cover", t("Contingency cover", "Couverture par la provision"), over(this.contingency_left, this.exposure), RATIO, RECOMPUTE,
        t("Contingency left / expected value of open threats.", "Provision restante / valeur attendue des menaces ouvertes."), Threshold(1.0, 0.8)),
    Kpi("contingency_burn", t("Contingency burn", "Consommation de la provision"),
        at_index(over(this.contingency_drawn, this.contingency), over(this.ev, this.bac)), RATIO, RECOMPUTE,
        t("Share of the contingency used / % complete; above 1 it will not last.",
          "Part de la provision consommée / % avancement ; au-delà de 1, elle ne suffira pas."), Threshold(1.0, 1.25, rising=False)),
)  # fmt: skip
