"""Values between Python and cells: what a cell of LibreOffice holds and what xlwings reads from Excel."""

from __future__ import annotations

import datetime as dt
import numbers
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from pmo_xl.libreoffice.connection.office import struct
from pmo_xl.libreoffice.convert.address import Block, block_of

# Kinds of number format, of which one format can be several (com.sun.star.util.NumberFormat).
DATE, TIME, TEXT, LOGICAL = 2, 4, 256, 1024
_ERROR_RESULTS = 4
_SECONDS = 86_400

# LibreOffice's numbers for errors (com.sun.star.sheet.FormulaResult has none) in Excel's words.
_ERRORS = {503: "#NUM!", 524: "#REF!", 525: "#NAME?", 521: "#NULL!", 532: "#DIV/0!", 32767: "#N/A"}


class CellError(str):
    """An error that a cell shows; xlwings reads it as nothing unless asked for its words."""

    __slots__ = ()


class Special(NamedTuple):
    """A cell that takes more than its number: a number format to be given, by its code."""

    row: int
    column: int
    format: str


class Written(NamedTuple):
    """Values ready to be written: the plain part in one piece, and what needs a second step."""

    data: tuple[tuple[float | str, ...], ...]
    formulas: dict[tuple[int, int], str]
    specials: list[Special]


def prepared(value: Any) -> Any:
    """A value as Python's own type: what libraries have for numbers, moments and missing values goes."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if value == value else None  # noqa: PLR0124 - NaN is what differs from itself
    # pandas' and numpy's types, without importing either: they have these methods, and NaT and NA differ
    # from themselves (NA says so by not being a truth value).
    if type(value).__name__ in {"NaTType", "NAType"}:
        return None
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime(warn=False)
    if hasattr(value, "to_pytimedelta"):
        return value.to_pytimedelta()
    if hasattr(value, "astype") and getattr(value, "dtype", None) is not None and value.dtype.kind == "M":
        return prepared(value.astype("datetime64[us]").item())
    if hasattr(value, "item") and hasattr(value, "dtype"):
        return prepared(value.item())
    return value


def to_cells(rows: Sequence[Sequence[Any]], null_date: Callable[[], dt.datetime]) -> Written:
    """Rows of values as LibreOffice takes them; raises TypeError for what no cell can hold."""
    day_zero: dt.datetime | None = None  # asked for at the first date
    data: list[tuple[float | str, ...]] = []
    formulas: dict[tuple[int, int], str] = {}
    specials: list[Special] = []
    for r, row in enumerate(rows):
        line: list[float | str] = []
        for c, given in enumerate(row):
            value = prepared(given)
            match value:
                case None:
                    line.append("")
                case str() if value.startswith("=") and len(value) > 1:
                    formulas[r, c] = value
                    line.append("")
                case str():
                    line.append(value.removeprefix("'"))
                case bool():
                    specials.append(Special(r, c, "BOOLEAN"))
                    line.append(float(value))
                case int() | float() | Decimal() | numbers.Real():
                    line.append(float(value))
                case dt.time():
                    seconds = dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
                    specials.append(Special(r, c, "HH:MM:SS"))
                    line.append((seconds.total_seconds() + value.microsecond / 1e6) / _SECONDS)
                case dt.timedelta():
                    specials.append(Special(r, c, "[HH]:MM:SS"))
                    line.append(value.total_seconds() / _SECONDS)
                case dt.date():
                    day_zero = day_zero or null_date()
                    number, code = serial(value, day_zero)
                    specials.append(Special(r, c, code))
                    line.append(number)
                case _:
                    raise TypeError(f"a cell cannot hold a value of type {type(value).__name__}")
        data.append(tuple(line))
    return Written(tuple(data), formulas, specials)


def serial(value: dt.date, null_date: dt.datetime) -> tuple[float, str]:
    """A date's number and the format to show it with. A time zone is dropped, as Excel knows none."""
    if not isinstance(value, dt.datetime):
        return float((value - null_date.date()).days), "YYYY-MM-DD"
    moment = value.replace(tzinfo=None)
    code = "YYYY-MM-DD HH:MM:SS" if moment.time() != dt.time() else "YYYY-MM-DD"
    return (moment - null_date).total_seconds() / _SECONDS, code


