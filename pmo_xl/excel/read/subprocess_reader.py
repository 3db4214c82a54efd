"""Read one workbook in a process of its own, since calamine can abort the process that it runs in.

Started as ``python -m pmo_xl.excel.read.subprocess_reader``: the file's bytes on stdin, a pickled RawBook on stdout.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys

from pmo_xl.core.flow.raw import RawBook, RawSheet
from pmo_xl.core.host import alone
from pmo_xl.core.settings.limits import LimitSettings
from pmo_xl.core.version import PACKAGE_FOLDER
from pmo_xl.excel.package.refused import MEBIBYTE, MEMORY, SECONDS, RefusedError, corrupt, too_large
from pmo_xl.excel.read.parse import attempted

if sys.platform not in ("win32", "emscripten"):
    import resource


def sheets_in_child(data: bytes, limits: LimitSettings) -> tuple[RawSheet, ...]:
    """The sheets of a file as a child process read them; refuses the file that killed the child.

    Where no process can be started they are read here: a file that ends its reader then ends the run.
    """
    if alone():
        return attempted(data, isolated=True, limits=limits)
    paths = [str(PACKAGE_FOLDER.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "RUST_BACKTRACE": "0"}
    try:
        # -P: the working folder may be the drop folder, and nobody shall drop a Python module there.
        child = subprocess.run(
            [sys.executable, "-P", "-m", "pmo_xl.excel.read.subprocess_reader", limits.model_dump_json()],
            input=data,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
            env=environment,
            creationflags=_no_window(),
        )
    except subprocess.TimeoutExpired as e:
        raise too_large("seconds", SECONDS, most=limits.seconds) from e
    if child.returncode != 0:
        said = child.stderr.decode("utf-8", "replace").strip()
        if "memory allocation of" in said or "MemoryError" in said:
            raise too_large("memory", MEMORY, most=limits.memory)
        raise corrupt(f"the reader broke off ({child.returncode}): {said.splitlines()[-1] if said else ''}")
    book = pickle.loads(child.stdout)
    if book.unreadable is not None:
        raise RefusedError(book.unreadable, book.detail)
    sheets: tuple[RawSheet, ...] = book.sheets
    return sheets


def _no_window() -> int:
    """Keep a black window from flashing up for each file when Excel started us on Windows."""
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW
    return 0


def _limit_memory(most: int) -> None:
    """Turn a terabyte that a broken file asks for into an error. Windows has no such simple limit."""
    if sys.platform not in ("win32", "emscripten"):
        # macOS refuses some limits; the child alone would then be at stake.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (most * MEBIBYTE, most * MEBIBYTE))


def _child() -> None:
    limits = LimitSettings.model_validate_json(sys.argv[1])
    _limit_memory(limits.memory)
    data = sys.stdin.buffer.read()
    try:
        book = RawBook("", "", sheets=attempted(data, isolated=True, limits=limits))
    except RefusedError as e:
        book = RawBook("", "", unreadable=e.reason, detail=e.detail)
    pickle.dump(book, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    _child()
