"""What ordinary xlwings code gets from LibreOffice: each test is a promise of the engine, kept by a real office."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xlwings as xw
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from pmo_xl.libreoffice import connect, uno_problem
from pmo_xl.libreoffice.connection import bridge
from pmo_xl.libreoffice.convert.address import Block, parsed, quoted, spelled, split_sheet
from pmo_xl.libreoffice.convert.formula import shifted, to_excel, to_office
from tests.calc import START_SECONDS, connected, office


@pytest.fixture(scope="module")
def engine(calc_engine: xw.main.Engine) -> xw.main.Engine:
    """The engine of an office that the tests of this file share."""
    return calc_engine


@pytest.fixture
def scratch(engine: xw.main.Engine) -> xw.Sheet:
    """An empty sheet for tests of cells, which share a book because opening one takes time."""
    app = engine.apps.active
    book = next(iter(app.books), None) or app.books.add()
    book.sheets[0].clear()
    return book.sheets[0]


@pytest.fixture
def book(calc_book: xw.Book) -> xw.Book:
    """A new book, the only one that is open."""
    return calc_book


@pytest.fixture
def sheet(book: xw.Book) -> xw.Sheet:
    """The sheet of a new book."""
    return book.sheets[0]


# ---- values -----------------------------------------------------------------------------------------


def moment(*parts: int) -> dt.datetime:
    """A moment as cells hold it."""
    return dt.datetime(*parts)  # noqa: DTZ001 - cells have no time zone


MOMENT = moment(2026, 3, 31, 17, 45, 30)
DAY = moment(2026, 3, 31)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (1, 1.0),
        (-2.5, -2.5),
        (1e300, 1e300),
        (0.1 + 0.2, 0.1 + 0.2),
        (True, True),
        (False, False),
        (DAY.date(), DAY),
        (MOMENT, MOMENT),
        (dt.date(1904, 2, 29), moment(1904, 2, 29)),
        (moment(2026, 3, 31, 0, 0, 0, 250_000), moment(2026, 3, 31, 0, 0, 0, 250_000)),
        (moment(2026, 3, 31, 8).replace(tzinfo=dt.UTC), moment(2026, 3, 31, 8)),
        (pd.Timestamp(MOMENT), MOMENT),
        (np.datetime64("2026-03-31T17:45:30"), MOMENT),
        (np.float32(0.5), 0.5),
        (np.int64(7), 7.0),
        (np.bool_(True), True),
        ("text", "text"),
        ("007", "007"),
        ("1-2", "1-2"),
        ("12.5", "12.5"),
        ("TRUE", "TRUE"),
        ("#N/A", "#N/A"),
        ("=", "="),
        ("'x", "x"),
        ("''x", "'x"),
        ("'=1+1", "=1+1"),
        ("'007", "007"),
        ("two\nlines", "two\nlines"),
        (" space ", " space "),
        ("Été à Łódź – 東京 🚧", "Été à Łódź – 東京 🚧"),
        ("é" * 32_000, "é" * 32_000),
        ("=1+1", 2.0),
        ('="a"&"b"', "ab"),
        ("=1=1", True),
        ('=""', None),
        ("", None),
        (None, None),
        (float("nan"), None),
        (pd.NA, None),
        (pd.NaT, None),
        (np.float64("nan"), None),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_a_value_comes_back_as_it_was_written(scratch: xw.Sheet, given: Any, read: Any) -> None:
    """A cell gives back the value that was written, with its type; a text stays the text that it is."""
    scratch["B2"].value = "poison"
    scratch["B2"].value = given
    value = scratch["B2"].value
    assert value == read
    assert type(value) is type(read)


def test_one_cell_is_a_value_and_several_are_lists(scratch: xw.Sheet) -> None:
    """One cell gives a value, one row or column a list, a block a list of rows."""
    scratch["A1"].value = [[1, "a", None], [2, None, DAY]]
    assert scratch["A1"].value == 1
    assert scratch["A1:C1"].value == [1, "a", None]
    assert scratch["A1:A2"].value == [1, 2]
    assert scratch["A1:C2"].value == [[1, "a", None], [2, None, DAY]]
    assert scratch["A1:A2"].options(ndim=2).value == [[1], [2]]
    assert scratch["A1:B1"].options(numbers=int, empty="-").value == [1, "a"]
    assert scratch["C2"].options(dates=dt.date).value == DAY.date()


def test_a_column_is_written_with_transpose(scratch: xw.Sheet) -> None:
    """A list fills a row, and a column when it is transposed; one value fills a whole block."""
    scratch["A1"].options(transpose=True).value = [1, 2, 3]
    scratch["B1:C3"].value = "x"
    assert scratch["A1:C3"].value == [[n, "x", "x"] for n in (1, 2, 3)]


def test_an_error_reads_as_nothing_or_as_its_words(scratch: xw.Sheet) -> None:
    """An error reads as None; with err_to_str it reads as Excel shows it."""
    errors = ["=1/0", "=NA()", "=NoSuchName", "=#REF!", '=VALUE("x")', "=A1"]
    scratch["A1"].options(transpose=True).value = errors
    words = ["#DIV/0!", "#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!"]
    assert scratch["A1:A6"].value == [None] * 6
    assert scratch["A1:A6"].options(err_to_str=True).value == words


def test_a_number_after_a_truth_value_is_a_number(scratch: xw.Sheet) -> None:
    """A cell that held TRUE takes a number as a number."""
    scratch["A1"].value = [[True, "=1=1"]]
    scratch["A1"].value = [[1, 0]]
    value = scratch["A1:B1"].value
    assert value == [1.0, 0.0]
    assert {type(v) for v in value} == {float}
    assert scratch["A1"].number_format == "General"


def test_a_date_gets_a_date_format_where_the_cell_has_none(scratch: xw.Sheet) -> None:
    """A date gets a date format; a cell that has a number format keeps it."""
    scratch["B1"].number_format = "dd/mm/yyyy"
    scratch["A1"].value = [DAY, DAY]
    assert scratch["A1"].number_format == "yyyy-mm-dd"
    assert scratch["B1"].number_format == "dd/mm/yyyy"
    assert scratch["A1:B1"].value == [DAY, DAY]


def test_a_number_in_a_text_cell_stays_a_number(scratch: xw.Sheet) -> None:
    """A number written into a cell formatted as text stays a number."""
    scratch["A1"].number_format = "@"
    scratch["A1"].value = 5
    assert scratch["A1"].value == 5
    assert scratch["A1"].number_format == "@"


def test_what_no_cell_can_hold_is_refused(scratch: xw.Sheet) -> None:
    """A value that no cell can hold is a TypeError, and the cell stays as it was."""
    scratch["A1"].value = "before"
    with pytest.raises(TypeError, match="object"):
        scratch["A1"].value = object()
    assert scratch["A1"].value == "before"


def test_a_protected_sheet_is_not_written_to(sheet: xw.Sheet) -> None:
    """Writing into a protected sheet is an error, and the cell stays as it was."""
    sheet["A1"].value = "before"
    sheet.api.protect("")
    with pytest.raises(xw.XlwingsError, match="protected"):
        sheet["A1"].value = "after"
    assert sheet["A1"].value == "before"


def test_a_large_table_makes_the_round_trip(sheet: xw.Sheet) -> None:
    """A DataFrame of 20,000 rows comes back equal."""
    rows = 20_000
    frame = pd.DataFrame(
        {
            "number": np.arange(rows) / 3,
            "day": pd.date_range("2000-01-01", periods=rows).astype("datetime64[ns]"),
            "text": [f"0{n}" for n in range(rows)],
            "flag": [n % 3 == 0 for n in range(rows)],
            "hole": [None if n % 2 else float(n) for n in range(rows)],
        }
    )
    sheet["A1"].options(index=False).value = frame
    back = sheet["A1"].expand().options(pd.DataFrame, index=False).value
    pd.testing.assert_frame_equal(back, frame, check_dtype=False)


def test_a_frame_with_an_index_makes_the_round_trip(sheet: xw.Sheet) -> None:
    """A DataFrame keeps its index, its missing values and its columns' order."""
    frame = pd.DataFrame({"Élan": [1.0, None], "Coût": ["a", None]}, index=pd.Index(["P1", "P2"], name="Id"))
    sheet["B3"].value = frame
    assert sheet["B3:D3"].value == ["Id", "Élan", "Coût"]
    back = sheet["B3:D5"].options(pd.DataFrame).value
    pd.testing.assert_frame_equal(back, frame, check_dtype=False)


