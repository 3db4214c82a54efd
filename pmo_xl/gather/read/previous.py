"""What the master before this one remembers: reviews and history. A master that cannot be read is never overwritten."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_xl import parquet
from pmo_xl.core.base.files import MASTER_FILE, in_workspace, locks_of
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import Text, fold, t
from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.definition.column import Column
from pmo_xl.core.definition.model import Table
from pmo_xl.core.flow.portfolio import Previous
from pmo_xl.core.flow.raw import RawBook
from pmo_xl.core.pages.view import DATA, KPI_SHEET, SCHEDULE_QUALITY, STATUS_DATE
from pmo_xl.excel.read.workbook import read_master
from pmo_xl.steps.one_return.examine import UNREADABLE
from pmo_xl.steps.sheets.marks import is_master

if TYPE_CHECKING:
    import pandas as pd


def row_sheets(catalogue: Catalogue) -> frozenset[str]:
    """The sheets of a master with the rows of returns: most of it."""
    data = {**catalogue.templates.tables, **catalogue.derived}
    return _in_all(
        *(table.heading for table in catalogue.master.run_tables.values()),
        *(DATA.fill(name=table.heading) for key, table in data.items() if key not in catalogue.memory),
    )


def passed_over(catalogue: Catalogue) -> frozenset[str]:
    """The sheets of a master that hold nothing which the next one needs."""
    return row_sheets(catalogue) | _in_all(
        KPI_SHEET, SCHEDULE_QUALITY, *(page.title for page in catalogue.master.pages if not page.cover)
    )


def _in_all(*names: Text) -> frozenset[str]:
    return frozenset(words for name in names for words in name.in_all())


def remembered_in(home: Path | None, catalogue: Catalogue) -> Previous:
    """What the master of a workspace remembers; what consolidating would refuse to replace is no reason not to check."""
    try:
        return remembered_by(in_workspace(home, MASTER_FILE), catalogue) if home is not None else Previous()
    except NothingToDo:
        return Previous()


def read_previous(out: Path, catalogue: Catalogue) -> Previous:
    """What the master that is about to be replaced remembers; nothing where there is none.

    Raises NothingToDo for what is no master, is open in another program, or cannot be read: it is not to be
    overwritten, for it may hold what people typed.
    """
    refuse_if_open(out)
    return remembered_by(out, catalogue)


def refuse_if_open(out: Path) -> None:
    """Raise NothingToDo where a master is open in another program."""
    for lock in locks_of(out):
        if out.is_file() and lock.exists():
            raise NothingToDo(MASTER_OPEN.fill(file=out, lock=lock.name))


def stamp_of(path: Path) -> tuple[int, int] | None:
    """What tells whether a file was saved since; None where there is none."""
    try:
        about = path.stat()
    except FileNotFoundError:
        return None
    return about.st_mtime_ns, about.st_size


def remembered_by(master: Path, catalogue: Catalogue) -> Previous:
    """What a master remembers as it was last saved, whoever has it open; raises as :func:`read_previous`."""
    if not master.is_file():
        return Previous()
    from pmo_xl.excel.tracking.read_back import UnclearReviewsError, reviews_of
    from pmo_xl.steps.history.remembered import read_history

    book = read_master(master, master.name, passed_over(catalogue))
    if book.unreadable is not None:
        why, _ = UNREADABLE[book.unreadable]
        raise NothingToDo(MASTER_UNREADABLE.fill(file=master, why=why))
    if not is_master(book):
        raise NothingToDo(
            t("{file} is there and is no master: it is not overwritten. Choose another name with --out.",
              "{file} existe et n’est pas un classeur consolidé : il n’est pas écrasé. Choisissez un autre nom avec --out.").fill(file=master)
        )  # fmt: skip
    try:
        reviews = reviews_of(book)
    except UnclearReviewsError as problem:
        raise NothingToDo(REVIEWS_UNCLEAR.fill(file=master, sheet=problem)) from problem
    history, *more = (
        _continued(read_history(book, table, _identity(table, catalogue)), table, parquet.folder_of(master))
        for table in catalogue.memory.values()
    )
    tables = dict(zip([*catalogue.memory][1:], more, strict=True))
    return Previous(history, reviews, tables, status_date_of(book))


def status_date_of(book: RawBook) -> dt.date | None:
    """The status date of a master, as its sheet about the run says it; None where it says none."""
    labels = {*map(fold, STATUS_DATE.in_all())}
    for sheet in book.sheets:
        for row in sheet.rows[:12]:
            for label, what in pairwise(row):
                if isinstance(label, str) and isinstance(what, dt.date) and fold(label) in labels:
                    return what.date() if isinstance(what, dt.datetime) else what
    return None


def _identity(table: type[Table], catalogue: Catalogue) -> list[Column]:
    """The columns that stand before those of a table: whose the row is, and in which currency."""
    keys = ("project_id", "currency") if table.by_project else ("currency",)
    return [catalogue.templates.record.columns[key] for key in keys]


def _continued(history: pd.DataFrame, table: type[Table], folder: Path) -> pd.DataFrame:
    """The history of the sheet, and the rows that no sheet could take; what the sheet says goes before."""
    beside = parquet.read(folder, table.key)
    if beside is None:
        return history
    import pandas as pd

    # Tables of an earlier version lack columns: they are blank.
    rows = pd.concat([history, beside.reindex(columns=history.columns).astype(object)], ignore_index=True)
    dated = rows.assign(status_date=pd.to_datetime(rows["status_date"]))
    key = [*(["project_id"] if table.by_project else []), *table.memory_key]
    return rows[~dated.duplicated(key)].reset_index(drop=True)


MASTER_OPEN = t(
    "{file} is open in another program: it may hold reviews that are not saved yet, so it is not overwritten. Save and close it, then run again (if nobody has it open, delete {lock} beside it).",
    "{file} est ouvert dans un autre programme : il peut contenir des revues non enregistrées, il n’est donc pas écrasé. Enregistrez-le et fermez-le, puis relancez (si personne ne l’a ouvert, supprimez {lock} à côté).",
)
MASTER_SAVED = t(
    "{file} was saved while the new one was being made: it may hold new reviews, so it is not overwritten. Run again.",
    "{file} a été enregistré pendant la consolidation : il peut contenir de nouvelles revues, il n’est donc pas écrasé. Relancez.",
)
MASTER_UNREADABLE = t(
    "{file} is there and cannot be read: {why} It may hold reviews, so it is not overwritten. Repair it or move it away, then run again.",
    "{file} existe et ne peut pas être lu : {why} Il peut contenir des revues, il n’est donc pas écrasé. Réparez-le ou déplacez-le, puis relancez.",
)
REVIEWS_UNCLEAR = t(
    "{file} is not overwritten: the reviews on its sheet “{sheet}” cannot be read, because its hidden row of column names is gone. Bring back a copy of the file, or move it away, then run again.",
    "{file} n’est pas écrasé : les revues de sa feuille « {sheet} » ne peuvent pas être lues, car sa ligne masquée de noms de colonnes a disparu. Reprenez une copie du fichier, ou déplacez-le, puis relancez.",
)
