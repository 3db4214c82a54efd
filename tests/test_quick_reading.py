"""What makes reading quick changes nothing: the same cells, the same findings, the same values."""

from __future__ import annotations

import datetime as dt
import math
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_xl import workspace
from pmo_xl.catalog.templates import SHEETS
from pmo_xl.core.column import STANDARD, Column
from pmo_xl.core.flow import Return
from pmo_xl.core.packed import packed, run
from pmo_xl.excel import light, parse
from pmo_xl.excel.light import merges_first, with_parts, without_formulas
from pmo_xl.excel.package import Package
from pmo_xl.excel.read import find_workbooks, read_workbook
from pmo_xl.gather.one import read_one
from pmo_xl.steps import cells as checking
from pmo_xl.steps.clean import taken_whole
from pmo_xl.steps.mend import mender

COLUMNS = [column for sheet in SHEETS.values() for column in sheet.inputs()]


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Returns in two languages with faults of every kind, the templates, and a file that is no workbook."""
    folder = tmp_path_factory.mktemp("quick") / "portfolio"
    workspace.demo(folder, projects=4, seed=3, language="mixed", faults=40)
    (folder / "returns" / "broken.xlsx").write_bytes(b"PK\x03\x04 and no more")
    return [*find_workbooks(folder / "returns"), *find_workbooks(folder / "templates")]


def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read and check cell by cell what is in the file itself."""
    monkeypatch.setattr(light, "without_formulas", lambda xml: xml)
    monkeypatch.setattr(light, "LARGEST", -1)
    monkeypatch.setattr(checking, "taken_whole", lambda column: lambda cells: None)


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


def test_every_file_holds_the_same_read_quickly_or_slowly(
    workbooks: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cells, errors, what is merged and hidden, and then values, places and findings."""
    quick = [read_workbook(path, path.name) for path in workbooks]
    returns = [[*map(told, read_one(path, path.name, STANDARD, []))] for path in workbooks]
    slowly(monkeypatch)
    assert [read_workbook(path, path.name) for path in workbooks] == quick
    assert [[*map(told, read_one(path, path.name, STANDARD, []))] for path in workbooks] == returns
    assert sum(len(each[8]) for of_file in returns for each in of_file) >= 10


def repacked(path: Path, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The bytes of a workbook of which one part is changed."""
    package = Package(path.read_bytes())
    before = package.read(part)
    after = change(before)
    assert after != before
    return package.with_parts({part: after})


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda xml: xml.replace(b"<sheetData>", b"<!-- <f>1</f> --><sheetData>", 1), id="a comment"),
        pytest.param(lambda xml: xml.replace(b"</sheetData>", b"</sheetData><oops></oooops>", 1), id="broken behind"),
        pytest.param(lambda xml: xml.replace(b"</row>", b"</rwo>", 1), id="broken among the cells"),
        pytest.param(lambda xml: xml[: len(xml) // 2], id="cut off"),
        pytest.param(lambda xml: xml.replace(b"<sheetData>", b"<sheetData >", 1), id="unusual"),
        pytest.param(lambda xml: xml.replace(b"</f>", b"<![CDATA[<f>9</f>]]></f>", 3), id="odd formulas"),
    ],
)  # fmt: skip
def test_odd_and_damaged_sheets_come_to_the_same(
    workbooks: list[Path], change: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is wrong with a sheet is found as it would be without any short cut."""
    data = repacked(workbooks[0], "xl/worksheets/sheet2.xml", change)
    quick = outcome(data)
    slowly(monkeypatch)
    assert outcome(data) == quick


def outcome(data: bytes) -> Any:
    """The sheets of a workbook, or the kind of refusal."""
    try:
        return parse.attempted(data, isolated=True)
    except parse.RefusedError as refusal:
        return refusal.reason


def test_a_part_whose_checksum_is_wrong_is_left_to_the_reader(
    workbooks: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is there is not what was packed: no copy with a new checksum hides that."""
    name = b"xl/worksheets/sheet2.xml"
    data = bytearray(workbooks[0].read_bytes())
    crc = data.rindex(b"PK\x01\x02", 0, data.rindex(name)) + 16
    data[crc] ^= 0xFF
    assert not Package(bytes(data)).is_intact(name.decode(), Package(bytes(data)).read(name.decode()))
    quick = outcome(bytes(data))
    slowly(monkeypatch)
    assert outcome(bytes(data)) == quick


def test_the_words_of_formulas_go_and_their_cells_stay() -> None:
    """Shared formulas that refer to another have no words, and stay as they are."""
    xml = b'<c r="A1"><f>B1&gt;2</f><v>1</v></c><c r="A2"><f t="shared" si="0"/><v>2</v></c><c r="A3"><f t="shared" ref="A1" si="0">B1</f></c>'
    assert without_formulas(xml) == (
        b'<c r="A1"><f/><v>1</v></c><c r="A2"><f t="shared" si="0"/><v>2</v></c><c r="A3"><f/></c>'
    )
    assert without_formulas(b"<!-- -->" + xml) == b"<!-- -->" + xml


def test_merged_ranges_come_before_the_cells() -> None:
    """An empty list of them where there are none: the reader then looks no further."""
    cells, merges = (
        b"<sheetData><row/></sheetData>",
        b'<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>',
    )
    sheet = b"<worksheet>" + cells + merges + b"</worksheet>"
    assert merges_first(sheet) == b"<worksheet>" + merges + cells + merges + b"</worksheet>"
    assert merges_first(b"<worksheet>" + cells + b"</worksheet>").startswith(
        b"<worksheet><mergeCells/><sheetData>"
    )
    assert merges_first(b"<worksheet>" + cells + b"</sheet>") == b"<worksheet>" + cells + b"</sheet>"


def test_a_package_with_other_parts_is_a_sound_zip_file(workbooks: list[Path], tmp_path: Path) -> None:
    """Each entry can be read by name, and holds what was given or what was there."""
    data = workbooks[0].read_bytes()
    with zipfile.ZipFile(workbooks[0]) as before:
        (tmp_path / "copy.xlsx").write_bytes(with_parts(data, before.infolist(), {"xl/workbook.xml": b"new"}))
        with zipfile.ZipFile(tmp_path / "copy.xlsx") as after:
            assert after.testzip() is None
            assert after.namelist() == before.namelist()
            for name in after.namelist():
                assert after.read(name) == (b"new" if name == "xl/workbook.xml" else before.read(name))


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
        mend = mender(column, "EUR")
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
