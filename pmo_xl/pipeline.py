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
from functools import partial
from pathlib import Path
from typing import Any

from pmo_xl import __version__
from pmo_xl.adopt.mapping import FOLDER as MAPPINGS_FOLDER
from pmo_xl.adopt.mapping import read_mappings
from pmo_xl.catalog.controls import CONTROLS
from pmo_xl.catalog.derived import DERIVED, REMEMBERED, History
from pmo_xl.catalog.kpis import IDENTITY, KPIS, RECEIVED
from pmo_xl.catalog.ledgers import Register
from pmo_xl.catalog.templates import KIND_OF, TABLES, TEMPLATES
from pmo_xl.catalog.templates.budget import Budget
from pmo_xl.catalog.templates.project import Project
from pmo_xl.catalog.weights import weights_of
from pmo_xl.core.column import Profile
from pmo_xl.core.finding import Severity
from pmo_xl.core.flow import Portfolio, Previous, Return, Scorecard
from pmo_xl.core.kpi import LIGHTS, Form
from pmo_xl.core.problem import NothingToDo
from pmo_xl.core.reconciliation import Reconciliation
from pmo_xl.core.settings import Settings, read_settings
from pmo_xl.core.text import t
from pmo_xl.excel.read import read_workbook
from pmo_xl.excel.sheet import plain
from pmo_xl.gather.crew import engaged
from pmo_xl.gather.many import Progress, read_all
from pmo_xl.gather.one import VERSIONS, returns_in
from pmo_xl.gather.places import find_files, url_of
from pmo_xl.gather.previous import MASTER_SAVED, read_previous, remembered_in, stamp_of
from pmo_xl.steps.cells import check_cells
from pmo_xl.steps.consolidate import Expected, consolidate
from pmo_xl.steps.control_totals import as_read
from pmo_xl.steps.derive import derive, remember
from pmo_xl.steps.locate import locate
from pmo_xl.steps.measure import measure
from pmo_xl.steps.report import findings_frame, returns_frame
from pmo_xl.steps.reviews import carried, lines_of
from pmo_xl.steps.schedule import assess_schedules

__all__ = ["VERSIONS", "Outcome", "Progress", "consolidate_to", "read_register", "returns_in", "validate"]

