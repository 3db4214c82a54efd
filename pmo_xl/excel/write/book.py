"""Opening a workbook to write: whatever goes wrong with the file is an OSError."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlsxwriter import Workbook, workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.packager import Packager

from pmo_xl.core.base import compression
from pmo_xl.core.host import thread_pool

PIECE = 2**18
"""Characters that are packed at a time."""
WAITING = 4
"""Pieces that may wait to be packed: what is ahead of the packing is held in memory."""
MADE = (1980, 1, 31, 0, 0, 0)
"""The time of every part, so that the same workbook is the same file."""


class FastZip(ZipFile):
    """A zip file that is packed by what is fastest here."""

    def open(self, *args: Any, **named: Any) -> Any:
        part: Any = super().open(*args, **named)
        if getattr(part, "_compressor", None) is not None:
            part._compressor = compression.PartDeflater()
        return part


def part_info(name: str) -> ZipInfo:
    """The entry of a part: packed, with the time that every part bears."""
    info = ZipInfo(name, MADE)
    info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
    return info


class _Packing:
    """A zip file whose parts are packed on a thread of their own, piece by piece as they are written."""

    def __init__(self, file: ZipFile) -> None:
        self._file = file
        self._worker = thread_pool(1)
        self._waiting: deque[Future[Any]] = deque()
        self._part: Any = None
        self._problem: OSError | None = None

    def begin(self, name: str) -> None:
        """End the part before, and begin one."""
        self._do(self._begin, part_info(name))

    def add(self, data: bytes) -> None:
        """More of the part. Raises the OSError that an earlier piece met."""
        self._do(lambda: self._part.write(data))

    def end(self) -> None:
        """Wait until all is packed. Raises the OSError that any piece met."""
        self._waiting.append(self._worker.submit(self._step, self._end))
        self._worker.shutdown()
        for done in self._waiting:
            done.result()
        if self._problem is not None:
            raise self._problem

    def _do(self, step: Callable[..., Any], *args: Any) -> None:
        self._waiting.append(self._worker.submit(self._step, step, *args))
        while len(self._waiting) > WAITING:
            self._waiting.popleft().result()
        if self._problem is not None:
            raise self._problem

    def _step(self, step: Callable[..., Any], *args: Any) -> None:
        """Do one step; none after the first that met a disk that is full, which is the one to be told."""
        if self._problem is None:
            try:
                step(*args)
            except OSError as problem:
                self._problem = problem

    def _begin(self, info: ZipInfo) -> None:
        self._end()
        self._part = self._file.open(info, "w")

    def _end(self) -> None:
        if self._part is not None:
            self._part.close()
            self._part = None


class _Part(StringIO):
    """The text of a part: handed on in pieces, never held whole."""

    def __init__(self, packing: _Packing) -> None:
        super().__init__()
        self._packing = packing
        self._pieces: list[str] = []
        self._size = 0

    def write(self, text: str) -> int:
        self._pieces.append(text)
        self._size += len(text)
        if self._size > PIECE:
            self.flush()
        return len(text)

    def flush(self) -> None:
        if self._pieces:
            self._packing.add("".join(self._pieces).encode())
            self._pieces, self._size = [], 0


class _Packager(Packager):  # type: ignore[misc] # XlsxWriter has no type hints
    """XlsxWriter's own order of parts, each packed while it is written: no file between, none in memory."""

    def __init__(self, packing: _Packing) -> None:
        super().__init__()
        self._packing = packing
        self._part: _Part | None = None
        self.filenames: list[tuple[Any, str, bool]] = []

    def _filename(self, xml_filename: str) -> _Part:
        self._finish()
        self._packing.begin(xml_filename)
        self._part = _Part(self._packing)
        return self._part

    def _finish(self) -> None:
        """End the text part before, and pack what XlsxWriter gave as bytes since."""
        if self._part is not None:
            self._part.flush()
            self._part = None
        for stream, name, _ in self.filenames:
            self._packing.begin(name)
            self._packing.add(stream.getvalue())
        self.filenames = []

    def _create_package(self) -> list[Any]:
        try:
            super()._create_package()
            self._finish()
        finally:
            self._packing.end()
        return []


class _Book(Workbook):  # type: ignore[misc] # XlsxWriter has no type hints
    """A workbook whose parts go straight into the file."""

    def __init__(self, path: Path, options: dict[str, Any]) -> None:
        super().__init__(str(path), {**options, "in_memory": True})
        self._file: ZipFile | None = None

    def _open(self, *args: Any, **named: Any) -> ZipFile:
        self._file = FastZip(*args, **named)
        return self._file

    def _get_packager(self) -> _Packager:
        assert self._file is not None
        return _Packager(_Packing(self._file))

    def _store_workbook(self) -> None:
        # XlsxWriter lets nobody say which zip file it makes.
        workbook.ZipFile = self._open
        try:
            super()._store_workbook()
        except BaseException:
            self._abandon()
            raise
        finally:
            workbook.ZipFile = ZipFile
        if self._file is not None:
            self._file.close()

    def _abandon(self) -> None:
        """Close what failed on the way without another word in it: on Windows nobody could remove an open file."""
        if self._file is not None and self._file.fp is not None:
            stream, self._file.fp = self._file.fp, None
            with suppress(OSError):
                stream.close()


@contextmanager
def new_book(path: Path, **options: Any) -> Iterator[Workbook]:
    """A workbook that is written when the block ends, and not at all when it fails.

    Raises OSError when the file cannot be created.
    """
    book = _Book(path, options)
    yield book
    try:
        book.close()
    except FileCreateError as problem:
        cause = problem.args[0] if problem.args else problem
        raise cause if isinstance(cause, OSError) else OSError(str(problem)) from problem
