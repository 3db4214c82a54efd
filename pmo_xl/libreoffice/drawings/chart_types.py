"""xlwings' types of charts as LibreOffice has them: a kind of diagram, and what is switched on in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

NO_SYMBOLS, AUTOMATIC_SYMBOLS = -3, -1
_EXPLODED = 0.2
"""How far the parts of an exploded pie stand apart, in its radius."""

Type = tuple[str, dict[str, Any]]
_SOLIDS = {"": 0, "cylinder_": 1, "cone_": 2, "pyramid_": 3}
_STACKING: dict[str, dict[str, bool]] = {
    "": {"Stacked": False, "Percent": False},
    "_stacked": {"Stacked": True, "Percent": False},
    "_stacked_100": {"Stacked": False, "Percent": True},
}


def _bars() -> Iterator[tuple[str, Type]]:
    """Columns and bars, flat and solid, side by side and stacked. A diagram is made solid before it is laid down."""
    for column, vertical in (("column", False), ("bar", True)):
        short = "col" if column == "column" else column
        for how, stacked in _STACKING.items():
            last = {"Deep": False, **stacked, "Vertical": vertical}
            words = how or "_clustered"
            yield f"{column}{words}", ("Bar", {"Dim3D": False, **last})
            for solid, number in _SOLIDS.items():
                name = f"{solid}{short}{words}" if solid else f"3d_{column}{words}"
                yield name, ("Bar", {"Dim3D": True, "SolidType": number, **last})
    for solid, number in _SOLIDS.items():
        deep = {"Dim3D": True, "SolidType": number, "Deep": True, **_STACKING[""], "Vertical": False}
        yield f"{solid}col" if solid else "3d_column", ("Bar", deep)


def _lines() -> Iterator[tuple[str, Type]]:
    """Lines and areas."""
    flat = {"Dim3D": False, "Deep": False}
    for how, stacked in _STACKING.items():
        yield f"line{how}", ("Line", {**flat, **stacked, "SymbolType": NO_SYMBOLS})
        yield f"line_markers{how}", ("Line", {**flat, **stacked, "SymbolType": AUTOMATIC_SYMBOLS})
        yield f"area{how}", ("Area", {**flat, **stacked})
        if how:
            yield f"3d_area{how}", ("Area", {**flat, **stacked, "Dim3D": True})
    yield "3d_line", ("Line", {**_STACKING[""], "Dim3D": True, "Deep": True})
    yield "3d_area", ("Area", {**_STACKING[""], "Dim3D": True, "Deep": True})


TYPES: dict[str, Type] = {
    **dict(_bars()),
    **dict(_lines()),
    "pie": ("Pie", {"Dim3D": False, "Offset": 0.0}),
    "pie_exploded": ("Pie", {"Dim3D": False, "Offset": _EXPLODED}),
    "3d_pie": ("Pie", {"Dim3D": True, "Offset": 0.0}),
    "3d_pie_exploded": ("Pie", {"Dim3D": True, "Offset": _EXPLODED}),
    "doughnut": ("Donut", {"Offset": 0.0}),
    "doughnut_exploded": ("Donut", {"Offset": _EXPLODED}),
    "xy_scatter": ("XY", {"Lines": False}),
    "xy_scatter_lines": ("XY", {"Lines": True, "SplineType": 0, "SymbolType": AUTOMATIC_SYMBOLS}),
    "xy_scatter_lines_no_markers": ("XY", {"Lines": True, "SplineType": 0, "SymbolType": NO_SYMBOLS}),
    "xy_scatter_smooth": ("XY", {"Lines": True, "SplineType": 1, "SymbolType": AUTOMATIC_SYMBOLS}),
    "xy_scatter_smooth_no_markers": ("XY", {"Lines": True, "SplineType": 1, "SymbolType": NO_SYMBOLS}),
    "radar": ("Net", {"SymbolType": NO_SYMBOLS}),
    "radar_markers": ("Net", {"SymbolType": AUTOMATIC_SYMBOLS}),
    "radar_filled": ("FilledNet", {}),
    "bubble": ("Bubble", {}),
}

SERIES = {
    "column_clustered": ("Column", False),
    "line": ("Line", False),
    "line_markers": ("Line", True),
    "area": ("Area", False),
}
"""The types that one series can have beside others: LibreOffice's, and whether its points are marked."""


def draw(drawn: Any, name: str) -> None:
    """Make a chart of LibreOffice one of this type."""
    if name not in TYPES:
        raise NotImplementedError(f"LibreOffice's engine draws no chart of type '{name}'.")
    kind, switches = TYPES[name]
    drawn.lockControllers()  # or it would be drawn anew at every switch
    try:
        drawn.setDiagram(drawn.createInstance(f"com.sun.star.chart.{kind}Diagram"))
        diagram = drawn.Diagram
        for key, on in switches.items():
            if key == "Offset":
                for series in all_series(drawn):
                    series.Offset = on
            elif on is not False or key == "Lines":  # a new diagram has nothing switched on
                setattr(diagram, key, on)
    finally:
        drawn.unlockControllers()


def read(drawn: Any) -> str:
    """The type of a chart of LibreOffice; ``combination`` where its series have several, or none of xlwings' fits."""
    diagram = drawn.Diagram
    if len([kind for kind in chart_types(drawn) if kind.getDataSeries()]) > 1:
        return "combination"
    kind = diagram.DiagramType.rpartition(".")[2].removesuffix("Diagram")
    told: dict[str, Any] = {}  # each is a question to another program
    for name, (this_kind, switches) in TYPES.items():
        if this_kind == kind and all(
            _fits(drawn, diagram, key, wanted, told) for key, wanted in switches.items()
        ):
            return name
    return "combination"


def _fits(drawn: Any, diagram: Any, key: str, wanted: Any, told: dict[str, Any]) -> bool:
    if key not in told:
        match key:
            case "SymbolType":  # what was chosen automatically reads back as the symbol that it became
                told[key] = NO_SYMBOLS if diagram.SymbolType == NO_SYMBOLS else AUTOMATIC_SYMBOLS
            case "Lines":  # whose own switch says yes whatever is drawn
                told[key] = any(series.LineStyle.value != "NONE" for series in all_series(drawn))
            case "Offset":
                told[key] = _EXPLODED if any(series.Offset > 0 for series in all_series(drawn)) else 0.0
            case _:
                told[key] = getattr(diagram, key) or 0  # None where there is nothing to draw
    return bool(told[key] == wanted)


def chart_types(drawn: Any) -> list[Any]:
    """LibreOffice's types of the series in a chart, in the order in which they are drawn."""
    first = drawn.getFirstDiagram()
    return [kind for system in first.getCoordinateSystems() for kind in system.getChartTypes()]


def all_series(drawn: Any) -> list[Any]:
    """LibreOffice's series of a chart."""
    return [series for kind in chart_types(drawn) for series in kind.getDataSeries()]
