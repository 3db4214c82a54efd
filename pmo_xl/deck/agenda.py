"""The deck from cover to definitions: which slides there are, in the order in which a committee needs them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pmo_xl.deck.content.blocks import Slide, SlideDefinition
from pmo_xl.deck.content.facts import Facts
from pmo_xl.deck.slides import definitions
from pmo_xl.deck.slides.attention import PROJECTS
from pmo_xl.deck.slides.budget import BUDGET
from pmo_xl.deck.slides.changed import CHANGED
from pmo_xl.deck.slides.decisions import CHANGE_REQUESTS, DECISIONS
from pmo_xl.deck.slides.milestones import MILESTONES
from pmo_xl.deck.slides.one_project import PROJECT
from pmo_xl.deck.slides.opening import agenda, cover
from pmo_xl.deck.slides.overview import BY_PROGRAMME, GLANCE
from pmo_xl.deck.slides.registers import ACTIONS, ISSUES, MESSAGES, RISKS

SLIDES: Sequence[SlideDefinition] = (
    DECISIONS, GLANCE, BY_PROGRAMME, MESSAGES, CHANGED, PROJECTS, MILESTONES, BUDGET, RISKS, ISSUES, CHANGE_REQUESTS, ACTIONS,
    PROJECT,
)  # fmt: skip
"""Behind the cover and the agenda, before the definitions: what is to be decided stands first."""
COVER, AGENDA, DEFINITIONS = "cover", "agenda", definitions.KEY


@dataclass(frozen=True, slots=True)
class Page:
    """A slide of the deck, and the key by which a template names its place."""

    key: str
    slide: Slide


def pages(facts: Facts) -> Sequence[Page]:
    """Every slide of the deck in order."""
    told = [Page(each.key, slide) for each in SLIDES for slide in each.make(facts)]
    meant = definitions.definitions(facts, [page.slide for page in told])
    pages = [*told, *(Page(DEFINITIONS, slide) for slide in meant)]
    # The cover and the agenda stand before them.
    first: dict[str, tuple[int, str]] = {}
    split = sum(page.key == PROJECTS.key for page in pages) > 1
    for number, page in enumerate(pages, start=3):
        title = facts.say(PROJECTS.name) if split and page.key == PROJECTS.key else page.slide.title
        first.setdefault(title if page.key == PROJECT.key else page.key, (number, title))
    return [Page(COVER, cover(facts)), Page(AGENDA, agenda(facts, [*first.values()])), *pages]


KEYS: Sequence[str] = (COVER, AGENDA, *(each.key for each in SLIDES), DEFINITIONS)
"""The keys by which a template may name the place of what a slide shows."""
