"""Charts, pictures and shapes through the engine for LibreOffice: where they are, what they show, what the file holds."""

from __future__ import annotations

import html
import struct
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest
import xlwings as xw
from lxml import etree
from xlwings.base_classes import CHART_TYPES

NOT_DRAWN = {
    "bar_of_pie", "pie_of_pie", "bubble_3d_effect", "combination", "stock_hlc", "stock_ohlc", "stock_vhlc", "stock_vohlc",
    "surface", "surface_top_view", "surface_top_view_wireframe", "surface_wireframe",
}  # fmt: skip
SALES = [["Month", "Cost", "Margin"], ["Jan", 3, 10], ["Feb", 5, 20], ["Mar", 2, 15]]


def png(path: Path, width: int, height: int, colour: tuple[int, int, int], dpi: int = 96) -> Path:
    """A picture of one colour, written by hand."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    per_metre = round(dpi / 0.0254)
    rows = (b"\x00" + bytes(colour) * width) * height
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
    return path


def pixel(path: Path) -> tuple[int, int, bytes]:
    """Width, height and kind of a PNG file."""
    head = path.read_bytes()[:24]
    return (*struct.unpack(">II", head[16:24]), head[1:4])


# ---- pictures and shapes ----------------------------------------------------------------------------


def test_a_picture_has_its_own_size_and_place(calc_sheet: xw.Sheet, tmp_path: Path) -> None:
    """A picture keeps its ratio unless both sides were given; it is renamed, exchanged and found again in the file."""
    small = png(tmp_path / "été.png", 120, 60, (200, 0, 0), dpi=144)
    own = calc_sheet.pictures.add(small, name="logo", left=20, top=30)
    assert (own.left, own.top, own.width, own.height) == (20, 30, 60, 30)  # 120 pixels at 144 to the inch
    own.width = 100
    assert own.height == 50
    free = calc_sheet.pictures.add(small, width=100, height=100, anchor=calc_sheet["D5"])
    assert (free.left, free.top, free.lock_aspect_ratio) == (
        calc_sheet["D5"].left,
        calc_sheet["D5"].top,
        False,
    )
    free.height = 20
    assert free.width == 100
    scaled = calc_sheet.pictures.add(small, scale=2)
    assert (scaled.width, scaled.height) == (120, 60)
    again = calc_sheet.pictures.add(png(tmp_path / "blue.png", 10, 10, (0, 0, 200)), name="logo", update=True)
    assert (again.name, again.width, again.height, len(calc_sheet.pictures)) == ("logo", 100, 50, 3)
    assert calc_sheet.pictures["LOGO"] == calc_sheet.pictures[0]
    path = tmp_path / "pictures.xlsx"
    calc_sheet.book.save(path)
    with zipfile.ZipFile(path) as package:
        drawing = etree.fromstring(package.read("xl/drawings/drawing1.xml"))
        assert len([name for name in package.namelist() if name.startswith("xl/media/")]) == 2
    named = drawing.xpath("//*[local-name()='cNvPr']/@name")
    assert [name for name in named if name == "logo"] == ["logo"]
    gone = free.name
    free.delete()
    assert (gone in calc_sheet.pictures, len(calc_sheet.shapes)) == (False, 2)


def test_what_is_no_picture_is_refused(calc_sheet: xw.Sheet, tmp_path: Path) -> None:
    """A missing file and one that is no picture are errors of Python, and nothing lies on the sheet."""
    words = tmp_path / "words.png"
    words.write_text("no picture")
    with pytest.raises(FileNotFoundError, match=r"none\.png"):
        calc_sheet.pictures.add(tmp_path / "none.png")
    with pytest.raises(OSError, match="could not read"):
        calc_sheet.pictures.add(words)
    assert len(calc_sheet.shapes) == 0


def test_shapes_are_listed_scaled_and_written_on(calc_sheet: xw.Sheet, tmp_path: Path) -> None:
    """All that lies on a sheet is a shape, the hindmost first: charts and pictures, and what somebody drew."""
    calc_sheet.charts.add(name="Costs")
    calc_sheet.pictures.add(png(tmp_path / "a.png", 96, 48, (0, 0, 0)), name="logo")
    calc_sheet["A1"].add_note("a note is no shape")
    drawn = calc_sheet.book.api.createInstance("com.sun.star.drawing.RectangleShape")
    calc_sheet.shapes.api.add(drawn)
    assert [(shape.name, shape.type) for shape in calc_sheet.shapes][:2] == [
        ("Costs", "chart"),
        ("logo", "picture"),
    ]
    box = calc_sheet.shapes[2]
    box.name, box.width, box.height, box.left, box.top = "Box", 100, 40, 10, 20
    box.scale_width(2)
    box.scale_height(0.5, scale="scale_from_bottom_right")
    assert (box.width, box.height, box.left, box.top) == (200, 20, 10, 40)
    assert box.text is None
    box.text = "On track"
    box.font.bold = True
    box.characters[3:].font.color = (255, 0, 0)
    assert (box.text, box.font.bold, box.font.color, box.characters[3:].font.color) == (
        "On track",
        True,
        None,
        (255, 0, 0),
    )
    with pytest.raises(ValueError, match="original size"):
        box.scale_width(2, relative_to_original_size=True)
    calc_sheet.shapes["Costs"].delete()
    assert ([shape.name for shape in calc_sheet.shapes], len(calc_sheet.charts)) == (["logo", "Box"], 0)


def test_cells_are_printed_drawn_and_made_a_page(calc_sheet: xw.Sheet, tmp_path: Path) -> None:
    """Some cells alone become a PDF or a picture, a sheet a page of HTML; the selection stays as it was."""
    calc_sheet["A1"].value = [["Été", "Cost"], ["P1", 10]]
    calc_sheet["A1:B2"].color = (200, 0, 0)
    calc_sheet["D4"].select()
    calc_sheet["A1:B2"].to_png(tmp_path / "cells.png")
    width, height, kind = pixel(tmp_path / "cells.png")
    assert (kind, width) == (b"PNG", pytest.approx(calc_sheet["A1:B2"].width * 96 / 72, abs=3))
    assert height == pytest.approx(calc_sheet["A1:B2"].height * 96 / 72, abs=3)
    calc_sheet["A1:A2"].to_pdf(tmp_path / "cells.pdf")
    assert (tmp_path / "cells.pdf").read_bytes().startswith(b"%PDF")
    calc_sheet.to_html(tmp_path / "sheet.html")
    page = html.unescape((tmp_path / "sheet.html").read_text(encoding="utf-8", errors="replace"))
    assert all(words in page for words in ("Été", "P1", "10"))
    assert calc_sheet.book.app.selection.address == "$D$4"
    with pytest.raises(FileNotFoundError):
        calc_sheet["A1"].to_png(tmp_path / "nowhere" / "x.png")


# ---- charts -----------------------------------------------------------------------------------------


def test_a_chart_stands_where_it_is_put(calc_sheet: xw.Sheet, tmp_path: Path) -> None:
    """Place and size of a chart are read and set, in points; an anchor is a cell."""
    chart = calc_sheet.charts.add(left=100, top=50, width=300, height=200)
    assert (chart.left, chart.top, chart.width, chart.height) == (100, 50, 300, 200)
    chart.left, chart.top, chart.width, chart.height = 20, 30, chart.width * 1.5, 150
    found = calc_sheet.charts[0]
    assert (found.left, found.top, found.width, found.height) == (20, 30, 450, 150)
    anchored = calc_sheet.charts.add(anchor=calc_sheet["D5"], width=96, height=72)
    assert (anchored.left, anchored.top) == (calc_sheet["D5"].left, calc_sheet["D5"].top)
    picture = tmp_path / "chart.png"
    chart.to_png(picture)
    width, height, kind = pixel(picture)
    assert (kind, round(width / height)) == (b"PNG", 3)


@pytest.mark.parametrize("made_with_data", [True, False])
def test_a_chart_draws_the_data_it_is_given(calc_sheet: xw.Sheet, made_with_data: bool) -> None:
    """Data given with the chart or afterwards are drawn alike: names from the first row and column, a legend for several."""
    calc_sheet["A1"].value = SALES
    chart = (
        calc_sheet.charts.add(source=calc_sheet["A1:C4"])
        if made_with_data
        else calc_sheet.charts.add(width=240, name="Late")
    )
    if not made_with_data:
        chart.title, chart.chart_type = "Costs", "xy_scatter_lines"
        chart.set_source_data(calc_sheet["A1:C4"])
        assert (chart.title, chart.name, chart.width, len(calc_sheet.charts)) == ("Costs", "Late", 240, 1)
        assert chart.chart_type == "xy_scatter_lines"
        chart.chart_type = "column_clustered"
    assert [series.name for series in chart.series] == ["Cost", "Margin"]
    assert (chart.legend.visible, chart.legend.position, chart.plot_by) == (True, "bottom", "columns")
    chart.set_source_data(calc_sheet["A1:C4"], plot_by="rows")
    assert [series.name for series in chart.series] == ["Jan", "Feb", "Mar"]
    chart.set_source_data(calc_sheet["B2:B4"], plot_by="columns")
    assert len(chart.series) == 1
    numbers = [
        cell
        for series in chart.series.api
        for part in series.getDataSequences()
        for cell in part.Values.getData()
    ]
    assert numbers == [3, 5, 2]


ONE_OF_EACH = {
    "bar_stacked", "column_stacked_100", "3d_column", "cone_col_stacked", "pyramid_bar_clustered", "line_stacked", "line_markers_stacked_100",
    "3d_line", "area", "3d_area_stacked", "pie_exploded", "doughnut", "xy_scatter", "xy_scatter_smooth_no_markers", "radar_markers", "bubble",
}  # fmt: skip


@pytest.mark.parametrize(
    "kinds",
    [ONE_OF_EACH, pytest.param({*CHART_TYPES} - NOT_DRAWN, marks=pytest.mark.slow)],
    ids=["one of each", "all"],
)
def test_every_type_of_chart_comes_back_as_it_was_set(calc_sheet: xw.Sheet, kinds: set[str]) -> None:
    """Sixty-two of Excel's types are drawn and told apart; of the others one says so."""
    calc_sheet["A1"].value = SALES
    chart = calc_sheet.charts.add(source=calc_sheet["A1:C4"])
    told = {}
    for kind in sorted(kinds):
        chart.chart_type = kind
        told[kind] = chart.chart_type
    assert {kind: found for kind, found in told.items() if kind != found} == {}
    assert len({*CHART_TYPES} - NOT_DRAWN) == 62
    for kind in NOT_DRAWN - {"combination"}:
        with pytest.raises(NotImplementedError, match=kind):
            chart.chart_type = kind


