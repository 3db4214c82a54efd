"""The page setup of a sheet in Excel's words."""

from __future__ import annotations

from typing import Any

from pmo_xl.libreoffice.connection.office import struct
from pmo_xl.libreoffice.convert.address import Block, block_of, parsed, spelled
from pmo_xl.libreoffice.convert.units import hundredths, points
from pmo_xl.libreoffice.words.word import Words

_PORTRAIT, _LANDSCAPE = 1, 2
# Excel's numbers of sizes of paper, in hundredths of a millimetre.
_PAPERS = {1: (21590, 27940), 5: (21590, 35560), 8: (29700, 42000), 9: (21000, 29700), 11: (14800, 21000)}
_SHARED = "PageStyle_"


def _style(name: str, read: Any = lambda value: value, write: Any = lambda value: value) -> Any:
    """A property of the page style, by LibreOffice's name."""

    def get(self: PageWords) -> Any:
        return read(getattr(self.style, name))

    def put(self: PageWords, value: Any) -> None:
        setattr(self.own_style(), name, write(value))

    return property(get, put)


def _titles(rows: bool) -> Any:
    """The rows or columns that are printed on every page: ``$1:$2``, ``$A:$A``."""
    kind = "Rows" if rows else "Columns"

    def get(self: PageWords) -> str:
        sheet = self.sheet.worksheet
        if not getattr(sheet, f"getPrintTitle{kind}")():
            return ""
        place = block_of(getattr(sheet, f"getTitle{kind}")())
        whole = place._replace(column=1, columns=16_384) if rows else place._replace(row=1, rows=1_048_576)
        return spelled(Block(*whole))

    def put(self: PageWords, value: str) -> None:
        sheet = self.sheet.worksheet
        place = parsed(value) if value else None
        if value and place is None:
            raise ValueError(f"'{value}' names no {kind.lower()}.")
        if place is not None:
            cells = self.sheet.block(place).uno
            getattr(sheet, f"setTitle{kind}")(cells.RangeAddress)
        getattr(sheet, f"setPrintTitle{kind}")(place is not None)

    return property(get, put)


class PageWords(Words):
    """What Excel calls ``PageSetup``."""

    _what = "a page setup"

    CenterHorizontally = _style("CenterHorizontally")
    CenterVertically = _style("CenterVertically")
    LeftMargin = _style("LeftMargin", points, hundredths)
    RightMargin = _style("RightMargin", points, hundredths)
    TopMargin = _style("TopMargin", points, hundredths)
    BottomMargin = _style("BottomMargin", points, hundredths)
    PrintGridlines = _style("PrintGrid")
    PrintHeadings = _style("PrintHeaders")
    PrintTitleRows = _titles(rows=True)
    PrintTitleColumns = _titles(rows=False)

    def __init__(self, sheet: Any) -> None:
        super().__init__(lambda: self.style)
        object.__setattr__(self, "sheet", sheet)

    @property
    def _styles(self) -> Any:
        return self.sheet.book.document.StyleFamilies.getByName("PageStyles")

    @property
    def style(self) -> Any:
        """The page style that LibreOffice prints the sheet with, perhaps others too."""
        return self._styles.getByName(self.sheet.worksheet.PageStyle)

    def own_style(self) -> Any:
        """A page style of this sheet's own, made like the one that it shared: Excel knows no other."""
        worksheet, styles = self.sheet.worksheet, self._styles
        others = [s.worksheet.PageStyle for s in self.sheet.book.sheets if s.index != self.sheet.index]
        if worksheet.PageStyle not in others and worksheet.PageStyle != "Default":
            return self.style
        number = 1
        while styles.hasByName(name := f"{_SHARED}{self.sheet.name}_{number}"):
            number += 1
        old = self.style
        styles.insertByName(name, self.sheet.book.document.createInstance("com.sun.star.style.PageStyle"))
        new = styles.getByName(name)
        for told in old.PropertySetInfo.getProperties():
            if told.Name in _COPIED:
                setattr(new, told.Name, getattr(old, told.Name))
        worksheet.PageStyle = name
        return new

    @property
    def Orientation(self) -> int:  # noqa: N802 - Excel's word
        return _LANDSCAPE if self.style.IsLandscape else _PORTRAIT

    @Orientation.setter
    def Orientation(self, value: int) -> None:  # noqa: N802
        style = self.own_style()
        landscape = int(value) == _LANDSCAPE
        if bool(style.IsLandscape) != landscape:
            size = style.Size
            style.IsLandscape = landscape
            style.Size = struct("awt.Size", size.Height, size.Width)

    @property
    def PaperSize(self) -> int | None:  # noqa: N802
        size = sorted((self.style.Size.Width, self.style.Size.Height))
        near = (
            n
            for n, paper in _PAPERS.items()
            if max(abs(a - b) for a, b in zip(size, paper, strict=True)) < 50
        )
        return next(near, None)

    @PaperSize.setter
    def PaperSize(self, value: int) -> None:  # noqa: N802
        if value not in _PAPERS:
            raise NotImplementedError(f"LibreOffice's engine knows no paper of Excel's number {value}.")
        style = self.own_style()
        short, long = _PAPERS[value]
        style.Size = struct("awt.Size", *((long, short) if style.IsLandscape else (short, long)))

    @property
    def Zoom(self) -> int | bool:  # noqa: N802
        return False if self._fitted else int(self.style.PageScale) or 100

    @Zoom.setter
    def Zoom(self, value: int | bool) -> None:  # noqa: N802
        style = self.own_style()
        if value is False:
            if not self._fitted:
                style.ScaleToPagesX = style.ScaleToPagesY = 1
        else:
            style.ScaleToPagesX = style.ScaleToPagesY = 0
            style.PageScale = int(value)

    @property
    def _fitted(self) -> bool:
        return bool(self.style.ScaleToPagesX or self.style.ScaleToPagesY)

    @property
    def FitToPagesWide(self) -> int | bool:  # noqa: N802
        return int(self.style.ScaleToPagesX) or False

    @FitToPagesWide.setter
    def FitToPagesWide(self, value: int | bool) -> None:  # noqa: N802
        self.own_style().ScaleToPagesX = int(value)

    @property
    def FitToPagesTall(self) -> int | bool:  # noqa: N802
        return int(self.style.ScaleToPagesY) or False

    @FitToPagesTall.setter
    def FitToPagesTall(self, value: int | bool) -> None:  # noqa: N802
        self.own_style().ScaleToPagesY = int(value)


_COPIED = frozenset({
    "IsLandscape", "Size", "LeftMargin", "RightMargin", "TopMargin", "BottomMargin", "CenterHorizontally", "CenterVertically",
    "PrintGrid", "PrintHeaders", "PageScale", "ScaleToPagesX", "ScaleToPagesY", "HeaderIsOn", "FooterIsOn",
})  # fmt: skip
"""What a sheet's own page style takes over from the one that it shared."""
