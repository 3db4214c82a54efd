"""Filling: a few cells carried on over more, as the corner of a selection is dragged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmo_xl.libreoffice.connection.office import enum
from pmo_xl.libreoffice.convert.address import Block

if TYPE_CHECKING:
    from pmo_xl.libreoffice.objects.ranges import Range

_LOOKS_ALONE, _VALUES_ALONE = "fill_formats", "fill_values"
_KINDS = {
    "fill_default",
    "fill_series",
    "fill_copy",
    "fill_months",
    "fill_days",
    "fill_weekdays",
    "fill_years",
}


def fill(source: Range, destination: Range, kind: str) -> None:
    """Carry *source* on over *destination*, which begins or ends with it.

    Raises ValueError where the destination does not hold the source, or goes two ways at once.
    """
    if kind not in _KINDS:
        raise NotImplementedError(f"LibreOffice's engine does not fill by '{kind}'.")
    a, b = source.place, destination.place
    if not b.contains(a) or (a.rows != b.rows and a.columns != b.columns):
        raise ValueError(
            "The destination must hold the source and go one way from it: down, up, right or left."
        )
    for direction, count, block in _ways(a, b):
        target = source.cells_of(block)
        along = a.rows if direction in {"TO_BOTTOM", "TO_TOP"} else a.columns
        if kind == "fill_copy" or (kind == "fill_default" and along == 1 and _holds_a_number(source)):
            _repeat(source, direction, count)
        elif kind in _STEPS:
            mode, unit = ("DATE", _STEPS[kind])
            target.fillSeries(
                enum("sheet.FillDirection", direction),
                enum("sheet.FillMode", mode),
                enum("sheet.FillDateMode", unit),
                1,
                1e300,
            )
        else:
            target.fillAuto(enum("sheet.FillDirection", direction), along)


_STEPS = {
    "fill_days": "FILL_DATE_DAY",
    "fill_weekdays": "FILL_DATE_WEEKDAY",
    "fill_months": "FILL_DATE_MONTH",
    "fill_years": "FILL_DATE_YEAR",
}


def _ways(a: Block, b: Block) -> list[tuple[str, int, Block]]:
    """Each way in which the destination goes on: its name, how far, and the block with the source in it."""
    found = []
    if b.last_row > a.last_row:
        found.append(
            ("TO_BOTTOM", b.last_row - a.last_row, Block(a.row, a.column, b.last_row - a.row + 1, a.columns))
        )
    if b.row < a.row:
        found.append(("TO_TOP", a.row - b.row, Block(b.row, a.column, a.last_row - b.row + 1, a.columns)))
    if b.last_column > a.last_column:
        found.append(
            (
                "TO_RIGHT",
                b.last_column - a.last_column,
                Block(a.row, a.column, a.rows, b.last_column - a.column + 1),
            )
        )
    if b.column < a.column:
        found.append(
            ("TO_LEFT", a.column - b.column, Block(a.row, b.column, a.rows, a.last_column - b.column + 1))
        )
    return found


def _holds_a_number(source: Range) -> bool:
    """Excel repeats one number, where LibreOffice counts on from it; dates go on in both."""
    rows = source.raw_value if len(source) > 1 else ((source.raw_value,),)
    return all(isinstance(value, float) for row in rows for value in row)


def _repeat(source: Range, direction: str, count: int) -> None:
    """The source again and again, its formulas moved along; upwards and to the left from its last line on."""
    place = source.place
    vertical = direction in {"TO_BOTTOM", "TO_TOP"}
    step = place.rows if vertical else place.columns
    whole, rest = count - count % step, count % step

    def block(start: int, lines: int) -> Block:
        """So many lines from one that is counted from the source's first."""
        if vertical:
            return place._replace(row=place.row + start, rows=lines)
        return place._replace(column=place.column + start, columns=lines)

    forwards = direction in {"TO_BOTTOM", "TO_RIGHT"}
    if whole:
        source.copy_to(source._at(block(step if forwards else -whole, whole)))
    if rest:
        part = source._at(block(0 if forwards else step - rest, rest))
        part.copy_to(source._at(block(step + whole if forwards else -count, rest)))
