"""Rows and columns of a table: added in its midst or at its end, and taken away; what lies beside moves as in Excel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from pmo_xl.libreoffice.convert.address import Block
from pmo_xl.libreoffice.convert.collection import Counted, Named

_FAR = 1_000
"""How far below or beside a table it is looked whether something stands there."""

if TYPE_CHECKING:
    from pmo_xl.libreoffice.objects.ranges import Range
    from pmo_xl.libreoffice.objects.tables import Table


def make_room(table: Table, place: Block, mode: str) -> None:
    """Move what stands in a place down or to the right, where something does."""
    beyond = {"DOWN": place._replace(rows=_FAR), "RIGHT": place._replace(columns=_FAR)}[mode]
    if any(value != "" for row in table.parent.block(beyond).uno.getDataArray() for value in row):
        table.parent.insert_cells(place, mode)


class TableRow(base_classes.TableRow):
    """One row of data, by its number from 1."""

    index: Any = None

    def __init__(self, table: Table, index: int) -> None:
        self.table = table
        self.index = index

    @property
    def range(self) -> Range:
        body: Range = self.table.body
        found: Range = self.table.parent.block(body.place._replace(row=body.row + self.index - 1, rows=1))
        return found

    async def get_range(self) -> Range:
        """The same for code that waits for its answers."""
        return self.range

    def delete(self) -> None:
        """The last one leaves a blank row to type into."""
        place, row = self.table.range.place, self.range
        if len(self.table.rows) == 1:
            row.clear_contents()
            return
        self.table.parent.remove_cells(row.place, "UP")
        self.table.cover(place._replace(rows=place.rows - 1))


class TableRows(Counted, base_classes.TableRows):
    """The rows of data of a table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    @property
    def api(self) -> Any:
        return self.table.body.uno

    @property
    def column_count(self) -> int:
        return self.table.range.shape[1]

    def __iter__(self) -> Iterator[TableRow]:
        body = self.table.data_body_range
        for index in range(body.shape[0] if body is not None else 0):
            yield TableRow(self.table, index + 1)

    def add(self, values: Sequence[Any] | None, index: int | None) -> TableRow:
        """A row before that one, or the last; columns that are computed all through are computed there too."""
        table, count = self.table, len(self)
        at = count + 1 if index is None else index
        if count:
            place, body = table.range.place, table.body
            new = Block(body.row + at - 1, place.column, 1, place.columns)
            calculated = _calculated(body)
            if at <= count or table.show_totals:
                table.parent.insert_cells(new, "DOWN")
            else:
                make_room(table, new, "DOWN")
            table.cover(place._replace(rows=place.rows + 1))
            neighbour = new._replace(row=new.row - 1 if at > 1 else new.row + 1)
            for column in calculated:
                source = table.parent.block(Block(neighbour.row, place.column + column, 1, 1))
                source.copy_to(table.parent.block(Block(new.row, place.column + column, 1, 1)))
        row = TableRow(table, at)
        if values is not None:
            row.range.raw_value = [list(values)]
        return row


def _calculated(body: Range) -> list[int]:
    """The columns in which every cell holds a formula."""
    columns = zip(*body.uno.getFormulaArray(), strict=True)
    return [n for n, cells in enumerate(columns) if all(str(words).startswith("=") for words in cells)]


class TableColumn(base_classes.TableColumn):
    """One column of a table, by its number from 1."""

    index: Any = None

    def __init__(self, table: Table, index: int) -> None:
        self.table = table
        self.index = index

    @property
    def range(self) -> Range:
        place = self.table.range.place
        found: Range = self.table.parent.block(
            place._replace(column=place.column + self.index - 1, columns=1)
        )
        return found

    @property
    def name(self) -> str:
        return str(self.range.cell.getString())

    @property
    def data_body_range(self) -> Range | None:
        body = self.table.data_body_range
        if body is None:
            return None
        found: Range = self.table.parent.block(
            body.place._replace(column=body.column + self.index - 1, columns=1)
        )
        return found

    async def get_range(self) -> Range:
        """The same for code that waits for its answers."""
        return self.range

    async def get_data_body_range(self) -> Range | None:
        """The same for code that waits for its answers."""
        return self.data_body_range

    def delete(self) -> None:
        place = self.table.range.place
        self.table.parent.remove_cells(self.range.place, "LEFT")
        self.table.cover(place._replace(columns=place.columns - 1))


class TableColumns(Named, base_classes.TableColumns):
    """The columns of a table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    @property
    def api(self) -> Any:
        return self.table.range.uno

    def __iter__(self) -> Iterator[TableColumn]:
        for index in range(self.table.range.shape[1]):
            yield TableColumn(self.table, index + 1)

    def add(self, name: str, index: int | None) -> TableColumn:
        """A column before that one, or the last."""
        place = self.table.range.place
        at = place.columns + 1 if index is None else index
        new = place._replace(column=place.column + at - 1, columns=1)
        if at <= place.columns:
            self.table.parent.insert_cells(new, "RIGHT")
        else:
            make_room(self.table, new, "RIGHT")
        self.table.cover(place._replace(columns=place.columns + 1))
        column = TableColumn(self.table, at)
        column.range.cell.setString(name)
        return column
