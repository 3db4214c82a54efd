"""One sheet of a copy: cells get another format, and the sheet learns of its notes. All else stays."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from itertools import groupby

from pmo_xl.core.base.finding import Severity, cell_name
from pmo_xl.excel.marked.styles import Styles
from pmo_xl.excel.package.xml_spans import MAIN, Element, Markup, UnmarkableError

_NAME = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)
_AFTER_NOTES = frozenset({
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
    "mc:AlternateContent",
})  # fmt: skip
"""What the schema wants behind the link to the notes."""

WIDTH, HEIGHT = 64, 20
"""Pixels of a column and a row that nobody has changed."""

Cells = Mapping[tuple[int, int], Severity]


class MarkedSheet:
    """A sheet's XML on its way into the copy.

    ``restore`` gives, for formats that an earlier answer left in the sheet, the format to put back.
    """

    def __init__(self, xml: bytes, cells: Cells, restore: Mapping[int, int]) -> None:
        self._cells = cells
        self._restore = restore
        self._rows = {row for row, _ in cells}
        self._missing = sorted(self._rows)
        self._row = self._column = -1
        self._places: dict[int, list[tuple[int, Element]]] = {row: [] for row in self._rows}
        self._found: dict[int, Element] = {}
        self._stale: list[tuple[Element, int, tuple[int, int]]] = []
        self._heights: dict[int, int] = {}
        self._counted = False
        self._pending: list[tuple[str, int, int]] = []
        self.markup = Markup(xml, self._wanted)
        if self.markup.space != MAIN:
            raise UnmarkableError("a sheet of another kind")
        self._columns = [element.attributes for element in self.markup.all("col")]
        self._sort_out()
        self._numbers = sorted(self._found)

    # reading -----------------------------------------------------------------------------------------

    def _wanted(self, name: str, attributes: Mapping[str, str]) -> bool:
        """Rows and cells are told as they come: those that matter are remembered."""
        if name == "row":
            return self._row_comes(attributes)
        if name == "c":
            return self._cell_comes(attributes)
        return name == "col"

    def _row_comes(self, attributes: Mapping[str, str]) -> bool:
        number = attributes.get("r", "")
        previous = self._row
        self._row = int(number) - 1 if number.isdecimal() else previous + 1
        self._column = -1
        if self._row <= previous:
            raise UnmarkableError("rows out of order")
        if attributes.get("hidden") in ("1", "true"):
            self._heights[self._row] = 0
        elif "ht" in attributes:
            self._heights[self._row] = round(float(attributes["ht"]) * 4 / 3)
        if self._row not in self._rows:
            # The first row behind a missing one is remembered: there the missing one goes.
            here = bisect_right(self._missing, self._row)
            return here > 0 and self._missing[here - 1] > previous
        return True

    def _cell_comes(self, attributes: Mapping[str, str]) -> bool:
        if "r" in attributes:
            match = _NAME.fullmatch(attributes["r"].upper())
            if match is None or int(match[2]) - 1 != self._row:
                raise UnmarkableError(f"a cell {attributes['r']!r} in row {self._row + 1}")
            self._column = column_number(match[1])
        else:
            self._counted = True
            self._column += 1
        style = attributes.get("s", "0")
        if self._row in self._rows or (style.isdecimal() and int(style) in self._restore):
            self._pending.append((style, self._row, self._column))
            return True
        return False

    def _sort_out(self) -> None:
        """Put the remembered cells into their rows."""
        for element in self.markup.all("row"):
            number = element.attributes.get("r", "")
            if number.isdecimal():
                self._found[int(number) - 1] = element
            elif self._rows:
                raise UnmarkableError("rows without numbers")
        for element, (style, row, column) in zip(self.markup.all("c"), self._pending, strict=True):
            if row in self._rows:
                self._places[row].append((column, element))
            if style.isdecimal() and int(style) in self._restore and (row, column) not in self._cells:
                self._stale.append((element, int(style), (row, column)))

    # changing ----------------------------------------------------------------------------------------

    def colour(self, styles: Styles) -> None:
        """Give every cell its format, those that were marked earlier their own one again."""
        for element, style, _ in self._stale:
            self.markup.set(element, "s", str(self._restore[style]))
        by_row = groupby(sorted(self._cells), key=lambda cell: cell[0])
        for row, cells in by_row:
            self._colour_row(row, [column for _, column in cells], styles)

    def _colour_row(self, row: int, columns: list[int], styles: Styles) -> None:
        element = self._found.get(row)
        missing: list[tuple[int, str]] = []
        for column in columns:
            severity = self._cells[row, column]
            there = [e for at, e in self._places[row] if at == column]
            for cell in there:
                self.markup.set(
                    cell, "s", str(styles.marked(self._own(cell.attributes.get("s", "")), severity))
                )
            if not there:
                if self._counted:
                    raise UnmarkableError("cells without names")
                style = styles.marked(self._own(self._default(element, column)), severity)
                missing.append((column, f'<{self.markup.prefix}c r="{cell_name(row, column)}" s="{style}"/>'))
        if element is None:
            self._add_row(row, "".join(xml for _, xml in missing))
            return
        for column, xml in missing:
            behind = next((e for at, e in self._places[row] if at > column), None)
            if behind is not None:
                self.markup.insert(behind.start, xml)
            else:
                self.markup.append(element, xml)
        if missing and "spans" in element.attributes:
            self.markup.set(element, "spans", None)

    def _own(self, style: str) -> int:
        number = int(style) if style.isdecimal() else 0
        return self._restore.get(number, number)

    def _default(self, row: Element | None, column: int) -> str:
        """The format of a cell that is not there: that of its row, else of its column."""
        if row is not None and row.attributes.get("customFormat") in ("1", "true"):
            return row.attributes.get("s", "")
        of_column = (attributes for attributes in self._columns if _spans(attributes, column))
        return next((attributes.get("style", "") for attributes in of_column), "")

    def _add_row(self, row: int, cells: str) -> None:
        xml = f'<{self.markup.prefix}row r="{row + 1}">{cells}</{self.markup.prefix}row>'
        behind = bisect_right(self._numbers, row)
        data = self.markup.first("sheetData")
        if data is None:
            raise UnmarkableError("a sheet without data")
        if behind == len(self._numbers):
            self.markup.append(data, xml)
        else:
            self.markup.insert(self._found[self._numbers[behind]].start, xml)

    @property
    def drawing(self) -> bool:
        """Whether the sheet has a link to notes or controls."""
        return self.markup.first("legacyDrawing") is not None

    def link_notes(self, identifier: str) -> None:
        """Add the link to the notes, where the schema wants it."""
        xml = f"<{self.markup.prefix}legacyDrawing{self.markup.identifier(identifier)}/>"
        behind = next((e for e in self.markup.root.children if e.name in _AFTER_NOTES), None)
        self.markup.insert(behind.start if behind is not None else self.markup.root.tail, xml)

    # measuring ---------------------------------------------------------------------------------------

    def box(self, row: int, column: int, width: int, height: int) -> str:
        """The anchor of a note of that many pixels, beside its cell."""
        top = max(0, row - 1)
        last_column, right = _reach(column + 1, 15 + width, self._width)
        last_row, bottom = _reach(top, 4 + height, lambda at: self._heights.get(at, HEIGHT))
        return f"{column + 1}, 15, {top}, 4, {last_column}, {right}, {last_row}, {bottom}"

    def folded(self, column: int) -> bool:
        """Whether a column is out of sight."""
        return self._width(column) == 0

    def _width(self, column: int) -> int:
        for attributes in self._columns:
            if _spans(attributes, column):
                hidden = attributes.get("hidden") in ("1", "true")
                return 0 if hidden else round(float(attributes.get("width", WIDTH / 7)) * 7)
        return WIDTH


def _reach(start: int, pixels: int, size: Callable[[int], int]) -> tuple[int, int]:
    """The column or row that many pixels further on, and the pixels into it."""
    at = start
    while pixels > (room := size(at)):
        pixels -= room
        at += 1
    return at, pixels


def _spans(attributes: Mapping[str, str], column: int) -> bool:
    low, high = attributes.get("min", ""), attributes.get("max", "")
    return low.isdecimal() and high.isdecimal() and int(low) <= column + 1 <= int(high)


def column_number(letters: str) -> int:
    """The zero-based number of a column: ``column_number("C")`` is 2."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
