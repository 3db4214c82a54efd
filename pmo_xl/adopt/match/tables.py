"""Find the tables of a foreign sheet: under title rows, beside blank columns, with headers in one row or two.

A header row is known by its words; everything else, by what stands around it. Rows that are no records
(totals, notes under the table) are told apart, never dropped unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pmo_xl.adopt.match import synonyms
from pmo_xl.adopt.match.headers import NOTHING, POSSIBLE, Match, by_name, exactly, measured, plain
from pmo_xl.core.base.blank_words import PSEUDO_BLANK
from pmo_xl.core.base.text import fold
from pmo_xl.core.definition.model import Sheet
from pmo_xl.core.flow.raw import Cell, RawSheet

SEARCHED_ROWS = 60
"""How far down a first header row is looked for."""
LONGEST_HEADER = 80
BETWEEN = " > "
"""Stands between the two lines of a header: ``Baseline > Start``."""
_NEUTRAL = frozenset(plain(word) for word in synonyms.NEUTRAL_BANDS.split(" | "))
_TOTAL = re.compile(rf"({synonyms.TOTALS})\b.{{0,30}}")
_TOTAL_ALONE = re.compile(rf"({synonyms.TOTALS})\s*:?")


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers of one table: their words by zero-based column, and the last of their rows."""

    row: int
    lines: int
    words: Mapping[int, str]


@dataclass(slots=True)
class Rows:
    """The rows of a table that are records, and those that are not: totals, notes."""

    records: list[int] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    """Rows of lists and texts below the table, behind two blank rows."""


def headers_at(raw: RawSheet, row: int) -> Iterator[Headers]:
    """How row *row* may be read as headers: alone, and together with the row above it."""
    own = _words(raw.rows[row])
    if own:
        yield Headers(row, 1, numbered(own))
    above = _words(raw.rows[row - 1]) if row else {}
    if own and above:
        reach = _reach(raw, row - 1, above, own)
        both: dict[int, str] = {}
        band, ends = "", 0
        for column in range(max(*own, *above) + 1):
            up, down = above.get(column, ""), own.get(column, "")
            if up:
                band, ends = (up, reach[column]) if down else ("", 0)
            elif column >= ends:
                band = ""
            if down:
                both[column] = f"{band}{BETWEEN}{down}" if band else down
            elif up:
                both[column] = up
        if len(both) > 1:
            yield Headers(row, 2, numbered(both))


def _reach(raw: RawSheet, row: int, above: Mapping[int, str], own: Mapping[int, str]) -> dict[int, int]:
    """The column behind the last that each heading above gathers: its merged cells, else as far as the next."""
    merged = {left: right + 1 for top, left, bottom, right in raw.merged if top <= row <= bottom}
    if any(merged.get(column, 0) > column + 1 for column in above if column in own):
        return {column: merged.get(column, column + 1) for column in above}
    bands = [column for column in sorted(above) if column in own]
    # Nobody says how far the last one reaches: no farther than those before it.
    widest = max((b - a for a, b in pairwise(bands)), default=len(own))
    return {column: column + widest for column in above}


def _words(cells: Sequence[Cell]) -> dict[int, str]:
    found = {}
    for column, cell in enumerate(cells):
        if isinstance(cell, str) and len(cell) <= LONGEST_HEADER and cell.strip():
            found[column] = " ".join(cell.split())
    return found


def numbered(words: Mapping[int, str]) -> dict[int, str]:
    """Headers each by a name of its own: the second “Start” is “Start #2”."""
    seen: dict[str, int] = {}
    named = {}
    for column in sorted(words):
        name = words[column]
        seen[fold(name)] = times = seen.get(fold(name), 0) + 1
        named[column] = name if times == 1 else f"{name} #{times}"
    return named


def meanings(header: str, table: type[Sheet], prefix: str = "") -> Mapping[str, Match]:
    """The fields a header may mean, its second line alone where the first only gathers columns.

    ``prefix`` is a word that begins many headers and tells nothing.
    """
    header = re.sub(r" #\d+$", "", header)
    return measured(_meant(header, table, prefix), header, table)


