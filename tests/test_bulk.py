"""Whole columns against one cell at a time: the file that XlsxWriter writes must be the same, byte for byte."""

from __future__ import annotations

import datetime as dt
import inspect
import io
import random
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pmo_xl.core.base import compression
from pmo_xl.excel.write.book import FastZip, new_book, part_info
from pmo_xl.excel.write.bulk import ROW, BulkSheet, Cells
from pmo_xl.excel.write.bulk_rows import MARKS, Line, Pattern, Slot
from pmo_xl.excel.write.cells import plain, write_cell, write_formula
from pmo_xl.excel.write.layout import CREATED
from pmo_xl.excel.write.worksheet import Page

Spec = tuple[str | None, list[Any]]
"""The formula of a column, or None, and its values."""
Writer = Callable[[Page, int, int, Sequence[Cells]], None]

TEXTS = st.one_of(
    st.sampled_from(
        ["", " ", " before", "after ", "a&b", "<r>", "<b>x</b>", "=1+1", "_x0041_", "\x01\x1f", "tab\t", "line\nline",
         "\ufffe\uffff", "😀", "TRUE", "007", "#N/A", "é", "'", '"', "]]>", "{=1}", "http://example.org"]
    ),
    st.text(st.characters(codec="utf-8"), max_size=8),
)  # fmt: skip
NUMBERS = st.one_of(
    st.floats(allow_nan=True, allow_infinity=False),
    st.sampled_from([0.0, -0.0, 1e15, 1e16, 0.1 + 0.2, -1.0, 1e-7, 123456789.123]),
    st.integers(-(10**18), 10**18),
)
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
MOMENT = dt.datetime(1950, 1, 1)  # noqa: DTZ001 # Excel knows no time zones
ANY = st.one_of(TEXTS, NUMBERS, DAYS, st.booleans(), st.datetimes(MOMENT))
VALUES = [TEXTS, NUMBERS, st.integers(-99, 99), DAYS, st.booleans(), ANY]
FORMULAS = ['=IF(A1<>"",A1&"x",1>2)', "=t[[#This Row],[Column1]]*2", "=_xlfn.STDEV.S(1,2)"]


@st.composite
def tables(draw: st.DrawFn) -> list[Spec]:
    """Columns of one length, plain and computed, with blanks."""
    size = draw(st.integers(1, 40))
    columns = []
    for _ in range(draw(st.integers(1, 5))):
        formula = draw(st.sampled_from([None, None, *FORMULAS]))
        kinds = [st.one_of(st.none(), kind) for kind in VALUES]
        if formula is not None:
            kinds.pop()
        values = draw(st.lists(draw(st.sampled_from(kinds)), min_size=size, max_size=size))
        columns.append((formula, values))
    return columns


def by_column(page: Page, row: int, col: int, columns: Sequence[Cells]) -> None:
    """All at once."""
    page.write_columns(row, col, columns)


def by_cell(page: Page, row: int, col: int, columns: Sequence[Cells]) -> None:
    """The ordinary way."""
    for place, cells in enumerate(columns, start=col):
        for at, what in enumerate(cells.values, start=row):
            held = plain(what)
            if cells.formula is not None:
                write_formula(page, at, place, cells.formula, held, cells.style)
            elif held is not None:
                write_cell(page, at, place, held, cells.style)


