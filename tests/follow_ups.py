"""Random follow-ups for :mod:`portfolios`: open and closed rows, with gaps, rows named twice, words in cells of dates."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

Row = dict[str, Any]

TABLES = ("actions", "issues", "decisions", "changes", "dependencies")
QUANTITIES = {
    "actions": ("opened_on", "due_date", "due_first", "done_on"), "issues": ("severity", "raised_on"),
    "decisions": ("needed_by", "requested_on", "decided_on", "cost_of_delay"),
    "changes": ("impact_cost",), "dependencies": ("need_date", "promise_date"),
}  # fmt: skip
"""Cells that stay blank in some rows, and in which somebody types what cannot be read."""
OTHERS = ("P001", "P002", "p003", "external")
NAMES = {"actions": "action_id", "issues": "issue_id", "decisions": "decision_id", "changes": "change_id",
         "dependencies": "dependency_id"}  # fmt: skip


def follow_up(rng: Random, today: dt.date, unreadable: str | None = None) -> dict[str, list[Row]]:
    """The rows of a follow-up by table; ``unreadable`` is typed into some of the cells of dates and amounts."""

    def day(first: int, last: int) -> dt.date:
        return today + dt.timedelta(rng.randint(first, last))

    def near(limit: dt.date) -> dt.date:
        """Limits themselves, the days beside them, and days far off."""
        return limit + dt.timedelta(rng.choice([-1, 0, 1, rng.randint(-60, 60)]))

    a_year_ago = today.replace(year=today.year - 1)
    made: dict[str, list[Row]] = {table: [] for table in TABLES}
    for n in range(1, rng.randint(1, 7)):
        due = near(today)
        made["actions"].append({
            "action_id": f"A-{n:03}", "action": f"Settle point {n}", "owner": "Claire Martin", "opened_on": day(-500, -90),
            "due_date": due, "due_first": rng.choice([None, near(due)]), "comment": "as agreed",
            "status": rng.choice(["open", "in_progress", "blocked", "done", "done", "done", "cancelled"]),
            "done_on": rng.choice([due, near(due), near(today), near(a_year_ago)]),
        })  # fmt: skip
    for n in range(1, rng.randint(1, 6)):
        made["issues"].append({
            "issue_id": f"I-{n:03}", "title": f"Issue {n} of many", "impact": "It costs time", "owner": "Claire Martin",
            "severity": rng.randint(1, 5), "raised_on": day(-200, 0), "due_date": day(-20, 60), "plan": "Settle it",
            "status": rng.choice(["open", "in_progress", "waiting", "escalated", "resolved", "closed"]),
        })  # fmt: skip
    for n in range(1, rng.randint(1, 7)):
        decided = rng.choice([near(today), near(a_year_ago), day(-300, 0)])
        made["decisions"].append({
            "decision_id": f"D-{n:03}", "subject": f"Question {n}", "recommendation": "Accept", "body": "COPIL",
            "needed_by": near(today), "requested_on": decided - dt.timedelta(rng.randint(-3, 50)), "decided_on": decided,
            "cost_of_delay": rng.choice([None, None, 0.0, round(rng.uniform(100, 9000), 2)]),
            "status": rng.choice(["requested", "requested", "deferred", "decided", "decided", "cancelled"]),
        })  # fmt: skip
    for n in range(1, rng.randint(1, 7)):
        made["changes"].append({
            "change_id": f"C-{n:03}", "title": f"Change {n}", "type": "scope", "reason": "New law", "requested_on": day(-90, 0),
            "impact_cost": rng.choice([None, 0.0, *(round(rng.uniform(-4000, 9000), 2) for _ in range(4))]), "impact_wd": 3,
            "status": rng.choice(["draft", "submitted", "analysed", "approved", "approved", "rejected", "deferred", "implemented"]),
        })  # fmt: skip
    for n in range(1, rng.randint(1, 6)):
        need = near(today)
        made["dependencies"].append({
            "dependency_id": f"X-{n:03}", "direction": rng.choice(["inbound", "inbound", "outbound", None]),
            "other_project": Random(f"{need} {n}").choice(OTHERS), "deliverable": f"Delivery {n}", "need_date": need, "promise_date": near(need),
            "status": rng.choice(["open", "agreed", "agreed", "at_risk", "delivered", "broken"]), "owner": "Claire Martin",
        })  # fmt: skip
    for table, rows in made.items():
        for row in rows:
            if rng.random() < 0.2:
                row[rng.choice([*QUANTITIES[table], "status"])] = None
            elif unreadable and rng.random() < 0.2:
                row[rng.choice(QUANTITIES[table])] = unreadable
        if len(rows) > 2 and rng.random() < 0.3:
            rows[-1][NAMES[table]] = rng.choice([None, rows[0][NAMES[table]]])
    return made
