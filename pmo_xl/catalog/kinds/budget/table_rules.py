"""Budget lines among themselves, and against their months."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmo_xl.core.base.amounts import HALF_CENT, LEAST_DIVISOR
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.table_rule import Rows, TableRule, first_of_each, listed, named, on_many

if TYPE_CHECKING:
    import pandas as pd

LINES, MONTHS = "budget", "budget_months"
RESERVE = "contingency"
"""The category of a reserve: nobody knows in which months it will be needed."""
LEAST = 10_000.0
"""Below it a budget is hardly that of a project, and shares of it say little."""
SHARE = 1e-9
"""Shares that differ by less are the same."""


def _differs(left: pd.Series[float], right: pd.Series[float], limit: float) -> pd.Series[bool]:
    return (left - right).abs() > (right.abs() * limit).clip(lower=HALF_CENT)


def _months_differ(rows: Rows, monthly: str, line: str) -> pd.DataFrame:
    """Lines whose months do not add up to them; a project without months in that column is not judged.

    A contingency reserve may be in no month until it is spent.
    """
    import pandas as pd

    lines, months = rows[LINES], rows[MONTHS]
    given = months[months[monthly].notna()]
    lines = lines[lines["project_id"].isin(given["project_id"]) & lines[line].notna()]
    sums = given[monthly].groupby(named(given, "line_id")).sum()
    spread = pd.Series(
        sums.reindex(named(lines, "line_id")).fillna(0.0).to_numpy(dtype=float), index=lines.index
    )
    wrong = _differs(spread, lines[line].astype(float), rows.limit)
    if monthly != "actual":
        wrong &= ~((lines["category"] == RESERVE) & (spread == 0))
    return pd.DataFrame({"spread": spread[wrong], "line": lines.loc[wrong, line]})


def _unknown_lines(rows: Rows) -> pd.DataFrame:
    import pandas as pd

    months, lines = rows[MONTHS], rows[LINES]
    lost = months[~named(months, "line_id").isin(named(lines, "line_id"))]
    return pd.DataFrame({"id": lost["line_id"]})


def _lines_without_months(rows: Rows) -> pd.DataFrame:
    """Projects that plan some lines by month, and others that have a budget not at all."""
    months, lines = rows[MONTHS], rows[LINES]
    planned = months[months["pv"].notna()]
    budgeted = lines[
        (lines["bac"] > 0) & (lines["category"] != RESERVE) & lines["project_id"].isin(planned["project_id"])
    ]
    bare = ~named(budgeted, "line_id").isin(named(planned, "line_id"))
    return first_of_each(budgeted.loc[bare], ids=listed(budgeted.loc[bare], "line_id"))


def _unfunded(rows: Rows) -> pd.DataFrame:
    """Money to be spent, and no budget for it; or a budget below 0, of which no share can be taken."""
    budget, eac = rows.total(LINES, "bac"), rows.total(LINES, "eac")
    wrong = budget[((eac > HALF_CENT) & (budget <= LEAST_DIVISOR)) | (budget < -HALF_CENT)].index
    lines = rows[LINES]
    about = lines[lines["project_id"].isin(wrong) & ((lines["eac"] > 0) | (lines["bac"] < 0))]
    return first_of_each(about, eac=eac.round(2), budget=budget.round(2))


def _far_from_budget(rows: Rows, sign: int) -> pd.DataFrame:
    """Projects whose estimate at completion lies above (1) or below (-1) their budget by more than the limit."""
    budget, eac = rows.total(LINES, "bac"), rows.total(LINES, "eac")
    share = ((eac - budget) / budget)[budget >= LEAST] * sign
    wrong = share[share > rows.limit + SHARE]
    lines = rows[LINES]
    return first_of_each(
        lines[lines["project_id"].isin(wrong.index) & lines["eac"].notna()],
        share=(wrong * 100).round(), eac=eac.round(2), budget=budget.round(2),
    )  # fmt: skip


def _unbalanced_transfers(rows: Rows) -> pd.DataFrame:
    lines = rows[LINES]
    sums = rows.total(LINES, "transfers")
    wrong = sums[sums.abs() > HALF_CENT]
    moved = lines[lines["transfers"].notna() & lines["project_id"].isin(wrong.index)]
    return first_of_each(moved, sum=wrong)


def _over_committed(rows: Rows) -> pd.DataFrame:
    committed, budget = rows.total(LINES, "committed"), rows.total(LINES, "bac")
    wrong = committed[committed > budget + HALF_CENT]
    lines = rows[LINES]
    held = lines[lines["committed"].notna() & lines["project_id"].isin(wrong.index)]
    return first_of_each(held, committed=wrong, budget=budget)


def _mechanical(rows: Rows) -> pd.DataFrame:
    """Lines in progress whose estimate to complete is exactly what is left of the budget."""
    lines = rows[LINES]
    running = lines[(lines["actual"] > 0) & (lines["etc"] > 0)]
    left = running["bac"].astype(float) - running["actual"].astype(float)
    same = running[(running["etc"].astype(float) - left).abs() <= HALF_CENT]
    return on_many(same, rows.limit)


def _nothing_ahead(rows: Rows) -> pd.DataFrame:
    """Money to come, and no month ahead that says when."""
    import pandas as pd

    months, lines = rows[MONTHS], rows[LINES]
    ahead = months[(months["forecast"].fillna(0) > 0) & (months["period"] > months["status_date"])]
    soon = ahead[ahead["period"] <= ahead["status_date"] + pd.Timedelta(days=92)]
    waiting = lines[(lines["etc"] > 0) & ~lines["project_id"].isin(soon["project_id"])]
    used = months.loc[months["forecast"].notna(), "project_id"]
    return first_of_each(waiting[waiting["project_id"].isin(used)])


def _hockey_stick(rows: Rows) -> pd.DataFrame:
    """More than the limit of the forecast in the last fifth of the months ahead."""
    months = rows[MONTHS]
    ahead = months[(months["period"] > months["status_date"]) & (months["forecast"] > 0)]
    by_month = ahead.groupby(["project_id", "period"], as_index=False)["forecast"].sum()
    sizes = by_month.groupby("project_id")["period"].transform("size")
    rank = by_month.groupby("project_id")["period"].rank(method="first")
    late = by_month[(sizes >= 5) & (rank > sizes * 0.8)]
    share = late.groupby("project_id")["forecast"].sum() / by_month.groupby("project_id")["forecast"].sum()
    share = share[share > rows.limit]
    last = ahead.sort_values("period", ascending=False)
    return first_of_each(last[last["project_id"].isin(share.index)], share=(share * 100).round())


def _underspent(rows: Rows) -> pd.DataFrame:
    """Projects that have spent less than the limit of what was planned to date, and say nothing about it."""
    months, lines = rows[MONTHS], rows[LINES]
    past = months[months["period"] <= months["status_date"]]
    sums = past.groupby("project_id")[["pv", "actual"]].sum()
    share = (sums["actual"] / sums["pv"])[sums["pv"] > 0]
    share = share[share < rows.limit]
    silent = lines.loc[lines["comment"].notna(), "project_id"]
    return first_of_each(
        lines[lines["project_id"].isin(share.index) & ~lines["project_id"].isin(silent)],
        share=(share * 100).round(),
    )


def _monthly(at: str, monthly: str, what_en: str, what_fr: str) -> TableRule:
    return TableRule(
        "BUD-04", LINES, at,
        t(f"{what_en} by month is {{spread}}, on the line {{line}}", f"{what_fr} par mois : {{spread}} ; sur la ligne : {{line}}"),
        t("Correct the months or the line until they agree.", "Corrigez les mois ou la ligne jusqu’à ce qu’ils concordent."),
        lambda rows: _months_differ(rows, monthly, at), Severity.ERROR, reads=(LINES, MONTHS),
        cells=(f"budget.{at}", f"budget_months.{monthly}"), limit=0.0001,
    )  # fmt: skip


TABLE_RULES = (
    _monthly("bac", "pv", "Planned", "Planifié"),
    _monthly("actual", "actual", "Actual cost", "Réalisé"),
    _monthly("etc", "forecast", "Forecast", "Prévision"),
    TableRule(
        "BUD-07", LINES, "committed",
        t("The project has committed {committed}, more than its budget of {budget}",
          "Le projet a engagé {committed}, plus que son budget de {budget}"),
        t("Check the commitments, or have the budget changed.", "Vérifiez les engagements, ou faites réviser le budget."),
        _over_committed, Severity.ERROR, reads=(LINES,), cells=("budget.committed", "budget.bac"),
    ),
    TableRule(
        "BUD-26", LINES, "line_id",
        t("These lines are not planned by month, while others are: {ids}. The planned value comes from the plan where that is complete, else it is unknown",
          "Ces lignes ne sont pas planifiées par mois, alors que d’autres le sont : {ids}. La valeur planifiée est tirée du planning s’il est complet, sinon elle est inconnue"),
        t("Spread the budget of these lines over the months as well.", "Répartissez aussi le budget de ces lignes sur les mois."),
        _lines_without_months, reads=(LINES, MONTHS), cells=("budget.bac", "budget_months.pv"),
    ),
    TableRule(
        "BUD-27", LINES, "bac0",
        t("The estimate at completion is {eac}, on a budget of {budget}: no share of it can be taken",
          "L’atterrissage est de {eac}, pour un budget de {budget} : aucun taux ne peut s’y rapporter"),
        t("Enter the approved budget, or remove what is not funded.", "Saisissez le budget validé, ou retirez ce qui n’est pas financé."),
        _unfunded, reads=(LINES,), cells=("budget.bac", "budget.eac"),
    ),
    TableRule(
        "BUD-28", LINES, "etc",
        t("The estimate at completion of {eac} is {share} % above the budget of {budget}", "L’atterrissage de {eac} dépasse de {share} % le budget de {budget}"),
        t("Have the budget revised, or say how the estimate at completion will come down.", "Faites réviser le budget, ou indiquez comment l’atterrissage sera ramené au budget."),
        lambda rows: _far_from_budget(rows, 1), reads=(LINES,), cells=("budget.bac", "budget.eac"), limit=0.2,
    ),
    TableRule(
        "BUD-28", LINES, "etc",
        t("The estimate at completion of {eac} is {share} % below the budget of {budget}", "L’atterrissage de {eac} est inférieur de {share} % au budget de {budget}"),
        t("Check the estimate to complete, or release the budget that is not needed.", "Vérifiez le reste à faire, ou restituez le budget non nécessaire."),
        lambda rows: _far_from_budget(rows, -1), reads=(LINES,), cells=("budget.bac", "budget.eac"), limit=0.2,
    ),
    TableRule(
        "BUD-09", LINES, "etc",
        t("On {n} lines the estimate to complete is exactly budget minus actual: it was not re-estimated",
          "Sur {n} lignes le reste à faire est exactement budget moins réalisé : il n’a pas été ré-estimé"),
        t("Ask what the remaining work will cost, line by line.", "Demandez ce que coûtera le travail restant, ligne par ligne."),
        _mechanical, reads=(LINES,), whole=False, cells=("budget.bac", "budget.eac"), limit=3,
    ),
    TableRule(
        "BUD-14", LINES, "transfers",
        t("Transfers between lines add up to {sum}, not 0", "Les virements entre lignes totalisent {sum}, et non 0"),
        t("Enter the other side of each transfer; new money is an approved change.",
          "Saisissez la contrepartie de chaque virement ; de l’argent nouveau est un avenant."),
        _unbalanced_transfers, Severity.ERROR, reads=(LINES,), cells=("budget.transfers",),
    ),
    TableRule(
        "BUD-21", MONTHS, "forecast",
        t("{share} % of the forecast lies in the last months", "{share} % de la prévision tombe dans les derniers mois"),
        t("Spread the forecast over the months in which the work will be done.",
          "Répartissez la prévision sur les mois où le travail sera réalisé."),
        _hockey_stick, reads=(MONTHS,), cells=("budget_months.forecast",), limit=0.5,
    ),
    TableRule(
        "BUD-22", LINES, "actual",
        t("Only {share} % of what was planned to date is spent, and no comment says why",
          "Seuls {share} % du planifié à date sont dépensés, et aucun commentaire ne l’explique"),
        t("Check that every booking is in, or explain the delay in a comment.",
          "Vérifiez que toutes les imputations y sont, ou expliquez le retard en commentaire."),
        _underspent, reads=(LINES, MONTHS), cells=("budget.comment", "budget_months.pv", "budget_months.actual"), limit=0.5,
    ),
    TableRule(
        "BUD-24", LINES, "etc",
        t("No month of the next quarter has a forecast", "Aucun mois du prochain trimestre n’a de prévision"),
        t("Spread the estimate to complete over the months to come.", "Répartissez le reste à faire sur les mois à venir."),
        _nothing_ahead, Severity.INFO, reads=(LINES, MONTHS), cells=("budget.etc", "budget_months.forecast"),
    ),
    TableRule(
        "XSH-09", MONTHS, "line_id",
        t("Line {id} is not on the budget sheet", "La ligne {id} n’est pas dans la feuille Budget"),
        t("Correct the line, or add it to the budget.", "Corrigez la ligne, ou ajoutez-la au budget."),
        _unknown_lines, Severity.ERROR, reads=(LINES, MONTHS), cells=("budget.line_id", "budget_months.line_id"),
    ),
)  # fmt: skip
