"""A believable portfolio as plain data: the same seed gives the same projects on every machine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any, Literal

from pmo_xl.core.base.text import Text, same, t
from pmo_xl.demo.budget import BudgetMaker, totals
from pmo_xl.demo.lights import declared, indices_level, other_level
from pmo_xl.demo.names import DOMAINS, PROGRAMMES, SUPPLIERS, Programme, people
from pmo_xl.demo.plan import Row, Spread, Step, lay_out, plan_rows, spreads
from pmo_xl.demo.progress import FATES, FINISHED, NOT_STARTED, Progress, Scenario, between, progress_of
from pmo_xl.demo.risks import RiskMaker, exposure
from pmo_xl.demo.texts.lines import STATUS
from pmo_xl.demo.weekdays import month_of
from pmo_xl.demo.work import PHASES

Language = Literal["en", "fr", "mixed"]
Rows = dict[str, list[Any]]

STATUS_DATE = dt.date(2026, 3, 31)
CURRENCIES = {"en": ("EUR", "EUR", "EUR", "USD", "GBP"), "fr": ("EUR", "EUR", "EUR", "EUR", "CHF")}
KINDS_OF_PROJECT = ("strategic", "strategic", "innovation", "maintenance")
TEAM_SIZE = 6
AMOUNTS = frozenset((
    "bac0", "changes_approved", "transfers", "committed", "actual", "etc", "invoiced", "paid", "accruals", "pv", "forecast",
    "cost_baseline", "cost_impact_in", "cost_impact_in_min", "cost_impact_in_max", "cost_impact_res", "response_cost",
    "contingency_initial", "contingency_drawn", "management_reserve", "impact_cost", "cost_of_delay",
))  # fmt: skip
"""The columns that hold money."""
AGAIN = t(" – phase {n}", " – lot {n}")


@dataclass(frozen=True, slots=True)
class DemoProject:
    """One project as its returns hold it: plain values, list values as keys, months as their first day.

    ``raw`` are cells that hold what their column cannot (a word where a number belongs), by table, row
    and column; the same cell in ``rows`` is then None.
    """

    project_id: str
    language: str
    currency: str
    programme: str
    sponsor: str
    manager: str
    record: dict[str, Any]
    rows: dict[str, Rows]
    raw: dict[tuple[str, int, str], Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """A project and what it was made from: its course, its rows with whole amounts, and what makes cents of these."""

    project: DemoProject
    fate: Scenario
    course: Progress
    steps: Sequence[Step]
    record: Row
    tables: Mapping[str, Sequence[Row]]
    cents: float


def demo_portfolio(
    projects: int, seed: int, language: Language = "mixed", status_date: dt.date = STATUS_DATE
) -> list[DemoProject]:
    """That many projects, reproducible from the seed; ``mixed`` has about as many French as English returns."""
    return [made.project for made in made_projects(projects, seed, language, status_date)]


def made_projects(
    projects: int, seed: int, language: Language = "mixed", status_date: dt.date = STATUS_DATE
) -> list[Made]:
    """The projects of :func:`demo_portfolio`, each with what it was made from."""
    rng = Random(seed)
    fates = [FATES[place % len(FATES)] for place in range(projects)]
    rng.shuffle(fates)
    staff = people(rng, projects * TEAM_SIZE)
    names = _names(rng, projects)
    result: list[Made] = []
    for place, fate in enumerate(fates):
        own = Random(rng.getrandbits(64))
        speaks = language if language != "mixed" else ("en", "fr")[(place + seed) % 2]
        team = staff[place * TEAM_SIZE : (place + 1) * TEAM_SIZE]
        programme, name, again = names[place]
        words = PROGRAMMES[programme].projects[name].to(speaks) + again.to(speaks)
        # A programme keeps one name in a portfolio, whatever the language of a return.
        under = PROGRAMMES[programme].name.to("fr" if language == "fr" else "en")
        key, kind = f"P{place + 1:03}", PROGRAMMES[programme]
        result.append(_ProjectMaker(own, fate, key, words, kind, under, team, speaks, status_date).make())
    return result


def _names(rng: Random, projects: int) -> list[tuple[int, int, Text]]:
    """Programme, project of that programme, and what tells a name used again from the first."""
    deck = [
        (place, name) for place, programme in enumerate(PROGRAMMES) for name in range(len(programme.projects))
    ]
    rng.shuffle(deck)
    rounds = [divmod(place, len(deck)) for place in range(projects)]
    return [(*deck[at], AGAIN.fill(n=turn + 1) if turn else same("")) for turn, at in rounds]


class _ProjectMaker:
    """One project in the making."""

    def __init__(
        self, rng: Random, fate: Scenario, project_id: str, name: str, programme: Programme, under: str,
        team: Sequence[str], language: str, status_date: dt.date,
    ) -> None:  # fmt: skip
        self.rng, self.fate, self.programme = rng, fate, programme
        self.project_id, self.name = project_id, name
        self.under, self.language, self.status_date = under, language, status_date
        # The sponsor does no task; the PMO contact is somebody of the team.
        self.sponsor, self.team = team[-1], team[:-1]

    def make(self) -> Made:
        rng = self.rng
        size = rng.random()
        # Most are small, a few very large: powers spelled out, since ** may differ in its last digit.
        bac = round((80_000 + 420_000 * size + 11_500_000 * size * size * size * size) / 1000) * 1000
        duration = 100 + rng.randint(0, 60) + int(380 * size)
        parts = rng.sample(self.programme.parts, 4)
        steps = lay_out(rng, self.name, duration, bac, parts, self.language)
        work = [(step.first, step.last, step.cost) for step in steps if step.kind == "task"]
        course = progress_of(rng, self.fate, work, duration, self.status_date)
        plan = plan_rows(rng, steps, course, self.team, self.language)
        phases = spreads(steps, plan, course)
        risks = RiskMaker(
            rng, self.fate, bac, course.start, self.status_date, parts, self.team, self.language
        ).make()
        reserve = round(max(between(rng, (0.04, 0.10)) * bac, 1.05 * exposure(risks)) / 100 + 0.5) * 100
        suppliers = rng.sample(SUPPLIERS, 3)
        maker = BudgetMaker(rng, self.fate, phases, reserve, self.status_date, self.language, suppliers)
        budget, months = maker.make()
        record = self._record(plan, phases, risks, budget, months, reserve, maker.drawn)
        tables = {"plan": plan, "risks": risks, "budget": budget, "budget_months": months}
        cents = (91 + 2 * int(self.project_id[1:]) % 9) / 100
        project = with_cents(
            record, tables, cents, DemoProject(
                self.project_id, self.language, record["currency"], self.under, self.sponsor, self.team[0], {}, {}
            ),
        )  # fmt: skip
        return Made(project, self.fate, course, steps, record, tables, cents)

    def _record(
        self, plan: Sequence[Row], phases: Sequence[Spread], risks: Sequence[Row], budget: Sequence[Row],
        months: Sequence[Row], reserve: int, drawn: int,
    ) -> Row:  # fmt: skip
        rng, whole, language = self.rng, plan[0], self.language
        gates = [row for row in plan if row["type"] == "milestone"]
        reached = sum(row["pct_complete"] == 1 for row in gates)
        rag = self._rag(plan, phases, risks, budget, months)
        return {
            "project_id": self.project_id,
            "project_name": self.name,
            "status_date": self.status_date,
            "currency": rng.choice(CURRENCIES[language]),
            "project_manager": self.team[0],
            "sponsor": self.sponsor,
            "pmo_contact": self.team[-1],
            "programme_id": self.under,
            "business_unit": self.programme.unit.to(language),
            "domain": rng.choice(DOMAINS).to(language),
            "objective_id": self.programme.objective,
            "type": "regulatory" if self.programme.name.en == "Compliance" else rng.choice(KINDS_OF_PROJECT),
            "phase": PHASES[reached].key if reached < len(PHASES) else "close",
            "start_baseline": whole["start_baseline"],
            "finish_baseline": whole["finish_baseline"],
            "finish_forecast": whole["finish_forecast"],
            "finish_actual": whole["finish_actual"],
            "contingency_initial": float(reserve + drawn),
            "contingency_drawn": float(drawn),
            "management_reserve": float(totals(budget)["bac"] * rng.randint(20, 50) // 1_000_000 * 1000),
            "rag_declared": rag,
            "comment": STATUS[rag].to(language),
            "prepared_by": self.team[0],
            "approved_by": self.sponsor,
        }

    def _rag(
        self, plan: Sequence[Row], phases: Sequence[Spread], risks: Sequence[Row], budget: Sequence[Row], months: Sequence[Row],
    ) -> str:  # fmt: skip
        if self.fate is NOT_STARTED:
            return "grey"
        if self.fate is FINISHED:
            return "blue"
        sums = totals(budget)
        earned = sum(phase.cost * phase.earned for phase in phases)
        planned = sum(row["pv"] for row in months if row["period"] <= month_of(self.status_date))
        indices = indices_level(earned, planned, sums["actual"], sums["etc"], sums["bac"])
        return declared(self.rng, indices, other_level(plan, risks, sums["bac"], self.status_date))


def with_cents(
    record: Row, tables: Mapping[str, Sequence[Row]], factor: float, project: DemoProject
) -> DemoProject:
    """The project with these rows, whose whole amounts become amounts with cents."""
    rows = {key: [_in_cents(row, factor) for row in table] for key, table in tables.items()}
    held = {key: columns(table) for key, table in rows.items()}
    return replace(project, record=_in_cents(record, factor), rows=held)


def _in_cents(row: Row, factor: float) -> Row:
    """A row of whole amounts as amounts with cents: times a factor of two decimals, so that sums still agree."""
    return {
        key: round(what * factor, 2) if key in AMOUNTS and what is not None else what
        for key, what in row.items()
    }


def columns(rows: Sequence[Mapping[str, Any]]) -> Rows:
    """Rows as columns: every key that any row has, in the order of first use."""
    keys = dict.fromkeys(key for row in rows for key in row)
    return {key: [row.get(key) for row in rows] for key in keys}
