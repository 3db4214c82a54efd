"""Whatever people hand in is read, or refused with one reason; no file takes the program down."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import re
import shutil
import struct
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import office
import openpyxl
import pytest
import xlsxwriter

from pmo_xl.core.base.text import say
from pmo_xl.core.flow.raw import RawBook, RawSheet, Unreadable
from pmo_xl.excel.read.workbook import find_workbooks, read_workbook

SAMPLES = Path(__file__).parents[2] / "shared" / "samples"
TORTURE = SAMPLES / "torture"
needs_samples = pytest.mark.skipif(
    not TORTURE.is_dir(), reason="the collection of real workbooks (shared/samples) is not on this computer"
)

ALL = sorted(p for folder in ("torture", "pm") for p in (SAMPLES / folder).glob("*"))
PASSWORD_PROTECTED = (
    "php_pwtest.xls",
    "poi_password.xls",
    "poi_protected_passtika.xlsb",
    "poi_protected_passtika.xlsx",
    "poi_protected_sha512.xlsx",
    "poi_xor-encryption-abc.xls",
    "sjs_password_2002_40_xor.xls",
    "xlz_encryptAES.xlsx",
)
BEYOND_CALAMINE = {"poi_Simple.xlsb"}
"""A sound file that the reader below us gives up on: an .xlsb with a macro sheet; it is not called damaged."""
EXCEL_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#REF!", "#VALUE!", "#NUM!", "#NULL!")


def read(path: Path) -> RawBook:
    """The file under its own name."""
    return read_workbook(path, path.name)


def sheets(path: Path) -> dict[str, RawSheet]:
    """The sheets of a file that must be readable."""
    book = read(path)
    assert book.unreadable is None, f"{path.name}: {book.unreadable} {book.detail}"
    return {sheet.name: sheet for sheet in book.sheets}


def written(path: Path, fill: Callable[[xlsxwriter.Workbook], object]) -> Path:
    """A workbook as XlsxWriter makes it."""
    with xlsxwriter.Workbook(path) as book:
        fill(book)
    return path


def small(path: Path) -> Path:
    """A sheet "Plan" with a text in B2 and a number in C2, and a hidden sheet "Lists"."""

    def fill(book: xlsxwriter.Workbook) -> None:
        plan = book.add_worksheet("Plan")
        plan.write("B2", "Étude")
        plan.write("C2", 7)
        lists = book.add_worksheet("Lists")
        lists.write("A1", "GREEN")
        lists.hide()

    return written(path, fill)


def with_errors(path: Path) -> Path:
    """The seven errors in column B from row 2 on, beside a text each."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Erreurs")
        formulas = ("=1/0", "=NA()", "=FOO()", "=#REF!+1", '="a"+1', "=10^500", "=A1:A2 C7:D8")
        for row, (formula, error) in enumerate(zip(formulas, EXCEL_ERRORS, strict=True), 1):
            sheet.write(row, 0, f"line {row}")
            sheet.write_formula(row, 1, formula, None, error)
        sheet.write("D3", 3.5)

    return written(path, fill)


def changed(path: Path, out: Path, change: Callable[[str, bytes], bytes | tuple[str, bytes]]) -> Path:
    """A copy in which ``change`` may give each part other content, or another name too."""
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in book.namelist():
            result = change(name, book.read(name))
            copy.writestr(*(result if isinstance(result, tuple) else (name, result)))
    return out


def replaced(path: Path, out: Path, old: bytes, new: bytes) -> Path:
    """A copy in which one passage is another; fails where the passage does not occur."""
    occurrences = 0

    def change(_: str, content: bytes) -> bytes:
        nonlocal occurrences
        occurrences += content.count(old)
        return content.replace(old, new)

    changed(path, out, change)
    assert occurrences
    return out


# ---- every real file --------------------------------------------------------------------------------


