"""The page of what is to be followed up: overdue actions, oldest issues, pending decisions and changes."""

from __future__ import annotations

from pmo_xl.catalog.kinds.followup.choices import ChangeType
from pmo_xl.catalog.kinds.followup.pages.shared import (
    A_MONTH,
    DAYS_LATE,
    DUE,
    FOLLOW_UP,
    OPEN,
    OWNER,
    PENDING,
    in_reporting_currency,
    known,
    largest_first,
    who,
)
from pmo_xl.catalog.pages.shared import PLANNED, SPENT, rest_on_screen
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.expr.algebra import at, count, days_between, filled, or_zero, row_number, this, when
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.expr.row_headers import RowHeader
from pmo_xl.core.expr.table_nodes import ConvertedSum
from pmo_xl.core.pages.blocks import Beside, Drawing, GridTable, MasterPage, Reader, Tiles
from pmo_xl.core.pages.follow_up_blocks import ReceivedOf
from pmo_xl.core.pages.grid_rows import choices, distinct, given, largest
from pmo_xl.core.pages.list_blocks import Detail, DetailList
from pmo_xl.core.pages.view import Chart, Grid, GridColumn, PageDefinition, Ranking, Series

AGES: tuple[tuple[Text, int, int | None], ...] = (
    (t("0 to 30 days", "0 à 30 jours"), 0, 30),
    (t("31 to 60 days", "31 à 60 jours"), 31, 60),
    (t("61 to 90 days", "61 à 90 jours"), 61, 90),
    (t("More than 90 days", "Plus de 90 jours"), 91, None),
)
UNDATED = t("Opening date unknown", "Date d’ouverture inconnue")
_late = this.due_date < at.status_date
_overdue = OPEN & _late
_BOUNDS = {label: (first, last) for label, first, last in AGES}


def _of_age(head: RowHeader) -> Expr:
    """The open actions of a class of ages."""
    if head.value == UNDATED:
        return OPEN & ~filled(this.opened_on)
    first, last = _BOUNDS[head.value]
    from_first = OPEN & (this.age_cd >= first)
    return from_first if last is None else from_first & (this.age_cd <= last)


def _of_body(body: RowHeader) -> Expr:
    return PENDING & (this.body == body)


def _of_type(kind: RowHeader) -> Expr:
    return PENDING & (this.type == kind)


def _of_owner(owner: RowHeader) -> Expr:
    return OPEN & (this.owner == owner)


