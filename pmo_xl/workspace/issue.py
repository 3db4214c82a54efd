"""The templates of the next period: identity and date filled in, the last rows carried forward."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from pmo_xl.adopt.match.mapping import read_mappings
from pmo_xl.adopt.sources.files import SOURCES
from pmo_xl.catalog.settings import catalogue_in, read_settings
from pmo_xl.core.base.files import (
    ARCHIVE_FOLDER,
    ISSUED_FOLDER,
    MAPPINGS_FOLDER,
    RETURNS_FOLDER,
    SETTINGS_FILE,
    in_workspace,
    steering_workbook,
)
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import Text, fold, t
from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.catalogue.templates import Templates
from pmo_xl.core.definition.column import Profile
from pmo_xl.core.definition.model import Sheet, Template
from pmo_xl.core.definition.people import People
from pmo_xl.core.flow.expected import Expected
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.core.settings.settings import Settings
from pmo_xl.core.settings.status_date import date_to_prepare, with_status_date
from pmo_xl.excel.read.workbook import find_workbooks
from pmo_xl.excel.template.workbook import Blanks, Filling
from pmo_xl.gather.archive.keep import Note, archive_period, returns_of
from pmo_xl.gather.cache.failures import keep
from pmo_xl.gather.cache.lock import alone
from pmo_xl.gather.cache.read_options import ReadOptions
from pmo_xl.gather.read.one import read_one
from pmo_xl.gather.read.settled import settled_in
from pmo_xl.pipeline import read_register
from pmo_xl.workspace.blanks import workbook_name
from pmo_xl.workspace.files import PACK, write_text, write_whole

NOT_CARRIED = ("status_date", "approved_by")
"""Fields of the project sheet that are said anew for every period."""


@dataclass(slots=True)
class Prepared:
    """Templates made for project managers, and those left alone because they were already there.

    ``status_date`` is the date they are for, ``before`` the one that the settings stated; ``moved`` where these now
    state the new one.
    """

    status_date: dt.date
    before: dt.date | None = None
    moved: bool = False
    written: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)
    archived: Note | None = None
    """What was kept of the period that closes."""
    told: list[Text] = field(default_factory=list)
    """What became of the minutes."""


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be made: for whom, of which kinds, from which returns, as of which date."""

    settings: Settings
    catalogue: Catalogue
    expected: Expected
    last: Mapping[tuple[str, str], Return]
    status_date: dt.date


def prepare(folder: Path, status_date: dt.date | None = None, pack: bool = False) -> Prepared:
    """Templates for each expected project: identity and date filled in, last accepted rows carried forward.

    They go to ``templates/issued/<date>/<project>/``; a file that is already there is kept. By default they are for
    the status date in force while no return bears it, then for the end of the month after it; that date then
    stands in the settings. Raises NothingToDo or SettingsError before anything is written or moved, also where another
    run is at work in the workspace.
    The period that closes, that of the master, goes to the archive. What was typed into the minutes of a meeting goes
    into the follow-up of each project, or is told.
    """
    with alone(folder):
        order = _order(folder, status_date)
        settings = _settings_moved(folder, order)
        prepared = _issue(folder, order, pack)
        # Last: where a template cannot be written the workspace stays in its period.
        if settings is not None:
            write_text(folder / SETTINGS_FILE, settings)
            prepared.moved = True
    return prepared


def _order(folder: Path, asked: dt.date | None) -> _Order:
    settings = read_settings(folder / SETTINGS_FILE)
    # A date that cannot be is refused before returns are read.
    date_to_prepare(asked, settings.status_date, None)
    catalogue = catalogue_in(settings)
    templates = catalogue.templates
    expected = _expected(folder, templates, settings.collection.kinds)
    wanted = [(key, kind) for key in expected.projects or {} for kind in expected.kinds_of(key)]
    last = _last_returns(folder, settings, templates, wanted)
    latest = max((back.status_date for back in last.values() if back.status_date is not None), default=None)
    status_date = date_to_prepare(asked, settings.status_date, latest)
    return _Order(settings, catalogue, expected, last, status_date)


def _settings_moved(folder: Path, order: _Order) -> str | None:
    """The settings with the date prepared for; None where they state it, and where there are none."""
    file = folder / SETTINGS_FILE
    if order.settings.status_date == order.status_date or not file.is_file():
        return None
    return with_status_date(file.read_bytes().decode(), order.status_date)


