"""Worksheets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from pmo_xl.libreoffice.cells import clipboard
from pmo_xl.libreoffice.cells.looks import CONTENTS, LOOKS
from pmo_xl.libreoffice.cells.notes import Note, notes_of
from pmo_xl.libreoffice.connection.office import enum
from pmo_xl.libreoffice.convert.address import (
    COLUMNS,
    ROWS,
    Block,
    block_between,
    block_of,
    parsed,
    split_sheet,
)
from pmo_xl.libreoffice.convert.collection import Named
from pmo_xl.libreoffice.drawings.charts import Charts
from pmo_xl.libreoffice.drawings.pictures import Pictures
from pmo_xl.libreoffice.drawings.shapes import Shapes
from pmo_xl.libreoffice.objects.names import Names
from pmo_xl.libreoffice.objects.pages import FreezePanes, PageSetup
from pmo_xl.libreoffice.objects.ranges import Range
from pmo_xl.libreoffice.objects.tables import Tables
from pmo_xl.libreoffice.words.sheets import SheetWords

if TYPE_CHECKING:
    from pmo_xl.libreoffice.objects.book import Book

_FORBIDDEN = re.compile(r"[\\/?*\[\]:]")
_TABLE_PART = re.compile(r"(\w[\w.]*)(?:\[(#All|#Data|#Headers)?\])?")


class Sheets(Named, base_classes.Sheets):
    """The worksheets of a book."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        return self.book.document.Sheets

    @property
    def active(self) -> Sheet:
        controller = self.book.document.getCurrentController()
        return Sheet(self.book, controller.getActiveSheet() if controller else self.api.getByIndex(0))

    def __iter__(self) -> Iterator[Sheet]:
        sheets = self.api
        for index in range(sheets.Count):
            yield Sheet(self.book, sheets.getByIndex(index))

    def __call__(self, key: int | str) -> Sheet:
        # Each word to the office takes a while: the sheets are not gone through one by one.
        sheets = self.api
        if not isinstance(key, str):
            if 1 <= key <= sheets.Count:
                return Sheet(self.book, sheets.getByIndex(key - 1))
            raise KeyError(key)
        for name in sheets.ElementNames:
            if name.lower() == key.lower():
                return Sheet(self.book, sheets.getByName(name))
        raise KeyError(key)

    def __len__(self) -> int:
        return int(self.api.Count)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        place = before.index - 1 if before else after.index if after else self.active.index - 1
        if name is None:
            name = _unused("Sheet{}", self)
        elif not name or len(name) > 31 or _FORBIDDEN.search(name):
            raise ValueError(
                f"'{name}' cannot be a sheet's name: 1 to 31 characters, none of \\ / ? * [ ] : among them."
            )
        self.api.insertNewByName(name, place)
        sheet = Sheet(self.book, self.api.getByIndex(place))
        sheet.activate()
        return sheet


def _unused(pattern: str, taken: Named, first: int = 1) -> str:
    number = first
    while pattern.format(number) in taken:
        number += 1
    return pattern.format(number)


