"""The status report against itself, the project sheet, the issues and the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.table_rule import HISTORY, PROJECT, Rows, TableRule, first_of_each, spread

if TYPE_CHECKING:
    import pandas as pd

STATUS, MESSAGES, ISSUES, TASKS = "status", "messages", "issues", "plan"
STEPS = {"green": 1, "amber": 2, "red": 3}
CAUSES = ("scope", "schedule", "cost", "risks")
ON_A_SLIDE, LETTERS = 5, 160
LATE_WD = 10
"""Working days by which a milestone is late before a green status has to explain itself."""


def _overall(rows: Rows) -> pd.DataFrame:
    status = rows[STATUS]
    return status[(status["dimension"] == "overall") & status["rag"].notna()]


def _other_than_the_sheet(rows: Rows) -> pd.DataFrame:
    """Overall statuses other than the one that the project sheet declares."""
    import pandas as pd

    sheets = rows[PROJECT]
    stated = sheets[sheets["rag_declared"].notna()].drop_duplicates("project_id").set_index("project_id")
    overall = _overall(rows)
    declared = spread(stated["rag_declared"], overall)
    return pd.DataFrame(index=overall.index[declared.notna() & (declared != overall["rag"])])


def _better_than_its_parts(rows: Rows) -> pd.DataFrame:
    status, overall = rows[STATUS], _overall(rows)
    steps = status["rag"].map(STEPS).astype(float)
    worst = steps[status["dimension"].isin(CAUSES)].groupby(status["project_id"]).max()
    own = overall["rag"].map(STEPS).astype(float)
    return overall.loc[own < spread(worst, overall), []]


def _too_much_for_a_slide(rows: Rows) -> pd.DataFrame:
    """The messages of a kind after the fifth, and those too long for a line."""
    messages = rows[MESSAGES]
    place = messages.groupby(["project_id", "kind"], sort=False).cumcount()
    long = messages["message"].fillna("").astype(str).str.len() > LETTERS
    return messages.loc[(place >= rows.limit) | long, []]


def _critical_under_green(rows: Rows) -> pd.DataFrame:
    import pandas as pd

    issues, overall = rows[ISSUES], _overall(rows)
    worst = issues[(issues["is_open"] == 1) & (issues["severity"] == 5)]
    green = overall[(overall["rag"] == "green") & overall["project_id"].isin(worst["project_id"])]
    which = worst.groupby("project_id")["issue_id"].agg(lambda ids: ", ".join(map(str, ids)))
    return pd.DataFrame({"issues": spread(which, green)}, index=green.index)


def _late_under_green(rows: Rows) -> pd.DataFrame:
    """Green statuses of projects with late milestones, of which no issue is open."""
    import pandas as pd

    tasks, issues, overall = rows[TASKS], rows[ISSUES], _overall(rows)
    late = tasks[
        (tasks["type"] == "milestone")
        & (tasks["pct_complete"] < 1)
        & (tasks["slip_wd"].astype(float) > rows.limit)
    ]
    told = issues.loc[issues["is_open"] == 1, "project_id"]
    wrong = overall[
        (overall["rag"] == "green")
        & overall["project_id"].isin(late["project_id"])
        & ~overall["project_id"].isin(told)
    ]
    return pd.DataFrame({"n": spread(late.groupby("project_id").size(), wrong)}, index=wrong.index)


def _burning_without_issue(rows: Rows) -> pd.DataFrame:
    """Amber or red statuses without an open issue for the third period in a row."""
    issues, overall, history = rows[ISSUES], _overall(rows), rows[HISTORY]
    burning = overall[overall["rag"].isin(("amber", "red"))]
    open_now = issues.loc[issues["is_open"] == 1, "project_id"]
    before = history.sort_values("status_date")
    before = before[before["project_id"].isin(burning["project_id"])]
    now = burning.set_index("project_id")["status_date"]
    before = before[before["status_date"] < spread(now, before)]
    last = before.groupby("project_id").tail(int(rows.limit) - 1)
    bad = last["rag_declared"].isin(("amber", "red")) & (last["open_issues"].astype(float) == 0)
    periods = bad.groupby(last["project_id"]).agg(["size", "all"])
    long = periods[(periods["size"] >= rows.limit - 1) & periods["all"]].index
    return first_of_each(burning[burning["project_id"].isin(long) & ~burning["project_id"].isin(open_now)])


STATUS_RULES = (
    TableRule(
        "STA-05", STATUS, "rag",
        t("Another overall status than on the project sheet", "Météo globale différente de celle de la feuille Projet"),
        t("Keep one of the two: the follow-up is the one that the committee reads.", "N’en gardez qu’une : c’est celle du suivi que lit le comité."),
        _other_than_the_sheet, whole=False, cells=("status.rag", "project.rag_declared"),
    ),
    TableRule(
        "STA-06", MESSAGES, "message",
        t("Too much for a slide: cut there, and it will say so", "Trop de texte pour une planche : il y sera tronqué, avec mention de la coupure"),
        t("Keep five messages of a kind, in one line each.", "Gardez cinq messages par rubrique, d’une ligne chacun."),
        _too_much_for_a_slide, Severity.INFO, whole=False, cells=("messages.kind", "messages.message"), limit=ON_A_SLIDE,
    ),
    TableRule(
        "STA-07", STATUS, "rag",
        t("The overall status is better than its worst part", "Météo globale plus favorable que celle de l’axe le plus dégradé"),
        t("Explain it in the comment, or correct one of the two.", "Expliquez-le en commentaire, ou corrigez l’une des deux météos."),
        _better_than_its_parts, cells=("status.dimension", "status.rag"), reads=(STATUS,),
    ),
    TableRule(
        "XSH-16", STATUS, "rag",
        t("Green, with critical issue {issues} open", "Vert, malgré un ou plusieurs problèmes critiques ouverts : {issues}"),
        t("Correct the status, or the severity of the issue.", "Corrigez la météo, ou la gravité du problème."),
        _critical_under_green, reads=(STATUS, ISSUES), cells=("status.rag", "issues.severity", "issues.status"),
    ),
    TableRule(
        "XSH-15", STATUS, "rag",
        t("Green, with {n} late milestones and no open issue", "Vert, avec retard de jalons ({n}) et aucun problème ouvert"),
        t("Raise the issue that holds them up, or correct the status.", "Ouvrez le problème qui les retarde, ou corrigez la météo."),
        _late_under_green, reads=(STATUS, TASKS), cells=("status.rag", "plan.slip_wd", "plan.pct_complete"), limit=LATE_WD,
    ),
    TableRule(
        "ISS-05", STATUS, "rag",
        t("Amber or red for three periods, and no issue", "Orange ou rouge depuis trois périodes, et aucun problème"),
        t("Open the issue that keeps it from green.", "Ouvrez le problème qui empêche le retour au vert."),
        _burning_without_issue, Severity.INFO, reads=(STATUS, HISTORY), cells=("status.rag",), limit=3,
    ),
)  # fmt: skip
