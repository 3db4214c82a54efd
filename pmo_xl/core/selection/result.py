"""What a selection comes to, on its way to a workbook: criteria, lines, frontier, what limits it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pmo_xl.core.base.amounts import amount_words
from pmo_xl.core.base.finding import Finding
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.selection.problem import Limit, Problem, Solved


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
    """A limit without which the best set would be worth more, and how much more: at least, where it is not proven."""

    limit: Limit
    gain: float
    proven: bool = True

    @property
    def words(self) -> Text:
        """The gain in words."""
        n = amount_words(round(self.gain, 2))
        return n if self.proven else AT_LEAST.fill(n=n)


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
    swings: Sequence[tuple[str, float]] = ()
    """The criteria, each with a share of its weight more or less, by which another project comes first."""
    sequences: tuple[float, float] | None = None
    """What projects bring one after the other, in order of WSJF and in order of their IDs."""

    @property
    def feasible(self) -> bool:
        return self.solved.chosen is not None


AT_LEAST = t("at least {n}", "au moins {n}")
