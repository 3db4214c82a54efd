"""Columns of plain values as one pandas frame, computed columns included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from pmo_xl.core.column import Column, Profile
from pmo_xl.core.model import ROW_CHECK, Sheet, Table, row_check
from pmo_xl.core.value import Scope, value


def column_of(column: Column, values: Sequence[Any]) -> pd.Series[Any]:
    """One column: floats for numbers (``nan`` blank), ``datetime64`` for dates, texts and list keys as they are."""
    if column.kind.is_date:
        return pd.Series(np.array(values, dtype="datetime64[s]"))
    if column.kind.is_quantity:
        return pd.Series(np.array(values, dtype=float))
    return pd.Series(list(values), dtype=object)


def frame_of(
    sheet: type[Sheet],
    columns: Mapping[str, Sequence[Any]],
    extra: Mapping[str, Sequence[Any] | pd.Series[Any]] | None = None,
    *,
    params: Mapping[str, Any] | None = None,
    holidays: Sequence[dt.date] = (),
    language: str = "en",
) -> pd.DataFrame:
    """The rows of a sheet as one frame, a column per field; what is not given is blank.

    ``extra`` columns (where a row comes from) stand before the others, unchanged. A param may be a
    pandas column: it then holds row by row.
    """
    size = max((len(values) for values in (*columns.values(), *(extra or {}).values())), default=0)
    data: dict[str, pd.Series[Any]] = {}
    for key, values in (extra or {}).items():
        data[key] = values if isinstance(values, pd.Series) else pd.Series(list(values), dtype=object)
    for column in sheet.inputs():
        data[column.key] = column_of(column, columns.get(column.key) or [None] * size)
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
    scope = Scope(frame, params or {}, holidays, language=language)
    for column in sheet.columns.values():
        if column.formula is not None:
            frame[column.key] = _typed(column, value(column.formula, scope))
    return frame


def with_row_check(
    table: type[Table],
    frame: pd.DataFrame,
    profile: Profile,
    params: Mapping[str, Any],
    holidays: Sequence[dt.date],
    language: str,
) -> pd.DataFrame:
    """The frame with what the check column says of each row."""
    scope = Scope(frame, params, holidays, language=language)
    frame[ROW_CHECK] = value(row_check(table, profile), scope).astype(object)
    return frame


def _typed(column: Column, values: pd.Series[Any]) -> pd.Series[Any]:
    if column.kind.is_date:
        return pd.to_datetime(values).astype("datetime64[s]")
    if column.kind.is_quantity:
        return values.astype(float)
    return values.astype(object)
