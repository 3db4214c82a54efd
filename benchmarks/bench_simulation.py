"""How long a simulation takes: so many draws over so many projects of so many tasks, and the command as a whole.

    python benchmarks/bench_simulation.py [--projects 30] [--tasks 20] [--runs 10000]

Every task has a range and one or two predecessors; each project has eight budget lines with ranges and eight risks. Said at the
end: seconds of the draws alone (the best of three), the P80 with its standard error, and seconds of `pmo-xl simulate` on a demo.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pmo_xl.methods.project_plan import ProjectPlan
from pmo_xl.methods.simulation.model import CostLine, ProjectModel, RiskEvent
from pmo_xl.methods.simulation.ranges import Range
from pmo_xl.methods.simulation.runs import error_of, of_portfolio, percentiles_of, simulate

STATUS = dt.date(2026, 3, 31)


def main() -> None:
    """Make the projects, simulate them, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--projects", type=int, default=30)
    parser.add_argument("--tasks", type=int, default=20)
    parser.add_argument("--runs", type=int, default=10_000)
    asked = parser.parse_args()
    models = [_project(n, asked.tasks) for n in range(asked.projects)]
    took = []
    for _ in range(3):
        begun = time.perf_counter()
        results = [simulate(model, runs=asked.runs, seed=1, within=0.3) for model in models]
        _, costs = of_portfolio(models, results)
        took.append(time.perf_counter() - begun)
    assert costs is not None
    print(f"{asked.runs} draws, {asked.projects} projects of {asked.tasks} tasks: {min(took):.2f} s")
    print(f"P80 of the cost {percentiles_of(costs)[80]:,.0f} ± {error_of(costs):,.0f}")
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home, "PMO")
        command = [sys.executable, "-m", "pmo_xl"]
        subprocess.run(
            [*command, "demo", folder, "--projects", str(asked.projects)], check=True, capture_output=True
        )
        begun = time.perf_counter()
        subprocess.run(
            [*command, "simulate", folder, "--runs", str(asked.runs)], check=True, capture_output=True
        )
        print(f"pmo-xl simulate on a demo of as many projects: {time.perf_counter() - begun:.1f} s")


def _project(number: int, tasks: int) -> ProjectModel:
    rng = random.Random(number)
    rows = [
        {
            "task_id": str(at), "type": "task", "start_forecast": dt.date(2026, 4, 1),
            "finish_forecast": dt.date(2026, 4, 1) + dt.timedelta(rng.randint(3, 40)),
            "predecessors": "; ".join(str(b) for b in rng.sample(range(at), min(at, rng.randint(1, 2)))),
        }
        for at in range(tasks)
    ]  # fmt: skip
    plan = ProjectPlan({key: [row[key] for row in rows] for key in rows[0]}, STATUS)
    ranges = {
        at: Range(0.8 * plan.remaining(at), plan.remaining(at), 1.7 * plan.remaining(at)) for at in plan.rows
    }
    lines = [CostLine(f"L{n}", 100.0, Range(80.0, 100.0, 160.0)) for n in range(8)]
    risks = [RiskEvent(f"R{n}", 0.3, Range(50.0, 100.0, 200.0), 5.0) for n in range(8)]
    return ProjectModel(f"P{number:03}", plan, ranges, lines, risks)


if __name__ == "__main__":
    main()
