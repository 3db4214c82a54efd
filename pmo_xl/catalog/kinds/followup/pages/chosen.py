"""The follow-up of the project that is chosen on the project sheet: statuses with their words, messages, what is open."""

from __future__ import annotations

from pmo_xl.catalog.kinds.followup.choices import MessageKind
from pmo_xl.catalog.kinds.followup.choices import StatusDimension as Dimension
from pmo_xl.catalog.kinds.followup.pages.shared import FOLLOW_UP, OPEN, PENDING
from pmo_xl.catalog.kinds.followup.pages.status import DECLARED
from pmo_xl.core.base.text import t
from pmo_xl.core.expr.algebra import at, days_between, filled, row_number, this, when
from pmo_xl.core.expr.nodes import Expr, Ref
from pmo_xl.core.pages.blocks import CHART_DATA, LAST_PAGES, ChosenProject, MasterPage, ProjectList, Reader
from pmo_xl.core.pages.follow_up_blocks import ProjectStatuses
from pmo_xl.core.pages.view import PageDefinition, Ranking

DIMENSIONS = tuple((one, one.label) for one in Dimension)
_WHAT, _WHO, _DUE, _STATUS = t("What", "Quoi"), t("Who", "Qui"), t("Due", "Échéance"), t("Status", "Statut")


def _by_date(which: Expr, due: Ref) -> Expr:
    """The first due first; what has no date last."""
    return when(
        (which & filled(due), days_between(at.status_date, due) * 1e7 + row_number()),
        (which, row_number() + 9e12),
    )


PAGE = PageDefinition(
    page=MasterPage(
        "one_follow_up", t("Project follow-up", "Suivi du projet"),
        t("The follow-up of the project that is chosen on the project sheet.", "Le suivi du projet choisi sur la fiche projet."),
        LAST_PAGES + 2, (
            ChosenProject(span=32),
            ProjectStatuses(DECLARED, DIMENSIONS, words=True, span=32),
            ProjectList(
                "one_messages", t("Key messages", "Messages clés"), 6, (("kind", 15.0, None), ("message", 65.0, None)),
                t("No message.", "Aucun message."), span=32,
            ),
            ProjectList(
                "one_actions", t("Open actions, the first due first", "Actions ouvertes, par échéance"), 6,
                (("action_id", 7.8, None), ("action", 36.0, _WHAT), ("owner", 15.0, _WHO), ("due_date", 8.0, _DUE), ("status", 10.0, _STATUS)),
                t("No open action.", "Aucune action ouverte."), 2, span=32,
            ),
            ProjectList(
                "one_decisions", t("Decisions to take, the first needed first", "Décisions à prendre, par date attendue"), 4,
                (("decision_id", 7.8, None), ("subject", 26.0, _WHAT), ("recommendation", 23.0, None), ("body", 13.0, None), ("needed_by", 8.0, _DUE)),
                t("No decision to take.", "Aucune décision à prendre."), 2, span=32,
            ),
            ProjectList(
                "one_issues", t("Open issues, the first due first", "Problèmes ouverts, par échéance"), 3,
                (("issue_id", 7.8, None), ("title", 26.0, _WHAT), ("plan", 23.0, None), ("owner", 13.0, _WHO), ("due_date", 8.0, _DUE)),
                t("No open issue.", "Aucun problème ouvert."), 2, span=32,
            ),
        ),
        columns=32, column_width=2.6, reader=Reader.MANAGEMENT, one_sheet=True, of_kind=FOLLOW_UP,
    ),
    rankings=(
        Ranking(
            "one_messages", t("Messages in their order", "Messages dans l’ordre"), CHART_DATA, "messages",
            when((this.kind == MessageKind.HIGHLIGHT, row_number()), (this.kind == MessageKind.ATTENTION, row_number() + 1e7),
                 (this.kind == MessageKind.NEXT_STEP, row_number() + 2e7)), False, 8, ("project_id", "kind", "message"),
        ),
        Ranking("one_actions", t("Open actions by date", "Actions ouvertes par échéance"), CHART_DATA, "actions", _by_date(OPEN, this.due_date),
                False, 8, ("project_id", "action_id", "action", "owner", "due_date", "status")),
        Ranking("one_decisions", t("Pending decisions by date", "Décisions à prendre par date"), CHART_DATA, "decisions", _by_date(PENDING, this.needed_by),
                False, 5, ("project_id", "decision_id", "subject", "recommendation", "body", "needed_by")),
        Ranking("one_issues", t("Open issues by date", "Problèmes ouverts par échéance"), CHART_DATA, "issues", _by_date(OPEN, this.due_date),
                False, 5, ("project_id", "issue_id", "title", "plan", "owner", "due_date")),
    ),
)  # fmt: skip
