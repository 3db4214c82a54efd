"""Many files, read by whoever reads: the returns come in file order, whatever is finished first.

A file that ends its reader costs that file only: what was under way with it is tried again, file by file.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_xl.core.flow.portfolio import Return
from pmo_xl.gather.cache.read_options import ReadOptions
from pmo_xl.gather.files.places import url_of
from pmo_xl.gather.read.one import crashed_file, read_one
from pmo_xl.gather.scale.workers import WorkerPool, threads

if TYPE_CHECKING:
    from pmo_xl.gather.cache.cache import Cache

AHEAD = 4
"""Portions of files that wait for each worker, so that none is idle while something else is done here."""

Progress = Callable[[int, int], None]
"""Told how many files are done, of how many."""

Reader = Callable[[Path, str, ReadOptions], list[Return]]
Item = tuple[Path, str]
Answer = tuple[int, list[Return]]
"""The place of a file in the list, and what it holds."""


def read_all(
    files: Mapping[Path, str],
    options: ReadOptions,
    worker_pool: Callable[[int], AbstractContextManager[WorkerPool]],
    *,
    cache: Cache | None = None,
    progress: Progress | None = None,
    meanwhile: Callable[[], object] | None = None,
    read: Reader = read_one,
) -> list[Return]:
    """The returns of all files, in their order; ``worker_pool`` is asked for whoever reads so many.

    ``files`` gives the name to print of each path; what ``cache`` holds of a file is not read again. Where others
    read, ``meanwhile`` is done here once they are at work. Raises whatever ``read`` or ``meanwhile`` raises.
    """
    found = dict(
        read_each(files, options, worker_pool, cache=cache, progress=progress, meanwhile=meanwhile, read=read)
    )
    return [returned for at in range(len(files)) for returned in found[at]]


def read_each(
    files: Mapping[Path, str],
    options: ReadOptions,
    worker_pool: Callable[[int], AbstractContextManager[WorkerPool]],
    *,
    cache: Cache | None = None,
    progress: Progress | None = None,
    meanwhile: Callable[[], object] | None = None,
    read: Reader = read_one,
) -> Iterator[Answer]:
    """The same file by file, as they are finished, each with its place in the order: none is kept here."""
    items = list(files.items())
    found = cache.known(items) if cache is not None else {}
    left = [at for at in range(len(items)) if at not in found]
    done = len(found)
    if progress is not None and done:
        progress(done, len(items))
    while found:
        at, returns = found.popitem()
        yield at, _of(items[at], returns)
    with worker_pool(len(left)) if left else nullcontext(threads()) as readers:
        task = _Task(options, read)
        for at, returns in _read_anew(items, left, readers, task, meanwhile):
            done += 1
            if cache is not None:
                # Kept before the consolidation adds what it finds.
                cache.keep(items[at], returns)
            if progress is not None:
                progress(done, len(items))
            yield at, _of(items[at], returns)
    if cache is not None:
        cache.save()


def _of(item: Item, returns: list[Return]) -> list[Return]:
    for returned in returns:
        returned.path = item[0]
    return returns


class _Task:
    """What is done with some files, wherever that is."""

    def __init__(self, options: ReadOptions, read: Reader) -> None:
        self.options, self.read = options, read

    def __call__(self, chunk: Sequence[tuple[str, str]]) -> list[list[Return]]:
        return [self.read(Path(path), shown_as, self.options) for path, shown_as in chunk]

    def of(self, path: Path, shown_as: str) -> tuple[str, str]:
        """A file as a worker of any folder and any system finds it."""
        return str(path if url_of(path) else path.absolute()), shown_as


class _NobodyReads(Exception):
    """Workers end before they are given a file: none can live here."""


def _read_anew(
    items: Sequence[Item],
    left: Sequence[int],
    worker_pool: WorkerPool,
    task: _Task,
    meanwhile: Callable[[], object] | None = None,
) -> Iterator[Answer]:
    size = max(1, min(worker_pool.chunk, -(-len(left) // (AHEAD * worker_pool.workers))))
    chunks = deque(list(left[start : start + size]) for start in range(0, len(left), size))
    suspects: list[int] = []
    try:
        while chunks:
            suspects = yield from _until_worker_crash(items, chunks, worker_pool, task, meanwhile)
            meanwhile = None
            while suspects:
                yield from _alone(items, suspects, worker_pool, task)
    except _NobodyReads:
        remaining = [*suspects, *(at for chunk in chunks for at in chunk)]
        yield from _read_anew(items, remaining, threads(), task)


def _until_worker_crash(
    items: Sequence[Item],
    chunks: deque[list[int]],
    worker_pool: WorkerPool,
    task: _Task,
    meanwhile: Callable[[], object] | None,
) -> Generator[Answer, None, list[int]]:
    """Read chunk after chunk until all are read or a worker ends; gives the files that were under way then."""
    under_way: dict[Future[list[list[Return]]], list[int]] = {}
    suspects: list[int] = []
    with worker_pool.pool(worker_pool.workers) as pool:
        while under_way or (chunks and not suspects):
            # No more than what keeps all busy: whatever is under way falls under suspicion.
            while chunks and not suspects and len(under_way) < AHEAD * worker_pool.workers:
                chunk = chunks.popleft()
                try:
                    under_way[pool.submit(task, [task.of(*items[at]) for at in chunk])] = chunk
                except worker_pool.crash_exceptions:
                    suspects += chunk
            if meanwhile is not None:
                meanwhile()
                meanwhile = None
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                chunk = under_way.pop(future)
                try:
                    for at, returns in zip(chunk, future.result(), strict=True):
                        yield at, _arrived(returns, items[at], worker_pool, task)
                except worker_pool.crash_exceptions:
                    suspects += chunk
    return sorted(suspects)


def _alone(
    items: Sequence[Item], suspects: list[int], worker_pool: WorkerPool, task: _Task
) -> Iterator[Answer]:
    """Read files one at a time and take them off the list, until one ends the only worker: that is the one.

    Raises _NobodyReads where a worker ends before it reads anything.
    """
    with worker_pool.pool(1) as pool:
        _is_alive(pool, worker_pool)
        while suspects:
            at = suspects[0]
            try:
                (returns,) = pool.submit(task, [task.of(*items[at])]).result()
            except worker_pool.crash_exceptions:
                yield suspects.pop(0), crashed_file(*items[at], task.options)
                return
            yield suspects.pop(0), _arrived(returns, items[at], worker_pool, task)


def _arrived(returns: list[Return], item: Item, worker_pool: WorkerPool, task: _Task) -> list[Return]:
    """The returns of a file; it is read here where another computer did not see it."""
    if worker_pool.remote and not all(returned.sha256 for returned in returns):
        (returns,) = task([task.of(*item)])
    return returns


def _is_alive(pool: Executor, worker_pool: WorkerPool) -> None:
    try:
        pool.submit(_nothing).result()
    except worker_pool.crash_exceptions as death:
        raise _NobodyReads from death


def _nothing() -> None:
    """What any worker can do."""
