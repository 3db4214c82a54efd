"""What scripts of report writers do with cells through the engine for LibreOffice: proved by a second reader of the file."""

from __future__ import annotations

import datetime as dt
import getpass
import socket
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import xlwings as xw
from openpyxl.worksheet.worksheet import Worksheet

from pmo_xl.libreoffice.connection.locks import Lock, lock_of

WEEK = [["Project", "Cost"], ["P1", 10], ["P2", 20]]
REGIONS = [
    ["Region", "Amount", "Status", "When"],
    ["East", 5, "Open", dt.datetime(2026, 1, 1)],  # noqa: DTZ001 - cells have no time zone
    ["West", 10, None, dt.datetime(2026, 2, 1)],  # noqa: DTZ001
    ["North", 15, "Closed", dt.datetime(2026, 3, 1)],  # noqa: DTZ001
    ["East", 20, None, dt.datetime(2026, 4, 1)],  # noqa: DTZ001
]


def saved(sheet: xw.Sheet, folder: Path) -> Worksheet:
    """The sheet as openpyxl reads it from the file."""
    path = folder / "saved.xlsx"
    sheet.book.save(path)
    return openpyxl.load_workbook(path)[sheet.name]


def shown(cells: xw.Range) -> list[int]:
    """The rows that are not hidden."""
    return [row.row for row in cells.rows if not row.rows.hidden]


# ---- as Excel does it -------------------------------------------------------------------------------


def test_a_report_is_written_into_the_same_sheet_week_after_week(calc_sheet: xw.Sheet) -> None:
    """Clearing a sheet, or the whole of a table, takes the table along; clearing its contents or a part does not."""
    for whole in (calc_sheet, calc_sheet["A1:B9"], calc_sheet):
        whole.clear()
        calc_sheet["A1"].value = WEEK
        assert calc_sheet.tables.add(calc_sheet["A1"].expand(), name="Week").data_body_range.value == WEEK[1:]
    calc_sheet.clear_contents()
    calc_sheet["A1:B2"].clear()
    assert [table.name for table in calc_sheet.tables] == ["Week"]


def test_tables_are_counted_by_their_place(calc_sheet: xw.Sheet) -> None:
    """``tables[0]`` is the first on the sheet, whatever it is called."""
    for column, name in (("A", "Zeta"), ("C", "Alpha"), ("E", "Mid")):
        calc_sheet[f"{column}1"].options(transpose=True).value = [name, 1]
        calc_sheet.tables.add(calc_sheet[f"{column}1:{column}2"], name=name)
    assert [calc_sheet.tables[n].name for n in range(3)] == ["Zeta", "Alpha", "Mid"]


@pytest.mark.parametrize(
    ("address", "row", "column"),
    [
        ("A1", [2, 3, None], [1, 4, 7]),
        ("A1:B1", [4, 5, 3], [4, 7, None]),
        ("A1:A2", [2, 3, None], [2, 5, 7]),
        ("A1:B2", [3, None, None], [3, 6, 7]),
    ],
)
def test_deleted_cells_close_the_gap_by_their_shape(
    calc_sheet: xw.Sheet, address: str, row: Any, column: Any
) -> None:
    """Where nobody says which way, a wide block moves up what is below, any other moves what is to the right to the left."""
    calc_sheet["A1"].value = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    if address == "A1":
        column = [2, 4, 7]
    calc_sheet[address].delete()
    assert (calc_sheet["A1:C1"].value, calc_sheet["A1:A3"].value) == (row, column)


@pytest.mark.parametrize("way", ["down", "d", "Down", -4121])
def test_the_end_is_found_by_every_word_for_the_way(calc_sheet: xw.Sheet, way: Any) -> None:
    """``end`` understands words, their first letters and the constants of Excel."""
    calc_sheet["A1"].options(transpose=True).value = [1, 2, 3]
    assert calc_sheet["A1"].end(way).address == "$A$3"
    with pytest.raises(ValueError, match="choose down, up, right or left"):
        calc_sheet["A1"].end("sideways")


