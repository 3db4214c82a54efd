"""From a workbook's bytes to its sheets, in this process."""

from __future__ import annotations

import io
import re
from collections.abc import Collection
from typing import NamedTuple

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from pmo_xl.core.flow.raw import Cell, RawSheet, Unreadable
from pmo_xl.core.settings.limits import LIMITS, LimitSettings
from pmo_xl.excel.package import ole, sheet_xml
from pmo_xl.excel.package.container import Package
from pmo_xl.excel.package.other_kinds import kind_of
from pmo_xl.excel.package.refused import (
    BYTES_OF_A_CELL,
    CELLS,
    COLUMNS,
    MEBIBYTE,
    MEMORY,
    NeedsIsolationError,
    RefusedError,
    corrupt,
    odd,
    too_large,
)
from pmo_xl.excel.read import error_cells, skipped_sheets
from pmo_xl.excel.read.error_cells import Errors
from pmo_xl.excel.read.fast_rows import fast_sheets
from pmo_xl.excel.read.formula_cells import SheetOrigin
from pmo_xl.excel.read.repaired import mended, without_indents

IN_PROCESS = 64 * MEBIBYTE
"""A workbook whose parts of cells are larger unpacked is read in a process of its own, whose time and memory have limits."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_STRING_TABLE = re.compile(rb"""<(?:[^\s<>/:]+:)?sst\s[^<>]*>""")
_LARGE_COUNT = re.compile(rb"""ount\s*=\s*["']?\s*\+?[0-9]{7}""")


class _Notes(NamedTuple):
    """What calamine does not say of a sheet."""

    errors: Errors
    layout: sheet_xml.Layout = sheet_xml.Layout()
    from_1904: bool = False
    origin: SheetOrigin | None = None
    page: str | None = None
    """The mark of a sheet that holds nothing to read."""


def attempted(
    data: bytes, *, isolated: bool, pass_over: Collection[str] = (), limits: LimitSettings = LIMITS
) -> tuple[RawSheet, ...]:
    """Return what ``_sheets_of`` does; whatever else goes wrong on the way is a refusal too.

    Of a workbook that we wrote, the sheets to ``pass_over`` are not read, nor is it searched for what we do not write.
    """
    try:
        if pass_over and data.startswith(_ZIP) and (package := Package(data, in_part=True)).kind == "xlsx":
            package.check(pass_over)
            return _sheets(_opened(data), [], pass_over)
        sheets = _sheets_of(data, limits, isolated=isolated)
        for sheet in sheets:
            if (width := max(map(len, sheet.rows), default=0)) > limits.columns:
                raise too_large("columns", COLUMNS, sheet=sheet.name, found=width, most=limits.columns)
        return sheets
    except (RefusedError, NeedsIsolationError) as e:
        if isolated and isinstance(e, NeedsIsolationError):
            raise corrupt(str(e)) from e
        raise
    except MemoryError as e:
        raise too_large("memory", MEMORY, most=limits.memory) from e
    except Exception as e:
        raise _given_up(data, f"{type(e).__name__}: {e}") from e
    except BaseException as e:
        # A panic inside calamine is no Exception, and its class cannot be imported.
        if type(e).__name__ != "PanicException":
            raise
        raise _given_up(data, f"the reader gave up: {e}") from e


def _given_up(data: bytes, why: str) -> RefusedError:
    """The refusal for a file in the middle of which the reader stops: damaged, unless its package is whole and well-formed."""
    try:
        package = Package(data, in_part=True)
        package.check()
        return odd(why) if package.is_well_formed else corrupt(why)
    except RefusedError:
        return corrupt(why)


def _sheets_of(data: bytes, limits: LimitSettings, *, isolated: bool) -> tuple[RawSheet, ...]:
    """The sheets that people see as tabs of cells, hidden ones too.

    Raises RefusedError for what cannot be read; and, unless ``isolated``, NeedsIsolationError for
    whatever might take the process down.
    """
    if data.startswith(ole.MAGIC):
        stream = ole.biff_stream(data)
        if not isolated:
            raise NeedsIsolationError("xls")
        errors = error_cells.xls_errors(stream)
        return _with_floats(_sheets(_opened(data), [_Notes(of_sheet) for of_sheet in errors]))
    if not data.startswith(_ZIP):
        raise _not_a_workbook(data)
    package = Package(data, limits)
    if not isolated and package.cells_inflated > IN_PROCESS:
        raise NeedsIsolationError("large")
    if package.kind == "xlsx":
        if (usual := fast_sheets(package, limits)) is not None:
            return usual
        return _xlsx(data, package, limits, isolated=isolated)
    if not isolated:
        raise NeedsIsolationError(package.kind)
    package.check()
    return _xlsb(data, package) if package.kind == "xlsb" else _ods(data, package)


def _not_a_workbook(data: bytes) -> RefusedError:
    if not data.strip(b"\0"):
        return corrupt("nothing but zero bytes, as a broken copy leaves")
    return RefusedError(Unreadable.NOT_A_WORKBOOK, kind_of(data))


