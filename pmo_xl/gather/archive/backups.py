"""Former masters: each time another takes its place, the one that was there stays in the archive for a while.

They hold what people typed last (reviews, sign-offs), and are what a run can be undone with. Tables beside a master are
not kept: they grow with each period and hold nothing that was typed.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pmo_xl.core.base.files import ARCHIVE_FOLDER, MASTER_FILE, in_workspace, manifest_of, real, whole
from pmo_xl.core.base.problem import NothingToDo, unwritable
from pmo_xl.core.base.text import t
from pmo_xl.gather.archive.keep import print_of
from pmo_xl.gather.cache.lock import alone
from pmo_xl.gather.read.previous import refuse_if_open

BACKUPS_FOLDER = "masters"
FRENCH_BACKUPS_FOLDER = "classeurs"
WRITTEN = "%Y-%m-%d %Hh%Mm%S"
"""How the moment at which a master was kept is written into its name: any system takes it, and it sorts."""
_OURS = re.compile(r"\d{4}-\d\d-\d\d \d\dh\d\dm\d\d( \d\d)?\.xlsx")


@dataclass(frozen=True, slots=True)
class Backup:
    """A former master and when it was kept."""

    file: Path
    kept: dt.datetime


def backups_of(home: Path) -> Path:
    """The folder of the former masters of a workspace, whether there is one or not."""
    archive = in_workspace(home, ARCHIVE_FOLDER)
    french = archive.name != ARCHIVE_FOLDER
    return archive / (FRENCH_BACKUPS_FOLDER if french else BACKUPS_FOLDER)


def backups(home: Path) -> list[Backup]:
    """The former masters that were kept, the last one first; files that somebody else put there are none."""
    return [
        Backup(file, dt.datetime.strptime(file.name[:19], WRITTEN))  # noqa: DTZ007 - as the clock on the wall showed
        for file in _kept_in(backups_of(home))
    ]


def keep_former(folder: Path, master: Path, new: Path) -> None:
    """Keep a master that *new* is about to replace; :func:`forget_oldest` follows once it has.

    One that holds the same as the new one, or as what was kept last, is none that anybody would want back. Raises
    NothingToDo where the archive cannot be written.
    """
    if not master.is_file():
        return
    held = print_of(master)
    if held == print_of(new) or any(print_of(last) == held for last in _kept_in(folder)[:1]):
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        kept = _free(folder)
        _copy(master, kept)
        if manifest_of(master).is_file():
            _copy(manifest_of(master), manifest_of(kept))
    except OSError as problem:
        raise unwritable(folder, problem) from problem


def forget_oldest(folder: Path, most: int) -> None:
    """Leave the last ``most`` of the masters that were kept, and of those that are open somewhere all."""
    for old in _kept_in(folder)[most:]:
        with suppress(OSError):
            old.unlink(missing_ok=True)
            manifest_of(old).unlink(missing_ok=True)


def restore(home: Path, name: str | None = None) -> Backup:
    """Put a former master in the place of the one that is there, which is kept in its turn.

    By default the last that holds something else; ``name`` is that of another, or how it begins. Raises NothingToDo
    where none was kept, none or several bear that name, a run is at work, the master is open, or it cannot be written.
    """
    master = in_workspace(home, MASTER_FILE)
    with alone(home):
        refuse_if_open(master)
        one = _asked(home, master, name)
        try:
            master.parent.mkdir(parents=True, exist_ok=True)
            with whole(master) as part:
                shutil.copyfile(one.file, part)
                # None of those that are there gives way for it.
                keep_former(backups_of(home), master, part)
                manifest_of(master).unlink(missing_ok=True)
            if manifest_of(one.file).is_file():
                with whole(manifest_of(master)) as part:
                    shutil.copyfile(manifest_of(one.file), part)
        except OSError as problem:
            raise unwritable(master, problem) from problem
    return one


def _asked(home: Path, master: Path, name: str | None) -> Backup:
    kept = backups(home)
    if name is None:
        held = print_of(master)
        other = next((one for one in kept if print_of(one.file) != held), None)
        if other is None:
            raise NothingToDo(NONE_KEPT.fill(folder=backups_of(home)))
        return other
    found = [one for one in kept if one.file.name.startswith(Path(name).name)]
    if len(found) != 1:
        known = [one.file.name for one in found or kept]
        raise NothingToDo((SEVERAL if found else NO_SUCH).fill(name=name, known=known))
    return found[0]


def _kept_in(folder: Path) -> list[Path]:
    """The former masters of a folder, the last one first."""
    found = (file for file in folder.glob("*.xlsx") if _OURS.fullmatch(file.name))
    return sorted(found, key=lambda file: file.stem, reverse=True)


def _copy(file: Path, kept: Path) -> None:
    """The file itself under a second name: another takes its place, and nothing is copied. Where that cannot be, a copy."""
    try:
        os.link(real(file), kept)
    except OSError:
        with whole(kept) as part:
            shutil.copyfile(file, part)


def _free(folder: Path) -> Path:
    stem = f"{dt.datetime.now().astimezone():{WRITTEN}}"
    kept, again = folder / f"{stem}.xlsx", 1
    while os.path.lexists(kept):
        again += 1
        kept = folder / f"{stem} {again:02}.xlsx"
    return kept


NONE_KEPT = t("No former master that holds something else was kept in {folder}: there is nothing to bring back.",
              "Aucun ancien classeur consolidé différent n’est gardé dans {folder}\u00a0: rien à remettre en place.")  # fmt: skip
NO_SUCH = t("No former master is called {name}. There are: {known}.",
            "Aucun ancien classeur consolidé ne s’appelle {name}. Disponibles\u00a0: {known}.")  # fmt: skip
SEVERAL = t("Several former masters begin so: {known}. Say more of the name.",
            "Plusieurs anciens classeurs consolidés commencent ainsi\u00a0: {known}. Précisez le nom.")  # fmt: skip
