"""The answer to the project managers: a marked copy of each return that has findings, and a text to mail with it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from pmo_xl.catalog.rules.overrides import overrides_of
from pmo_xl.core.base.files import (
    ISSUED_FOLDER,
    MASTER_FILE,
    RETURNS_FOLDER,
    in_workspace,
    real,
)
from pmo_xl.core.base.finding import Severity, in_order
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import Text, languages, t
from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.catalogue.templates import Templates
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.core.flow.raw import RawBook, RawSheet
from pmo_xl.core.settings.limits import LimitSettings
from pmo_xl.core.settings.settings import Settings
from pmo_xl.excel.marked.annotate import annotated, findings_only, is_copy
from pmo_xl.excel.package.xml_spans import UnmarkableError
from pmo_xl.excel.read.workbook import read_workbook
from pmo_xl.gather.files.places import returns_folder, workspace_of
from pmo_xl.gather.read.previous import remembered_by
from pmo_xl.pipeline import (
    Outcome,
    Progress,
    validate,
)
from pmo_xl.steps.answer.letter import SUBJECT_WORD, Sender, letter_to
from pmo_xl.steps.answer.page import NAME, Wording, marks_of, page_of
from pmo_xl.steps.answer.queries import CODE, queries_at
from pmo_xl.steps.answer.reminder import Reminder, reminder_text, reminders_of
from pmo_xl.steps.figures.run_tables import managers_of
from pmo_xl.steps.sheets.marks import is_findings
from pmo_xl.workspace.blanks import workbook_name
from pmo_xl.workspace.files import PACK, safe_names, write_text, write_whole

FOR_THE_PMO = frozenset({"BUD-16", "PFL-02"})
"""Findings that no project manager can mend: a rate is missing from the settings, a return was saved too late."""

REMINDERS = t("reminders", "relances")
"""The folder of the reminders, beside the marked copies."""
NO_MANAGER = t("no project manager", "sans chef de projet")
PATCHED = frozenset({".xlsx", ".xlsm"})
"""What can be marked; for another kind of file the findings go into a workbook of their own."""


@dataclass(slots=True)
class Answered:
    """What a run wrote: workbooks, the letter to each, the reminders, and why some could not be written.

    ``outdated`` are copies of an earlier run for returns that have no finding any more, and reminders to those who
    owe nothing any more; they stay.
    """

    outcome: Outcome
    written: list[Path] = field(default_factory=list)
    letters: list[Path] = field(default_factory=list)
    reminders: list[Path] = field(default_factory=list)
    failed: list[tuple[Path, Text]] = field(default_factory=list)
    outdated: list[Path] = field(default_factory=list)


def annotate(
    paths: Sequence[Path],
    folder: Path,
    *,
    status_date: dt.date | None = None,
    language: str | None = None,
    settings: Settings | None = None,
    home: Path | None = None,
    progress: Progress | None = None,
) -> Answered:
    """Validate the returns at *paths* and write the answer to each into *folder*.

    Raises NothingToDo where there is nothing to read, or where the folder would mix copies with returns.
    """
    outcome = validate(
        paths, status_date=status_date, language=language, settings=settings, home=home, progress=progress
    )
    return answer(outcome, paths, folder, home=home)


def answer(outcome: Outcome, paths: Sequence[Path], folder: Path, *, home: Path | None = None) -> Answered:
    """Write the answer to each return of a run that has findings, and a reminder to those who have not sent all.

    The returns themselves stay as they are. One file that cannot be written does not stop the others.
    """
    returns = [
        replace(returned, findings=[f for f in returned.findings if f.code not in FOR_THE_PMO])
        for returned in outcome.portfolio.returns
        if returned.path is not None
    ]
    _refuse_mixing(returns, paths, folder, home or workspace_of(paths))
    answered = Answered(outcome)
    returns = _with_queries(answered, returns, home or workspace_of(paths))
    stems = Counter(_key(PurePosixPath(r.file).with_suffix("")) for r in returns)
    files = Counter(_key(PurePosixPath(r.file)) for r in returns)
    for returned in returns:
        file = PurePosixPath(returned.file)
        name = file.stem if stems[_key(file.with_suffix(""))] == 1 else file.name
        place = (folder / file).parent
        language = returned.language if returned.language in languages() else outcome.language
        alone = place / f"{name} ({NAME.to(language).lower()}).xlsx"
        if not returned.findings:
            answered.outdated += [path for path in (folder / file, alone) if _is_ours(path)]
        elif files[_key(file)] > 1:
            answered.failed.append((folder / file, TWO_OF_ONE_NAME.fill(file=returned.file)))
        else:
            _answer_one(answered, returned, language, (folder / file, alone), place / f"{name}.txt")
    _remind(answered, folder, home or workspace_of(paths))
    return answered


def _remind(answered: Answered, folder: Path, home: Path | None) -> None:
    """A text for each project manager of whom anything is missing, in a folder of their own."""
    outcome = answered.outcome
    portfolio, titles = outcome.portfolio, outcome.catalogue.templates.titles
    place = folder / REMINDERS.to(outcome.language)
    reminders = reminders_of(portfolio, managers_of(portfolio), outcome.language)
    names = safe_names([reminder.manager or NO_MANAGER.to(outcome.language) for reminder in reminders])
    for name, reminder in zip(names, reminders, strict=True):
        target = place / f"{name}.txt"
        templates = issued_templates(home, reminder, portfolio.status_date, outcome.catalogue.templates)
        words = reminder_text(reminder, titles, portfolio.status_date, _sender(outcome), templates)
        try:
            if target.exists() and not _is_letter(target):
                raise NothingToDo(NOT_OURS.fill(file=target))
            answered.reminders.append(write_text(target, words))
        except NothingToDo as problem:
            answered.failed.append((target, problem.text))
    others = sorted(place.glob("*.txt")) if place.is_dir() else []
    answered.outdated += [path for path in others if path not in answered.reminders and _is_letter(path)]


def issued_templates(
    home: Path | None, reminder: Reminder, status_date: dt.date | None, templates: Templates
) -> dict[tuple[str, str], str]:
    """Where the template lies that was made of each project and kind that is missing, as a way from the workspace."""
    if home is None or status_date is None:
        return {}
    issued = in_workspace(home, ISSUED_FOLDER) / status_date.isoformat()
    places = {
        (project.project_id, kind): file
        for project in reminder.projects
        for kind in project.kinds
        for name in (PACK, kind)
        for language in ("en", "fr")
        if (file := issued / project.project_id / workbook_name(name, language, templates)).is_file()
    }
    return {key: file.relative_to(home).as_posix() for key, file in places.items()}


def _sender(outcome: Outcome) -> Sender:
    due = outcome.settings.collection.due_in(outcome.portfolio.status_date)
    return Sender(outcome.settings.brand.title, due)


def _wording(catalogue: Catalogue) -> Wording:
    """What kinds and checks are called."""
    return Wording(
        {kind: template.title for kind, template in catalogue.templates.by_kind.items()},
        {check.code: check.says for check in catalogue.checks},
    )


def _with_queries(answered: Answered, returns: Sequence[Return], home: Path | None) -> list[Return]:
    """The returns with what the reviewers of the workspace's master ask; a master that cannot be read is said."""
    severity = overrides_of(answered.outcome.settings, answered.outcome.catalogue).of(CODE, Severity.INFO)
    if home is None or severity is None:
        return list(returns)
    try:
        reviews = remembered_by(in_workspace(home, MASTER_FILE), answered.outcome.catalogue).reviews
    except NothingToDo as problem:
        answered.failed.append((in_workspace(home, MASTER_FILE), NO_QUERIES.fill(why=problem.text)))
        return list(returns)
    found = (
        (
            returned,
            list(
                queries_at(returned, reviews, answered.outcome.catalogue.templates.tables["budget"], severity)
            ),
        )
        for returned in returns
    )
    return [
        replace(returned, findings=in_order([*returned.findings, *queries])) if queries else returned
        for returned, queries in found
    ]


