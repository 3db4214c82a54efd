"""One project on a slide: its lights, its figures, what its manager says, its next milestones, its gravest risks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pmo_xl.core.base.text import t
from pmo_xl.deck.content.blocks import Beside, Column, Sentences, Slide, SlideDefinition, Tile, Tiles
from pmo_xl.deck.content.facts import Facts
from pmo_xl.deck.content.shown import UNKNOWN, clean
from pmo_xl.deck.slides.attention import declared_of, path_of
from pmo_xl.deck.slides.decisions import NAMED
from pmo_xl.deck.slides.milestones import AHEAD
from pmo_xl.deck.slides.registers import MESSAGES_TABLE, MOST_MESSAGES, YES

LIGHTS = ("rag", "rag_schedule", "rag_cost", "rag_risk")
FIGURES = ("slip_wd", "cpi", "eac", "vac_pct")
MILESTONES, RISKS = 5, 3


def _projects(facts: Facts) -> Sequence[Slide]:
    asked = facts.asked or ((facts.scope.project,) if facts.scope.project is not None else ())
    return [_slide(facts, project) for project in asked]


def _slide(facts: Facts, project: str) -> Slide:
    name = facts.words("project_name", project).shown
    declared = declared_of(facts, project)
    tiles = Tiles(
        [
            Tile(
                facts.figure("rag", project),
                replace(declared, shown=facts.say(DECLARED.fill(light=declared.shown or UNKNOWN))),
            ),
            *(Tile(facts.figure(key, project)) for key in (*LIGHTS[1:], *FIGURES)),
        ]
    )
    why = facts.words("rag_why", project)
    lines = [facts.say(WHY.fill(why=why.shown))] if why.shown else []
    comment = next(
        (clean(row.held.get("comment")) for row in facts.rows("projects") if row.project == project), ""
    )
    if comment:
        lines.append(facts.say(SAYS.fill(words=comment)))
    path = path_of(facts, project)
    if path is not None:
        way, who, when = (
            facts.field(path, key).shown for key in ("path_to_green", "path_owner", "path_date")
        )
        lines.append(facts.say(PATH.fill(way=way, who=" – ".join(each for each in (who, when) if each))))
    lines += _messages(facts, project)
    due = [row for row in facts.ranked(AHEAD) if row.project == project]
    milestones = facts.table(
        [Column(facts.say(t("Forecast", "Prévision")), 1.2), Column(facts.say(t("Milestone", "Jalon")), 3.4),
         Column(facts.say(t("Slip (wd)", "Glissement (j ouvrés)")), 1.2, right=True)],
        due, lambda row: [facts.field(row, key) for key in ("finish_current", "name", "slip_wd")],
        facts.say(NEXT), facts.page("milestones"), MILESTONES, 2,
    )  # fmt: skip
    grave = [row for row in facts.ranked("top_risks") if row.project == project]
    risks = facts.table(
        [Column(facts.say(t("Score", "Criticité")), 1.0, right=True), Column(facts.say(t("Threat", "Menace")), 3.6),
         Column(facts.say(t("Owner", "Porteur")), 1.6)],
        grave, lambda row: [facts.field(row, key) for key in ("score_current", "title", "owner")],
        facts.say(THREATS), facts.page("risks"), RISKS, 2,
    )  # fmt: skip
    left = milestones if due else Sentences([facts.say(NO_MILESTONE)])
    right = risks if grave else Sentences([facts.say(NO_RISK)])
    return Slide(f"{project} · {name}", [tiles, Sentences(lines), Beside(left, right)], [why])


def _messages(facts: Facts, project: str) -> list[str]:
    """The first messages of each kind, those for the committee first."""
    rows = [row for row in facts.rows(MESSAGES_TABLE) if row.project == project]
    kinds = dict.fromkeys(row.get("kind") for row in rows)
    told = []
    for kind in kinds:
        mine = sorted(
            (row for row in rows if row.get("kind") == kind), key=lambda row: row.get("for_committee") != YES
        )
        words = " · ".join(facts.field(row, "message").shown for row in mine[:MOST_MESSAGES])
        told.append(facts.say(NAMED.fill(name=facts.field(mine[0], "kind").shown, value=words)))
    return told


NAME = t("One project", "Un projet")
DECLARED = t("declared: {light}", "déclarée : {light}")
WHY = t("Why: {why}", "Motif : {why}")
SAYS = t("Project manager: {words}", "Chef de projet : {words}")
PATH = t("Path to green: {way} ({who})", "Retour au vert : {way} ({who})")
NEXT, THREATS = t("Next milestones", "Prochains jalons"), t("Gravest threats", "Principales menaces")
NO_MILESTONE = t("No milestone falls due in the next 90 days.", "Aucun jalon prévu dans les 90 jours.")
NO_RISK = t("No open threat is known.", "Aucune menace ouverte n’est connue.")

PROJECT = SlideDefinition("project", NAME, _projects)
