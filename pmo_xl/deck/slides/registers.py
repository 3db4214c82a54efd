"""The gravest risks and issues, and the actions that are overdue or come next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pmo_xl.core.base.text import counted, t
from pmo_xl.deck.content.blocks import Column, Sentences, Slide, SlideDefinition, Tile, Tiles, Words
from pmo_xl.deck.content.facts import Facts, Row
from pmo_xl.deck.slides.decisions import marked, project_and_id

RISKS_TABLE, ISSUES_TABLE, ACTIONS_TABLE, MESSAGES_TABLE = "risks", "issues", "actions", "messages"
YES, ATTENTION = "yes", "attention"
MOST_MESSAGES = 5
"""Messages of one kind that a slide takes from a project."""


def _risks(facts: Facts) -> Sequence[Slide]:
    rows = facts.ranked("top_risks")
    silent = Sentences(facts.silent_words(RISKS_TABLE), quiet=True)
    keys = ("critical_risks", "exposure", "exposure_pct", "overdue_threats")
    tiles = Tiles([Tile(facts.figure(key)) for key in keys])
    if not rows:
        return [Slide(facts.say(RISKS_NAME), [tiles, *facts.nothing(RISKS_TABLE, NO_RISK)])]
    columns = [
        Column(facts.say(t("Project", "Projet")), 1.6), Column(facts.say(t("Threat", "Menace")), 3.6),
        Column(facts.say(t("Score", "Criticité")), 0.9, right=True), Column(facts.say(t("Response", "Réponse")), 3.6),
        Column(facts.say(t("Owner", "Porteur")), 1.6), Column(facts.say(t("Due", "Échéance")), 1.25),
    ]  # fmt: skip

    def cells(row: Row) -> Sequence[Words]:
        score = row.get("score_current")
        sign = "" if score is None else "◆ " if score >= 15 else "▲ " if score >= 10 else "● "
        return [
            project_and_id(facts, row, "risk_id"), facts.field(row, "title"),
            marked(facts.field(row, "score_current"), sign), facts.field(row, "response_actions"), facts.field(row, "owner"),
            _due(facts, row),
        ]  # fmt: skip

    title = facts.say(RISKS_NAME)
    table = facts.table(columns, rows, cells, title, facts.page("risks"), most=8, lines=2)
    return [Slide(title, [tiles, table, silent])]


def _issues(facts: Facts) -> Sequence[Slide]:
    rows = sorted(
        (row for row in facts.rows(ISSUES_TABLE) if row.get("is_open") == 1),
        key=lambda row: (-(row.get("severity") or 0), row.get("raised_on") or dt.date.max, row.project),
    )
    silent = Sentences(facts.silent_words(ISSUES_TABLE), quiet=True)
    if not rows:
        return [Slide(facts.say(ISSUES_NAME), facts.nothing(ISSUES_TABLE, NO_ISSUE))]
    columns = [
        Column(facts.say(t("Project", "Projet")), 1.6), Column(facts.say(t("Issue", "Problème")), 3.4),
        Column(facts.say(t("Severity", "Gravité")), 0.9, right=True),
        Column(facts.say(t("Resolution plan", "Plan de résolution")), 3.4),
        Column(facts.say(t("Owner", "Responsable")), 1.6), Column(facts.say(t("Status", "Statut")), 1.3),
        Column(facts.say(t("Due", "Échéance")), 1.25),
    ]  # fmt: skip
    title = facts.say(counted(len(rows), ISSUES_TITLE))

    def cells(row: Row) -> Sequence[Words]:
        return [
            project_and_id(facts, row, "issue_id"), facts.field(row, "title"), facts.field(row, "severity"),
            facts.field(row, "plan"), facts.field(row, "owner"), facts.field(row, "status"), _due(facts, row),
        ]  # fmt: skip

    return [Slide(title, [facts.table(columns, rows, cells, title, facts.data_sheet(ISSUES_TABLE)), silent])]


def _actions(facts: Facts) -> Sequence[Slide]:
    rows = sorted(
        (row for row in facts.rows(ACTIONS_TABLE) if row.get("is_open") == 1),
        key=lambda row: (row.get("due_date") or dt.date.max, row.project),
    )
    silent = Sentences(facts.silent_words(ACTIONS_TABLE), quiet=True)
    late = sum((row.get("due_date") or dt.date.max) < facts.status_date for row in rows)
    keys = ("open_actions", "overdue_actions", "action_overdue_rate", "action_closed_on_time")
    tiles = [Tile(facts.figure(key)) for key in keys if facts.has(key)]
    head = [Tiles(tiles)] if tiles and len(facts.silent(ACTIONS_TABLE)) < len(facts.records) else []
    if not rows:
        return [Slide(facts.say(ACTIONS_NAME), [*head, *facts.nothing(ACTIONS_TABLE, NO_ACTION)])]
    columns = [
        Column(facts.say(t("Project", "Projet")), 1.6), Column(facts.say(t("Action", "Action")), 5.0),
        Column(facts.say(t("Owner", "Responsable")), 2.0), Column(facts.say(t("Status", "Statut")), 1.3),
        Column(facts.say(t("Due", "Échéance")), 1.25),
    ]  # fmt: skip
    title = facts.say(counted(len(rows), ACTIONS_TITLE)) + (facts.say(LATE.fill(n=late)) if late else "")

    def cells(row: Row) -> Sequence[Words]:
        return [
            project_and_id(facts, row, "action_id"), facts.field(row, "action"), facts.field(row, "owner"),
            facts.field(row, "status"), _due(facts, row),
        ]  # fmt: skip

    table = facts.table(columns, rows, cells, title, facts.data_sheet(ACTIONS_TABLE), most=8, lines=2)
    return [Slide(title, [*head, table, silent])]


def _messages(facts: Facts) -> Sequence[Slide]:
    """What the projects want the committee to hear; no slide where nobody wants anything."""
    wanted = [row for row in facts.rows(MESSAGES_TABLE) if row.get("for_committee") == YES]
    rows = sorted(wanted, key=lambda row: row.get("kind") != ATTENTION)
    if not rows:
        return []
    columns = [
        Column(facts.say(t("Project", "Projet")), 2.4), Column(facts.say(t("Kind", "Rubrique")), 1.6),
        Column(facts.say(t("Message", "Message")), 7.0),
    ]  # fmt: skip

    def cells(row: Row) -> Sequence[Words]:
        name = facts.words("project_name", row.project).shown
        return [f"{row.project} · {name}", facts.field(row, "kind"), facts.field(row, "message")]

    title = facts.say(MESSAGES_NAME)
    return [Slide(title, [facts.table(columns, rows, cells, title, facts.data_sheet(MESSAGES_TABLE))])]


def _due(facts: Facts, row: Row) -> Words:
    """When a row falls due, with a sign where that day has passed."""
    due = facts.field(row, "due_date")
    return marked(due, "◆ ") if (row.get("due_date") or dt.date.max) < facts.status_date else due


RISKS_NAME = t("Gravest open threats", "Principales menaces ouvertes")
NO_RISK = t("No open threat is known.", "Aucune menace ouverte n’est connue.")
ISSUES_NAME = t("Issues", "Problèmes")
ISSUES_TITLE = t("{n} open issue", "{n} problème ouvert"), t("{n} open issues", "{n} problèmes ouverts")
NO_ISSUE = t("No issue is open.", "Aucun problème n’est ouvert.")
ACTIONS_NAME = t("Actions", "Actions")
ACTIONS_TITLE = t("{n} open action", "{n} action ouverte"), t("{n} open actions", "{n} actions ouvertes")
LATE = t(", {n} overdue", ", dont {n} en retard")
NO_ACTION = t("No action is open.", "Aucune action n’est ouverte.")
MESSAGES_NAME = t("Messages to the committee", "Messages au comité")

RISKS = SlideDefinition("risks", RISKS_NAME, _risks)
ISSUES = SlideDefinition("issues", ISSUES_NAME, _issues)
ACTIONS = SlideDefinition("actions", ACTIONS_NAME, _actions)
MESSAGES = SlideDefinition("messages", MESSAGES_NAME, _messages)
