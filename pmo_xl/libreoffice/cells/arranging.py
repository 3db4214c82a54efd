"""Rows sorted, doubles removed, texts found and replaced, cells of one kind, outlines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pmo_xl.libreoffice.connection.office import enum, properties, sequence, struct
from pmo_xl.libreoffice.convert.address import Block, block_of

if TYPE_CHECKING:
    from pmo_xl.libreoffice.objects.ranges import Range

# com.sun.star.sheet.CellFlags and FormulaResult.
_NUMBERS, _DATES, _TEXTS = 1, 2, 4
_RESULT_NUMBER, _RESULT_TEXT, _RESULT_ERROR = 1, 2, 4


def sort(cells: Range, keys: Sequence[int], ascending: Sequence[bool], has_headers: bool) -> None:
    """Sort rows by columns counted from 1; rows that are alike keep their order."""
    fields = []
    for column, up in zip(keys, ascending, strict=True):
        field = struct("table.TableSortField")
        field.Field, field.IsAscending = column - 1, bool(up)
        fields.append(field)
    wishes = properties(IsSortColumns=False, ContainsHeader=bool(has_headers), BindFormatsToContent=True)
    order = struct("beans.PropertyValue", "SortFields", 0, sequence("table.TableSortField", tuple(fields)), 0)
    cells.uno.sort((*wishes, order))


def remove_duplicates(cells: Range, columns: Sequence[int], has_headers: bool) -> None:
    """Leave the first of the rows that are alike in these columns, small letters like capitals, and close the gaps.

    Raises NotImplementedError where a formula would have to move.
    """
    rows, formulas = cells.uno.getDataArray(), cells.uno.getFormulaArray()
    seen: set[tuple[Any, ...]] = set()
    kept = []
    for index, row in enumerate(rows):
        key = tuple(v.lower() if isinstance(v := row[column - 1], str) else v for column in columns)
        header = has_headers and index == 0
        if header or key not in seen:
            kept.append(index)
        if not header:
            seen.add(key)
    first = next((n for n, index in enumerate(kept) if n != index), len(kept))
    if first == len(rows):
        return
    if any(words.startswith("=") for line in formulas[first:] for words in line):
        raise NotImplementedError(
            "LibreOffice's engine removes duplicates among constants: here, formulas would move."
        )
    left = [rows[index] for index in kept[first:]]
    blank = ("",) * cells.shape[1]
    below = cells.cells_of(cells.place._replace(row=cells.row + first, rows=len(rows) - first))
    below.setDataArray((*left, *([blank] * (len(rows) - first - len(left)))))


def find(cells: Range, text: str, whole: bool, direction: str, order: str, match_case: bool) -> Block | None:
    """The first cell in which the text stands, or the last; None without any."""
    search = _search(cells, text, whole, match_case)
    found = cells.uno.findAll(search)
    if found is None:
        return None
    places = [
        (row, column)
        for block in map(block_of, found.RangeAddresses)
        for row in range(block.row, block.last_row + 1)
        for column in range(block.column, block.last_column + 1)
    ]
    places.sort(key=lambda place: place if order == "rows" else place[::-1])
    if direction == "backward":
        places.reverse()
    return Block(*places[0], 1, 1)


def replace_all(cells: Range, old: str, new: str, whole: bool, match_case: bool) -> None:
    """Put another text wherever this one stands, in formulas too."""
    search = cells.uno.createReplaceDescriptor()
    _describe(search, old, whole, match_case)
    search.SearchType = 0  # in what was typed, formulas too
    search.ReplaceString = new
    cells.uno.replaceAll(search)


def _search(cells: Range, text: str, whole: bool, match_case: bool) -> Any:
    search = cells.uno.createSearchDescriptor()
    _describe(search, text, whole, match_case)
    search.SearchType = 1  # in what cells show
    return search


def _describe(search: Any, text: str, whole: bool, match_case: bool) -> None:
    search.SearchString = text
    search.SearchWords = bool(whole)
    search.SearchCaseSensitive = bool(match_case)


def special(cells: Range, kind: str, value_type: str | None) -> list[Block]:
    """The blocks of cells that are blank, hold constants or formulas, or are shown."""
    uno, logical = cells.uno, value_type == "logical"
    match kind:
        case "blanks":
            found = _blocks(cells, uno.queryEmptyCells())
        case "visible":
            found = _blocks(cells, uno.queryVisibleCells())
        case "constants":
            flags = {None: _NUMBERS | _DATES | _TEXTS, "text": _TEXTS, "errors": 0}
            found = _blocks(cells, uno.queryContentCells(flags.get(value_type, _NUMBERS | _DATES)))
        case _:
            results = {
                None: _RESULT_NUMBER | _RESULT_TEXT | _RESULT_ERROR,
                "text": _RESULT_TEXT,
                "errors": _RESULT_ERROR,
            }
            found = _blocks(cells, uno.queryFormulaCells(results.get(value_type, _RESULT_NUMBER)))
    if logical or value_type == "numbers":  # to LibreOffice a truth value is a number
        found = [
            block for block in _one_by_one(found) if isinstance(cells._at(block).raw_value, bool) == logical
        ]
    return found


def _blocks(cells: Range, found: Any) -> list[Block]:
    """Asked of one cell, LibreOffice tells of the whole sheet."""
    return sorted(block for block in map(block_of, found.RangeAddresses) if cells.place.contains(block))


def _one_by_one(blocks: list[Block]) -> Iterator[Block]:
    for block in blocks:
        for row in range(block.row, block.last_row + 1):
            for column in range(block.column, block.last_column + 1):
                yield Block(row, column, 1, 1)


def outline(cells: Range, by: str, *, closed: bool) -> None:
    """Group rows or columns, or take them out of their group."""
    way = enum("table.TableOrientation", "COLUMNS" if by.startswith("col") else "ROWS")
    worksheet = cells.sheet.worksheet
    (worksheet.group if closed else worksheet.ungroup)(cells.uno.RangeAddress, way)


def of_one_colour(colours: Sequence[Sequence[Any]]) -> Iterator[tuple[Any, int, int, int]]:
    """Stretches of a row that get one colour: the colour, the row, the first column and how many; ``...`` is left out."""
    for row, line in enumerate(colours):
        start = 0
        for column in range(1, len(line) + 1):
            if column == len(line) or line[column] != line[start]:
                if line[start] is not ...:
                    yield line[start], row, start, column - start
                start = column
