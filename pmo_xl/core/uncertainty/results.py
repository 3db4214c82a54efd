"""What a simulation came to: spreads of finishes and costs, what drives them, what was simulated and what was not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from pmo_xl.core.base.text import Text, t


class What(Enum):
    """What an estimate is about."""

    TASK = "task"
    LINE = "line"
    RISK = "risk"
    PROJECT = "project"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    What.TASK: t("Task", "Tâche"),
    What.LINE: t("Budget line", "Ligne de budget"),
    What.RISK: t("Risk", "Risque"),
    What.PROJECT: t("Project", "Projet"),
}


@dataclass(frozen=True, slots=True)
class Spread:
    """How an amount, or a moment in working days, spreads over the runs.

    ``percentiles`` are those from 0 to 100 %, ``error`` is the standard error of the P80 (from its order statistics).
    """

    percentiles: tuple[float, ...]
    mean: float
    deviation: float
    error: float

    @property
    def p50(self) -> float:
        """What half of the runs do not exceed."""
        return self.percentiles[50]

    @property
    def p80(self) -> float:
        """What four runs out of five do not exceed."""
        return self.percentiles[80]


@dataclass(frozen=True, slots=True)
class FinishResult:
    """When something ends, in dates.

    ``planned`` is the finish that the critical path gives with the likely durations, ``baseline`` that of the baseline;
    ``by_planned`` and ``by_baseline`` are the shares of the runs that end by then. ``dates`` are the percentiles of
    ``spread``. ``is_over``: all is done, and nothing was drawn.
    """

    planned: dt.date
    baseline: dt.date | None
    spread: Spread
    dates: tuple[dt.date, ...]
    by_planned: float
    by_baseline: float | None
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class CostResult:
    """What something costs at completion, without its contingency reserve, in one currency.

    ``base`` is the actual cost and what is left by the likely estimates, without reserve and risks; ``expected`` the mean
    that the inputs have in closed form. ``budget`` is the current budget with its reserve, ``left`` what is left of the reserve;
    ``by_budget`` the share of the runs that stay within the budget. Unknown is None.
    """

    currency: str
    base: float
    expected: float
    budget: float | None
    left: float | None
    spread: Spread
    by_budget: float | None


@dataclass(frozen=True, slots=True)
class Estimated:
    """One thing that was drawn in every run: working days, or an amount in the currency of its project.

    ``low``, ``likely`` and ``high`` are those of what remains of it; of what was seen of others (``observed``), the least, the median, the
    most. ``probability`` and ``days`` are those of a risk. ``critical`` is the share of the runs in which a task has no float;
    ``on_finish`` and ``on_cost`` are rank correlations, None where it does not act on that.
    """

    project_id: str
    what: What
    id: str
    name: str
    low: float | None
    likely: float | None
    high: float | None
    probability: float | None = None
    days: float | None = None
    observed: bool = False
    critical: float | None = None
    on_finish: float | None = None
    on_cost: float | None = None


@dataclass(frozen=True, slots=True)
class NotSimulated:
    """Something that was not drawn, or not as it was typed: why, what was taken in its place, and where it stands."""

    project_id: str
    what: What
    id: str
    why: Text
    taken: Text
    file: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class ProjectResult:
    """What the runs of one project came to; ``finish`` and ``cost`` are None where they could not be simulated.

    ``rate`` is the value of one unit of its currency in that of the portfolio, None where nobody said.
    """

    project_id: str
    name: str
    rate: float | None
    finish: FinishResult | None
    cost: CostResult | None
    fixed: Mapping[What, int] = field(default_factory=dict)
    """Open tasks, lines and risks that were taken with one value."""


@dataclass(frozen=True, slots=True)
class Run:
    """How the runs were made: enough to make the same ones again."""

    runs: int
    seed: int
    shape: str
    within: float
    between: float
    status_date: dt.date | None
    version: str


@dataclass(frozen=True, slots=True)
class SimulationResult:
    """A simulation: its projects in order, the portfolio as a whole, every input, and what was left out."""

    run: Run
    projects: Sequence[ProjectResult]
    portfolio: ProjectResult
    drivers: Sequence[Estimated]
    """What each project does to the portfolio: ``critical`` is the share of the runs in which it ends last."""
    estimates: Sequence[Estimated]
    not_simulated: Sequence[NotSimulated]
    currency: str
    """That of the portfolio."""
    start: float | None = None
    """The end of the status date, as a moment in working days like those of the spreads."""
