"""To each his own: a workbook per person with what is open in his name, and a reminder of what is overdue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from pmo_xl.core.base.files import OUT_FOLDER, in_workspace
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.flow.raw import Unreadable
from pmo_xl.excel.hand_out.owner_list import OWNER_LIST, write_owner_list
from pmo_xl.excel.read.workbook import read_workbook
from pmo_xl.pipeline import Progress
from pmo_xl.steps.answer.duties import people_of
from pmo_xl.steps.answer.letter import SUBJECT_WORD, Sender
from pmo_xl.steps.answer.overdue import overdue_text
from pmo_xl.steps.figures.run_tables import managers_of
from pmo_xl.steps.sheets.marks import read_mark
from pmo_xl.workspace.files import safe_names, write_text, write_whole
from pmo_xl.workspace.hand_out.period import returns_of_period

OWNERS_FOLDER = t("owners", "responsables")
"""What the folder of the lists is called."""


@dataclass(slots=True)
class HandedOut:
    """What a run wrote: a list per person, the reminders among them, and why some could not be written.

    ``nobody`` counts the open rows that name nobody, ``owing`` the projects that have not sent all that is expected of them:
    what these have open is on no list. ``outdated`` are lists and reminders of an earlier run for people of
    whom nothing is open, or overdue, any more; they stay.
    """

    folder: Path
    day: dt.date | None
    lists: list[Path] = field(default_factory=list)
    reminders: list[Path] = field(default_factory=list)
    failed: list[Text] = field(default_factory=list)
    outdated: list[Path] = field(default_factory=list)
    nobody: int = 0
    owing: int = 0


def write_owner_lists(
    folder: Path,
    *,
    out: Path | None = None,
    status_date: dt.date | None = None,
    language: str | None = None,
    progress: Progress | None = None,
) -> HandedOut:
    """A list for each person who has something open, below *out*; by default in ``out/owners`` of the workspace.

    One file that cannot be written does not stop the others. Raises NothingToDo where no return counts.
    """
    outcome = returns_of_period(folder, status_date, language, progress)
    portfolio, settings = outcome.portfolio, outcome.settings
    tables = outcome.catalogue.templates.tables
    people, nobody = people_of(portfolio, tables, managers_of(portfolio), outcome.language)
    target = out or in_workspace(folder, OUT_FOLDER) / OWNERS_FOLDER.to(outcome.language)
    made = HandedOut(target, portfolio.status_date, nobody=nobody, owing=len(portfolio.missing))
    before = _earlier(target)
    planned: set[Path] = set()
    for name, person in zip(safe_names([person.name for person in people]), people, strict=True):
        book, letter = target / f"{name}.xlsx", target / f"{name}.txt"
        write = partial(write_owner_list, person=person, day=made.day, brand=settings.brand)
        made.lists += _written(made, book, before, partial(write_whole, book, write))
        words = overdue_text(person, made.day, book.name, Sender(settings.brand.title))
        if words is not None:
            made.reminders += _written(made, letter, before, partial(write_text, letter, words))
        planned |= {book, letter} if words is not None else {book}
    made.outdated = sorted(before - planned)
    return made


def _written(made: HandedOut, path: Path, ours: set[Path], write: Callable[[], Path]) -> list[Path]:
    """The file once it is written; nothing where another lies there, or it cannot be written, which is noted."""
    try:
        if path.exists() and path not in ours:
            raise NothingToDo(NOT_OURS.fill(file=path))
        return [write()]
    except NothingToDo as problem:
        made.failed.append(problem.text)
        return []


def _earlier(folder: Path) -> set[Path]:
    """The lists and reminders that an earlier run wrote."""
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return {path for path in found if path.is_file() and _is_ours(path)}


def _is_ours(path: Path) -> bool:
    if path.suffix == ".txt":
        return path.read_bytes().decode("utf-8", "replace").startswith(SUBJECT_WORD.in_all())
    if path.suffix != ".xlsx":
        return False
    book = read_workbook(path, path.name)
    if book.unreadable is Unreadable.LOCKED:
        # Writing it will say that somebody has it open.
        return True
    marks = [read_mark(sheet) for sheet in book.sheets[:1]]
    return any(mark is not None and mark[0] == OWNER_LIST for mark in marks)


NOT_OURS = t(
    "{file} is there and is no list of an earlier run: it is not overwritten. Move it away, or choose another folder.",
    "{file} existe et n’est pas une liste d’une exécution précédente : il n’est pas écrasé. Déplacez-le, ou choisissez un autre dossier.",
)
