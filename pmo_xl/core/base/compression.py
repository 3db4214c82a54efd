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

LARGE, HARD = 2**16, 6
"""Bytes that come at once of a part that is worth the time to pack it harder, and how hard: most of the bytes are in few sheets."""


def inflater(bits: int = zlib.MAX_WBITS) -> Any:
    """What unpacks piece by piece, as ``zlib.decompressobj``."""
    return codec.decompressobj(bits)


def deflater(level: int = SMALL, bits: int = zlib.MAX_WBITS) -> Any:
    """What packs piece by piece, as ``zlib.compressobj``."""
    return codec.compressobj(level, zlib.DEFLATED, bits)


class PartDeflater:
    """What packs a part of a zip file piece by piece: fast, or harder where the first piece tells that the part is large.

    Most parts are small and gain little.
    """

    def __init__(self) -> None:
        self._packer: Any = None

    def compress(self, content: bytes) -> bytes:
        """What can be written of the part so far."""
        if self._packer is None:
            self._packer = self._packer_of(len(content))
        return bytes(self._packer.compress(content))

    def flush(self) -> bytes:
        """The rest of the part."""
        return bytes((self._packer or self._packer_of(0)).flush())

    @staticmethod
    def _packer_of(size: int) -> Any:
        return deflater(bits=RAW) if size < LARGE else hard_codec.compressobj(HARD, zlib.DEFLATED, RAW)


def packed(content: bytes) -> bytes:
    """The content in fewer bytes, at once."""
    return bytes(codec.compress(content, FAST))


def unpacked(content: bytes) -> bytes:
    """The same content again; raises one of ERRORS for what :func:`packed` has not made."""
    return bytes(codec.decompress(content))


def crc32(content: bytes) -> int:
    """The checksum of zip files."""
    return int(codec.crc32(content))
