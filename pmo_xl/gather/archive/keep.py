"""The archive of a workspace: each period whole in a folder of its own, before a master of another takes its place.

``archive/2026-03-31/`` holds ``out/master.xlsx``, the returns that count in it, the register, the settings and the
mappings, each under the same relative path: a workspace again, of that period. ``archive.json`` says what was kept.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from pmo_xl.catalog.settings import read_settings
from pmo_xl.core.base.files import (
    ARCHIVE_FOLDER,
    MASTER_FILE,
    RETURNS_FOLDER,
    SETTINGS_FILE,
    files_beside_returns,
    in_workspace,
    manifest_of,
)
from pmo_xl.core.base.problem import NothingToDo, SettingsError
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.version import __version__
from pmo_xl.gather.archive.former import FormerMaster, former_master

NOTE_FILE = "archive.json"
CHANGED_FILE = "master-changed.xlsx"
"""Where a master is put that somebody changed in the archive, when another takes its place."""


@dataclass(frozen=True, slots=True)
class Note:
    """What ``archive.json`` says: the fingerprints of the master and of the returns that were kept, by file.

    ``missing`` are returns that count in the master and lay there no longer as they had been read.
    """

    status_date: dt.date
    version: str
    master: str
    returns: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    archive: str = ARCHIVE_FOLDER
    """What the archive of the workspace is called."""

    @property
    def told(self) -> Text:
        """What was kept, in a sentence or two."""
        kept = KEPT.fill(
            day=self.status_date, n=len(self.returns), folder=f"{self.archive}/{self.status_date}"
        )
        return NOT_KEPT.fill(kept=kept, files=list(self.missing)) if self.missing else kept


def archive_period(home: Path, catalogue: Catalogue, goes_on: dt.date | None) -> Note | None:
    """Keep the period of the master of a workspace: master, returns, settings.

    None where there is no master of a period, or its period is the one that ``goes_on``.
    A period that is kept already is kept anew where its master or its returns are others. The folder is there whole or
    as it was. Raises NothingToDo where the archive cannot be written.
    """
    master = in_workspace(home, MASTER_FILE)
    try:
        if not master.is_file():
            return None
        sha256 = print_of(master)
        kept = next((n for n in notes(home).values() if n.master == sha256 and not n.missing), None)
        if (
            kept is not None
            and print_of(in_workspace(folder_of(home, kept.status_date), MASTER_FILE)) == sha256
        ):
            return kept
        former = former_master(master, catalogue)
        return None if former is None or former.status_date == goes_on else _keep(home, former, sha256)
    except OSError as problem:
        why = problem.strerror or problem
        raise NothingToDo(UNKEPT.fill(folder=in_workspace(home, ARCHIVE_FOLDER), why=why)) from problem


def folder_of(home: Path, status_date: dt.date) -> Path:
    """The folder of a period in the archive."""
    return in_workspace(home, ARCHIVE_FOLDER) / status_date.isoformat()


def returns_of(period: Path) -> Path:
    """Where the returns of an archived period lie; a PMO may have put them into its folder by hand."""
    inside = in_workspace(period, RETURNS_FOLDER)
    return inside if inside.is_dir() else period


def notes(home: Path) -> dict[dt.date, Note]:
    """What is archived, by status date in order; folders that somebody made by hand have no note and are not named."""
    found: dict[dt.date, Note] = {}
    for file in sorted(in_workspace(home, ARCHIVE_FOLDER).glob(f"*/{NOTE_FILE}")):
        with suppress(OSError, ValueError, KeyError, TypeError):
            said = json.loads(file.read_text(encoding="utf-8"))
            day = dt.date.fromisoformat(file.parent.name)
            found[day] = Note(
                day,
                str(said["version"]),
                str(said["master"]),
                dict(said["returns"]),
                tuple(said["missing"]),
                in_workspace(home, ARCHIVE_FOLDER).name,
            )
    return found


def print_of(file: Path) -> str:
    """The fingerprint of a file; empty where there is none."""
    if not file.is_file():
        return ""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _keep(home: Path, former: FormerMaster, sha256: str) -> Note:
    day = former.status_date
    folder, before = folder_of(home, day), notes(home).get(day)
    part, old = (folder.with_name(f".{folder.name}.{what}") for what in ("part", "old"))
    if old.is_dir() and not folder.exists():
        # The computer stopped between two steps: what was there is put back first.
        old.rename(folder)
    places = {
        file: held
        for file, sha in former.returns.items()
        if (held := _held(home, folder, file, sha)) is not None
    }
    note = Note(
        day, __version__, sha256, {file: former.returns[file] for file in places},
        tuple(file for file in former.returns if file not in places),
        in_workspace(home, ARCHIVE_FOLDER).name,
    )  # fmt: skip
    master, returns = (in_workspace(home, name) for name in (MASTER_FILE, RETURNS_FOLDER))
    sources = (
        *((file, file.relative_to(home)) for file in (master, manifest_of(master)) if file.is_file()),
        *((held, Path(returns.name, file)) for file, held in places.items()),
        *_about(home, day),
    )
    try:
        for rest in (part, old):
            shutil.rmtree(rest, ignore_errors=True)
        if folder.is_dir():
            shutil.copytree(folder, part)
            _clear(part, before)
        for source, way in sources:
            (part / way).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, part / way)
        (part / NOTE_FILE).write_text(_said(note), encoding="utf-8", newline="\n")
        if folder.is_dir():
            folder.rename(old)
        part.rename(folder)
    finally:
        if old.is_dir() and not folder.exists():
            old.rename(folder)
        for rest in (part, old):
            shutil.rmtree(rest, ignore_errors=True)
    return note


def _held(home: Path, folder: Path, file: str, sha256: str) -> Path | None:
    """Where a return still is as it was read: among the returns, or in the archive already."""
    way = PurePosixPath(file)
    if way.is_absolute() or ".." in way.parts:
        return None
    places = (in_workspace(parent, RETURNS_FOLDER) / way for parent in (home, folder))
    return next((file for file in places if print_of(file) == sha256), None)


def _clear(part: Path, before: Note | None) -> None:
    """Take away what an earlier archiving put there; whatever somebody else put there stays."""
    if before is None:
        return
    for file in before.returns:
        (in_workspace(part, RETURNS_FOLDER) / file).unlink(missing_ok=True)
    master = in_workspace(part, MASTER_FILE)
    if master.is_file() and print_of(master) != before.master:
        master.replace(master.with_name(CHANGED_FILE))


def _about(home: Path, day: dt.date) -> Iterator[tuple[Path, Path]]:
    """The files that say how the period was consolidated; settings that are those of another period already are none."""
    for file in files_beside_returns(home):
        if file.name != SETTINGS_FILE or _is_of(file, day):
            yield file, file.relative_to(home)


def _is_of(settings: Path, day: dt.date) -> bool:
    try:
        return read_settings(settings).status_date in (None, day)
    except SettingsError:
        return False


def _said(note: Note) -> str:
    plain: dict[str, Any] = {
        "schema": 1,
        "status_date": note.status_date.isoformat(),
        "version": note.version,
        "master": note.master,
        "returns": dict(note.returns),
        "missing": list(note.missing),
    }
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


KEPT = t(
    "Period {day}: the master and its returns ({n}) are kept in {folder}.",
    "Période du {day} : le classeur consolidé et ses retours ({n}) sont conservés dans {folder}.",
)
NOT_KEPT = t(
    "{kept} Not kept, because no longer there as they were consolidated: {files}.",
    "{kept} Non conservés, car modifiés ou absents depuis la consolidation : {files}.",
)
UNKEPT = t(
    "The period cannot be kept in {folder}: {why}. Close what is open there, or free space, then run again; nothing was replaced.",
    "La période ne peut pas être conservée dans {folder} : {why}. Fermez ce qui y est ouvert, ou libérez de l’espace, puis relancez ; rien n’a été remplacé.",
)
