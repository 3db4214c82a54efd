"""Which projects to choose: the projects, the limits, what binds projects to one another, and the best set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pmo_xl.core.base.amounts import HALF_CENT
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
