"""Random portfolios typed into templates: late, closed, not started and unbudgeted projects in five currencies, with gaps.

They are plain rows until they are written, so that a test can change them: split a line, move a date, double a project.
"""

from __future__ import annotations

import copy
import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import follow_ups
import openpyxl
from copies import write_return
from standard import TABLES

from pmo_xl.core.settings.settings import CalendarSettings, RateSettings, Settings
from pmo_xl.excel.template.workbook import Filling

Row = dict[str, Any]
Portfolio = dict[str, "Sent"]

CURRENCIES = ("EUR", "USD", "GBP", "CHF", "JPY")
RATES = {
    "USD": (0.92, 0.9, 0.88),
    "GBP": (1.17, 1.2, 1.22),
    "CHF": (1.05, 1.05, 1.05),
    "JPY": (0.0062, 0.0061, 0.006),
}
HOLIDAYS = (dt.date(2026, 1, 1), dt.date(2026, 4, 6), dt.date(2026, 5, 1), dt.date(2025, 12, 25))
KINDS = (
    "usual",
    "late",
    "closed",
    "not started",
    "no months",
    "usual",
    "zero",
    "no plan",
    "late",
    "no budget",
)
METHODS = (None, None, "pct_physical", "0/100", "50/50", "20/80", "effort", "loe", "units")
RESPONSES = ("avoid", "reduce", "accept", "share", "exploit", "enhance", "reject")

GAPS = {
    "plan": ("cost_baseline", "pct_complete", "finish_baseline", "start_forecast", "finish_forecast", "task_id", "type"),
    "risks": ("prob_pct_in", "cost_impact_in", "probability_in", "status", "due_date", "risk_id", "response_type"),
    "budget": ("bac0", "actual", "etc", "committed", "paid", "invoiced", "accruals", "capex_opex", "line_id"),
    "months": ("pv", "actual", "period", "line_id"),
}  # fmt: skip
"""Cells that are emptied, one at a time."""
WORDS = "200 ???"
REFUSED = {
    "plan": ("cost_baseline", "pct_complete", "finish_baseline", "finish_forecast"),
    "risks": ("prob_pct_in", "cost_impact_in", "probability_in", "due_date"),
    "budget": ("bac0", "changes_approved", "transfers", "actual", "etc", "committed", "paid"),
    "months": ("pv", "actual", "forecast"),
}  # fmt: skip
"""Cells in which somebody types what cannot be read."""


@dataclass
class Sent:
    """What one project returns; a table that is None is not sent."""

    record: Row
    tables: dict[str, list[Row] | None] = field(default_factory=dict)

    def rows(self, table: str) -> list[Row]:
        return self.tables.get(table) or []


def settings(status: dt.date, **more: Any) -> Settings:
    """The settings of the PMO."""
    rates = {key: RateSettings(budget=b, average=a, closing=c) for key, (b, a, c) in RATES.items()}
    return Settings(
        status_date=status, **{"rates": rates, "calendar": CalendarSettings(holidays=HOLIDAYS), **more}
    )


def portfolio(
    seed: int,
    status: dt.date,
    size: int = len(KINDS),
    *,
    gaps: bool = True,
    refused: bool = False,
    followed: bool = False,
) -> Portfolio:
    """The projects of a seed, one of each kind in turn; ``refused`` puts words into cells of numbers and dates.

    ``followed``: most of them send a follow-up too.
    """
    rng = Random(seed)
    made = {}
    for n in range(size):
        name = f"P{n + 1:03}"
        made[name] = _project(
            rng, name, KINDS[(n + seed) % len(KINDS)], CURRENCIES[n % len(CURRENCIES)], status
        )
        if gaps:
            _emptied(rng, made[name])
        if refused:
            _spoiled(Random(f"{seed} {name}"), made[name])
        if followed and (n + seed) % 5:
            more = follow_ups.follow_up(Random(f"{seed} {name}"), status, WORDS if refused else None)
            made[name].tables |= more
    return made


