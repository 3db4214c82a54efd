"""Opening a workbook to write: whatever goes wrong with the file is an OSError."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError


@contextmanager
def new_book(path: Path, **options: Any) -> Iterator[Workbook]:
    """A workbook that is written when the block ends, and not at all when it fails.

    Raises OSError when the file cannot be created.
    """
    book = Workbook(str(path), options)
    yield book
    try:
        book.close()
    except FileCreateError as problem:
        cause = problem.args[0] if problem.args else problem
        raise cause if isinstance(cause, OSError) else OSError(str(problem)) from problem