def test_a_whole_column_has_the_length_that_excel_gives(sheet: xw.Sheet) -> None:
    """A whole column reads as 1,048,576 values, however few are filled."""
    sheet["C2"].value = "x"
    values = sheet["C:C"].raw_value
    assert len(values) == 1_048_576
    assert values[:3] == ((None,), ("x",), (None,))
    assert set(values[3:]) == {(None,)}


# ---- formulas ---------------------------------------------------------------------------------------


FORMULAS = {
    "=SUM(A2:B3,1)": 1.0,
    "=SUM(Data!A2:A3,'Mes données'!A1)": 13.0,
    "='Mes données'!$A$1&\",;\"": "10,;",
    "=SUM(plan[Work])": 22.0,
    "=SUM('Data:Mes données'!A1:A2)": 11.0,
    "=SUM(plan[[#All],[Work]:[Name, short]])": 22.0,
    '=IF(Data!A2>0,"a;b",#N/A)': "a;b",
    "=IF(A2>0,TRUE,FALSE)": False,
    "=SUM({1,2;3,4})": 10.0,
    "=INDEX({1,2;3,4},2,1)": 3.0,
    "=SUM((Data!A2:A3,Data!B2:B3))": 25.0,
    "=SUM(Data!A:A)": 3.0,
    "=SUM(Data!$2:$3)": 25.0,
    "=EDATE(Data!A2,1)": 32.0,
    "=SUMIFS(plan[Work],plan[Id],2)": 12.0,
    "=50%*2": 1.0,
    "=-Data!A3^2": 4.0,
    "=Rate*2": 4.0,
}


def test_formulas_are_spelled_as_in_excel(book: xw.Book) -> None:
    """Formulas are written and read in Excel's spelling: commas, Sheet!A1, table references."""
    data = book.sheets[0]
    data.name = "Data"
    data["A1"].value = [["Id", "Work", "Name, short"], [1, 10, None], [2, 12, None]]
    data.tables.add(data["A1:C3"], name="plan")
    other = book.sheets.add("Mes données", after=data)
    other["A1"].value = [10, 2]
    book.names.add("Rate", "='Mes données'!$B$1")
    read = {}
    for row, formula in enumerate(FORMULAS, start=9):
        cell = other.range((row, 5))
        cell.value = formula
        read[cell.formula] = cell.value
    assert read == FORMULAS