@needs_samples
@pytest.mark.parametrize("path", ALL, ids=[p.name for p in ALL])
def test_every_real_file_is_read_or_refused_with_a_reason(
    path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Broken, hostile, ancient or fine: a file gives sheets or one reason, prints nothing and harms nobody."""
    book = read(path)
    assert book.file == path.name
    assert book.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert bool(book.sheets) == (book.unreadable is None)
    for sheet in book.sheets:
        kinds = {type(value) for row in sheet.rows for value in row}
        assert kinds <= {type(None), str, float, bool, dt.date, dt.datetime, dt.time, dt.timedelta}
        assert not any(value == "" for row in sheet.rows for value in row)
        assert all(sheet.rows[row][column] is None for row, column in sheet.errors)
    assert capfd.readouterr().err == ""


@needs_samples
def test_files_that_open_in_excel_are_readable() -> None:
    """What openpyxl or LibreOffice would open is not refused, one known file apart."""
    broken = re.compile(
        r"attack|xmlbomb|clusterfuzz|crash|null_archive|invalid_xml|too_small|sjs_1904.xml|numbers$"
    )
    refused = {
        path.name
        for path in ALL
        if path.suffix != ".csv" and path.name not in PASSWORD_PROTECTED and not broken.search(path.name)
        if read(path).unreadable
    }
    assert refused == BEYOND_CALAMINE
    assert {read(TORTURE / name).unreadable for name in refused} == {Unreadable.ODD}


@needs_samples
@pytest.mark.parametrize("name", PASSWORD_PROTECTED)
def test_a_password_is_named_as_the_reason(name: str) -> None:
    """Whoever protects a workbook learns that the password is in the way, not that the file is damaged."""
    assert read(TORTURE / name).unreadable is Unreadable.PASSWORD


@needs_samples
@pytest.mark.parametrize(
    "name", ["cxl_protectstructurewithpassword.xlsx", "cxl_SHA512PasswordProtection.xlsx"]
)
def test_a_password_against_changes_does_not_prevent_reading(name: str) -> None:
    """Protected sheets and structures are readable: only a password to open the file is in the way."""
    assert read(TORTURE / name).sheets


@needs_samples
@pytest.mark.parametrize("path", [p for p in ALL if p.suffix == ".csv"], ids=lambda p: p.name)
def test_a_csv_file_is_no_workbook(path: Path, tmp_path: Path) -> None:
    """Renaming a text to .xlsx does not make it a workbook, in whichever encoding it is."""
    renamed = tmp_path / f"{path.stem}.xlsx"
    shutil.copyfile(path, renamed)
    assert read(renamed).unreadable is Unreadable.NOT_A_WORKBOOK


@needs_samples
@pytest.mark.parametrize(
    "name", ["cal_any_sheets.xls", "opx_contains_chartsheets.xlsx", "php_ChartSheet.xlsx"]
)
def test_chart_sheets_are_passed_over(name: str) -> None:
    """A tab that is one large chart holds no cells, and the other tabs keep their own."""
    assert not any("chart" in sheet.lower() for sheet in sheets(TORTURE / name))


@needs_samples
@pytest.mark.parametrize("name", ["roo_Pfand_from_windows_phone.xlsx", "php_utf16be.bom.xlsx"])
def test_workbooks_in_utf_16_are_read(name: str) -> None:
    """Some telephones write their workbooks in UTF-16, which Excel opens, and so do we."""
    assert any(value is not None for s in sheets(TORTURE / name).values() for row in s.rows for value in row)


# ---- error cells ------------------------------------------------------------------------------------


def by_openpyxl(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """The error cells of each sheet as another reader finds them."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        sheet.title: {
            (cell.row - 1, cell.column - 1): cell.value
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "e" and cell.value is not None
        }
        for sheet in book.worksheets
    }


@needs_samples
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "name",
    [
        "cal_errors.xlsx",
        "sjs_ErrorTypes.xlsx",
        "xlw_cell_errors.xlsx",
        "rxl_types.xlsx",
        "opx_formulae.xlsx",
        "sjs_formula_stress_test.xlsx",
        "cxl_DataTableFormula-Excel-Input.xlsx",
        "../pm/bce_blank_template.xlsm",
    ],
)
def test_error_cells_are_found_where_another_reader_finds_them(name: str) -> None:
    """Each #REF! and #DIV/0! of a real workbook is reported with its place, and nothing else is."""
    ours = {sheet: s.errors for sheet, s in sheets(TORTURE / name).items()}
    assert any(ours.values())
    assert ours == by_openpyxl(TORTURE / name)


