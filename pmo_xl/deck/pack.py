"""The committee pack of a workspace: a deck for a body that meets, with the master's figures, and its frozen copy."""

from __future__ import annotations

import datetime as dt
import difflib
import importlib.util
import re
import shutil
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pmo_xl.core.base.files import MASTER_FILE, OUT_FOLDER, in_workspace
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import Text, fold, t
from pmo_xl.deck.agenda import KEYS, pages
from pmo_xl.deck.content.facts import Facts, Meeting, Scope
from pmo_xl.deck.frozen import freeze
from pmo_xl.deck.slides.opening import scope_words
from pmo_xl.excel.figures import master_figures
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.libreoffice.connection.start import find_office
from pmo_xl.libreoffice.pdf import to_pdf
from pmo_xl.pipeline import Outcome, Progress, measure_again
from pmo_xl.workspace.files import write_whole

REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
"""What some file system takes in no name of a file."""
LONGEST = 120
"""Characters of a name, without its ending."""
COMMITTEE = t("Steering committee", "COPIL")
"""The body that meets where nobody names one, and neither the PMO nor the decisions do."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: the body and the day of its meeting, a programme or a project, projects with slides of their own."""

    body: str | None = None
    day: dt.date | None = None
    scope: str | None = None
    projects: Sequence[str] = ()
    template: Path | None = None
    pdf: bool = False


@dataclass(frozen=True, slots=True)
class Pack:
    """What was written: the deck, its copy in the archive, its PDF; ``missing`` are the places that the template lacks."""

    deck: Path
    frozen: Path
    pdf: Path | None
    missing: Sequence[str]


def write_pack(
    home: Path,
    asked: Asked,
    *,
    out: Path | None = None,
    status_date: dt.date | None = None,
    language: str | None = None,
    progress: Progress | None = None,
) -> Pack:
    """Write the deck of a meeting, by default into ``out`` of the workspace, and keep a copy of it in the archive.

    Raises NothingToDo without python-pptx, where there is no master or it is older than a return, for a body, scope or
    project that nobody knows (with the nearest that is known), for a template that is none, and where a PDF is asked for
    and no program can make it: the deck is there then.
    """
    if importlib.util.find_spec("pptx") is None:
        raise NothingToDo(NO_LIBRARY)
    if asked.template is not None:
        from pmo_xl.deck.drawing.places import opened

        opened(asked.template)  # what is wrong with it is said before the figures are measured

    master = in_workspace(home, MASTER_FILE)
    outcome = measure_again(home, master, status_date=status_date, language=language, progress=progress)
    facts = facts_of(outcome, asked)
    folder = out or in_workspace(home, OUT_FOLDER)
    named = facts.scope.project or facts.scope.programme
    stem = file_stem(
        f"{facts.meeting.body} {facts.meeting.day.isoformat()}" + (f" - {named}" if named else "")
    )
    missing: list[str] = []

    def write(part: Path) -> None:
        missing.extend(draw(part, facts, asked.template))

    deck = write_whole(folder / f"{stem}.pptx", write)
    frozen = freeze(home, deck, facts)
    return Pack(deck, frozen.path, _pdf(deck, facts.language) if asked.pdf else None, missing)


def draw(path: Path, facts: Facts, template: Path | None = None) -> Sequence[str]:
    """The slides of these facts as a file; gives the places that the template lacks.

    Raises NothingToDo for a template that is none, OSError where the file cannot be written.
    """
    from pmo_xl.deck.drawing.deck import write_deck

    title = f"{facts.meeting.body} · {scope_words(facts)}"
    return write_deck(
        path, [(page.key, page.slide) for page in pages(facts)], facts.language, title=title,
        foot=f"{title} · {facts.master.footer}", brand=facts.master.settings.brand, template=template, keys=KEYS,
    )  # fmt: skip


def file_stem(words: str) -> str:
    """A name that every file system takes, without its ending."""
    return " ".join(REFUSED.sub("-", words).split())[:LONGEST].rstrip(" .-") or "pack"


def facts_of(outcome: Outcome, asked: Asked) -> Facts:
    """What a measured run says to a meeting. Raises NothingToDo for a body, scope or project that nobody knows."""
    assert outcome.scorecard is not None
    made = outcome.catalogue.master, outcome.portfolio, outcome.scorecard, outcome.settings
    master = master_figures(*made, outcome.language)
    held = outcome.settings.language
    workbook = master if held == outcome.language else master_figures(*made, held)
    known = {str(record["project_id"]): str(record["project_name"] or "") for record in master.kpi_records}
    programmes = [str(row["programme_id"]) for row in master.programme_records]
    scope = Scope() if asked.scope is None else _scope(asked.scope, known, programmes)
    lists = outcome.portfolio.expected.lists
    body = _body(master, asked.body, [str(row["body"]) for row in lists.get("bodies", ()) if row.get("body")])
    status = outcome.portfolio.status_date
    assert status is not None
    meeting = Meeting(body, asked.day or _next_meeting(lists.get("meetings", ()), body, status) or status)
    facts = Facts(master, scope, meeting, workbook=workbook)
    projects = [_nearest(each, facts.records.keys(), NO_PROJECT) for each in asked.projects]
    return Facts(master, scope, meeting, list(dict.fromkeys(projects)), workbook)


