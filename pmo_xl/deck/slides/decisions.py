"""What the committee is asked to decide: the subject, what is recommended, until when, and what waiting costs."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pmo_xl.core.base.text import counted, fold, t
from pmo_xl.deck.content.blocks import Column, Figure, Sentences, Slide, SlideDefinition, Words
from pmo_xl.deck.content.facts import Facts, Row
from pmo_xl.deck.content.shown import clean

TABLE, CHANGES = "decisions", "changes"


def to_decide(facts: Facts) -> Sequence[Row]:
    """The open decisions of the body that meets, those needed first first."""
    body = fold(facts.meeting.body)
    mine = [
        row
        for row in facts.rows(TABLE)
        if row.get("is_pending") == 1 and fold(str(row.get("body") or "")) == body
    ]
    return sorted(
        mine, key=lambda row: (row.get("needed_by") or dt.date.max, row.project, str(row.get("decision_id")))
    )


def _decisions(facts: Facts) -> Sequence[Slide]:
    rows = to_decide(facts)
    late = sum((row.get("needed_by") or dt.date.max) < facts.status_date for row in rows)
    title = facts.say(counted(len(rows), TITLE)) + (facts.say(LATE.fill(n=late)) if late else "")
    silent = Sentences([*_elsewhere(facts, rows), *facts.silent_words(TABLE)], quiet=True)
    if not rows:
        return [
            Slide(
                facts.say(NAME),
                [
                    *facts.nothing(TABLE, NOTHING.fill(body=facts.meeting.body)),
                    Sentences(_elsewhere(facts, rows), quiet=True),
                ],
            )
        ]
    columns = [
        Column(facts.say(t("Project", "Projet")), 1.7), Column(facts.say(t("Subject", "Objet")), 3.2),
        Column(facts.say(t("Recommendation", "Préconisation")), 3.6),
        Column(facts.say(t("Needed by", "À prendre d’ici au")), 1.4),
        Column(facts.say(t("Cost of waiting / month", "Coût de l’attente / mois")), 1.5, right=True),
    ]  # fmt: skip

    def cells(row: Row) -> Sequence[Words]:
        needed = facts.field(row, "needed_by")
        overdue = (row.get("needed_by") or dt.date.max) < facts.status_date
        return [
            project_and_id(facts, row, "decision_id"), facts.field(row, "subject"), facts.field(row, "recommendation"),
            marked(needed, "◆ ") if overdue else needed, in_currency(facts, row, "cost_of_delay"),
        ]  # fmt: skip

    table = facts.table(columns, rows, cells, title, facts.data_sheet(TABLE))
    return [Slide(title, [table, silent])]


def _elsewhere(facts: Facts, rows: Sequence[Row]) -> list[str]:
    """How many open decisions are asked of which other bodies."""
    mine = {row.at for row in rows}
    others = Counter(
        str(row.get("body") or "–")
        for row in facts.rows(TABLE)
        if row.get("is_pending") == 1 and row.at not in mine
    )
    if not others:
        return []
    names = ", ".join(f"{body} ({n})" for body, n in sorted(others.items()))
    return [facts.say(ELSEWHERE.fill(names=clean(names)))]


def _changes(facts: Facts) -> Sequence[Slide]:
    rows = sorted(
        (row for row in facts.rows(CHANGES) if row.get("is_pending") == 1),
        key=lambda row: (-abs(row.get("impact_cost") or 0.0), row.project, str(row.get("change_id"))),
    )
    silent = Sentences(facts.silent_words(CHANGES), quiet=True)
    if not rows:
        return [Slide(facts.say(CHANGE_NAME), facts.nothing(CHANGES, NO_CHANGES))]
    columns = [
        Column(facts.say(t("Project", "Projet")), 1.7), Column(facts.say(t("Change", "Demande")), 3.6),
        Column(facts.say(t("Reason", "Motif")), 3.0), Column(facts.say(t("Status", "Statut")), 1.2),
        Column(facts.say(t("Cost", "Coût")), 1.4, right=True),
        Column(facts.say(t("Delay (wd)", "Délai (j\u00a0ouvrés)")), 1.2, right=True),
    ]  # fmt: skip
    title = facts.say(counted(len(rows), CHANGE_TITLE))

    def cells(row: Row) -> Sequence[Words]:
        return [
            project_and_id(facts, row, "change_id"), facts.field(row, "title"), facts.field(row, "reason"),
            facts.field(row, "status"), in_currency(facts, row, "impact_cost"), facts.field(row, "impact_wd"),
        ]  # fmt: skip

    figures = [facts.figure(key) for key in ("changes_pending_cost",) if facts.has(key)]
    table = facts.table(columns, rows, cells, title, facts.data_sheet(CHANGES))
    pending = (
        [Sentences([facts.say(NAMED.fill(name=each.label, value=each.shown)) for each in figures])]
        if figures
        else []
    )
    return [Slide(title, [*pending, table, silent], figures)]


def project_and_id(facts: Facts, row: Row, key: str) -> Figure:
    """A project, and the number that it gives a row: numbers are one’s own, so both together say which row it is."""
    told = facts.field(row, key)
    return replace(told, shown=f"{row.project} · {told.shown}", noted=True)


def marked(figure: Figure, sign: str) -> Figure:
    """A figure behind a sign."""
    return replace(figure, shown=sign + figure.shown)


def in_currency(facts: Facts, row: Row, key: str) -> Figure:
    """An amount of a row with the currency of its project."""
    told, currency = facts.field(row, key), row.get("currency")
    if not told.shown or currency is None:
        return told
    return replace(told, shown=f"{told.shown}\u00a0{currency}")


NAME = t("Decisions to take", "Décisions à prendre")
TITLE = (
    t("{n} decision to take", "{n} décision à prendre"),
    t("{n} decisions to take", "{n} décisions à prendre"),
)
LATE = t(", {n} overdue", ", dont {n} en retard")
NOTHING = t("No decision is requested of {body}.", "Aucune décision n’est demandée à l’instance {body}.")
ELSEWHERE = t(
    "Open decisions of other bodies: {names}.", "Décisions à prendre par d’autres instances\u00a0: {names}."
)
CHANGE_NAME = t("Change requests", "Demandes de changement")
NAMED = t("{name}: {value}", "{name}\u00a0: {value}")
CHANGE_TITLE = (
    t("{n} change request is pending", "{n} demande de changement en attente"),
    t("{n} change requests are pending", "{n} demandes de changement en attente"),
)
NO_CHANGES = t("No change request is pending.", "Aucune demande de changement n’est en attente.")

DECISIONS = SlideDefinition("decisions", NAME, _decisions)
CHANGE_REQUESTS = SlideDefinition("change_requests", CHANGE_NAME, _changes)
