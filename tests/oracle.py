"""Every figure a second time, in ordinary Python over the returned workbooks: what it should be, by definition.

Nothing of pmo_xl is used and no pandas; workbooks are read by openpyxl, columns found by their English or
French label. It was written from the definitions (docs/kpis.md, docs/templates.md, docs/finance.md and the
published method of earned schedule: W. Lipke, "Schedule is different", 2003) and not from the program, so that
a misreading of a definition does not stand in both. Money is in the reporting currency unless a key says
``_local``; ``None`` is unknown.

Where a definition leaves a choice, this is the one made here:

- Earned schedule reads the time at which the planned value reached what is earned now. The curve goes through
  the end of every planned month, and through the status date, which may lie inside one; between two points it is
  straight. Hence EV = PV gives ES = AT, and EV < PV gives ES <= AT (Lipke: projection of EV on the curve of PV).
- Where the curve is flat, EV answers to many moments: the later end (Lipke), but not later than today.
- Two amounts that differ by less than half a cent are one amount.
- Time inside a month is counted in working days. A status date before the first planned month is time 0.
- Finished work (all that is planned is earned) stops the clock at the end of the month in which its plan landed;
  where the earned value is unknown, so is whether the clock stands still, and the time with it.
- Changes and transfers that are blank are none, and so are orders, invoices, payments and accruals of internal
  labour and of a reserve; where no line says anything of one, its sum is blank all the same. No other blank is 0.
- The months are the planned value where those of each line come to its budget within 1 %, and there are none of
  other lines; a contingency reserve may have none at all.
- No share is taken of an amount of a cent or less, nor anything divided by an efficiency that is not above 0.
- Level of effort has earned what its baseline plans; where all work is of that kind, what the project plans.
- Earned value is compared with plan, budget and cost: where a row that holds an amount could not be counted in the
  plan or the budget, it is unknown, and so is what the plan plans where the plan lacks one.
- What was said earlier counts at the rate of the currency in which it was said.
- A project is compared with the last month before of which anything is known of it, however long ago; months of
  silence are no months in red, and break no row of them. A month without a status is none in red.
- A milestone that is not reached and whose forecast has passed is overdue: it is not the next one.
- A threat is no opportunity because of the sign of its impact: an impact below 0 is none that is known.
- A milestone is reached by its actual finish: due without one it is overdue, whatever its % complete says.
- A milestone lasts 0 days and carries work or value only where somebody budgeted it.
- Exposure is that of the open risks that somebody quantified: 0 without an open risk, unknown where none is quantified.
- Where two estimates at completion are the lowest within half a cent, the one with the lower number is named.
"""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import oracle_follow_up as follow_up

Row = dict[str, Any]
Figures = dict[str, Any]
Number = float | None

HALF_A_CENT = 0.005

# ---- what the workbooks are made of ------------------------------------------------------------------

RECORD = {
    "project_id": ("Project ID", "Code projet"),
    "status_date": ("Status date", "Date d’arrêté"),
    "currency": ("Currency", "Devise"),
    "contingency_initial": ("Contingency reserve", "Provision pour aléas"),
    "contingency_drawn": ("Contingency drawn", "Provision consommée"),
    "management_reserve": ("Management reserve", "Réserve de management"),
    "rag_declared": ("Declared status", "Météo déclarée"),
}
TABLES: dict[str, tuple[tuple[str, str], dict[str, tuple[str, str]]]] = {
    "plan": (("Plan", "Planning"), {
        "task_id": ("ID", "N°"), "type": ("Type", "Type"),
        "start_baseline": ("Baseline start", "Début de référence"),
        "finish_baseline": ("Baseline finish", "Fin de référence"),
        "start_forecast": ("Forecast start", "Début prévisionnel"),
        "finish_forecast": ("Forecast finish", "Fin prévisionnelle"),
        "start_actual": ("Actual start", "Début réel"), "finish_actual": ("Actual finish", "Fin réelle"),
        "pct_complete": ("% complete", "% avancement"),
        "cost_baseline": ("Task budget", "Budget de la tâche"),
        "progress_method": ("Progress method", "Méthode d’avancement"),
        "effort_actual_pd": ("Spent (pd)", "Consommé (j.h)"),
        "effort_remaining_pd": ("Remaining (pd)", "Reste à faire (j.h)"),
    }),
    "risks": (("Risks", "Risques"), {
        "risk_id": ("ID", "N°"), "status": ("Status", "Statut"),
        "kind": ("Threat or opportunity", "Menace ou opportunité"), "response_type": ("Response", "Réponse"),
        "probability_in": ("Probability", "Probabilité"), "impact_in": ("Impact", "Gravité"),
        "prob_pct_in": ("Probability %", "Probabilité %"), "cost_impact_in": ("Cost impact", "Impact coût"),
        "probability_res": ("Residual probability", "Probabilité résiduelle"),
        "impact_res": ("Residual impact", "Gravité résiduelle"),
        "prob_pct_res": ("Residual probability %", "Probabilité résiduelle %"),
        "cost_impact_res": ("Residual cost impact", "Impact coût résiduel"),
        "due_date": ("Due", "Échéance"),
    }),
    "budget": (("Budget", "Budget"), {
        "line_id": ("Line", "Ligne"), "category": ("Category", "Nature"), "capex_opex": ("CAPEX/OPEX", "CAPEX/OPEX"),
        "bac0": ("Initial budget", "Budget initial"), "changes": ("Approved changes", "Avenants validés"),
        "transfers": ("Transfers", "Virements"), "committed": ("Committed", "Engagé"),
        "actual": ("Actual cost", "Réalisé"), "etc": ("Estimate to complete", "Reste à faire"),
        "invoiced": ("Invoiced", "Facturé"), "paid": ("Paid", "Payé"),
        "accruals": ("Accruals", "Charges à payer (FNP)"),
    }),
    "months": (("Budget by month", "Budget par mois"), {
        "line_id": ("Line", "Ligne"), "period": ("Month", "Mois"), "pv": ("Planned", "Planifié"),
        "actual": ("Actual", "Réalisé"), "forecast": ("Forecast", "Prévision"),
    }),
    **follow_up.TABLES,
}  # fmt: skip
NAMES = {
    "plan": ("task_id",),
    "risks": ("risk_id",),
    "budget": ("line_id",),
    "months": ("line_id", "period"),
    **follow_up.NAMES,
}
"""What tells the rows of a table apart."""
QUANTITIES = {
    "plan": ("start_baseline", "finish_baseline", "start_forecast", "finish_forecast", "start_actual", "finish_actual",
             "pct_complete", "cost_baseline", "effort_actual_pd", "effort_remaining_pd"),
    "risks": ("probability_in", "impact_in", "prob_pct_in", "cost_impact_in", "probability_res", "impact_res",
              "prob_pct_res", "cost_impact_res", "due_date"),
    "budget": ("bac0", "changes", "transfers", "committed", "actual", "etc", "invoiced", "paid", "accruals"),
    "months": ("period", "pv", "actual", "forecast"),
    **follow_up.QUANTITIES,
}  # fmt: skip
"""The columns of numbers and dates, in which words cannot be read."""
ASKED = {
    "plan": ("start_baseline", "finish_baseline", "start_forecast", "finish_forecast", "pct_complete"),
    "risks": ("probability_in", "impact_in", "response_type"),
    "budget": ("category", "capex_opex", "bac0", "actual", "etc"),
    "months": (),
    **dict.fromkeys(follow_up.TABLES, ()),
}  # fmt: skip
"""The columns of :data:`TABLES` that every row must fill, beside those it cannot do without."""
MONEY = {
    "plan": ("cost_baseline",), "risks": (), "months": (),
    "budget": ("bac0", "changes", "transfers", "committed", "actual", "etc", "invoiced", "paid", "accruals"),
    **dict.fromkeys(follow_up.TABLES, ()),
}  # fmt: skip
"""The amounts of a row that stand in the sums which earned value is part of, or compared with."""
NEEDED = {**NAMES, **follow_up.NEEDED, "plan": ("task_id", "type"), "risks": ("risk_id", "status")}
"""What a row cannot do without."""
WORDS = {
    key: word
    for word, labels in {
        "summary": ("Summary", "Récapitulative"), "task": ("Task", "Tâche"), "milestone": ("Milestone", "Jalon"),
        "loe": ("Level of effort", "Effort continu"), "0/100": ("0-100", "0-100 (tout à la fin)"),
        "50/50": ("50-50", "50-50 (moitié au début)"), "20/80": ("20-80", "20-80 (20 % au début)"),
        "effort": ("Effort based", "Avancement en charge"), "escalated": ("Escalated", "Escaladé"), "opportunity": ("Opportunity", "Opportunité"),
        "green": ("● Green", "● Vert"), "amber": ("▲ Amber", "▲ Orange"), "red": ("◆ Red", "◆ Rouge"),
        "threat": ("Threat", "Menace"), "exploit": ("Exploit", "Exploiter"), "enhance": ("Enhance", "Renforcer"),
        "reject": ("Reject", "Rejeter"), "capex": ("CAPEX",), "opex": ("OPEX",),
        "labour_internal": ("Internal labour", "Main-d’œuvre interne"),
        "contingency": ("Contingency", "Provision pour aléas"),
        **follow_up.WORDS,
    }.items()
    for key in labels
}  # fmt: skip


