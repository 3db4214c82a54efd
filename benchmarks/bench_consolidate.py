"""How long it takes to consolidate a demo portfolio, beside the least it could take.

    python benchmarks/bench_consolidate.py [--projects 30] [--runs 5]

The portfolio is made once. Then, each time in a new process: the command ``pmo-xl consolidate``; and as the
floor python-calamine alone, reading all sheets of the same files. Runs of the two alternate, so that whatever
else the computer does falls on both. Last, the stages of one process, by the clock.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

MEBIBYTE = 1024 * 1024
MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which the system counts the peak of memory."""

FLOOR = """
import sys
from pathlib import Path
from python_calamine import CalamineWorkbook
for path in sorted(Path(sys.argv[1]).rglob("*.xlsx")):
    with CalamineWorkbook.from_path(str(path)) as book:
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()
"""

STAGES = """
import sys, time
start = time.perf_counter()
from pathlib import Path
from pmo_xl import pipeline
from pmo_xl.catalog import master
from pmo_xl.excel import render
from pmo_xl.excel.parse import attempted
spent = {"import": time.perf_counter() - start}

def timed(owner, name, stage):
    true = getattr(owner, name)
    def run(*args, **named):
        begun = time.perf_counter()
        try:
            return true(*args, **named)
        finally:
            spent[stage] = spent.get(stage, 0.0) + time.perf_counter() - begun
    setattr(owner, name, run)

for owner, name, stage in (
    (pipeline, "read_workbook", "read"), (pipeline, "examine", "validate"),
    (pipeline, "consolidate", "consolidate"), (pipeline, "measure", "measure"), (render, "render", "write"),
):
    timed(owner, name, stage)
whole = time.perf_counter()
pipeline.consolidate_to([Path(sys.argv[1])], Path(sys.argv[2]), jobs=1)
whole = time.perf_counter() - whole
spent["rest"] = whole - sum(spent[s] for s in ("read", "validate", "consolidate", "measure", "write"))
for stage, seconds in spent.items():
    print(stage, seconds)
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took."""

    wall: float
    cpu: float
    peak: float


def run(command: list[str], allowed: tuple[int, ...] = (0,)) -> Run:
    """One cold process; its figures are its own, from the system.

    Linux counts what this process holds when it starts another into that one's peak: nothing heavy is
    imported here.
    """
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        raise SystemExit(f"{' '.join(command[:4])} ended with {process.returncode}")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * MAXRSS_UNIT / MEBIBYTE)


def spent(folder: Path, master: Path) -> dict[str, float]:
    """The seconds of each stage in one process."""
    command = [sys.executable, "-c", STAGES, str(folder), str(master)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {stage: float(seconds) for stage, seconds in map(str.split, said.splitlines())}


def line(name: str, runs: list[Run]) -> str:
    """The figures of several runs: the least and the median wall time, the median of the rest."""
    walls, cpus, peaks = zip(*((r.wall, r.cpu, r.peak) for r in runs), strict=True)
    return (
        f"{name:<24}{min(walls):>9.2f}{statistics.median(walls):>9.2f}"
        f"{statistics.median(cpus):>9.2f}{max(peaks):>10.0f}"
    )


def main() -> None:
    """Make the portfolio, measure, print."""
    parser = argparse.ArgumentParser(description="How long a consolidation takes.")
    parser.add_argument("--projects", type=int, default=30)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder, master = Path(place, "demo"), Path(place, "master.xlsx")
        demo = [sys.executable, "-m", "pmo_xl", "demo", str(folder), "--projects", str(options.projects)]
        run(demo, (0, 1))
        files = sorted((folder / "returns").rglob("*.xlsx"))
        size = sum(file.stat().st_size for file in files) / MEBIBYTE
        ours = [sys.executable, "-m", "pmo_xl", "consolidate", str(folder), "--out", str(master)]
        floor = [sys.executable, "-c", FLOOR, str(folder / "returns")]
        full, least = [], []
        for _ in range(options.runs):
            full.append(run(ours, (0, 1)))
            least.append(run(floor))
        stages = [spent(folder, master) for _ in range(min(options.runs, 3))]
        print(
            f"{options.projects} projects, {len(files)} workbooks, {size:.1f} MiB; {options.runs} cold runs"
        )
        print(f"master: {master.stat().st_size / MEBIBYTE:.1f} MiB\n")
    print(f"{'':<24}{'min s':>9}{'median s':>9}{'CPU s':>9}{'peak MiB':>10}")
    print(line("pmo-xl consolidate", full))
    print(line("python-calamine alone", least))
    walls, floors = ([r.wall for r in runs] for runs in (full, least))
    print(
        f"{'ratio':<24}{min(walls) / min(floors):>9.1f}{statistics.median(walls) / statistics.median(floors):>9.1f}"
    )
    print(f"\nstages in one process, one file at a time: median of {len(stages)} (s)")
    for stage in stages[0]:
        print(f"  {stage:<22}{statistics.median(each[stage] for each in stages):>9.2f}")


if __name__ == "__main__":
    main()
