"""datamaps, the nearest free peer, on the returns that it is made for: fixed cells, listed one by one.

Its returns hold as much as ours: a hundred key cells, a risk register, a budget by month. A table reaches its
master only where the list names every cell of it.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import random
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.processes import cold, python

RELEASE = "datamaps==1.1.9"
KEYS, RISKS, LINES, MONTHS = 100, 25, 20, 12
RISK_KINDS = "TTTNNNTTDTNT"
"""Text, number or date: the columns of the risk register."""


def datamaps(home: Path, files: int, runs: int, program: str | None) -> dict[str, Any]:
    """What datamaps takes for so many returns, and how many values were there to read; or why it was not run."""
    try:
        found = _program(home, program)
    except (OSError, subprocess.SubprocessError) as problem:
        return {"skipped": f"{RELEASE} could not be installed: {problem}"}
    place = home / f"datamaps{files}"
    if not (place / "about.json").is_file():
        shutil.rmtree(place, ignore_errors=True)
        python("peers", place, files)
    about = json.loads((place / "about.json").read_text())
    user = place / "home"
    environment = {"HOME": str(user), "USER": "bench", "LOGNAME": "bench"}
    took = []
    for _ in range(runs):
        shutil.rmtree(user, ignore_errors=True)
        user.mkdir()
        command = [str(found), "import", "templates", "-m", "--inputdir", str(place / "returns")]
        took.append(
            cold([*command, "-d", str(place / "datamap.csv")], environment=environment, quiet=True).to_dict()
        )
        if not list(user.rglob("master.xlsx")):
            return {"skipped": "datamaps ended without a master"}
    return {"release": RELEASE, "files": files, "cells": about["lines"] * files, **about, "runs": took}


def _program(home: Path, program: str | None) -> Path:
    """The command: the one named, the one on the path, or one installed beside the returns."""
    if found := program or shutil.which("datamaps"):
        return Path(found)
    place = home / "datamaps-venv"
    command = place / ("Scripts" if os.name == "nt" else "bin") / "datamaps"
    if not command.is_file():
        venv.create(place, with_pip=True, clear=True)
        pip = [str(command.with_name("python")), "-m", "pip", "install", "--quiet", RELEASE]
        subprocess.run(pip, check=True, capture_output=True, timeout=600)
    return command


def _keys() -> list[tuple[str, str]]:
    kinds = ("T", "T", "D", "N", "N")
    return [(f"Key {at:03}", kinds[at % len(kinds)]) for at in range(KEYS)]


def _value(kind: str, chance: random.Random) -> Any:
    if kind == "D":
        return dt.datetime(2025, 1, 1) + dt.timedelta(days=chance.randrange(800))  # noqa: DTZ001 - a cell has no zone
    if kind == "N":
        return round(chance.uniform(0, 5000), 2)
    return f"{chance.choice(('Élevée', 'Moyenne', 'Faible'))} {chance.randrange(99)} – « à suivre »"


def _make(place: Path, files: int) -> None:
    """Write the returns, the list of their cells, and how many of those hold anything."""
    from xlsxwriter import Workbook
    from xlsxwriter.utility import xl_rowcol_to_cell

    chance = random.Random(7)
    (place / "returns").mkdir(parents=True)
    values = 0
    for number in range(1, files + 1):
        with Workbook(str(place / "returns" / f"PRJ-{number:04}.xlsx")) as book:
            formats = {
                "D": book.add_format({"num_format": "yyyy-mm-dd"}),
                "N": book.add_format({"border": 1}),
            }
            for sheet, cells in (("Project", _keyed()), ("Risks", _risks(chance)), ("Budget", _budget())):
                page = book.add_worksheet(sheet)
                for row, column, kind, label in cells:
                    if label:
                        page.write(row, column - 1, label)
                    page.write(row, column, _value(kind, chance), formats.get(kind))
                    values += 1
    names = {"T": "TEXT", "N": "NUMBER", "D": "DATE"}
    with (place / "datamap.csv").open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(["cell_key", "template_sheet", "cell_reference", "type"])
        listed = 0
        for sheet, cells in (("Project", _keyed()), ("Risks", _risks(None)), ("Budget", _budget())):
            for row, column, kind, _ in cells:
                cell = xl_rowcol_to_cell(row, column)
                lines.writerow([f"{sheet} {cell}", sheet, cell, names[kind]])
                listed += 1
    (place / "about.json").write_text(json.dumps({"values": values, "lines": listed}))


def _keyed() -> Iterator[tuple[int, int, str, str]]:
    for at, (name, kind) in enumerate(_keys()):
        yield at + 2, 1, kind, name


def _risks(chance: random.Random | None) -> Iterator[tuple[int, int, str, str]]:
    """The cells of a register of some length; without a *chance* those of the longest one."""
    for row in range(RISKS if chance is None else chance.randrange(5, RISKS + 1)):
        for column, kind in enumerate(RISK_KINDS):
            yield row + 3, column, kind, ""


def _budget() -> Iterator[tuple[int, int, str, str]]:
    for row in range(LINES):
        for column in range(2, MONTHS + 3):
            yield row + 3, column, "N", ""


if __name__ == "__main__":
    _make(Path(sys.argv[1]), int(sys.argv[2]))
    print("{}")
