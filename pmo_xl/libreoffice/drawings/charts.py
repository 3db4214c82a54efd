"""Charts on a sheet."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from pmo_xl.libreoffice.connection.office import enum, properties, struct, url_of
from pmo_xl.libreoffice.convert.address import quoted, spelled
from pmo_xl.libreoffice.convert.collection import Named
from pmo_xl.libreoffice.convert.units import hundredths
from pmo_xl.libreoffice.drawings import chart_types
from pmo_xl.libreoffice.drawings.axes import ChartAxis, ChartLegend
from pmo_xl.libreoffice.drawings.frames import Frame
from pmo_xl.libreoffice.drawings.series import ChartSeriesCollection
from pmo_xl.libreoffice.words.charts import ChartWords

if TYPE_CHECKING:
    from pmo_xl.libreoffice.objects.ranges import Range
    from pmo_xl.libreoffice.objects.sheet import Sheet

PATIENCE_SECONDS = 2.0
_GRID = 0xD9D9D9
_ASKED = "AskedType"


class Charts(Named, base_classes.Charts):
    """The charts of a sheet."""

    parent: Any = None

    def __init__(self, sheet: Sheet) -> None:
        self.parent = sheet

    @property
    def api(self) -> Any:
        return self.parent.worksheet.Charts

    def __iter__(self) -> Iterator[Chart]:
        for name in self.api.ElementNames:
            yield Chart(self.parent, name)

    def add(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        chart_type: str | None = None,
        source: Range | None = None,
        plot_by: str | None = None,
        name: str | None = None,
        anchor: Any = None,
        style: int | None = None,
    ) -> Chart:
        """A new chart. Its style number is Excel's affair and is passed over."""
        if anchor:
            left, top = anchor.left, anchor.top
        number = 1
        while name is None or (self.api.hasByName(name) and number):
            name, number = f"Chart {number}", number + 1
        chart = self._make(name, tuple(map(hundredths, (left, top, width, height))), source)
        chart.chart_type = chart_type or "column_clustered"
        if source is not None:
            chart.explain(plot_by)
        return chart

    def _make(self, name: str, frame: tuple[int, ...], source: Range | None) -> Chart:
        """A chart in a frame of left, top, width and height in hundredths of a millimetre."""
        ranges = () if source is None else (source.uno.RangeAddress,)
        named = _has_names(source) if source is not None else (True, True)
        self.api.addNewByName(name, struct("awt.Rectangle", *frame), ranges, *named)
        return Chart(self.parent, name)

    def make_again(self, chart: Chart, source: Range) -> None:
        """A chart that was made of nothing, made of data: LibreOffice gives it none afterwards, and does not say so."""
        shape, title, name = chart.shape, chart.title, chart.shape.Name
        kind = chart.remembered(_ASKED, chart.chart_type)
        frame = (shape.Position.X, shape.Position.Y, shape.Size.Width, shape.Size.Height)
        self.api.removeByName(chart.own_name)
        self._make(chart.own_name, frame, source)
        chart.shape.Name = name
        chart.chart_type, chart.title = kind, title


def _has_names(source: Range) -> tuple[bool, bool]:
    """Whether the first row names what is drawn, and whether the first column does.

    A first row with a text or a blank corner is one of names; of several columns the first is one of names, too.
    """
    rows, columns = source.shape
    values = source.raw_value if len(source) > 1 else ((source.raw_value,),)
    words = (
        any(isinstance(value, str) for value in values[0][1 if columns > 1 else 0 :]) or values[0][0] is None
    )
    return rows > 1 and words, columns > 1


