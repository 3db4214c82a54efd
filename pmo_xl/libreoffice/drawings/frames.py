"""What everything that lies on a sheet has: a name, a place, a size."""

from __future__ import annotations

from typing import Any

from pmo_xl.libreoffice.connection.office import properties, struct
from pmo_xl.libreoffice.convert.units import hundredths, points

_LOCKED = "KeepsAspectRatio"


def _side(name: str) -> Any:
    """The position or the length of one side, in points."""
    corner = {"left": "X", "top": "Y"}.get(name)

    def get(self: Frame) -> float:
        shape = self.shape
        return points(getattr(shape.Position, corner) if corner else getattr(shape.Size, name.title()))

    def put(self: Frame, value: float) -> None:
        shape, length = self.shape, hundredths(value)
        if corner:
            at = shape.Position
            shape.Position = struct(
                "awt.Point", *(length if side == corner else getattr(at, side) for side in "XY")
            )
            return
        self._resize(**{name: length})

    return property(get, put)


class Frame:
    """The place and the size of a thing on a sheet, through LibreOffice's shape of it."""

    locked_by_default: Any = False

    left = _side("left")
    top = _side("top")
    width = _side("width")
    height = _side("height")

    @property
    def shape(self) -> Any:
        """LibreOffice's shape."""
        raise NotImplementedError

    def _resize(self, width: int | None = None, height: int | None = None) -> None:
        """To a width or a height in hundredths of a millimetre; the other follows where the ratio is kept."""
        shape = self.shape
        size = shape.Size
        if self.lock_aspect_ratio:
            if width is not None and height is None and size.Width:
                height = round(size.Height * width / size.Width)
            elif height is not None and width is None and size.Height:
                width = round(size.Width * height / size.Height)
        shape.Size = struct(
            "awt.Size", size.Width if width is None else width, size.Height if height is None else height
        )

    @property
    def lock_aspect_ratio(self) -> bool:
        return bool(self.remembered(_LOCKED, self.locked_by_default))

    @lock_aspect_ratio.setter
    def lock_aspect_ratio(self, value: bool) -> None:
        self.remember(_LOCKED, bool(value))

    def remembered(self, name: str, otherwise: Any = None) -> Any:
        """What the shape was given to remember, as long as the workbook is open."""
        return {each.Name: each.Value for each in self.shape.InteropGrabBag or ()}.get(name, otherwise)

    def remember(self, name: str, value: Any) -> None:
        """Have the shape remember what LibreOffice has no property for."""
        others = tuple(each for each in self.shape.InteropGrabBag or () if each.Name != name)
        self.shape.InteropGrabBag = (*others, *properties(**{name: value}))


def shapes_on(sheet: Any) -> list[Any]:
    """LibreOffice's shapes of a sheet, the hindmost first; the captions of notes are none of them to Excel."""
    page = sheet.worksheet.DrawPage
    found = map(page.getByIndex, range(page.Count))
    return [shape for shape in found if not shape.ShapeType.endswith(".CaptionShape")]
