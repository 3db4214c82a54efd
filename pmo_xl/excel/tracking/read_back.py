"""The reviews that a master holds, as somebody last saved it: in whichever language, by whichever program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pmo_xl.core.base.text import fold
from pmo_xl.core.flow.raw import MARK, Cell, RawBook, RawSheet
from pmo_xl.core.flow.review import Earlier, Figures, Line, Reviewed, Signature, Status
from pmo_xl.excel.tracking.columns import (
    COLUMNS,
    ENTRIES,
    HEAD_ROW,
    KEY_ROW,
    LATER_MEMORIES,
    MARK_KIND,
    SIGNED,
    TRACKING,
    Level,
)

_FROM_1900 = dt.date(1899, 12, 30)


class UnclearReviewsError(ValueError):
    """The sheet of the reviews is there and cannot be understood: its name."""


def reviews_of(book: RawBook) -> tuple[Reviewed, ...]:
    """Every line of a master with its review; nothing where the master is older than reviews.

    Raises UnclearReviewsError where the sheet has lost what its cells are known by.
    """
    for sheet in book.sheets:
        head = next((row for row in sheet.rows[: HEAD_ROW + 8] if _is_key_row(row)), None)
        if head is not None:
            return tuple(_reviews(sheet, {key: col for col, key in enumerate(head) if isinstance(key, str)}))
        if sheet.name in TRACKING.in_all() or _is_marked(sheet):
            raise UnclearReviewsError(sheet.name)
    return ()


def _is_key_row(row: list[Cell]) -> bool:
    return {column.key for column in COLUMNS} - LATER_MEMORIES <= {
        cell for cell in row if isinstance(cell, str)
    }


def _is_marked(sheet: RawSheet) -> bool:
    words = next((cell for row in sheet.rows[:1] for cell in row[:6] if isinstance(cell, str)), "")
    return words.startswith(f"{MARK} {MARK_KIND} ")


def _reviews(sheet: RawSheet, at: dict[str, int]) -> Iterator[Reviewed]:
    below = next(place for place, row in enumerate(sheet.rows) if _is_key_row(row))
    below += HEAD_ROW - KEY_ROW + 1
    for row in sheet.rows[below:]:
        cells = {key: row[col] if col < len(row) else None for key, col in at.items()}
        level = cells["level"]
        has_line = isinstance(level, float) and level >= Level.PROJECT
        if has_line or any(cells[key] is not None for key in ENTRIES):
            yield _reviewed(cells, has_line=has_line)


def _reviewed(cells: dict[str, Cell], *, has_line: bool) -> Reviewed:
    line = Line(
        _words(cells["project_id"]),
        _words(cells["project_name"]),
        _words(cells["line_id"]),
        # What somebody typed beside a row that is no line is kept under what stands there in sight.
        _words(cells["description_text"]) if has_line else _words(cells["name"]) or _words(cells["id"]),
        _words(cells["category_key"]),
        _words(cells["account"]),
    )
    return Reviewed(
        line,
        Figures(*(_shown(cells, key) for key in SIGNED.values())),
        _signature(cells, ("reviewer", "on", "status")),
        _words(cells["comment"]),
        Figures(*(_number(cells[key]) for key in SIGNED)),
        _signature(cells, ("signed_reviewer", "signed_on", "signed_status")),
        _words(cells["moved"]),
        former=not has_line or cells["level"] == Level.FORMER,
        shown_on=_date(cells.get("shown_on")),
        earlier=_earlier(cells),
    )


def _earlier(cells: dict[str, Cell]) -> Earlier | None:
    eac, on = _number(cells.get("earlier_eac")), _date(cells.get("earlier_on"))
    return None if eac is None or on is None else Earlier(eac, on)


def _date(cell: Cell) -> dt.date | None:
    """A day that a master remembers; None where it remembers none."""
    day = _day(cell)
    return day if isinstance(day, dt.date) else None


def _shown(cells: dict[str, Cell], key: str) -> float | None:
    """The figure in sight; where a program saved its formula without a value, the one it was written with."""
    seen = _number(cells[key])
    return seen if seen is not None else _number(cells[f"shown_{key}"])


def _number(cell: Cell) -> float | None:
    return float(cell) if isinstance(cell, (int, float)) and not isinstance(cell, bool) else None


def _words(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _signature(cells: dict[str, Cell], keys: tuple[str, str, str]) -> Signature:
    reviewer, on, status = (cells[key] for key in keys)
    return Signature(_words(reviewer), _day(on), _status(_words(status)))


def _day(cell: Cell) -> dt.date | str | None:
    match cell:
        case dt.datetime():
            return cell.date()
        case dt.date():
            return cell
        case float() if 20_000 < cell < 100_000:
            return _FROM_1900 + dt.timedelta(days=int(cell))
        case _:
            return _words(cell) or None


def _status(words: str) -> str:
    """The key of a status in either language, with its sign or without; other words as they are."""
    wanted = _plain(words)
    for status in Status:
        if wanted and wanted in {
            _plain(name) for name in (status.key, *status.label.in_all(), *status.aliases)
        }:
            return status.key
    return words


def _plain(words: str) -> str:
    return fold(words).lstrip("●▲◆○ ")
