"""Packing and unpacking: by isal where it runs, in a fraction of zlib's time, else by zlib. Each reads the others.

What is large is packed harder, by zlib-ng: as small as by zlib, in a third of its time.
"""

from __future__ import annotations

import zlib
from types import ModuleType
from typing import Any

codec: ModuleType
hard_codec: ModuleType
try:
    from isal import isal_zlib as codec
except ImportError:  # a processor that it has no words for
    codec = zlib
try:
    from zlib_ng import zlib_ng as hard_codec
except ImportError:
    hard_codec = zlib

RAW = -zlib.MAX_WBITS
"""Deflated bytes alone, without head and checksum, as zip files hold them."""

ERRORS: tuple[type[Exception], ...] = (zlib.error, codec.error)
"""What is raised by bytes that were not packed so."""

FAST, SMALL = (1, 6) if codec is zlib else (0, 2)
"""How hard to work: for what is read again soon, and for what is sent around."""

LARGE, HARD = 2**22, 6 if hard_codec is zlib else 5
"""Bytes of a part from which on it is worth the time to pack it harder, and how hard: sheets of a hundred projects and more."""


def inflater(bits: int = zlib.MAX_WBITS) -> Any:
    """What unpacks piece by piece, as ``zlib.decompressobj``."""
    return codec.decompressobj(bits)


def deflater(level: int = SMALL, bits: int = zlib.MAX_WBITS) -> Any:
    """What packs piece by piece, as ``zlib.compressobj``."""
    return codec.compressobj(level, zlib.DEFLATED, bits)


class PartDeflater:
    """What packs a part of a zip file piece by piece: fast at first, and harder what turns out to be large.

    Most parts are small and gain little. A deflated stream may go on by another packer where the first has come to the end
    of a byte.
    """

    def __init__(self) -> None:
        self._packer = deflater(bits=RAW)
        self._packed, self._hard = 0, codec is zlib

    def compress(self, content: bytes) -> bytes:
        """What can be written of the part so far."""
        before = b""
        if not self._hard and self._packed >= LARGE:
            before = bytes(self._packer.flush(codec.Z_SYNC_FLUSH))
            self._packer, self._hard = hard_codec.compressobj(HARD, zlib.DEFLATED, RAW), True
        self._packed += len(content)
        return before + bytes(self._packer.compress(content))

    def flush(self) -> bytes:
        """The rest of the part."""
        return bytes(self._packer.flush())


def packed(content: bytes) -> bytes:
    """The content in fewer bytes, at once."""
    return bytes(codec.compress(content, FAST))


def unpacked(content: bytes) -> bytes:
    """The same content again; raises one of ERRORS for what :func:`packed` has not made."""
    return bytes(codec.decompress(content))


def crc32(content: bytes) -> int:
    """The checksum of zip files."""
    return int(codec.crc32(content))
