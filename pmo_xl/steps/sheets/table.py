"""One table of a sheet: its header row, its records, and the rows that are none.

Titles may stand above it and totals below or inside; another table may follow on the same sheet. What is
not read is kept here, to be told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from pmo_xl.core.base.text import fold
from pmo_xl.core.definition.model import Sheet
from pmo_xl.core.flow.portfolio import LocatedSheet
from pmo_xl.core.flow.raw import Cell, RawSheet
from pmo_xl.steps.sheets.headers import (
    exact_labels,
    keys_in,
    keys_in_two,
    keys_of,
    labels_of,
    loose,
    needed,
    needed_labels,
    words_in,
)

SEARCHED_ROWS = 60
"""How far down a header is looked for that is not written as in the template."""

_TOTAL = r"(?:grand |sous[- ]?|sub[- ]?)?tota(?:l|ux|ls)"
_IS_TOTAL = re.compile(_TOTAL + r"(?: (?:general|generaux|projet|project|budget|capex|opex|ht|ttc))?\s*[:=]?")
_NAMED_TOTAL = re.compile(_TOTAL + r"\b.{0,30}")
_TOTAL_BEGINS = frozenset("tTsSgG")

Columns = Mapping[str, list[int]]


@dataclass(frozen=True, slots=True)
class Block:
    """A header row, and the columns that it names."""

    sheet: type[Sheet]
    header: int
    named: Columns
    spoken: Collection[int]
    """The rows in which a label of some table stands as it is written."""


class _Table(NamedTuple):
    """A table that is sought: field keys by label, the fields that it is known by, and the labels of these."""

    sheet: type[Sheet]
    labels: Mapping[str, str]
    must: frozenset[str]
    must_labels: frozenset[str]


@dataclass(slots=True)
class FoundTable:
    """A located sheet, and what was seen of it that a reader should know."""

    located: LocatedSheet
    doubles: list[tuple[str, int, int, int, int]] = field(default_factory=list)
    """Field key, and row and column of the first and of the second place."""
    totals: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)


def blocks(raw: RawSheet, sheets: Sequence[type[Sheet]]) -> list[Block]:
    """Every row of the sheet that heads one of these tables, top to bottom."""
    sought = tuple(sheets)
    rows: list[list[Block]] = []
    most: dict[type[Sheet], int] = {}
    near: set[type[Sheet]] = set()
    spoken = _label_rows(raw, _sought(sought).words)
    for at in [*range(min(len(raw.rows), SEARCHED_ROWS)), *(at for at in spoken if at >= SEARCHED_ROWS)]:
        # Below a header, or far down, only a row that holds a label as it is written is worth the search.
        if rows and at not in spoken:
            continue
        headed, close = _headed_by(tuple(raw.rows[at]), sought)
        near.update(close)
        for sheet, here in headed:
            most[sheet] = max(most.get(sheet, 0), len(here))
        if headed:
            rows.append([Block(sheet, at, here, spoken) for sheet, here in headed])
    found: list[Block] = []
    for heads in rows:
        # A row of group headings may hold a few of the words; the header holds more.
        sure = [head for head in heads if 2 * len(head.named) > most[head.sheet]]
        if sure:
            found.append(max(sure, key=lambda head: len(head.named)))
    if not found:
        found = [block for sheet in near for block in _in_two_lines(raw, sheet, spoken)][:1]
    return found


class _Sought(NamedTuple):
    """Tables that are sought, and all their labels, as written and as compared."""

    tables: Sequence[_Table]
    words: frozenset[str]
    known: frozenset[str]


@lru_cache(maxsize=64)
def _sought(sheets: tuple[type[Sheet], ...]) -> _Sought:
    tables = [
        _Table(sheet, labels_of(sheet), needed(sheet), needed_labels(sheet))
        for sheet in sheets
        if sheet.layout == "table"
    ]
    words = exact_labels(table.sheet for table in tables)
    return _Sought(tables, words, frozenset[str]().union(*(table.labels for table in tables)))


# Returns that were made from one template have one header row.
@lru_cache(maxsize=256)
def _headed_by(
    row: tuple[Cell, ...], sheets: tuple[type[Sheet], ...]
) -> tuple[Sequence[tuple[type[Sheet], Columns]], Collection[type[Sheet]]]:
    """The tables that a row heads and where it names their fields; and those of which it names some."""
    sought = _sought(sheets)
    said = words_in(row)
    texts = {words for _, words in said}
    if len(said) < 2 or sought.known.isdisjoint(texts):
        return (), ()
    likely = [table for table in sought.tables if len(texts & table.must_labels) >= min(2, len(table.must))]
    headed, near = [], []
    for sheet, labels, must, _ in likely:
        here = keys_of(said, labels)
        met = must & here.keys()
        if len(met) >= 2:
            near.append(sheet)
        if len(met) == len(must):
            headed.append((sheet, here))
    return headed, near


def _label_rows(raw: RawSheet, words: frozenset[str]) -> dict[int, None]:
    return dict.fromkeys(at for at, row in enumerate(raw.rows) if not words.isdisjoint(row))


def _in_two_lines(raw: RawSheet, sheet: type[Sheet], spoken: Collection[int]) -> Iterator[Block]:
    labels, must = labels_of(sheet), needed(sheet)
    for at in range(1, min(len(raw.rows), SEARCHED_ROWS)):
        here = keys_in_two(raw.rows[at - 1], raw.rows[at], labels)
        if must <= here.keys():
            yield Block(sheet, at, here, spoken)


def likeliest(raw: RawSheet, sheet: type[Sheet]) -> Block | None:
    """The row that comes nearest to the headers of a sheet which is known by its mark."""
    labels, best = labels_of(sheet), Block(sheet, -1, {}, _label_rows(raw, exact_labels([sheet])))
    for at, row in enumerate(raw.rows[:SEARCHED_ROWS]):
        here = keys_in(row, labels)
        if len(here) > len(best.named):
            best = replace(best, header=at, named=here)
    return best if len(best.named) >= 2 else None


def read_table(raw: RawSheet, block: Block, stop: int) -> FoundTable:
    """The records under a header, down to the row *stop*."""
    sheet, below = block.sheet, range(block.header + 1, stop)
    columns: dict[str, int] = {}
    doubles: list[tuple[str, int, int, int, int]] = []
    for key, places in block.named.items():
        held = [col for col in places if len(places) == 1 or any(_filled(raw, at, col) for at in below)]
        columns[key] = (held or places)[0]
        if len(held) > 1:
            doubles.append((key, block.header, held[0], block.header, held[1]))
    inputs = [column.key for column in sheet.inputs() if column.key in columns]
    places = [columns[key] for key in inputs]
    wrong = {row for row, col in raw.errors if col in places}
    picked = dict(zip(below, _picked(raw.rows[below.start : below.stop], places), strict=True))
    named = (
        inputs.index(sheet.identity[0]) if len(sheet.identity) == 1 and sheet.identity[0] in inputs else -1
    )
    rows = [at for at, cells in picked.items() if _is_filled(cells, named) or at in wrong]
    part = FoundTable(
        LocatedSheet(sheet, raw.name, columns, [], {}, header=block.header, origin=raw.origin), doubles
    )
    part.located.rows = _records(raw, part, rows, inputs, block.spoken)
    if stop < len(raw.rows):
        _leave_titles(raw, part)
    part.gaps = _gaps(part, rows)
    rows = part.located.rows
    columns_of = zip(*(picked[at] for at in rows), strict=True) if rows else iter([()] * len(inputs))
    part.located.cells = dict(zip(inputs, map(list, columns_of), strict=True))
    if raw.errors:
        part.located.errors = {
            (position, key): raw.errors[at, columns[key]]
            for position, at in enumerate(rows)
            for key in inputs
            if (at, columns[key]) in raw.errors
        }
    return part


def _is_filled(cells: Sequence[Cell], named: int) -> bool:
    """Whether a row holds anything beside the number that was printed in advance for it."""
    blank = cells.count(None)
    if blank != len(cells) - 1 or named < 0:
        return blank < len(cells)
    return re.search(r"\d", str(cells[named] or "x")) is None


def _picked(rows: Sequence[Sequence[Cell]], places: Sequence[int]) -> Iterator[tuple[Cell, ...]]:
    """The cells of each row at these columns, None where a row ends before."""
    if len(places) < 2:
        yield from (tuple(row[col] if col < len(row) else None for col in places) for row in rows)
        return
    pick, width = itemgetter(*places), max(places) + 1
    for row in rows:
        yield pick(row if len(row) >= width else [*row, *[None] * (width - len(row))])


def _cell(raw: RawSheet, row: int, col: int) -> Cell:
    cells = raw.rows[row]
    return cells[col] if col < len(cells) else None


def _filled(raw: RawSheet, row: int, col: int) -> bool:
    return _cell(raw, row, col) is not None or (row, col) in raw.errors


def _records(
    raw: RawSheet, part: FoundTable, rows: list[int], inputs: list[str], spoken: Collection[int]
) -> list[int]:
    """The rows but for totals and headers that are repeated, as they are on every printed page."""
    sheet, columns = part.located.sheet, part.located.columns
    identity = [columns[key] for key in sheet.identity[:1] if key in columns]
    labels = labels_of(sheet)
    kept = []
    for at in rows:
        cells = raw.rows[at]
        named = _cell(raw, at, identity[0]) if identity else None
        if (named is None or (type(named) is str and named[:1] in _TOTAL_BEGINS)) and _is_total(cells, named):
            part.totals.append(at)
        elif at in spoken and _repeats(cells, columns, labels, inputs):
            part.repeated.append(at)
        else:
            kept.append(at)
    return kept


def _is_total(cells: Sequence[Cell], named: Cell) -> bool:
    if named is None:
        return any(
            isinstance(cell, str) and len(cell) < 30 and _IS_TOTAL.fullmatch(fold(cell)) for cell in cells
        )
    return isinstance(named, str) and _NAMED_TOTAL.fullmatch(fold(named)) is not None


def _repeats(
    cells: Sequence[Cell], columns: Mapping[str, int], labels: Mapping[str, str], inputs: list[str]
) -> bool:
    """Whether most of what stands in our columns is their own label."""
    ours = [(key, cells[columns[key]]) for key in inputs if columns[key] < len(cells)]
    same = sum(isinstance(cell, str) and labels.get(loose(cell)) == key for key, cell in ours)
    return same >= 2 and 2 * same >= sum(cell is not None for _, cell in ours)


def _leave_titles(raw: RawSheet, part: FoundTable) -> None:
    """Leave out what stands above the next table's header: words alone, after a blank row."""
    rows = part.located.rows
    first = next((n for n in range(len(rows) - 1, 0, -1) if rows[n] - rows[n - 1] > 1), None)
    if first is not None and all(
        cell is None or isinstance(cell, str) for at in rows[first:] for cell in raw.rows[at]
    ):
        part.located.rows = rows[:first]


def _gaps(part: FoundTable, seen: list[int]) -> list[int]:
    """The blank rows between the first record and the last."""
    rows = part.located.rows
    if not rows or rows[-1] - rows[0] + 1 == len(rows):
        return []
    filled = set(seen)
    return [at for at in range(rows[0], rows[-1]) if at not in filled]
