"""Some of the characters of a cell or of a shape, and their font."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from pmo_xl.libreoffice.cells.fonts import Font


class Characters(base_classes.Characters):
    """Characters from *start* to *stop*, counted from 0; all of them without *stop*."""

    def __init__(self, holder: Any, start: int = 0, stop: int | None = None) -> None:
        self.holder = holder
        self.start = start
        self.stop = stop

    @property
    def api(self) -> Any:
        """A cursor of LibreOffice over these characters."""
        text = self.holder.getText()
        cursor = text.createTextCursor()
        cursor.gotoStart(False)
        if self.stop is None and not self.start:
            cursor.gotoEnd(True)
            return cursor
        # A cursor moves by 32,767 characters at most, and no cell holds more.
        cursor.goRight(self.start, False)
        if self.stop is None:
            cursor.gotoEnd(True)
        else:
            cursor.goRight(self.stop - self.start, True)
        return cursor

    @property
    def text(self) -> str:
        return str(self.api.getString())

    @property
    def font(self) -> Font:
        return Font(self.api)

    def __getitem__(self, item: int | slice) -> Characters:
        if isinstance(item, slice):
            if (item.start or 0) < 0 or (item.stop or 0) < 0:
                raise ValueError("Characters object does not support slicing with negative indexes")
            stop = self.stop if item.stop is None else self.start + item.stop
            return Characters(self.holder, self.start + (item.start or 0), stop)
        length = len(self.text)
        at = item + length if item < 0 else item
        if not 0 <= at < length:
            raise IndexError(f"There is no character {item} in a text of {length}.")
        return Characters(self.holder, self.start + at, self.start + at + 1)
