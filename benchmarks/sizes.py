"""One portfolio after the other: the command in cold processes, its stages, the floors under it."""

from __future__ import annotations

import json
import shutil
import sys
import time
from typing import Any

from benchmarks.generate import Corpus
from benchmarks.processes import Run, cold, median, python


def runs_for(projects: int, asked: int | None) -> int:
    """How often a portfolio is consolidated: the larger, the less often."""
    if asked is not None:
        return asked
    return 5 if projects <= 100 else 3 if projects <= 1000 else 1


def consolidate(corpus: Corpus, *, made: bool = True) -> Run:
    """The command that people give, in a process of its own; ``made``: whether a master is to come of it."""
    command = [sys.executable, "-m", "pmo_xl", "consolidate", str(corpus.workspace)]
    stamp = corpus.master.stat().st_mtime_ns if corpus.master.is_file() else 0
    run = cold([*command, "--out", str(corpus.master)], (0, 1), corpus.environment)
    # Findings and a traceback end a process alike.
    if not corpus.master.is_file() or (corpus.master.stat().st_mtime_ns != stamp) is not made:
        raise SystemExit(f"a master was {'not ' if made else ''}written of {corpus.workspace}")
    return run


def with_other_settings(corpus: Corpus) -> Run:
    """The command after a word was added to the settings: no return is read, and the master is made anew."""
    settings = corpus.workspace / "pmo.toml"
    before = settings.read_bytes()
    settings.write_bytes(before + b"\n# changed\n")
    try:
        return consolidate(corpus)
    finally:
        settings.write_bytes(before)


def staged(corpus: Corpus) -> dict[str, Any]:
    """The stages of one run from nothing, one file at a time, with what Python needs to end."""
    corpus.forget()
    begun = time.monotonic()
    said = python("inside", corpus.workspace, corpus.master, "--since", begun, environment=corpus.environment)
    said["stages"]["end"] = {"wall": time.monotonic() - said.pop("ended"), "cpu": 0.0}
    return said


def measured(corpus: Corpus, runs: int) -> dict[str, Any]:
    """All figures of one portfolio; a run from nothing, two that know all returns, the stages and the floors in turn."""
    results: dict[str, list[Any]] = {"cold": [], "unchanged": [], "known": [], "stages": [], "floors": []}
    about: dict[str, Any] = {}
    for _ in range(runs):
        corpus.forget()
        results["cold"].append(consolidate(corpus).to_dict())
        results["unchanged"].append(consolidate(corpus, made=False).to_dict())
        results["known"].append(with_other_settings(corpus).to_dict())
        inside = staged(corpus)
        results["stages"].append(inside["stages"])
        floors = python("floors", corpus.workspace / "returns", corpus.master)
        results["floors"].append(floors.pop("floors"))
        about = {**inside["facts"], **floors}
    wall = median([run["wall"] for run in results["cold"]])
    return {
        "projects": corpus.projects,
        "workbooks": corpus.workbooks,
        "mebibytes": corpus.mebibytes,
        **about,
        "ms_per_workbook": 1000 * wall / corpus.workbooks,
        **results,
    }


def prepared(corpus: Corpus, runs: int) -> dict[str, Any]:
    """The templates of the next period, made from nothing; after each run the workspace is as it was."""
    taken = [_prepare(corpus).to_dict() for _ in range(runs)]
    return {"workbooks": corpus.workbooks, "runs": taken}


def _prepare(corpus: Corpus) -> Run:
    settings, issued = corpus.workspace / "pmo.toml", corpus.workspace / "templates" / "issued"
    before = settings.read_bytes()
    shutil.rmtree(issued, ignore_errors=True)
    corpus.forget()
    try:
        run = cold([sys.executable, "-m", "pmo_xl", "prepare", str(corpus.workspace)])
        if (made := sum(1 for _ in issued.rglob("*.xlsx"))) != corpus.workbooks:
            raise SystemExit(f"{made} templates were made in {issued}")
        return run
    finally:
        settings.write_bytes(before)
        shutil.rmtree(issued, ignore_errors=True)


def bare_start() -> list[dict[str, float]]:
    """Python alone, started and ended: the floor under starting up."""
    return [cold([sys.executable, "-c", "pass"]).to_dict() for _ in range(3)]


def version_start() -> list[dict[str, float]]:
    """The command saying its version, which needs nothing else."""
    return [cold([sys.executable, "-m", "pmo_xl", "--version"]).to_dict() for _ in range(3)]


def looked_into(corpus: Corpus, *how: str) -> str:
    """What the profiler says of one run from nothing."""
    corpus.forget()
    command = [sys.executable, "-m", "benchmarks.inside", str(corpus.workspace), str(corpus.master), *how]
    return cold(command, environment=corpus.environment).said


def written(rows: int, runs: int) -> dict[str, Any]:
    """A data sheet by whole columns and cell by cell, as ``bench_write.py`` measures it."""
    from benchmarks.processes import ROOT

    script = str(ROOT / "benchmarks" / "bench_write.py")
    said = cold([sys.executable, script, "--rows", str(rows), "--runs", str(runs), "--json"]).said
    return json.loads(said.splitlines()[-1])