def test_merging_over_merged_cells_merges_them_all(calc_sheet: xw.Sheet, tmp_path: Path) -> None:
    """A merged block keeps the first of its values; what was merged within it is no obstacle."""
    calc_sheet["A1:D3"].value = [["a", "b", "c", "d"]] * 3
    calc_sheet["B1:C2"].merge()
    calc_sheet["B1:D3"].merge()
    calc_sheet["A5:C6"].value = [[None, "x", "y"], [1, 2, 3]]
    calc_sheet["G2"].value = DAY
    calc_sheet["G2"].number_format = "dd/mm/yyyy"
    calc_sheet["F1:G2"].merge()
    assert (calc_sheet["F1"].value, calc_sheet["G2"].value) == (DAY, None)
    calc_sheet["F1:G2"].unmerge()
    calc_sheet["A5:C6"].merge(across=True)
    assert calc_sheet["C2"].merge_area.address == "$B$1:$D$3"
    cells = saved(calc_sheet, tmp_path)
    assert {str(block) for block in cells.merged_cells.ranges} == {"B1:D3", "A5:C5", "A6:C6"}
    assert [[c.value for c in row] for row in cells["A1:D3"]] == [
        ["a", "b", None, None],
        ["a"] + [None] * 3,
        ["a"] + [None] * 3,
    ]
    assert [cells["A5"].value, cells["B5"].value, cells["A6"].value, cells["B6"].value] == [
        "x",
        None,
        1,
        None,
    ]


def test_cells_that_differ_have_nothing_in_common(calc_sheet: xw.Sheet) -> None:
    """A property of cells that differ is None; one that nobody chose is what Excel says of it."""
    two, one = calc_sheet["A1:A2"], calc_sheet["A1"]
    assert (one.font.color, one.font.bold, one.font.italic, one.color) == ((0, 0, 0), False, False, None)
    assert (two.horizontal_alignment, two.vertical_alignment, two.wrap_text) == ("general", "bottom", False)
    one.font.bold = one.font.italic = one.wrap_text = True
    one.font.size, one.font.name, one.font.color, one.color = 20, "Carlito", "#FF0000", "#00FF00"
    one.number_format, one.horizontal_alignment, one.vertical_alignment = "0.00", "center", "top"
    one.row_height, one.rows.hidden = 40, True
    font = two.font
    assert [font.bold, font.italic, font.size, font.name, font.color] == [None] * 5
    assert [
        two.color,
        two.number_format,
        two.wrap_text,
        two.horizontal_alignment,
        two.vertical_alignment,
    ] == [None] * 5
    assert [two.row_height, two.rows.hidden] == [None] * 2
    assert calc_sheet["A1:B1"].column_width == calc_sheet["A1"].column_width
    calc_sheet["A500"].rows.hidden = True
    calc_sheet["C1:D1"].columns.hidden = True
    told = [calc_sheet[where].rows.hidden for where in ("A2:A499", "A2:A600", "A500", "C2:D9")]
    assert (told, calc_sheet["B1:D1"].columns.hidden) == ([False, None, True, False], None)
    calc_sheet["A700"].row_height = 60
    assert (calc_sheet["A600:A699"].row_height, calc_sheet["A550:A900"].row_height) == (
        calc_sheet["A600"].row_height,
        None,
    )


@pytest.mark.parametrize("height", [240, 12.75, 15, 30, 409])
def test_a_height_comes_back_as_it_was_set(calc_sheet: xw.Sheet, height: float) -> None:
    """Heights of rows come back to the quarter of a point, as Excel has them."""
    calc_sheet["A1"].row_height = height
    assert (calc_sheet["A1"].row_height, calc_sheet["A1"].height, calc_sheet["A2"].top) == (height,) * 3


