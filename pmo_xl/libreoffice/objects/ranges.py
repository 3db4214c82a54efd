"""Ranges of cells: where they are, what they hold, where the data around them ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmo_xl.libreoffice.cells import (
    arranging,
    clipboard,
    edges,
    filling,
    filtering,
    links,
    notes,
    reading,
    writing,
)
from pmo_xl.libreoffice.cells.borders import Borders
from pmo_xl.libreoffice.cells.characters import Characters
from pmo_xl.libreoffice.cells.looks import Looks
from pmo_xl.libreoffice.cells.validation import DataValidation
from pmo_xl.libreoffice.convert.address import COLUMNS, ROWS, Block, block_of, column_name, quoted, spelled
from pmo_xl.libreoffice.convert.formula import to_excel
from pmo_xl.libreoffice.objects.names import Name, Names
from pmo_xl.libreoffice.words.cells import RangeWords

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
        self._uno: Any = None
        self._shifts = 0

    def _at(self, place: Block) -> Range:
        return Range(self.sheet, place)

    @property
    def uno(self) -> Any:
        """LibreOffice's own object; None for an empty slice, as on Windows. Asking for it takes milliseconds."""
        shifts = self.sheet.book.app.office.shifts
        if (self._uno is None or self._shifts != shifts) and len(self):
            self._uno, self._shifts = self.cells_of(self.place), shifts
        return self._uno

    @property
    def api(self) -> RangeWords | None:
        """LibreOffice's own object, which also answers to Excel's commonest words; None for an empty slice."""
        return RangeWords(self) if len(self) else None

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

    @property
    def borders(self) -> Borders:
        return Borders(self)

    @property
    def characters(self) -> Characters:
        return Characters(self.cell)

    @property
    def data_validation(self) -> DataValidation:
        return DataValidation(self)

    @property
    def note(self) -> notes.Note | None:
        return notes.note_of(self)

    def add_note(self, text: str) -> notes.Note:
        return notes.add(self, text)

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
        words = self.uno.getArrayFormula()
        return (
            to_excel(words.removeprefix("{").removesuffix("}"))
            if words
            else self._at(Block(*self.place[:2], 1, 1)).formula
        )

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        if len(self):
            self.uno.setArrayFormula(writing.office_formula(self, value))

    @property
    def has_array(self) -> bool:
        return bool(len(self)) and bool(self.uno.getArrayFormula())

    # ---- where things are ---------------------------------------------------------------------------

    def end(self, direction: str | int) -> Range:
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
        """To a destination, or to the clipboard, from which ``paste`` takes it."""
        if destination is None:
            clipboard.copy(self)
            return
        self.copy_to(destination.impl)

    def copy_to(self, target: Range) -> None:
        """A copy with its looks."""
        clipboard.copy_to(self, target)

    def paste(
        self,
        paste: str | None = None,
        operation: str | None = None,
        skip_blanks: bool = False,
        transpose: bool = False,
    ) -> None:
        """Put what was copied here: all of it, or only values, formulas, formats and so on."""
        clipboard.paste(self, paste, operation, skip_blanks, transpose)

    def copy_from(
        self, source_range: Any, copy_type: str = "all", skip_blanks: bool = False, transpose: bool = False
    ) -> None:
        clipboard.copy(source_range.impl)
        clipboard.paste(self, copy_type, None, skip_blanks, transpose)

    def autofill(self, destination: Any, type_: str) -> None:
        filling.fill(self, destination.impl, type_)

    def move(self, destination: Any) -> None:
        target = destination.impl
        target.sheet.worksheet.moveRange(target.cell.CellAddress, self.uno.RangeAddress)
        self.sheet.book.app.office.shifts += 1

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        del copy_origin  # LibreOffice always takes the looks from the left or above
        self.sheet.insert_cells(self.place, self._mode(shift, "DOWN", "RIGHT", "DOWN"))

    def delete(self, shift: str | None = None) -> None:
        self.sheet.remove_cells(self.place, self._mode(shift, "UP", "LEFT", "LEFT"))

    def _mode(self, shift: str | None, vertical: str, horizontal: str, square: str) -> str:
        """Whole rows and columns move as such; where nobody says which way, the block's shape does, as in Excel."""
        if self.place.columns >= COLUMNS:
            return "ROWS"
        if self.place.rows >= ROWS:
            return "COLUMNS"
        if shift is None:
            rows, columns = self.shape
            return square if rows == columns else vertical if rows < columns else horizontal
        if shift.upper() not in {vertical, horizontal}:
            raise KeyError(shift)
        return shift.upper()

    def sort(self, keys: Sequence[int], ascending: Sequence[bool], has_headers: bool) -> None:
        arranging.sort(self, keys, ascending, has_headers)

    def remove_duplicates(self, columns: Sequence[int], has_headers: bool) -> None:
        arranging.remove_duplicates(self, columns, has_headers)

    def find(self, text: str, whole: bool, direction: str, order: str, match_case: bool) -> Range | None:
        found = arranging.find(self, text, whole, direction, order, match_case)
        return None if found is None else self._at(found)

    def replace_all(self, old: str, new: str, whole: bool, match_case: bool) -> None:
        arranging.replace_all(self, old, new, whole, match_case)

    def get_special_cells(self, cell_type: str, value_type: str | None) -> list[Range]:
        return [self._at(block) for block in arranging.special(self, cell_type, value_type)]

    @property
    def autofilter(self) -> filtering.AutoFilter:
        return filtering.of_range(self)

    @property
    def arg1_input(self) -> str:
        """What xlwings reads from: whole rows, whole columns or neither."""
        whole = self.place.rows >= ROWS or self.place.columns >= COLUMNS
        return self.get_address(False, False) if whole else ""

    def group(self, by: str) -> None:
        arranging.outline(self, by, closed=True)

    def ungroup(self, by: str) -> None:
        arranging.outline(self, by, closed=False)

    def set_colors(self, colors: Sequence[Sequence[Any]]) -> None:
        for colour, row, column, count in arranging.of_one_colour(colors):
            self._at(Block(self.row + row, self.column + column, 1, count)).color = colour

    def select(self) -> None:
        self.sheet.activate()
        if controller := self.document.getCurrentController():
            controller.select(self.uno)

    def to_pdf(self, path: str, quality: str) -> None:
        """These cells alone on paper."""
        self.sheet.book.print_to(path, self.uno)

    def to_png(self, path: str) -> None:
        """A picture of these cells as they are drawn on a screen."""
        self.sheet.book.require_folder(path)
        Path(path).write_bytes(clipboard.carried(self, "image/png"))

    # ---- hyperlinks ---------------------------------------------------------------------------------

    def add_hyperlink(self, address: str, text_to_display: str | None = None, screen_tip: Any = None) -> None:
        del screen_tip  # LibreOffice shows the address itself
        links.add(self, address, text_to_display or address)

    @property
    def hyperlink(self) -> str:
        return links.read(self)
