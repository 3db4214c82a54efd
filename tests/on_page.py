"""What stands on a page of a master, found by its headings: where it stands is the layout's affair."""

from __future__ import annotations

from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

CHOSEN = "pmo_chosen_project"


def table_under(sheet: Worksheet, head: str) -> dict[Any, list[Any]]:
    """The figures of the table whose first column is headed *head*, row by row, up to the first row without a name."""
    first = cell_with(sheet, head)
    wide = {(area.min_row, area.min_col): area.max_col for area in sheet.merged_cells.ranges}
    columns, column = [], first.column
    while sheet.cell(first.row, column).value is not None:
        columns.append(column)
        column = wide.get((first.row, column), column) + 1
    rows: dict[Any, list[Any]] = {}
    row = first.row + 1
    while (name := sheet.cell(row, first.column).value) is not None:
        rows[name] = [sheet.cell(row, column).value for column in columns[1:]]
        row += 1
    return rows


def cell_with(sheet: Worksheet, words: str) -> Cell:
    """The first cell with these words."""
    found = next(cell for row in sheet.iter_rows() for cell in row if cell.value == words)
    assert isinstance(found, Cell)
    return found


def chosen_cell(book: Workbook) -> tuple[str, str]:
    """Sheet and address of the cell in which a project is chosen."""
    ((sheet, address),) = book.defined_names[CHOSEN].destinations
    return sheet, address.replace("$", "")
