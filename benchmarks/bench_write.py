"""How long a data sheet takes to write, by whole columns and one cell at a time as XlsxWriter does by itself.

    python benchmarks/bench_write.py [--rows 100000] [--runs 3]

Twenty columns of the kinds that data sheets hold: texts from a list and texts that are all different, amounts,
whole numbers, shares, dates, a third of them with blanks, and three columns of formulas with results. Each run is
a process of its own, and runs of the two ways alternate, so that whatever else the computer does falls on both.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

COLUMNS = 20
MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which the system counts the peak of memory."""


def values(rows: int) -> list[Any]:
    """The columns, each a pandas column as frames hold it."""
    import numpy as np
    import pandas as pd

    chance = np.random.default_rng(1)
    amounts = [np.round(chance.random(rows) * 1e5, 2) for _ in range(4)]
    shares = [chance.integers(0, 101, rows) / 100 for _ in range(2)]
    whole = [chance.integers(0, 400, rows).astype(float) for _ in range(3)]
    days = [
        np.datetime64("2025-01-01", "s") + chance.integers(0, 900, rows).astype("m8[D]") for _ in range(3)
    ]
    words = np.array(["low", "medium", "high", "R&D", "closed"], dtype=object)
    listed = [words[chance.integers(0, len(words), rows)] for _ in range(3)]
    own = [
        np.array([f"{name} {n:06}" for n in range(rows)], dtype=object) for name in ("Task", "Owner & team")
    ]
    results = [amounts[0] * shares[0], whole[0] + 1, listed[0]]
    for column in (*amounts[2:], *shares[1:], *whole[2:]):
        column[chance.random(rows) < 1 / 3] = np.nan
    for column in (days[1], days[2]):
        column[chance.random(rows) < 1 / 3] = np.datetime64("NaT")
    listed[1][chance.random(rows) < 1 / 3] = None
    return [pd.Series(column) for column in (*own, *listed, *days, *amounts, *shares, *whole, *results)]


def write(path: str, rows: int, *, bulk: bool) -> None:
    """Write the sheet and print the seconds and the mebibytes that it took, values already at hand."""
    from xlsxwriter import Workbook

    from pmo_xl.excel.write.book import new_book
    from pmo_xl.excel.write.bulk import Cells
    from pmo_xl.excel.write.cells import plain, write_cell, write_formula
    from pmo_xl.excel.write.layout import CREATED
    from pmo_xl.excel.write.worksheet import Page

    columns = values(rows)
    assert len(columns) == COLUMNS
    formulas = {
        17: "=data[[#This Row],[Column9]]*data[[#This Row],[Column13]]",
        18: "=data[[#This Row],[Column15]]+1",
        19: '=IF(data[[#This Row],[Column3]]="","",data[[#This Row],[Column3]])',
    }
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall, cpu = time.perf_counter(), time.process_time()
    # One cell at a time nothing of ours has a hand in it.
    with new_book(Path(path)) if bulk else Workbook(path) as book:
        book.set_properties({"created": CREATED})
        page: Page = book.add_worksheet("Data", worksheet_class=Page if bulk else None)
        days, rest = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "General"})
        styles = [days if column.dtype.kind == "M" else rest for column in columns]
        heads = [
            {"header": f"Column{n}", **({"formula": formulas[n - 1]} if n - 1 in formulas else {})}
            for n in range(1, COLUMNS + 1)
        ]
        add = page.add_long_table if bulk else page.add_table
        add(4, 1, 4 + rows, COLUMNS, {"name": "data", "columns": heads})
        if bulk:
            cells = [
                Cells(column, style, formulas.get(n))
                for n, (column, style) in enumerate(zip(columns, styles, strict=True))
            ]
            page.write_columns(5, 1, cells)
        else:
            for n, (column, style) in enumerate(zip(columns, styles, strict=True)):
                for row, what in enumerate(list(column), start=5):
                    if n in formulas:
                        write_formula(page, row, n + 1, formulas[n], what, style)
                    elif (words := plain(what)) is not None:
                        write_cell(page, row, n + 1, words, style)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(wall, cpu, (peak - held) * MAXRSS_UNIT / 2**20)


def _parts(file: Path) -> list[tuple[str, bytes]]:
    """What a workbook holds, in its order."""
    with zipfile.ZipFile(file) as package:
        return [(name, package.read(name)) for name in package.namelist()]


def figures_of(rows: int, taken: dict[str, list[list[float]]], *, same: bool) -> dict[str, Any]:
    """The medians of both ways, and those of their ratios run by run."""
    names = ("wall", "cpu", "mebibytes")
    of = {
        way: dict(zip(names, map(statistics.median, zip(*runs, strict=True)), strict=True))
        for way, runs in taken.items()
    }
    pairs = list(zip(taken["cells"], taken["columns"], strict=True))
    faster = {
        f"times_faster_{name}": statistics.median(a[at] / b[at] for a, b in pairs)
        for at, name in enumerate(names[:2])
    }
    return {"rows": rows, "same_parts": same, **of, **faster}


def main() -> None:
    """Run both ways in turn and print medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON instead")
    parser.add_argument("--write", nargs=2, metavar=("WAY", "FILE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.write:
        write(asked.write[1], asked.rows, bulk=asked.write[0] == "columns")
        return
    taken: dict[str, list[list[float]]] = {"cells": [], "columns": []}
    with tempfile.TemporaryDirectory() as place:
        for _ in range(asked.runs):
            for way, runs in taken.items():
                again = [sys.executable, __file__, "--rows", str(asked.rows), "--write", way]
                command = [*again, os.path.join(place, f"{way}.xlsx")]  # noqa: PTH118
                said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                runs.append([float(figure) for figure in said.split()])
        sizes = {way: Path(place, f"{way}.xlsx").stat().st_size / 2**20 for way in taken}
        same = _parts(Path(place, "cells.xlsx")) == _parts(Path(place, "columns.xlsx"))
    if asked.json:
        print(json.dumps(figures_of(asked.rows, taken, same=same)))
        return
    print(f"{asked.rows:,} rows of {COLUMNS} columns, {asked.runs} runs; medians\n")
    print(f"{'':<20}{'wall s':>9}{'CPU s':>9}{'more MiB':>10}{'file MiB':>10}")
    for way, runs in taken.items():
        wall, cpu, peak = (statistics.median(figures) for figures in zip(*runs, strict=True))
        print(f"{way:<20}{wall:>9.2f}{cpu:>9.2f}{peak:>10.0f}{sizes[way]:>10.1f}")
    pairs = list(zip(taken["cells"], taken["columns"], strict=True))
    for figure, name in enumerate(("wall", "CPU")):
        print(f"times faster ({name}): {statistics.median(a[figure] / b[figure] for a, b in pairs):.1f}")
    print(f"the same parts, byte for byte: {same}")


if __name__ == "__main__":
    main()
