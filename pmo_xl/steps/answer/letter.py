"""The letter that goes with an answer: what came, what became of it, what matters most, what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from pmo_xl.core.base.finding import Finding, Severity
from pmo_xl.core.base.text import Text, counted, one_line, same, t
from pmo_xl.core.flow.answer import Group
from pmo_xl.core.flow.portfolio import Return, State
from pmo_xl.steps.answer.page import (
    NAME,
    Wording,
    about,
    groups_of,
    project_name,
    recorded,
    shortened,
    tally,
)

POINTS = 5
"""Points that the letter names."""

SUBJECT = t("Subject: {what}: {counts}", "Objet : {what} : {counts}")
HELLO = t("Hello {name},", "Bonjour {name},")
HELLO_ALL = t("Hello,", "Bonjour,")
RECEIVED = t(
    "Thank you for your return “{file}”{project}{day}.",
    "Nous avons bien reçu votre retour « {file} »{project}{day}.",
)
OF_PROJECT = t(" for project {project}", " pour le projet {project}")
AS_OF = t(", as of {day}", ", arrêté au {day}")
CONTENT = t("Content: {kinds}; {rows}.", "Contenu : {kinds} ; {rows}.")
ROWS = (t("{n} row read", "{n} ligne lue"), t("{n} rows read", "{n} lignes lues"))
ACCEPTED = t(
    "State: accepted. Everything in it counts in the totals of the portfolio.",
    "Statut : accepté. Tout son contenu est repris dans les totaux du portefeuille.",
)
PARTIAL = t(
    "State: partly accepted. Rows in the totals of the portfolio: {kept} of {read}; left out until corrected: {left}.",
    "Statut : partiellement accepté. Lignes reprises dans les totaux du portefeuille : {kept} sur {read} ; exclues jusqu’à correction : {left}.",
)
PARTIAL_ENTRIES = t(
    "State: partly accepted. Every row is in the totals of the portfolio; an entry that cannot be read counts as blank, any other as it stands, until corrected.",
    "Statut : partiellement accepté. Toutes les lignes sont reprises dans les totaux du portefeuille ; une saisie illisible compte comme vide, toute autre telle quelle, jusqu’à correction.",
)
REJECTED = t(
    "State: rejected. Nothing in it counts in the totals of the portfolio until it is corrected.",
    "Statut : rejeté. Rien de son contenu n’entre dans les totaux du portefeuille tant qu’il n’est pas corrigé.",
)
CHECKED = t("Our checks found {counts}.", "Nos contrôles ont relevé {counts}.")
MOST_IMPORTANT = t("The points that matter most:", "Les points les plus importants :")
POINT = t("The point to look at:", "Le point à traiter :")
TIMES = t("{n} times, first at {where}", "{n} fois, d’abord en {where}")
THE_REST = t(
    "The other points are in the sheet “{name}”.", "Les autres points figurent dans la feuille « {name} »."
)
TO_DO = t("What to do:", "À faire :")
OPEN_COPY = t(
    "Open the marked copy attached, “{file}”. Its first sheet, “{name}”, leads to each cell concerned; these are coloured and carry a note.",
    "Ouvrez la copie annotée ci-jointe, « {file} ». Sa première feuille, « {name} », mène à chaque cellule à corriger ou à vérifier ; ces cellules sont colorées et portent une note.",
)
OPEN_LIST = t(
    "Open the list attached, “{file}”. Your own file could not be marked: make the corrections in it, or in a fresh template.",
    "Ouvrez la liste ci-jointe, « {file} ». Votre fichier n’a pas pu être annoté : apportez-y vous-même les corrections, ou repartez d’un modèle vierge.",
)
DO_ERRORS = t("Correct what is marked ◆.", "Corrigez ce qui est marqué ◆.")
DO_WARNINGS = t(
    "Check what is marked ▲: what is right may stay as it is.",
    "Vérifiez ce qui est marqué ▲ : ce qui est exact peut rester tel quel.",
)
DO_NOTES = t(
    "Read what is marked ○, and answer what is asked.",
    "Lisez ce qui est marqué ○, et répondez aux questions.",
)
SEND_COPY = t(
    "Save the copy and send it again under the same name. The sheet “{name}”, the colours and the notes may stay: they are not read.",
    "Enregistrez cette copie et renvoyez-la sous le même nom. La feuille « {name} », les couleurs et les notes peuvent rester : elles ne sont pas lues.",
)
SEND_OWN = t(
    "Save your file as .xlsx and send it again.", "Enregistrez votre fichier en .xlsx et renvoyez-le."
)
SEND_BY = t("Please send it back by {due}.", "Merci de le renvoyer au plus tard le {due}.")
THANKS = t("Thank you for your help.", "Merci de votre collaboration.")
SUBJECT_WORD = t("Subject", "Objet")
"""The first word of every letter that we write: by it one of ours is known again."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes, and by when an answer is asked for; either may be unknown."""

    name: Text | None = None
    due: dt.date | None = None

    def by(self, plain: Text, dated: Text) -> Text:
        """The sentence with the day where there is one, else the plain one."""
        return plain if self.due is None else dated.fill(due=self.due)

    @property
    def signature(self) -> Sequence[Text]:
        """The last lines of a letter."""
        return () if self.name is None else (same(""), self.name)


