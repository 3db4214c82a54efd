"""A master that is there, looked at and not replaced: whether it is one, whether it still stands, of which period it is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pmo_xl.core.base.files import real
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import t
from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.flow.portfolio import Previous
from pmo_xl.excel.write.cells import plain
from pmo_xl.gather.files.places import find_files, returns_folder, url_of
from pmo_xl.gather.read.previous import remembered_by


def check_master(home: Path, master: Path) -> None:
    """Raise NothingToDo where there is no master, or a return was saved after it."""
    if not master.is_file():
        raise NothingToDo(NO_MASTER.fill(file=master, folder=home))
    returns = returns_folder(home, real(home))
    if url_of(returns) is not None:
        return
    made = master.stat().st_mtime
    newer = [name for file, name in find_files([returns]).items() if file.stat().st_mtime > made]
    if newer:
        raise NothingToDo(OLDER.fill(file=master, name=min(newer), folder=home))


def read_again(master: Path, catalogue: Catalogue) -> Previous:
    """What a master remembers. Raises NothingToDo for what is none, or cannot be read."""
    try:
        return remembered_by(master, catalogue)
    except NothingToDo as problem:
        raise NothingToDo(NO_MASTER_OF_OURS.fill(file=master)) from problem


def last_period(previous: Previous) -> dt.date | None:
    """The status date of a master: the last that it remembers."""
    if previous.history is None or previous.history.empty:
        return None
    days = [plain(day) for day in previous.history["status_date"]]
    return max((day for day in days if isinstance(day, dt.date)), default=None)


NO_MASTER = t(
    "There is no master yet: {file}. Make it first: pmo-xl consolidate {folder}",
    "Il n’y a pas encore de classeur consolidé : {file}. Créez-le d’abord : pmo-xl consolidate {folder}",
)
NO_MASTER_OF_OURS = t(
    "{file} is no master that can be read. Make it anew: move it away, then consolidate.",
    "{file} n’est pas un classeur consolidé lisible. Refaites-le : déplacez-le, puis consolidez.",
)
OLDER = t(
    "{name} was saved after the master {file}: consolidate first, so that both say the same: pmo-xl consolidate {folder}",
    "{name} a été enregistré après le classeur consolidé {file} : consolidez d’abord, pour que les deux concordent : pmo-xl consolidate {folder}",
)
