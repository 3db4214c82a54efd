"""What of the minutes is in templates already: so that a project manager who changes it later is not contradicted."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pmo_xl.core.base.text import fold
from pmo_xl.core.flow.minutes import Entry, plain_words

TAKEN_FILE = "taken.json"
"""Beside the minutes, what was taken from them."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The status date of the first templates that it is in; of a new row, the ID that it got too."""

    day: dt.date
    row_id: str = ""


def key_of(entry: Entry, named: str, column: str = "") -> str:
    """What one typed cell is known by, or, without a column, a row that is new: *named* is its ID or its words."""
    what = plain_words(entry.typed[column]) if column else ""
    return "|".join((entry.meeting.meeting_id, entry.table, entry.project_id, fold(named), column, what))


def taken_from(words: str) -> dict[str, Taken]:
    """What a file says was taken. Raises ValueError for what is no such file."""
    held: Any = json.loads(words)
    if not isinstance(held, dict):
        raise ValueError(TAKEN_FILE)
    return {
        str(key): Taken(dt.date.fromisoformat(str(line[0])), str(line[1]))
        for key, line in held.items()
        if isinstance(line, list) and len(line) == 2
    }


def taken_words(taken: Mapping[str, Taken]) -> str:
    """The file that says it; the same is the same bytes."""
    held = {key: [one.day.isoformat(), one.row_id] for key, one in sorted(taken.items())}
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"
