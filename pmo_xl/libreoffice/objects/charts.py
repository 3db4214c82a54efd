"""Charts on a sheet."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from pmo_xl.libreoffice.connection.office import enum, properties, struct, url_of
from pmo_xl.libreoffice.objects.collection import Named

if TYPE_CHECKING:
    from pmo_xl.libreoffice.objects.ranges import Range
    from pmo_xl.libreoffice.objects.sheet import Sheet

PATIENCE_SECONDS = 2.0
_POINT = 2540 / 72  # in hundredths of a millimetre

_NO_SYMBOLS, _AUTOMATIC_SYMBOLS = -3, -1

# xlwings' chart types as LibreOffice has them: a kind of diagram, and what is switched on in it. The first that
# fits is the type's name when it is read, so plain types come after those that add something.
_TYPES: dict[str, tuple[str, dict[str, Any]]] = {
    "column_stacked_100": ("Bar", {"Vertical": False, "Percent": True}),
    "column_stacked": ("Bar", {"Vertical": False, "Stacked": True}),
    "column_clustered": ("Bar", {"Vertical": False}),
    "bar_stacked_100": ("Bar", {"Vertical": True, "Percent": True}),
    "bar_stacked": ("Bar", {"Vertical": True, "Stacked": True}),
    "bar_clustered": ("Bar", {"Vertical": True}),
    "line": ("Line", {"SymbolType": _NO_SYMBOLS}),
    "line_markers": ("Line", {}),
    "area_stacked_100": ("Area", {"Percent": True}),
    "area_stacked": ("Area", {"Stacked": True}),
    "area": ("Area", {}),
    "pie": ("Pie", {}),
    "doughnut": ("Donut", {}),
    "xy_scatter_lines": ("XY", {"Lines": True}),
    "xy_scatter": ("XY", {"Lines": False}),
    "radar": ("Net", {}),
    "radar_filled": ("FilledNet", {}),
}


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
        frame = struct("awt.Rectangle", *(round(side * _POINT) for side in (left, top, width, height)))
        self.api.addNewByName(name, frame, (source.api.RangeAddress,) if source else (), True, True)
        chart = Chart(self.parent, name)
        chart.chart_type = chart_type or "column_clustered"
        if source is not None and plot_by is not None:
            chart.set_source_data(source, plot_by)
        return chart


class Chart(base_classes.Chart):
    """One chart."""

    parent: Any = None

    def __init__(self, sheet: Sheet, name: str) -> None:
        self.parent = sheet
        self._name = name

    @property
    def _placed(self) -> Any:
        """The chart as a thing on the sheet."""
        return self.parent.worksheet.Charts.getByName(self._name)

    @property
    def _drawn(self) -> Any:
        """The chart as a document of its own."""
        return self._placed.getEmbeddedObject()

    @property
    def _shape(self) -> Any:
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
    def api(self) -> tuple[Any, Any]:
        return self._placed, self._drawn

    @property
    def name(self) -> str:
        return str(self._shape.Name or self._name)

    @name.setter
    def name(self, value: str) -> None:
        self._shape.Name = value

    def set_source_data(self, rng: Range, plot_by: str | None = None) -> None:
        self._placed.Ranges = (rng.api.RangeAddress,)
        if plot_by is not None:
            self.plot_by = plot_by

    @property
    def plot_by(self) -> str:
        from_columns = str(self._drawn.Diagram.DataRowSource.value) == "COLUMNS"
        return "columns" if from_columns else "rows"

    @plot_by.setter
    def plot_by(self, value: str) -> None:
        self._drawn.Diagram.DataRowSource = enum("chart.ChartDataRowSource", value.upper())

    @property
    def _has_lines(self) -> bool:
        return any(
            series.LineStyle.value != "NONE"
            for system in self._drawn.getFirstDiagram().getCoordinateSystems()
            for kind in system.getChartTypes()
            for series in kind.getDataSeries()
        )

    @property
    def chart_type(self) -> str:
        diagram = self._drawn.Diagram
        kind = diagram.DiagramType.rpartition(".")[2].removesuffix("Diagram")
        if kind == "XY":  # whose own switch for lines says yes whatever is drawn
            return "xy_scatter_lines" if self._has_lines else "xy_scatter"
        for name, (this_kind, switches) in _TYPES.items():
            if this_kind == kind and all(getattr(diagram, key) == on for key, on in switches.items()):
                return name
        return "combination"

    @chart_type.setter
    def chart_type(self, value: str) -> None:
        if value not in _TYPES:
            raise NotImplementedError(f"LibreOffice's engine draws no chart of type '{value}'.")
        kind, switches = _TYPES[value]
        drawn = self._drawn
        drawn.setDiagram(drawn.createInstance(f"com.sun.star.chart.{kind}Diagram"))
        for key, on in switches.items():
            setattr(drawn.Diagram, key, on)
        if value == "line_markers":
            drawn.Diagram.SymbolType = _AUTOMATIC_SYMBOLS  # reads back as the symbol that was chosen

    @property
    def title(self) -> str | None:
        return str(self._drawn.Title.String) if self._drawn.HasMainTitle else None

    @title.setter
    def title(self, value: str | None) -> None:
        drawn = self._drawn
        drawn.HasMainTitle = value is not None
        if value is not None:
            drawn.Title.String = value

    def delete(self) -> None:
        self.parent.worksheet.Charts.removeByName(self._name)

    def to_png(self, path: str) -> None:
        exporter = self.parent.book.app.office.create("com.sun.star.drawing.GraphicExportFilter")
        exporter.setSourceDocument(self._shape)
        exporter.filter(properties(URL=url_of(Path(path)), MediaType="image/png"))
        if not Path(path).is_file():  # LibreOffice does not say so
            raise OSError(f"LibreOffice could not save '{path}'.")
