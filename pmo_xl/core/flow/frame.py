"""Columns of plain values as one pandas frame, computed columns included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from pmo_xl.core.definition.column import Column
from pmo_xl.core.definition.model import Sheet
from pmo_xl.core.expr.context import Array
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.expr.value import EvalContext, value
from pmo_xl.core.flow.packed import days_below, floats_below

DAY_0 = dt.date(1970, 1, 1).toordinal()
Columns = Sequence[Sequence[Any]]
"""Columns that stand one below the other."""


def column_below(column: Column, parts: Columns) -> pd.Series[Any]:
    """As :func:`column_of`, of the columns of several tables."""
    if column.kind.is_date:
        ordinals = np.frombuffer(days_below(parts), np.intc).astype(np.int64)
        days = (ordinals - DAY_0).astype("datetime64[D]").astype("datetime64[s]")
        return pd.Series(np.where(ordinals == 0, np.datetime64("NaT", "s"), days))
    if column.kind.is_quantity:
        return pd.Series(np.array(floats_below(parts)))
    return pd.Series([*chain.from_iterable(parts)], dtype=object)


def column_of(column: Column, values: Sequence[Any]) -> pd.Series[Any]:
    """One column: floats for numbers (``nan`` blank), ``datetime64`` for dates, texts and list keys as they are."""
    if column.kind.is_date:
        return pd.Series(np.array(values, dtype="datetime64[s]"))
    if column.kind.is_quantity:
        return pd.Series(np.array(values, dtype=float))
    return pd.Series(list(values), dtype=object)


def frame_of(
    sheet: type[Sheet],
    columns: Mapping[str, Sequence[Any] | pd.Series[Any]],
    extra: Mapping[str, Sequence[Any] | pd.Series[Any]] | None = None,
    *,
    params: Mapping[str, Any] | None = None,
    holidays: Sequence[dt.date] = (),
    language: str = "en",
) -> pd.DataFrame:
    """The rows of a sheet as one frame, a column per field; what is not given is blank.

    A column that is a pandas one already is taken as it is. ``extra`` columns (where a row comes from) stand before
    the others, unchanged. A param may be a pandas column: it then holds row by row.
    """
    size = max((len(values) for values in (*columns.values(), *(extra or {}).values())), default=0)
    data: dict[str, pd.Series[Any]] = {}
    for key, values in (extra or {}).items():
        data[key] = values if isinstance(values, pd.Series) else pd.Series(list(values), dtype=object)
    for column in sheet.inputs():
        given = columns.get(column.key, ())
        if isinstance(given, pd.Series):
            data[column.key] = given
        else:
            data[column.key] = column_of(column, given or [None] * size)
    return computed(sheet, pd.DataFrame(data), params=params, holidays=holidays, language=language)


def computed(
    sheet: type[Sheet],
    frame: pd.DataFrame,
    *,
    params: Mapping[str, Any] | None = None,
    holidays: Sequence[dt.date] = (),
    language: str = "en",
) -> pd.DataFrame:
    """The frame with the sheet's computed columns added, each in the order it is defined."""
    scope = EvalContext(frame, params or {}, holidays, language=language)
    for column in sheet.columns.values():
        if column.formula is not None:
            # Most tables of most portfolios are not sent.
            frame[column.key] = (
                _typed(column, value(column.formula, scope)) if len(frame) else column_of(column, ())
            )
    return frame


def with_row_check(
    frame: pd.DataFrame,
    checks: Mapping[str, Expr],
    params: Mapping[str, Any],
    holidays: Sequence[dt.date],
    language: str,
    tables: Mapping[str, pd.DataFrame],
    cells: Mapping[str, Array],
) -> pd.DataFrame:
    """The frame with what the check columns say of each row: ``checks``, each of which reads those before it.

    ``tables`` are all those of the workbook, ``cells`` the columns of this one as they were typed.
    """
    scope = EvalContext(frame, params, holidays, tables, language=language, cells=cells)
    for key, expr in checks.items():
        frame[key] = value(expr, scope)
    return frame


def _typed(column: Column, values: pd.Series[Any]) -> pd.Series[Any]:
    if column.kind.is_date:
        return pd.to_datetime(values).astype("datetime64[s]")
    if column.kind.is_quantity:
        return values.astype(float)
    return values.astype(object)
