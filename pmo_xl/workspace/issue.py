"""The templates of the next period: identity and date filled in, the last rows carried forward."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pmo_xl.adopt.match.mapping import read_mappings
from pmo_xl.catalog.settings import catalogue_in, read_settings
from pmo_xl.core.base.files import MAPPINGS_FOLDER, REGISTER_FILE, RETURNS_FOLDER, SETTINGS_FILE
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import t
from pmo_xl.core.catalogue.templates import Templates
from pmo_xl.core.definition.column import Profile
from pmo_xl.core.definition.model import Record, Sheet, Template
from pmo_xl.core.flow.expected import Expected
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.core.settings.settings import Settings
from pmo_xl.excel.read.workbook import find_workbooks
from pmo_xl.excel.template.workbook import ROOM, Filling, make_workbook
from pmo_xl.gather.cache.failures import keep
from pmo_xl.gather.cache.read_options import ReadOptions
from pmo_xl.gather.read.one import read_one
from pmo_xl.pipeline import read_register
from pmo_xl.workspace.files import ARCHIVE_FOLDER, ISSUED_FOLDER, PACK, TEMPLATES_FOLDER, write_whole

NOT_CARRIED = ("status_date", "approved_by")
"""Fields of the project sheet that are said anew for every period."""


@dataclass(slots=True)
class Prepared:
    """Templates made for project managers, and those left alone because they were already there."""

    written: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)


def prepare(folder: Path, status_date: dt.date | None = None, pack: bool = False) -> Prepared:
    """Templates for each expected project: identity and date filled in, last accepted rows carried forward.

    They go to ``templates/issued/<date>/<project>/``; a file that is already there is kept.
    """
    settings = read_settings(folder / SETTINGS_FILE)
    status_date = status_date or settings.status_date
    if status_date is None:
        raise NothingToDo(
            t("The status date is not known. Give it with --status-date, or set status_date in {file}.",
              "La date d’arrêté n’est pas connue. Donnez-la avec --status-date, ou dans status_date de {file}.").fill(file=SETTINGS_FILE)
        )  # fmt: skip
    templates = catalogue_in(settings).templates
    expected = _expected(folder, templates, settings.collection.kinds)
    projects = expected.projects or {}
    wanted = [(key, kind) for key in projects for kind in expected.kinds_of(key)]
    last = _last_returns(folder, settings, templates, wanted)
    prepared = Prepared()
    issued = folder / TEMPLATES_FOLDER / ISSUED_FOLDER / status_date.isoformat()
    for project_id, known in projects.items():
        returns = {
            kind: last[project_id, kind]
            for kind in expected.kinds_of(project_id)
            if (project_id, kind) in last
        }
        for name in (PACK,) if pack else expected.kinds_of(project_id):
            path = issued / project_id / f"{name}.xlsx"
            if path.exists():
                prepared.kept.append(path)
                continue
            kinds = expected.kinds_of(project_id) if name == PACK else (name,)
            one = [templates.by_kind[kind] for kind in kinds]
            filling = _carried(known, returns, templates.record, one, status_date)
            _issue(path, templates.record, one, filling, known.get("language") or settings.language, settings)
            prepared.written.append(path)
    return prepared


def _expected(folder: Path, templates: Templates, kinds: Sequence[str]) -> Expected:
    """The projects of the register that are to report, and what."""
    register = read_register(folder / REGISTER_FILE, templates, kinds)
    if register.projects is None:
        raise NothingToDo(
            t("{folder} has no {file}: nobody is expected. “pmo-xl new” makes one to fill.",
              "{folder} n’a pas de {file} : personne n’est attendu. « pmo-xl new » en crée un à remplir.")
            .fill(folder=folder, file=REGISTER_FILE)
        )  # fmt: skip
    projects = {key: known for key, known in register.projects.items() if known.get("expected") != "no"}
    if not projects:
        raise NothingToDo(
            t("{file} lists no project that is expected to report. Add a row for each.",
              "{file} ne liste aucun projet attendu. Ajoutez une ligne pour chacun.").fill(file=REGISTER_FILE)
        )  # fmt: skip
    return replace(register, projects=projects)


def _last_returns(
    folder: Path, settings: Settings, templates: Templates, wanted: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], Return]:
    """The last return that was not rejected, of each project and kind that is wanted."""
    last: dict[tuple[str, str], Return] = {}
    mappings = read_mappings(folder / MAPPINGS_FOLDER, templates, settings)
    options = ReadOptions(templates, Profile[settings.profile.upper()], tuple(mappings))
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
    """The workbooks that came, newest period first: what lies in returns, then the archive by name."""
    archive = folder / ARCHIVE_FOLDER
    kept = sorted(archive.iterdir(), reverse=True) if archive.is_dir() else []
    for place in (folder / RETURNS_FOLDER, *(held for held in kept if held.is_dir())):
        if place.is_dir():
            yield find_workbooks(place)


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
    tables = {table.key: template.kind for template in templates for table in template.tables}
    rows = {
        key: checked.values
        for key, kind in tables.items()
        if kind in returns
        for checked in returns[kind].tables
        if checked.located.sheet.key == key
    }
    return Filling({**record, "status_date": status_date}, rows)


def _issue(
    path: Path,
    record: type[Record],
    templates: Sequence[Template],
    filling: Filling,
    language: str,
    settings: Settings,
) -> None:
    write_whole(
        path,
        lambda part: make_workbook(
            part, templates, record, language=language, profile=Profile[settings.profile.upper()],
            filling=filling, holidays=settings.calendar.holidays, room=ROOM, brand=settings.brand,
        ),
    )  # fmt: skip
