"""Lines around and between cells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from pmo_xl.libreoffice.connection.office import struct
from pmo_xl.libreoffice.convert.units import colour_from, colour_to

if TYPE_CHECKING:
    from pmo_xl.libreoffice.objects.ranges import Range

_UNSET = base_classes._UNSET

# com.sun.star.table.BorderLineStyle, as LibreOffice reads them from Excel's files and writes them there: fine dashes
# are Excel's dashes where they are thin, and its slanted ones where they are wider.
_SOLID, _DOTTED, _DASHED, _FINE, _DOUBLE, _NONE = 0, 1, 2, 14, 15, 32767
_STYLES = {
    "continuous": _SOLID,
    "dot": _DOTTED,
    "dash": _FINE,
    "slant_dash_dot": _FINE,
    "double": _DOUBLE,
    "dash_dot": 16,
    "dash_dot_dot": 17,
}
_STYLE_NAMES = {
    _SOLID: "continuous",
    _DOTTED: "dot",
    _DASHED: "dash",
    3: "double",
    _DOUBLE: "double",
    16: "dash_dot",
    17: "dash_dot_dot",
}
# Widths in hundredths of a millimetre which LibreOffice saves as Excel's four.
_WIDTHS = {"hairline": 2, "thin": 26, "medium": 62, "thick": 88}
_WIDEST = {"hairline": 8, "thin": 40, "medium": 75}
"""Up to which width a line counts as each; what is wider is thick."""
_ALLOWED = {
    "dot": ("thin",), "double": ("thick",), "slant_dash_dot": ("medium",), "dash": ("thin", "medium"),
    "dash_dot": ("thin", "medium"), "dash_dot_dot": ("thin", "medium"),
}  # fmt: skip
"""The weights that Excel has for a style, where it has not all; another becomes the last of them."""

_EDGES = {
    "edge_top": "TopLine",
    "edge_bottom": "BottomLine",
    "edge_left": "LeftLine",
    "edge_right": "RightLine",
    "inside_horizontal": "HorizontalLine",
    "inside_vertical": "VerticalLine",
}
_OF_A_CELL = {
    "edge_top": "TopBorder2",
    "edge_bottom": "BottomBorder2",
    "edge_left": "LeftBorder2",
    "edge_right": "RightBorder2",
    "inside_horizontal": "BottomBorder2",
    "inside_vertical": "RightBorder2",
}
_DIAGONALS = {"diagonal_down": "DiagonalTLBR2", "diagonal_up": "DiagonalBLTR2"}


class Borders:
    """The lines of a range."""

    def __init__(self, cells: Range) -> None:
        self.parent = cells

    @property
    def api(self) -> Any:
        return self.parent.uno

    def __getitem__(self, side: str) -> Border:
        return Border(self.parent, side)

    def grid_sides(self) -> tuple[str, ...]:
        """The edges, and what parts cells where there are several."""
        rows, columns = self.parent.shape
        missing = {"inside_vertical": columns < 2, "inside_horizontal": rows < 2}
        return tuple(side for side in base_classes.BORDER_GRID_SIDES if not missing.get(side))

    def _common(self, name: str) -> Any:
        found = {getattr(self[side], name) for side in self.grid_sides()}
        return found.pop() if len(found) == 1 else None

    @property
    def line_style(self) -> Any:
        """The style that all have; None where they differ."""
        return self._common("line_style")

    @property
    def weight(self) -> Any:
        """The weight that all have; None where they differ."""
        return self._common("weight")

    @property
    def color(self) -> Any:
        """The colour that all have; None where they differ."""
        return self._common("color")

    def set(
        self, which: Iterable[str], *, line_style: Any = _UNSET, weight: Any = _UNSET, color: Any = _UNSET
    ) -> None:
        for side in which:
            self[side].draw(line_style, weight, color)


class Border(base_classes.Border):
    """One line of a range: an edge, what lies between its cells, or a diagonal of each cell."""

    def __init__(self, cells: Range, side: str) -> None:
        self.cells = cells
        self.side = side

    @property
    def api(self) -> Any:
        return self._line

    @property
    def _line(self) -> Any:
        """LibreOffice's line; None where there is no cell to part from another. Of several, the first: as in Excel."""
        if not len(self.cells) or self._missing:
            return None
        rows, columns = self.cells.shape
        row = rows - 1 if self.side == "edge_bottom" else 0
        column = columns - 1 if self.side == "edge_right" else 0
        cell = self.cells.uno.getCellByPosition(column, row)
        return getattr(cell, _DIAGONALS.get(self.side) or _OF_A_CELL[self.side])

    @property
    def _missing(self) -> bool:
        rows, columns = self.cells.shape
        return (self.side == "inside_horizontal" and rows < 2) or (
            self.side == "inside_vertical" and columns < 2
        )

    @property
    def line_style(self) -> str | None:
        line = self._line
        if line is None:
            return None
        width = line.LineWidth or line.OuterLineWidth
        if line.LineStyle == _NONE or not width:
            return "none"
        if line.LineStyle == _FINE:
            return "dash" if width <= _WIDEST["thin"] else "slant_dash_dot"
        return _STYLE_NAMES.get(line.LineStyle, "continuous")

    @line_style.setter
    def line_style(self, value: str | None) -> None:
        self.draw(line_style=value)

    @property
    def weight(self) -> str | None:
        line = self._line
        if line is None or self.line_style == "none":
            return None if line is None else "thin"  # what a line would have, as Excel says
        if self.line_style == "double":
            return "thick"
        width = line.LineWidth or line.OuterLineWidth
        return next((name for name, widest in _WIDEST.items() if width <= widest), "thick")

    @weight.setter
    def weight(self, value: str) -> None:
        self.draw(weight=value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        line = self._line
        if line is None or self.line_style == "none" or (self.side in _DIAGONALS and len(self.cells) > 1):
            return None
        return colour_from(line.Color)

    @color.setter
    def color(self, value: Any) -> None:
        self.draw(color=value)

    def draw(self, line_style: Any = _UNSET, weight: Any = _UNSET, color: Any = _UNSET) -> None:
        """Change what is said and leave the rest; a line that was not there is thin, black and continuous."""
        if not len(self.cells) or self._missing:
            return
        if line_style in {None, "none"}:
            self._put(struct("table.BorderLine2", 0, 0, 0, 0, _NONE, 0))
            return
        old: dict[str, Any] = {"line_style": self.line_style, "weight": self.weight, "color": self.color}
        if old["line_style"] in {None, "none"}:
            old = {"line_style": "continuous", "weight": "thin", "color": (0, 0, 0)}
        style = old["line_style"] if line_style is _UNSET else line_style
        thickness = old["weight"] if weight is _UNSET else weight
        if weight is _UNSET and old["line_style"] == "double":
            thickness = "thin"
        allowed = _ALLOWED.get(style, tuple(_WIDTHS))
        if weight is not _UNSET and line_style is _UNSET and style == "double" and weight != "thick":
            style, allowed = (
                "continuous",
                tuple(_WIDTHS),
            )  # a double line has one weight: another makes it a plain one
        if thickness not in allowed:
            thickness = allowed[-1]
        self._put(_line(style, thickness, colour_to(old["color"] if color is _UNSET else color)))

    def _put(self, line: Any) -> None:
        if self.side in _DIAGONALS:
            setattr(self.cells.uno, _DIAGONALS[self.side], line)
            return
        edges = struct("table.TableBorder2")
        setattr(edges, _EDGES[self.side], line)
        setattr(edges, f"Is{_EDGES[self.side]}Valid", True)
        self.cells.uno.TableBorder2 = edges


def _line(style: str, weight: str, colour: int) -> Any:
    width = _WIDTHS["medium" if style == "double" else weight]
    kind = _DASHED if (style, weight) == ("dash", "medium") else _STYLES[style]
    return struct("table.BorderLine2", colour, 0, width, 0, kind, width)
