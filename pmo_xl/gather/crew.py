"""Who reads side by side: threads, processes, or the workers of a cluster, behind one executor."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

MANY = 300
"""Fewer files than this are read before new processes have begun."""
CHUNK = 25
MOST_PROCESSES = 61
"""Windows waits for no more at once."""

Pool = AbstractContextManager[Executor]


@dataclass(frozen=True, slots=True)
class Crew:
    """``pool`` makes an executor of so many workers, each of which is given up to ``chunk`` files at a time.

    ``deaths`` are the exceptions by which the executor says that a worker ended in the middle of its work.
    A ``remote`` crew reads paths on other computers.
    """

    pool: Callable[[int], Pool]
    workers: int
    chunk: int = 1
    deaths: tuple[type[BaseException], ...] = field(default=(BrokenExecutor,))
    remote: bool = False


def threads(workers: int = 2) -> Crew:
    """The reader works outside Python, so that two threads read side by side."""
    return Crew(ThreadPoolExecutor, workers)


def processes(workers: int) -> Crew:
    """Processes that start afresh, which is safe on every system and beside any other thread."""
    return Crew(_process_pool, min(workers, MOST_PROCESSES), CHUNK)


def usual(files: int, jobs: int | None) -> Crew:
    """Processes where somebody asks for several, or where there is so much to read that they pay; else threads."""
    if jobs is not None:
        return processes(jobs) if jobs > 1 else threads(1)
    cores = cores_here()
    return processes(min(cores, files // (MANY // 2))) if files > MANY and cores > 1 else threads()


def engaged(files: int, jobs: int | None, scheduler: str | None) -> AbstractContextManager[Crew]:
    """Whoever reads so many files: the workers of a scheduler where one is named, else those of this computer."""
    if scheduler is None:
        return nullcontext(usual(files, jobs))
    from pmo_xl.gather.cluster import cluster

    return cluster(scheduler)


def cores_here() -> int:
    """The cores that this process may use."""
    if sys.platform == "linux":  # what a container or a scheduler leaves us
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # type: ignore[unreachable, unused-ignore]


@contextmanager
def _process_pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    from concurrent.futures import ProcessPoolExecutor

    from pmo_xl.gather.bare import BareContext, own_modules_only

    with own_modules_only():  # Python starts a process of its own to clean up after the pool
        pool = ProcessPoolExecutor(workers, mp_context=BareContext())
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
