"""What makes reading quick changes nothing: the same cells, the same findings, the same values."""

from __future__ import annotations

import datetime as dt
import io
import math
import pickle
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from standard import OPTIONS, SHEETS

from pmo_xl import workspace
from pmo_xl.core.definition.column import Column
from pmo_xl.core.flow.packed import packed, run
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.core.flow.raw import RawSheet, mark_of
from pmo_xl.excel.package.container import Package
from pmo_xl.excel.package.refused import RefusedError
from pmo_xl.excel.read import parse
from pmo_xl.excel.read.fast_rows import fast_sheets
from pmo_xl.excel.read.workbook import find_workbooks, read_workbook
from pmo_xl.gather.read.one import read_one
from pmo_xl.steps.cells import check as checking
from pmo_xl.steps.cells.coerce import coercer
from pmo_xl.steps.cells.whole_columns import taken_whole

COLUMNS = [column for sheet in SHEETS.values() for column in sheet.inputs()]
SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Returns in two languages with faults of every kind, the templates, and a file that is no workbook."""
    folder = tmp_path_factory.mktemp("quick") / "portfolio"
    workspace.demo(folder, projects=4, seed=3, language="mixed", faults=40)
    (folder / "returns" / "broken.xlsx").write_bytes(b"PK\x03\x04 and no more")
    return [*find_workbooks(folder / "returns"), *find_workbooks(folder / "templates")]


def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parse each sheet, and check it cell by cell."""
    monkeypatch.setattr(parse, "fast_sheets", lambda *_: None)
    monkeypatch.setattr(
        checking, "takers", lambda sheet: [(column, lambda cells: None) for column in sheet.inputs()]
    )


def told(returned: Return) -> list[Any]:
    """All that is known of a return, types included."""
    sheets = [sheet for sheet in (returned.record, *returned.tables) if sheet is not None]
    return [
        returned.file, returned.sha256, returned.kinds, returned.project_id, returned.status_date, returned.language,
        returned.rejected, returned.rows_read, [repr(finding) for finding in returned.findings],
        [
            (each.located.name, each.located.columns, [*each.located.rows], each.located.errors, each.located.spots,
             each.located.typed_over, {key: repr([*values]) for key, values in each.values.items()}, each.broken)
            for each in sheets
        ],
    ]  # fmt: skip


def held(sheets: Iterable[RawSheet]) -> list[Any]:
    """What sheets hold, types included; how far blank cells reach says nothing."""
    return [
        (each.name, _without_blanks(each.rows), each.errors, each.visible, each.merged, each.hidden_rows,
         each.hidden_columns, each.from_1904)
        for each in sheets
    ]  # fmt: skip


def _without_blanks(rows: Sequence[Sequence[Any]]) -> list[str]:
    cells = [[*row] for row in rows]
    for row in cells:
        while row and row[-1] is None:
            row.pop()
    while cells and not cells[-1]:
        cells.pop()
    return [repr(row) for row in cells]


