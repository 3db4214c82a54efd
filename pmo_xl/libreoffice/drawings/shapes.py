"""Shapes on a sheet: what somebody drew, and pictures, charts and buttons besides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from pmo_xl.libreoffice.cells.characters import Characters
from pmo_xl.libreoffice.cells.fonts import Font
from pmo_xl.libreoffice.connection.office import struct
from pmo_xl.libreoffice.convert.collection import Named
from pmo_xl.libreoffice.drawings.frames import Frame, shapes_on

if TYPE_CHECKING:
    from pmo_xl.libreoffice.objects.sheet import Sheet

# LibreOffice's kinds of shapes, and what Excel calls them and names them by.
_KINDS = {
    "GraphicObjectShape": ("picture", "Picture"),
    "OLE2Shape": ("chart", "Chart"),
    "ControlShape": ("form_control", "Button"),
    "LineShape": ("line", "Straight Connector"),
    "ConnectorShape": ("line", "Straight Connector"),
    "TextShape": ("text_box", "TextBox"),
    "GroupShape": ("group", "Group"),
    "ClosedBezierShape": ("freeform", "Freeform"),
    "OpenBezierShape": ("freeform", "Freeform"),
    "PolyPolygonShape": ("freeform", "Freeform"),
    "PolyLineShape": ("freeform", "Freeform"),
}
_DRAWN = ("auto_shape", "Shape")


def kind_of(shape: Any) -> tuple[str, str]:
    """Xlwings' word for the kind of a shape, and the word that Excel begins its name with."""
    return _KINDS.get(shape.ShapeType.rpartition(".")[2], _DRAWN)


def name_of(shape: Any) -> str:
    """A shape's name. A chart has one of its own; what has none at all is called by its kind and its place."""
    if name := shape.Name or getattr(shape, "PersistName", ""):
        return str(name)
    return f"{kind_of(shape)[1]} {shape.ZOrder + 1}"


class Shapes(Named):
    """The shapes of a sheet, the hindmost first, as in Excel."""

    def __init__(self, sheet: Sheet) -> None:
        self.parent = sheet

    @property
    def api(self) -> Any:
        return self.parent.worksheet.DrawPage

    def __iter__(self) -> Iterator[Shape]:
        for shape in shapes_on(self.parent):
            yield Shape(self.parent, shape)


class Drawn(Frame):
    """A shape that is held by what LibreOffice has for it, with its name."""

    parent: Any = None

    def __init__(self, sheet: Sheet, shape: Any) -> None:
        self.parent = sheet
        self._shape = shape

    @property
    def shape(self) -> Any:
        return self._shape

    api = shape

    @property
    def name(self) -> str:
        return name_of(self.shape)

    @name.setter
    def name(self, value: str) -> None:
        self.shape.Name = value


class Shape(Drawn, base_classes.Shape):
    """One shape."""

    left, top, width, height = Frame.left, Frame.top, Frame.width, Frame.height

    @property
    def locked_by_default(self) -> bool:
        return self.type == "picture"

    name = Drawn.name

    @property
    def type(self) -> str:
        return kind_of(self.shape)[0]

    @property
    def index(self) -> int:
        return int(self.shape.ZOrder) + 1

    def delete(self) -> None:
        if self.type == "chart":
            self.parent.worksheet.Charts.removeByName(self.shape.PersistName)
        else:
            self.parent.worksheet.DrawPage.remove(self.shape)

    def activate(self) -> None:
        if controller := self.parent.book.document.getCurrentController():
            controller.select(self.shape)

    def scale_height(self, factor: float, relative_to_original_size: bool, scale: str) -> None:
        self._scale("Height", factor, relative_to_original_size, scale)

    def scale_width(self, factor: float, relative_to_original_size: bool, scale: str) -> None:
        self._scale("Width", factor, relative_to_original_size, scale)

    def _scale(self, side: str, factor: float, from_original: bool, anchor: str) -> None:
        """Larger or smaller by a factor, from a corner or the middle; what the picture measured when it was made."""
        shape = self.shape
        before, at = shape.Size, shape.Position
        if from_original and self.type != "picture":
            raise ValueError("Only a picture has an original size to scale from.")
        length = getattr(shape.Graphic.Size100thMM if from_original else before, side)
        self._resize(**{side.lower(): round(length * factor)})
        share = {"scale_from_top_left": 0.0, "scale_from_middle": 0.5, "scale_from_bottom_right": 1.0}[anchor]
        after = shape.Size
        shape.Position = struct(
            "awt.Point",
            at.X + round((before.Width - after.Width) * share),
            at.Y + round((before.Height - after.Height) * share),
        )

    @property
    def text(self) -> str | None:
        return str(self.shape.String) or None if hasattr(self.shape, "String") else None

    @text.setter
    def text(self, value: str) -> None:
        self.shape.String = value

    @property
    def font(self) -> Font:
        # A shape tells the looks of its first letter only; one without a word has none.
        return Font(self.characters.api if self.text else self.shape)

    @property
    def characters(self) -> Characters:
        return Characters(self.shape)
