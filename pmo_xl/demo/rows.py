"""Rows made from the columns of a table alone, for kinds of return that invent none of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import Any

from pmo_xl.core.base.text import Text
from pmo_xl.core.definition.column import Column, Kind, Profile
from pmo_xl.core.definition.model import Table, choices_of
from pmo_xl.core.expr.value import EvalContext, fails
from pmo_xl.core.flow.frame import frame_of

Rows = dict[str, list[Any]]
SIZE = 12
"""Rows of a table, as far as enough of those that are tried obey its rules."""
TRIED = 10
"""Rows tried for each that is wanted."""
HORIZON = 120
"""Days before and after the status date in which dates lie."""


def rows_from_columns(
    table: type[Table], status_date: dt.date, language: str, rng: Random, names: Sequence[str]
) -> Rows:
    """Columns of up to SIZE rows that break no rule, owned by people of these names; fewer where their rules leave fewer."""
    tried = [_row(table, place, status_date, language, names, rng) for place in range(SIZE * TRIED)]
    columns = {column.key: [row[column.key] for row in tried] for column in table.inputs()}
    frame = frame_of(table, columns, params={"status_date": status_date}, language=language)
    scope = EvalContext(frame, {"status_date": status_date}, language=language)
    sound = ~sum(
        (fails(rule.holds, scope) for rule in table.rules),
        start=frame.index < 0,
    ).astype(bool)
    kept = [row for row, good in zip(tried, sound, strict=True) if good][:SIZE]
    for column in table.inputs():
        if column.pattern is not None:
            for place, row in enumerate(kept):
                row[column.key] = _numbered(column, place)
    return {column.key: [row[column.key] for row in kept] for column in table.inputs()}


def _row(
    table: type[Table], place: int, status_date: dt.date, language: str, names: Sequence[str], rng: Random
) -> dict[str, Any]:
    return {
        column.key: _value(column, place, status_date, language, names, rng)
        if column.is_required(Profile.STANDARD) or rng.random() < 0.4
        else None
        for column in table.inputs()
    }


def _value(
    column: Column, place: int, status_date: dt.date, language: str, names: Sequence[str], rng: Random
) -> Any:
    choices = choices_of(column)
    low = column.low if column.low is not None else 0
    high = column.high if column.high is not None else low + 100
    if choices is not None:
        return rng.choice(list(choices)).key
    match column.kind:
        case Kind.DATE | Kind.MONTH:
            day = status_date + dt.timedelta(days=rng.randint(-HORIZON, HORIZON))
            return day.replace(day=1) if column.kind is Kind.MONTH else day
        case Kind.INTEGER:
            return float(rng.randint(int(low), int(high)))
        case Kind.AMOUNT:
            return float(rng.randint(1, 500) * 100)
        case Kind.NUMBER | Kind.PERCENT:
            return round(low + (high - low) * rng.random(), 2)
    if column.pattern is not None:
        return _numbered(column, place)
    if column.person:
        return rng.choice(names)
    words = column.example.to(language) if isinstance(column.example, Text) else column.label.to(language)
    return f"{words} {place + 1}"[: column.max_length]


def _numbered(column: Column, place: int) -> str:
    """The example of the column with another number at its end: A-001, A-002."""
    example = str(column.example)
    digits = len(example) - len(example.rstrip("0123456789"))
    return f"{example[: len(example) - digits]}{place + 1:0{digits}}"
