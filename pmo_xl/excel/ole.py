"""The compound file around an old .xls, and around every password-protected workbook."""

from __future__ import annotations

import struct

from pmo_xl.core.raw import Unreadable
from pmo_xl.excel.refused import RefusedError, corrupt

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE = 0xFFFFFFFA
"""Sector numbers from here on are marks: end of chain, free, and so on."""
_STREAM, _ROOT = 2, 5


class Compound:
    """The streams on the top level of a compound file; what lies deeper are embedded objects."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            shift, mini_shift = struct.unpack_from("<HH", data, 30)
            first_directory, self._cutoff = struct.unpack_from("<I4xI", data, 48)
            first_mini, _, first_difat, _ = struct.unpack_from("<4I", data, 60)
            if not (7 <= shift <= 16 and 2 <= mini_shift <= shift):
                raise corrupt("a compound file with impossible sectors")
            self._size, self._mini_size = 1 << shift, 1 << mini_shift
            self._fat = self._allocation(list(struct.unpack_from("<109I", data, 76)), first_difat)
            self._mini_fat = _numbers(self._chained(first_mini))
            self._top = self._directory(self._chained(first_directory))
        except struct.error as e:
            raise corrupt("a compound file that ends too early") from e

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._top

    def read(self, name: str) -> bytes:
        """One stream."""
        start, size = self._top[name.lower()]
        if size >= self._cutoff:
            return self._chained(start)[:size]
        root_start, root_size = self._top[""]
        mini = self._chained(root_start)[:root_size]
        step = self._mini_size
        return b"".join(mini[n * step : (n + 1) * step] for n in _chain(start, self._mini_fat))[:size]

    def _sector(self, number: int) -> bytes:
        return self._data[(number + 1) * self._size : (number + 2) * self._size]

    def _chained(self, start: int) -> bytes:
        return b"".join(map(self._sector, _chain(start, self._fat)))

    def _allocation(self, sectors: list[int], following: int) -> list[int]:
        most = len(self._data) // self._size + 1
        while following < _FREE and len(sectors) <= most:
            listed = _numbers(self._sector(following))
            if not listed:
                raise corrupt("a compound file that ends too early")
            sectors += listed[:-1]
            following = listed[-1]
        return _numbers(b"".join(self._sector(n) for n in sectors[:most] if n < _FREE))

    def _directory(self, content: bytes) -> dict[str, tuple[int, int]]:
        """Start and size of the streams on the top level, and of the root under ""."""
        entries = [content[i : i + 128] for i in range(0, len(content) - 127, 128)]
        if not entries or entries[0][66] != _ROOT:
            raise corrupt("a compound file without a directory")
        found = {"": struct.unpack_from("<II", entries[0], 116)}
        to_visit = [struct.unpack_from("<I", entries[0], 76)[0]]
        visited = set()
        while to_visit:
            number = to_visit.pop()
            if number >= len(entries) or number in visited:
                continue
            visited.add(number)
            entry = entries[number]
            to_visit += struct.unpack_from("<II", entry, 68)
            if entry[66] == _STREAM:
                (length,) = struct.unpack_from("<H", entry, 64)
                name = entry[: max(length - 2, 0)].decode("utf-16-le", "replace")
                found[name.lower()] = struct.unpack_from("<II", entry, 116)
        return found


def biff_stream(data: bytes) -> bytes:
    """The stream of an .xls that holds the workbook; refuses what is encrypted or no workbook."""
    file = Compound(data)
    if "EncryptedPackage" in file or "EncryptionInfo" in file:
        raise RefusedError(Unreadable.PASSWORD, "the whole file is encrypted")
    for name in ("Workbook", "Book"):
        if name in file:
            return file.read(name)
    raise RefusedError(Unreadable.NOT_A_WORKBOOK, "an Office file without a workbook in it")


def _chain(start: int, fat: list[int]) -> list[int]:
    found: list[int] = []
    while start < len(fat) and len(found) < len(fat):
        found.append(start)
        start = fat[start]
    return found


def _numbers(content: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4]))
