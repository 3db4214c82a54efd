"""Ranges of cells: where they are, what they hold, where the data around them ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pmo_xl.libreoffice.connection.office import enum
from pmo_xl.libreoffice.convert.address import COLUMNS, ROWS, Block, block_of, column_name, quoted, spelled
from pmo_xl.libreoffice.convert.formula import to_excel
from pmo_xl.libreoffice.objects import edges, links, reading, writing
from pmo_xl.libreoffice.objects.looks import Looks
from pmo_xl.libreoffice.objects.names import Name, Names

if TYPE_CHECKING:
    from pmo_xl.libreoffice.objects.sheet import Sheet
    from pmo_xl.libreoffice.objects.tables import Table


class Range(Looks):
    """A rectangle of cells of one sheet."""

    # The base class has these as properties that refuse; xlwings itself sets the first.
    options: Any = None
    sheet: Any = None

    def __init__(self, sheet: Sheet, place: Block) -> None:
        self.sheet = sheet
        self.place = place
        self._api: Any = None

    def _at(self, place: Block) -> Range:
        return Range(self.sheet, place)

    @property
    def api(self) -> Any:
        """LibreOffice's own object; None for an empty slice, as on Windows. Asking for it takes milliseconds."""
        if self._api is None and len(self):
            self._api = self.cells_of(self.place)
        return self._api

    def cells_of(self, place: Block) -> Any:
        return self.sheet.worksheet.getCellRangeByPosition(
            place.column - 1, place.row - 1, place.last_column - 1, place.last_row - 1
        )

    @property
    def cell(self) -> Any:
        """The first cell, with what LibreOffice offers for single cells only."""
        return self.sheet.worksheet.getCellByPosition(self.column - 1, self.row - 1)

    @property
    def document(self) -> Any:
        return self.sheet.book.document

    @property
    def coords(self) -> tuple[Any, ...]:
        return (self.sheet, *self.place)

    @property
    def row(self) -> int:
        return self.place.row

    @property
    def column(self) -> int:
        return self.place.column

    @property
    def shape(self) -> tuple[int, int]:
        return self.place.rows, self.place.columns

    def __len__(self) -> int:
        return self.place.rows * self.place.columns

    def __call__(self, arg1: int, arg2: int | None = None) -> Range:
        if arg2 is None:
            row, column = divmod(arg1 - 1, self.place.columns)
        else:
            row, column = arg1 - 1, arg2 - 1
        if self.row + row < 1 or self.column + column < 1:
            raise IndexError("The range lies outside of the sheet.")
        return self._at(Block(self.row + row, self.column + column, 1, 1))

    # ---- values and formulas ------------------------------------------------------------------------

    @property
    def raw_value(self) -> Any:
        return reading.values(self) if len(self) else None

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        if len(self):
            writing.write(self, data)

    @property
    def formula(self) -> Any:
        """In Excel's spelling. A cell without a formula gives its constant as text, an empty one an empty text."""
        return reading.formulas(self) if len(self) else None

    @formula.setter
    def formula(self, value: Any) -> None:
        self.raw_value = value

    @property
    def formula2(self) -> Any:
        return self.formula

    @formula2.setter
    def formula2(self, value: Any) -> None:
        self.raw_value = value

    @property
    def formula_array(self) -> str | None:
        if not len(self):
            return None
        words = self.api.getArrayFormula()
        return (
            to_excel(words.removeprefix("{").removesuffix("}"))
            if words
            else self._at(Block(*self.place[:2], 1, 1)).formula
        )

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        if len(self):
            self.api.setArrayFormula(writing.office_formula(self, value))

    @property
    def has_array(self) -> bool:
        return bool(len(self)) and bool(self.api.getArrayFormula())

    # ---- where things are ---------------------------------------------------------------------------

    def end(self, direction: str) -> Range:
        """Where Ctrl with an arrow key leads to."""
        return self._at(edges.end(self, direction))

    @property
    def current_region(self) -> Range:
        cursor = self.sheet.worksheet.createCursorByRange(self.cells_of(Block(self.row, self.column, 1, 1)))
        cursor.collapseToCurrentRegion()
        return self._at(block_of(cursor.RangeAddress))

    @property
    def merge_area(self) -> Range:
        cursor = self.sheet.worksheet.createCursorByRange(self.cells_of(Block(self.row, self.column, 1, 1)))
        cursor.collapseToMergedArea()
        return self._at(block_of(cursor.RangeAddress))

    def get_address(
        self, row_absolute: bool = True, col_absolute: bool = True, external: bool = False
    ) -> str:
        address = spelled(self.place, row_absolute, col_absolute)
        if not external:
            return address
        outside = f"[{self.sheet.book.name}]{self.sheet.name}"
        plain = quoted(self.sheet.name) == self.sheet.name and " " not in outside and "'" not in outside
        return f"{outside}!{address}" if plain else "'" + outside.replace("'", "''") + f"'!{address}"

    @property
    def address(self) -> str:
        if not len(self):
            return f"${column_name(self.column)}${self.row}{{{self.place.rows}x{self.place.columns}}}"
        return self.get_address()

    @property
    def reference(self) -> str:
        """The address with the sheet in front, as formulas and names write it."""
        return f"{quoted(self.sheet.name)}!{self.address}"

    @property
    def name(self) -> Name | None:
        """The defined name that means exactly these cells."""
        names: Iterator[Name] = iter(Names(self.sheet.book))
        return next((name for name in names if name.refers_to == f"={self.reference}"), None)

    @name.setter
    def name(self, value: str) -> None:
        Names(self.sheet.book).add(value, f"={self.reference}")

    @property
    def table(self) -> Table | None:
        first = Block(self.row, self.column, 1, 1)
        return next((table for table in self.sheet.tables if table.range.place.contains(first)), None)

    # ---- moving cells about -------------------------------------------------------------------------

    def copy(self, destination: Any = None) -> None:
        if destination is None:
            raise NotImplementedError("LibreOffice's engine copies to a destination, not to the clipboard.")
        target = destination.impl
        target.sheet.worksheet.copyRange(target.cell.CellAddress, self.api.RangeAddress)

    def move(self, destination: Any) -> None:
        target = destination.impl
        target.sheet.worksheet.moveRange(target.cell.CellAddress, self.api.RangeAddress)

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        del copy_origin  # LibreOffice always takes the looks from the left or above
        self.sheet.worksheet.insertCells(
            self.api.RangeAddress, enum("sheet.CellInsertMode", self._mode(shift, "DOWN", "RIGHT"))
        )

    def delete(self, shift: str | None = None) -> None:
        self.sheet.worksheet.removeRange(
            self.api.RangeAddress, enum("sheet.CellDeleteMode", self._mode(shift, "UP", "LEFT"))
        )

    def _mode(self, shift: str | None, vertical: str, horizontal: str) -> str:
        """Whole rows and columns move as such; where nobody says which way, the block's shape does, as in Excel."""
        if self.place.columns >= COLUMNS:
            return "ROWS"
        if self.place.rows >= ROWS:
            return "COLUMNS"
        if shift is None:
            return vertical if self.place.rows <= self.place.columns else horizontal
        if shift.upper() not in {vertical, horizontal}:
            raise KeyError(shift)
        return shift.upper()

    def select(self) -> None:
        self.sheet.activate()
        if controller := self.document.getCurrentController():
            controller.select(self.api)

    # ---- hyperlinks ---------------------------------------------------------------------------------

    def add_hyperlink(self, address: str, text_to_display: str | None = None, screen_tip: Any = None) -> None:
        del screen_tip  # LibreOffice shows the address itself
        links.add(self, address, text_to_display or address)

    @property
    def hyperlink(self) -> str:
        return links.read(self)
