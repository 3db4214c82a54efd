"""The budget: one row per line, and one row per line and month; costs positive, in the project's currency."""

from __future__ import annotations

from pmo_xl.catalog.kinds.budget import vocabulary as words
from pmo_xl.catalog.kinds.budget.choices import CapexOpex, CostCategory, RunBuild
from pmo_xl.core.base.amounts import HALF_CENT
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import FULL, LIGHT, amount, choice, month, signed_amount, text
from pmo_xl.core.definition.model import Rule, Table
from pmo_xl.core.expr.algebra import at, count, filled, max_of, month_end, or_zero, this, workdays_between
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.expr.typed_cells import Among, NumbersIn, SumUnder

SAME = 0.0001
"""The share of a line by which its months may differ from it."""

LINE = t("Line", "Ligne")
BUDGET = t("Budget", "Budget")
SPENT = t("Committed and spent", "Engagé et réalisé")
FORECAST = t("Forecast", "Prévision")
COMPUTED = t("Calculated", "Calculé")
MORE = t("More", "Compléments")
MONTH = t("Month", "Mois")
AMOUNTS = t("Amounts of the month", "Montants du mois")


is_purchase = (this.category != CostCategory.LABOUR_INTERNAL) & (this.category != CostCategory.CONTINGENCY)
"""A line that is ordered, invoiced and paid: internal labour and a reserve are not, and may leave these blank."""


_is_reserve = filled(this.category) & (this.category == CostCategory.CONTINGENCY)
"""Nobody knows in which months a contingency reserve will be needed."""


def _months_add_up(line: Expr, monthly: str, at: str, en: str, fr: str) -> Rule:
    """Whether the months of a line add up to it, in a workbook that has months in that column.

    A contingency reserve may be in no month until it is spent.
    """
    months = SumUnder(this.line_id, "budget_months", "line_id", monthly)
    room = max_of(max_of(line, -1 * line) * SAME, HALF_CENT)
    agrees = (months <= line + room) & (months >= line - room)
    if monthly != "actual":
        agrees = agrees | (_is_reserve & (months == 0))
    return Rule(
        "BUD-04",
        (NumbersIn("budget_months", monthly) == 0) | agrees,
        at=at,
        says=t(en, fr),
        fix=t("Correct the months or the line until they agree.", "Corrigez les mois ou la ligne jusqu’à ce qu’ils concordent."),
    )  # fmt: skip


