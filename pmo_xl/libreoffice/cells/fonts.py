"""The font of cells, of a shape, of some characters in either."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xlwings import base_classes

from pmo_xl.libreoffice.connection.office import enum
from pmo_xl.libreoffice.convert.units import colour_from, colour_to

BOLD, NORMAL = 150.0, 100.0


def common(uno: Any, name: str) -> Any:
    """A property that all the cells or characters share; None where they differ."""
    state = getattr(uno, "getPropertyState", None)
    if state is not None and state(name).value == "AMBIGUOUS_VALUE":
        return None
    return getattr(uno, name)


def _character(name: str, read: Callable[[Any], Any], write: Callable[[Any], Any]) -> Any:
    """A property of the font, by LibreOffice's name; cells that differ give None."""

    def get(font: Font) -> Any:
        value = common(font.uno, name)
        return None if value is None else read(value)

    def put(font: Font, value: Any) -> None:
        setattr(font.uno, name, write(value))

    return property(get, put)


class Font(base_classes.Font):
    """The font of whatever LibreOffice object has properties of characters."""

    bold = _character("CharWeight", lambda weight: weight >= BOLD, lambda on: BOLD if on else NORMAL)
    italic = _character(
        "CharPosture",
        lambda slant: slant.value == "ITALIC",
        lambda on: enum("awt.FontSlant", "ITALIC" if on else "NONE"),
    )
    size = _character("CharHeight", float, float)
    name = _character("CharFontName", str, str)
    # Where no colour was chosen LibreOffice writes black on light ground, as Excel does.
    color = _character("CharColor", lambda number: colour_from(number) or (0, 0, 0), colour_to)
    underline = _character("CharUnderline", lambda line: line != 0, int)
    strikethrough = _character("CharStrikeout", lambda line: line != 0, int)

    def __init__(self, uno: Any, words: Any = None) -> None:
        self.uno = uno
        self._words = words

    @property
    def api(self) -> Any:
        return self.uno if self._words is None else self._words