class Sheet(base_classes.Sheet):
    """One worksheet."""

    book: Any = None

    def __init__(self, book: Book, worksheet: Any) -> None:
        self.book = book
        self._worksheet = worksheet

    @property
    def worksheet(self) -> Any:
        """LibreOffice's own object, asked for anew where cells were moved, by whomever.

        It is a range like any other to LibreOffice: once A1 has been deleted it begins at A2, and all that is read
        or written through it goes astray. Its name alone stays true.
        """
        address = self._worksheet.RangeAddress
        if (
            address.StartRow
            or address.StartColumn
            or address.EndRow + 1 != ROWS
            or address.EndColumn + 1 != COLUMNS
        ):
            self._worksheet = self.book.document.Sheets.getByName(self._worksheet.Name)
        return self._worksheet

    def insert_cells(self, place: Block, mode: str) -> None:
        """Make room: what stands there moves down or to the right, or whole rows and columns do."""
        address = self.block(place).uno.RangeAddress
        self.worksheet.insertCells(address, enum("sheet.CellInsertMode", mode))
        self.book.app.office.shifts += 1

    def remove_cells(self, place: Block, mode: str) -> None:
        """Close a gap: what stands below or to the right moves there."""
        address = self.block(place).uno.RangeAddress
        self.worksheet.removeRange(address, enum("sheet.CellDeleteMode", mode))
        self.book.app.office.shifts += 1

    @property
    def api(self) -> SheetWords:
        """LibreOffice's own object, which also answers to Excel's commonest words."""
        return SheetWords(self)

    @property
    def index(self) -> int:
        return int(self.worksheet.RangeAddress.Sheet) + 1

    @property
    def name(self) -> str:
        return str(self.worksheet.Name)

    @name.setter
    def name(self, value: str) -> None:
        taken = [s.name.lower() for s in self.book.sheets if s.index != self.index]
        if value.lower() in taken:
            # LibreOffice would keep the old name and say nothing.
            raise ValueError(f"Sheet named '{value}' already present in workbook")
        self.worksheet.Name = value

    @property
    def visible(self) -> bool:
        return bool(self.worksheet.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.worksheet.IsVisible = bool(value)

    @property
    def names(self) -> Names:
        return Names(self.book, self)

    @property
    def tables(self) -> Tables:
        return Tables(self)

    @property
    def charts(self) -> Charts:
        return Charts(self)

    @property
    def pictures(self) -> Pictures:
        return Pictures(self)

    @property
    def shapes(self) -> Shapes:
        return Shapes(self)

    @property
    def pivot_tables(self) -> Any:
        """Not covered; said here because xlwings' base class does not."""
        raise NotImplementedError("LibreOffice's engine makes no pivot tables.")

    @property
    def notes(self) -> list[Note]:
        return notes_of(self)

    @property
    def show_gridlines(self) -> bool:
        """Whether lines are drawn between cells of this sheet; a ValueError for a hidden one, which no window shows."""
        if not self.visible:
            raise ValueError("A hidden sheet has no gridlines to be shown: make it visible first.")
        self.book.document.setViewData(None)  # what it remembers from before is told as long as there is any
        told = {part.Name: part.Value for part in self.book.document.getViewData().getByIndex(0)}
        parts = told["Tables"].getByName(self.name) if told["Tables"].hasByName(self.name) else ()
        return all(part.Value for part in parts if part.Name == "ShowGrid")

    @show_gridlines.setter
    def show_gridlines(self, value: bool) -> None:
        if self.show_gridlines != bool(value):
            helper = self.book.app.office.create("com.sun.star.frame.DispatchHelper")
            self._shown(
                lambda controller: helper.executeDispatch(
                    controller.getFrame(), ".uno:ToggleSheetGrid", "", 0, ()
                )
            )

    def _shown(self, ask: Callable[[Any], Any]) -> Any:
        """Ask the window while it shows this sheet; the one that was active stays active."""
        controller = self.book.document.getCurrentController()
        if controller is None:
            raise NotImplementedError("LibreOffice tells it only of a workbook that has a window.")
        active = controller.getActiveSheet()
        controller.setActiveSheet(self.worksheet)
        told = ask(controller)
        controller.setActiveSheet(active)
        return told

    @property
    def page_setup(self) -> PageSetup:
        return PageSetup(self)

    @property
    def freeze_panes(self) -> FreezePanes:
        return FreezePanes(self)

    def activate(self) -> None:
        if controller := self.book.document.getCurrentController():
            controller.setActiveSheet(self.worksheet)

    def select(self) -> None:
        self.activate()

    def delete(self) -> None:
        if len(self.book.sheets) == 1:
            raise ValueError("A workbook must contain at least one visible worksheet.")
        self.book.document.Sheets.removeByName(self.name)

    def copy(self, before: Sheet | None = None, after: Sheet | None = None) -> None:
        neighbour = before or after
        assert neighbour, "xlwings passes one or the other"
        place = before.index - 1 if before else neighbour.index
        sheets = neighbour.book.sheets
        name = _unused(f"{self.name} ({{}})", sheets, 2)
        if neighbour.book.document.RuntimeUID == self.book.document.RuntimeUID:
            sheets.api.copyByName(self.name, name, place)
        else:
            sheets.api.importSheet(self.book.document, self.name, place)

    def move(self, before: Sheet | None = None, after: Sheet | None = None) -> None:
        neighbour = before or after
        assert neighbour, "xlwings passes one or the other"
        self.book.document.Sheets.moveByName(self.name, before.index - 1 if before else neighbour.index)

    def clear(self) -> None:
        for table in list(self.tables):
            table.remove()
        self.worksheet.clearContents(CONTENTS | LOOKS)

    def clear_contents(self) -> None:
        self.worksheet.clearContents(CONTENTS)

    def clear_formats(self) -> None:
        self.worksheet.clearContents(LOOKS)

    def autofit(self, axis: str | None = None) -> None:
        self.used_range.autofit(axis)

    def to_html(self, path: str) -> None:
        """The cells that hold something as a page of HTML."""
        self.book.require_folder(path)
        Path(path).write_bytes(clipboard.carried(self.used_range, "text/html"))

    @property
    def cells(self) -> Range:
        return self.block(Block(1, 1, ROWS, COLUMNS))

    @property
    def used_range(self) -> Range:
        cursor = self.worksheet.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return self.block(block_of(cursor.RangeAddress))

    def block(self, block: Block) -> Range:
        return Range(self, block)

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        if isinstance(arg1, tuple) and len(arg1) == 4:
            return self.block(Block._make(arg1))
        if isinstance(arg1, int) and isinstance(arg2, int):
            return self.range((arg1, arg2))
        first = self._corner(arg1)
        if arg2 is None:
            return first
        a, b = first.place, self._corner(arg2).place
        return Range(
            first.sheet,
            block_between(
                min(a.row, b.row),
                min(a.column, b.column),
                max(a.last_row, b.last_row),
                max(a.last_column, b.last_column),
            ),
        )

    def _corner(self, where: Any) -> Range:
        if isinstance(where, Range):
            return where
        if isinstance(where, tuple):
            if 0 in where:
                raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
            row, column = where
            return self.block(Block(row, column, 1, 1))
        return self._named(str(where))

    def _named(self, words: str) -> Range:
        """An address, a defined name, or a table in Excel's words; a KeyError when there is none such."""
        sheet_name, rest = split_sheet(words.removeprefix("="))
        if sheet_name is not None:
            other: Sheet = self.book.sheets(sheet_name)
            return other._named(rest)
        if block := parsed(rest):
            return self.block(block)
        for names in (self.names, self.book.names):
            if rest in names:
                return names(rest).refers_to_range
        if part := _TABLE_PART.fullmatch(rest):
            for sheet in self.book.sheets:
                cells: Range | None = sheet.tables(part[1]).part(part[2]) if part[1] in sheet.tables else None
                if cells is not None:
                    return cells
        raise KeyError(words)