class Chart(Frame, base_classes.Chart):
    """One chart."""

    parent: Any = None

    left, top, width, height = Frame.left, Frame.top, Frame.width, Frame.height

    def __init__(self, sheet: Sheet, name: str) -> None:
        self.parent = sheet
        self._name = name

    @property
    def own_name(self) -> str:
        """LibreOffice's own name for it, which no renaming changes."""
        return self._name

    @property
    def _placed(self) -> Any:
        """The chart as a thing on the sheet."""
        return self.parent.worksheet.Charts.getByName(self._name)

    @property
    def drawn(self) -> Any:
        """The chart as a document of its own."""
        return self._placed.getEmbeddedObject()

    @property
    def shape(self) -> Any:
        """The chart as a shape on the page; a KeyError when there is none.

        On a busy computer Calc was once seen without the shape just after the chart's source had changed: it is
        looked for again for a moment.
        """
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            page = self.parent.worksheet.DrawPage
            for shape in map(page.getByIndex, range(page.Count)):
                if getattr(shape, "PersistName", None) == self._name:
                    return shape
            if time.monotonic() > end:
                raise KeyError(self._name)
            time.sleep(0.02)

    @property
    def api(self) -> tuple[Any, ChartWords]:
        """The frame and what is drawn in it, as on Windows: LibreOffice's own, the second with Excel's words in front."""
        return self._placed, ChartWords(self)

    @property
    def name(self) -> str:
        return str(self.shape.Name or self._name)

    @name.setter
    def name(self, value: str) -> None:
        self.shape.Name = value

    def set_source_data(self, rng: Range, plot_by: str | None = None) -> None:
        """The cells that are drawn."""
        if not len(self.series):
            self.parent.charts.make_again(self, rng)
            self.explain(plot_by)
            return
        self._placed.HasColumnHeaders, self._placed.HasRowHeaders = _has_names(rng)
        self._placed.Ranges = (rng.uno.RangeAddress,)
        if plot_by is not None:
            self.plot_by = plot_by

    def explain(self, plot_by: str | None) -> None:
        """A legend for several series, or for the parts of a pie, as Excel gives one to a new chart."""
        if plot_by is not None:
            self.plot_by = plot_by
        if len(self.series) > 1 or self.chart_type in {"pie", "doughnut"}:
            self.legend.position = "bottom"

    def set_x_axis_values(self, rng: Range) -> None:
        """The cells that name the categories."""
        place = f"{quoted(rng.sheet.name)}.{spelled(rng.place)}"
        provider = self.drawn.getDataProvider()
        names = provider.createDataSequenceByRangeRepresentation(f"${place}")
        names.Role = "categories"
        (system,) = self.drawn.getFirstDiagram().getCoordinateSystems()
        axis = system.getAxisByDimension(0, 0)
        scale = axis.getScaleData()
        labelled = self.parent.book.app.office.create("com.sun.star.chart2.data.LabeledDataSequence")
        labelled.setValues(names)
        scale.Categories = labelled
        axis.setScaleData(scale)

    @property
    def plot_by(self) -> str:
        from_columns = str(self.drawn.Diagram.DataRowSource.value) == "COLUMNS"
        return "columns" if from_columns else "rows"

    @plot_by.setter
    def plot_by(self, value: str) -> None:
        self.drawn.Diagram.DataRowSource = enum("chart.ChartDataRowSource", value.upper())

    @property
    def chart_type(self) -> str:
        return chart_types.read(self.drawn)

    @chart_type.setter
    def chart_type(self, value: str) -> None:
        drawn = self.drawn
        chart_types.draw(drawn, value)
        if not len(self.series):
            self.remember(_ASKED, value)  # what has no lines yet cannot be asked for them
        # Without grey behind it, as Excel draws one.
        drawn.Diagram.Wall.FillStyle = enum("drawing.FillStyle", "NONE")
        drawn.Diagram.Wall.LineStyle = enum("drawing.LineStyle", "NONE")
        if drawn.Diagram.HasYAxisGrid:
            drawn.Diagram.YMainGrid.LineColor = _GRID

    @property
    def title(self) -> str | None:
        return str(self.drawn.Title.String) if self.drawn.HasMainTitle else None

    @title.setter
    def title(self, value: str | None) -> None:
        drawn = self.drawn
        drawn.HasMainTitle = value is not None
        if value is not None:
            drawn.Title.String = value

    @property
    def legend(self) -> ChartLegend:
        return ChartLegend(self)

    @property
    def category_axis(self) -> ChartAxis:
        return ChartAxis(self, "XAxis")

    @property
    def value_axis(self) -> ChartAxis:
        return ChartAxis(self, "YAxis")

    @property
    def secondary_category_axis(self) -> ChartAxis:
        return ChartAxis(self, "SecondaryXAxis")

    @property
    def secondary_value_axis(self) -> ChartAxis:
        return ChartAxis(self, "SecondaryYAxis")

    @property
    def series(self) -> ChartSeriesCollection:
        return ChartSeriesCollection(self)

    def delete(self) -> None:
        self.parent.worksheet.Charts.removeByName(self._name)

    def to_png(self, path: str) -> None:
        exporter = self.parent.book.app.office.create("com.sun.star.drawing.GraphicExportFilter")
        exporter.setSourceDocument(self.shape)
        exporter.filter(properties(URL=url_of(Path(path)), MediaType="image/png"))
        if not Path(path).is_file():  # LibreOffice does not say so
            raise OSError(f"LibreOffice could not save '{path}'.")
