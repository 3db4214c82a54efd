"""The figures of a master that is there, by project and KPI, as another workbook may ask for them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pmo_xl.catalog.catalogue import catalogue_of
from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import Text, fold, t
from pmo_xl.core.flow.raw import Cell, RawBook
from pmo_xl.excel.read.workbook import read_master
from pmo_xl.gather.read.previous import row_sheets
from pmo_xl.steps.sheets.marks import is_master

PORTFOLIO = ""
"""The project under which the figures of the whole portfolio stand."""

Figures = dict[str, dict[str, Cell]]


def figures(master: Path) -> Figures:
    """Every KPI of every project of a master: ``figures(path)["P001"]["cpi"]``; None where undefined.

    A file that has not changed since is not read again. Raises NothingToDo for what is no master.
    """
    try:
        stamp = master.stat()
    except OSError as problem:
        raise NothingToDo(NO_FILE.fill(file=master, why=problem.strerror or problem)) from problem
    return _figures(master, stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=8)
def _figures(master: Path, _changed: int, _size: int) -> Figures:
    book = read_master(master, master.name, row_sheets(catalogue_of()))
    if not is_master(book):
        raise NothingToDo(NO_MASTER.fill(file=master))
    rows = _kpi_rows(book)
    heads = [fold(str(cell)) if cell is not None else "" for cell in rows[0]]
    places = {key: _place(heads, kpi.label) for key, kpi in catalogue_of().kpis.items()}
    id_place = _place(heads, catalogue_of().master.identity["project_id"].label)
    return {
        str(row[id_place]): {key: row[place] if place < len(row) else None for key, place in places.items()}
        for row in rows[1:]
        if id_place < len(row) and row[id_place] is not None
    }


def kpi_key(words: str) -> str | None:
    """The key of a KPI named by its key or by its label in any language; None for no KPI of ours."""
    kpis = catalogue_of().kpis
    if words.strip().lower() in kpis:
        return words.strip().lower()
    wanted = fold(words)
    return next((key for key, kpi in kpis.items() if wanted in map(fold, kpi.label.in_all())), None)


def _kpi_rows(book: RawBook) -> list[list[Cell]]:
    """The header of the KPI table and the rows below: it is the table that holds every KPI's label."""
    labels = [kpi.label for kpi in catalogue_of().kpis.values()]
    for sheet in book.sheets:
        for place, row in enumerate(sheet.rows[:10]):
            words = {fold(cell) for cell in row if isinstance(cell, str)}
            if all(words & set(map(fold, label.in_all())) for label in labels):
                return sheet.rows[place:]
    raise NothingToDo(NO_MASTER.fill(file=book.file))


def _place(heads: list[str], label: Text) -> int:
    return next(heads.index(words) for words in map(fold, label.in_all()) if words in heads)


NO_FILE = t("{file} cannot be read: {why}.", "{file} ne peut pas être lu : {why}.")
NO_MASTER = t("{file} is no master workbook of this version: consolidate again.",
              "{file} n’est pas un classeur consolidé de cette version : consolidez à nouveau.")  # fmt: skip
