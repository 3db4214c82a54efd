"""The stages of one consolidation, timed in a process of their own by wrapping the functions that do them."""

from __future__ import annotations

import argparse
import cProfile
import importlib
import json
import pstats
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent import futures
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.processes import MAXRSS_UNIT

STAGES = (
    ("remember", "pmo_xl.gather.cache.cache", "Cache.known"),
    ("remember", "pmo_xl.gather.cache.cache", "Cache.keep"),
    ("remember", "pmo_xl.gather.cache.cache", "Cache.save"),
    ("read", "pmo_xl.excel.read.workbook", "read_workbook"),
    ("validate", "pmo_xl.steps.one_return.examine", "examine"),
    ("consolidate", "pmo_xl.steps.portfolio.consolidate", "consolidate"),
    ("measure", "pmo_xl.steps.portfolio.schedule", "assess_schedules"),
    ("measure", "pmo_xl.steps.figures.derive", "derived"),
    ("measure", "pmo_xl.steps.figures.derive", "remembered"),
    ("measure", "pmo_xl.steps.figures.measure", "measure"),
    ("write", "pmo_xl.excel.render_master", "render"),
)
LOADED = ("pmo_xl.doors.cli", "pmo_xl.pipeline", "pmo_xl.catalog.catalogue", "pmo_xl.excel.render_master")


class Serial(futures.Executor):
    """Does the work at once, where it is asked for: one stage then runs at a time, and one profiler sees all."""

    def __init__(self, *_: Any, initializer: Any = None, initargs: Any = (), **__: Any) -> None:
        if initializer is not None:
            initializer(*initargs)

    def submit(self, fn: Any, /, *args: Any, **named: Any) -> futures.Future[Any]:
        done: futures.Future[Any] = futures.Future()
        try:
            done.set_result(fn(*args, **named))
        except Exception as problem:  # noqa: BLE001 - a future carries whatever was raised
            done.set_exception(problem)
        return done

    def map(self, fn: Any, *iterables: Any, **_: Any) -> Iterator[Any]:
        return map(fn, *iterables)


