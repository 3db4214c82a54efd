"""How long ``pmo-xl select`` takes: 300 projects, three years of money, eight roles, bonds between projects.

Run as a module it makes the workspace, in a process of its own: ``python -m benchmarks.selection FOLDER PROJECTS``.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.processes import cold

PROJECTS, SECONDS = 300, 20
YEARS, ROLES = 3, 8


def chosen(folder: Path, runs: int, projects: int = PROJECTS) -> dict[str, Any]:
    """What a run costs as a whole process, and what its search came to."""
    home, told = folder / "selection", folder / "selection.json"
    shutil.rmtree(home, ignore_errors=True)
    cold([sys.executable, "-m", "benchmarks.selection", str(home), str(projects)])
    command = [
        sys.executable, "-m", "pmo_xl", "select", str(home), "--scenario", "S1", "--seconds", str(SECONDS), "--json", str(told),
    ]  # fmt: skip
    taken = [cold(command).to_dict() for _ in range(runs)]
    found = json.loads(told.read_text(encoding="utf-8"))
    return {
        "projects": projects, "limits": len(found["limits"]), "runs": taken, "gap": found["gap"], "proven": found["proven"],
        "value": found["value"], "greedy": found["greedy"], "seconds": SECONDS,
    }  # fmt: skip


def make(home: Path, projects: int) -> None:
    """A workspace of so many candidates; the same each time."""
    from pmo_xl.catalog.steering import STEERING
    from pmo_xl.excel.template.steering_workbook import write_steering

    rng = Random(projects)
    ids = [f"P{at:04}" for at in range(1, projects + 1)]
    value = {each: rng.randint(50, 2000) * 1000.0 for each in ids}
    needs: list[dict[str, Any]] = [
        {
            "project_id": each,
            "year": 2027 + year,
            "cost_opex": round(value[each] / 3 * (0.3 + rng.random()), 2),
        }
        for year in range(YEARS)
        for each in ids
    ]
    needs += [
        {"project_id": each, "year": 2027, "role": f"Role {role}", "days": float(rng.randint(0, 120))}
        for role in range(ROLES)
        for each in ids
    ]
    frame: list[dict[str, Any]] = [
        {
            "scenario_id": "S1",
            "year": 2027 + year,
            "budget": round(0.4 * _sum(needs, "cost_opex", "year", 2027 + year)),
        }
        for year in range(YEARS)
    ]
    frame += [
        {"scenario_id": "S1", "year": 2027, "role": f"Role {role}", "days": round(0.45 * _sum(needs, "days", "role", f"Role {role}"))}
        for role in range(ROLES)
    ]  # fmt: skip
    register = [
        {
            "project_id": each, "project_name": f"Project {each}", "status": "candidate", "mandatory": "yes" if at % 40 == 11 else None,
            "excludes": ids[at + 1] if at % 25 == 5 and at + 1 < projects else None,
            "start_after": ids[at + 3] if at % 20 == 7 and at + 3 < projects else None,
        }
        for at, each in enumerate(ids)
    ]  # fmt: skip
    lists = {
        "register": register,
        "criteria": [{"criterion_id": "NPV", "title": "Net present value", "kind": "npv"}],
        "scores": [
            {"project_id": each, "criterion": "NPV", "score": amount, "why": "case"}
            for each, amount in value.items()
        ],
        "needs": needs,
        "frame": frame,
    }
    home.mkdir(parents=True)
    (home / "pmo.toml").write_text('language = "en"\nreporting_currency = "EUR"\nstatus_date = 2026-09-30\n')
    columns = {
        key: {name: [row.get(name) for row in rows] for name in dict.fromkeys(n for row in rows for n in row)}
        for key, rows in lists.items()
    }
    write_steering(home / "steering.xlsx", STEERING, columns)


def _sum(rows: list[dict[str, Any]], what: str, by: str, key: object) -> float:
    return float(sum(row[what] for row in rows if row.get(by) == key and what in row))


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
