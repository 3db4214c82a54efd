"""The folder a PMO works in: made new, made as a demo; the templates that go out to project managers."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, cast

from pmo_xl.catalog.kpis import KPIS
from pmo_xl.catalog.ledgers import Register
from pmo_xl.catalog.templates import KIND_OF, SHEETS, TABLES, TEMPLATES
from pmo_xl.catalog.templates.project import Project
from pmo_xl.core.column import Profile
from pmo_xl.core.finding import cell_name
from pmo_xl.core.flow import Return
from pmo_xl.core.model import Template
from pmo_xl.core.problem import NothingToDo
from pmo_xl.core.settings import Settings, read_settings
from pmo_xl.core.text import languages, t
from pmo_xl.demo.faults import Fault, plant
from pmo_xl.demo.portfolio import STATUS_DATE, DemoProject, Language, demo_portfolio
from pmo_xl.excel.make import ROOM, Filling, make_workbook
from pmo_xl.excel.make_table import FIRST_COLUMN, HEADER_ROW
from pmo_xl.excel.read import find_workbooks, read_workbook
from pmo_xl.excel.register import write_register
from pmo_xl.pipeline import REGISTER_FILE, RETURNS_FOLDER, SETTINGS_FILE, VERSIONS, read_register
from pmo_xl.steps.returns import examine

TEMPLATES_FOLDER, ISSUED_FOLDER, OUT_FOLDER, ARCHIVE_FOLDER = "templates", "issued", "out", "archive"
FAULTS_FILE = "faults.json"
PACK, ALL = "pack", "all"

DEMO_ROOM = 5
"""Empty rows in a demo return: enough to look real, few enough to be quick."""

DEMO_RATES = {"USD": 0.92, "GBP": 1.17, "CHF": 1.05}

NOT_CARRIED = ("status_date", "approved_by")
"""Fields of the project sheet that are said anew for every period."""

Rows = dict[str, dict[str, list[Any]]]


@dataclass(slots=True)
class Prepared:
    """Templates made for project managers, and those left alone because they were already there."""

    written: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)


def new_workspace(folder: Path, language: str = "en") -> None:
    """Make a workspace; raises NothingToDo for a folder that holds anything."""
    _lay_out(folder, language, settings_text(language), {})


def write_templates(
    kinds: Sequence[str],
    out: Path,
    language: str = "en",
    profile: Profile = Profile.STANDARD,
    holidays: Sequence[dt.date] = (),
) -> list[Path]:
    """Write the blanks of some kinds (``pack``: all kinds in one workbook; ``all``: everything) into *out*.

    A blank that is there is replaced; raises NothingToDo, before anything is written, for any other file.
    """
    wanted = [*TEMPLATES, PACK] if ALL in kinds else list(dict.fromkeys(kinds))
    unknown = [kind for kind in wanted if kind not in TEMPLATES and kind != PACK]
    if unknown or not wanted:
        raise NothingToDo(
            t("There is no template “{kind}”. Choose among: {known}.", "Il n’y a pas de modèle « {kind} ». Choisissez parmi : {known}.")
            .fill(kind=unknown, known=[*TEMPLATES, PACK, ALL])
        )  # fmt: skip
    _check_language(language)
    taken = [path for kind in wanted if (path := out / f"{kind}.xlsx").is_file() and not _is_blank(path)]
    if taken:
        raise NothingToDo(
            t("{file} is there and is no blank template: it is not overwritten. Choose another folder with --out.",
              "{file} existe et n’est pas un modèle vierge : il n’est pas écrasé. Choisissez un autre dossier avec --out.")
            .fill(file=taken[0])
        )  # fmt: skip
    return [
        _write_whole(
            out / f"{kind}.xlsx",
            partial(
                make_workbook,
                templates=_templates(kind),
                record=Project,
                language=language,
                profile=profile,
                holidays=holidays,
            ),
        )
        for kind in wanted
    ]


def _is_blank(path: Path) -> bool:
    """Whether a file is a template of ours in which nobody has typed."""
    held = examine(read_workbook(path, path.name), SHEETS, VERSIONS, KIND_OF, Profile.LIGHT)
    typed = held.record is None or any(what != [None] for what in held.record.values.values())
    return bool(held.kinds) and not held.rows_read and not typed


def prepare(folder: Path, status_date: dt.date | None = None, pack: bool = False) -> Prepared:
    """Templates for each expected project: identity and date filled in, last accepted rows carried forward.

    They go to ``templates/issued/<date>/<project>/``; a file that is already there is kept.
    """
    settings = read_settings(folder / SETTINGS_FILE, KPIS)
    status_date = status_date or settings.status_date
    if status_date is None:
        raise NothingToDo(
            t("The status date is not known. Give it with --status-date, or set status_date in {file}.",
              "La date d’arrêté n’est pas connue. Donnez-la avec --status-date, ou dans status_date de {file}.").fill(file=SETTINGS_FILE)
        )  # fmt: skip
    projects = _expected(folder)
    profile = Profile[settings.profile.upper()]
    last = _last_returns(folder, profile, [(key, kind) for key in projects for kind in TEMPLATES])
    prepared = Prepared()
    issued = folder / TEMPLATES_FOLDER / ISSUED_FOLDER / status_date.isoformat()
    for project_id, known in projects.items():
        returns = {kind: last[project_id, kind] for kind in TEMPLATES if (project_id, kind) in last}
        for name in (PACK,) if pack else TEMPLATES:
            path = issued / project_id / f"{name}.xlsx"
            if path.exists():
                prepared.kept.append(path)
                continue
            templates = _templates(name)
            filling = _carried(known, returns, templates, status_date)
            _issue(path, templates, filling, known.get("language") or settings.language, settings)
            prepared.written.append(path)
    return prepared


def demo(
    folder: Path, projects: int = 30, seed: int = 1, language: str = "mixed", faults: int = 0
) -> tuple[list[Path], list[dict[str, Any]]]:
    """A workspace with a filled portfolio: its returns, and the faults planted in them (``faults.json``).

    The same arguments give the same bytes.
    """
    if language not in ("en", "fr", "mixed"):
        raise NothingToDo(
            t("There is no demo in “{language}”. Choose among: en, fr, mixed.",
              "Il n’y a pas de démonstration en « {language} ». Choisissez parmi : en, fr, mixed.").fill(language=language)
        )  # fmt: skip
    if projects < 1:
        raise NothingToDo(t("Ask for at least one project.", "Demandez au moins un projet."))
    portfolio = demo_portfolio(projects, seed, cast(Language, language))
    planted: list[Fault] = []
    if faults > 0:
        portfolio, planted = plant(portfolio, faults, seed)
    speaks = "fr" if language == "fr" else "en"
    settings = settings_text(speaks, STATUS_DATE, DEMO_RATES)
    _lay_out(folder, speaks, settings, _register_rows(portfolio))
    returns = [path for project in portfolio for path in _write_returns(folder / RETURNS_FOLDER, project)]
    spoken = {project.project_id: project.language for project in portfolio}
    listed = [_placed(fault, spoken[fault.project]) for fault in planted]
    if faults > 0:
        text = json.dumps(listed, ensure_ascii=False, indent=1) + "\n"
        _write_text(folder / FAULTS_FILE, text)
    return returns, listed


# a new folder --------------------------------------------------------------------------------------


def _lay_out(folder: Path, language: str, settings: str, register: Mapping[str, Sequence[Any]]) -> None:
    _check_language(language)
    if (folder / SETTINGS_FILE).exists():
        raise NothingToDo(
            t("{folder} is already a workspace. Choose another folder.",
              "{folder} est déjà un espace de travail. Choisissez un autre dossier.").fill(folder=folder)
        )  # fmt: skip
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NothingToDo(
            t("{folder} is not empty. Choose a new or an empty folder.",
              "{folder} n’est pas vide. Choisissez un dossier nouveau ou vide.").fill(folder=folder)
        )  # fmt: skip
    for name in (RETURNS_FOLDER, OUT_FOLDER, ARCHIVE_FOLDER):
        _make_folder(folder / name)
    _write_whole(
        folder / REGISTER_FILE,
        lambda part: write_register(part, Register, register, language, VERSIONS[Register.key]),
    )
    write_templates([ALL], folder / TEMPLATES_FOLDER, language)
    # Last: a folder with settings is a workspace, and this one is now whole.
    _write_text(folder / SETTINGS_FILE, settings)


def _check_language(language: str) -> None:
    if language not in languages():
        raise NothingToDo(
            t("The language “{language}” is not known. Choose among: {known}.",
              "La langue « {language} » n’est pas connue. Choisissez parmi : {known}.")
            .fill(language=language, known=list(languages()))
        )  # fmt: skip


def settings_text(
    language: str, status_date: dt.date | None = None, rates: Mapping[str, float] | None = None
) -> str:
    """A settings file with every key, what it means, and its default; samples stand behind a ``#``."""
    say = {key: text.to(language) for key, text in SETTINGS_WORDS.items()}
    default = Settings()
    date = f"status_date = {status_date}" if status_date else "# status_date = 2026-03-31"
    lines = [
        f"# {say['title']}", "",
        f"# {say['language']}", f'language = "{language}"', "",
        f"# {say['profile']}", f'profile = "{default.profile}"', "",
        f"# {say['status_date']}", date, "",
        f"# {say['reporting_currency']}", f'reporting_currency = "{default.reporting_currency}"', "",
        f"# {say['rates']}", "[rates]",
        *(f"{code} = {rate}" for code, rate in (rates or {}).items()),
        *(() if rates else (f"# {code} = {rate}" for code, rate in DEMO_RATES.items())), "",
        f"# {say['calendar']}", "[calendar]", "holidays = []", "# holidays = [2026-01-01, 2026-05-01, 2026-12-25]", "",
        f"# {say['thresholds']}", "[thresholds]",
    ]  # fmt: skip
    for key, kpi in KPIS.items():
        if kpi.threshold is not None:
            green, amber = kpi.threshold.green, kpi.threshold.amber
            lines.append(f"# {key} = {{ green = {green}, amber = {amber} }}  # {kpi.label.to(language)}")
    return "\n".join(lines) + "\n"


