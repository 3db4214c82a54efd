"""The plan: tasks and milestones with baseline, forecast and actual dates, progress and task budgets."""

from __future__ import annotations

from pmo_xl.catalog.kinds.plan.choices import ConstraintType, MilestoneLevel, ProgressMethod, TaskType
from pmo_xl.catalog.kinds.plan.vocabulary import PLAN
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import (
    FULL,
    LIGHT,
    STANDARD,
    amount,
    choice,
    date,
    integer,
    number,
    percent,
    text,
)
from pmo_xl.core.definition.model import Rule, Table
from pmo_xl.core.expr.algebra import at, filled, max_of, networkdays, this, when, workdays_between
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.expr.typed_cells import LinksKnown

TASK = t("Task", "Tâche")
BASELINE = t("Baseline", "Référence")
FORECAST = t("Forecast", "Prévision")
ACTUAL = t("Actual", "Réel")
PROGRESS = t("Progress and budget", "Avancement et budget")
COMPUTED = t("Calculated", "Calculé")
LOGIC = t("Logic", "Enchaînement")
EFFORT = t("Workload", "Charge")
MORE = t("More", "Compléments")

finished = filled(this.finish_actual)
is_summary = this.type == TaskType.SUMMARY
in_the_plan = this.type != TaskType.SUMMARY
is_task = this.type == TaskType.TASK
is_milestone = this.type == TaskType.MILESTONE
is_work = (this.type != TaskType.SUMMARY) & (this.type != TaskType.MILESTONE)
"""A task or a level of effort: what must have a budget and a % complete for the plan to have an earned value."""
is_effort = (this.type == TaskType.LOE) | (this.progress_method == ProgressMethod.LOE)
BY_DATES = (
    (ProgressMethod.ZERO_HUNDRED, 0.0),
    (ProgressMethod.FIFTY_FIFTY, 0.5),
    (ProgressMethod.TWENTY_EIGHTY, 0.2),
)
"""The share of its budget that a task is worth from its start on, the rest when it is finished: planned as earned."""
has_started = filled(this.start_actual) | (filled(this.pct_complete) & (this.pct_complete > 0))


def _around_forecast(holds: Expr, at: str, says: Text) -> Rule:
    """What is optimistic and pessimistic lies on either side of the forecast where nothing else is most likely."""
    fix = t("Enter optimistic and pessimistic on either side of the forecast duration, or say what is most likely.",
            "Saisissez optimiste et pessimiste de part et d’autre de la durée prévisionnelle, ou indiquez la durée probable.")  # fmt: skip
    return Rule("PLN-30", filled(this.dur_ml) | finished | holds, at, says, fix, severity=Severity.WARNING)


