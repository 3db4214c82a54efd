"""Workspaces in which a selection can be made: the PMO's lists typed into its workbook, and the command run on them."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from small import columns
from typer.testing import CliRunner

from pmo_xl.catalog.steering import STEERING
from pmo_xl.core.base.files import FRENCH_NAMES, STEERING_FILE
from pmo_xl.core.selection.problem import Problem
from pmo_xl.doors.cli import app
from pmo_xl.excel.template.steering_workbook import write_steering

Row = dict[str, Any]
Lists = dict[str, list[Row]]
SETTINGS = 'language = "{}"\nreporting_currency = "EUR"\nstatus_date = 2026-03-31\n'
NPV = {"criterion_id": "NPV", "title": "Net present value", "kind": "npv"}


def workspace(home: Path, lists: Lists, language: str = "en") -> Path:
    """A folder with the settings and the workbook of a PMO, and nothing that was returned."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "pmo.toml").write_text(SETTINGS.format(language), encoding="utf-8")
    name = STEERING_FILE if language == "en" else FRENCH_NAMES[STEERING_FILE]
    write_steering(home / name, STEERING, {key: columns(rows) for key, rows in lists.items()}, language)
    return home


def selected(home: Path, scenario: str = "S1", *more: str) -> tuple[int, dict[str, Any]]:
    """How the command ends, and its JSON."""
    done = CliRunner().invoke(app, ["select", str(home), "--scenario", scenario, "--json", "-", *more])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    assert done.exit_code in (0, 1), done.output
    return done.exit_code, json.loads(done.stdout)


def number(at: int) -> str:
    """The ID of a project, counted from 1."""
    return f"P{at:03}"


def registered(many: int, **more: Mapping[int, Any]) -> list[Row]:
    """So many candidates; further columns by name, each with its value by number of the project."""
    return [
        {"project_id": number(at), "project_name": f"Project {at}", "status": "candidate", **{key: by.get(at) for key, by in more.items()}}
        for at in range(1, many + 1)
    ]  # fmt: skip


def worth(values: Sequence[float]) -> list[Row]:
    """The value of each project, typed as an amount."""
    return [
        {"project_id": number(at), "criterion": "NPV", "score": float(value), "why": "business case"}
        for at, value in enumerate(values, start=1)
    ]


def by_year(use: Sequence[Sequence[float]], first: int = 2026) -> list[Row]:
    """What each project costs in each year; a row of ``use`` per year."""
    return [
        {"project_id": number(at), "year": first + year, "cost_opex": float(cost)}
        for year, costs in enumerate(use)
        for at, cost in enumerate(costs, start=1)
    ]


def by_role(use: Sequence[Sequence[float]], year: int = 2026) -> list[Row]:
    """The days that each project needs of each role; a row of ``use`` per role."""
    return [
        {"project_id": number(at), "year": year, "role": f"Role {role}", "days": float(days)}
        for role, some in enumerate(use, start=1)
        for at, days in enumerate(some, start=1)
    ]


def budgets(limits: Sequence[float], scenario: str = "S1", first: int = 2026) -> list[Row]:
    """A frame of money by year."""
    return [
        {"scenario_id": scenario, "year": first + at, "budget": float(limit)}
        for at, limit in enumerate(limits)
    ]


def staffed(limits: Sequence[float], scenario: str = "S1", year: int = 2026) -> list[Row]:
    """A frame of days by role."""
    return [
        {"scenario_id": scenario, "year": year, "role": f"Role {at}", "days": float(limit)}
        for at, limit in enumerate(limits, start=1)
    ]


def numbers(told: Mapping[str, Any]) -> list[int]:
    """The projects that were chosen, counted from 1."""
    return [int(project[1:]) for project in told["chosen"]]


def sets_of(problem: Problem) -> Iterator[frozenset[str]]:
    """Every set of projects that obeys everything: by trying all of them."""
    options = sorted(problem.options, key=lambda option: option.project_id)
    for picked in itertools.product((0, 1), repeat=len(options)):
        chosen = frozenset(o.project_id for o, x in zip(options, picked, strict=True) if x)
        if any(
            (o.forced and o.project_id not in chosen) or (o.barred and o.project_id in chosen)
            for o in options
        ):
            continue
        if any(a in chosen and b in chosen for a, b in problem.excludes):
            continue
        if any(a in chosen and b not in chosen for a, b in problem.requires):
            continue
        if all(
            sum(o.use.get(limit.key, 0) for o in options if o.project_id in chosen) <= limit.amount + 0.005
            for limit in problem.limits
        ):
            yield chosen
