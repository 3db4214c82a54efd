"""Change requests against the budget and the baseline: what was approved must be there, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmo_xl.catalog.portfolio.history_rules import last_remembered
from pmo_xl.catalog.references import ids_of
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import name_key, t
from pmo_xl.core.definition.table_rule import HISTORY, Rows, TableRule, first_of_each, named, spread

if TYPE_CHECKING:
    import pandas as pd

CHANGES, LINES, TASKS, STATUS = "changes", "budget", "plan", "status"
TOLERANCE = 1.0
"""Units of currency by which roundings may differ."""


def _approved(rows: Rows) -> pd.DataFrame:
    changes = rows[CHANGES]
    return changes[(changes["is_approved"] == 1) & changes["impact_cost"].notna()]


def _not_in_the_budget(rows: Rows) -> pd.DataFrame:
    """Projects whose approved changes are not those of their budget; lines where each change names its one line."""
    import pandas as pd

    lines, approved = rows[LINES], _approved(rows)
    booked = rows.total(LINES, "changes_approved")
    agreed = (
        approved["impact_cost"]
        .astype(float)
        .groupby(approved["project_id"])
        .sum()
        .reindex(booked.index, fill_value=0.0)
    )
    off = (agreed - booked).abs() > rows.limit
    wrong = lines[lines["project_id"].isin(off[off].index)]
    # The first line with a change is where somebody has to look; where there is none, the first line.
    wrong = pd.concat([wrong[wrong["changes_approved"].fillna(0).astype(float) != 0], wrong])
    whole = first_of_each(wrong, approved=agreed, booked=booked)
    return pd.concat([whole, _by_line(rows, approved, set(off[~off].index))])


def _by_line(rows: Rows, approved: pd.DataFrame, judged: set[object]) -> pd.DataFrame:
    import pandas as pd

    one_line = (
        approved["line_ids"].map(lambda words: len(ids_of(words)) == 1 if words else False).astype(bool)
    )
    moving = approved["impact_cost"].astype(float) != 0
    loose = set(approved.loc[moving & ~one_line, "project_id"])
    lines = rows[LINES]
    lines = lines[lines["project_id"].isin((judged - loose) & set(approved["project_id"]))]
    costs = approved[moving & one_line]
    keys = [
        f"{project}\n{name_key(ids_of(words)[0])}"
        for project, words in zip(costs["project_id"], costs["line_ids"], strict=True)
    ]
    agreed = costs["impact_cost"].astype(float).groupby(keys).sum()
    of_line = named(lines, "line_id").map(agreed).astype(float).fillna(0.0)
    booked = lines["changes_approved"].astype(float).fillna(0.0)
    off = (of_line - booked).abs() > rows.limit
    return pd.DataFrame({"approved": of_line[off], "booked": booked[off]})


def _since_last(rows: Rows, column: str) -> tuple[pd.DataFrame, pd.Series[float]]:
    """What was last remembered of each project, and the sum of a column of the changes approved since."""
    last = last_remembered(rows, STATUS)
    approved = rows[CHANGES]
    approved = approved[(approved["is_approved"] == 1) & approved["project_id"].isin(last.index)]
    since = approved[approved["decided_on"] > spread(last["status_date"], approved)]
    sums = since[column].astype(float).groupby(since["project_id"]).sum()
    return last, sums.reindex(last.index, fill_value=0.0)


def _baseline_then(last: pd.DataFrame) -> pd.Series[Any]:
    import pandas as pd

    return pd.to_datetime(last["finish_baseline"]).astype("datetime64[s]")


def _baseline_end(rows: Rows) -> pd.Series[Any]:
    tasks = rows[TASKS]
    return tasks.groupby("project_id")["finish_baseline"].max()


def _days_not_in_the_baseline(rows: Rows) -> pd.DataFrame:
    last, days = _since_last(rows, "impact_wd")
    days = days[days > 0]
    end = _baseline_end(rows).reindex(days.index)
    same = end[end == _baseline_then(last).reindex(days.index)].index
    approved = rows[CHANGES]
    approved = approved[(approved["is_approved"] == 1) & (approved["impact_wd"].astype(float) > 0)]
    return first_of_each(approved[approved["project_id"].isin(same)], days=days)


def _baseline_moved_alone(rows: Rows) -> pd.DataFrame:
    """Plans whose baseline finish moved while no change with days was approved since."""
    last, days = _since_last(rows, "impact_wd")
    before = _baseline_then(last).dropna()
    end = _baseline_end(rows).reindex(before.index)
    moved = end[end.notna() & (end != before)].index.intersection(days[days == 0].index)
    tasks = rows[TASKS]
    latest = tasks[tasks["finish_baseline"].notna()].sort_values(
        "finish_baseline", ascending=False, kind="stable"
    )
    return first_of_each(latest[latest["project_id"].isin(moved)], before=before, now=end)


def _budget_moved_alone(rows: Rows) -> pd.DataFrame:
    """Budgets that changed since last period by another amount than the changes approved since."""
    last, costs = _since_last(rows, "impact_cost")
    before = last["bac"].astype(float).dropna()
    moved = rows.total(LINES, "bac").reindex(before.index) - before
    off = (moved - costs.reindex(before.index)).abs() > rows.limit
    lines = rows[LINES]
    return first_of_each(lines[lines["project_id"].isin(off[off].index)], moved=moved, approved=costs)


CHANGE_RULES = (
    TableRule(
        "XSH-07", LINES, "changes_approved",
        t("Approved {approved}, in the budget {booked}", "Demandes acceptées : {approved} ; avenants validés au budget : {booked}"),
        t("Enter the approved changes in the budget, or have the others approved.", "Reportez au budget, en avenants validés, les demandes acceptées ; faites accepter celles qui manquent."),
        _not_in_the_budget, Severity.ERROR, reads=(LINES, STATUS), limit=TOLERANCE,
        cells=("budget.changes_approved", "changes.impact_cost", "changes.status", "changes.line_ids"),
    ),
    TableRule(
        "XSH-08", CHANGES, "impact_wd",
        t("{days} approved working days are not in the baseline", "Jours ouvrés acceptés mais absents de la référence : {days}"),
        t("Set the new baseline, and note its version.", "Enregistrez la nouvelle référence, et notez sa version."),
        _days_not_in_the_baseline, reads=(CHANGES, TASKS, HISTORY), cells=("changes.impact_wd", "changes.decided_on", "plan.finish_baseline"),
    ),
    TableRule(
        "PLN-29", TASKS, "finish_baseline",
        t("The baseline ended on {before} a period ago, today on {now}, without an approved change",
          "Fin de référence passée du {before} au {now} depuis la période précédente, sans changement accepté"),
        t("Bring back the baseline, or have the change approved.", "Rétablissez la référence, ou faites accepter le changement."),
        _baseline_moved_alone, reads=(TASKS, STATUS, HISTORY), cells=("changes.impact_wd", "changes.decided_on", "plan.finish_baseline"),
    ),
    TableRule(
        "BUD-20", LINES, "bac0",
        t("The budget moved by {moved} since last period, approved changes explain {approved}",
          "Le budget a varié de {moved} depuis la période précédente, les changements acceptés en expliquent {approved}"),
        t("Enter the change that explains the difference, or bring back the budget.", "Saisissez le changement qui explique l’écart, ou rétablissez le budget."),
        _budget_moved_alone, reads=(LINES, STATUS, HISTORY), limit=TOLERANCE,
        cells=("budget.bac", "changes.impact_cost", "changes.decided_on"),
    ),
)  # fmt: skip