@needs_samples
def test_error_cells_of_an_old_xls_are_those_of_the_same_xlsx() -> None:
    """An .xls shows the same errors in the same cells as its .xlsx twin."""
    old, new = (sheets(TORTURE / f"sjs_ErrorTypes.{suffix}") for suffix in ("xls", "xlsx"))
    assert {n: s.errors for n, s in old.items()} == {n: s.errors for n, s in new.items()}
    assert {error for s in old.values() for error in s.errors.values()} >= set(EXCEL_ERRORS)


@needs_samples
@pytest.mark.parametrize(("code", "error"), [(0x17, "#REF!"), (0x07, "#DIV/0!"), (0x2A, "#N/A")])
def test_error_cells_of_an_xlsb_are_found(tmp_path: Path, code: int, error: str) -> None:
    """A binary workbook's errors are found too: here numbers of a real one, turned into errors."""
    source = TORTURE / "poi_sample.xlsb"
    part = "xl/worksheets/sheet1.bin"

    def change(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        # A number is record 2 of 12 bytes: column, style, value; an error record 3 of 9, with a code at the end.
        return re.sub(
            rb"\x02\x0c(.{8}).{4}(?=[\x00\x02\x07]|\x92\x01)",
            lambda m: b"\x03\x09" + m[1] + struct.pack("B", code),
            content,
            flags=re.DOTALL,
        )

    original = next(iter(sheets(source).values()))
    numbers = {
        (r, c)
        for r, row in enumerate(original.rows)
        for c, value in enumerate(row)
        if isinstance(value, float)
    }
    broken = next(iter(sheets(changed(source, tmp_path / "errors.xlsb", change)).values()))
    assert len(broken.errors) > 1
    assert set(broken.errors.values()) == {error}
    assert set(broken.errors) <= numbers


@office.needs_office
def test_error_cells_of_xlsx_xls_and_ods_are_the_same(tmp_path: Path) -> None:
    """The seven errors of Excel survive the way through LibreOffice into .xls and .ods, each in its cell."""
    source = with_errors(tmp_path / "errors.xlsx")
    expected = {(row, 1): error for row, error in enumerate(EXCEL_ERRORS, 1)}
    assert sheets(source)["Erreurs"].errors == expected
    for suffix in ("xls", "ods"):
        (converted,) = office._converted([source], tmp_path / suffix, suffix)
        found = sheets(converted)["Erreurs"]
        assert set(found.errors) == set(expected)
        # LibreOffice has names of its own for #NUM! and knows no #NULL!.
        same = {place: error for place, error in expected.items() if error not in ("#NUM!", "#NULL!")}
        assert same.items() <= found.errors.items()
        assert found.rows[2][3] == 3.5


VARIANTS = {
    "single quotes": (rb'r="(\w+)" t="e"', rb"r='\1' t='e'"),
    "type before place": (rb'r="(\w+)" t="e"', rb't="e" r="\1"'),
    "style between": (rb'r="(\w+)" t="e"', rb'r="\1" s="0" t="e"'),
    "line breaks": (rb'<c r="(\w+)" t="e">', rb'<c\n r="\1"\n t="e"\n>'),
    "prefix": (rb"<(/?)(worksheet|sheetData|row|c|v|f)(?=[ >])( xmlns=)?", rb"<\1x:\2\3"),
    "no places": (rb' r="\w+"(?= t="e")', rb""),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_error_cells_are_found_however_the_xml_is_written(tmp_path: Path, variant: str) -> None:
    """Programs write the same cells in many ways; the errors are found in all of them."""
    pattern, replacement = VARIANTS[variant]

    def change(name: str, content: bytes) -> bytes:
        if "/sheet1.xml" not in name:
            return content
        content, count = re.subn(pattern, replacement, content)
        assert count
        return content.replace(b" xmlns=", b" xmlns:x=") if variant == "prefix" else content

    source = with_errors(tmp_path / "errors.xlsx")
    found = sheets(changed(source, tmp_path / "variant.xlsx", change))["Erreurs"]
    assert found.errors == {(row, 1): error for row, error in enumerate(EXCEL_ERRORS, 1)}
    assert found.rows[1][0] == "line 1"


@pytest.mark.parametrize("error", ["#SPILL!", "#CALC!", "#ERROR!", "#GETTING_DATA"])
def test_errors_younger_than_the_reader_are_reported_too(tmp_path: Path, error: str) -> None:
    """An error that the reader below us does not know costs neither the sheet nor the error's own name."""
    source = with_errors(tmp_path / "errors.xlsx")
    found = sheets(replaced(source, tmp_path / "new.xlsx", b"<v>#REF!</v>", b"<v>%s</v>" % error.encode()))[
        "Erreurs"
    ]
    assert found.errors[4, 1] == error
    assert found.rows[4] == ["line 4", None, None, None]


def test_an_error_type_without_a_value_is_a_blank_cell(tmp_path: Path) -> None:
    """A cell that is marked as error and holds nothing does not borrow its neighbour's value."""
    source = with_errors(tmp_path / "errors.xlsx")
    empty = replaced(source, tmp_path / "empty.xlsx", b'<c r="D3"><v>', b'<c r="C3" t="e"/><c r="D3"><v>')
    found = sheets(empty)["Erreurs"]
    assert (2, 2) not in found.errors
    assert found.rows[2][3] == 3.5


def test_a_text_that_looks_like_an_error_is_a_text(tmp_path: Path) -> None:
    """Somebody may type "#N/A" or even 't="e"': that is text, and stays."""
    path = written(
        tmp_path / "text.xlsx", lambda book: book.add_worksheet().write_row("A1", ["#N/A", 't="e"', " t='e'"])
    )
    (sheet,) = sheets(path).values()
    assert sheet.rows == [["#N/A", 't="e"', " t='e'"]]
    assert sheet.errors == {}


# ---- values -----------------------------------------------------------------------------------------


def test_rows_start_at_a1(tmp_path: Path) -> None:
    """The place in the lists is the place in the sheet, even where the first rows and columns are blank."""
    assert sheets(small(tmp_path / "plan.xlsx"))["Plan"].rows == [[None, None, None], [None, "Étude", 7.0]]


def test_hidden_sheets_are_read_and_marked(tmp_path: Path) -> None:
    """Hidden sheets count: templates keep their lists there."""
    found = sheets(small(tmp_path / "plan.xlsx"))
    assert {name: sheet.visible for name, sheet in found.items()} == {"Plan": True, "Lists": False}


@office.needs_office
def test_the_same_content_gives_the_same_values_in_every_format(tmp_path: Path) -> None:
    """Texts, numbers, dates and booleans do not depend on whether a file is .xlsx, .xls or .ods."""

    def fill(book: xlsxwriter.Workbook) -> None:
        date = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("Données")
        sheet.write_row("B2", ["Œuvre", "007", " spaces ", "two\nlines"])
        sheet.write_row("B4", [0, 1, -2.5, 1e15, 0.1 + 0.2, 123456789])
        sheet.write("B5", dt.date(2025, 2, 28), date)
        sheet.write("C5", True)
        sheet.write("D5", False)
        sheet.write_formula("E5", "=1+1", None, 2)
        book.add_worksheet("Vide")
        hidden = book.add_worksheet("Caché")
        hidden.write("A1", "x")
        hidden.hide()

    def content(path: Path) -> object:
        def trimmed(row: list[object]) -> list[object]:
            while row and row[-1] is None:
                row = row[:-1]
            return row

        return [
            (name, s.visible, [[(type(v), v) for v in trimmed(list(row))] for row in s.rows])
            for name, s in sheets(path).items()
        ]

    source = written(tmp_path / "values.xlsx", fill)
    expected = content(source)
    for suffix in ("xls", "ods"):
        (converted,) = office._converted([source], tmp_path / suffix, suffix)
        assert content(converted) == expected


def test_the_content_decides_and_not_the_extension(tmp_path: Path) -> None:
    """A workbook under a wrong name is read all the same."""
    plan = small(tmp_path / "plan.xlsx")
    for name in ("plan.xls", "plan.ods", "plan.txt"):
        shutil.copyfile(plan, tmp_path / name)
        assert read(tmp_path / name).sheets == read(plan).sheets


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'Target="worksheets/', b'Target="/xl/worksheets/'),
        (b'Target="worksheets/', b'Target="./worksheets/'),
        (b'Target="worksheets/', b'Target="../xl/worksheets/'),
        (b'Target="worksheets/sheet', b'Target="worksheets/Sheet'),
        (b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/"),
    ],
)
def test_links_inside_the_file_may_be_written_in_any_way(tmp_path: Path, old: bytes, new: bytes) -> None:
    """Absolute or roundabout, in other capitals, or of the strict kind: the sheets are found."""
    source = with_errors(tmp_path / "errors.xlsx")
    assert read(replaced(source, tmp_path / "links.xlsx", old, new)).sheets == read(source).sheets


