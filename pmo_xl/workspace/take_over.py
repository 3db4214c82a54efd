"""A file of another program, or a workbook that a mapping knows, written as a return in our own template."""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from pmo_xl.adopt.match.mapping import mapping_from, read_mappings
from pmo_xl.adopt.propose.mapping_file import mapping_text
from pmo_xl.adopt.propose.proposal import Proposal
from pmo_xl.adopt.read.workbook import read_through
from pmo_xl.adopt.sources.delimited import book_of, table_of
from pmo_xl.adopt.sources.files import content_within, is_plan, is_text, read_plan
from pmo_xl.adopt.sources.jira import is_jira, read_jira
from pmo_xl.adopt.sources.located import explained, found, identified
from pmo_xl.adopt.sources.model import Asked, NotTakenError, Source
from pmo_xl.catalog.settings import catalogue_in, read_settings
from pmo_xl.core.base.files import MAPPINGS_FOLDER, SETTINGS_FILE, in_workspace, printable, steering_workbook
from pmo_xl.core.base.finding import Finding
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.catalogue.templates import Templates
from pmo_xl.core.definition.column import Profile
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.core.flow.raw import RawBook
from pmo_xl.core.settings.settings import Settings
from pmo_xl.core.version import __version__
from pmo_xl.excel.template.workbook import Blank, Filling
from pmo_xl.pipeline import read_register
from pmo_xl.steps.one_return.examine import examine
from pmo_xl.workspace.files import write_whole

Rows = Mapping[str, Mapping[str, Sequence[Any]]]


@dataclass(slots=True)
class Taken:
    """What a file gives: the project sheet, rows by table and column, what was found while it was read."""

    file: str
    sha256: str
    program: str
    head: dict[str, Any]
    rows: Rows
    findings: list[Finding] = field(default_factory=list)


def is_source(path: Path) -> bool:
    """Whether a file is a plan of project software or an export of Jira; the others need a mapping."""
    if is_plan(path.name):
        return True
    if not is_text(path.name):
        return False
    try:
        rows, _ = table_of(_content(path, Settings()))
    except (NotTakenError, NothingToDo):
        return False
    return any(map(is_jira, rows[:10]))


def take_source(path: Path, asked: Asked, settings: Settings, out: Path | None = None) -> Taken:
    """A plan or an export of Jira; raises NothingToDo, with what its sender can do, where it cannot be taken."""
    data = _content(path, settings)
    templates = catalogue_in(settings).templates
    try:
        source = _source(path, data, asked, settings)
    except NotTakenError as problem:
        raise NothingToDo(_why(path, problem)) from problem
    # The folder that the return goes into says whose it is, then that of the file.
    place = out if out is not None else path
    identified(source, asked, f"{place.parent.name}/{place.name}")
    shown = printable(path.name)
    rows = {
        key: {
            column.key: [row.values.get(column.key) for row in several]
            for column in templates.tables[key].inputs()
        }
        for key, several in source.rows.items()
        if several
    }
    findings = explained([found(note, source, shown) for note in source.notes], templates)
    return Taken(shown, hashlib.sha256(data).hexdigest(), source.program, source.head, rows, findings)


def _source(path: Path, data: bytes, asked: Asked, settings: Settings) -> Source:
    if is_plan(path.name):
        return read_plan(path.name, data, asked, settings.limits)
    return read_jira(data, asked, settings.limits)


def take_table(
    book: RawBook, proposal: Proposal | None, asked: Asked, settings: Settings, home: Path | None
) -> Taken:
    """A table through the mapping of the workspace that knows it, else through what is sure of a proposal.

    Raises NothingToDo for rows of several projects where none of them is asked for.
    """
    templates, profile = catalogue_in(settings).templates, Profile[settings.profile.upper()]
    folder = in_workspace(home, MAPPINGS_FOLDER) if home is not None else None
    mappings = read_mappings(folder, templates, settings) if folder is not None else []
    adopted = read_through(book, mappings)
    if not adopted and proposal is not None:
        text = mapping_text(proposal, asked.language)
        adopted = read_through(
            book, [mapping_from(tomllib.loads(text), f"{Path(proposal.file).stem}.toml", templates)]
        )
    returns = []
    for each in adopted:
        returned = examine(book, templates, profile, (each.parts, each.findings), settings.limits)
        returned.findings = each.explained(returned.findings)
        returns.append(returned)
    returned = _one_of(returns, asked)
    record = returned.record.values if returned.record is not None else {}
    head = {key: held[0] for key, held in record.items()}
    said = {"project_id": asked.project, "status_date": asked.status_date, "currency": asked.currency}
    head |= {key: what for key, what in said.items() if what is not None}
    rows = {checked.located.sheet.key: dict(checked.values) for checked in returned.tables}
    answered = {"GEN-06": asked.project, "GEN-07": asked.status_date}
    findings = [f for f in returned.findings if answered.get(f.code) is None]
    return Taken(book.file, book.sha256, "CSV" if is_text(book.file) else "Excel", head, rows, findings)


