"""One palette and one set of number formats for every workbook we write.

Colours are the Okabe-Ito set, which colour-blind readers tell apart; a colour never stands alone:
a sign (● ▲ ◆) or a word always says the same.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.image import Image
from xlsxwriter.utility import cell_autofit_width
from xlsxwriter.worksheet import Worksheet

from pmo_xl.core.definition.column import Column, Kind
from pmo_xl.core.definition.model import ERROR_SIGN, OK_SIGN, WARNING_SIGN, choices_of
from pmo_xl.core.settings.brand import PLAIN, Brand, mixed_with_white

NAVY = "#1F3A5F"
BLUE = "#0072B2"
GREEN = "#009E73"
AMBER = "#E69F00"
RED = "#D55E00"
PURPLE = "#CC79A7"
SKY = "#56B4E9"
GREY = "#999999"
INK = "#262626"
QUIET = "#4B5563"
LINE = "#D0D7DE"
BAND = "#E8EEF5"
COMPUTED = "#F3F4F6"
COMPUTED_HEAD = "#6B7A8F"
OPTIONAL = "#5B7594"
LIGHT_GREEN = "#D6F0E6"
LIGHT_AMBER = "#FBEBC8"
LIGHT_RED = "#F9DCCB"
LIGHT_GREY = "#EDEFF2"
DARK_GREEN = "#00573F"
DARK_AMBER = "#7A5200"
DARK_RED = "#8A2F00"
WHITE = "#FFFFFF"

SIGN_COLOURS = (
    (ERROR_SIGN, LIGHT_RED, DARK_RED),
    (WARNING_SIGN, LIGHT_AMBER, DARK_AMBER),
    (OK_SIGN, LIGHT_GREEN, DARK_GREEN),
)
"""Each sign with the background and the ink that go with it."""

TAB_COLOURS = (BLUE, RED, GREEN, PURPLE, AMBER, SKY)
"""Tabs of the template kinds, in their order."""

FONT = "Calibri"

_DATES = {"fr": "dd/mm/yyyy"}
_MONTHS = {"fr": "mm/yyyy"}


def number_format(kind: Kind, language: str) -> str:
    """How a kind of cell is shown in a language. Excel itself puts the reader's own separators."""
    match kind:
        case Kind.DATE:
            return _DATES.get(language, "yyyy-mm-dd")
        case Kind.MONTH:
            return _MONTHS.get(language, "yyyy-mm")
        case Kind.AMOUNT:
            return "#,##0;-#,##0;0"
        case Kind.PERCENT:
            return "0%"
        case Kind.INTEGER:
            return "0"
        case Kind.NUMBER:
            return "#,##0.0#"
        case Kind.TEXT:
            return "@"
        case _:
            return "General"


SCORE_FORMAT = '[>=15]"◆ "0;[>=10]"▲ "0;"● "0'
"""A risk score with the sign of its zone: 15 and more critical, 10 and more high."""


_WIDTHS = {Kind.DATE: 11.5, Kind.AMOUNT: 14, Kind.CHOICE: 12}
WIDEST_CHOICE = 22.0
"""Characters beyond which a list value is wrapped rather than its column widened."""

HEADER_LINES = 2

PIXELS = 7
"""Width of one character in the workbook's own font (Calibri 11), the unit of column widths."""


def room_of(words: str, size: float = 10, *, bold: bool = False) -> float:
    """The column width that shows *words* whole on one line, the margins of the cell included."""
    # XlsxWriter knows the widths of plain letters; an accent does not make a letter wider.
    plain = unicodedata.normalize("NFKD", words.replace("’", "'").replace("·", "."))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    pixels: int = cell_autofit_width(plain) - PIXELS
    return pixels / PIXELS * size / 11 * (1.06 if bold else 1) + 1


def lines_of(words: str, width: float, size: float = 10, *, bold: bool = False) -> int:
    """How many lines *words* take in a wrapped cell of that width."""
    lines, line = 1, ""
    for word in words.split(" "):
        longer = f"{line} {word}".strip()
        if line and room_of(longer, size, bold=bold) > width:
            lines, line = lines + 1, word
        else:
            line = longer
    return lines


def width_of(column: Column, language: str = "en") -> float:
    """The width of a column: as defined, or by its kind; its label takes two lines, its list values one."""
    label, choices = column.label.to(language), choices_of(column)
    values = [room_of(member.label.to(language)) + 1 for member in choices] if choices is not None else []
    words = [room_of(word, bold=True) + 0.5 for word in label.split(" ")]
    usual = column.width or _WIDTHS.get(column.kind, 12)
    width = max(usual, *words, min(WIDEST_CHOICE, max(values, default=0)))
    while lines_of(label, width, bold=True) > HEADER_LINES:
        width += 0.5
    return round(width, 1)


def _palette(brand: Brand) -> Mapping[str, str]:
    """What stands for each colour of the house; empty where a PMO has none of its own."""
    if brand.colours is None:
        return {}
    main, tabs = brand.colours
    return {
        NAVY: main, BAND: mixed_with_white(main, 0.9), OPTIONAL: mixed_with_white(main, 0.3), BLUE: tabs,
    }  # fmt: skip


def _fitted(logo: str, height: int) -> dict[str, Any]:
    """How XlsxWriter scales a picture to so many pixels, a margin of 2 above and below; it moves with its cell."""
    scale = (height - 4) / Image(logo).height
    return {"x_scale": scale, "y_scale": scale, "x_offset": 4, "y_offset": 2, "object_position": 2}


class Formats:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Workbook, language: str, brand: Brand = PLAIN) -> None:
        self.book = book
        self.language = language
        self.brand = brand
        self._own = _palette(brand)
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **properties: Any) -> Format:
        """The format with these XlsxWriter properties, the house font unless said otherwise."""
        whole: Mapping[str, Any] = {
            "font_name": FONT,
            "font_size": 10,
            "font_color": INK,
            "valign": "vcenter",
        }
        if self._own:
            properties = {name: self._own.get(value, value) for name, value in properties.items()}
        key = tuple(sorted({**whole, **properties}.items()))
        if key not in self._made:
            self._made[key] = self.book.add_format(dict(key))
        return self._made[key]

    def colour(self, house: str) -> str:
        """A colour of the house as this workbook shows it."""
        return self._own.get(house, house)

    def put_brand(self, page: Worksheet, row: int, col: int, height: int, style: Format) -> None:
        """The name of a PMO at the right end of a title bar of so many pixels, or its logo where it has one, read out as the name."""
        name = "" if self.brand.title is None else self.brand.title.to(self.language)
        if self.brand.logo is not None:
            told = {"description": name} if name else {"decorative": True}
            page.insert_image(row, col, self.brand.logo, {**_fitted(self.brand.logo, height), **told})
        elif name:
            page.write_string(row, col, name, style)

    def cell(self, kind: Kind, **properties: Any) -> Format:
        """The format of a cell that holds this kind of value."""
        align: dict[str, Any] = {}
        if kind.is_date:
            align = {"align": "center"}
        return self.get(num_format=number_format(kind, self.language), **{**align, **properties})
