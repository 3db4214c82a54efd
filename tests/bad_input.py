"""Every way we know to spoil a return: how it is made, what is said of it, and what is read all the same.

The page docs/bad-input.md is written from this list: ``python tests/bad_input.py``.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import filled
import openpyxl
import xlsxwriter
from filled import HEADER, cell_of, column_of, edited, good, sheet_of
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter

from pmo_xl.core.base.finding import Finding
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.excel.read.workbook import find_workbooks

Book = openpyxl.Workbook
NAME = "BAD.xlsx"
AFTERNOON = dt.datetime(2026, 1, 30, 15, 30)  # noqa: DTZ001 - Excel's dates have no time zone
NOTHING = "Nothing: read as it was meant."
EMPTY = "Nothing: a table without rows is read as one."
LEFT_ALONE = "Nothing: it is no workbook of anybody’s, and passed over."

OTHER, FILES, CELLS, HEADERS, ROWS, SHEETS = (
    "other",
    "Files",
    "Cells",
    "Headers and columns",
    "Rows",
    "Sheets and workbooks",
)


@dataclass(frozen=True)
class Case:
    """One way to spoil a return of a project.

    ``says`` lists what must be found: code, severity (E, W) and cell, ``Sheet!A1`` or "" for the file.
    ``reads`` is what must have been read in place of the right value, by table, key and row; rows named in
    ``loses`` are left out (what names or classifies them is not there), and every other cell holds what it held. ``rejected``: nothing of the file counts.
    """

    name: str
    group: str
    make: Callable[[Path], object]
    says: Sequence[str] = ()
    kind: str = "budget"
    reads: dict[tuple[str, str, int], Any] = field(default_factory=dict)
    loses: dict[str, Sequence[int]] = field(default_factory=dict)
    rejected: bool = False
    office: str = ""


# ---- ways to make them ------------------------------------------------------------------------------


def changed(
    change: Callable[[Book], object], kind: str = "budget", name: str = NAME
) -> Callable[[Path], object]:
    """A right return after a person changed it and saved."""

    def make(folder: Path) -> None:
        path = folder / name
        path.write_bytes(good(kind))
        edited(path, change)

    return make


def typed(
    table: str, key: str, what: Any, row: int = 0, look: str = "", kind: str = "budget"
) -> Callable[[Path], object]:
    """Something typed into one cell."""

    def change(book: Book) -> None:
        cell = cell_of(book, table, key, row)
        cell.value = what
        if isinstance(what, str) and what.startswith("=") and look == "text":
            cell.data_type = "s"
        elif look:
            cell.number_format = look

    return changed(change, kind)


def content(data: bytes, name: str = NAME) -> Callable[[Path], object]:
    """A file with any bytes in it."""
    return lambda folder: (folder / name).write_bytes(data)


def renamed(table: str, name: str) -> Callable[[Path], object]:
    """A sheet that was called otherwise."""

    def change(book: Book) -> None:
        sheet_of(book, table).title = name

    return changed(change)


def header(table: str, key: str, words: str) -> Callable[[Path], object]:
    """A header that was written otherwise."""

    def change(book: Book) -> None:
        sheet = sheet_of(book, table)
        sheet.cell(HEADER, column_of(sheet, table, key)).value = words

    return changed(unlisted(change))


def unlisted(change: Callable[[Book], object]) -> Callable[[Book], object]:
    """The change, in a book without Excel tables: they would hold on to their headers."""

    def without(book: Book) -> None:
        for sheet in book.worksheets:
            for name in list(sheet.tables):
                del sheet.tables[name]
        change(book)

    return without


def values_only(book: Book, name: str) -> list[list[Any]]:
    """What a sheet shows, as somebody copies it."""
    return [list(row) for row in book[name].iter_rows(values_only=True)]


def copied(arrange: Callable[[list[list[Any]], list[list[Any]], list[list[Any]]], dict[str, list[list[Any]]]], kind: str = "budget") -> Callable[[Path], object]:  # fmt: skip
    """Sheets copied as values into a new workbook, without the template's marks: project, lines, months."""

    def make(folder: Path) -> None:
        source = openpyxl.load_workbook(io.BytesIO(good(kind)), data_only=True)
        sheets = [values_only(source, name) for name in source.sheetnames[:3]]
        sheets[0][0][0] = sheets[1][0][0] = sheets[2][0][0] = None
        book = Book()
        book.remove(book.active)
        for name, rows in arrange(*sheets).items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        book.save(folder / NAME)

    return make