def put_in_place(old: Any, new: Any) -> None:
    """Whoever imported *old* by name gets *new*."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("pmo_xl", "concurrent.futures")) and module is not None:
            for key, value in list(vars(module).items()):
                if value is old:
                    setattr(module, key, new)


class Clock:
    """Seconds of each stage, those of a stage inside another taken off the outer one."""

    def __init__(self) -> None:
        self.spent: dict[str, dict[str, float]] = {}
        self._inner: list[list[float]] = []

    def wrap(self, stage: str, true: Callable[..., Any]) -> Callable[..., Any]:
        self.spent.setdefault(stage, {"wall": 0.0, "cpu": 0.0})

        def timed(*args: Any, **named: Any) -> Any:
            with self._running(stage):
                return true(*args, **named)

        return timed

    @contextmanager
    def _running(self, stage: str) -> Iterator[None]:
        self._inner.append([0.0, 0.0])
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            yield
        finally:
            took = time.perf_counter() - wall, time.process_time() - cpu
            within = self._inner.pop()
            for at, figure in enumerate(("wall", "cpu")):
                self.spent[stage][figure] += took[at] - within[at]
                if self._inner:
                    self._inner[-1][at] += took[at]


def consolidated(folder: Path, master: Path, clock: Clock | None) -> Any:
    """Consolidate with one file at a time, the stages clocked."""
    put_in_place(futures.ThreadPoolExecutor, Serial)
    put_in_place(futures.ProcessPoolExecutor, Serial)
    if clock is not None:
        for stage, module, name in STAGES:
            _clocked(clock, stage, module, name)
    from pmo_xl.core.base.gc_tuning import raise_gc_thresholds
    from pmo_xl.core.flow.portfolio import Return
    from pmo_xl.pipeline import consolidate_to

    raise_gc_thresholds()  # as the command does
    # What was read is counted at the end.
    Return.let_go = lambda self: None  # type: ignore[method-assign]
    return consolidate_to([folder], master, jobs=1)


def _clocked(clock: Clock, stage: str, module: str, name: str) -> None:
    """Wrap a function, or a method of a class; one that is not there counts as rest, and is told."""
    owner, _, method = name.rpartition(".")
    try:
        holder = importlib.import_module(module)
        holder = getattr(holder, owner) if owner else holder
        true = getattr(holder, method)
    except (ImportError, AttributeError):
        print(f"{module}.{name} is not there: its time counts as rest", file=sys.stderr)
        return
    timed = clock.wrap(stage, true)
    if owner:
        setattr(holder, method, timed)
    else:
        put_in_place(true, timed)


def facts(outcome: Any) -> dict[str, int]:
    """How much there was to do: files, rows, their cells, those that hold a value, findings."""
    came = outcome.portfolio.returns
    sheets = [sheet for each in came for sheet in (*each.tables, each.record) if sheet is not None]
    values = sum(what is not None for sheet in sheets for cells in sheet.values.values() for what in cells)
    return {
        "files": len(came),
        "rows": sum(each.rows_read for each in came),
        "cells": sum(len(cells) for sheet in sheets for cells in sheet.values.values()),
        "values": values,
        "findings": len(outcome.portfolio.findings),
    }


def profile(folder: Path, master: Path, top: int) -> None:
    """Print the functions that took longest, with what they called and alone."""
    watch = cProfile.Profile()
    watch.runcall(consolidated, folder, master, None)
    for order in ("cumulative", "tottime"):
        pstats.Stats(watch).sort_stats(order).print_stats(top)


def memory(folder: Path, master: Path, top: int) -> None:
    """Print where memory was held at the peak of the writing, and at the end."""
    from pmo_xl.excel import render_master

    def looked(*args: Any, **named: Any) -> Any:
        _show(tracemalloc.take_snapshot(), "before the master is written", top)
        return true(*args, **named)

    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MAXRSS_UNIT
    print(f"held by Python and what was imported, none of it below: {held / 2**20:.0f} MiB")
    true = render_master.render
    put_in_place(true, looked)
    tracemalloc.start()
    import xlsxwriter.workbook as writer

    closing = writer.Workbook.close

    def closed(self: Any) -> Any:
        _show(tracemalloc.take_snapshot(), "before the master is packed", top)
        return closing(self)

    writer.Workbook.close = closed
    kept = consolidated(folder, master, None)
    held, peak = tracemalloc.get_traced_memory()
    print(f"\nheld at the end {held / 2**20:.1f} MiB, at the peak {peak / 2**20:.1f} MiB")
    del kept


def _show(snapshot: tracemalloc.Snapshot, when: str, top: int) -> None:
    total = sum(trace.size for trace in snapshot.traces)
    print(f"\n{when}: {total / 2**20:.1f} MiB")
    for line in snapshot.statistics("lineno")[:top]:
        frame = line.traceback[0]
        short = "/".join(Path(frame.filename).parts[-3:])
        print(f"{line.size / 2**20:9.2f} MiB {line.count:9,} {short}:{frame.lineno}")


def main() -> None:
    """Run once and print one line of JSON, or a profile."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("master", type=Path)
    parser.add_argument(
        "--since", type=float, default=time.monotonic(), help="when this process was asked for"
    )
    parser.add_argument("--profile", type=int, metavar="TOP")
    parser.add_argument("--memory", type=int, metavar="TOP")
    asked = parser.parse_args()
    for name in LOADED:
        importlib.import_module(name)
    clock = Clock()
    start = {"wall": time.monotonic() - asked.since, "cpu": time.process_time()}
    if asked.profile:
        profile(asked.folder, asked.master, asked.profile)
        return
    if asked.memory:
        memory(asked.folder, asked.master, asked.memory)
        return
    wall, cpu = time.perf_counter(), time.process_time()
    outcome = consolidated(asked.folder, asked.master, clock)
    whole = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    stages = {"start-up": start, **clock.spent}
    stages["rest"] = {
        figure: whole[figure] - sum(spent[figure] for spent in clock.spent.values()) for figure in whole
    }
    print(json.dumps({"stages": stages, "facts": facts(outcome), "ended": time.monotonic()}))


if __name__ == "__main__":
    main()
