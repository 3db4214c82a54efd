"""A return against what the master of the period before remembers of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmo_xl.core.base.amounts import HALF_CENT
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.table_rule import HISTORY, PROJECT, Rows, TableRule, first_of_each, spread

if TYPE_CHECKING:
    import pandas as pd

LEAST = 10.0
"""Below it nobody speaks of thousands."""


def last_remembered(rows: Rows, table: str) -> pd.DataFrame:
    """What was last remembered of each project before the status date of its rows in a table.

    Nothing where that was in another currency than it reports in today: its amounts are no measure of today's.
    """
    history = rows[HISTORY]
    now = rows[table].drop_duplicates("project_id").set_index("project_id")["status_date"]
    before = history[history["status_date"] < spread(now, history)]
    last = (
        before.sort_values("status_date").drop_duplicates("project_id", keep="last").set_index("project_id")
    )
    sheets = rows[PROJECT]
    stated = (
        sheets[sheets["currency"].notna()].drop_duplicates("project_id").set_index("project_id")["currency"]
    )
    return last[last["currency"] == stated.reindex(last.index)]


def _other_unit(rows: Rows) -> pd.DataFrame:
    """Budgets about a thousand times what they were, or a thousandth of it."""
    before, now = last_remembered(rows, "budget")["bac"].astype(float), rows.total("budget", "bac")
    both = now[now >= LEAST].index.intersection(before[before >= LEAST].index)
    times = now[both] / before[both]
    small, large = rows.limit / 2, rows.limit * 2
    wrong = times[times.between(small, large) | (1 / times).between(small, large)].index
    lines = rows["budget"]
    return first_of_each(
        lines[lines["project_id"].isin(wrong) & lines["bac0"].notna()], now=now, before=before
    )


def _lines_in_other_units(rows: Rows) -> pd.DataFrame:
    """Lines whose estimate at completion is about a thousand times their budget, or a thousandth of it."""
    import pandas as pd

    lines = rows["budget"]
    lines = lines[(lines["bac"] >= LEAST) & (lines["eac"] >= LEAST)]
    times = lines["eac"].astype(float) / lines["bac"].astype(float)
    small, large = rows.limit / 2, rows.limit * 2
    wrong = lines[times.between(small, large) | (1 / times).between(small, large)]
    return pd.DataFrame({"now": wrong["eac"], "before": wrong["bac"]})


def _moved(rows: Rows, column: str, remembered: str, *, down_only: bool) -> pd.DataFrame:
    """Projects of which a sum is not what it was, or lies below it."""
    before, now = last_remembered(rows, "budget")[remembered].astype(float), rows.total("budget", column)
    both = now.index.intersection(before.dropna().index)
    change = now[both] - before[both]
    wrong = change[change < -HALF_CENT if down_only else change.abs() > HALF_CENT].index
    lines = rows["budget"]
    return first_of_each(
        lines[lines["project_id"].isin(wrong) & lines[column].notna()], now=now, before=before
    )


def _earned_less(rows: Rows) -> pd.DataFrame:
    before, now = last_remembered(rows, "plan")["ev"].astype(float), rows.total("plan", "earned")
    work = rows["plan"][rows["plan"]["type"].isin(("task", "loe"))]
    measured = work[(work["type"] != "loe") & (work["progress_method"] != "loe")]
    # Effort alone has earned what was planned, by month perhaps: it says nothing of progress.
    now = now[now.index.isin(measured["project_id"])]
    both = now.index.intersection(before.dropna().index)
    wrong = both[now[both] < before[both] - HALF_CENT]
    tasks = rows["plan"]
    return first_of_each(
        tasks[tasks["project_id"].isin(wrong) & tasks["earned"].notna()], now=now, before=before
    )


def _nothing_changed(rows: Rows) -> pd.DataFrame:
    """Returns of a running project that say exactly what they said a period ago."""
    before = last_remembered(rows, "budget")
    same = before.index
    for column, remembered in (("bac", "bac"), ("actual", "ac"), ("etc", "etc")):
        now = rows.total("budget", column).reindex(same)
        same = same[(now - before.loc[same, remembered].astype(float)).abs() <= HALF_CENT]
    running = rows.total("budget", "etc")
    lines = rows["budget"]
    return first_of_each(lines[lines["project_id"].isin(same.intersection(running[running > 0].index))])


HISTORY_RULES = (
    TableRule(
        "FLD-15", "budget", "bac0",
        t("The budget of the project is {now}, {before} a period ago: thousands typed as units, or the reverse",
          "Le budget du projet vaut {now}, contre {before} à la période précédente : milliers saisis pour des unités, ou l’inverse"),
        t("Enter all amounts in units of the currency, not in thousands.", "Saisissez tous les montants en unités de la devise, non en milliers."),
        _other_unit, reads=("budget", HISTORY), cells=("budget.bac",), limit=1000.0,
    ),
    TableRule(
        "FLD-15", "budget", "etc",
        t("The estimate at completion of the line is {now} for a budget of {before}: thousands typed as units, or the reverse",
          "L’atterrissage de la ligne vaut {now} pour un budget de {before} : milliers saisis pour des unités, ou l’inverse"),
        t("Enter all amounts in units of the currency, not in thousands.", "Saisissez tous les montants en unités de la devise, non en milliers."),
        _lines_in_other_units, limit=1000.0, whole=False, cells=("budget.bac", "budget.eac"),
    ),
    TableRule(
        "TIM-04", "budget", "bac0",
        t("The initial budget is {now}, {before} a period ago; it never changes", "Le budget initial vaut {now}, contre {before} à la période précédente ; il ne change jamais"),
        t("Bring back the initial budget, and enter the difference as an approved change.",
          "Rétablissez le budget initial, et saisissez la différence en avenant validé."),
        lambda rows: _moved(rows, "bac0", "bac0", down_only=False), reads=("budget", HISTORY), cells=("budget.bac0",),
    ),
    TableRule(
        "BUD-19", "budget", "actual",
        t("The actual cost to date is {now}, less than {before} a period ago", "Le réalisé cumulé vaut {now}, moins que {before} à la période précédente"),
        t("Check the actuals, or explain the credit note or the correction in the comment.",
          "Vérifiez le réalisé, ou expliquez l’avoir ou la correction en commentaire."),
        lambda rows: _moved(rows, "actual", "ac", down_only=True), reads=("budget", HISTORY), cells=("budget.actual",),
    ),
    TableRule(
        "TIM-05", "plan", "pct_complete",
        t("The earned value is {now}, less than {before} a period ago", "La valeur acquise vaut {now}, moins que {before} à la période précédente"),
        t("Check the % complete; work that is done stays done.", "Vérifiez le % avancement ; le travail accompli le reste."),
        _earned_less, reads=("plan", HISTORY), cells=("plan.earned",),
    ),
    TableRule(
        "TIM-06", "budget", "etc",
        t("Budget, actual cost and estimate to complete are exactly those of a period ago", "Budget, réalisé et reste à faire sont exactement ceux de la période précédente"),
        t("Update the actuals and re-estimate what is left.", "Mettez à jour le réalisé et ré-estimez le reste à faire."),
        _nothing_changed, reads=("budget", HISTORY), cells=("budget.bac", "budget.eac"),
    ),
)  # fmt: skip
