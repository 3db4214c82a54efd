"""The series of a chart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from pmo_xl.libreoffice.connection.office import enum, struct
from pmo_xl.libreoffice.convert.collection import Counted
from pmo_xl.libreoffice.convert.units import POINT, colour_from, colour_to
from pmo_xl.libreoffice.drawings import chart_types

if TYPE_CHECKING:
    from pmo_xl.libreoffice.drawings.charts import Chart

_UNSET = base_classes._UNSET
# LibreOffice's numbers of symbols for xlwings' markers.
_MARKERS = {
    "square": 0,
    "diamond": 1,
    "triangle": 3,
    "circle": 8,
    "star": 12,
    "x": 10,
    "plus": 11,
    "dash": 13,
    "dot": 6,
}
_MARKER_NAMES = {office: name for name, office in _MARKERS.items()}


class ChartSeriesCollection(Counted, base_classes.ChartSeriesCollection):
    """The series of a chart, by their number."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart

    @property
    def api(self) -> Any:
        return chart_types.all_series(self.chart.drawn)

    def __iter__(self) -> Iterator[ChartSeries]:
        for index in range(len(self.api)):
            yield ChartSeries(self.chart, index)


class ChartSeries(base_classes.ChartSeries):
    """One series, by its place among the others."""

    def __init__(self, chart: Chart, index: int) -> None:
        self.chart = chart
        self.index = index
        self._key = self._values(chart_types.all_series(chart.drawn)[index])

    @staticmethod
    def _values(series: Any) -> str:
        """Where a series has its values: that stays while its place among the others changes with its type."""
        parts = series.getDataSequences()
        return str(parts[0].Values.SourceRangeRepresentation) if parts else ""

    @property
    def api(self) -> Any:
        found = chart_types.all_series(self.chart.drawn)
        return next((series for series in found if self._values(series) == self._key), found[self.index])

    @property
    def _label(self) -> Any:
        return self.api.getDataSequences()[0]

    @property
    def name(self) -> str:
        label = self._label.getLabel()
        return " ".join(map(str, label.getTextualData())) if label is not None else ""

    @name.setter
    def name(self, value: str) -> None:
        if "," in value:
            raise NotImplementedError(
                "LibreOffice takes no name of a series with a comma in it: write it into a cell."
            )
        literal = value.replace('"', '""')
        label = self.chart.drawn.getDataProvider().createDataSequenceByRangeRepresentation(f'"{literal}"')
        label.Role = "label"
        self._label.setLabel(label)

    # ---- what it looks like -------------------------------------------------------------------------

    @property
    def line_color(self) -> tuple[int, int, int] | None:
        series = self.api
        return colour_from(series.Color if self._is_line else series.BorderColor)

    @line_color.setter
    def line_color(self, value: Any) -> None:
        series = self.api
        if self._is_line:
            series.Color = colour_to(value)
        else:
            series.BorderColor = colour_to(value)
            series.BorderStyle = enum("drawing.LineStyle", "SOLID")

    @property
    def fill_color(self) -> tuple[int, int, int] | None:
        return colour_from(self.api.Color)

    @fill_color.setter
    def fill_color(self, value: Any) -> None:
        self.api.Color = colour_to(value)

    @property
    def _is_line(self) -> bool:
        return any(word in self._type.getChartType() for word in ("Line", "Scatter", "Net"))

    @property
    def _type(self) -> Any:
        return next(
            kind
            for kind in chart_types.chart_types(self.chart.drawn)
            if self._key in {self._values(series) for series in kind.getDataSeries()}
        )

    def _mark(self, **changes: Any) -> None:
        symbol = self.api.Symbol
        if symbol.Style.value in {"NONE", "AUTO"} and "Style" not in changes:
            symbol.Style = enum("chart2.SymbolStyle", "STANDARD")
        for name, value in changes.items():
            setattr(symbol, name, value)
        self.api.Symbol = symbol

    @property
    def marker_style(self) -> str:
        symbol = self.api.Symbol
        match symbol.Style.value:
            case "NONE":
                return "none"
            case "AUTO":
                return "automatic"
            case _:
                return _MARKER_NAMES.get(symbol.StandardSymbol, "automatic")

    @marker_style.setter
    def marker_style(self, value: str) -> None:
        if value in _MARKERS:
            self._mark(Style=enum("chart2.SymbolStyle", "STANDARD"), StandardSymbol=_MARKERS[value])
        else:
            self._mark(Style=enum("chart2.SymbolStyle", {"none": "NONE", "automatic": "AUTO"}[value]))

    @property
    def marker_size(self) -> int:
        size: int = round(self.api.Symbol.Size.Width / POINT)
        return size

    @marker_size.setter
    def marker_size(self, value: int) -> None:
        side = round(value * POINT)
        self._mark(Size=struct("awt.Size", side, side))

    @property
    def marker_foreground_color(self) -> tuple[int, int, int] | None:
        return colour_from(self.api.Symbol.BorderColor)

    @marker_foreground_color.setter
    def marker_foreground_color(self, value: Any) -> None:
        self._mark(BorderColor=colour_to(value))

    @property
    def marker_background_color(self) -> tuple[int, int, int] | None:
        return colour_from(self.api.Symbol.FillColor)

    @marker_background_color.setter
    def marker_background_color(self, value: Any) -> None:
        self._mark(FillColor=colour_to(value))

    # ---- where it is drawn, and as what -------------------------------------------------------------

    @property
    def axis_group(self) -> str:
        return "secondary" if self.api.AttachedAxisIndex else "primary"

    @axis_group.setter
    def axis_group(self, value: str) -> None:
        self.api.AttachedAxisIndex = int(value == "secondary")
        drawn = self.chart.drawn
        drawn.Diagram.HasSecondaryYAxis = any(
            series.AttachedAxisIndex for series in chart_types.all_series(drawn)
        )

    @property
    def chart_type(self) -> str:
        drawn = self.chart.drawn
        if (whole := chart_types.read(drawn)) != "combination":
            return whole
        kind = self._type.getChartType().rpartition(".")[2].removesuffix("ChartType")
        marked = kind == "Line" and self.marker_style != "none"
        return next(
            (name for name, found in chart_types.SERIES.items() if found == (kind, marked)), "combination"
        )

    @chart_type.setter
    def chart_type(self, value: str) -> None:
        if value not in chart_types.SERIES:
            raise NotImplementedError(
                f"LibreOffice's engine draws no single series as '{value}': choose one of {', '.join(chart_types.SERIES)}."
            )
        kind, marked = chart_types.SERIES[value]
        drawn, series, old = self.chart.drawn, self.api, self._type
        (system,) = drawn.getFirstDiagram().getCoordinateSystems()
        service = f"com.sun.star.chart2.{kind}ChartType"
        new = next((each for each in system.getChartTypes() if each.getChartType() == service), None)
        if new is None:
            new = self.chart.parent.book.app.office.create(service)
            system.addChartType(new)
        if new.getChartType() != old.getChartType():
            old.removeDataSeries(series)
            new.addDataSeries(series)
            if not old.getDataSeries():
                system.removeChartType(old)
        if kind == "Line":
            self.marker_style = "automatic" if marked else "none"

    def set(self, **changes: Any) -> None:
        """Several at once; the type first, since it says what a colour means."""
        told = {name: value for name, value in changes.items() if value is not _UNSET}
        for name in ("chart_type", "axis_group", *told):
            if name in told:
                setattr(self, name, told.pop(name) if name in {"chart_type", "axis_group"} else told[name])
