"""One table of a foreign workbook as a located sheet: each cell in our words, or as it came, for the checks to refuse."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from typing import Any

from pmo_xl.adopt.match.mapping import Mapping, Numbered, Reading
from pmo_xl.adopt.match.tables import Headers
from pmo_xl.adopt.match.values import as_words, date_in, is_number, number_in
from pmo_xl.adopt.read.record import cell_at, shown_at
from pmo_xl.adopt.read.summaries import combined
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.flow.portfolio import LocatedSheet
from pmo_xl.core.flow.raw import Cell, RawSheet
from pmo_xl.steps.text.numerals import Number, numeral

PATTERN = re.compile(r"[^0]*0{2,}")
"""A value under [fill] that numbers the rows too: R-000."""
_OWN_UNIT = re.compile(r"[%kKmM]")


def located(
    raw: RawSheet, headers: Headers, mapping: Mapping, readings: Dict[str, Reading], at_name: Dict[str, int],
    rows: Sequence[int], currencies: Sequence[str | None],
) -> LocatedSheet:  # fmt: skip
    """The rows of one project; ``currencies`` is that of each row, where it is known."""
    table = mapping.sheet
    cells: dict[str, list[Any]] = {}
    columns: dict[str, int] = {}
    errors: dict[tuple[int, str], str] = {}
    flags: dict[str, list[tuple[Reading, list[Any]]]] = {}
    for name, reading in readings.items():
        column = at_name[name]
        for key in reading.field:
            kind = table.columns[key].kind
            # An amount or a code that is merged over several rows would count, or name, more than one.
            once = kind.is_quantity or key in table.identity
            look = cell_at if once or not raw.merged else shown_at
            held = [look(raw, at, column) for at in rows]
            if reading.yes is not None or reading.outline:
                flags.setdefault(key, []).append((reading, held))
                columns.setdefault(key, column)
                continue
            columns[key] = column
            words = {as_words(word): to for word, to in mapping.values.get(key, {}).items()}
            cells[key] = [
                understood(cell, reading, kind, words, currency)
                for cell, currency in zip(held, currencies, strict=True)
            ]
            for position, at in enumerate(rows):
                if (at, column) in raw.errors:
                    errors[position, key] = raw.errors[at, column]
    for key, value in mapping.fill.items():
        if key in cells:
            continue
        pattern = value.row if isinstance(value, Numbered) else value
        if isinstance(value, Numbered) or (isinstance(pattern, str) and PATTERN.fullmatch(pattern)):
            cells[key] = [with_number(str(pattern), number) for number in range(1, len(rows) + 1)]
        else:
            plain = float(value) if is_number(value) and isinstance(value, int) else value
            cells[key] = [plain] * len(rows)
    for key, said in flags.items():
        cells[key] = combined(said, cells.get(key, [None] * len(rows)))
    return LocatedSheet(table, raw.name, columns, rows, cells, errors, header=headers.row, origin=raw.origin)


def understood(
    cell: Cell, reading: Reading, kind: Kind, words: Dict[str, str | int | float], currency: str | None = None
) -> Any:
    """A foreign cell in our words; what is not certain stays as it came, for the checks to refuse."""
    if cell is None:
        return None
    if words and (to := words.get(as_words(cell))) is not None:
        return float(to) if is_number(to) else to
    if reading.id is not None and (met := re.findall(r"\d+", as_words(cell))):
        return with_number(reading.id, int(met[-1]))
    if isinstance(cell, str):
        if reading.dates is not None:
            return date_in(cell, reading.dates) or cell
        if kind.is_quantity and (reading.numbers or reading.times != 1 or kind is Kind.AMOUNT):
            return _number_of(cell, reading, kind, currency)
    if reading.times != 1 and is_number(cell):
        assert isinstance(cell, (int, float))
        if kind is Kind.PERCENT and 0 < cell < 1:
            # 0.6 among whole percentages may be 60 % or 0.6 %: a text is refused, and the cell told.
            return f"{cell:g}"
        return times(float(cell), reading.times)
    return cell


def _number_of(cell: str, reading: Reading, kind: Kind, currency: str | None) -> Any:
    """The number of a text; one that says its own unit (45 %, 120 k€) is not multiplied as well.

    An amount in another currency than that of its line stays a text: the checks refuse it.
    """
    factor = 1 if _OWN_UNIT.search(cell) else reading.times
    if kind is not Kind.AMOUNT:
        number = number_in(cell)
        if number is None or (kind is Kind.PERCENT and factor != 1 and 0 < number < 1):
            # 0.6 among whole percentages may be 60 % or 0.6 %.
            return cell
        return times(number, factor)
    read = numeral(cell, money=True, currency=currency)
    return times(read.value, factor) if isinstance(read, Number) and not read.percent else cell


def times(number: float, factor: float) -> float:
    """The product, without the dust of binary fractions."""
    # 57 hundredths are 0.57, not 0.5700000000000001.
    return round(number * factor, 10) if factor != 1 else number


def with_number(pattern: str, number: int) -> str:
    """The number written into the zeros of a pattern: R-000 makes R-007 of 7."""
    return re.sub("0+", lambda zeros: f"{number:0{len(zeros[0])}d}", pattern, count=1)
