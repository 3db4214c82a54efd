"""What the place gives that Python runs in: a browser's (Pyodide, as in xlwings Lite) has no threads and no processes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any


def alone() -> bool:
    """Whether nothing can be started beside this one thread."""
    return sys.platform == "emscripten"


class AtOnce(Executor):
    """An executor without workers: what is asked of it is done before it answers."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do it; what goes wrong is told by the future, as with any executor."""
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as problem:  # noqa: BLE001 - whoever asks for the result is told
            done.set_exception(problem)
        return done


def thread_pool(workers: int) -> Executor:
    """So many threads, or this one where there can be no other."""
    return AtOnce() if alone() else ThreadPoolExecutor(workers)