def test_every_file_holds_the_same_read_quickly_or_slowly(
    workbooks: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cells, errors, what is merged and hidden, and then values, places and findings."""
    quick = [held(read_workbook(path, path.name).sheets) for path in workbooks]
    returns = [[*map(told, read_one(path, path.name, OPTIONS))] for path in workbooks]
    slowly(monkeypatch)
    assert [held(read_workbook(path, path.name).sheets) for path in workbooks] == quick
    assert [[*map(told, read_one(path, path.name, OPTIONS))] for path in workbooks] == returns
    assert sum(len(each[8]) for of_file in returns for each in of_file) >= 10


def test_filled_templates_are_read_in_the_quick_way(workbooks: list[Path]) -> None:
    """Whatever was typed into them, but for an error that a cell shows."""
    usual = [
        fast_sheets(Package(path.read_bytes())) is not None
        for path in workbooks
        if path.name != "broken.xlsx" and b't="e"' not in inside(path)
    ]
    assert len(usual) >= 12
    assert all(usual)


def inside(path: Path) -> bytes:
    """Every part of a workbook, one behind the other."""
    with zipfile.ZipFile(path) as package:
        return b"".join(map(package.read, package.namelist()))


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside this checkout")
def test_workbooks_of_other_programs_hold_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real and hostile ones: whatever the quick way takes upon itself, it takes as the other reader does."""
    taken = {}
    for path in sorted(SAMPLES.rglob("*.xls[xm]")):
        data = path.read_bytes()
        try:
            package = Package(data)
            sheets = fast_sheets(package) if package.kind == "xlsx" else None
        except RefusedError:
            continue
        if sheets is not None:
            taken[path] = data, held(sheets)
    slowly(monkeypatch)
    for path, (data, quick) in taken.items():
        assert held(parse.attempted(data, isolated=True)) == quick, path.name
    assert len(taken) >= 80


def repacked(path: Path, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The bytes of a workbook of which one part is changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            if name == part:
                assert change(content) != content
                content = change(content)
            after.writestr(name, content)
    return file.getvalue()


def swapped(old: bytes, new: bytes, times: int = 1) -> Callable[[bytes], bytes]:
    """What puts one piece of XML in the place of another."""
    return lambda xml: xml.replace(old, new, times)


ODD = {
    "a comment": swapped(b"<sheetData>", b"<!-- <f>1</f> --><sheetData>"),
    "a comment among rows": swapped(b"</row><row", b'</row><!-- <row r="99"></row> --><row'),
    "broken behind": swapped(b"</sheetData>", b"</sheetData><oops></oooops>"),
    "broken among the cells": swapped(b"</row>", b"</rwo>"),
    "cut off": lambda xml: xml[: len(xml) // 2],
    "unusual": swapped(b"<sheetData>", b"<sheetData >"),
    "odd formulas": swapped(b"</f>", b"<![CDATA[<f>9</f>]]></f>", 3),
    "a cell of another row": swapped(b'<c r="B7"', b'<c r="B8"'),
    "cells in another order": swapped(b'<c r="B7"', b'<c r="ZZ7"'),
    "a row twice": swapped(b'<row r="8"', b'<row r="7"'),
    "rows without numbers": swapped(b'<row r="7"', b"<row"),
    "a number in words": swapped(b"<v>0", b"<v>1_0"),
    "no number": swapped(b"<v>0", b"<v>nan"),
    "a value twice": swapped(b"</v></c>", b"</v><v>1</v></c>"),
    "a text of another number": swapped(b' t="s"><v>', b' t="s"><v>9999'),
    "an error": swapped(b' t="s"><v>', b' t="e"><v>#REF!</v></c><c r="XFD1" t="s"><v>'),
    "a truth value": swapped(b' t="s"><v>', b' t="b"><v>1</v></c><c r="XFD1" t="s"><v>'),
    "an attribute of its own": swapped(b' t="s"><v>', b' t="s" cm="1"><v>'),
    "a hidden row": swapped(b'<row r="7"', b'<row r="7" hidden="1"'),
    "a column hidden": swapped(b"<cols>", b'<cols><col min="40" max="41" hidden="1"/>'),
    "merged": swapped(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="B7:C7"/></mergeCells>'),
    "another encoding": swapped(b'encoding="UTF-8"', b'encoding="ISO-8859-1"'),
    "of no width": lambda xml: xml[: xml.find(b"<dimension")] + xml[xml.find(b"<sheetViews") :],
    "narrower than its cells": swapped(
        b'<dimension ref="A1:', b'<dimension ref="A1:C3"/><dimension ref="A1:'
    ),
    "far down": swapped(b"</sheetData>", b'<row r="1048576"><c r="A1048576" s="1"/></row></sheetData>'),
}


@pytest.mark.parametrize("change", ODD.values(), ids=ODD)
def test_odd_and_damaged_sheets_come_to_the_same(
    workbooks: list[Path], change: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is odd or wrong about a sheet is found as it would be without any short cut."""
    data = repacked(workbooks[0], "xl/worksheets/sheet2.xml", change)
    quick = outcome(data)
    slowly(monkeypatch)
    assert outcome(data) == quick


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("xl/sharedStrings.xml", swapped(b"<si><t>", b"<si><r><t>rich </t></r><r><t>", 9)),
        ("xl/sharedStrings.xml", swapped(b"</t></si>", b"&amp;amp; &lt;b&gt;</t></si>", 99)),
        ("xl/sharedStrings.xml", swapped(b"</t></si>", b"&#233;\r\n_x0041_</t></si>", 99)),
        ("xl/sharedStrings.xml", swapped(b"<si><t>", b'<si><t xml:space="preserve">  ', 99)),
        ("xl/sharedStrings.xml", swapped(b"</si>", b"</si><!-- <si><t>none</t></si> -->")),
        ("xl/sharedStrings.xml", swapped(b"<si><t>", b"<si><t>pmo_xl-", 99)),
        ("xl/sharedStrings.xml", swapped(b"pmo_xl guide", b"pmo_xl nothing")),
        ("xl/styles.xml", swapped(b'formatCode="@"', b'formatCode="dd/mm/yyyy hh:mm"')),
        ("xl/styles.xml", swapped(b'formatCode="@"', b'formatCode="[h]"')),
        ("xl/styles.xml", swapped(b'formatCode="@"', b'formatCode="[Red]&quot;d&quot; 0;yyyy"')),
        ("xl/styles.xml", swapped(b'formatCode="@"', b'formatCode="[$-40C]d mmmm yyyy;@"')),
        ("xl/styles.xml", swapped(b'numFmtId="1"', b'numFmtId="22"')),
        ("xl/workbook.xml", swapped(b"<workbookPr", b'<workbookPr date1904="1"')),
        ("xl/workbook.xml", swapped(b'sheetId="2"', b'sheetId="2" state="hidden"')),
    ],
)
def test_odd_texts_formats_and_tabs_come_to_the_same(
    workbooks: list[Path], part: str, change: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rich and escaped texts, times of day, days that count from 1904, sheets out of sight."""
    data = repacked(workbooks[0], part, change)
    quick = outcome(data)
    slowly(monkeypatch)
    assert outcome(data) == quick


def outcome(data: bytes) -> Any:
    """What the sheets of a workbook hold, or the kind of refusal."""
    try:
        return held(parse.attempted(data, isolated=True))
    except RefusedError as refusal:
        return refusal.reason


def test_a_part_whose_checksum_is_wrong_is_left_to_the_reader(
    workbooks: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is there is not what was packed: no short cut hides that."""
    name = b"xl/worksheets/sheet2.xml"
    data = bytearray(workbooks[0].read_bytes())
    crc = data.rindex(b"PK\x01\x02", 0, data.rindex(name)) + 16
    data[crc] ^= 0xFF
    assert fast_sheets(Package(bytes(data))) is None
    quick = outcome(bytes(data))
    slowly(monkeypatch)
    assert outcome(bytes(data)) == quick


SIGNS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
TYPED = st.one_of(
    st.none(), SIGNS, st.sampled_from(["<b>", "a&b", " x ", '"', "_x0041_", "=1+1", "a\nb", "0"]), st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False), st.integers(-(10**9), 10**9),
    st.dates(dt.date(1899, 12, 31), dt.date(2200, 1, 1)),
    st.datetimes().filter(lambda moment: 1950 <= moment.year <= 2100),
)  # fmt: skip


def by_openpyxl(cells: list[list[Any]]) -> bytes:
    """A workbook as one library writes it."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    for row, line in enumerate(cells, start=1):
        for column, what in enumerate(line, start=1):
            cell = book.active.cell(row, column, what)
            if isinstance(what, str):
                cell.data_type = "s"
    book.save(file)
    return file.getvalue()


def by_xlsxwriter(cells: list[list[Any]]) -> bytes:
    """A workbook as another writes it, formulas with their results in it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        page, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        for row, line in enumerate(cells):
            for column, what in enumerate(line):
                if isinstance(what, dt.date):
                    page.write_datetime(row, column, what, day)
                elif isinstance(what, str):
                    page.write_string(row, column, what)
                    page.write_formula(row, column + 9, '=""&A1', None, what)
                else:
                    page.write(row, column, what)
    return file.getvalue()


@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter])
@given(cells=st.lists(st.lists(TYPED, max_size=4), max_size=9))
def test_whatever_stands_in_cells_is_read_the_same(
    write: Callable[[list[list[Any]]], bytes], cells: list[list[Any]]
) -> None:
    """Texts, numbers, days, times and truth values, as libraries write them."""
    data = write(cells)
    quick = outcome(data)
    with pytest.MonkeyPatch.context() as monkeypatch:
        slowly(monkeypatch)
        assert outcome(data) == quick


def test_the_guide_the_checks_and_the_lists_are_not_parsed(workbooks: list[Path]) -> None:
    """They hold nothing to read, and their mark is all that is kept of them."""
    sheets = read_workbook(workbooks[0], "plan.xlsx").sheets
    first = [sheet.rows[0][0] for sheet in sheets]
    assert [
        sheet.rows[0][0] for sheet in sheets if len(sheet.rows) == 1 and len(sheet.rows[0]) == 1
    ] == first[-4:]
    ours = [mark_of(page, "1", "fr") for page in ("check", "guide", "glossary")]
    assert first[-4:] == [*ours, "pmo_xl"]


def test_pages_without_a_mark_are_read_and_nothing_is_found_on_them(workbooks: list[Path]) -> None:
    """Templates of before have none: their returns come to the same."""
    path = workbooks[0]
    before = repacked(
        path, "xl/sharedStrings.xml", lambda xml: xml.replace(b"pmo_xl guide 1 fr", b"").replace(b"pmo_xl check 1 fr", b"")
    )  # fmt: skip
    other = path.with_name("other.xlsx")
    other.write_bytes(before)
    assert [len(sheet.rows) > 9 for sheet in read_workbook(other, path.name).sheets].count(True) >= 4
    (old,), (new,) = (read_one(each, path.name, OPTIONS) for each in (other, path))
    other.unlink()
    old.sha256 = new.sha256
    assert told(old) == told(new)


WORDS = st.sampled_from(
    ["", " ", "x", "P001", "yes", "Oui", "n/a", "-", "=1", "@a", "été", "a\nb", "a\x07b", "a ", "\u200b", "½", "_a", "0", "tbd", "Open"]
)  # fmt: skip
NUMBERS = st.sampled_from([0.0, -0.0, 1.0, 0.5, 1.5, 2.0, 55.0, 100.0, 101.0, -3.0, 1e300, math.inf])
DAYS = st.sampled_from(
    [dt.date(2026, 3, 1), dt.date(2026, 3, 31), dt.date(1999, 12, 31), dt.date(2101, 1, 1)]
)
NOON = dt.datetime.combine(dt.date(2026, 3, 1), dt.time(12))
OTHERS = st.sampled_from([True, False, NOON, dt.time(8), dt.timedelta(1), 7])
BLANK = st.none()
CELLS = st.one_of(
    st.lists(st.one_of(BLANK, WORDS | st.text(max_size=20)), max_size=6),
    st.lists(st.one_of(BLANK, NUMBERS), max_size=6),
    st.lists(st.one_of(BLANK, DAYS), max_size=6),
    st.lists(st.one_of(BLANK, WORDS, NUMBERS, DAYS, OTHERS), max_size=6),
)


@given(column=st.sampled_from(COLUMNS), cells=CELLS)
def test_a_column_that_is_taken_whole_is_what_its_cells_are(column: Column, cells: list[Any]) -> None:
    """The same values of the same types as one by one, and nothing to tell of any."""
    taken = taken_whole(column)(cells)
    if taken is not None:
        mend = coercer(column, "EUR")
        mended = [(None, None) if cell is None else mend(cell) for cell in cells]
        assert repr(taken) == repr([what for what, _ in mended])
        assert all(repair is None for _, repair in mended)


@given(values=CELLS | st.lists(st.one_of(BLANK, st.integers()), max_size=9))
def test_packed_values_are_the_same_values(values: list[Any]) -> None:
    """Of the same types, in the same order, from either end, and after a journey between processes."""
    held = packed(values)
    assert repr([*held]) == repr(values)
    assert len(held) == len(values)
    assert repr([held[at] for at in range(-len(values), len(values))]) == repr(values * 2)
    assert repr([*held[1:3]]) == repr(values[1:3])
    assert repr([*pickle.loads(pickle.dumps(held))]) == repr(values)
    with pytest.raises(IndexError):
        held[len(values)]


@given(st.lists(st.integers(0, 9), max_size=5))
def test_rows_that_follow_one_another_are_a_range(rows: list[int]) -> None:
    """Whatever their order, the same rows."""
    assert [*run(rows)] == rows
