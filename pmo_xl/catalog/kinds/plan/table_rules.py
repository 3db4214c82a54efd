"""Tasks among themselves: the work breakdown, the workload, what lies ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.table_rule import Rows, TableRule, first_of_each, listed, on_many

if TYPE_CHECKING:
    import pandas as pd

TASKS = "plan"
AHEAD_DAYS = 60


def _parent(wbs: pd.Series[str]) -> pd.Series[str]:
    """The code one level up: 1.2.1 lies in 1.2; a first level has none."""
    return wbs.map(lambda code: code.rpartition(".")[0] or None).astype(object)


def _orphans(rows: Rows) -> pd.DataFrame:
    """Codes whose parent is on no row, in plans that use summary rows."""
    import pandas as pd

    tasks = rows[TASKS]
    coded = tasks[tasks["wbs"].notna()]
    if coded.empty:
        return coded[[]]
    outlined = coded.loc[coded["type"] == "summary", "project_id"]
    coded = coded[coded["project_id"].isin(outlined)]
    parents = _parent(coded["wbs"].astype(str))
    asked = pd.MultiIndex.from_arrays([coded["project_id"], parents])
    known = pd.MultiIndex.from_frame(coded[["project_id", "wbs"]])
    lost = parents.notna() & ~pd.Series(asked.isin(known), index=coded.index)
    return pd.DataFrame({"parent": parents[lost]})


def _summaries_off(rows: Rows) -> pd.DataFrame:
    """Summary rows whose forecast finish is not that of the last task inside them."""
    import pandas as pd

    tasks = rows[TASKS]
    coded = tasks[tasks["wbs"].notna() & tasks["finish_forecast"].notna()]
    summaries = coded[coded["type"] == "summary"]
    inside: dict[object, list[tuple[str, Any]]] = {}
    others = coded[coded["type"] != "summary"]
    for project_id, code, end in zip(
        others["project_id"], others["wbs"], others["finish_forecast"], strict=True
    ):
        inside.setdefault(project_id, []).append((str(code), end))
    found: dict[object, object] = {}
    for at, project_id, code, end in zip(
        summaries.index, summaries["project_id"], summaries["wbs"], summaries["finish_forecast"], strict=True
    ):
        under = f"{code}."
        last = max((day for task, day in inside.get(project_id, ()) if task.startswith(under)), default=None)
        if last is not None and last != end:
            found[at] = last
    return pd.DataFrame({"last": pd.Series(found, dtype="datetime64[s]")})


def _mechanical(rows: Rows) -> pd.DataFrame:
    tasks = rows[TASKS]
    running = tasks[(tasks["effort_actual_pd"] > 0) & (tasks["effort_remaining_pd"] > 0)]
    left = running["effort_baseline_pd"].astype(float) - running["effort_actual_pd"].astype(float)
    same = running[(running["effort_remaining_pd"].astype(float) - left).abs() < 0.005]
    return on_many(same, rows.limit)


def _blind_ahead(rows: Rows) -> pd.DataFrame:
    """Unfinished plans that go on beyond the limit and have no milestone within it."""
    import pandas as pd

    tasks = rows[TASKS]
    horizon = tasks["status_date"] + pd.to_timedelta(rows.limit, unit="D")
    going_on = tasks.loc[(tasks["type"] != "summary") & (tasks["finish_current"] > horizon), "project_id"]
    near = (
        (tasks["type"] == "milestone")
        & (tasks["finish_current"] > tasks["status_date"])
        & (tasks["finish_current"] <= horizon)
    )
    blind = tasks[
        tasks["project_id"].isin(going_on) & ~tasks["project_id"].isin(tasks.loc[near, "project_id"])
    ]
    return first_of_each(blind, days=pd.Series(int(rows.limit), index=blind["project_id"].unique()))


def _level_of_effort(rows: Rows) -> pd.DataFrame:
    tasks = rows[TASKS]
    costed = tasks[(tasks["type"] != "summary") & tasks["cost_baseline"].notna()]
    effort = costed[costed["type"] == "loe"]
    share = (
        effort.groupby("project_id")["cost_baseline"].sum()
        / costed.groupby("project_id")["cost_baseline"].sum()
    )
    share = share[share > rows.limit]
    return first_of_each(effort[effort["project_id"].isin(share.index)], share=(share * 100).round())


def _no_method(rows: Rows) -> pd.DataFrame:
    tasks = rows[TASKS]
    return tasks.loc[
        (tasks["type"] == "task") & (tasks["cost_baseline"] > 0) & tasks["progress_method"].isna(), []
    ]


def _partly_budgeted(rows: Rows) -> pd.DataFrame:
    """Plans in which some of the work has a task budget and some has none."""
    tasks = rows[TASKS]
    work = tasks[tasks["type"].isin(("task", "loe"))]
    costed = work.loc[work["cost_baseline"].notna(), "project_id"]
    bare = work[work["cost_baseline"].isna() & work["project_id"].isin(costed)]
    return first_of_each(bare, ids=listed(bare, "task_id"))


TABLE_RULES = (
    TableRule(
        "PLN-33", TASKS, "cost_baseline",
        t("No task budget for {ids}, while other tasks have one: the earned value of the project is unknown",
          "Pas de budget de tâche pour {ids}, alors que d’autres en ont un : la valeur acquise du projet est inconnue"),
        t("Give each task its budget; 0 for one that costs nothing.", "Donnez à chaque tâche son budget ; 0 pour celle qui ne coûte rien."),
        _partly_budgeted, Severity.ERROR, reads=(TASKS,), cells=("plan.cost_baseline",),
    ),
    TableRule(
        "PLN-32", TASKS, "progress_method",
        t("A task budget, and no progress method", "Un budget de tâche, sans méthode d’avancement"),
        t("Say by which method value is earned.", "Indiquez la méthode d’acquisition de la valeur."),
        _no_method, None, reads=(TASKS,), whole=False, cells=("plan.cost_baseline", "plan.progress_method"),
    ),
    TableRule(
        "PLN-18", TASKS, "finish_forecast",
        t("The summary does not finish with the last task inside it, on {last}",
          "La récapitulative ne finit pas avec la dernière tâche qu’elle contient, le {last}"),
        t("Give the summary row the dates of what it rolls up.", "Donnez à la récapitulative les dates de ce qu’elle regroupe."),
        _summaries_off, reads=(TASKS,), cells=("plan.wbs", "plan.finish_forecast"),
    ),
    TableRule(
        "PLN-21", TASKS, "wbs",
        t("The WBS has no {parent} above it", "L’OTP n’a pas de {parent} au-dessus"),
        t("Add the row above, or correct the code.", "Ajoutez la ligne de niveau supérieur, ou corrigez le code."),
        _orphans, reads=(TASKS,), cells=("plan.wbs",),
    ),
    TableRule(
        "PLN-23", TASKS, "effort_remaining_pd",
        t("On {n} tasks the remaining work is exactly workload minus spent: it was not re-estimated",
          "Sur {n} tâches le reste à faire est exactement charge moins consommé : il n’a pas été ré-estimé"),
        t("Ask how much work is left, task by task.", "Demandez combien il reste à faire, tâche par tâche."),
        _mechanical, reads=(TASKS,), whole=False, cells=("plan.effort_remaining_pd",), limit=3,
    ),
    TableRule(
        "PLN-27", TASKS, "type",
        t("No milestone in the next {days} days", "Aucun jalon dans les {days} prochains jours"),
        t("Set a milestone by which progress can be seen.", "Posez un jalon qui rende l’avancement visible."),
        _blind_ahead, None, reads=(TASKS,), cells=("plan.finish_current",), limit=AHEAD_DAYS,
    ),
    TableRule(
        "PLN-31", TASKS, "type",
        t("Level of effort is {share} % of the task budgets: it earns as planned and hides delay",
          "L’effort continu pèse {share} % du budget des tâches : il acquiert comme prévu et masque le retard"),
        t("Plan measurable work as tasks.", "Planifiez en tâches ce qui peut se mesurer."),
        _level_of_effort, reads=(TASKS,), cells=("plan.cost_baseline",), limit=0.15,
    ),
)  # fmt: skip