def test_a_row_of_a_table_is_spelled_as_in_excel(sheet: xw.Sheet) -> None:
    """``[@Work]`` is understood inside a table, and reads as ``plan[[#This Row],[Work]]``."""
    sheet["A1"].value = [["Work", "Twice"], [3, None], [4, None]]
    sheet.tables.add(sheet["A1:B3"], name="plan")
    sheet["B2:B3"].formula = "=[@Work]*2"
    assert sheet["B2:B3"].value == [6, 8]
    assert sheet["B2"].formula == "=plan[[#This Row],[Work]]*2"


def test_one_formula_for_a_block_is_filled(scratch: xw.Sheet) -> None:
    """One formula for several cells is filled as Excel fills it, and changes nothing but the contents."""
    scratch["A1:B2"].value = [[1, 2], [3, 4]]
    scratch["D1"].color = (255, 0, 0)
    scratch["D1:E2"].formula = "=A1*$B1+B$2"
    assert scratch["D1:E2"].formula == (("=A1*$B1+B$2", "=B1*$B1+C$2"), ("=A2*$B2+B$2", "=B2*$B2+C$2"))
    assert scratch["D1:E2"].value == [[6, 4], [16, 16]]
    assert scratch["E2"].color is None


@pytest.mark.parametrize("coloured", [False, True])
def test_a_long_column_of_formulas_is_what_was_written(scratch: xw.Sheet, coloured: bool) -> None:
    """A long column of formulas holds each as it was written, and its cells keep their looks."""
    if coloured:
        scratch["B7"].color = (255, 0, 0)
    scratch["A1"].options(transpose=True).value = list(range(1, 301))
    formulas = [f"=A{n}*2" if n != 150 else "=A150*100" for n in range(1, 301)]
    scratch["B1"].options(transpose=True).value = formulas
    assert scratch["B1:B300"].formula == tuple((formula,) for formula in formulas)
    assert scratch["B1:B300"].value == [n * 2 if n != 150 else 15_000 for n in range(1, 301)]
    assert scratch["B7"].color == ((255, 0, 0) if coloured else None)
    assert scratch["B8"].color is None


def test_a_constant_reads_as_its_own_formula(scratch: xw.Sheet) -> None:
    """A cell without a formula gives its constant as text: a date by its number, a text without apostrophe."""
    scratch["A1"].value = [5, 0.5, "007", "'=1+1", DAY, True, None]
    assert scratch["A1:G1"].formula == (("5", "0.5", "007", "=1+1", "46112", "TRUE", ""),)


@pytest.mark.parametrize("formula", ["=1+", "=)", "=A1 ) B1", "=[Other.xlsx]Sheet1!A1"])
def test_a_formula_that_cannot_be_read_is_refused(scratch: xw.Sheet, formula: str) -> None:
    """A formula that cannot be read is an error that names the cell, not an error in the cell."""
    with pytest.raises(xw.XlwingsError, match="B2"):
        scratch["B2"].value = formula


def test_an_array_formula_fills_its_block(scratch: xw.Sheet) -> None:
    """An array formula is written and read in Excel's spelling."""
    scratch["A1"].value = [[1, 2], [3, 4]]
    scratch["D1:E2"].formula_array = "=TRANSPOSE(A1:B2)"
    assert scratch["D1:E2"].value == [[1, 3], [2, 4]]
    assert scratch["D1"].has_array
    assert scratch["D1:E2"].formula_array == "=TRANSPOSE(A1:B2)"
    assert not scratch["A1"].has_array


@pytest.mark.parametrize(
    ("excel", "office"),
    [
        ("=a_1+B2C", "=a_1+B2C"),
        ('="say ""a,b"""&\'It\'\'s\'!A1', '="say ""a,b"""&$\'It\'\'s\'.A1'),
        ("=_xlfn.IFS(A1,1)", "=IFS(A1;1)"),
        ("=t[[#This Row],[a, b]]", "=t[[#This Row];[a, b]]"),
        ("=SUM(S1:S3!A1,'Mes x:It''s'!B2:C3)", "=SUM($'S1'.A1:$'S3'.A1;$'Mes x'.B2:$'It''s'.C3)"),
        ("=SUM((A1,B1),C1)", "=SUM((A1~B1);C1)"),
        ("=IF(A1,TRUE,FALSE())", "=IF(A1;TRUE();FALSE())"),
        ("=t['[x'],y]+f(1,2)", "=t['[x'],y]+f(1;2)"),
    ],
)
def test_the_spelling_of_a_formula_is_translated(excel: str, office: str) -> None:
    """Texts, names and column titles are left alone when a formula is translated."""
    assert to_office(excel) == office


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("=A1+$A1+A$1+$A$1", "=C2+$A2+C$1+$A$1"),
        ("=SUM(A:A,$A:A,1:1,$1:2)", "=SUM(C:C,$A:C,2:2,$1:3)"),
        ('="A1"&Sheet1!B2&LOG10(A1)&plan[A1]', '="A1"&Sheet1!D3&LOG10(C2)&plan[A1]'),
        ("=SUM(Jan:Dec!A1:B$2)", "=SUM(Jan:Dec!C2:D$2)"),
        ("=XFD1+A1048576", "=#REF!+#REF!"),
    ],
)
def test_a_filled_formula_moves_its_places(formula: str, moved: str) -> None:
    """A formula filled one row down and two columns to the right moves what has no dollar."""
    assert shifted(formula, 1, 2) == moved
    assert shifted(formula, 0, 0) == formula


