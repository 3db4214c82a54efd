"""Notes on cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from pmo_xl.libreoffice.convert.address import Block

if TYPE_CHECKING:
    from pmo_xl.libreoffice.objects.ranges import Range
    from pmo_xl.libreoffice.objects.sheet import Sheet


def notes_of(sheet: Sheet) -> list[Note]:
    """The notes of a sheet, in the order of their cells."""
    places = sorted((note.Position.Row, note.Position.Column) for note in _annotations(sheet))
    return [Note(sheet, row + 1, column + 1) for row, column in places]


def note_of(cells: Range) -> Note | None:
    """The note on a range's first cell."""
    note = Note(cells.sheet, cells.row, cells.column)
    return note if note.found() is not None else None


def add(cells: Range, text: str) -> Note:
    """A note on a range's first cell."""
    cells.sheet.worksheet.Annotations.insertNew(cells.cell.CellAddress, text)
    return Note(cells.sheet, cells.row, cells.column)


def _annotations(sheet: Sheet) -> Iterator[Any]:
    notes = sheet.worksheet.Annotations
    for index in range(notes.Count):
        yield notes.getByIndex(index)


class Note(base_classes.Note):
    """The note on one cell."""

    def __init__(self, sheet: Sheet, row: int, column: int) -> None:
        self.sheet = sheet
        self.row = row
        self.column = column

    def found(self) -> Any:
        """LibreOffice's annotation; None when there is none."""
        place = (self.row - 1, self.column - 1)
        return next(
            (n for n in _annotations(self.sheet) if (n.Position.Row, n.Position.Column) == place), None
        )

    @property
    def api(self) -> Any:
        note = self.found()
        if note is None:
            raise KeyError("The cell has no note any more.")
        return note

    @property
    def text(self) -> str:
        return str(self.api.getString())

    @text.setter
    def text(self, value: str) -> None:
        self.api.setString(value)

    @property
    def author(self) -> str:
        return str(self.api.Author)

    @property
    def location(self) -> Range:
        found: Range = self.sheet.block(Block(self.row, self.column, 1, 1))
        return found

    def delete(self) -> None:
        place = (self.row - 1, self.column - 1)
        for index, note in enumerate(_annotations(self.sheet)):
            if (note.Position.Row, note.Position.Column) == place:
                self.sheet.worksheet.Annotations.removeByIndex(index)
                return