def test_a_file_that_is_open_elsewhere_is_named(calc_book: xw.Book, tmp_path: Path) -> None:
    """A lock file, one that a crash left or one of somebody else's, is named with its owner; read_only opens all the same."""
    path = tmp_path / "Suivi été.xlsx"
    openpyxl.Workbook().save(path)
    lock = path.with_name(".~lock.Suivi été.xlsx#")
    lock.write_text(
        ",marie,poste-7,28.11.2026 19:29,file:///home/marie/.config/libreoffice/4;", encoding="utf-8"
    )
    opened = calc_book.app.books.open(path)  # of somebody else's, LibreOffice gives a copy to read
    with pytest.raises(OSError, match=r"marie.*poste-7.*\.~lock\.Suivi été\.xlsx#"):
        opened.save()
    opened.close()
    lock.write_text(
        f",{getpass.getuser()},{socket.gethostname()},28.11.2026 19:29,file:///x/4;", encoding="utf-8"
    )
    with pytest.raises(OSError, match=rf"{getpass.getuser()}.*\.~lock\.Suivi été\.xlsx#.*crash"):
        calc_book.app.books.open(path)
    assert calc_book.app.books.open(path, read_only=True).sheets[0]["A1"].value is None
    lock.unlink()


def test_a_lock_of_excel_is_read(tmp_path: Path) -> None:
    """Beside a workbook that Excel has open lies a file with the name of the person."""
    lock = tmp_path / "~$plan.xlsx"
    lock.write_bytes(b"\x05Marie".ljust(55) + "Marie".encode("utf-16-le"))
    assert lock_of(tmp_path / "plan.xlsx") == Lock(lock, "Marie")
    assert lock_of(tmp_path / "other.xlsx") is None


def test_cells_are_where_they_are_said_to_be_after_others_were_moved(calc_sheet: xw.Sheet) -> None:
    """A sheet that code holds on to counts from A1 whatever was deleted, inserted or moved, here or by a macro."""
    rows = [[10 * row + column for column in range(1, 5)] for row in range(1, 5)]
    calc_sheet["A1"].value = rows
    held = calc_sheet["C3"]
    assert held.value == 33
    calc_sheet["A1:B1"].delete("up")
    assert calc_sheet["A1:D4"].value == [
        [21, 22, 13, 14],
        [31, 32, 23, 24],
        [41, 42, 33, 34],
        [None, None, 43, 44],
    ]
    calc_sheet["B2:C2"].delete("left")
    calc_sheet["B1"].insert("down")
    calc_sheet["1:1"].insert("down")
    assert calc_sheet["A2:D4"].value == [[21, None, 13, 14], [31, 22, None, None], [41, 24, 33, 34]]
    assert (held.value, held.address) == (None, "$C$3")
    module = 'Sub Gone\n ThisComponent.Sheets(0).removeRange(ThisComponent.Sheets(0).getCellRangeByName("A1:A2").RangeAddress, 1)\nEnd Sub\n'
    calc_sheet.book.api.BasicLibraries.createLibrary("VBAProject").insertByName("Tools", module)
    calc_sheet.book.macro("Gone")()
    assert calc_sheet["A1:A2"].value == [31, 41]


# ---- looks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "weight", "in_file"),
    [
        ("continuous", "hairline", "hair"),
        ("continuous", "thin", "thin"),
        ("continuous", "medium", "medium"),
        ("continuous", "thick", "thick"),
        ("dash", "thin", "dashed"),
        ("dash", "medium", "mediumDashed"),
        ("dot", "thin", "dotted"),
        ("dash_dot", "thin", "dashDot"),
        ("dash_dot_dot", "medium", "mediumDashDotDot"),
        ("double", "thick", "double"),
        ("slant_dash_dot", "medium", "slantDashDot"),
    ],
)
def test_borders_are_drawn_and_saved(
    calc_sheet: xw.Sheet, tmp_path: Path, style: Any, weight: Any, in_file: str
) -> None:
    """A border has a style, a weight and a colour, in the office and in the file."""
    cells = calc_sheet["B2:D4"]
    cells.borders.set("outside", line_style=style, weight=weight, color="#C00000")
    edge = cells.borders["edge_bottom"]
    assert (edge.line_style, edge.weight, edge.color) == (style, weight, (192, 0, 0))
    assert (cells.borders["inside_vertical"].line_style, cells.borders.line_style) == ("none", None)
    file = saved(calc_sheet, tmp_path)
    assert (file["C4"].border.bottom.style, file["C4"].border.bottom.color.rgb) == (in_file, "FFC00000")
    assert file["C3"].border.left.style is None
    cells.borders.clear()
    assert [border.line_style for border in cells.borders] == ["none"] * 8


