"""What a reviewer says of a budget line, the figures it was said of, and how both are known from master to master."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from pmo_xl.core.expr.choice import Choice

Key = tuple[str, str]
"""Project ID and line ID; the line ID is empty for the project as a whole."""


class Status(Choice):
    """What the reviewer decided."""

    ACCEPTED = "accepted", "● Accepted", "● Accepté", "Accept", "Accepter", "OK"
    QUERY = "query", "▲ Query", "▲ Question", "Queries", "Questions"
    REJECTED = "rejected", "◆ Rejected", "◆ Rejeté", "Reject", "Rejeter"


OPEN = frozenset({Status.QUERY.key, Status.REJECTED.key})
"""The statuses that wait for an answer."""


@dataclass(frozen=True, slots=True)
class Line:
    """A budget line, or a whole project where ``line_id`` is empty; what the line is known by besides its ID."""

    project_id: str
    project_name: str = ""
    line_id: str = ""
    description: str = ""
    category: str = ""
    account: str = ""

    @property
    def key(self) -> Key:
        return self.project_id, self.line_id


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures that a review is about, in the reporting currency; None where unknown."""

    bac: float | None = None
    actual: float | None = None
    eac: float | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """Who decided what, and when; what somebody typed that is no date or no status stays as it is."""

    reviewer: str = ""
    on: dt.date | str | None = None
    status: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The estimate at completion of a line in the last master of an earlier month, in the reporting currency."""

    eac: float
    on: dt.date


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A line of a master with what was typed beside it.

    ``figures`` are those the master showed; ``signed`` those that stood there when ``signed_by`` was typed.
    ``moved`` says where the review came from: ``line L03``, ``project P002`` or ``text`` and the former
    description. ``former``: the line was no longer in the returns.
    """

    line: Line
    figures: Figures = Figures()
    signature: Signature = Signature()
    comment: str = ""
    signed: Figures = Figures()
    signed_by: Signature = Signature()
    moved: str = ""
    former: bool = False
    shown_on: dt.date | None = None
    """The status date of the master that showed the figures."""
    earlier: Earlier | None = None
    """What the last master of an earlier month showed."""

    @property
    def has_entry(self) -> bool:
        """Whether anybody typed anything."""
        return self.signature != Signature() or bool(self.comment)

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.signature.status in OPEN


@dataclass(frozen=True, slots=True)
class Reviews:
    """The reviews of the lines that are there, by key, and those of lines that are not.

    ``earlier`` has what an earlier month's master showed of the lines that are there, reviewed or not.
    """

    current: Mapping[Key, Reviewed] = field(default_factory=dict)
    former: tuple[Reviewed, ...] = ()
    earlier: Mapping[Key, Earlier] = field(default_factory=dict)

    @property
    def any_open(self) -> bool:
        """Whether any waits for an answer."""
        return any(reviewed.is_open for reviewed in (*self.current.values(), *self.former))


@dataclass(frozen=True, slots=True)
class AsRead:
    """Control totals from the accepted returns as they were read, in the reporting currency.

    ``lines`` counts the budget lines of accepted returns, those that enter no total too.
    """

    totals: Mapping[str, float] = field(default_factory=dict)
    lines: int = 0
