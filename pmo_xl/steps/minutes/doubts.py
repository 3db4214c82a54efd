"""What of the minutes is taken as it was typed and may be a slip: an owner whom nobody knows, a date that cannot be meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from pmo_xl.core.base.text import Text, same, t
from pmo_xl.core.definition.column import Column
from pmo_xl.core.definition.model import Table
from pmo_xl.core.definition.people import People
from pmo_xl.core.flow.minutes import Entry

AHEAD = ("due_date", "needed_by")
"""Dates by which something is to be done: none lies before the meeting that sets it."""
BEHIND = ("done_on", "decided_on")
"""Dates on which something was done: none lies after the status date of the follow-ups that it comes into."""


def doubts(entry: Entry, people: People, tables: Mapping[str, type[Table]], day: dt.date) -> Iterator[Text]:
    """A sentence with its cell for each doubt about an entry on its way into follow-ups of status date *day*.

    Names are held against the people of the PMO's list; where it keeps none, nobody is unknown.
    """
    columns = tables[entry.table].columns
    for key, what in entry.typed.items():
        for words in _about(columns[key], what, entry, people, day):
            yield DOUBT.fill(place=str(entry.places[key]), message=words)


def _about(column: Column, what: Any, entry: Entry, people: People, day: dt.date) -> Iterator[Text]:
    if column.person and len(people):
        for name, found in people.in_cell(str(what)):
            if not found:
                near = people.nearest(name)
                yield NOBODY.fill(name=name, near=NEAR.fill(near=near) if near else same(""))
            elif len(found) > 1:
                yield SEVERAL.fill(name=name, who=", ".join(f"{one.name} ({one.key})" for one in found))
    elif isinstance(what, dt.date) and column.key in AHEAD and what < entry.meeting.day:
        yield BEFORE_MEETING.fill(date=what, day=entry.meeting.day)
    elif isinstance(what, dt.date) and column.key in BEHIND and what > day:
        yield AFTER_PERIOD.fill(date=what, day=day)


DOUBT = t("Minutes, {place}: {message}", "Relevé, {place} : {message}")
NOBODY = t(
    "“{name}” is nobody in the list of people{near}. It was taken as typed: correct the minutes, or the list.",
    "« {name} » ne figure pas parmi les personnes{near}. Le nom est repris tel quel : corrigez le relevé, ou la liste.",
)
NEAR = t("; the nearest is {near}", " ; le plus proche : {near}")
SEVERAL = t(
    "“{name}” may be {who}. It was taken as typed: give the key or the e-mail address.",
    "« {name} » peut désigner {who}. Le nom est repris tel quel : indiquez l’identifiant ou le courriel.",
)
BEFORE_MEETING = t(
    "{date} lies before the meeting of {day} that sets it; check the year. It was taken as typed.",
    "le {date} précède la séance du {day} qui fixe cette date ; vérifiez l’année. La date est reprise telle quelle.",
)
AFTER_PERIOD = t(
    "{date} lies after the status date {day} of the follow-ups that it comes into. It was taken as typed.",
    "le {date} est postérieur à la date d’arrêté du {day} des suivis où il est repris. La date est reprise telle quelle.",
)