def _one_of(returns: Sequence[Return], asked: Asked) -> Return:
    if len(returns) > 1:
        returns = [each for each in returns if each.project_id == asked.project] or returns
    if len(returns) != 1:
        names = sorted(each.project_id or "–" for each in returns)
        raise NothingToDo(SEVERAL.fill(n=len(names), names=names))
    return returns[0]


def write_return(taken: Taken, path: Path, settings: Settings, home: Path | None, language: str) -> Path:
    """The return in our own template, with a line that says what it comes from; raises NothingToDo where a file is there."""
    if path.exists():
        raise NothingToDo(IS_THERE.fill(file=path))
    catalogue = catalogue_in(settings)
    templates = catalogue.templates
    kinds = list(dict.fromkeys(templates.kind_of[key] for key in taken.rows))
    if not kinds:
        raise NothingToDo(NO_ROWS.fill(file=taken.file))
    provenance = FROM.fill(
        file=taken.file,
        program=taken.program,
        sha256=taken.sha256,
        day=dt.datetime.now(tz=dt.UTC).date(),
        version=__version__,
    )
    blank = Blank(
        [templates.by_kind[kind] for kind in kinds], templates.record, language=language,
        profile=Profile[settings.profile.upper()], holidays=settings.calendar.holidays, brand=settings.brand,
        provenance=provenance,
    )  # fmt: skip
    filling = Filling(_record(taken.head, templates, settings, home), taken.rows)
    return write_whole(path, partial(blank.write, filling=filling))


def _record(
    head: Mapping[str, Any], templates: Templates, settings: Settings, home: Path | None
) -> dict[str, Any]:
    """The project sheet: what the register knows of the project, then what the file says."""
    known: Mapping[str, Any] = {}
    if home is not None:
        register = read_register(steering_workbook(home), templates, settings.collection.kinds)
        known = (register.projects or {}).get(str(head.get("project_id")), {})
    own = {key: what for key, what in known.items() if key in templates.record.columns and what is not None}
    said = {key: what for key, what in head.items() if what is not None}
    # A name is that of the register; a date and a currency are those of the figures.
    return {**said, **own, **{key: said[key] for key in ("status_date", "currency") if key in said}}


def settings_of(home: Path | None) -> Settings:
    """Those of the workspace, or the usual ones."""
    return read_settings((home or Path()) / SETTINGS_FILE)


def _content(path: Path, settings: Settings) -> bytes:
    if not path.exists():
        raise NothingToDo(t("{path} does not exist.", "{path} n’existe pas.").fill(path=path))
    return content_within(path, settings.limits)


def book_of_text(path: Path, settings: Settings) -> RawBook:
    """A table of text as a workbook; raises NothingToDo where it is none."""
    try:
        return book_of(_content(path, settings), path.name, settings.limits)
    except NotTakenError as problem:
        raise NothingToDo(_why(path, problem)) from problem


def _why(path: Path, problem: NotTakenError) -> Text:
    plain = problem.found is None or isinstance(problem.found, list)
    return (REFUSED if plain else REFUSED_AT).fill(
        file=printable(path.name), message=problem.message, fix=problem.fix, found=problem.found
    )


REFUSED = t("{file}: {message} {fix}", "{file} : {message} {fix}")
REFUSED_AT = t("{file}: {message} ({found}) {fix}", "{file} : {message} ({found}) {fix}")
SEVERAL = t(
    "The file holds rows of {n} projects: {names}. Say which one is meant: --project CODE.",
    "Le fichier contient des lignes de {n} projets : {names}. Indiquez lequel : --project CODE.",
)
NO_ROWS = t("{file} holds no rows that a return could take.", "{file} ne contient aucune ligne à reprendre dans un retour.")  # fmt: skip
IS_THERE = t(
    "{file} is there already, perhaps with what somebody typed. Choose another name with --out, or move it away.",
    "{file} existe déjà, peut-être avec des saisies. Choisissez un autre nom avec --out, ou déplacez-le.",
)
FROM = t(
    "From {file} ({program}), read on {day} by pmo_xl {version}; SHA-256 {sha256}",
    "Issu de {file} ({program}), lu le {day} par pmo_xl {version} ; SHA-256 {sha256}",
)
