"""What the master of a period says of itself: its status date, and the returns that it was made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pmo_xl.core.base.text import fold
from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.definition.model import Table
from pmo_xl.core.flow.raw import Cell, RawBook
from pmo_xl.excel.read.workbook import read_master
from pmo_xl.gather.read.previous import passed_over, status_date_of
from pmo_xl.steps.sheets.marks import is_master

REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class FormerMaster:
    """A master that was: its status date, and the fingerprint of each return that counts in it, by its file."""

    status_date: dt.date
    returns: Mapping[str, str] = field(default_factory=dict)


def former_master(file: Path, catalogue: Catalogue) -> FormerMaster | None:
    """What a master says of its period; None for what is no master, cannot be read, or bears no date."""
    returns = catalogue.master.run_tables["returns"]
    book = read_master(file, file.name, passed_over(catalogue) - {*returns.heading.in_all()})
    day = status_date_of(book) if book.unreadable is None and is_master(book) else None
    return None if day is None else FormerMaster(day, dict(_returns(book, returns)))


def _returns(book: RawBook, table: type[Table]) -> Iterator[tuple[str, str]]:
    """File and fingerprint of the returns that were not rejected."""
    labels = {key: {*map(fold, table.columns[key].label.in_all())} for key in ("file", "sha256", "state")}
    choices = table.columns["state"].choices
    assert choices is not None
    rejected = {fold(words) for state in choices if state.key == REJECTED for words in state.label.in_all()}
    for sheet in book.sheets:
        for at, row in enumerate(sheet.rows[:12]):
            heads = [fold(cell) if isinstance(cell, str) else "" for cell in row]
            places = {
                key: next((n for n, head in enumerate(heads) if head in words), None)
                for key, words in labels.items()
            }
            found = {key: place for key, place in places.items() if place is not None}
            if len(found) < len(places):
                continue
            for held in sheet.rows[at + 1 :]:
                file, sha256, state = (_text(held, found[key]) for key in ("file", "sha256", "state"))
                if file and sha256 and fold(state) not in rejected:
                    yield file, sha256
            return


def _text(row: list[Cell], place: int) -> str:
    return str(row[place]) if place < len(row) and row[place] is not None else ""
