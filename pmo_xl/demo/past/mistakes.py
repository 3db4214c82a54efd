"""The mistakes that only show beside an earlier period: what moved in silence, and what burned without a word.

Each needs a project to itself: of figures that are not all there a period before proves nothing.
"""

from __future__ import annotations

from typing import Any

from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import t
from pmo_xl.demo.draft import Draft, Hit
from pmo_xl.demo.follow_up.texts import ACCEPTED, SOLVED
from pmo_xl.demo.mistakes import Mistake
from pmo_xl.demo.weekdays import last_workday, workday

BURNING = ("amber", "red")
GOING = ("open", "in_progress")
OF_BEFORE = t("Move the helpdesk to Lyon", "Transférer le centre d’appels à Lyon")
"""What the ID of an action stood for a period ago."""
PERIODS = 3
"""Periods of amber or red, this one included, after which somebody asks for the issue."""
MOVED_WD, APPROVED_WD, MORE = 10, 8, 500.0
"""Working days by which a baseline moves, days that a change brings, and what one costs more than was approved."""


def _burning_without_issue(draft: Draft) -> Hit | None:
    """Every issue was closed before the periods in which the project burns."""
    periods = [*draft.before[1 - PERIODS :], draft]
    overall = next(((at, row) for at, row in draft.free("status") if row["dimension"] == "overall"), None)
    if draft.planted or len(periods) < PERIODS or overall is None:
        return None
    if any(one.project.record["rag_declared"] not in BURNING for one in periods):
        return None
    for one in periods:
        for at, row in enumerate(one.rows("issues")):
            solved = {"status": "closed", "closed_on": row["raised_on"], "escalated_to": None,
                      "resolution": row.get("resolution") or SOLVED.to(draft.project.language)}  # fmt: skip
            for key, what in solved.items():
                one.put("issues", at, key, what)
        for at, row in enumerate(one.rows("actions")):
            if str(row["source_id"] or "").startswith("I-"):
                # What is still to be done would outlive its issue.
                one.put("actions", at, "source_id", None)
    draft.sealed = True
    return Hit("status", overall[0], "rag", overall[1]["rag"])


def _approved_and_not_in_the_baseline(draft: Draft) -> Hit | None:
    """A change was approved this period with days that the plan does not have."""
    if draft.planted or not draft.before:
        return None
    body = next((row["body"] for one in draft.others for row in one.rows("decisions")), None)
    for at, row in draft.free("changes") if body is not None else ():
        if row["status"] in ("analysed", "submitted"):
            today = last_workday(draft.status_date)
            key = f"D-{len(draft.rows('decisions')) + 1:03}"
            draft.add("decisions", {
                "decision_id": key, "subject": row["title"], "body": body, "requested_on": row["requested_on"], "needed_by": today,
                "status": "decided", "decision": ACCEPTED.to(draft.project.language), "decided_on": today,
                "decided_by": draft.project.sponsor, "subject_ids": row["change_id"],
            })  # fmt: skip
            approved = {
                "status": "approved",
                "impact_cost": 0.0,
                "impact_wd": APPROVED_WD,
                "decision_id": key,
                "decided_on": today,
            }
            for column, what in approved.items():
                draft.put("changes", at, column, what)
            draft.sealed = True
            return Hit("changes", at, "impact_wd", APPROVED_WD)
    return None


def _baseline_moved_alone(draft: Draft) -> Hit | None:
    """The baseline of what comes last was moved back, and all that sums it up with it."""
    rows = draft.rows("plan")
    if draft.planted or not draft.before:
        return None
    last = max(row["finish_baseline"] for row in rows)
    moved = [at for at, row in enumerate(rows) if row["finish_baseline"] == last]
    if any(rows[at]["finish_actual"] for at in moved):
        return None
    value = workday(last, MOVED_WD)
    for at in moved:
        draft.put("plan", at, "finish_baseline", value)
        if rows[at]["type"] == "milestone":
            draft.put("plan", at, "start_baseline", value)
    draft.project.record["finish_baseline"] = value
    draft.sealed = True
    return Hit("plan", moved[0], "finish_baseline", value)


