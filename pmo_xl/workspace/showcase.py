"""The demo: a workspace whose returns are filled, reproducible from its seed, with faults on request."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, cast

from pmo_xl.catalog.catalogue import catalogue_of
from pmo_xl.catalog.steering import STEERING
from pmo_xl.catalog.steering.projects import Register
from pmo_xl.catalog.templates import templates_of
from pmo_xl.core.base.files import RETURNS_FOLDER, SETTINGS_FILE, in_workspace, steering_workbook
from pmo_xl.core.base.finding import cell_name
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import t
from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.catalogue.templates import Templates
from pmo_xl.core.definition.model import Sheet, Table
from pmo_xl.core.settings.settings import Settings
from pmo_xl.demo.faults import Fault, plant
from pmo_xl.demo.follow_up.maker import with_follow_up
from pmo_xl.demo.follow_up.mistakes import LINK_MISTAKES, ROW_MISTAKES
from pmo_xl.demo.follow_up.steering import address, steering_rows
from pmo_xl.demo.mistakes import MISTAKES, Mistake
from pmo_xl.demo.past.follow_up import beside_last
from pmo_xl.demo.past.mistakes import PERIOD_MISTAKES
from pmo_xl.demo.past.portfolio import earlier_portfolios
from pmo_xl.demo.portfolio import STATUS_DATE, DemoProject, Language, Made, made_projects
from pmo_xl.demo.rows import rows_from_columns
from pmo_xl.excel.template.record_sheet import CELL, field_rows
from pmo_xl.excel.template.steering_workbook import write_steering
from pmo_xl.excel.template.table_sheet import FIRST_COLUMN, HEADER_ROW
from pmo_xl.excel.template.workbook import Blanks, Filling
from pmo_xl.gather.archive.keep import archive_period
from pmo_xl.workspace.blanks import workbook_name
from pmo_xl.workspace.files import ALL, write_text, write_whole
from pmo_xl.workspace.fresh import SAMPLE_RATES, lay_out, settings_text

FAULTS_FILE = "faults.json"
FOLLOW_UP = "followup"

DEMO_ROOM = 5
"""Empty rows in a demo return: enough to look real, few enough to be quick."""


def demo(
    folder: Path,
    projects: int = 30,
    seed: int = 1,
    language: str = "mixed",
    faults: int = 0,
    catalogue: Catalogue | None = None,
    kinds: Sequence[str] | None = None,
    periods: int = 1,
    between: Callable[[], object] = lambda: None,
    mistakes: Sequence[Mistake] = (),
    blanks_of: Sequence[str] = (ALL,),
) -> tuple[list[Path], list[dict[str, Any]]]:
    """A workspace with a filled portfolio: its returns, and the faults planted in them (``faults.json``).

    The same arguments give the same bytes. ``catalogue`` holds the kinds of return, by default the standard ones,
    of which ``kinds`` are made: by default those that every project owes unless its PMO says otherwise. The faults are of
    these kinds of ``mistakes``, by default of every kind; blank templates are there of the kinds ``blanks_of``.

    Of several ``periods``, month ends up to the status date, the returns of each are laid out one after the other, and
    ``between`` consolidates what lies there before those of the next take its place. Faults are in the last.
    """
    catalogue = catalogue or catalogue_of()
    made = Settings().collection.kinds if kinds is None else kinds
    if language not in ("en", "fr", "mixed"):
        raise NothingToDo(
            t("There is no demo in “{language}”. Choose among: en, fr, mixed.",
              "Il n’y a pas de démonstration en « {language} ». Choisissez parmi : en, fr, mixed.").fill(language=language)
        )  # fmt: skip
    # Settings name kinds that every run knows; those of further modules are known to this catalogue alone.
    owed = [kind for kind in made if kind in templates_of().by_kind]
    unknown = [kind for kind in made if kind not in catalogue.templates.by_kind]
    if unknown:
        raise NothingToDo(
            t("There is no kind of return “{kind}”. Choose among: {known}.", "Il n’y a pas de type de retour « {kind} ». Choisissez parmi : {known}.")
            .fill(kind=unknown, known=[*catalogue.templates.by_kind])
        )  # fmt: skip
    if projects < 1:
        raise NothingToDo(t("Ask for at least one project.", "Demandez au moins un projet."))
    # An exercise asks for what is wrong and nothing else.
    made_of = sound_projects(projects, seed, language, made, overdue=not mistakes)
    sound = [one.project for one in made_of]
    past = [*_past(made_of, seed, periods)]
    # What was reported stands beside what is: before mistakes are made in either.
    portfolio, before = beside_last(sound, past[-1][1] if past else ()), [then for _, then in past]
    planted: list[Fault] = []
    if faults > 0:
        every = (
            (*MISTAKES, *ROW_MISTAKES, *LINK_MISTAKES, *PERIOD_MISTAKES) if FOLLOW_UP in made else MISTAKES
        )
        portfolio, planted, before = plant(
            portfolio, faults, seed, catalogue.templates.kind_of, mistakes or every, before
        )
    speaks, templates = "fr" if language == "fr" else "en", catalogue.templates
    settings = settings_text(speaks, STATUS_DATE, SAMPLE_RATES, owed)

    def lists(of: Sequence[DemoProject], day: dt.date) -> dict[str, dict[str, list[Any]]]:
        # Everybody has one key, whatever the period; the names of planted mistakes are nobody's.
        own = steering_rows(sound, templates.sheets, day, speaks)
        return {Register.key: _register_rows(of), **own}

    lay_out(folder, speaks, settings, lists(sound, STATUS_DATE), blanks_of)
    blanks = Blanks(catalogue.templates.record, room=DEMO_ROOM)
    write = partial(
        _write_returns,
        in_workspace(folder, RETURNS_FOLDER),
        templates=templates,
        kinds=made,
        blanks=blanks,
        language=speaks,
    )
    for (day, _), then in zip(past, before, strict=True):
        _lay_out_period(folder, speaks, day, lists(then, day), owed)
        for project in then:
            write(project)
        between()
        archive_period(folder, catalogue, goes_on=None)
    if past:
        _lay_out_period(folder, speaks, STATUS_DATE, lists(sound, STATUS_DATE), owed)
    returns = [path for project in portfolio for path in write(project)]
    spoken = {project.project_id: project.language for project in portfolio}
    listed = [
        _placed(fault, workbook_name(fault.file, speaks, templates), spoken[fault.project], templates)
        for fault in planted
    ]
    if faults > 0:
        text = json.dumps(listed, ensure_ascii=False, indent=1) + "\n"
        write_text(folder / FAULTS_FILE, text)
    return returns, listed


def sound_projects(
    projects: int, seed: int, language: str, kinds: Sequence[str], *, overdue: bool
) -> list[Made]:
    """The projects of a demo without a fault, with a follow-up where that is among the ``kinds``; in it some work is ``overdue``."""
    made = made_projects(projects, seed, cast(Language, language))
    return with_follow_up(made, language, overdue=overdue) if FOLLOW_UP in kinds else made


def _past(made_of: Sequence[Made], seed: int, periods: int) -> Iterator[tuple[dt.date, list[DemoProject]]]:
    """The portfolios of the periods before, each status report beside that of the one before it."""
    before: list[DemoProject] = []
    for day, reported in earlier_portfolios(made_of, seed, STATUS_DATE, periods):
        before = beside_last(reported, before)
        yield day, before


def _lay_out_period(
    folder: Path,
    language: str,
    day: dt.date,
    lists: Mapping[str, Mapping[str, Sequence[Any]]],
    kinds: Sequence[str],
) -> None:
    """The settings and the PMO's workbook of a period, and no return yet."""
    write_text(folder / SETTINGS_FILE, settings_text(language, day, SAMPLE_RATES, kinds))
    write_whole(
        steering_workbook(folder),
        lambda part: write_steering(part, STEERING, lists, language),
    )
    for project in in_workspace(folder, RETURNS_FOLDER).iterdir():
        shutil.rmtree(project)