SETTINGS_WORDS = {
    "title": t("Settings of this workspace. Remove the # before a line to make it count.",
               "Réglages de cet espace de travail. Retirez le # devant une ligne pour l’activer."),
    "language": t("Language of the master, the templates and the messages: en, fr.",
                  "Langue du classeur consolidé, des modèles et des messages : en, fr."),
    "profile": t("How much the templates require: light, standard, full.",
                 "Ce que les modèles exigent : light (léger), standard, full (complet)."),
    "status_date": t("Status date of the period; without it, the date that most returns state.",
                     "Date d’arrêté de la période ; à défaut, celle qu’indiquent la plupart des retours."),
    "reporting_currency": t("Currency of the portfolio (ISO 4217).", "Devise du portefeuille (ISO 4217)."),
    "rates": t("Value of one unit of a currency in the reporting currency; a currency without a rate is an error.",
               "Valeur d’une unité de chaque devise dans celle du portefeuille ; une devise sans cours est une erreur."),
    "calendar": t("Days that are not worked, beside Saturdays and Sundays.",
                  "Jours non travaillés, outre les samedis et dimanches."),
    "thresholds": t("Where a KPI turns amber (beyond green) and red (beyond amber); percentages as 0.05 for 5 %. Defaults:",
                    "Où un indicateur passe à l’orange (au-delà de green) puis au rouge (au-delà de amber) ; 5 % s’écrit 0.05. Par défaut :"),
}  # fmt: skip


