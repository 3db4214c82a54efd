"""A second real portfolio through pmo_xl: the capital projects of the New York City School Construction Authority.

    python examples/nyc.py nyc_sca_capital_projects.csv nyc
    python examples/nyc.py nyc_sca_capital_projects.csv nyc 400

The CSV (NYC Open Data, commas) has one row per phase of a project: scope, design, construction, equipment. The rows of
one building and one set of DSF numbers are a project. Each becomes a plan and a budget workbook of the light profile
in ``nyc/returns``, as if its project manager had filled them, and all are consolidated into ``nyc/out/master.xlsx``.
The folder is a workspace: ``pmo-xl validate nyc`` works on it. A number behind takes so many projects, spread evenly
over the file; all of them are more than 2,000.

What the CSV says, and where it goes:

* ``Project Budget Amount`` is the initial budget of a line, ``Total Phase Actual Spending Amount`` its actual cost, and
  what is missing to ``Final Estimate of Actual Costs Through End of Phase Amount`` its estimate to complete, so that the
  estimate at completion is the final estimate. Where more was spent than estimated the estimate to complete is
  negative, as the CSV has it.
* A phase with a start date is a task: it started on that day, and was to finish on the planned end. The CSV has no
  baseline start: the actual start stands for it. A phase that is complete finished on its actual end; one in progress
  is forecast to finish on its planned end, since no other date is published, also where that day has passed.
* The progress of a phase in progress is not published: the share of its final estimate that was spent stands for it.
* A phase that is not started (PNS) has no dates, so it is no task; its money is in the budget.
* A project of which every phase is complete is declared closed, one of which none is started not started; of the others
  no status is published. ``Project Type`` is the programme.

What the template wants and the CSV cannot say is the same in every line: category “Other”, CAPEX.

A project without a budget figure in any row (work done by other departments, emergencies) is left out, and counted by
the words that stand there.
"""
# ruff: noqa: T201 - what it prints is its result

from __future__ import annotations

import csv
import datetime as dt
import multiprocessing
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from pmo_xl.catalog.kinds.project import Project
from pmo_xl.catalog.templates import templates_of
from pmo_xl.core.base.files import RETURNS_FOLDER, SETTINGS_FILE
from pmo_xl.core.definition.column import Profile
from pmo_xl.excel.template.workbook import Filling, make_workbook
from pmo_xl.pipeline import Outcome, consolidate_to

STATUS_DATE = dt.date(2025, 6, 30)
"""The last day that the CSV knows anything of."""
SETTINGS = f'profile = "light"\nstatus_date = {STATUS_DATE}\nreporting_currency = "USD"\n'
COMPLETE, NOT_STARTED = "Complete", "PNS"


@dataclass(frozen=True, slots=True)
class Phase:
    """One row of the CSV; amounts and dates are None where none is published."""

    name: str
    status: str
    start: dt.date | None
    planned_end: dt.date | None
    actual_end: dt.date | None
    budget: Decimal | None
    budget_said: str
    estimate: Decimal | None
    spent: Decimal | None


@dataclass(frozen=True, slots=True)
class Building:
    """A project: its phases in the order of the CSV."""

    number: str
    name: str
    programme: str
    phases: Sequence[Phase]


@dataclass(slots=True)
class Portfolio:
    """What came of a CSV: how many of each, what was left out and why, and the master."""

    rows: int
    projects: int
    without_budget: Counter[str] = field(default_factory=Counter)
    taken: int = 0
    lines: int = 0
    tasks: int = 0
    plans: int = 0
    undated: int = 0
    unbudgeted_lines: Counter[str] = field(default_factory=Counter)
    overspent: int = 0
    late: int = 0
    outcome: Outcome | None = None


