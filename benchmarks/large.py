"""Portfolios beyond data sheets: rows to Parquet, KPIs to a master, by this computer and by a local Dask cluster."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from benchmarks.generate import Corpus
from benchmarks.processes import MEBIBYTE, Run, cold

MANY = 5000
"""Projects from which a portfolio is consolidated so."""
BASIS = 1000
"""Projects of the portfolio that the cost of one workbook is compared with."""
WAYS = {"here": (), "dask": ("--scheduler", "local:2")}


def measured(corpus: Corpus) -> dict[str, Any]:
    """One run from nothing each way, what was written, and whether it is the same byte for byte."""
    corpus.forget()
    done = {way: _consolidated(corpus, _master(corpus, way), *words) for way, words in WAYS.items()}
    here, there = (_written(_master(corpus, way)) for way in WAYS)
    return {
        "projects": corpus.projects,
        "workbooks": corpus.workbooks,
        "mebibytes": corpus.mebibytes,
        **{way: run.to_dict() for way, run in done.items()},
        "ms_per_workbook": 1000 * done["here"].wall / corpus.workbooks,
        "cpu_ms_per_workbook": 1000 * done["here"].cpu / corpus.workbooks,
        "master_mebibytes": len(here["master.xlsx"]) / MEBIBYTE,
        "parquet_mebibytes": sum(map(len, here.values())) / MEBIBYTE - len(here["master.xlsx"]) / MEBIBYTE,
        "files": len(here),
        "differ": sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name)),
    }


def _master(corpus: Corpus, way: str) -> Path:
    """A place for each way that is as far from the returns: links in the master lead there."""
    return corpus.workspace / f"out_{way}" / "master.xlsx"


def _consolidated(corpus: Corpus, master: Path, *words: str) -> Run:
    command = [sys.executable, "-m", "pmo_xl", "consolidate", str(corpus.workspace), "--out", str(master)]
    run = cold([*command, "--tables", "parquet", "--no-cache", *words], (0, 1), corpus.environment)
    if not master.is_file():
        raise SystemExit(f"no master was written of {corpus.workspace}")
    return run


def _written(master: Path) -> dict[str, bytes]:
    """Every file that a run wrote, by its place beside the master."""
    return {
        file.relative_to(master.parent).as_posix(): file.read_bytes()
        for file in sorted(master.parent.rglob("*"))
        if file.is_file()
    }
