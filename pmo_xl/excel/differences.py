"""Two masters of the same returns, cell by cell: formulas and values."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.cell import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook import Workbook

from pmo_xl.core.base.files import printable
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.names import parameter
from pmo_xl.excel.master.context import CHOSEN

EQUAL = 1e-9
"""The part of a number by which two programs may differ in computing it."""


def sheet_names(master: Path) -> list[str]:
    """The names of the sheets of a workbook in order; none of a file that is no workbook any more."""
    try:
        return list(openpyxl.load_workbook(master, read_only=True, keep_links=False).sheetnames)
    except Exception:  # noqa: BLE001 - whatever is wrong with a damaged file, it has no names
        return []


def is_of_libreoffice(master: Path) -> bool:
    """Whether LibreOffice saved it, which writes every formula its own way: then values alone can be compared."""
    with zipfile.ZipFile(master) as book:
        return "docProps/app.xml" in book.namelist() and b"<Application>LibreOffice" in book.read(
            "docProps/app.xml"
        )


Grid = dict[tuple[int, int], Any]


def differences(master: Path, fresh: Path, of_choice: Collection[str]) -> Iterator[Text]:
    """Each cell whose formula, or else whose value, is another; of pages that show another project, the formulas alone."""
    shows_another = of_choice if _chosen(master) != _chosen(fresh) else ()
    rewritten = is_of_libreoffice(master)
    with ExitStack() as opened:
        (ours, our_values), (theirs, their_values) = (
            [opened.enter_context(_opened(file, values=values)) for values in (False, True)]
            for file in (master, fresh)
        )
        for name in dict.fromkeys((*theirs.sheetnames, *ours.sheetnames)):
            if name not in ours.sheetnames or name not in theirs.sheetnames:
                yield (SHEET_GONE if name not in ours.sheetnames else SHEET_CAME).fill(sheet=name)
                continue
            formulas, fresh_formulas = _grid(ours[name]), _grid(theirs[name])
            values, fresh_values = _grid(our_values[name]), _grid(their_values[name])
            for place in sorted({*formulas, *fresh_formulas}):
                now, was = formulas.get(place), fresh_formulas.get(place)
                if rewritten and _is_formula(now) and _is_formula(was):
                    now = was
                if name in shows_another and not (_is_formula(now) or _is_formula(was)):
                    continue
                if _alike(now, was) and name not in shows_another:
                    now, was = values.get(place), fresh_values.get(place)
                if not _alike(now, was):
                    cell = f"{name}!{get_column_letter(place[1])}{place[0]}"
                    yield CELL.fill(cell=cell, now=_told(now), was=_told(was))


@contextmanager
def _opened(master: Path, *, values: bool) -> Iterator[Workbook]:
    book = openpyxl.load_workbook(master, read_only=True, data_only=values, keep_links=False)
    try:
        yield book
    finally:
        book.close()


def _grid(sheet: Any) -> Grid:
    """What the cells of a sheet hold, by row and column."""
    return {
        (row, column): what
        for row, cells in enumerate(sheet.iter_rows(values_only=True), 1)
        for column, what in enumerate(cells, 1)
        if what not in (None, "")
    }


def _chosen(master: Path) -> Any:
    """The project whose sheet a master shows; None where it has no such sheet."""
    with _opened(master, values=False) as book:
        name = book.defined_names.get(parameter(CHOSEN))
        places = [*name.destinations] if name is not None else []
        if not places or places[0][0] not in book.sheetnames:
            return None
        return book[places[0][0]][places[0][1].replace("$", "")].value


def _alike(one: Any, other: Any) -> bool:
    if one in (None, "") and other in (None, ""):
        return True
    # Whether a number is shown as a date is a matter of its format, which each program writes its own way.
    one, other = (to_excel(what) if isinstance(what, dt.date | dt.time) else what for what in (one, other))
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= EQUAL * max(1.0, abs(one), abs(other))
    if _is_formula(one) and _is_formula(other):
        return _plain(one) == _plain(other)
    return bool(one == other)


def _is_formula(what: Any) -> bool:
    return isinstance(what, str) and what.startswith("=")


def _plain(formula: str) -> str:
    """A formula as programs agree on it: Excel and LibreOffice write spaces and prefixes each in their own way."""
    return formula.replace(" ", "").replace("_xlfn.", "").replace("_xlws.", "").upper()


def _told(what: Any) -> str:
    words = "" if what is None else printable(str(what))
    return words if len(words) <= 60 else f"{words[:59]}…"


SHEET_GONE = t("The sheet {sheet} is missing", "La feuille {sheet} manque")
SHEET_CAME = t("The sheet {sheet} was added", "La feuille {sheet} a été ajoutée")
CELL = t(
    "{cell} holds “{now}”; from the returns comes “{was}”",
    "{cell} contient «\u00a0{now}\u00a0»\u00a0; les retours donnent «\u00a0{was}\u00a0»",
)
