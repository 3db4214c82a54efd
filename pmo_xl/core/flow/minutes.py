"""What was typed into the minutes of a meeting, on its way into the follow-up of each project."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmo_xl.core.base.finding import Place
from pmo_xl.core.base.text import Text

BODY_LENGTH = 25
"""Letters of a body in the name of a meeting that the calendar does not have."""
BEFORE, NOTED = "_minutes", "minutes"
"""The hidden sheet that notes whose minutes they are, and what each cell held when they were written; its first word.

That is not the mark of our other hidden sheets: of these only the first cell is read.
"""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A body on a day, and the status date of the returns that it looked at; ``listed`` is its key in the PMO's calendar."""

    body: str
    day: dt.date
    as_of: dt.date | None = None
    listed: str = ""

    @property
    def meeting_id(self) -> str:
        """By which decisions and actions say where they come from: what the calendar calls it, else body and day."""
        return self.listed or f"{self.body[:BODY_LENGTH]}-{self.day.isoformat()}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the minutes into which somebody typed.

    ``typed`` holds the values that differ from those of ``before``, which is what the cells held when the minutes were
    written, as :func:`plain_words` says it. ``row_id`` is empty for a row that is new.
    """

    meeting: Meeting
    table: str
    project_id: str
    row_id: str
    typed: Mapping[str, Any]
    before: Mapping[str, str]
    places: Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class MinutesRead:
    """All that was typed into the minutes of a workspace, and what has to be said of their files."""

    entries: Sequence[Entry] = ()
    told: Sequence[Text] = field(default_factory=tuple)


def plain_words(what: Any) -> str:
    """A value of a cell as text, the same however it was read: by it two values are compared."""
    if what is None:
        return ""
    if isinstance(what, dt.datetime):
        what = what.date()
    return what.isoformat() if isinstance(what, dt.date) else str(what).strip()
