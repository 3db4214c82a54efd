"""What becomes of the rows of a table from one period to the next: how they are carried, and how they are known again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmo_xl.core.expr.choice import Choice


@dataclass(frozen=True, slots=True)
class Carried:
    """How the rows of the last return stand in the next workbook.

    ``rows``: whether they are carried at all. ``anew`` are columns that are said anew and stand blank. ``before`` takes
    over what another column held, so that a rule can compare: ``{"rag_previous": "rag"}``. ``first`` keeps what another
    column held when the row was first carried: ``{"due_first": "due_date"}``. ``counts`` counts how often a date was
    moved to a later one: ``{"postponed": ("due_date", "due_previous")}``.
    """

    rows: bool = True
    anew: Sequence[str] = ()
    before: Mapping[str, str] = field(default_factory=dict)
    first: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def columns(self) -> set[str]:
        """Every column that it names."""
        read = {
            *self.before.values(),
            *self.first.values(),
            *(key for pair in self.counts.values() for key in pair),
        }
        return read | {*self.anew, *self.before, *self.first, *self.counts}

    def next_rows(self, last: Mapping[str, Sequence[Any]]) -> dict[str, Sequence[Any]]:
        """The columns of the next workbook from those of the last return, which are left as they are."""
        if not self.rows:
            return {}
        size = max((len(held) for held in last.values()), default=0)
        blank = [None] * size
        following: dict[str, Sequence[Any]] = dict(last)
        for key, (date, before) in self.counts.items():
            following[key] = [
                (times or 0) + (now is not None and then is not None and now > then)
                for times, now, then in zip(
                    last.get(key, blank), last.get(date, blank), last.get(before, blank), strict=True
                )
            ]
        for key, source in self.first.items():
            following[key] = [
                kept if kept is not None else now
                for kept, now in zip(last.get(key, blank), last.get(source, blank), strict=True)
            ]
        for key, source in self.before.items():
            following[key] = last.get(source, blank)
        return following | dict.fromkeys(self.anew, blank)


@dataclass(frozen=True, slots=True)
class Followed:
    """That each row of a table has a life of its own, known by its ID over the periods.

    ``subject`` is the column that says what the row is about, ``status`` the one that says how it stands, of which the
    statuses of ``closed`` end its life.
    """

    subject: str
    closed: Sequence[Choice]
    status: str = "status"

    def is_closed(self, status: object) -> bool:
        """Whether a row of this status is over."""
        return any(status == each.key for each in self.closed)
