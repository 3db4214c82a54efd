"""The reminder of overdue actions and decisions: one text per person, to mail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from pmo_xl.core.base.text import Text, counted, one_line, same, t
from pmo_xl.core.flow.duties import REMINDED, Duty, Person
from pmo_xl.steps.answer.letter import HELLO, SUBJECT_WORD, THANKS, Sender
from pmo_xl.steps.answer.page import shortened
from pmo_xl.steps.answer.reminder import SUBJECT_LINE

LONGEST = 160
"""Characters of a subject that the text repeats."""


def overdue_text(person: Person, day: dt.date | None, file: str, sender: Sender) -> str | None:
    """The text to mail, its subject in the first line; None where nothing is overdue.

    ``file`` is the list that goes with it. Where an address is known, the second line is a link that begins the mail.
    """
    overdue = person.overdue(REMINDED)
    if not overdue:
        return None
    language = person.language
    subject = counted(len(overdue), SUBJECTS).fill(day=day or "")
    lines = [SUBJECT_LINE.fill(word=SUBJECT_WORD, what=subject)]
    if person.address:
        lines.append(LINK.fill(link=mail_link(person.address, subject.to(language))))
    lines += [same(""), HELLO.fill(name=person.name), same("")]
    lines += [counted(len(overdue), ASKED).fill(day=day or ""), same("")]
    lines += _by_project(overdue)
    lines += [same(""), TO_DO, ATTACHED.fill(file=file, n=len(person.duties))]
    lines += [same(""), THANKS, *sender.signature]
    return "\n".join(line.to(language) for line in lines) + "\n"


def mail_link(address: str, subject: str) -> str:
    """A link that begins a mail to an address, its subject filled in."""
    return f"mailto:{quote(address, safe='@+')}?subject={quote(subject)}"


def _by_project(overdue: Sequence[Duty]) -> Iterator[Text]:
    """What is overdue, below the project that it belongs to, the oldest first."""
    projects = {duty.project_id: duty.project_name for duty in overdue}
    for project, name in projects.items():
        yield PROJECT.fill(name=f"{project} – {name}" if name else project)
        for duty in overdue:
            if duty.project_id == project:
                words = shortened(one_line(duty.subject), LONGEST)
                yield counted(duty.late or 0, LATE).fill(
                    kind=duty.kind, id=duty.row_id, words=words, due=duty.due
                )


SUBJECTS = (
    t("One item overdue as of {day}", "Un point en retard au {day}"),
    t("{n} items overdue as of {day}", "{n} points en retard au {day}"),
)
ASKED = (
    t("As of {day}, this one is overdue:", "Au {day}, ce point est en retard :"),
    t("As of {day}, these {n} are overdue:", "Au {day}, ces {n} points sont en retard :"),
)
LINK = t("Mail: {link}", "Courriel : {link}")
PROJECT = t("  {name}", "  {name}")
LATE = (
    t("    - {kind} {id}: {words} (due {due}, {n} day late)", "    - {kind} {id} : {words} (échéance {due}, {n} jour de retard)"),
    t("    - {kind} {id}: {words} (due {due}, {n} days late)", "    - {kind} {id} : {words} (échéance {due}, {n} jours de retard)"),
)  # fmt: skip
TO_DO = t(
    "Please tell us what was done, or which new date you agree to.",
    "Merci de nous indiquer ce qui a été fait, ou la nouvelle échéance que vous proposez.",
)
ATTACHED = t(
    "All that is open in your name is in the list attached, “{file}” ({n} in all).",
    "Tout ce qui vous incombe figure dans la liste ci-jointe, « {file} » ({n} au total).",
)
