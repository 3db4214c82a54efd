"""Lines of a worksheet that follow one pattern: the formulas are written once, each line says its rows and values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from xlsxwriter.format import Format

from pmo_xl.excel.write.bulk_columns import ROW, letters

MARKS = (ROW, "\ue001", "\ue002", "\ue003", "\ue004")
"""In the formulas of a pattern: the number of the line's own row, then those of the other rows that it names."""

ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell of a pattern: its column, its format, its formula where it has one.

    A blank cell without a formula is written for its format; a ``bare`` one is not written.
    """

    col: int
    style: Format | None
    formula: str = ""
    bare: bool = False

    def writes(self, what: Any) -> bool:
        """Whether there is a cell for this value."""
        return what is not None or self.formula != "" or not self.bare


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A kind of line: its cells from left to right."""

    slots: Sequence[Slot]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its pattern, a value for each cell (None is blank), the rows for the marks after the first."""

    pattern: Pattern
    values: Sequence[Any]
    rows: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines one below the other. Of a constant a text is kept as the end of its cell, a date as a number."""

    row: int
    lines: Sequence[Line]

    @property
    def last(self) -> int:
        """The zero-based row of the last line."""
        return self.row + len(self.lines) - 1

    def edges(self) -> Iterator[tuple[int, int]]:
        """The first and the last column that each line fills."""
        for line in self.lines:
            slots, values = line.pattern.slots, line.values
            if slots[0].writes(values[0]) and slots[-1].writes(values[-1]):
                yield slots[0].col, slots[-1].col
                continue
            filled = [slot.col for slot, what in zip(slots, values, strict=True) if slot.writes(what)]
            yield filled[0], filled[-1]

    def texts(self) -> Iterator[str]:
        """The XML of the cells of each line. Numbers of formats are given in the order of first use."""
        ready: dict[Pattern, _Ready] = {}
        for number, line in enumerate(self.lines, start=self.row + 1):
            form = ready.get(line.pattern)
            if form is None:
                form = ready[line.pattern] = _Ready(line)
            yield form.text(number, line)


class _Ready:
    """A pattern as its lines are written: the XML of its formulas, a gap for whatever differs from line to line."""

    def __init__(self, first: Line) -> None:
        for slot, what in zip(first.pattern.slots, first.values, strict=True):
            if slot.writes(what):
                _look(slot.style)
        self._template = "".join(map(_template, first.pattern.slots))
        self._slots = [
            (slot.formula != "", f'<c r="{letters(slot.col)}', slot) for slot in first.pattern.slots
        ]

    def text(self, number: int, line: Line) -> str:
        """The XML of the cells of one line, which stands in row *number*, counted from 1."""
        own = str(number)
        fills: list[str] = []
        for (live, start, slot), what in zip(self._slots, line.values, strict=True):
            if live:
                fills += formula_result(what)
            elif what is None:
                fills.append("" if slot.bare else f'{start}{own}"{_look(slot.style)}/>')
            elif type(what) is str:
                fills.append(f'{start}{own}"{_look(slot.style)}{what}')
            else:
                fills.append(f'{start}{own}"{_look(slot.style)}><v>{what:.16G}</v></c>')
        template = self._template
        for mark, row in zip(MARKS, (number, *line.rows), strict=False):
            template = template.replace(mark, str(row))
        return template % tuple(fills)


def _template(slot: Slot) -> str:
    if not slot.formula:
        return "%s"
    live = escape(slot.formula.removeprefix("="), quote=False).replace("%", "%%")
    return f'<c r="{letters(slot.col)}{ROW}"{_look(slot.style)}%s><f>{live}</f><v>%s</v></c>'


def _look(style: Format | None) -> str:
    return f' s="{style._get_xf_index()}"' if style is not None else ""


def formula_result(what: Any) -> tuple[str, str]:
    """The type of a formula's cell as an attribute, and what it comes to: nothing for None."""
    if what is None or what == "":
        return "", ""
    if isinstance(what, str):
        return ' t="e"' if what in ERRORS else ' t="str"', escape(what, quote=False)
    if isinstance(what, bool):
        return ' t="b"', str(int(what))
    return "", f"{what}"