def parts(
    change: Callable[[str, bytes], bytes], kind: str = "budget", **record: Any
) -> Callable[[Path], object]:
    """A return whose parts another program wrote otherwise."""

    def make(folder: Path) -> None:
        with zipfile.ZipFile(io.BytesIO(good(kind))) as book, zipfile.ZipFile(folder / NAME, "w") as copy:
            for name in book.namelist():
                copy.writestr(name, change(name, book.read(name)))

    return make


def truncated(folder: Path) -> None:
    """Half of a return."""
    (folder / NAME).write_bytes(good("budget")[: len(good("budget")) // 2])


def protected(folder: Path) -> None:
    """A return with a password to open it."""
    # The outer file of an encrypted workbook: what matters to a reader is the name of its stream.
    folder.joinpath(NAME).write_bytes(_compound_file("EncryptedPackage"))


def _compound_file(stream: str) -> bytes:
    """The smallest compound file with one stream, as encrypted workbooks are wrapped in one."""
    import struct

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        words = name.encode("utf-16-le")
        head = words.ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(words) + 2, kind, 1, 2**32 - 1, 2**32 - 1, child
        )
        return head + bytes(36) + struct.pack("<IQ", start, size)

    none = 2**32 - 1
    head = (
        bytes.fromhex("d0cf11e0a1b11ae1")
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 2**32 - 2, 0, 2**32 - 2, 0)
    head += struct.pack("<I", 0) + struct.pack("<I", none) * 108
    chain = [2**32 - 3, 2**32 - 2, *range(3, 10), 2**32 - 2]
    table = struct.pack("<128I", *chain, *[none] * (128 - len(chain)))
    folder = (
        entry("Root Entry", 5, 1, 2**32 - 2, 0)
        + entry(stream, 2, none, 2, 4096)
        + entry("", 0, none, 0, 0) * 2
    )
    return head + table + folder + bytes(4096)


def twice(folder: Path) -> None:
    """The same return under two names."""
    (folder / NAME).write_bytes(good("budget"))
    (folder / "BAD copy.xlsx").write_bytes(good("budget"))


def two_formats(folder: Path) -> None:
    """The same return with and without macros."""
    (folder / NAME).write_bytes(good("budget"))
    (folder / "BAD.xlsm").write_bytes(good("budget"))


def in_a_folder(folder: Path) -> None:
    """A return in a folder of its department."""
    (folder / "IT").mkdir()
    (folder / "IT" / NAME).write_bytes(good("budget"))


def unrelated(folder: Path) -> None:
    """A workbook about something else."""
    with xlsxwriter.Workbook(folder / NAME) as book:
        book.add_worksheet("Sheet1").write(0, 0, "nothing to do with it")


def years_of_formats(folder: Path) -> None:
    """200,000 rows that hold a format and nothing else."""
    rows = b"".join(b'<row r="%d"><c r="B%d" s="1"/></row>' % (n, n) for n in range(30, 200_030))

    def change(name: str, xml: bytes) -> bytes:
        return xml.replace(b"</sheetData>", rows + b"</sheetData>") if name.endswith("sheet2.xml") else xml

    parts(change)(folder)


def from_1904(folder: Path) -> None:
    """A return from an old Mac, with the same days."""

    def change(book: Book) -> None:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    path = folder / NAME
    path.write_bytes(good("budget"))
    edited(path, change)


def uncomputed(book: Book) -> None:
    """A formula that no program ever computed."""
    cell_of(book, "budget", "etc").value = "=90000*2"


def linked(folder: Path) -> None:
    """A cell that takes its value from another workbook; the value is as last computed."""

    def change(name: str, xml: bytes) -> bytes:
        if not name.endswith("sheet2.xml"):
            return xml
        new, count = re.subn(
            rb'(<c r="K6"[^>]*>)<v>180000</v>', rb"\1<f>[1]Forecast!B2</f><v>180000</v>", xml
        )
        assert count == 1
        return new

    parts(change)(folder)


def insert_column(table: str, key: str, words: str, kind: str = "budget") -> Callable[[Path], object]:
    """A column of somebody’s own before one of ours, with notes in it."""

    def change(book: Book) -> None:
        sheet = sheet_of(book, table)
        at = column_of(sheet, table, key)
        sheet.insert_cols(at)
        sheet.cell(HEADER, at).value = words
        for row in range(HEADER + 1, HEADER + 4):
            sheet.cell(row, at).value = "seen"

    return changed(unlisted(change), kind)


def moved(book: Book) -> None:
    """The initial budget moved to the far right."""
    sheet = sheet_of(book, "budget")
    at = column_of(sheet, "budget", "bac0")
    for row in range(HEADER, HEADER + 4):
        sheet.cell(row, 60).value = sheet.cell(row, at).value
        sheet.cell(row, at).value = None


def translated(book: Book) -> None:
    """Half of the headers in the other language."""
    from standard import TABLES

    sheet = sheet_of(book, "budget")
    for number, column in enumerate(TABLES["budget"].columns.values()):
        if number % 2:
            sheet.cell(HEADER, column_of(sheet, "budget", column.key)).value = column.label.fr


def two_lines(book: Book) -> None:
    """The header of two columns split over two rows, the first merged."""
    sheet = sheet_of(book, "plan")
    for first, under in (("start_baseline", "Baseline"), ("start_forecast", "Forecast")):
        at = column_of(sheet, "plan", first)
        for col in range(1, sheet.max_column + 1):
            if (
                sheet.cell(HEADER - 1, col).value in ("required", "optional", "calculated")
                and at <= col <= at + 1
            ):
                sheet.cell(HEADER - 1, col).value = None
        sheet.cell(HEADER - 1, at).value = under
        sheet.cell(HEADER, at).value, sheet.cell(HEADER, at + 1).value = "start", "finish"
        sheet.merge_cells(start_row=HEADER - 1, end_row=HEADER - 1, start_column=at, end_column=at + 1)


def doubled(book: Book) -> None:
    """A second column of the same name, with other figures."""
    sheet = sheet_of(book, "budget")
    sheet.cell(HEADER, 60).value = "Initial budget"
    sheet.cell(HEADER + 1, 60).value = 310000


def doubled_blank(book: Book) -> None:
    """A second column of the same name, with nothing in it."""
    sheet_of(book, "budget").cell(HEADER, 60).value = "Initial budget"


def total_below(book: Book) -> None:
    """A row of totals under the lines, after a blank row."""
    sheet = sheet_of(book, "budget")
    sheet.cell(HEADER + 5, 2).value = "Total"
    sheet.cell(HEADER + 5, column_of(sheet, "budget", "bac0")).value = 431234.56


def subtotal_inside(book: Book) -> None:
    """A row of subtotals between the lines."""
    sheet = sheet_of(book, "budget")
    sheet.insert_rows(HEADER + 3)
    sheet.cell(HEADER + 3, 3).value = "Sous-total"
    sheet.cell(HEADER + 3, column_of(sheet, "budget", "bac0")).value = 350000


def blank_row(book: Book) -> None:
    """A blank row between the lines."""
    sheet_of(book, "budget").insert_rows(HEADER + 2)


def headers_again(book: Book) -> None:
    """The headers repeated between the lines, as printed lists have them."""
    sheet = sheet_of(book, "budget")
    sheet.insert_rows(HEADER + 2)
    for col in range(2, 20):
        sheet.cell(HEADER + 2, col).value = sheet.cell(HEADER, col).value


def merged_down(book: Book) -> None:
    """One category for two lines, in a merged cell."""
    sheet = sheet_of(book, "budget")
    at = get_column_letter(column_of(sheet, "budget", "category"))
    sheet.merge_cells(f"{at}{HEADER + 1}:{at}{HEADER + 2}")


def merged_record(book: Book) -> None:
    """Cells of the project sheet merged with those below."""
    first = cell_of(book, "project", "project_id")
    sheet_of(book, "project").merge_cells(
        start_row=first.row, end_row=first.row + 1, start_column=3, end_column=3
    )


def hidden_row(book: Book) -> None:
    """A line that somebody hid, or a filter that was left on."""
    sheet_of(book, "budget").row_dimensions[HEADER + 2].hidden = True


def hidden_column(book: Book) -> None:
    """A column that somebody hid."""
    sheet = sheet_of(book, "budget")
    sheet.column_dimensions[get_column_letter(column_of(sheet, "budget", "actual"))].hidden = True


def hidden_description(book: Book) -> None:
    """A column that no other shares its width with: LibreOffice would show it again."""
    sheet = sheet_of(book, "budget")
    sheet.column_dimensions[get_column_letter(column_of(sheet, "budget", "description"))].hidden = True


def hidden_sheet(book: Book) -> None:
    """A sheet that somebody hid, a comment in a cell."""
    sheet_of(book, "budget_months").sheet_state = "hidden"
    cell_of(book, "project", "project_name").comment = Comment("check with finance", "PMO")


def inserted_above(book: Book) -> None:
    """Rows put above the fields of the project sheet."""
    sheet_of(book, "project").insert_rows(5, 3)


def title_rows(book: Book) -> None:
    """Rows of titles put above the table."""
    sheet = sheet_of(book, "budget")
    sheet.insert_rows(1, 4)
    sheet["B1"], sheet["B2"] = "Budget of the customer portal", "Printed on 12 April; figures in EUR"
    sheet["A1"], sheet["A5"] = sheet["A5"].value, None


def emptied(book: Book) -> None:
    """A sheet of which everything was deleted."""
    sheet = sheet_of(book, "budget")
    sheet.delete_rows(1, sheet.max_row)


def emptied_below(book: Book) -> None:
    """A table of which every row was deleted."""
    for table in ("budget", "budget_months"):
        sheet_of(book, table).delete_rows(HEADER + 1, 30)


def over_formula(book: Book) -> None:
    """A figure typed over a calculated one."""
    cell_of(book, "budget", "eac", 1).value = 99999


def over_formula_same(book: Book) -> None:
    """A calculated column pasted as values, all of them right."""
    for row, eac in enumerate((320000, 49500.5, 81234.56)):
        cell_of(book, "budget", "eac", row).value = eac


def version(number: str) -> Callable[[Book], object]:
    """A template of another version."""

    def change(book: Book) -> None:
        for sheet in book.worksheets:
            mark = sheet["A1"].value
            if isinstance(mark, str) and mark.startswith("pmo_xl budget "):
                sheet["A1"] = mark.replace(" 1 ", f" {number} ")

    return change


def stacked(
    project: list[list[Any]], lines: list[list[Any]], months: list[list[Any]]
) -> dict[str, list[list[Any]]]:
    """Both tables on one sheet, one below the other."""
    return {"Project": project, "All": [*lines[:9], [None], [None], *months]}


def side_by_side(
    project: list[list[Any]], lines: list[list[Any]], months: list[list[Any]]
) -> dict[str, list[list[Any]]]:
    """Both tables on one sheet, one beside the other."""
    width = max(map(len, lines))
    both = [
        [*row, *[None] * (width - len(row) + 1), *(months[at][1:] if at < len(months) else [])]
        for at, row in enumerate(lines)
    ]
    return {"Project": project, "All": both}


def two_of_one(
    project: list[list[Any]], lines: list[list[Any]], months: list[list[Any]]
) -> dict[str, list[list[Any]]]:
    """A second table of lines below the first, its columns elsewhere."""
    second = [[None, *row] for row in lines[4:8]]
    for row in second[1:]:
        row[2] = f"X{row[2]}"
    return {"Project": project, "Budget": [*lines[:9], [None], *second], "Months": months}


def unmarked(
    project: list[list[Any]], lines: list[list[Any]], months: list[list[Any]]
) -> dict[str, list[list[Any]]]:
    """The sheets copied as values into a new workbook, under other names."""
    return {"Fiche": project, "Copie 1": lines, "Copie 2": months}


def money(name: str, what: str, *says: str, **more: Any) -> Case:
    """An amount typed as text: the initial budget of the third line, 81234.56."""
    if "reads" not in more and "loses" not in more:
        more["reads"] = {("budget", "bac0", 2): None} if any(" E " in one for one in says) else {}
    return Case(name, CELLS, typed("budget", "bac0", what, 2), says or ("FLD-02 W Budget!F8",), **more)


def share(name: str, what: Any, *says: str, **more: Any) -> Case:
    """A percentage: that of the second task, 55 %."""
    lost = {"reads": {("plan", "pct_complete", 1): None}} if any(" E " in one for one in says) else {}
    return Case(
        name, CELLS, typed("plan", "pct_complete", what, 1, kind="plan"), says, "plan", **{**lost, **more}
    )


def date(name: str, what: Any, *says: str, look: str = "", **more: Any) -> Case:
    """A date: the baseline finish of the first task, 30 January 2026."""
    lost = {"reads": {("plan", "finish_baseline", 0): None}} if any(" E " in one for one in says) else {}
    make = typed("plan", "finish_baseline", what, 0, look, kind="plan")
    return Case(name, CELLS, make, says or ("FLD-02 W Plan!H6",), "plan", **{**lost, **more})


def choice(name: str, what: Any, *says: str, **more: Any) -> Case:
    """A list value: the category of the first line, external labour."""
    lost = {"reads": {("budget", "category", 0): None}} if any(" E " in one for one in says) else {}
    return Case(name, CELLS, typed("budget", "category", what), says, **{**lost, **more})


CASES = (
    Case("A right return", FILES, content(good("budget"))),
    Case("Cut off in the middle", FILES, truncated, ("GEN-01 E ",), rejected=True),
    Case("A text renamed to .xlsx", FILES, content(b"hello"), ("GEN-01 E ",), rejected=True),
    Case("Zero bytes", FILES, content(b""), ("GEN-01 E ",), rejected=True),
    Case("Password to open", FILES, protected, ("GEN-01 E ",), rejected=True),
    Case("A workbook about something else", FILES, unrelated, ("GEN-02 E ",), rejected=True),
    Case("Saved as .xls", FILES, content(good("budget")), office="xls"),
    Case("Saved as .ods", FILES, content(good("budget")), office="ods"),
    Case("Extension in capitals: .XLSX", FILES, content(good("budget"), "BAD.XLSX")),
    Case("Excel’s lock file ~$…", FILES, content(b"\x05user" + b" " * 160, "~$BAD.xlsx")),
    Case("Dots in the name: BAD v1.2 final.xlsx", FILES, content(good("budget"), "BAD v1.2 final.xlsx")),
    Case("The same return twice, under two names", FILES, twice, ("GEN-08 W Project!C5",)),
    Case("The same return as .xlsx and as .xlsm", FILES, two_formats, ("GEN-08 W Project!C5",)),
    Case("In a folder of its own", FILES, in_a_folder),
    Case("200,000 rows of formats without content", FILES, years_of_formats),
    Case("Dates counted from 1904 (old Mac)", FILES, from_1904, ("GEN-15 W ",)),
    # ------------------------------------------------------------------------------------------------
    Case("Sheet renamed", SHEETS, renamed("budget", "Budget (2)")),
    Case("Space behind the sheet’s name", SHEETS, renamed("budget", "Budget ")),
    Case("Sheets copied as values into a new workbook", SHEETS, copied(unmarked)),
    Case("Everything on a sheet deleted", SHEETS, changed(unlisted(emptied)), ("GEN-04 E ",), rejected=True),
    Case("Every row of the tables deleted", SHEETS, changed(unlisted(emptied_below)), loses={"budget": [0, 1, 2], "budget_months": range(6)}),
    Case("Hidden sheet, comment in a cell", SHEETS, changed(hidden_sheet), ("GEN-11 W Budget by month",)),
    Case("Two tables on one sheet, one below the other", SHEETS, copied(stacked)),
    Case("Two tables on one sheet, side by side", SHEETS, copied(side_by_side), ("GEN-04 E All!B5", *(f"GEN-05 W All!{col}5" for col in ("AK", "AL", "AM", "AN"))), rejected=True),
    Case("A second table of the same kind, its columns elsewhere", SHEETS, copied(two_of_one), ("GEN-04 E Budget!C11",), rejected=True),
    Case("Rows of titles above the table", SHEETS, changed(unlisted(title_rows))),
    Case("Rows inserted above the fields of the project", SHEETS, changed(inserted_above)),
    Case("Template of an older version", SHEETS, changed(version("0")), ("GEN-03 W Budget",)),
    Case("Template of a newer version", SHEETS, changed(version("9")), ("GEN-02 E Budget",), rejected=True),
    # ------------------------------------------------------------------------------------------------
    Case("Column inserted", HEADERS, insert_column("budget", "category", "My notes"), ("GEN-05 W Budget!D5",)),
    Case("Column moved", HEADERS, changed(unlisted(moved))),
    Case("Headers in the other language", HEADERS, changed(unlisted(translated))),
    Case("Header in capitals, with spaces and a star", HEADERS, header("budget", "bac0", " INITIAL  BUDGET *")),
    Case("Header over two lines, the first merged", HEADERS, changed(unlisted(two_lines), "plan"), kind="plan"),
    Case("Header misspelled", HEADERS, header("budget", "bac0", "Inital budget"), ("GEN-04 E Budget!F5",), rejected=True),
    Case("Header called something else", HEADERS, header("budget", "bac0", "Envelope"), ("GEN-04 E Budget", "GEN-05 W Budget!F5"), rejected=True),
    Case("Optional header misspelled", HEADERS, header("budget", "description", "Descripton"), ("GEN-05 W Budget!C5",), reads={("budget", "description", row): None for row in range(3)}),
    Case("Unit added to a header: (k€)", HEADERS, header("budget", "bac0", "Initial budget (k€)"), ("GEN-04 E Budget!F5",), rejected=True),
    Case("Two columns of one name, both filled", HEADERS, changed(unlisted(doubled)), ("GEN-04 E Budget!F5",), rejected=True),
    Case("Two columns of one name, one of them blank", HEADERS, changed(unlisted(doubled_blank))),
    Case("Column hidden", HEADERS, changed(hidden_column), ("GEN-11 W Budget!J5",)),
    Case("Column hidden, and the file saved by LibreOffice", HEADERS, changed(hidden_description), ("GEN-11 W Budget!C5",), office="xlsx"),
    # ------------------------------------------------------------------------------------------------
    Case("Total under the lines", ROWS, changed(unlisted(total_below)), ("GEN-05 W Budget!B10",)),
    Case("Subtotal between the lines", ROWS, changed(unlisted(subtotal_inside)), ("GEN-05 W Budget!B8",)),
    Case("Blank row between the lines", ROWS, changed(unlisted(blank_row)), ("GEN-13 W Budget!B7",)),
    Case("Headers repeated between the lines", ROWS, changed(unlisted(headers_again)), ("GEN-05 W Budget!B7",)),
    Case("Row hidden, or filtered out", ROWS, changed(hidden_row), ("GEN-11 W Budget!B7",)),
    Case("Cells merged over two rows", ROWS, changed(unlisted(merged_down)), ("GEN-12 W Budget!D6", "FLD-01 E Budget!D7"), reads={("budget", "category", 1): None}),
    Case("Cells of the project merged", ROWS, changed(merged_record), ("GEN-12 W Project!C5", "FLD-01 E Project!C6"), reads={("project", "project_name", 0): None}),
    # ------------------------------------------------------------------------------------------------
    Case("Figure typed over a formula", CELLS, changed(over_formula), ("GEN-09 W Budget!M7",)),
    Case("Calculated column pasted as values, all right", CELLS, changed(over_formula_same)),
    Case("Link to another workbook", CELLS, linked, ("GEN-09 W Budget!K6",)),
    Case("Formula that was never computed", CELLS, changed(uncomputed), ("GEN-14 W Budget!K6", "FLD-01 E Budget!K6"), reads={("budget", "etc", 0): None}),
    Case("#DIV/0!", CELLS, typed("budget", "bac0", "#DIV/0!", 1), ("GEN-10 E Budget!F7",), reads={("budget", "bac0", 1): None}),
    Case("#REF!", CELLS, typed("budget", "bac0", "#REF!", 1), ("GEN-10 E Budget!F7",), reads={("budget", "bac0", 1): None}),
    Case("TRUE in a number", CELLS, typed("budget", "bac0", True, 1), ("FLD-02 E Budget!F7",), reads={("budget", "bac0", 1): None}),
    Case("A time in a number", CELLS, typed("budget", "bac0", dt.time(9, 30), 1, "hh:mm"), ("FLD-02 E Budget!F7",), reads={("budget", "bac0", 1): None}),
    Case("A duration [h]:mm in a number", CELLS, typed("budget", "bac0", 1.5, 1, "[h]:mm"), ("FLD-02 E Budget!F7",), reads={("budget", "bac0", 1): None}),
    Case("A date in a number", CELLS, typed("budget", "bac0", dt.date(2026, 3, 31), 1, "dd/mm/yyyy"), ("FLD-02 E Budget!F7",), reads={("budget", "bac0", 1): None}),
    Case("Negative budget", CELLS, typed("budget", "bac0", -5.0, 1), ("FLD-05 E Budget!F7", "BUD-07 W Budget!I7", "BUD-08 W Budget!K7"), reads={("budget", "bac0", 1): -5.0}),
    Case("Required cell blank", CELLS, typed("budget", "line_id", None, 1), ("FLD-01 E Budget!B7",), loses={"budget": [1]}),
    Case("Required cell with an empty text", CELLS, typed("budget", "line_id", '=""', 1), ("FLD-01 E Budget!B7", "GEN-14 W Budget!B7"), loses={"budget": [1]}),
    Case("Project ID blank", CELLS, typed("project", "project_id", None), ("GEN-06 E Project!C5",), rejected=True),
    Case("Status date blank", CELLS, typed("project", "status_date", None), ("GEN-07 E Project!C7",), rejected=True),
    Case("A word in a number", CELLS, typed("budget", "bac0", "about 5", 1), ("FLD-02 E Budget!F7",), reads={("budget", "bac0", 1): None}),
    Case("“TBD” where a number is required", CELLS, typed("budget", "bac0", "TBD", 1), ("FLD-01 E Budget!F7",), reads={("budget", "bac0", 1): None}),
    Case("“à définir” where an owner is required", CELLS, typed("plan", "owner", "à définir", 1, kind="plan"), ("FLD-01 E Plan!F7",), "plan", reads={("plan", "owner", 1): None}),
    Case("“-” in an optional number", CELLS, typed("budget", "invoiced", "-", 1), ("FLD-01 W Budget!V7",)),
    Case("“NA” in a free text: somebody’s initials", CELLS, typed("budget", "supplier", "NA", 1), reads={("budget", "supplier", 1): "NA"}),
    Case("A text that would be a formula", CELLS, typed("budget", "description", '=HYPERLINK("http://evil.example","click")', 0, "text"), ("GEN-17 W Budget!C6",), reads={("budget", "description", 0): '=HYPERLINK("http://evil.example","click")'}),
    Case("Spaces around a text", CELLS, typed("budget", "description", " Development team\xa0"), ("FLD-10 W Budget!C6",)),
    money("“81 234,56 €”", "81 234,56 €"),
    money("“81\u202f234,56” with narrow no-break spaces", "81\u202f234,56"),
    money("“81'234.56”", "81'234.56"),
    money("“81.234,56”", "81.234,56"),
    money("“81,234.56 EUR”", "81,234.56 EUR"),
    money("“81234.56”, a number stored as text", "81234.56"),
    money("“81,23456 k€”", "81,23456 k€"),
    money("“(12)” in a budget that cannot be negative", "(12)", "FLD-05 E Budget!F8", "BUD-07 W Budget!I8", "BUD-08 W Budget!K8", reads={("budget", "bac0", 2): -12.0}),
    money("“81.234”: which of two?", "81.234", "FLD-02 E Budget!F8"),
    money("“81,234”: which of two?", "81,234", "FLD-02 E Budget!F8"),
    money("“81 m€”: thousand or million?", "81 m€", "FLD-02 E Budget!F8"),
    money("“81 234,56 $” in a project in EUR", "81 234,56 $", "FLD-02 E Budget!F8"),
    money("Digits of another script", "\uff18\uff11\uff12\uff13\uff14", "FLD-02 E Budget!F8"),
    money("“12 34”", "12 34", "FLD-02 E Budget!F8"),
    Case("“(120,50)” where a credit may stand", CELLS, typed("budget", "changes_approved", "(120,50)", 1), ("FLD-02 W Budget!G7",)),
    Case("“120,50-” where a credit may stand", CELLS, typed("budget", "changes_approved", "120,50-", 1), ("FLD-02 W Budget!G7",)),
    share("Progress of 150 %", 1.5, "FLD-05 E Plan!M7"),
    share("Progress typed as 55", 55, "FLD-06 W Plan!M7"),
    share("“55 %” as text", "55 %", "FLD-02 W Plan!M7"),
    share("“0,55” as text", "0,55", "FLD-02 W Plan!M7"),
    share("“150 %” as text", "150 %", "FLD-05 E Plan!M7"),
    Case("“3” as text in a rating", CELLS, typed("risks", "probability_in", "3", kind="risks"), ("FLD-02 W Risks!F6",), "risks"),
    Case("“3,5” as text in a rating", CELLS, typed("risks", "probability_in", "3,5", kind="risks"), ("FLD-02 E Risks!F6",), "risks", reads={("risks", "probability_in", 0): None}),
    date("“30/01/2026” as text", "30/01/2026"),
    date("“30.01.2026” as text", "30.01.2026"),
    date("“2026-01-30” as text", "2026-01-30"),
    date("“30 janv. 2026” as text", "30 janv. 2026"),
    date("“January 30, 2026” as text", "January 30, 2026"),
    date("“30-janv-26” as text", "30-janv-26"),
    date("“03/04/2026” as text: which of two?", "03/04/2026", "FLD-02 E Plan!H6"),
    date("“31/02/2026”, a day that does not exist", "31/02/2026", "FLD-02 E Plan!H6"),
    date("“30/01/26”: which century?", "30/01/26", "FLD-02 E Plan!H6"),
    date("A date with a time", AFTERNOON, "FLD-02 W Plan!H6", look="dd/mm/yyyy hh:mm"),
    date("A time in a date", dt.time(9, 30), "FLD-02 E Plan!H6", look="hh:mm"),
    date("46052, a date shown as a number", 46052, "FLD-02 E Plan!H6", look="General"),
    date("End before start", dt.date(2020, 1, 1), "PLN-01 E Plan!H6", reads={("plan", "finish_baseline", 0): dt.date(2020, 1, 1)}),
    Case("“mars 2026” as text in a month", CELLS, typed("budget_months", "period", "mars 2026"), ("FLD-02 W Budget by month!C6",)),
    choice("List value in capitals, without accents", "EXTERNAL  LABOUR"),
    choice("List value in the other language", "Prestations externes"),
    choice("List value abbreviated: “Prest.”", "Prest.", "FLD-03 W Budget!D6"),
    choice("List value misspelled", "Externl labor", "FLD-03 E Budget!D6"),
    choice("List value that begins two: “la”", "la", "FLD-03 E Budget!D6"),
    Case("Status outside the list: “Violet”", CELLS, typed("project", "rag_declared", "Violet"), ("FLD-03 E Project!C34",), reads={("project", "rag_declared", 0): None}),
)  # fmt: skip


# ---- what comes of them -----------------------------------------------------------------------------


def made(case: Case, folder: Path, convert: Callable[[Sequence[Path], Path, str], Sequence[Path]] | None = None) -> list[Path]:  # fmt: skip
    """The files of a case, among those of another project that are right."""
    _make(case, folder)
    if case.office and convert is not None:
        (other,) = convert([folder / NAME], folder / "converted", case.office)
        (folder / NAME).unlink()
        shutil.move(other, folder / other.name)
        (folder / "converted").rmdir()
    (folder / "GOOD.xlsx").write_bytes(_beside())
    return find_workbooks(folder)


@cache
def _beside() -> bytes:
    return good("budget", project="P002")


def _make(case: Case, folder: Path) -> None:
    """The files of a case, made once and then copied: three tests look at each."""
    if case.name in _MADE:
        for name, content in _MADE[case.name].items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        return
    case.make(folder)
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}
    if not any(path.is_symlink() for path in files.values()):
        _MADE[case.name] = {name: path.read_bytes() for name, path in files.items()}


