"""Ten practices of a reliable schedule, one entry each: what of them a plan can show, and what it cannot.

Source: U.S. Government Accountability Office, *Schedule Assessment Guide* (GAO-16-89G, December 2015). The guide
asks for judgement; here stand the tests that the data of a plan allow. ``population`` of each point says what
remains to be judged by a person. A practice is met when every test that could be made is passed, partly when
some are, and not assessed when none could be made.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.flow.schedule_quality import Assessment, Offence, Point, Verdict
from pmo_xl.methods.links import LinkType
from pmo_xl.methods.project_plan import HARD, ProjectPlan

Points = Mapping[str, Assessment]
ENOUGH = 0.8
"""Share of critical tasks that need three estimates before a risk analysis is worth its name."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One test of a practice: None where it cannot be made, and then ``why`` says what is missing."""

    passed: bool | None
    why: Text | None = None
    offences: tuple[Offence, ...] = ()


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice and its tests."""

    point: Point
    trials: Callable[[ProjectPlan, Points], Sequence[Trial]]

    def assess(self, plan: ProjectPlan, points: Points) -> Assessment:
        """The practice for one plan, given its 14 points; value: share of the tests made that are passed."""
        trials = self.trials(plan, points)
        made = [trial for trial in trials if trial.passed is not None]
        if not made:
            why = next((trial.why for trial in trials if trial.why is not None), None)
            return Assessment(self.point, Verdict.NOT_ASSESSED, why=why)
        good = sum(trial.passed is True for trial in made)
        verdict = Verdict.PASSED if good == len(made) else Verdict.PARTLY if good else Verdict.FAILED
        offences = tuple(offence for trial in made for offence in trial.offences)
        return Assessment(self.point, verdict, good / len(made), good, len(made), None, offences)


def assess_practices(plan: ProjectPlan, points: Sequence[Assessment]) -> tuple[Assessment, ...]:
    """The ten practices for one plan whose 14 points are known, in their order."""
    by_key = {assessment.point.key: assessment for assessment in points}
    return tuple(practice.assess(plan, by_key) for practice in PRACTICES)


def _of(points: Points, *keys: str) -> list[Trial]:
    """The verdicts of some of the 14 points; their tasks are listed there and not again."""
    return [
        Trial(None if points[key].verdict is Verdict.NOT_ASSESSED else points[key].verdict is Verdict.PASSED,
              points[key].why)
        for key in keys
    ]  # fmt: skip


def _held(offences: Sequence[Offence]) -> Trial:
    return Trial(not offences, offences=tuple(offences))


def _below(plan: ProjectPlan) -> dict[int, list[int]] | None:
    """The rows of the network under each summary, by WBS code; None without codes."""
    codes = plan.column("wbs")
    if not any(codes):
        return None
    below: dict[int, list[int]] = {
        at: []
        for at, kind in enumerate(plan.kinds)
        if kind == "summary" and codes[at] and at not in plan.broken
    }
    by_code = {codes[at]: at for at in below}
    for at in plan.rows:
        parts = str(codes[at] or "").split(".")
        for depth in range(1, len(parts)):
            above = by_code.get(".".join(parts[:depth]))
            if above is not None:
                below[above].append(at)
    return below


NO_WBS = t("no WBS codes", "sans code OTP")


def _all_activities(plan: ProjectPlan, _points: Points) -> list[Trial]:
    below = _below(plan)
    if not below:
        return [Trial(None, NO_WBS)]
    empty = t("nothing planned below", "rien de prévu dessous")
    return [_held([Offence(at, empty) for at, rows in below.items() if not rows])]


def _sequence(plan: ProjectPlan, points: Points) -> list[Trial]:
    trials = _of(points, "logic", "leads", "lags", "relationships", "hard_constraints")
    return trials if not plan.ties else [*trials, _held(_out_of_sequence(plan))]


def _out_of_sequence(plan: ProjectPlan) -> list[Offence]:
    """Successors that started before their finish-to-start predecessor had finished."""
    found = []
    for tie in plan.ties:
        before, after = plan.activities[tie.before], plan.activities[tie.after]
        if tie.link.type is not LinkType.FS or tie.link.lag < 0 or after.started is None:
            continue
        if before.finished is None or after.started < before.finished:
            words = t("started before {link} had finished", "débutée avant la fin de {link}")
            found.append(Offence(tie.after, words.fill(link=tie.link.before)))
    return found


def _traceable(plan: ProjectPlan, _points: Points) -> list[Trial]:
    below = _below(plan)
    if not below:
        return [Trial(None, NO_WBS)]
    starts, ends = plan.forecast_start, plan.forecast_finish
    wrong = [
        at
        for at, rows in below.items()
        if rows and (starts[at] != min(starts[r] for r in rows) or ends[at] != max(ends[r] for r in rows))
    ]
    why = t("dates differ from those of its rows", "dates différentes de celles de ses lignes")
    return [_held([Offence(at, why) for at in wrong])]


def _valid_path(plan: ProjectPlan, points: Points) -> list[Trial]:
    trials = _of(points, "critical_path_test")
    if plan.unscheduled:
        return trials
    path = [at for at in plan.schedule.path if isinstance(at, int)]
    kinds = plan.column("constraint_type")
    gap = t(
        "starts the driving path after the status date", "débute le chemin directeur après la date d’arrêté"
    )
    held = t("critical and held by a constraint", "critique et tenue par une contrainte")
    first = path[0] if path else None
    late = first is not None and plan.schedule.dates[first].early_finish - plan.remaining(first) > plan.begin
    return [
        *trials,
        _held([Offence(first, gap)] if late and first is not None else []),
        _held([Offence(at, held) for at in path if kinds[at] in HARD]),
    ]


def _risk_analysis(plan: ProjectPlan, _points: Points) -> list[Trial]:
    if plan.unscheduled:
        return [Trial(None, plan.unscheduled)]
    critical = [at for at in plan.schedule.critical if isinstance(at, int) and plan.kinds[at] == "task"]
    estimates = [plan.column(key) for key in ("dur_opt", "dur_ml", "dur_pess")]
    bare = [at for at in critical if any(held[at] is None for held in estimates)]
    if len(critical) - len(bare) >= ENOUGH * len(critical):
        return [Trial(None, t("needs a simulation", "exige une simulation"))]
    why = t("critical, without three estimates", "critique, sans trois estimations")
    return [_held([Offence(at, why) for at in bare])]


def _baseline(plan: ProjectPlan, _points: Points) -> list[Trial]:
    bare = [
        at for at in plan.rows if math.isnan(plan.baseline_start[at]) or math.isnan(plan.baseline_finish[at])
    ]
    why = t("no baseline", "sans référence")
    return [_held([Offence(at, why) for at in bare])] if plan.rows else [Trial(None, why)]


def _points_only(*keys: str) -> Callable[[ProjectPlan, Points], Sequence[Trial]]:
    return lambda _plan, points: _of(points, *keys)


ALL = t("all tests", "tous les tests")
NOTHING = t("nothing", "rien")

PRACTICES = tuple(
    Practice(Point(key, f"G{number}", name, counts, by_hand, ALL), trials)
    for number, (key, name, counts, by_hand, trials) in enumerate((
        ("activities", t("All activities", "Toutes les activités"),
         t("every summary has a task or milestone below", "chaque récapitulative a une tâche ou un jalon dessous"),
         t("whether the plan holds the whole scope: needs the WBS dictionary", "si le planning couvre tout le périmètre : il faut le dictionnaire de l’OTP"),
         _all_activities),
        ("sequence", t("Sequence", "Enchaînement"),
         t("points 1 to 5; nothing started before its predecessor finished", "points 1 à 5 ; rien de débuté avant la fin de son prédécesseur"),
         NOTHING, _sequence),
        ("resources_assigned", t("Resources", "Ressources"), t("point 10", "point 10"),
         t("whether the resources are available: needs their capacity", "si les ressources sont disponibles : il faut leur capacité"), _points_only("resources")),
        ("durations", t("Durations", "Durées"), t("point 8", "point 8"),
         t("on what the durations were estimated", "sur quoi les durées ont été estimées"), _points_only("high_duration")),
        ("traceable", t("Traceable", "Traçabilité"),
         t("summary dates are those of their rows", "les récapitulatives ont les dates de leurs lignes"),
         t("links between projects; level-1 milestones against the charter", "liens entre projets ; jalons de niveau 1 face à la charte"), _traceable),
        ("valid_path", t("Critical path", "Chemin critique"),
         t("point 12; driving path from the status date on, no hard constraint on it", "point 12 ; chemin directeur dès la date d’arrêté, sans contrainte forte"),
         NOTHING, _valid_path),
        ("reasonable_float", t("Float", "Marges"), t("points 6 and 7", "points 6 et 7"),
         t("whether each high float is explained", "si chaque marge élevée est expliquée"), _points_only("high_float", "negative_float")),
        ("risk_analysis", t("Risk analysis", "Analyse de risque"),
         t("three estimates on 80 % of the critical tasks", "trois estimations sur 80 % des tâches critiques"),
         t("P50, P80 and contingency: need a simulation", "P50, P80 et provision : exigent une simulation"), _risk_analysis),
        ("updated", t("Kept up to date", "Tenu à jour"), t("point 9", "point 9"),
         t("progress that stands still: needs the period before", "avancement qui stagne : il faut la période précédente"), _points_only("invalid_dates")),
        ("baseline", t("Baseline", "Référence"), t("every task and milestone has one", "chaque tâche et jalon en a une"),
         t("baselines moved without a change: needs the period before", "références déplacées sans demande : il faut la période précédente"), _baseline),
    ), start=1)
)  # fmt: skip