@pytest.mark.parametrize(
    ("office", "excel"),
    [
        ("=$'It''s'.A1;", "='It''s'!A1,"),
        ("=SUM($Data.A:A;Data.$1:$2)", "=SUM(Data!A:A,Data!$1:$2)"),
        ("=SUM($Jan.A1:$Dec.B$2;$'Mes x'.A1:$'It''s'.A1)", "=SUM(Jan:Dec!A1:B$2,'Mes x:It''s'!A1)"),
        ("=SUM($Jan.A1:$Jan.B2)", "=SUM(Jan!A1:B2)"),
        ("=STDEV.S(A1;1.5)", "=STDEV.S(A1,1.5)"),
        ("={1;2|3;4}", "={1,2;3,4}"),
        ("=COM.SUN.STAR.SHEET.ADDIN.ANALYSIS.GETEDATE(A1;1)", "=EDATE(A1,1)"),
        ('=IF(TRUE();"TRUE()";1)', '=IF(TRUE,"TRUE()",1)'),
    ],
)
def test_the_spelling_of_a_formula_is_translated_back(office: str, excel: str) -> None:
    """What LibreOffice says is read in Excel's spelling."""
    assert to_excel(office) == excel


# ---- places -----------------------------------------------------------------------------------------


def test_places_are_spelled_as_in_excel() -> None:
    """Cells, blocks, whole columns and rows are spelled as in Excel, and read back."""
    for words in ("$A$1", "$B$2:$XFD$7", "$C:$D", "$1:$5"):
        place = parsed(words)
        assert place is not None
        assert spelled(place) == words
    assert parsed("b3:A1") == Block(1, 1, 3, 2)
    assert [parsed(words) for words in ("A0", "XFE1", "A1048577", "Total", "A1:B")] == [None] * 5
    assert quoted("A1") == "'A1'"
    assert split_sheet("'[x.xlsx]It''s'!A1") == ("It's", "A1")


def test_the_data_around_a_cell_is_found(scratch: xw.Sheet) -> None:
    """Expand, end and current_region find where the data ends, as Ctrl with an arrow key does."""
    scratch["B2"].value = [["a", "b", "c"], [1, 2, 3], [4, 5, 6]]
    scratch["B9"].value = 7
    here = scratch["B2"]
    assert here.expand().address == "$B$2:$D$4"
    assert here.expand("down").address == "$B$2:$B$4"
    assert here.expand("right").address == "$B$2:$D$2"
    assert here.current_region.address == "$B$2:$D$4"
    ends = {way: here.end(way).address for way in ("down", "right", "up", "left")}
    assert ends == {"down": "$B$4", "right": "$D$2", "up": "$B$1", "left": "$A$2"}
    assert scratch["B4"].end("down").address == "$B$9"
    assert scratch["B9"].end("down").address == "$B$1048576"
    assert scratch["B1048576"].end("up").address == "$B$9"
    assert scratch["D9"].end("left").address == "$B$9"
    assert scratch["B9"].end("up").address == "$B$4"
    assert scratch.used_range.address == "$B$2:$D$9"


def test_ranges_are_addressed_in_every_way(scratch: xw.Sheet) -> None:
    """Addresses, numbers, slices, offset and resize lead to the same cells."""
    place = scratch["B2:C3"]
    assert scratch.range((2, 2), (3, 3)) == place
    assert scratch.range("B2", "C3") == place
    assert scratch[1:3, 1:3] == place
    assert scratch["A1"].offset(1, 1).resize(2, 2) == place
    assert place.last_cell.address == "$C$3"
    assert place(1, 2).address == place(2).address == "$C$2"
    assert place.shape == (2, 2)
    assert place.rows[1].address == "$B$3:$C$3"
    assert place.get_address(False, False) == "B2:C3"
    assert place.get_address(external=True).endswith("Sheet1'!$B$2:$C$3")
    assert scratch["A:B"].address == "$A:$B"
    assert scratch[0:0, 0:2].value is None


def test_a_range_that_is_not_there_is_an_error(scratch: xw.Sheet) -> None:
    """A range that does not exist is a KeyError, a cell counted from 0 an IndexError."""
    with pytest.raises(KeyError):
        scratch.range("no such name")
    with pytest.raises(IndexError):
        scratch.range((0, 1))


# ---- looks ------------------------------------------------------------------------------------------


def test_looks_are_read_back(sheet: xw.Sheet) -> None:
    """Colours, fonts, formats, widths and alignment read back as they were set."""
    cell = sheet["B2"]
    cell.value = 0.25
    cell.color = (255, 192, 0)
    cell.number_format = "0.0%"
    cell.font.bold = True
    cell.font.italic = True
    cell.font.size = 14
    cell.font.color = "#336699"
    cell.font.name = "Carlito"
    cell.wrap_text = True
    cell.column_width = 20
    cell.row_height = 30
    cell.horizontal_alignment = "center"
    cell.vertical_alignment = "top"
    assert cell.color == (255, 192, 0)
    assert cell.number_format == "0.0%"
    assert (cell.font.bold, cell.font.italic, cell.font.size) == (True, True, 14)
    assert (cell.font.color, cell.font.name) == ((0x33, 0x66, 0x99), "Carlito")
    assert cell.wrap_text is True
    assert cell.column_width == pytest.approx(20, abs=0.2)
    assert cell.row_height == pytest.approx(30, abs=0.1)
    assert (cell.horizontal_alignment, cell.vertical_alignment) == ("center", "top")
    cell.color = None
    assert cell.color is None


