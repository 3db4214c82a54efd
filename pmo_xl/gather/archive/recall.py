"""What the archive remembers where the master before does not: a period that its history lacks is taken from there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_xl.core.base.files import MASTER_FILE, in_workspace
from pmo_xl.core.base.finding import Finding
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.flow.overflow import HISTORY
from pmo_xl.core.flow.portfolio import Previous
from pmo_xl.core.version import __version__
from pmo_xl.gather.archive.keep import Note, folder_of, notes, print_of
from pmo_xl.gather.read.previous import remembered_by
from pmo_xl.steps.history.past import Archived, days_in, not_archived, told_of_archive

if TYPE_CHECKING:
    import pandas as pd


def recalled(previous: Previous, home: Path, catalogue: Catalogue) -> Previous:
    """The same with the periods that only the archive still has, and with what is to be said of it.

    An archived master is opened only where the history lacks its period: mostly never.
    """
    kept = notes(home)
    if not kept:
        return previous
    told: list[Finding] = []
    memory = dict(previous.memory)
    for day, note in reversed(kept.items()):
        if day.replace(day=1) in _days(memory, "period"):
            continue
        then, findings = _then(home, note, catalogue)
        told += findings
        for key, rows in then.items():
            memory[key] = _with(memory.get(key), rows)
    missing = sorted(
        day
        for day in _days(memory, "status_date")
        if day not in kept and day > min(kept) and day != previous.status_date
    )
    told += [not_archived(missing)] if missing else []
    history = memory.pop(HISTORY, None)
    return replace(previous, history=history, more=memory, told=(*previous.told, *reversed(told)))


def _then(home: Path, note: Note, catalogue: Catalogue) -> tuple[Mapping[str, pd.DataFrame], list[Finding]]:
    """What the master of an archived period remembers, and what is wrong with it."""
    day = note.status_date
    master = in_workspace(folder_of(home, day), MASTER_FILE)
    if not master.is_file():
        return {}, [told_of_archive(day, Archived.WITHOUT_MASTER, archive=note.archive)]
    try:
        found = remembered_by(master, catalogue).memory
        changed = print_of(master) != note.master
    except (NothingToDo, OSError):
        return {}, [told_of_archive(day, Archived.UNREADABLE, archive=note.archive)]
    told = [told_of_archive(day, Archived.CHANGED, archive=note.archive)] if changed else []
    if note.version != __version__:
        told.append(told_of_archive(day, Archived.OTHER_VERSION, note.version, archive=note.archive))
    return found, told


def _with(known: pd.DataFrame | None, rows: pd.DataFrame) -> pd.DataFrame:
    """What is known, and below it the months that it lacks."""
    if known is None or known.empty:
        return rows
    import pandas as pd

    months = days_in(known, "period")
    lacking = ~pd.to_datetime(rows["period"], errors="coerce").dt.date.isin(months)
    return pd.concat([known, rows[lacking]], ignore_index=True) if lacking.any() else known


def _days(memory: Mapping[str, pd.DataFrame], column: str) -> set[dt.date]:
    """The dates of the history of the projects."""
    return days_in(memory[HISTORY], column) if HISTORY in memory else set()
