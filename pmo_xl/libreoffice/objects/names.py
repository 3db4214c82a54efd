"""Defined names, of a book and of single sheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError, base_classes

from pmo_xl.libreoffice.connection.office import struct
from pmo_xl.libreoffice.convert.address import block_of, can_be_name, quoted, split_sheet
from pmo_xl.libreoffice.convert.collection import Named
from pmo_xl.libreoffice.convert.formula import to_excel, to_office

if TYPE_CHECKING:
    from pmo_xl.libreoffice.objects.book import Book
    from pmo_xl.libreoffice.objects.ranges import Range
    from pmo_xl.libreoffice.objects.sheet import Sheet


class Names(Named, base_classes.Names):
    """The names of a book, with those of its sheets behind them; or those of one sheet alone."""

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        self.book = book
        self.sheet = sheet

    @property
    def api(self) -> Any:
        return (self.sheet.worksheet if self.sheet else self.book.document).NamedRanges

    def __iter__(self) -> Iterator[Name]:
        for name in self.api.ElementNames:
            yield Name(self.book, self.sheet, name)
        if self.sheet is None:
            for sheet in self.book.sheets:
                yield from sheet.names

    def __call__(self, key: int | str) -> Name:
        """A name of one sheet is found there with or without the sheet's name in front."""
        if isinstance(key, str) and self.sheet is not None and "!" not in key:
            key = f"{quoted(self.sheet.name)}!{key}"
        found: Name = super().__call__(key)
        return found

    def snapshot(self) -> list[tuple[str, Name]]:
        return [(name.name, name) for name in self]

    def contains(self, name_or_index: int | str) -> bool:
        return name_or_index in self

    def add(self, name: str, refers_to: str) -> Name:
        """A name that exists already is given its new meaning, as in Excel."""
        sheet_name, bare = split_sheet(name)
        sheet = self.sheet if sheet_name is None else self.book.sheets(sheet_name)
        names = (sheet.worksheet if sheet else self.book.document).NamedRanges
        existing = next((taken for taken in names.ElementNames if taken.lower() == bare.lower()), None)
        content = _content(refers_to)
        if existing is not None:
            names.getByName(existing).setContent(content)
            return Name(self.book, sheet, existing)
        _require_name(bare)
        names.addNewByName(bare, content, struct("table.CellAddress"), 0)
        return Name(self.book, sheet, bare)


def _require_name(words: str) -> None:
    if not can_be_name(words):
        raise XlwingsError(f"'{words}' cannot be a name.")


def _content(refers_to: str) -> str:
    return to_office(refers_to.removeprefix("="))


class Name(base_classes.Name):
    """One defined name."""

    def __init__(self, book: Book, sheet: Sheet | None, bare: str) -> None:
        self.book = book
        self.sheet = sheet
        self.bare = bare

    @property
    def _siblings(self) -> Any:
        return (self.sheet.worksheet if self.sheet else self.book.document).NamedRanges

    @property
    def api(self) -> Any:
        return self._siblings.getByName(self.bare)

    @property
    def name(self) -> str:
        return f"{quoted(self.sheet.name)}!{self.bare}" if self.sheet else self.bare

    @name.setter
    def name(self, value: str) -> None:
        bare = split_sheet(value)[1]
        _require_name(bare)
        self.api.setName(bare)
        self.bare = bare

    @property
    def refers_to(self) -> str:
        return "=" + to_excel(self.api.getContent())

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.api.setContent(_content(value))

    @property
    def refers_to_range(self) -> Range:
        cells = self.api.getReferredCells()
        if cells is None:
            raise XlwingsError(f"The name '{self.name}' does not refer to cells: {self.refers_to}")
        address = cells.RangeAddress
        found: Range = self.book.sheets(address.Sheet + 1).block(block_of(address))
        return found

    def delete(self) -> None:
        self._siblings.removeByName(self.bare)
