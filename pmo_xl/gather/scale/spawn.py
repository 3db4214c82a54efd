"""Child processes without re-import of ``__main__``: they import the reader and no more.

Otherwise each would run the file that was started, a script without a guard all over again, and look for
Python's own modules in the working folder, which may be the drop folder.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType

_ONE_AT_A_TIME = threading.Lock()
_SAFE_PATH = "PYTHONSAFEPATH"


class CleanSpawnProcess(SpawnProcess):
    """A new Python that does not import the program that started it."""

    def start(self) -> None:
        with own_modules_only(), no_program():
            super().start()


class CleanSpawnContext(SpawnContext):
    """Makes processes of that kind."""

    Process = CleanSpawnProcess


@contextmanager
def own_modules_only() -> Iterator[None]:
    """Let no Python that is started inside look into the working folder before it knows where to look."""
    with _ONE_AT_A_TIME:
        before = os.environ.get(_SAFE_PATH)
        os.environ[_SAFE_PATH] = "1"
        try:
            yield
        finally:
            if before is None:
                del os.environ[_SAFE_PATH]
            else:
                os.environ[_SAFE_PATH] = before


@contextmanager
def no_program() -> Iterator[None]:
    """Let no Python that is started inside run the program that starts it."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
