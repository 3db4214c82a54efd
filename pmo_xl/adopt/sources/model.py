"""What the file of another program gives: a project sheet, rows of our tables, and what has to be said of both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import Text

READ, NOT_TAKEN = "GEN-40", "GEN-41"
"""The codes of how a file was read, and of what in it is not taken as it stands."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person has said of the file: the project that it is for, its status date and currency, which baseline counts."""

    project: str | None = None
    status_date: dt.date | None = None
    currency: str | None = None
    baseline: int | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of ours.

    ``named`` is what it is called in its file: ``23 (UID 46)``, ``A1010 (L57)``. ``number`` orders the rows and is
    theirs alone: the line of a text, the position of a task.
    """

    named: str
    number: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Note:
    """Something to be said of the file, or of the row that ``named`` and ``number`` are of."""

    message: Text
    severity: Severity = Severity.WARNING
    named: str = ""
    number: int | None = None
    found: Any = None
    fix: Text | None = None

    @property
    def code(self) -> str:
        return READ if self.severity is Severity.INFO else NOT_TAKEN


@dataclass(slots=True)
class Source:
    """A file of ``program`` as rows: ``head`` by keys of the project sheet, ``rows`` by table and then by key.

    Dates are dates, amounts are in the currency of the head, shares are between 0 and 1, workloads in person-days.
    ``unit`` is what the file calls one row.
    """

    program: str
    unit: str
    head: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def tell(self, message: Text, row: Row | None = None, **more: Any) -> None:
        """Note that something is so, of one row or of the whole file."""
        if row is not None:
            more |= {"named": row.named, "number": row.number}
        self.notes.append(Note(message, **more))


class NotTakenError(Exception):
    """The file cannot be taken: why, what is wrong in it, and what its sender can do."""

    def __init__(self, message: Text, fix: Text, found: Any = None) -> None:
        super().__init__(message.to("en"))
        self.message, self.fix, self.found = message, fix, found


def some(names: Sequence[str], most: int = 5) -> str:
    """The first of several names, and that there are more."""
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")
