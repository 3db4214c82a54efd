"""A workspace of the demonstration after six periods, made once by whichever file of a run of the tests needs it first."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

import pytest

from pmo_xl.core.base.files import MASTER_FILE
from pmo_xl.pipeline import consolidate_to
from pmo_xl.workspace import demo

HOME = "pmo"
RUNS = "runs.json"


def six_periods(factory: pytest.TempPathFactory) -> tuple[Path, dict[dt.date, dict[str, Any]]]:
    """Five projects, six month ends, through the ordinary pipeline.

    The workspace, to be copied by who changes it, and what each run came to by its status date, as JSON has it.
    """
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # each worker has a folder of its own, in that of the run
        folder = folder.parent
    shared = folder / "six-periods"
    if not shared.exists():
        made = factory.mktemp("six")
        _make(made)
        # Another worker may have been faster: what it made is the same.
        try:
            made.rename(shared)
        except OSError:
            assert shared.exists()
    said = json.loads((shared / RUNS).read_text(encoding="utf-8"))
    return shared / HOME, {dt.date.fromisoformat(day): run for day, run in said.items()}


def _make(folder: Path) -> None:
    home = folder / HOME
    runs: dict[str, dict[str, Any]] = {}

    def run() -> None:
        outcome = consolidate_to([home], home / MASTER_FILE)
        runs[f"{outcome.portfolio.status_date}"] = outcome.to_dict()

    demo(home, 5, seed=3, periods=6, between=run)
    run()
    (folder / RUNS).write_text(json.dumps(runs), encoding="utf-8")