def test_some_characters_look_otherwise(calc_sheet: xw.Sheet) -> None:
    """Characters of a cell have fonts of their own; the text stays one."""
    cell = calc_sheet["A1"]
    cell.value = "Cost: over budget"
    cell.characters[6:].font.bold = True
    cell.characters[0:4].font.color = (255, 0, 0)
    assert [cell.characters[n].font.bold for n in (0, 6, -1)] == [False, True, True]
    assert (cell.characters.font.bold, cell.characters[6:].font.bold) == (None, True)
    assert (cell.characters[0:4].text, cell.characters[0].font.color) == ("Cost", (255, 0, 0))
    assert cell.value == "Cost: over budget"
    with pytest.raises(IndexError, match="no character 99"):
        _ = cell.characters[99]


def test_notes_stand_on_cells(calc_sheet: xw.Sheet, tmp_path: Path) -> None:
    """A note is written, read, changed, counted and deleted; it is in the file."""
    calc_sheet["B2"].add_note("À vérifier\navec Marie")
    calc_sheet["A1"].add_note("First")
    assert calc_sheet["B2"].note.text == "À vérifier\navec Marie"
    assert [note.location.address for note in calc_sheet.notes] == ["$A$1", "$B$2"]
    calc_sheet["A1"].note.text = "Changed"
    assert saved(calc_sheet, tmp_path)["A1"].comment.text.strip() == "Changed"
    calc_sheet["A1"].note.delete()
    assert (calc_sheet["A1"].note, len(calc_sheet.notes), len(calc_sheet.shapes)) == (None, 1, 0)


def test_what_may_be_typed_is_ruled_and_saved(calc_sheet: xw.Sheet, tmp_path: Path) -> None:
    """Lists, limits and formulas are set, read, saved and taken away; cells with several rules say so."""
    calc_sheet["F1"].options(transpose=True).value = ["x", "y"]
    calc_sheet.book.names.add("Choices", "=Sheet1!$F$1:$F$2")
    rules = {row: calc_sheet[f"A{row}:B{row}"].data_validation for row in range(1, 7)}
    rules[1].set_list(["Green", "Amber", 'say "Red"'], in_cell_dropdown=False)
    rules[2].set_list(calc_sheet["F1:F2"])
    rules[3].set_list(calc_sheet.book.names["Choices"])
    rules[4].set_whole_number("between", 1, "=F1+10")
    rules[5].set_date("greater_than", dt.date(2026, 1, 31))
    rules[6].set_custom("=A6>$F$1")
    assert [rules[row].type for row in rules] == ["list"] * 3 + ["whole_number", "date", "custom"]
    assert (rules[1].source, rules[1].in_cell_dropdown) == ('Green,Amber,say "Red"', False)
    assert (rules[2].source, rules[3].source) == ("=Sheet1!$F$1:$F$2", "=Choices")
    assert (rules[4].operator, rules[4].formula1, rules[4].formula2) == ("between", "=1", "=F1+10")
    assert (rules[5].operator, rules[5].formula1, rules[5].formula2) == (
        "greater_than",
        "=DATE(2026,1,31)",
        None,
    )
    assert (rules[6].formula, rules[6].alert_style, rules[6].ignore_blank) == ("=A6>$F$1", "stop", True)
    assert (calc_sheet["A1:A2"].data_validation.type, calc_sheet["B1:C1"].data_validation.type) == (
        "inconsistent",
        "mixed_criteria",
    )
    with pytest.raises(xw.XlwingsError, match="different validation rules"):
        calc_sheet["A1:A2"].data_validation.set_list(["x"])
    saved_rules = {
        str(rule.sqref): rule for rule in saved(calc_sheet, tmp_path).data_validations.dataValidation
    }
    assert saved_rules["A4:B4"].type == "whole"
    assert (saved_rules["A4:B4"].formula1, saved_rules["A6:B6"].formula1) == ("1", "A6>$F$1")
    assert saved_rules["A3:B3"].formula1 == "Choices"
    rules[4].delete()
    assert (rules[4].type, rules[4].formula1) == ("none", None)


