"""The PMO's own workbook as it is read: the register of projects and its other lists; a register of before alone, too."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pmo_xl.catalog.steering import STEERING_TABLES, STEERING_VERSIONS
from pmo_xl.catalog.steering.projects import ENDED, Register, Situation
from pmo_xl.core.base.failure import Failure
from pmo_xl.core.base.files import REGISTER_FILE, in_workspace
from pmo_xl.core.base.finding import Finding, Place, Severity
from pmo_xl.core.base.problem import NothingToDo, PmoXlError
from pmo_xl.core.base.text import Text, fold, same, t
from pmo_xl.core.catalogue.templates import Templates
from pmo_xl.core.definition.column import Profile
from pmo_xl.core.definition.model import Table
from pmo_xl.core.flow.expected import Expected
from pmo_xl.core.flow.portfolio import CheckedSheet, Return
from pmo_xl.core.flow.raw import RawBook
from pmo_xl.core.flow.steering import Steering
from pmo_xl.excel.read.workbook import read_workbook
from pmo_xl.gather.cache.failures import keep
from pmo_xl.steps.cells.check import check_cells, rows_read
from pmo_xl.steps.one_return.examine import unreadable
from pmo_xl.steps.sheets.locate import locate
from pmo_xl.steps.sheets.marks import read_mark

Row = Mapping[str, Any]


def read_register(path: Path, templates: Templates, asked: Sequence[str]) -> Expected:
    """Who is expected, of whom these kinds are asked unless the register says otherwise; raises NothingToDo when it is there and cannot be understood."""
    steering = read_steering(path, templates, asked)
    if steering.stops is not None:
        raise NothingToDo(steering.stops)
    return steering.expected


def read_steering(path: Path, templates: Templates, asked: Sequence[str]) -> Steering:
    """What the PMO's workbook at *path* says; nothing where there is none.

    What is wrong in it is a finding, as in a return: the rest of it counts. Raises NothingToDo where a project is asked
    for a kind that is none, and where the program stops at the file.
    """
    if not path.is_file():
        return Steering()
    try:
        return _steering(path, templates, asked)
    except PmoXlError:
        raise
    except Exception as problem:  # the net under the register: the sentence must name that file
        failure = Failure.of(path.name, problem)
        log = keep(path.parent, [failure])
        raise NothingToDo(REGISTER_STOPS.fill(file=path.name, kind=failure.kind, log=log)) from problem


def _steering(path: Path, templates: Templates, asked: Sequence[str]) -> Steering:
    book = read_workbook(path, path.name)
    workbook = Return(book.file, book.sha256, findings=[*_two_registers(path)])
    if book.unreadable is not None:
        workbook.findings.append(replace(unreadable(book), fix=RESTORE))
        return Steering(Expected(path.name), workbook, _sentence(workbook.findings[-1]))
    parts, found = locate(book, _sheets_in(book), STEERING_VERSIONS)
    workbook.findings += found
    for part in parts:
        checked, findings = check_cells(part, path.name, Profile.LIGHT)
        workbook.findings += findings
        workbook.tables.append(checked)
        workbook.tables_read += (rows_read(checked, Profile.LIGHT),)
    rows = {
        checked.located.sheet.key: _rows_of(checked)
        for checked in workbook.tables
        if not _serious(workbook.findings, checked.located.name)
    }
    lists = {key: held for key, held in rows.items() if held}
    register = next((each for each in workbook.tables if each.located.sheet is Register), None)
    if register is None or Register.key not in rows:
        wrong = _serious(workbook.findings, register.located.name if register else None)
        stops = _sentence(wrong) if wrong is not None else NO_REGISTER.fill(file=path.name)
        if wrong is None:
            place, fix = Place(path.name), RESTORE
            workbook.findings.append(Finding("GEN-04", Severity.ERROR, place, NO_SHEET, fix=fix))
        return Steering(Expected(path.name, lists=lists), workbook, stops)
    projects = {row["project_id"]: _as_expected(row) for row in rows[Register.key]}
    own = {
        project_id: _kinds_in(path.name, project_id, words, templates)
        for project_id, row in projects.items()
        if (words := row.get("expected_kinds"))
    }
    ended = frozenset(row["project_id"] for row in rows[Register.key] if row.get("status") in ENDED)
    expected = Expected(
        path.name, projects, tuple(asked), templates.titles, own, not register.broken, lists, ended
    )
    return Steering(expected, workbook)


def _sheets_in(book: RawBook) -> Mapping[str, type[Table]]:
    """The tables to look for: the register, and of the others those whose mark or name a sheet has.

    By its headers alone any list of names of the PMO's own would be one of people.
    """
    marks = {mark[0] for mark in map(read_mark, book.sheets) if mark is not None}
    names = {fold(raw.name) for raw in book.sheets}
    return {
        key: table
        for key, table in STEERING_TABLES.items()
        if table is Register or key in marks or names & {fold(words) for words in table.heading.in_all()}
    }


def _rows_of(checked: CheckedSheet) -> list[Row]:
    """The rows that count, each as plain values by column."""
    return [
        {key: values[at] for key, values in checked.values.items()}
        for at in range(len(checked.located.rows))
        if at not in checked.broken
    ]


def _serious(findings: Sequence[Finding], sheet: str | None) -> Finding | None:
    """What keeps a sheet from being read at all, or any sheet where none is named."""
    return next(
        (
            f
            for f in findings
            if f.severity is Severity.ERROR
            and f.code in ("GEN-02", "GEN-04")
            and sheet in (None, f.place.sheet)
        ),
        None,
    )


def _sentence(finding: Finding) -> Text:
    return t("{place}: {message} {fix}", "{place} : {message} {fix}").fill(
        place=str(finding.place), message=finding.message, fix=finding.fix
    )


def _as_expected(row: Row) -> Row:
    """A project that is not under way need not report, unless the register says that it must."""
    idle = row.get("status") not in (None, Situation.ACTIVE.key)
    return {**row, "expected": "no"} if idle and row.get("expected") is None else row


def _two_registers(path: Path) -> list[Finding]:
    """A register of before beside the PMO's workbook: which of the two is right nobody can know."""
    home = path.parent
    former = in_workspace(home, REGISTER_FILE)
    if path == former or not former.is_file():
        return []
    return [
        Finding(
            "PFL-10", Severity.ERROR, Place(path.name), TWO_REGISTERS.fill(file=path.name, former=former.name),
            found=former.name, fix=ONE_REGISTER.fill(file=path.name, former=former.name),
        )
    ]  # fmt: skip


