"""The dependencies between projects: what one needs of another, what it owes, by when."""

from __future__ import annotations

from pmo_xl.catalog.kinds.followup.choices import DependencyStatus, Direction
from pmo_xl.catalog.kinds.followup.shared import COMPUTED, FOLLOW_UP, LINKS, SUBJECT, identifier, owner
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.carried import Followed
from pmo_xl.core.definition.column import LIGHT, choice, date, integer, text
from pmo_xl.core.definition.model import Rule, Table
from pmo_xl.core.definition.vocabulary import Vocabulary
from pmo_xl.core.expr.algebra import at, filled, this, when, workdays_between

_live = (this.status != DependencyStatus.DELIVERED) & (this.status != DependencyStatus.BROKEN)


class Dependencies(Table):
    """What this project needs of another, and what it owes to one."""

    key, heading = "dependencies", t("Dependencies", "Adhérences")
    identity, needs = ("dependency_id",), ("dependency_id", "status")
    followed = Followed("deliverable", (DependencyStatus.DELIVERED, DependencyStatus.BROKEN))
    vocabulary = Vocabulary(anchors=("other_project", "direction"))

    dependency_id = identifier("X")
    direction = choice(
        Direction, "Direction", "Sens", required=LIGHT, band=SUBJECT, width=16, example="inbound"
    )
    other_project = text(
        "Other project", "Autre projet", t("Its ID, or: external.", "Son code, ou : externe."), required=LIGHT, max_length=60,
        band=SUBJECT, width=14, example="P002",
    )  # fmt: skip
    deliverable = text(
        "Deliverable", "Livrable", required=LIGHT, max_length=200, band=SUBJECT, width=40, example=t("Customer master data", "Référentiel clients"),
    )  # fmt: skip
    need_date = date(
        "Needed on",
        "Attendu le",
        required=LIGHT,
        unless=("direction", (Direction.OUTBOUND,)),
        band=FOLLOW_UP,
        example="2026-05-04",
    )
    promise_date = date(
        "Promised for",
        "Promis le",
        required=LIGHT,
        unless=("direction", (Direction.INBOUND,)),
        band=FOLLOW_UP,
        example="2026-04-27",
    )
    status = choice(
        DependencyStatus,
        "Status",
        "Statut",
        required=LIGHT,
        band=FOLLOW_UP,
        width=12,
        example="agreed",
        also="state | état",
    )
    owner = owner(required=LIGHT)

    is_open = integer(
        "Open (1) or not (0)", "Ouverte (1) ou non (0)", band=COMPUTED, folded=True, width=9,
        formula=when((this.status == DependencyStatus.DELIVERED, 0), otherwise=1),
    )  # fmt: skip
    slack_wd = integer(
        "Slack (wd)", "Marge (j\u00a0ouvrés)", t("Working days from the promise to the need; below 0 it comes too late.",
                                                "Jours ouvrés entre la date promise et la date attendue ; négative : la livraison arrive trop tard."),
        band=COMPUTED, unit="working days", width=10, formula=workdays_between(this.promise_date, this.need_date),
    )  # fmt: skip

    task_id = text("Task here", "Tâche de ce projet", max_length=40, band=LINKS, folded=True, width=10)
    other_task_id = text(
        "Task there", "Tâche de l’autre projet", max_length=40, band=LINKS, folded=True, width=10
    )

    rules = (
        Rule(
            "DEP-01", ~_live | (this.slack_wd >= 0), at="promise_date",
            says=t("Promised too late", "Promis trop tard"),
            fix=t("Agree another date with the other project, or re-plan what waits for it.",
                  "Convenez d’une autre date avec l’autre projet, ou replanifiez ce qui en dépend."),
            severity=Severity.WARNING,
        ),
        Rule(
            "DEP-07", (this.status != DependencyStatus.AGREED) | (filled(this.need_date) & filled(this.promise_date)), at="promise_date",
            says=t("Agreed, but not on both dates", "Adhérence convenue, mais il manque une date"),
            fix=t("Enter when it is needed and when it is promised.", "Saisissez la date attendue et la date promise."),
            severity=Severity.WARNING,
        ),
    )  # fmt: skip
    live = (
        Rule(
            "DEP-03", this.other_project != at.project_id, at="other_project",
            says=t("The project depends on itself", "Le projet dépend de lui-même"),
            fix=t("Name the other project; what is inside this one is a link of the plan.",
                  "Nommez l’autre projet ; ce qui est interne est un lien du planning."),
        ),
    )  # fmt: skip
