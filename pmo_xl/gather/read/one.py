"""One file that came, read and examined: all that a worker of any kind has to do, and to import."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_xl.adopt.sources.files import SOURCES, content_within
from pmo_xl.core.base.problem import PmoXlError
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.core.flow.raw import RawBook, Unreadable
from pmo_xl.excel.read.workbook import read_content, read_workbook
from pmo_xl.gather.cache.read_options import ReadOptions
from pmo_xl.gather.files.places import content_of, url_of
from pmo_xl.steps.one_return.examine import examine, passed_over
from pmo_xl.steps.one_return.net import left_out
from pmo_xl.steps.sheets.marks import has_returns, is_ours

if TYPE_CHECKING:
    from pmo_xl.adopt.read.workbook import Adopted


def read_one(path: Path, shown_as: str, options: ReadOptions) -> list[Return]:
    """What a file holds: one return, or several through a mapping.

    A file that cannot be read, and one at which the program stops, is a rejected return; a workbook of the PMO's own
    is passed over, and said. Raises NothingToDo for an address whose library is missing.
    """
    try:
        return _read(path, shown_as, options)
    except PmoXlError:
        raise
    except Exception as problem:  # noqa: BLE001 - the net under every file: whatever it is, it costs that file alone
        return [left_out(shown_as, _sha256(path), problem)]


def _read(path: Path, shown_as: str, options: ReadOptions) -> list[Return]:
    url = url_of(path)
    if path.suffix.lower() in SOURCES:
        from pmo_xl.gather.read.sources import read_source

        limits = options.limits
        content = partial(content_of, url) if url is not None else partial(content_within, path, limits)
        return read_source(content, shown_as, options, returns_in)
    book = (
        read_workbook(path, shown_as, options.limits)
        if url is None
        else read_content(lambda: content_of(url), shown_as, limits=options.limits)
    )
    if is_ours(book):
        return [passed_over(book, returns_too=has_returns(book, options.templates.sheets))]
    return returns_in(book, options)


def returns_in(book: RawBook, options: ReadOptions) -> list[Return]:
    """What a workbook holds: one return, or one per project where a mapping reads several out of it."""
    foreign: list[Adopted] = []
    if options.mappings:
        # Most portfolios have no mapping, and need nothing of what compares words.
        from pmo_xl.adopt.read.workbook import read_through

        foreign = read_through(book, options.mappings)
    if not foreign:
        return [examine(book, options.templates, options.profile, limits=options.limits)]
    returns = []
    for each in foreign:
        returned = examine(
            book, options.templates, options.profile, (each.parts, each.findings), options.limits
        )
        returned.findings = each.explained(returned.findings)
        returns.append(returned)
    return returns


def crashed_file(path: Path, shown_as: str, options: ReadOptions) -> list[Return]:
    """What becomes of a file whose reader ended without an answer: a rejected return, as for any damaged file."""
    book = RawBook(shown_as, _sha256(path), unreadable=Unreadable.CORRUPT, detail="the reader broke off")
    return [examine(book, options.templates, options.profile, limits=options.limits)]


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() if url_of(path) is None else ""
    except OSError:
        return ""
