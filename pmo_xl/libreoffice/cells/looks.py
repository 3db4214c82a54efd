"""How cells look: colours, fonts, number formats, widths, merged cells, and clearing it all."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from pmo_xl.libreoffice.cells.fonts import Font, common
from pmo_xl.libreoffice.connection.office import enum
from pmo_xl.libreoffice.convert.address import COLUMNS, ROWS, Block
from pmo_xl.libreoffice.convert.units import colour_from, colour_to, hundredths, points
from pmo_xl.libreoffice.convert.values import format_code, format_key

# Which parts of a cell are cleared (com.sun.star.sheet.CellFlags): numbers, dates, texts and formulas; the looks.
CONTENTS = 1 | 2 | 4 | 16
LOOKS = 32 | 64 | 256 | 512

# Excel counts a column's width in digits of the default font: 7 pixels each at 96 to the inch, and 5 of padding.
_HUNDREDTHS_OF_MM_PER_PIXEL = 2540 / 96
_PIXELS_PER_DIGIT, _PADDING_PIXELS = 7, 5

_FEW = 100
_INDENT = 353
"""A step of indentation in hundredths of a millimetre, as LibreOffice reads and writes Excel's."""


class Looks(base_classes.Range):
    """The looks of a range; the range itself says which cells."""

    document: Any = None
    sheet: Any = None
    uno: Any = None
    cells_of: Any = None
    place: Block

    def clear(self) -> None:
        """Contents, looks, and the tables that lie within, as in Excel: the next one finds the place free."""
        for table in list(self.sheet.tables):
            if self.place.contains(table.range.place):
                table.remove()
        self._clear(CONTENTS | LOOKS)

    def clear_contents(self) -> None:
        self._clear(CONTENTS)

    def clear_formats(self) -> None:
        self._clear(LOOKS)

    def _clear(self, flags: int) -> None:
        if len(self):
            self.uno.clearContents(flags)

    @property
    def color(self) -> tuple[int, int, int] | None:
        return colour_from(common(self.uno, "CellBackColor"))

    @color.setter
    def color(self, value: Any) -> None:
        self.uno.CellBackColor = colour_to(value)

    @property
    def font(self) -> Font:
        return Font(self.uno)

    @property
    def number_format(self) -> str | None:
        key = common(self.uno, "NumberFormat")
        return None if key is None else format_code(self.document, key)

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.uno.NumberFormat = format_key(self.document, value)

    @property
    def wrap_text(self) -> bool | None:
        wrapped = common(self.uno, "IsTextWrapped")
        return None if wrapped is None else bool(wrapped)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.uno.IsTextWrapped = bool(value)

    @property
    def column_width(self) -> float | None:
        """In digits of the default font, None where columns differ; all together, that is asked of each."""
        width = self._common_length(self.uno.Columns, "Width", self.uno.Size.Width)
        if width is None:
            return None
        pixels = width / _HUNDREDTHS_OF_MM_PER_PIXEL
        return float(round(max(pixels - _PADDING_PIXELS, 0) / _PIXELS_PER_DIGIT, 2))

    @column_width.setter
    def column_width(self, value: float) -> None:
        pixels = value * _PIXELS_PER_DIGIT + _PADDING_PIXELS
        self.uno.Columns.Width = round(pixels * _HUNDREDTHS_OF_MM_PER_PIXEL)

    @property
    def row_height(self) -> float | None:
        """In points, to the quarter as Excel has them; None where rows differ."""
        height = self._common_length(self.uno.Rows, "Height", self.uno.Size.Height)
        return None if height is None else points(height)

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.uno.Rows.Height = hundredths(value)

    @staticmethod
    def _common_length(lines: Any, name: str, total: int) -> int | None:
        """The height of rows or the width of columns; None where they differ.

        Each is a question to another program: of more than a hundred, the hundred first and the sum are asked for.
        """
        count = lines.Count
        found = {getattr(lines.getByIndex(index), name) for index in range(min(count, _FEW))}
        length: int = found.pop()
        same = not found and (count <= _FEW or abs(total - length * count) <= count)
        return length if same else None

    @property
    def row_hidden(self) -> bool | None:
        return self._hidden(self.place._replace(column=1, columns=COLUMNS), "Row", self.place.rows)

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.uno.Rows.IsVisible = not value

    @property
    def column_hidden(self) -> bool | None:
        return self._hidden(self.place._replace(row=1, rows=ROWS), "Column", self.place.columns)

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.uno.Columns.IsVisible = not value

    def _hidden(self, whole: Block, axis: str, count: int) -> bool | None:
        """Whether rows or columns are hidden; None where some are. *whole* crosses the sheet, where something is shown."""
        shown = self.cells_of(whole).queryVisibleCells().RangeAddresses
        lines = {(getattr(block, f"Start{axis}"), getattr(block, f"End{axis}")) for block in shown}
        visible = sum(last - first + 1 for first, last in lines)
        return None if 0 < visible < count else not visible

    @property
    def left(self) -> float:
        return points(self.uno.Position.X)

    @property
    def top(self) -> float:
        return points(self.uno.Position.Y)

    @property
    def width(self) -> float:
        return points(self.uno.Size.Width)

    @property
    def height(self) -> float:
        return points(self.uno.Size.Height)

    def autofit(self, axis: str | None = None) -> None:
        if axis in {None, "c", "columns"}:
            self.uno.Columns.OptimalWidth = True
        if axis in {None, "r", "rows"}:
            self.uno.Rows.OptimalHeight = True

    def merge(self, across: bool = False) -> None:
        """One cell of several, or one in each row: it keeps the first of the values, as in Excel."""
        self.uno.merge(
            False
        )  # over cells that are merged already, LibreOffice would do nothing and say nothing
        for row in range(self.place.rows if across else 1):
            part = self.uno
            if across:
                part = self.uno.getCellRangeByPosition(0, row, self.place.columns - 1, row)
            _keep_first(part)
            part.merge(True)

    def unmerge(self) -> None:
        self.uno.merge(False)

    @property
    def merge_cells(self) -> bool:
        return bool(self.uno.IsMerged) or len(self.merge_area) > 1

    @property
    def horizontal_alignment(self) -> str | None:
        chosen = common(self.uno, "HoriJustify")
        if chosen is None or common(self.uno, "HoriJustifyMethod") is None:
            return None
        return "distributed" if self.uno.HoriJustifyMethod else _HORIZONTAL_NAMES.get(chosen.value)

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        if value not in _HORIZONTAL:
            raise NotImplementedError(f"LibreOffice cannot align cells '{value}'.")
        self.uno.HoriJustify = enum("table.CellHoriJustify", _HORIZONTAL[value])
        self.uno.HoriJustifyMethod = int(value == "distributed")

    @property
    def indent(self) -> int | None:
        """How far the contents are moved in, in Excel's steps."""
        moved = common(self.uno, "ParaIndent")
        return None if moved is None else round(moved / _INDENT)

    @indent.setter
    def indent(self, value: int) -> None:
        self.uno.ParaIndent = round(value * _INDENT)

    def adjust_indent(self, amount: int) -> None:
        self.indent = max((self.indent or 0) + amount, 0)

    @property
    def vertical_alignment(self) -> str | None:
        chosen = common(self.uno, "VertJustify")
        if chosen is None or common(self.uno, "VertJustifyMethod") is None:
            return None
        return "distributed" if self.uno.VertJustifyMethod else _VERTICAL_NAMES.get(chosen)

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        if value not in _VERTICAL:
            raise NotImplementedError(f"LibreOffice cannot align cells '{value}'.")
        self.uno.VertJustify = _VERTICAL[value]
        self.uno.VertJustifyMethod = int(value == "distributed")


