"""The page that answers who must do what by when: open actions, issues and decisions, person by person."""

from __future__ import annotations

from pmo_xl.catalog.kinds.followup.pages.shared import FOLLOW_UP
from pmo_xl.core.base.text import t
from pmo_xl.core.pages.blocks import MasterPage, Words
from pmo_xl.core.pages.follow_up_blocks import ReceivedOf, ToDoByPerson, ToDoSource
from pmo_xl.core.pages.view import PageDefinition

_SOURCES = (
    ToDoSource("actions", t("Action", "Action"), "action_id", "action", "owner", "due_date", "is_open"),
    ToDoSource("issues", t("Issue", "Problème"), "issue_id", "title", "owner", "due_date", "is_open"),
    ToDoSource("decisions", t("Decision", "Décision"), "decision_id", "subject", "body", "needed_by", "is_pending"),
)  # fmt: skip

PAGE = PageDefinition(
    page=MasterPage(
        "by_person", t("Who does what", "Qui fait quoi"),
        t("Open actions, issues and decisions by person or body, the first due first.",
          "Actions, problèmes et décisions en cours par responsable ou instance, par échéance."),
        165, (
            ReceivedOf("actions", span=48),
            ToDoByPerson(_SOURCES, 400, span=48),
            Words(t("What has no owner or no date is not listed. Rows and their order are those of the day on which this workbook was made; a row that is settled in the data since goes blank.",
                    "Ce qui n’a pas de responsable ou pas d’échéance n’y figure pas. Lignes et ordre sont ceux du jour de la consolidation ; une ligne soldée depuis dans les données devient vide."), span=48),
        ),
        columns=48, column_width=2.4, of_kind=FOLLOW_UP,
    ),
)  # fmt: skip
