"""The whole story on one page: read → examine → consolidate → measure → render.

The only module, with the workspace, that knows every stage.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmo_xl import __version__, parquet
from pmo_xl.catalog.controls import CONTROLS
from pmo_xl.catalog.derived import DERIVED, REMEMBERED, History
from pmo_xl.catalog.kpis import IDENTITY, KPIS, RECEIVED
from pmo_xl.catalog.templates import KIND_OF, TABLES, TEMPLATES
from pmo_xl.catalog.templates.budget import Budget
from pmo_xl.catalog.templates.project import Project
from pmo_xl.catalog.weights import weights_of
from pmo_xl.core.account import Account
from pmo_xl.core.beside import Tables
from pmo_xl.core.files import REGISTER_FILE, SETTINGS_FILE
from pmo_xl.core.finding import Severity
from pmo_xl.core.flow import Portfolio, Previous, Return, Scorecard
from pmo_xl.core.kpi import LIGHTS, Form
from pmo_xl.core.problem import NothingToDo, unwritable
from pmo_xl.core.reads import columns_read
from pmo_xl.core.reconciliation import Reconciliation
from pmo_xl.core.settings import Settings, read_settings
from pmo_xl.core.text import t
from pmo_xl.excel.sheet import plain
from pmo_xl.gather.many import Progress
from pmo_xl.gather.one import VERSIONS, returns_in
from pmo_xl.gather.places import returns_folder, url_of, workspace_of
from pmo_xl.gather.previous import MASTER_SAVED, read_previous, remembered_in, stamp_of
from pmo_xl.gather.reading import Reading, read_register
from pmo_xl.steps.beside import set_aside
from pmo_xl.steps.consolidate import Expected, consolidate
from pmo_xl.steps.control_totals import as_read
from pmo_xl.steps.derive import derive, remember
from pmo_xl.steps.measure import measure
from pmo_xl.steps.report import findings_frame, returns_frame
from pmo_xl.steps.reviews import carried, lines_of
from pmo_xl.steps.schedule import assess_schedules

__all__ = [
    "VERSIONS",
    "Outcome",
    "Progress",
    "consolidate_to",
    "read_register",
    "returns_in",
    "validate",
]


@dataclass(slots=True)
class Outcome:
    """What a run came to. ``scorecard`` and ``master`` are None when only validation was asked for."""

    portfolio: Portfolio
    settings: Settings
    language: str
    scorecard: Scorecard | None = None
    master: Path | None = None
    seconds: float = 0.0

    @property
    def account(self) -> Account:
        """The run in short."""
        portfolio = self.portfolio
        beside = self.master if portfolio.beside.shown else None
        return Account(
            self.language,
            portfolio.status_date,
            Counter(returned.state.value for returned in portfolio.returns),
            len(portfolio.missing),
            portfolio.findings,
            None if self.scorecard is None else len(portfolio.projects),
            self.master,
            beside and beside.with_name(portfolio.beside.folder),
        )

    @property
    def exit_code(self) -> int:
        """0 without an error finding, else 1."""
        return self.account.exit_code

    def to_dict(self) -> dict[str, Any]:
        """The run with the keys of the JSON contract (schema 1); an undefined value is None."""
        portfolio = self.portfolio
        result: dict[str, Any] = {
            "schema": 1,
            "status_date": portfolio.status_date.isoformat() if portfolio.status_date else None,
            "language": self.language,
            "master": str(self.master) if self.master else None,
            "seconds": round(self.seconds, 3),
            "returns": [_return_dict(returned) for returned in portfolio.returns],
            "findings": [finding.to_dict(self.language) for finding in portfolio.findings],
            "projects": {},
            "portfolio": {},
            "schedule_quality": {},
        }
        if self.scorecard is not None:
            rows = self.scorecard.kpis.to_dict("records")
            result["projects"] = {str(row["project_id"]): _measures(row) for row in rows}
            result["schedule_quality"] = {
                project_id: schedule.to_dict(self.language)
                for project_id, schedule in portfolio.schedules.items()
            }
            result["portfolio"] = _measures(self.scorecard.portfolio)
        return result


def _return_dict(returned: Return) -> dict[str, Any]:
    return {
        "file": returned.file,
        "kinds": list(returned.kinds),
        "project": returned.project_id,
        "status": returned.state.value,
        "errors": sum(f.severity is Severity.ERROR for f in returned.findings),
        "warnings": sum(f.severity is Severity.WARNING for f in returned.findings),
        "rows": returned.rows_read,
        "data_quality": returned.quality.score if returned.quality is not None else None,
        "sha256": returned.sha256,
    }


def _measures(row: Any) -> dict[str, Any]:
    measures: dict[str, Any] = {}
    for key, kpi in KPIS.items():
        what = plain(row[key])
        if kpi.form is Form.LIGHT:
            measures[key] = LIGHTS[int(what)] if what is not None else None
        elif kpi.form is Form.DATE:
            measures[key] = what.isoformat() if what is not None else None
        elif kpi.form is Form.COUNT:
            measures[key] = int(what) if what is not None else None
        else:
            measures[key] = what
    return measures


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
) -> Outcome:
    """Every finding of the returns at *paths* (files, folders, a workspace); nothing is written.

    ``home`` is the workspace whose settings and register count; by default the one that the paths lie in.
    ``previous`` is what the period before is known by; by default what the master of the workspace remembers.
    ``jobs`` is how many processes read; by default as many as pay, or threads. ``scheduler`` names a Dask
    cluster that reads instead. ``cache`` says whether a workspace keeps what was read for the next time.
    Raises NothingToDo when there is no workbook to read, SettingsError for a wrong ``pmo.toml``.
    """
    start = time.perf_counter()
    home = home or workspace_of(paths)
    settings, language, expected = _known(home, settings, language)
    weights = weights_of(settings)
    returns = Reading(home, jobs, scheduler, cache).all(paths, settings, progress)
    settings = _in_their_currency(settings, returns)
    if previous is None:
        previous = remembered_in(home)
    portfolio = consolidate(
        returns,
        Project,
        TABLES,
        KIND_OF,
        settings,
        expected,
        status_date,
        CONTROLS,
        weights,
        previous.history,
    )
    return Outcome(portfolio, settings, language, seconds=time.perf_counter() - start)


def _known(
    home: Path | None, settings: Settings | None, language: str | None
) -> tuple[Settings, str, Expected]:
    """What a workspace says: its settings, its language, who is expected."""
    settings = settings or read_settings(home / SETTINGS_FILE if home else Path(SETTINGS_FILE), KPIS)
    expected = read_register(home / REGISTER_FILE) if home else Expected()
    if not expected.projects:
        # A register that nobody has filled yet says nothing about who is expected.
        expected = Expected()
    return settings, language or settings.language, expected


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
) -> Outcome:
    """Validate, consolidate, measure, and write the master at *out* (whole, or not at all).

    The arguments are those of :func:`validate`; ``reconcile`` sets a ledger beside the portfolio, and the
    master gets its sheets. ``tables`` says where the rows of the data tables go: a table that no sheet can take
    continues beside the workbook, in Parquet; or all do, and the workbook holds KPIs and pages.

    Raises NothingToDo when there is nothing to read, *out* cannot be written, or Parquet needs pyarrow.
    """
    start = time.perf_counter()
    home = home or workspace_of(paths)
    note = None
    if cache and settings is None and reconcile is None:
        from pmo_xl.gather.standing import begin

        note = begin(paths, out, status_date, language, home)
    seen = stamp_of(out)
    previous = read_previous(out)
    with parquet.Aside(parquet.folder_of(out)) as aside:
        if tables is Tables.PARQUET:
            parquet.require()
            reading = Reading(home, jobs, scheduler, cache)
            outcome = _in_portions(paths, status_date, language, settings, reading, progress, previous, aside)
        else:
            outcome = validate(
                paths, status_date=status_date, language=language, settings=settings, home=home, jobs=jobs,
                progress=progress, previous=previous, cache=cache, scheduler=scheduler,
            )  # fmt: skip
            _measure(outcome, previous)
            aside.begin(outcome.portfolio.status_date)
        if reconcile is not None:
            outcome.portfolio.reconciliation = reconcile(outcome.portfolio)
        folder = _way(out.parent, returns_folder(paths[0], home))
        _write(outcome, out, seen, folder, tables, aside)
    outcome.master = out
    if note is not None and not outcome.portfolio.beside.shown:
        note.keep(outcome.portfolio.returns, outcome.account)
    outcome.seconds = time.perf_counter() - start
    return outcome


def _measure(outcome: Outcome, previous: Previous) -> None:
    """Derive and measure what was consolidated whole."""
    portfolio, settings = outcome.portfolio, outcome.settings
    _add_ledgers(portfolio, outcome.language)
    portfolio.schedules = assess_schedules(portfolio, settings.calendar.holidays)
    derive(portfolio, DERIVED, settings.calendar.holidays, previous.history)
    outcome.scorecard = measure(portfolio, KPIS, list(IDENTITY), RECEIVED, settings)
    remember(portfolio, History, REMEMBERED)
    kpis = outcome.scorecard.kpis
    rates = {str(key): float(rate) for key, rate in kpis.set_index("project_id")["rate"].dropna().items()}
    portfolio.as_read = as_read(portfolio, Budget, Project, rates)
    portfolio.reviews = carried(previous.reviews, lines_of(portfolio))
    for returned in portfolio.returns:
        returned.let_go()


def _in_portions(
    paths: Sequence[Path], status_date: dt.date | None, language: str | None, settings: Settings | None,
    reading: Reading, progress: Progress | None, previous: Previous, aside: parquet.Aside,
) -> Outcome:  # fmt: skip
    """What to validate and to measure come to, of a portfolio that is never whole in memory.

    Raises NothingToDo where the master before holds reviews: there is no sheet for them.
    """
    from pmo_xl.catalog.master import CATALOGUE
    from pmo_xl.catalog.pages import ONE_PROJECT
    from pmo_xl.gather.large import Large
    from pmo_xl.steps.portions import Shelf

    if any(row.has_entry for row in previous.reviews):
        raise NothingToDo(REVIEWS_WITHOUT_SHEET)
    settings, language, expected = _known(reading.home, settings, language)
    files = reading.files(paths)
    with Shelf() as shelf, reading.crew(len(files)) as crew:
        for at, returns in reading.each(files, settings, progress, crew):
            for returned in returns:
                shelf.put(at, returned)
        shelf.sort()
        settings = _in_their_currency(settings, shelf.heads)
        needed = columns_read(CATALOGUE, without={ONE_PROJECT})
        large = Large(settings, expected, status_date, previous.history, language, needed)
        portfolio, scorecard = large.add_up(shelf, crew, aside)
    _add_ledgers(portfolio, language)
    return Outcome(portfolio, settings, language, scorecard)


def _add_ledgers(portfolio: Portfolio, language: str) -> None:
    titles = {kind: template.title.to(language) for kind, template in TEMPLATES.items()}
    portfolio.tables["findings"] = findings_frame(portfolio, language)
    portfolio.tables["returns"] = returns_frame(portfolio, titles)


def _write(
    outcome: Outcome, out: Path, seen: tuple[int, int] | None, folder: str | None, tables: Tables, aside: parquet.Aside
) -> None:  # fmt: skip
    """The master and the tables beside it: whole, or nothing of them."""
    from pmo_xl.catalog.master import CATALOGUE
    from pmo_xl.excel.render import TRACKED, render

    portfolio, scorecard = outcome.portfolio, outcome.scorecard
    assert scorecard is not None
    beside = set_aside(portfolio, scorecard, CATALOGUE, tables, parquet.folder_of(out).name, aside.written)
    if TRACKED & portfolio.beside.looked_past and (portfolio.reviews.current or portfolio.reviews.former):
        raise NothingToDo(REVIEWS_WITHOUT_SHEET)
    part = out.with_name(f".{out.name}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        aside.write(beside)
        render(part, CATALOGUE, portfolio, scorecard, outcome.settings, outcome.language, __version__, folder)
        if stamp_of(out) != seen:
            part.unlink()
            raise NothingToDo(MASTER_SAVED.fill(file=out))
        aside.keep()
        part.replace(out)
    except OSError as problem:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise unwritable(out, problem) from problem


REVIEWS_WITHOUT_SHEET = t(
    "The master holds reviews, and the new one would have no sheet for them: it is not overwritten. Choose another name with --out.",
    "Le classeur maître contient des revues, et le nouveau n’aurait pas de feuille pour elles : il n’est pas écrasé. Choisissez un autre nom avec --out.",
)


def _in_their_currency(settings: Settings, returns: Sequence[Return]) -> Settings:
    """Where nobody chose a reporting currency or gave a rate, the currency that most returns state."""
    if settings.model_fields_set & {"reporting_currency", "rates"}:
        return settings
    stated = Counter(r.record.values["currency"][0] for r in returns if r.record is not None)
    stated.pop(None, None)
    if not stated:
        return settings
    usual = min(stated, key=lambda currency: (-stated[currency], currency))
    return settings.model_copy(update={"reporting_currency": usual})


def _way(start: Path, root: Path) -> str | None:
    """The relative way from one folder to another, as links write it; None across drives, or to an address."""
    if url_of(root) is not None:
        return None
    try:
        return Path(
            os.path.relpath((root if root.is_dir() else root.parent).resolve(), start.resolve())
        ).as_posix()
    except ValueError:
        return None
