"""One palette and one set of number formats for every workbook we write.

Colours are the Okabe-Ito set, which colour-blind readers tell apart; a colour never stands alone:
a sign (● ▲ ◆) or a word always says the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from pmo_xl.core.column import Column, Kind

NAVY = "#1F3A5F"
BLUE = "#0072B2"
GREEN = "#009E73"
AMBER = "#E69F00"
RED = "#D55E00"
PURPLE = "#CC79A7"
SKY = "#56B4E9"
GREY = "#999999"
INK = "#262626"
QUIET = "#6B7280"
LINE = "#D0D7DE"
BAND = "#E8EEF5"
INPUT = "#FFFFFF"
COMPUTED = "#F3F4F6"
OPTIONAL = "#5B7594"
LIGHT_GREEN = "#D6F0E6"
LIGHT_AMBER = "#FBEBC8"
LIGHT_RED = "#F9DCCB"
LIGHT_GREY = "#EDEFF2"

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
            return "#,##0.##;-#,##0.##;0"
        case Kind.TEXT:
            return "@"
        case _:
            return "General"


SCORE_FORMAT = '[>=15]"◆ "0;[>=10]"▲ "0;"● "0'
"""A risk score with the sign of its zone: 15 and more critical, 10 and more high."""


def width_of(column: Column) -> float:
    """Characters that the column takes, enough for its values and for its label on two lines."""
    if column.width is not None:
        return column.width
    match column.kind:
        case Kind.DATE:
            return 13
        case Kind.AMOUNT:
            return 14
        case Kind.CHOICE:
            return 16
        case _:
            return 13


class Formats:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Workbook, language: str) -> None:
        self.book = book
        self.language = language
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **properties: Any) -> Format:
        """The format with these XlsxWriter properties, the house font unless said otherwise."""
        whole: Mapping[str, Any] = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
        key = tuple(sorted({**whole, **properties}.items()))
        if key not in self._made:
            self._made[key] = self.book.add_format(dict(key))
        return self._made[key]

    def cell(self, kind: Kind, **properties: Any) -> Format:
        """The format of a cell that holds this kind of value."""
        align: dict[str, Any] = {}
        if kind.is_date:
            align = {"align": "center"}
        return self.get(num_format=number_format(kind, self.language), **{**align, **properties})
