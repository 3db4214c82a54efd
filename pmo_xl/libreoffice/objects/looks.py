"""How cells look: colours, fonts, number formats, widths, merged cells, and clearing it all."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from xlwings import base_classes

from pmo_xl.libreoffice.connection.office import enum
from pmo_xl.libreoffice.convert.address import Block
from pmo_xl.libreoffice.convert.values import DATE, LOGICAL, TIME, format_key

# Which parts of a cell are cleared (com.sun.star.sheet.CellFlags): numbers, dates, texts and formulas; the looks.
CONTENTS = 1 | 2 | 4 | 16
LOOKS = 32 | 64 | 256 | 512

_HUNDREDTHS_OF_MM_PER_POINT = 2540 / 72
# Excel counts a column's width in digits of the default font: 7 pixels each at 96 to the inch, and 5 of padding.
_HUNDREDTHS_OF_MM_PER_PIXEL = 2540 / 96
_PIXELS_PER_DIGIT, _PADDING_PIXELS = 7, 5

_DATE_CODE = re.compile(r'"[^"]*"|\\.|\[\$[^\]]*\]|AM/PM|A/P|[YMDHS]+')


class Looks(base_classes.Range):
    """The looks of a range; the range itself says which cells."""

    document: Any = None
    place: Block

    def clear(self) -> None:
        self._clear(CONTENTS | LOOKS)

    def clear_contents(self) -> None:
        self._clear(CONTENTS)

    def clear_formats(self) -> None:
        self._clear(LOOKS)

    def _clear(self, flags: int) -> None:
        if len(self):
            self.api.clearContents(flags)

    @property
    def color(self) -> tuple[int, int, int] | None:
        return colour_from(self.api.CellBackColor)

    @color.setter
    def color(self, value: Any) -> None:
        self.api.CellBackColor = colour_to(value)

    @property
    def font(self) -> Font:
        return Font(self)

    @property
    def number_format(self) -> str | None:
        key = self.api.NumberFormat
        if key is None:
            return None  # several
        found = self.document.NumberFormats.getByKey(key)
        if found.Type & LOGICAL or key == 0:
            return "General"
        code = str(found.FormatString)
        if found.Type & (DATE | TIME):
            return _DATE_CODE.sub(lambda part: part[0].lower() if part[0].isalpha() else part[0], code)
        return code

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.api.NumberFormat = format_key(self.document, value)

    @property
    def wrap_text(self) -> bool | None:
        wrapped = self.api.IsTextWrapped
        return None if wrapped is None else bool(wrapped)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.api.IsTextWrapped = bool(value)

    @property
    def column_width(self) -> float:
        pixels = self.api.Columns.getByIndex(0).Width / _HUNDREDTHS_OF_MM_PER_PIXEL
        return float(round(max(pixels - _PADDING_PIXELS, 0) / _PIXELS_PER_DIGIT, 2))

    @column_width.setter
    def column_width(self, value: float) -> None:
        pixels = value * _PIXELS_PER_DIGIT + _PADDING_PIXELS
        self.api.Columns.Width = round(pixels * _HUNDREDTHS_OF_MM_PER_PIXEL)

    @property
    def row_height(self) -> float:
        return float(round(self.api.Rows.getByIndex(0).Height / _HUNDREDTHS_OF_MM_PER_POINT, 2))

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.api.Rows.Height = round(value * _HUNDREDTHS_OF_MM_PER_POINT)

    @property
    def row_hidden(self) -> bool:
        return not self.api.Rows.IsVisible

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.api.Rows.IsVisible = not value

    @property
    def column_hidden(self) -> bool:
        return not self.api.Columns.IsVisible

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.api.Columns.IsVisible = not value

    @property
    def left(self) -> float:
        return float(self.api.Position.X / _HUNDREDTHS_OF_MM_PER_POINT)

    @property
    def top(self) -> float:
        return float(self.api.Position.Y / _HUNDREDTHS_OF_MM_PER_POINT)

    @property
    def width(self) -> float:
        return float(self.api.Size.Width / _HUNDREDTHS_OF_MM_PER_POINT)

    @property
    def height(self) -> float:
        return float(self.api.Size.Height / _HUNDREDTHS_OF_MM_PER_POINT)

    def autofit(self, axis: str | None = None) -> None:
        if axis in {None, "c", "columns"}:
            self.api.Columns.OptimalWidth = True
        if axis in {None, "r", "rows"}:
            self.api.Rows.OptimalHeight = True

    def merge(self, across: bool = False) -> None:
        rows = [self.api]
        if across:
            rows = [
                self.api.getCellRangeByPosition(0, row, self.place.columns - 1, row)
                for row in range(self.place.rows)
            ]
        for row in rows:
            row.merge(True)

    def unmerge(self) -> None:
        self.api.merge(False)

    @property
    def merge_cells(self) -> bool:
        return bool(self.api.IsMerged) or len(self.merge_area) > 1

    @property
    def horizontal_alignment(self) -> str | None:
        return _HORIZONTAL_NAMES.get(self.api.HoriJustify.value)

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        if value not in _HORIZONTAL:
            raise NotImplementedError(f"LibreOffice cannot align cells '{value}'.")
        self.api.HoriJustify = enum("table.CellHoriJustify", _HORIZONTAL[value])

    @property
    def vertical_alignment(self) -> str | None:
        return _VERTICAL_NAMES.get(self.api.VertJustify)

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        if value not in _VERTICAL:
            raise NotImplementedError(f"LibreOffice cannot align cells '{value}'.")
        self.api.VertJustify = _VERTICAL[value]


_HORIZONTAL = {
    "general": "STANDARD",
    "left": "LEFT",
    "center": "CENTER",
    "right": "RIGHT",
    "justify": "BLOCK",
    "fill": "REPEAT",
}
_HORIZONTAL_NAMES = {office: name for name, office in _HORIZONTAL.items()}
# com.sun.star.table.CellVertJustify2; its 0, not chosen, is at the bottom.
_VERTICAL = {"top": 1, "center": 2, "bottom": 3, "justify": 4}
_VERTICAL_NAMES = {**{office: name for name, office in _VERTICAL.items()}, 0: "bottom"}


def colour_to(value: Any) -> int:
    """A colour in any of xlwings' spellings, as LibreOffice has it: one number, -1 for none."""
    if value is None:
        return -1
    if isinstance(value, str):
        return int(value.removeprefix("#"), 16)
    if isinstance(value, int):  # Excel's own number, which has blue in front
        return ((value & 255) << 16) + (value & 0xFF00) + (value >> 16)
    red, green, blue = (int(part) for part in value)
    return (red << 16) + (green << 8) + blue


