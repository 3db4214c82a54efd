"""Macros of a workbook, called by name as Excel's Application.Run does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError

from pmo_xl.libreoffice.connection.bridge import uno_error
from pmo_xl.libreoffice.words.word import bare

if TYPE_CHECKING:
    from pmo_xl.libreoffice.objects.book import Books

# Where LibreOffice puts the macros of an Excel workbook, and where it puts its own.
_LIBRARIES = ("VBAProject", "Standard")


def run(books: Books, macro: str, args: Sequence[Any]) -> Any:
    """What the macro returns. ``'My book.xlsm'!Module1.Go``, ``Module1.Go`` and ``Go`` are all understood."""
    book_name, _, name = macro.rpartition("!")
    book = books(book_name.strip("'").replace("''", "'")) if book_name else books.active
    found = next(_places(book.document, name), None)
    if found is None:
        raise XlwingsError(f"Cannot run the macro '{macro}': the workbook has none of that name.")
    try:
        script = book.document.getScriptProvider().getScript(
            f"vnd.sun.star.script:{found}?language=Basic&location=document"
        )
        return script.invoke(tuple(map(bare, args)), (), ())[0]
    except uno_error() as problem:
        raise XlwingsError(f"The macro '{macro}' failed: {getattr(problem, 'Message', problem)}") from problem
    finally:
        books.app.office.shifts += 1  # it may have moved cells


def _places(document: Any, name: str) -> Iterator[str]:
    """Library, module and name of each macro that is called so."""
    module, _, procedure = name.rpartition(".")
    declared = re.compile(
        rf"^\s*(?:public\s+|private\s+)?(?:static\s+)?(?:sub|function)\s+{re.escape(procedure)}\b",
        re.IGNORECASE | re.MULTILINE,
    )
    libraries = document.BasicLibraries
    names = [library for library in _LIBRARIES if libraries.hasByName(library)]
    for library_name in [*names, *(other for other in libraries.ElementNames if other not in _LIBRARIES)]:
        libraries.loadLibrary(library_name)
        library = libraries.getByName(library_name)
        for candidate in library.ElementNames:
            fits = not module or module.rpartition(".")[2].lower() == candidate.lower()
            if fits and declared.search(library.getByName(candidate)):
                yield f"{library_name}.{candidate}.{procedure}"