class Plan(Table):
    """What will be done, when it was to be done, when it will be, how far it is."""

    key, heading = "plan", t("Plan", "Planning")
    identity, needs = ("task_id",), ("task_id", "type")
    open_where = ~finished & in_the_plan
    vocabulary = PLAN

    task_id = text(
        "ID", "N°", t("A number or code that no other task has.", "Un numéro ou code propre à cette tâche."),
        required=LIGHT, max_length=20, band=TASK, width=8, example="10",
    )  # fmt: skip
    wbs = text(
        "WBS", "Code OTP", t("Position in the work breakdown structure, such as 1.2.3.",
                             "Place dans l’organigramme des tâches, par exemple 1.2.3."),
        required=FULL, pattern=r"\d+(\.\d+)*", band=TASK, width=8, example="1.2",
        pattern_says=t("numbers joined by dots, such as 1.2.3", "des nombres séparés par des points, par exemple 1.2.3"),
    )  # fmt: skip
    name = text(
        "Task", "Tâche", required=LIGHT, max_length=200, band=TASK, width=34,
        example=t("Build the payment module", "Réaliser le module de paiement"),
    )  # fmt: skip
    type = choice(
        TaskType, "Type", "Type",
        t("Summary rows roll up others and are not added; a milestone starts and finishes on one day.",
          "Une récapitulative regroupe d’autres lignes et n’est pas sommée ; un jalon débute et finit le même jour."),
        required=LIGHT, band=TASK, width=14, example="task",
    )  # fmt: skip
    owner = text(
        "Owner", "Responsable", t("One person.", "Une seule personne."),
        required=STANDARD, unless=("type", (TaskType.SUMMARY,)), max_length=80, band=TASK, width=18,
        example="Claire Martin", person=True,
    )  # fmt: skip
    start_baseline = date(
        "Baseline start", "Début de référence", required=LIGHT, band=BASELINE, example="2026-01-05"
    )
    finish_baseline = date(
        "Baseline finish", "Fin de référence", required=LIGHT, band=BASELINE, example="2026-03-27"
    )
    start_forecast = date(
        "Forecast start", "Début prévisionnel",
        t("When it will start; once started, the day it did.", "Quand elle débutera ; une fois débutée, le jour réel."),
        required=LIGHT, band=FORECAST, example="2026-01-12",
    )  # fmt: skip
    finish_forecast = date(
        "Forecast finish", "Fin prévisionnelle",
        t("When it will finish; once finished, the day it did.", "Quand elle finira ; une fois finie, le jour réel."),
        required=LIGHT, band=FORECAST, example="2026-04-10",
    )  # fmt: skip
    start_actual = date("Actual start", "Début réel", band=ACTUAL, example="2026-01-12")
    finish_actual = date("Actual finish", "Fin réelle", band=ACTUAL)
    pct_complete = percent(
        "% complete", "% avancement",
        t("Share of the work really achieved, not of the money spent.",
          "Part du travail réellement accomplie, et non du budget consommé."),
        required=LIGHT, unless=("type", (TaskType.SUMMARY,)), band=PROGRESS, width=11, example=0.6,
    )  # fmt: skip
    cost_baseline = amount(
        "Task budget", "Budget de la tâche",
        t("Without task budgets there is no earned value.", "Sans budget par tâche, pas de valeur acquise."),
        required=FULL, unless=("type", (TaskType.SUMMARY, TaskType.MILESTONE)), band=PROGRESS, width=13,
        example=120000.0,
    )  # fmt: skip

    duration_wd = integer(
        "Duration (wd)", "Durée (j\u00a0ouvrés)",
        t("Working days, forecast start to forecast finish.", "Jours ouvrés, du début à la fin prévisionnels."),
        unit="working days", band=COMPUTED, width=10,
        formula=when(
            (is_milestone, 0),
            (filled(this.start_forecast) & filled(this.finish_forecast),
             networkdays(this.start_forecast, this.finish_forecast)),
        ),
    )  # fmt: skip
    finish_current = date(
        "Current finish", "Date d’atterrissage",
        t("Actual finish when there is one, else forecast finish.", "Fin réelle si elle existe, sinon fin prévisionnelle."),
        band=COMPUTED, former=(t("Landing date", "Date d’atterrissage"),),
        formula=when((finished, this.finish_actual), (filled(this.finish_forecast), this.finish_forecast)),
    )  # fmt: skip
    slip_wd = integer(
        "Slip (wd)", "Glissement (j\u00a0ouvrés)",
        t("Working days between baseline finish and current finish; positive = late.",
          "Jours ouvrés entre la fin de référence et l’atterrissage ; positif = retard."),
        unit="working days", band=COMPUTED, width=11,
        formula=workdays_between(this.finish_baseline, this.finish_current),
    )  # fmt: skip
    planned = amount(
        "Planned value", "Valeur planifiée",
        t("Task budget × share of its baseline working days to date; by 0-100, 50-50 and 20-80, what its baseline start and finish credit. Summary rows have none.",
          "Budget de la tâche × part de ses jours ouvrés de référence à date ; en 0-100, 50-50 et 20-80, ce que créditent début et fin de référence. Aucune pour une récapitulative."),
        band=COMPUTED, folded=True, width=13, low=None,
        formula=when(
            (is_summary, None),
            (~filled(this.cost_baseline) | ~filled(this.start_baseline) | ~filled(this.finish_baseline) | ~filled(at.status_date), None),
            (this.finish_baseline <= at.status_date, this.cost_baseline),
            (this.start_baseline > at.status_date, 0),
            *((~is_effort & (this.progress_method == method), this.cost_baseline * share) for method, share in BY_DATES),
            otherwise=this.cost_baseline * networkdays(this.start_baseline, at.status_date)
            / max_of(networkdays(this.start_baseline, this.finish_baseline), 1),
        ),
    )  # fmt: skip
    earned = amount(
        "Earned value", "Valeur acquise",
        t("Task budget × % credited by its progress method (50-50, 20-80: from its actual start or first % on; level of effort: planned value). Summary rows have none.",
          "Budget de la tâche × % crédité par sa méthode (50-50, 20-80 : dès le début réel ou le premier % ; effort continu : valeur planifiée). Aucune pour une récapitulative."),
        band=COMPUTED, width=13, low=None,
        formula=when(
            (is_summary, None),
            (~filled(this.cost_baseline), None),
            (is_effort, this.planned),
            ((this.progress_method == ProgressMethod.EFFORT) & filled(this.effort_actual_pd)
             & filled(this.effort_remaining_pd) & (this.effort_actual_pd + this.effort_remaining_pd > 0),
             this.cost_baseline * this.effort_actual_pd / (this.effort_actual_pd + this.effort_remaining_pd)),
            *((filled(this.pct_complete) & (this.progress_method == method) & (this.pct_complete < 1),
               this.cost_baseline * when((has_started, share), otherwise=0)) for method, share in BY_DATES),
            (filled(this.pct_complete), this.cost_baseline * this.pct_complete),
        ),
    )  # fmt: skip
    done_wd = number(
        "Work done (wd)", "Travail accompli (j\u00a0ouvrés)",
        t("Duration × % complete; summary rows have none.", "Durée × % avancement ; aucun pour une récapitulative."),
        unit="working days", band=COMPUTED, folded=True, width=12,
        formula=when(
            (is_summary, None),
            (filled(this.duration_wd) & filled(this.pct_complete), this.duration_wd * this.pct_complete),
        ),
    )  # fmt: skip

    milestone_level = choice(MilestoneLevel, "Milestone level", "Niveau de jalon", band=LOGIC, folded=True)
    predecessors = text(
        "Predecessors", "Prédécesseurs",
        t("IDs, link type and lag: 12FS+3d; 14. Types FS SS FF SF.",
          "N°, type de lien et décalage : 12FD+3j ; 14. Types FD DD FF DF."),
        max_length=200, band=LOGIC, folded=True, width=16, example=t("8FS+2d", "8FD+2j"),
    )  # fmt: skip
    constraint_type = choice(ConstraintType, "Constraint", "Contrainte", band=LOGIC, folded=True)
    constraint_date = date("Constraint date", "Date de contrainte", band=LOGIC, folded=True)
    progress_method = choice(
        ProgressMethod, "Progress method", "Méthode d’avancement",
        t("How value is earned; blank: % complete as typed.", "Règle d’acquisition ; vide : % avancement saisi."),
        required=FULL, unless=("type", (TaskType.SUMMARY, TaskType.MILESTONE)), band=LOGIC, folded=True, width=16,
    )  # fmt: skip
    effort_baseline_pd = number(
        "Workload (pd)", "Charge (j.h)", low=0, unit="person-days", band=EFFORT, folded=True
    )
    effort_actual_pd = number(
        "Spent (pd)", "Consommé (j.h)", low=0, unit="person-days", band=EFFORT, folded=True
    )
    effort_remaining_pd = number(
        "Remaining (pd)", "Reste à faire (j.h)",
        t("Re-estimated, not workload minus spent.", "Ré-estimé, et non charge moins consommé."),
        low=0, unit="person-days", band=EFFORT, folded=True,
    )  # fmt: skip
    dur_opt = number("Optimistic (wd)", "Optimiste (j\u00a0ouvrés)", low=0, unit="working days", band=EFFORT, folded=True)  # fmt: skip
    dur_ml = number(
        "Most likely (wd)", "Probable (j\u00a0ouvrés)",
        t("Blank: the duration of the forecast.", "Vide : la durée de la prévision."),
        low=0, unit="working days", band=EFFORT, folded=True,
    )  # fmt: skip
    dur_pess = number("Pessimistic (wd)", "Pessimiste (j\u00a0ouvrés)", low=0, unit="working days", band=EFFORT, folded=True)  # fmt: skip
    deliverable = text("Deliverable", "Livrable", max_length=200, band=MORE, folded=True, width=24)
    acceptance_criteria = text(
        "Acceptance criteria", "Critère d’acceptation", max_length=300, band=MORE, folded=True, width=24
    )
    risk_ids = text("Linked risks", "Risques liés", max_length=100, band=MORE, folded=True)
    comment = text("Comment", "Commentaire", max_length=500, band=MORE, folded=True, width=30)

    rules = (
        Rule(
            "PLN-01", this.finish_baseline >= this.start_baseline, at="finish_baseline",
            says=t("Baseline finish before baseline start", "Fin de référence avant le début de référence"),
            fix=t("Correct one of the two dates.", "Corrigez l’une des deux dates."),
        ),
        Rule(
            "PLN-01", this.finish_forecast >= this.start_forecast, at="finish_forecast",
            says=t("Forecast finish before forecast start", "Fin prévisionnelle avant le début prévisionnel"),
            fix=t("Correct one of the two dates.", "Corrigez l’une des deux dates."),
        ),
        Rule(
            "PLN-01", this.finish_actual >= this.start_actual, at="finish_actual",
            says=t("Actual finish before actual start", "Fin réelle avant le début réel"),
            fix=t("Correct one of the two dates.", "Corrigez l’une des deux dates."),
        ),
        Rule(
            "PLN-02", this.start_actual <= at.status_date, at="start_actual",
            says=t("Actual start after the status date", "Début réel postérieur à la date d’arrêté"),
            fix=t("An actual date lies in the past: correct it, or leave it blank and use the forecast.",
                  "Une date réelle est passée : corrigez-la, ou laissez-la vide et utilisez la prévision."),
        ),
        Rule(
            "PLN-02", this.finish_actual <= at.status_date, at="finish_actual",
            says=t("Actual finish after the status date", "Fin réelle postérieure à la date d’arrêté"),
            fix=t("An actual date lies in the past: correct it, or leave it blank and use the forecast.",
                  "Une date réelle est passée : corrigez-la, ou laissez-la vide et utilisez la prévision."),
        ),
        Rule(
            "PLN-03",
            filled(this.start_actual) | (this.pct_complete > 0) | is_summary | (this.start_forecast > at.status_date),
            at="start_forecast",
            says=t("Not started, yet forecast to have started", "Tâche non démarrée alors que son début prévu est dépassé"),
            fix=t("Enter the actual start, or forecast a start after the status date.",
                  "Saisissez le début réel, ou prévoyez un début après la date d’arrêté."),
        ),
        Rule(
            "PLN-03",
            finished | (this.pct_complete >= 1) | is_summary | (this.finish_forecast > at.status_date),
            at="finish_forecast",
            says=t("Not finished, yet forecast to have finished", "Non finie alors que la fin prévue est passée"),
            fix=t("Enter the actual finish, or forecast a finish after the status date.",
                  "Saisissez la fin réelle, ou prévoyez une fin après la date d’arrêté."),
        ),
        Rule(
            "PLN-04", ~finished | filled(this.start_actual), at="start_actual",
            says=t("Actual finish without actual start", "Fin réelle sans début réel"),
            fix=t("Enter the day the task really started.", "Saisissez le jour où la tâche a réellement débuté."),
        ),
        Rule(
            "PLN-05", finished | (this.pct_complete < 1), at="finish_actual",
            says=t("100 % complete without actual finish", "100 % d’avancement sans fin réelle"),
            fix=t("Enter the day it finished, or lower the % complete.",
                  "Saisissez le jour de fin, ou diminuez le % avancement."),
        ),
        Rule(
            "PLN-05", ~finished | (this.pct_complete >= 1), at="pct_complete",
            says=t("Finished, yet less than 100 % complete", "Finie, mais avancement inférieur à 100 %"),
            fix=t("Put 100 %, or clear the actual finish.", "Mettez 100 %, ou effacez la fin réelle."),
        ),
        Rule(
            "PLN-06", filled(this.start_actual) | (this.pct_complete <= 0), at="start_actual",
            says=t("Progress without actual start", "Avancement saisi, mais pas de début réel"),
            fix=t("Enter the day the task really started.", "Saisissez le jour où la tâche a réellement débuté."),
        ),
        Rule(
            "PLN-07", (this.type != TaskType.MILESTONE) | (this.start_forecast == this.finish_forecast),
            at="finish_forecast",
            says=t("Milestone whose start and finish differ: it has only one date", "Jalon dont le début et la fin diffèrent : un jalon n’a qu’une date"),
            fix=t("Put the same forecast start and finish, or make it a task.",
                  "Mettez les mêmes début et fin prévisionnels, ou faites-en une tâche."),
        ),
        Rule(
            "PLN-07", (this.type != TaskType.MILESTONE) | (this.pct_complete <= 0) | (this.pct_complete >= 1),
            at="pct_complete",
            says=t("A milestone is reached or not: 0 % or 100 %", "Un jalon est atteint ou non : 0 % ou 100 %"),
            fix=t("Put 0 % or 100 %.", "Mettez 0 % ou 100 %."),
        ),
        Rule(
            "PLN-08", (this.type != TaskType.TASK) | (this.duration_wd != 0), at="finish_forecast",
            says=t("A task without a working day", "Tâche sans aucun jour ouvré"),
            fix=t("Give it at least one working day, or make it a milestone.",
                  "Donnez-lui au moins un jour ouvré, ou faites-en un jalon."),
        ),
        Rule(
            "PLN-30", (this.dur_opt <= this.dur_ml) & (this.dur_ml <= this.dur_pess), at="dur_ml",
            says=t("Optimistic, likely, pessimistic out of order", "Optimiste, probable, pessimiste dans le désordre"),
            fix=t("Enter them in ascending order.", "Saisissez-les par ordre croissant."),
            severity=Severity.WARNING,
        ),
        _around_forecast(this.dur_opt <= this.duration_wd, "dur_opt", t("Optimistic duration above that of the forecast",
                         "Durée optimiste supérieure à celle de la prévision")),
        _around_forecast(this.duration_wd <= this.dur_pess, "dur_pess", t("Pessimistic duration below that of the forecast",
                         "Durée pessimiste inférieure à celle de la prévision")),
        Rule(
            "FLD-08", (this.type == TaskType.SUMMARY) | (networkdays(this.start_forecast, this.start_forecast) == 1),
            at="start_forecast",
            says=t("Starts on a day that is not worked", "Début un jour non ouvré"),
            fix=t("Choose a working day.", "Choisissez un jour ouvré."),
            severity=Severity.WARNING,
        ),
        Rule(
            "FLD-08", (this.type == TaskType.SUMMARY) | (networkdays(this.finish_forecast, this.finish_forecast) == 1),
            at="finish_forecast",
            says=t("Finishes on a day that is not worked", "Fin un jour non ouvré"),
            fix=t("Choose a working day.", "Choisissez un jour ouvré."),
            severity=Severity.WARNING,
        ),
    )  # fmt: skip

    live = (
        Rule(
            "PLN-20", is_summary | (this.finish_baseline <= at.finish_baseline), at="finish_baseline",
            says=t("Baseline finish after that of the project", "Fin de référence après celle du projet"),
            fix=t("Correct the task, or the dates of the project sheet.", "Corrigez la tâche, ou les dates de la feuille Projet."),
        ),
        Rule(
            "PLN-10", ~filled(this.predecessors) | LinksKnown(this.predecessors, this.task_id), at="predecessors",
            says=t("A predecessor that is not another task", "Un prédécesseur qui n’est pas une autre tâche"),
            fix=t("Correct the ID, or add the task.", "Corrigez le numéro, ou ajoutez la tâche."),
        ),
    )  # fmt: skip
