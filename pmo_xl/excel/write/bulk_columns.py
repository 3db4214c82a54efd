"""Columns of cells that wait, as arrays, for the file to be closed; one expression then makes their XML."""

from __future__ import annotations

import datetime as dt
import html
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name

from pmo_xl.excel.write.cells import plain

EXACT = 2**53
"""Below it, floats and integers are the same whole numbers."""

EPOCH = np.datetime64("1899-12-30")
"""Day 0 of the serial numbers that formulas give."""

ROW = "\ue000"
"""In the formula of a column: the number of the row that the cell stands in, as ``$B`` + ROW."""

letters = lru_cache(maxsize=None)(xl_col_to_name)
"""The name of a zero-based column: ``letters(27)`` is AB."""

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cells:
    """A column to write: its values (None and NaN are blank), their format, the formula that they result from.

    ``settled`` are results that stand without their formula: where one is blank there is an empty text, as the
    formula would give, for a formula that reads a blank cell takes it for 0.
    """

    values: Sequence[Any] | pd.Series[Any]
    style: Format
    formula: str | None = None
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it waits for the file to be closed.

    ``held`` are numbers, the places of shared texts (-1 for a blank cell), or the ends of cells where kinds mix;
    ``middle`` stands between the format of a cell and what is held.
    """

    style: Format
    filled: Flags
    held: Floats | npt.NDArray[np.int32] | Sequence[str | None]
    middle: str = ""
    live: bool = False

    def pieces(self, name: str, rows: Sequence[str], start: int) -> list[str]:
        """The XML of the cells of some rows; nothing for a blank one."""
        part = slice(start, start + len(rows))
        filled, held = self.filled[part], cast("Any", self.held[part])
        if not filled.any():
            return [""] * len(rows)
        if ROW in self.middle or (self.live and not isinstance(held, np.ndarray)):
            return self._by_row(name, rows, held)
        before, after = f'<c r="{name}', f'" s="{self.style._get_xf_index()}"{self.middle}'
        if not isinstance(held, np.ndarray):
            return [
                "" if end is None else f"{before}{row}{after}{end}"
                for row, end in zip(rows, held, strict=True)
            ]
        if held.dtype.kind == "i" or _whole(held):
            digits = held.astype(np.int64).tolist()
            if filled.all():
                return [f"{before}{row}{after}{n}</v></c>" for row, n in zip(rows, digits, strict=True)]
            return [
                f"{before}{row}{after}{n}</v></c>" if n >= 0 else ""
                for row, n in zip(rows, digits, strict=True)
            ]
        numbers = zip(rows, held.tolist(), strict=True)
        if self.live:
            return [f"{before}{row}{after}{result(n)}</v></c>" for row, n in numbers]
        return ["" if n != n else f"{before}{row}{after}{n:.16G}</v></c>" for row, n in numbers]  # noqa: PLR0124

    def _by_row(self, name: str, rows: Sequence[str], held: Any) -> list[str]:
        """The XML of formulas that name their own row."""
        start = f'" s="{self.style._get_xf_index()}"{self.middle}'
        if isinstance(held, np.ndarray):
            around = start.split(ROW)
            return [
                f'<c r="{name}{row}{row.join(around)}{result(n)}</v></c>'
                for row, n in zip(rows, held.tolist(), strict=True)
            ]
        # Most results come again and again, each with the formula before it.
        pieces = {end: (start + end).split(ROW) for end in {*held} - {None}}
        return [
            "" if end is None else f'<c r="{name}{row}{row.join(pieces[end])}'
            for row, end in zip(rows, held, strict=True)
        ]

    def value(self, at: int) -> Any:
        """What a chart keeps of one cell: a shared text is its place, in a list."""
        if not self.filled[at]:
            return None
        held: Any = self.held[at]
        if isinstance(held, str):
            shown = html.unescape(held.partition("<v>")[2].removesuffix("</v></c>"))
            return [int(shown)] if held.startswith(' t="s"') else shown
        if isinstance(held, np.int32):
            return [int(held)]
        return result(float(held)) if self.live else f"{held:.16g}"


def _whole(numbers: Floats) -> bool:
    """Whether all are whole numbers, whose digits an integer gives four times as fast as a float."""
    if not ((np.trunc(numbers) == numbers) & (np.abs(numbers) < 1e15)).all():
        return False
    return not (np.signbit(numbers) & (numbers == 0)).any()


def result(number: float) -> float | str:
    """What a formula is said to come to: a whole number without its point, nothing where it is undefined."""
    if math.isnan(number):
        return ""
    return int(number) if number.is_integer() else number


@dataclass(frozen=True, slots=True)
class Block:
    """Columns side by side, and where they stand."""

    row: int
    col: int
    columns: Sequence[Column]

    @property
    def last(self) -> int:
        return self.row + len(self.columns[0].filled) - 1

    def filled(self) -> Flags:
        """Which cells are not blank: a line for each row."""
        return np.column_stack([column.filled for column in self.columns])


def values_of(given: Sequence[Any] | pd.Series[Any]) -> Any:
    """The values as an array of floats or of days where they are all of that kind, else plain values in a list."""
    if isinstance(given, pd.Series) and isinstance(given.dtype, np.dtype) and given.dtype.kind in "fM":
        array = given.to_numpy()
        return (
            array.astype("datetime64[D]")
            if array.dtype.kind == "M"
            else _finite(array.astype(float, copy=False))
        )
    values = given.tolist() if isinstance(given, pd.Series) else list(given)
    if not {type(what) for what in values} <= {str, type(None)}:
        values = [None if isinstance(what, float) and math.isinf(what) else plain(what) for what in values]
    kinds = {type(what) for what in values} - {type(None)}
    if kinds == {dt.date}:
        return np.array(values, "datetime64[D]")
    if kinds and kinds <= {int, float} and all(abs(what) < EXACT for what in values if type(what) is int):
        return np.array(values, float)
    return values


def _finite(numbers: Floats) -> Floats:
    # Most columns have nothing to mend: they need no copy.
    return np.where(np.isfinite(numbers), numbers, np.nan) if np.isinf(numbers).any() else numbers


def serials_of(days: npt.NDArray[np.datetime64]) -> Floats:
    """Dates as the serial numbers that ``write_formula`` writes."""
    return np.where(np.isnat(days), np.nan, (days - EPOCH).astype(float))
