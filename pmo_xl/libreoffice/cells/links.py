"""Hyperlinks in cells: to pages, to files, to places in the workbook."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pmo_xl.libreoffice.connection.office import path_of, url_of
from pmo_xl.libreoffice.convert.address import quoted, split_sheet

if TYPE_CHECKING:
    from pmo_xl.libreoffice.objects.ranges import Range

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


def add(cells: Range, address: str, words: str) -> None:
    """Put a link into the range's first cell; what the cell held goes, as in Excel."""
    field = cells.document.createInstance("com.sun.star.text.TextField.URL")
    field.URL = _target(address)
    field.Representation = words
    cell = cells.cell
    cell.setString("")
    text = cell.getText()
    text.insertTextContent(text.createTextCursor(), field, False)


def _target(address: str) -> str:
    """A place in the workbook is ``#Sheet!A1`` to Excel and ``#Sheet.A1`` to LibreOffice; a path is a file."""
    if address.startswith("#"):
        sheet, cell = split_sheet(address[1:])
        return address if sheet is None else f"#{quoted(sheet)}.{cell}"
    if _SCHEME.match(address):
        return address
    return url_of(address) if Path(address).is_absolute() else address


def read(cells: Range) -> str:
    """Where the first cell's link leads to; a file by its path, with its spaces and accents."""
    fields = cells.cell.TextFields
    if fields.Count == 0:
        raise Exception("The cell doesn't seem to contain a hyperlink!")  # xlwings' own words and class
    url = str(fields.getByIndex(0).URL)
    if url.startswith("#"):
        sheet, dot, cell = unquote(url[1:]).lstrip("$").rpartition(".")
        return f"#{sheet}!{cell}" if dot else url
    return path_of(url)
