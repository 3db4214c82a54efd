"""The reminder to a project manager who has not sent all: every project and kind that is missing, and by when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pmo_xl.core.base.text import Text, same, t
from pmo_xl.core.flow.portfolio import Portfolio
from pmo_xl.steps.answer.letter import HELLO, HELLO_ALL, SUBJECT_WORD, THANKS, Sender


@dataclass(frozen=True, slots=True)
class MissingKinds:
    """What one project still owes: kinds that never came, and kinds that came and were rejected."""

    project_id: str
    name: str
    kinds: Sequence[str]
    rejected: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one project manager still owes; ``manager`` is empty where nobody is named."""

    manager: str
    language: str
    projects: Sequence[MissingKinds]


def reminders_of(portfolio: Portfolio, managers: Mapping[str, str], language: str) -> list[Reminder]:
    """A reminder for each project manager of whom anything is missing, by name; *managers* by project ID.

    It speaks the language of his projects, or *language* where these differ or none is named.
    """
    register = portfolio.expected.projects or {}
    came = {(r.project_id, kind) for r in portfolio.returns if r.rejected for kind in r.kinds}
    owed: dict[str, list[MissingKinds]] = {}
    spoken: dict[str, set[str]] = {}
    for row in portfolio.missing:
        project = str(row["project_id"])
        kinds = str(row["kinds"]).split(", ")
        manager = managers.get(project, "")
        rejected = frozenset(kind for kind in kinds if (project, kind) in came)
        owed.setdefault(manager, []).append(
            MissingKinds(project, str(row.get("project_name") or ""), kinds, rejected)
        )
        spoken.setdefault(manager, set()).add(str(register.get(project, {}).get("language") or language))
    return [
        Reminder(name, next(iter(spoken[name])) if len(spoken[name]) == 1 else language, owed[name])
        for name in sorted(owed, key=str.casefold)
    ]


def reminder_text(
    reminder: Reminder,
    titles: Mapping[str, Text],
    period: dt.date | None,
    sender: Sender,
    templates: Mapping[tuple[str, str], str],
) -> str:
    """The text to mail. ``titles`` are the words for each kind; ``templates`` where the template of a project and kind lies."""
    language = reminder.language
    many = sum(len(project.kinds) for project in reminder.projects) > 1
    about = SUBJECT_OF.fill(day=period) if period else SUBJECT_ALONE
    lines = [SUBJECT_LINE.fill(word=SUBJECT_WORD, what=about), same("")]
    lines += [HELLO.fill(name=reminder.manager) if reminder.manager else HELLO_ALL, same("")]
    lines += [(ASKED.fill(day=period) if period else ASKED_ALONE), same("")]
    for project in reminder.projects:
        lines += _project_lines(project, titles, templates)
    lines.append(same(""))
    lines.append(sender.by((SEND_THEM if many else SEND_IT), (SEND_THEM_BY if many else SEND_IT_BY)))
    if any(project.rejected for project in reminder.projects):
        lines.append(WHY_REJECTED)
    if not all((p.project_id, kind) in templates for p in reminder.projects for kind in p.kinds):
        lines.append(ASK_FOR_TEMPLATE)
    lines += [same(""), THANKS, *sender.signature]
    return "\n".join(line.to(language) for line in lines) + "\n"


def _project_lines(
    project: MissingKinds, titles: Mapping[str, Text], templates: Mapping[tuple[str, str], str]
) -> Iterator[Text]:
    name = f"{project.project_id} – {project.name}" if project.name else project.project_id
    yield PROJECT.fill(name=name)
    for kind in project.kinds:
        words = titles.get(kind, same(kind))
        yield (KIND_REJECTED if kind in project.rejected else KIND).fill(kind=words)
        if (place := templates.get((project.project_id, kind))) is not None:
            yield TEMPLATE.fill(place=place)


SUBJECT_LINE = t("{word}: {what}", "{word} : {what}")
SUBJECT_OF = t("Returns as of {day}: some are missing", "Retours arrêtés au {day} : relance")
SUBJECT_ALONE = t("Returns: some are missing", "Retours des projets : relance")
ASKED = t(
    "We are still missing these returns as of {day}:", "Il nous manque encore ces retours, arrêtés au {day} :"
)
ASKED_ALONE = t("We are still missing these returns:", "Il nous manque encore ces retours :")
PROJECT = t("  {name}", "  {name}")
KIND = t("    - {kind}", "    - {kind}")
KIND_REJECTED = t("    - {kind} (received, but rejected)", "    - {kind} (reçu, mais rejeté)")
TEMPLATE = t("      template: {place}", "      modèle : {place}")
SEND_IT, SEND_IT_BY = (
    t("Please fill in the template and send it to us.", "Merci de remplir le modèle et de nous le renvoyer."),
    t("Please fill in the template and send it to us by {due}.",
      "Merci de remplir le modèle et de nous le renvoyer au plus tard le {due}."),
)  # fmt: skip
SEND_THEM, SEND_THEM_BY = (
    t("Please fill in the templates and send them to us.", "Merci de remplir les modèles et de nous les renvoyer."),
    t("Please fill in the templates and send them to us by {due}.",
      "Merci de remplir les modèles et de nous les renvoyer au plus tard le {due}."),
)  # fmt: skip
WHY_REJECTED = t(
    "What was rejected counts in no figure; the marked copy of that return says why.",
    "Ce qui a été rejeté n’entre dans aucun chiffre ; la copie annotée de ce retour en donne la raison.",
)
ASK_FOR_TEMPLATE = t(
    "If you no longer have your templates, tell us: we will send them again.",
    "Si vous n’avez plus vos modèles, dites-le-nous : nous vous les renverrons.",
)
