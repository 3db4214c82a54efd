"""The mistakes people make in returns: each is put into one cell and breaks one rule, no other.

What a mistake would break besides is put right in the same stroke: a link to a task that changes
its number is taken out, an amount that moves leaves the totals as they were.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pmo_xl.core.base.finding import Severity
from pmo_xl.demo.draft import Draft, Hit
from pmo_xl.demo.names import LEAVER, NAMESAKE
from pmo_xl.demo.plan import Row
from pmo_xl.demo.weekdays import last_workday, workday

Way = Callable[[Draft], Hit | None]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A kind of mistake: the finding it must lead to, and the ways to make it; ``alone`` where no other may stand beside it."""

    kind: str
    code: str
    severity: Severity
    ways: tuple[Way, ...]
    alone: bool = False


def cell(
    table: str, column: str, what: Callable[[Draft, Row], Any], where: Callable[[Draft, Row], bool] | None = None,
    *, raw: bool = False,
) -> Way:  # fmt: skip
    """A way that only changes one cell, in a row *where* it can."""

    def way(draft: Draft) -> Hit | None:
        for at, row in draft.free(table):
            if where is None or where(draft, row):
                value = what(draft, row)
                (draft.put_raw if raw else draft.put)(table, at, column, value)
                return Hit(table, at, column, value)
        return None

    return way


def _either(english: str, french: str) -> Callable[[Draft, Row], str]:
    return lambda draft, row: french if draft.french else english


def nothing(draft: Draft, row: Row) -> None:
    """A cell left blank."""
    return


def soon(draft: Draft, first: int, last: int) -> dt.date:
    """A working day that many working days after the status date, or before it."""
    return workday(last_workday(draft.status_date), draft.rng.randint(first, last))


def _running(draft: Draft, row: Row) -> bool:
    return bool(row["type"] == "task" and 0 < row["pct_complete"] < 1)


def _finished_task(draft: Draft, row: Row) -> bool:
    return row["type"] == "task" and row["finish_actual"] is not None


def _finished_task_of_an_open_project(draft: Draft, row: Row) -> bool:
    """Of a closed project the sheet would say that a task is still open."""
    return _finished_task(draft, row) and draft.project.record["rag_declared"] != "blue"


def _finished_task_before_the_end(draft: Draft, row: Row) -> bool:
    """A task that may finish three weeks from now without moving the forecast finish of the project."""
    end = draft.project.record["finish_forecast"]
    return _finished_task(draft, row) and (end is None or end > workday(last_workday(draft.status_date), 15))


def _cost_without_response_cost(draft: Draft, row: Row) -> bool:
    return bool(row["cost_impact_in"]) and not row.get("response_cost")


def _is_no_link(draft: Draft, row: Row) -> bool:
    """Whether no row of another table speaks of a risk."""
    others = (columns for table, columns in draft.project.rows.items() if table != "risks")
    return not any(
        row["risk_id"] in str(what) for columns in others for values in columns.values() for what in values
    )


def _is_open(draft: Draft, row: Row) -> bool:
    return row["status"] in ("open", "escalated")


def _is_task(draft: Draft, row: Row) -> bool:
    return bool(row["type"] == "task")


def _has(column: str) -> Callable[[Draft, Row], bool]:
    return lambda draft, row: bool(row[column])


def _forecast_in_the_past(draft: Draft) -> Hit | None:
    """A task not started in a phase that has: its start is put back before the status date."""
    rows = draft.rows("plan")
    for at, row in draft.free("plan"):
        if row["type"] != "task" or row["start_actual"] is not None or rows[at - 1]["type"] == "summary":
            continue
        phase = next(rows[place] for place in range(at, -1, -1) if rows[place]["type"] == "summary")
        when = soon(draft, -4, 0)
        if phase["start_forecast"] <= when:
            draft.put("plan", at, "start_forecast", when)
            return Hit("plan", at, "start_forecast", when)
    return None


