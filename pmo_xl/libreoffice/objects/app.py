"""The application: what xlwings calls an app is one running LibreOffice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from pmo_xl.libreoffice.connection import alert
from pmo_xl.libreoffice.connection.office import is_spreadsheet, path_of
from pmo_xl.libreoffice.convert.address import block_of
from pmo_xl.libreoffice.objects import macros
from pmo_xl.libreoffice.objects.book import Book, Books
from pmo_xl.libreoffice.objects.sheet import Sheet
from pmo_xl.libreoffice.words.sheets import AppWords

if TYPE_CHECKING:
    from pmo_xl.libreoffice.engine import Engine
    from pmo_xl.libreoffice.objects.ranges import Range


def _flag(name: str) -> Any:
    """A setting that Excel has and LibreOffice does not: kept, so that code which restores it works."""

    def get(self: App) -> Any:
        return self.office.flags[name]

    def put(self: App, value: Any) -> None:
        self.office.flags[name] = value

    return property(get, put)


class App(base_classes.App):
    """One running LibreOffice."""

    # xlwings only compares it: from 15 on, Book.caller() treats names as Unicode.
    version = "16.0"
    hwnd = 0
    engine: Any = None

    display_alerts = _flag("display_alerts")
    enable_events = _flag("enable_events")
    interactive = _flag("interactive")
    cut_copy_mode = _flag("cut_copy_mode")
    visible = _flag("visible")

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.office = engine.office

    @property
    def api(self) -> AppWords:
        """LibreOffice's own object, which also answers to the commonest of Excel's words."""
        return AppWords(self)

    xl = api

    @property
    def pid(self) -> int:
        return self.office.number

    @property
    def path(self) -> str:
        substitution = self.office.create("com.sun.star.util.PathSubstitution")
        return path_of(substitution.substituteVariables("$(prog)", True))

    startup_path = path

    @property
    def books(self) -> Books:
        return Books(self)

    def activate(self, steal_focus: bool = False) -> None:
        """The office's window comes forward with its book's; there is only one application."""

    @property
    def selection(self) -> Range | None:
        document = self.office.desktop.getCurrentComponent()
        if not is_spreadsheet(document):
            return None
        selected = document.getCurrentSelection()
        address = getattr(selected, "RangeAddress", None)
        if address is None:
            return None
        sheet = Sheet(Book(self, document), document.Sheets.getByIndex(address.Sheet))
        return sheet.block(block_of(address))

    @property
    def screen_updating(self) -> bool:
        return bool(self.office.flags["screen_updating"])

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        for document in self.office.documents():
            if not value and not document.hasControllersLocked():
                document.lockControllers()
            while value and document.hasControllersLocked():
                document.unlockControllers()
        self.office.flags["screen_updating"] = bool(value)

    @property
    def status_bar(self) -> str | bool:
        return False if self.office.status is None else self.office.status

    @status_bar.setter
    def status_bar(self, value: str | bool | None) -> None:
        """Shown in the window of every open book, since Excel has one bar for all; False gives it back."""
        office = self.office
        office.status = None if value is None or isinstance(value, bool) else str(value)
        for document in office.documents():
            window = document.RuntimeUID
            if office.status is None:
                if indicator := office.indicators.pop(window, None):
                    indicator.end()
            elif indicator := office.indicators.get(window):
                indicator.setText(office.status)
            elif controller := document.getCurrentController():
                indicator = office.indicators[window] = controller.getFrame().createStatusIndicator()
                indicator.start(office.status, 0)

    @property
    def calculation(self) -> str:
        automatic = all(document.isAutomaticCalculationEnabled() for document in self.office.documents())
        return "automatic" if automatic else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in {"automatic", "manual", "semiautomatic"}:
            raise KeyError(value)
        for document in self.office.documents():
            document.enableAutomaticCalculation(value != "manual")

    def calculate(self) -> None:
        for document in self.office.documents():
            document.calculateAll()

    def alert(
        self, prompt: str | None, title: str | None, buttons: str | None, mode: str | None, callback: Any
    ) -> str:
        return alert.shown(self.office, prompt or "", title or "", buttons or "ok", mode)

    def run(self, macro: str, args: Sequence[Any]) -> Any:
        return macros.run(self.books, macro, args)

    def kill(self) -> None:
        """Ends the office, without saving and without asking, as xlwings does with Excel."""
        for document in list(self.office.documents()):
            document.setModified(False)
            document.close(True)
        self.office.desktop.terminate()

    def quit(self) -> None:
        self.kill()
