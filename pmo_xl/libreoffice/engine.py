"""The engine that xlwings is given: how it gets at applications and how it treats values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import xlwings as xw
from xlwings import base_classes
from xlwings.main import Engine as XlwingsEngine

from pmo_xl.libreoffice.connection.bridge import address_of
from pmo_xl.libreoffice.connection.office import Office
from pmo_xl.libreoffice.convert.values import CellError, prepared
from pmo_xl.libreoffice.objects.app import App

_ENGINES: dict[str, XlwingsEngine] = {}


def engine_for(pipe: str) -> XlwingsEngine:
    """The engine for one pipe, the same one each time, made active; an office started anew is found again."""
    address = address_of(pipe)
    engine = _ENGINES.get(address)
    if engine is None:
        engine = _ENGINES[address] = XlwingsEngine(impl=Engine(Office(pipe)))
        xw.engines.add(engine)
    elif not engine.impl.office.alive():
        engine.impl.office = Office(pipe)
    engine.activate()
    return engine


class Engine:
    """What xlwings calls an engine, for one connection to LibreOffice."""

    # xlwings looks the desktop engine up by this name, in its viewer and its function conversions.
    name = "excel"
    type = "desktop"

    def __init__(self, office: Office) -> None:
        self.office = office

    @property
    def apps(self) -> Apps:
        return Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, _options: Any) -> Any:
        made = prepared(value)
        return "" if made is None else made

    @staticmethod
    def clean_value_data(
        data: list[list[Any]],
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        def cleaned(value: Any) -> Any:
            match value:
                case None | "":
                    return empty_as
                case CellError():
                    return str(value) if err_to_str else None
                case float():
                    return value if number_builder is None else number_builder(value)
                case dt.datetime():
                    return datetime_builder(
                        month=value.month,
                        day=value.day,
                        year=value.year,
                        hour=value.hour,
                        minute=value.minute,
                        second=value.second,
                        microsecond=value.microsecond,
                        tzinfo=None,
                    )
                case _:
                    return value

        return [[cleaned(value) for value in row] for row in data]


class Apps(base_classes.Apps):
    """The one application of a connection."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def keys(self) -> list[int]:
        return [app.pid for app in self]

    def add(self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None) -> App:
        app = App(self.engine)
        if add_book:
            app.books.add()
        return app

    @staticmethod
    def cleanup() -> None:
        """Nothing is left behind: the office belongs to whoever started it."""

    def __iter__(self) -> Iterator[App]:
        yield App(self.engine)

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> App:
        for app in self:
            if app.pid == pid:
                return app
        raise KeyError("Could not find a LibreOffice with this PID.")