def test_the_workbook_inside_the_file_may_have_another_name(tmp_path: Path) -> None:
    """Some services call the main part workbook2.xml."""

    def change(name: str, content: bytes) -> tuple[str, bytes]:
        return name.replace("workbook.xml", "workbook2.xml"), content.replace(
            b"workbook.xml", b"workbook2.xml"
        )

    source = with_errors(tmp_path / "errors.xlsx")
    assert read(changed(source, tmp_path / "other.xlsx", change)).sheets == read(source).sheets


def test_threads_may_read_at_the_same_time(tmp_path: Path) -> None:
    """Two threads that read the same workbooks get what one gets."""
    paths = [small(tmp_path / "plan.xlsx"), with_errors(tmp_path / "errors.xlsx")] * 20
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(read, paths)) == [read(path) for path in paths]


def test_names_with_spaces_and_accents_are_read(tmp_path: Path) -> None:
    """A file is called as its sender calls it."""
    folder = tmp_path / "Direction générale"
    folder.mkdir()
    path = small(folder / "Suivi – été n° 2 (copie).xlsx")
    book = read_workbook(path, "shown as this")
    assert book.file == "shown as this"
    assert len(book.sheets) == 2


# ---- refusals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Unreadable.EMPTY),
        (b"Name;Cost\nBridge;12\n", Unreadable.NOT_A_WORKBOOK),
        (b"<html><table></table></html>", Unreadable.NOT_A_WORKBOOK),
        (b"%PDF-1.7", Unreadable.NOT_A_WORKBOOK),
        (b"\0" * 5000, Unreadable.CORRUPT),
        (b"PK\x03\x04" + b"x" * 500, Unreadable.CORRUPT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Unreadable.CORRUPT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4000, Unreadable.CORRUPT),
    ],
    ids=["empty", "text", "html", "pdf", "zeros", "zip start", "xls start", "xls noise"],
)
def test_each_kind_of_bad_file_has_its_reason(tmp_path: Path, content: bytes, reason: Unreadable) -> None:
    """Empty, damaged and no workbook at all are told apart, since they are mended in different ways."""
    path = tmp_path / "return.xlsx"
    path.write_bytes(content)
    assert read(path).unreadable is reason


