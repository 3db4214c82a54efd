"""Schedule: dates, slip, milestones. Slips are in working days, positive when late."""

from __future__ import annotations

from pmo_xl.catalog.kinds.plan.table import finished, in_the_plan, is_milestone, is_task, is_work
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Concern, Kpi, Threshold
from pmo_xl.core.definition.measures import COUNT, DATE, DAYS, MAX, MIN, PERCENT, RECOMPUTE, SUM  # fmt: skip
from pmo_xl.core.expr.algebra import (
    at,
    complete_total,
    count,
    filled,
    max_over_rows,
    min_over_rows,
    this,
    workdays_between,
)

due = this.finish_baseline <= at.status_date
overdue = (this.finish_baseline <= at.status_date) & (this.pct_complete < 1)

KPIS = (
    Kpi("tasks", t("Tasks", "Tâches"), count("plan", is_task), COUNT, SUM,
        t("Tasks of the plan, summaries and milestones left out.", "Tâches du planning, hors récapitulatives et jalons.")),
    Kpi("tasks_done", t("Tasks done", "Tâches finies"), count("plan", is_task & (this.pct_complete >= 1)), COUNT, SUM,
        t("Tasks at 100 %.", "Tâches à 100 %.")),
    Kpi("late_tasks", t("Late tasks", "Tâches en retard"), count("plan", is_task & (this.slip_wd > 0)) + count("plan", is_task & overdue)
        - count("plan", is_task & overdue & (this.slip_wd > 0)), COUNT, SUM,
        t("Tasks forecast to finish after their baseline finish, or that should have finished by the status date and have not, whatever their forecast.",
          "Tâches dont la fin prévue dépasse la fin de référence, ou qui devraient être finies à la date d’arrêté et ne le sont pas, quelle que soit leur prévision.")),
    Kpi("judged_tasks", t("Tasks assessed for delay", "Tâches au retard évaluable"), count("plan", is_task & filled(this.slip_wd)) + count("plan", is_task & overdue)
        - count("plan", is_task & overdue & filled(this.slip_wd)), COUNT, SUM,
        t("Tasks whose delay can be assessed: baseline and current finish are given, or they should be finished and are not.",
          "Tâches dont le retard peut être évalué : fin de référence et fin actuelle connues, ou tâche qui devrait être finie et ne l’est pas.")),
    Kpi("late_share", t("Late share", "Part en retard"), this.late_tasks / this.judged_tasks, PERCENT, RECOMPUTE,
        t("Late tasks / tasks whose delay can be assessed.", "Tâches en retard / tâches dont le retard peut être évalué.")),
    Kpi("work_wd", t("Work (wd)", "Travail (j ouvrés)"), complete_total("plan", this.duration_wd, in_the_plan), DAYS, SUM,
        t("Sum of task durations, in working days.", "Somme des durées des tâches, en jours ouvrés.")),
    Kpi("done_wd", t("Work done (wd)", "Travail accompli (j ouvrés)"), complete_total("plan", this.done_wd, each=is_work), DAYS, SUM,
        t("Sum of task durations × % complete.", "Somme des durées des tâches × % avancement.")),
    Kpi("progress", t("Progress", "Avancement"), this.done_wd / this.work_wd, PERCENT, RECOMPUTE,
        t("Work done / work: progress weighted by duration, where task budgets are missing.",
          "Travail accompli / travail : avancement pondéré par la durée, à défaut de budgets par tâche.")),
    Kpi("start_baseline", t("Baseline start", "Début de référence"), min_over_rows("plan", this.start_baseline), DATE, MIN,
        t("Earliest baseline start of the plan.", "Premier début de référence du planning.")),
    Kpi("finish_baseline", t("Baseline finish", "Fin de référence"), max_over_rows("plan", this.finish_baseline), DATE, MAX,
        t("Latest baseline finish of the plan.", "Dernière fin de référence du planning.")),
    Kpi("start_current", t("Current start", "Début actuel"), min_over_rows("plan", this.start_forecast), DATE, MIN,
        t("Earliest forecast start of the plan; of what has started, the day it did.",
          "Premier début prévisionnel du planning ; pour ce qui a débuté, le jour réel.")),
    Kpi("finish_forecast", t("Forecast finish", "Date d’atterrissage"), max_over_rows("plan", this.finish_current), DATE, MAX,
        t("Latest actual or forecast finish of the plan.", "Dernière fin réelle ou prévisionnelle du planning.")),
    Kpi("slip_wd", t("Slip (wd)", "Glissement (j ouvrés)"),
        workdays_between(this.finish_baseline, this.finish_forecast), DAYS, MAX,
        t("Working days from baseline finish to forecast finish; positive = late. Portfolio: the largest.",
          "Jours ouvrés de la fin de référence à l’atterrissage ; positif = retard. Portefeuille : le plus grand."),
        Threshold(0, 10, rising=False), concern=Concern(t("{value} wd late", "{value} j de retard"))),
    Kpi("milestones", t("Milestones", "Jalons"), count("plan", is_milestone), COUNT, SUM,
        t("Milestones of the plan.", "Jalons du planning.")),
    Kpi("milestones_due", t("Milestones due", "Jalons échus"), count("plan", is_milestone & due), COUNT, SUM,
        t("Milestones whose baseline date lies on or before the status date.",
          "Jalons dont la date de référence est échue à la date d’arrêté.")),
    Kpi("milestones_met", t("Milestones met", "Jalons tenus"),
        count("plan", is_milestone & due & finished & (this.slip_wd <= 0)), COUNT, SUM,
        t("Milestones due whose actual finish lies on or before their baseline date.",
          "Jalons échus dont la fin réelle ne dépasse pas la date de référence.")),
    Kpi("milestone_hit_rate", t("Milestone hit rate", "Taux de jalons tenus"),
        this.milestones_met / this.milestones_due, PERCENT, RECOMPUTE,
        t("Milestones met / milestones due.", "Jalons tenus / jalons échus."), Threshold(0.90, 0.75)),
    Kpi("overdue_milestones", t("Overdue milestones", "Jalons en retard"),
        count("plan", is_milestone & due & ~finished), COUNT, SUM,
        t("Milestones due without an actual finish.", "Jalons échus sans fin réelle."), Threshold(0, 1, rising=False),
        concern=Concern(t("{value} overdue milestones", "{value} jalons en retard"), t("{value} overdue milestone", "{value} jalon en retard"))),
    Kpi("next_milestone", t("Next milestone", "Prochain jalon"),
        min_over_rows("plan", this.finish_current, is_milestone & ~finished & (this.finish_current >= at.status_date)), DATE, MIN,
        t("Date of the next milestone without an actual finish; one whose date has passed is overdue, and not the next.",
          "Date du prochain jalon sans fin réelle ; un jalon dont la date est passée est en retard, il n’est pas le prochain.")),
    Kpi("milestone_slip_wd", t("Milestone slip (wd)", "Glissement des jalons (j ouvrés)"),
        max_over_rows("plan", this.slip_wd, is_milestone), DAYS, MAX,
        t("Largest slip of a milestone, in working days; never a mean.",
          "Plus grand glissement d’un jalon, en jours ouvrés ; jamais une moyenne.")),
)  # fmt: skip
