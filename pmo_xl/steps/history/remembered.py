"""What an earlier master noted of each project, read again from its history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pandas as pd

from pmo_xl.core.base.text import fold
from pmo_xl.core.definition.column import Column
from pmo_xl.core.definition.model import Table, choices_of
from pmo_xl.core.flow.raw import Cell, RawBook


def read_history(book: RawBook, table: type[Table], identity: Sequence[Column]) -> pd.DataFrame:
    """The rows of a history, values as written, after what identifies each; no row where the master has none.

    ``identity`` are the columns before the table's own. The table is known by its headers, in any language, wherever
    its sheet stands: by those of ``known_by``. A column that a master of an earlier version lacks is blank.
    """
    keys = {
        **{column.key: column for column in identity},
        **{column.key: column for column in table.inputs()},
    }
    known_by = {*(column.key for column in identity), *(table.known_by or keys)}
    first = next(iter(keys))
    for sheet in book.sheets:
        for at, row in enumerate(sheet.rows[:12]):
            words = {fold(cell): place for place, cell in enumerate(row) if isinstance(cell, str)}
            found = {
                key: place
                for key, column in keys.items()
                if (place := next((words[x] for x in map(fold, column.label.in_all()) if x in words), None))
                is not None
            }
            if known_by <= found.keys():
                below = [row for row in sheet.rows[at + 1 :] if _at(row, found[first]) is not None]
                return pd.DataFrame(
                    {key: pd.Series([_value(column, _at(row, found.get(key))) for row in below], dtype=object)
                     for key, column in keys.items()}
                )  # fmt: skip
    return pd.DataFrame(columns=list(keys))


def remembered(history: pd.DataFrame | None) -> pd.DataFrame:
    """The history as rules look at it: dates as dates; without a row where nothing is remembered."""
    if history is None or history.empty:
        return pd.DataFrame(
            {
                "project_id": pd.Series(dtype=object),
                "currency": pd.Series(dtype=object),
                "status_date": pd.Series(dtype="datetime64[s]"),
            }
        )
    known = history if "currency" in history else history.assign(currency=None)
    return known.assign(status_date=pd.to_datetime(known["status_date"]).astype("datetime64[s]"))


def _at(row: list[Cell], place: int | None) -> Cell:
    return row[place] if place is not None and place < len(row) else None


def _value(column: Column, cell: Cell) -> Any:
    """A cell as its column holds it; what somebody typed over it and is of another kind counts as blank."""
    if column.kind.is_date:
        if isinstance(cell, dt.datetime):
            return cell.date()
        return cell if isinstance(cell, dt.date) else None
    if column.kind.is_quantity:
        return cell if isinstance(cell, (int, float)) and not isinstance(cell, bool) else None
    if cell is None:
        return None
    choices = choices_of(column)
    said = fold(str(cell))
    members = [] if choices is None else [m for m in choices if said in map(fold, m.label.in_all())]
    return members[0].key if members else str(cell)
