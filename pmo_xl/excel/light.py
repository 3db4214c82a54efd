"""A workbook that the reader of values goes through in half the time: the same values, and less beside them.

In a filled template nine bytes of ten are the words of formulas, and the reader parses each of them. Then it goes
through every sheet a second time, as far as the merged ranges, which stand behind the cells.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from xml.parsers import expat
from zipfile import ZIP_STORED, ZipInfo

from pmo_xl.excel.refused import MEBIBYTE

FORMULA = rb"<f/>"
"""What stands in place of each formula, so that computed cells can be told from typed ones."""

_FORMULA = re.compile(rb"<f(?:>| [^<>]*(?<!/)>)[^<]*</f>")
_CELLS, _END_OF_CELLS = b"<sheetData>", b"</sheetData>"
_MERGES = re.compile(rb"<mergeCells[ >].*?</mergeCells>|<mergeCells[^<>]*/>", re.DOTALL)
_NO_MERGES = b"<mergeCells/>"
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20
LARGEST = 64 * MEBIBYTE
"""Inflated bytes above which a second copy of a package would cost more memory than it saves time."""
_MOST_ENTRIES = 0xFFFF
_UTF_8, _SIZES_AFTER = 0x800, 0x8


def without_formulas(xml: bytes) -> bytes:
    """The XML of a sheet with ``<f/>`` for each formula that has words; as it is where a comment may hold one."""
    light = _FORMULA.sub(FORMULA, xml)
    return xml if b"<!" in light else light


def merges_first(xml: bytes) -> bytes:
    """The XML of a sheet with its merged ranges before its cells; as it is where it is not written in the usual way."""
    start, end = xml.find(_CELLS), xml.rfind(_END_OF_CELLS)
    behind = xml[end + len(_END_OF_CELLS) :]
    if not 0 <= start < end or xml.count(_CELLS) != 1 or not _is_sound(behind):
        return xml  # what is wrong behind the cells is for the reader to find
    merges = _MERGES.search(behind)
    return b"".join([xml[:start], merges[0] if merges else _NO_MERGES, xml[start:]])


@lru_cache(maxsize=128)
def _is_sound(behind: bytes) -> bool:
    """Whether the XML behind the cells closes what is open there; much of it is the same in every return."""
    try:
        expat.ParserCreate().Parse(b"<worksheet>" + behind, True)
    except expat.ExpatError:
        return False
    return True


def with_parts(data: bytes, entries: Sequence[ZipInfo], parts: Mapping[str, bytes]) -> bytes:
    """A package of the same entries, some with another content, by the name that the entry has.

    An entry that is not there, whatever the directory says, is left out. ``data`` itself is given back where
    there are more entries than a plain zip file has room for.
    """
    if len(entries) > _MOST_ENTRIES:
        return data
    pieces: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for entry in entries:
        name = entry.orig_filename.encode("utf-8" if entry.flag_bits & _UTF_8 else "cp437")
        content = parts.get(entry.filename)
        if content is None:
            method, crc, size = entry.compress_type, entry.CRC, entry.file_size
            start = entry.header_offset + _LOCAL.size
            if start < _LOCAL.size or start + entry.compress_size > len(data):
                continue
            start += sum(struct.unpack_from("<HH", data, start - 4))
            content = data[start : start + entry.compress_size]
        else:
            method, crc, size = ZIP_STORED, zlib.crc32(content), len(content)
        about = (_VERSION, entry.flag_bits & ~_SIZES_AFTER, method, 0, 0, crc, len(content), size, len(name))
        pieces += [_LOCAL.pack(b"PK\x03\x04", *about, 0), name, content]
        directory += [_CENTRAL.pack(b"PK\x01\x02", _VERSION, *about, 0, 0, 0, 0, 0, at), name]
        at += _LOCAL.size + len(name) + len(content)
    listed = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(directory) // 2, len(directory) // 2, len(listed), at, 0)
    return b"".join([*pieces, listed, end])