def _milestone_in_part(draft: Draft) -> Hit | None:
    for at, row in draft.free("plan"):
        if row["type"] == "milestone" and row["pct_complete"] == 0:
            draft.put("plan", at, "start_actual", soon(draft, -10, 0))
            draft.put("plan", at, "pct_complete", 0.4)
            return Hit("plan", at, "pct_complete", 0.4)
    return None


def _same_task(draft: Draft) -> Hit | None:
    """A row takes the number of an earlier one; nothing may point at the number that disappears."""
    free = sorted(draft.free("plan"), key=lambda found: found[0])
    if len(free) < 2:
        return None
    first, second = sorted(draft.rng.sample(range(len(free)), 2))
    (earlier, row), (at, _) = free[first], free[second]
    draft.unlink(at)
    draft.put("plan", at, "task_id", row["task_id"])
    draft.used.add(("plan", earlier))
    return Hit("plan", at, "task_id", row["task_id"])


def _same_line(draft: Draft) -> Hit | None:
    """A line typed twice, the second time without amounts: the totals stay."""
    for earlier, row in draft.free("budget"):
        amounts = {"bac0": 0.0, "committed": 0.0, "actual": 0.0, "etc": 0.0}
        kept = {key: row[key] for key in ("line_id", "description", "category", "capex_opex")}
        at = draft.add("budget", {**kept, **amounts})
        draft.used.add(("budget", earlier))
        return Hit("budget", at, "line_id", row["line_id"])
    return None


def _months(draft: Draft, line: str, column: str) -> list[tuple[int, Row]]:
    """The months in which the line has something there, in order."""
    found = [(at, row) for at, row in draft.free("budget_months") if row["line_id"] == line and row[column]]
    return sorted(found, key=lambda month: month[0])


