"""Excel's numbers for what xlwings has words for, and its palette."""

from __future__ import annotations

from typing import Any

from pmo_xl.libreoffice.convert.address import column_number

NONE, SOLID, UNDERLINED, AUTOMATIC = -4142, 1, 2, -4105
DESCENDING, WITH_HEADER = 2, 1

HORIZONTAL = {
    1: "general",
    -4131: "left",
    -4108: "center",
    -4152: "right",
    5: "fill",
    -4130: "justify",
    -4117: "distributed",
}
VERTICAL = {-4160: "top", -4108: "center", -4107: "bottom", -4130: "justify", -4117: "distributed"}
LINES = {
    1: "continuous",
    -4115: "dash",
    4: "dash_dot",
    5: "dash_dot_dot",
    -4118: "dot",
    -4119: "double",
    NONE: "none",
}
WEIGHTS = {1: "hairline", 2: "thin", -4138: "medium", 4: "thick"}
SIDES = {
    5: "diagonal_down", 6: "diagonal_up", 7: "edge_left", 8: "edge_top", 9: "edge_bottom", 10: "edge_right",
    11: "inside_vertical", 12: "inside_horizontal",
}  # fmt: skip
SHIFTS = {None: None, -4121: "down", -4161: "right", -4162: "up", -4159: "left"}
PASTES = {
    -4104: "all", -4163: "values", -4123: "formulas", -4122: "formats", -4144: "comments", 8: "column_widths",
    11: "formulas_and_number_formats", 12: "values_and_number_formats", 13: "all_using_source_theme",
}  # fmt: skip
OPERATIONS = {NONE: "none", 2: "add", 3: "subtract", 4: "multiply", 5: "divide"}

# The first colours of Excel's palette, which are the ones that code asks for by number.
_PALETTE = {
    1: (0, 0, 0), 2: (255, 255, 255), 3: (255, 0, 0), 4: (0, 255, 0), 5: (0, 0, 255), 6: (255, 255, 0), 7: (255, 0, 255),
    8: (0, 255, 255), 9: (128, 0, 0), 10: (0, 128, 0), 11: (0, 0, 128), 12: (128, 128, 0), 13: (128, 0, 128),
    14: (0, 128, 128), 15: (192, 192, 192), 16: (128, 128, 128),
}  # fmt: skip


def word(words: dict[Any, Any], number: Any) -> Any:
    """The word of xlwings for a number of Excel's; a ValueError that names those there are."""
    if number not in words:
        known = ", ".join(f"{key} ({name})" for key, name in words.items() if name)
        raise ValueError(f"LibreOffice's engine does not know {number!r} here: {known}.")
    return words[number]


def palette(index: int) -> tuple[int, int, int] | None:
    """A colour of Excel's palette; None for no colour and the automatic one."""
    if index in {NONE, AUTOMATIC, 0}:
        return None
    found: tuple[int, int, int] = word(_PALETTE, index)
    return found


def palette_index(colour: tuple[int, int, int] | None) -> int | None:
    """The place of a colour in the palette; None for one that is not in it."""
    if colour is None:
        return NONE
    return next((index for index, found in _PALETTE.items() if found == colour), None)


def column(index: int | str) -> int:
    """A column by its number or by its letters."""
    return column_number(index) if isinstance(index, str) else int(index)