def _dearer_than_approved(draft: Draft) -> Hit | None:
    """A change of long ago costs more than a period before, in the register and in the budget alike."""
    if draft.planted or not draft.before:
        return None
    approved = [
        (at, row) for at, row in draft.free("changes") if row["status"] == "approved" and row.get("line_ids")
    ]
    lines = sorted(draft.free("budget"), key=lambda found: found[0])
    if not approved or not lines or lines[0][0] != 0:
        return None
    change = approved[0][1]
    for one in draft.before:
        _less(one, "changes", "change_id", change["change_id"], "impact_cost")
        _less(one, "budget", "line_id", change["line_ids"], "changes_approved")
        _less(one, "budget_months", "line_id", change["line_ids"], "pv")
    draft.sealed = True
    return Hit("budget", 0, "bac0", lines[0][1]["bac0"])


def _the_period_before(draft: Draft) -> tuple[Draft, list[tuple[int, int]]] | None:
    """The project a period ago, and where its open actions stand today and stood then."""
    if not draft.before:
        return None
    before = draft.before[-1]
    then = {row["action_id"]: at for at, row in enumerate(before.rows("actions")) if row["status"] in GOING}
    pairs = [(at, then[row["action_id"]]) for at, row in draft.free("actions")
             if row["status"] in GOING and row["action_id"] in then]  # fmt: skip
    return before, pairs


def _gone(draft: Draft) -> Hit | None:
    """An action that was open a period ago is in the list no more."""
    found = _the_period_before(draft)
    if found is None or draft.planted:
        return None  # a list with a row that cannot be read proves nothing about what is gone
    before, pairs = found
    if not pairs:
        return None
    row = before.rows("actions")[pairs[0][1]]
    numbers = [int(one["action_id"][2:]) for each in (before, draft) for one in each.rows("actions")]
    before.add("actions", {**row, "action_id": f"A-{max(numbers) + 1:03}", "source_id": None})
    draft.sealed = True
    return Hit("actions", 0, "action_id", draft.rows("actions")[0]["action_id"])


def _reopened(draft: Draft) -> Hit | None:
    """An action was done a period ago, and is open today."""
    before, pairs = _the_period_before(draft) or (draft, [])
    for at, then in pairs:
        before.put("actions", then, "status", "done")
        before.put("actions", then, "done_on", last_workday(before.status_date))
        return Hit("actions", at, "status", draft.rows("actions")[at]["status"])
    return None


def _other_subject(draft: Draft) -> Hit | None:
    """The ID of an action stood for another one a period ago."""
    before, pairs = _the_period_before(draft) or (draft, [])
    for at, then in pairs:
        before.put("actions", then, "action", OF_BEFORE.to(draft.project.language))
        return Hit("actions", at, "action", draft.rows("actions")[at]["action"])
    return None


def _less(draft: Draft, table: str, key: str, name: Any, column: str) -> None:
    """Take off the difference in the first row of that name that has as much."""
    rows = enumerate(draft.rows(table))
    found = next(((at, row) for at, row in rows if row[key] == name and (row[column] or 0) > MORE), None)
    if found is not None:
        draft.put(table, found[0], column, found[1][column] - MORE)


WARNING, INFO = Severity.WARNING, Severity.INFO
PERIOD_MISTAKES = (
    Mistake("burning_without_issue", "ISS-05", INFO, (_burning_without_issue,), alone=True),
    Mistake(
        "approved_days_not_in_baseline", "XSH-08", WARNING, (_approved_and_not_in_the_baseline,), alone=True
    ),
    Mistake("baseline_moved_alone", "PLN-29", WARNING, (_baseline_moved_alone,), alone=True),
    Mistake("dearer_than_approved", "BUD-20", WARNING, (_dearer_than_approved,), alone=True),
    Mistake("open_row_gone", "TIM-01", WARNING, (_gone,), alone=True),
    Mistake("row_reopened", "TIM-02", WARNING, (_reopened,)),
    Mistake("id_of_another_subject", "TIM-03", WARNING, (_other_subject,)),
)
"""Those that need the periods before."""