# ---- copying, filling, arranging --------------------------------------------------------------------


def test_what_is_copied_is_pasted_as_it_is_asked_for(calc_sheet: xw.Sheet) -> None:
    """All of it, values, formulas or formats; turned, added to what is there; to a larger place again and again."""
    calc_sheet["A1"].value = [[1, "=A1+1"], [None, 4]]
    calc_sheet["A1"].color = (255, 0, 0)
    calc_sheet["A1"].number_format = "0.0"
    source = calc_sheet["A1:B2"]
    source.copy()
    formulas = (("1", "=D1+1"), ("", "4"))
    for address, kind, expected, colour in (
        ("D1", None, formulas, (255, 0, 0)),
        ("D1", "values", (("1", "2"), ("", "4")), None),
        ("D1", "formulas", formulas, None),
        ("D1", "formats", (("", ""), ("", "")), (255, 0, 0)),
        ("D1", "values_and_number_formats", (("1", "2"), ("", "4")), None),
    ):
        calc_sheet["D1:E2"].clear()
        calc_sheet[address].paste(paste=kind)
        assert (calc_sheet["D1:E2"].formula, calc_sheet["D1"].color) == (expected, colour), kind
    assert calc_sheet["D1"].number_format == "0.0"
    calc_sheet["D1"].paste(paste="values", operation="add", transpose=False)
    assert calc_sheet["D1:E2"].value == [[2, 4], [None, 8]]
    calc_sheet["G1"].paste(paste="values", transpose=True)
    assert calc_sheet["G1:H2"].value == [[1, None], [2, 4]]
    calc_sheet["A1"].copy(calc_sheet["J1:J3"])
    assert calc_sheet["J1:J3"].value == [1, 1, 1]
    source.copy(calc_sheet["L1:Q6"])
    assert calc_sheet["L1:Q6"].formula[4] == ("1", "=L5+1", "1", "=N5+1", "1", "=P5+1")
    assert calc_sheet["L1:Q6"].value[::2] == [[1, 2] * 3] * 3
    calc_sheet["A1"].copy(calc_sheet["S:S"])
    assert calc_sheet["S1048576"].value == 1
    calc_sheet["K1"].copy_from(calc_sheet["B1:B2"], "values")
    assert calc_sheet["K1:K2"].formula == (("2",), ("4",))
    other = calc_sheet.book.app.books.add()
    source.copy(other.sheets[0]["C3"])
    assert other.sheets[0]["C3:D4"].formula == (("1", "=C3+1"), ("", "4"))
    assert other.sheets[0]["C3"].color == (255, 0, 0)


DAY = dt.datetime(2026, 1, 31)  # noqa: DTZ001 - cells have no time zone


