"""The projects to look at: declared and computed status, the reason, the way back to green, who goes it and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import reason_key
from pmo_xl.deck.content.blocks import (
    MOST_ROWS,
    Column,
    Figure,
    Sentences,
    Slide,
    SlideDefinition,
    Table,
    Words,
)
from pmo_xl.deck.content.facts import Facts, Row

STATUS, OVERALL = "status", "overall"
TO_LOOK_AT = "to_look_at"
"""The ranking of the page of the committee: one question has one answer."""
SPLIT_FROM = 40
"""Projects from which on each programme has a slide of its own."""


def path_of(facts: Facts, project: str) -> Row | None:
    """The row of a project’s status that says how it gets back to green: the overall one, else the first that says it."""
    rows = [row for row in facts.rows(STATUS) if row.project == project and row.get("path_to_green")]
    return next((row for row in rows if row.get("dimension") == OVERALL), rows[0] if rows else None)


def declared_of(facts: Facts, project: str) -> Figure:
    """The declared status: that of the status report where one came, else of the project sheet."""
    mine = (row for row in facts.rows(STATUS) if row.project == project)
    overall = next((row for row in mine if row.get("dimension") == OVERALL and row.get("rag")), None)
    return (
        facts.words("rag_declared", project)
        if overall is None
        else replace(facts.field(overall, "rag"), noted=True)
    )


def _attention(facts: Facts) -> Sequence[Slide]:
    programmes = sorted({str(record["programme_id"]) for record in facts.records.values()})
    if len(facts.records) < SPLIT_FROM or len(programmes) < 2:
        return [_slide(facts, facts.say(NAME))]
    slides = [_slide(facts.of_programme(each), f"{facts.say(NAME)} – {each}") for each in programmes]
    return [slide for slide in slides if any(isinstance(part, Table) for part in slide.parts())] or slides[:1]


def _slide(facts: Facts, title: str) -> Slide:
    projects = [row.project for row in facts.ranked(TO_LOOK_AT)]
    silent = Sentences(facts.silent_words(STATUS), quiet=True)
    if not projects:
        return Slide(title, [Sentences([facts.say(NOTHING)]), silent])
    columns = [
        Column(facts.say(t("Project", "Projet")), 2.5), Column(facts.say(t("Declared", "Déclarée")), 1.15),
        Column(facts.say(t("Computed", "Calculée")), 1.15), Column(facts.say(t("Why", "Motif")), 2.6),
        Column(facts.say(t("Path to green", "Plan de retour au vert")), 2.8), Column(facts.say(t("Who", "Qui")), 1.3),
        Column(facts.say(t("By", "D’ici au")), 1.3),
    ]  # fmt: skip

    def cells(project: str) -> Sequence[Words]:
        path = path_of(facts, project)
        way: Sequence[Words] = (
            ["–", "–", "–"]
            if path is None
            else [facts.field(path, key) for key in ("path_to_green", "path_owner", "path_date")]
        )
        return [
            named(facts, project), declared_of(facts, project), facts.figure("rag", project),
            facts.words(reason_key("rag"), project), *way,
        ]  # fmt: skip

    shown = [cells(project) for project in projects[:MOST_ROWS]]
    more = len(projects) - len(shown)
    return Slide(title, [Table(columns, shown, title, more, facts.page("portfolio"), 3), silent])


def named(facts: Facts, project: str) -> Figure:
    """A project by its ID and its name."""
    told = facts.words("project_name", project)
    return replace(told, shown=f"{project} · {told.shown}" if told.shown else project)


NAME = t("Projects to look at", "Projets à examiner")
NOTHING = t("No project is amber or red.", "Aucun projet n’est à l’orange ni au rouge.")

PROJECTS = SlideDefinition("projects", NAME, _attention)
