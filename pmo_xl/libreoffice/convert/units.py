"""Lengths and colours between Excel's units and LibreOffice's."""

from __future__ import annotations

from typing import Any

POINT = 2540 / 72
"""A point in hundredths of a millimetre, LibreOffice's unit of length."""
_QUARTERS = 4


def hundredths(points: float) -> int:
    """Points as LibreOffice takes a length."""
    return round(points * POINT)


def points(length: float) -> float:
    """A length of LibreOffice in points, to the quarter, as rows of Excel are: what lies below is the error of its units."""
    return round(length / POINT * _QUARTERS) / _QUARTERS


def colour_to(value: Any) -> int:
    """A colour in any of xlwings' spellings, as LibreOffice has it: one number, -1 for none."""
    if value is None:
        return -1
    if isinstance(value, str):
        return int(value.removeprefix("#"), 16)
    if isinstance(value, int | float):  # Excel's own number, which has blue in front
        number = int(value)
        return ((number & 255) << 16) + (number & 0xFF00) + (number >> 16)
    red, green, blue = (int(part) for part in value)
    return (red << 16) + (green << 8) + blue


def colour_from(number: int | None) -> tuple[int, int, int] | None:
    """LibreOffice's number as red, green and blue; None where no colour was chosen."""
    if number is None or number == -1:
        return None
    return (number >> 16) & 255, (number >> 8) & 255, number & 255


def excel_number(colour: tuple[int, int, int] | None) -> int | None:
    """Red, green and blue as Excel's own number for the colour."""
    return None if colour is None else colour[0] + (colour[1] << 8) + (colour[2] << 16)
