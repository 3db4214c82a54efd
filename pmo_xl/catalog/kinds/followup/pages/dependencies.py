"""The page of dependencies: who waits for whom, what comes too late, what is owed to others, circles."""

from __future__ import annotations

from pmo_xl.catalog.kinds.followup.choices import Direction
from pmo_xl.catalog.kinds.followup.pages.shared import FOLLOW_UP, OPEN, OWNER, who
from pmo_xl.catalog.kinds.followup.rules.dependencies import EXTERNAL
from pmo_xl.catalog.pages.shared import rest_on_screen
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.expr.algebra import at, days_between, filled, row_number, this, when
from pmo_xl.core.pages.blocks import MasterPage, Reader
from pmo_xl.core.pages.follow_up_blocks import DependencyMatrix, FindingsOf, ReceivedOf
from pmo_xl.core.pages.list_blocks import Detail, DetailList
from pmo_xl.core.pages.view import PageDefinition, Ranking

_inbound = OPEN & (this.direction == Direction.INBOUND)
_outbound = OPEN & (this.direction == Direction.OUTBOUND)
_COLUMNS = (
    "project_id",
    "dependency_id",
    "deliverable",
    "other_project",
    "owner",
    "need_date",
    "promise_date",
    "slack_wd",
)
_NEEDED, _PROMISED = t("Needed on", "Attendu le"), t("Promised for", "Promis le")
_DETAILS = (
    who(t("Dependency", "Adhérence"), this.dependency_id),
    Detail(t("Deliverable", "Livrable"), (this.deliverable,), 40.0),
    Detail(t("Other project", "Autre projet"), (this.other_project,), 15.0),
    Detail(_NEEDED, (this.need_date,), 11.0),
    Detail(_PROMISED, (this.promise_date,), 11.0),
    Detail(t("Slack (wd)", "Marge (j\u00a0ouvrés)"), (this.slack_wd,), 12.0, unit=Unit.DAYS),
    Detail(t("Status", "Statut"), (this.status,), 12.0),
    Detail(OWNER, (this.owner,), 18.0),
)

PAGE = PageDefinition(
    page=MasterPage(
        "dependencies", t("Dependencies", "Adhérences"),
        t("Who waits for whom: open dependencies; ◆ one of them is promised after it is needed.",
          "Qui attend qui : adhérences ouvertes ; ◆ l’une d’elles est promise après la date attendue."),
        170, (
            ReceivedOf("dependencies", span=80),
            DetailList("needs_by_slack", 20, span=80, details=_DETAILS, nothing=t("No project waits for anything.", "Aucun projet n’est en attente.")),
            DetailList("owed_next", 15, span=80, details=_DETAILS, nothing=t("No project owes anything to another.", "Aucun projet ne doit rien à un autre.")),
            FindingsOf("DEP-04", t("Projects that wait for one another (DEP-04)", "Projets qui s’attendent mutuellement (DEP-04)"),
                       t("No circle was found.", "Aucune attente circulaire n’a été trouvée."), span=80),
            rest_on_screen(80),
            DependencyMatrix("dependencies", "other_project", "direction", Direction.INBOUND, "is_open", "slack_wd", tuple(sorted(EXTERNAL)), 20, span=80),
        ),
        columns=80, column_width=1.5, reader=Reader.PMO, landscape=True, of_kind=FOLLOW_UP,
    ),
    rankings=(
        Ranking(
            "needs_by_slack", t("What projects need, the least slack first", "Ce que les projets attendent, marge la plus faible d’abord"),
            "dependencies", "dependencies",
            # Without both dates the slack is unknown: these come last.
            when((_inbound & filled(this.slack_wd), (this.slack_wd + 1e5) * 1e7 + row_number()), (_inbound, row_number() + 9e12)),
            False, 20, _COLUMNS,
        ),
        Ranking(
            "owed_next", t("What projects owe to others, the first due first", "Ce que les projets doivent fournir, par date promise"),
            "dependencies", "dependencies",
            when((_outbound & filled(this.promise_date), days_between(at.status_date, this.promise_date) * 1e7 + row_number()),
                 (_outbound, row_number() + 9e12)),
            False, 15, _COLUMNS,
        ),
    ),
)  # fmt: skip