@dataclass
class Project:
    """What one project returned; a table that did not come is None."""

    record: Row = field(default_factory=dict)
    tables: dict[str, list[Row] | None] = field(default_factory=lambda: dict.fromkeys(TABLES))
    left_out: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TABLES, 0))
    """Rows that have no name or class, or repeat another's name."""
    unknown: set[tuple[str, str]] = field(default_factory=set)
    """Columns that hold what cannot be read, or are blank where they must be filled, in rows that count."""
    worth_left_out: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TABLES, 0))
    """Those of them that hold an amount which is in no sum."""

    def rows(self, table: str) -> list[Row]:
        return self.tables[table] or []


def read(folder: Path) -> dict[str, Project]:
    """The projects of a folder of returns, by their ID."""
    found: dict[str, Project] = {}
    for path in sorted(folder.rglob("*.xlsx")):
        book = openpyxl.load_workbook(path)
        sheets = {name: book[name] for name in book.sheetnames}
        record = _record(next(sheets[name] for name in ("Project", "Projet") if name in sheets))
        project = found.setdefault(record["project_id"], Project())
        project.record.update({k: v for k, v in record.items() if v is not None})
        for table, (names, labels) in TABLES.items():
            for name in dict.fromkeys(names):
                if name in sheets:
                    project.tables[table] = [*project.rows(table), *_rows(sheets[name], labels)]
    for project in found.values():
        for table, rows in project.tables.items():
            if rows is not None:
                spoiled = [_without_words(row, table) for row in rows]
                kept = project.tables[table] = _that_count(rows, table)
                project.worth_left_out[table] = sum(
                    row.get("type") != "summary" and any(row.get(key) for key in MONEY[table])
                    for row in rows if not any(row is one for one in kept)
                )  # fmt: skip
                project.left_out[table] = len(rows) - len(project.rows(table))
                for row, words in zip(rows, spoiled, strict=True):
                    if any(row is kept for kept in project.rows(table)):
                        project.unknown |= {(table, key) for key in (*words, *_not_filled(row, table))}
    return found


def _without_words(row: Row, table: str) -> list[str]:
    """Blank what is no number and no date where one belongs; the columns of these cells."""
    words = [key for key in QUANTITIES[table] if isinstance(row.get(key), str)]
    row.update(dict.fromkeys(words))
    row["words"] = words
    return words


def _not_filled(row: Row, table: str) -> list[str]:
    """The columns that a row must fill and does not; a summary task sums up the progress of others."""
    excused = ["pct_complete"] if row.get("type") == "summary" else []
    if table == "risks" and likelihood(row, "in") is not None:
        excused.append("probability_in")  # the percentage says it
    return [key for key in ASKED[table] if row.get(key) is None and key not in excused]


def _record(sheet: Any) -> Row:
    """The project sheet: a value stands right of its label."""
    known = {label: key for key, labels in RECORD.items() for label in labels}
    record: Row = dict.fromkeys(RECORD)
    for cells in sheet.iter_rows():
        for cell, right in itertools.pairwise(cells):
            if cell.value in known:
                record[known[cell.value]] = _plain(right.value)
    return record


def _rows(sheet: Any, labels: Mapping[str, Sequence[str]]) -> list[Row]:
    """The rows below the header; a blank row is none."""
    lines = list(sheet.iter_rows(values_only=True))
    head = max(
        range(len(lines)), key=lambda n: sum(any(w in lines[n] for w in words) for words in labels.values())
    )
    places = {key: next(lines[head].index(w) for w in words if w in lines[head])
              for key, words in labels.items() if any(w in lines[head] for w in words)}  # fmt: skip
    rows = [{key: _plain(line[place]) for key, place in places.items()} for line in lines[head + 1 :]]
    return [row for row in rows if any(value is not None for value in row.values())]


