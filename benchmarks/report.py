"""The figures as a page of Markdown."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.processes import column, median
from benchmarks.targets import Results, per_cell, per_cell_of_peer, per_cell_read, targets

LIBRARIES = ("python-calamine", "pandas", "numpy", "pydantic", "XlsxWriter", "isal", "pyarrow", "xlwings")
FLOORS = {
    "start-up": ("Python alone, started and ended", "bare"),
    "read": ("every part read and inflated", "inflate"),
    "read + validate": ("tables by python-calamine alone", "tables"),
    "write": ("its XML deflated, zlib level 6", "deflate"),
}
"""What each stage is set beside."""


def machine() -> dict[str, str]:
    """What the figures were taken on."""
    office = shutil.which("soffice")
    found = {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": platform.platform(terse=True),
        "Python": platform.python_version(),
        "busy": f"{os.getloadavg()[0]:.1f} processes in the minute before",
    }
    if office:
        said = subprocess.run([office, "--version"], capture_output=True, text=True, check=False).stdout
        found["LibreOffice"] = said.removeprefix("LibreOffice ").split(" ")[0].strip()
    for name in LIBRARIES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


def _processor() -> str:
    cpus = Path("/proc/cpuinfo")
    lines = cpus.read_text().splitlines() if cpus.is_file() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())


def page(results: Results) -> str:
    """The whole page."""
    parts = [*_head(results), *_targets(results), *_start(results)]
    for size in results["sizes"].values():
        parts += _size(size, results)
    for rest in (_preparing, _large, _peer, _writing, _recalculating, _button, _selecting):
        parts += rest(results)
    parts += _how()
    return "\n".join(parts) + "\n"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A table: the first column is text, the others are figures."""
    rule = ["---", *("---:" for _ in heads[1:])]
    return [*("| " + " | ".join(cells) + " |" for cells in (heads, rule, *rows)), ""]


def spread(figures: Sequence[float], digits: int = 2) -> str:
    """The median, and the least and the most where there are several."""
    if len(figures) == 1:
        return f"{figures[0]:.{digits}f}"
    return f"{median(figures):.{digits}f} ({min(figures):.{digits}f}–{max(figures):.{digits}f})"


def _head(results: Results) -> Iterator[str]:
    yield from ("# Benchmarks", "", "    python -m benchmarks --write docs/benchmarks.md", "")
    yield "Medians, with the least and the most of several runs in brackets. Seconds hold for this machine; ratios travel further."
    yield ""
    yield "; ".join(f"{name}: {what}" for name, what in results["machine"].items()) + "."
    yield ""


def _start(results: Results) -> Iterator[str]:
    if "version" in results:
        yield from ("## Starting", "")
        names = {"bare": "Python alone", "version": "`pmo-xl --version`"}
        rows = [
            (name, *(spread(column(results[key], figure)) for figure in ("wall", "cpu")))
            for key, name in names.items()
        ]
        yield from table(("", "wall s", "CPU s"), rows)


def _targets(results: Results) -> Iterator[str]:
    yield from ("## Targets, on two cores", "")
    rows = [
        (each.what, each.aim, "–" if each.figure is None else f"{each.figure:.2f} {each.unit}", each.verdict)
        for each in targets(results)
    ]
    yield from table(("target", "aim", "measured", "verdict"), rows)


def _size(size: Results, results: Results) -> Iterator[str]:
    yield from (f"## {size['projects']:,} projects, {size['workbooks']:,} workbooks", "")
    yield (
        f"{size['mebibytes']:.1f} MiB of returns, {size['rows']:,} rows, {size['cells']:,} cells of which {size['values']:,} hold a value, "
        f"{size['findings']:,} findings; a master of {size['master_mebibytes']:.1f} MiB "
        f"({size['xml_mebibytes']:.0f} MiB of XML). One workbook costs {size['ms_per_workbook']:.2f} ms, "
        f"one cell {per_cell(size):.1f} µs of CPU."
    )
    yield ""
    least = [run["tables"]["cpu"] + run["deflate"]["cpu"] for run in size["floors"]]
    rows = []
    for which, name in (
        ("cold", "from nothing"),
        ("known", "settings changed since"),
        ("unchanged", "nothing changed since"),
    ):
        runs = size[which]
        cpu = column(runs, "cpu")
        beside = [took / floor for took, floor in zip(cpu, least, strict=True)]
        rows.append(
            (
                f"`pmo-xl consolidate`, {name}",
                *(spread(column(runs, "wall")), spread(cpu), spread(beside, 1)),
                f"{max(column(runs, 'peak')):.0f}",
            )
        )
    heads = (
        f"cold processes, {len(size['cold'])} each",
        "wall s",
        "CPU s",
        "× CPU of the floors",
        "peak MiB",
    )
    yield from table(heads, rows)
    yield from table(
        ("stage, one file at a time", "wall s", "CPU s", "floor", "floor CPU s", "ratio"),
        _stage_rows(size, results),
    )


