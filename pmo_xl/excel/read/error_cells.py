"""The error cells (``#REF!`` …) of .xlsb, .xls and .ods files: calamine reads them as blank.

Those of .xlsx are found by ``sheet_xml``.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from xml.parsers import expat

from pmo_xl.core.flow.raw import Unreadable
from pmo_xl.excel.package.refused import RefusedError, corrupt

Errors = dict[tuple[int, int], str]

_CODES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_SHOWN_AS_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:\d{3}")


def _named(code: int) -> str:
    return _CODES.get(code, f"#ERROR({code})")


# ---- .xlsb ------------------------------------------------------------------------------------------

_ROW, _CELL_ERROR, _FORMULA_ERROR, _BUNDLE_SHEET = 0, 3, 11, 156


def xlsb_errors(content: bytes) -> Errors:
    """The error cells of one binary sheet."""
    found: Errors = {}
    row = 0
    for kind, start, length in _xlsb_records(content):
        if kind == _ROW and length >= 4:
            (row,) = struct.unpack_from("<I", content, start)
        elif kind in (_CELL_ERROR, _FORMULA_ERROR) and length >= 9:
            (column,) = struct.unpack_from("<I", content, start)
            found[row, column] = _named(content[start + 8])
    return found


def xlsb_sheet_ids(content: bytes) -> list[str]:
    """The relation of each sheet of a binary workbook, in the order of the tabs."""
    found = []
    for kind, start, length in _xlsb_records(content):
        if kind == _BUNDLE_SHEET and length >= 12:
            (characters,) = struct.unpack_from("<I", content, start + 8)
            text = content[start + 12 : start + min(length, 12 + 2 * characters)]
            found.append(text.decode("utf-16-le", "replace"))
    return found


def _xlsb_records(content: bytes) -> Iterator[tuple[int, int, int]]:
    position = 0
    while position < len(content):
        kind, position = _variable_number(content, position, 2)
        length, position = _variable_number(content, position, 4)
        if position + length > len(content):
            raise corrupt("a binary sheet that ends too early")
        yield kind, position, length
        position += length


def _variable_number(content: bytes, position: int, most: int) -> tuple[int, int]:
    number = 0
    for shift in range(0, 7 * most, 7):
        if position >= len(content):
            raise corrupt("a binary sheet that ends too early")
        byte = content[position]
        position += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            break
    return number, position


# ---- .xls -------------------------------------------------------------------------------------------

_BOF = (0x0009, 0x0209, 0x0409, 0x0809)
_EOF, _FILE_PASS, _BOUND_SHEET = 0x000A, 0x002F, 0x0085
_BOOL_ERR = 0x0205
_FORMULA = (0x0006, 0x0206, 0x0406)


def xls_errors(stream: bytes) -> list[Errors]:
    """The error cells of each sheet, in the order of the tabs; refuses an encrypted workbook."""
    starts = []
    for kind, content in _xls_records(stream, 0):
        if kind == _FILE_PASS:
            raise RefusedError(Unreadable.PASSWORD, "the workbook is encrypted")
        if kind == _BOUND_SHEET and len(content) >= 4:
            starts.append(struct.unpack_from("<I", content)[0])
    return [_xls_sheet_errors(stream, start) for start in starts]


def _xls_sheet_errors(stream: bytes, start: int) -> Errors:
    found: Errors = {}
    for kind, content in _xls_records(stream, start):
        if kind == _BOOL_ERR and len(content) >= 8:
            row, column, _, code, is_error = struct.unpack_from("<HHHBB", content)
            if is_error:
                found[row, column] = _named(code)
        elif kind in _FORMULA and len(content) >= 14:
            row, column, _, tag, code, is_special = struct.unpack_from("<HHHBxBx2xH", content)
            if is_special == 0xFFFF and tag == 2:
                found[row, column] = _named(code)
    return found


def _xls_records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream, without those of the charts that are embedded in it."""
    depth = 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        content = stream[position + 4 : position + 4 + length]
        position += 4 + length
        if kind in _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, content


# ---- .ods -------------------------------------------------------------------------------------------

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "


def ods_errors(content: bytes) -> dict[str, Errors]:
    """The error cells of each sheet by its name.

    LibreOffice says ``calcext:value-type="error"``; other programs leave a formula whose shown text is
    an error. Some errors have a name of LibreOffice's own (``Err:502``).
    """
    if b"<text:p>#" not in content and b"Err:" not in content and b'"error"' not in content:
        return {}
    reader = _OdsReader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    try:
        parser.Parse(content, True)
    except expat.ExpatError as e:
        raise corrupt(f"content.xml: {e}") from e
    return reader.found


class _OdsReader:
    """Counts rows and columns while the parser passes over them."""

    def __init__(self) -> None:
        self.found: dict[str, Errors] = {}
        self._errors: Errors = {}
        self._inside = False
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._suspect = self._certain = False
        self._shown: list[str] = []
        self._paragraph = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == _TABLE + "table":
            self._errors = self.found.setdefault(attributes.get(_TABLE + "name", ""), {})
            self._inside, self._row = True, 0
        elif tag == _TABLE + "table-row":
            self._rows = int(attributes.get(_TABLE + "number-rows-repeated", "1"))
            self._column = 0
        elif tag in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            self._columns = int(attributes.get(_TABLE + "number-columns-repeated", "1"))
            self._certain = attributes.get(_CALC + "value-type") == "error"
            self._suspect = self._certain or _TABLE + "formula" in attributes
            self._shown = []
        elif tag == _TEXT + "p":
            self._paragraph = True

    def characters(self, text: str) -> None:
        if self._paragraph and self._suspect:
            self._shown.append(text)

    def end(self, tag: str) -> None:
        if tag == _TEXT + "p":
            self._paragraph = False
        elif tag in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            shown = "".join(self._shown)
            is_error = shown if self._certain else self._suspect and _SHOWN_AS_ERROR.fullmatch(shown)
            if self._inside and is_error:
                for row in range(self._row, self._row + min(self._rows, 1000)):
                    for column in range(self._column, self._column + min(self._columns, 1000)):
                        self._errors[row, column] = shown
            self._suspect = False
            self._column += self._columns
        elif tag == _TABLE + "table-row":
            self._row += self._rows
        elif tag == _TABLE + "table":
            self._inside = False