def _key(file: PurePosixPath) -> str:
    """What tells files apart on every system."""
    return str(file).casefold()


def _refuse_mixing(returns: Sequence[Return], paths: Sequence[Path], folder: Path, home: Path | None) -> None:
    """Raise NothingToDo where a copy would overwrite a return, or be taken for one by the next run."""
    out = real(folder)
    roots = [real(returns_folder(path, home)) for path in paths]
    if home is not None:
        roots.append(real(in_workspace(home, RETURNS_FOLDER)))
    here = {real(returned.path) for returned in returns if returned.path is not None}
    targets = {real(folder / returned.file) for returned in returns}
    if here & targets or any(root.is_dir() and out.is_relative_to(root) for root in roots):
        raise NothingToDo(
            t("{folder} holds the returns: a marked copy there would be taken for a return, or overwrite one. Choose another folder.",
              "{folder} contient les retours : une copie annotée y serait prise pour un retour, ou en écraserait un. Choisissez un autre dossier.")
            .fill(folder=folder)
        )  # fmt: skip


def _answer_one(
    answered: Answered, returned: Return, language: str, targets: tuple[Path, Path], letter: Path
) -> None:
    copy, alone = targets
    wording = _wording(answered.outcome.catalogue)
    try:
        target, content = copy, _marked(returned, language, wording, answered.outcome.settings.limits)
        if content is None:
            target, content = alone, findings_only(page_of(returned, language, wording, alone=True))
        sender = _sender(answered.outcome)
        words = letter_to(returned, language, wording, target.name, is_copy=target is copy, sender=sender)
        for path, ours in ((target, _is_ours(target)), (letter, _is_letter(letter))):
            if path.exists() and not ours:
                raise NothingToDo(NOT_OURS.fill(file=path))
        data = content
        answered.written.append(write_whole(target, lambda part: _save(part, data)))
        answered.letters.append(write_text(letter, words))
    except NothingToDo as problem:
        answered.failed.append((copy, problem.text))


