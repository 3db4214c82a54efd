"""The registers of a demo project: what it does, what it suffers from, what it asks, what it owes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

from pmo_xl.demo.follow_up.status import message_rows, status_rows
from pmo_xl.demo.follow_up.texts import (
    ACCEPTED,
    ACTIONS,
    ASSUMPTION,
    BODIES,
    CHANGES,
    DECISIONS,
    DELIVERABLES,
    DOCUMENT,
    EXTERNAL,
    GROWTH,
    GROWTH_DECISION,
    ISSUES,
    SOLVED,
    STAKEHOLDERS,
)
from pmo_xl.demo.plan import Row
from pmo_xl.demo.portfolio import Made, with_cents
from pmo_xl.demo.progress import FINISHED, NOT_STARTED
from pmo_xl.demo.weekdays import last_workday, workday

LATE_ACTION, LATE_DECISION = 0.6, 0.5
"""How many of the projects in amber or red have an overdue action; of those in red, an overdue decision."""


def with_follow_up(portfolio: Sequence[Made], language: str, *, overdue: bool = True) -> list[Made]:
    """The projects with their follow-up; ``language`` is that of the PMO, in which bodies have their names.

    With ``overdue`` some actions and decisions of projects in trouble are late, as they are in life: that is no mistake in
    the data, and a rule says so as a warning.
    """
    made = []
    for place, one in enumerate(portfolio):
        maker = _FollowUp(one, _twin(portfolio, place), "fr" if language == "fr" else "en", overdue)
        tables = {**one.tables, **maker.tables()}
        made.append(
            replace(one, tables=tables, project=with_cents(one.record, tables, one.cents, one.project))
        )
    return made


def _twin(portfolio: Sequence[Made], place: int) -> tuple[str, bool] | None:
    """The project that this one depends on or serves, and whether it serves: of every three the second waits for the first."""
    first = place - place % 3
    pair = portfolio[first : first + 2]
    if place % 3 == 2 or len(pair) < 2 or any(one.fate is FINISHED for one in pair):
        return None
    return pair[place == first].project.project_id, place == first


class _FollowUp:
    """The follow-up of one project in the making."""

    def __init__(self, made: Made, twin: tuple[str, bool] | None, language: str, overdue: bool) -> None:
        self.made, self.twin, self.overdue = made, twin, overdue
        self.rng = Random(f"{made.project.project_id} follow-up")
        self.speaks = made.project.language
        self.language = language
        self.day: dt.date = made.record["status_date"]
        self.today = last_workday(self.day)
        self.team = sorted({str(row["owner"]) for row in made.tables["plan"] if row.get("owner")})
        self.steering, self.board = (body.to(language) for body in BODIES)
        self.decisions: list[Row] = []

    def tables(self) -> Mapping[str, list[Row]]:
        changes, issues = self._changes(), self._issues()
        self._ask()
        return {
            "risks": self._risks(issues),
            "status": status_rows(self.rng, self.made.record["rag_declared"], self.team, self.day, self.speaks),
            "messages": message_rows(self.rng, self.speaks),
            "actions": self._actions(issues),
            "issues": issues,
            "decisions": self.decisions,
            "changes": changes,
            "dependencies": self._dependencies(),
            "stakeholders": self._stakeholders(),
            "assumptions": [
                {"assumption_id": "H-001", "statement": ASSUMPTION.to(self.speaks), "owner": self.rng.choice(self.team),
                 "validate_by": self._in(10, 60), "status": "open"},
            ],
            "documents": [
                {"document_id": "F-001", "title": DOCUMENT.to(self.speaks), "version": "1.0", "owner": self.made.project.manager,
                 "status": "approved"},
            ],
        }  # fmt: skip

    def _in(self, first: int, last: int) -> dt.date:
        """A working day so many working days after the status date, or before it."""
        return workday(self.today, self.rng.randint(first, last))

    def _decided(self, subject: str, linked: str, day: dt.date, body: str) -> str:
        """A decision that was taken on that day; its ID."""
        key = f"D-{len(self.decisions) + 1:03}"
        self.decisions.append({
            "decision_id": key, "subject": subject, "body": body, "requested_on": workday(day, -10), "needed_by": day,
            "status": "decided", "decision": ACCEPTED.to(self.speaks), "decided_on": day, "decided_by": self.made.project.sponsor,
            "subject_ids": linked,
        })  # fmt: skip
        return key

    def _changes(self) -> list[Row]:
        """An approved change for each line whose budget has grown; perhaps one that still waits."""
        rng, rows = self.rng, list[Row]()
        for line in self.made.tables["budget"]:
            if line["changes_approved"]:
                # Before the project was registered: its budget has held the change ever since.
                key, day = (
                    f"C-{len(rows) + 1:03}",
                    workday(min(self.made.course.start, self.today), -rng.randint(50, 70)),
                )
                rows.append({
                    "change_id": key, "title": GROWTH.fill(line=line["description"]).to(self.speaks), "type": "scope",
                    "reason": CHANGES[0][1].to(self.speaks), "requested_by": rng.choice(self.team), "requested_on": workday(day, -15),
                    "impact_cost": line["changes_approved"], "impact_wd": 0, "status": "approved",
                    "decision_id": self._decided(GROWTH_DECISION.to(self.speaks), key, day, self.steering), "decided_on": day,
                    "line_ids": line["line_id"],
                })  # fmt: skip
        if self.made.fate not in (FINISHED, NOT_STARTED) and rng.random() < 0.6:
            title, reason, kind = rng.choice(CHANGES)
            analysed = rng.random() < 0.6
            rows.append({
                "change_id": f"C-{len(rows) + 1:03}", "title": title.to(self.speaks), "type": kind, "reason": reason.to(self.speaks),
                "requested_by": rng.choice(self.team), "requested_on": self._in(-18, -2),
                "impact_cost": float(rng.randint(4, 60) * 1000) if analysed else None, "impact_wd": rng.randint(0, 15) if analysed else None,
                "status": "analysed" if analysed else "submitted",
            })  # fmt: skip
        return rows

    def _issues(self) -> list[Row]:
        rng, rows = self.rng, list[Row]()
        many = 0 if self.made.fate is NOT_STARTED else rng.randint(1, 4)
        rag = self.made.record["rag_declared"]
        for at, (title, impact, plan, dimension) in enumerate(rng.sample(ISSUES, many)):
            raised = rng.randint(3, 60)
            closed = self.made.fate is FINISHED or rng.random() < 0.4
            severity = rng.randint(1, 5 if rag == "red" else 4)
            row: Row = {
                "issue_id": f"I-{at + 1:03}", "title": title.to(self.speaks), "impact": impact.to(self.speaks), "dimension": dimension,
                "severity": severity, "raised_on": workday(self.today, -raised), "owner": rng.choice(self.team),
                "plan": plan.to(self.speaks), "due_date": self._in(2, 30), "status": "open",
            }  # fmt: skip
            if closed:
                row |= {
                    "status": "closed",
                    "closed_on": workday(self.today, -rng.randint(0, raised)),
                    "resolution": SOLVED.to(self.speaks),
                }
            elif severity >= 4:
                row |= {"status": "escalated", "escalated_to": self.made.project.sponsor}
            else:
                row["status"] = rng.choice(("open", "in_progress", "waiting"))
            rows.append(row)
        if rows:
            rows[0] |= self._oldest(rag)
        return rows

    def _oldest(self, rag: str) -> Row:
        """What is said of the first issue: open as long as the project burns, for as many months as a demo goes back."""
        rng = Random(f"{self.made.project.project_id} issue")
        start = workday(self.made.course.start, rng.randint(3, 12))
        if rag in ("amber", "red"):
            raised = max(start, workday(self.today, -rng.randint(112, 130)))
            left = {"closed_on": None, "resolution": None, "escalated_to": None}
            return {
                "raised_on": min(raised, self.today),
                "severity": rng.randint(2, 3),
                "status": "in_progress",
                **left,
            }
        over = self.made.tables["plan"][0]["finish_actual"] or workday(self.today, -rng.randint(0, 12))
        closed = {
            "status": "closed",
            "closed_on": over,
            "resolution": SOLVED.to(self.speaks),
            "escalated_to": None,
        }
        return {"raised_on": min(start, over), "severity": 3, **closed}

    def _risks(self, issues: list[Row]) -> list[Row]:
        """The risks, those that occurred with the issue that became of them."""
        rows = []
        for held in self.made.tables["risks"]:
            risk = dict(held)
            if risk["status"] == "occurred":
                key = f"I-{len(issues) + 1:03}"
                raised = risk["due_date"]
                issues.append({
                    "issue_id": key, "title": risk["title"], "impact": risk["effect"], "dimension": "schedule", "severity": 3,
                    "raised_on": raised, "owner": risk["owner"], "due_date": workday(raised, 5), "status": "closed", "closed_on": raised,
                    "resolution": SOLVED.to(self.speaks), "risk_id": risk["risk_id"],
                })  # fmt: skip
                risk["issue_id"] = key
            rows.append(risk)
        return rows

    def _ask(self) -> None:
        """What the bodies are asked to settle in the weeks to come."""
        rng = self.rng
        rag = self.made.record["rag_declared"]
        many = {"red": 2, "amber": 1, "green": rng.randint(0, 1)}.get(rag, 0)
        for subject, proposal in rng.sample(DECISIONS, many):
            costly = rng.random() < 0.6
            self.decisions.append({
                "decision_id": f"D-{len(self.decisions) + 1:03}", "subject": subject.to(self.speaks), "recommendation": proposal.to(self.speaks),
                "body": self.steering if rag == "red" else self.board, "needed_by": self._in(12, 40), "requested_on": self._in(-25, -3),
                "cost_of_delay": float(rng.randint(2, 40) * 500) if costly else None, "status": "requested",
            })  # fmt: skip
        late = Random(f"{self.made.project.project_id} late decision")
        if self.overdue and rag == "red" and late.random() < LATE_DECISION:
            day = workday(self.today, -late.randint(3, 12))
            self.decisions[-1] |= {"needed_by": day, "requested_on": workday(day, -15)}

    def _actions(self, issues: Sequence[Row]) -> list[Row]:
        rng, rows = self.rng, list[Row]()
        live = [row["issue_id"] for row in issues if row["status"] != "closed"]
        settled = [row["issue_id"] for row in issues if row["status"] == "closed"]
        many = 2 if self.made.fate in (FINISHED, NOT_STARTED) else rng.randint(4, 9)
        for at, words in enumerate(rng.sample(ACTIONS, many)):
            opened = rng.randint(1, 50)
            over = self.made.fate is FINISHED or rng.random() < 0.4
            due = workday(self.today, -rng.randint(0, opened)) if over else self._in(1, 30)
            row: Row = {
                "action_id": f"A-{at + 1:03}", "action": words.to(self.speaks), "owner": rng.choice(self.team),
                "opened_on": workday(self.today, -opened), "due_date": due, "due_first": due, "priority": rng.choice(("high", "medium", "medium", "low")),
                "status": rng.choice(("open", "in_progress", "in_progress")), "source_id": rng.choice((None, *live)),
            }  # fmt: skip
            if over:
                row |= {"status": "done", "done_on": due, "source_id": rng.choice((None, *settled))}
            rows.append(row)
        open_rows = [row for row in rows if row["status"] != "done"]
        late = Random(f"{self.made.project.project_id} late action")
        burns = self.made.record["rag_declared"] in ("amber", "red")
        if self.overdue and open_rows and burns and late.random() < LATE_ACTION:
            row, due = late.choice(open_rows), workday(self.today, -late.randint(2, 20))
            row |= {"due_date": due, "due_first": due, "opened_on": min(row["opened_on"], workday(due, -10))}
        return rows

    def _dependencies(self) -> list[Row]:
        """What this project owes to its twin, or waits for: both say so, with the same dates. Others wait for a supplier."""
        other, owes = self.twin or (EXTERNAL.to(self.speaks), False)
        both = Random(" ".join(sorted((other, self.made.project.project_id))))
        need = workday(self.today, both.randint(25, 60))
        return [{
            "dependency_id": "X-001", "direction": "outbound" if owes else "inbound", "other_project": other,
            "deliverable": both.choice(DELIVERABLES).to(self.language if self.twin else self.speaks), "need_date": need,
            "promise_date": workday(need, -both.randint(1, 15)), "status": "agreed", "owner": self.made.project.manager,
        }]  # fmt: skip

    def _stakeholders(self) -> list[Row]:
        return [
            {"stakeholder_id": f"S-{at + 1:03}", "name": words.to(self.speaks), "influence": self.rng.randint(2, 5),
             "interest": self.rng.randint(2, 5), "engagement": "neutral", "engagement_target": "supportive"}
            for at, words in enumerate(STAKEHOLDERS)
        ]  # fmt: skip