def write(folder: Path, projects: Portfolio, language: str = "en") -> Path:
    """A workbook for each kind of return of each project; ``mixed`` takes turns of languages."""
    for place, (name, sent) in enumerate(projects.items()):
        here = folder / name
        here.mkdir(parents=True, exist_ok=True)
        words = ("en", "fr")[place % 2] if language == "mixed" else language
        for kind, tables in (
            ("plan", ("plan",)),
            ("risks", ("risks",)),
            ("budget", ("budget", "months")),
            ("followup", follow_ups.TABLES),
        ):
            if sent.tables.get(tables[0]) is not None:
                held = {"budget_months" if t == "months" else t: columns(sent.rows(t)) for t in tables}
                readable = {key: {c: [None if v == WORDS else v for v in rows] for c, rows in cells.items()}
                            for key, cells in held.items()}  # fmt: skip
                write_return(here / f"{kind}.xlsx", kind, Filling(sent.record, readable), words)
                if readable != held:
                    _type_over(here / f"{kind}.xlsx", held, words)
    return folder


def _type_over(path: Path, held: dict[str, dict[str, list[Any]]], language: str) -> None:
    """The words that no template would be filled with, typed into its cells."""
    book = openpyxl.load_workbook(path)
    for key, cells in held.items():
        sheet = book[TABLES[key].heading.to(language)]
        heads = {cell.value: cell for row in sheet.iter_rows(max_row=12) for cell in row if cell.value}
        for column, rows in cells.items():
            head = heads[TABLES[key].columns[column].label.to(language)]
            for at, what in enumerate(rows, start=head.row + 1):
                if what == WORDS:
                    sheet.cell(at, head.column, what)
    book.save(path)


def columns(rows: list[Row]) -> dict[str, list[Any]]:
    """Rows as columns."""
    keys: dict[str, None] = {key: None for row in rows for key in row}
    return {key: [row.get(key) for row in rows] for key in keys}


def changed(projects: Portfolio) -> Portfolio:
    """A copy that can be changed."""
    return copy.deepcopy(projects)


# ---- one project -------------------------------------------------------------------------------------