_MADE: dict[str, dict[str, bytes]] = {}


def examined(files: Sequence[Path]) -> tuple[list[Return], list[Finding]]:
    """The returns of a case, and everything found in them."""
    returns = [filled.returned(path) for path in files]
    return returns, filled.portfolio_of(*returns).findings


def said(finding: Finding) -> str:
    """Code, severity and cell of a finding, as cases list them."""
    place = finding.place
    spot = f"{place.sheet}!{place.cell}" if place.cell else place.sheet
    return f"{finding.code} {finding.severity.name[0]} {spot}"


def rows_of_page() -> Iterator[tuple[str, str, str]]:
    """Group, case and what is said of it, for the page."""
    for case in CASES:
        with tempfile.TemporaryDirectory() as folder:
            _, findings = examined(made(case, Path(folder)))
        words = [
            f"{f.severity.label.en} {f.code}{f' at {f.place.cell}' if f.place.cell else ''}: {f.message.to('en')}"
            for f in findings
        ]
        alone = LEFT_ALONE if "lock file" in case.name else EMPTY if "Every row" in case.name else NOTHING
        yield case.group, case.name, "<br>".join(words) or alone


def page() -> str:
    """The page docs/bad-input.md."""
    lines = [
        "# What is said of a spoiled return",
        "",
        "<!-- Written by `python tests/bad_input.py` from the cases that the tests prove; edit those, not this page. -->",
        "",
        "What is certain is put right, with a warning that shows before and after; what could mean two things is an error",
        "at its cell, which is blank until somebody decides: its row counts, and a total that needs the cell is unknown.",
        "A row is left out only where what names or classifies it cannot be read. A bad file never stops a run: the",
        "other returns are read as ever. Each line below is made from a right return and proved by a test.",
    ]
    group = ""
    for part, name, words in rows_of_page():
        if part != group:
            group = part
            lines += ["", f"## {part}", "", "| What came | What is said |", "|---|---|"]
        lines.append(f"| {_cell(name)} | {_cell(words)} |")
    return "\n".join(lines) + "\n"


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", " ").replace("\xa0", " ")


if __name__ == "__main__":
    where = Path(__file__).parents[1] / "docs" / "bad-input.md"
    where.write_text(page(), encoding="utf-8", newline="\n")