def _xlsx(data: bytes, package: Package, limits: LimitSettings, *, isolated: bool) -> tuple[RawSheet, ...]:
    if package.ambiguous and not isolated:
        raise NeedsIsolationError("two parts of one name")
    notes = []
    areas = []
    inflated = 0
    from_1904 = package.counts_from_1904
    texts = skipped_sheets.texts_in(package.shared_strings) if not package.ambiguous else []
    styles = package.read(package.styles) if package.styles and package.styles in package else b""
    for _, part in package.sheets:
        xml = package.read(part) if part else b""
        if (page := skipped_sheets.mark_of_page(xml, texts)) is not None:
            areas.append(0)
            notes.append(_Notes({}, page=page))
            continue
        if there := sheet_xml.twice(xml):
            raise corrupt(f"{part}: {there} is there twice")
        inflated += len(xml)
        areas.append(_area(xml, limits, isolated=isolated))
        origin = None if isolated else SheetOrigin(xml, styles)
        errors = sheet_xml.errors(xml) | _no_values(xml, isolated=isolated)
        notes.append(_Notes(errors, sheet_xml.layout(xml), from_1904, origin))
    if sum(areas) > limits.cells:
        areas = [
            _area(package.read(part), limits, isolated=isolated, closely=True)
            if part and not note.page
            else 0
            for (_, part), note in zip(package.sheets, notes, strict=True)
        ]
    if sum(areas) > limits.cells:
        largest = areas.index(max(areas))
        name = package.sheets[largest][0]
        raise too_large("cells", CELLS, sheet=name, found=areas[largest], most=limits.cells)
    if not isolated and not _strings_are_modest(package, inflated // BYTES_OF_A_CELL, limits):
        raise NeedsIsolationError("large texts")
    package.check()
    try:
        return _sheets(_opened(data), notes)
    except CalamineError:
        with_part = [note for note, (_, part) in zip(notes, package.sheets, strict=True) if part]
        return _sheets(_opened(mended(package)), with_part)


def _area(xml: bytes, limits: LimitSettings, *, isolated: bool, closely: bool = False) -> int:
    try:
        return sheet_xml.area(xml, closely=closely, most=limits.cells)
    except NeedsIsolationError:
        if isolated:
            return 0
        raise


def _no_values(xml: bytes, *, isolated: bool) -> Errors:
    try:
        return sheet_xml.no_values(xml)
    except NeedsIsolationError as odd:
        if isolated:
            raise corrupt(str(odd)) from odd
        raise


def _strings_are_modest(package: Package, cells: int, limits: LimitSettings) -> bool:
    """Whether calamine, which copies a text for each cell that shows it, is sure to stay small.

    It also reserves as much memory as the table says that it will need.
    """
    strings = package.shared_strings
    if not strings:
        return True
    head = _STRING_TABLE.search(strings)
    if head is None or _LARGE_COUNT.search(head[0]) or b"<![CDATA[" in strings:
        return False
    longest = len(max(strings.split(b"</si>"), key=len))
    most = limits.text_size * MEBIBYTE
    if longest * cells > most:
        cells = sum(sheet_xml.cell_count(package.read(part)) for _, part in package.sheets if part)
    return longest * cells <= most


def _xlsb(data: bytes, package: Package) -> tuple[RawSheet, ...]:
    notes: list[_Notes] = []
    for identifier in error_cells.xlsb_sheet_ids(package.read(package.main)):
        part = package.relations.get(identifier, ("", ""))[1]
        notes.append(_Notes(error_cells.xlsb_errors(package.read(part)) if part in package else {}))
    return _with_floats(_sheets(_opened(data), notes))


def _ods(data: bytes, package: Package) -> tuple[RawSheet, ...]:
    manifest = "META-INF/manifest.xml"
    if manifest in package and b"encryption-data" in package.read(manifest):
        raise RefusedError(Unreadable.PASSWORD, "the content is encrypted")
    if "content.xml" not in package:
        raise corrupt("content.xml is missing")
    by_name = error_cells.ods_errors(package.read("content.xml"))
    try:
        book = _opened(data)
    except CalamineError:
        book = _opened(without_indents(package))
    return _sheets(book, [_Notes(by_name.get(sheet.name, {})) for sheet in book.sheets_metadata])


def _opened(data: bytes) -> CalamineWorkbook:
    try:
        return load_workbook(io.BytesIO(data))
    except PasswordError as e:
        raise RefusedError(Unreadable.PASSWORD, str(e)) from e


def _sheets(
    book: CalamineWorkbook, notes: list[_Notes], pass_over: Collection[str] = ()
) -> tuple[RawSheet, ...]:
    found = []
    for index, about in enumerate(book.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        if about.name in pass_over:
            found.append(RawSheet(about.name, []))
            continue
        note = notes[index] if len(notes) == len(book.sheets_metadata) else _Notes({})
        if note.page is not None:
            found.append(RawSheet(about.name, [[note.page]]))
            continue
        values = book.get_sheet_by_index(index).to_python(skip_empty_area=False)
        rows: list[list[Cell]] = [[v or (None if v == "" else v) for v in row] for row in values]
        for row, column in note.errors:
            _blank_out(rows, row, column)
        visible = about.visible == SheetVisibleEnum.Visible
        found.append(
            RawSheet(about.name, rows, note.errors, visible, *note.layout, note.from_1904, note.origin)
        )
    return tuple(found)


def _with_floats(sheets: tuple[RawSheet, ...]) -> tuple[RawSheet, ...]:
    """The binary formats know integers: here a number is a float, whatever file it comes from."""
    for sheet in sheets:
        sheet.rows[:] = [[float(v) if type(v) is int else v for v in row] for row in sheet.rows]
    return sheets


def _blank_out(rows: list[list[Cell]], row: int, column: int) -> None:
    """Make the place of an error None, also where calamine left off before it."""
    while len(rows) <= row:
        rows.append([])
    cells = rows[row]
    if len(cells) <= column:
        cells.extend([None] * (column + 1 - len(cells)))
    cells[column] = None
