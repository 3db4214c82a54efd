"""Figures of the follow-up: what is open and late, what waits for a decision, what changes cost, who waits for whom."""

from __future__ import annotations

from pmo_xl.catalog.kinds.followup.choices import ActionStatus, DecisionStatus, DependencyStatus, Direction
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Concern, Kpi, Threshold
from pmo_xl.core.definition.measures import (
    AMOUNT,
    COUNT,
    MAX,
    PERCENT,
    POOL,
    RATIO,
    RECOMPUTE,
    SUM,
    money,
    money_given,
    over,
)
from pmo_xl.core.expr.algebra import (
    at,
    complete_total,
    count,
    days_between,
    filled,
    max_over_rows,
    median_over_rows,
    this,
    total,
    when,
)
from pmo_xl.core.expr.nodes import Expr, Ref

YEAR = 365


def _in_the_year(day: Ref) -> Expr:
    """In the twelve months before the status date: what is dated later has not happened yet."""
    return (day <= at.status_date) & (days_between(day, at.status_date) <= YEAR)


_open = this.is_open == 1
_done = (this.status == ActionStatus.DONE) & _in_the_year(this.done_on)
_promised = when((filled(this.due_first), this.due_first), otherwise=this.due_date)
_taken = (this.status == DecisionStatus.DECIDED) & _in_the_year(this.decided_on)
_approved = this.is_approved == 1
_inbound = this.direction == Direction.INBOUND


def _share(part: Expr, whole: Expr) -> Expr:
    """A share of a count; undefined where there is nothing to share."""
    return when((whole > 0, part / whole))


def _cost(table: str, column: Ref, where: Expr, rows: Expr) -> Expr:
    """What the rows that meet a condition cost: nothing where there is none, unknown where none of them says it."""
    return when((rows == 0, 0), (count(table, where & filled(column)) > 0, money_given(table, column, where)))


def _awaited(mark: Ref) -> Expr:
    """How many awaited deliveries bear a mark; unknown where none is awaited, or where nobody could compare."""
    return when((this.has_followup == 1, complete_total("awaited", mark)))