@pytest.mark.parametrize("share", [0.05, 0.5, 0.9, 0.999])
def test_a_truncated_workbook_is_corrupt(tmp_path: Path, share: float) -> None:
    """A transfer that broke off leaves a file that says so, wherever it broke off."""
    content = small(tmp_path / "plan.xlsx").read_bytes()
    path = tmp_path / "cut.xlsx"
    path.write_bytes(content[: int(len(content) * share)])
    assert read(path).unreadable is Unreadable.CORRUPT


@needs_samples
@pytest.mark.parametrize("name", ["sjs_ErrorTypes.xls", "poi_sample.xlsb", "sjs_1904.ods"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.97])
def test_a_truncated_file_of_another_format_harms_nobody(tmp_path: Path, name: str, share: float) -> None:
    """Broken old, binary and open formats are read or refused, and the program goes on."""
    content = (TORTURE / name).read_bytes()
    path = tmp_path / name
    path.write_bytes(content[: int(len(content) * share)])
    book = read(path)
    assert bool(book.sheets) == (book.unreadable is None)


def test_a_document_of_another_program_is_no_workbook(tmp_path: Path) -> None:
    """A Word document or any other zip file is recognised for what it is."""
    path = tmp_path / "report.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert read(path).unreadable is Unreadable.NOT_A_WORKBOOK