def _kinds_in(file: str, project_id: str, words: str, templates: Templates) -> tuple[str, ...]:
    """The kinds that the register names for a project, by key, by title or by the name of a sheet in any language."""
    known = {
        fold(name): kind
        for kind, template in templates.by_kind.items()
        for words in (same(kind), template.title, *(table.heading for table in template.tables))
        for name in words.in_all()
    }
    named = [word.strip() for word in re.split(r"[,;+/\n]", words) if word.strip()]
    wrong = next((word for word in named if fold(word) not in known), None)
    if wrong is not None:
        raise NothingToDo(
            t("{file}, project {id}: “{found}” is no kind of return. Known are: {known}.",
              "{file}, projet {id} : « {found} » n’est pas un type de retour. Sont connus : {known}.")
            .fill(file=file, id=project_id, found=wrong, known=[template.title for template in templates.all])
        )  # fmt: skip
    return tuple(kind for kind in templates.by_kind if kind in {known[fold(word)] for word in named})


REGISTER_STOPS = t(
    "pmo_xl could not read {file} ({kind}): the expected projects are not known. The details (no cell contents) are in {log}: "
    "send that file to whoever looks after pmo_xl.",
    "pmo_xl n’a pas pu lire {file} ({kind}) : les projets attendus ne sont pas connus. Le détail (sans le contenu des cellules) est dans {log} : "
    "transmettez ce fichier à la personne qui s’occupe de pmo_xl.",
)
NO_REGISTER = t(
    "{file} holds no project register. Start from the one that “pmo-xl new” makes.",
    "{file} ne contient pas de référentiel des projets. Partez de celui que crée « pmo-xl new ».",
)
NO_SHEET = t(
    "The sheet of the project register cannot be found: nobody knows who is expected.",
    "La feuille du référentiel des projets est introuvable : les projets attendus ne sont pas connus.",
)
RESTORE = t(
    "Restore it from the archive of the last period, or start from the one that “pmo-xl new” makes.",
    "Restaurez-la depuis les archives de la dernière période, ou partez du classeur que crée « pmo-xl new ».",
)
TWO_REGISTERS = t(
    "{file} and {former} both hold a project register: {file} counts, {former} is not read.",
    "{file} et {former} contiennent chacun un référentiel des projets : {file} fait foi, {former} n’est pas lu.",
)
ONE_REGISTER = t(
    "Copy into {file} what only {former} has, then delete {former}.",
    "Recopiez dans {file} ce qui ne figure que dans {former}, puis supprimez {former}.",
)