KPIS = (
    Kpi("open_actions", t("Open actions", "Actions ouvertes"), count("actions", _open), COUNT, SUM,
        t("Actions that are neither done nor cancelled.", "Actions ni faites ni abandonnées.")),
    Kpi("overdue_actions", t("Overdue actions", "Actions en retard"), count("actions", _open & (this.due_date < at.status_date)), COUNT, SUM,
        t("Open actions whose due date has passed.", "Actions ouvertes dont l’échéance est passée."), Threshold(0, 2, rising=False),
        concern=Concern(t("{value} overdue actions", "{value} actions en retard"), t("{value} overdue action", "{value} action en retard"))),
    Kpi("action_overdue_rate", t("Overdue share of actions", "Part des actions en retard"), _share(this.overdue_actions, this.open_actions), PERCENT, RECOMPUTE,
        t("Overdue actions ÷ open actions.", "Actions en retard ÷ actions ouvertes."), Threshold(0.10, 0.25, rising=False)),
    Kpi("action_age_median", t("Median age of open actions (days)", "Ancienneté médiane des actions ouvertes (j)"), median_over_rows("actions", this.age_cd), RATIO, POOL,
        t("Calendar days since open actions were opened: half of those whose opening is dated are older, half younger.",
          "Jours calendaires depuis l’ouverture des actions ouvertes : la moitié de celles dont l’ouverture est datée sont plus anciennes, l’autre moitié plus récentes."),
        Threshold(30, 60, rising=False)),
    Kpi("actions_done", t("Actions done (12 months)", "Actions faites (12 mois)"), count("actions", _done), COUNT, SUM,
        t("Actions done in the twelve months before the status date.", "Actions faites dans les douze mois précédant la date d’arrêté.")),
    Kpi("actions_done_in_time", t("Actions done in time (12 months)", "Actions faites à temps (12 mois)"), count("actions", _done & (this.done_on <= _promised)), COUNT, SUM,
        t("Of these, those done by the date that was agreed first.", "Parmi elles, celles faites à l’échéance convenue à l’origine.")),
    Kpi("action_closed_on_time", t("Closed on time", "Taux d’actions faites à temps"), _share(this.actions_done_in_time, this.actions_done), PERCENT, RECOMPUTE,
        t("Actions done by the date that was agreed first ÷ actions done, over twelve months.",
          "Actions faites à l’échéance convenue à l’origine ÷ actions faites, sur douze mois."), Threshold(0.80, 0.60)),
    Kpi("open_issues", t("Open issues", "Problèmes ouverts"), count("issues", _open), COUNT, SUM,
        t("Issues that are neither resolved nor closed.", "Problèmes ni résolus ni clos.")),
    Kpi("serious_issues", t("Serious issues", "Problèmes graves"), count("issues", _open & (this.severity >= 4)), COUNT, SUM,
        t("Open issues with a severity of 4 or 5.", "Problèmes ouverts de gravité 4 ou 5."), Threshold(0, 1, rising=False),
        concern=Concern(t("{value} serious issues", "{value} problèmes graves"), t("{value} serious issue", "{value} problème grave"))),
    Kpi("issue_age_max", t("Oldest issue (days)", "Problème le plus ancien (j)"), when((this.open_issues > 0, max_over_rows("issues", this.age_cd))), COUNT, MAX,
        t("Calendar days since the oldest open issue was raised.", "Jours calendaires depuis le signalement du plus ancien problème ouvert."),
        Threshold(30, 60, rising=False)),
    Kpi("decisions_due", t("Decisions to take", "Décisions à prendre"), count("decisions", this.is_pending == 1), COUNT, SUM,
        t("Decisions requested or deferred.", "Décisions demandées ou reportées.")),
    Kpi("decisions_overdue", t("Overdue decisions", "Décisions en retard"), count("decisions", (this.is_pending == 1) & (this.needed_by < at.status_date)), COUNT, SUM,
        t("Pending decisions whose date has passed.", "Décisions à prendre dont la date est passée."), Threshold(0, 1, rising=False),
        concern=Concern(t("{value} overdue decisions", "{value} décisions en retard"), t("{value} overdue decision", "{value} décision en retard"))),
    Kpi("decisions_taken", t("Decisions taken (12 months)", "Décisions prises (12 mois)"), count("decisions", _taken & filled(this.settled_cd)), COUNT, SUM,
        t("Decisions taken in the twelve months before the status date, whose request is dated.",
          "Décisions prises dans les douze mois précédant la date d’arrêté, et dont la demande est datée.")),
    Kpi("decision_days_total", t("Days spent on decisions", "Cumul des délais de décision (jours)"), when((this.decisions_taken == 0, 0), otherwise=total("decisions", this.settled_cd, _taken)), COUNT, SUM,
        t("Calendar days from request to decision, over these decisions.", "Jours calendaires de la demande à la décision, sur ces décisions.")),
    Kpi("decision_days", t("Days to decide", "Délai de décision (jours)"), _share(this.decision_days_total, this.decisions_taken), RATIO, RECOMPUTE,
        t("Mean number of calendar days from request to decision, over twelve months.", "Nombre moyen de jours calendaires de la demande à la décision, sur douze mois."),
        Threshold(15, 30, rising=False)),
    Kpi("waiting_cost", t("Cost of waiting", "Coût de l’attente"), _cost("decisions", this.waiting_cost, this.overdue_cd > 0, this.decisions_overdue), AMOUNT, SUM,
        t("What overdue decisions have cost so far: months past their date × the cost of a month.",
          "Ce que les décisions en retard ont coûté à ce jour : mois écoulés depuis leur date × coût d’un mois.")),
    Kpi("changes_open", t("Pending changes", "Demandes de changement en attente"), count("changes", this.is_pending == 1), COUNT, SUM,
        t("Change requests submitted or analysed.", "Demandes de changement soumises ou instruites.")),
    Kpi("changes_pending_cost", t("Pending cost of changes", "Coût des demandes en attente"), _cost("changes", this.impact_cost, this.is_pending == 1, this.changes_open), AMOUNT, SUM,
        t("Cost impact of the pending changes that state one: beside the estimate at completion, never inside.",
          "Impact coût des demandes en attente qui en indiquent un : à côté de l’atterrissage, jamais dedans.")),
    Kpi("changes_cost", t("Approved cost of changes", "Coût des changements acceptés"), when((count("changes", _approved) == 0, 0), otherwise=money("changes", this.impact_cost, _approved)), AMOUNT, SUM,
        t("Cost impact of the approved changes; unknown where one of them states none.",
          "Impact coût des changements acceptés ; inconnu si l’un d’eux n’en indique pas.")),
    Kpi("change_rate", t("Scope growth", "Changements acceptés / budget initial"), over(this.changes_cost, this.bac0), PERCENT, RECOMPUTE,
        t("Approved cost of changes ÷ initial budget.", "Coût des changements acceptés ÷ budget initial."), Threshold(0.05, 0.10, rising=False)),
    Kpi("deps_at_risk", t("Dependencies at risk", "Adhérences à risque"),
        count("dependencies", _inbound & ((this.status == DependencyStatus.AT_RISK) | (this.status == DependencyStatus.BROKEN)
              | ((this.is_open == 1) & (this.slack_wd < 0)))), COUNT, SUM,
        t("What the project waits for and that is promised too late, threatened or broken.",
          "Ce que le projet attend et qui est promis trop tard, à risque ou non tenu."), Threshold(0, 1, rising=False),
        concern=Concern(t("{value} dependencies at risk", "{value} adhérences à risque"), t("{value} dependency at risk", "{value} adhérence à risque"))),
    Kpi("deps_answerable", t("Dependencies on projects that report", "Adhérences envers un projet qui rend compte"), _awaited(this.is_answerable), COUNT, SUM,
        t("What the project still waits for from other projects whose follow-up came.", "Ce que le projet attend encore d’autres projets dont le suivi a été reçu.")),
    Kpi("deps_twinned", t("Dependencies told on both sides", "Adhérences réciproques"), _awaited(this.is_twinned), COUNT, SUM,
        t("Of these, those that the other project tells of too: the same deliverable, or its only delivery to this project.",
          "Parmi elles, celles que l’autre projet déclare aussi : le même livrable, ou sa seule livraison à ce projet.")),
    Kpi("dep_twin_rate", t("Share told on both sides", "Taux d’adhérences réciproques"), _share(this.deps_twinned, this.deps_answerable), PERCENT, RECOMPUTE,
        t("Dependencies told on both sides ÷ dependencies on projects that report.", "Adhérences réciproques ÷ adhérences envers un projet qui rend compte."),
        Threshold(0.90, 0.70)),
)  # fmt: skip