def _plain(value: Any) -> Any:
    """A value as it counts: lists by their key, dates without a time, blank as None."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, str):
        return WORDS.get(value.strip(), value.strip()) or None
    return value


def _that_count(rows: list[Row], table: str) -> list[Row]:
    """The rows that have what names and classifies them; of those of one name the first."""
    first: dict[tuple[str, ...], Row] = {}
    for row in rows:
        if all(row.get(key) is not None for key in NEEDED[table]):
            name = tuple(
                str(row[key].replace(day=1) if key == "period" else row[key]) for key in NAMES[table]
            )
            first.setdefault(name, row)
    return list(first.values())


def split(keys: str) -> list[str]:
    """A list of keys."""
    return keys.split()


# ---- arithmetic with what is unknown -----------------------------------------------------------------


def total(values: Iterable[Number]) -> Number:
    """A sum of which every part is known; no part at all is unknown too."""
    parts = list(values)
    return (
        None if not parts or any(p is None for p in parts) else float(sum(p for p in parts if p is not None))
    )


def with_all(function: Callable[..., Any], *values: Any) -> Any:
    """A function of values that are all known."""
    return None if any(value is None for value in values) else function(*values)


def plus(a: Number, b: Number) -> Number:
    """A sum of two."""
    return with_all(lambda x, y: x + y, a, b)


def minus(a: Number, b: Number) -> Number:
    """A difference."""
    return with_all(lambda x, y: x - y, a, b)


def times(a: Number, b: Number) -> Number:
    """A product."""
    return with_all(lambda x, y: x * y, a, b)


def over(a: Number, b: Number) -> Number:
    """A ratio of counts or times; that to 0 is undefined."""
    return None if a is None or b is None or b <= 0 else a / b


def nothing(amount: float) -> bool:
    """An amount of less than half a cent."""
    return abs(amount) < HALF_A_CENT


def over_money(a: Number, b: Number) -> Number:
    """A ratio to an amount: to be one, that amount must be more than a cent, whatever its last digits."""
    return None if b is None or round(b, 6) <= 0.015 else over(a, b)


def at_pace(amount: Number, pace: Number) -> Number:
    """What an amount becomes at an efficiency; none that is not above 0 leads anywhere."""
    return None if pace is None or pace < 1e-9 else over(amount, pace)


# ---- days and months ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Settings:
    """What the PMO decides: rates are budget, average and closing."""

    status_date: dt.date
    rates: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    holidays: frozenset[dt.date] = frozenset()
    reporting_currency: str = "EUR"
    official: int = 1
    cpi_weight: float = 0.8

    def rate(self, currency: str | None) -> tuple[Number, Number, Number]:
        if currency == self.reporting_currency:
            return 1.0, 1.0, 1.0
        return self.rates.get(currency or "", (None, None, None))

    def working_days(self, first: dt.date, last: dt.date) -> int:
        """Mondays to Fridays from one day to another, both included, without holidays."""
        days = (first + dt.timedelta(n) for n in range((last - first).days + 1))
        return sum(day.weekday() < 5 and day not in self.holidays for day in days)

    def between(self, first: dt.date, last: dt.date) -> int:
        """Working days by which one day lies after another; negative where it lies before."""
        if last < first:
            return -self.between(last, first)
        return self.working_days(first + dt.timedelta(1), last)

    def part_of_month(self, day: dt.date) -> float:
        """How much of its month has passed at the end of a day, in working days."""
        first = day.replace(day=1)
        return self.working_days(first, day) / self.working_days(first, end_of_month(day))


def end_of_month(day: dt.date) -> dt.date:
    """The last day of a month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def number_of(month: dt.date) -> int:
    """Months counted through."""
    return month.year * 12 + month.month - 1


