"""Which projects to choose: what is asked, and what came of it, on its way from the lists of the PMO to a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pmo_xl.core.base.amounts import HALF_CENT
from pmo_xl.core.base.finding import Finding
from pmo_xl.core.base.text import Text, t

CAPEX, OPEX, BUDGET, ROLE = "capex", "opex", "budget", "role"
"""What a limit is about: money that is capitalised, money that is expensed, both together, days of a role."""

LIMIT_NAMES = {
    BUDGET: t("Budget {year}", "Budget {year}"),
    CAPEX: t("CAPEX {year}", "CAPEX {year}"),
    OPEX: t("OPEX {year}", "OPEX {year}"),
    ROLE: t("{role} {year} (days)", "{role} {year} (jours)"),
}

FORCED, REQUIRED = "forced", "required"
OUT, EXCLUDES, REQUIRES, LIMIT = "out", "excludes", "requires", "limit"
"""What may stand in a conflict, beside a project that is forced in."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What the frame grants in a year: ``amount`` of money in the reporting currency, or of days where ``role`` is named."""

    kind: str
    year: int
    amount: float
    role: str = ""

    @property
    def key(self) -> str:
        """By which the use of a project is held against it."""
        return f"{self.year} {self.kind}" + (f" {self.role}" if self.role else "")

    @property
    def is_money(self) -> bool:
        return self.kind != ROLE

    @property
    def name(self) -> Text:
        """What it is called: its year, and what it is about."""
        return LIMIT_NAMES[self.kind].fill(year=str(self.year), role=self.role)

    def holds(self, used: float) -> bool:
        """Whether so much fits, half a cent aside."""
        return used <= self.amount + HALF_CENT


@dataclass(frozen=True, slots=True)
class Option:
    """A project that may be chosen.

    ``value`` is what it adds to what is maximised, None where nobody knows; ``use`` what it takes of each limit, by the key of
    the limit. ``forced`` says that it must be in (``mandatory``, or ``in`` by the scenario), ``barred`` why it cannot be.
    """

    project_id: str
    value: float | None
    use: Mapping[str, float] = field(default_factory=dict)
    forced: str = ""
    barred: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """The projects, the limits, and what binds projects to one another.

    ``excludes`` are pairs of which one at most is chosen; ``requires`` pairs of which the first is chosen only with the second.
    """

    options: Sequence[Option]
    limits: Sequence[Limit] = ()
    excludes: Sequence[tuple[str, str]] = ()
    requires: Sequence[tuple[str, str]] = ()

    def used(self, chosen: frozenset[str] | set[str], limit: Limit) -> float:
        """What a set of projects takes of a limit."""
        return sum(each.use.get(limit.key, 0.0) for each in self.options if each.project_id in chosen)

    def value(self, chosen: frozenset[str] | set[str]) -> float:
        """What a set of projects is worth; one of unknown value adds nothing."""
        return sum(each.value or 0.0 for each in self.options if each.project_id in chosen)


Item = tuple[str, ...]
"""One thing of a conflict: what it is, and of which project, pair or limit."""


@dataclass(frozen=True, slots=True)
class Solved:
    """The best set, or why there is none.

    ``bound`` is more than which no set can be worth; where it is ``proven``, the set is worth it. ``tied`` says whether
    another set is worth as much, None where the time did not last to tell. ``conflict`` holds the smallest set of things that
    cannot hold together; then there is no ``chosen``.
    """

    chosen: frozenset[str] | None
    value: float = 0.0
    bound: float = 0.0
    proven: bool = True
    tied: bool | None = False
    conflict: Sequence[Item] = ()

    @property
    def gap(self) -> float:
        """By how much a better set could be better, as a share of this one's value; 0 where it is proven best."""
        return 0.0 if self.proven else (self.bound - self.value) / max(abs(self.value), 1e-9)


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """The best value at a share of the money of the frame; None where even what is forced does not fit."""

    scale: float
    budget: float
    value: float | None
    cost: float | None = None
    proven: bool = True


@dataclass(frozen=True, slots=True)
class Binding:
    """A limit without which the best set would be worth more, and how much more."""

    limit: Limit
    gain: float


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of the PMO: its weight as it was typed, its scale, whether less is better, and of which kind it is."""

    key: str
    title: str
    weight: float | None
    kind: str
    less: bool = False
    low: float = 1.0
    high: float = 5.0


@dataclass(frozen=True, slots=True)
class Flip:
    """A change of one weight, the others keeping their proportions, by which another project comes first."""

    criterion: str
    weight: float
    changed: float
    first: str


@dataclass(frozen=True, slots=True)
class Line:
    """A project on the page of the selection.

    ``cost`` is what remains to be spent in all years; ``costs`` and ``days`` by year and kind, and by year and role, the keys
    of limits. ``source`` says where the cost comes from, ``why`` what put the project in or out.
    """

    project_id: str
    name: str
    programme: str
    objective: str
    value: float | None
    score: float | None
    npv: float | None
    wsjf: float | None
    cost: float | None
    costs: Mapping[str, float]
    days: Mapping[str, float]
    source: Text
    chosen: bool
    why: Text
    change: Text | None = None
    scores: Mapping[str, float] = field(default_factory=dict)
    priority: float | None = None


@dataclass(frozen=True, slots=True)
class Objective:
    """A strategic objective, its weight as it was typed, and the objective that it belongs to."""

    key: str
    title: str
    weight: float | None
    parent: str = ""
    owner: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class SelectionResult:
    """All that the page of the selection, and the JSON, tell.

    ``lines`` stand in rank order, those that are chosen first. ``greedy`` is what taking projects in order of value per use of
    the frame would be worth. ``notes`` are sentences about what the figures stand on.
    """

    scenario: str
    name: str
    what_if: Sequence[str]
    against: str
    maximised: str
    problem: Problem
    solved: Solved
    lines: Sequence[Line]
    greedy: float | None
    bindings: Sequence[Binding]
    frontier: Sequence[FrontierPoint]
    criteria: Sequence[Criterion]
    flips: Sequence[Flip]
    objectives: Sequence[Objective]
    findings: Sequence[Finding]
    notes: Sequence[Text]
    verdict: Text
    conflict: Text | None
    currency: str
    as_of: object = None
    seconds: float = 0.0
    solver: str = ""

    @property
    def feasible(self) -> bool:
        return self.solved.chosen is not None
