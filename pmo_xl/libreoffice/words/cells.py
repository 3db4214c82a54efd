"""The commonest of Excel's words for cells, as code for Windows asks for them through ``.api``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pmo_xl.libreoffice.convert.address import COLUMNS, ROWS, Block
from pmo_xl.libreoffice.convert.units import excel_number
from pmo_xl.libreoffice.words import constants
from pmo_xl.libreoffice.words.word import Words


def _passed_on(name: str, of: Callable[[Any], Any] = lambda words: words.cells) -> Any:
    """A word that is a member of the engine's by another name."""

    def get(self: Any) -> Any:
        return getattr(of(self), name)

    def put(self: Any, value: Any) -> None:
        setattr(of(self), name, value)

    return property(get, put)


def _chosen(name: str, words: dict[int, str]) -> Any:
    """A member whose values Excel has numbers for."""
    numbers = {word: number for number, word in words.items()}

    def get(self: Any) -> Any:
        return numbers.get(getattr(self.cells, name))

    def put(self: Any, value: Any) -> None:
        setattr(self.cells, name, constants.word(words, value))

    return property(get, put)


def _colour(of: Callable[[Any], Any]) -> tuple[Any, Any]:
    """A colour by Excel's number for it, and by its place in Excel's palette."""

    def get(self: Any) -> Any:
        return excel_number(of(self).color)

    def put(self: Any, value: Any) -> None:
        of(self).color = value

    def index(self: Any) -> Any:
        return constants.palette_index(of(self).color)

    def put_index(self: Any, value: int) -> None:
        of(self).color = constants.palette(value)

    return property(get, put), property(index, put_index)


class FontWords(Words):
    """What Excel calls ``Font``."""

    _what = "a font"

    Name = _passed_on("name", lambda words: words.font)
    Size = _passed_on("size", lambda words: words.font)
    Bold = _passed_on("bold", lambda words: words.font)
    Italic = _passed_on("italic", lambda words: words.font)
    Strikethrough = _passed_on("strikethrough", lambda words: words.font)
    Color, ColorIndex = _colour(lambda words: words.font)

    def __init__(self, font: Any) -> None:
        super().__init__(lambda: font.uno)
        object.__setattr__(self, "font", font)

    @property
    def Underline(self) -> int | None:  # noqa: N802 - Excel's words
        single = self.font.underline
        return None if single is None else constants.UNDERLINED if single else constants.NONE

    @Underline.setter
    def Underline(self, value: Any) -> None:  # noqa: N802
        self.font.underline = value not in {constants.NONE, False, None}


class InteriorWords(Words):
    """What Excel calls ``Interior``."""

    _what = "an interior"

    Color, ColorIndex = _colour(lambda words: words.cells)

    def __init__(self, cells: Any) -> None:
        super().__init__(lambda: cells.uno)
        object.__setattr__(self, "cells", cells)

    @property
    def Pattern(self) -> int:  # noqa: N802
        return constants.NONE if self.cells.color is None else constants.SOLID

    @Pattern.setter
    def Pattern(self, value: int) -> None:  # noqa: N802
        if value == constants.NONE:
            self.cells.color = None
        elif value != constants.SOLID:
            raise NotImplementedError("LibreOffice's engine fills cells with one colour and no pattern.")


class BorderWords(Words):
    """What Excel calls a ``Border``, or all of a range's at once."""

    _what = "borders"

    LineStyle = _chosen("line_style", constants.LINES)
    Weight = _chosen("weight", constants.WEIGHTS)
    Color, ColorIndex = _colour(lambda words: words.cells)

    def __init__(self, lines: Any, cells: Any) -> None:
        super().__init__(lambda: cells.uno)
        object.__setattr__(self, "cells", lines)
        object.__setattr__(self, "of", cells)


class _All:
    """The lines of a range as one line."""

    def __init__(self, cells: Any) -> None:
        object.__setattr__(self, "borders", cells.borders)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.borders, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self.borders.set(self.borders.grid_sides(), **{name: value})


