"""Tables: what LibreOffice calls database ranges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError, base_classes

from pmo_xl.libreoffice.cells import arranging
from pmo_xl.libreoffice.cells.filtering import AutoFilter
from pmo_xl.libreoffice.convert.address import Block, block_of, can_be_name
from pmo_xl.libreoffice.convert.collection import Named
from pmo_xl.libreoffice.objects.table_parts import TableColumns, TableRows, make_room

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
        """By their position on the sheet, row by row: LibreOffice names them by the alphabet, Excel as they were made."""
        index = self.sheet.index - 1
        found = []
        for name in self.api.ElementNames:
            if not name.startswith(_OWN):
                area = self.api.getByName(name).DataArea
                if area.Sheet == index:
                    found.append((area.StartRow, area.StartColumn, name))
        for _, _, name in sorted(found):
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
        cells = self._with_header(cells, bool(has_headers))
        self.api.addNewByName(name, cells.uno.RangeAddress)
        table = Table(self.sheet, name)
        table.api.ContainsHeader = table.api.AutoFilter = True
        return table

    def _with_header(self, cells: Range, has_headers: bool) -> Range:
        """Cells with a row of names on top, and at least one below: as Excel, the engine names what has no name."""
        place = cells.place
        if not has_headers:
            self.sheet.insert_cells(place._replace(rows=1), "DOWN")
        header = self.sheet.block(place._replace(rows=1)).uno
        taken = {str(words).lower() for words in header.getDataArray()[0]}
        for column in range(place.columns):
            cell = header.getCellByPosition(column, 0)
            if cell.getString() == "":
                number = column + 1
                while f"column{number}" in taken:
                    number += 1
                taken.add(f"column{number}")
                cell.setString(f"Column{number}")
        if (
            has_headers
            and place.rows == 1
            and any(
                value != ""
                for value in self.sheet.block(place._replace(row=place.row + 1)).uno.getDataArray()[0]
            )
        ):
            self.sheet.insert_cells(place._replace(row=place.row + 1), "DOWN")
        found: Range = self.sheet.block(place._replace(rows=max(place.rows + (not has_headers), 2)))
        return found


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
        """Without its names a table begins a row further down, as in Excel; with them again they stand there again."""
        if bool(value) == self.show_headers:
            return
        place, kept = self.range.place, self.parent.book.app.office.headers
        key = (self.parent.book.document.RuntimeUID, self._name)
        if not value:
            self._require_no_formula_by_name()
            header = self.parent.block(place._replace(rows=1))
            kept[key] = header.uno.getDataArray()
            header.clear_contents()
            self.cover(place._replace(row=place.row + 1, rows=place.rows - 1))
        else:
            header = self.parent.block(place._replace(row=place.row - 1, rows=1))
            names = kept.get(key) or (tuple(f"Column{n + 1}" for n in range(place.columns)),)
            header.uno.setDataArray(names)
            self.cover(place._replace(row=place.row - 1, rows=place.rows + 1))
        self.api.ContainsHeader = bool(value)

    def _require_no_formula_by_name(self) -> None:
        """LibreOffice finds columns by the names that stand there: without them, formulas would be errors."""
        for sheet in self.parent.book.sheets:
            for words in (w for row in sheet.used_range.uno.getFormulaArray() for w in row):
                if words.startswith("=") and f"{self._name}[".lower() in words.lower():
                    raise NotImplementedError(
                        f"LibreOffice cannot hide the headers of '{self._name}': formulas name its columns."
                    )

    @property
    def show_totals(self) -> bool:
        return bool(self.api.TotalsRow)

    @show_totals.setter
    def show_totals(self, value: bool) -> None:
        """A row below with the sum of the last column, or how many stand there; without it, what is below moves up."""
        if bool(value) == self.show_totals:
            return
        place = self.range.place
        if not value:
            self.api.TotalsRow = False
            self.parent.remove_cells(place._replace(row=place.last_row, rows=1), "UP")
            self.cover(place._replace(rows=place.rows - 1))
            return
        new = place._replace(row=place.last_row + 1, rows=1)
        make_room(self, new, "DOWN")
        self.cover(place._replace(rows=place.rows + 1))
        self.api.TotalsRow = True
        last = self.parent.block(Block(new.row, new.last_column, 1, 1))
        body = self.parent.block(Block(self.body.row, new.last_column, self.body.shape[0], 1))
        values = body.uno.getDataArray()
        if place.columns > 1:
            self.parent.block(Block(new.row, new.column, 1, 1)).raw_value = "Total"
        kind = 109 if any(isinstance(row[0], float) for row in values) else 103
        last.formula = f"=SUBTOTAL({kind},{body.get_address(False, False)})"

    def cover(self, place: Block) -> None:
        """Make the table these cells."""
        self.api.DataArea = self.parent.block(place).uno.RangeAddress

    @property
    def show_autofilter(self) -> bool:
        return bool(self.api.AutoFilter)

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self.api.AutoFilter = bool(value)

    @property
    def autofilter(self) -> AutoFilter:
        return AutoFilter(self.range, lambda _: self.api)

    def sort(self, keys: Sequence[int], ascending: Sequence[bool]) -> None:
        body = self.data_body_range
        if body is not None:
            arranging.sort(body, keys, ascending, False)

    @property
    def table_style(self) -> str | None:
        return None

    @table_style.setter
    def table_style(self, value: str) -> None:
        raise NotImplementedError("LibreOffice's engine has no table styles.")

    def remove(self) -> None:
        """The table is no more, its cells stay."""
        self.parent.tables.api.removeByName(self._name)

    def _rows(self, first: int, count: int) -> Range | None:
        place = self.range.place
        block = Block(place.row + first, place.column, count, place.columns)
        found: Range | None = self.parent.block(block) if count > 0 else None
        return found

    @property
    def header_row_range(self) -> Range | None:
        return self._rows(0, 1) if self.show_headers else None

    @property
    def body(self) -> Range:
        """The rows between header and totals, also where nothing stands there yet."""
        header = int(self.show_headers)
        found = self._rows(header, self.range.place.rows - header - int(self.show_totals))
        assert found is not None, "a table has a row below its header"
        return found

    @property
    def _is_empty(self) -> bool:
        """Whether there is nothing but the blank row that Excel keeps for typing into."""
        body = self.body
        return body.shape[0] == 1 and all(value == "" for value in body.uno.getDataArray()[0])

    @property
    def data_body_range(self) -> Range | None:
        return None if self._is_empty else self.body

    @property
    def totals_row_range(self) -> Range | None:
        return self._rows(self.range.place.rows - 1, 1) if self.show_totals else None

    @property
    def insert_row_range(self) -> Range | None:
        return self.body if self._is_empty else None

    @property
    def rows(self) -> TableRows:
        return TableRows(self)

    @property
    def columns(self) -> TableColumns:
        return TableColumns(self)

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
        self.api.DataArea = range.impl.uno.RangeAddress