NOBODY = Sender()


def letter_to(
    returned: Return, language: str, wording: Wording, file: str, *, is_copy: bool, sender: Sender = NOBODY
) -> str:
    """The text for one return. ``file`` is what goes with it: the marked copy, or the list of findings alone."""
    findings, counts = returned.findings, tally(returned.findings, language)
    subject = SUBJECT.fill(what=about(returned), counts=counts)
    groups = list(groups_of(findings, language, wording))
    lines = [subject.to(language), "", _greeting(returned).to(language), ""]
    lines += [words.to(language) for words in _what_came(returned, wording)]
    lines += ["", _state(returned).to(language), CHECKED.fill(counts=counts).to(language), ""]
    lines.append((MOST_IMPORTANT if len(groups) > 1 else POINT).to(language))
    for number, group in enumerate(groups[:POINTS], start=1):
        lines += _point_lines(number, group, language)
    if len(groups) > POINTS:
        lines += ["", THE_REST.fill(name=NAME).to(language)]
    lines += ["", TO_DO.to(language)]
    lines += [f"  - {words.to(language)}" for words in _to_do(findings, file, is_copy=is_copy)]
    last = [] if sender.due is None else [SEND_BY.fill(due=sender.due)]
    closing = [words.to(language) for words in (*last, THANKS, *sender.signature)]
    return "\n".join([*lines, "", *closing, ""])


def _greeting(returned: Return) -> Text:
    name = recorded(returned, "project_manager")
    return HELLO.fill(name=name) if name else HELLO_ALL


def _what_came(returned: Return, wording: Wording) -> Iterator[Text]:
    project = " – ".join(part for part in (returned.project_id, project_name(returned)) if part)
    yield RECEIVED.fill(
        file=PurePosixPath(returned.file).name,
        project=OF_PROJECT.fill(project=project) if project else "",
        day=AS_OF.fill(day=returned.status_date) if returned.status_date else "",
    )
    if returned.kinds:
        kinds = [wording.kinds[kind] for kind in returned.kinds if kind in wording.kinds]
        yield CONTENT.fill(kinds=kinds, rows=counted(returned.rows_read, ROWS))


def _state(returned: Return) -> Text:
    kept, read = returned.rows_kept, returned.rows_read
    match returned.state:
        case State.REJECTED:
            return REJECTED
        case State.ACCEPTED:
            return ACCEPTED
        case _ if kept == read:
            return PARTIAL_ENTRIES
        case _:
            return PARTIAL.fill(kept=kept, read=read, left=read - kept)


def _point_lines(number: int, group: Group, language: str) -> Iterator[str]:
    first = group.points[0]
    where = first.where
    if len(group.points) > 1:
        where = TIMES.fill(n=len(group.points), where=first.where).to(language)
    yield f"  {number}. {group.severity.sign} {shortened(one_line(first.message), 300)} ({where})"
    if first.fix:
        yield f"     → {first.fix}"


def _to_do(findings: Iterable[Finding], file: str, *, is_copy: bool) -> Iterator[Text]:
    severities = {finding.severity for finding in findings}
    yield (OPEN_COPY if is_copy else OPEN_LIST).fill(file=file, name=NAME)
    if Severity.ERROR in severities:
        yield DO_ERRORS
    if Severity.WARNING in severities:
        yield DO_WARNINGS
    if Severity.INFO in severities:
        yield DO_NOTES
    yield SEND_COPY.fill(name=NAME) if is_copy else SEND_OWN
