"""Sheets of our templates that hold nothing to read, known by their mark before they are parsed.

The guide, the checks and the lists behind the drop-downs are a quarter of the cells of a return.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pmo_xl.core.raw import MARK, PAGES

ENOUGH = 4096
"""Bytes of a sheet in which its first cell stands."""

_MARKED = re.compile(rf"<si><t>({MARK}(?: (?:{'|'.join(sorted(PAGES))}) [^<>&]*)?)</t></si>".encode())
_FIRST_CELL = re.compile(rb'<sheetData><row r="1"[^<>]*><c r="A1"[^<>]* t="s"[^<>]*><v>([0-9]+)</v></c>')


def marks_in(strings: bytes) -> Mapping[bytes, str]:
    """The marks of such sheets among the shared texts of a workbook, by the number that cells give for each."""
    if f"<t>{MARK}".encode() not in strings or b"<!" in strings:
        return {}
    if strings.count(b"<si>") != strings.count(b"<si"):
        return {}
    return {
        b"%d" % strings.count(b"<si>", 0, found.start()): found[1].decode()
        for found in _MARKED.finditer(strings)
    }


def mark_of_page(start: bytes, marks: Mapping[bytes, str]) -> str | None:
    """The mark in the first cell of a sheet, by the beginning of its XML, where it is one of these."""
    found = _FIRST_CELL.search(start)
    return marks.get(found[1]) if found is not None else None
