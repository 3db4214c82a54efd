"""What was read before and has not changed: kept beside the workspace, believed only where it proves sound.

A file is known by its content, its name and the definitions it was read with; an unchanged one is not even
opened. Whatever is wrong with the cache, it is left aside or made anew, and nobody is told: it saves time only.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_xl.core.base import compression
from pmo_xl.core.base.files import KEPT_FOLDER, printable
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.core.settings.limits import LIMITS
from pmo_xl.excel.package.refused import MEBIBYTE
from pmo_xl.gather.cache.definitions import fingerprint
from pmo_xl.gather.cache.json_codec import NotPlainError, to_plain
from pmo_xl.gather.cache.store import entry_in, is_empty, opened, proof, signatures_in, whole
from pmo_xl.steps.one_return.net import FILE_CODE

if TYPE_CHECKING:
    from pmo_xl.core.catalogue.templates import Templates
    from pmo_xl.gather.cache.read_options import ReadOptions

FILE = "cache.sqlite"
UNREAD = frozenset({"GEN-01", FILE_CODE})
"""What is found in a file that could not be read or judged: the next time it may be."""
KEPT_RUNS = 20
"""Runs that read something new, after which what nobody asked for is dropped."""

_MOST_RUNS = 1 << 40
_SETTLED = 3_000_000_000
"""Nanoseconds: a file changed more recently may change again without its time showing it."""

Item = tuple[Path, str]


def cache_of(home: Path, options: ReadOptions) -> Cache | None:
    """The cache of a workspace; None where nobody can say what the program was that filled it."""
    definitions = fingerprint(options)
    return Cache(home, definitions, options.templates) if definitions else None


class Cache:
    """What is kept for one workspace, as it is read with one set of definitions."""

    def __init__(self, home: Path, definitions: str, templates: Templates) -> None:
        self._templates = templates
        self._file = home / KEPT_FOLDER / FILE
        self._definitions = definitions
        self._before: dict[Item, tuple[str, str]] = {}
        self._asked_for: list[bytes] = []
        self._new: dict[bytes, bytes] = {}
        self._signed: dict[str, tuple[str, str]] = {}

    def known(self, items: Sequence[Item]) -> dict[int, list[Return]]:
        """What is known of each file, by its place in the list."""
        found: dict[int, list[Return]] = {}
        with opened(self._file) as base:
            used = base is not None and not is_empty(base)
            signatures = signatures_in(base) if base is not None and used else {}
            for at, item in enumerate(items):
                path, shown_as = item
                now, then, sha256 = _looked_at(path, signatures, hashed=used)
                self._before[item] = now, sha256
                if base is None or not sha256:
                    continue
                key = self._key(shown_as, sha256)
                returns = entry_in(base, key, self._templates.sheets)
                if returns is not None and all((r.file, r.sha256) == (shown_as, sha256) for r in returns):
                    found[at] = returns
                    self._asked_for.append(key)
                    if now != then:
                        self._sign(path, now, sha256)
        return found

    def keep(self, item: Item, returns: Sequence[Return]) -> None:
        """Keep what was read from a file, before anything is added to it; not where it could not be read."""
        path, shown_as = item
        now, hashed = self._before.get(item, ("", ""))
        sha256 = returns[0].sha256 if returns else hashed
        if not sha256 or any(finding.code in UNREAD for each in returns for finding in each.findings):
            return
        with suppress(NotPlainError):
            self._new[self._key(shown_as, sha256)] = compression.packed(to_plain(returns))
            self._sign(path, now, sha256)

    def save(self) -> None:
        """Write what is new; where nothing is, nothing is written."""
        if not self._new and not self._signed:
            return
        with suppress(OSError):
            make_kept_folder(self._file.parent)
            for _ in range(2):  # the second time after something damaged was taken away
                with opened(self._file) as base:
                    if base is not None:
                        self._write(base)
                        return

    def _write(self, base: sqlite3.Connection) -> None:
        signed = [(place, *how) for place, how in self._signed.items()]
        with whole(base):
            ((run,),) = base.execute("SELECT coalesce(max(seen), 0) + 1 FROM entries")
            if not isinstance(run, int) or run > _MOST_RUNS:
                raise sqlite3.DatabaseError("counted by nobody")
            base.executemany(
                "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)",
                ((key, proof(key, content), content, run) for key, content in self._new.items()),
            )
            base.executemany(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)",
                ((*row, proof(*row), run) for row in signed),
            )
            asked_for = ((run, key) for key in self._asked_for)
            base.executemany("UPDATE entries SET seen = ? WHERE key = ?", asked_for)
            places = ((run, _place(path)) for path, _ in self._before)
            base.executemany("UPDATE files SET seen = ? WHERE path = ?", places)
            for table in ("entries", "files"):
                base.execute(f"DELETE FROM {table} WHERE seen <= ?", (run - KEPT_RUNS,))

    def _key(self, shown_as: str, sha256: str) -> bytes:
        return proof(self._definitions, shown_as, sha256)

    def _sign(self, path: Path, before: str, sha256: str) -> None:
        """Note how a file looks whose content is known, unless it may have changed while it was read."""
        if before and before == _signature(path):
            self._signed[_place(path)] = before, sha256


def prints_of(home: Path, files: Iterable[Path]) -> list[str]:
    """The fingerprint of the content of each file, opened only where it may have changed; empty where it cannot be read."""
    with opened(home / KEPT_FOLDER / FILE) as base:
        signatures = signatures_in(base) if base is not None else {}
    return [_looked_at(file, signatures)[2] for file in files]


def _looked_at(
    path: Path, signatures: Mapping[str, tuple[str, str]], *, hashed: bool = True
) -> tuple[str, str, str]:
    """How a file looks, how it looked when its content was known, and its fingerprint: empty unless known or *hashed*."""
    now = _signature(path)
    then, sha256 = signatures.get(_place(path), ("", ""))
    if not now or now != then:
        sha256 = _sha256(path) if hashed else ""
    return now, then, sha256


def _place(path: Path) -> str:
    return printable(os.path.abspath(path))  # noqa: PTH100 - asks the disk nothing, and there is one for each file


def _signature(path: Path) -> str:
    """What tells without opening a file whether it changed; empty where that cannot be told."""
    try:
        about = path.stat()
    except OSError:
        return ""
    youngest = max(about.st_mtime_ns, about.st_ctime_ns)
    if not stat.S_ISREG(about.st_mode) or time.time_ns() - youngest < _SETTLED:
        return ""
    return f"{about.st_size} {about.st_mtime_ns} {about.st_ctime_ns} {about.st_dev} {about.st_ino}"


def _sha256(path: Path) -> str:
    """The fingerprint of a file; empty where it cannot be read, or is larger than any return."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode) or about.st_size > LIMITS.file_size * MEBIBYTE:
            return ""
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def make_kept_folder(folder: Path) -> None:
    """Make the folder of what is kept where it is missing, hidden; raises OSError where it cannot be made."""
    if folder.is_dir():
        return
    folder.mkdir()
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetFileAttributesW(str(folder), 2)
