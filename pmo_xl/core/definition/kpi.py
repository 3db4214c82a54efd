"""KPIs: one entry says what it is called, how it is computed, how it adds up, and when it turns amber or red."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import Enum
from functools import reduce
from operator import and_
from typing import Any

from pmo_xl.core.base.problem import DefinitionError, did_you_mean
from pmo_xl.core.base.text import Text, fold
from pmo_xl.core.definition.names import Heading
from pmo_xl.core.expr.algebra import filled, max_of, rounded
from pmo_xl.core.expr.nodes import Expr, Op, Param, Ref, When, lift
from pmo_xl.core.expr.table_nodes import Aggregate


class Unit(Enum):
    """What a KPI is, which decides how it is shown; ``value`` is its unit for people."""

    AMOUNT = "amount"
    RATIO = "ratio"
    PERCENT = "percent"
    COUNT = "count"
    DAYS = "working days"
    DATE = "date"
    LIGHT = "light"
    SHARE = "share"
    """A percentage of what is right: shown with a decimal, and as 100 % only where nothing at all is wrong."""


class Aggregation(Enum):
    """How a KPI goes from projects to a programme or the portfolio.

    SUM adds the projects that have a value. RECOMPUTE applies the same formula to the sums of its
    parts over the projects where all parts are known (portfolio CPI is ΣEV/ΣAC, never a mean of CPIs).
    POOL takes the median of the rows of all these projects together, never one of their medians.
    """

    SUM = "sum"
    RECOMPUTE = "recompute"
    MAX = "max"
    MIN = "min"
    NONE = "none"
    POOL = "pool"


GREEN, AMBER, RED = 1, 2, 3
"""The numbers of a light; 0 is no data."""
LIGHT_DECIMALS = 9
"""To how many decimals a figure is compared with its limits."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the limits of a figure: how what lies within it and beyond it compares with a limit of that side."""

    within: str
    beyond: str
    suffix: str = ""
    """What the names of its parameters end with."""

    def limit_name(self, key: str, level: int) -> str:
        """The parameter that holds the limit beyond which a figure has at least this colour (``AMBER`` or ``RED``)."""
        return f"{key}_{'amber' if level == RED else 'green'}{self.suffix}"

    def is_beyond(self, value: float, limit: float) -> bool:
        """Whether a figure is beyond a limit of this side: exactly on it is within it."""
        rounded = round(value, LIGHT_DECIMALS)
        return rounded < limit if self.beyond == "<" else rounded > limit


@dataclass(frozen=True, slots=True)
class Threshold:
    """Green up to ``green``, amber up to ``amber``, red beyond; ``rising`` when more is better.

    A band has the limits of the other side too: a figure beyond these is too good to be believed.
    """

    green: float
    amber: float
    rising: bool = True
    green_other: float | None = None
    amber_other: float | None = None

    @property
    def sides(self) -> Sequence[Side]:
        """The sides that have limits: where the figure is bad, then where it is too good."""
        usual, other = (">=", "<"), ("<=", ">")
        if not self.rising:
            usual, other = other, usual
        sides = (Side(*usual), Side(*other, "_other"))
        return sides if self.is_band else sides[:1]

    @property
    def is_band(self) -> bool:
        """Whether it has limits on both sides."""
        return self.green_other is not None

    def named(self, key: str) -> dict[str, float]:
        """The limits by parameter name: ``cpi_green``, ``cpi_amber``; of a band ``cpi_green_other`` and ``cpi_amber_other`` too."""
        limits = (("green", self.green), ("amber", self.amber), ("green_other", self.green_other), ("amber_other", self.amber_other))  # fmt: skip
        return {f"{key}_{name}": limit for name, limit in limits if limit is not None}


@dataclass(frozen=True, slots=True)
class Concern:
    """How a figure beyond its limit is told in a few words: ``{value}`` stands for it.

    ``one`` are the words where it is 1. ``opposite``: told with the other sign, for a variance of −6 % is 6 % over budget.
    """

    words: Text
    one: Text | None = None
    opposite: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Kpi:
    """One measure of a project. ``meaning`` explains it, ``concern`` tells it where it is beyond its limit.

    ``beyond`` names the table and the column of which it is the sum, where that table has rows of projects without
    figures too: a programme and the portfolio count these.
    """

    key: str
    label: Text
    expr: Expr
    unit: Unit
    aggregation: Aggregation
    meaning: Text
    threshold: Threshold | None = None
    beyond: tuple[str, str] | None = None
    concern: Concern | None = None

    @property
    def number(self) -> bool:
        return True


LIGHTS = ("grey", "green", "amber", "red", "closed")
"""What the numbers of a light stand for: 0 no data, 1 green, 2 amber, 3 red; 4 closed, which is no colour and judged no more."""
CLOSED = 4


@dataclass(frozen=True, eq=False, slots=True)
class LimitLight(When):
    """The light of a figure against its limits; it knows of which, for a PMO may give it limits on both sides."""

    key: str


