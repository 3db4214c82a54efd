"""Excel's words for a sheet and for the window that shows it."""

from __future__ import annotations

from typing import Any

from pmo_xl.libreoffice.convert.units import colour_from, colour_to, excel_number
from pmo_xl.libreoffice.words.cells import LinesWords, RangeWords
from pmo_xl.libreoffice.words.page import PageWords
from pmo_xl.libreoffice.words.word import Words


class TabWords(Words):
    """What Excel calls ``Tab``."""

    _what = "a tab"

    def __init__(self, sheet: Any) -> None:
        super().__init__(lambda: sheet.worksheet)
        object.__setattr__(self, "sheet", sheet)

    @property
    def Color(self) -> int | bool:  # noqa: N802 - Excel's words
        found = excel_number(colour_from(self.sheet.worksheet.TabColor))
        return False if found is None else found

    @Color.setter
    def Color(self, value: Any) -> None:  # noqa: N802
        self.sheet.worksheet.TabColor = colour_to(None if value is False else value)


class SheetWords(Words):
    """What Excel calls a ``Worksheet``."""

    _what = "a sheet"

    def __init__(self, sheet: Any) -> None:
        super().__init__(lambda: sheet.worksheet)
        object.__setattr__(self, "sheet", sheet)

    @property
    def Tab(self) -> TabWords:  # noqa: N802
        return TabWords(self.sheet)

    @property
    def PageSetup(self) -> PageWords:  # noqa: N802
        return PageWords(self.sheet)

    @property
    def UsedRange(self) -> RangeWords:  # noqa: N802
        return RangeWords(self.sheet.used_range)

    @property
    def Rows(self) -> LinesWords:  # noqa: N802
        return LinesWords(self.sheet.cells, "rows")

    @property
    def Columns(self) -> LinesWords:  # noqa: N802
        return LinesWords(self.sheet.cells, "columns")

    def Range(self, Cell1: Any, Cell2: Any = None) -> RangeWords:  # noqa: N802, N803
        corners = [getattr(cell, "cells", cell) for cell in (Cell1, Cell2)]
        return RangeWords(self.sheet.range(*corners))

    def Cells(self, row: int, column: int) -> RangeWords:  # noqa: N802
        return RangeWords(self.sheet.range((row, column)))

    @property
    def AutoFilterMode(self) -> bool:  # noqa: N802
        return bool(self.sheet.cells.autofilter.on)

    @AutoFilterMode.setter
    def AutoFilterMode(self, value: bool) -> None:  # noqa: N802
        if value:
            raise ValueError(
                "AutoFilterMode can only be switched off: use AutoFilter of a range to switch it on."
            )
        self.sheet.cells.autofilter.off()

    def Activate(self) -> None:  # noqa: N802
        self.sheet.activate()

    def Protect(self, Password: str = "") -> None:  # noqa: N802, N803
        self.sheet.worksheet.protect(Password)

    def Unprotect(self, Password: str = "") -> None:  # noqa: N802, N803
        self.sheet.worksheet.unprotect(Password)


class BookWords(Words):
    """What Excel calls a ``Workbook``."""

    _what = "a workbook"

    def __init__(self, book: Any) -> None:
        super().__init__(lambda: book.document)
        object.__setattr__(self, "book", book)

    @property
    def FullName(self) -> str:  # noqa: N802
        return str(self.book.fullname)

    @property
    def Name(self) -> str:  # noqa: N802
        return str(self.book.name)

    @property
    def ActiveSheet(self) -> SheetWords:  # noqa: N802
        return SheetWords(self.book.sheets.active)

    def RefreshAll(self) -> None:  # noqa: N802
        """Linked cells brought up to date, and everything computed anew."""
        links = self.book.document.AreaLinks
        for index in range(links.Count):
            links.getByIndex(index).refresh()
        self.book.document.calculateAll()

    def Save(self) -> None:  # noqa: N802
        self.book.save()

    def SaveAs(self, Filename: str) -> None:  # noqa: N802, N803
        self.book.save(Filename)

    def Close(self, SaveChanges: bool = False) -> None:  # noqa: N802, N803
        if SaveChanges:
            self.book.save()
        self.book.close()


class WindowWords(Words):
    """What Excel calls ``ActiveWindow``."""

    _what = "a window"

    def __init__(self, book: Any) -> None:
        super().__init__(book.document.getCurrentController)
        object.__setattr__(self, "book", book)
        object.__setattr__(self, "split", [0, 0])

    @property
    def SplitColumn(self) -> int:  # noqa: N802
        return self.split[0] or int(self._found().SplitColumn)

    @SplitColumn.setter
    def SplitColumn(self, value: int) -> None:  # noqa: N802
        self.split[0] = int(value)

    @property
    def SplitRow(self) -> int:  # noqa: N802
        return self.split[1] or int(self._found().SplitRow)

    @SplitRow.setter
    def SplitRow(self, value: int) -> None:  # noqa: N802
        self.split[1] = int(value)

    @property
    def FreezePanes(self) -> bool:  # noqa: N802
        return bool(self._found().hasFrozenPanes())

    @FreezePanes.setter
    def FreezePanes(self, value: bool) -> None:  # noqa: N802
        """At the split that was set, else above and to the left of the selected cell."""
        columns, rows = self.split
        selected = self.book.app.selection
        if value and not columns and not rows and selected is not None:
            columns, rows = selected.column - 1, selected.row - 1
        self.book.sheets.active.freeze_panes.freeze(columns if value else 0, rows if value else 0)

    @property
    def DisplayGridlines(self) -> bool:  # noqa: N802
        return bool(self.book.sheets.active.show_gridlines)

    @DisplayGridlines.setter
    def DisplayGridlines(self, value: bool) -> None:  # noqa: N802
        self.book.sheets.active.show_gridlines = value

    @property
    def Zoom(self) -> int:  # noqa: N802
        return int(self._found().ZoomValue)

    @Zoom.setter
    def Zoom(self, value: int) -> None:  # noqa: N802
        self._found().ZoomType = 3  # com.sun.star.view.DocumentZoomType.BY_VALUE
        self._found().ZoomValue = int(value)


class AppWords(Words):
    """What Excel calls ``Application``."""

    _what = "the application"

    def __init__(self, app: Any) -> None:
        super().__init__(lambda: app.office.desktop)
        object.__setattr__(self, "app", app)

    @property
    def ActiveWindow(self) -> WindowWords:  # noqa: N802
        window = self.app.office.windows
        book = self.app.books.active
        return window.setdefault(book.document.RuntimeUID, WindowWords(book))  # type: ignore[no-any-return]