def _marked(returned: Return, language: str, wording: Wording, limits: LimitSettings) -> bytes | None:
    """The marked copy, or None where the return can only be answered by a list.

    The copy is read again: only one that says the same as the return goes out.
    """
    assert returned.path is not None
    book = read_workbook(returned.path, returned.file, limits)
    if book.sha256 != returned.sha256:
        raise NothingToDo(CHANGED.fill(file=returned.file))
    if book.unreadable is not None or returned.path.suffix.lower() not in PATCHED:
        return None
    page, marks = page_of(returned, language, wording), list(marks_of(returned.findings, language))
    pages = [sheet.name for sheet in book.sheets if is_findings(sheet)]
    try:
        content = annotated(returned.path.read_bytes(), page, marks, pages)
    except UnmarkableError:
        return None
    except OSError as problem:
        raise NothingToDo(CHANGED.fill(file=returned.file)) from problem
    return content if _same(book, content, limits) else None


def _same(book: RawBook, content: bytes, limits: LimitSettings) -> bool:
    """Whether a copy is read as the original is."""
    with TemporaryDirectory(prefix="pmo_xl_") as folder:
        path = Path(folder) / "copy.xlsx"
        path.write_bytes(content)
        copy = read_workbook(path, book.file, limits)
    return _held(copy) == _held(book)


def _held(book: RawBook) -> list[tuple[str, bool, dict[tuple[int, int], object], dict[tuple[int, int], str]]]:
    """What stands in each sheet but the page of findings; blank cells apart."""
    return [
        (sheet.name, sheet.visible, _filled(sheet), sheet.errors)
        for sheet in book.sheets
        if not is_findings(sheet)
    ]


def _filled(sheet: RawSheet) -> dict[tuple[int, int], object]:
    return {
        (row, column): value
        for row, cells in enumerate(sheet.rows)
        for column, value in enumerate(cells)
        if value is not None
    }


def _save(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _is_ours(path: Path) -> bool:
    """Whether a file is a copy that nobody has changed; one that is locked will say so when written."""
    try:
        return path.is_file() and is_copy(path)
    except OSError:
        return True


def _is_letter(path: Path) -> bool:
    with suppress(OSError, UnicodeDecodeError):
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        return first.startswith(SUBJECT_WORD.in_all())
    return False


NO_QUERIES = t(
    "The marked copies do not hold the queries of the budget review. {why}",
    "Les copies annotées ne contiennent pas les questions de la revue budgétaire. {why}",
)
NOT_OURS = t(
    "{file} is there and is no marked copy as it was written: it is not overwritten. Move it away, or choose another folder.",
    "{file} existe et n’est pas une copie annotée restée telle quelle : il n’est pas écrasé. Déplacez-le, ou choisissez un autre dossier.",
)
TWO_OF_ONE_NAME = t(
    "Two returns are called {file}: annotate their folders one after the other, each into a folder of its own.",
    "Deux retours s’appellent {file} : annotez leurs dossiers l’un après l’autre, chacun vers son propre dossier.",
)
CHANGED = t(
    "{file} has changed since it was read: run again.", "{file} a changé depuis sa lecture : relancez."
)