@pytest.mark.parametrize(
    ("given", "kind", "filled"),
    [
        ([5], "fill_default", [5, 5, 5, 5]),
        ([5], "fill_series", [5, 6, 7, 8]),
        ([1, 3], "fill_default", [1, 3, 5, 7]),
        ([1, 3], "fill_copy", [1, 3, 1, 3]),
        (["Item 1"], "fill_default", ["Item 1", "Item 2", "Item 3", "Item 4"]),
        (["Jan"], "fill_default", ["Jan", "Feb", "Mar", "Apr"]),
        ([DAY], "fill_default", [DAY + dt.timedelta(days=n) for n in range(4)]),
        ([DAY], "fill_months", [DAY, DAY.replace(month=2, day=28), DAY.replace(month=3), DAY.replace(month=4, day=30)]),
        (["=ROW()*2"], "fill_default", [2, 4, 6, 8]),
    ],
)  # fmt: skip
def test_cells_are_carried_on(calc_sheet: xw.Sheet, given: list[Any], kind: str, filled: list[Any]) -> None:
    """Numbers, texts with numbers, months, days and formulas go on as when the corner of a selection is dragged."""
    down, across = calc_sheet["A1"].resize(len(given), 1), calc_sheet["C1"].resize(1, len(given))
    calc_sheet["A1"].options(transpose=True).value = given
    down.autofill(calc_sheet["A1:A4"], kind)
    assert calc_sheet["A1:A4"].value == filled
    if not str(given[0]).startswith("="):
        calc_sheet["C1"].value = given
        across.autofill(calc_sheet["C1:F1"], kind)
        assert calc_sheet["C1:F1"].value == filled
    with pytest.raises(ValueError, match="one way"):
        down.autofill(calc_sheet["A1:B9"], kind)


def test_cells_are_repeated_in_every_direction(calc_sheet: xw.Sheet) -> None:
    """Down from the first, up from the last, a part of them where they do not fit; formulas move along."""
    calc_sheet["B5"].options(transpose=True).value = ["a", "b", "=A7"]
    calc_sheet["B5:B7"].autofill(calc_sheet["B5:B12"], "fill_copy")
    calc_sheet["B5:B7"].autofill(calc_sheet["B1:B7"], "fill_copy")
    assert calc_sheet["B1:B12"].formula == tuple(
        (w,) for w in ("=A1", "a", "b", "=A4", "a", "b", "=A7", "a", "b", "=A10", "a", "b")
    )
    calc_sheet["C5:D5"].value = ["x", "y"]
    calc_sheet["C5:D5"].autofill(calc_sheet["C5:G5"], "fill_copy")
    assert calc_sheet["C5:G5"].value == ["x", "y", "x", "y", "x"]


def test_rows_are_shown_by_what_is_asked_of_them(calc_sheet: xw.Sheet) -> None:
    """Values, comparisons, the highest: criteria of several columns hold together, and go again one by one."""
    cells = calc_sheet["A1:D5"]
    cells.value = REGIONS
    by = cells.autofilter
    by.apply_values(1, ["East", "West"])
    assert shown(cells) == [1, 2, 3, 5]
    by.apply_comparison(2, "between", 5, 15)
    assert shown(cells) == [1, 2, 3]
    by.apply_comparison(4, "greater_than", dt.date(2026, 1, 15))
    assert shown(cells) == [1, 3]
    told = by.criteria
    assert [each.type for each in told] == ["values", "comparison", "none", "comparison"]
    assert (told[0].values, told[1].operator, told[1].value1, told[1].value2) == (
        ["East", "West"],
        "between",
        "5",
        "15",
    )
    by.clear(2)
    by.clear(4)
    assert shown(cells) == [1, 2, 3, 5]
    by.apply_comparison(3, "equal_to", None)
    assert shown(cells) == [1, 3, 5]
    by.clear()
    assert shown(cells) == [1, 2, 3, 4, 5]
    by.apply_top_items(2, 2)
    assert (shown(cells), by.criteria[1].count) == ([1, 4, 5], 2)
    with pytest.raises(NotImplementedError, match="one of two criteria"):
        by.apply_comparison(1, "not_between", "A", "F")
    assert cells.value == REGIONS
    with pytest.raises(ValueError, match="already has an AutoFilter"):
        calc_sheet["F1:G3"].autofilter.apply_values(1, ["x"])


def test_rows_are_sorted_with_all_that_is_in_them(calc_sheet: xw.Sheet) -> None:
    """By several columns, up and down; looks and formulas go along."""
    calc_sheet["A1"].value = [
        ["Name", "Price", "Double"],
        ["b", 20, "=B2*2"],
        ["a", 20, "=B3*2"],
        ["c", 30, "=B4*2"],
    ]
    calc_sheet["A3"].color = (255, 0, 0)
    calc_sheet["A1:C4"].sort([2, 1], [False, True], has_headers=True)
    assert calc_sheet["A2:C4"].value == [["c", 30, 60], ["a", 20, 40], ["b", 20, 40]]
    assert [cell.color for cell in calc_sheet["A2:A4"]] == [None, (255, 0, 0), None]


