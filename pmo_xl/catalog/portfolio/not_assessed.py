"""Rules of the profession that are not assessed, and what each would need: said, so that nobody takes silence for a pass."""

from __future__ import annotations

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.table_rule import NotAssessed

LAST_PERIOD = t("the rows of the period before", "les lignes de la période précédente")
RESOURCES = t("resource demand and capacity", "un plan de charge et des capacités")
ACCOUNTS = t("the chart of accounts and cost centres", "le plan de comptes et les centres de coûts")
GATES = t("a business case with benefits and gates", "un dossier avec bénéfices et jalons décisionnels")


def _list(needs: Text, *rules: tuple[str, str, str]) -> tuple[NotAssessed, ...]:
    return tuple(NotAssessed(code, t(en, fr), needs) for code, en, fr in rules)


NOT_ASSESSED = (
    *_list(
        LAST_PERIOD,
        ("PLN-24", "% complete unchanged while work is booked", "% avancement inchangé alors que du travail est imputé"),
        ("PLN-25", "% complete lower than last period", "% avancement en baisse"),
        ("PLN-26", "Stuck at 90 % for three periods", "Bloqué à 90 % depuis trois périodes"),
        ("PLN-28", "Forecast finish moved without a word", "Fin prévisionnelle déplacée sans explication"),
        ("RSK-15", "Risk not updated for 60 days", "Risque non mis à jour depuis 60 jours"),
        ("BUD-13", "Accrual not reversed", "Charge à payer non extournée"),
    ),
    *_list(
        RESOURCES,
        ("XSH-05", "Labour cost and resource demand differ", "Coût de main-d’œuvre et plan de charge divergent"),
        ("XSH-06", "Remaining work and resource demand differ", "Reste à faire et plan de charge divergent"),
    ),
    *_list(
        ACCOUNTS,
        ("BUD-12", "Committed, served and not accrued", "Engagé, service fait, non provisionné"),
        ("BUD-18", "Management reserve inside the budget", "Réserve de management incluse dans le budget"),
        ("BUD-23", "Cost centre or account unknown", "Centre de coûts ou compte inconnu"),
    ),
    *_list(
        GATES,
        ("XSH-12", "A gate passed with an item not ready", "Un jalon décisionnel franchi sans tous ses critères"),
        ("XSH-14", "A benefit before go-live", "Un bénéfice avant la mise en service"),
    ),
    *_list(
        t("bands of probability and impact in the settings", "les bornes de probabilité et d’impact dans les réglages"),
        ("RSK-13", "Probability % or cost outside the band of its rating", "Probabilité % ou coût hors de la tranche de sa cotation"),
    ),
    *_list(
        t("a date of occurrence instead of a class of proximity", "une date de survenue au lieu d’une classe de proximité"),
        ("RSK-18", "Proximity past, the risk still open", "Échéance de survenue passée, risque toujours ouvert"),
    ),
    *_list(
        t("totals declared on the budget sheet", "des totaux déclarés sur la feuille Budget"),
        ("BUD-02", "A declared total that is not the sum of its lines", "Un total déclaré différent de la somme de ses lignes"),
    ),
    *_list(
        t("an agreed way to roll progress up", "une règle convenue de remontée de l’avancement"),
        ("PLN-19", "Summary progress other than the roll-up", "Avancement d’une récapitulative différent de sa remontée"),
    ),
)  # fmt: skip
