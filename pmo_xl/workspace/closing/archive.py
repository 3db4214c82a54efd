"""The archive of a project that has ended: its last returns, an extract of the master, an index with fingerprints.

``archive/closed/P012/`` holds ``returns/``, ``extract.xlsx``, ``index.xlsx`` and ``closing.json``, by which it is verified.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from pmo_xl.core.base.files import ARCHIVE_FOLDER, RETURNS_FOLDER, in_workspace, printable
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.version import __version__
from pmo_xl.excel.hand_out.plain_book import PlainList, write_lists
from pmo_xl.excel.write.cells import shown
from pmo_xl.gather.archive.keep import print_of
from pmo_xl.pipeline import Outcome
from pmo_xl.workspace.closing.points import Point, figures_of

CLOSED_FOLDER, CLOSING_FILE, INDEX_FILE, EXTRACT_FILE = "closed", "closing.json", "index.xlsx", "extract.xlsx"
MADE_BY = "pmo_xl close"


def folder_of(home: Path, project: str) -> Path:
    """Where the archive of a closed project is, or is to be."""
    return in_workspace(home, ARCHIVE_FOLDER) / CLOSED_FOLDER / project


def write_archive(home: Path, outcome: Outcome, project: str, points: Sequence[Point]) -> Path:
    """Write the archive of a project; the folder is there whole, or as it was.

    Raises NothingToDo where the folder holds what no closing wrote, or somebody changed since; where a return lies there no
    longer as it was read; and where the system refuses.
    """
    folder = folder_of(home, project)
    if folder.exists():
        doubts = [*doubts_of(folder)] if (folder / CLOSING_FILE).is_file() else [FOREIGN.fill(file=folder)]
        if doubts:
            raise NothingToDo(NOT_REPLACED.fill(folder=folder, why=doubts[0]))
    part = folder.with_name(f".{folder.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        for returned in outcome.portfolio.returns:
            if returned.project_id == project and not returned.rejected:
                _copy(returned.path, returned.sha256, part / RETURNS_FOLDER / PurePosixPath(returned.file))
        write_lists(
            part / EXTRACT_FILE,
            EXTRACT,
            [*_extract(outcome, project)],
            outcome.language,
            outcome.settings.brand,
        )
        _write_index(part, outcome, project, points)
        said = {
            "made_by": MADE_BY, "schema": 1, "program": __version__, "project": project,
            "status_date": str(outcome.portfolio.status_date), "files": dict(_prints(part)),
        }  # fmt: skip
        text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
        (part / CLOSING_FILE).write_text(text, encoding="utf-8", newline="\n")
        if folder.exists():
            shutil.rmtree(folder)
        part.rename(folder)
    except OSError as problem:
        raise NothingToDo(UNWRITTEN.fill(folder=folder, why=problem.strerror or problem)) from problem
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


def _copy(source: Path | None, sha256: str, target: Path) -> None:
    if source is None or print_of(source) != sha256:
        raise NothingToDo(GONE_SINCE.fill(file=target.name))
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, target)


def _prints(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file below a folder but the note itself, with its fingerprint."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file != folder / CLOSING_FILE:
            yield file.relative_to(folder).as_posix(), print_of(file)


def doubts_of(folder: Path) -> Iterator[Text]:
    """What speaks against the archive of a closed project: files that are others, gone or new since it was written.

    Raises NothingToDo where its note cannot be read.
    """
    then = said_by(folder)["files"]
    now = dict(_prints(folder))
    for name in sorted({*then, *now}):
        if then.get(name) != now.get(name):
            words = CHANGED if name in then and name in now else GONE if name in then else CAME
            yield words.fill(file=printable(name))


def said_by(folder: Path) -> Mapping[str, Any]:
    """The note of an archive. Raises NothingToDo where it cannot be understood."""
    try:
        said = json.loads((folder / CLOSING_FILE).read_text(encoding="utf-8"))
        if said["made_by"] == MADE_BY and isinstance(said["files"], dict):
            return dict(said)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise NothingToDo(NO_NOTE.fill(file=folder / CLOSING_FILE))


def _extract(outcome: Outcome, project: str) -> Iterator[PlainList]:
    """The figures of a project, then its rows of each table, as the master has them."""
    language = outcome.language
    figures = figures_of(outcome, project)
    rows = [
        [kpi.label.to(language), key, figures[key] if not hasattr(figures[key], "isoformat") else None,
         figures[key] if hasattr(figures[key], "isoformat") else None]
        for key, kpi in outcome.catalogue.kpis.items()
        if figures.get(key) is not None
    ]  # fmt: skip
    columns = [(KPI, Kind.TEXT), (KEY, Kind.TEXT), (VALUE, Kind.NUMBER), (DAY, Kind.DATE)]
    yield PlainList(FIGURES, FIGURES_WORDS.fill(id=project, day=outcome.portfolio.status_date), columns, rows)
    for key, table in outcome.catalogue.templates.tables.items():
        frame = outcome.portfolio.tables.get(key)
        mine = frame[frame["project_id"] == project] if frame is not None else None
        if mine is not None and len(mine):
            held = [column for column in table.columns.values() if column.key in mine]
            cells = [[shown(column, what, language) for what in mine[column.key]] for column in held]
            lines = [*map(list, zip(*cells, strict=True))]
            yield PlainList(
                table.heading, ROWS_WORDS.fill(id=project), [(c.label, c.kind) for c in held], lines
            )


def _write_index(part: Path, outcome: Outcome, project: str, points: Sequence[Point]) -> None:
    """The files with their fingerprints, the points that were looked at, the documents that the project names."""
    files = [
        [name, (part / name).stat().st_size, sha256] for name, sha256 in _prints(part)
    ]  # fmt: skip
    index = PlainList(
        INDEX,
        INDEX_WORDS.fill(id=project),
        [(FILE, Kind.TEXT), (SIZE, Kind.INTEGER), (PRINT, Kind.TEXT)],
        files,
    )
    checked = [[point.sign, point.code, point.words.to(outcome.language)] for point in points]
    looked = PlainList(
        POINTS, POINTS_WORDS, [(STATE, Kind.TEXT), (KEY, Kind.TEXT), (POINT, Kind.TEXT)], checked
    )
    register = outcome.catalogue.templates.tables.get("documents")
    documents = [
        each for each in _extract(outcome, project) if register is not None and each.title == register.heading
    ]
    write_lists(
        part / INDEX_FILE, INDEX, [index, looked, *documents], outcome.language, outcome.settings.brand
    )


INDEX, INDEX_WORDS = (
    t("Index", "Index"),
    t(
        "What the archive of {id} holds, with fingerprints (SHA-256).",
        "Contenu de l’archive de {id}, avec empreintes (SHA-256).",
    ),
)
FILE, SIZE, PRINT = t("File", "Fichier"), t("Bytes", "Octets"), t("SHA-256", "SHA-256")
POINTS, POINTS_WORDS = (
    t("Closing checks", "Contrôles de clôture"),
    t("What was looked at before closing.", "Ce qui a été vérifié avant la clôture."),
)
STATE, POINT, KEY = t("State", "État"), t("Point", "Point"), t("Key", "Clé")
EXTRACT = t("Extract of the master", "Extrait du classeur consolidé")
FIGURES, FIGURES_WORDS = (
    t("KPI", "Indicateurs"),
    t(
        "{id} as of {day}; amounts in the reporting currency.",
        "{id} au {day} ; montants en devise de consolidation.",
    ),
)
KPI, VALUE, DAY = t("KPI", "Indicateur"), t("Value", "Valeur"), t("Day", "Jour")
ROWS_WORDS = t("Rows of {id} that count.", "Lignes de {id} prises en compte.")
FOREIGN = t("{file} is none that a closing wrote", "{file} n’a pas été écrit par une clôture")
NOT_REPLACED = t(
    "The archive {folder} is not replaced: {why}. Move it away, then close again.",
    "L’archive {folder} n’est pas remplacée : {why}. Déplacez-la, puis relancez la clôture.",
)
GONE_SINCE = t(
    "{file} lies there no longer as it was read: run again.",
    "{file} n’est plus tel qu’il a été lu : relancez.",
)
UNWRITTEN = t("{folder} cannot be written: {why}.", "{folder} ne peut pas être écrit : {why}.")
NO_NOTE = t(
    "{file} cannot be understood: nothing tells what was archived.",
    "{file} est illisible : rien ne dit ce qui a été archivé.",
)
CHANGED = t("{file} was changed since", "{file} a été modifié depuis")
GONE = t("{file} is gone", "{file} a disparu")
CAME = t("{file} came since", "{file} est arrivé depuis")
