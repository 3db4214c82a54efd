"""What stands in a workbook before anything is understood: sheets, rows, raw cells."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import Enum

Cell = None | str | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta
"""What a raw cell may hold. An integral number is still a float here; a blank cell is None."""


class Unreadable(Enum):
    """Why a file could not be read; each has its own sentence for the person who sent it."""

    PASSWORD = "password"
    CORRUPT = "corrupt"
    NOT_A_WORKBOOK = "not_a_workbook"
    TOO_LARGE = "too_large"
    LOCKED = "locked"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet from cell A1 on.

    ``rows[r][c]`` is the value of row ``r + 1``, column ``c + 1``; rows may differ in length.
    ``errors`` maps the same zero-based ``(r, c)`` to the error that Excel shows there
    (``"#REF!"``); the value in ``rows`` is None at those places.
    """

    name: str
    rows: list[list[Cell]]
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    visible: bool = True


@dataclass(frozen=True, slots=True)
class RawBook:
    """One file as read: its name as the findings will print it, its fingerprint, its sheets."""

    file: str
    sha256: str
    sheets: tuple[RawSheet, ...] = ()
    unreadable: Unreadable | None = None
    detail: str = ""


MARK = "pmo_xl"
MASTER, CONSOLE = "master", "console"
"""The marks of the PMO's own workbooks, which are never returns."""

FINDINGS = "findings"
"""The mark of the page of findings in an annotated return: ours, and never read."""


def mark_of(sheet: str, version: str, language: str) -> str:
    """The invisible text by which a sheet is known again, whatever it is called: ``pmo_xl plan 1 fr``."""
    return f"{MARK} {sheet} {version} {language}"