PAGE = PageDefinition(
    page=MasterPage(
        "follow_up", t("Follow-up", "Suivi"),
        t("What is late, how old it is, what waits for a decision; every list says of how many it shows the first.",
          "Ce qui est en retard, depuis quand, et ce qui attend une décision ; chaque liste indique combien de lignes elle montre, et sur combien."),
        160, (
            ReceivedOf("actions", span=48),
            Tiles(("overdue_actions", "serious_issues", "decisions_due", "decisions_overdue", "changes_pending_cost", "deps_at_risk"), span=48),
            DetailList("overdue_actions", 10, span=48, details=(
                who(t("Action", "Action"), this.action_id),
                Detail(t("What", "Quoi"), (this.action,), 46.0),
                Detail(OWNER, (this.owner,), 18.0),
                Detail(DUE, (this.due_date,), 11.0),
                Detail(DAYS_LATE, (this.late_cd,), 10.0, unit=Unit.DAYS),
                Detail(t("Status", "Statut"), (this.status,), 13.0),
                Detail(t("Comes from", "Origine"), (this.source_id,), 10.0),
            ), nothing=t("No action is overdue: there is nobody to chase.", "Aucune action en retard : personne à relancer.")),
            DetailList("oldest_issues", 6, span=48, details=(
                who(t("Issue", "Problème"), this.issue_id),
                Detail(t("What", "Quoi"), (this.title,), 36.0),
                Detail(t("Resolution plan", "Plan de résolution"), (this.plan,), 36.0),
                Detail(t("Severity", "Gravité"), (this.severity,), 9.0, unit=Unit.COUNT),
                Detail(OWNER, (this.owner,), 18.0),
                Detail(DUE, (this.due_date,), 11.0),
                Detail(t("Age (days)", "Ancienneté (j)"), (this.age_cd,), 11.0, unit=Unit.DAYS),
            ), nothing=t("No issue is open.", "Aucun problème ouvert.")),
            DetailList("pending_decisions", 5, span=48, details=(
                who(t("Decision", "Décision"), this.decision_id),
                Detail(t("Subject", "Objet"), (this.subject,), 38.0),
                Detail(t("Recommendation", "Préconisation"), (this.recommendation,), 36.0),
                Detail(t("Body", "Instance"), (this.body,), 17.0),
                Detail(t("Needed by", "À prendre d’ici au"), (this.needed_by,), 11.0),
                Detail(DAYS_LATE, (this.overdue_cd,), 10.0, unit=Unit.DAYS),
                in_reporting_currency(A_MONTH, this.cost_of_delay),
            ), nothing=t("No decision is waiting for a body.", "Aucune décision en attente d’une instance.")),
            rest_on_screen(48),
            DetailList("pending_changes", 10, span=48, details=(
                who(t("Change", "Changement"), this.change_id),
                Detail(t("What", "Quoi"), (this.title,), 38.0),
                Detail(t("Reason", "Motif"), (this.reason,), 30.0),
                Detail(t("Status", "Statut"), (this.status,), 13.0),
                Detail(t("Waiting (days)", "Attente (j)"), (this.waiting_cd,), 10.0, unit=Unit.DAYS),
                in_reporting_currency(t("Cost impact", "Impact coût"), this.impact_cost),
                Detail(t("Delay (wd)", "Impact délai (j\u00a0ouvrés)"), (this.impact_wd,), 11.0, unit=Unit.DAYS),
            ), nothing=t("No change request is waiting.", "Aucune demande de changement en attente.")),
            Beside((GridTable("decisions_by_body", span=24), GridTable("changes_by_type", span=23))),
            Drawing("action_ages", 14, span=24), Drawing("actions_by_owner", 14, span=24),
            Beside((GridTable("action_ages", span=24), GridTable("actions_by_owner", span=23))),
        ),
        columns=48, column_width=2.9, reader=Reader.MANAGEMENT, landscape=True, of_kind=FOLLOW_UP,
    ),
    grids=(
        Grid(
            "action_ages", t("Open actions by age", "Actions ouvertes par ancienneté"), t("Age", "Ancienneté"), "follow_up",
            given(*(label for label, _, _ in AGES), UNDATED),
            (
                GridColumn("in_time", t("In time", "Dans les délais"), Unit.COUNT, lambda age: known(count("actions", _of_age(age) & ~_late))),
                GridColumn("overdue", t("Overdue", "En retard"), Unit.COUNT, lambda age: known(count("actions", _of_age(age) & _late))),
            ),
        ),
        Grid(
            "actions_by_owner", t("Open actions by owner", "Actions ouvertes par responsable"), OWNER, "follow_up",
            largest("actions", this.owner, "is_open", 10),
            (
                GridColumn("in_time", t("In time", "Dans les délais"), Unit.COUNT, lambda owner: count("actions", _of_owner(owner) & ~_late)),
                GridColumn("overdue", t("Overdue", "En retard"), Unit.COUNT, lambda owner: count("actions", _of_owner(owner) & _late)),
            ),
        ),
        Grid(
            "decisions_by_body", t("Pending decisions by body", "Décisions à prendre par instance"), t("Body", "Instance"), "follow_up",
            distinct("decisions", this.body),
            (
                GridColumn("due", t("To take", "À prendre"), Unit.COUNT, lambda body: count("decisions", _of_body(body))),
                GridColumn("overdue", t("Overdue", "En retard"), Unit.COUNT, lambda body: count("decisions", _of_body(body) & (this.needed_by < at.status_date))),
                GridColumn("a_month", A_MONTH, Unit.AMOUNT,
                           lambda body: when((count("decisions", _of_body(body) & filled(this.cost_of_delay)) > 0,
                                              ConvertedSum("decisions", this.cost_of_delay, _of_body(body))))),
            ),
        ),
        Grid(
            "changes_by_type", t("Pending changes by type", "Demandes de changement en attente, par type"), t("Type", "Type"), "follow_up",
            choices(ChangeType, "changes", "type"),
            (
                GridColumn("pending", t("Pending", "En attente"), Unit.COUNT, lambda kind: known(count("changes", _of_type(kind)))),
                GridColumn("assessed", t("With a cost", "Chiffrés"), Unit.COUNT,
                           lambda kind: known(count("changes", _of_type(kind) & filled(this.impact_cost)))),
                GridColumn("cost", t("Cost impact", "Impact coût"), Unit.AMOUNT,
                           lambda kind: when((count("changes", _of_type(kind) & filled(this.impact_cost)) > 0,
                                              ConvertedSum("changes", this.impact_cost, _of_type(kind))))),
            ),
        ),
    ),
    charts=(
        Chart(
            "action_ages", t("Open actions by age", "Actions ouvertes par ancienneté"), "follow_up", "bar", "action_ages",
            (Series("in_time", PLANNED), Series("overdue", SPENT)),
            t("Open actions by the days since they were opened, those in time and those overdue stacked.",
              "Actions ouvertes selon les jours écoulés depuis leur ouverture, dans les délais et en retard empilées."),
            subtype="stacked",
        ),
        Chart(
            "actions_by_owner", t("Open actions: the ten owners with most", "Actions ouvertes : les dix responsables les plus chargés"),
            "follow_up", "bar", "actions_by_owner",
            (Series("in_time", PLANNED), Series("overdue", SPENT)),
            t("The ten owners with most open actions, those in time and those overdue stacked.",
              "Les dix responsables ayant le plus d’actions ouvertes, dans les délais et en retard empilées."),
            subtype="stacked",
        ),
    ),
    rankings=(
        Ranking(
            "overdue_actions", t("Overdue actions, the latest first", "Actions en retard, les plus en retard d’abord"), "follow_up", "actions",
            when((_overdue, largest_first(days_between(this.due_date, at.status_date)))), True, 15,
            ("project_id", "action_id", "action", "owner", "due_date"),
        ),
        Ranking(
            "oldest_issues", t("Open issues, the oldest first", "Problèmes ouverts, du plus ancien au plus récent"), "follow_up", "issues",
            when((OPEN, largest_first(or_zero(this.age_cd)))), True, 10, ("project_id", "issue_id", "title", "owner", "due_date"),
        ),
        Ranking(
            "pending_decisions", t("Decisions to take, by the date they are needed", "Décisions à prendre, par date attendue"), "follow_up", "decisions",
            when((PENDING & filled(this.needed_by), days_between(at.status_date, this.needed_by) * 1e6 + row_number())), False, 10,
            ("project_id", "decision_id", "subject", "body", "needed_by"),
        ),
        Ranking(
            "pending_changes", t("Pending changes, those that wait longest first", "Demandes de changement en attente, les plus anciennes d’abord"), "follow_up", "changes",
            when((PENDING, largest_first(or_zero(this.waiting_cd)))), True, 10, ("project_id", "change_id", "title", "impact_cost"),
        ),
    ),
)  # fmt: skip
