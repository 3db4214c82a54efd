"""Texts that a reader cannot see whole: wider than their cell and what is free beside it, or of more lines than their row holds."""

from __future__ import annotations

import functools
import shutil
import subprocess
from pathlib import Path

import openpyxl
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

LINE = 1.2207
"""Height of a line of Carlito, by the size of its letters."""
PADDING, INDENT = 4, 9
"""Pixels that stay free in a cell, and that one step of an indent takes."""
SPARE_POINTS, SPARE_PIXELS = 2.5, 1.0
"""What of the last line may be missing: the space below its letters."""
UNSEEN = ";;;"


def clipped(path: Path) -> list[str]:
    """One line for each text of a visible sheet that is cut."""
    book = openpyxl.load_workbook(path, data_only=True)
    return [
        line
        for sheet in book.worksheets
        if sheet.sheet_state == "visible"
        for line in _Sheet(sheet).clipped()
    ]


def font_file(*, bold: bool) -> str | None:
    """Carlito, which has the widths of Calibri, where it is installed."""
    if shutil.which("fc-match") is None:
        return None
    asked = ["fc-match", "-f", "%{family}|%{file}", "Carlito:bold" if bold else "Carlito:regular"]
    family, _, file = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.partition("|")
    return file if family.startswith("Carlito") else None


@functools.cache
def _font(bold: bool) -> object:
    from PIL import ImageFont

    return ImageFont.truetype(font_file(bold=bold), 100)


@functools.cache
def _pixels(words: str, size: float, bold: bool) -> float:
    """How wide words are."""
    return float(_font(bold).getlength(words)) * size / 100 * 96 / 72  # type: ignore[attr-defined]


def _lines(words: str, width: float, size: float, bold: bool) -> int:
    """The lines into which a text is wrapped."""
    space, found = _pixels(" ", size, bold), 0
    for paragraph in words.split("\n"):
        filled, found = 0.0, found + 1
        for word in paragraph.split(" "):
            wide = _pixels(word, size, bold)
            if filled and filled + space + wide > width:
                found, filled = found + 1, 0.0
            filled += wide + (space if filled else 0)
            if wide > width > 0:
                found, filled = found + int(filled // width), filled % width
    return found


class _Sheet:
    """One sheet with the pixels of its columns and the points of its rows."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet, form = sheet, sheet.sheet_format
        self._usual_width = self._of(form.defaultColWidth or 8.43)
        self._usual_height = form.defaultRowHeight or 15.0
        self._widths = {
            col: 0 if held.hidden else self._of(held.width)
            for held in sheet.column_dimensions.values()
            for col in range(held.min, held.max + 1)
        }
        self._merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
        self._held = {
            (cell.row, cell.column) for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
        self._last = sheet.max_column + 4

    @staticmethod
    def _of(width: float) -> int:
        return int(width * 7 + 0.5) + 5

    def _width(self, col: int) -> int:
        return self._widths.get(col, self._usual_width)

    def _height(self, row: int) -> float:
        return self._sheet.row_dimensions[row].height or self._usual_height

    def clipped(self) -> list[str]:
        """One line for each text that is cut."""
        found = []
        for row in self._sheet.iter_rows():
            if self._sheet.row_dimensions[row[0].row].hidden:
                continue
            for cell in row:
                if isinstance(cell, Cell) and isinstance(cell.value, str) and cell.value.strip():
                    why = self._why(cell, cell.value)
                    if why:
                        found.append(f"{self._sheet.title}!{cell.coordinate} {why}: {cell.value}")
        return found

    def _why(self, cell: Cell, words: str) -> str:
        look, font, area = cell.alignment, cell.font, self._merged.get((cell.row, cell.column))
        if (
            look.shrink_to_fit
            or look.textRotation
            or cell.number_format == UNSEEN
            or not self._width(cell.column)
        ):
            return ""
        last, last_row = (area.max_col, area.max_row) if area else (cell.column, cell.row)
        room = (
            sum(self._width(col) for col in range(cell.column, last + 1))
            - PADDING
            - INDENT * int(look.indent or 0)
        )
        size, bold = float(font.sz or 11), bool(font.b)
        if look.wrap_text:
            lines = _lines(words, room, size, bold)
            height = sum(self._height(row) for row in range(cell.row, last_row + 1))
            return f"{lines} lines in {height:g} pt" if lines * size * LINE > height + SPARE_POINTS else ""
        if area is None and look.horizontal in (None, "left", "general"):
            col = last + 1
            while (
                col <= self._last
                and (cell.row, col) not in self._held
                and (cell.row, col) not in self._merged
            ):
                room, col = room + self._width(col), col + 1
        wide = _pixels(words, size, bold)
        return f"{wide:.0f} px in {room}" if wide > room + SPARE_PIXELS else ""
