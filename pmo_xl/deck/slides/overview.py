"""The portfolio at a glance: six figures in large type, and how many projects have each light, by programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.kpi import CLOSED
from pmo_xl.deck.content.blocks import (
    Beside,
    Block,
    Chart,
    Column,
    Figure,
    Sentences,
    Series,
    Slide,
    SlideDefinition,
    Table,
    Tile,
    Tiles,
    Words,
)
from pmo_xl.deck.content.facts import Facts
from pmo_xl.excel.write.style import AMBER, BLUE, GREEN, GREY, RED

TILES: Sequence[tuple[str, str, str]] = (
    ("eac", "vac_pct", "budget"), ("spi", "slip_wd", "plan"), ("cpi", "vac", "budget"), ("exposure", "critical_risks", "risks"),
    ("decisions_due", "decisions_overdue", "decisions"), ("open_actions", "overdue_actions", "actions"),
)  # fmt: skip
"""What stands on the tiles: a figure in large type, one below it, and the table without which nothing is known of both."""
LIGHTS = ((3, "◆", RED), (2, "▲", AMBER), (1, "●", GREEN), (0, "○", GREY), (CLOSED, "■", BLUE))
MOST_PROGRAMMES = 12
"""Programmes that a chart shows side by side."""


def lights_line(facts: Facts, key: str = "rag") -> str:
    """How many projects have each light: ``◆ 5   ▲ 8   ● 17``."""
    levels = [facts.value(key, project) for project in facts.records]
    counts = {sign: sum(each == level for each in levels) for level, sign, _ in LIGHTS}
    return "   ".join(f"{sign} {n}" for sign, n in counts.items() if n or sign not in "○■")


def _glance(facts: Facts) -> Sequence[Slide]:
    tiles = [
        Tile(facts.figure(key), _under(facts, facts.figure(below)) if facts.has(below) else "")
        for key, below, table in TILES
        if facts.has(key) and len(facts.silent(table)) < len(facts.records)
    ]
    before = [facts.value("rag_before", project) for project in facts.records]
    lines = [facts.say(NOW.fill(lights=lights_line(facts)))]
    if any(each is not None for each in before):
        lines.append(facts.say(BEFORE.fill(lights=lights_line(facts, "rag_before"))))
    better = facts.figure("declared_better")
    if facts.scope.project is None and (facts.value("declared_better") or 0) > 0:
        lines.append(facts.say(NAMED.fill(name=better.label, value=better.shown)))
    silent = [
        line for table in ("plan", "budget", "risks", "decisions") for line in facts.silent_words(table)
    ]
    blocks = [*([Tiles(tiles)] if tiles else []), _by_programme(facts, lines), Sentences(silent, quiet=True)]
    return [Slide(facts.say(NAME), blocks, [better])]


def _under(facts: Facts, figure: Figure) -> Figure:
    """A figure with its name before it."""
    return replace(figure, shown=facts.say(NAMED.fill(name=figure.label, value=figure.shown)))


def _by_programme(facts: Facts, lines: Sequence[str]) -> Block | Beside:
    """The lights of each programme as bars, beside what is said of them all; those sentences alone for one project."""
    said = Sentences(lines)
    if facts.scope.project is not None:
        return said
    found: dict[str, list[int]] = {}
    for project, record in facts.records.items():
        counts = found.setdefault(str(record["programme_id"]), [0] * len(LIGHTS))
        counts[int(facts.value("rag", project) or 0)] += 1
    names = sorted(found)[:MOST_PROGRAMMES]
    if len(found) > len(names):
        lines = [
            *lines,
            facts.say(SOME_PROGRAMMES.fill(n=len(names), of=len(found), sheet=facts.page("portfolio"))),
        ]
    title = facts.say(LIGHTS_TITLE)
    chart = Chart(
        "bar", title,
        facts.say(LIGHTS_ALT) + " " + "; ".join(f"{name}: " + " ".join(f"{sign} {found[name][level]}" for level, sign, _ in LIGHTS) for name in names),
        names,
        [
            Series(facts.master.light_words(level) or sign, [float(found[name][level]) or None for name in names], colour, labelled=True)
            for level, sign, colour in LIGHTS
        ],
    )  # fmt: skip
    return Beside(Sentences(lines), chart, 0.36)


def _programmes(facts: Facts) -> Sequence[Slide]:
    """A row per programme, where there are several."""
    rows = facts.master.programme_records
    if facts.scope.programme is not None or facts.scope.project is not None or len(rows) < 2:
        return []
    columns = [
        Column(facts.say(t("Programme", "Programme")), 2.4), Column(facts.say(t("Projects", "Projets")), 1.0, right=True),
        Column("◆ ▲ ● ○", 2.2),
        *(Column(facts.say(facts.master.catalogue.kpis[key].label), 1.45, right=True) for key in PROGRAMME_KEYS),
    ]  # fmt: skip
    found: list[list[Words]] = []
    for row in rows[:MOST_PROGRAMMES]:
        mine = facts.of_programme(str(row["programme_id"]))
        found.append([
            str(row["programme_id"]), str(len(mine.records)), lights_line(mine), *(mine.figure(key) for key in PROGRAMME_KEYS),
        ])  # fmt: skip
    title = facts.say(PROGRAMMES)
    return [Slide(title, [Table(columns, found, title, len(rows) - len(found), facts.page("portfolio"), 2)])]


PROGRAMME_KEYS = ("bac", "eac", "vac_pct", "spi", "cpi", "exposure")
NAME = t("The portfolio at a glance", "Le portefeuille en un coup d’œil")
PROGRAMMES = t("Programmes", "Programmes")
NAMED: Text = t("{name}: {value}", "{name}\u00a0: {value}")
NOW: Text = t("Computed status: {lights}", "Météo calculée : {lights}")
BEFORE: Text = t("Period before: {lights}", "Période précédente : {lights}")
SOME_PROGRAMMES = t(
    "Chart: {n} of {of} programmes; all on the sheet “{sheet}”.",
    "Graphique : {n} programmes sur {of} ; tous dans la feuille « {sheet} ».",
)
LIGHTS_TITLE = t("Computed status by programme", "Météo calculée par programme")
LIGHTS_ALT = t(
    "Number of projects that are red, amber, green or without data, by programme.",
    "Nombre de projets rouges, orange, verts ou sans donnée, par programme.",
)

GLANCE = SlideDefinition("tiles", NAME, _glance)
BY_PROGRAMME = SlideDefinition("programmes", PROGRAMMES, _programmes)