def _scope(words: str, projects: Mapping[str, str], programmes: Sequence[str]) -> Scope:
    """The programme or the project of that name."""
    by_programme = {fold(each): each for each in programmes}
    if fold(words) in by_programme:
        return Scope(programme=by_programme[fold(words)])
    found = _nearest(words, [*projects, *programmes], NO_SCOPE)
    return Scope(project=found) if found in projects else Scope(programme=found)


def _body(master: MasterContext, asked: str | None, listed: Sequence[str]) -> str:
    """The body that meets, as the PMO's list writes it, or the decisions; where nobody names one, the first of that list."""
    frame = master.frames.get("decisions")
    told = [] if frame is None else sorted({str(each) for each in frame["body"].dropna()})
    bodies = [*{fold(each): each for each in (*told, *listed)}.values()]
    if asked is None:
        return listed[0] if listed else bodies[0] if len(bodies) == 1 else master.say(COMMITTEE)
    return _nearest(asked, bodies, NO_BODY) if bodies else " ".join(asked.split())


def _next_meeting(meetings: Sequence[Mapping[str, Any]], body: str, status: dt.date) -> dt.date | None:
    """The first meeting of a body from the status date on; None where the PMO's calendar has none."""
    days = [
        row["date"] for row in meetings if fold(str(row.get("body") or "")) == fold(body) and row.get("date")
    ]
    return min((day for day in days if day >= status), default=None)


def _nearest(words: str, known: Collection[str], unknown: tuple[Text, Text]) -> str:
    """The name that is meant, whatever its case and accents; raises NothingToDo with the nearest, or with all of them."""
    by_key = {fold(each): each for each in known}
    if fold(words) in by_key:
        return by_key[fold(words)]
    near = difflib.get_close_matches(fold(words), sorted(by_key), 1, 0.5)
    if near:
        raise NothingToDo(unknown[0].fill(found=words, near=by_key[near[0]]))
    raise NothingToDo(unknown[1].fill(found=words, known=sorted(known)[:20]))


def _pdf(deck: Path, language: str) -> Path:
    if find_office() is None:
        raise NothingToDo(NO_OFFICE.fill(file=deck))
    with tempfile.TemporaryDirectory(prefix="pmo_xl_") as staged:
        # A number as its name: accents in a path go astray where the locale is C.
        copy = Path(staged) / "1.pptx"
        shutil.copyfile(deck, copy)
        try:
            (made,) = to_pdf([copy], Path(staged), language)
        except NothingToDo as problem:
            raise NothingToDo(NO_OFFICE.fill(file=deck)) from problem
        return write_whole(deck.with_suffix(".pdf"), partial(_copy, made))


def _copy(made: Path, part: Path) -> None:
    shutil.copyfile(made, part)


NO_LIBRARY = t(
    "A committee pack needs python-pptx: pip install 'pmo_xl[pack]'. Everything else works without it.",
    "Un dossier de comité demande python-pptx : pip install 'pmo_xl[pack]'. Tout le reste fonctionne sans.",
)
NO_PROJECT = (
    t(
        "There is no project “{found}” here; did you mean {near}?",
        "Il n’y a pas ici de projet « {found} » ; vouliez-vous dire {near} ?",
    ),
    t(
        "There is no project “{found}” here. There are: {known}.",
        "Il n’y a pas ici de projet « {found} ». Il y a : {known}.",
    ),
)
NO_SCOPE = (
    t(
        "There is no programme or project “{found}”; did you mean {near}?",
        "Il n’y a ni programme ni projet « {found} » ; vouliez-vous dire {near} ?",
    ),
    t(
        "There is no programme or project “{found}”. There are: {known}.",
        "Il n’y a ni programme ni projet « {found} ». Il y a : {known}.",
    ),
)
NO_BODY = (
    t(
        "There is no body “{found}”; did you mean {near}?",
        "L’instance « {found} » est inconnue ; vouliez-vous dire {near} ?",
    ),
    t(
        "There is no body “{found}”. There are: {known}.",
        "L’instance « {found} » est inconnue. Instances connues : {known}.",
    ),
)
NO_OFFICE = t(
    "{file} is written; for its PDF, LibreOffice with its presentation part (Impress) is needed, or save it as PDF from PowerPoint.",
    "{file} est écrit ; pour son PDF, il faut LibreOffice avec son module de présentation (Impress), ou l’enregistrer en PDF depuis PowerPoint.",
)