def parts(write: Writer, specs: Sequence[Spec], row: int = 7, around: bool = True) -> dict[str, bytes]:
    """The parts of a workbook in which the columns stand among ordinary cells."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        page = book.add_worksheet("Data", worksheet_class=Page)
        styles = [book.add_format({"num_format": f"0.{'0' * n}"}) for n in range(len(specs))]
        columns = [
            Cells(values, style, formula) for (formula, values), style in zip(specs, styles, strict=True)
        ]
        if around:
            decorated(page, row, len(columns[0].values), styles)
        write(page, row, 2, columns)
        if around:
            page.write_string(row, 2, "instead", styles[-1])
            page.write_url(row + 1, 3, "https://example.org/", styles[-1], "link")
            page.write_string(row + 2, 0, "left", styles[0])
            page.write_string(row + 2, 30, "right", styles[0])
    with zipfile.ZipFile(file) as package:
        return {name: package.read(name) for name in package.namelist()}


def decorated(page: Page, row: int, rows: int, styles: Sequence[Format]) -> None:
    """Cells above and below, a high row, a comment, formats of columns, a colour that depends."""
    style = styles[0]
    for col, look in enumerate(styles, start=2):
        page.set_column(col, col, 12, look)
    page.set_row(0, 30)
    page.set_row(row + 3, 40, style)
    page.write_string(0, 1, "title")
    page.write_blank(1, 1, None, style)
    page.write_number(row + rows + 20, 4, 5)
    page.write_comment(row + 5, 1, "look")
    page.conditional_format(row, 2, row + 9, 2, {"type": "blanks", "format": None})


@settings(max_examples=150, deadline=None)
@given(tables(), st.integers(0, 40), st.booleans())
def test_columns_become_the_very_cells_that_are_written_one_by_one(
    specs: list[Spec], row: int, around: bool
) -> None:
    """Every part of the file is the same: cells, spans, shared strings and their count, formats."""
    slow, fast = (parts(write, specs, row, around) for write in (by_cell, by_column))

    assert fast == slow


def test_frames_become_the_same_cells_as_their_values() -> None:
    """Numbers, dates and texts out of a frame, thousands of rows of them, in the types that frames have."""
    chance, size = random.Random(7), 5000
    frame = pd.DataFrame(
        {
            "amount": [chance.choice([chance.random() * 1e6, np.nan, 5.0]) for _ in range(size)],
            "whole": pd.Series(range(size)),
            "sparse": [None if n % 100 else float(n) for n in range(size)],
            "blank": [None] * size,
            "day": pd.Series(np.array(["2026-03-31", "NaT", "1999-01-01", "2031-12-01"] * (size // 4), "M8[s]")),
            "text": pd.Series([chance.choice(["red", "green", None, "x" * 40_000]) for _ in range(size)], dtype=object),
            "yes": pd.Series([n % 3 == 0 for n in range(size)]),
        }
    )  # fmt: skip
    specs: list[Spec] = [(formula, frame[key]) for key in frame for formula in (None, FORMULAS[1])]  # type: ignore[misc]
    specs = [(formula, values) for formula, values in specs if formula is None or values.name != "text"]  # type: ignore[attr-defined]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pmo_xl.excel.write.bulk.CHUNK", 999)
        assert parts(by_column, specs) == parts(by_cell, specs)


def test_what_is_not_a_number_to_excel_is_never_written() -> None:
    """Infinite and undefined numbers leave a blank cell, and a blank result."""
    values = [1.5, float("inf"), float("-inf"), float("nan")]
    fast = parts(
        by_column, [(None, values), (FORMULAS[1], values), (None, [*values[:3], "text"])], around=False
    )
    sheet = fast["xl/worksheets/sheet1.xml"].decode()

    assert "inf" not in sheet.lower()
    assert "nan" not in sheet.lower()
    assert sheet.count("<v>1.5</v>") == 3
    assert sheet.count("</f><v></v>") == 3


def test_a_formula_that_gives_an_array_is_written_one_by_one() -> None:
    """A column of formulas that XlsxWriter writes otherwise is what it would be."""
    specs: list[Spec] = [
        ("=_xlfn._xlws.SORT(A1:A3)", [1, 2, 3]),
        ("{=SUM(A1:A3)}", [1, 2, 3]),
        (None, ["a", None, "b"]),
    ]

    assert parts(by_column, specs) == parts(by_cell, specs)


def charted(write: Writer) -> bytes:
    """A chart over texts and numbers, cells and results."""
    file = io.BytesIO()
    specs: list[Spec] = [
        (None, ["a & b", "c", None]),
        (FORMULAS[1], [1.5, None, 3.0]),
        (FORMULAS[0], ["x<", "", None]),
    ]
    specs += [(None, [1, None, 2.25]), (None, ["mixed", 4.5, dt.date(2026, 1, 1)])]
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page, style = book.add_worksheet("Data", worksheet_class=Page), book.add_format()
        write(page, 1, 0, [Cells(values, style, formula) for formula, values in specs])
        chart = book.add_chart({"type": "line"})
        for col in range(5):
            chart.add_series({"values": ["Data", 0, col, 4, col], "categories": ["Data", 1, 0, 3, 0]})
        page.insert_chart(0, 9, chart)
    with zipfile.ZipFile(file) as package:
        return package.read("xl/charts/chart1.xml")


def test_a_chart_shows_columns_before_anything_is_computed() -> None:
    """The values that a chart keeps are those of the columns."""
    assert charted(by_column) == charted(by_cell)


def test_a_long_table_lies_over_its_columns_as_any_table_does() -> None:
    """The table, its filter and its calculated columns are those that ``add_table`` would make."""

    def made(add: str, write: Writer) -> dict[str, bytes]:
        file = io.BytesIO()
        with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
            book.set_properties({"created": CREATED})
            page, style = book.add_worksheet("Data", worksheet_class=Page), book.add_format()
            heads = [{"header": "One"}, {"header": "Two", "formula": "=t[[#This Row],[One]]+1"}]
            getattr(page, add)(3, 1, 53, 2, {"name": "t", "columns": heads})
            values = [float(n) for n in range(50)]
            write(page, 4, 1, [Cells(values, style), Cells(values, style, "=t[[#This Row],[One]]+1")])
        with zipfile.ZipFile(file) as package:
            return {name: package.read(name) for name in package.namelist()}

    assert made("add_long_table", by_column) == made("add_table", by_cell)


@pytest.mark.parametrize("place", [(0, 0), (5, 1), (9, 3)])
def test_what_cannot_stand_is_refused(place: tuple[int, int]) -> None:
    """Columns that share rows, differ in length or do not fit, and tables over others."""
    with xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True}) as book:
        page, style = book.add_worksheet(worksheet_class=Page), book.add_format()
        page.add_long_table(0, 0, 9, 3, {})
        page.write_columns(1, 0, [Cells(range(9), style)])
        with pytest.raises(ValueError, match="over another"):
            page.add_long_table(0, 3, 9, 4, {})
        with pytest.raises(ValueError, match="share rows"):
            page.write_columns(place[0], 9, [Cells(range(9), style)])
        with pytest.raises(ValueError, match="one length"):
            page.write_columns(20, 0, [Cells([1], style), Cells([1, 2], style)])
        with pytest.raises(ValueError, match="do not fit"):
            page.write_columns(1_048_575, 0, [Cells([1, 2], style)])


def test_the_file_is_read_as_what_was_written(tmp_path: Path) -> None:
    """Another library finds each value in its cell, and a text that looks like a formula is text."""
    path = tmp_path / "made.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page, style = book.add_worksheet(worksheet_class=Page), book.add_format()
        page.write_columns(
            1, 1, [Cells(["=1+1", None], style), Cells([2.5, 3], style), Cells([True, None], style)]
        )
    sheet = openpyxl.load_workbook(path).active

    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet["B2:D3"]] == [["=1+1", 2.5, True], [None, 3, None]]
    assert sheet["B2"].data_type == "s"


@pytest.mark.parametrize("here", [zlib, compression.codec])
def test_whatever_packs_a_workbook_packs_the_same(
    here: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By isal or, where it cannot be installed, by zlib: the same parts, and the same bytes each time."""
    monkeypatch.setattr(compression, "codec", here)
    made = []
    for path in (tmp_path / "first.xlsx", tmp_path / "second.xlsx"):
        with new_book(path) as book:
            book.set_properties({"created": CREATED})
            page: Page = book.add_worksheet("Data", worksheet_class=Page)
            page.write_columns(0, 0, [Cells([f"row {n * n}" for n in range(2000)], book.add_format())])
        made.append(path.read_bytes())
    with zipfile.ZipFile(tmp_path / "first.xlsx") as package:
        assert package.testzip() is None
        assert b"<si><t>row 3996001</t></si>" in package.read("xl/sharedStrings.xml")

    assert made[0] == made[1]
    assert (
        compression.unpacked(compression.packed(made[0]))
        == zlib.decompress(compression.packed(made[0]))
        == made[0]
    )
    with pytest.raises(compression.ERRORS):
        compression.unpacked(b"no such thing")


