"""How a thousand returns full of faults are judged: whether each fault is found, and how long it takes.

    python benchmarks/bench_findings.py [--projects 334] [--faults 5010]

Three returns per project. The portfolio is made once; then one process consolidates it. Said at the end: faults
planted, those found at their very cell, findings beside them, seconds by stage, and what the findings sheet holds.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path

from openpyxl import load_workbook

from pmo_xl.catalog.catalogue import catalogue_of
from pmo_xl.pipeline import consolidate_to, validate
from pmo_xl.workspace import demo


def main() -> None:
    """Make, judge, consolidate, and print what it came to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--projects", type=int, default=334)
    parser.add_argument("--faults", type=int, default=5010)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home, "portfolio")
        begun = time.perf_counter()
        returns, faults = demo(folder, asked.projects, 1, "en", asked.faults)
        print(
            f"{len(returns)} returns with {len(faults)} faults, made in {time.perf_counter() - begun:.0f} s"
        )
        begun = time.perf_counter()
        outcome = validate([folder])
        print(f"validate: {time.perf_counter() - begun:.1f} s")
        begun = time.perf_counter()
        outcome = consolidate_to([folder], folder / "out" / "master.xlsx")
        print(f"consolidate: {time.perf_counter() - begun:.1f} s")
        planted = {
            (f["code"], f["file"], f["sheet"], f["cell"])
            for f in json.loads((folder / "faults.json").read_text())
        }
        told = outcome.to_dict()["findings"]
        found = {(f["code"], f["file"], f["sheet"], f["cell"]) for f in told}
        print(
            f"faults found at their cell: {len(planted & found)} of {len(planted)}; findings in all: {len(told)}"
        )
        beside = sorted({code for code, *_ in found - planted})
        print(f"findings beside the planted: {len(found - planted)} {beside}")
        assert outcome.master is not None
        sheet = load_workbook(outcome.master)[catalogue_of().master.run_tables["findings"].heading.en]
        (table,) = sheet.tables.values()
        links = sum(cell.hyperlink is not None for row in sheet.iter_rows(min_row=6) for cell in row)
        size = outcome.master.stat().st_size / 2**20
        print(
            f"findings sheet: table {table.ref}, filter {table.autoFilter is not None}, {links} links; master {size:.1f} MiB"
        )


if __name__ == "__main__":
    main()