_HORIZONTAL = {
    "general": "STANDARD",
    "left": "LEFT",
    "center": "CENTER",
    "right": "RIGHT",
    "justify": "BLOCK",
    "fill": "REPEAT",
    "distributed": "BLOCK",
}
_HORIZONTAL_NAMES = {office: name for name, office in _HORIZONTAL.items() if name != "distributed"}
# com.sun.star.table.CellVertJustify2; its 0, not chosen, is at the bottom.
_VERTICAL = {"top": 1, "center": 2, "bottom": 3, "justify": 4, "distributed": 4}
_VERTICAL_NAMES = {0: "bottom", 1: "top", 2: "center", 3: "bottom", 4: "justify"}


def _keep_first(part: Any) -> None:
    """Leave in the first cell the first value of a block, row by row, and nothing in the others."""
    filled = [
        (row, column)
        for row, cells in enumerate(part.getDataArray())
        for column, value in enumerate(cells)
        if value != ""
    ]
    if filled in ([], [(0, 0)]):
        return
    row, column = filled[0]
    kept, first = part.getCellByPosition(column, row), part.getCellByPosition(0, 0)
    match kept.Type.value:
        case "VALUE":
            put, content = first.setValue, kept.getValue()
            code = kept.NumberFormat
        case "FORMULA":
            put, content, code = first.setFormula, kept.getFormula(), None
        case _:
            put, content, code = first.setString, kept.getString(), None
    part.clearContents(CONTENTS)
    put(content)
    if code:
        first.NumberFormat = code
