"""The master on paper: a card for each project, as a workbook or a PDF of its own; the pages for an executive in one PDF."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import shutil
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from pmo_xl.catalog.pages import PRINT_PACK
from pmo_xl.catalog.settings import catalogue_in, read_settings
from pmo_xl.core.base.files import MASTER_FILE, OUT_FOLDER, SETTINGS_FILE, in_workspace
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.version import __version__
from pmo_xl.excel.package.in_sight import copy_in_sight
from pmo_xl.excel.package.refused import RefusedError
from pmo_xl.excel.package.xml_spans import UnmarkableError
from pmo_xl.excel.render_card import render_card
from pmo_xl.libreoffice.pdf import to_pdf
from pmo_xl.pipeline import Outcome, Progress, measure_again
from pmo_xl.pipeline.again import NO_MASTER_OF_OURS, check_master
from pmo_xl.workspace.files import make_folder, write_whole

CARDS_FOLDER = t("cards", "fiches")
"""What the folder of the cards is called."""
PRINT_PACK_FILE = t("print-pack", "pages_a_imprimer")
"""What the PDF of the print pack is called, without its ending."""
REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
"""What some file system takes in no name of a file."""
LONGEST = 120
"""Characters of a name, without its ending."""


def write_cards(
    folder: Path,
    *,
    projects: Sequence[str] = (),
    out: Path | None = None,
    pdf: bool = False,
    finance: bool = False,
    status_date: dt.date | None = None,
    language: str | None = None,
    progress: Progress | None = None,
) -> list[Path]:
    """The card of each of these projects, or of all, below *out*; by default in ``out/cards`` of the workspace.

    Raises NothingToDo where there is no master of this workspace, it is older than a return, a project is none of its
    own, or PDF files are asked for and no program can make them.
    """
    outcome = measure_again(
        folder,
        in_workspace(folder, MASTER_FILE),
        status_date=status_date,
        language=language,
        progress=progress,
    )
    wanted = _wanted(outcome, projects)
    target = out or in_workspace(folder, OUT_FOLDER) / CARDS_FOLDER.to(outcome.language)
    make_folder(target)
    names = {project: _file_name(project, name) for project, name in wanted.items()}
    if not pdf:
        return [
            write_whole(target / f"{name}.xlsx", partial(_render, outcome, project, finance))
            for project, name in names.items()
        ]
    with tempfile.TemporaryDirectory(prefix="pmo_xl_") as staged:
        # Numbers as names: accents in a path go astray where the locale is C.
        books = [Path(staged) / f"{number}.xlsx" for number, _ in enumerate(names, start=1)]
        for book, project in zip(books, names, strict=True):
            _render(outcome, project, finance, book)
        printed = to_pdf(books, Path(staged), outcome.language)
        return [
            write_whole(target / f"{name}.pdf", partial(_copy, made))
            for name, made in zip(names.values(), printed, strict=True)
        ]


def print_pages(folder: Path, *, out: Path | None = None) -> Path:
    """The pages of the print pack, as the master of a workspace holds them, in one PDF; by default in ``out``.

    Raises NothingToDo where there is no master, it is older than a return or has none of these pages, or no program can
    make the PDF.
    """
    master = in_workspace(folder, MASTER_FILE)
    check_master(folder, master)
    settings = read_settings(folder / SETTINGS_FILE)
    pages = catalogue_in(settings).master.pages
    titles = {title for page in pages if page.key in PRINT_PACK for title in page.title.in_all()}
    with tempfile.TemporaryDirectory(prefix="pmo_xl_") as staged:
        book = Path(staged) / "1.xlsx"
        try:
            held = copy_in_sight(master, titles, book)
        except (OSError, UnmarkableError, RefusedError) as problem:
            raise NothingToDo(NO_MASTER_OF_OURS.fill(file=master)) from problem
        if not held:
            raise NothingToDo(NO_MASTER_OF_OURS.fill(file=master))
        (printed,) = to_pdf([book], Path(staged), settings.language)
        target = out or in_workspace(folder, OUT_FOLDER) / f"{PRINT_PACK_FILE.to(settings.language)}.pdf"
        return write_whole(target, partial(_copy, printed))


def _copy(made: Path, part: Path) -> None:
    shutil.copyfile(made, part)


def _render(outcome: Outcome, project: str, finance: bool, path: Path) -> None:
    assert outcome.scorecard is not None
    render_card(
        path, outcome.catalogue.master, outcome.portfolio, outcome.scorecard, outcome.settings, outcome.language,
        __version__, project, finance=finance,
    )  # fmt: skip


def _wanted(outcome: Outcome, asked: Sequence[str]) -> dict[str, str]:
    """ID and name of the projects that are asked for, whatever the case they are typed in; of all where none is."""
    assert outcome.scorecard is not None
    kpis = outcome.scorecard.kpis
    known = dict(
        zip(kpis["project_id"].astype(str), kpis["project_name"].fillna("").astype(str), strict=True)
    )
    by_key = {project.casefold(): project for project in known}
    for each in asked:
        if each.casefold() not in by_key:
            near = difflib.get_close_matches(each.upper(), sorted(known), 1, 0.5)
            words = NEAR_PROJECT.fill(near=near[0]) if near else NO_PROJECT
            raise NothingToDo(words.fill(found=each))
    return {by_key[each.casefold()]: known[by_key[each.casefold()]] for each in asked} if asked else known


def _file_name(project: str, name: str) -> str:
    """A name that every file system takes."""
    whole = " ".join(REFUSED.sub("-", f"{project} - {name}" if name else project).split())
    return whole[:LONGEST].rstrip(" .-")


NO_PROJECT: Text = t(
    "The master has no project “{found}”.", "Le classeur consolidé n’a pas de projet « {found} »."
)
NEAR_PROJECT: Text = t(
    "The master has no project “{found}”; did you mean {near}?",
    "Le classeur consolidé n’a pas de projet « {found} » ; vouliez-vous dire {near} ?",
)
