"""The cover, and what is on the agenda."""

from __future__ import annotations

from collections.abc import Sequence

from pmo_xl.core.base.text import t
from pmo_xl.deck.content.blocks import Column, Sentences, Slide, Table
from pmo_xl.deck.content.facts import Facts
from pmo_xl.excel.master.footer import footer_of
from pmo_xl.excel.pages.coverage import sentence

MOST_NAMED = 14
"""Lines of the agenda."""


def cover(facts: Facts) -> Slide:
    """Whose meeting it is, when, and about what; how much of what is expected the figures stand on."""
    lines = [scope_words(facts), facts.say(DAYS.fill(meeting=facts.meeting.day, status=facts.status_date))]
    lines.append(sentence(facts.master)[1] or footer_of(None, facts.master.coverage, facts.language))
    brand = facts.master.settings.brand.title
    return Slide(
        facts.meeting.body, [Sentences(lines), Sentences([facts.say(brand)] if brand else [], quiet=True)]
    )


def scope_words(facts: Facts) -> str:
    """What the meeting is about, in words."""
    scope = facts.scope
    if scope.project is not None:
        name = facts.words("project_name", scope.project).shown
        return facts.say(PROJECT.fill(name=f"{scope.project} · {name}" if name else scope.project))
    if scope.programme is not None:
        return facts.say(PROGRAMME.fill(name=scope.programme, n=len(facts.records)))
    return facts.say(PORTFOLIO.fill(n=len(facts.records)))


def agenda(facts: Facts, titles: Sequence[tuple[int, str]]) -> Slide:
    """The slides by number and title, those of a kind once."""
    name = facts.say(AGENDA)
    columns = [
        Column(facts.say(t("Slide", "Planche")), 0.8, right=True),
        Column(facts.say(t("Subject", "Sujet")), 10.0),
    ]
    shown = (
        titles if len(titles) <= MOST_NAMED else [*titles[: MOST_NAMED - 1], (titles[-1][0], titles[-1][1])]
    )
    return Slide(name, [Table(columns, [[str(number), title] for number, title in shown], name, lines=1)])


AGENDA = t("Agenda", "Ordre du jour")
PORTFOLIO = t("Portfolio: {n} projects", "Portefeuille : {n} projets")
PROGRAMME = t("Programme {name}: {n} projects", "Programme {name} : {n} projets")
PROJECT = t("Project {name}", "Projet {name}")
DAYS = t(
    "Meeting of {meeting} · figures as of {status}", "Séance du {meeting} · chiffres arrêtés au {status}"
)
