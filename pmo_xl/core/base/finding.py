"""Findings: every complaint names its place, what was found, what was expected and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from pmo_xl.core.base.text import Text, say, t


class Severity(IntEnum):
    """How much a finding weighs. It does not say what counts: see :class:`pmo_xl.core.base.effect.Effect`."""

    INFO = 0
    WARNING = 1
    ERROR = 2

    @property
    def key(self) -> str:
        return self.name.lower()

    @property
    def label(self) -> Text:
        return _SEVERITY_LABELS[self]

    @property
    def sign(self) -> str:
        """What says the same as the colour."""
        return "○▲◆"[self]


_SEVERITY_LABELS = {
    Severity.INFO: t("Information", "Information"),
    Severity.WARNING: t("Warning", "Avertissement"),
    Severity.ERROR: t("Error", "Erreur"),
}


def cell_name(row: int, column: int) -> str:
    """The name of a cell from its zero-based row and column: ``cell_name(6, 2)`` is C7."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands. ``row`` and ``column`` count from zero; None where there is no cell.

    ``named`` is what a row is called in a file that has no cells: the task and its number of a plan of project software.
    """

    file: str
    sheet: str = ""
    row: int | None = None
    column: int | None = None
    named: str = ""

    @property
    def cell(self) -> str:
        """A1 style name of the cell, or an empty text."""
        if self.named or self.row is None or self.column is None:
            return ""
        return cell_name(self.row, self.column)

    @property
    def spot(self) -> str:
        """The sheet with its cell, or with what the row is called; as much as there is of them."""
        if self.named:
            return f"{self.sheet} {self.named}".strip()
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    def __str__(self) -> str:
        spot = self.spot
        return f"{self.file} · {spot}" if spot else self.file


@dataclass(frozen=True, slots=True)
class Finding:
    """One complaint about one place of one return; its words are put into a language when shown."""

    code: str
    severity: Severity
    place: Place
    message: Text
    found: Any = None
    expected: Text | None = None
    fix: Text | None = None
    project: str = ""
    row_key: str = ""

    def to_dict(self, language: str) -> dict[str, str]:
        """The finding in one language, with the keys of the JSON contract."""
        return {
            "code": self.code,
            "severity": self.severity.key,
            "file": self.place.file,
            "sheet": self.place.sheet,
            "cell": self.place.cell or self.place.named,
            "project": self.project,
            "row_key": self.row_key,
            "message": self.message.to(language),
            "found": say(self.found, language),
            "expected": self.expected.to(language) if self.expected else "",
            "fix": self.fix.to(language) if self.fix else "",
        }


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by file, sheet, cell and code: the order a person works through them."""

    def rank(f: Finding) -> tuple[str, str, int, int, str]:
        row = -1 if f.place.row is None else f.place.row
        column = -1 if f.place.column is None else f.place.column
        return (f.place.file, f.place.sheet, row, column, f.code)

    return sorted(findings, key=rank)