def _issue(folder: Path, order: _Order, pack: bool) -> Prepared:
    """Make what is not there yet."""
    settings, templates, expected = order.settings, order.catalogue.templates, order.expected
    blanks = Blanks(
        templates.record,
        Profile[settings.profile.upper()],
        settings.calendar.holidays,
        brand=settings.brand,
        offered=_offered(order),
    )
    archived = archive_period(folder, order.catalogue, goes_on=order.status_date)
    prepared = Prepared(order.status_date, settings.status_date, archived=archived)
    issued = in_workspace(folder, ISSUED_FOLDER) / order.status_date.isoformat()
    settled = settled_in(folder, templates, order.status_date, People(expected.lists.get("people", ())))
    for project_id, known in (expected.projects or {}).items():
        asked = expected.kinds_of(project_id)
        returns = {kind: order.last[project_id, kind] for kind in asked if (project_id, kind) in order.last}
        for name in (PACK,) if pack else asked:
            # Made before under its name in the other language: it is kept as well.
            names = [workbook_name(name, each, templates) for each in (settings.language, "en", "fr")]
            files = [issued / project_id / each for each in names]
            path = next((file for file in files if file.exists()), files[0])
            kinds = asked if name == PACK else (name,)
            one = [templates.by_kind[kind] for kind in kinds]
            filling = _carried(known, returns, templates.record, one, order.status_date)
            filling = settled.into(filling, project_id, one, returns, path)
            if path.exists():
                prepared.kept.append(path)
                continue
            blank = blanks.of(one, known.get("language") or settings.language)
            write_whole(path, partial(blank.write, filling=filling))
            prepared.written.append(path)
    note = settled.finish({key: expected.kinds_of(key) for key in expected.projects or {}})
    if note is not None:
        write_text(*note)
    prepared.told = settled.told
    return prepared


def _offered(order: _Order) -> dict[str, list[str]]:
    """The names of each list of the PMO's, as drop-downs offer them; nobody who has left by the status date."""
    found = {}
    for key, rows in order.expected.lists.items():
        names = order.catalogue.steering[key].called
        if not names:
            continue
        called = names[0]
        there = (row for row in rows if (row.get("active_to") or dt.date.max) >= order.status_date)
        found[key] = sorted({str(row[called]) for row in there if row[called]}, key=fold)
    return found


def _expected(folder: Path, templates: Templates, kinds: Sequence[str]) -> Expected:
    """The projects of the register that are to report, and what."""
    file = steering_workbook(folder)
    register = read_register(file, templates, kinds)
    if register.projects is None:
        raise NothingToDo(
            t("{folder} has no {file}: nobody is expected. “pmo-xl new” makes one to fill.",
              "{folder} n’a pas de {file} : personne n’est attendu. « pmo-xl new » en crée un à remplir.")
            .fill(folder=folder, file=file.name)
        )  # fmt: skip
    projects = {key: known for key, known in register.projects.items() if known.get("expected") != "no"}
    if not projects:
        raise NothingToDo(
            t("{file} lists no project that is expected to report. Add a row for each.",
              "{file} ne liste aucun projet attendu. Ajoutez une ligne pour chacun.").fill(file=file.name)
        )  # fmt: skip
    return replace(register, projects=projects)


def _last_returns(
    folder: Path, settings: Settings, templates: Templates, wanted: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], Return]:
    """The last return that was not rejected, of each project and kind that is wanted."""
    last: dict[tuple[str, str], Return] = {}
    mappings = read_mappings(in_workspace(folder, MAPPINGS_FOLDER), templates, settings)
    options = ReadOptions(templates, Profile[settings.profile.upper()], tuple(mappings), settings.limits)
    for files in _periods(folder):
        for file in files:
            for returned in read_one(file, file.relative_to(folder).as_posix(), options):
                if returned.failure is not None:
                    keep(folder, [returned.failure])
                if returned.rejected or returned.status_date is None:
                    continue
                for kind in returned.kinds:
                    held = last.get((returned.project_id, kind))
                    if held is None or (held.status_date or dt.date.min) < returned.status_date:
                        last[returned.project_id, kind] = returned
        if all(key in last for key in wanted):
            break
    return last


def _periods(folder: Path) -> Iterator[list[Path]]:
    """The files that came, newest period first: what lies in returns, then the archive by name."""
    archive = in_workspace(folder, ARCHIVE_FOLDER)
    kept = sorted(archive.iterdir(), reverse=True) if archive.is_dir() else []
    for place in (
        in_workspace(folder, RETURNS_FOLDER),
        *(returns_of(held) for held in kept if held.is_dir() and held.name[0] != "."),
    ):
        if place.is_dir():
            yield find_workbooks(place, SOURCES)


def _carried(
    known: Mapping[str, Any],
    returns: Mapping[str, Return],
    sheet: type[Sheet],
    templates: Sequence[Template],
    status_date: dt.date,
) -> Filling:
    """Identity from the register, the rest of the project sheet and the rows from the last returns.

    A row with a cell in error is carried too, that cell blank: its project manager still has the row.
    """
    own = [returns[template.kind] for template in templates if template.kind in returns]
    newest = sorted(own, key=lambda returned: returned.status_date or dt.date.min)
    record: dict[str, Any] = {}
    for returned in newest:
        if returned.record is not None:
            record |= {key: held[0] for key, held in returned.record.values.items() if held[0] is not None}
    record = {key: what for key, what in record.items() if key not in NOT_CARRIED}
    record |= {key: what for key, what in known.items() if key in sheet.columns and what is not None}
    rows = {
        table.key: table.carried.next_rows(checked.values)
        for template in templates
        if template.kind in returns
        for table in template.tables
        for checked in returns[template.kind].tables
        if checked.located.sheet.key == table.key
    }
    return Filling({**record, "status_date": status_date}, rows)
