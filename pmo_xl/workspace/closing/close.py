"""Closing a project: looked at, archived, its lessons and its reference row set into the workbook of the PMO."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pmo_xl.catalog.settings import catalogue_in, read_settings
from pmo_xl.catalog.steering.lessons import Lessons
from pmo_xl.catalog.steering.references import References
from pmo_xl.core.base.files import MASTER_FILE, SETTINGS_FILE, in_workspace, is_open, steering_workbook
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import fold, t
from pmo_xl.core.flow.steering import Steering
from pmo_xl.excel.hand_out.added_rows import Added, set_rows
from pmo_xl.gather.archive.keep import folder_of as period_of
from pmo_xl.gather.archive.keep import notes
from pmo_xl.gather.read.steering import read_steering
from pmo_xl.pipeline import Outcome, Progress, measure_again
from pmo_xl.workspace.closing.archive import write_archive
from pmo_xl.workspace.closing.learnt import accepted_of, lessons_of, merged, reference_of
from pmo_xl.workspace.closing.points import Point, points_of
from pmo_xl.workspace.files import write_whole


@dataclass(slots=True)
class Closed:
    """What closing came to: the points, and where its archive is; None where an error stopped it.

    ``lessons`` is how many were added to the workbook of the PMO.
    """

    project: str
    points: Sequence[Point] = ()
    archive: Path | None = None
    lessons: int = 0
    workbook: Path | None = None
    unplaced: int = 0
    """Lessons for which there is no workbook of the PMO."""

    @property
    def stopped(self) -> bool:
        """Whether an error stands in the way."""
        return any(point.severity is Severity.ERROR for point in self.points)


def close_project(
    home: Path, asked: str, *, class_name: str | None = None, anyway: bool = False, language: str | None = None,
    progress: Progress | None = None,
) -> Closed:  # fmt: skip
    """Close a project of a workspace; where an error stands in the way nothing is written, unless ``anyway`` is set.

    Its figures are those of the master's period, or of the last archived one in which its returns counted. Raises
    NothingToDo where there is no master, the project never returned anything, or the workbook of the PMO is open or cannot be read.
    """
    workbook = steering_workbook(home)
    if is_open(workbook):
        raise NothingToDo(IS_OPEN.fill(file=workbook))
    outcome, project = _last_of(home, asked, language, progress)
    settings = read_settings(home / SETTINGS_FILE)
    steering = read_steering(workbook, catalogue_in(settings).templates, settings.collection.kinds)
    if steering.stops is not None:
        raise NothingToDo(steering.stops)
    # The register of today says whether it has ended, whatever period its figures are of.
    current = replace(outcome, portfolio=replace(outcome.portfolio, expected=steering.expected))
    points = [*points_of(current, project, accepted_of(steering.expected.lists, project))]
    closed = Closed(project, points)
    if closed.stopped and not anyway:
        return closed
    lists = [*_lists(current, project, class_name, steering)]
    closed.archive = write_archive(home, current, project, points)
    if workbook.is_file() and any(each.rows for each in lists):
        language = current.language
        # What it was before stays beside the archive: somebody may have typed what another library does not keep.
        before = closed.archive.with_name(f"{project}.{workbook.name}")
        write_whole(before, partial(_copy, workbook))
        try:
            write_whole(workbook, lambda part: set_rows(workbook, part, lists, language))
        except ODD as problem:
            raise NothingToDo(NOT_SET.fill(file=workbook, archive=closed.archive)) from problem
        closed.workbook = workbook
        closed.lessons = len([1 for place, _ in lists[0].rows if place is None])
    elif not workbook.is_file():
        closed.unplaced = len(lists[0].rows)
    return closed


def _copy(source: Path, target: Path) -> None:
    target.write_bytes(source.read_bytes())


def _lists(outcome: Outcome, project: str, class_name: str | None, steering: Steering) -> Sequence[Added]:
    lessons = [*lessons_of(outcome, project)]
    reference = reference_of(outcome, project, class_name)
    return (
        merged(steering.workbook, Lessons, lessons, replace=False),
        merged(steering.workbook, References, [reference], replace=True),
    )


def _last_of(home: Path, asked: str, language: str | None, progress: Progress | None) -> tuple[Outcome, str]:
    """The last measured period in which returns of a project count, and its ID as it is spelled there."""
    folders = [home, *(period_of(home, day) for day in reversed(notes(home)))]
    for folder in folders:
        try:
            outcome = measure_again(
                folder, in_workspace(folder, MASTER_FILE), language=language, progress=progress
            )
        except NothingToDo:
            if folder == home:
                raise
            continue
        for project in outcome.portfolio.projects["project_id"]:
            if fold(str(project)) == fold(asked):
                return outcome, str(project)
    raise NothingToDo(NEVER.fill(found=asked))


ODD = (ValueError, KeyError, TypeError, AttributeError, IndexError, zipfile.BadZipFile)
"""What a workbook brings about that no spreadsheet program made."""
NOT_SET = t(
    "{archive} is written, but {file} is built too oddly to be added to: save it once in Excel, then close again.",
    "{archive} est écrit, mais {file} a une structure trop inhabituelle pour être complété : enregistrez-le dans Excel, puis relancez la clôture.",
)
IS_OPEN = t(
    "{file} is open: close it first, its lists are written to.",
    "{file} est ouvert : fermez-le d’abord, ses listes vont être complétées.",
)
NEVER = t(
    "No return of a project “{found}” counts in the master or in an archived period.",
    "Aucun retour d’un projet « {found} » n’est retenu dans le classeur consolidé ni dans une période archivée.",
)