def _meant(header: str, table: type[Sheet], prefix: str) -> Mapping[str, Match]:
    if prefix and BETWEEN not in header and plain(header).startswith(f"{prefix} "):
        found = by_name(plain(header).removeprefix(f"{prefix} "), table)
        return {key: Match(key, 0.95 * match.confidence, match.reasons) for key, match in found.items()}
    band, parted, line = header.partition(BETWEEN)
    if not parted:
        return by_name(header, table)
    found = dict(by_name(f"{band} {line}", table))
    neutral = plain(band) in _NEUTRAL
    for key, match in by_name(line, table).items():
        confidence = match.confidence * (0.97 if neutral else 0.7)
        if key not in found or found[key].confidence < confidence:
            found[key] = Match(key, confidence, match.reasons)
    return found


def find_headers(raw: RawSheet, table: type[Sheet]) -> list[Headers]:
    """Where tables of that kind may begin in a sheet, the best reading of each."""
    best: list[tuple[float, Headers]] = []
    for row in range(min(len(raw.rows), SEARCHED_ROWS)):
        score, headers = _reading(raw, row, table)
        if headers is None or score < 2 * POSSIBLE:
            continue
        if best and row - best[-1][1].row <= 1:
            # The next row continues the headers or is a first record: the better reading counts.
            if score > best[-1][0] + 0.05:
                best[-1] = (score, headers)
        else:
            best.append((score, headers))
    return [headers for _, headers in best]


def _reading(raw: RawSheet, row: int, table: type[Sheet]) -> tuple[float, Headers | None]:
    """The better of the two ways to read a row as headers, and how much of the template it names.

    Where headings above gather columns they count: “Residual” over “Impact” is never read as “Impact”.
    """
    readings = [(_score(headers, table), headers) for headers in headers_at(raw, row)]
    if not readings:
        return 0.0, None
    best = max(readings, key=lambda reading: reading[0])
    alone, together = readings[0], readings[-1]
    if together is not alone and _parts_columns(raw, row):
        (above, _), *_ = [(_score(headers, table), headers) for headers in headers_at(raw, row - 1)]
        return max(above, together[0]) + 0.1, together[1]
    if together is not alone and together[0] >= 0.35 * alone[0] and _gathers(raw, row):
        return max(alone[0], together[0]) + 0.1, together[1]
    return best


def _parts_columns(raw: RawSheet, row: int) -> bool:
    """Whether a row only names the parts of the headings above it: L, M, H under each of two, and nothing in the first column."""
    above, own = _words(raw.rows[row - 1]), _words(raw.rows[row])
    filled = {column for column, cell in enumerate(raw.rows[row]) if cell is not None}
    parts = [fold(words) for words in own.values()]
    between = [column for column in own if column not in above]
    return (
        filled == set(own) and min(above) < min(own) and len(between) >= 2
        and max(map(len, parts)) <= 12 and len(set(parts)) * 2 <= len(parts)
    )  # fmt: skip


def _gathers(raw: RawSheet, row: int) -> bool:
    """Whether the row above gathers columns rather than being a title."""
    above, own = _words(raw.rows[row - 1]), _words(raw.rows[row])
    bands = [column for column in above if column in own and not above[column].endswith(":")]
    if len(bands) > 1 or any(_QUALIFIERS & set(plain(above[column]).split()) for column in bands):
        return True
    # A title stands in the first column; what stands farther right may be one, and then costs a question.
    return any(column > min(own) for column in bands)


_QUALIFIERS = frozenset(
    (
        "residual", "residuel", "residuelle", "net", "nette", "target", "cible", "current", "actuel", "actuelle", "inherent", "gross", "brut", "brute",
        "initial", "initiale", "previous", "precedent", "baseline", "reference", "forecast", "prevision", "previsionnel", "actual", "reel", "reelle",
        "planned", "prevu", "planifie", "after", "apres", "before", "avant", "revised", "revise",
    )
)  # fmt: skip


