"""What stands in a workbook before anything is understood: sheets, rows, raw cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from pmo_xl.core.base.text import Text

Cell = None | str | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta
"""What a raw cell may hold. An integral number is still a float here; a blank cell is None."""


class Unreadable(Enum):
    """Why a file could not be read; each has its own sentence for the person who sent it."""

    PASSWORD = "password"
    CORRUPT = "corrupt"
    ODD = "odd"
    NOT_A_WORKBOOK = "not_a_workbook"
    TOO_LARGE = "too_large"
    LOCKED = "locked"
    EMPTY = "empty"


class Origin(Protocol):
    """Which cells were typed and which are computed; asked for few columns, and only where it matters."""

    def typed(self, columns: Collection[int]) -> set[tuple[int, int]]:
        """The cells of these columns that hold something and no formula."""

    def formulas(self, columns: Collection[int], rows: Container[int]) -> Mapping[tuple[int, int], Formula]:
        """The cells of these columns and rows that hold a formula."""

    def formats(self, columns: Collection[int]) -> Mapping[tuple[int, int], str]:
        """The number formats of the cells of these columns, as Excel writes them; a cell without one is General."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in a cell: its words, and whether the file holds what it came to."""

    words: str
    computed: bool


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet from cell A1 on.

    ``rows[r][c]`` is the value of row ``r + 1``, column ``c + 1``; rows may differ in length.
    ``errors`` maps the same zero-based ``(r, c)`` to the error that Excel shows there
    (``"#REF!"``); the value in ``rows`` is None at those places. ``merged`` holds the first row and column
    and the last of each merged range. Columns that a template folds are not among the ``hidden_columns``.
    ``origin`` is None where the format of the file does not tell.
    """

    name: str
    rows: list[list[Cell]]
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    visible: bool = True
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    from_1904: bool = False
    origin: Origin | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class RawBook:
    """One file as read: its name as the findings will print it, its fingerprint, its sheets."""

    file: str
    sha256: str
    sheets: tuple[RawSheet, ...] = ()
    unreadable: Unreadable | None = None
    detail: str | Text = ""


MARK = "pmo_xl"
OWN_LABEL = "label"
"""Begins a row of the hidden sheet that notes the label which a PMO gave a column: table and key, label."""
MASTER, CONSOLE, STEERING = "master", "console", "register"
"""The marks, on their first sheets, of the PMO's own workbooks, which are never returns."""

FINDINGS, CHECK, GUIDE, GLOSSARY = "findings", "check", "guide", "glossary"
"""The marks of the pages of a return that only say something: the findings of a marked copy, the checks, the guide."""

PAGES = frozenset({FINDINGS, CHECK, GUIDE, GLOSSARY})
"""The marks of sheets that hold nothing to read."""


def mark_of(sheet: str, version: str, language: str) -> str:
    """The invisible text by which a sheet is known again, whatever it is called: ``pmo_xl plan 1 fr``."""
    return f"{MARK} {sheet} {version} {language}"
