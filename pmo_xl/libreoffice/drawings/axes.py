"""The axes and the legend of a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError, base_classes

from pmo_xl.libreoffice.connection.office import enum, struct
from pmo_xl.libreoffice.convert.values import format_code, format_key

if TYPE_CHECKING:
    from pmo_xl.libreoffice.drawings.charts import Chart

_UNSET = base_classes._UNSET
_CROSSES = {"automatic": "ZERO", "minimum": "START", "maximum": "END"}
_CROSSES_NAMES = {office: name for name, office in _CROSSES.items()}
_WITHOUT_AXES = ("Pie", "Donut")


def _scale(name: str) -> Any:
    """A limit or a step of an axis: automatic where None is set, and then what the office chose."""

    def get(self: ChartAxis) -> float:
        return float(getattr(self.axis, name))

    def put(self: ChartAxis, value: float | None) -> None:
        setattr(self.axis, f"Auto{name}", value is None)
        if value is not None:
            setattr(self.axis, name, float(value))

    return property(get, put)


class ChartAxis(base_classes.ChartAxis):
    """One axis: ``X`` for the categories, ``Y`` for the values, the second of each with ``Secondary`` in front."""

    def __init__(self, chart: Chart, name: str) -> None:
        self.chart = chart
        self.name = name

    minimum_scale = _scale("Min")
    maximum_scale = _scale("Max")
    major_unit = _scale("StepMain")

    @property
    def _diagram(self) -> Any:
        diagram = self.chart.drawn.Diagram
        if diagram.DiagramType.rpartition(".")[2].removesuffix("Diagram") in _WITHOUT_AXES:
            raise XlwingsError("This type of chart has no axes.")
        if self.name.startswith("Secondary") and not diagram.HasSecondaryYAxis:
            raise XlwingsError("The chart has no secondary axis group: none of its series is on it.")
        return diagram

    @property
    def axis(self) -> Any:
        """LibreOffice's axis; XlwingsError where the chart has none such."""
        diagram = self._diagram
        if self.name == "SecondaryXAxis" and not diagram.HasSecondaryXAxis:
            raise XlwingsError("The chart has no visible secondary category axis.")
        return getattr(diagram, self.name)

    api = axis

    @property
    def title(self) -> str | None:
        diagram = self._diagram
        shown = self.visible and getattr(diagram, f"Has{self.name}Title")
        return str(self._title_of(diagram).String) if shown else None

    @title.setter
    def title(self, value: str | None) -> None:
        diagram = self._diagram
        setattr(diagram, f"Has{self.name}Title", value is not None)
        if value is not None:
            self._title_of(diagram).String = value

    def _title_of(self, diagram: Any) -> Any:
        return getattr(diagram, f"{self.name.replace('Secondary', 'Second')}Title")

    @property
    def number_format(self) -> str:
        return format_code(self.chart.drawn, self.axis.NumberFormat)

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.axis.LinkNumberFormatToSource = False
        self.axis.NumberFormat = format_key(self.chart.drawn, value)

    @property
    def visible(self) -> bool:
        return bool(getattr(self._diagram, f"Has{self.name}"))

    @visible.setter
    def visible(self, value: bool) -> None:
        setattr(self._diagram, f"Has{self.name}", bool(value))

    @property
    def reverse_order(self) -> bool:
        return bool(self.axis.ReverseDirection)

    @reverse_order.setter
    def reverse_order(self, value: bool) -> None:
        self.axis.ReverseDirection = bool(value)

    @property
    def _other(self) -> Any:
        """The axis that crosses this one: LibreOffice keeps the place of the crossing there."""
        other = self.name.replace("X", "Y") if "X" in self.name else self.name.replace("Y", "X")
        return getattr(self._diagram, other)

    @property
    def crosses(self) -> str:
        return _CROSSES_NAMES.get(self._other.CrossoverPosition.value, "custom")

    @crosses.setter
    def crosses(self, value: str) -> None:
        self._other.CrossoverPosition = enum("chart.ChartAxisPosition", _CROSSES[value])

    def set(self, **changes: Any) -> None:
        """Several at once; visible is set last, since an axis that is hidden takes nothing."""
        told = {name: value for name, value in changes.items() if value is not _UNSET}
        hidden = not self.visible
        visible = told.pop("visible", not hidden)
        if hidden and told and (visible or self.name != "SecondaryXAxis"):
            self.visible = True
        for name, value in told.items():
            setattr(self, name, value)
        if self.visible != visible:
            self.visible = visible


_PLACES = {"top": "TOP", "bottom": "BOTTOM", "left": "LEFT", "right": "RIGHT", "corner": "RIGHT"}
_PLACES_NAMES = {office: name for name, office in _PLACES.items() if name != "corner"}


class ChartLegend(base_classes.ChartLegend):
    """The legend of a chart."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart

    @property
    def api(self) -> Any:
        return self.chart.drawn.Legend

    @property
    def visible(self) -> bool:
        return bool(self.chart.drawn.HasLegend)

    @visible.setter
    def visible(self, value: bool) -> None:
        drawn = self.chart.drawn
        fresh = value and not drawn.HasLegend
        drawn.HasLegend = bool(value)
        if fresh:  # neither grey nor framed, as Excel draws one
            drawn.Legend.FillStyle = enum("drawing.FillStyle", "NONE")
            drawn.Legend.LineStyle = enum("drawing.LineStyle", "NONE")

    @property
    def position(self) -> str | None:
        if not self.visible:
            return None
        if self.chart.drawn.getFirstDiagram().getLegend().RelativePosition is not None:
            return "corner"
        return _PLACES_NAMES.get(self.api.Alignment.value)

    @position.setter
    def position(self, value: str) -> None:
        self.visible = True
        self.api.Alignment = enum("chart.ChartLegendPosition", _PLACES[value])
        legend = self.chart.drawn.getFirstDiagram().getLegend()
        legend.setPropertyToDefault("RelativePosition")
        if value == "corner":
            legend.RelativePosition = struct(
                "chart2.RelativePosition", 0.98, 0.02, enum("drawing.Alignment", "TOP_RIGHT")
            )
