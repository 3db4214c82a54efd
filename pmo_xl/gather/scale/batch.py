"""One batch of a large portfolio, added up and measured by whoever reads: all that comes back is compact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from pmo_xl import parquet
from pmo_xl.catalog.rules.overrides import overrides_of
from pmo_xl.core.base.failure import Failure
from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.flow.expected import Expected, MissingReturns
from pmo_xl.core.flow.portfolio import Portfolio
from pmo_xl.core.flow.schedule_quality import ScheduleQuality
from pmo_xl.core.settings.settings import Settings
from pmo_xl.gather.scale.workers import WorkerPool
from pmo_xl.steps.figures.derive import derived
from pmo_xl.steps.figures.measure import measured, thresholds
from pmo_xl.steps.figures.overflow import with_currency
from pmo_xl.steps.figures.remember import remembered
from pmo_xl.steps.figures.run_tables import cells_frame, findings_frame, returns_frame, rows_frame
from pmo_xl.steps.portfolio.batches import Judged, PackedReturns
from pmo_xl.steps.portfolio.consolidate import add_up
from pmo_xl.steps.portfolio.figure_rules import figure_rules, judge_figures, keys_needed
from pmo_xl.steps.portfolio.schedule import assess_schedules

if TYPE_CHECKING:
    from pmo_xl.parquet import Rows


@dataclass(frozen=True, slots=True)
class Batch:
    """Some whole projects, and what is known of them beside their returns."""

    parcel: PackedReturns
    catalogue: Catalogue
    settings: Settings
    expected: Expected
    period: dt.date | None
    missing: MissingReturns
    memory: Mapping[str, pd.DataFrame]
    """What earlier masters noted of these projects, by table."""
    language: str


@dataclass(frozen=True, slots=True)
class Added:
    """What a batch came to; ``tables`` hold every row, in the order of the returns."""

    judged: list[Judged]
    projects: pd.DataFrame
    kpis: pd.DataFrame
    memory: Mapping[str, pd.DataFrame]
    schedules: Mapping[str, ScheduleQuality]
    tables: Mapping[str, Rows]
    not_run: Mapping[str, Failure]


def add_batch(batch: Batch) -> Added:
    """Consolidate, derive and measure the projects of a batch: what the whole portfolio goes through otherwise."""
    returns, settings, catalogue = batch.parcel.open(), batch.settings, batch.catalogue
    holidays = settings.calendar.holidays
    portfolio = add_up(
        returns, catalogue.templates, settings, batch.expected, batch.period, batch.missing,
        catalogue.table_rules, overrides_of(settings, catalogue), batch.memory,
    )  # fmt: skip
    portfolio = with_run_tables(portfolio, catalogue, batch.language)
    schedules = assess_schedules(portfolio, holidays)
    portfolio = derived(
        portfolio,
        catalogue.derived,
        holidays,
        batch.memory,
        settings.calendar.fiscal_year_start,
        is_whole=False,
    )
    portfolio, begun = judged_by_figures(portfolio, catalogue, settings, batch.language)
    kpis = measured(portfolio, catalogue, settings, begun=begun)
    portfolio = remembered(portfolio, kpis, catalogue, holidays)
    return Added(
        [Judged.of(returned) for returned in returns],
        portfolio.projects,
        kpis,
        {key: portfolio.tables[key] for key, table in catalogue.memory.items() if table.by_project},
        schedules,
        {key: parquet.table_of(frame) for key, frame in _whole_tables(portfolio, catalogue)},
        portfolio.not_run,
    )


def with_run_tables(portfolio: Portfolio, catalogue: Catalogue, language: str) -> Portfolio:
    """The portfolio with what came and what was found, as tables that KPIs read."""
    titles = {kind: template.title.to(language) for kind, template in catalogue.templates.by_kind.items()}
    cells, lights = catalogue.cells_read, catalogue.reads_of_lights
    return portfolio.with_tables(
        {
            "findings": findings_frame(portfolio, language),
            "returns": returns_frame(portfolio, titles),
            "rows": rows_frame(portfolio, lights),
            "cells": cells_frame(portfolio, cells, lights),
        }
    )


def judged_by_figures(
    portfolio: Portfolio, catalogue: Catalogue, settings: Settings, language: str
) -> tuple[Portfolio, pd.DataFrame | None]:
    """A portfolio whose tables are derived, with what the rules over figures find; and the figures measured for that."""
    overrides = overrides_of(settings, catalogue)
    rules = figure_rules(catalogue, overrides)
    if not rules:
        return portfolio, None
    begun = measured(portfolio, catalogue, settings, only=keys_needed(catalogue, rules))
    params = thresholds(catalogue.kpis, settings)
    judged = judge_figures(portfolio, begun, params, catalogue, rules, overrides, settings.calendar.holidays)
    if len(judged.findings) > len(portfolio.findings):
        judged = with_run_tables(judged, catalogue, language)
    return judged, begun


def _whole_tables(portfolio: Portfolio, catalogue: Catalogue) -> Iterator[tuple[str, pd.DataFrame]]:
    """The tables that go to Parquet batch by batch: all but what is remembered."""
    tables, derived = catalogue.templates.tables, catalogue.derived
    for key, table in {**tables, **derived}.items():
        if key in catalogue.memory:
            continue
        frame = portfolio.tables[key]
        frame = frame if key in derived else with_currency(frame, portfolio.projects)
        source = catalogue.master.provenance if key in tables else ()
        yield key, frame[[catalogue.master.project_key.key, "currency", *table.columns, *source]]


def each_added(batches: Iterable[Callable[[], Batch]], worker_pool: WorkerPool) -> Iterator[Added]:
    """What every batch comes to, in their order, worked out by a pool of workers; one that a worker did not survive, here."""
    waiting: list[tuple[Future[Added] | None, Callable[[], Batch]]] = []

    def first() -> Added:
        future, make = waiting.pop(0)
        try:
            return future.result() if future is not None else add_batch(make())
        except worker_pool.crash_exceptions:
            return add_batch(make())

    with worker_pool.pool(worker_pool.workers) as pool:
        for make in batches:
            # Batches are unpacked when a worker is free for them, and results taken before they pile up.
            while len(waiting) > worker_pool.workers:
                yield first()
            try:
                waiting.append((pool.submit(add_batch, make()), make))
            except worker_pool.crash_exceptions:
                waiting.append((None, make))
        while waiting:
            yield first()