class BordersWords(BorderWords):
    """What Excel calls ``Borders``: all lines, or with a number in brackets one of them."""

    def __init__(self, cells: Any) -> None:
        super().__init__(_All(cells), cells)

    def __call__(self, index: int) -> BorderWords:
        return BorderWords(self.of.borders[constants.word(constants.SIDES, index)], self.of)

    Item = __call__


class LinesWords(Words):
    """What Excel calls ``EntireRow``, ``EntireColumn``, ``Rows`` and ``Columns``."""

    _what = "rows and columns"

    RowHeight = _passed_on("row_height")
    ColumnWidth = _passed_on("column_width")

    def __init__(self, cells: Any, axis: str) -> None:
        super().__init__(lambda: cells.uno)
        object.__setattr__(self, "cells", cells)
        object.__setattr__(self, "axis", axis)

    def __call__(self, index: int | str) -> LinesWords:
        place: Block = self.cells.place
        if self.axis == "rows":
            return LinesWords(
                self.cells._at(Block(place.row + int(index) - 1, place.column, 1, place.columns)), self.axis
            )
        number = constants.column(index)
        return LinesWords(
            self.cells._at(Block(place.row, place.column + number - 1, place.rows, 1)), self.axis
        )

    @property
    def _whole(self) -> Any:
        place: Block = self.cells.place
        whole = {
            "rows": place._replace(column=1, columns=COLUMNS),
            "columns": place._replace(row=1, rows=ROWS),
        }
        return self.cells._at(whole[self.axis])

    @property
    def Count(self) -> int:  # noqa: N802
        return int(self.cells.shape[self.axis == "columns"])

    @property
    def Hidden(self) -> bool | None:  # noqa: N802
        hidden: bool | None = getattr(self.cells, f"{self.axis[:-1]}_hidden")
        return hidden

    @Hidden.setter
    def Hidden(self, value: bool) -> None:  # noqa: N802
        setattr(self.cells, f"{self.axis[:-1]}_hidden", bool(value))

    def Delete(self, Shift: Any = None) -> None:  # noqa: N802, N803
        self._whole.delete()

    def Insert(self, Shift: Any = None, CopyOrigin: Any = None) -> None:  # noqa: N802, N803
        self._whole.insert()

    def AutoFit(self) -> None:  # noqa: N802
        self.cells.autofit(self.axis)

    def Group(self) -> None:  # noqa: N802
        self.cells.group(self.axis)

    def Ungroup(self) -> None:  # noqa: N802
        self.cells.ungroup(self.axis)