@pytest.mark.skipif(sys.platform == "win32", reason="Windows locks files in another way, which needs Excel")
def test_a_file_that_may_not_be_opened_is_locked(tmp_path: Path) -> None:
    """Who lacks the permission, or finds the file held by Excel, learns that and not "damaged"."""
    path = small(tmp_path / "plan.xlsx")
    path.chmod(0)
    is_root = os.geteuid() == 0
    if is_root:  # root may read everything
        os.seteuid(65534)
    try:
        book = read(path)
    finally:
        if is_root:
            os.seteuid(0)
    assert book.unreadable is Unreadable.LOCKED


def test_a_file_that_went_away_does_not_stop_the_others(tmp_path: Path) -> None:
    """Between the listing and the reading a file may be renamed; that is a finding, not a crash."""
    assert read(tmp_path / "gone.xlsx").unreadable is Unreadable.LOCKED


# ---- hostile files ----------------------------------------------------------------------------------


def test_a_stray_cell_at_the_end_of_the_sheet_names_the_sheet(tmp_path: Path) -> None:
    """A cell in XFD1048576 would make 17 billion cells: the file is refused with the sheet's name."""
    path = written(
        tmp_path / "far.xlsx", lambda book: book.add_worksheet("Coûts").write(1_048_575, 16_383, "here")
    )
    book = read(path)
    assert book.unreadable is Unreadable.TOO_LARGE
    assert "Coûts" in say(book.detail, "fr")