def test_clearing_takes_what_it_says(scratch: xw.Sheet) -> None:
    """Contents and formats are cleared apart or together."""

    def dirty() -> xw.Range:
        scratch["A1:B2"].value = "x"
        scratch["A1:B2"].color = (1, 2, 3)
        return scratch["A1"]

    cell = dirty()
    scratch["A1:A2"].clear_contents()
    assert (cell.value, cell.color, scratch["B1"].value) == (None, (1, 2, 3), "x")
    cell = dirty()
    cell.clear_formats()
    assert (cell.value, cell.color) == ("x", None)
    cell = dirty()
    cell.clear()
    assert (cell.value, cell.color) == (None, None)
    dirty()
    scratch.clear()
    assert scratch["A1:B2"].value == [[None, None], [None, None]]
    assert scratch["B2"].color is None


def test_columns_fit_and_cells_merge(sheet: xw.Sheet) -> None:
    """Autofit widens a column to its text; merged cells know their area."""
    sheet["A1"].value = "a rather long text " * 3
    narrow = sheet["A1"].column_width
    sheet["A:A"].columns.autofit()
    assert sheet["A1"].column_width > 2 * narrow
    sheet["B2:C3"].merge()
    assert sheet["C3"].merge_cells
    assert sheet["B2"].merge_area.address == "$B$2:$C$3"
    sheet["B2:C3"].unmerge()
    assert not sheet["B2"].merge_cells


def test_cells_are_copied_inserted_and_deleted(sheet: xw.Sheet) -> None:
    """Cells are copied with their looks; inserting and deleting shifts what is there."""
    sheet["A1"].value = [[1, 2], ["=A1+1", 4]]
    sheet["A1"].color = (9, 9, 9)
    sheet["A1:A2"].copy(sheet["D1"])
    assert sheet["D2"].formula == "=D1+1"
    assert sheet["D1"].color == (9, 9, 9)
    sheet["1:1"].insert("down")
    assert sheet["A1:A3"].value == [None, 1, 2]
    sheet["1:1"].delete()
    sheet["A1"].delete("left")
    assert sheet["A1"].value == 2
    sheet["A1"].insert("right")
    assert sheet["A1:B1"].value == [None, 2]


# ---- hyperlinks -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("/tmp/Réponses du mois/plan n°1.xlsx", "/tmp/Réponses du mois/plan n°1.xlsx"),
        ("mailto:pm@example.org", "mailto:pm@example.org"),
        ("#'Mes données'!B2", "#'Mes données'!B2"),
    ],
)
def test_a_hyperlink_shows_its_text_and_knows_its_target(scratch: xw.Sheet, address: str, read: str) -> None:
    """A hyperlink shows its text and gives back where it leads to, spaces and accents included."""
    scratch["A1"].value = "poison"
    scratch["A1"].add_hyperlink(address, "Ouvrir")
    assert scratch["A1"].value == "Ouvrir"
    assert scratch["A1"].hyperlink == read


def test_a_cell_without_hyperlink_says_so(scratch: xw.Sheet) -> None:
    """Asking a cell without a hyperlink for it is the error that xlwings has for that."""
    scratch["A1"].value = "plain"
    with pytest.raises(Exception, match="doesn't seem to contain a hyperlink"):
        _ = scratch["A1"].hyperlink


# ---- sheets, names, tables, charts ------------------------------------------------------------------


def test_sheets_are_added_moved_and_removed(book: xw.Book) -> None:
    """Sheets are added before and after others, renamed, hidden, copied, moved and deleted."""
    first = book.sheets[0]
    first.name = "Résumé"
    first["A1"].value = "x"
    book.sheets.add("Last", after=first)
    book.sheets.add("First", before=first)
    assert book.sheet_names == ["First", "Résumé", "Last"]
    assert book.sheets.active.name == "First"
    book.sheets["résumé"].activate()
    assert book.sheets.active == first
    copy = first.copy(after=book.sheets["Last"], name="Copy")
    assert copy["A1"].value == "x"
    assert book.sheet_names[-1] == "Copy"
    copy.move(before=first)
    assert [s.index for s in book.sheets] == [1, 2, 3, 4]
    first.visible = False
    assert (first.visible, copy.visible) == (False, True)
    copy.delete()
    assert book.sheet_names == ["First", "Résumé", "Last"]
    assert "last" in book.sheets
    assert "Copy" not in book.sheets


def test_a_sheet_that_is_not_there_is_an_error(book: xw.Book) -> None:
    """A missing sheet is a KeyError; a name that is taken is a ValueError, and the last sheet stays."""
    with pytest.raises(KeyError):
        book.sheets["Nope"]
    with pytest.raises(ValueError, match="already present"):
        book.sheets.add("sheet1")
    other = book.sheets.add("Other")
    with pytest.raises(ValueError, match="already present"):
        other.name = "SHEET1"
    other.delete()
    with pytest.raises(ValueError, match="cannot be a sheet's name"):
        book.sheets.add("2026/03")
    with pytest.raises(ValueError, match="at least one"):
        book.sheets[0].delete()