def _score(headers: Headers, table: type[Sheet]) -> float:
    """How much of a template the headers name: the best name of each field once."""
    lines = (re.sub(r" #\d+$", "", words).replace(BETWEEN, " ") for words in headers.words.values())
    if not any(exactly(words, table) for words in lines):
        return 0.0
    named: dict[str, float] = {}
    for words in headers.words.values():
        found = meanings(words, table)
        if NOTHING in found:
            continue
        free = [m for m in found.values() if m.key not in named and m.confidence >= POSSIBLE * 0.97]
        if free:
            best = max(free, key=lambda match: match.confidence)
            named[best.key] = best.confidence
    return sum(named.values())


def rows_of(raw: RawSheet, headers: Headers, columns: Sequence[int], identity: int | None = None) -> Rows:
    """The rows under the headers that hold something in *columns*, as far as the next headers.

    ``identity`` is the column that names each row, if there is one.
    """
    rows = Rows()
    blank = 0
    width = len(columns)
    for at in range(headers.row + 1, len(raw.rows)):
        cells = raw.rows[at]
        filled = [c for c in columns if (c < len(cells) and cells[c] is not None) or (at, c) in raw.errors]
        if not filled:
            blank += 1
            continue
        if _repeats(cells, headers):
            break
        if filled == [identity] and width > 2 and re.search(r"\d", str(cells[filled[0]])):
            # A number printed in advance for a row that nobody filled yet.
            continue
        if blank >= GAP and width > WIDEST_NOTE and _nothing_wider(raw, at, columns):
            below = [row for row in range(at, len(raw.rows)) if any(_holds(raw, row, c) for c in columns)]
            if len(below) > 1:
                rows.notes = below
                break
        stray = blank > 0 and len(filled) == 1 and width > 2
        if _is_total(cells, identity) or stray:
            rows.left_out.append(at)
        else:
            rows.records.append(at)
        blank = 0
    return rows


GAP, WIDEST_NOTE = 2, 3
"""Blank rows that part a table from what is below it, and how many columns that fills at most."""


def _holds(raw: RawSheet, row: int, column: int) -> bool:
    cells = raw.rows[row]
    return column < len(cells) and cells[column] is not None


def _nothing_wider(raw: RawSheet, start: int, columns: Sequence[int]) -> bool:
    """Whether from here on each row holds a text or a short list, never a record: few columns, of which one holds a text."""
    for row in range(start, len(raw.rows)):
        held = [column for column in columns if _holds(raw, row, column)]
        if len(held) > min(WIDEST_NOTE, max(1, len(columns) // 3)):
            return False
    return any(_holds(raw, start, column) and isinstance(raw.rows[start][column], str) for column in columns)


def _repeats(cells: Sequence[Cell], headers: Headers) -> bool:
    """Whether a row is the headers of a further table: half of the same words in the same columns."""
    words = [re.sub(r"^.* >\s*|\s*#\d+$", "", fold(name)) for name in headers.words.values()]
    same = sum(
        column < len(cells) and isinstance(cells[column], str) and fold(str(cells[column])) == word
        for column, word in zip(headers.words, words, strict=True)
    )
    return same >= 2 and same * 2 >= len(words)


def _is_total(cells: Sequence[Cell], identity: int | None) -> bool:
    """Whether a row adds others up: it says so, bears no name of its own, and holds only numbers beside."""
    name = cells[identity] if identity is not None and identity < len(cells) else None
    texts = {
        column: fold(cell) for column, cell in enumerate(cells) if isinstance(cell, str) and cell.strip()
    }
    return any(
        _TOTAL_ALONE.fullmatch(words)
        or (len(texts) == 1 and (name is None or column == identity) and _TOTAL.fullmatch(words))
        for column, words in texts.items()
    )


def fullest(raw: RawSheet) -> list[str]:
    """The words of the row that could head a table, the one that holds most of them."""
    rows = [list(_words(row).values()) for row in raw.rows[:SEARCHED_ROWS]]
    return max(rows, key=len, default=[])


def values_in(raw: RawSheet, rows: Sequence[int], column: int) -> list[Cell]:
    """What stands in a column of the records, blanks and pseudo-blanks left out."""
    found: list[Cell] = []
    for at in rows:
        cell = raw.rows[at][column] if column < len(raw.rows[at]) else None
        if cell is None or (isinstance(cell, str) and (not cell.strip() or fold(cell) in PSEUDO_BLANK)):
            continue
        found.append(cell)
    return found