def runs(cells: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Cells as vertical runs of row, column and length: a whole column costs one call instead of thousands."""
    start = length = column = -1
    for row, this_column in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        if this_column == column and row == start + length:
            length += 1
            continue
        if column >= 0:
            yield start, column, length
        start, column, length = row, this_column, 1
    if column >= 0:
        yield start, column, length


def null_date_of(document: Any) -> dt.datetime:
    """The day that a workbook counts from: most from the end of 1899, some from 1904."""
    day = document.NullDate
    return dt.datetime(day.Year, day.Month, day.Day)  # noqa: DTZ001 - cells have no time zone


def formats_of(document: Any, cells: Any, block: Block) -> Iterator[tuple[int, Any, list[Block]]]:
    """The number formats in a range, but for the general one: the kind, the cells, and their blocks."""
    kinds: dict[int, int] = {}
    single = block.rows == block.columns == 1
    for group in [cells] if single else _items(cells.getUniqueCellFormatRanges()):
        if not (key := group.NumberFormat):
            continue
        if key not in kinds:
            kinds[key] = document.NumberFormats.getByKey(key).Type
        yield kinds[key], group, [block] if single else [block_of(a) for a in group.RangeAddresses]


def _items(collection: Any) -> Iterator[Any]:
    for index in range(collection.Count):
        yield collection.getByIndex(index)


def format_key(document: Any, code: str) -> int:
    """The number of a format in a workbook; the format is added when it is new."""
    formats, locale = document.NumberFormats, struct("lang.Locale", "en", "US", "")
    key: int = formats.queryKey(code, locale, False)
    return key if key != -1 else int(formats.addNew(code, locale))


_DATE_CODE = re.compile(r'"[^"]*"|\\.|\[\$[^\]]*\]|AM/PM|A/P|[YMDHS]+')


def format_code(document: Any, key: int) -> str:
    """The format of that number in a workbook or a chart, in Excel's spelling."""
    found = document.NumberFormats.getByKey(key)
    if found.Type & LOGICAL or key == 0:
        return "General"
    code = str(found.FormatString)
    if found.Type & (DATE | TIME):
        return _DATE_CODE.sub(lambda part: part[0].lower() if part[0].isalpha() else part[0], code)
    return code


def from_cells(
    document: Any, sheet: Any, cells: Any, block: Block, error_words: bool = False
) -> list[list[Any]]:
    """What the cells of a block hold: None, text, float, bool, datetime or CellError.

    Which error a cell has must be asked cell by cell, so only code that wants the words pays for them.
    """
    rows = [list(row) for row in cells.getDataArray()]
    if any(isinstance(value, float) for row in rows for value in row):
        for kind, _, blocks in formats_of(document, cells, block):
            if not kind & (DATE | TIME | LOGICAL):
                continue
            typed = _as_bool if kind & LOGICAL else _moments_from(null_date_of(document))
            for part in blocks:
                _apply(rows, part, block, typed)
    # An error is the one thing that LibreOffice hands over as nothing: a blank is an empty text.
    if any(None in row for row in rows):
        for found in cells.queryFormulaCells(_ERROR_RESULTS).RangeAddresses:
            for r in range(found.StartRow, found.EndRow + 1):
                for c in range(found.StartColumn, found.EndColumn + 1):
                    code = sheet.getCellByPosition(c, r).getError() if error_words else 0
                    rows[r - block.row + 1][c - block.column + 1] = CellError(_ERRORS.get(code, "#VALUE!"))
    return [[None if value == "" else value for value in row] for row in rows]


def _apply(rows: list[list[Any]], part: Block, block: Block, typed: Callable[[float], Any]) -> None:
    first = part.column - block.column
    for row in rows[part.row - block.row : part.row - block.row + part.rows]:
        for c in range(first, first + part.columns):
            if isinstance(row[c], float):
                row[c] = typed(row[c])


def _as_bool(number: float) -> Any:
    return bool(number) if number in {0.0, 1.0} else number


def _moments_from(null_date: dt.datetime) -> Callable[[float], Any]:
    def moment(number: float) -> Any:
        try:
            # Excel keeps thousandths of a second; what lies below is the error of the division by a day.
            return null_date + dt.timedelta(milliseconds=round(number * _SECONDS * 1000))
        except OverflowError:
            return number  # no calendar has that day: Excel shows #### and keeps the number

    return moment
