"""What changed since the period before, project by project: worse lights first, then what moved most."""

from __future__ import annotations

from collections.abc import Sequence

from pmo_xl.core.base.text import t
from pmo_xl.deck.content.blocks import MOST_ROWS, Column, Sentences, Slide, SlideDefinition, Table, Words
from pmo_xl.deck.content.facts import Facts
from pmo_xl.deck.content.shown import listed
from pmo_xl.excel.master.trend import told as trend_told
from pmo_xl.excel.pages.changes.facts import (
    compared,
    gone_projects,
    last_period,
    moved_milestones,
    new_projects,
)

MOVES = ("finish_move", "eac_move", "exposure_move")
COUNTS = (
    (-1, t("got worse: {n}", "en dégradation : {n}")),
    (1, t("got better: {n}", "en amélioration : {n}")),
    (0, t("same status: {n}", "météo inchangée : {n}")),
)


def _changed(facts: Facts) -> Sequence[Slide]:
    name, month = facts.say(NAME), last_period(facts.master)
    if month is None:
        return [Slide(name, [Sentences([facts.say(FIRST)])])]
    ids = [each for each in compared(facts.master)["project_id"] if each in facts.records]
    moved = [
        each for each in ids if facts.value("trend", each) or any(facts.value(key, each) for key in MOVES)
    ]
    since = f"{month:%m/%Y}" if facts.language == "fr" else f"{month:%Y-%m}"
    trends = [facts.value("trend", each) for each in ids]
    parts = [facts.say(words.fill(n=sum(each == what for each in trends))) for what, words in COUNTS]
    lines = [facts.say(SINCE.fill(month=since)) + " · " + " · ".join(parts)]
    for words, projects in (
        (NEW, new_projects(facts.master)), (GONE, [each for each, _ in gone_projects(facts.master)]),
    ):  # fmt: skip
        mine = [each for each in projects if facts.scope.programme is None or each in facts.records]
        if mine and facts.scope.project is None:
            lines.append(facts.say(words.fill(n=len(mine), names=listed(mine))))
    milestones = [each for each in moved_milestones(facts.master) if each.project_id in facts.records]
    if milestones:
        first = milestones[0]
        what = f"{first.project_id} · {first.name} ({first.days:+d})".replace("-", "−")
        lines.append(facts.say(MOVED.fill(n=len(milestones), what=what)))
    if not moved:
        return [Slide(name, [Sentences([*lines, facts.say(NOTHING)])])]
    return [Slide(name, [Sentences(lines), _table(facts, moved)])]


def _table(facts: Facts, projects: Sequence[str]) -> Table:
    columns = [
        Column(facts.say(t("Project", "Projet")), 3.0), Column(facts.say(t("Then", "Précédente")), 1.1),
        Column(facts.say(t("Now", "Actuelle")), 1.1), Column(facts.say(t("Trend", "Tendance")), 1.1),
        Column(facts.say(t("Why", "Motif")), 3.0),
        Column(facts.say(t("Finish (days)", "Fin (± j)")), 0.9, right=True),
        Column(facts.say(t("EAC", "Atterrissage")), 1.2, right=True),
        Column(facts.say(t("Exposure", "Exposition")), 1.2, right=True),
    ]  # fmt: skip

    def cells(project: str) -> Sequence[Words]:
        before = facts.value("rag_before", project)
        return [
            f"{project} · {facts.words('project_name', project).shown}", facts.master.light_words(before) or "",
            facts.figure("rag", project), trend_told(facts.master, "0", facts.value("trend", project))[1] or "",
            facts.words("rag_why", project), *(facts.figure(key, project, signed=True) for key in MOVES),
        ]  # fmt: skip

    shown = [cells(project) for project in projects[:MOST_ROWS]]
    more = len(projects) - len(shown)
    return Table(columns, shown, facts.say(NAME), more, facts.page("what_changed"), 2)


NAME = t("What changed", "Ce qui a changé")
FIRST = t("First period: there is nothing to compare with.", "Première période : rien à comparer.")
SINCE = t("Compared with {month}", "Par rapport à {month}")
NEW = t("New projects ({n}): {names}", "Nouveaux projets ({n}) : {names}")
GONE = t(
    "Reported then, nothing counts now ({n}): {names}",
    "Présents à la période précédente, sans retour retenu cette fois ({n}) : {names}",
)
MOVED = t(
    "Milestones moved: {n}; the most, in days: {what}",
    "Jalons déplacés : {n} ; plus fort décalage, en jours : {what}",
)
NOTHING = t("Nothing has changed.", "Rien n’a changé.")

CHANGED = SlideDefinition("changes", NAME, _changed)