def _register_rows(portfolio: Sequence[DemoProject]) -> dict[str, list[Any]]:
    taken = [key for key in Register.columns if key in portfolio[0].record]
    rows = {key: [project.record.get(key) for project in portfolio] for key in taken}
    rows["email"] = [address(str(project.record["project_manager"])) for project in portfolio]
    rows["language"] = [project.language for project in portfolio]
    rows["expected"] = ["yes"] * len(portfolio)
    return rows


def _write_returns(
    returns: Path,
    project: DemoProject,
    templates: Templates,
    kinds: Sequence[str],
    blanks: Blanks,
    language: str,
) -> list[Path]:
    paths = []
    for kind in kinds:
        template = templates.by_kind[kind]
        own = {table.key for table in template.tables}
        filling = Filling(
            project.record,
            {table.key: _rows(table, project) for table in template.tables},
            {place: what for place, what in project.raw.items() if place[0] in own},
        )
        path = returns / project.project_id / workbook_name(kind, language, templates)
        blank = blanks.of([template], project.language)
        paths.append(write_whole(path, partial(blank.write, filling=filling)))
    return paths


def _rows(table: type[Table], project: DemoProject) -> dict[str, list[Any]]:
    """The rows that the demo invents for a table; for one that it knows nothing of, such as its columns allow."""
    if table.key in project.rows:
        return project.rows[table.key]
    return rows_from_columns(
        table,
        project.record["status_date"],
        project.language,
        Random(f"{project.project_id} {table.key}"),
        (project.manager, project.sponsor),
    )


def _placed(fault: Fault, file: str, language: str, templates: Templates) -> dict[str, Any]:
    """The fault with its file in the returns, its sheet, and the name of its cell."""
    table = templates.tables.get(fault.table)
    sheet: type[Sheet] = table or templates.record
    if table is None:
        row, column = field_rows(templates.record)[fault.column], CELL
    else:
        row = HEADER_ROW + 1 + fault.row
        column = FIRST_COLUMN + list(table.columns).index(fault.column)
    return {
        **fault.to_dict(),
        "file": f"{fault.project}/{file}",
        "sheet": sheet.heading.to(language),
        "cell": cell_name(row, column),
    }
