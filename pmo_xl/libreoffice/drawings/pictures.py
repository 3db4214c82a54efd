"""Pictures on a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from pmo_xl.libreoffice.connection.office import properties, struct, url_of
from pmo_xl.libreoffice.convert.collection import Named
from pmo_xl.libreoffice.convert.units import hundredths
from pmo_xl.libreoffice.drawings.frames import Frame, shapes_on
from pmo_xl.libreoffice.drawings.shapes import Drawn, kind_of

if TYPE_CHECKING:
    from pmo_xl.libreoffice.objects.sheet import Sheet

_PIXEL = 2540 / 96
"""A pixel in hundredths of a millimetre, for pictures that do not tell their size."""


class Pictures(Named, base_classes.Pictures):
    """The pictures of a sheet."""

    parent: Any = None

    def __init__(self, sheet: Sheet) -> None:
        self.parent = sheet

    @property
    def api(self) -> Any:
        return self.parent.worksheet.DrawPage

    def __iter__(self) -> Iterator[Picture]:
        for shape in shapes_on(self.parent):
            if kind_of(shape)[0] == "picture":
                yield Picture(self.parent, shape)

    def add(
        self,
        filename: str,
        link_to_file: bool,
        save_with_document: bool,
        left: float | None,
        top: float | None,
        width: float,
        height: float,
        anchor: Any = None,
    ) -> Picture:
        """A picture of a file, in its own size where none is given (-1). It is kept in the workbook, never linked."""
        if link_to_file and not save_with_document:
            raise NotImplementedError("LibreOffice's engine keeps pictures in the workbook and links none.")
        graphic = _read(self.parent, filename)
        if anchor:
            left, top = anchor.left, anchor.top
        shape = self.parent.book.document.createInstance("com.sun.star.drawing.GraphicObjectShape")
        shape.Graphic = graphic
        taken = {picture.name for picture in self}
        self.api.add(shape)
        shape.Name = next(name for n in range(1, len(taken) + 2) if (name := f"Picture {n}") not in taken)
        own = _size(graphic)
        sized = width >= 0 and height >= 0
        shape.Size = (
            struct("awt.Size", *map(hundredths, (width, height))) if sized else struct("awt.Size", *own)
        )
        shape.Position = struct("awt.Point", hundredths(left or 0), hundredths(top or 0))
        picture = Picture(self.parent, shape)
        picture.lock_aspect_ratio = not sized
        return picture


def _read(sheet: Sheet, filename: str) -> Any:
    """LibreOffice's picture of a file; FileNotFoundError or OSError where it is none."""
    path = Path(filename)
    if not path.is_file():
        raise FileNotFoundError(f"No such file: '{filename}'")
    provider = sheet.book.app.office.create("com.sun.star.graphic.GraphicProvider")
    graphic = provider.queryGraphic(properties(URL=url_of(path)))
    if graphic is None or not any(_size(graphic)):
        raise OSError(f"LibreOffice could not read '{filename}' as a picture.")
    return graphic


def _size(graphic: Any) -> tuple[int, int]:
    own, pixels = graphic.Size100thMM, graphic.SizePixel
    if own.Width and own.Height:
        return own.Width, own.Height
    return round(pixels.Width * _PIXEL), round(pixels.Height * _PIXEL)


class Picture(Drawn, base_classes.Picture):
    """One picture."""

    locked_by_default = True

    left, top, width, height = Frame.left, Frame.top, Frame.width, Frame.height
    lock_aspect_ratio = Frame.lock_aspect_ratio

    name = Drawn.name

    def index(self) -> int:
        return int(self.shape.ZOrder) + 1

    def update(self, filename: str) -> Picture:
        """Another picture in the same frame."""
        self.shape.Graphic = _read(self.parent, filename)
        return self

    def delete(self) -> None:
        self.parent.worksheet.DrawPage.remove(self.shape)
