"""Pools of workers behind one executor: threads, processes, or the workers of a cluster."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pmo_xl.core.base.gc_tuning import raise_gc_thresholds
from pmo_xl.core.host import alone, thread_pool

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

SEVERAL, MANY = 40, 300
"""Fewer files than this are read before another process has begun: one that goes on from here, or one that starts afresh."""
PER_PROCESS = 150
"""Files for which one more process pays."""
CHUNK = 25
MOST_PROCESSES = 61
"""Windows waits for no more at once."""

Pool = AbstractContextManager[Executor]


@dataclass(frozen=True, slots=True)
class WorkerPool:
    """``pool`` makes an executor of so many workers, each of which is given up to ``chunk`` files at a time.

    ``deaths`` are the exceptions by which the executor says that a worker ended in the middle of its work.
    A ``remote`` pool of workers reads paths on other computers.
    """

    pool: Callable[[int], Pool]
    workers: int
    chunk: int = 1
    crash_exceptions: tuple[type[BaseException], ...] = field(default=(BrokenExecutor,))
    remote: bool = False


def threads(workers: int = 2) -> WorkerPool:
    """The reader works outside Python, so that two threads read side by side."""
    return WorkerPool(thread_pool, workers)


def processes(workers: int) -> WorkerPool:
    """Processes of this computer, each with a memory of its own."""
    return WorkerPool(_process_pool, min(workers, MOST_PROCESSES), CHUNK)


def default_pool(files: int, jobs: int | None) -> WorkerPool:
    """Processes where somebody asks for several, or where there is so much to read that they pay; else threads."""
    if jobs is not None and not alone():
        return processes(jobs) if jobs > 1 else threads(1)
    cores = 1 if alone() else cores_here()
    pays = files >= (SEVERAL if may_fork() else MANY) and cores > 1
    return processes(min(cores, 1 + files // PER_PROCESS)) if pays else threads()


def cores_here() -> int:
    """The cores that this process may use."""
    if sys.platform == "linux":  # what a container or a scheduler leaves us
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # type: ignore[unreachable, unused-ignore]


def may_fork() -> bool:
    """Whether a process may go on from here: on Linux, where no other thread can hold anything that it needs."""
    return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208 - names, no paths


@contextmanager
def _process_pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    from concurrent.futures import ProcessPoolExecutor

    from pmo_xl.gather.scale.spawn import CleanSpawnContext, own_modules_only

    if may_fork():
        from multiprocessing import get_context

        pool = ProcessPoolExecutor(workers, get_context("fork"), raise_gc_thresholds)
    else:
        with own_modules_only():  # Python starts a process of its own to clean up after the pool
            pool = ProcessPoolExecutor(workers, CleanSpawnContext(), raise_gc_thresholds)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