def _stage_rows(size: Results, results: Results) -> Iterator[tuple[str, ...]]:
    stages = [{**run, "read + validate": _sum(run, ("read", "validate"))} for run in size["stages"]]
    order = ["start-up", "read", "validate", "read + validate"]
    order += [stage for stage in stages[0] if stage not in order]
    for stage in order:
        runs = [run[stage] for run in stages]
        name, key = FLOORS.get(stage, ("", ""))
        floors = results["bare"] if key == "bare" else [run[key] for run in size["floors"]] if key else []
        beside = ("", "–", "–")
        if floors:
            ratios = [run["cpu"] / floors[at % len(floors)]["cpu"] for at, run in enumerate(runs)]
            beside = (name, spread(column(floors, "cpu")), spread(ratios, 1))
        yield stage, spread(column(runs, "wall")), spread(column(runs, "cpu")), *beside


def _sum(run: Mapping[str, Mapping[str, float]], stages: Sequence[str]) -> dict[str, float]:
    return {figure: sum(run[stage][figure] for stage in stages) for figure in ("wall", "cpu")}


def _preparing(results: Results) -> Iterator[str]:
    if done := results.get("preparing"):
        yield from ("## Templates of the next period", "")
        rows = [
            (
                f"{figures['workbooks']:,} workbooks",
                *(spread(column(figures["runs"], figure)) for figure in ("wall", "cpu")),
                f"{1000 * median(column(figures['runs'], 'cpu')) / figures['workbooks']:.1f}",
                f"{max(column(figures['runs'], 'peak')):.0f}",
            )
            for figures in done.values()
        ]
        yield from table(("`pmo-xl prepare`", "wall s", "CPU s", "ms of CPU per workbook", "peak MiB"), rows)


def _large(results: Results) -> Iterator[str]:
    if done := results.get("large"):
        yield from ("## Rows in Parquet beside a master of KPIs", "")
        rows = [
            (
                f"{size['workbooks']:,} workbooks, {name}",
                *(f"{size[way][figure]:.0f}" for figure in ("wall", "cpu", "peak")),
                f"{1000 * size[way]['cpu'] / size['workbooks']:.1f}",
                f"{size['master_mebibytes']:.1f}",
                f"{size['parquet_mebibytes']:.1f}",
                str(len(size["differ"])) if way == "dask" else "–",
            )
            for size in done.values()
            for way, name in (("here", "this computer"), ("dask", "Dask, 2 workers"))
        ]
        heads = ("from nothing, one run", "wall s", "CPU s", "peak MiB, all processes", "ms of CPU per workbook",
                 "master MiB", "Parquet MiB", "files that differ")  # fmt: skip
        yield from table(heads, rows)


def _peer(results: Results) -> Iterator[str]:
    done = results.get("datamaps")
    if not done:
        return
    yield from ("## Beside datamaps", "")
    if "runs" not in done:
        yield from (f"Not run: {done['skipped']}.", "")
        return
    yield (
        f"{done['release']}, {done['files']} returns, a list of {done['lines']} cells: {done['cells']:,} cells of which "
        f"{done['values']:,} hold a value; {spread(column(done['runs'], 'wall'))} s, "
        f"{spread(column(done['runs'], 'cpu'))} s of CPU, {max(column(done['runs'], 'peak')):.0f} MiB."
    )
    yield ""
    rows = [("datamaps", *(f"{per_cell_of_peer(done, what):.1f}" for what in ("cells", "values")), "1")]
    for size in results["sizes"].values():
        for name, cost in (("whole command", per_cell), ("read and validated alone", per_cell_read)):
            rows.append(
                (
                    f"{size['projects']:,} projects, {name}",
                    *(f"{cost(size, what):.1f}" for what in ("cells", "values")),
                    f"{per_cell_of_peer(done) / cost(size):.1f}",
                )
            )
    heads = ("", "µs of CPU per cell", "per cell with a value", "times less than datamaps, per cell")
    yield from table(heads, rows)


def _writing(results: Results) -> Iterator[str]:
    if done := results.get("write"):
        yield from ("## Writing a data sheet", "")
        figures = ("wall", "cpu", "mebibytes")
        rows = [
            (name, *(f"{done[way][figure]:.2f}" for figure in figures))
            for way, name in (("cells", "cell by cell"), ("columns", "whole columns"))
        ]
        yield from table((f"{done['rows']:,} × 20", "wall s", "CPU s", "MiB beyond the values"), rows)


