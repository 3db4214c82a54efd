"""The minutes of a meeting: what is to be decided and what is open, with room for what the meeting settles.

They have the columns of the follow-up that a meeting changes; what is typed there comes back into the follow-up of each project.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pmo_xl.catalog.kinds.followup.actions import Actions
from pmo_xl.catalog.kinds.followup.choices import ActionStatus, DecisionStatus
from pmo_xl.catalog.kinds.followup.decisions import Decisions
from pmo_xl.catalog.kinds.followup.shared import FOLLOW_UP, SUBJECT
from pmo_xl.core.base.text import Text, same, t
from pmo_xl.core.definition.column import LIGHT, Column, Kind, text
from pmo_xl.core.definition.model import Table, Template, with_columns
from pmo_xl.core.expr.choice import Choice
from pmo_xl.core.flow.minutes import Meeting

MINUTES_VERSION = "1"
NEW_ROW = t("Blank: a new one; it gets its number with the next templates.",
            "Vide : nouvelle ligne, numérotée avec les prochains modèles.")  # fmt: skip
PROJECT = text("Project", "Projet", required=LIGHT, band=SUBJECT, width=24)
FOLLOWED = {"minutes_decisions": Decisions.key, "minutes_actions": Actions.key}
"""The table of the follow-up that each table of the minutes goes back into."""
PARTED = " – "
"""Between the ID of a project and its name in the drop-down."""


def _of(table: type[Table], key: str, **more: Any) -> Column:
    """A column as the follow-up has it."""
    usual = {"folded": False, "required": None, "unless": None, "band": FOLLOW_UP}
    return replace(table.columns[key], **{**usual, **more})


class MinutesDecisions(Table):
    """What the meeting has to decide, and what it decided."""

    key, heading = "minutes_decisions", t("Decisions", "Décisions")
    identity, needs = ("project_id", "decision_id"), ("project_id", "subject")

    project_id = PROJECT
    decision_id = _of(Decisions, "decision_id", help=NEW_ROW, pattern=None, pattern_says=None, band=SUBJECT)
    subject = _of(Decisions, "subject", required=LIGHT, band=SUBJECT)
    recommendation = _of(Decisions, "recommendation", help=None, band=SUBJECT)
    needed_by = _of(Decisions, "needed_by")
    status = _of(Decisions, "status")
    decision = _of(
        Decisions, "decision", help=t("In words; then it counts as decided at this meeting.", "En clair ; elle est alors réputée prise à cette séance."),
    )  # fmt: skip
    decided_on = _of(
        Decisions, "decided_on", help=t("Blank: the day of the meeting.", "Vide : le jour de la séance.")
    )
    decided_by = _of(Decisions, "decided_by", help=t("Blank: the body.", "Vide : l’instance."))


class MinutesActions(Table):
    """What is open, and what the meeting gives to somebody."""

    key, heading = "minutes_actions", t("Actions", "Actions")
    identity, needs = ("project_id", "action_id"), ("project_id", "action")

    project_id = PROJECT
    action_id = _of(Actions, "action_id", help=NEW_ROW, pattern=None, pattern_says=None, band=SUBJECT)
    action = _of(Actions, "action", required=LIGHT, band=SUBJECT)
    owner = _of(Actions, "owner")
    due_date = _of(Actions, "due_date")
    status = _of(Actions, "status")
    done_on = _of(
        Actions, "done_on", help=t("Blank: the day of the meeting.", "Vide : le jour de la séance.")
    )
    comment = _of(Actions, "comment")


MINUTES_TABLES: Mapping[str, type[Table]] = {table.key: table for table in (MinutesDecisions, MinutesActions)}
PURPOSES: Mapping[str, Text] = {
    "minutes_decisions": t(
        "Type the status, the words and the new dates; a decision that is new goes below, its project chosen from the list.",
        "Saisissez le statut, la décision en clair et les nouvelles dates ; une décision nouvelle s’ajoute dessous, en choisissant son projet dans la liste.",
    ),
    "minutes_actions": t(
        "Type the status and the new dates; an action that is new goes below, its project chosen from the list.",
        "Saisissez le statut et les nouvelles échéances ; une action nouvelle s’ajoute dessous, en choisissant son projet dans la liste.",
    ),
}  # fmt: skip
HEAD = same("{body}, {day}. {purpose}")


def minutes_templates(
    projects: Mapping[str, str], tables: Mapping[str, type[Table]], meeting: Meeting
) -> list[Template]:
    """The sheets of the minutes with a drop-down of these projects (ID and name); the lists are those of the *tables* in force."""
    project = replace(PROJECT, kind=Kind.CHOICE, choices=_list_of(projects))
    return [
        Template(
            key, MINUTES_VERSION, order, table.heading,
            HEAD.fill(body=meeting.body, day=meeting.day, purpose=PURPOSES[key]),
            (with_columns(table, {**table.columns, **_lists_in_force(table, tables), "project_id": project}),),
        )
        for order, (key, table) in zip((20, 30), MINUTES_TABLES.items(), strict=True)
    ]  # fmt: skip


def read_tables(tables: Mapping[str, type[Table]]) -> dict[str, type[Table]]:
    """The same as they are read: a project is what stands there, whatever the register says by then."""
    return {
        key: with_columns(table, {**table.columns, **_lists_in_force(table, tables)})
        for key, table in MINUTES_TABLES.items()
    }


def _lists_in_force(table: type[Table], tables: Mapping[str, type[Table]]) -> dict[str, Column]:
    """The list of statuses as the PMO has it."""
    own = tables[FOLLOWED[table.key]].columns["status"]
    return {
        "status": replace(table.columns["status"], choices=own.choices, label=own.label, former=own.former)
    }


def _list_of(projects: Mapping[str, str]) -> type[Choice]:
    """The projects as a closed list: each by its ID and name."""
    labels = {key: f"{key}{PARTED}{name}" if name else key for key, name in projects.items()}
    # A type checker cannot follow members that are made here.
    make: Any = Choice
    made: type[Choice] = make(
        "Projects", {f"project {key}": (key, words, words, key) for key, words in labels.items()}
    )
    return made


PENDING = (DecisionStatus.REQUESTED.key, DecisionStatus.DEFERRED.key)
DECIDED, ACTION_DONE, ACTION_OPEN = DecisionStatus.DECIDED.key, ActionStatus.DONE.key, ActionStatus.OPEN.key
