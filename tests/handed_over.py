"""A runtime that hands over a book, as xlwings Lite does: a workbook as JSON, and nothing around it.

Written on the base classes that xlwings gives to engines: what is not here raises NotImplementedError, as it does there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import xlwings as xw
from xlwings import base_classes
from xlwings.main import Engine as XlwingsEngine


class Engine:
    """Values go in and out as JSON has them."""

    name, type = "json", "remote"

    def __init__(self, app: App) -> None:
        self.apps = Apps(app)

    @staticmethod
    def prepare_xl_data_element(value: Any, _options: Any) -> Any:
        return value.isoformat() if hasattr(value, "isoformat") else value

    @staticmethod
    def clean_value_data(data: Any, _dates: Any, _empty: Any, _numbers: Any, _errors: Any) -> Any:
        return data


class Apps(base_classes.Apps):
    """The one app."""

    def __init__(self, app: App) -> None:
        self.app = app

    def keys(self) -> list[int]:
        return [1]

    def __iter__(self) -> Any:
        return iter([self.app])

    def __len__(self) -> int:
        return 1

    def __getitem__(self, _: Any) -> App:
        return self.app


class App(base_classes.App):
    """No window, no status bar, no other workbook: it can show a message."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content, self.alerts = content, content.setdefault("alerts", [])
        self.engine = Engine(self)

    @property
    def pid(self) -> int:
        return 1

    def alert(self, prompt: str, title: str, buttons: Any, mode: Any, callback: Any) -> None:
        self.alerts.append(prompt)


class Book(base_classes.Book):
    """The workbook that was handed over; it has a name, and lies nowhere."""

    def __init__(self, app: App) -> None:
        self._app, self.content = app, app.content

    @property
    def app(self) -> App:
        return self._app

    name = fullname = property(lambda self: self.content["book"])

    @property
    def names(self) -> Names:
        return Names(self)


class Names(base_classes.Names):
    """Its names."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def __len__(self) -> int:
        return len(self.book.content["names"])

    def __call__(self, name_or_index: str | int) -> Name:
        names = [*self.book.content["names"]]
        return Name(self.book, names[name_or_index - 1] if isinstance(name_or_index, int) else name_or_index)


class Name(base_classes.Name):
    """A name and the cell that it stands for."""

    def __init__(self, book: Book, name: str) -> None:
        self.book, self._name = book, name

    name = property(lambda self: self._name)

    @property
    def refers_to_range(self) -> Range:
        sheet, row, column = self.book.content["names"][self._name]
        return Range(Sheet(self.book, sheet), row, column, row, column)


class Sheet(base_classes.Sheet):
    """A sheet: values by row and column."""

    def __init__(self, book: Book, name: str) -> None:
        self._book, self._name = book, name
        self.cells_held: dict[str, Any] = book.content["sheets"].setdefault(name, {})

    name = property(lambda self: self._name)
    book = property(lambda self: self._book)

    def range(self, first: Any, last: Any = None) -> Range:
        (row, column), (below, right) = (
            each if isinstance(each, tuple) else each.coords[1:3] for each in (first, last or first)
        )
        return Range(self, row, column, below, right)


class Range(base_classes.Range):
    """A block of cells."""

    def __init__(self, sheet: Sheet, row: int, column: int, below: int, right: int) -> None:
        self._sheet, self._row, self._column = sheet, row, column
        self.shape_held = (below - row + 1, right - column + 1)

    sheet = property(lambda self: self._sheet)
    row = property(lambda self: self._row)
    column = property(lambda self: self._column)
    shape = property(lambda self: self.shape_held)
    coords = property(lambda self: (self._sheet.name, self._row, self._column, *self.shape_held))
    api = property(lambda self: self)

    def __len__(self) -> int:
        return self.shape_held[0] * self.shape_held[1]

    def __call__(self, row: int, column: int) -> Range:
        row, column = self._row + row - 1, self._column + column - 1
        return Range(self._sheet, row, column, row, column)

    def _each(self, do: Callable[[int, int, str], Any]) -> list[list[Any]]:
        height, width = self.shape_held
        return [
            [do(row, column, f"{self._row + row},{self._column + column}") for column in range(width)]
            for row in range(height)
        ]

    @property
    def raw_value(self) -> Any:
        held = self._each(lambda _row, _column, key: shown(self._sheet.cells_held.get(key)))
        return held[0][0] if self.shape_held == (1, 1) else held

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        block = value if isinstance(value, list | tuple) else [[value]]
        self._each(lambda row, column, key: self._sheet.cells_held.update({key: block[row][column]}))

    def clear_contents(self) -> None:
        self._each(lambda _row, _column, key: self._sheet.cells_held.pop(key, None))


def shown(value: Any) -> Any:
    """What a cell shows of what was written into it."""
    if isinstance(value, str) and (link := re.fullmatch(r'=HYPERLINK\(.*,"([^"]*)"\)', value)):
        return link[1]
    return value.removeprefix("'") if isinstance(value, str) else value


def hand_over(content: dict[str, Any]) -> xw.Book:
    """The book as a script of that runtime is given it."""
    app = App(content)
    engine = XlwingsEngine(impl=app.engine)
    xw.engines.add(engine)
    engine.activate()
    return xw.Book(impl=Book(app))
