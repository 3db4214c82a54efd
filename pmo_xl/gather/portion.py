"""One portion of a large portfolio, added up and measured by whoever reads: all that comes back is compact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from pmo_xl import parquet
from pmo_xl.catalog.controls import CONTROLS
from pmo_xl.catalog.derived import DERIVED, REMEMBERED, History
from pmo_xl.catalog.kpis import CELLS_READ, IDENTITY, KPIS, READS_OF_LIGHTS, RECEIVED
from pmo_xl.catalog.ledgers import PROJECT_KEY, PROVENANCE
from pmo_xl.catalog.templates import KIND_OF, TABLES, TEMPLATES
from pmo_xl.catalog.templates.project import Project
from pmo_xl.catalog.weights import weights_of
from pmo_xl.core.expected import Expected, Owed
from pmo_xl.core.failure import Failure
from pmo_xl.core.flow import Portfolio
from pmo_xl.core.quality import ScheduleQuality
from pmo_xl.core.settings import Settings
from pmo_xl.gather.crew import Crew
from pmo_xl.steps.beside import with_currency
from pmo_xl.steps.consolidate import add_up
from pmo_xl.steps.derive import derive, remember
from pmo_xl.steps.measure import measured
from pmo_xl.steps.portions import Judged, Parcel
from pmo_xl.steps.report import cells_frame, findings_frame, returns_frame, rows_frame
from pmo_xl.steps.schedule import assess_schedules

if TYPE_CHECKING:
    from pmo_xl.parquet import Rows

DATA = (*TABLES, *(key for key in DERIVED if key != History.key))
"""The tables that go to Parquet portion by portion."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Some whole projects, and what is known of them beside their returns."""

    parcel: Parcel
    settings: Settings
    expected: Expected
    period: dt.date | None
    missing: Owed
    history: pd.DataFrame | None
    language: str


@dataclass(frozen=True, slots=True)
class Added:
    """What a portion came to; ``tables`` hold every row, in the order of the returns."""

    judged: list[Judged]
    projects: pd.DataFrame
    kpis: pd.DataFrame
    history: pd.DataFrame
    schedules: Mapping[str, ScheduleQuality]
    tables: Mapping[str, Rows]
    not_run: Mapping[str, Failure]


def add_portion(portion: Portion) -> Added:
    """Consolidate, derive and measure the projects of a portion: what the whole portfolio goes through otherwise."""
    returns, settings, history = portion.parcel.open(), portion.settings, portion.history
    holidays = settings.calendar.holidays
    portfolio = add_up(
        returns, Project, TABLES, KIND_OF, settings, portion.expected, portion.period, portion.missing,
        CONTROLS, weights_of(settings), history,
    )  # fmt: skip
    add_ledgers(portfolio, portion.language)
    schedules = assess_schedules(portfolio, holidays)
    derive(portfolio, DERIVED, holidays, history)
    kpis = measured(portfolio, KPIS, list(IDENTITY), RECEIVED, settings)
    remember(portfolio, History, REMEMBERED, holidays)
    return Added(
        [Judged.of(returned) for returned in returns],
        portfolio.projects,
        kpis,
        portfolio.tables[History.key],
        schedules,
        {key: parquet.table_of(frame) for key, frame in _whole_tables(portfolio.tables, portfolio.projects)},
        portfolio.not_run,
    )


def add_ledgers(portfolio: Portfolio, language: str) -> None:
    """What came and what was found, as tables that KPIs read."""
    titles = {kind: template.title.to(language) for kind, template in TEMPLATES.items()}
    portfolio.tables["findings"] = findings_frame(portfolio, language)
    portfolio.tables["returns"] = returns_frame(portfolio, titles)
    portfolio.tables["rows"] = rows_frame(portfolio, READS_OF_LIGHTS)
    portfolio.tables["cells"] = cells_frame(portfolio, CELLS_READ, READS_OF_LIGHTS)


def _whole_tables(
    frames: Mapping[str, pd.DataFrame], projects: pd.DataFrame
) -> Iterator[tuple[str, pd.DataFrame]]:
    for key in DATA:
        frame = frames[key] if key in DERIVED else with_currency(frames[key], projects)
        source = PROVENANCE if key in TABLES else ()
        columns = {**TABLES, **DERIVED}[key].columns
        yield key, frame[[PROJECT_KEY.key, "currency", *columns, *source]]


def each_added(portions: Iterable[Callable[[], Portion]], crew: Crew) -> Iterator[Added]:
    """What every portion comes to, in their order, worked out by a crew; one that a worker did not survive, here."""
    waiting: list[tuple[Future[Added] | None, Callable[[], Portion]]] = []

    def first() -> Added:
        future, make = waiting.pop(0)
        try:
            return future.result() if future is not None else add_portion(make())
        except crew.deaths:
            return add_portion(make())

    with crew.pool(crew.workers) as pool:
        for make in portions:
            # Portions are unpacked when a worker is free for them, and results taken before they pile up.
            while len(waiting) > crew.workers:
                yield first()
            try:
                waiting.append((pool.submit(add_portion, make()), make))
            except crew.deaths:
                waiting.append((None, make))
        while waiting:
            yield first()
