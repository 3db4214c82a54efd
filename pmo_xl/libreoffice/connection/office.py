"""One connection to one running LibreOffice, and the little words that UNO wants to be spoken to in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zlib import crc32

from pmo_xl.libreoffice.connection import bridge

_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"


class Office:
    """The office behind one pipe, with what xlwings remembers about an application."""

    def __init__(self, pipe: str) -> None:
        self.pipe = pipe
        self.context = bridge.component_context(pipe)
        self.desktop = self.create("com.sun.star.frame.Desktop")
        self.status: str | None = None
        self.indicators: dict[str, Any] = {}
        self.alerts: list[tuple[str, str]] = []
        """Title and text of each message box of this connection, shown or not."""
        self.windows: dict[str, Any] = {}
        """What code said of the window of each workbook, word by word."""
        self.shifts = 0
        """How often cells were moved by an insertion or a deletion: objects of LibreOffice from before count otherwise."""
        self.headers: dict[tuple[str, str], Any] = {}
        """The names of columns that a table does not show, by workbook and table."""
        self.copied: Any = None
        """The range that was copied last, for pasting."""
        self.flags: dict[str, Any] = {
            "display_alerts": True,
            "enable_events": True,
            "interactive": True,
            "cut_copy_mode": None,
            "visible": True,
            "screen_updating": True,
        }

    def create(self, service: str) -> Any:
        return self.context.ServiceManager.createInstanceWithContext(service, self.context)

    def load(self, url: str, **wishes: Any) -> Any:
        """Open a document or a new one; None, or one of UNO's exceptions, where it cannot be opened.

        On the office's main thread: from any other, LibreOffice may wait for ever for sheets that it reads
        by several threads, while a macro waits for the one who asked.
        """
        return self.desktop.loadComponentFromURL(url, "_blank", 0, properties(OnMainThread=True, **wishes))

    def documents(self) -> Iterator[Any]:
        """The open spreadsheets, first opened first; other documents and the start centre are passed over."""
        components = self.desktop.Components.createEnumeration()
        found = []
        while components.hasMoreElements():
            component = components.nextElement()
            if is_spreadsheet(component):
                found.append(component)
        yield from sorted(found, key=lambda document: int(document.RuntimeUID))

    def alive(self) -> bool:
        """Whether the office still answers: a closed one leaves a connection that fails at every word."""
        try:
            self.desktop.Components  # noqa: B018 - the asking is the test
        except bridge.uno_error():
            return False
        return True

    @property
    def number(self) -> int:
        """Stands for the process number: xlwings only compares it, and tells applications apart by it."""
        return crc32(self.pipe.encode()) % 1_000_000


def is_spreadsheet(component: Any) -> bool:
    """Whether a window's content is a workbook: it may be a letter, or the start centre."""
    return component is not None and bool(
        getattr(component, "supportsService", lambda _: False)(_SPREADSHEET)
    )


def struct(name: str, *values: Any) -> Any:
    """A UNO structure, by the end of its name after ``com.sun.star.``."""
    return bridge.find_uno().createUnoStruct(f"com.sun.star.{name}", *values)


def enum(name: str, value: str) -> Any:
    """One of UNO's named choices."""
    return bridge.find_uno().Enum(f"com.sun.star.{name}", value)


def sequence(name: str, values: tuple[Any, ...]) -> Any:
    """Several structures as one value of a declared type, where UNO cannot tell it from the values."""
    return bridge.find_uno().Any(f"[]com.sun.star.{name}", values)


def properties(**values: Any) -> tuple[Any, ...]:
    """Named arguments as UNO takes them."""
    return tuple(struct("beans.PropertyValue", name, 0, value, 0) for name, value in values.items())


def url_of(path: str | Path) -> str:
    """A file's address. UNO's own translation loses accents where the locale is C."""
    return Path(path).absolute().as_uri()


def path_of(url: str) -> str:
    """The path of a file's address; any other address as it is."""
    parts = urlsplit(url)
    return unquote(parts.path) if parts.scheme == "file" else url
