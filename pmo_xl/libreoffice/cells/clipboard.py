"""Copying and pasting: the office's own clipboard, with a choice of what is pasted as Excel has it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError

from pmo_xl.libreoffice.connection.office import properties
from pmo_xl.libreoffice.convert.address import Block

if TYPE_CHECKING:
    from pmo_xl.libreoffice.objects.ranges import Range

# What LibreOffice is told to paste: texts, numbers, dates, formulas, notes, looks; everything.
_KINDS = {
    None: "A",
    "all": "A",
    "all_using_source_theme": "A",
    "all_merging_conditional_formats": "A",
    "values": "SVD",
    "formulas": "SVDF",
    "formats": "T",
    "comments": "N",
}
_OPERATIONS = {None: 0, "none": 0, "add": 1, "subtract": 2, "multiply": 3, "divide": 4}


def copy_to(cells: Range, target: Range) -> None:
    """A copy with its looks. A destination that is larger by whole times is filled with it, as in Excel."""
    (rows, columns), (down, across) = cells.shape, target.shape
    if down % rows or across % columns:
        down, across = rows, columns
    if target.document.RuntimeUID != cells.document.RuntimeUID:
        _carry(cells, target, Block(target.row, target.column, down, across))
        return
    place = Block(target.row, target.column, rows, columns)
    _copy_within(target, cells.uno.RangeAddress, place)
    # What is there already is copied on, twice as much each time: a whole column is filled in twenty steps.
    while place.rows < down:
        more = place._replace(rows=min(place.rows, down - place.rows))
        _copy_within(target, target.cells_of(more).RangeAddress, more._replace(row=place.last_row + 1))
        place = place._replace(rows=place.rows + more.rows)
    while place.columns < across:
        more = place._replace(columns=min(place.columns, across - place.columns))
        _copy_within(target, target.cells_of(more).RangeAddress, more._replace(column=place.last_column + 1))
        place = place._replace(columns=place.columns + more.columns)


def _copy_within(target: Range, source: Any, place: Block) -> None:
    first = target.sheet.worksheet.getCellByPosition(place.column - 1, place.row - 1)
    target.sheet.worksheet.copyRange(first.CellAddress, source)


def _carry(cells: Range, target: Range, place: Block) -> None:
    """LibreOffice copies ranges within a workbook only: between two, its clipboard carries them."""
    copy(cells)
    _insert(target, place, "A")


def copy(cells: Range) -> None:
    """Put a range on the clipboard."""
    _dispatch(cells, "Copy")
    cells.sheet.book.app.office.copied = cells


def paste(target: Range, kind: str | None, operation: str | None, skip_blanks: bool, transpose: bool) -> None:
    """Put what was copied last at the target's first cell; raises XlwingsError when nothing was."""
    office = target.sheet.book.app.office
    source: Range | None = office.copied
    if source is None:
        raise XlwingsError("Nothing was copied: call copy() on a range before paste().")
    if operation not in _OPERATIONS:
        raise ValueError(
            f"Unknown operation {operation!r}: choose one of {', '.join(filter(None, _OPERATIONS))}."
        )
    rows, columns = source.shape[::-1] if transpose else source.shape
    down, across = target.shape
    if down % rows == 0 and across % columns == 0:
        rows, columns = down, across
    place = Block(target.row, target.column, rows, columns)
    match kind:
        case "column_widths":
            _widths(source, target)
        case "values_and_number_formats" | "formulas_and_number_formats":
            _insert(target, place, _KINDS[kind.partition("_")[0]], operation, skip_blanks, transpose)
            _number_formats(source, target, transpose)
        case _ if kind in _KINDS:
            _insert(target, place, _KINDS[kind], operation, skip_blanks, transpose)
        case _:
            raise NotImplementedError(f"LibreOffice's engine does not paste '{kind}'.")


def carried(cells: Range, kind: str) -> bytes:
    """What the range would be on the clipboard as ``image/png``, ``text/html`` and the like; the clipboard is left alone."""
    with _selected(cells) as controller:
        offered = controller.getTransferable()
        flavor = next(
            (f for f in offered.getTransferDataFlavors() if f.MimeType.partition(";")[0] == kind), None
        )
        if flavor is None:
            raise XlwingsError(f"LibreOffice has no {kind} of {cells.address}.")
        content: bytes = offered.getTransferData(flavor).value
    return content


def _insert(
    target: Range, place: Block, flags: str, operation: str | None = None, skip_blanks: bool = False, transpose: bool = False
) -> None:  # fmt: skip
    wishes = properties(
        Flags=flags, FormulaCommand=_OPERATIONS[operation], SkipEmptyCells=skip_blanks, Transpose=transpose,
        AsLink=False, MoveMode=4,
    )  # fmt: skip
    _dispatch(target._at(place), "InsertContents", wishes)


def _dispatch(cells: Range, command: str, wishes: tuple[Any, ...] = ()) -> None:
    """Tell the window of the range's book to do something with these cells."""
    with _selected(cells) as controller:
        helper = cells.sheet.book.app.office.create("com.sun.star.frame.DispatchHelper")
        helper.executeDispatch(controller.getFrame(), f".uno:{command}", "", 0, wishes)


@contextmanager
def _selected(cells: Range) -> Iterator[Any]:
    """The window of the range's book while these cells are selected; the selection is then as it was."""
    controller = cells.document.getCurrentController()
    if controller is None:
        raise XlwingsError("LibreOffice copies and pastes only in a workbook that has a window.")
    sheet, selected = controller.getActiveSheet(), cells.document.getCurrentSelection()
    controller.setActiveSheet(cells.sheet.worksheet)
    controller.select(cells.uno)
    try:
        yield controller
    finally:
        controller.setActiveSheet(sheet)
        if selected is not None:
            controller.select(selected)


def _widths(source: Range, target: Range) -> None:
    for index in range(source.shape[1]):
        width = source.uno.Columns.getByIndex(index).Width
        target.cells_of(Block(target.row, target.column + index, 1, 1)).Columns.Width = width


def _number_formats(source: Range, target: Range, transpose: bool) -> None:
    """Formats of numbers alone, which LibreOffice pastes with all the other looks or not at all."""
    for row in range(source.shape[0]):
        for column in range(source.shape[1]):
            down, across = (column, row) if transpose else (row, column)
            cell = target.cells_of(Block(target.row + down, target.column + across, 1, 1))
            cell.NumberFormat = source.uno.getCellByPosition(column, row).NumberFormat
