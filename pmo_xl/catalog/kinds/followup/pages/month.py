"""What came and what was settled in the month of the status date, by the dates of the rows themselves."""

from __future__ import annotations

from pmo_xl.catalog.kinds.followup.choices import ActionStatus, DecisionStatus
from pmo_xl.catalog.kinds.followup.pages.shared import known
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.expr.algebra import at, count, this
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.pages.grid_rows import given
from pmo_xl.core.pages.view import Grid, GridColumn

_LINES = (
    (t("Actions", "Actions"), "actions", this.opened_on, (this.status == ActionStatus.DONE) & (this.done_on >= at.status_month)),
    (t("Issues", "Problèmes"), "issues", this.raised_on, (this.is_open == 0) & (this.closed_on >= at.status_month)),
    (t("Decisions", "Décisions"), "decisions", this.requested_on,
     (this.status == DecisionStatus.DECIDED) & (this.decided_on >= at.status_month)),
    (t("Change requests", "Demandes de changement"), "changes", this.requested_on, this.decided_on >= at.status_month),
)  # fmt: skip
_BY_LABEL = {label: (table, came, settled) for label, table, came, settled in _LINES}


def _came(head: RowHeader) -> Expr:
    table, came, _ = _BY_LABEL[head.value]
    return known(count(table, came >= at.status_month))


def _settled(head: RowHeader) -> Expr:
    table, _, settled = _BY_LABEL[head.value]
    return known(count(table, settled))


MONTH = Grid(
    "month_of_follow_ups", t("Follow-ups in the month of the status date", "Suivis : mouvements du mois d’arrêté"), t("Register", "Registre"),
    "what_changed", given(*_BY_LABEL),
    (
        GridColumn("came", t("New", "Nouveaux"), Unit.COUNT, _came),
        GridColumn("settled", t("Done or decided", "Soldés ou tranchés"), Unit.COUNT, _settled),
    ),
)  # fmt: skip
