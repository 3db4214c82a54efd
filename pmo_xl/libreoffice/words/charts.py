"""Excel's words for a chart, its axes and its series."""

from __future__ import annotations

from typing import Any

from pmo_xl.libreoffice.convert.units import excel_number
from pmo_xl.libreoffice.words import constants
from pmo_xl.libreoffice.words.word import Words

_LEGENDS = {-4107: "bottom", -4131: "left", -4152: "right", -4160: "top", 2: "corner"}


class TextWords(Words):
    """What Excel calls a ``ChartTitle`` or an ``AxisTitle``."""

    _what = "a title"

    def __init__(self, titled: Any) -> None:
        super().__init__(lambda: titled.api)
        object.__setattr__(self, "titled", titled)

    @property
    def Text(self) -> str | None:  # noqa: N802 - Excel's words
        title: str | None = self.titled.title
        return title

    @Text.setter
    def Text(self, value: str) -> None:  # noqa: N802
        self.titled.title = value

    Caption = Text


class _Titled(Words):
    """What has a title: a chart, an axis."""

    def __init__(self, titled: Any, found: Any) -> None:
        super().__init__(found)
        object.__setattr__(self, "titled", titled)

    @property
    def HasTitle(self) -> bool:  # noqa: N802
        return self.titled.title is not None

    @HasTitle.setter
    def HasTitle(self, value: bool) -> None:  # noqa: N802
        if bool(value) != self.HasTitle:
            self.titled.title = "" if value else None


class AxisWords(_Titled):
    """What Excel calls an ``Axis``."""

    _what = "an axis"

    def __init__(self, axis: Any) -> None:
        super().__init__(axis, lambda: axis.axis)

    @property
    def AxisTitle(self) -> TextWords:  # noqa: N802
        return TextWords(self.titled)

    @property
    def MinimumScale(self) -> float:  # noqa: N802
        return float(self.titled.minimum_scale)

    @MinimumScale.setter
    def MinimumScale(self, value: float) -> None:  # noqa: N802
        self.titled.minimum_scale = value

    @property
    def MaximumScale(self) -> float:  # noqa: N802
        return float(self.titled.maximum_scale)

    @MaximumScale.setter
    def MaximumScale(self, value: float) -> None:  # noqa: N802
        self.titled.maximum_scale = value

    @property
    def ReversePlotOrder(self) -> bool:  # noqa: N802
        return bool(self.titled.reverse_order)

    @ReversePlotOrder.setter
    def ReversePlotOrder(self, value: bool) -> None:  # noqa: N802
        self.titled.reverse_order = value


class SeriesWords(Words):
    """What Excel calls a ``Series``."""

    _what = "a series"

    def __init__(self, series: Any) -> None:
        super().__init__(lambda: series.api)
        object.__setattr__(self, "series", series)

    @property
    def Name(self) -> str:  # noqa: N802
        return str(self.series.name)

    @Name.setter
    def Name(self, value: str) -> None:  # noqa: N802
        self.series.name = value

    @property
    def AxisGroup(self) -> int:  # noqa: N802
        return 2 if self.series.axis_group == "secondary" else 1

    @AxisGroup.setter
    def AxisGroup(self, value: int) -> None:  # noqa: N802
        self.series.axis_group = "secondary" if value == 2 else "primary"

    @property
    def Color(self) -> int | None:  # noqa: N802
        """The colour of its areas or of its line."""
        return excel_number(self.series.fill_color)

    @Color.setter
    def Color(self, value: int) -> None:  # noqa: N802
        self.series.fill_color = value


class LegendWords(Words):
    """What Excel calls a ``Legend``."""

    _what = "a legend"

    def __init__(self, legend: Any) -> None:
        super().__init__(lambda: legend.api)
        object.__setattr__(self, "legend", legend)

    @property
    def Position(self) -> int | None:  # noqa: N802
        return next((number for number, word in _LEGENDS.items() if word == self.legend.position), None)

    @Position.setter
    def Position(self, value: int) -> None:  # noqa: N802
        self.legend.position = constants.word(_LEGENDS, value)


class ChartWords(_Titled):
    """What Excel calls a ``Chart``."""

    _what = "a chart"

    def __init__(self, chart: Any) -> None:
        super().__init__(chart, lambda: chart.drawn)

    @property
    def ChartTitle(self) -> TextWords:  # noqa: N802
        return TextWords(self.titled)

    @property
    def HasLegend(self) -> bool:  # noqa: N802
        return bool(self.titled.legend.visible)

    @HasLegend.setter
    def HasLegend(self, value: bool) -> None:  # noqa: N802
        self.titled.legend.visible = bool(value)

    @property
    def Legend(self) -> LegendWords:  # noqa: N802
        return LegendWords(self.titled.legend)

    def Axes(self, Type: int, AxisGroup: int = 1) -> AxisWords:  # noqa: N802, N803
        """The axis of the categories (1) or of the values (2), of the first group or the second."""
        kind = {1: "category_axis", 2: "value_axis"}[int(Type)]
        return AxisWords(getattr(self.titled, f"secondary_{kind}" if AxisGroup == 2 else kind))

    def SeriesCollection(self, Index: int) -> SeriesWords:  # noqa: N802, N803
        return SeriesWords(self.titled.series(int(Index)))

    def SetSourceData(self, Source: Any, PlotBy: int | None = None) -> None:  # noqa: N802, N803
        self.titled.set_source_data(Source.cells, {None: None, 1: "rows", 2: "columns"}[PlotBy])
