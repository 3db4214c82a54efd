"""Cost: what was granted, committed, spent and is still to be spent, at the budget rate."""

from __future__ import annotations

from pmo_xl.catalog.kinds.budget.choices import CapexOpex
from pmo_xl.catalog.kinds.budget.tables import is_purchase
from pmo_xl.catalog.kinds.project import IS_CLOSED
from pmo_xl.core.base.amounts import HALF_CENT
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Kpi
from pmo_xl.core.definition.measures import AMOUNT, PERCENT, RATIO, RECOMPUTE, SUM, money, money_given, over
from pmo_xl.core.expr.algebra import at, filled, max_of, this, when
from pmo_xl.core.expr.nodes import Expr


def _where_months_add_up(where: Expr) -> Expr:
    """Actual cost of some months, where all months hold what the lines say was spent: partly known is not known."""
    apart = max_of(this.ac - this.ac_by_month, this.ac_by_month - this.ac)
    whole = apart <= max_of(max_of(this.ac, 0 - this.ac) * 0.01, HALF_CENT)
    return when((whole, money_given("budget_months", this.actual, where)))


_reserve = when(
    (filled(this.contingency) & filled(this.contingency_drawn),
     when((IS_CLOSED, 0), otherwise=this.contingency - this.contingency_drawn)),
)  # fmt: skip
"""What is left of the reserve; that of a closed project has gone back."""