@pytest.mark.parametrize("here", [zlib, compression.codec])
def test_a_large_part_is_packed_harder_from_some_bytes_on(
    here: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever unpacks zip files reads the same content; a part below the limit is packed as fast as before."""
    monkeypatch.setattr(compression, "codec", here)
    content = "".join(f'<c r="A{n}" s="7"><v>{n * 7919 % 10007}</v></c>' for n in range(40_000)).encode()

    def made(limit: int) -> bytes:
        monkeypatch.setattr(compression, "LARGE", limit)
        file = io.BytesIO()
        with (
            FastZip(file, "w", zipfile.ZIP_DEFLATED) as package,
            package.open(part_info("part"), "w") as part,
        ):
            # The first piece tells that a part is large.
            for start in range(0, len(content), 2**19):
                part.write(content[start : start + 2**19])
        with zipfile.ZipFile(file) as package:
            assert package.testzip() is None
            assert package.read("part") == content
        return file.getvalue()

    fast, hard = made(2**19 + 1), made(2**19)
    assert made(2**19) == hard
    if here is not zlib:
        assert len(hard) < len(fast)


def test_xlsxwriter_still_has_what_columns_are_written_with() -> None:
    """What is used without a promise of XlsxWriter's: where one is gone, the columns need to be looked at again."""
    book = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
    page = book.add_worksheet()
    page.add_table(0, 0, 2, 1, {})
    page.write_number(1, 0, 1)
    takes = {
        "_write_rows": [], "_calculate_spans": [], "_write_row": ["row", "spans", "row_info", "empty_row"],
        "_write_empty_row": ["row", "spans", "row_info"], "_write_cell": ["row", "col", "cell"],
        "_check_dimensions": ["row", "col", "ignore_row", "ignore_col"], "_convert_date_time": ["dt_obj"],
        "_get_range_data": ["row_start", "col_start", "row_end", "col_end"],
    }  # fmt: skip

    for name, names in takes.items():
        assert list(inspect.signature(getattr(page, name)).parameters) == names, name
    assert set(vars(page)) >= {
        "table", "tables", "table_cells", "merged_cells", "row_info", "comments", "str_table", "constant_memory",
        "dim_rowmin", "dim_rowmax", "dim_colmin", "dim_colmax", "xls_rowmax", "xls_colmax", "xls_strmax", "fh",
    }  # fmt: skip
    assert (page.xls_rowmax, page.xls_colmax) == (1_048_576, 16_384)
    assert page.tables[0]["range"] == page.tables[0]["a_range"] == page.tables[0]["autofilter"] == "A1:B3"
    assert type(page.table[1][0]).__name__ == "Number"
    assert page.table[1][0]._replace(format=None).format is None
    assert {"count", "string_table"} <= set(vars(page.str_table))
    assert callable(page.str_table._get_shared_string)
    assert callable(page.str_table._get_shared_string_index)
    assert callable(book.formats[0]._get_xf_index)
    book.close()


def test_lines_are_the_cells_written_one_by_one(tmp_path: Path) -> None:
    """Formulas that name rows, texts with what XML and patterns know otherwise, blanks with a format and without."""
    formula = f'=IF($A{MARKS[0]}>5%,SUM($B${MARKS[1]}:$B${MARKS[2]}),"&<")'
    given_values: list[tuple[Any, ...]] = [
        ("100 %", 1.5, 2.0, None), (dt.date(2026, 3, 1), None, "a & b", "x"), (None, 7, None, None),
        (0.1, -2, f"{MARKS[0]} %s", "<r>"), ("", float("nan"), dt.date(2026, 3, 1), "é"), ("x", 1, "#N/A", None),
    ]  # fmt: skip

    def made(name: str, *, at_once: bool) -> dict[str, bytes]:
        with new_book(tmp_path / name) as book:
            page: Page = book.add_worksheet(worksheet_class=Page)
            bold, italic = book.add_format({"bold": True}), book.add_format({"italic": True})
            page.write_string(0, 0, "above", italic)
            page.set_row(4, 30, None, {"level": 1, "hidden": True})
            slots = [
                Slot(1, bold),
                Slot(2, None, bare=True),
                Slot(4, italic, formula),
                Slot(6, bold, bare=True),
            ]
            pattern = Pattern(slots)
            lines = [Line(pattern, values, (20 + at, 30 + at)) for at, values in enumerate(given_values)]
            if at_once:
                page.write_lines(3, lines)
            for at, line in enumerate([] if at_once else lines, start=3):
                for slot, what in zip(slots, line.values, strict=True):
                    held = plain(what)
                    if slot.formula:
                        rows = (at + 1, *line.rows)
                        live = formula
                        for mark, row in zip(MARKS, rows, strict=False):
                            live = live.replace(mark, str(row))
                        write_formula(page, at, slot.col, live, held, italic)
                    elif held is not None or not slot.bare:
                        write_cell(page, at, slot.col, held, slot.style)  # type: ignore[arg-type] # no format
            page.write_string(12, 3, "below", bold)
        with zipfile.ZipFile(tmp_path / name) as package:
            return {part: package.read(part) for part in package.namelist()}

    assert made("lines.xlsx", at_once=True) == made("cells.xlsx", at_once=False)


def test_lines_keep_their_rows_to_themselves(tmp_path: Path) -> None:
    """A cell that is written into a line, or columns beside it, would be lost: it is refused."""
    with new_book(tmp_path / "shared.xlsx") as book:
        page: Page = book.add_worksheet(worksheet_class=Page)
        page.write_lines(2, [Line(Pattern([Slot(0, None)]), (1,))])
        with pytest.raises(ValueError, match="share rows"):
            page.write_columns(1, 3, [Cells([1, 2], book.add_format())])

    def over() -> None:
        with new_book(tmp_path / "over.xlsx") as book:
            page = book.add_worksheet(worksheet_class=Page)
            page.write_lines(2, [Line(Pattern([Slot(0, None)]), (1,))])
            page.write_string(2, 5, "lost")

    with pytest.raises(ValueError, match="row 3"):
        over()


def test_cells_of_a_page_are_those_of_a_worksheet(tmp_path: Path) -> None:
    """What a page of ours writes one by one is, to the byte, what XlsxWriter writes."""

    def made(sheet_class: type) -> dict[str, bytes]:
        path = tmp_path / f"{sheet_class.__name__}.xlsx"
        with Workbook(path) as book:
            sheet = book.add_worksheet(worksheet_class=sheet_class)
            bold = book.add_format({"bold": True})
            results = (
                0,
                1.5,
                -2,
                1e20,
                12345.678901234567,
                "",
                "a & b <c>",
                "#N/A",
                "#DIV/0!",
                "ordinary",
                True,
            )
            for row, what in enumerate(results):
                for col, style in enumerate((None, bold)):
                    sheet.write_formula(row, col, '=IF(A1<>"&",1,2)', style, what)
            for row, what in enumerate((0.1, -7, 1e300, 3)):
                sheet.write_number(row, 4, what, bold)
                sheet.write_string(row, 5, f" <{what}>", bold)
                sheet.write_blank(row, 6, None, bold)
                sheet.write_boolean(row, 7, row > 1, bold)
        with zipfile.ZipFile(path) as package:
            return {name: package.read(name) for name in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml")}

    assert made(Page) == made(Worksheet)


def test_a_formula_that_names_its_row_is_written_for_each(tmp_path: Path) -> None:
    """The mark of the row becomes the number of each, for numbers and for words."""
    path = tmp_path / "rows.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet(worksheet_class=BulkSheet)
        style = book.add_format()
        sheet.write_columns(
            2, 0, [Cells([1.0, 2.5], style, f"=$B{ROW}*2"), Cells(["x", "y"], style, f"=$B{ROW}&{ROW}")]
        )
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(path).active.iter_rows(min_row=3)]

    assert rows == [["=$B3*2", "=$B3&3"], ["=$B4*2", "=$B4&4"]]