SETTINGS_FILE, REGISTER_FILE, RETURNS_FOLDER = "pmo.toml", "projects.xlsx", "returns"


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
    def exit_code(self) -> int:
        """0 without an error finding, else 1."""
        return int(any(f.severity is Severity.ERROR for f in self.portfolio.findings))

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
    settings = settings or read_settings(home / SETTINGS_FILE if home else Path(SETTINGS_FILE), KPIS)
    weights = weights_of(settings)
    language = language or settings.language
    reading = _Reading(home, Profile[settings.profile.upper()], jobs, scheduler, cache)
    returns = reading.of(paths, progress)
    settings = _in_their_currency(settings, returns)
    expected = read_register(home / REGISTER_FILE) if home else Expected()
    if not expected.projects:
        # A register that nobody has filled yet says nothing about who is expected.
        expected = Expected()
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
) -> Outcome:
    """Validate, consolidate, measure, and write the master at *out* (whole, or not at all).

    The arguments are those of :func:`validate`; ``reconcile`` sets a ledger beside the portfolio, and the
    master gets its sheets.

    Raises NothingToDo when there is nothing to read or *out* cannot be written.
    """
    from pmo_xl.catalog.master import CATALOGUE
    from pmo_xl.excel.render import render

    start = time.perf_counter()
    home = home or workspace_of(paths)
    seen = stamp_of(out)
    previous = read_previous(out)
    outcome = validate(
        paths, status_date=status_date, language=language, settings=settings, home=home, jobs=jobs, progress=progress,
        previous=previous, cache=cache, scheduler=scheduler,
    )  # fmt: skip
    portfolio, settings = outcome.portfolio, outcome.settings
    titles = {kind: template.title.to(outcome.language) for kind, template in TEMPLATES.items()}
    portfolio.tables["findings"] = findings_frame(portfolio, outcome.language)
    portfolio.tables["returns"] = returns_frame(portfolio, titles)
    portfolio.schedules = assess_schedules(portfolio, settings.calendar.holidays)
    derive(portfolio, DERIVED, settings.calendar.holidays, previous.history)
    outcome.scorecard = measure(portfolio, KPIS, list(IDENTITY), RECEIVED, settings)
    remember(portfolio, History, REMEMBERED)
    if reconcile is not None:
        portfolio.reconciliation = reconcile(portfolio)
    kpis = outcome.scorecard.kpis
    rates = {str(key): float(rate) for key, rate in kpis.set_index("project_id")["rate"].dropna().items()}
    portfolio.as_read = as_read(portfolio, Budget, Project, rates)
    portfolio.reviews = carried(previous.reviews, lines_of(portfolio))
    part = out.with_name(f".{out.name}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = _way(out.parent, returns_folder(paths[0], home))
        render(part, CATALOGUE, portfolio, outcome.scorecard, settings, outcome.language, __version__, folder)
        if stamp_of(out) != seen:
            part.unlink()
            raise NothingToDo(MASTER_SAVED.fill(file=out))
        part.replace(out)
    except OSError as problem:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise NothingToDo(
            t("{file} cannot be written: {why}. Close it if it is open, or choose another place with --out.",
              "{file} ne peut pas être écrit : {why}. Fermez-le s’il est ouvert, ou choisissez un autre emplacement avec --out.")
            .fill(file=out, why=problem.strerror or problem)
        ) from problem  # fmt: skip
    outcome.master = out
    outcome.seconds = time.perf_counter() - start
    return outcome


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


def workspace_of(paths: Sequence[Path]) -> Path | None:
    """The workspace that the paths lie in: the nearest folder with a settings file or a register."""
    if url_of(paths[0]) is not None:
        return None
    first = paths[0].resolve()
    for folder in (first, *first.parents):
        if (folder / SETTINGS_FILE).is_file() or (folder / REGISTER_FILE).is_file():
            return folder
    return None


def returns_folder(path: Path, home: Path | None) -> Path:
    """Where the returns are: the returns folder of a workspace, else the path itself."""
    returns = path / RETURNS_FOLDER
    return returns if path.resolve() == home and returns.is_dir() else path


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


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the returns are read, and by whom."""

    home: Path | None
    profile: Profile
    jobs: int | None
    scheduler: str | None
    cache: bool

    def of(self, paths: Sequence[Path], progress: Progress | None) -> list[Return]:
        """Every workbook under the paths, examined."""
        files = find_files(returns_folder(path, self.home) for path in paths)
        if not files:
            raise NothingToDo(
                t("No workbook was found under {path}. Put the returns there (.xlsx, .xlsm, .xlsb, .xls, .ods).",
                  "Aucun classeur sous {path}. Déposez-y les retours (.xlsx, .xlsm, .xlsb, .xls, .ods).").fill(path=paths[0])
            )  # fmt: skip
        mappings = read_mappings(self.home / MAPPINGS_FOLDER) if self.home is not None else []
        kept = None
        if self.cache and self.home is not None:
            from pmo_xl.gather.cache import cache_of

            kept = cache_of(self.home, self.profile, mappings)
        crew = partial(engaged, jobs=self.jobs, scheduler=self.scheduler)
        return read_all(files, self.profile, mappings, crew, cache=kept, progress=progress)


def read_register(path: Path) -> Expected:
    """The register of projects; raises NothingToDo when it is there and cannot be understood."""
    if not path.is_file():
        return Expected()
    book = read_workbook(path, path.name)
    parts, findings = locate(book, {Register.key: Register}, VERSIONS)
    for part in parts:
        checked, found = check_cells(part, path.name, Profile.LIGHT)
        findings += found
        rows = [
            {key: values[at] for key, values in checked.values.items()}
            for at in range(len(part.rows))
            if at not in checked.broken
        ]
        wrong = next((f for f in findings if f.severity is Severity.ERROR), None)
        if wrong is None:
            return Expected(path.name, {row["project_id"]: row for row in rows}, tuple(TEMPLATES))
        raise NothingToDo(
            t("{place}: {message} {fix}", "{place} : {message} {fix}").fill(
                place=str(wrong.place), message=wrong.message, fix=wrong.fix
            )
        )
    raise NothingToDo(
        t("{file} holds no project register. Start from the one that “pmo-xl new” makes.",
          "{file} ne contient pas de référentiel des projets. Partez de celui que crée « pmo-xl new ».").fill(file=path.name)
    )  # fmt: skip