# what is carried forward ---------------------------------------------------------------------------


def _expected(folder: Path) -> dict[str, Mapping[str, Any]]:
    """The projects of the register that are to report."""
    register = read_register(folder / REGISTER_FILE).projects
    if register is None:
        raise NothingToDo(
            t("{folder} has no {file}: nobody is expected. “pmo-xl new” makes one to fill.",
              "{folder} n’a pas de {file} : personne n’est attendu. « pmo-xl new » en crée un à remplir.")
            .fill(folder=folder, file=REGISTER_FILE)
        )  # fmt: skip
    projects = {key: known for key, known in register.items() if known.get("expected") != "no"}
    if not projects:
        raise NothingToDo(
            t("{file} lists no project that is expected to report. Add a row for each.",
              "{file} ne liste aucun projet attendu. Ajoutez une ligne pour chacun.").fill(file=REGISTER_FILE)
        )  # fmt: skip
    return projects


def _last_returns(
    folder: Path, profile: Profile, wanted: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], Return]:
    """The last return that was not rejected, of each project and kind that is wanted."""
    last: dict[tuple[str, str], Return] = {}
    for files in _periods(folder):
        for file in files:
            book = read_workbook(file, file.relative_to(folder).as_posix())
            returned = examine(book, SHEETS, VERSIONS, KIND_OF, profile)
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
    record |= {key: what for key, what in known.items() if key in Project.columns and what is not None}
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
    path: Path, templates: Sequence[Template], filling: Filling, language: str, settings: Settings
) -> None:
    _write_whole(
        path,
        lambda part: make_workbook(
            part, templates, Project, language=language, profile=Profile[settings.profile.upper()],
            filling=filling, holidays=settings.calendar.holidays, room=ROOM,
        ),
    )  # fmt: skip