def _actual_too_late(draft: Draft) -> Hit | None:
    """Half of a month's cost is booked on a month to come; the total stays."""
    for at, row in draft.free("budget_months"):
        spent = _months(draft, row["line_id"], "actual")
        if row["period"] <= draft.status_date or not spent or spent[-1][1]["actual"] < 2:
            continue
        from_row, month = spent[-1]
        moved = float(month["actual"] // 2)
        draft.put("budget_months", from_row, "actual", month["actual"] - moved)
        draft.put("budget_months", at, "actual", moved)
        draft.used.add(("budget_months", from_row))
        return Hit("budget_months", at, "actual", moved)
    return None


def _spent(draft: Draft) -> float:
    return sum(float(row["actual"]) for row in draft.rows("budget"))


def _credit_note(draft: Draft) -> Hit | None:
    """More was credited than spent on a small line, and nobody says why; the month with the credit note follows."""
    small = sum(row["bac0"] for row in draft.rows("budget")) / 20
    for at, row in draft.free("budget"):
        spent = _months(draft, row["line_id"], "actual")
        if row.get("comment") or row["category"] in ("contingency", "labour_internal") or not spent:
            continue
        if row["actual"] > small:
            continue
        value = -100.0 * draft.rng.randint(5, 40)
        if _spent(draft) + value - row["actual"] < max(map(_spent, draft.before), default=-math.inf):
            continue  # The total would have gone down since the period before, which is another mistake.
        month_row, month = spent[-1]
        draft.put("budget_months", month_row, "actual", month["actual"] + value - row["actual"])
        draft.used.add(("budget_months", month_row))
        draft.put("budget", at, "actual", value)
        for column, left in (("accruals", 0.0), ("invoiced", None), ("paid", None)):
            draft.put("budget", at, column, left)
        return Hit("budget", at, "actual", value)
    return None


def _unexplained_overrun(draft: Draft) -> Hit | None:
    """The estimate to complete rises above what is left of the budget; a month to come bears it."""
    if draft.project.record["rag_declared"] in ("green", "amber"):
        # The figures would speak against the declared status as well.
        return None
    for at, row in draft.free("budget"):
        ahead = _months(draft, row["line_id"], "forecast")
        if row.get("comment") or row["category"] == "contingency" or not ahead:
            continue
        budget = row["bac0"] + row["changes_approved"] + row["transfers"]
        value = float(round(budget * 1.15) + 1000 - row["actual"])
        month_row, month = ahead[0]
        draft.put("budget_months", month_row, "forecast", month["forecast"] + value - row["etc"])
        draft.used.add(("budget_months", month_row))
        draft.put("budget", at, "etc", value)
        return Hit("budget", at, "etc", value)
    return None


def _has_an_issue_that_green_bears(draft: Draft) -> bool:
    """Late milestones without an issue, or a critical issue, would speak against green by rules of their own."""
    if "issues" not in draft.project.rows:
        return True
    going = [row["severity"] for row in draft.rows("issues") if row["status"] not in ("resolved", "closed")]
    return bool(going) and max(going) < 5


def _watermelon(draft: Draft) -> Hit | None:
    """Declared green, red by the slip of the plan: on the project sheet, and in the status report where there is one."""
    record, late = draft.project.record, draft.rows("plan")[0]
    # Figures of rows that are not all there prove nothing, and the declared status is not held against them.
    if (
        draft.planted
        or record["rag_declared"] != "red"
        or late["finish_forecast"] <= workday(late["finish_baseline"], 10)
        or not _has_an_issue_that_green_bears(draft)
    ):
        return None
    record["rag_declared"], draft.sealed = "green", True
    for at, row in enumerate(draft.rows("status") if "status" in draft.project.rows else ()):
        if row["dimension"] in ("overall", "schedule", "cost", "scope", "risks"):
            draft.used.add(("status", at))
            draft.put("status", at, "rag", "green")
            draft.put("status", at, "trend", None)
    return Hit("project", 0, "rag_declared", "green")


def _two_people(draft: Draft, row: Row) -> str:
    other = draft.project.manager if draft.project.manager != row["owner"] else draft.project.sponsor
    return f"{row['owner']} / {other}"


def _misspelled(draft: Draft, row: Row) -> str:
    """The name of the owner with two letters of the surname the wrong way round, as fast typing leaves it."""
    first, _, last = str(row["owner"]).partition(" ")
    return f"{first} {last[0]}{last[2]}{last[1]}{last[3:]}"


def _is_open_task(draft: Draft, row: Row) -> bool:
    return row["type"] == "task" and row["finish_actual"] is None


ERROR, WARNING = Severity.ERROR, Severity.WARNING

MISTAKES = (
    Mistake("required_empty", "FLD-01", ERROR, (
        cell("plan", "owner", nothing, _is_task), cell("plan", "name", nothing, _is_task),
        cell("risks", "category", nothing), cell("risks", "owner", nothing), cell("budget", "category", nothing),
    )),
    Mistake("text_in_number", "FLD-02", ERROR, (
        cell("plan", "pct_complete", _either("abc", "abc"), _is_task, raw=True),
        cell("risks", "cost_impact_in", _either("high", "élevé"), raw=True),
        cell("budget", "committed", _either("abc", "abc"), raw=True),
    )),
    Mistake("text_in_date", "FLD-02", ERROR, (
        cell("plan", "start_baseline", _either("soon", "bientôt"), _is_task, raw=True),
        cell("risks", "due_date", _either("soon", "bientôt"), raw=True),
    )),
    Mistake("unknown_value", "FLD-03", ERROR, (
        cell("plan", "type", _either("Works", "Travaux"), _is_task),
        cell("risks", "category", _either("Suppliers", "Fournisseurs")),
        cell("budget", "category", _either("Subcontracting", "Sous-traitance")),
    )),
    Mistake("malformed_risk_id", "FLD-04", ERROR, (
        cell("risks", "risk_id", lambda draft, row: f"RISK{row['risk_id'][-1]}", _is_no_link),
    )),
    Mistake("duplicate_task_id", "FLD-04", ERROR, (_same_task,)),
    Mistake("duplicate_line_id", "FLD-04", ERROR, (_same_line,)),
    Mistake("negative_amount", "FLD-05", ERROR, (
        cell("risks", "cost_impact_in", lambda draft, row: -row["cost_impact_in"], _cost_without_response_cost),
        cell("budget", "invoiced", lambda draft, row: -row["invoiced"], _has("invoiced")),
    )),
    Mistake("rating_out_of_scale", "FLD-05", ERROR, (
        cell("risks", "probability_in", lambda draft, row: 7), cell("risks", "impact_in", lambda draft, row: 7),
        cell("risks", "impact_res", lambda draft, row: 7),
    )),
    Mistake("percent_as_whole_number", "FLD-06", WARNING, (
        cell("plan", "pct_complete", lambda draft, row: float(round(row["pct_complete"] * 100)), _running),
        cell("risks", "prob_pct_in", lambda draft, row: float(round(row["prob_pct_in"] * 100))),
    )),
    Mistake("finish_before_start", "PLN-01", ERROR, (
        cell("plan", "finish_baseline", lambda draft, row: workday(row["start_baseline"], -draft.rng.randint(1, 5)), _is_task),
    )),
    Mistake("actual_finish_in_future", "PLN-02", ERROR, (
        cell("plan", "finish_actual", lambda draft, row: soon(draft, 2, 15), _finished_task_before_the_end),
    )),
    Mistake("start_overdue", "PLN-03", ERROR, (_forecast_in_the_past,)),
    Mistake("complete_without_finish", "PLN-05", ERROR, (cell("plan", "finish_actual", nothing, _finished_task_of_an_open_project),)),
    Mistake("progress_without_start", "PLN-06", ERROR, (cell("plan", "start_actual", nothing, _running),)),
    Mistake("milestone_in_part", "PLN-07", ERROR, (_milestone_in_part,)),
    Mistake("closed_without_date", "RSK-04", ERROR, (
        cell("risks", "date_closed", nothing, lambda draft, row: bool(row["status"] == "closed")),
    )),
    Mistake("two_owners", "RSK-08", ERROR, (cell("risks", "owner", _two_people),)),
    Mistake("response_overdue", "RSK-06", WARNING, (
        cell("risks", "due_date", lambda draft, row: soon(draft, -40, -5), _is_open),
    )),
    Mistake("actual_in_future_month", "BUD-03", ERROR, (_actual_too_late,)),
    Mistake("negative_actual", "BUD-10", ERROR, (_credit_note,)),
    Mistake("training_as_capex", "BUD-15", WARNING, (
        cell("budget", "capex_opex", lambda draft, row: "capex", lambda draft, row: row["category"] in ("training", "travel")),
    )),
    Mistake("watermelon", "XSH-10", WARNING, (_watermelon,), alone=True),
    Mistake("overrun_without_comment", "BUD-08", WARNING, (_unexplained_overrun,)),
    Mistake("misspelled_person", "FLD-12", WARNING, (
        cell("plan", "owner", _misspelled, _is_task), cell("risks", "owner", _misspelled),
    )),
    Mistake("two_people_of_a_name", "FLD-12", WARNING, (
        cell("plan", "owner", lambda draft, row: NAMESAKE, _is_task), cell("risks", "owner", lambda draft, row: NAMESAKE),
    )),
    Mistake("team_as_owner", "PLN-22", WARNING, (
        cell("plan", "owner", _either("Test team", "Équipe recette"), _is_task),
    )),
    Mistake("owner_has_left", "XSH-18", WARNING, (
        cell("plan", "owner", lambda draft, row: LEAVER, _is_open_task), cell("risks", "owner", lambda draft, row: LEAVER, _is_open),
    )),
)  # fmt: skip
"""Every kind of mistake that can be planted."""
