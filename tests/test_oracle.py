"""Every figure of the program against a second implementation, over random portfolios with gaps; and its invariants."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import oracle
import portfolios
import pytest
from office import compare, needs_office, poisoned, recalculated
from same import FROM_FINDINGS, same

import pmo_xl


def asked(status: dt.date) -> oracle.Settings:
    """The settings of the portfolio, for the oracle."""
    return oracle.Settings(status, portfolios.RATES, frozenset(portfolios.HOLIDAYS))


def both(folder: Path, out: Path, status: dt.date, **more: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The figures of the program and of the oracle: projects by name, the portfolio under an empty one."""
    got = pmo_xl.consolidate([folder], out, settings=portfolios.settings(status, **more)).to_dict()
    projects, portfolio = oracle.measure(oracle.read(folder), asked(status))
    return {**got["projects"], "": got["portfolio"]}, {**projects, "": portfolio}


def as_json(value: Any) -> Any:
    """A value as JSON has it."""
    return value.isoformat() if isinstance(value, dt.date) else value


def differences(got: dict[str, Any], right: dict[str, Any]) -> list[str]:
    """A line for each figure that differs by more than 1e-9 of it, or that only one of the two knows."""
    lines = [f"projects: {sorted(set(got) ^ set(right))}"] if set(got) != set(right) else []
    for name in sorted(set(got) & set(right)):
        for key in sorted(set(got[name]) - FROM_FINDINGS):
            ours, theirs = got[name][key], as_json(right[name].get(key, "not in the oracle"))
            if not same(ours, theirs):
                lines.append(f"{name or 'portfolio'} {key}: {ours} instead of {theirs}")
    return lines


DAYS = [
    dt.date(2026, 3, 31), dt.date(2026, 3, 16), dt.date(2026, 4, 1), dt.date(2026, 2, 27), dt.date(2026, 5, 2),
    dt.date(2026, 1, 15),
]  # fmt: skip


FOLLOWED = (1, 2)
"""Seeds whose projects send follow-ups: in French with words in cells of dates, and in both languages."""


@pytest.mark.parametrize(
    "seed", [1, 2, 6, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (0, 3, 4, 5, 7))]
)
def test_every_figure_is_that_of_the_second_implementation(seed: int, tmp_path: Path) -> None:
    """Projects of every kind, in five currencies, with cells missing or unreadable, at status dates inside and at the end of months."""
    status = DAYS[seed % len(DAYS)]
    sent = portfolios.portfolio(seed, status, refused=seed % 2 == 1, followed=seed in FOLLOWED)
    portfolios.write(tmp_path / "in", sent, ("en", "fr", "mixed")[seed % 3])
    got, right = both(tmp_path / "in", tmp_path / "master.xlsx", status)
    assert not differences(got, right)


MONTHS = [dt.date(2025, 10, 31), dt.date(2025, 12, 31), dt.date(2026, 1, 31), dt.date(2026, 2, 28), dt.date(2026, 3, 31)]  # fmt: skip
"""Status dates one after the other, of which nobody returned anything in November; the last is today."""


def test_what_moved_since_earlier_periods_is_that_of_the_second_implementation(tmp_path: Path) -> None:
    """Five periods of the same ten projects, each of which is silent in some, handed on from master to master."""
    out = tmp_path / "master.xlsx"
    past: dict[dt.date, tuple[dict[str, Any], dict[str, oracle.Project]]] = {}
    checked: Counter[str] = Counter()
    for seed, status in enumerate(MONTHS):
        here = tmp_path / f"{status}"
        sent = portfolios.portfolio(20 + seed, status)
        silent = set(sorted(sent)[seed : seed + 3]) if status != MONTHS[-1] else set()
        portfolios.write(here, {name: one for name, one in sent.items() if name not in silent})
        got = pmo_xl.consolidate([here], out, settings=portfolios.settings(status)).to_dict()
        returned = oracle.read(here)
        earlier = {oracle.number_of(status) - oracle.number_of(day): then for day, then in past.items()}
        projects, portfolio = oracle.measure(returned, asked(status), earlier)
        past[status] = projects, returned
        right = {**projects, "": portfolio}
        assert not differences({**got["projects"], "": got["portfolio"]}, right)
        checked.update(key for one in right.values() for key, what in one.items() if what)
    assert all(checked[key] > 3 for key in MOVED), {key: checked[key] for key in MOVED}
    assert {one["trend"] for one in projects.values()} >= {-1, 0, 1}
    assert max(one["red_streak"] or 0 for one in projects.values()) > 2


MOVED = (
    "period_before", "rag_before", "trend", "got_worse", "got_better", "last_not_red", "red_streak", "finish_before",
    "finish_move", "slip_before", "eac_before", "eac_move", "eac_move_pct", "exposure_before", "exposure_move",
    "critical_move", "forecast_1m", "error_3m", "ev_3m", "spi_3m",
)  # fmt: skip
"""Figures that rest on earlier periods; each must have been one, other than 0, several times."""


@needs_office
def test_the_figures_of_gaps_are_live(tmp_path: Path) -> None:
    """From poisoned caches LibreOffice finds, in both languages, what Python wrote of a portfolio in which cells are missing."""
    made = []
    for seed, language in ((4, "en"), (11, "fr")):
        status = DAYS[seed % len(DAYS)]
        here = portfolios.write(
            tmp_path / language, portfolios.portfolio(seed, status, refused=True), language
        )
        settings = portfolios.settings(status, language=language)
        pmo_xl.consolidate([here], tmp_path / f"{language}.xlsx", settings=settings, language=language)
        made.append(tmp_path / f"{language}.xlsx")
    spoiled = [poisoned(path, tmp_path / f"spoiled-{path.name}") for path in made]
    for path, fresh in zip(made, recalculated(spoiled, tmp_path / "fresh"), strict=True):
        found = compare(path, fresh)
        assert found.formulas > 5000
        assert not found[:20]


def test_the_oracle_knows_every_figure() -> None:
    """A new KPI needs a second implementation."""
    _, portfolio = oracle.measure({"A": oracle.Project({"currency": "EUR"})}, asked(DAYS[0]))
    assert {kpi["key"] for kpi in pmo_xl.kpis()} - FROM_FINDINGS <= set(portfolio)
