"""The follow-up of one project while minutes are taken into it: its rows, its last return, what is to be said."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmo_xl.core.base.finding import Place
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.model import Table, choices_of
from pmo_xl.core.flow.minutes import Entry
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.steps.minutes.taken import Taken


@dataclass(frozen=True, slots=True)
class Register:
    """A table that minutes go back into.

    Columns of ``whole`` say one thing together: all are taken, or none. ``over`` are the statuses of a row that is
    over, ``came_from`` the column that names the meeting.
    """

    key: str
    row_id: str
    subject: str
    letter: str
    whole: Sequence[str]
    over: Sequence[str]
    came_from: str


REGISTERS = (
    Register("decisions", "decision_id", "subject", "D", ("status", "decision", "decided_on", "decided_by"),
             ("decided", "cancelled"), "meeting_id"),
    Register("actions", "action_id", "action", "A", ("status", "done_on"), ("done", "cancelled"), "source_id"),
)  # fmt: skip


@dataclass(slots=True)
class CarriedOver:
    """The rows of the next follow-up, what of the minutes was settled for them, and what could not be taken.

    ``changed`` holds the ID of each row that the minutes changed or made, with the keys of what was typed there.
    """

    rows: dict[str, dict[str, list[Any]]]
    taken: dict[str, Taken] = field(default_factory=dict)
    told: list[Text] = field(default_factory=list)
    changed: dict[str, set[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Project:
    """One project on its way into templates of status date ``day``.

    ``last`` is the return that its rows come from, ``before`` what earlier templates took, ``tables`` those in force.
    """

    project_id: str
    made: CarriedOver
    last: Return | None
    before: Mapping[str, Taken]
    day: dt.date
    tables: Mapping[str, type[Table]]

    def is_settled(self, key: str) -> bool:
        """Whether a return came that is later than the one which answers the templates that took it."""
        seen = self.last.status_date if self.last else None
        return key in self.before and seen is not None and self.before[key].day < seen

    def was_seen(self, key: str) -> bool:
        """Whether the last return answers templates that took it: what it says is then the later word."""
        seen = self.last.status_date if self.last else None
        return key in self.before and seen is not None and self.before[key].day <= seen

    def note(self, key: str, row_id: str = "") -> None:
        """Note that these templates have it; the first that had it count."""
        self.made.taken[key] = self.before.get(key, Taken(self.day, row_id))

    def cell(self, register: Register, key: str, at: int) -> Any:
        """What stands in a column of a row; None where nothing does."""
        held = self.made.rows.get(register.key, {}).get(key, ())
        return held[at] if at < len(held) else None

    def put(self, register: Register, key: str, at: int, what: Any) -> None:
        """Put a value into a column of a row, which may be new."""
        held = self.made.rows.setdefault(register.key, {}).setdefault(key, [])
        held += [None] * (at + 1 - len(held))
        held[at] = what

    def put_if_blank(self, register: Register, at: int, usual: Mapping[str, Any]) -> None:
        """Put values into the columns of a row that are still blank."""
        for key, what in usual.items():
            if self.cell(register, key, at) is None:
                self.put(register, key, at, what)

    def id_at(self, register: Register, at: int) -> str:
        """The ID of a row."""
        return str(self.cell(register, register.row_id, at) or "")

    def size(self, register: Register) -> int:
        """How many rows a table has."""
        return max((len(held) for held in self.made.rows.get(register.key, {}).values()), default=0)

    def next_id(self, register: Register) -> str:
        """The number after the highest."""
        held = self.made.rows.get(register.key, {}).get(register.row_id, ())
        numbers = (re.fullmatch(rf"{register.letter}-(\d+)", str(what)) for what in held)
        return f"{register.letter}-{max((int(met[1]) for met in numbers if met), default=0) + 1:03d}"

    def gone(self, entry: Entry) -> Text:
        """What is said of a row that the return no longer has."""
        place = next(entry.places[key] for key in entry.typed)
        return GONE.fill(project=self.project_id, id=entry.row_id, place=str(place))

    def both(self, register: Register, at: int, key: str, entry: Entry) -> Text:
        """The minutes and the return say different things: each with its cell."""
        return self._differing(BOTH, register, at, key, entry).fill(
            own=self._words(register, key, self.cell(register, key, at)),
            here=str(self._place(register, at, key)),
        )

    def two(self, register: Register, at: int, key: str, first: Entry, second: Entry) -> Text:
        """Two minutes say different things: each with its cell."""
        return self._differing(TWO, register, at, key, first).fill(
            own=self._words(register, key, second.typed[key]), here=str(second.places[key])
        )

    def _differing(self, words: Text, register: Register, at: int, key: str, entry: Entry) -> Text:
        return words.fill(
            project=self.project_id, id=self.id_at(register, at),
            column=self.tables[register.key].columns[key].label,
            minutes=self._words(register, key, entry.typed[key]), there=str(entry.places[key]),
        )  # fmt: skip

    def _words(self, register: Register, key: str, what: Any) -> Any:
        """A value as people read it: of a list its word."""
        choices = choices_of(self.tables[register.key].columns[key])
        return next((member.label for member in choices or () if member.key == what), what)

    def _place(self, register: Register, at: int, key: str) -> Place:
        """The cell of the last return that a row came from."""
        sheets = self.last.tables if self.last is not None else ()
        located = next((each.located for each in sheets if each.located.sheet.key == register.key), None)
        file = self.last.file if self.last is not None else ""
        return Place(file) if located is None else located.place(file, at, key)


BOTH = t(
    "Project {project}, {id}, “{column}”: the minutes say “{minutes}” ({there}), the return says “{own}” ({here}). The return stands; settle it with its project manager.",
    "Projet {project}, {id}, « {column} » : le relevé indique « {minutes} » ({there}), le retour « {own} » ({here}). La valeur du retour est conservée ; à trancher avec le chef de projet.",
)
TWO = t(
    "Project {project}, {id}, “{column}”: two entries of the minutes differ, “{minutes}” ({there}) and “{own}” ({here}). Make them agree.",
    "Projet {project}, {id}, « {column} » : deux saisies des relevés diffèrent, « {minutes} » ({there}) et « {own} » ({here}). Mettez-les en accord.",
)
GONE = t(
    "Project {project}, {id}: the minutes change it ({place}), but the last return does not have it any more. Nothing was taken.",
    "Projet {project}, {id} : le relevé le modifie ({place}), mais il ne figure plus dans le dernier retour. Rien n’a été repris.",
)
