"""One cold process at a time, and what the system says that it cost."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MEBIBYTE = 1024 * 1024
MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which the system counts the peak of memory."""
_EVERY = 0.05
_PAGE = os.sysconf("SC_PAGE_SIZE")
_ENVIRONMENT = {name: what for name, what in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""A program that is installed is compiled once, not at each start."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one process and those that it started took: seconds, seconds of CPU, mebibytes at the peak."""

    wall: float
    cpu: float
    peak: float
    said: str = ""

    def to_dict(self) -> dict[str, float]:
        return {key: value for key, value in asdict(self).items() if key != "said"}


def cold(
    command: Sequence[str],
    allowed: Sequence[int] = (0,),
    environment: Mapping[str, str] | None = None,
    *,
    quiet: bool = False,
) -> Run:
    """Run a command in a new process.

    Linux counts what this process holds when it starts another into that one's peak: the suite itself
    therefore imports nothing heavy, and whatever does is started as a process of its own.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if quiet else None,
        env={**_ENVIRONMENT, "PYTHONPATH": str(ROOT), **(environment or {})},
    )
    tree = _Tree(process.pid)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    tree.stop()
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        raise SystemExit(f"{' '.join(command[:5])} ended with {process.returncode}")
    peak = max(used.ru_maxrss * MAXRSS_UNIT, tree.peak) / MEBIBYTE
    return Run(wall, used.ru_utime + used.ru_stime, peak, said.decode("utf-8", "replace"))


def python(module: str, *words: object, environment: Mapping[str, str] | None = None) -> Any:
    """What a module of the suite says, run as a process of its own: JSON on its last line."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *map(str, words)]
    return json.loads(cold(command, environment=environment).said.splitlines()[-1])


class _Tree:
    """The memory of a process and its children together: the system's own peak is that of the largest alone."""

    def __init__(self, pid: int) -> None:
        self.peak = 0
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look, args=(pid,), daemon=True)
        if sys.platform == "linux":
            self._watch.start()

    def _look(self, pid: int) -> None:
        while not self._over.wait(_EVERY):
            self.peak = max(self.peak, _resident(pid, shared=True))

    def stop(self) -> None:
        self._over.set()
        if self._watch.is_alive():
            self._watch.join()


def _resident(pid: int, *, shared: bool) -> int:
    """Bytes held by a process and its children; of the children only what they do not share."""
    try:
        held, mapped = map(int, Path(f"/proc/{pid}/statm").read_text().split()[1:3])
        children = [
            child
            for thread in Path(f"/proc/{pid}/task").iterdir()
            for child in (thread / "children").read_text().split()
        ]
    except OSError:
        return 0
    own = held if shared else held - mapped
    return own * _PAGE + sum(_resident(int(child), shared=False) for child in children)


def median(figures: Sequence[float]) -> float:
    """The middle of several figures."""
    return statistics.median(figures)


def column(runs: Sequence[Mapping[str, float]], figure: str) -> list[float]:
    """One figure of each run."""
    return [run[figure] for run in runs]