def _recalculating(results: Results) -> Iterator[str]:
    if done := results.get("recalculation"):
        yield from ("## Recalculating the master in LibreOffice", "")
        names = {
            "never": "loaded and saved, s",
            "always": "computed too, s",
            "seconds": "computing, s",
            "cpu": "computing, CPU s",
            "told": "computed again in an open LibreOffice, s",
        }
        rows = [
            (
                f"{int(projects):,}",
                f"{of.get('formulas', 0):,}",
                *(spread(of[key], 1) if of.get(key) else "–" for key in names),
                str(of.get("not_computed", of.get("skipped", ""))),
            )
            for projects, of in done.items()
        ]
        yield from table(("projects", "formulas", *names.values(), "cells left uncomputed"), rows)


def _button(results: Results) -> Iterator[str]:
    done = results.get("click")
    if not done:
        return
    yield from ("## The button in LibreOffice Calc", "")
    if "runs" not in done:
        yield from (f"Not run: {done['skipped']}.", "")
        return
    names = {
        "written": "press to master written",
        "open": "press to master open",
        "python": "Python, from start to end, with Calc opening the master",
        "python_until_written": "Python, until the master is written",
        "cli": "`pmo-xl consolidate` on the same returns",
    }
    rows = [(name, spread(column(done["runs"], key))) for key, name in names.items()]
    yield from table((f"{done['projects']} projects", "s"), rows)


def _selecting(results: Results) -> Iterator[str]:
    done = results.get("selection")
    if not done:
        return
    yield from ("", "## Choosing projects", "")
    found = "proven best" if done["proven"] else f"at most {done['gap']:.3%} from the best"
    rows = [
        (
            "`pmo-xl select`, the frontier and what each limit costs included, s",
            spread(column(done["runs"], "wall")),
        ),
        ("CPU, s", spread(column(done["runs"], "cpu"))),
        ("peak, MiB", spread(column(done["runs"], "peak"), 0)),
        (f"the set found in {done['seconds']} s", found),
        ("value of the simple order, of the best", f"{done['greedy'] / done['value']:.1%}"),
    ]
    yield from table((f"{done['projects']} projects, {done['limits']} limits", ""), rows)


def _how() -> Iterator[str]:
    yield from ("## How it is measured", "")
    yield from (
        "- **Returns**: those of `pmo-xl demo` up to 1,000 projects, three workbooks each, from a fixed seed. Larger portfolios repeat the thousand: a copy is the same package with another project ID, of which only the parts that hold the ID are packed again. They are made once and kept in `--folder`.",
        "- **The command**: `python -m pmo_xl consolidate` in a new process. *From nothing*: neither a master nor anything else that an earlier run left in the workspace or among caches. *Settings changed since*: again with a word more in `pmo.toml`: every return is known, and the master is made. *Nothing changed since*: the same again; the master stands, and is left as it is. CPU is that of the process and of those it started; the peak counts them together. Files are in the disk's cache.",
        "- **Stages**: the functions of each stage wrapped by name in a process of its own, one file at a time; *start-up* is from the start of the process until everything is imported, *rest* what no stage claims, *end* what Python needs to give its memory back. The command itself reads several files at a time: its wall time can be less than the sum.",
        "- **Floors**: the same bytes through the libraries alone, in the same turn as the stages, without the time of their import. Ratios are of CPU, pair by pair; the floors of the whole command are the tables and the deflating.",
        "- **Templates of the next period**: `python -m pmo_xl prepare` in a new process, on the same returns; the last ones of every project are read, their rows carried into templates for the month after.",
        "- **Rows in Parquet**: one run each way, with pyarrow installed; the files that both ways wrote are compared byte for byte.",
        "- **datamaps**: returns with 100 key cells, a risk register and a budget by month, all their cells listed. A cell is one that is asked for: each line of the list in each file; in ours each column of each row that holds anything, and each field.",
        "- **Recalculating**: every cached value is made wrong, then LibreOffice loads and saves the file with recalculation on and off in turn; the difference is the computing. No wrong value may be left. *Computed again* is the order to compute the whole workbook again, given to a LibreOffice that has it open. The slower of both counts.",
        "- **The button** is pressed as a screen reader does, in a LibreOffice that is already open without a screen; the first press is not counted.",
        "",
        "Where the time goes: `python -m benchmarks --profile 1000`; where memory is held: `python -m benchmarks --memory 30`.",
    )