def test_names_are_defined_and_removed(book: xw.Book) -> None:
    """Names mean cells of a book or of one sheet, in Excel's spelling, until they are deleted."""
    sheet = book.sheets.add("Mes données")
    sheet["A1:B2"].value = [[1, 2], [3, 4]]
    sheet["A1:B2"].name = "Block"
    book.names.add("Rate", "=0.5")
    sheet.names.add("Local", "='Mes données'!$B$2")
    assert book.names["block"].refers_to == "='Mes données'!$A$1:$B$2"
    assert book.names["Block"].refers_to_range.value == [[1, 2], [3, 4]]
    assert sheet["A1:B2"].name.name == "Block"
    assert sheet["Local"].value == 4
    assert sheet.names["Local"].name == "'Mes données'!Local"
    assert {name.name for name in book.names} == {"Block", "Rate", "'Mes données'!Local"}
    book.names["Block"].refers_to = "='Mes données'!$A$1"
    assert book.names["Block"].refers_to_range.address == "$A$1"
    book.names["Rate"].name = "Ratio"
    assert "Rate" not in book.names
    book.names["Ratio"].delete()
    assert "Ratio" not in book.names
    with pytest.raises(KeyError):
        book.names["Ratio"]
    for wrong in ("not a name", "A1", "2026"):
        with pytest.raises(xw.XlwingsError, match="cannot be a name"):
            book.names.add(wrong, "=1")


def test_a_table_grows_and_shrinks_with_its_data(sheet: xw.Sheet) -> None:
    """A table knows its parts, and takes a DataFrame of another size."""
    sheet["B2"].value = [["Id", "Work"], [1, 10], [2, 20], [3, 30]]
    table = sheet.tables.add(sheet["B2:C5"], name="plan")
    assert (table.name, sheet.tables["PLAN"], sheet["C3"].table) == ("plan", table, table)
    assert table.range.address == "$B$2:$C$5"
    assert table.header_row_range.value == ["Id", "Work"]
    assert table.data_body_range.address == "$B$3:$C$5"
    assert table.show_autofilter is True
    table.show_autofilter = False
    assert table.show_autofilter is False
    table.update(pd.DataFrame({"Id": [7], "Work": [70], "More": ["x"]}), index=False)
    assert table.range.address == "$B$2:$D$3"
    assert sheet["B2:D5"].value == [["Id", "Work", "More"], [7, 70, "x"], [None] * 3, [None] * 3]
    table.resize(sheet["B2:D4"])
    assert sheet["plan"].address == "$B$3:$D$4"
    assert sheet["plan[#All]"].address == "$B$2:$D$4"
    table.name = "works"
    assert [t.name for t in sheet.tables] == ["works"]


def test_tables_do_not_overlap(sheet: xw.Sheet) -> None:
    """A table's name is unique, and two tables share no cell."""
    sheet["A1"].value = [["a", "b"], [1, 2]]
    sheet.tables.add(sheet["A1:B2"], name="one")
    with pytest.raises(xw.XlwingsError, match="overlap"):
        sheet.tables.add(sheet["B2:C3"])
    with pytest.raises(xw.XlwingsError, match="already"):
        sheet.tables.add(sheet["E1:F2"], name="One")
    with pytest.raises(xw.XlwingsError, match="cannot be the name"):
        sheet.tables.add(sheet["E1:F2"], name="T1")
    with pytest.raises(KeyError):
        sheet.tables["two"]


def test_a_chart_shows_its_data(sheet: xw.Sheet, tmp_path: Path) -> None:
    """A chart has a type, a title and a name, and can be saved as a picture."""
    sheet["A1"].value = [["Month", "Cost"], ["Jan", 3], ["Feb", 5], ["Mar", 2]]
    chart = sheet.charts.add(left=100, top=50, width=300, height=200, source=sheet["A1:B4"])
    assert chart.chart_type == "column_clustered"
    for kind in ("line", "bar_stacked", "pie", "line_markers", "xy_scatter", "xy_scatter_lines", "area"):
        chart.chart_type = kind
        assert chart.chart_type == kind
    chart.title = "Coûts"
    chart.name = "Costs"
    chart.set_source_data(sheet["A1:B3"])
    assert (chart.title, sheet.charts["costs"].name) == ("Coûts", "Costs")
    picture = tmp_path / "Coûts du mois.png"
    chart.to_png(picture)
    assert picture.read_bytes().startswith(b"\x89PNG")
    chart.delete()
    assert len(sheet.charts) == 0
    with pytest.raises(NotImplementedError):
        sheet.charts.add(chart_type="surface")


def test_what_the_engine_lacks_says_so(sheet: xw.Sheet) -> None:
    """What the engine does not cover is a NotImplementedError, not a wrong answer."""
    with pytest.raises(NotImplementedError):
        sheet["A1"].add_comment("x")
    with pytest.raises(NotImplementedError):
        sheet["A1:B2"].conditional_formats.add_custom("=TRUE", fill_color="#FF0000")
    with pytest.raises(NotImplementedError):
        sheet.pivot_tables.add(sheet["A1:B2"], sheet["D1"])


# ---- books and files --------------------------------------------------------------------------------


