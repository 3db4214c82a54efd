"""The registers of a follow-up among themselves, and against the risks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmo_xl.catalog.references import ids_of
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import name_key, t
from pmo_xl.core.definition.table_rule import Rows, TableRule

if TYPE_CHECKING:
    import pandas as pd

ACTIONS, ISSUES, DECISIONS, RISKS, STATUS = "actions", "issues", "decisions", "risks", "status"
SHORT, OLD_DAYS, HIGH = 10, 30, 12
OVER = {
    "risks": ("risk_id", ("closed",)),
    "issues": ("issue_id", ("resolved", "closed")),
    "decisions": ("decision_id", ("cancelled",)),
    "changes": ("change_id", ("rejected",)),
}
"""What an action may come from, and the statuses in which it needs no action any more."""


def _named(rows: pd.DataFrame, key: str) -> set[tuple[object, str]]:
    return {
        (project, name_key(str(name))) for project, name in zip(rows["project_id"], rows[key], strict=True)
    }


def _outlived(rows: Rows) -> pd.DataFrame:
    """Open actions whose subject is closed."""
    actions = rows[ACTIONS]
    over: set[tuple[object, str]] = set()
    for table, (key, statuses) in OVER.items():
        held = rows[table]
        over |= _named(held[held["status"].isin(statuses)], key)
    live = actions[(actions["is_open"] == 1) & actions["source_id"].notna()]
    wrong = [
        any((project, name_key(one)) in over for one in ids_of(words))
        for project, words in zip(live["project_id"], live["source_id"], strict=True)
    ]
    return live.loc[wrong, []]


def _all_done(rows: Rows) -> pd.DataFrame:
    """Issues open for long, though every action that they led to is over."""
    actions, issues = rows[ACTIONS], rows[ISSUES]
    linked = actions[actions["source_id"].notna()]
    going, any_action = set(), set()
    for project, words, is_open in zip(
        linked["project_id"], linked["source_id"], linked["is_open"], strict=True
    ):
        for one in ids_of(words):
            any_action.add((project, name_key(one)))
            if is_open == 1:
                going.add((project, name_key(one)))
    old = issues[(issues["is_open"] == 1) & (issues["age_cd"].astype(float) > rows.limit)]
    idle = [
        (project, name_key(str(key))) in any_action - going
        for project, key in zip(old["project_id"], old["issue_id"], strict=True)
    ]
    return old.loc[idle, []]


def _no_action(rows: Rows) -> pd.DataFrame:
    actions = rows[ACTIONS]
    words = actions["action"].dropna().astype(str).str.strip()
    return actions.loc[words[words.str.len() < rows.limit].index, []]


def _accepted_alone(rows: Rows) -> pd.DataFrame:
    """High risks that are accepted, and named by no decision that was taken."""
    risks, decisions = rows[RISKS], rows[DECISIONS]
    taken = decisions[(decisions["status"] == "decided") & decisions["subject_ids"].notna()]
    covered = {
        (project, name_key(one))
        for project, words in zip(taken["project_id"], taken["subject_ids"], strict=True)
        for one in ids_of(words)
    }
    high = risks[
        (risks["is_open"] == 1)
        & (risks["is_threat"] == 1)
        & (risks["response_type"] == "accept")
        & (risks["score_current"].astype(float) >= rows.limit)
    ]
    alone = [
        (project, name_key(str(key))) not in covered
        for project, key in zip(high["project_id"], high["risk_id"], strict=True)
    ]
    return high.loc[alone, []]


REGISTER_RULES = (
    TableRule(
        "ACT-05", ACTIONS, "action",
        t("Too short to be an action", "Trop court pour être une action"),
        t("Begin with a verb and say what will be there in the end.", "Commencez par un verbe et précisez le résultat attendu."),
        _no_action, Severity.INFO, whole=False, cells=("actions.action",), limit=SHORT,
    ),
    TableRule(
        "ACT-06", ACTIONS, "source_id",
        t("Still open, though what it came from is closed", "Toujours ouverte, alors que son sujet est clos"),
        t("Close the action, or link it to what it is for today.", "Soldez l’action, ou liez-la à ce qu’elle sert aujourd’hui."),
        _outlived, whole=False, cells=("actions.source_id", "actions.status"),
    ),
    TableRule(
        "ISS-08", ISSUES, "status",
        t("All its actions are done, the issue is still open", "Toutes ses actions sont soldées, le problème reste ouvert"),
        t("Close the issue, or agree what else has to be done.", "Clôturez le problème, ou convenez de ce qui reste à faire."),
        _all_done, reads=(ISSUES, ACTIONS), cells=("actions.source_id", "actions.status", "issues.status"), limit=OLD_DAYS,
    ),
    TableRule(
        "RSK-11", RISKS, "response_type",
        t("A high risk is accepted: by which decision?", "Risque élevé accepté : par quelle décision ?"),
        t("Have it decided, and name the risk among the links of the decision.", "Faites-le trancher, et citez le risque dans les liens de la décision."),
        _accepted_alone, reads=(RISKS, STATUS), cells=("risks.response_type", "decisions.subject_ids", "decisions.status"), limit=HIGH,
    ),
)  # fmt: skip
