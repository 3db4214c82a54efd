"""The meetings of the governance bodies: when each sits next, and what came of the last one."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import LIGHT, date, text
from pmo_xl.core.definition.model import Table, Template


class Meetings(Table):
    """The calendar of the bodies."""

    key, heading = "meetings", t("Meetings", "Séances")
    identity = ("meeting_id",)
    called = ("meeting_id",)

    meeting_id = text(
        "Meeting", "Séance",
        t("A key that no other meeting has; actions and decisions refer to it.",
          "Un identifiant propre à la séance ; actions et décisions y renvoient."),
        required=LIGHT, max_length=30, width=18, example="COPIL-2026-04",
    )  # fmt: skip
    body = text("Body", "Instance", required=LIGHT, max_length=40, width=18, listed="bodies", example="COPIL")
    date = date("Date", "Date", required=LIGHT, width=12, example="2026-04-15")
    attendees = text("Attendees", "Participants", max_length=500, width=40)
    agenda = text("Agenda", "Ordre du jour", max_length=500, width=40)
    minutes = text(
        "Minutes", "Compte rendu",
        t("Where the minutes are kept; never followed.", "Où se trouve le compte rendu ; le lien n’est jamais suivi."),
        max_length=300, width=34,
    )  # fmt: skip


TEMPLATE = Template(
    "meetings", "1", 50, Meetings.heading,
    t("When each body sits. Decisions are held against the next date of theirs.",
      "Quand siège chaque instance. L’échéance de chaque décision est comparée à la prochaine séance de son instance."),
    (Meetings,),
)  # fmt: skip
