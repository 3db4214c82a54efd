"""How the number formats of a workbook show a number: as a number, as a day, or as something that is not sure."""

from __future__ import annotations

import html
import re
from enum import Enum, auto
from functools import lru_cache

_CUSTOM = re.compile(r'<numFmt numFmtId="([0-9]+)" formatCode="([^"]*)"/>')
_CELL_FORMATS = re.compile(r"<cellXfs(?: [^<>]*)?>(.*?)</cellXfs>", re.DOTALL)
_FORMAT = re.compile(r"<xf ([^<>]*?)/?>")
_NUMBER_FORMAT = re.compile(r'(?:^|\s)numFmtId="([0-9]+)"')
_SAID = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[\$-?[0-9A-Za-z-]*\]|\[(?:(?![hmsHMS]+\])[A-Za-z]+[0-9]*|[<>=]+-?[0-9.]+)\]'
)
"""What a format says word for word, a width, a language, a colour or a condition."""
_DAYS = re.compile(r"[dmyDMY/.,\-\s]*[dmyDMY][dmyDMY/.,\-\s]*@?")
_ANY_TIME = re.compile(r"[a-zA-Z\[]")
_OF_DAYS = frozenset(range(14, 18))
_OF_NUMBERS = frozenset({*range(14), *range(37, 45), 48, 49})


class Shown(Enum):
    """What a number is shown as."""

    NUMBER = auto()
    DAY = auto()
    UNKNOWN = auto()


@lru_cache(maxsize=64)
def formats_of(styles: bytes) -> tuple[Shown, ...]:
    """What each cell format of a workbook shows, by its number; most returns have the same styles."""
    text = styles.decode()
    listed = _CELL_FORMATS.findall(text)
    if len(listed) != 1:
        return ()
    custom = {int(number): html.unescape(code) for number, code in _CUSTOM.findall(text)}
    found = (_NUMBER_FORMAT.search(attributes) for attributes in _FORMAT.findall(listed[0]))
    return tuple(_shown(int(number[1]), custom) if number else Shown.NUMBER for number in found)


@lru_cache(maxsize=64)
def codes_of(styles: bytes) -> tuple[str, ...]:
    """The number format of each cell format of a workbook, as Excel writes it; “General” where it has no code of its own."""
    text = styles.decode("utf-8", "replace")
    listed = _CELL_FORMATS.findall(text)
    if len(listed) != 1:
        return ()
    custom = {int(number): html.unescape(code) for number, code in _CUSTOM.findall(text)}
    found = (_NUMBER_FORMAT.search(attributes) for attributes in _FORMAT.findall(listed[0]))
    return tuple({**_BUILT_IN, **custom}.get(int(number[1]) if number else 0, "General") for number in found)


_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 14: "d/m/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 49: "@"}  # fmt: skip


def _shown(number: int, custom: dict[int, str]) -> Shown:
    if number in custom:
        return _by_code(custom[number])
    if number in _OF_DAYS:
        return Shown.DAY
    return Shown.NUMBER if number in _OF_NUMBERS else Shown.UNKNOWN


def _by_code(code: str) -> Shown:
    first, *_ = _SAID.sub("", code).split(";")
    if _DAYS.fullmatch(first):
        return Shown.DAY
    return Shown.NUMBER if not _ANY_TIME.search(first.replace("General", "")) else Shown.UNKNOWN