def test_a_formatted_blank_cell_at_the_end_of_the_sheet_is_harmless(tmp_path: Path) -> None:
    """Formats down to the last row cost nothing: only cells that hold something count."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write("A1", "here")
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))

    (sheet,) = sheets(written(tmp_path / "far.xlsx", fill)).values()
    assert sheet.rows == [["here"]]


def test_many_sheets_of_usual_size_are_not_too_large(tmp_path: Path) -> None:
    """A hundred small sheets are a hundred small sheets."""

    def fill(book: xlsxwriter.Workbook) -> None:
        for number in range(100):
            book.add_worksheet(f"S{number}").write(500, 30, number)

    assert len(sheets(written(tmp_path / "many.xlsx", fill))) == 100


@pytest.mark.parametrize(
    "attributes", ["", ' r="&#65;1"', ' x="<" r="XFD1048576"', " x='>' r='XFD1048576'", ' r="XFD1048576" ']
)
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_hidden_distances_do_not_take_the_program_down(tmp_path: Path, attributes: str, prefix: str) -> None:
    """However oddly a hostile file writes its far cells, it costs that file at most."""
    cells = f"<row r='1048576'><{prefix}c{attributes}><v>1</v></{prefix}c></row>" + "<c r='XFD1'><v>1</v></c>"
    path = replaced(
        small(tmp_path / "plan.xlsx"),
        tmp_path / "hostile.xlsx",
        b"<sheetData>",
        f"<sheetData xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>{cells}".encode(),
    )
    assert read(path).unreadable in (Unreadable.TOO_LARGE, Unreadable.CORRUPT, Unreadable.ODD)


def test_a_false_count_of_texts_does_not_take_the_program_down(tmp_path: Path) -> None:
    """A file that announces a hundred thousand million texts makes the reader abort, in its own process."""
    source = small(tmp_path / "plan.xlsx")
    path = replaced(source, tmp_path / "count.xlsx", b'uniqueCount="', b'uniqueCount="99999999999')
    book = read(path)
    assert book.unreadable is Unreadable.TOO_LARGE or book.sheets == read(source).sheets


def test_one_huge_text_in_many_cells_does_not_eat_the_memory(tmp_path: Path) -> None:
    """The reader copies a text for each cell that shows it; 30 GB of copies are refused."""
    text = b"<t>" + b"x" * 3_000_000

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        for row in range(10_000):
            sheet.write(row, 0, "blown up")

    source = written(tmp_path / "source.xlsx", fill)
    path = replaced(source, tmp_path / "texts.xlsx", b"<t>blown up", text)
    assert read(path).unreadable is Unreadable.TOO_LARGE


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    """A small file that unpacks to hundreds of megabytes is refused."""
    path = small(tmp_path / "plan.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(100 * 2**20))
    assert read(path).unreadable is Unreadable.TOO_LARGE


def test_a_part_larger_than_the_zip_directory_says_is_corrupt(tmp_path: Path) -> None:
    """What a part hides behind the end that the directory gives is not read."""
    path = tmp_path / "liar.xlsx"
    far = b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
    cells = b"<sheetData>" + b'<row><c r="A1"><v>1</v></c></row>' * 50_000 + far
    content = replaced(small(tmp_path / "plan.xlsx"), path, b"<sheetData>", cells).read_bytes()
    (size,) = (i.file_size for i in zipfile.ZipFile(io.BytesIO(content)).infolist() if "sheet1" in i.filename)
    assert content.count(struct.pack("<I", size)) == 2
    path.write_bytes(content.replace(struct.pack("<I", size), struct.pack("<I", 1000)))
    assert read(path).unreadable is Unreadable.CORRUPT


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
def test_a_file_with_entities_of_its_own_is_refused(tmp_path: Path, part: str) -> None:
    """No spreadsheet program declares entities; attackers do."""

    def change(name: str, content: bytes) -> bytes:
        head, separator, rest = content.partition(b"?>")
        return head + separator + b'<!DOCTYPE a [<!ENTITY b "c">]>' + rest if name == part else content

    path = changed(small(tmp_path / "plan.xlsx"), tmp_path / "entities.xlsx", change)
    assert read(path).unreadable is Unreadable.CORRUPT


def test_a_module_in_the_working_folder_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder that people drop files into is no place from which Python takes code."""
    trap = tmp_path / "trap"
    for name in ("pickle", "python_calamine", "zipfile"):
        (tmp_path / f"{name}.py").write_text(f"open({str(trap)!r}, 'w')\n", encoding="utf-8")
    source = small(tmp_path / "plan.xlsx")
    monkeypatch.chdir(tmp_path)
    read(replaced(source, tmp_path / "odd.xlsx", b'uniqueCount="', b'uniqueCount="00000000'))
    assert not trap.exists()


# ---- which files ------------------------------------------------------------------------------------


def test_workbooks_of_a_folder_are_found_in_a_fixed_order(tmp_path: Path) -> None:
    """Every format in any spelling, in subfolders too; neither lock files, hidden files nor half-written ones."""
    wanted = ["A/z.XLSX", "b.xlsm", "b/é.ods", "c.Xls", "d.xlsb", "e f.xlsx"]
    unwanted = [
        "~$b.xlsm",
        ".hidden.xlsx",
        ".git/x.xlsx",
        "b/~$é.ods",
        "x.tmp",
        "y.xlsx.tmp",
        "n.csv",
        "xlsx",
    ]
    for name in wanted + unwanted:
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.touch()
    assert [p.relative_to(tmp_path).as_posix() for p in find_workbooks(tmp_path)] == wanted


def test_a_single_file_stands_for_itself(tmp_path: Path) -> None:
    """Whoever names one file means that file."""
    path = small(tmp_path / "plan.xlsx")
    assert find_workbooks(path) == [path]
