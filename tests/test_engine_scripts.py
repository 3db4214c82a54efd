"""Scripts as people write them for Excel, run by the engine for LibreOffice as they are: the examples, and Excel's own words."""

from __future__ import annotations

import runpy
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import xlwings as xw

from tests.test_engine_drawings import png

EXAMPLES = Path(__file__).parents[1] / "examples" / "xlwings"
COSTS = pd.DataFrame(
    {
        "Project": ["Entrepôt", "Portal", "Archive", "Fleet"],
        "Budget": [900, 2500, 400, 1200],
        "Spent": [700, 2600, 100, 1150],
    }
)


def script(name: str) -> Callable[..., Any]:
    """What a script does, under the name that it has as a module."""
    main: Callable[..., Any] = runpy.run_path(str(EXAMPLES / f"{name}.py"))["main"]
    return main


def test_a_csv_becomes_a_styled_report(calc_book: xw.Book, tmp_path: Path) -> None:
    """Sorted, coloured, framed, with totals, a filter, a frozen header and a page setup: all by Excel's own words."""
    COSTS.to_csv(tmp_path / "costs.csv", index=False)
    target = tmp_path / "report.xlsx"
    script("styled_report")(tmp_path / "costs.csv", target)
    sheet = openpyxl.load_workbook(target)["Report"]
    assert [cell.value for cell in sheet["A"][3:8]] == ["Portal", "Fleet", "Entrepôt", "Archive", "Total"]
    assert (sheet["C8"].value, sheet["C8"].font.b, sheet["C8"].number_format[-5:]) == (
        "=SUM(C4:C7)",
        True,
        "#,##0",
    )
    head = sheet["B3"]
    assert (head.fill.fgColor.rgb, head.font.color.rgb, head.alignment.horizontal) == (
        "FF1F4E79",
        "FFFFFFFF",
        "center",
    )
    assert (
        sheet["B7"].border.bottom.style,
        sheet["B5"].border.bottom.style,
        sheet["B5"].border.left.color.rgb,
    ) == ("medium", "thin", "FFBFBFBF")
    assert (sheet["A5"].fill.fgColor.rgb, sheet["A4"].fill.patternType) == ("FFDDEBF7", None)
    assert (sheet.freeze_panes, sheet.sheet_view.showGridLines, sheet.auto_filter.ref) == (
        "A4",
        False,
        "A3:C7",
    )
    assert (sheet.page_setup.orientation, sheet.print_title_rows, sheet.sheet_properties.tabColor.rgb) == (
        "landscape",
        "$3:$3",
        "FF1F4E79",
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_a_dashboard_has_its_charts_and_its_picture(calc_book: xw.Book, tmp_path: Path) -> None:
    """Figures, a chart of columns and a line, a doughnut and a logo lie where they were put."""
    target = tmp_path / "dashboard.xlsx"
    script("dashboard")(png(tmp_path / "logo.png", 144, 72, (31, 78, 121)), target)
    sheet = openpyxl.load_workbook(target, data_only=True)["Dashboard"]
    assert [cell.value for cell in sheet["C4:E4"][0]] == [800, 720, pytest.approx(800 / 720 - 1)]
    assert (len(sheet._charts), len(sheet._images), sheet["E4"].comment is None) == (2, 1, False)
    with zipfile.ZipFile(target) as package:
        charts = b"".join(package.read(name) for name in package.namelist() if "charts/chart" in name)
    assert all(
        words in charts for words in (b"doughnutChart", b"barChart", b"lineChart", b"Projects by state")
    )


def test_a_table_is_brought_up_to_date_week_after_week(calc_book: xw.Book, tmp_path: Path) -> None:
    """Made in the first week, exchanged in the next, when there are fewer rows and when there are more."""
    register, week = tmp_path / "register.xlsx", tmp_path / "week.csv"
    update = script("weekly_table")
    for number, scores in enumerate(([5, 9], [7], [1, 2, 3])):
        pd.DataFrame({"Risk": [f"R{number}{n}" for n in range(len(scores))], "Score": scores}).to_csv(
            week, index=False
        )
        assert update(register, week) == len(scores)
        sheet = calc_book.app.books["register.xlsx"].sheets[0]
        assert [row[1] for row in sheet["A2:B10"].value if row[0]] == [
            *sorted(scores, reverse=True),
            sum(scores),
        ]
        calc_book.app.books["register.xlsx"].close()
    saved = openpyxl.load_workbook(register)
    assert saved.worksheets[0].tables["Risks"].ref == "A1:B5"
    assert [row[1].value for row in saved["Last week"].iter_rows(min_row=2)] == [7]


def test_a_frame_goes_into_a_workbook_and_comes_back(calc_book: xw.Book, tmp_path: Path) -> None:
    """Texts stay texts, dates dates, blanks blanks; what the workbook computes comes along."""
    back = script("round_trip")(tmp_path / "forecast.xlsx")
    assert back["Project"].tolist() == ["P001", "P002", "007"]
    assert back["Start"].tolist() == [
        pd.Timestamp(2026, 1, 5),
        pd.Timestamp(2026, 2, 2),
        pd.Timestamp(2026, 3, 31),
    ]
    assert back["Left"].tolist() == [60.0, 250.5, -15.0]
    assert back["Spent"].isna().tolist() == [False, True, False]
    sheet = openpyxl.load_workbook(tmp_path / "forecast.xlsx", data_only=True).worksheets[0]
    assert (sheet["H1"].value, sheet["I2"].value, sheet["B2"].number_format[-10:]) == (
        430.5,
        60,
        "dd/mm/yyyy",
    )


def test_a_button_computes_and_draws(calc_book: xw.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """The book whose button was pressed is found; pressed twice, there is one chart still."""
    sheet = calc_book.sheets[0]
    sheet["A1"].value = [["Amount", 1200], ["Rate", 0.06], ["Months", 12]]
    calc_book.app.books.add().activate()
    monkeypatch.setattr("sys.argv", ["-c", f"--wb={calc_book.name}", "--from_xl=1", "--app=x", "--hwnd=0"])
    press = script("button")
    press()
    sheet["B3"].value = 6
    press()
    assert sheet["A6"].expand().shape == (7, 4)
    assert sheet["B4"].value == pytest.approx(1200 * 0.005 / (1 - 1.005**-6))
    assert (sheet["D12"].value, len(sheet.charts), len(sheet.charts[0].series)) == (0, 1, 1)
    assert calc_book.app.impl.office.alerts[-1] == ("Loan", "203.51 a month")
    assert calc_book.app.status_bar is False


# ---- Excel's own words ------------------------------------------------------------------------------


def test_excels_commonest_words_are_understood(calc_sheet: xw.Sheet) -> None:
    """What is set through ``.api`` is read through xlwings and through ``.api``: fonts, fills, lines, places, sizes."""
    calc_sheet["A1"].value = [["b", 2], ["a", 1], ["c", 3]]
    cell, words = calc_sheet["A1"], calc_sheet["A1"].api
    font = words.Font
    font.Name, font.Size, font.Bold, font.Italic, font.Underline, font.Strikethrough, font.ColorIndex = (
        "Carlito",
        14,
        True,
        True,
        2,
        True,
        3,
    )
    assert (cell.font.name, cell.font.size, cell.font.bold, cell.font.italic, cell.font.color) == (
        "Carlito",
        14,
        True,
        True,
        (255, 0, 0),
    )
    assert (font.Underline, font.Strikethrough, font.ColorIndex, font.Color) == (2, True, 3, 255)
    words.Interior.ColorIndex = 6
    assert (cell.color, words.Interior.Pattern) == ((255, 255, 0), 1)
    words.Interior.Pattern = -4142
    assert (cell.color, words.Interior.ColorIndex) == (None, -4142)
    (
        words.HorizontalAlignment,
        words.VerticalAlignment,
        words.WrapText,
        words.Orientation,
        words.IndentLevel,
    ) = -4131, -4160, True, 45, 1
    assert (
        cell.horizontal_alignment,
        cell.vertical_alignment,
        cell.wrap_text,
        words.Orientation,
        words.IndentLevel,
    ) == ("left", "top", True, 45, 1)
    block = calc_sheet["A1:B3"]
    block.api.Borders.LineStyle = 1
    block.api.Borders(9).Weight = 4
    assert (
        block.borders["inside_vertical"].line_style,
        block.borders["edge_bottom"].weight,
        block.api.Borders(9).Weight,
    ) == ("continuous", "thick", 4)
    block.api.Sort(Key1=calc_sheet["A1"].api, Order1=2, Header=2)
    assert block.value == [["c", 3], ["b", 2], ["a", 1]]
    block.api.AutoFilter(2, ">1", 1, "<3")
    assert [row.rows.hidden for row in block.rows] == [False, False, True]
    assert calc_sheet.api.AutoFilterMode is True
    calc_sheet.api.AutoFilterMode = False
    assert calc_sheet["1:3"].rows.hidden is False
    block.api.Copy()
    calc_sheet["D1"].api.PasteSpecial(Paste=-4163, Transpose=True)
    assert calc_sheet["D1:F2"].value == [["c", "b", "a"], [3, 2, 1]]
    calc_sheet["A2"].api.EntireRow.Delete()
    calc_sheet["D1"].api.EntireColumn.Hidden = True
    calc_sheet.api.Columns("A").ColumnWidth = 30
    assert (calc_sheet["A2"].value, calc_sheet["D1"].columns.hidden, calc_sheet["A1"].column_width) == (
        "a",
        True,
        30,
    )
    calc_sheet.api.Range("A1").Value = "z"
    calc_sheet.api.Tab.Color = 0x00FF00
    assert (calc_sheet.api.Cells(1, 1).Value, calc_sheet.api.Tab.Color, calc_sheet.api.UsedRange.Row) == (
        "z",
        0x00FF00,
        1,
    )


def test_excels_words_for_charts_and_books_are_understood(calc_sheet: xw.Sheet, tmp_path: Path) -> None:
    """Titles, legend, axes and series of a chart; saving and computing a book anew."""
    calc_sheet["A1"].value = [["Month", "Cost", "Margin"], ["Jan", 3, 10], ["Feb", 5, 20]]
    chart = calc_sheet.charts.add()
    words = chart.api[1]
    words.SetSourceData(calc_sheet["A1:C3"].api)
    words.HasTitle = True
    words.ChartTitle.Text = "Coûts"
    words.Axes(2).HasTitle = True
    words.Axes(2).AxisTitle.Text = "k€"
    words.Axes(2).MinimumScale, words.Axes(2).MaximumScale = 0, 30
    words.Axes(1).ReversePlotOrder = True
    words.SeriesCollection(1).Name, words.SeriesCollection(1).Color = "Coût", 0x0000FF
    words.SeriesCollection(2).AxisGroup = 2
    words.Legend.Position = -4160
    axis, series = chart.value_axis, chart.series
    assert (chart.title, axis.title, axis.minimum_scale, axis.maximum_scale) == ("Coûts", "k€", 0, 30)
    assert (series[0].name, series[0].fill_color, series[1].axis_group) == ("Coût", (255, 0, 0), "secondary")
    assert (chart.legend.position, words.Legend.Position, chart.category_axis.reverse_order) == (
        "top",
        -4160,
        True,
    )
    words.HasLegend = words.HasTitle = False
    assert (chart.legend.visible, chart.title) == (False, None)
    book = calc_sheet.book
    book.api.SaveAs(str(tmp_path / "é.xlsx"))
    calc_sheet["E1"].formula = "=1+1"
    book.api.RefreshAll()
    book.api.Save()
    assert (book.api.FullName, book.api.ActiveSheet.Name) == (str(tmp_path / "é.xlsx"), "Sheet1")
    assert openpyxl.load_workbook(tmp_path / "é.xlsx", data_only=True)["Sheet1"]["E1"].value == 2


@pytest.mark.parametrize(
    "ask",
    [
        lambda sheet: sheet["A1"].api.Validation.Add(3),
        lambda sheet: sheet["A1"].api.FormatConditions,
        lambda sheet: setattr(sheet["A1"].api, "Locked", False),
        lambda sheet: sheet.api.OLEObjects,
        lambda sheet: sheet["A1"].api.Font.ThemeColor,
        lambda sheet: sheet.book.app.api.ReferenceStyle,
        lambda sheet: sheet.page_setup.api.CenterFooter,
        lambda sheet: sheet.book.api.Connections,
        lambda sheet: sheet.charts.add().api[1].PlotArea,
    ],
)
def test_a_word_that_is_not_spoken_is_one_sentence(
    calc_sheet: xw.Sheet, ask: Callable[[xw.Sheet], Any]
) -> None:
    """The word is named, and what is understood instead; ``hasattr`` says no; LibreOffice's own words stay."""
    with pytest.raises(
        AttributeError, match=r"does not know '\w+' of .* through \.api\. .*one of:"
    ) as raised:
        ask(calc_sheet)
    assert isinstance(raised.value, NotImplementedError)
    assert not hasattr(calc_sheet["A1"].api, "FormatConditions")
    calc_sheet["A1"].api.CharWeight = 150
    assert (
        calc_sheet["A1"].font.bold,
        calc_sheet.api.Name,
        calc_sheet["A1:B2"].api.RangeAddress.EndColumn,
    ) == (True, "Sheet1", 1)
