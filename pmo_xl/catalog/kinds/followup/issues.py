"""The issue log: what has gone wrong, how much it hurts, who settles it."""

from __future__ import annotations

from pmo_xl.catalog.kinds.followup.choices import IssueStatus, Priority, StatusDimension
from pmo_xl.catalog.kinds.followup.shared import (
    COMPUTED,
    FOLLOW_UP,
    LINKS,
    SUBJECT,
    identifier,
    one_owner,
    owner,
)
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.carried import Followed
from pmo_xl.core.definition.column import (
    LIGHT,
    STANDARD,
    choice,
    date,
    integer,
    number,
    signed_amount,
    text,
    yes_no,
)
from pmo_xl.core.definition.model import Rule, Table
from pmo_xl.core.definition.vocabulary import Vocabulary
from pmo_xl.core.expr.algebra import at, days_between, filled, this, when

_closed = (this.status == IssueStatus.RESOLVED) | (this.status == IssueStatus.CLOSED)


class Issues(Table):
    """What has gone wrong, how much it hurts, who settles it by when."""

    key, heading = "issues", t("Issues", "Problèmes")
    identity, needs = ("issue_id",), ("issue_id", "status")
    followed = Followed("title", (IssueStatus.RESOLVED, IssueStatus.CLOSED))
    vocabulary = Vocabulary(anchors=("owner", "status", "severity"))

    issue_id = identifier("I")
    title = text(
        "Issue", "Problème", required=LIGHT, max_length=200, band=SUBJECT, width=44,
        example=t("Test data are not complete", "Jeux de données de recette incomplets"), also="description | title | subject | libellé | intitulé",
    )  # fmt: skip
    impact = text(
        "Impact",
        "Impact",
        required=STANDARD,
        max_length=300,
        band=SUBJECT,
        width=32,
        example=t("Acceptance starts two weeks late", "La recette débute avec deux semaines de retard"),
    )
    dimension = choice(
        StatusDimension, "Dimension", "Axe", required=STANDARD, band=SUBJECT, width=16, example="schedule"
    )
    severity = integer(
        "Severity", "Gravité", t("1 minor to 5 critical.", "1 mineure à 5 critique."), required=LIGHT, low=1, high=5, band=SUBJECT, width=9, example=3,
    )  # fmt: skip
    priority = choice(Priority, "Priority", "Priorité", band=SUBJECT, width=11)
    raised_on = date(
        "Raised on",
        "Signalé le",
        required=STANDARD,
        band=FOLLOW_UP,
        also="opened on | created | date | ouvert le | date d’ouverture",
    )
    owner = owner(required=LIGHT)
    plan = text(
        "Resolution plan", "Plan de résolution", required=STANDARD, unless=("status", (IssueStatus.RESOLVED, IssueStatus.CLOSED)),
        max_length=500, band=FOLLOW_UP, width=36, example=t("Mask production data by 10 April", "Anonymiser des données de production d’ici au 10 avril"),
    )  # fmt: skip
    due_date = date(
        "Due",
        "Échéance",
        band=FOLLOW_UP,
        example="2026-05-29",
        also="due date | deadline | target date | date d’échéance | pour le",
    )
    status = choice(
        IssueStatus,
        "Status",
        "Statut",
        required=LIGHT,
        band=FOLLOW_UP,
        width=16,
        example="open",
        also="state | état",
    )
    escalated_to = text("Escalated to", "Escaladé à", max_length=80, band=FOLLOW_UP, width=16)
    closed_on = date(
        "Closed on", "Clos le", band=FOLLOW_UP, also="resolved on | date closed | résolu le | date de clôture"
    )
    resolution = text("Resolution", "Résolution", max_length=500, band=FOLLOW_UP, width=32)

    is_open = integer(
        "Open (1) or not (0)", "Ouvert (1) ou non (0)", band=COMPUTED, folded=True, width=9, formula=when((_closed, 0), otherwise=1),
    )  # fmt: skip
    age_cd = integer(
        "Age (days)", "Ancienneté (j)", t("Calendar days since it was raised, while it is open.", "Jours calendaires depuis le signalement, tant qu’il est ouvert."),
        band=COMPUTED, unit="days", width=11, formula=when(((this.is_open == 1) & filled(this.raised_on), days_between(this.raised_on, at.status_date))),
    )  # fmt: skip

    risk_id = text("From risk", "Issu du risque", max_length=40, band=LINKS, folded=True, width=10)
    change_id = text(
        "Change request", "Demande de changement", max_length=40, band=LINKS, folded=True, width=12
    )
    task_ids = text("Linked tasks", "Tâches liées", max_length=100, band=LINKS, folded=True, width=12)
    cost_effect = signed_amount("Cost effect", "Effet sur les coûts", band=LINKS, folded=True, width=13)
    delay_wd = number(
        "Delay (wd)", "Retard (j\u00a0ouvrés)", unit="working days", band=LINKS, folded=True, width=10
    )
    lesson = yes_no("Keep as lesson", "À capitaliser", band=LINKS, folded=True, width=11)

    rules = (
        Rule(
            "ISS-01",
            (this.is_open == 0) | (this.severity < 4) | (this.age_cd <= 30) | (this.status == IssueStatus.ESCALATED) | filled(this.escalated_to),
            at="status",
            says=t("Serious issue open for more than 30 days, not escalated", "Problème grave ouvert depuis plus de 30 jours, non escaladé"),
            fix=t("Escalate it, and say to whom.", "Escaladez-le, et précisez à qui."),
            severity=Severity.WARNING,
        ),
        Rule(
            "ISS-01", (this.status != IssueStatus.ESCALATED) | filled(this.escalated_to), at="escalated_to",
            says=t("Escalated, but to whom?", "Escaladé, mais à qui ?"),
            fix=t("Name the person or the body.", "Nommez la personne ou l’instance."),
            severity=Severity.WARNING,
        ),
        Rule(
            "ISS-02", (this.is_open == 1) | filled(this.resolution), at="resolution",
            says=t("Closed without saying how", "Clos sans résolution"),
            fix=t("Say in a sentence how it was settled.", "Dites en une phrase comment il a été résolu."),
        ),
        Rule(
            "ISS-02", (this.is_open == 1) | filled(this.closed_on), at="closed_on",
            says=t("Closed without a date", "Clos sans date"),
            fix=t("Enter the day it was closed.", "Saisissez la date de clôture."),
        ),
        Rule(
            "ISS-03", (this.is_open == 0) | filled(this.due_date), at="due_date",
            says=t("Open without a due date", "Ouvert sans échéance"),
            fix=t("Agree a date with its owner.", "Convenez d’une échéance avec son responsable."),
        ),
        Rule(
            "ISS-04", this.closed_on >= this.raised_on, at="closed_on",
            says=t("Closed before it was raised", "Clos avant d’avoir été signalé"),
            fix=t("Correct one of the two dates.", "Corrigez l’une des deux dates."),
            severity=Severity.WARNING,
        ),
        Rule(
            "ISS-04", this.closed_on <= at.status_date, at="closed_on",
            says=t("Closed after the status date", "Clos après la date d’arrêté"),
            fix=t("Correct the date, or leave the issue open.", "Corrigez la date, ou laissez le problème ouvert."),
            severity=Severity.WARNING,
        ),
        Rule(
            "ISS-06", (this.is_open == 0) | (this.due_date >= at.status_date), at="due_date",
            says=t("Overdue issue", "Problème en retard"),
            fix=t("Settle it, or agree a new date.", "Résolvez-le, ou convenez d’une nouvelle échéance."),
            severity=Severity.WARNING,
        ),
        one_owner("ISS-07", this.owner),
    )  # fmt: skip
