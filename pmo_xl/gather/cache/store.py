"""The database of the cache: two tables of ours and nothing else, every row with a proof that it is whole and our own."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from pmo_xl.core.base import compression
from pmo_xl.core.definition.model import Sheet
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.excel.package.refused import MEBIBYTE
from pmo_xl.gather.cache.json_codec import BROKEN, from_plain
from pmo_xl.gather.cache.key import own_key

_TABLES = (
    "CREATE TABLE entries (key BLOB PRIMARY KEY, proof BLOB, content BLOB, seen INTEGER) WITHOUT ROWID",
    "CREATE TABLE files (path TEXT PRIMARY KEY, signature TEXT, sha256 TEXT, proof BLOB, seen INTEGER) WITHOUT ROWID",
)
_SETTINGS = ("trusted_schema = OFF", "cell_size_check = ON", "journal_mode = MEMORY", "synchronous = OFF")
_MAY_BE_SOUND = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM, sqlite3.SQLITE_FULL,
}  # fmt: skip
_SECONDS_TO_WAIT = 0.5
_LARGEST = 256 * MEBIBYTE
_DAMAGED: tuple[type[Exception], ...] = (*BROKEN, *compression.ERRORS)


@contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection | None]:
    """The database, or None where it cannot be used.

    What goes wrong with it inside ends the block without a word; a damaged one is taken away.
    """
    base = None
    try:
        if file.parent.is_dir():
            base = _connected(file)
    except sqlite3.Error as problem:
        _put_right(file, problem)
    try:
        yield base
    except sqlite3.Error as problem:
        if base is not None:
            base.close()
        _put_right(file, problem)
    finally:
        if base is not None:
            base.close()


@contextmanager
def whole(base: sqlite3.Connection) -> Iterator[None]:
    """All that is written inside, or nothing of it."""
    base.execute("BEGIN IMMEDIATE")
    yield
    base.execute("COMMIT")


def is_empty(base: sqlite3.Connection) -> bool:
    """Whether nothing is kept."""
    return base.execute("SELECT 1 FROM entries LIMIT 1").fetchone() is None


def signatures_in(base: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """How each file looked when its content was known, and the fingerprint of that content."""
    signed = {}
    for *parts, proved in base.execute("SELECT path, signature, sha256, proof FROM files"):
        if all(isinstance(part, str) for part in parts) and proved == proof(*parts):
            place, signature, sha256 = parts
            signed[place] = signature, sha256
    return signed


def entry_in(base: sqlite3.Connection, key: bytes, sheets: Mapping[str, type[Sheet]]) -> list[Return] | None:
    """What is kept under a key, of these sheets; None where nothing is, or what is there is damaged."""
    row = base.execute("SELECT proof, content FROM entries WHERE key = ?", (key,)).fetchone()
    if row is None or not isinstance(row[1], bytes) or row[0] != proof(key, row[1]):
        return None
    try:
        unpacker = compression.inflater()
        content = unpacker.decompress(row[1], _LARGEST)
        return from_plain(content, sheets) if unpacker.eof else None
    except _DAMAGED:
        return None


def proof(*parts: str | bytes) -> bytes:
    """The fingerprint of several parts, each with its length, which nobody else can make: no two rows share one."""
    mixed = hashlib.blake2b(key=own_key(), digest_size=32)
    for part in parts:
        content = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        mixed.update(len(content).to_bytes(8, "big") + content)
    return mixed.digest()


def _connected(file: Path) -> sqlite3.Connection:
    """The database, empty or with our tables and nothing else; raises sqlite3.Error otherwise."""
    if _left_over(file):
        raise sqlite3.DatabaseError("of another program")
    base = sqlite3.connect(file, timeout=_SECONDS_TO_WAIT, isolation_level=None)
    try:
        # It may have come by mail: nothing in it is run, and nothing but our two tables is read.
        for setting in _SETTINGS:
            base.execute(f"PRAGMA {setting}")
        there = [sql for (sql,) in base.execute("SELECT sql FROM sqlite_master ORDER BY name")]
        if not there:
            with whole(base):
                for table in _TABLES:
                    base.execute(table)
        elif there != list(_TABLES):
            raise sqlite3.DatabaseError("another form")
    except sqlite3.Error:
        base.close()
        raise
    return base


def _left_over(file: Path) -> list[Path]:
    """What SQLite would read together with a database, and we never write."""
    beside = (file.with_name(file.name + end) for end in ("-journal", "-wal", "-shm"))
    return [each for each in beside if each.exists()]


def _put_right(file: Path, problem: sqlite3.Error) -> None:
    """Take away what is damaged; what is only locked or out of reach may be sound."""
    if getattr(problem, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF in _MAY_BE_SOUND:
        return
    for each in (file, *_left_over(file)):
        with suppress(OSError):
            each.unlink(missing_ok=True)