class Budget(Table):
    """What each line was granted, has cost, is committed, and will cost in the end."""

    key, heading = "budget", t("Budget", "Budget")
    identity = ("line_id",)
    vocabulary = words.BUDGET

    line_id = text(
        "Line", "Ligne", t("A code that no other line has.", "Un code propre à cette ligne."),
        required=LIGHT, max_length=20, band=LINE, width=9, example="L01",
    )  # fmt: skip
    description = text("Description", "Libellé", max_length=200, band=LINE, width=32,
                       example=t("Development team", "Équipe de développement"))  # fmt: skip
    category = choice(
        CostCategory, "Category", "Nature", required=LIGHT, band=LINE, width=20, example="labour_external"
    )
    capex_opex = choice(
        CapexOpex, "CAPEX/OPEX", "CAPEX/OPEX", required=LIGHT, band=LINE, width=11, example="capex"
    )
    bac0 = amount(
        "Initial budget", "Budget initial", t("First approved budget of the line.", "Premier budget validé de la ligne."),
        required=LIGHT, band=BUDGET, width=14, example=300000.0,
    )  # fmt: skip
    changes_approved = signed_amount(
        "Approved changes", "Avenants validés", t("Funded changes, plus or minus.", "Évolutions financées, en plus ou en moins."),
        band=BUDGET, width=14, example=20000.0,
    )  # fmt: skip
    transfers = signed_amount(
        "Transfers", "Virements", t("Between lines of the project; they add up to 0.", "Entre lignes du projet ; leur somme est nulle."),
        band=BUDGET, width=13,
    )  # fmt: skip
    committed = amount(
        "Committed", "Engagé", t("Orders placed, spent or not.", "Commandes passées, dépensées ou non."),
        required=FULL, band=SPENT, width=14, example=250000.0,
    )  # fmt: skip
    actual = signed_amount(
        "Actual cost", "Réalisé",
        t("Cost recognised to date, accruals included.", "Coût constaté à date, charges à payer incluses."),
        required=LIGHT, band=SPENT, width=14, example=140000.0,
    )  # fmt: skip
    etc = amount(
        "Estimate to complete", "Reste à faire",
        t("What the remaining work will cost, re-estimated, not budget minus actual.",
          "Ce que coûtera le travail restant, ré-estimé, et non budget moins réalisé."),
        required=LIGHT, band=FORECAST, width=14, example=190000.0,
    )  # fmt: skip

    bac = signed_amount(
        "Current budget", "Budget révisé",
        t("Initial budget + approved changes + transfers (BAC).", "Budget initial + avenants + virements (BAC)."),
        band=COMPUTED, width=14, formula=this.bac0 + or_zero(this.changes_approved) + or_zero(this.transfers),
    )  # fmt: skip
    eac = signed_amount(
        "Estimate at completion", "Atterrissage",
        t("Actual cost + estimate to complete (EAC).", "Réalisé + reste à faire (EAC)."),
        band=COMPUTED, width=14, formula=this.actual + this.etc,
    )  # fmt: skip
    vac = signed_amount(
        "Variance at completion", "Écart à l’achèvement",
        t("Current budget − estimate at completion; positive = favourable.",
          "Budget révisé − atterrissage ; positif = favorable."),
        band=COMPUTED, width=14, formula=this.bac - this.eac,
    )  # fmt: skip
    remaining_to_commit = amount(
        "Remaining to commit", "Reste à engager",
        t("Estimate at completion − committed, at least 0.", "Atterrissage − engagé, au moins 0."),
        band=COMPUTED, width=14, formula=max_of(this.eac - this.committed, 0),
    )  # fmt: skip

    wbs = text("WBS", "Code OTP", required=FULL, max_length=40, band=MORE, folded=True, width=10)
    run_build = choice(RunBuild, "Build or run", "Build ou run", band=MORE, folded=True)
    cost_centre = text("Cost centre", "Centre de coûts", max_length=40, band=MORE, folded=True)
    gl_account = text("Account", "Compte comptable", max_length=40, band=MORE, folded=True)
    supplier = text("Supplier", "Fournisseur", max_length=80, band=MORE, folded=True, width=20)
    contract_no = text("Contract", "Contrat", max_length=40, band=MORE, folded=True)
    invoiced = amount("Invoiced", "Facturé", band=MORE, folded=True)
    paid = amount("Paid", "Payé", band=MORE, folded=True)
    remaining_to_pay = signed_amount(
        "Remaining to pay", "Reste à payer", t("Committed − paid.", "Engagé − payé."),
        band=MORE, folded=True, formula=this.committed - this.paid,
    )  # fmt: skip
    accruals = amount("Accruals", "Charges à payer (FNP)", required=FULL, band=MORE, folded=True)
    etc_opt = amount(
        "To complete, optimistic", "Reste à faire optimiste",
        t("The least that the remaining work may cost; the estimate to complete is the most likely.",
          "Le moins que peut coûter le travail restant ; le reste à faire est le plus probable."),
        band=MORE, folded=True, width=14,
    )  # fmt: skip
    etc_pess = amount(
        "To complete, pessimistic", "Reste à faire pessimiste",
        t("The most that the remaining work may cost, known risks aside: these stand in the risk register.",
          "Le plus que peut coûter le travail restant, hors risques identifiés, qui figurent au registre."),
        band=MORE, folded=True, width=14,
    )  # fmt: skip
    comment = text(
        "Comment", "Commentaire", t("Explains an overrun or a credit note.", "Explique un dépassement ou un avoir."),
        max_length=500, band=MORE, folded=True, width=30,
    )  # fmt: skip

    rules = (
        Rule(
            "BUD-10", (this.actual >= 0) | filled(this.comment), at="actual",
            says=t("Negative actual cost without a comment", "Réalisé négatif sans commentaire"),
            fix=t("Correct the amount, or explain the credit note in the comment.",
                  "Corrigez le montant, ou expliquez l’avoir en commentaire."),
        ),
        Rule(
            "BUD-06",
            (this.category == CostCategory.LABOUR_INTERNAL) | (this.actual <= this.committed),
            at="actual",
            says=t("Spent more than committed", "Réalisé supérieur à l’engagé"),
            fix=t("Check the orders: purchases are committed before they are spent.",
                  "Vérifiez les commandes : un achat s’engage avant de se dépenser."),
            severity=Severity.WARNING,
        ),
        Rule(
            "BUD-07", this.committed <= this.bac, at="committed",
            says=t("Committed more than the budget", "Engagé supérieur au budget"),
            fix=t("Check the commitment, or have the budget changed.", "Vérifiez l’engagement, ou faites réviser le budget."),
            severity=Severity.WARNING,
        ),
        Rule(
            "BUD-08", (this.eac <= this.bac) | filled(this.comment), at="etc",
            says=t("Estimate at completion above budget without a comment", "Atterrissage supérieur au budget sans commentaire"),
            fix=t("Explain the overrun, or name the change request.", "Expliquez le dépassement, ou citez la demande de changement."),
            severity=Severity.WARNING,
        ),
        Rule(
            "BUD-30", this.etc_opt <= this.etc, at="etc_opt",
            says=t("Optimistic estimate above the estimate to complete", "Estimation optimiste supérieure au reste à faire"),
            fix=t("Enter them in ascending order: optimistic, to complete, pessimistic.",
                  "Saisissez-les par ordre croissant : optimiste, reste à faire, pessimiste."),
            severity=Severity.WARNING,
        ),
        Rule(
            "BUD-30", this.etc <= this.etc_pess, at="etc_pess",
            says=t("Pessimistic estimate below the estimate to complete", "Estimation pessimiste inférieure au reste à faire"),
            fix=t("Enter them in ascending order: optimistic, to complete, pessimistic.",
                  "Saisissez-les par ordre croissant : optimiste, reste à faire, pessimiste."),
            severity=Severity.WARNING,
        ),
        Rule(
            "BUD-15",
            (this.capex_opex != CapexOpex.CAPEX)
            | ((this.category != CostCategory.TRAINING) & (this.category != CostCategory.TRAVEL)),
            at="capex_opex",
            says=t("Training or travel as CAPEX", "Formation ou déplacements en CAPEX"),
            fix=t("These are expensed: choose OPEX.", "Ce sont des charges : choisissez OPEX."),
            severity=Severity.WARNING,
        ),
    )  # fmt: skip

    live = (
        _months_add_up(this.bac, "pv", "bac0", "Months planned are not the budget", "Mois planifiés différents du budget"),
        _months_add_up(this.actual, "actual", "actual", "Actual months are not the actual cost", "Réalisés par mois différents du réalisé"),
        _months_add_up(this.etc, "forecast", "etc", "Forecast months are not the estimate to complete", "Prévisions par mois différentes du reste à faire"),
        Rule(
            "XSH-04",
            ~filled(this.wbs) | (count("plan", where=filled(this.wbs)) == 0) | Among(this.wbs, "plan", "wbs", "."),
            at="wbs",
            says=t("WBS that is not in the plan", "Code OTP absent du planning"),
            fix=t("Correct the code, or add the work package to the plan.", "Corrigez le code, ou ajoutez l’OTP au planning."),
        ),
    )  # fmt: skip


