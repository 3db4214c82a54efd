"""How a sheet is printed, and what of it stays in view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlwings import base_classes

from pmo_xl.libreoffice.convert.address import COLUMNS, ROWS, block_of, parsed, spelled
from pmo_xl.libreoffice.words.page import PageWords

if TYPE_CHECKING:
    from pmo_xl.libreoffice.objects.sheet import Sheet


class PageSetup(base_classes.PageSetup):
    """What is printed of a sheet; through ``api`` also how, in Excel's words."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def api(self) -> PageWords:
        return PageWords(self.sheet)

    @property
    def print_area(self) -> str | None:
        areas = self.sheet.worksheet.getPrintAreas()
        return ",".join(spelled(block_of(area)) for area in areas) or None

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        ranges = [self.sheet.range(part.strip()) for part in (value or "").split(",") if part.strip()]
        self.sheet.worksheet.setPrintAreas(tuple(cells.uno.RangeAddress for cells in ranges))


class FreezePanes:
    """The rows on top and the columns on the left that stay in view."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def freeze_at(self, address: str) -> None:
        """Keep these cells, which begin at A1, in view: ``A1:B2``, the columns ``A:B`` or the rows ``1:2``."""
        place = parsed(address)
        if place is None or (place.row, place.column) != (1, 1):
            raise ValueError(f"What is frozen begins at A1, and '{address}' does not.")
        columns = 0 if place.columns >= COLUMNS else place.columns
        rows = 0 if place.rows >= ROWS else place.rows
        self.freeze(columns, rows)

    def unfreeze(self) -> None:
        self.freeze(0, 0)

    def freeze(self, columns: int, rows: int) -> None:
        """Keep so many columns and rows in view; the sheet that was active stays active."""
        controller = self.sheet.book.document.getCurrentController()
        if controller is None:
            raise NotImplementedError("LibreOffice freezes panes only in a workbook that has a window.")
        active = controller.getActiveSheet()
        controller.setActiveSheet(self.sheet.worksheet)
        controller.freezeAtPosition(columns, rows)
        controller.setActiveSheet(active)
