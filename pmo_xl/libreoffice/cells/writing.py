"""Writing into cells: values in one piece, then formulas, then the number formats that make dates dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError

from pmo_xl.libreoffice.connection.bridge import uno_error
from pmo_xl.libreoffice.connection.office import enum
from pmo_xl.libreoffice.convert.address import Block, block_of, spelled
from pmo_xl.libreoffice.convert.formula import shifted, to_office
from pmo_xl.libreoffice.convert.values import (
    LOGICAL,
    TEXT,
    Special,
    format_key,
    formats_of,
    null_date_of,
    runs,
    to_cells,
)

if TYPE_CHECKING:
    from pmo_xl.libreoffice.objects.ranges import Range

_ERROR_RESULTS = 4
_WORTH_FILLING = 50
# What LibreOffice says to a formula that it cannot even read, as opposed to one that has no result.
_UNREADABLE = frozenset({501, 507, 508, 509, 510, 511, 512, 514, 515, 516, 520, 533})


def write(cells: Range, data: Any) -> None:
    """Write one value into every cell, or rows of values cell by cell.

    A text that begins with ``=`` is a formula, one that begins with an apostrophe is the text after it; no
    other text is taken for a number or a date. One formula for several cells is filled as Excel fills it.
    """
    height, width = cells.shape
    if not isinstance(data, list | tuple):
        is_formula = isinstance(data, str) and data.startswith("=") and len(data) > 1
        rows = [[shifted(data, r, c) if is_formula else data for c in range(width)] for r in range(height)]
    elif data and isinstance(data[0], list | tuple):
        rows = [list(row) for row in data]
    else:
        rows = [list(data)] * height
    if len(rows) != height or any(len(row) != width for row in rows):
        raise ValueError(f"The values do not fit into {cells.address}.")
    document, target = cells.document, cells.uno
    written = to_cells(rows, lambda: null_date_of(document))
    kept = _kept_formats(document, target, cells.place)
    try:
        target.setDataArray(written.data)
    except uno_error() as problem:
        raise XlwingsError(
            f"Cannot write into {cells.address}: the sheet is protected, or part of an array formula is there."
        ) from problem
    _formulas(cells, written.formulas)
    _specials(cells, written.specials, kept)


def _kept_formats(document: Any, target: Any, place: Block) -> list[Block]:
    """Blocks whose own number format stays when a date is written there.

    LibreOffice has no truth values, only numbers that look so. A cell that held one would turn whatever
    number comes next into TRUE or FALSE: that look goes first.
    """
    kept: list[Block] = []
    for kind, group, blocks in formats_of(document, target, place):
        if kind & LOGICAL:
            group.NumberFormat = 0
        elif not kind & TEXT:
            kept += blocks
    return kept


def _formulas(cells: Range, formulas: dict[tuple[int, int], str]) -> None:
    if not formulas:
        return
    needs_table = any("[" in formula for formula in formulas.values())
    tables = [(t.name, t.range.place) for t in cells.sheet.tables] if needs_table else []

    def spelling(row: int, column: int) -> str:
        here = Block(cells.row + row, cells.column + column, 1, 1)
        table = next((name for name, place in tables if place.contains(here)), None)
        return to_office(formulas[row, column], table)

    for start, column, length in _fills(formulas):
        target = cells.cells_of(Block(cells.row + start, cells.column + column, length, 1))
        if length >= _WORTH_FILLING and target.getUniqueCellFormatRanges().Count == 1:
            cells.cells_of(Block(cells.row + start, cells.column + column, 1, 1)).setFormulaArray(
                ((spelling(start, column),),)
            )
            target.fillAuto(enum("sheet.FillDirection", "TO_BOTTOM"), 1)
        else:
            target.setFormulaArray(tuple((spelling(start + n, column),) for n in range(length)))
        _refuse_unreadable(cells, target, formulas)


def _fills(formulas: dict[tuple[int, int], str]) -> Iterator[tuple[int, int, int]]:
    """Vertical runs, parted where a formula is not its predecessor filled down; short parts are not parted.

    LibreOffice takes a long column of one formula cell by cell in a time that grows with its square, and
    filled in no time; but filling also spreads the first cell's looks, so it is for cells that look alike.
    """
    for start, column, length in runs(formulas):
        cuts = [0]
        first = 0
        for n in range(1, length):
            if formulas[start + n, column] != shifted(formulas[start + first, column], n - first, 0):
                first = n
                cuts.append(n)
        if len(cuts) > 1 and length / len(cuts) < _WORTH_FILLING:
            cuts = [0]
        for cut, following in zip(cuts, [*cuts[1:], length], strict=True):
            yield start + cut, column, following - cut


def _refuse_unreadable(cells: Range, target: Any, formulas: dict[tuple[int, int], str]) -> None:
    for address in target.queryFormulaCells(_ERROR_RESULTS).RangeAddresses:
        block = block_of(address)
        for row in range(block.row, block.last_row + 1):
            cell = cells.sheet.worksheet.getCellByPosition(block.column - 1, row - 1)
            if cell.getError() in _UNREADABLE:
                cell.setString("")
                words = formulas[row - cells.row, block.column - cells.column]
                place = spelled(Block(row, block.column, 1, 1), False, False)
                raise XlwingsError(f"LibreOffice cannot read the formula for {place}: {words}")


def _specials(cells: Range, specials: list[Special], kept: list[Block]) -> None:
    by_format: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row, column, code in specials:
        here = Block(cells.row + row, cells.column + column, 1, 1)
        if code == "BOOLEAN" or not any(block.contains(here) for block in kept):
            by_format[code].append((row, column))
    for code, places in by_format.items():
        key = format_key(cells.document, code)
        for start, column, length in runs(places):
            cells.cells_of(Block(cells.row + start, cells.column + column, length, 1)).NumberFormat = key


def office_formula(cells: Range, formula: str) -> str:
    """A formula in LibreOffice's spelling, for the table that the range lies in."""
    table = cells.table
    return to_office(formula, table.name if table else None)
