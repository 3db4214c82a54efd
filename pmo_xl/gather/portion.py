"""One portion of a large portfolio, added up and measured by whoever reads: all that comes back is compact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from pmo_xl import parquet
from pmo_xl.catalog.weights import weights_of
from pmo_xl.core.catalogue import Catalogue
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


@dataclass(frozen=True, slots=True)
class Portion:
    """Some whole projects, and what is known of them beside their returns."""

    parcel: Parcel
    catalogue: Catalogue
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
    catalogue = portion.catalogue
    holidays = settings.calendar.holidays
    portfolio = add_up(
        returns, catalogue.templates, settings, portion.expected, portion.period, portion.missing,
        catalogue.table_rules, weights_of(settings, catalogue), history,
    )  # fmt: skip
    add_run_tables(portfolio, catalogue, portion.language)
    schedules = assess_schedules(portfolio, holidays)
    derive(portfolio, catalogue.derived, holidays, history)
    kpis = measured(portfolio, catalogue, settings)
    remember(portfolio, catalogue.history, catalogue.remembered, holidays)
    return Added(
        [Judged.of(returned) for returned in returns],
        portfolio.projects,
        kpis,
        portfolio.tables[catalogue.history.key],
        schedules,
        {key: parquet.table_of(frame) for key, frame in _whole_tables(portfolio, catalogue)},
        portfolio.not_run,
    )


def add_run_tables(portfolio: Portfolio, catalogue: Catalogue, language: str) -> None:
    """What came and what was found, as tables that KPIs read."""
    titles = {kind: template.title.to(language) for kind, template in catalogue.templates.by_kind.items()}
    cells, lights = catalogue.cells_read, catalogue.reads_of_lights
    portfolio.tables["findings"] = findings_frame(portfolio, language)
    portfolio.tables["returns"] = returns_frame(portfolio, titles)
    portfolio.tables["rows"] = rows_frame(portfolio, lights)
    portfolio.tables["cells"] = cells_frame(portfolio, cells, lights)


def _whole_tables(portfolio: Portfolio, catalogue: Catalogue) -> Iterator[tuple[str, pd.DataFrame]]:
    """The tables that go to Parquet portion by portion: all but what is remembered."""
    tables, derived = catalogue.templates.tables, catalogue.derived
    for key, table in {**tables, **derived}.items():
        if key == catalogue.history.key:
            continue
        frame = portfolio.tables[key]
        frame = frame if key in derived else with_currency(frame, portfolio.projects)
        source = catalogue.master.provenance if key in tables else ()
        yield key, frame[[catalogue.master.project_key.key, "currency", *table.columns, *source]]


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
