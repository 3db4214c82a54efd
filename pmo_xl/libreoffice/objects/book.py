"""Workbooks: open, new, save and close."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from pmo_xl.libreoffice.connection.bridge import uno_error
from pmo_xl.libreoffice.connection.locks import lock_of
from pmo_xl.libreoffice.connection.office import is_spreadsheet, path_of, properties, sequence, struct, url_of
from pmo_xl.libreoffice.convert.collection import Named
from pmo_xl.libreoffice.objects.names import Names
from pmo_xl.libreoffice.objects.sheet import Sheets
from pmo_xl.libreoffice.words.sheets import BookWords

if TYPE_CHECKING:
    from pmo_xl.libreoffice.objects.app import App

# What LibreOffice calls the formats that it writes.
_FORMATS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".ods": "calc8",
    ".xls": "MS Excel 97",
    ".xlt": "MS Excel 97 Vorlage/Template",
    ".xltx": "Calc MS Excel 2007 XML Template",
    ".csv": "Text - txt - csv (StarCalc)",
}
_RUN_MACROS_WITHOUT_ASKING = 4
_UPDATE_LINKS, _LEAVE_LINKS = 3, 0


class Books(Named, base_classes.Books):
    """The open workbooks."""

    app: Any = None

    def __init__(self, app: App) -> None:
        self.app = app
        self.office = app.office

    @property
    def api(self) -> Any:
        return self.office.desktop.Components

    def __iter__(self) -> Iterator[Book]:
        for document in self.office.documents():
            yield Book(self.app, document)

    @property
    def active(self) -> Book:
        document = self.office.desktop.getCurrentComponent()
        if not is_spreadsheet(document):
            document = next(self.office.documents(), None)
        return Book(self.app, document)

    def add(self) -> Book:
        """A new workbook, which prints nothing in its margins, as one of Excel: LibreOffice would print names and numbers."""
        document = self.office.load("private:factory/scalc")
        styles = document.StyleFamilies.getByName("PageStyles")
        page = styles.getByName(document.Sheets.getByIndex(0).PageStyle)
        page.HeaderIsOn = page.FooterIsOn = False
        return Book(self.app, document)

    def open(
        self,
        fullname: str,
        update_links: bool | None = None,
        read_only: bool | None = None,
        format: Any = None,  # noqa: A002 - xlwings' word
        password: str | None = None,
        *_: Any,
    ) -> Book:
        """Macros may run, as they may in an Excel that a program drives. Links stay as saved unless asked for."""
        wishes = {
            "ReadOnly": bool(read_only),
            "MacroExecutionMode": _RUN_MACROS_WITHOUT_ASKING,
            "UpdateDocMode": _UPDATE_LINKS if update_links else _LEAVE_LINKS,
            **({"Password": password} if password else {}),
        }
        try:
            document = self.office.load(url_of(fullname), **wishes)
        except uno_error() as problem:
            _refuse_locked(fullname, "open")
            raise OSError(f"LibreOffice could not open '{fullname}': {_words(problem)}") from problem
        if not is_spreadsheet(document):
            if document is not None:
                document.close(True)
            _refuse_locked(fullname, "open")
            raise OSError(f"LibreOffice could not open '{fullname}' as a workbook.")
        return Book(self.app, document)


class Book(base_classes.Book):
    """One workbook."""

    app: Any = None

    def __init__(self, app: App, document: Any) -> None:
        self.app = app
        self.document = document

    @property
    def api(self) -> BookWords:
        """LibreOffice's own object, which also answers to the commonest of Excel's words."""
        return BookWords(self)

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    @property
    def fullname(self) -> str:
        url = self.document.URL
        return path_of(url) if url else str(self.document.Title)

    @property
    def name(self) -> str:
        return os.path.basename(self.fullname)  # noqa: PTH119 - also of an address on a server

    def activate(self) -> None:
        if controller := self.document.getCurrentController():
            controller.getFrame().activate()

    def close(self) -> None:
        self.document.setModified(False)
        self.document.close(True)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        try:
            if path is None and self.document.URL:
                self.document.store()
                return
            target = Path(path or f"{self.document.Title}.xlsx").absolute()
            secret = _secret(target, password) if password else {}
            wishes = properties(FilterName=_format(target), Overwrite=True, **secret)
            _require_folder(target)
            self.document.storeAsURL(url_of(target), wishes)
        except uno_error() as problem:
            _refuse_locked(path or self.fullname, "save")
            raise OSError(
                f"LibreOffice could not save '{path or self.fullname}': {_words(problem)}"
            ) from problem

    def to_pdf(self, path: str, quality: str) -> None:
        del quality  # LibreOffice's own default lies between Excel's two
        self.print_to(path)

    @staticmethod
    def require_folder(path: str) -> None:
        """Raises FileNotFoundError where the folder of a file to be written is missing."""
        _require_folder(Path(path).absolute())

    def print_to(self, path: str, cells: Any = None) -> None:
        """The workbook as PDF, or some of LibreOffice's cells of it alone."""
        _require_folder(Path(path))
        chosen = () if cells is None else properties(Selection=cells)
        try:
            self.document.storeToURL(
                url_of(path),
                properties(FilterName="calc_pdf_Export", FilterData=sequence("beans.PropertyValue", chosen)),
            )
        except uno_error() as problem:
            raise OSError(f"LibreOffice could not save '{path}': {_words(problem)}") from problem


def _format(target: Path) -> str:
    extension = target.suffix.lower()
    if extension not in _FORMATS:
        raise ValueError(f"Cannot save as '{extension}': choose one of {', '.join(_FORMATS)}.")
    return _FORMATS[extension]


def _secret(target: Path, password: str) -> dict[str, Any]:
    """The password as the format wants it: given like any other, LibreOffice saves .xlsx openly and says nothing."""
    if target.suffix.lower() not in {".xlsx", ".xlsm"}:
        return {"Password": password}
    parts = {"CryptoType": "Standard", "OOXPassword": password}
    named = tuple(struct("beans.NamedValue", name, value) for name, value in parts.items())
    return {"EncryptionData": sequence("beans.NamedValue", named)}


def _require_folder(target: Path) -> None:
    """LibreOffice would make the folder: a typing error in a path must not pass for a new folder."""
    if not target.parent.is_dir():
        raise FileNotFoundError(f"No such folder: '{target.parent}'")


def _refuse_locked(fullname: str, what: str) -> None:
    """Name the file that keeps a workbook from being opened or saved: often nobody has it open any more."""
    lock = lock_of(Path(fullname))
    if lock is not None:
        raise OSError(
            f"LibreOffice could not {what} '{fullname}': it is open elsewhere ({lock.who}). Close it there, open it with "
            f"read_only=True, or delete '{lock.file.name}' beside it if a crash left that file."
        )


def _words(problem: Exception) -> str:
    return str(getattr(problem, "Message", "") or problem)
