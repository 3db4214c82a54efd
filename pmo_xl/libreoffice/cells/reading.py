"""Reading cells: values and formulas of a range, in the shape that Excel gives them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pmo_xl.libreoffice.convert.address import Block
from pmo_xl.libreoffice.convert.formula import to_excel
from pmo_xl.libreoffice.convert.values import from_cells

if TYPE_CHECKING:
    from pmo_xl.libreoffice.objects.ranges import Range

_MANY = 4096


def values(cells: Range) -> Any:
    """The values of a range: bare for one cell, else rows of them."""
    filled = _filled(cells)
    if not filled.rows or not filled.columns:
        return _padded(cells, [], None)
    found = cells.uno if filled == cells.place else cells.cells_of(filled)
    words = bool((cells.options or {}).get("err_to_str"))
    return _padded(cells, from_cells(cells.document, cells.sheet.worksheet, found, filled, words), None)


def formulas(cells: Range) -> Any:
    """The formulas of a range: bare for one cell, else rows of them."""
    filled = _filled(cells)
    if not filled.rows or not filled.columns:
        return _padded(cells, [], "")
    found = cells.uno if filled == cells.place else cells.cells_of(filled)
    rows = [
        [_shown(*of_cell) for of_cell in zip(*lines, strict=True)]
        for lines in zip(
            found.getFormulaArray(),
            found.getDataArray(),
            from_cells(cells.document, cells.sheet.worksheet, found, filled),
            strict=True,
        )
    ]
    return _padded(cells, rows, "")


def _filled(cells: Range) -> Block:
    """The part of the range that can hold something: a whole column must not bring a million rows."""
    if len(cells) <= _MANY:
        return cells.place
    end = cells.sheet.used_range.place
    rows = min(cells.place.last_row, end.last_row) - cells.row + 1
    columns = min(cells.place.last_column, end.last_column) - cells.column + 1
    return Block(cells.row, cells.column, max(rows, 0), max(columns, 0))


def _padded(cells: Range, rows: Sequence[Sequence[Any]], blank: Any) -> Any:
    """What the filled part holds, in the shape of the whole range."""
    if len(cells) == 1:
        return rows[0][0]
    height, width = cells.shape
    missing = width - len(rows[0]) if rows else width
    full = [(*row, *([blank] * missing)) for row in rows]
    return (*full, *([(blank,) * width] * (height - len(full))))


def _shown(words: str, plain: Any, value: Any) -> str:
    """What Excel gives as a cell's formula, from LibreOffice's words for it, its plain value and its value.

    LibreOffice puts an apostrophe before a text that looks like a number, and gives a date or a percentage
    as it is displayed: Excel gives the bare text and the bare number.
    """
    if words in {plain, f"'{plain}"}:
        return str(plain)
    if words.startswith("="):
        return to_excel(words)
    if isinstance(value, bool):
        return str(value).upper()
    return f"{plain:.15g}" if isinstance(plain, float) else words
