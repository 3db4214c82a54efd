"""The risk register of a demo project: ratings, percentages and costs that say the same thing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

from pmo_xl.core.base.text import Text
from pmo_xl.demo.plan import Row
from pmo_xl.demo.progress import FINISHED, HEALTHY, NOT_STARTED, Scenario
from pmo_xl.demo.texts.risks import OPPORTUNITIES, THREATS, RiskText
from pmo_xl.demo.weekdays import last_workday, workday

PERCENTS = {1: (5, 10), 2: (15, 20, 25, 30), 3: (35, 40, 45, 50), 4: (55, 60, 65, 70), 5: (75, 80, 85, 90)}
"""Probabilities that belong to each level, in percent."""

IMPACTS = {1: (2, 9), 2: (11, 48), 3: (52, 95), 4: (105, 190), 5: (210, 250)}
"""Cost of each level of impact, in thousandths of the budget, clear of the limits between levels."""

TREATMENTS = ("reduce", "reduce", "reduce", "avoid", "fallback", "transfer", "share")


class RiskMaker:
    """The register of one project: its people, its budget, its past."""

    def __init__(
        self, rng: Random, fate: Scenario, bac: int, begun: dt.date, status_date: dt.date, parts: Sequence[Text],
        team: Sequence[str], language: str,
    ) -> None:  # fmt: skip
        self.rng, self.fate, self.bac, self.status_date = rng, fate, bac, status_date
        self.parts, self.team, self.language = parts, team, language
        self.today = last_workday(status_date)
        self.step = 100 if bac < 800_000 else 1000
        earliest = workday(last_workday(begun), -20)
        self.oldest = max(10, min(300, (self.today - earliest).days * 5 // 7))

    def make(self) -> list[Row]:
        count = self.rng.randint(4, 12)
        dangers = self.rng.sample(THREATS, count)
        if count > 5 or self.fate is HEALTHY:
            dangers[self.rng.randrange(1, count)] = self.rng.choice(OPPORTUNITIES)
        rows = [self._row(place, danger) for place, danger in enumerate(dangers)]
        self._keep_coverable(rows)
        for row in rows:
            self._price_response(row)
        return rows

    def _row(self, place: int, danger: RiskText) -> Row:
        rng, good = self.rng, danger in OPPORTUNITIES
        titled = f"{danger.title.to(self.language)}{' : ' if self.language == 'fr' else ': '}"
        row: Row = {
            "risk_id": f"R-{place + 1:03}",
            "title": titled + self.parts[place % len(self.parts)].to(self.language),
            "category": danger.category,
            "kind": "opportunity" if good else "threat",
            "author": rng.choice(self.team),
            "owner": rng.choice(self.team),
            "actionee": rng.choice(self.team),
            "cause": danger.cause.to(self.language),
            "event": danger.event.to(self.language),
            "effect": danger.effect.to(self.language),
            "response_actions": danger.action.to(self.language),
            "objective_impacted": danger.objective,
            "proximity": rng.choice(
                ("imminent", "within_stage", "within_stage", "within_project", "beyond_project")
            ),
        }
        self._rate(row, good)
        self._follow(place, row)
        return row

    def _rate(self, row: Row, good: bool) -> None:
        rng = self.rng
        calm = self.fate in (HEALTHY, NOT_STARTED, FINISHED)
        probability = rng.choice((1, 2, 2, 3, 3, 4) if calm else (2, 2, 3, 3, 4, 4, 5))
        impact = rng.choice((1, 2, 2, 3, 3, 4) if calm else (2, 2, 3, 3, 4, 4, 5))
        if good:
            probability, impact = min(probability, 3), min(impact, 3)
        row["response_type"] = self._response(probability * impact, good)
        row["probability_in"], row["impact_in"] = probability, impact
        row["prob_pct_in"] = rng.choice(PERCENTS[probability]) / 100
        row["cost_impact_in"] = self._cost(impact)
        row["cost_impact_in_min"] = float(int(row["cost_impact_in"] * 0.6))
        row["cost_impact_in_max"] = float(int(row["cost_impact_in"] * 1.6))
        row["schedule_impact_wd_in"] = float(rng.randint(0, 8) * impact)
        treated = not good and row["response_type"] != "accept"
        self._residual(row, rng.choice((1, 1, 2)) if treated else 0, rng.choice((0, 1, 1)) if treated else 0)
        row["schedule_impact_wd_res"] = float(int(row["schedule_impact_wd_in"] * (0.5 if treated else 1)))

    def _response(self, score: int, good: bool) -> str:
        if good:
            return self.rng.choice(("exploit", "enhance", "share"))
        return "accept" if score <= 4 and self.rng.random() < 0.5 else self.rng.choice(TREATMENTS)

    def _residual(self, row: Row, likelier: int, milder: int) -> None:
        """The ratings after the response: *likelier* and *milder* levels lower, never under 1."""
        for what, less in (("probability", likelier), ("impact", milder)):
            row[f"{what}_res"] = max(1, row[f"{what}_in"] - less)
        same = row["probability_res"] == row["probability_in"]
        row["prob_pct_res"] = (
            row["prob_pct_in"] if same else self.rng.choice(PERCENTS[row["probability_res"]]) / 100
        )
        same = row["impact_res"] == row["impact_in"]
        row["cost_impact_res"] = row["cost_impact_in"] if same else self._cost(row["impact_res"])

    def _cost(self, impact: int) -> float:
        """A cost within the band of its level."""
        return float(round(self.bac * self.rng.randint(*IMPACTS[impact]) / 1000 / self.step) * self.step)

    def _follow(self, place: int, row: Row) -> None:
        """Where the risk stands: raised in the past, open with a date ahead, or closed and why."""
        rng = self.rng
        raised = rng.randint(2, self.oldest)
        row["date_raised"] = workday(self.today, -raised)
        luck = rng.random()
        if self.fate is NOT_STARTED or (self.fate is not FINISHED and (luck < 0.68 or place == 0)):
            score = row["probability_in"] * row["impact_in"]
            troubled = score >= 12 and self.fate not in (HEALTHY, NOT_STARTED)
            row["status"] = "escalated" if troubled and rng.random() < 0.3 else "open"
            row["due_date"] = workday(self.today, rng.randint(5, 70))
            row["next_review"] = workday(self.today, rng.randint(3, 25))
            return
        over = raised - rng.randint(1, raised)
        row["due_date"] = workday(self.today, -over)
        if luck > 0.9:
            row["status"], row["issue_id"] = "occurred", f"ISS-{rng.randint(1, 80):03}"
            return
        row["status"] = "closed"
        row["date_closed"] = workday(self.today, -over)
        row["closure_reason"] = rng.choice(("treated", "treated", "expired"))

    def _keep_coverable(self, rows: Sequence[Row]) -> None:
        """Lower residual ratings until a reserve of a tenth of the budget covers what may still happen."""
        while exposure(rows) > 0.10 * self.bac:
            open_threats = [row for row in rows if is_open_threat(row)]
            worst = max(open_threats, key=lambda row: row["prob_pct_res"] * row["cost_impact_res"])
            if worst["response_type"] == "accept":
                worst["response_type"] = "reduce"
            down = (
                0 if worst["probability_res"] == 1 else worst["probability_in"] - worst["probability_res"] + 1
            )
            self._residual(worst, down, worst["impact_in"] - worst["impact_res"] + 1)

    def _price_response(self, row: Row) -> None:
        """A response costs less than it saves."""
        saved = row["prob_pct_in"] * row["cost_impact_in"] - row["prob_pct_res"] * row["cost_impact_res"]
        price = int(saved * self.rng.randint(10, 60) / 100 / self.step) * self.step
        if row["kind"] == "threat" and price > 0:
            row["response_cost"] = float(price)


def is_open_threat(row: Row) -> bool:
    """Whether a risk is a threat that is still open."""
    return row["kind"] == "threat" and row["status"] in ("open", "escalated")


def exposure(rows: Sequence[Row]) -> float:
    """The residual expected value of the threats that are still open."""
    return sum((row["prob_pct_res"] * row["cost_impact_res"] for row in rows if is_open_threat(row)), 0.0)
