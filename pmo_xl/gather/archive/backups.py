"""Former masters: each time another takes its place, the one that was there stays in the archive for a while.

They hold what people typed last (reviews, sign-offs), and are what a run can be undone with.
"""

from __future__ import annotations

import datetime as dt
import filecmp
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from pmo_xl.core.base.files import ARCHIVE_FOLDER, MASTER_FILE, in_workspace, manifest_of, whole
from pmo_xl.core.base.problem import NothingToDo, unwritable
from pmo_xl.core.base.text import t
from pmo_xl.gather.read.previous import refuse_if_open

BACKUPS_FOLDER = "masters"
FRENCH_BACKUPS_FOLDER = "classeurs"
WRITTEN = "%Y-%m-%d %Hh%Mm%S"
"""How the moment at which a master was saved is written into the name of its backup: any system takes it, and it sorts."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A former master and when it had been saved."""

    file: Path
    saved: dt.datetime


def backups_of(home: Path) -> Path:
    """The folder of the former masters of a workspace, whether there is one or not."""
    archive = in_workspace(home, ARCHIVE_FOLDER)
    french = archive.name != ARCHIVE_FOLDER
    return archive / (FRENCH_BACKUPS_FOLDER if french else BACKUPS_FOLDER)


def backups(home: Path) -> list[Backup]:
    """The former masters that were kept, the last one first."""
    found = [
        Backup(file, saved) for file in backups_of(home).glob("*.xlsx") if (saved := _saved(file)) is not None
    ]
    return sorted(found, key=lambda backup: backup.file.name, reverse=True)


def keep_former(folder: Path, master: Path, new: Path, most: int) -> None:
    """Keep a master that *new* is about to replace, and of all that were kept the last ``most``.

    One that holds the same is none that anybody would want back. Raises OSError as the system does.
    """
    if most == 0 or not master.is_file() or filecmp.cmp(master, new, shallow=False):
        return
    folder.mkdir(parents=True, exist_ok=True)
    kept = _free(folder, dt.datetime.fromtimestamp(master.stat().st_mtime).astimezone())
    _copy(master, kept)
    if manifest_of(master).is_file():
        _copy(manifest_of(master), manifest_of(kept))
    for old in sorted((file for file in folder.glob("*.xlsx") if _saved(file)), reverse=True)[most:]:
        old.unlink(missing_ok=True)
        manifest_of(old).unlink(missing_ok=True)


def restore(home: Path, name: str | None = None) -> Backup:
    """Put a former master in the place of the one that is there, which is kept in its turn.

    By default the last that was kept; ``name`` is that of another, or how it begins. Raises NothingToDo where none was
    kept, none or several bear that name, the master is open, or it cannot be written.
    """
    master = in_workspace(home, MASTER_FILE)
    refuse_if_open(master)
    kept = backups(home)
    if not kept:
        raise NothingToDo(NONE_KEPT.fill(folder=backups_of(home)))
    found = [one for one in kept if one.file.name.startswith(name)] if name else kept[:1]
    if len(found) != 1:
        known = [one.file.name for one in found or kept]
        raise NothingToDo((SEVERAL if found else NO_SUCH).fill(name=name, known=known))
    try:
        master.parent.mkdir(parents=True, exist_ok=True)
        with whole(master) as part:
            shutil.copy2(found[0].file, part)
            # None of those that are there gives way for it.
            keep_former(backups_of(home), master, part, len(kept) + 1)
        manifest_of(master).unlink(missing_ok=True)
        if manifest_of(found[0].file).is_file():
            shutil.copy2(manifest_of(found[0].file), manifest_of(master))
    except OSError as problem:
        raise unwritable(master, problem) from problem
    return found[0]


def _copy(file: Path, kept: Path) -> None:
    """The file itself under a second name: another takes its place, and nothing is copied. Where that cannot be, a copy."""
    try:
        os.link(file, kept, follow_symlinks=False)
    except OSError:
        shutil.copy2(file, kept)


def _saved(file: Path) -> dt.datetime | None:
    """The moment that a name of ours says; None of a file that somebody else put there."""
    try:
        return dt.datetime.strptime(file.name[:19], WRITTEN)  # noqa: DTZ007 - as the clock on the wall showed
    except ValueError:
        return None


def _free(folder: Path, saved: dt.datetime) -> Path:
    stem = f"{saved:{WRITTEN}}"
    kept, again = folder / f"{stem}.xlsx", 1
    while kept.exists():
        again += 1
        kept = folder / f"{stem} ({again}).xlsx"
    return kept


NONE_KEPT = t("No former master was kept in {folder}: there is nothing to bring back.",
              "Aucun ancien classeur consolidé n’est gardé dans {folder} : rien à remettre en place.")  # fmt: skip
NO_SUCH = t("No former master is called {name}. There are: {known}.",
            "Aucun ancien classeur consolidé ne s’appelle {name}. Disponibles : {known}.")  # fmt: skip
SEVERAL = t("Several former masters begin so: {known}. Say more of the name.",
            "Plusieurs anciens classeurs consolidés commencent ainsi : {known}. Précisez le nom.")  # fmt: skip
