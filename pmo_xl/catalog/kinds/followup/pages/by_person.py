"""The page that answers who must do what by when: open actions, issues and decisions, person by person."""

from __future__ import annotations

from collections.abc import Callable

from pmo_xl.catalog.kinds.followup.pages.shared import FOLLOW_UP, OPEN, OWNER
from pmo_xl.catalog.pages.shared import rest_on_screen
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.expr.algebra import at, count, this
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.pages.blocks import GridTable, MasterPage, Words
from pmo_xl.core.pages.follow_up_blocks import ReceivedOf, ToDoByPerson, ToDoSource
from pmo_xl.core.pages.grid_rows import largest
from pmo_xl.core.pages.view import Grid, GridColumn, PageDefinition

_SOURCES = (
    ToDoSource("actions", t("Action", "Action"), "action_id", "action", "owner", "due_date", "is_open"),
    ToDoSource("issues", t("Issue", "Problème"), "issue_id", "title", "owner", "due_date", "is_open"),
    ToDoSource("decisions", t("Decision", "Décision"), "decision_id", "subject", "body", "needed_by", "is_pending"),
)  # fmt: skip

_LATE = this.due_date < at.status_date


def _of(table: str, more: Expr | None) -> Callable[[RowHeader], Expr]:
    """How many open rows of a table a person has."""

    def expr(owner: RowHeader) -> Expr:
        mine = OPEN & (this.owner == owner)
        return count(table, mine if more is None else mine & more)

    return expr


PAGE = PageDefinition(
    page=MasterPage(
        "by_person", t("Who does what", "Qui fait quoi"),
        t("Open actions, issues and decisions by person or body, the first due first.",
          "Actions, problèmes et décisions en cours par responsable ou instance, par échéance."),
        165, (
            ReceivedOf("actions", span=48),
            GridTable("by_person", span=34),
            rest_on_screen(48),
            ToDoByPerson(_SOURCES, 400, span=48),
            Words(t("What has no owner or no date is not listed. Rows and their order are those of the day on which this workbook was made; a row that is settled in the data since goes blank.",
                    "Ce qui n’a pas de responsable ou pas d’échéance n’y figure pas. Lignes et ordre sont ceux du jour de la consolidation ; une ligne soldée depuis dans les données devient vide."), span=48),
        ),
        columns=48, column_width=2.4, of_kind=FOLLOW_UP,
    ),
    grids=(
        Grid(
            "by_person", t("Open actions and issues of those with most", "Actions et problèmes en cours des plus sollicités"), OWNER, "by_person",
            largest("actions", this.owner, "is_open", 40),
            tuple(
                GridColumn(key, label, Unit.COUNT, _of(table, more))
                for key, label, table, more in (
                    ("actions", t("Open actions", "Actions ouvertes"), "actions", None),
                    ("late_actions", t("Overdue actions", "Actions en retard"), "actions", _LATE),
                    ("issues", t("Open issues", "Problèmes ouverts"), "issues", None),
                    ("late_issues", t("Overdue issues", "Problèmes en retard"), "issues", _LATE),
                )
            ),
        ),
    ),
)  # fmt: skip