def test_a_chart_combines_columns_and_a_line_on_a_second_axis(calc_sheet: xw.Sheet, tmp_path: Path) -> None:
    """Series have types, axes, names and colours of their own, and another program reads them from the file."""
    calc_sheet["A1"].value = SALES
    chart = calc_sheet.charts.add(source=calc_sheet["A1:C4"], chart_type="column_clustered")
    with pytest.raises(xw.XlwingsError, match="no secondary axis group"):
        chart.secondary_value_axis.title = "Too early"
    chart.title = "Coûts"
    chart.series[0].set(name="Coût", fill_color="#1F4E79")
    chart.series[1].set(
        chart_type="line_markers",
        axis_group="secondary",
        line_color=(192, 0, 0),
        marker_style="circle",
        marker_size=8,
    )
    chart.value_axis.set(title="k€", minimum_scale=0, maximum_scale=10, major_unit=2, number_format="0.0")
    chart.secondary_value_axis.set(title="Margin", minimum_scale=0)
    chart.category_axis.set(reverse_order=True, crosses="maximum")
    line = chart.series[1]
    assert (chart.chart_type, line.chart_type, line.axis_group, line.line_color) == (
        "combination",
        "line_markers",
        "secondary",
        (192, 0, 0),
    )
    assert (line.marker_style, line.marker_size, chart.series[0].name) == ("circle", 8, "Coût")
    axis = chart.value_axis
    assert (axis.title, axis.minimum_scale, axis.maximum_scale, axis.major_unit, axis.number_format) == (
        "k€",
        0,
        10,
        2,
        "0.0",
    )
    assert (chart.category_axis.reverse_order, chart.category_axis.crosses) == (True, "maximum")
    chart.value_axis.maximum_scale = None
    assert chart.value_axis.maximum_scale == 6  # what the office finds for 2 to 5
    path = tmp_path / "combined.xlsx"
    calc_sheet.book.save(path)
    with zipfile.ZipFile(path) as package:
        drawn = etree.fromstring(package.read("xl/charts/chart1.xml"))

    def words(expression: str) -> list[str]:
        return [str(found) for found in drawn.xpath(expression)]

    assert words("//*[local-name()='barChart']//*[local-name()='tx']//*[local-name()='v']/text()") == ["Coût"]
    assert words(
        "//*[local-name()='lineChart']//*[local-name()='ser']//*[local-name()='marker']/*[local-name()='symbol']/@val"
    ) == ["circle"]
    assert set(words("//*[local-name()='title']//*[local-name()='t']/text()")) == {"Coûts", "k€", "Margin"}
    assert len(words("//*[local-name()='valAx']/*[local-name()='axId']/@val")) == 2
    assert len(openpyxl.load_workbook(path)["Sheet1"]._charts) == 1
    chart.series[1].axis_group = "primary"
    with pytest.raises(xw.XlwingsError, match="no secondary axis group"):
        _ = chart.secondary_value_axis.visible


def test_a_legend_goes_where_it_is_put(calc_sheet: xw.Sheet) -> None:
    """A legend is shown, moved and hidden; a pie has no axes; categories may come from elsewhere."""
    calc_sheet["A1"].value = SALES
    chart = calc_sheet.charts.add(source=calc_sheet["A1:C4"])
    for place in ("top", "bottom", "left", "right", "corner", "bottom"):
        chart.legend.position = place
        assert (chart.legend.visible, chart.legend.position) == (True, place)
    chart.legend.visible = False
    assert chart.legend.position is None
    calc_sheet["F1"].options(transpose=True).value = ["u", "v", "w"]
    chart.set_x_axis_values(calc_sheet["F1:F3"])
    (names,) = chart.api[1].getFirstDiagram().getCoordinateSystems()
    assert names.getAxisByDimension(0, 0).getScaleData().Categories.Values.getTextualData() == ("u", "v", "w")
    chart.chart_type = "pie"
    with pytest.raises(xw.XlwingsError, match="no axes"):
        _ = chart.value_axis.title
    with pytest.raises(NotImplementedError, match="comma"):
        chart.series[0].name = "a, b"