class BudgetMonths(Table):
    """How each line spreads over the months: planned, actual, forecast, committed."""

    key, heading = "budget_months", t("Budget by month", "Budget par mois")
    identity = ("line_id", "period")
    vocabulary = words.BUDGET_MONTHS

    line_id = text("Line", "Ligne", t("A line of the budget sheet.", "Une ligne de la feuille Budget."),
                   required=LIGHT, max_length=20, band=MONTH, width=9, example="L01")  # fmt: skip
    period = month("Month", "Mois", required=LIGHT, band=MONTH, width=11, example="2026-03-01")
    pv = amount(
        "Planned", "Planifié", t("Budget of the work planned in the month (planned value).",
                                 "Budget du travail prévu dans le mois (valeur planifiée)."),
        band=AMOUNTS, width=14, example=50000.0,
    )  # fmt: skip
    actual = signed_amount("Actual", "Réalisé", band=AMOUNTS, width=14, example=48000.0)
    forecast = amount(
        "Forecast", "Prévision", t("What the months after the status date will cost.",
                                   "Ce que coûteront les mois postérieurs à la date d’arrêté."),
        band=AMOUNTS, width=14,
    )  # fmt: skip
    committed = amount("Committed", "Engagé", band=AMOUNTS, width=14)

    rules = (
        Rule(
            "BUD-03", (this.actual == 0) | (this.period <= at.status_date), at="actual",
            says=t("Actual cost after the status date", "Réalisé postérieur à la date d’arrêté"),
            fix=t("Move it to the forecast, or correct the month.", "Passez-le en prévision, ou corrigez le mois."),
        ),
        Rule(
            # A month is closed on its last working day: what is left of it is a weekend or a holiday.
            "BUD-25", (this.forecast == 0) | (workdays_between(at.status_date, month_end(this.period)) > 0), at="forecast",
            says=t("Forecast in a closed month: the estimate at completion is overstated by it",
                   "Prévision dans un mois clos : l’atterrissage est surévalué d’autant"),
            fix=t("Move it to a later month, or clear it and lower the estimate to complete of the line, which counts as typed.",
                  "Reportez-la sur un mois à venir, ou effacez-la et réduisez le reste à faire de la ligne, qui compte tel que saisi."),
        ),
    )  # fmt: skip
    live = (
        Rule(
            "XSH-09", Among(this.line_id, "budget", "line_id"), at="line_id",
            says=t("Line that is not on the budget sheet", "Ligne absente de la feuille Budget"),
            fix=t("Correct the line, or add it to the budget.", "Corrigez la ligne, ou ajoutez-la au budget."),
        ),
    )  # fmt: skip