# the demo ------------------------------------------------------------------------------------------


def _register_rows(portfolio: Sequence[DemoProject]) -> dict[str, list[Any]]:
    taken = [key for key in Register.columns if key in Project.columns]
    rows = {key: [project.record.get(key) for project in portfolio] for key in taken}
    rows["language"] = [project.language for project in portfolio]
    rows["expected"] = ["yes"] * len(portfolio)
    return rows


def _write_returns(returns: Path, project: DemoProject) -> Iterator[Path]:
    for kind, template in TEMPLATES.items():
        own = {table.key for table in template.tables}
        filling = Filling(
            project.record,
            {key: rows for key, rows in project.rows.items() if key in own},
            {place: what for place, what in project.raw.items() if place[0] in own},
        )
        path = returns / project.project_id / f"{kind}.xlsx"
        yield _write_whole(
            path,
            partial(
                make_workbook,
                templates=[template],
                record=Project,
                language=project.language,
                filling=filling,
                room=DEMO_ROOM,
            ),
        )


def _placed(fault: Fault, language: str) -> dict[str, Any]:
    """The fault with its file in the returns, its sheet, and the name of its cell."""
    table = TABLES[fault.table]
    column = FIRST_COLUMN + list(table.columns).index(fault.column)
    return {
        **fault.to_dict(),
        "file": f"{fault.project}/{fault.file}.xlsx",
        "sheet": table.heading.to(language),
        "cell": cell_name(HEADER_ROW + 1 + fault.row, column),
    }


# files ---------------------------------------------------------------------------------------------


def _templates(kind: str) -> list[Template]:
    return list(TEMPLATES.values()) if kind == PACK else [TEMPLATES[kind]]


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise _unwritable(folder, problem) from problem


def _write_whole(path: Path, write: Callable[[Path], None]) -> Path:
    """Write a file under another name first, so that it is there whole or not at all."""
    _make_folder(path.parent)
    part = path.with_name(f".{path.name}.part")
    try:
        write(part)
        part.replace(path)
    except OSError as problem:
        raise _unwritable(path, problem) from problem
    finally:
        part.unlink(missing_ok=True)
    return path


def _write_text(path: Path, text: str) -> Path:
    return _write_whole(path, lambda part: _save(part, text))


def _save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _unwritable(path: Path, problem: OSError) -> NothingToDo:
    why = problem.strerror or problem
    return NothingToDo(
        t("{file} cannot be written: {why}. Close it if it is open, or choose another folder.",
          "{file} ne peut pas être écrit : {why}. Fermez-le s’il est ouvert, ou choisissez un autre dossier.")
        .fill(file=path, why=why)
    )  # fmt: skip