def test_texts_are_found_and_replaced(calc_sheet: xw.Sheet) -> None:
    """By rows or columns, forwards or backwards, whole or in part; doubles go, cells of a kind are told."""
    calc_sheet["A1"].value = [["Cat", "dog"], ["catfish", "cat"], ["cat", "=1/0"]]
    cells = calc_sheet["A1:B3"]
    assert cells.find("cat", whole=True).address == "$A$1"
    assert cells.find("cat", whole=True, match_case=True).address == "$B$2"
    assert cells.find("cat", direction="backward").address == "$A$3"
    assert cells.find("cat", order="columns", match_case=True).address == "$A$2"
    assert cells.find("bird") is None
    cells.replace_all("cat", "cow", whole=True, match_case=True)
    assert calc_sheet["A1:A3"].value == ["Cat", "catfish", "cow"]
    assert [r.address for r in cells.get_special_cells("formulas", "errors")] == ["$B$3"]
    calc_sheet["D1"].value = [["k", "v"], ["A", 1], ["a", 2], ["B", 3]]
    calc_sheet["D1:E4"].remove_duplicates(1, has_headers=True)
    assert calc_sheet["D1:E4"].value == [["k", "v"], ["A", 1], ["B", 3], [None, None]]
    calc_sheet["G1:G3"].number_format = "dd/mm/yyyy"
    calc_sheet["G1"].options(transpose=True).value = [DAY, DAY, DAY.replace(day=3)]
    calc_sheet["G1:G3"].remove_duplicates(1)
    assert calc_sheet["G1:G3"].value == [DAY, DAY.replace(day=3), None]
    calc_sheet["H1:I3"].value = [["a", "=1+1"], ["a", "=1+1"], ["b", "=1+1"]]
    with pytest.raises(NotImplementedError, match="formulas would move"):
        calc_sheet["H1:I3"].remove_duplicates(1)
    assert calc_sheet["H1:H3"].value == ["a", "a", "b"]


# ---- tables -----------------------------------------------------------------------------------------


def test_a_table_grows_row_by_row_and_has_totals(calc_sheet: xw.Sheet, tmp_path: Path) -> None:
    """Rows and columns come and go, computed columns with them; the row of totals sums; what lies below moves."""
    calc_sheet["B2"].value = [["Item", "Price", "Double"], ["a", 10, None], ["b", 20, None]]
    table = calc_sheet.tables.add(calc_sheet["B2:D4"], name="Items")
    calc_sheet["D3:D4"].formula = "=[@Price]*2"
    calc_sheet["B5"].value = "below"
    table.rows.add(["c", 30, None], 2)
    table.rows[0].delete()
    table.rows.add()
    table.rows[2].range.value = ["d", 40, "=C5*2"]
    assert table.data_body_range.value[1:] == [["b", 20, 40], ["d", 40, 80]]
    assert calc_sheet["B6"].value == "below"
    table.show_totals = True
    assert (table.totals_row_range.value, calc_sheet["B7"].value) == (["Total", None, 120], "below")
    table.columns.add("Note", 2)
    assert [column.name for column in table.columns] == ["Item", "Note", "Price", "Double"]
    assert table.range.address == "$B$2:$E$6"
    table.columns["Note"].delete()
    table.sort(2, ascending=False)
    assert table.data_body_range.value[0][0] == "d"
    assert saved(calc_sheet, tmp_path).tables["Items"].totalsRowCount == 1
    table.show_totals = False
    assert (table.totals_row_range, calc_sheet["B6"].value) == (None, "below")
    with pytest.raises(NotImplementedError, match="formulas name its columns"):
        table.show_headers = False
    table.columns["Double"].data_body_range.value = 1
    table.show_headers = False
    assert table.header_row_range is None
    table.show_headers = True
    assert table.header_row_range.value == ["Item", "Price", "Double"]


