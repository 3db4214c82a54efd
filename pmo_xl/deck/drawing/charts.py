"""Native charts that PowerPoint edits: each with its data in a workbook of its own, and words for who cannot see it."""

from __future__ import annotations

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.util import Emu, Pt

from pmo_xl.deck.content.blocks import Chart, Series
from pmo_xl.deck.content.shown import clean
from pmo_xl.deck.drawing.places import Region
from pmo_xl.deck.drawing.words import rgb
from pmo_xl.excel.figures import chart_workbook
from pmo_xl.excel.write.style import AMBER, GREY, INK, LINE, QUIET

TYPES = {
    "bar": XL_CHART_TYPE.BAR_STACKED,
    "column": XL_CHART_TYPE.COLUMN_STACKED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
}
AXIS_AMOUNTS = '[>=1000000]#,##0.0,,"M";[>=1000]#,##0,"k";0'


def draw_chart(slide: Any, chart: Chart, region: Region) -> None:
    """Put a chart there."""
    names = [clean(name) for name in chart.categories]
    heads = [clean(series.name) for series in chart.series]
    data = CategoryChartData(number_format=chart.number_format)
    data.categories = names
    for head, series in zip(heads, chart.series, strict=True):
        data.add_series(head, series.values)
    frame = slide.shapes.add_chart(
        TYPES[chart.kind], Emu(region.left), Emu(region.top), Emu(region.width), Emu(region.height), data
    )
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(chart.alt))
    drawn = frame.chart
    rows = [(name, [series.values[at] for series in chart.series]) for at, name in enumerate(names)]
    drawn.part.chart_workbook.update_from_xlsx_blob(chart_workbook(heads, rows))
    drawn.font.size = Pt(10)
    drawn.font.color.rgb = rgb(INK)
    drawn.has_title = True
    drawn.chart_title.include_in_layout = False
    run = drawn.chart_title.text_frame.paragraphs[0].add_run()
    run.text, run.font.size, run.font.bold = clean(chart.title), Pt(12), True
    drawn.has_legend = not any(series.hidden for series in chart.series) and len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position = XL_LEGEND_POSITION.BOTTOM
        drawn.legend.include_in_layout = False
    plot = drawn.plots[0]
    if chart.kind != "line":
        plot.gap_width, plot.overlap = 50, 100
    for made, series in zip(plot.series, chart.series, strict=True):
        (_line if chart.kind == "line" else _bars)(made, series, chart)
    _axes(drawn, chart)
    _positive_ids(drawn)


def _positive_ids(drawn: Any) -> None:
    """The library numbers axes below 0, where Open XML begins at 0."""
    for each in drawn._chartSpace.xpath("//c:axId | //c:crossAx"):
        each.set("val", str(abs(int(each.get("val")))))


def _axes(drawn: Any, chart: Chart) -> None:
    values, others = drawn.value_axis, drawn.category_axis
    others.format.line.color.rgb = rgb(QUIET)
    others.has_major_gridlines = False
    others.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    values.has_major_gridlines = chart.kind != "bar"
    if chart.kind == "bar":  # how many there are is written into the bars
        others.reverse_order = True
        values.visible = False
        return
    values.major_gridlines.format.line.color.rgb = rgb(LINE)
    values.format.line.fill.background()
    values.tick_labels.number_format = AXIS_AMOUNTS if chart.kind == "column" else chart.number_format
    values.tick_labels.number_format_is_linked = False
    if chart.low is not None:
        values.minimum_scale = chart.low
    if chart.high is not None:
        values.maximum_scale = chart.high


def _bars(made: Any, series: Series, chart: Chart) -> None:
    if series.hidden:
        made.format.fill.background()
        return
    made.format.fill.solid()
    made.format.fill.fore_color.rgb = rgb(series.colour)
    made.invert_if_negative = False
    if series.labelled:
        labels = made.data_labels
        labels.show_value = True
        labels.number_format, labels.number_format_is_linked = chart.number_format, False
        labels.font.size, labels.font.bold = Pt(10), True
        dark = series.colour in (AMBER, GREY) or (chart.kind == "column" and chart.series[1] is not series)
        labels.font.color.rgb = rgb(INK if dark else "#FFFFFF")


def _line(made: Any, series: Series, _: Chart) -> None:
    made.smooth = False
    made.format.line.color.rgb = rgb(series.colour)
    made.format.line.width = Pt(1.25 if series.dashed else 2.25)
    if series.dashed:
        made.format.line.dash_style = MSO_LINE.DASH
    made.marker.size = 3 if series.dashed else 7
    made.marker.format.fill.solid()
    made.marker.format.fill.fore_color.rgb = rgb(series.colour)
    made.marker.format.line.color.rgb = rgb(series.colour)
