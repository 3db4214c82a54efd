"""What projects need by year, money and days, and what there is of both: typed by the PMO, or from the returns.

:func:`days_needed` and :func:`days_available` are the one place that says how many days of a role there are: figures that are
computed from a plan of work and from the presence of people can stand in for what is typed here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from pmo_xl.core.base.amounts import HALF_CENT
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.flow.portfolio import Portfolio
from pmo_xl.core.selection.problem import CAPEX, OPEX, ROLE
from pmo_xl.core.settings.settings import Settings
from pmo_xl.steps.selection.listed import Lists, key_of

TYPED = t("typed", "saisi")
ByYear = Mapping[tuple[int, str], float]
"""Amounts by year and kind of money, or days by year and role."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a project will still cost, in the reporting currency; ``unspread`` is the part that no month was given for."""

    by_year: ByYear = field(default_factory=dict)
    source: Text = TYPED
    unspread: float = 0.0
    left_out: int = 0

    @property
    def total(self) -> float:
        return sum(self.by_year.values())


def budgets(portfolio: Portfolio, settings: Settings) -> dict[str, Cost | None]:
    """The remaining cost of each project that returned a budget, by key; None where it cannot be known.

    The estimate to complete of each line, in the years of its forecast months; what they lack of it counts in the year after
    the status date. Unknown are lines without an estimate, currencies without a rate, and projects without a line.
    """
    lines, months = portfolio.tables.get("budget"), portfolio.tables.get("budget_months")
    day = portfolio.status_date
    if lines is None or not len(lines) or day is None:
        return {}
    currency = dict(zip(portfolio.projects["project_id"], portfolio.projects["currency"], strict=True))
    spread: dict[tuple[str, str], dict[int, float]] = defaultdict(lambda: defaultdict(float))
    if months is not None and len(months):
        for project, line, period, forecast in zip(
            months["project_id"], months["line_id"], months["period"], months["forecast"], strict=True
        ):
            if pd.notna(forecast) and forecast:
                spread[project, key_of(line)][pd.Timestamp(period).year] += float(forecast)
    left_out = {
        returned.project_id: part.left_out_worth
        for returned in portfolio.returns
        if not returned.rejected
        for part in returned.tables_read
        if part.table == "budget" and part.left_out_worth
    }
    # On the last day of a year all that is to come is of the next.
    to_come = (pd.Timestamp(day) + pd.Timedelta(days=1)).year
    found: dict[str, Cost | None] = {}
    for project, mine in lines.groupby("project_id", sort=False):
        rates = settings.rate(str(currency.get(project) or ""))
        if rates is None or mine["etc"].isna().any():
            found[key_of(project)] = None
            continue
        by_year: dict[tuple[int, str], float] = defaultdict(float)
        unspread = 0.0
        for line, nature, etc in zip(mine["line_id"], mine["capex_opex"], mine["etc"], strict=True):
            kind = CAPEX if nature == CAPEX else OPEX
            rest = float(etc)
            for year, forecast in sorted(spread.get((str(project), key_of(line)), {}).items()):
                part = min(forecast, rest)
                by_year[year, kind] += part * rates.budget
                rest -= part
            if rest > HALF_CENT:
                by_year[to_come, kind] += rest * rates.budget
                unspread += rest * rates.budget
        found[key_of(project)] = Cost(dict(by_year), BUDGET_RETURN, unspread, left_out.get(str(project), 0))
    return found


def typed_costs(lists: Lists) -> dict[str, Cost]:
    """The cost of each project of which the PMO typed any."""
    found: dict[str, dict[tuple[int, str], float]] = {}
    for row in lists["needs"]:
        for kind, column in ((CAPEX, "cost_capex"), (OPEX, "cost_opex")):
            if row[column] is not None:
                mine = found.setdefault(key_of(row["project_id"]), {})
                mine[int(row["year"]), kind] = mine.get((int(row["year"]), kind), 0.0) + float(row[column])
    return {project: Cost(costs) for project, costs in found.items()}


def days_needed(lists: Lists) -> dict[str, ByYear]:
    """The days that each project needs, by year and role."""
    found: dict[str, dict[tuple[int, str], float]] = {}
    for row in lists["needs"]:
        if row["role"] and row["days"] is not None:
            mine = found.setdefault(key_of(row["project_id"]), {})
            at = (int(row["year"]), lists.role(row["role"]))
            mine[at] = mine.get(at, 0.0) + float(row["days"])
    return dict(found)


def days_available(lists: Lists, scenario: str) -> dict[tuple[int, str], float]:
    """The days of each role that a scenario may use, by year: those there are, times the share that projects get."""
    found: dict[tuple[int, str], float] = {}
    for row in lists.rows_of("frame", scenario):
        if row["role"] and row["days"] is not None:
            share = 1.0 if row["share"] is None else float(row["share"])
            found.setdefault((int(row["year"]), lists.role(row["role"])), float(row["days"]) * share)
    return found


def shifted(needs: ByYear, months: int) -> ByYear:
    """The same moved to later: whole years as they are, what is left of a year in proportion."""
    if not months:
        return needs
    years, rest = divmod(months, 12)
    moved: dict[tuple[int, str], float] = defaultdict(float)
    for (year, what), amount in needs.items():
        moved[year + years, what] += amount * (1 - rest / 12)
        if rest:
            moved[year + years + 1, what] += amount * rest / 12
    return dict(moved)


def as_use(costs: ByYear, days: ByYear) -> dict[str, float]:
    """Costs and days by the keys of the limits that they count against."""
    use: dict[str, float] = defaultdict(float)
    for (year, kind), amount in costs.items():
        use[f"{year} {kind}"] += amount
        use[f"{year} budget"] += amount
    for (year, role), amount in days.items():
        use[f"{year} {ROLE} {role}"] += amount
    return dict(use)


BUDGET_RETURN = t("budget return", "retour de budget")
