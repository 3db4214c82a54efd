"""What is aimed at on two cores, and whether the figures reach it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.processes import column, median

Results = Mapping[str, Any]


LARGEST_MASTER = {30: 1.9, 300: 11.4}
"""Mebibytes of the master of so many projects at most: 2 and 12 megabytes, what people send by mail."""


@dataclass(frozen=True, slots=True)
class Target:
    """One aim: a figure, its limit, and whether the figure is to be at most or at least that."""

    what: str
    figure: float | None
    limit: float
    unit: str
    at_least: bool = False
    why_not: str = "not measured in this run"

    @property
    def reached(self) -> bool | None:
        if self.figure is None:
            return None
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit

    @property
    def verdict(self) -> str:
        """Reached or missed, and by how much of the limit."""
        if self.figure is None:
            return self.why_not
        if not self.limit:
            return "reached" if self.reached else "**missed**"
        off = abs(self.figure / self.limit - 1) * 100
        return f"reached ({off:.0f} % to spare)" if self.reached else f"**missed** by {off:.0f} %"

    @property
    def aim(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.limit:g} {self.unit}"

    def to_dict(self) -> dict[str, Any]:
        return {
            "target": self.what, "figure": self.figure, "limit": self.limit, "unit": self.unit,
            "at_least": self.at_least, "reached": self.reached, "verdict": self.verdict,
        }  # fmt: skip


def targets(results: Results) -> list[Target]:
    """Every aim with its figure, where it was measured."""
    return [
        *_sizes(results),
        *_preparing(results),
        *_large(results),
        *_peer(results),
        *_writing(results),
        *_recalculating(results),
        *_click(results),
    ]


def _sizes(results: Results) -> Iterator[Target]:
    sizes = results["sizes"]
    for workbooks, seconds, mebibytes in (
        (90, 1.5, 150),
        (900, 5, 250),
        (3000, 15, 400),
    ):
        projects = -(-workbooks // 3)
        size, name = sizes.get(str(projects)), f"{workbooks:,} workbooks"
        yield Target(f"{name}, cold, whole master", wall(size), seconds, "s")
        yield Target(f"{name}, peak of memory", peak(size), mebibytes, "MiB")
        if projects in LARGEST_MASTER:
            master = size.get("master_mebibytes") if size else None
            yield Target(f"{name}, size of the master", master, LARGEST_MASTER[projects], "MiB")
        if projects == 30:
            yield Target(f"{name}, nothing changed", wall(size, "unchanged"), 1.0, "s")
        if projects == 1000:
            yield Target(
                f"{name}, read and validate beside the tables by python-calamine alone", reading(size), 2, "×"
            )


def _preparing(results: Results) -> Iterator[Target]:
    done = results.get("preparing", {})
    for projects, workbooks, seconds in ((30, 90, 4), (300, 900, 40)):
        figures = done.get(str(projects))
        figure = median(column(figures["runs"], "wall")) if figures else None
        yield Target(f"the templates of the next period, {workbooks} workbooks", figure, seconds, "s")


def _large(results: Results) -> Iterator[Target]:
    done = results.get("large", {})
    size, basis = done.get("16667"), done.get("1000")
    for way, name in (("here", "one machine"), ("dask", "a Dask cluster of 2 workers")):
        run = size[way] if size else {}
        yield Target(f"50,000 workbooks, Parquet and KPI master, {name}", run.get("wall"), 150, "s")
        yield Target(f"the same, memory of all processes, {name}", run.get("peak"), 2048, "MiB")
    differ = len(size["differ"]) if size else None
    yield Target("the same, files that differ between the two", differ, 0, "files")
    ratio = size["cpu_ms_per_workbook"] / basis["cpu_ms_per_workbook"] if size and basis else None
    yield Target("50,000 workbooks, CPU of one beside that among 3,000", ratio, 1.2, "×")


def wall(size: Results | None, which: str = "cold") -> float | None:
    """The median of the seconds of the command."""
    return median(column(size[which], "wall")) if size else None


def peak(size: Results | None) -> float | None:
    """The most memory of any run from nothing."""
    return max(column(size["cold"], "peak")) if size else None


def reading(size: Results | None) -> float | None:
    """Seconds of CPU of reading and validating, as a multiple of the bare tables: the median of pairs."""
    if not size:
        return None
    pairs = zip(size["stages"], size["floors"], strict=True)
    return median([(s["read"]["cpu"] + s["validate"]["cpu"]) / f["tables"]["cpu"] for s, f in pairs])


def per_cell(size: Results, what: str = "cells") -> float:
    """Microseconds of CPU of the whole command for each cell (or value) that was asked for in the returns."""
    return 1e6 * median(column(size["cold"], "cpu")) / size[what]


def per_cell_read(size: Results, what: str = "cells") -> float:
    """The same of reading and validating alone."""
    stages = [run["read"]["cpu"] + run["validate"]["cpu"] for run in size["stages"]]
    return 1e6 * median(stages) / size[what]


def per_cell_of_peer(peer: Results, what: str = "cells") -> float:
    """The same of the peer, which does nothing else than read, check and list."""
    return 1e6 * median(column(peer["runs"], "cpu")) / peer[what]


def _peer(results: Results) -> Iterator[Target]:
    size, peer = results["sizes"].get("300"), results.get("datamaps")
    for ours, cost in (("whole command", per_cell), ("reading and validating alone", per_cell_read)):
        what = f"900 workbooks, CPU of datamaps per cell beside that of our {ours}"
        if not size or not peer or "runs" not in peer:
            why = (peer or {}).get("skipped", "not measured in this run")
            yield Target(what, None, 40, "×", True, why)
            continue
        yield Target(what, per_cell_of_peer(peer) / cost(size), 40, "×", True)


def _writing(results: Results) -> Iterator[Target]:
    done = results.get("write")
    figure = done["times_faster_cpu"] if done and done["rows"] >= 100_000 else None
    yield Target("a data sheet of 100,000 × 20, times faster than cell by cell", figure, 7, "×", True)


def _recalculating(results: Results) -> Iterator[Target]:
    done = results.get("recalculation", {})
    of = {projects: _computing(figures) for projects, figures in done.items()}
    large = done.get("1000", {})
    why = large.get("skipped", "not measured in this run")
    yield Target("recalculating the master of 1,000 projects", of.get("1000"), 8, "s", why_not=why)
    few = next((n for n in ("300", "30") if of.get(n)), None)
    growth = of["1000"] / 1000 / (of[few] / int(few)) if few and of.get("1000") else None
    yield Target(
        f"recalculating one project among 1,000 beside one among {few or 30}", growth, 1.2, "×", why_not=why
    )


def _computing(figures: Mapping[str, Any]) -> float | None:
    """Seconds of computing: of two ways the slower one, for the first is a small difference of large figures."""
    both = [median(figures[way]) for way in ("seconds", "told") if figures.get(way)]
    return max(both, default=None)


def _click(results: Results) -> Iterator[Target]:
    done = results.get("click", {})
    runs, why = done.get("runs"), done.get("skipped", "not measured in this run")
    for until in ("written", "open"):
        figure = median(column(runs, until)) if runs else None
        yield Target(f"click until the master is {until}, 30 projects", figure, 3, "s", why_not=why)
    inside = median([run["python_until_written"] / run["cli"] for run in runs]) if runs else None
    yield Target(
        "click: Python until the master is written, beside the command", inside, 1.5, "×", why_not=why
    )
