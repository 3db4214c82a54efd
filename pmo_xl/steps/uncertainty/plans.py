"""What the plan of a project says of its durations: a range for what remains of each open task."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.flow.portfolio import CheckedSheet, Return
from pmo_xl.core.uncertainty.results import What
from pmo_xl.methods.critical_path import CycleFound
from pmo_xl.methods.project_plan import NOTHING_LEFT, ProjectPlan
from pmo_xl.methods.simulation.ranges import Range, Shape
from pmo_xl.steps.uncertainty.places import Notes, in_order, number

NEAR = 1.0
"""Working days by which a most likely duration may differ from that of the forecast without a word."""
PARTS = re.compile(r"[;,\s]+")


class TaskRanges:
    """The ranges of one plan, in working days, by row: what remains of each open task that has a range."""

    def __init__(
        self, returned: Return, checked: CheckedSheet, plan: ProjectPlan, shape: Shape, notes: Notes
    ) -> None:
        self.plan, self._returned, self._checked, self._notes = plan, returned, checked, notes
        self.ids = [str(name) for name in plan.column("task_id")]
        self.names = [str(name or "") for name in plan.column("name")]
        self.ranges: dict[int, Range] = {}
        self.fixed = 0
        if not self._can_run():
            return
        columns = [plan.column(key) for key in ("dur_opt", "dur_ml", "dur_pess")]
        for at in plan.incomplete:
            low, likely, high = (number(column[at]) for column in columns)
            found = self._range(at, low, likely, high, shape)
            if found is not None:
                self.ranges[at] = found
            else:
                self.fixed += 1

    @property
    def is_over(self) -> bool:
        """Whether all is done: the finish is what it was."""
        return self.plan.unscheduled is NOTHING_LEFT

    @property
    def runs(self) -> bool:
        """Whether the plan has a critical path that can be simulated."""
        return self.plan.unscheduled is None

    def _can_run(self) -> bool:
        why = self.plan.unscheduled
        if why is None or why is NOTHING_LEFT:
            return why is None
        words = NO_PATH.fill(why=why)
        if isinstance(self.plan.result, CycleFound):
            chain = [self.ids[at] for at in self.plan.result.chain if isinstance(at, int)]
            words = CYCLE.fill(chain=" → ".join(chain))
        self._notes.project(self._returned.project_id, words, NO_FINISH)
        return False

    def _range(
        self, at: int, low: float | None, likely: float | None, high: float | None, shape: Shape
    ) -> Range | None:
        plan = self.plan
        running, whole, left = (
            not math.isnan(plan.started[at]),
            plan.duration(at),
            plan.activities[at].duration,
        )
        if low is None and high is None and likely is None:
            if not whole:
                self._tell(at, "finish_forecast", NO_DATES, ZERO_DAYS)
            return None
        usual = likely if likely is not None else whole
        if low is None or high is None:
            self._tell(at, "dur_pess" if high is None else "dur_opt", HALF, FORECAST_TAKEN)
            return None
        if not in_order(low, usual, high):
            self._tell(at, "dur_opt" if low > usual else "dur_pess", OUT_OF_ORDER.fill(low=low, likely=usual, high=high),
                       FORECAST_TAKEN)  # fmt: skip
            return None
        if running:
            # What remains is as uncertain as the whole was: the range is scaled to it.
            if not usual:
                return None
            share = left / usual
            return Range(low * share, left, high * share, shape)
        if whole and abs(usual - whole) > NEAR:
            self._tell(at, "dur_ml", OTHER_LIKELY.fill(likely=usual, forecast=whole), ESTIMATES_TAKEN)
        return Range(low, usual, high, shape)

    def _tell(self, at: int, key: str, why: Text, taken: Text) -> None:
        place = self._checked.located.place(self._returned.file, at, key)
        self._notes.cell(self._returned.project_id, What.TASK, self.ids[at], place, why, taken)

    def rows_named(self, words: object) -> tuple[int, ...]:
        """The open rows that a cell of IDs names, without those that come after another of them: each chain once."""
        if not self.runs or not isinstance(words, str):
            return ()
        named = {part.casefold() for part in PARTS.split(words) if part}
        rows = [at for at in self.plan.incomplete if self.ids[at].casefold() in named]
        return tuple(at for at in rows if not self._ancestors(at) & (set(rows) - {at}))

    def _ancestors(self, at: int) -> set[int]:
        before: dict[int, list[int]] = {}
        for tie in self.plan.ties:
            before.setdefault(tie.after, []).append(tie.before)
        found: set[int] = set()
        ahead = [at]
        while ahead:
            for row in before.get(ahead.pop(), ()):
                if row not in found:
                    found.add(row)
                    ahead.append(row)
        return found


def columns_of(checked: CheckedSheet) -> Mapping[str, list[object]]:
    """The cells of a plan as lists."""
    return {key: list(values) for key, values in checked.values.items()}


NO_PATH = t("The plan has no critical path: {why}.", "Le planning n’a pas de chemin critique : {why}.")
CYCLE = t("The links of the plan go round in a circle: {chain}.", "Les liens du planning forment une boucle : {chain}.")  # fmt: skip
NO_FINISH = t("No finish is given; costs are.", "Aucune date de fin n’est donnée ; les coûts le sont.")
NO_DATES = t("An open task without dates.", "Tâche en cours ou à venir sans dates.")
ZERO_DAYS = t(
    "0 days, as the critical path takes it: its duration is unknown.",
    "0 jour, comme le compte le chemin critique : sa durée est inconnue.",
)
HALF = t(
    "Only one of optimistic and pessimistic is given.", "Seule l’une des durées optimiste et pessimiste est saisie."
)  # fmt: skip
OUT_OF_ORDER = t(
    "Out of order: optimistic {low}, likely {likely}, pessimistic {high}. Enter them in ascending order.",
    "Dans le désordre : optimiste {low}, probable {likely}, pessimiste {high}. Saisissez-les par ordre croissant.",
)
FORECAST_TAKEN = t("Its forecast duration, in every run.", "Sa durée prévisionnelle, à chaque tirage.")
OTHER_LIKELY = t(
    "The most likely duration ({likely}) is not that of the forecast dates ({forecast}).",
    "La durée probable ({likely}) n’est pas celle des dates prévisionnelles ({forecast}).",
)
ESTIMATES_TAKEN = t("The three estimates, as typed.", "Les trois estimations, telles que saisies.")