def read(path: Path) -> list[Building]:
    """The projects of the CSV, numbered within their building in the order of their first rows."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [{key.strip(): cell.strip() for key, cell in row.items()} for row in csv.DictReader(file)]
    groups: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows:
        groups.setdefault((row["Project Building Identifier"], row["DSF Number(s)"]), []).append(row)
    of_building: Counter[str] = Counter()
    found = []
    for (building, _), members in groups.items():
        of_building[building] += 1
        first = members[0]
        found.append(
            Building(
                f"{building}-{of_building[building]:02d}",
                f"{first['Project School Name']}: {first['Project Description']}"[:120],
                first["Project Type"],
                [_phase(row) for row in members],
            )
        )
    return found


def _phase(row: dict[str, str]) -> Phase:
    return Phase(
        row["Project Phase Name"],
        row["Project Status Name"],
        _day(row["Project Phase Actual Start Date"]),
        _day(row["Project Phase Planned End Date"]),
        _day(row["Project Phase Actual End Date"]),
        _dollars(row["Project Budget Amount"]),
        row["Project Budget Amount"],
        _dollars(row["Final Estimate of Actual Costs Through End of Phase Amount"]),
        _dollars(row["Total Phase Actual Spending Amount"]),
    )


def _day(words: str) -> dt.date | None:
    met = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", words)
    return dt.date(int(met[3]), int(met[1]), int(met[2])) if met else None


def _dollars(words: str) -> Decimal | None:
    """An amount as written: 45000, $1,250.50, ($11,497.00) below 0; None for the code of a reason."""
    met = re.fullmatch(r"(\()?\$?([\d,]+(?:\.\d+)?)\)?", words)
    if met is None:
        return None
    number = Decimal(met[2].replace(",", ""))
    return -number if met[1] else number


def make(path: Path, folder: Path, most: int | None = None) -> Portfolio:
    """Fill the workbooks of the projects of the CSV at *path*, at most so many, and consolidate them in *folder*."""
    projects = read(path)
    made = Portfolio(sum(len(project.phases) for project in projects), len(projects))
    budgeted = []
    for project in projects:
        if any(phase.budget is not None for phase in project.phases):
            budgeted.append(project)
        else:
            made.without_budget[project.phases[0].budget_said] += 1
    taken = budgeted if most is None else budgeted[:: max(1, len(budgeted) // most)][:most]
    made.taken = len(taken)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SETTINGS_FILE).write_text(SETTINGS, encoding="utf-8", newline="\n")
    wanted: list[tuple[Path, Building, str, dict[str, list[Any]]]] = []
    for project in taken:
        plan, budget = plan_of(project), budget_of(project)
        made.lines += len(project.phases)
        made.tasks += len(plan["task_id"])
        made.undated += len(project.phases) - len(plan["task_id"])
        made.unbudgeted_lines.update(phase.budget_said for phase in project.phases if phase.budget is None)
        made.overspent += sum(etc is not None and etc < 0 for etc in budget["etc"])
        made.late += sum(
            phase.status != COMPLETE and phase.planned_end is not None and phase.planned_end < STATUS_DATE
            for phase in project.phases
            if phase.start is not None
        )
        wanted.append((folder, project, "budget", budget))
        if plan["task_id"]:
            made.plans += 1
            wanted.append((folder, project, "plan", plan))
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(_write, *zip(*wanted, strict=True), chunksize=20))
    made.outcome = consolidate_to([folder], folder / "out" / "master.xlsx")
    return made


def plan_of(project: Building) -> dict[str, list[Any]]:
    """A task for each phase that has a start date."""
    tasks = [(str(at), phase) for at, phase in enumerate(project.phases, 1) if phase.start is not None]
    ends = [phase.actual_end if phase.status == COMPLETE else phase.planned_end for _, phase in tasks]
    starts = [phase.start for _, phase in tasks]
    return {
        "task_id": [number for number, _ in tasks],
        "name": [phase.name for _, phase in tasks],
        "type": ["task"] * len(tasks),
        "start_baseline": starts,
        "finish_baseline": [phase.planned_end for _, phase in tasks],
        "start_forecast": starts,
        "finish_forecast": ends,
        "start_actual": starts,
        "finish_actual": [phase.actual_end if phase.status == COMPLETE else None for _, phase in tasks],
        "pct_complete": [progress(phase) for _, phase in tasks],
        "cost_baseline": [_plain(phase.budget) for _, phase in tasks],
    }


def progress(phase: Phase) -> float | None:
    """1 for a phase that is complete; else the share of its estimate that was spent, below 1."""
    if phase.status == COMPLETE:
        return 1.0
    if not phase.estimate or phase.spent is None:
        return None
    return min(0.99, max(0.0, float(phase.spent / phase.estimate)))


def budget_of(project: Building) -> dict[str, list[Any]]:
    """A line for each phase."""
    phases = project.phases
    return {
        "line_id": [str(at) for at in range(1, len(phases) + 1)],
        "description": [phase.name for phase in phases],
        "category": ["other"] * len(phases),
        "capex_opex": ["capex"] * len(phases),
        "bac0": [_plain(phase.budget) for phase in phases],
        "actual": [_plain(phase.spent) for phase in phases],
        "etc": [
            None if phase.estimate is None or phase.spent is None else float(phase.estimate - phase.spent)
            for phase in phases
        ],
    }


def declared(project: Building) -> str | None:
    """Closed, not started, or nothing published."""
    said = {phase.status for phase in project.phases}
    return "blue" if said == {COMPLETE} else "grey" if said == {NOT_STARTED} else None


def _plain(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)


def _write(folder: Path, project: Building, kind: str, rows: dict[str, list[Any]]) -> None:
    record = {
        "project_id": project.number,
        "project_name": project.name,
        "status_date": STATUS_DATE,
        "currency": "USD",
        "programme_id": project.programme,
        "rag_declared": declared(project),
    }
    path = folder / RETURNS_FOLDER / project.number / f"{kind}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    filling = Filling({key: what for key, what in record.items() if what is not None}, {kind: rows})
    make_workbook(
        path, [templates_of().by_kind[kind]], Project, profile=Profile.LIGHT, filling=filling, room=1
    )


def told(made: Portfolio) -> Iterable[str]:
    """What was done, what was left out and why, and how the figures are to be read."""
    outcome = made.outcome
    assert outcome is not None
    assert outcome.scorecard is not None
    sums = outcome.scorecard.portfolio
    findings = Counter(f"{f.severity.key} {f.code}" for f in outcome.portfolio.findings)
    yield f"{made.rows} rows read, phases of {made.projects} projects"
    yield f"{made.without_budget.total()} projects without a budget figure, left out: {_counted(made.without_budget)}"
    yield f"{made.taken} projects taken, {len(outcome.portfolio.projects)} in the master"
    yield f"{made.lines} budget lines, {made.unbudgeted_lines.total()} of them without a budget figure ({_counted(made.unbudgeted_lines)})"
    yield f"{made.plans} plans of {made.tasks} tasks; {made.undated} phases not started, without dates and no tasks"
    yield f"{made.overspent} lines spent more than their final estimate: a negative estimate to complete, as in the CSV"
    yield f"{made.late} phases in progress whose planned end has passed; no other date is published"
    yield f"Budget {sums['bac0']:,.2f} USD, spent {sums['ac']:,.2f} USD, final estimate {sums['eac']:,.2f} USD"
    yield "Findings: " + (", ".join(f"{count} {what}" for what, count in sorted(findings.items())) or "none")
    yield "Baseline starts and progress are not published: actual starts, and the share spent, stand for them."
    yield f"Master workbook: {outcome.master}"


def _counted(words: Counter[str]) -> str:
    return ", ".join(f"{key or 'blank'} {count}" for key, count in sorted(words.items())) or "none"


def main(arguments: list[str]) -> int:
    """Exit status 0 when no error was found in the returns, else 1; 2 for a wrong call."""
    if (
        len(arguments) not in (2, 3)
        or not Path(arguments[0]).is_file()
        or not all(map(str.isdigit, arguments[2:]))
    ):
        print("Usage: python examples/nyc.py CSV OUT_DIR [PROJECTS]", file=sys.stderr)
        return 2
    made = make(Path(arguments[0]), Path(arguments[1]), int(arguments[2]) if arguments[2:] else None)
    print("\n".join(told(made)))
    return made.outcome.exit_code if made.outcome else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
