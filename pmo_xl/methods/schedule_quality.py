"""The 14 points of schedule quality, one entry each: what is counted, among what, how much is accepted.

Source: DCMA-EA PAM 200.1, *Earned Value Management System Program Analysis Pamphlet* (October 2012), section 4.
Where the pamphlet leaves a choice open, the population says which one was made. Percentages are of that
population, never of all rows; without data a point is not assessed, never passed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.flow.schedule_quality import Assessment, Point, Verdict
from pmo_xl.methods import schedule_counts as count
from pmo_xl.methods.project_plan import ProjectPlan
from pmo_xl.methods.schedule_counts import BEI_LIMIT, CPLI_LIMIT, STRETCH, Tally


@dataclass(frozen=True, slots=True)
class Metric:
    """A point with its limit and the function that counts; a Text from it says why nothing can be counted."""

    point: Point
    limit: float
    judge: Callable[[ProjectPlan], Tally | Text]
    rising: bool = False

    def assess(self, plan: ProjectPlan) -> Assessment:
        """The point for one plan."""
        tally = self.judge(plan)
        if isinstance(tally, Text):
            return Assessment(self.point, Verdict.NOT_ASSESSED, why=tally)
        value = tally.count / tally.population if tally.value is None else tally.value
        good = value >= self.limit if self.rising else value <= self.limit
        verdict = Verdict.PASSED if good else Verdict.FAILED
        return Assessment(self.point, verdict, value, tally.count, tally.population, None, tally.offences)


def assess_points(plan: ProjectPlan) -> tuple[Assessment, ...]:
    """The 14 points for one plan, in their order."""
    return tuple(metric.assess(plan) for metric in METRICS)


FEW = 0.05

INCOMPLETE = t("unfinished tasks (no summary, milestone, level of effort)",
               "tâches non finies (hors récapitulatives, jalons, effort continu)")  # fmt: skip
LINKS = t("links with an unfinished end", "liens dont une extrémité n’est pas finie")
UP_TO_5, NONE = t("≤ 5 %", "≤ 5 %"), t("0", "0")

METRICS = (
    Metric(Point("logic", "1", t("Logic", "Enchaînement"),
        t("without predecessor or successor; the first and the last are excused",
          "sans prédécesseur ou sans successeur ; la première et la dernière sont excusées"), INCOMPLETE, UP_TO_5), FEW, count.logic),
    Metric(Point("leads", "2", t("Leads", "Décalages négatifs"),
        t("with a negative lag", "à décalage négatif"), LINKS, NONE), 0, count.links(lambda lag, _kind: lag < 0)),
    Metric(Point("lags", "3", t("Lags", "Décalages positifs"),
        t("with a positive lag", "à décalage positif"), LINKS, UP_TO_5), FEW, count.links(lambda lag, _kind: lag > 0)),
    Metric(Point("relationships", "4", t("FS links", "Liens FD"),
        t("finish-to-start", "de type fin-début"), LINKS, t("≥ 90 %", "≥ 90 %")), 0.90, count.finish_to_start, rising=True),
    Metric(Point("hard_constraints", "5", t("Hard constraints", "Contraintes fortes"),
        t("must start/finish on, or start/finish no later than", "doit commencer/finir le, ou début/fin au plus tard le"),
        INCOMPLETE, UP_TO_5), FEW, count.hard_constraints),
    Metric(Point("high_float", "6", t("High float", "Marge élevée"),
        t("total float above 44 working days, to the early finish of the network",
          "marge totale de plus de 44 jours ouvrés, jusqu’à la fin au plus tôt du réseau"), INCOMPLETE, UP_TO_5), FEW, count.high_float),
    Metric(Point("negative_float", "7", t("Negative float", "Marge négative"),
        t("total float below 0, to the last baseline finish where that is earlier, and to date constraints",
          "marge totale négative, jusqu’à la dernière fin de référence si elle est antérieure, et aux contraintes de date"),
        INCOMPLETE, NONE), 0, count.negative_float),
    Metric(Point("high_duration", "8", t("High duration", "Durée élevée"),
        t("baseline duration above 44 working days", "durée de référence de plus de 44 jours ouvrés"),
        t("unfinished tasks that have a baseline", "tâches non finies qui ont une référence"), UP_TO_5), FEW, count.high_duration),
    Metric(Point("invalid_dates", "9", t("Invalid dates", "Dates invalides"),
        t("forecast before the status date, or actual after it", "prévision avant la date d’arrêté, ou réel après elle"),
        t("tasks and milestones", "tâches et jalons"), NONE, share=False), 0, count.invalid_dates),
    Metric(Point("resources", "10", t("Resources", "Ressources"),
        t("with neither budget nor workload", "sans budget ni charge"),
        t("unfinished tasks of a day or more, if any task has a budget or a workload",
          "tâches non finies d’un jour ou plus, si une tâche au moins a un budget ou une charge"), NONE), 0, count.resources),
    Metric(Point("missed_tasks", "11", t("Missed tasks", "Tâches manquées"),
        t("actual or forecast finish after the baseline finish", "fin réelle ou prévisionnelle après la fin de référence"),
        t("tasks whose baseline finish is on or before the status date",
          "tâches dont la fin de référence est au plus tard à la date d’arrêté"), UP_TO_5), FEW, count.missed_tasks),
    Metric(Point("critical_path_test", "12", t("Critical path test", "Test du chemin critique"),
        t("days by which the finish moves when the first unfinished critical task takes 600 days more",
          "jours dont la fin recule quand la première tâche critique non finie dure 600 jours de plus"),
        t("one task", "une tâche"), t("600", "600"), share=False), STRETCH, count.path_test, rising=True),
    Metric(Point("cpli", "13", t("CPLI", "CPLI"),
        t("(working days to the early finish + float to the last baseline finish) ÷ working days to the early finish",
          "(jours ouvrés jusqu’à la fin au plus tôt + marge jusqu’à la dernière fin de référence) ÷ jours ouvrés jusqu’à la fin au plus tôt"),
        t("the whole plan", "tout le planning"), t("≥ 0.95", "≥ 0,95"), share=False, places=2), CPLI_LIMIT, count.length_index, rising=True),
    Metric(Point("bei", "14", t("BEI", "BEI"),
        t("tasks finished by the status date ÷ tasks due by their baseline, or without one",
          "tâches finies à la date d’arrêté ÷ tâches à échéance selon la référence, ou sans référence"),
        t("tasks (no summary, milestone, level of effort)", "tâches (hors récapitulatives, jalons, effort continu)"),
        t("≥ 0.95", "≥ 0,95"), share=False, places=2), BEI_LIMIT, count.execution_index, rising=True),
)  # fmt: skip
