"""The mistakes people make in a follow-up: each breaks one rule, at one cell, and no other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pmo_xl.core.base.finding import Severity
from pmo_xl.demo.draft import Beside, Draft, Hit
from pmo_xl.demo.follow_up.texts import CIRCLE, COMMENTS, EXTERNAL, PATHS
from pmo_xl.demo.mistakes import Mistake, Way, cell, nothing, soon
from pmo_xl.demo.names import LEAVER
from pmo_xl.demo.plan import Row
from pmo_xl.demo.weekdays import last_workday, workday

Where = Callable[[Draft, Row], bool]
Change = Callable[[Draft, Row], Mapping[str, Any]]
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
ENDED = ("done", "cancelled", "closed", "resolved", "occurred", "decided")
TWO_OWNERS = "{owner} / {other}"


def _several(table: str, column: str, changes: Change, where: Where) -> Way:
    """A way that changes several cells of a row, one of which is found."""

    def way(draft: Draft) -> Hit | None:
        for at, row in draft.free(table):
            if where(draft, row):
                made = changes(draft, row)
                for key, value in made.items():
                    draft.put(table, at, key, value)
                return Hit(table, at, column, {**row, **made}.get(column))
        return None

    return way


def _live(draft: Draft, row: Row) -> bool:
    return row["status"] not in ENDED


def _is(column: str, *values: str) -> Where:
    return lambda draft, row: row.get(column) in values


def _days(count: int) -> Callable[[Draft, Row], Any]:
    """A working day so many before the status date, or after it."""
    return lambda draft, row: workday(last_workday(draft.status_date), count)


def _two_owners(draft: Draft, row: Row) -> str:
    return TWO_OWNERS.format(owner=row["owner"], other=draft.project.sponsor)


def _overall(draft: Draft) -> tuple[int, Row] | None:
    return next(((at, row) for at, row in draft.free("status") if row["dimension"] == "overall"), None)


def _better_than_its_parts(draft: Draft) -> Hit | None:
    """Under a green status one dimension is amber, with words and a way back."""
    overall = _overall(draft)
    risks = next((at for at, row in draft.free("status") if row["dimension"] == "risks"), None)
    if overall is None or risks is None or overall[1]["rag"] != "green":
        return None
    words = "fr" if draft.french else "en"
    for key, what in {
        "rag": "amber",
        "comment": COMMENTS["risks"].to(words),
        "path_to_green": PATHS["risks"].to(words),
        "trend": None,
    }.items():
        draft.put("status", risks, key, what)
    draft.used.add(("status", risks))
    return Hit("status", overall[0], "rag", "green")


def _critical_under_green(draft: Draft) -> Hit | None:
    overall = _overall(draft)
    issue = next(((at, row) for at, row in draft.free("issues") if _live(draft, row)), None)
    if overall is None or issue is None or overall[1]["rag"] != "green":
        return None
    for key, what in {"severity": 5, "status": "escalated", "escalated_to": draft.project.sponsor}.items():
        draft.put("issues", issue[0], key, what)
    draft.used.add(("issues", issue[0]))
    return Hit("status", overall[0], "rag", "green")


def _outlived_subject(draft: Draft) -> Hit | None:
    """An open action is linked to an issue that is closed."""
    closed = [row["issue_id"] for row in draft.rows("issues") if row["status"] == "closed"]
    action = next(((at, row) for at, row in draft.free("actions") if _live(draft, row)), None)
    if not closed or action is None:
        return None
    draft.put("actions", action[0], "source_id", closed[0])
    return Hit("actions", action[0], "source_id", closed[0])


def _all_done(draft: Draft) -> Hit | None:
    """An old issue stays open, though the one action that it led to is done."""
    done = [at for at, row in draft.free("actions") if row["status"] == "done"]
    busy = {row["source_id"] for row in draft.rows("actions") if _live(draft, row)}
    for at, row in draft.free("issues"):
        if done and _live(draft, row) and row["issue_id"] not in busy:
            draft.put("issues", at, "raised_on", workday(last_workday(draft.status_date), -60))
            draft.put("actions", done[0], "source_id", row["issue_id"])
            draft.used.add(("actions", done[0]))
            return Hit("issues", at, "status", row["status"])
    return None


def _not_in_the_budget(draft: Draft) -> Hit | None:
    """An approved change costs more than the budget was raised by."""
    change = next(((at, row) for at, row in draft.free("changes") if row["status"] == "approved"), None)
    line = next(
        (
            (at, row)
            for at, row in sorted(draft.free("budget"), key=lambda found: found[0])
            if row["changes_approved"]
        ),
        None,
    )
    if change is None or line is None:
        return None
    draft.put("changes", change[0], "impact_cost", change[1]["impact_cost"] + 500)
    draft.used.add(("changes", change[0]))
    return Hit("budget", line[0], "changes_approved", line[1]["changes_approved"])


def _to_somebody_who_does_not_know(draft: Draft, row: Row) -> str:
    return "P001" if draft.project.project_id != "P001" else "P002"


def _task_that_starts_too_soon(draft: Draft) -> Hit | None:
    for at, row in draft.free("dependencies"):
        early = [
            task["task_id"]
            for task in draft.rows("plan")
            if task["type"] == "task" and task["start_forecast"] < row["promise_date"]
        ]
        if row["direction"] == "inbound" and early:
            draft.put("dependencies", at, "task_id", early[0])
            return Hit("dependencies", at, "task_id", early[0])
    return None


def _promise_beside_the_plan(draft: Draft) -> Hit | None:
    for at, row in draft.free("dependencies"):
        others = [task["task_id"] for task in draft.rows("plan") if task["type"] == "task" and task["finish_forecast"] != row["promise_date"]
                  and not task["finish_actual"]]  # fmt: skip
        if row["direction"] == "outbound" and others:
            draft.put("dependencies", at, "task_id", others[0])
            return Hit("dependencies", at, "promise_date", row["promise_date"])
    return None


def _circle(draft: Draft) -> Hit | None:
    """Two projects wait for one another: the one that owes now needs something of the other too, and both say so."""
    promised = ("other_project", "deliverable", "need_date", "promise_date", "status")
    for at, row in draft.free("dependencies"):
        other = next((one for one in draft.others if one.project.project_id == row["other_project"]), None)
        if other is None or other.sealed or draft.project.project_id > row["other_project"]:
            continue
        back = next((there for there, _ in other.free("dependencies")), None)
        if back is None or row["direction"] != "outbound":
            continue
        agreed = {key: row[key] for key in promised} | {"dependency_id": "X-002"}
        agreed["deliverable"] = CIRCLE.to("fr" if draft.french else "en")
        need = draft.add("dependencies", agreed | {"direction": "inbound", "owner": draft.project.manager})
        own = {
            "direction": "outbound",
            "other_project": draft.project.project_id,
            "owner": other.project.manager,
        }
        owed = other.add("dependencies", agreed | own)
        draft.used.add(("dependencies", at))
        other.used.add(("dependencies", owed))
        waits = Hit("dependencies", back, "other_project", draft.project.project_id)
        return Hit(
            "dependencies",
            need,
            "other_project",
            row["other_project"],
            (Beside(other, "DEP-08", INFO, waits),),
        )
    return None


def _is_external(draft: Draft, row: Row) -> bool:
    return row["other_project"] in (EXTERNAL.en, EXTERNAL.fr)


ROW_MISTAKES = (
    Mistake("same_words", "STA-01", WARNING, (
        _several("status", "comment", lambda draft, row: {"comment_previous": row["comment"]}, _is("rag", "amber", "red")),
    )),
    Mistake("trend_against_colours", "STA-02", WARNING, (
        _several("status", "trend", lambda draft, row: {"rag_previous": "green", "trend": "improving"}, _is("rag", "amber")),
    )),
    Mistake("colour_without_words", "STA-03", ERROR, (cell("status", "comment", nothing, _is("rag", "amber", "red")),)),
    Mistake("red_without_way_back", "STA-03", ERROR, (
        _several("status", "path_to_green", lambda draft, row: {"path_owner": None}, _is("rag", "red")),
    )),
    Mistake("amber_without_way_back", "STA-03", WARNING, (cell("status", "path_to_green", nothing, _is("rag", "amber")),)),
    Mistake("way_back_overdue", "STA-04", WARNING, (cell("status", "path_date", _days(-5), _is("rag", "amber", "red")),)),
    Mistake("action_overdue", "ACT-01", WARNING, (cell("actions", "due_date", lambda draft, row: soon(draft, -30, -1), _live),)),
    Mistake("action_put_off", "ACT-02", WARNING, (_several("actions", "due_date", lambda draft, row: {"postponed": 3}, _live),)),
    Mistake("action_done_without_date", "ACT-03", ERROR, (cell("actions", "done_on", nothing, _is("status", "done")),)),
    Mistake("action_of_two", "ACT-04", ERROR, (cell("actions", "owner", _two_owners, _live),)),
    Mistake("action_blocked", "ACT-07", WARNING, (
        _several("actions", "source_id",
                 lambda draft, row: {"status": "blocked", "source_id": None, "opened_on": workday(last_workday(draft.status_date), -20)}, _live),
    )),
    Mistake("issue_not_escalated", "ISS-01", WARNING, (
        _several("issues", "status",
                 lambda draft, row: {"status": "open", "severity": 4, "escalated_to": None, "raised_on": workday(last_workday(draft.status_date), -50)}, _live),
    )),
    Mistake("issue_closed_without_words", "ISS-02", ERROR, (cell("issues", "resolution", nothing, _is("status", "closed")),)),
    Mistake("issue_without_date", "ISS-03", ERROR, (cell("issues", "due_date", nothing, _live),)),
    Mistake("issue_closed_too_soon", "ISS-04", WARNING, (
        cell("issues", "closed_on", lambda draft, row: workday(row["raised_on"], -3), _is("status", "closed")),
    )),
    Mistake("issue_overdue", "ISS-06", WARNING, (cell("issues", "due_date", _days(-3), _live),)),
    Mistake("issue_of_two", "ISS-07", ERROR, (cell("issues", "owner", _two_owners, _live),)),
    Mistake("decision_without_author", "DEC-01", ERROR, (
        _several("decisions", "decision", lambda draft, row: {"decided_by": None}, _is("status", "decided")),
    )),
    Mistake("decision_without_proposal", "DEC-02", WARNING, (cell("decisions", "recommendation", nothing, _is("status", "requested")),)),
    Mistake("decision_overdue", "XSH-20", WARNING, (cell("decisions", "needed_by", _days(-4), _is("status", "requested")),)),
    Mistake("change_without_decision", "CHG-01", ERROR, (cell("changes", "decision_id", nothing, _is("status", "approved")),)),
    Mistake("change_without_impact", "CHG-02", ERROR, (cell("changes", "impact_cost", nothing, _is("status", "analysed")),)),
    Mistake("change_waiting", "CHG-03", WARNING, (
        _several("changes", "status", lambda draft, row: {"requested_on": workday(last_workday(draft.status_date), -40)}, _is("status", "analysed", "submitted")),
    )),
    Mistake("change_done_alone", "CHG-04", ERROR, (
        _several("changes", "status", lambda draft, row: {"status": "implemented", "impact_cost": 0.0, "impact_wd": 0}, _is("status", "analysed", "submitted")),
    )),
    Mistake("promised_too_late", "DEP-01", WARNING, (
        cell("dependencies", "promise_date", lambda draft, row: workday(row["need_date"], 5), _is_external),
    )),
    Mistake("agreed_on_one_date", "DEP-07", WARNING, (cell("dependencies", "promise_date", nothing, _is_external),)),
    Mistake("assumption_overdue", "ASM-01", WARNING, (cell("assumptions", "validate_by", _days(-6)),)),
    Mistake("document_of_somebody_gone", "FLD-13", WARNING, (cell("documents", "owner", lambda draft, row: LEAVER),)),
    Mistake("action_of_somebody_gone", "XSH-18", WARNING, (cell("actions", "owner", lambda draft, row: LEAVER, _live),)),
    Mistake("unknown_body", "FLD-03", ERROR, (
        cell("decisions", "body", lambda draft, row: "Comité budget" if draft.french else "Budget board"),
    )),
    Mistake("needed_before_the_meeting", "DEC-03", WARNING, (
        cell("decisions", "needed_by", lambda draft, row: soon(draft, 1, 3), _is("status", "requested")),
    )),
)  # fmt: skip
"""Those that break a rule of a row."""

LINK_MISTAKES = (
    Mistake("two_overall_statuses", "STA-05", WARNING, (
        _several("status", "rag", lambda draft, row: {"rag": "red", "trend": None}, lambda draft, row: row["dimension"] == "overall" and row["rag"] == "amber"),
    )),
    Mistake("message_too_long", "STA-06", INFO, (cell("messages", "message", lambda draft, row: " ".join([row["message"]] * 6)),)),
    Mistake("better_than_its_parts", "STA-07", WARNING, (_better_than_its_parts,)),
    Mistake("critical_under_green", "XSH-16", WARNING, (_critical_under_green,)),
    Mistake("no_action_yet", "ACT-05", INFO, (cell("actions", "action", lambda draft, row: max((word for word in row["action"].split() if len(word) < 10), key=len)),)),
    Mistake("action_outlives_subject", "ACT-06", WARNING, (_outlived_subject,)),
    Mistake("issue_outlives_actions", "ISS-08", WARNING, (_all_done,)),
    Mistake("risk_accepted_alone", "RSK-11", WARNING, (
        cell("risks", "response_type", lambda draft, row: "accept", lambda draft, row: (
            row["status"] in ("open", "escalated") and row["kind"] == "threat" and row["probability_res"] * row["impact_res"] >= 12)),
    )),
    Mistake("link_to_nothing", "XSH-09", WARNING, (cell("actions", "source_id", lambda draft, row: "R-099", _live),)),
    Mistake("change_not_in_budget", "XSH-07", ERROR, (_not_in_the_budget,)),
    Mistake("nobody_knows", "DEP-02", WARNING, (cell("dependencies", "other_project", _to_somebody_who_does_not_know, _is_external),)),
    Mistake("unknown_project", "DEP-03", ERROR, (cell("dependencies", "other_project", lambda draft, row: "P999", _is_external),)),
    Mistake("circle", "DEP-04", ERROR, (_circle,)),
    Mistake("two_dates", "DEP-05", WARNING, (
        cell("dependencies", "promise_date", lambda draft, row: workday(row["promise_date"], -1), lambda draft, row: (
            row["direction"] == "inbound" and not _is_external(draft, row))),
    )),
    Mistake("task_too_soon", "DEP-06", WARNING, (_task_that_starts_too_soon,)),
    Mistake("promise_beside_plan", "XSH-13", WARNING, (_promise_beside_the_plan,)),
)  # fmt: skip
"""Those that break a rule between rows, tables or projects."""
