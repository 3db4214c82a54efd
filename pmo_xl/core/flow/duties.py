"""What one person has open in the portfolio: the nouns of his list and of the reminder that goes with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pmo_xl.core.base.text import Text, t

HORIZON = 60
"""Calendar days after the status date within which a task is on somebody's list."""
ACTION, DECISION = t("Action", "Action"), t("Decision to prepare", "Décision à préparer")
ISSUE, RISK, TASK = t("Issue", "Problème"), t("Risk", "Risque"), t("Task", "Tâche")
MILESTONE = t("Milestone", "Jalon")
KINDS: Sequence[Text] = (ACTION, DECISION, ISSUE, RISK, TASK, MILESTONE)
"""In the order in which a list names them."""
REMINDED = (ACTION, DECISION)
"""What a reminder is written for once it is overdue."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One row of a return that somebody answers for.

    ``late`` are the calendar days since it was due, 0 while it is not, None where it has no date. ``note`` is what the
    row says of what is to be done.
    """

    kind: Text
    project_id: str
    project_name: str
    row_id: str
    subject: str
    due: dt.date | None
    late: int | None
    status: Text
    note: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with what is open in his name, the most urgent first; ``address`` is empty where none is known."""

    name: str
    language: str
    address: str
    duties: Sequence[Duty]

    def overdue(self, kinds: Sequence[Text] = KINDS) -> list[Duty]:
        """What should have been done by the status date, of some kinds."""
        return [duty for duty in self.duties if duty.late and duty.kind in kinds]