KPIS = (
    Kpi("bac0", t("Initial budget", "Budget initial"), money("budget", this.bac0), AMOUNT, SUM,
        t("Sum of the initial budgets of all lines.", "Somme des budgets initiaux des lignes.")),
    Kpi("changes", t("Approved changes", "Avenants validés"), money_given("budget", this.changes_approved), AMOUNT, SUM,
        t("Sum of the approved changes of all lines.", "Somme des avenants validés des lignes.")),
    Kpi("transfers", t("Transfers", "Virements"), money_given("budget", this.transfers), AMOUNT, SUM,
        t("Between lines of a project: 0 in all.", "Entre lignes d’un projet : 0 au total.")),
    Kpi("bac", t("BAC", "BAC"), money("budget", this.bac), AMOUNT, SUM,
        t("Budget at completion: initial budget + approved changes + transfers.",
          "Budget à l’achèvement : budget initial + avenants validés + virements.")),
    Kpi("bac_capex", t("CAPEX budget", "Budget CAPEX"), money("budget", this.bac, this.capex_opex == CapexOpex.CAPEX), AMOUNT, SUM,
        t("Part of the BAC that is capitalised.", "Part du BAC immobilisée.")),
    Kpi("capex_share", t("CAPEX share", "Part CAPEX"), over(this.bac_capex, this.bac), PERCENT, RECOMPUTE,
        t("CAPEX budget / BAC.", "Budget CAPEX / BAC.")),
    Kpi("management_reserve", t("Management reserve", "Réserve de management"), money("projects", this.management_reserve), AMOUNT, SUM,
        t("For what nobody foresaw; outside the BAC.", "Pour l’imprévu ; hors BAC.")),
    Kpi("budget_total", t("Total allocated budget", "Budget total alloué"), this.bac + this.management_reserve, AMOUNT, SUM,
        t("BAC + management reserve; blank where the reserve is not stated (0 where there is none).",
          "BAC + réserve de management ; vide si la réserve n’est pas indiquée (0 s’il n’y en a pas).")),
    Kpi("contingency", t("Contingency", "Provision pour aléas"), money("projects", this.contingency_initial), AMOUNT, SUM,
        t("Reserve for identified risks, inside the BAC.", "Provision pour risques identifiés, dans le BAC.")),
    Kpi("contingency_drawn", t("Contingency drawn", "Provision consommée"), money("projects", this.contingency_drawn), AMOUNT, SUM,
        t("What of the contingency has been used.", "Ce qui a été utilisé de la provision.")),
    Kpi("contingency_left", t("Contingency left", "Provision restante"), _reserve, AMOUNT, SUM,
        t("Contingency − contingency drawn, 0 once the project is closed; blank where nobody says what was drawn.",
          "Provision − provision consommée, 0 une fois le projet clos ; vide si la consommation n’est pas indiquée.")),
    Kpi("committed", t("Committed", "Engagé"), money("budget", this.committed, each=is_purchase), AMOUNT, SUM,
        t("Orders placed, spent or not; blank where a purchase line does not state it.", "Commandes passées, dépensées ou non ; vide si une ligne d’achats ne l’indique pas.")),
    Kpi("invoiced", t("Invoiced", "Facturé"), money("budget", this.invoiced, each=is_purchase), AMOUNT, SUM,
        t("Invoices received.", "Factures reçues.")),
    Kpi("paid", t("Paid", "Payé"), money("budget", this.paid, each=is_purchase), AMOUNT, SUM,
        t("Invoices paid.", "Factures payées.")),
    Kpi("accruals", t("Accruals", "Charges à payer (FNP)"), money("budget", this.accruals, each=is_purchase), AMOUNT, SUM,
        t("Work received and not yet invoiced; part of the actual cost.", "Service fait non facturé ; inclus dans le réalisé.")),
    Kpi("ac", t("AC", "CR"), money("budget", this.actual), AMOUNT, SUM,
        t("Actual cost of the work done, accruals included.", "Coût réel du travail fait, charges à payer incluses.")),
    Kpi("etc", t("ETC", "Reste à faire"), money("budget", this.etc), AMOUNT, SUM,
        t("Estimate to complete, re-estimated line by line.", "Reste à faire, ré-estimé ligne à ligne.")),
    Kpi("commitment_rate", t("Commitment rate", "Taux d’engagement"), over(this.committed, this.bac), PERCENT, RECOMPUTE,
        t("Committed / BAC.", "Engagé / BAC.")),
    Kpi("pct_spent", t("% spent", "% consommé"), over(this.ac, this.bac), PERCENT, RECOMPUTE,
        t("AC / BAC, the consumption rate.", "CR / BAC, le taux de consommation.")),
    Kpi("remaining_to_commit", t("Remaining to commit", "Reste à engager"),
        money("budget", this.remaining_to_commit, each=is_purchase), AMOUNT, SUM,
        t("Sum over lines of EAC − committed, at least 0.", "Somme par ligne de l’atterrissage − engagé, au moins 0.")),
    Kpi("remaining_to_pay", t("Remaining to pay", "Reste à payer"), money("budget", this.remaining_to_pay, each=is_purchase), AMOUNT, SUM,
        t("Committed − paid.", "Engagé − payé.")),
    Kpi("ac_by_month", t("AC by month", "CR par mois"), money_given("budget_months", this.actual), AMOUNT, SUM,
        t("Actual cost of all months, as far as it is given by month.", "Réalisé de tous les mois, pour autant qu’il soit ventilé par mois.")),
    Kpi("burn", t("Spent in the month", "Dépense du mois"), _where_months_add_up(this.period == at.status_month), AMOUNT, SUM,
        t("Actual cost of the month of the status date; blank where the months do not add up to the AC within 1 %.",
          "Réalisé du mois de la date d’arrêté ; vide si les mois ne totalisent pas le CR à 1 % près.")),
    Kpi("burn_3m", t("Burn rate (3 months)", "Rythme de dépense (3 mois)"),
        _where_months_add_up((this.period >= at.window_start) & (this.period <= at.status_month)) / 3, AMOUNT, SUM,
        t("Mean monthly actual cost of the last three months; blank where the months do not add up to the AC within 1 %.",
          "Réalisé mensuel moyen des trois derniers mois ; vide si les mois ne totalisent pas le CR à 1 % près.")),
    Kpi("runway", t("Runway (months)", "Mois de budget restants"), over(this.bac - this.ac, this.burn_3m), RATIO, RECOMPUTE,
        t("(BAC − AC) / burn rate: how long the budget lasts at this pace.",
          "(BAC − CR) / rythme de dépense : combien de temps tient le budget à ce rythme.")),
)  # fmt: skip