def month_of(number: int) -> dt.date:
    """The first day of a month."""
    return dt.date(number // 12, number % 12 + 1, 1)


# ---- plan --------------------------------------------------------------------------------------------


AT_THE_START = {"0/100": 0.0, "50/50": 0.5, "20/80": 0.2}
"""The share of a task that its start is worth, by the methods that look at start and end alone."""


def planned_by(task: Row, day: dt.date, settings: Settings) -> Number:
    """The budget of a task that its baseline plans up to and including a day.

    A method that credits the start and the end plans them so; anything else is spread over working days.
    """
    budget, start, finish = task["cost_baseline"], task["start_baseline"], task["finish_baseline"]
    if budget is None or start is None or finish is None:
        return None
    if finish <= day:
        return budget
    if start > day:
        return 0.0
    if not is_effort(task) and task["progress_method"] in AT_THE_START:
        return budget * AT_THE_START[task["progress_method"]]
    return budget * settings.working_days(start, day) / max(settings.working_days(start, finish), 1)


def is_effort(task: Row) -> bool:
    """Level of effort, by its type or by its progress method; a blank method is none."""
    return task["type"] == "loe" or task["progress_method"] == "loe"


def earned_by(task: Row, settings: Settings) -> Number:
    """Budget of a task × what its progress method credits, which % complete it need not say."""
    budget, done, method = task["cost_baseline"], task["pct_complete"], task["progress_method"]
    spent, left = (
        days if days is not None and days >= 0 else None
        for days in (task["effort_actual_pd"], task["effort_remaining_pd"])
    )
    if is_effort(task):
        return planned_by(task, settings.status_date, settings)
    if method == "effort" and spent is not None and left is not None and spent + left > 0:
        return times(budget, spent / (spent + left))
    if budget is None or done is None:
        return None
    begun = AT_THE_START.get(method)
    if begun is None:
        return budget * done
    return budget * (
        1.0 if done > 1 - 1e-9 else begun if done > 0 or task["start_actual"] is not None else 0.0
    )


def is_late(task: Row, today: dt.date) -> bool:
    """A task that lands after its baseline finish, or was to be finished by today and is not."""
    if task["slip"] is not None and task["slip"] > 0:
        return True
    due, done = task["finish_baseline"], task["pct_complete"]
    return due is not None and done is not None and due <= today and done <= 1 - 1e-9


def plan_figures(project: Project, settings: Settings) -> Figures:
    """Tasks, milestones, dates and work of a plan."""
    keys = ("tasks tasks_done late_tasks judged_tasks milestones milestones_due milestones_met overdue_milestones "
            "work_wd done_wd start_baseline start_current finish_baseline finish_forecast slip_wd milestone_slip_wd "
            "next_milestone")  # fmt: skip
    k: Figures = dict.fromkeys(keys.split())
    if project.tables["plan"] is None:
        return k
    rows, today = project.rows("plan"), settings.status_date
    for row in rows:
        row["lands"] = row["finish_actual"] or row["finish_forecast"]
        row["slip"] = with_all(settings.between, row["finish_baseline"], row["lands"])
        row["days"] = (0 if row["type"] == "milestone"
                       else with_all(settings.working_days, row["start_forecast"], row["finish_forecast"]))  # fmt: skip
    tasks = [row for row in rows if row["type"] == "task"]
    milestones = [row for row in rows if row["type"] == "milestone"]
    due = [
        row for row in milestones if row["finish_baseline"] is not None and row["finish_baseline"] <= today
    ]
    work = [row for row in rows if row["type"] in {"task", "loe"}]
    k["tasks"], k["milestones"], k["milestones_due"] = len(tasks), len(milestones), len(due)
    k["tasks_done"] = sum(row["pct_complete"] is not None and row["pct_complete"] > 1 - 1e-9 for row in tasks)
    k["judged_tasks"] = sum(row["slip"] is not None or is_late(row, today) for row in tasks)
    k["late_tasks"] = sum(is_late(row, today) for row in tasks)
    k["milestones_met"] = sum(row["finish_actual"] is not None and row["slip"] <= 0 for row in due)
    k["overdue_milestones"] = sum(row["finish_actual"] is None for row in due)
    k["work_wd"] = total(row["days"] for row in work)
    k["done_wd"] = total(times(row["days"], row["pct_complete"]) for row in work)
    for key, source, choose in (("start_baseline", "start_baseline", min), ("finish_baseline", "finish_baseline", max),
                                ("start_current", "start_forecast", min), ("finish_forecast", "lands", max)):  # fmt: skip
        k[key] = choose((row[source] for row in rows if row[source] is not None), default=None)
    k["slip_wd"] = with_all(settings.between, k["finish_baseline"], k["finish_forecast"])
    k["milestone_slip_wd"] = max((row["slip"] for row in milestones if row["slip"] is not None), default=None)
    ahead = [row["finish_forecast"] for row in milestones if row["finish_actual"] is None]
    k["next_milestone"] = min((day for day in ahead if day is not None and day >= today), default=None)
    return k


# ---- earned value and earned schedule, in the project's currency ---------------------------------------


def valued(project: Project) -> list[Row]:
    """The rows of a plan that carry value: tasks and efforts, and milestones that have a budget."""
    return [row for row in project.rows("plan")
            if row["type"] in {"task", "loe"} or (row["type"] == "milestone" and row["cost_baseline"] is not None)]  # fmt: skip


def current(line: Row) -> Number:
    """The current budget of a line; changes and transfers that are blank are none."""
    return with_all(lambda bac0: bac0 + (line["changes"] or 0) + (line["transfers"] or 0), line["bac0"])


def planned_in_full(lines: list[Row], months: list[Row]) -> bool:
    """Whether the months plan the budget of every line, and of nothing that is no line."""
    given: dict[str, float] = {}
    for row in months:
        given[called(row["line_id"])] = given.get(called(row["line_id"]), 0.0) + row["pv"]
    for line in lines:
        budget, planned = current(line), given.pop(called(line["line_id"]), None)
        if line["category"] == "contingency" and not planned:
            continue
        if budget is None:  # nothing that its months could contradict
            if planned is None:
                return False
        elif abs((planned or 0.0) - budget) > max(abs(budget) / 100, HALF_A_CENT):
            return False
    return not any(given.values())


def called(name: Any) -> str:
    """A name as it is compared: l1 is L1, 01 is 1."""
    words = str(name).strip().lower()
    return str(int(words)) if words.isdecimal() else words


def planned_curve(project: Project, settings: Settings) -> Callable[[dt.date], float] | None:
    """What is planned up to and including a day: by the months of the budget, or by the baseline of the plan."""
    rows = [r for r in project.rows("months") if r["pv"] is not None]
    if any(row["pv"] for row in rows) and planned_in_full(project.rows("budget"), rows):

        def by_month(day: dt.date) -> float:
            now, part = number_of(day), settings.part_of_month(day)
            shares = ((row["pv"], number_of(row["period"])) for row in rows)
            return sum(pv if month < now else pv * part if month == now else 0.0 for pv, month in shares)

        return by_month
    work = valued(project)
    if (
        project.worth_left_out["plan"]
        or not work
        or any(planned_by(row, settings.status_date, settings) is None for row in work)
    ):
        return None
    return lambda day: sum(planned_by(row, day, settings) or 0.0 for row in work)


def planned_months(project: Project, curve: Callable[[dt.date], float]) -> tuple[int, list[float]]:
    """The first planned month, and the planned value at the end of each from it to the last planned one."""
    days = [row["period"] for row in project.rows("months")] + [
        row[key] for row in valued(project) for key in ("start_baseline", "finish_baseline") if row[key] is not None
    ]  # fmt: skip
    numbers = range(min(map(number_of, days)) - 1, max(map(number_of, days)) + 1)
    ends = {n: curve(end_of_month(month_of(n))) for n in numbers}
    planned = [n for n in numbers[1:] if ends[n] > ends[n - 1]]
    if not planned:
        return 0, []
    return planned[0], [ends[n] for n in range(planned[0], planned[-1] + 1)]


def earned(project: Project, settings: Settings) -> Number:
    """What is earned of all work; unknown where the work, or what it is compared with, is not all there."""
    if project.worth_left_out["plan"] or project.worth_left_out["budget"]:
        return None
    work = valued(project)
    parts = total(earned_by(row, settings) for row in work)
    if work and all(map(is_effort, work)) and all(row["cost_baseline"] is not None for row in work):
        curve = planned_curve(project, settings)
        return curve(settings.status_date) if curve is not None else None
    return parts


ES = ("pv", "pv_total", "first_month", "pd", "at", "es", "es_reached", "es_passed", "es_floor", "es_next")


def earned_schedule(project: Project, ev: Number, settings: Settings) -> Figures:
    """Planned value, time and earned schedule: months, and money in the project's currency."""
    k: Figures = dict.fromkeys(
        split("pv pv_total first_month pd at es es_reached es_passed es_floor es_next")
    )
    curve = planned_curve(project, settings)
    if ev is not None:
        k["es_reached"] = k["es_passed"] = 0
    if curve is None:
        return k
    k["pv"] = curve(settings.status_date)
    first, ends = planned_months(project, curve)
    k["pv_total"] = ends[-1] if ends else None
    if not ends:
        return k
    k["first_month"], k["pd"] = month_of(first), len(ends)
    if ev is None:
        return k
    finished = ev > ends[-1] - HALF_A_CENT
    stop = settings.status_date
    lands = max((day for row in project.rows("plan") if (day := row["lands"]) is not None), default=None)
    if finished and lands is not None and lands <= stop:
        stop = end_of_month(lands)
    k["at"] = time_at(first, stop, settings)
    k["es_reached"] = sum(end < ev + HALF_A_CENT for end in ends)
    k["es_passed"] = sum(end < ev - HALF_A_CENT for end in ends)
    k["es_floor"] = ends[k["es_reached"] - 1] if k["es_reached"] else None
    k["es_next"] = None if finished else ends[k["es_reached"]]
    if finished:
        k["es"] = float(len(ends))
        return k
    points = [(0.0, 0.0), *((n + 1.0, end) for n, end in enumerate(ends))]
    now = time_at(first, settings.status_date, settings)
    if 0 < now < len(ends):
        points = sorted({*points, (now, k["pv"])})
    k["es"] = projected(points, ev, now)
    return k


def time_at(first: int, day: dt.date, settings: Settings) -> float:
    """Months from the start of the first one to the end of a day."""
    return max(number_of(day) - first + settings.part_of_month(day), 0.0)


def projected(points: Sequence[tuple[float, float]], ev: float, now: float) -> float:
    """The time at which the planned value was what is earned; in a flat stretch the latest one until now."""
    same = [time for time, pv in points if abs(pv - ev) < HALF_A_CENT]
    if same:
        return min(max(same), max(min(same), now))
    after = next(n for n, (_, pv) in enumerate(points) if pv > ev)
    (time, pv), (then, more) = points[after - 1], points[after]
    return time + (ev - pv) / (more - pv) * (then - time)


# ---- one project ---------------------------------------------------------------------------------------


def measured(project: Project, settings: Settings, earlier: Mapping[int, tuple[Figures, Project]]) -> Figures:
    """Every figure of a project; ``earlier``: figures and return of so many months ago, where they are known."""
    budget_rate, average, closing = settings.rate(project.record.get("currency"))
    k = plan_figures(project, settings)

    def money(amount: Number) -> Number:
        return times(amount, budget_rate)

    lines = project.rows("budget")
    said = {key for line in lines for key, what in line.items() if what is not None}

    def line_total(key: str) -> Number:
        return total(line[key] for line in lines) if key in said else None

    def landing(line: Row) -> Number:
        return plus(line["actual"], line["etc"])

    for line in lines:
        if line["category"] in {"labour_internal", "contingency"}:  # never ordered, invoiced or paid
            line |= {key: line[key] or 0.0 for key in ("committed", "invoiced", "paid", "accruals")}
            line["ordered"] = bool(line["committed"])
        else:
            line["ordered"] = True
    local = {
        key: line_total(key) for key in ("bac0", "committed", "invoiced", "paid", "accruals", "actual", "etc")
    }
    bac = total(map(current, lines))
    k |= dict.fromkeys(("remaining_to_commit", "remaining_to_pay"))
    k |= {key: money(local[key]) for key in ("bac0", "committed", "invoiced", "paid", "accruals", "etc")}
    k["ac"], k["bac"] = money(local["actual"]), money(bac)
    for key in ("changes", "transfers"):
        k[key] = money(total(line[key] or 0 for line in lines)) if key in said else None
    capex = [
        0.0 if line["capex_opex"] == "opex" else with_all(lambda b, _: b, current(line), line["capex_opex"])
        for line in lines
    ]
    k["bac_capex"] = money(total(capex)) if any(current(line) is not None for line in lines) else None
    if "committed" in said:
        ordered = [line for line in lines if line["ordered"]]
        to_commit = [with_all(lambda a, b: max(a - b, 0), landing(ln), ln["committed"]) for ln in ordered]
        k["remaining_to_commit"] = money(total(to_commit))
        k["remaining_to_pay"] = money(total(minus(ln["committed"], ln["paid"]) for ln in ordered))
    k["bac_local"], k["ac_local"], k["etc_local"] = bac, local["actual"], local["etc"]
    k["eac_local"] = total(map(landing, lines))

    for key, field_ in (("management_reserve", "management_reserve"), ("contingency", "contingency_initial"),
                        ("contingency_drawn", "contingency_drawn")):  # fmt: skip
        k[key] = money(project.record.get(field_))
    k["budget_total"] = plus(k["bac"], k["management_reserve"])
    left = minus(k["contingency"], k["contingency_drawn"])
    # The reserve of a closed project has gone back.
    k["contingency_left"] = 0.0 if left is not None and project.record.get("rag_declared") == "blue" else left

    spent = [row for row in project.rows("months") if row["actual"] is not None]
    k["ac_by_month"] = money(total(row["actual"] for row in spent))
    untold = minus(k["ac"], k["ac_by_month"])
    now = number_of(settings.status_date)
    for key, months in (("burn", 1), ("burn_3m", 3)):
        amounts = [r["actual"] for r in spent if now - months < number_of(r["period"]) <= now]
        whole = untold is not None and abs(untold) <= 0.01 * abs(k["ac"]) + HALF_A_CENT
        k[key] = money(sum(amounts) / months) if whole else None

    k["ev_local"] = earned(project, settings)
    k |= earned_schedule(project, k["ev_local"], settings)
    k["pv_local"] = k["pv"]
    k["pv"], k["ev"] = money(k["pv"]), money(k["ev_local"])
    efforts = [earned_by(row, settings) for row in valued(project) if is_effort(row)]
    k["ev_effort"] = money(total([0.0, *efforts])) if k["ev"] is not None else None
    if k["ev"] is not None and all(map(is_effort, valued(project))):
        k["ev_effort"] = k["ev"]
    k["sv_t"], k["spi_t"] = minus(k["es"], k["at"]), over(k["es"], k["at"])
    k["ieac_t"] = over(k["pd"], k["spi_t"])
    time_left = minus(k["pd"], k["at"])
    k["tspi"] = over(minus(k["pd"], k["es"]), time_left) if (time_left or 0) > 0 else None

    k["sv"], k["cv"] = minus(k["ev"], k["pv"]), minus(k["ev"], k["ac"])
    for months in (1, 3):
        old, returned = earlier.get(months, ({}, None))
        k[f"spent_{months}m"] = minus(k["ac"], old.get("ac"))
        k[f"forecast_{months}m"] = forecast_of(returned, now - months, now, settings) if returned else None
        k[f"error_{months}m"] = with_all(abs, minus(k[f"forecast_{months}m"], k[f"spent_{months}m"]))
    k |= {f"{key}_3m": earlier.get(3, ({}, None))[0].get(key) for key in ("ev", "pv", "ac")}

    k |= risk_figures(project, settings, money)
    k |= follow_up.figures(project.tables, settings.status_date, settings.between, money)
    k["fx_actual"] = times(local["actual"], minus(average, budget_rate))
    k["fx_etc"] = times(local["etc"], minus(closing, budget_rate))
    k["fx"] = plus(k["fx_actual"], k["fx_etc"])
    k |= {key: formula(k) for key, (_, formula) in RATIOS.items() if key not in (*LATE, *OF_STATUSES)}
    k |= estimates(k, settings)
    past = {ago: old for ago, (old, _) in earlier.items()}
    k |= moves(k, past, settings)
    k |= {key: RATIOS[key][1](k) for key in LATE}
    k["optimism"] = minus(k["tcpi_eac"], k["cpi"])
    k["tcpi_eac_cpi"] = needed(k["bac"], k["ev"], k["eac_cpi"], k["ac"])
    k["eac_current"] = plus(k["eac"], k["fx"])
    k["closed"] = int(project.record.get("rag_declared") == "blue")
    k |= lights(k)
    k |= trend(k["rag"], past, settings)
    return k | coverage(project, k, settings)


def moves(k: Figures, past: Mapping[int, Figures], settings: Settings) -> Figures:
    """How figures moved since the project was last heard of; ``past``: its figures of so many months ago."""
    before = past[min(past)] if past else {}
    m: Figures = {
        "period_before": month_of(number_of(settings.status_date) - min(past)) if past else None,
        "finish_before": before.get("finish_forecast"),
        "slip_before": before.get("slip_wd"),
        "critical_move": minus(k["critical_risks"], before.get("critical_risks")),
    }
    m["finish_move"] = with_all(lambda then, now: (now - then).days, m["finish_before"], k["finish_forecast"])
    for key in ("eac", "exposure"):
        m[f"{key}_before"] = before.get(key)
        m[f"{key}_move"] = minus(k[key], before.get(key))
    return m


def trend(colour: str, past: Mapping[int, Figures], settings: Settings) -> Figures:
    """Whether the status is better or worse than when the project was last heard of, and how long it has been red."""
    then = past[min(past)]["rag"] if past else None
    now, before = (COLOURS.index(one or "grey") for one in (colour, then))
    known = 0 < now < 4 and 0 < before < 4
    other = [ago for ago, old in past.items() if old["rag"] != "red"]
    in_red = itertools.takewhile(lambda ago: past[ago]["rag"] == "red", sorted(past))
    return {
        "rag_before": None if then is None else before,
        "trend": (before > now) - (before < now) if known else None,
        "got_worse": int(now > before) if known else None,
        "got_better": int(now < before) if known else None,
        "last_not_red": month_of(number_of(settings.status_date) - min(other)) if other else None,
        "red_streak": 1 + len(list(in_red)) if colour == "red" else 0 if now > 0 else None,
    }


def forecast_of(project: Project, after: int, until: int, settings: Settings) -> Number:
    """What a return forecast for the months after one and up to another, at the rate of its own currency."""
    rows = [r for r in project.rows("months") if r["forecast"] is not None]
    ahead = sum(r["forecast"] for r in rows if after < number_of(r["period"]) <= until) if rows else None
    return times(ahead, settings.rate(project.record.get("currency"))[0])


def likelihood(risk: Row, when: str) -> Number:
    """The class of probability; where it is blank, and nothing else was typed, the one in which the probability % lies: up to 10, 30, 50, 70 %, or more."""
    rated, chance = risk[f"probability_{when}"], risk[f"prob_pct_{when}"]
    if rated is None and chance is not None and f"probability_{when}" not in risk["words"]:
        return 1 + sum(chance > limit for limit in (0.1, 0.3, 0.5, 0.7))
    return rated


def risk_figures(project: Project, settings: Settings, money: Callable[[Number], Number]) -> Figures:
    """Open risks by score, and what they are expected to cost."""
    keys = ("open_risks critical_risks high_risks medium_risks low_risks overdue_risks "
            "overdue_threats open_opportunities quantified_risks emv_inherent exposure opportunity net_exposure")  # fmt: skip
    k: Figures = dict.fromkeys(keys.split())
    if project.tables["risks"] is None:
        return k
    risks = [row for row in project.rows("risks") if row["status"] in {"open", "escalated"}]
    for row in risks:
        kind, response = row["kind"], row["response_type"]
        row["chance"] = kind == "opportunity" or (
            kind is None and response in {"exploit", "enhance", "reject"}
        )
        rated = [times(likelihood(row, when), row[f"impact_{when}"]) for when in ("res", "in")]
        impacts = [row[f"cost_impact_{when}"] for when in ("res", "in")]
        worth = [
            times(row[f"prob_pct_{when}"], impact if impact is not None and impact >= 0 else None)
            for when, impact in zip(("res", "in"), impacts, strict=True)
        ]
        row["score"] = next((score for score in rated if score is not None), None)
        row["worth"], row["before"] = next((emv for emv in worth if emv is not None), None), worth[1]
    scores = [row["score"] for row in risks if row["score"] is not None and not row["chance"]]
    k["overdue_threats"] = sum(
        row["due_date"] is not None and row["due_date"] < settings.status_date
        for row in risks
        if not row["chance"]
    )
    k["open_opportunities"] = sum(row["chance"] for row in risks)
    k["open_risks"] = len(risks)
    for key, low, high in (
        ("critical_risks", 15, 25),
        ("high_risks", 10, 14),
        ("medium_risks", 5, 9),
        ("low_risks", 1, 4),
    ):
        k[key] = sum(low <= score <= high for score in scores)
    k["overdue_risks"] = sum(
        row["due_date"] is not None and row["due_date"] < settings.status_date for row in risks
    )
    threats = [row for row in risks if not row["chance"]]
    chances = [row for row in risks if row["chance"]]
    k["quantified_risks"] = sum(row["worth"] is not None for row in risks)

    def expected(rows: list[Row], key: str) -> Number:
        known = [row[key] for row in rows if row[key] is not None]
        return money(sum(known)) if not risks or any(row[key] is not None for row in risks) else None

    k["emv_inherent"], k["exposure"] = expected(threats, "before"), expected(threats, "worth")
    k["opportunity"] = with_all(lambda saved: -saved, expected(chances, "worth"))
    k["net_exposure"] = plus(k["exposure"], k["opportunity"])
    return k


def needed(bac: Number, ev: Number, target: Number, ac: Number) -> Number:
    """The efficiency that lands on a target: work left / money left; undefined where no money is left."""
    work, left = minus(bac, ev), minus(target, ac)
    return 0.0 if work is not None and nothing(work) and (left or 0) > 0.015 else over_money(work, left)


def estimates(k: Figures, settings: Settings) -> Figures:
    """The eight estimates at completion, the official, lowest and highest one, and what follows from them."""
    rest = minus(k["bac"], k["ev"])

    def at(index: Number) -> Number:
        return plus(k["ac"], at_pace(rest, index))

    w = settings.cpi_weight
    e: Figures = {
        "eac_bottom_up": plus(k["ac"], k["etc"]),
        "eac_bac_rate": plus(k["ac"], rest),
        "eac_cpi": at_pace(k["bac"], k["cpi"]),
        "eac_cpi_3m": at(k["cpi_3m"]),
        "eac_cpi_spi": at(times(k["cpi"], k["spi"])),
        "eac_weighted": at(plus(times(w, k["cpi"]), times(1 - w, k["spi"]))),
        "eac_spi": at(k["spi"]),
        "eac_cpi_spi_t": at(times(k["cpi"], k["spi_t"])),
    }
    variants = list(e.values())
    known = [(value, number) for number, value in enumerate(variants, 1) if value is not None]
    e["eac"] = variants[settings.official - 1] if variants[settings.official - 1] is not None else variants[0]
    for key, choose in (("eac_low", min), ("eac_high", max)):
        e[key] = choose((value for value, _ in known), default=None)
        e[f"{key}_by"] = next((number for value, number in known if nothing(value - e[key])), None)
    e["vac"] = minus(k["bac"], e["eac"])
    e["etc_cpi"], e["vac_cpi"] = minus(e["eac_cpi"], k["ac"]), minus(k["bac"], e["eac_cpi"])
    return e


# ---- ratios, of a project and of the sums of projects ----------------------------------------------------

Formula = Callable[[Figures], Number]


def _tcpi_bac(k: Figures) -> Number:
    return (
        None
        if k["bac"] is None or k["ac"] is None or k["ac"] > k["bac"]
        else needed(k["bac"], k["ev"], k["bac"], k["ac"])
    )


RATIOS: dict[str, tuple[str, Formula]] = {
    "capex_share": ("bac_capex bac", lambda k: over_money(k["bac_capex"], k["bac"])),
    "commitment_rate": ("committed bac", lambda k: over_money(k["committed"], k["bac"])),
    "pct_spent": ("ac bac", lambda k: over_money(k["ac"], k["bac"])),
    "runway": ("bac ac burn_3m", lambda k: over_money(minus(k["bac"], k["ac"]), k["burn_3m"])),
    "late_share": ("late_tasks judged_tasks", lambda k: over(k["late_tasks"], k["judged_tasks"])),
    "progress": ("done_wd work_wd", lambda k: over(k["done_wd"], k["work_wd"])),
    "milestone_hit_rate": ("milestones_met milestones_due", lambda k: over(k["milestones_met"], k["milestones_due"])),
    "sv_pct": ("ev pv", lambda k: over_money(minus(k["ev"], k["pv"]), k["pv"])),
    "cv_pct": ("ev ac", lambda k: over_money(minus(k["ev"], k["ac"]), k["ev"])),
    "spi": ("ev pv", lambda k: over_money(k["ev"], k["pv"])),
    "cpi": ("ev ac", lambda k: over_money(k["ev"], k["ac"])),
    "cr": ("ev ac pv", lambda k: times(over_money(k["ev"], k["ac"]), over_money(k["ev"], k["pv"]))),
    "pct_complete": ("ev bac", lambda k: over(k["ev"], k["bac"])),
    "pct_planned": ("pv bac", lambda k: over_money(k["pv"], k["bac"])),
    "spi_discrete": ("ev pv ev_effort", lambda k: over_money(minus(k["ev"], k["ev_effort"]), minus(k["pv"], k["ev_effort"]))),
    "cpi_3m": ("ev ac ev_3m ac_3m", lambda k: over_money(minus(k["ev"], k["ev_3m"]), minus(k["ac"], k["ac_3m"]))),
    "spi_3m": ("ev pv ev_3m pv_3m", lambda k: over_money(minus(k["ev"], k["ev_3m"]), minus(k["pv"], k["pv_3m"]))),
    "vac_pct": ("bac eac", lambda k: over_money(minus(k["bac"], k["eac"]), k["bac"])),
    "budget_deviation": ("eac bac0", lambda k: over_money(minus(k["eac"], k["bac0"]), k["bac0"])),
    "tcpi_bac": ("bac ev ac", _tcpi_bac),
    "tcpi_eac": ("bac ev eac ac", lambda k: needed(k["bac"], k["ev"], k["eac"], k["ac"])),
    "exposure_pct": ("exposure bac", lambda k: over_money(k["exposure"], k["bac"])),
    "accuracy_1m": ("error_1m spent_1m", lambda k: minus(1.0, over_money(k["error_1m"], k["spent_1m"]))),
    "bias_1m": ("forecast_1m spent_1m", lambda k: over_money(minus(k["forecast_1m"], k["spent_1m"]), k["spent_1m"])),
    "accuracy_3m": ("error_3m spent_3m", lambda k: minus(1.0, over_money(k["error_3m"], k["spent_3m"]))),
    "bias_3m": ("forecast_3m spent_3m", lambda k: over_money(minus(k["forecast_3m"], k["spent_3m"]), k["spent_3m"])),
    "eac_move_pct": ("eac_move eac_before", lambda k: over_money(k["eac_move"], k["eac_before"])),
    "execution": ("spent_1m forecast_1m", lambda k: over_money(k["spent_1m"], k["forecast_1m"])),
    "watermelon_share": ("declared_better statuses_compared", lambda k: over(k["declared_better"], k["statuses_compared"])),
    "action_overdue_rate": ("overdue_actions open_actions", lambda k: over(k["overdue_actions"], k["open_actions"])),
    "action_closed_on_time": ("actions_done_in_time actions_done", lambda k: over(k["actions_done_in_time"], k["actions_done"])),
    "dep_twin_rate": ("deps_twinned deps_answerable", lambda k: over(k["deps_twinned"], k["deps_answerable"])),
    "decision_days": ("decision_days_total decisions_taken", lambda k: over(k["decision_days_total"], k["decisions_taken"])),
    "change_rate": ("changes_cost bac0", lambda k: over_money(k["changes_cost"], k["bac0"])),
    "contingency_cover": ("contingency_left exposure", lambda k: over_money(k["contingency_left"], k["exposure"])),
    "contingency_burn": (
        "contingency_drawn contingency ev bac",
        lambda k: at_pace(over_money(k["contingency_drawn"], k["contingency"]), over_money(k["ev"], k["bac"])),
    ),
}  # fmt: skip
"""The parts of each ratio, and the ratio of them."""
OF_STATUSES = ("watermelon_share",)
"""Ratios that need the lights."""
LATE = ("vac_pct", "budget_deviation", "tcpi_eac", "eac_move_pct")
"""Ratios that need an estimate at completion."""

SUMS = split(
    "bac0 changes transfers bac bac_capex management_reserve budget_total contingency contingency_drawn "
    "contingency_left committed invoiced paid accruals ac etc remaining_to_commit remaining_to_pay burn burn_3m "
    "tasks tasks_done late_tasks judged_tasks work_wd done_wd milestones milestones_due milestones_met overdue_milestones "
    "pv ev sv cv ev_effort ev_3m pv_3m ac_3m eac_bottom_up eac_bac_rate eac_cpi eac_cpi_3m eac_cpi_spi "
    "eac_weighted eac_spi eac_cpi_spi_t eac vac eac_low eac_high etc_cpi vac_cpi open_risks open_opportunities critical_risks "
    "high_risks medium_risks low_risks overdue_risks emv_inherent exposure opportunity net_exposure fx_actual "
    "closed ac_by_month quantified_risks left_out_plan left_out_risks left_out_budget left_out_budget_months rag_schedule_partial rag_cost_partial "
    "rag_risk_partial rag_partial declared_better statuses_compared in_months in_curve forecast_by_month "
    "overdue_threats got_worse got_better eac_before eac_move exposure_before exposure_move critical_move "
    "fx_etc fx eac_current forecast_1m spent_1m error_1m forecast_3m spent_3m error_3m"
)
EXTREMES: dict[str, Callable[..., Any]] = {
    "start_baseline": min, "finish_baseline": max, "finish_forecast": max, "slip_wd": max,
    "milestone_slip_wd": max, "ieac_t": max, "start_current": min, "next_milestone": min, "period_before": max,
    "finish_move": max, follow_up.LARGEST: max,
}  # fmt: skip


def across(projects: Iterable[Figures]) -> Figures:
    """The portfolio: sums over the projects that have a figure; a ratio over those that have all its parts."""
    every = list(projects)
    k: Figures = dict.fromkeys(every[0]) if every else {}
    for key in (*SUMS, *follow_up.SUMS, *follow_up.LEFT_OUT):
        known = [one[key] for one in every if one[key] is not None]
        k[key] = sum(known) if known else None
    ages = (one[follow_up.AGES] for one in every)
    k["action_age_median"] = follow_up.middle(age for some in ages if some is not None for age in some)
    for key, choose in EXTREMES.items():
        k[key] = choose((one[key] for one in every if one[key] is not None), default=None)
    for key, (parts, formula) in RATIOS.items():
        whole = [one for one in every if all(one[part] is not None for part in parts.split())]
        k[key] = formula({part: sum(one[part] for one in whole) for part in parts.split()}) if whole else None
    return k


# ---- lights ----------------------------------------------------------------------------------------------

COLOURS = ("grey", "green", "amber", "red", "closed")
THRESHOLDS = {
    "spi": (0.95, 0.9), "cpi": (0.95, 0.9), "vac_pct": (-0.05, -0.1), "slip_wd": (0, 10),
    "overdue_milestones": (0, 1), "critical_risks": (0, 2), "exposure_pct": (0.05, 0.15),
}  # fmt: skip
LIGHTS = {
    "rag_schedule": ("spi", "slip_wd", "overdue_milestones"),
    "rag_cost": ("cpi", "vac_pct"),
    "rag_risk": ("critical_risks", "exposure_pct"),
}


def light(key: str, value: Number) -> str:
    """The colour of a value rounded to nine places: a limit belongs to the better colour, unknown is grey."""
    if value is None:
        return "grey"
    green, amber = THRESHOLDS[key]
    sign = 1 if green > amber else -1
    value = round(sign * value, 9)
    return "green" if value >= sign * green else "amber" if value >= sign * amber else "red"


READ = {
    "rag_schedule": ("plan", "budget", "months"),
    "rag_cost": ("plan", "budget", "months"),
    "rag_risk": ("risks", "budget"),
}
"""The tables of which a light reads rows; the official estimate at completion may be one of those that read months."""
GRANTED = [("budget", key) for key in ("bac0", "changes", "transfers")]
PLANNED = [("months", "pv"), ("months", "period")]
WORK = [("plan", key) for key in ("type", "start_baseline", "finish_baseline", "pct_complete", "cost_baseline",
                                  "progress_method", "effort_actual_pd", "effort_remaining_pd")]  # fmt: skip
ENDS = [("plan", key) for key in ("finish_baseline", "finish_forecast", "finish_actual")]
LOOKS_AT = {
    "rag_schedule": [*WORK, *ENDS, *PLANNED],
    "rag_cost": [*GRANTED, ("budget", "actual"), ("budget", "etc"), *WORK, *PLANNED, *ENDS],
    "rag_risk": [
        *GRANTED,
        *(("risks", key) for key in TABLES["risks"][1] if key not in ("risk_id", "due_date")),
    ],
}
"""The columns that the figures of a light are computed from, by any of the ways to estimate the cost at completion."""
BETTER = ("green", "amber", "red")
JUDGED_NOT = ("grey", "closed")


def coverage(project: Project, k: Figures, settings: Settings) -> Figures:
    """On how much of what was returned a project's figures and lights stand."""
    c: Figures = {f"left_out_{table}": rows for table, rows in project.left_out.items()}
    c["left_out_budget_months"] = c.pop("left_out_months")
    c |= {f"left_out_{table}": 0 for table in follow_up.ALWAYS_WHOLE}
    doubtful = {rag: any(k[part] is None for part in parts) or any(project.left_out[t] for t in READ[rag])
                or not project.unknown.isdisjoint(LOOKS_AT[rag]) for rag, parts in LIGHTS.items()}  # fmt: skip
    c |= {f"{rag}_partial": int(k[rag] not in JUDGED_NOT and doubtful[rag]) for rag in LIGHTS}
    c["rag_partial"] = int(k["rag"] not in JUDGED_NOT and any(doubtful.values()))
    declared = project.record.get("rag_declared")
    steps = BETTER.index(declared) + 1 if declared in BETTER else None
    gap = BETTER.index(k["rag"]) + 1 - steps if steps and k["rag"] in BETTER else None
    c |= {
        "declared_level": steps,
        "divergence": gap,
        "declared_better": None if gap is None else int(gap > 0),
    }
    c["statuses_compared"] = None if gap is None else 1
    c["watermelon_share"] = c["declared_better"]

    def by_month(key: str, until: dt.date) -> float:
        return sum(row[key] or 0.0 for row in project.rows("months") if row["period"] <= until)

    def comes_to(amount: float, whole: Number) -> bool:
        return whole is not None and abs(amount - whole) <= 0.0001 * abs(whole) + HALF_A_CENT

    c["in_months"] = int(
        k["pv"] is not None and comes_to(by_month("actual", settings.status_date), k["ac_local"])
    )
    c["in_curve"] = int(c["in_months"] == 1 and k["ev"] is not None)
    c["forecast_by_month"] = int(comes_to(by_month("forecast", dt.date.max), k["etc_local"]))
    return c


def worst(colours: Iterable[str]) -> str:
    """The worst colour; grey counts where nothing is known."""
    return max(colours, key=COLOURS.index)


def lights(k: Figures) -> Figures:
    """The computed status: the worst of the lights that are known; none of a project that is closed."""
    if k["closed"]:
        return dict.fromkeys((*LIGHTS, "rag"), "closed")
    found = {key: worst(light(part, k[part]) for part in parts) for key, parts in LIGHTS.items()}
    return {**found, "rag": worst(found.values())}


def measure(
    projects: Mapping[str, Project], settings: Settings,
    earlier: Mapping[int, tuple[Mapping[str, Figures], Mapping[str, Project]]] | None = None,
) -> tuple[dict[str, Figures], Figures]:  # fmt: skip
    """The figures of each project, and of the portfolio; ``earlier`` by the number of months ago, at the rates of today."""
    figures = {
        name: measured(
            project,
            settings,
            {ago: (old[name], sent[name]) for ago, (old, sent) in (earlier or {}).items() if name in old},
        )
        for name, project in projects.items()
    }
    for name, found in follow_up.twins(
        {name: one.tables["dependencies"] for name, one in projects.items()}
    ).items():
        figures[name] |= found
        figures[name]["dep_twin_rate"] = RATIOS["dep_twin_rate"][1](found)
    return figures, across(figures.values())
