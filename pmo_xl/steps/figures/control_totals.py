"""Control totals: the money of the accepted returns added up straight from what was read."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pmo_xl.core.catalogue.templates import Templates
from pmo_xl.core.definition.model import Sheet, Table
from pmo_xl.core.flow.frame import frame_of
from pmo_xl.core.flow.portfolio import CheckedSheet, Portfolio, Return
from pmo_xl.core.flow.review import AsRead


def as_read(portfolio: Portfolio, templates: Templates, rates: Mapping[str, float]) -> AsRead:
    """Every amount of the budget and of the project sheet, at the budget rate of each project that has one.

    The rows are those that the portfolio kept; their amounts come from the returns, not from the portfolio.
    """
    table, record = templates.tables["budget"], templates.record
    frame = portfolio.tables[table.key]
    kept = set(zip(frame["source_file"], frame["source_row"], strict=True))
    amounts = [column.key for column in table.columns.values() if column.number]
    columns: dict[str, list[Any]] = {column.key: [] for column in table.inputs()}
    at_rate: list[float] = []
    lines = 0
    for returned, checked in _budgets(portfolio.returns, table):
        lines += len(checked.located.rows)
        rate = rates.get(returned.project_id)
        if rate is None:
            continue
        rows = [at for at, row in enumerate(checked.located.rows) if (returned.file, row + 1) in kept]
        at_rate += [rate] * len(rows)
        for key, held in checked.values.items():
            columns[key] += [held[at] for at in rows]
    values = frame_of(table, columns)
    totals: dict[str, float] = {}
    for key in amounts:
        known = (values[key] * at_rate).dropna() if at_rate else ()
        if len(known):
            totals[key] = math.fsum(known)
    for project_id, fields in _records(portfolio.returns, record).items():
        rate = rates.get(project_id)
        if rate is not None:
            for key, what in fields.items():
                totals[key] = totals.get(key, 0.0) + what * rate
    return AsRead(totals, lines)


def _budgets(returns: Sequence[Return], table: type[Table]) -> Iterator[tuple[Return, CheckedSheet]]:
    for returned in returns:
        for checked in returned.tables:
            if checked.located.sheet is table and not returned.rejected:
                yield returned, checked


def _records(returns: Sequence[Return], record: type[Sheet]) -> Mapping[str, dict[str, float]]:
    """The amounts of each project sheet; where several returns came, the first that states one."""
    stated: dict[str, dict[str, float]] = {}
    numbers = [column.key for column in record.inputs() if column.kind.is_quantity]
    for returned in returns:
        if returned.rejected or returned.record is None:
            continue
        fields = stated.setdefault(returned.project_id, {})
        for key in numbers:
            what = returned.record.values[key][0]
            if what is not None:
                fields.setdefault(key, what)
    for fields in stated.values():
        if {"contingency_initial", "contingency_drawn"} <= fields.keys():
            fields["contingency_remaining"] = fields["contingency_initial"] - fields["contingency_drawn"]
    return stated
