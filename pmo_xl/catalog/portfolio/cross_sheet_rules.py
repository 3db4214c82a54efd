"""The sheets of one project against each other, whatever files they came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import fold, t
from pmo_xl.core.definition import table_rule
from pmo_xl.core.definition.table_rule import Rows, TableRule, first_of_each, spread, texts_by_project

if TYPE_CHECKING:
    import pandas as pd

SHEET, TASKS, LINES = table_rule.PROJECT, "plan", "budget"


def _budgets_differ(rows: Rows) -> pd.DataFrame:
    """Plans all of whose tasks have a budget, which together are not that of the budget sheet.

    The contingency reserve is inside the budget and on no task: it may be missing from the plan.
    """
    import pandas as pd

    tasks = rows[TASKS]
    work = tasks[
        (tasks["type"] != "summary") & ~((tasks["type"] == "milestone") & tasks["cost_baseline"].isna())
    ]
    costed = work["cost_baseline"].notna().groupby(work["project_id"]).all()
    planned = rows.total(TASKS, "cost_baseline") - _summaries(tasks)
    budget = rows.total(LINES, "bac")
    stated = rows[SHEET].drop_duplicates("project_id").set_index("project_id")["contingency_initial"]
    spare = stated.astype(float).reindex(budget.index).fillna(0)
    both = pd.DataFrame({"planned": planned, "budget": budget, "spare": spare}).dropna()
    both = both[both.index.isin(costed[costed].index)]
    room = (both["budget"].abs() * rows.limit).clip(lower=1)
    wrong = both[
        (both["planned"] > both["budget"] + room) | (both["planned"] < both["budget"] - both["spare"] - room)
    ]
    held = tasks[tasks["cost_baseline"].notna() & tasks["project_id"].isin(wrong.index)]
    return first_of_each(held, planned=wrong["planned"], budget=wrong["budget"])


def _summaries(tasks: pd.DataFrame) -> pd.Series[float]:
    costs = tasks["cost_baseline"].where(tasks["type"] == "summary", 0.0).astype(float).fillna(0)
    return costs.groupby(tasks["project_id"]).sum()


def _forecast_finish_differs(rows: Rows) -> pd.DataFrame:
    import pandas as pd

    tasks, sheet = rows[TASKS], rows[SHEET]
    last = tasks[tasks["type"] != "summary"].groupby("project_id")["finish_current"].max()
    stated = sheet[sheet["finish_forecast"].notna()]
    planned = spread(last, stated)
    wrong = planned.notna() & (planned != stated["finish_forecast"])
    return pd.DataFrame({"planned": planned[wrong]})


def _outside_baseline(rows: Rows) -> pd.DataFrame:
    import pandas as pd

    tasks, sheet = rows[TASKS], rows[SHEET]
    ends = (
        sheet[sheet["finish_baseline"].notna()]
        .drop_duplicates("project_id")
        .set_index("project_id")["finish_baseline"]
    )
    latest = spread(ends, tasks)
    late = latest.notna() & (tasks["finish_baseline"] > latest) & (tasks["type"] != "summary")
    return pd.DataFrame({"end": latest[late]})


def _spent_without_progress(rows: Rows) -> pd.DataFrame:
    tasks = rows[TASKS]
    work = tasks[tasks["type"] != "summary"]
    moved = work.groupby("project_id")["pct_complete"].max().fillna(0) > 0
    spent = rows.total(LINES, "actual")
    wrong = spent[(spent > 0) & ~moved.reindex(spent.index).fillna(True).astype(bool)]
    return first_of_each(work[work["project_id"].isin(wrong.index)], spent=wrong)


def _unknown_wbs(rows: Rows) -> pd.DataFrame:
    """Budget lines on a work package that is neither in the plan nor above or below one of it."""
    import pandas as pd

    lines, tasks = rows[LINES], rows[TASKS]
    codes = texts_by_project(tasks, "wbs", fold)
    lines = lines[lines["wbs"].notna() & lines["project_id"].isin(codes.keys())]
    lost = [
        not any(code == wbs or code.startswith(f"{wbs}.") for code in codes[project_id])
        for project_id, wbs in zip(lines["project_id"], lines["wbs"].astype(str).map(fold), strict=True)
    ]
    return pd.DataFrame({"wbs": lines.loc[lost, "wbs"]})


def _closed_but_open(rows: Rows) -> pd.DataFrame:
    tasks, lines, sheet = rows[TASKS], rows[LINES], rows[SHEET]
    going = tasks[(tasks["type"] != "summary") & tasks["finish_actual"].isna()]["project_id"]
    owing = lines[lines["etc"] > 0]["project_id"]
    closed = sheet[sheet["rag_declared"] == "blue"]
    still = closed[closed["project_id"].isin(going) | closed["project_id"].isin(owing)]
    return still[[]]


def _money_after_the_work(rows: Rows) -> pd.DataFrame:
    """Everything is done, and money is still to come."""
    tasks, lines = rows[TASKS], rows[LINES]
    work = tasks[tasks["type"] != "summary"]
    done = (work["pct_complete"] >= 1).groupby(work["project_id"]).all()
    return first_of_each(lines[(lines["etc"] > 0) & lines["project_id"].isin(done[done].index)])


def _work_without_money(rows: Rows) -> pd.DataFrame:
    """Work is left, and nothing is to be spent on it."""
    tasks, lines = rows[TASKS], rows[LINES]
    work = tasks[tasks["type"].isin(("task", "loe"))]
    left = work.loc[work["pct_complete"].fillna(0) < 1, "project_id"]
    to_come = rows.total(LINES, "etc")
    none = to_come[to_come <= 0].index
    return first_of_each(lines[lines["project_id"].isin(left) & lines["project_id"].isin(none)])


def _overdrawn(rows: Rows) -> pd.DataFrame:
    import pandas as pd

    sheet = rows[SHEET]
    drawn = sheet["contingency_drawn"].astype(float) > sheet["contingency_initial"].astype(float)
    return pd.DataFrame({"initial": sheet.loc[drawn, "contingency_initial"]})


def _unexplained(rows: Rows) -> pd.DataFrame:
    sheet = rows[SHEET]
    return sheet.loc[sheet["rag_declared"].isin(("amber", "red")) & sheet["comment"].isna(), []]


def _nobody_answers(rows: Rows) -> pd.DataFrame:
    sheet = rows[SHEET]
    return sheet.loc[sheet["prepared_by"].isna() | sheet["approved_by"].isna(), []]


CROSS_SHEET_RULES = (
    TableRule(
        "GEN-18", SHEET, "prepared_by",
        t("Nobody is named who prepared or approved the return", "Personne n’est nommé pour avoir établi ou validé le retour"),
        t("Enter who prepared it and who approved it.", "Indiquez qui l’a établi et qui l’a validé."),
        _nobody_answers, None, whole=False, cells=("project.prepared_by", "project.approved_by"),
    ),
    TableRule(
        "BUD-17", SHEET, "contingency_drawn",
        t("More drawn than the contingency reserve of {initial}", "Consommation supérieure à la provision de {initial}"),
        t("Correct the amount, or have the reserve raised.", "Corrigez le montant, ou faites relever la provision."),
        _overdrawn, whole=False, cells=("project.contingency_initial", "project.contingency_drawn"),
    ),
    TableRule(
        "XSH-11", SHEET, "comment",
        t("Amber or red without a word", "Orange ou rouge sans explication"),
        t("Say why, and what will bring it back to green.", "Dites pourquoi, et ce qui ramènera au vert."),
        _unexplained, Severity.ERROR, whole=False, cells=("project.rag_declared", "project.comment"),
    ),
    TableRule(
        "XSH-01", TASKS, "cost_baseline",
        t("The tasks are worth {planned}, the budget {budget}", "Les tâches totalisent {planned}, le budget {budget}"),
        t("Spread the current budget over the tasks; only the contingency reserve may be left over.",
          "Répartissez le budget révisé sur les tâches ; seule la provision pour aléas peut rester à part."),
        _budgets_differ, Severity.ERROR, reads=(TASKS, LINES),
        cells=("plan.cost_baseline", "budget.bac", "project.contingency_initial"), limit=0.01,
    ),
    TableRule(
        "XSH-02", SHEET, "finish_forecast",
        t("The plan forecasts its finish on {planned}", "Le planning atterrit le {planned}"),
        t("Give the project sheet the date of the plan, or correct the plan.",
          "Reportez la date du planning sur la feuille Projet, ou corrigez le planning."),
        _forecast_finish_differs, Severity.ERROR, reads=(TASKS,), cells=("plan.finish_current", "project.finish_forecast"),
    ),
    TableRule(
        "PLN-20", TASKS, "finish_baseline",
        t("Baseline finish after that of the project, {end}", "Fin de référence après celle du projet, le {end}"),
        t("Correct the task, or the dates of the project sheet.", "Corrigez la tâche, ou les dates de la feuille Projet."),
        _outside_baseline, Severity.ERROR, reads=(TASKS,), whole=False, cells=("plan.finish_baseline",),
    ),
    TableRule(
        "XSH-03", TASKS, "pct_complete",
        t("Spent {spent}, yet no task has progressed", "{spent} dépensés, mais aucune tâche n’a avancé"),
        t("Report the progress, or check the bookings.", "Déclarez l’avancement, ou vérifiez les imputations."),
        _spent_without_progress, reads=(TASKS, LINES), cells=("plan.pct_complete", "budget.actual"),
    ),
    TableRule(
        "XSH-04", LINES, "wbs",
        t("Work package {wbs} is not in the plan", "L’OTP {wbs} n’est pas dans le planning"),
        t("Correct the code, or add the work package to the plan.", "Corrigez le code, ou ajoutez l’OTP au planning."),
        _unknown_wbs, Severity.ERROR, reads=(TASKS, LINES), cells=("plan.wbs", "budget.wbs"),
    ),
    TableRule(
        "XSH-19", SHEET, "rag_declared",
        t("Declared closed, with tasks or forecast still open", "Déclaré clos, avec des tâches ou un reste à faire encore ouverts"),
        t("Finish or cancel what is open, or reopen the project.", "Terminez ou annulez ce qui reste ouvert, ou rouvrez le projet."),
        _closed_but_open, Severity.ERROR, reads=(TASKS, LINES),
        cells=("plan.finish_actual", "budget.etc", "project.rag_declared"),
    ),
    TableRule(
        "BUD-11", LINES, "etc",
        t("All work is complete, yet there is an estimate to complete", "Tout le travail est achevé, mais il y a un reste à faire"),
        t("Put 0, or report the work that is left.", "Mettez 0, ou déclarez le travail restant."),
        _money_after_the_work, reads=(TASKS, LINES), cells=("plan.pct_complete", "budget.etc"),
    ),
    TableRule(
        "BUD-11", LINES, "etc",
        t("Work is left, yet nothing is to be spent on it", "Il reste du travail, mais aucun reste à faire"),
        t("Re-estimate what the remaining work will cost.", "Ré-estimez ce que coûtera le travail restant."),
        _work_without_money, reads=(TASKS, LINES), cells=("plan.pct_complete", "budget.etc"),
    ),
)  # fmt: skip