def test_a_saved_workbook_holds_what_was_written(book: xw.Book, tmp_path: Path) -> None:
    """A workbook saved as .xlsx holds the values, formulas, names and tables that were written."""
    folder = tmp_path / "Réponses du mois"
    folder.mkdir()
    path = folder / "plan n°1 é.xlsx"
    sheet = book.sheets[0]
    sheet["A1"].value = [["Id", "Day", "Twice"], [1, DAY, "=A2*2"], ["007", None, True]]
    sheet.tables.add(sheet["A1:C3"], name="plan")
    book.names.add("First", "=Sheet1!$A$2")
    book.save(path)
    assert (book.name, book.fullname) == (path.name, str(path))
    saved = openpyxl.load_workbook(path)
    cells = saved["Sheet1"]
    assert [cell.value for cell in cells[2]] == [1, DAY, "=A2*2"]
    assert cells["A3"].value == "007"
    assert saved.defined_names["First"].attr_text == "Sheet1!$A$2"
    assert cells.tables["plan"].ref == "A1:C3"
    saved.close()
    book.close()
    again = xw.Book(path)
    assert again.sheets[0]["A2:C2"].value == [1, DAY, 2]
    again.sheets[0]["A2"].value = 5
    again.save()
    assert openpyxl.load_workbook(path)["Sheet1"]["A2"].value == 5


def test_a_password_protects_the_file(book: xw.Book, tmp_path: Path) -> None:
    """A workbook saved with a password opens with it, and not without."""
    book.sheets[0]["A1"].value = "secret"
    path = tmp_path / "book.xlsx"
    book.save(path, password="àbc")
    book.close()
    for wrong in (None, "abc"):
        with pytest.raises(OSError, match="could not open"):
            xw.Book(path, password=wrong)
    assert xw.Book(path, password="àbc").sheets[0]["A1"].value == "secret"


@pytest.mark.parametrize("extension", [".xlsm", ".ods", ".pdf"])
def test_a_workbook_is_saved_in_other_formats(book: xw.Book, tmp_path: Path, extension: str) -> None:
    """A workbook is saved as .xlsm, .ods and, by to_pdf, as .pdf."""
    book.sheets[0]["A1"].value = "x"
    path = tmp_path / f"book{extension}"
    book.to_pdf(path) if extension == ".pdf" else book.save(path)
    start = b"%PDF" if extension == ".pdf" else b"PK"
    assert path.read_bytes().startswith(start)


def test_a_file_that_cannot_be_opened_or_saved_is_an_error(book: xw.Book, tmp_path: Path) -> None:
    """A missing file, one that is no workbook, an unknown format, a missing folder: errors of Python."""
    app = book.app
    with pytest.raises(FileNotFoundError):
        app.books.open(tmp_path / "none.xlsx")
    with pytest.raises(KeyError):
        app.books["none.xlsx"]
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(OSError, match="could not open"):
        app.books.open(broken)
    with pytest.raises(ValueError, match="Cannot save as"):
        book.save(tmp_path / "book.docx")
    with pytest.raises(FileNotFoundError):
        book.save(tmp_path / "no such folder" / "book.xlsx")
    assert not (tmp_path / "no such folder").exists()


def test_names_and_tables_of_a_file_are_there(book: xw.Book, tmp_path: Path) -> None:
    """A workbook from elsewhere brings its names, of the book and of sheets, and its tables."""
    path = tmp_path / "made elsewhere.xlsx"
    made = openpyxl.Workbook()
    page = made.active
    page.title = "Mes données"
    for row in (["Id", "Work"], ["1", 3], ["2", 4]):
        page.append(row)
    page["D1"] = "=SUM(plan[Work])"
    page.add_table(Table(displayName="plan", ref="A1:B3"))
    made.defined_names["Total"] = DefinedName("Total", attr_text="'Mes données'!$B$2:$B$3")
    page.defined_names["Here"] = DefinedName("Here", attr_text="'Mes données'!$A$1")
    made.save(path)
    opened = book.app.books.open(path, read_only=True)
    sheet = opened.sheets["Mes données"]
    assert opened.names["Total"].refers_to_range.value == [3, 4]
    assert sheet.names["Here"].refers_to == "='Mes données'!$A$1"
    assert sheet.tables["plan"].data_body_range.value == [["1", 3], ["2", 4]]
    assert sheet["D1"].formula == "=SUM(plan[Work])"
    with pytest.raises(OSError, match="could not save"):
        opened.save()


def test_two_books_are_kept_apart(book: xw.Book, tmp_path: Path) -> None:
    """Two open books are told apart by name; the active one is the one that was activated last."""
    app = book.app
    paths = [tmp_path / "one.xlsx", tmp_path / "deux é.xlsx"]
    books = []
    for path in paths:
        one = app.books.add()
        one.sheets[0]["A1"].value = path.stem
        one.save(path)
        books.append(one)
    assert [app.books[path.name].sheets[0]["A1"].value for path in paths] == ["one", "deux é"]
    assert app.books["ONE.xlsx"] == books[0]
    for one in books:
        one.activate()
        assert app.books.active == one
    assert xw.Book(paths[0]) == books[0]
    assert len(app.books) == 3
    books[0].close()
    assert [b.name for b in app.books] == [book.name, "deux é.xlsx"]


def test_a_sheet_is_copied_into_another_book(book: xw.Book) -> None:
    """A sheet is copied from one book into another."""
    book.sheets[0]["A1"].value = "x"
    other = book.app.books.add()
    copied = book.sheets[0].copy(after=other.sheets[0], name="From there")
    assert copied.book == other
    assert copied["A1"].value == "x"


