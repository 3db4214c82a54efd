"""KPIs: one entry says what it is called, how it is computed, how it adds up, and when it turns amber or red."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from pmo_xl.core.base.problem import DefinitionError, did_you_mean
from pmo_xl.core.base.text import Text, fold
from pmo_xl.core.definition.names import Heading
from pmo_xl.core.expr.algebra import filled, max_of, rounded, when
from pmo_xl.core.expr.nodes import Expr, Param, Ref
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
    """

    SUM = "sum"
    RECOMPUTE = "recompute"
    MAX = "max"
    MIN = "min"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Threshold:
    """Green up to ``green``, amber up to ``amber``, red beyond; ``rising`` when more is better."""

    green: float
    amber: float
    rising: bool = True


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


LIGHT_DECIMALS = 9
"""To how many decimals a figure is compared with its limits."""
LIGHTS = ("grey", "green", "amber", "red")
"""What the numbers of a light stand for: 0 no data, 1 green, 2 amber, 3 red."""


def light(key: str, rising: bool = True) -> Expr:
    """The traffic light of a KPI (0-3) against its thresholds, which live in named cells of the master."""
    kpi, green, amber = Ref(key), Param(f"{key}_green"), Param(f"{key}_amber")
    # What lies exactly on a limit is within it, in whatever order its parts were added.
    value = rounded(kpi, LIGHT_DECIMALS)
    within = (value >= green, value >= amber) if rising else (value <= green, value <= amber)
    return when((~filled(kpi), 0), (within[0], 1), (within[1], 2), otherwise=3)


def compared(cell: str) -> str:
    """The cell of a figure as formulas compare it with its limits: exactly on a limit is within it."""
    return f"ROUND({cell},{LIGHT_DECIMALS})"


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
