"""Sheets of our templates that hold nothing to read, known by their mark before they are parsed.

The guide, the checks and the lists behind the drop-downs are a quarter of the cells of a return.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pmo_xl.core.flow.raw import MARK, PAGES

_FIRST_CELL = re.compile(rb'<sheetData><row r="1"[^<>]*><c r="A1"[^<>]* t="s"[^<>]*><v>([0-9]+)</v></c>')
_PAGE = re.compile(rf"{MARK} (?:{'|'.join(sorted(PAGES))}) ")
_TEXT = re.compile(r"<si>(?:<t>([^<]*)</t>)?")


def texts_in(strings: bytes) -> list[str]:
    """The shared texts of a workbook, by their numbers: empty where one is more than its words; none where it is not sure."""
    texts: list[str] = _TEXT.findall(strings.decode("utf-8", "replace"))
    return texts if len(texts) == strings.count(b"<si") and b"<!" not in strings else []


def mark_of_page(xml: bytes, texts: Sequence[str]) -> str | None:
    """The mark in the first cell of a sheet, where it is one of these; ``texts`` are the shared ones of the workbook."""
    found = _FIRST_CELL.search(xml, 0, xml.find(b"</c>") + 4)
    if found is None or int(found[1]) >= len(texts):
        return None
    text = texts[int(found[1])]
    return text if text == MARK or _PAGE.match(text) else None
