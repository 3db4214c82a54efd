"""The mark of a sheet: which of ours it is, of which version, in which language."""

from __future__ import annotations

from collections.abc import Collection

from pmo_xl.core.flow.raw import CONSOLE, FINDINGS, MARK, MASTER, PAGES, STEERING, RawBook, RawSheet


def is_master(book: RawBook) -> bool:
    """Whether the workbook is a master of ours, made from returns and no return itself."""
    return _kind(book) == MASTER


def is_ours(book: RawBook) -> bool:
    """Whether the workbook is the PMO's own, a master, the console or the register with its lists: no return, whatever folder it lies in."""
    return _kind(book) in (MASTER, CONSOLE, STEERING)


def has_returns(book: RawBook, sheets: Collection[str]) -> bool:
    """Whether some sheets of a workbook carry the mark of one of these, as those of a return do."""
    marks = map(read_mark, book.sheets)
    return any(mark is not None and mark[0] in sheets for mark in marks)


def language_of(book: RawBook) -> str | None:
    """The language of a workbook of the PMO's own, as its first sheet's mark says."""
    mark = read_mark(book.sheets[0]) if book.sheets else None
    return mark[2] if mark else None


def _kind(book: RawBook) -> str | None:
    mark = read_mark(book.sheets[0]) if book.sheets else None
    return mark[0] if mark else None


def holds_nothing(raw: RawSheet) -> bool:
    """Whether the sheet is one of those beside the data: guide, checks, findings, the lists of the drop-downs."""
    mark = read_mark(raw)
    return mark[0] in PAGES if mark is not None else raw.rows[:1] != [] and raw.rows[0][:1] == [MARK]


def is_findings(raw: RawSheet) -> bool:
    """Whether the sheet is the page of findings that an annotated copy was given."""
    mark = read_mark(raw)
    return mark is not None and mark[0] == FINDINGS


def read_mark(raw: RawSheet) -> tuple[str, str, str] | None:
    """Sheet key, version and language of the mark, if the sheet has one."""
    for row in raw.rows[:5]:
        for cell in row[:6]:
            if isinstance(cell, str) and cell.startswith(f"{MARK} "):
                parts = cell.split()
                if len(parts) == 4:
                    return parts[1], parts[2], parts[3]
    return None
