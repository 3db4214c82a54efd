"""The whole story on one page: read → examine → consolidate → measure → render.

The only room, with the workspace, that knows every stage. What comes after reading is imported while the returns
are read: it takes as long.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache as cache_once
from pathlib import Path

from pmo_xl import parquet
from pmo_xl.catalog.settings import catalogue_in, read_settings
from pmo_xl.core.base.files import (
    MASTER_FILE,
    SETTINGS_FILE,
    in_workspace,
    manifest_of,
    printable,
    real,
    steering_workbook,
)
from pmo_xl.core.base.problem import NothingToDo, unwritable
from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.flow.overflow import Tables
from pmo_xl.core.flow.portfolio import Portfolio, Previous
from pmo_xl.core.flow.reconciliation import Reconciliation
from pmo_xl.core.flow.steering import Steering
from pmo_xl.core.settings.settings import Settings
from pmo_xl.gather.archive.backups import backups_of
from pmo_xl.gather.archive.keep import archive_period
from pmo_xl.gather.archive.recall import recalled
from pmo_xl.gather.cache.failures import keep
from pmo_xl.gather.cache.lock import alone
from pmo_xl.gather.files.places import judges_all, returns_folder, url_of, workspace_of
from pmo_xl.gather.read.many import Progress
from pmo_xl.gather.read.previous import read_previous, refuse_if_open, remembered_in, stamp_of
from pmo_xl.gather.read.reading import Reading
from pmo_xl.gather.read.steering import read_register, read_steering
from pmo_xl.pipeline.known import Known
from pmo_xl.pipeline.outcome import Outcome
from pmo_xl.steps.portfolio.timeliness import with_due_date

__all__ = [
    "Outcome",
    "Progress",
    "consolidate_to",
    "measure_again",
    "read_register",
    "validate",
]


def validate(
    paths: Sequence[Path],
    *,
    status_date: dt.date | None = None,
    language: str | None = None,
    settings: Settings | None = None,
    home: Path | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    previous: Previous | None = None,
    cache: bool = True,
    scheduler: str | None = None,
    catalogue: Catalogue | None = None,
) -> Outcome:
    """Every finding of the returns at *paths* (files, folders, a workspace); nothing is written.

    ``home`` is the workspace whose settings and register count; by default the one that the paths lie in.
    ``previous`` is what the period before is known by; by default what the master of the workspace remembers.
    ``jobs`` is how many processes read; by default as many as pay, or threads. ``scheduler`` names a Dask
    cluster that reads instead. ``cache`` says whether a workspace keeps what was read for the next time. ``catalogue``
    holds the definitions in force; by default the standard ones with the templates of the settings.
    Raises NothingToDo when there is no workbook to read, SettingsError for a wrong ``pmo.toml``.
    """
    start = time.perf_counter()
    home = home or workspace_of(paths)
    known = _known(paths, home, settings, language, catalogue, needs_register=False)
    reading = Reading(home, jobs, scheduler, cache, known.catalogue.templates)

    @cache_once
    def remembered() -> Previous:
        if previous is not None:
            return previous
        return _recalled(remembered_in(home, known.catalogue), paths, home, known)

    outcome = _validated(paths, status_date, known, reading, progress, remembered)
    from pmo_xl.pipeline import stages

    outcome = stages.judge_by_figures(outcome, remembered())
    _write_down(outcome, home)
    outcome.seconds = time.perf_counter() - start
    return outcome


def consolidate_to(
    paths: Sequence[Path],
    out: Path,
    *,
    status_date: dt.date | None = None,
    language: str | None = None,
    settings: Settings | None = None,
    home: Path | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    reconcile: Callable[[Portfolio], Reconciliation] | None = None,
    cache: bool = True,
    scheduler: str | None = None,
    tables: Tables = Tables.AUTO,
    catalogue: Catalogue | None = None,
) -> Outcome:
    """Validate, consolidate, measure, and write the master at *out* (whole, or not at all).

    The arguments are those of :func:`validate`; ``reconcile`` sets a ledger beside the portfolio, and the
    master gets its sheets. ``tables`` says where the rows of the data tables go: a table that no sheet can take
    continues beside the workbook, in Parquet; or all do, and the workbook holds KPIs and pages.

    Raises NothingToDo when there is nothing to read, no return counts (no master is replaced then), another run is at
    work in the workspace, *out* cannot be written, or Parquet needs pyarrow.
    """
    start = time.perf_counter()
    home = home or workspace_of(paths)
    note = None
    if cache and settings is None and reconcile is None and catalogue is None:
        from pmo_xl.gather.cache.up_to_date import begin

        note = begin(paths, out, status_date, language, home)
    # A master that is written elsewhere takes the place of none.
    archives = home if home is not None and real(out) == real(in_workspace(home, MASTER_FILE)) else None
    with alone(archives) as broken_off:
        seen = stamp_of(out)
        refuse_if_open(out)
        before = _beside(home)
        known = _known(paths, home, settings, language, catalogue)
        reading = Reading(home, jobs, scheduler, cache, known.catalogue.templates, out)

        @cache_once
        def previous() -> Previous:
            from pmo_xl.pipeline import writing  # noqa: F401 - to have it when the returns are read

            return _recalled(read_previous(out, known.catalogue), paths, archives, known)

        with parquet.ParquetTables(parquet.folder_of(out)) as aside:
            if tables is Tables.PARQUET:
                parquet.require()
                from pmo_xl.pipeline import stages

                outcome = stages.in_batches(paths, status_date, known, reading, progress, previous(), aside)
            else:
                outcome = _validated(paths, status_date, known, reading, progress, previous)
                from pmo_xl.pipeline import stages

                outcome = stages.measure_whole(outcome, previous())
                aside.begin(outcome.portfolio.status_date)
            _write_down(outcome, home)
            from pmo_xl.pipeline.nothing import stop_if_none_counts

            stop_if_none_counts(outcome.portfolio, status_date, outcome.settings)
            if reconcile is not None:
                outcome.portfolio = replace(outcome.portfolio, reconciliation=reconcile(outcome.portfolio))
            if archives is not None and previous().status_date not in (None, outcome.portfolio.status_date):
                archive_period(archives, known.catalogue, outcome.portfolio.status_date)
            folder = _way(out.parent, returns_folder(paths[0], home))
            from pmo_xl.pipeline import writing

            writing.write(
                outcome,
                out,
                seen,
                folder,
                tables,
                aside,
                backups_of(archives) if archives is not None else None,
            )
        _leave_manifest(outcome, out, before)
        outcome.master, outcome.broken_off = out, broken_off
        if note is not None and not outcome.portfolio.beside.shown and outcome.log is None:
            note.keep(outcome.portfolio.returns, outcome.account)
    outcome.seconds = time.perf_counter() - start
    return outcome


def _recalled(previous: Previous, paths: Sequence[Path], home: Path | None, known: Known) -> Previous:
    """What is remembered, with what the archive of a workspace adds where all of it is judged."""
    if home is None or not judges_all(paths, home):
        return previous
    return recalled(previous, home, known.catalogue)


def measure_again(
    home: Path,
    master: Path,
    *,
    status_date: dt.date | None = None,
    language: str | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """The figures of the *master* that a workspace has, anew from its returns; nothing is written.

    The status date is that of the master, unless another is asked for. Raises NothingToDo where there is no master, the
    file is none, it holds no rows of its projects, or a return was saved after it.
    """
    from pmo_xl.pipeline.again import check_master, last_period, read_again

    check_master(home, master)
    known = _known([home], home, None, language, None)
    previous = _recalled(read_again(master, known.catalogue), [home], home, known)
    day = status_date or last_period(previous)
    reading = Reading(home, None, None, True, known.catalogue.templates, master)
    return _measured(home, day, known, reading, progress, previous, status_date)


def make_again(
    home: Path, master: Path, out: Path, *, status_date: dt.date | None, language: str, progress: Progress | None = None
) -> None:  # fmt: skip
    """Write at *out* what a *master* would be if it were made now, every return read anew.

    What it remembers of former periods, and what people typed into it, are taken from itself.

    Raises NothingToDo where the master cannot be read, or no return counts.
    """
    from pmo_xl.pipeline.again import read_again

    home = real(home)
    known = _known([home], home, None, language, None)
    previous = read_again(master, known.catalogue)
    reading = Reading(home, None, None, False, known.catalogue.templates, master)
    outcome = _measured(home, status_date, known, reading, progress, previous)
    from pmo_xl.pipeline import writing

    folder = _way(master.parent, returns_folder(home, home))
    with parquet.ParquetTables(parquet.folder_of(out)) as aside:
        aside.begin(outcome.portfolio.status_date)
        writing.write(outcome, out, None, folder, Tables.AUTO, aside)


def _measured(
    home: Path, day: dt.date | None, known: Known, reading: Reading, progress: Progress | None, previous: Previous,
    asked: dt.date | None = None,
) -> Outcome:  # fmt: skip
    """The figures of a workspace at a date, which somebody may have ``asked`` for; NothingToDo where no return counts."""
    outcome = _validated([home], day, known, reading, progress, lambda: previous)
    from pmo_xl.pipeline import stages
    from pmo_xl.pipeline.nothing import stop_if_none_counts

    outcome = stages.measure_whole(outcome, previous)
    stop_if_none_counts(outcome.portfolio, asked, outcome.settings)
    return outcome


def _beside(home: Path | None) -> dict[str, str]:
    from pmo_xl.pipeline.manifest import beside

    return beside(home)


def _leave_manifest(outcome: Outcome, master: Path, before: dict[str, str]) -> None:
    from pmo_xl.pipeline.manifest import write_manifest

    try:
        write_manifest(outcome, master, before)
    except OSError as problem:
        raise unwritable(manifest_of(master), problem) from problem


def _write_down(outcome: Outcome, home: Path | None) -> None:
    """Keep the details of the files and rules at which the program stopped."""
    portfolio = outcome.portfolio
    stopped = [returned.failure for returned in portfolio.returns if returned.failure is not None]
    outcome.log = keep(home, [*stopped, *portfolio.not_run.values()])


def _known(
    paths: Sequence[Path],
    home: Path | None,
    settings: Settings | None,
    language: str | None,
    catalogue: Catalogue | None,
    *,
    needs_register: bool = True,
) -> Known:
    """What is known before a return is read; raises NothingToDo where the register is needed and cannot be understood."""
    settings = settings or read_settings(home / SETTINGS_FILE if home else Path(SETTINGS_FILE))
    settings = with_due_date(settings)
    catalogue = catalogue or catalogue_in(settings)
    steering = (
        read_steering(steering_workbook(home), catalogue.templates, settings.collection.kinds)
        if home
        else Steering()
    )
    if needs_register and steering.stops is not None:
        raise NothingToDo(steering.stops)
    expected, workbook = steering.expected, steering.workbook
    if not expected.projects:
        # A register that nobody has filled yet says nothing about who is expected.
        expected = replace(expected, projects=None, kinds=())
    if not judges_all(paths, home):
        # Who sends one return can do nothing about what is wrong in the workbook of the PMO.
        expected, workbook = expected.of_some(), None
    return Known(settings, catalogue, language or settings.language, expected, workbook)


def _validated(
    paths: Sequence[Path], status_date: dt.date | None, known: Known, reading: Reading, progress: Progress | None,
    previous: Callable[[], Previous],
) -> Outcome:  # fmt: skip
    @cache_once
    def remembered() -> Previous:
        from pmo_xl.pipeline import stages  # noqa: F401 - to have it when the returns are read

        return previous()

    returns = reading.all(paths, known.settings, progress, meanwhile=remembered)
    from pmo_xl.pipeline import stages

    portfolio, settings = stages.consolidated(returns, known, status_date, remembered())
    return Outcome(portfolio, settings, known.catalogue, known.language)


def _way(start: Path, root: Path) -> str | None:
    """The relative way from one folder to another, as links write it; None across drives, or to an address."""
    if url_of(root) is not None:
        return None
    try:
        way = os.path.relpath(real(root if root.is_dir() else root.parent), real(start))
    except ValueError:
        return None
    return printable(Path(way).as_posix())
