"""Sheets of our templates that hold nothing to read, known by their mark before they are parsed.

The guide, the checks and the lists behind the drop-downs are a quarter of the cells of a return.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pmo_xl.core.raw import MARK, PAGES

_FIRST_CELL = re.compile(rb'<sheetData><row r="1"[^<>]*><c r="A1"[^<>]* t="s"[^<>]*><v>([0-9]+)</v></c>')
_PAGE = re.compile(rf"{MARK} (?:{'|'.join(sorted(PAGES))}) ")
_TEXT = re.compile(r"<si>(?:<t>([^<]*)</t>)?")


def texts_in(strings: bytes) -> list[str]:
    """The shared texts of a workbook, by their numbers: empty where one is more than its words; none where it is not sure."""
    texts: list[str] = _TEXT.findall(strings.decode("utf-8", "replace"))
    return texts if len(texts) == strings.count(b"<si") and b"<!" not in strings else []


def marks_among(texts: Iterable[str]) -> Mapping[bytes, str]:
    """The marks of such sheets among the shared texts of a workbook, by the number that cells give for each."""
    return {
        b"%d" % number: text
        for number, text in enumerate(texts)
        if text.startswith(MARK) and (text == MARK or _PAGE.match(text))
    }


def mark_of_page(xml: bytes, marks: Mapping[bytes, str]) -> str | None:
    """The mark in the first cell of a sheet, where it is one of these."""
    found = _FIRST_CELL.search(xml, 0, xml.find(b"</c>") + 4)
    return marks.get(found[1]) if found is not None else None
