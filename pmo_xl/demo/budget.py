"""The budget of a demo project: lines and months that add up to the unit, and agree with the plan."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from random import Random
from typing import Any

from pmo_xl.core.base.text import Text
from pmo_xl.demo.plan import Curve, Row, Spread
from pmo_xl.demo.progress import FINISHED, HEALTHY, LATE, NOT_STARTED, OVER_BUDGET, Scenario, between
from pmo_xl.demo.texts.lines import (
    CONTINGENCY,
    DRAWN,
    ENLARGED,
    OVERRUN,
    PURCHASES,
    RELEASED,
    TEAM,
    USERS,
    Line,
)
from pmo_xl.demo.weekdays import month_of, months_after, split

MOST_OVER = 1.18
"""The most that an estimate at completion comes to, by the budget."""


class BudgetMaker:
    """The lines and months of one project, worked out from how its phases spread over time."""

    def __init__(
        self, rng: Random, fate: Scenario, phases: Sequence[Spread], reserve: float, status_date: dt.date,
        language: str, suppliers: Sequence[Text],
    ) -> None:  # fmt: skip
        self.rng, self.fate, self.phases, self.status_date = rng, fate, phases, status_date
        self.language, self.suppliers = language, suppliers
        self.bac = sum(phase.cost for phase in phases)
        self.cpi = between(rng, fate.cpi)
        bought = [line for line in PURCHASES if rng.random() < line.chance]
        self.lines = [TEAM, USERS, *bought, CONTINGENCY]
        shares = [between(rng, line.share) for line in self.lines[:-1]]
        self.granted = [*split(self.bac - int(reserve), shares, 100), int(reserve)]
        self.matrix = _fit(self.granted, [phase.cost for phase in phases], self.lines)
        self.drawn = 0

    def make(self) -> tuple[list[Row], list[Row]]:
        """The rows of the budget and of its months."""
        rows = [self._line(place, line) for place, line in enumerate(self.lines)]
        self._spend(rows)
        for place, row in enumerate(rows):
            self._remain(place, row)
        self._hold(rows)
        self._rebudget(rows)
        for row in rows:
            self._commit(row)
        months = [month for place, row in enumerate(rows) for month in self._months(place, row)]
        return rows, months

    def _line(self, place: int, line: Line) -> Row:
        supplier = contract = None
        if line.category not in ("labour_internal", "contingency", "travel"):
            supplier = self.rng.choice(self.suppliers).to(self.language)
            contract = f"CT-{self.status_date.year - 1}-{self.rng.randint(1, 899):04}"
        return {
            "line_id": f"L{place + 1:02}",
            "description": line.words.to(self.language),
            "category": line.category,
            "capex_opex": line.capex,
            "run_build": line.run,
            "wbs": "1",
            "cost_centre": f"CC{self.rng.randint(100, 989)}",
            "gl_account": line.account,
            "supplier": supplier,
            "contract_no": contract,
        }

    def _over(self, place: int, of: str) -> Curve:
        """A curve of the phases as the line spends them."""
        curve = defaultdict[dt.date, float](float)
        for phase, share in zip(self.phases, self.matrix[place], strict=True):
            for month, cost in getattr(phase, of).items():
                curve[month] += share * cost / phase.cost
        return dict(sorted(curve.items()))

    def _earned(self, place: int) -> float:
        return sum(share * phase.earned for phase, share in zip(self.phases, self.matrix[place], strict=True))

    def _spend(self, rows: Sequence[Row]) -> None:
        """Actual cost: earned value over the CPI. Purchases stop at their budget, the team takes the rest."""
        cost = sum(phase.cost * phase.earned for phase in self.phases) / self.cpi
        earned = [self._earned(place) for place in range(len(rows) - 1)]
        whole = sum(earned) or 1.0
        raw = [cost * part / whole * (0.92 + 0.16 * self.rng.random()) for part in earned]
        for place in range(2, len(raw)):
            raw[place] = min(raw[place], self.granted[place] * 0.98)
        left = cost - sum(raw[2:])
        inside = raw[0] + raw[1] or 1.0
        for place in (0, 1):
            raw[place] *= left / inside
        for row, actual in zip(rows, [*raw, 0.0], strict=True):
            row["actual"] = float(round(actual))

    def _remain(self, place: int, row: Row) -> None:
        """Estimate to complete, re-estimated: what is left costs what the past taught."""
        rng, granted = self.rng, self.granted[place]
        if self.fate is FINISHED:
            row["etc"] = 0.0
            return
        if row["category"] == "contingency":
            row["etc"] = float(int(granted * between(rng, (0.6, 0.95)) / 100) * 100)
            return
        lesson = 1 + (1 / self.cpi - 1) * between(rng, (0.5, 1.0))
        if self.fate is NOT_STARTED:
            lesson = between(rng, (0.97, 0.998))
        left = max(granted - self._earned(place), 0.004 * granted) * lesson
        eac = row["actual"] + left
        # An estimate at completion a little above budget is one that a manager works back under it.
        margin = 1.06 if self.fate is HEALTHY else 1.02
        if granted < eac < margin * granted and row["actual"] < 0.99 * granted:
            left = granted * between(rng, (0.991, 0.999)) - row["actual"]
        row["etc"] = float(max(100, round(left)))

    def _hold(self, rows: Sequence[Row]) -> None:
        """Nobody lands further above the budget than this without having it revised: the estimates are worked down."""
        left = sum(row["etc"] for row in rows)
        most = MOST_OVER * sum(self.granted) - sum(row["actual"] for row in rows)
        if left > most > 0:
            for row in rows:
                row["etc"] = float(max(100, int(row["etc"] * most / left)))

    def _rebudget(self, rows: Sequence[Row]) -> None:
        """How the current budget came about: initial budget, approved changes, transfers from the reserve."""
        moves = [0] * len(rows)
        if self.fate in (OVER_BUDGET, LATE) and self.rng.random() < 0.8:
            self.drawn = int(self.granted[-1] * between(self.rng, (0.3, 0.9)) / 100) * 100
            where = 0 if self.rng.random() < 0.5 else 2
            moves[where], moves[-1] = min(self.drawn, self.granted[where] // 200 * 100), 0
            self.drawn = moves[where]
            moves[-1] = -self.drawn
        grown = 2 if self.rng.random() < 0.25 else -1
        for place, row in enumerate(rows):
            change = self.granted[place] * self.rng.randint(5, 15) // 10_000 * 100 if place == grown else 0
            row["changes_approved"] = float(change)
            row["transfers"] = float(moves[place])
            row["bac0"] = float(self.granted[place] - change - moves[place])
            ref = f"{self.rng.randint(3, 60):03}"
            if row["actual"] + row["etc"] > self.granted[place]:
                reason = self.rng.choice(OVERRUN[row["category"].startswith("labour")])
                row["comment"] = reason.fill(ref=f"CR-{ref}").to(self.language)
            elif moves[place]:
                row["comment"] = (
                    (DRAWN if moves[place] > 0 else RELEASED).fill(ref=f"DEC-{ref}").to(self.language)
                )
            elif change:
                row["comment"] = ENLARGED.fill(ref=f"CR-{ref}").to(self.language)

    def _commit(self, row: Row) -> None:
        """Orders and invoices: a purchase is committed before it is spent, and never above its budget."""
        budget = row["bac0"] + row["changes_approved"] + row["transfers"]
        actual, rng = row["actual"], self.rng
        if row["category"] == "labour_internal":
            row["committed"] = min(actual, budget)
            row["accruals"] = 0.0
            return
        more = 0.0 if self.fate is FINISHED or not actual else (budget - actual) * between(rng, (0.2, 0.8))
        row["committed"] = float(int(actual + more))
        row["accruals"] = 0.0 if self.fate is FINISHED else float(round(actual * between(rng, (0.02, 0.10))))
        if row["category"] != "contingency":
            row["invoiced"] = actual - row["accruals"]
            share = 1.0 if self.fate is FINISHED else between(rng, (0.7, 0.98))
            row["paid"] = float(int(row["invoiced"] * share))

    def _months(self, place: int, row: Row) -> list[Row]:
        """A row for each month in which the line plans, spent or forecasts something."""
        now = month_of(self.status_date)
        planned = self._amounts(self.granted[place], self._over(place, "planned"))
        spent = {month: weight for month, weight in self._over(place, "spent").items() if month <= now}
        bumpy = {month: weight * (0.75 + 0.5 * self.rng.random()) for month, weight in spent.items()}
        actual = self._amounts(int(row["actual"]), bumpy)
        # Own staff is committed as it works, purchases in the first half of their life.
        own = row["category"] == "labour_internal"
        early = bumpy if own else dict.fromkeys(list(bumpy)[: len(bumpy) // 2 + 1], 1.0)
        committed = self._amounts(int(row["committed"]), early)
        left = {month: weight for month, weight in self._over(place, "left").items() if month > now}
        etc = int(row["etc"])
        forecast = self._amounts(etc, left or {months_after(now, 1): 1.0})
        return [
            {
                "line_id": row["line_id"],
                "period": month,
                "pv": planned.get(month, 0.0),
                "actual": actual.get(month, 0.0) if month <= now else None,
                "forecast": forecast.get(month, 0.0) if month > now else None,
                "committed": committed.get(month, 0.0) if month <= now else None,
            }
            for month in sorted({*planned, *(actual if row["actual"] else ()), *(forecast if etc else ())})
        ]

    @staticmethod
    def _amounts(total: int, curve: Curve) -> dict[dt.date, float]:
        if not curve:
            return {}
        return dict(zip(curve, map(float, split(total, list(curve.values()))), strict=True))


def _fit(lines: Sequence[int], phases: Sequence[int], kinds: Sequence[Line]) -> list[list[float]]:
    """What each line spends in each phase: rows add up to *lines*, columns to *phases* (to rounding)."""
    table = [[float(weight) for weight in kind.phases] for kind in kinds]
    for _ in range(60):
        for column, cost in enumerate(phases):
            whole = sum(row[column] for row in table)
            for row in table:
                row[column] *= cost / whole
        for place, budget in enumerate(lines):
            whole = sum(table[place])
            table[place] = [part * budget / whole for part in table[place]]
    return table


def totals(rows: Sequence[Row]) -> dict[str, Any]:
    """The sums that the project sheet and the status of the project rest on."""
    keys = ("bac0", "changes_approved", "transfers", "actual", "etc")
    sums = {key: sum(row[key] for row in rows) for key in keys}
    return {**sums, "bac": sums["bac0"] + sums["changes_approved"] + sums["transfers"]}