def test_a_table_without_names_is_given_some(calc_sheet: xw.Sheet) -> None:
    """Data without headers get a row of them; a row of headers alone gets a blank row to type into."""
    calc_sheet["B2"].value = [["first", 1], ["second", 2]]
    table = calc_sheet.tables.add(calc_sheet["B2:C3"], has_headers=False)
    assert table.header_row_range.value == ["Column1", "Column2"]
    assert table.data_body_range.value == [["first", 1], ["second", 2]]
    calc_sheet["F1"].value = ["Name", "Price"]
    empty = calc_sheet.tables.add(calc_sheet["F1:G1"])
    assert (empty.data_body_range, len(empty.rows), empty.insert_row_range.address) == (None, 0, "$F$2:$G$2")
    calc_sheet["J1"].options(transpose=True).value = ["Alone", "below"]
    assert calc_sheet.tables.add(calc_sheet["J1:J1"]).data_body_range is None
    assert calc_sheet["J3"].value == "below"
    empty.rows.add(["x", 1])
    assert empty.data_body_range.value == ["x", 1]
    empty.update(pd.DataFrame({"Name": ["y", "z"], "Price": [2, 3]}), index=False)
    assert calc_sheet["F1:G3"].value == [["Name", "Price"], ["y", 2], ["z", 3]]


def test_times_of_day_and_spans_are_numbers_that_look_so(calc_sheet: xw.Sheet) -> None:
    """A time of day and a span of time are parts of a day, shown as hours and minutes; a span may pass a day."""
    calc_sheet["A1"].value = [dt.time(13, 30), dt.timedelta(days=1, hours=2), pd.Timedelta(minutes=90)]
    assert [cell.api.Text for cell in calc_sheet["A1:C1"]] == ["13:30:00", "26:00:00", "01:30:00"]
    calc_sheet["A2"].formula = "=A1*24"
    calc_sheet["A2"].number_format = "0.0"
    assert calc_sheet["A2"].value == 13.5


# ---- paper and window -------------------------------------------------------------------------------


def test_what_is_printed_and_what_stays_in_view(calc_book: xw.Book, tmp_path: Path) -> None:
    """Print area, paper, titles and frozen panes are one sheet's own; the sheet that was active stays so."""
    first, second = calc_book.sheets[0], calc_book.sheets.add("Two")
    first["A1"].value = second["A1"].value = "x"
    first.page_setup.print_area = "$A$1:$C$3"
    page = first.page_setup.api
    page.Orientation, page.PaperSize, page.PrintTitleRows, page.LeftMargin = 2, 8, "$1:$2", 36
    page.Zoom, page.FitToPagesWide, page.FitToPagesTall = False, 1, False
    first.freeze_panes.freeze_at("A1:B2")
    first.show_gridlines = False
    assert (first.show_gridlines, second.show_gridlines) == (False, True)
    assert (first.page_setup.print_area, second.page_setup.print_area) == ("$A$1:$C$3", None)
    assert calc_book.sheets.active == second
    path = tmp_path / "pages.xlsx"
    calc_book.save(path)
    book = openpyxl.load_workbook(path)
    told, other = book[first.name], book["Two"]
    assert (told.print_area, told.print_title_rows, told.freeze_panes) == (
        "'Sheet1'!$A$1:$C$3",
        "$1:$2",
        "C3",
    )
    assert (told.page_setup.orientation, int(told.page_setup.paperSize), told.page_setup.fitToWidth) == (
        "landscape",
        8,
        1,
    )
    assert (told.page_margins.left, told.sheet_view.showGridLines) == (0.5, False)
    assert (other.page_setup.orientation, other.freeze_panes, other.sheet_view.showGridLines) == (
        "portrait",
        None,
        True,
    )
    first.freeze_panes.unfreeze()
    first.page_setup.print_area = None
    assert first.page_setup.print_area is None
    with pytest.raises(ValueError, match="begins at A1"):
        first.freeze_panes.freeze_at("B2:C3")
