"""Measure what the work costs, and say which targets are reached."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import large, sizes
from benchmarks.button import pressed
from benchmarks.generate import corpus
from benchmarks.peers import datamaps
from benchmarks.recalculation import recalculated
from benchmarks.report import machine, page
from benchmarks.selection import chosen

EXAMPLES = """
python -m benchmarks                                30, 300 and 1,000 projects, and all the rest
python -m benchmarks --sizes 30 --only sizes        one portfolio, nothing else
python -m benchmarks --sizes 30 300 1000 16667      with 50,000 workbooks, whose rows go to Parquet
python -m benchmarks --profile 1000                 where the time goes
"""
MOST_PREPARED = 300
"""Projects for which the templates of the next period are made."""
PARTS = ("sizes", "preparing", "large", "write", "datamaps", "recalculation", "click", "selection")


def main() -> None:
    """Measure what was asked for; print the page, and write it and the figures where wanted."""
    asked = _asked()
    home: Path = asked.folder
    home.mkdir(parents=True, exist_ok=True)
    if asked.profile or asked.memory:
        how = ("--profile", str(asked.top)) if asked.profile else ("--memory", str(asked.top))
        print(sizes.looked_into(corpus(home, asked.profile or asked.memory), *how))
        return
    results = json.loads(asked.add_to.read_text()) if asked.add_to else {"sizes": {}, "recalculation": {}}
    results.setdefault("machine", machine())
    for part in asked.only:
        _told(part)
        _MEASURE[part](results, asked)
        if asked.json:
            # After each part: what has been measured outlives whatever fails later.
            asked.json.write_text(json.dumps(results, indent=1), encoding="utf-8")
    results["sizes"] = {key: results["sizes"][key] for key in sorted(results["sizes"], key=int)}
    text = page(results)
    print(text)
    if asked.write:
        asked.write.write_text(text, encoding="utf-8")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        epilog=EXAMPLES,
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add(
        "--sizes",
        type=int,
        nargs="+",
        default=[30, 300, 1000],
        metavar="PROJECTS",
        help="three workbooks each",
    )
    add("--runs", type=int, metavar="N", help="how often each; default: 5, 3 or 1, the larger the less")
    add(
        "--only",
        nargs="*",
        choices=PARTS,
        default=PARTS,
        help="parts of the suite; default: all; none: only the page",
    )
    add(
        "--folder",
        type=Path,
        default=Path(tempfile.gettempdir(), "pmo_xl_benchmarks"),
        help="where returns are kept",
    )
    add(
        "--datamaps",
        metavar="COMMAND",
        help="the peer's command; default: on the path, else installed in the folder",
    )
    add("--fresh", action="store_true", help="make the returns anew")
    add("--peer-files", type=int, default=300, metavar="N", help="returns for the peer")
    add("--rows", type=int, default=100_000, help="of the data sheet that is written")
    add("--recalculate", type=int, nargs="+", default=[30, 300, 1000], metavar="PROJECTS")
    add("--write", type=Path, metavar="PAGE.md", help="write the page there")
    add("--json", type=Path, metavar="FILE", help="write every figure there")
    add("--add-to", type=Path, metavar="FILE", help="start from the figures of an earlier run (--json)")
    add(
        "--profile",
        type=int,
        metavar="PROJECTS",
        help="print the functions that take longest, and nothing else",
    )
    add("--memory", type=int, metavar="PROJECTS", help="print where memory is held, and nothing else")
    add("--top", type=int, default=25, help="lines of a profile")
    return parser.parse_args()


def _told(what: str) -> None:
    print(f"{what} …", file=sys.stderr, flush=True)


def _sizes(results: dict[str, Any], asked: argparse.Namespace) -> None:
    results["bare"], results["version"] = sizes.bare_start(), sizes.version_start()
    for at, projects in enumerate(sorted(size for size in asked.sizes if size < large.MANY)):
        _told(f"  {projects} projects")
        of = corpus(asked.folder, projects, fresh=asked.fresh)
        if at == 0 and projects <= 100:
            # Python compiles what it has not seen yet, and the libraries come into the disk's cache.
            of.forget()
            sizes.consolidate(of)
        results["sizes"][str(projects)] = sizes.measured(of, sizes.runs_for(projects, asked.runs))


def _preparing(results: dict[str, Any], asked: argparse.Namespace) -> None:
    for projects in (size for size in sorted(asked.sizes) if size <= MOST_PREPARED):
        _told(f"  {projects} projects")
        done = sizes.prepared(corpus(asked.folder, projects), sizes.runs_for(projects, asked.runs))
        results.setdefault("preparing", {})[str(projects)] = done


def _large(results: dict[str, Any], asked: argparse.Namespace) -> None:
    many = [size for size in asked.sizes if size >= large.MANY]
    for projects in sorted({*many, *([large.BASIS] if many else [])}):
        _told(f"  {projects} projects")
        of = corpus(asked.folder, projects, fresh=asked.fresh)
        results.setdefault("large", {})[str(projects)] = large.measured(of)


def _write(results: dict[str, Any], asked: argparse.Namespace) -> None:
    results["write"] = sizes.written(asked.rows, asked.runs or 3)


def _datamaps(results: dict[str, Any], asked: argparse.Namespace) -> None:
    results["datamaps"] = datamaps(asked.folder, asked.peer_files, asked.runs or 1, asked.datamaps)


def _recalculation(results: dict[str, Any], asked: argparse.Namespace) -> None:
    for projects in asked.recalculate:
        _told(f"  {projects} projects")
        of = corpus(asked.folder, projects)
        if not of.master.is_file():
            sizes.consolidate(of)
        results["recalculation"][str(projects)] = recalculated(of.master, asked.folder, asked.runs or 3)


def _click(results: dict[str, Any], asked: argparse.Namespace) -> None:
    results["click"] = pressed(asked.folder, 30, asked.runs or 3)


def _selection(results: dict[str, Any], asked: argparse.Namespace) -> None:
    results["selection"] = chosen(asked.folder, asked.runs or 3)


_MEASURE = {
    "sizes": _sizes,
    "preparing": _preparing,
    "large": _large,
    "write": _write,
    "datamaps": _datamaps,
    "recalculation": _recalculation,
    "click": _click,
    "selection": _selection,
}

if __name__ == "__main__":
    main()
