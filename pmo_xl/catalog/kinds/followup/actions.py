"""The action log: what was agreed, who does it, by when."""

from __future__ import annotations

from pmo_xl.catalog.kinds.followup.choices import ActionStatus, Priority
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
from pmo_xl.core.definition.carried import Carried, Followed
from pmo_xl.core.definition.column import LIGHT, STANDARD, choice, date, integer, text
from pmo_xl.core.definition.model import Rule, Table
from pmo_xl.core.definition.vocabulary import Vocabulary
from pmo_xl.core.expr.algebra import (
    at,
    days_between,
    filled,
    or_zero,
    starts_with,
    this,
    when,
    workdays_between,
)

_closed = (this.status == ActionStatus.DONE) | (this.status == ActionStatus.CANCELLED)
_put_off = or_zero(this.postponed) + when(
    (filled(this.due_previous) & (this.due_date > this.due_previous), 1), otherwise=0
)
"""How often the due date was moved back, this period included."""
BLOCKED_WD = 10
"""Working days after which a blocked action is to be somebody else's business too."""


class Actions(Table):
    """What was agreed, who does it, by when."""

    key, heading = "actions", t("Actions", "Plan d’actions")
    identity, needs = ("action_id",), ("action_id", "status")
    followed = Followed("action", (ActionStatus.DONE, ActionStatus.CANCELLED))
    vocabulary = Vocabulary(anchors=("owner", "due_date", "status"))
    carried = Carried(
        before={"due_previous": "due_date"}, first={"due_first": "due_date"}, counts={"postponed": ("due_date", "due_previous")},
    )  # fmt: skip

    action_id = identifier("A")
    action = text(
        "Action", "Action", t("Begin with a verb.", "Commencez par un verbe."), required=LIGHT, max_length=200, band=SUBJECT, width=44,
        example=t("Confirm the test environment", "Confirmer l’environnement de recette"), also="description | subject | libellé | sujet | intitulé",
    )  # fmt: skip
    source_id = text(
        "From", "Origine", t("R-012, I-003, D-004 or a meeting; blank for one of its own.", "R-012, I-003, D-004 ou une séance ; à laisser vide pour une action isolée."),
        max_length=40, band=SUBJECT, width=11, also="source | origin | provenance",
    )  # fmt: skip
    owner = owner(required=LIGHT)
    opened_on = date(
        "Opened on",
        "Ouverte le",
        required=STANDARD,
        band=FOLLOW_UP,
        also="raised on | created | date | créée le | date d’ouverture",
    )
    due_date = date(
        "Due",
        "Échéance",
        required=LIGHT,
        band=FOLLOW_UP,
        example="2026-05-29",
        also="due date | deadline | target date | date d’échéance | date limite | pour le",
    )
    status = choice(
        ActionStatus,
        "Status",
        "Statut",
        required=LIGHT,
        band=FOLLOW_UP,
        width=13,
        example="open",
        also="state | état | avancement",
    )
    done_on = date(
        "Done on", "Faite le", band=FOLLOW_UP, also="closed on | completed | date de clôture | soldée le"
    )
    priority = choice(Priority, "Priority", "Priorité", band=FOLLOW_UP, width=11)
    comment = text("Comment", "Commentaire", max_length=500, band=FOLLOW_UP, width=36)

    is_open = integer(
        "Open (1) or not (0)", "Ouverte (1) ou non (0)", band=COMPUTED, folded=True, width=9, formula=when((_closed, 0), otherwise=1),
    )  # fmt: skip
    age_cd = integer(
        "Age (days)", "Ancienneté (j)", t("Calendar days since it was opened, while it is open.", "Jours calendaires depuis l’ouverture, tant qu’elle est ouverte."),
        band=COMPUTED, unit="days", width=11, formula=when(((this.is_open == 1) & filled(this.opened_on), days_between(this.opened_on, at.status_date))),
    )  # fmt: skip
    late_cd = integer(
        "Late (days)", "Retard (j)", t("Calendar days after the due date, while it is open.", "Jours calendaires après l’échéance, tant qu’elle est ouverte."),
        band=COMPUTED, unit="days", width=9,
        formula=when(((this.is_open == 1) & filled(this.due_date),
                      when((this.due_date < at.status_date, days_between(this.due_date, at.status_date)), otherwise=0))),
    )  # fmt: skip
    due_first = date(
        "First due", "Échéance initiale", t("Frozen when the workbook is prepared.", "Figée à la préparation du classeur."), band=LINKS, folded=True,
    )  # fmt: skip
    due_previous = date("Due last period", "Échéance précédente", t("Filled when the workbook is prepared.", "Renseignée à la préparation du classeur."),
        band=LINKS, folded=True)  # fmt: skip
    postponed = integer(
        "Put off before (times)", "Reports antérieurs (nombre)", t("Filled when the workbook is prepared.", "Renseigné à la préparation du classeur."),
        low=0, high=999, band=LINKS, folded=True, width=11,
    )  # fmt: skip

    rules = (
        Rule(
            "ACT-01", (this.is_open == 0) | (this.due_date >= at.status_date), at="due_date",
            says=t("Overdue action", "Action en retard"),
            fix=t("Close it, or agree a new date.", "Soldez-la, ou convenez d’une nouvelle échéance."),
            severity=Severity.WARNING,
        ),
        Rule(
            "ACT-02", (this.is_open == 0) | (_put_off < 3), at="due_date",
            says=t("Put off three times", "Reportée trois fois"),
            fix=t("Ask what stands in its way; give it to somebody else, escalate it, or cancel it.",
                  "Cherchez ce qui la bloque ; confiez-la à quelqu’un d’autre, escaladez-la ou abandonnez-la."),
            severity=Severity.WARNING,
        ),
        Rule(
            "ACT-03", (this.status != ActionStatus.DONE) | filled(this.done_on), at="done_on",
            says=t("Done, but when?", "Faite, mais quand ?"),
            fix=t("Enter the day it was done.", "Saisissez le jour où elle a été faite."),
        ),
        Rule(
            "ACT-03", this.done_on <= at.status_date, at="done_on",
            says=t("Done after the status date", "Faite après la date d’arrêté"),
            fix=t("Correct the date, or leave the action open.", "Corrigez la date, ou laissez l’action ouverte."),
        ),
        Rule(
            "ACT-03", this.done_on >= this.opened_on, at="done_on",
            says=t("Done before it was opened", "Faite avant d’avoir été ouverte"),
            fix=t("Correct one of the two dates.", "Corrigez l’une des deux dates."),
        ),
        one_owner("ACT-04", this.owner),
        Rule(
            "ACT-07",
            (this.status != ActionStatus.BLOCKED) | (workdays_between(this.opened_on, at.status_date) <= BLOCKED_WD)
            | (filled(this.source_id) & (starts_with(this.source_id, "I-") | starts_with(this.source_id, "D-"))),
            at="source_id",
            says=t("Blocked for more than 10 working days, and nobody was asked", "Bloquée depuis plus de 10 jours ouvrés, sans escalade"),
            fix=t("Raise an issue or ask for a decision, and enter its ID.", "Ouvrez un problème ou demandez une décision, et saisissez son numéro."),
            severity=Severity.WARNING,
        ),
    )  # fmt: skip
