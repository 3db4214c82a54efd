"""Registers: lists of items that somebody owns, that fall due and are closed; what all of them share stands here once.

    KIND = Register(
        key="recommendations", code="REC", order=45,
        title=t("Audit recommendations", "Recommandations d’audit"),
        purpose=t("What the auditors ask, who does it, by when.", "Ce que demandent les auditeurs, qui le fait, pour quand."),
        opened=t("Open recommendations", "Recommandations ouvertes"), overdue=t("Overdue recommendations", "Recommandations en retard"),
        statuses=RecommendationStatus, closed=(RecommendationStatus.DONE, RecommendationStatus.CANCELLED),
    ).kind()

Every register has ID, title, owner, opened on, due, status and closed on; six rules (closed without a date, closed
before it was opened, overdue, more than one owner, opened or closed after the status date); the number open and
overdue; a page with these, the items due first and their number by status. ``columns`` and ``rules`` add its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from pmo_xl.catalog.pages.shared import PLANNED
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.catalogue.return_kind import ReturnKind
from pmo_xl.core.definition.carried import Followed
from pmo_xl.core.definition.column import LIGHT, STANDARD, Column, choice, date, integer, text
from pmo_xl.core.definition.kpi import Aggregation, Kpi, Threshold, Unit
from pmo_xl.core.definition.model import Rule, Table, Template
from pmo_xl.core.expr.algebra import at, contains_any, count, days_between, filled, row_number, this, when
from pmo_xl.core.expr.choice import Choice
from pmo_xl.core.pages.blocks import MasterPage, ProjectRows
from pmo_xl.core.pages.grid_rows import choices
from pmo_xl.core.pages.view import Chart, Grid, GridColumn, PageDefinition, Ranking, Series

FOLLOW_UP, COMPUTED = t("Follow-up", "Suivi"), t("Calculated", "Calculé")
LISTED = 12
"""How many of the items due first a page lists."""
PAGE_ORDER = 700
"""After the page on risks, by the order of their kinds."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Register:
    """A register in a few words; :meth:`kind` makes all the rest of them.

    ``key`` names the table, in the plural; ``code`` begins its rule codes (01 to 06 are taken); ``order`` places it among
    the kinds. ``statuses`` is its list, of which ``closed`` end the follow-up. ``opened`` and ``overdue`` are the labels
    of its two figures. ``identifier`` is the pattern of its IDs with an example.
    """

    key: str
    code: str
    order: int
    title: Text
    purpose: Text
    opened: Text
    overdue: Text
    statuses: type[Choice]
    closed: Sequence[Choice]
    identifier: tuple[str, str]
    columns: Mapping[str, Column] = field(default_factory=dict)
    rules: Sequence[Rule] = ()
    version: str = "1"

    def kind(self) -> ReturnKind:
        """The kind of return: its template, rules, figures and page; raises DefinitionError where they cannot be."""
        return ReturnKind(
            template=Template(self.key, self.version, self.order, self.title, self.purpose, (self.table(),)),
            kpis=self._kpis(),
            pages=(self._page(),),
        )  # fmt: skip

    def _page(self) -> PageDefinition:
        status = f"{self.key}_status"
        return PageDefinition(
            page=MasterPage(
                self.key, self.title, self.purpose, PAGE_ORDER + self.order,
                (ProjectRows(("project_id", "project_name", f"open_{self.key}", f"overdue_{self.key}")),),
            ),
            rankings=(self._due_first(),),
            grids=(
                Grid(
                    status, BY_STATUS.fill(title=self.title), t("Status", "Statut"), self.key,
                    choices(self.statuses, self.key, "status"),
                    (GridColumn("items", t("Items", "Éléments"), Unit.COUNT, lambda held: count(self.key, this.status == held)),),
                ),
            ),
            charts=(
                Chart(
                    status, BY_STATUS.fill(title=self.title), self.key, "bar", status,
                    (Series("items", PLANNED),), t("Number of items by status.", "Nombre d’éléments par statut."),
                ),
            ),
        )  # fmt: skip

    def table(self) -> type[Table]:
        """The table: what identifies an item, its own columns, its follow-up, and whether it is open and overdue."""
        pattern, example = self.identifier
        is_closed = reduce(or_, (this.status == status for status in self.closed))
        body = {
            "__doc__": self.purpose.en,
            "key": self.key,
            "heading": self.title,
            "identity": ("item_id",),
            "needs": ("item_id", "status"),
            "followed": Followed("title", self.closed),
            "item_id": text(
                "ID", "N°", required=LIGHT, pattern=pattern, width=9, example=example,
                pattern_says=t("such as {example}", "par exemple {example}").fill(example=example),
                also="ref | reference | no | number | # | référence | réf | numéro | identifiant",
            ),
            "title": text(
                "Title", "Intitulé", required=LIGHT, max_length=300, width=44,
                also="description | subject | item | libellé | sujet | objet | désignation",
            ),
            **self.columns,
            "owner": text(
                "Owner", "Porteur", t("Exactly one person.", "Une seule personne."), required=LIGHT, max_length=80,
                band=FOLLOW_UP, width=18, example="Claire Martin", person=True,
                also="assigned to | assignee | responsible | who | responsable | pilote | affecté à | qui",
            ),
            "opened": date("Opened on", "Ouvert le", required=STANDARD, band=FOLLOW_UP, also="raised on | date raised | created | date | date d’ouverture | créé le"),
            "due": date("Due", "Échéance", required=STANDARD, band=FOLLOW_UP, also="due date | deadline | target date | date d’échéance | date limite | pour le"),
            "status": choice(self.statuses, "Status", "Statut", required=LIGHT, band=FOLLOW_UP, width=13, also="state | état | avancement"),
            "closed_on": date("Closed on", "Clos le", band=FOLLOW_UP, also="done on | date closed | closed | completed | date de clôture | clôturé le | fait le"),
            "is_open": integer(
                "Open (1) or not (0)", "Ouvert (1) ou non (0)", band=COMPUTED, folded=True, width=9,
                formula=when((is_closed, 0), otherwise=1),
            ),
            "is_overdue": integer(
                "Overdue (1) or not (0)", "En retard (1) ou non (0)", band=COMPUTED, folded=True, width=9,
                formula=when(((this.is_open == 1) & (this.due < at.status_date), 1), otherwise=0),
            ),
            "rules": (*self._shared_rules(), *self.rules),
        }  # fmt: skip
        return type(self.key.title().replace("_", ""), (Table,), body)

    def _shared_rules(self) -> tuple[Rule, ...]:
        return (
            Rule(
                f"{self.code}-01", (this.is_open == 1) | filled(this.closed_on), at="closed_on",
                says=t("Closed without a date", "Clos sans date"),
                fix=t("Enter the day it was closed.", "Saisissez la date de clôture."),
            ),
            Rule(
                f"{self.code}-02", this.closed_on >= this.opened, at="closed_on",
                says=t("Closed before it was opened", "Clos avant d’avoir été ouvert"),
                fix=t("Correct one of the two dates.", "Corrigez l’une des deux dates."),
            ),
            Rule(
                f"{self.code}-03", this.is_overdue == 0, at="due", severity=Severity.WARNING,
                says=t("Overdue", "En retard"),
                fix=t("Close it, or agree a new date.", "Clôturez-le, ou convenez d’une nouvelle échéance."),
            ),
            Rule(
                f"{self.code}-04", ~contains_any(this.owner, "/", ";", "&", " and ", " et "), at="owner",
                says=t("More than one owner", "Plus d’un porteur"),
                fix=t("Name the one person who answers for it.", "Nommez la seule personne qui en répond."),
            ),
            Rule(
                f"{self.code}-05", this.opened <= at.status_date, at="opened", severity=Severity.WARNING,
                says=t("Opened after the status date", "Ouvert après la date d’arrêté"),
                fix=t("Correct the date.", "Corrigez la date."),
            ),
            Rule(
                f"{self.code}-06", this.closed_on <= at.status_date, at="closed_on", severity=Severity.WARNING,
                says=t("Closed after the status date", "Clos après la date d’arrêté"),
                fix=t("Correct the date, or leave it open.", "Corrigez la date, ou laissez-le ouvert."),
            ),
        )  # fmt: skip

    def _kpis(self) -> tuple[Kpi, ...]:
        return (
            Kpi(f"open_{self.key}", self.opened, count(self.key, this.is_open == 1), Unit.COUNT, Aggregation.SUM,
                t("Those that are not closed.", "Ceux qui ne sont pas clos.")),
            Kpi(f"overdue_{self.key}", self.overdue, count(self.key, this.is_overdue == 1), Unit.COUNT, Aggregation.SUM,
                t("Open, with a due date that has passed.", "Ouverts, avec une échéance passée."),
                Threshold(0, 2, rising=False)),
        )  # fmt: skip

    def _due_first(self) -> Ranking:
        order = when((this.is_open == 1, days_between(at.status_date, this.due) * 1e6 + row_number()))
        return Ranking(
            f"{self.key}_due", DUE_FIRST.fill(title=self.title), self.key, self.key, order, False, LISTED,
            ("project_id", "title", "owner", "due", "status"),
        )  # fmt: skip


BY_STATUS = t("{title} by status", "{title}\u00a0: par statut")
DUE_FIRST = t("{title}: due first", "{title}\u00a0: échéances les plus proches")