class RangeWords(Words):
    """What Excel calls a ``Range``."""

    _what = "cells"

    Value = _passed_on("raw_value")
    Value2 = _passed_on("raw_value")
    Formula = _passed_on("formula")
    NumberFormat = _passed_on("number_format")
    WrapText = _passed_on("wrap_text")
    RowHeight = _passed_on("row_height")
    ColumnWidth = _passed_on("column_width")
    HorizontalAlignment = _chosen("horizontal_alignment", constants.HORIZONTAL)
    VerticalAlignment = _chosen("vertical_alignment", constants.VERTICAL)
    IndentLevel = _passed_on("indent")
    Row = _passed_on("row")
    Column = _passed_on("column")
    MergeCells = _passed_on("merge_cells")

    def __init__(self, cells: Any) -> None:
        super().__init__(lambda: cells.uno)
        object.__setattr__(self, "cells", cells)

    @property
    def Font(self) -> FontWords:  # noqa: N802
        return FontWords(self.cells.font)

    @property
    def Interior(self) -> InteriorWords:  # noqa: N802
        return InteriorWords(self.cells)

    @property
    def Borders(self) -> BordersWords:  # noqa: N802
        return BordersWords(self.cells)

    @property
    def Rows(self) -> LinesWords:  # noqa: N802
        return LinesWords(self.cells, "rows")

    @property
    def Columns(self) -> LinesWords:  # noqa: N802
        return LinesWords(self.cells, "columns")

    EntireRow, EntireColumn = Rows, Columns

    @property
    def Orientation(self) -> int:  # noqa: N802
        degrees: int = round(self.cells.uno.RotateAngle / 100)
        return degrees

    @Orientation.setter
    def Orientation(self, value: int) -> None:  # noqa: N802
        degrees = {-4171: 90, -4170: -90, -4128: 0}.get(value, value)
        self.cells.uno.RotateAngle = round(degrees * 100) % 36_000

    @property
    def Text(self) -> str:  # noqa: N802
        """What the first cell shows."""
        return str(self.cells.cell.getString())

    @property
    def Address(self) -> str:  # noqa: N802
        return str(self.cells.address)

    # ---- what is done to them -----------------------------------------------------------------------

    def Select(self) -> None:  # noqa: N802
        self.cells.select()

    Activate = Select

    def Clear(self) -> None:  # noqa: N802
        self.cells.clear()

    def ClearContents(self) -> None:  # noqa: N802
        self.cells.clear_contents()

    def ClearFormats(self) -> None:  # noqa: N802
        self.cells.clear_formats()

    def Delete(self, Shift: int | None = None) -> None:  # noqa: N802, N803
        self.cells.delete(constants.word(constants.SHIFTS, Shift))

    def Insert(self, Shift: int | None = None, CopyOrigin: Any = None) -> None:  # noqa: N802, N803
        self.cells.insert(constants.word(constants.SHIFTS, Shift))

    def Merge(self, Across: bool = False) -> None:  # noqa: N802, N803
        self.cells.merge(Across)

    def UnMerge(self) -> None:  # noqa: N802
        self.cells.unmerge()

    def AutoFit(self) -> None:  # noqa: N802
        self.cells.autofit()

    def AddComment(self, Text: str = "") -> None:  # noqa: N802, N803
        self.cells.add_note(Text)

    def Copy(self, Destination: Any = None) -> None:  # noqa: N802, N803
        self.cells.copy_to(Destination.cells) if Destination is not None else self.cells.copy()

    def PasteSpecial(  # noqa: N802
        self, Paste: int = -4104, Operation: int = -4142, SkipBlanks: bool = False, Transpose: bool = False  # noqa: N803
    ) -> None:  # fmt: skip
        self.cells.paste(
            constants.word(constants.PASTES, Paste), constants.word(constants.OPERATIONS, Operation), SkipBlanks, Transpose
        )  # fmt: skip

    def Sort(  # noqa: N802
        self, Key1: Any = None, Order1: int = 1, Key2: Any = None, Type: Any = None, Order2: int = 1,  # noqa: N803
        Key3: Any = None, Order3: int = 1, Header: int = 2, **more: Any,  # noqa: N803
    ) -> None:  # fmt: skip
        """By up to three columns; what else Excel's Sort takes (its way, its capitals) is not known here."""
        if more:
            raise NotImplementedError(f"LibreOffice's engine sorts without {', '.join(more)}.")
        keys = [
            (key, order) for key, order in ((Key1, Order1), (Key2, Order2), (Key3, Order3)) if key is not None
        ]
        columns = [key.cells.column - self.cells.column + 1 for key, _ in keys] or [1]
        ascending = [order != constants.DESCENDING for _, order in keys] or [True]
        self.cells.sort(columns, ascending, Header == constants.WITH_HEADER)

    def AutoFilter(  # noqa: N802
        self, Field: int | None = None, Criteria1: Any = None, Operator: int = 1, Criteria2: Any = None, **_: Any  # noqa: N803
    ) -> None:  # fmt: skip
        """The buttons on and off, or rows shown by a criterion such as ``">5"`` or a list of values (operator 7)."""
        self.cells.autofilter.by_words(Field, Criteria1, Operator, Criteria2)