# ---- the application --------------------------------------------------------------------------------


def test_the_caller_is_the_book_whose_button_was_pressed(
    book: xw.Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Book.caller() is the book whose button started Python, as RunPython names it."""
    book.save(tmp_path / "Contrôle du mois.xlsm")
    book.app.books.add()
    arguments = [f"--wb={book.name}", "--from_xl=1", "--app=LibreOffice", "--hwnd=0"]
    monkeypatch.setattr(sys, "argv", ["-c", *arguments])
    assert xw.Book.caller() == book


def test_the_status_bar_is_read_back(book: xw.Book) -> None:
    """The status bar shows a text until it is given back."""
    app = book.app
    assert app.status_bar is False
    app.status_bar = "30 réponses lues"
    assert app.status_bar == "30 réponses lues"
    app.status_bar = "done"
    assert app.status_bar == "done"
    app.status_bar = False
    assert app.status_bar is False


def test_settings_of_the_application_are_restored(book: xw.Book) -> None:
    """Settings that code changes for a while are as before when it is done."""
    app, sheet = book.app, book.sheets[0]
    sheet["A1"].value = [[1, "=A1*2"]]
    settings = {"display_alerts": False, "enable_events": False, "screen_updating": False}
    with app.properties(calculation="manual", status_bar="…", **settings):
        assert app.calculation == "manual"
        assert book.api.hasControllersLocked()
        sheet["A1"].value = 5
        assert sheet["B1"].value == 2
        app.calculate()
        assert sheet["B1"].value == 10
    assert (app.calculation, app.status_bar) == ("automatic", False)
    assert (app.display_alerts, app.enable_events, app.screen_updating) == (True, True, True)
    assert not book.api.hasControllersLocked()


def test_a_message_without_a_screen_is_kept(book: xw.Book) -> None:
    """Where there is no screen, a message waits for nobody: it is kept, and the first button is the answer."""
    assert book.app.alert("Terminé", "PMO") == "ok"
    assert book.app.alert("Continuer ?", "PMO", buttons="yes_no", mode="critical") == "yes"
    assert book.app.impl.office.alerts[-2:] == [("PMO", "Terminé"), ("PMO", "Continuer ?")]


def test_the_selection_is_known(book: xw.Book) -> None:
    """Selected cells are the selection."""
    book.activate()
    sheet = book.sheets.add("Other")
    sheet["B2:C3"].select()
    assert book.app.selection == sheet["B2:C3"]
    assert book.selection == sheet["B2:C3"]


def test_macros_run_by_name(book: xw.Book) -> None:
    """A macro of the workbook runs by its name, takes arguments and returns a value."""
    module = "Function Doubled(x)\n  Doubled = x * 2\nEnd Function\nSub Mark(cells)\n  cells.CellBackColor = 255\nEnd Sub\n"
    book.api.BasicLibraries.createLibrary("VBAProject").insertByName("Tools", module)
    assert book.macro("Doubled")(21) == 42
    assert book.macro("Tools.doubled")(4) == 8
    for argument in (book.sheets[0]["A1"], book.sheets[0]["B1"].api):
        book.macro("Mark")(argument)
    assert book.sheets[0]["A1:B1"].color == (0, 0, 255)
    with pytest.raises(xw.XlwingsError, match="none of that name"):
        book.macro("Nope")()


def test_connecting_again_is_the_same_engine(engine: xw.main.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Connecting to the same office again gives the same engine, and adds none to xlwings."""
    count = len(xw.engines)
    monkeypatch.setenv("PMO_XL_PIPE", engine.impl.office.pipe)
    assert connect() is engine
    assert connect(f"pipe,name={engine.impl.office.pipe}") is engine
    assert len(xw.engines) == count
    assert xw.engines.active is engine


def test_an_office_that_was_started_anew_is_found(engine: xw.main.Engine, tmp_path: Path) -> None:
    """Quitting ends the office, unsaved books and all; one started anew is found by the same engine."""
    pipe = f"pmo_xl_test_again_{os.getpid()}"
    with office(pipe, tmp_path) as process:
        first = connected(pipe)
        first.apps.active.books.add().sheets[0]["A1"].value = "unsaved"
        first.apps.active.quit()
        process.wait(START_SECONDS)
    with office(pipe, tmp_path):
        again = connected(pipe)
        assert again is first
        assert len(again.apps.active.books) == 0
    engine.activate()


def test_an_office_that_is_not_there_is_named() -> None:
    """Where no LibreOffice listens, the error says which command starts one, in both languages."""
    if problem := uno_problem():
        pytest.skip(problem.to("en"))
    with pytest.raises(bridge.NoOfficeListening, match="soffice --accept='pipe,name=nobody;urp;'") as raised:
        connect("nobody")
    assert "Lancez-le" in raised.value.text.to("fr")


def test_a_python_without_uno_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python that cannot load UNO says what to install; importing the engine alone needs nothing."""

    def missing() -> Any:
        raise ImportError("No module named 'uno'")

    monkeypatch.setattr(bridge, "_loaded", missing)
    bridge.find_uno.cache_clear()
    try:
        problem = uno_problem()
        assert problem is not None
        assert "python3-uno" in problem.to("en")
        assert "Installez" in problem.to("fr")
    finally:
        bridge.find_uno.cache_clear()
    code = "import sys, pmo_xl.libreoffice; sys.exit('uno' in sys.modules or 'xlwings' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
