"""Tables: what LibreOffice calls database ranges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError, base_classes

from pmo_xl.libreoffice.convert.address import Block, block_of, can_be_name
from pmo_xl.libreoffice.objects.collection import Named

if TYPE_CHECKING:
    from pmo_xl.libreoffice.objects.ranges import Range
    from pmo_xl.libreoffice.objects.sheet import Sheet

# LibreOffice keeps sheets' own filters among the database ranges, under names of its own.
_OWN = "__Anonymous"


class Tables(Named, base_classes.Tables):
    """The tables of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def api(self) -> Any:
        return self.sheet.book.document.DatabaseRanges

    def __iter__(self) -> Iterator[Table]:
        index = self.sheet.index - 1
        for name in self.api.ElementNames:
            if not name.startswith(_OWN) and self.api.getByName(name).DataArea.Sheet == index:
                yield Table(self.sheet, name)

    def add(
        self,
        source_type: Any = None,
        source: Any = None,
        link_source: Any = None,
        has_headers: bool | None = None,
        destination: Any = None,
        table_style_name: str | None = None,
        name: str | None = None,
    ) -> Table:
        """A new table. Its style is Excel's affair: LibreOffice has none for tables."""
        cells: Range = source.impl
        taken = {other.lower() for other in self.api.ElementNames}
        if name is None:
            number = 1
            while f"table{number}" in taken:
                number += 1
            name = f"Table{number}"
        if name.lower() in taken:
            raise XlwingsError(f"A table named '{name}' is already present in the workbook.")
        if any(table.range.place.meets(cells.place) for table in self):
            raise XlwingsError("A table can't overlap another table.")
        _require_name(name)
        self.api.addNewByName(name, cells.api.RangeAddress)
        table = Table(self.sheet, name)
        table.api.ContainsHeader = table.api.AutoFilter = bool(has_headers)
        return table


def _require_name(name: str) -> None:
    if not can_be_name(name):
        raise XlwingsError(f"'{name}' cannot be the name of a table.")


def _look(name: str) -> Any:
    """A part of Excel's table styles: False, since LibreOffice draws none, and not to be set."""

    def get(_: Table) -> bool:
        return False

    def put(_: Table, __: Any) -> None:
        raise NotImplementedError(f"LibreOffice's engine has no table styles: {name}")

    return property(get, put)


class Table(base_classes.Table):
    """One table."""

    parent: Any = None

    show_table_style_column_stripes = _look("show_table_style_column_stripes")
    show_table_style_row_stripes = _look("show_table_style_row_stripes")
    show_table_style_first_column = _look("show_table_style_first_column")
    show_table_style_last_column = _look("show_table_style_last_column")

    def __init__(self, sheet: Sheet, name: str) -> None:
        self.parent = sheet
        self._name = name

    @property
    def api(self) -> Any:
        return self.parent.book.document.DatabaseRanges.getByName(self._name)

    @property
    def name(self) -> str:
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        _require_name(value)
        self.api.setName(value)
        self._name = value

    display_name = name

    @property
    def range(self) -> Range:
        found: Range = self.parent.block(block_of(self.api.DataArea))
        return found

    @property
    def show_headers(self) -> bool:
        return bool(self.api.ContainsHeader)

    @show_headers.setter
    def show_headers(self, value: bool) -> None:
        self.api.ContainsHeader = bool(value)

    @property
    def show_totals(self) -> bool:
        return bool(self.api.TotalsRow)

    @show_totals.setter
    def show_totals(self, value: bool) -> None:
        raise NotImplementedError("LibreOffice's engine reads a table's totals row and does not make one.")

    @property
    def show_autofilter(self) -> bool:
        return bool(self.api.AutoFilter)

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self.api.AutoFilter = bool(value)

    @property
    def table_style(self) -> str | None:
        return None

    @table_style.setter
    def table_style(self, value: str) -> None:
        raise NotImplementedError("LibreOffice's engine has no table styles.")

    def _rows(self, first: int, count: int) -> Range | None:
        place = self.range.place
        block = Block(place.row + first, place.column, count, place.columns)
        found: Range | None = self.parent.block(block) if count > 0 else None
        return found

    @property
    def header_row_range(self) -> Range | None:
        return self._rows(0, 1) if self.show_headers else None

    @property
    def data_body_range(self) -> Range | None:
        header = int(self.show_headers)
        return self._rows(header, self.range.place.rows - header - int(self.show_totals))

    @property
    def totals_row_range(self) -> Range | None:
        return self._rows(self.range.place.rows - 1, 1) if self.show_totals else None

    @property
    def insert_row_range(self) -> None:
        """Only an empty table of Excel has a row to type into that is not its data's."""

    def part(self, words: str | None) -> Range | None:
        """The cells that ``table``, ``table[#All]``, ``table[#Headers]`` mean."""
        match words:
            case "#All":
                return self.range
            case "#Headers":
                return self.header_row_range
            case _:
                return self.data_body_range

    def resize(self, range: Any) -> None:  # noqa: A002 - xlwings' word
        self.api.DataArea = range.impl.api.RangeAddress