def month_after(day: dt.date, months: int) -> dt.date:
    """The first day of a month some months later."""
    number = day.year * 12 + day.month - 1 + months
    return dt.date(number // 12, number % 12 + 1, 1)


def shares(rng: Random, amount: float, parts: int) -> list[float]:
    """An amount in cents, split into parts that add up to it."""
    cents = round(amount * 100)
    cuts = sorted(rng.randint(0, cents) for _ in range(parts - 1))
    return [(b - a) / 100 for a, b in zip([0, *cuts], [*cuts, cents], strict=True)]


def _weekday(day: dt.date) -> dt.date:
    while day.weekday() > 4 or day in HOLIDAYS:
        day += dt.timedelta(1)
    return day


def _project(rng: Random, name: str, kind: str, currency: str, status: dt.date) -> Sent:
    length = rng.randint(4, 12)
    begins = {"closed": -length - rng.randint(1, 3), "not started": rng.randint(1, 2), "late": -length}
    first = month_after(status, begins.get(kind, -rng.randint(1, length - 1)))
    record: Row = {
        "project_id": name, "project_name": f"Project {name}", "status_date": status, "currency": currency,
        "project_manager": "Claire Martin", "contingency_initial": rng.choice([None, round(rng.uniform(100, 9000), 2)]),
        "contingency_drawn": rng.choice([None, round(rng.uniform(0, 90), 2)]),
        "management_reserve": rng.choice([None, 0.0, round(rng.uniform(100, 5000), 2)]),
        "rag_declared": rng.choice([None, "green", "amber", "red", "grey"]), "comment": "as judged by the project manager",
    }  # fmt: skip
    lines = _lines(rng, kind)
    bac = sum(line["bac0"] + (line["changes_approved"] or 0) + (line["transfers"] or 0) for line in lines)
    months = [] if kind == "no months" else _months(rng, kind, lines, first, length, status)
    return Sent(record, {
        "plan": None if kind == "no plan" else _plan(rng, kind, max(bac, 0.0), first, length, status),
        "risks": _risks(rng, status) if rng.random() < 0.85 else None,
        "budget": None if kind == "no budget" else lines,
        "months": months,
    })  # fmt: skip


def _lines(rng: Random, kind: str) -> list[Row]:
    lines: list[Row] = []
    for n in range(rng.randint(1, 4)):
        spent = {"not started": 0.0, "closed": 1.0}.get(kind, rng.uniform(0.1, 0.9))
        granted = 0.0 if kind == "zero" else round(rng.uniform(2000, 90000), 2)
        cost = granted * rng.uniform(0.8, 1.4)
        actual = round(cost * spent, 2)
        committed = round(actual * rng.uniform(1, 1.2), 2)
        invoiced = round(actual * 0.9, 2)
        lines.append({
            "line_id": f"L{n + 1}", "category": rng.choice(["other", "cloud", "hardware", "labour_internal"]),
            "capex_opex": rng.choice(["capex", "opex"]), "bac0": granted,
            "changes_approved": rng.choice([None, 0.0, round(granted * rng.uniform(-0.1, 0.2), 2)]),
            "transfers": None, "committed": committed, "actual": actual, "etc": round(cost * (1 - spent), 2),
            "invoiced": invoiced, "paid": round(invoiced * 0.8, 2), "accruals": round(actual - invoiced, 2),
            "comment": "as given",
        })  # fmt: skip
    for line in lines:
        if line["category"] == "labour_internal":
            line.update(dict.fromkeys(("committed", "invoiced", "paid", "accruals")))
    if len(lines) > 1 and rng.random() < 0.5:
        moved = round(min(500.0, lines[0]["bac0"] / 10), 2)
        lines[0]["transfers"], lines[1]["transfers"] = -moved, moved
    return lines


def _months(
    rng: Random, kind: str, lines: list[Row], first: dt.date, length: int, status: dt.date
) -> list[Row]:
    """Planned months with gaps among them; actual ones before, forecast ones after the status date."""
    rows: list[Row] = []
    for line in lines:
        at: dict[dt.date, Row] = {}
        for key, total in (("pv", line["bac0"] + (line["changes_approved"] or 0) + (line["transfers"] or 0)),
                           ("actual", line["actual"]), ("forecast", line["etc"])):  # fmt: skip
            span = [month_after(first, n) for n in range(length)]
            if key == "pv" and length > 5 and rng.random() < 0.4:
                del span[2 : 2 + rng.randint(1, 2)]  # months in which nothing is planned
            if key == "actual":
                span = [m for n in range(-1, length + 4) if (m := month_after(first, n)) <= status]
            elif key == "forecast":
                tail = length + (5 if kind == "late" else 1)
                span = [m for n in range(tail + 4) if (m := month_after(first, n)) > status][:tail]
            if span and total > 0:
                for m, amount in zip(span, shares(rng, total, len(span)), strict=True):
                    at.setdefault(m, {"line_id": line["line_id"], "period": m})[key] = amount
        if kind == "late" and rng.random() < 0.5:
            for n in (-2, length, length + 1):  # planned at 0, before and after
                at.setdefault(month_after(first, n), {"line_id": line["line_id"], "period": month_after(first, n)}).setdefault("pv", 0.0)  # fmt: skip
        rows += sorted(at.values(), key=lambda row: row["period"])
    return rows


def _plan(rng: Random, kind: str, bac: float, first: dt.date, length: int, status: dt.date) -> list[Row]:
    rows: list[Row] = [_task(rng, kind, "0", "summary", first, length, status)]
    rows[0]["cost_baseline"] = rng.choice([None, bac])
    types = ["task"] * rng.randint(3, 7) + ["loe"] * rng.choice([0, 1]) + ["milestone"] * rng.randint(0, 3)
    rows += [_task(rng, kind, str(n + 1), each, first, length, status) for n, each in enumerate(types)]
    worth = [
        row
        for row in rows
        if row["type"] in {"task", "loe"} or (row["type"] == "milestone" and rng.random() < 0.2)
    ]
    for row, amount in zip(worth, shares(rng, bac, len(worth)), strict=True):
        row["cost_baseline"] = amount
    return rows


def _task(
    rng: Random, kind: str, number: str, what: str, first: dt.date, length: int, status: dt.date
) -> Row:
    start = _weekday(first + dt.timedelta(rng.randint(0, max(length * 30 - 30, 1))))
    finish = start if what == "milestone" else _weekday(start + dt.timedelta(rng.randint(5, 60)))
    late = rng.choice([0, 0, rng.randint(1, 40)]) if kind != "late" else rng.randint(10, 120)
    begun = _weekday(start + dt.timedelta(late // 2))
    done = _weekday(finish + dt.timedelta(late))
    if what == "milestone":
        begun = done
    if kind == "closed":
        begun, done = min(begun, status), min(done, status)
    row: Row = {
        "task_id": number, "name": f"Work {number}", "type": what, "owner": "Claire Martin", "start_baseline": start,
        "finish_baseline": finish, "start_forecast": begun, "finish_forecast": done, "start_actual": None,
        "finish_actual": None, "pct_complete": 0.0, "cost_baseline": None,
        "progress_method": rng.choice(METHODS) if what == "task" else None,
        "effort_actual_pd": None, "effort_remaining_pd": None,
    }  # fmt: skip
    if done <= status and (kind == "closed" or rng.random() < 0.8):
        row |= {"start_actual": begun, "finish_actual": done, "pct_complete": 1.0}
    elif begun <= status and what != "milestone":
        row |= {"start_actual": begun, "pct_complete": round(rng.uniform(0.05, 0.95), 2)}
        row["finish_forecast"] = max(done, _weekday(status + dt.timedelta(7)))
    else:
        later = _weekday(max(begun, status + dt.timedelta(1)))
        row |= {"start_forecast": later, "finish_forecast": later if what == "milestone" else max(done, _weekday(later + dt.timedelta(5)))}  # fmt: skip
    if row["progress_method"] == "effort":
        row |= {
            "effort_actual_pd": 10.0 * row["pct_complete"],
            "effort_remaining_pd": 12.0 * (1 - row["pct_complete"]),
        }
    return row


def _risks(rng: Random, status: dt.date) -> list[Row]:
    rows = []
    for n in range(rng.randint(0, 5)):
        status_of = rng.choice(["open", "open", "open", "escalated", "closed", "occurred"])
        row: Row = {
            "risk_id": f"R-{n + 1:03}", "title": f"Risk number {n + 1} of many", "category": "technical",
            "date_raised": status - dt.timedelta(90), "probability_in": rng.randint(1, 5), "impact_in": rng.randint(1, 5),
            "prob_pct_in": round(rng.uniform(0.05, 0.9), 2), "cost_impact_in": round(rng.uniform(100, 9000), 2),
            "kind": rng.choice([None, "threat", "opportunity"]), "response_type": rng.choice(RESPONSES), "owner": "Claire Martin",
            "status": status_of, "response_actions": "Follow it week by week", "due_date": status + dt.timedelta(rng.randint(-20, 60)),
        }  # fmt: skip
        if rng.random() < 0.5:
            row |= {
                "probability_res": rng.randint(1, row["probability_in"]),
                "impact_res": rng.randint(1, row["impact_in"]),
            }
        if rng.random() < 0.5:
            row |= {
                "prob_pct_res": round(row["prob_pct_in"] / 2, 3),
                "cost_impact_res": row["cost_impact_in"],
            }
        if status_of in {"closed", "occurred"}:
            row |= {"date_closed": status - dt.timedelta(5), "closure_reason": "treated", "issue_id": "I1"}
        rows.append(row)
    return rows


def _emptied(rng: Random, sent: Sent) -> None:
    """One cell, now and then two, that nobody filled."""
    for _ in range(rng.choice([0, 1, 1, 2])):
        table = rng.choice([t for t in GAPS if sent.rows(t)])
        rng.choice(sent.rows(table))[rng.choice(GAPS[table])] = None


def _spoiled(rng: Random, sent: Sent) -> None:
    """A cell, now and then two or none, in which no number or date can be read."""
    for _ in range(rng.choice([0, 1, 1, 2])):
        table = rng.choice([t for t in REFUSED if sent.rows(t)])
        rng.choice(sent.rows(table))[rng.choice(REFUSED[table])] = WORDS
