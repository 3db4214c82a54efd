"""Read whatever people hand in: any workbook becomes sheets of cells, or one clear reason why not."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Collection
from pathlib import Path

from pmo_xl.core.base.files import printable
from pmo_xl.core.flow.raw import RawBook, Unreadable
from pmo_xl.core.settings.limits import LIMITS, LimitSettings
from pmo_xl.excel.package.refused import MEBIBYTE, ON_DISK, NeedsIsolationError, RefusedError, too_large
from pmo_xl.excel.read.parse import attempted
from pmo_xl.excel.read.subprocess_reader import sheets_in_child

EXTENSIONS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})


def read_workbook(path: Path, shown_as: str, limits: LimitSettings = LIMITS) -> RawBook:
    """All sheets of a workbook, whichever format its content has; never raises for a bad file.

    Usual .xlsx and .xlsm files are read in this process. The other formats, and whatever is not sure to
    stay small, are read in a child process: a file can then abort nothing but its own reading.
    """
    return read_content(lambda: _content(path, limits), shown_as, limits=limits)


def read_content(
    content: Callable[[], bytes],
    shown_as: str,
    pass_over: Collection[str] = (),
    limits: LimitSettings = LIMITS,
) -> RawBook:
    """All sheets of a workbook from its bytes, wherever they lie; an OSError on the way is a refusal too.

    Of a workbook that we wrote, the sheets to ``pass_over`` are empty here.
    """
    sha256, shown_as = "", printable(shown_as)
    try:
        data = _fetched(content, limits)
        sha256 = hashlib.sha256(data).hexdigest()
        if not data:
            raise RefusedError(Unreadable.EMPTY)
        try:
            sheets = attempted(data, isolated=False, pass_over=pass_over, limits=limits)
        except NeedsIsolationError:
            sheets = sheets_in_child(data, limits)
    except RefusedError as e:
        return RawBook(shown_as, sha256, unreadable=e.reason, detail=e.detail)
    return RawBook(shown_as, sha256, sheets)


def _fetched(content: Callable[[], bytes], limits: LimitSettings) -> bytes:
    try:
        data = content()
    except OSError as e:
        # Windows reports a workbook that Excel holds open as a missing permission. Gone or out of reach
        # comes to the same for whoever is to act: the file is there for others, not for us.
        raise RefusedError(Unreadable.LOCKED, e.strerror or str(e)) from e
    _is_modest(len(data), limits)
    return data


def _is_modest(size: int, limits: LimitSettings) -> None:
    if size > limits.file_size * MEBIBYTE:
        raise too_large("file_size", ON_DISK, found=-(-size // MEBIBYTE), most=limits.file_size)


def _content(path: Path, limits: LimitSettings = LIMITS) -> bytes:
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        raise RefusedError(Unreadable.NOT_A_WORKBOOK, "not a file")
    _is_modest(about.st_size, limits)
    return path.read_bytes()


def read_master(path: Path, shown_as: str, pass_over: Collection[str]) -> RawBook:
    """A master of our own without the sheets that are named, which are empty here: most of it is of no interest.

    Never raises for a bad file.
    """
    return read_content(lambda: _content(path), shown_as, pass_over)


def find_workbooks(path: Path, also: Collection[str] = ()) -> list[Path]:
    """The workbooks of a folder and its subfolders in an order that is the same on every computer.

    Files with the endings ``also`` are found too. A file stands for itself, whatever its extension. Hidden files and folders and the lock files that
    Excel leaves (``~$…``) are passed over.
    """
    if not path.is_dir():
        return [path]
    found = []
    for folder, subfolders, files in os.walk(path):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        found += [
            Path(folder, name)
            for name in files
            if ((suffix := Path(name).suffix.lower()) in EXTENSIONS or suffix in also)
            and not name.startswith((".", "~$"))
        ]
    return sorted(found, key=lambda file: file.relative_to(path).as_posix())