def colour_from(number: int | None) -> tuple[int, int, int] | None:
    """LibreOffice's number as red, green and blue; None where no colour was chosen."""
    if number is None or number == -1:
        return None
    return (number >> 16) & 255, (number >> 8) & 255, number & 255


def _character(name: str, read: Callable[[Any], Any], write: Callable[[Any], Any]) -> Any:
    """A property of the font, by LibreOffice's name; cells that differ give None."""

    def get(font: Font) -> Any:
        value = getattr(font.api, name)
        return None if value is None else read(value)

    def put(font: Font, value: Any) -> None:
        setattr(font.api, name, write(value))

    return property(get, put)


_BOLD, _NORMAL = 150.0, 100.0


class Font(base_classes.Font):
    """The font of a range."""

    bold = _character("CharWeight", lambda weight: weight >= _BOLD, lambda on: _BOLD if on else _NORMAL)
    italic = _character(
        "CharPosture",
        lambda slant: slant.value == "ITALIC",
        lambda on: enum("awt.FontSlant", "ITALIC" if on else "NONE"),
    )
    size = _character("CharHeight", float, float)
    name = _character("CharFontName", str, str)
    color = _character("CharColor", colour_from, colour_to)

    def __init__(self, cells: Looks) -> None:
        self.cells = cells

    @property
    def api(self) -> Any:
        return self.cells.api