def light(key: str, rising: bool = True) -> Expr:
    """The traffic light of a KPI (0-3) against its limits, which live in named cells of the master."""
    return _light(key, Threshold(0, 0, rising))


def _light(key: str, threshold: Threshold) -> LimitLight:
    # What lies exactly on a limit is within it, in whatever order its parts were added.
    value = rounded(Ref(key), LIGHT_DECIMALS)

    def within(level: int) -> Expr:
        limits = [(side.within, Param(side.limit_name(key, level))) for side in threshold.sides]
        return reduce(and_, (Op(sign, value, limit) for sign, limit in limits))

    cases = ((~filled(Ref(key)), 0), (within(AMBER), 1), (within(RED), 2))
    return LimitLight(tuple((condition, lift(level)) for condition, level in cases), lift(RED), key)


def with_limits(kpis: Sequence[Kpi], limits: Mapping[str, Threshold]) -> Sequence[Kpi]:
    """The KPIs with other limits than their own, on both sides perhaps, and the lights that look at them."""
    if not limits:
        return kpis
    return [
        replace(kpi, threshold=limits.get(kpi.key, kpi.threshold), expr=_rebuilt(kpi.expr, limits))
        for kpi in kpis
    ]


def _rebuilt(expr: Expr, limits: Mapping[str, Threshold]) -> Expr:
    if isinstance(expr, LimitLight):
        return _light(expr.key, limits[expr.key]) if expr.key in limits else expr
    if not any(isinstance(part, LimitLight) and part.key in limits for part in expr.walk()):
        return expr

    def changed(what: Any) -> Any:
        if isinstance(what, tuple):
            return tuple(map(changed, what))
        return _rebuilt(what, limits) if isinstance(what, Expr) else what

    held = {each.name: changed(getattr(expr, each.name)) for each in fields(expr)}  # type: ignore[arg-type]
    return replace(expr, **held)  # type: ignore[type-var]


def worst(*lights: Expr) -> Expr:
    """The worst of several lights; no data only when none of them has any."""
    result = lights[0]
    for other in lights[1:]:
        result = max_of(result, other)
    return result


def judged_by(key: str, kpis: Mapping[str, Kpi]) -> list[str]:
    """The figures with limits that a light looks at, in the order of its definition, through other lights too."""
    found: dict[str, None] = {}
    for part in kpis[key].expr.own_row():
        if isinstance(part, Ref) and part.key in kpis:
            inner = judged_by(part.key, kpis) if kpis[part.key].unit is Unit.LIGHT else [part.key]
            found |= dict.fromkeys(inner)
    return [each for each in found if kpis[each].threshold is not None]


def lights_of(key: str, kpis: Mapping[str, Kpi]) -> list[str]:
    """The lights that a light is the worst of; none where it looks at figures itself."""
    parts = (part for part in kpis[key].expr.own_row() if isinstance(part, Ref) and part.key in kpis)
    return [part.key for part in parts if kpis[part.key].unit is Unit.LIGHT]


def reason_key(light: str) -> str:
    """The column of the table of KPIs that says which figures made a light amber or red."""
    return f"{light}_why"


def check_kpis(
    kpis: Sequence[Kpi], identity: Mapping[str, Heading], tables: Mapping[str, Mapping[str, Heading]]
) -> dict[str, Kpi]:
    """The KPIs by key; stops on one that reads what does not exist or is not yet computed."""
    known: set[str] = set(identity)
    labels = {fold(words) for heading in identity.values() for words in heading.label.in_all()}
    for kpi in kpis:
        where = f"KPI {kpi.key}"
        if kpi.key in known:
            raise DefinitionError(where, "there are two of that name")
        for key in sorted(kpi.expr.keys() - known):
            raise DefinitionError(where, f"there is no KPI {key!r} before it{did_you_mean(key, known)}")
        medians = sum(isinstance(part, Aggregate) and part.how == "median" for part in kpi.expr.walk())
        is_pooled = kpi.aggregation is Aggregation.POOL
        if medians != is_pooled or (is_pooled and not isinstance(kpi.expr, Aggregate)):
            raise DefinitionError(where, "a median over rows is pooled, and nothing else is")
        for part in kpi.expr.walk():
            if isinstance(part, Aggregate):
                missing = {part.table} - set(tables) or part.reads() - set(tables[part.table])
                if missing:
                    raise DefinitionError(
                        where, f"there is no {', '.join(sorted(missing))} in {part.table!r}"
                    )
        for words in set(kpi.label.in_all()):
            if fold(words) in labels:
                raise DefinitionError(where, f"the label {words!r} is already taken")
        labels |= {fold(words) for words in kpi.label.in_all()}
        known.add(kpi.key)
    return {kpi.key: kpi for kpi in kpis}


def pooled(kpis: Mapping[str, Kpi]) -> dict[str, Aggregate]:
    """The figures that a programme and the portfolio take from all rows together, by key."""
    found = {key: kpi.expr for key, kpi in kpis.items() if kpi.aggregation is Aggregation.POOL}
    return {key: expr for key, expr in found.items() if isinstance(expr, Aggregate)}
