"""A portfolio too large for data sheets: added up in batches, its rows in Parquet, what pages look at in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from sys import intern
from typing import Any

import pandas as pd

from pmo_xl import parquet
from pmo_xl.core.base.failure import Failure
from pmo_xl.core.base.finding import in_order
from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.flow.expected import Expected, MissingReturns
from pmo_xl.core.flow.portfolio import Portfolio
from pmo_xl.core.flow.schedule_quality import ScheduleQuality
from pmo_xl.core.settings.settings import Settings
from pmo_xl.gather.files.save_times import saved_at
from pmo_xl.gather.scale.batch import Added, Batch, add_batch, each_added
from pmo_xl.gather.scale.workers import WorkerPool
from pmo_xl.steps.figures.remember import by_project_and_month
from pmo_xl.steps.one_return.net import not_run
from pmo_xl.steps.portfolio.batches import PackedReturns, SpillFile
from pmo_xl.steps.portfolio.consolidate import spelled
from pmo_xl.steps.portfolio.decide import decide, missing_returns

PROJECT = "project_id"


@dataclass(frozen=True, slots=True)
class BatchRun:
    """What is known beside the returns; ``needed`` are the columns of each table that the pages look at."""

    catalogue: Catalogue
    settings: Settings
    expected: Expected
    status_date: dt.date | None
    memory: Mapping[str, pd.DataFrame]
    language: str
    needed: Mapping[str, Sequence[str]]

    def add_up(
        self, spill: SpillFile, worker_pool: WorkerPool, aside: parquet.ParquetTables
    ) -> tuple[Portfolio, pd.DataFrame]:
        """The portfolio and the KPIs of each project; every row goes to Parquet on the way.

        The returns of the portfolio have no rows any more, and its tables the needed columns alone. Raises
        NothingToDo where Parquet cannot be written.
        """
        heads = spill.heads
        period = decide(heads, self.settings, self.expected, self.status_date, saved_at)
        aside.begin(period)
        missing = missing_returns(heads, self.expected, self.settings, period)
        places = list(spill.batches())
        kept = _Kept(self.needed)
        failures: dict[str, Failure] = {}
        batches = [partial(self._batch, spill, some, period, missing) for some in places]
        for some, added in zip(places, each_added(batches, worker_pool), strict=True):
            for at, judged in zip(some, added.judged, strict=True):
                judged.put_on(heads[at])
            aside.add(added.tables)
            kept.take(added)
            failures = {**added.not_run, **failures}
        # What is remembered of projects that are silent today stays in the history.
        silent = self._memory(lambda ids: ~ids.isin({head.project_id for head in heads}))
        kept.take(add_batch(Batch(PackedReturns((), ()), self.catalogue, self.settings, Expected(), period, MissingReturns(), silent, self.language)))  # fmt: skip
        told = chain.from_iterable(head.findings for head in heads)
        findings = in_order(chain(told, missing.findings, not_run(failures)))
        portfolio = Portfolio(
            period, kept.projects(), kept.tables(), heads, findings, missing.projects, self.expected,
            schedules=kept.schedules, not_run=failures,
        )  # fmt: skip
        return portfolio, kept.kpis()

    def _batch(
        self, spill: SpillFile, places: Sequence[int], period: dt.date | None, missing: MissingReturns
    ) -> Batch:
        ids = {spill.heads[at].project_id for at in places}
        known = self.expected.projects
        some = None if known is None else {key: known[key] for key in sorted(ids & known.keys())}
        expected = replace(self.expected, projects=some)
        memory = self._memory(lambda column: column.isin(ids))
        return Batch(
            spill.parcel(places),
            self.catalogue,
            self.settings,
            expected,
            period,
            missing.of(ids),
            memory,
            self.language,
        )

    def _memory(self, some: Any) -> dict[str, pd.DataFrame]:
        return {key: rows[some(rows[PROJECT])] for key, rows in self.memory.items() if PROJECT in rows}


@dataclass(slots=True)
class _Kept:
    """What stays in memory of each batch."""

    needed: Mapping[str, Collection[str]]
    schedules: dict[str, ScheduleQuality] = field(default_factory=dict)
    _parts: dict[str, list[pd.DataFrame]] = field(default_factory=dict)
    _remembered: set[str] = field(default_factory=set)

    def take(self, added: Added) -> None:
        """Keep a batch; texts that many rows share are kept once."""
        self.schedules.update(added.schedules)
        whole = {"projects": added.projects, "kpis": added.kpis, **added.memory}
        self._remembered.update(added.memory)
        for key, table in added.tables.items():
            columns = [name for name in table.column_names if name in self.needed.get(key, (PROJECT,))]
            whole[key] = parquet.frame_from(table.select(columns), intern)
        for key, frame in whole.items():
            self._parts.setdefault(key, []).append(frame)

    def tables(self) -> dict[str, pd.DataFrame]:
        """The needed columns of the data tables, and all that is remembered."""
        tables = {key: self._whole(key) for key in [*self._parts] if key not in {"projects", "kpis"}}
        return tables | {key: by_project_and_month(tables[key]) for key in self._remembered}

    def projects(self) -> pd.DataFrame:
        """Every project, by ID."""
        return self._by_id("projects")

    def kpis(self) -> pd.DataFrame:
        """The KPIs of every project, by ID."""
        return self._by_id("kpis")

    def _by_id(self, key: str) -> pd.DataFrame:
        frame = self._whole(key).sort_values(PROJECT, ignore_index=True, kind="stable")
        frame["programme_id"] = spelled(frame["programme_id"])
        return frame

    def _whole(self, key: str) -> pd.DataFrame:
        """The batches of a table, one below the other; those without a row would only blur its types."""
        parts = self._parts.pop(key)
        return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
