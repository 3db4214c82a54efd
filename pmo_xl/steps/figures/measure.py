"""Every KPI for every project, programme and the portfolio, by the expressions of the catalogue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.definition.kpi import Aggregation, Kpi, Unit, pooled
from pmo_xl.core.expr.table_nodes import Aggregate
from pmo_xl.core.expr.value import EvalContext, array, value
from pmo_xl.core.flow.portfolio import Portfolio, Scorecard
from pmo_xl.core.settings.settings import EAC_METHODS, Settings

PROJECT = "project_id"
RATE_KEYS = {"rate": "budget", "rate_average": "average", "rate_closing": "closing"}
"""The identity columns that hold the rates of a project's currency."""


def parameters(status_date: dt.date | None, settings: Settings) -> dict[str, Any]:
    """The values that hold for the whole master, by the name that formulas know them by."""
    month = status_date.replace(day=1) if status_date else None
    back = month.year * 12 + month.month - 3 if month else 0
    return {
        "status_date": status_date,
        "status_month": month,
        "window_start": dt.date(back // 12, back % 12 + 1, 1) if month else None,
        "official_eac": EAC_METHODS.index(settings.forecast.official) + 1,
        "cpi_weight": settings.forecast.cpi_weight,
        "returns_due": settings.collection.due_in(status_date),
    }


def thresholds(kpis: Mapping[str, Kpi], settings: Settings) -> dict[str, float]:
    """The limits in force, by parameter name: ``cpi_green``, ``cpi_amber``; of a band those of its other side too."""
    limits: dict[str, float] = {}
    for key, kpi in kpis.items():
        if (threshold := settings.threshold(kpi)) is not None:
            limits |= threshold.named(key)
    return limits


def measure(
    portfolio: Portfolio, catalogue: Catalogue, settings: Settings, begun: pd.DataFrame | None = None
) -> Scorecard:
    """The scorecard of a portfolio. Undefined is ``nan``, never 0. ``begun`` holds the figures that are known already."""
    frame = measured(portfolio, catalogue, settings, begun=begun)
    return rolled_up(frame, portfolio.tables, portfolio.status_date, catalogue.kpis, settings)


def measured(
    portfolio: Portfolio,
    catalogue: Catalogue,
    settings: Settings,
    only: Collection[str] | None = None,
    begun: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Every KPI of every project, one row each, after the columns of its identity.

    ``only`` names those that are wanted, with all that they are computed from; ``begun`` is what came of that, and is not
    computed again.
    """
    kpis, identity, received = catalogue.kpis, list(catalogue.master.identity), catalogue.master.received
    params: dict[str, Any] = {**parameters(portfolio.status_date, settings), **thresholds(kpis, settings)}
    frame = portfolio.projects.copy()
    rates = [settings.rate(currency) if currency else None for currency in frame["currency"]]
    for key, kind in RATE_KEYS.items():
        frame[key] = np.array([getattr(rate, kind, None) for rate in rates], dtype=float)
    # All columns at once: pandas slows down with each one that is added to a frame.
    frame = frame.reindex(columns=[*identity, *kpis])
    history = portfolio.tables["history"]
    rates = [settings.rate(currency) if currency else None for currency in history["currency"]]
    held = {
        **portfolio.tables,
        "history": history.assign(rate=[rate.budget if rate else np.nan for rate in rates]),
    }
    scope = EvalContext(
        frame, params, settings.calendar.holidays, tables=held, project=PROJECT, received=received
    )
    for key, kpi in kpis.items():
        if begun is not None and key in begun:
            frame[key] = begun[key]
            continue
        if only is not None and key not in only:
            continue
        column = value(kpi.expr, scope)
        frame[key] = pd.to_datetime(column) if kpi.unit is Unit.DATE else column.astype(float)
    return frame if only is None else frame[[*identity, *(key for key in kpis if key in only)]]


def rolled_up(
    frame: pd.DataFrame, tables: Mapping[str, pd.DataFrame], status_date: dt.date | None, kpis: Mapping[str, Kpi],
    settings: Settings,
) -> Scorecard:  # fmt: skip
    """The scorecard of projects that are measured: their KPIs by programme and in all.

    ``tables`` are looked up for what projects that are not measured have too.
    """
    params: dict[str, Any] = {**parameters(status_date, settings), **thresholds(kpis, settings)}
    programmes = frame["programme_id"]
    names: list[str | None] = sorted({name for name in programmes if name})
    if programmes.isna().any():
        names.append(None)
    groups = [np.ones(len(frame), dtype=bool)]
    groups += [(programmes == name if name else programmes.isna()).to_numpy(dtype=bool) for name in names]
    beyond = {
        key: _beyond(tables[kpi.beyond[0]], kpi.beyond[1], names) for key, kpi in kpis.items() if kpi.beyond
    }
    for key, expr in pooled(kpis).items():
        beyond[key] = _pooled(
            expr, tables[expr.table], [set(frame.loc[group, PROJECT]) for group in groups], params
        )
    sums = roll_up(kpis, frame, groups, params, settings.calendar.holidays, beyond)
    by_programme = sums.iloc[1:].reset_index(drop=True)
    by_programme.insert(0, "programme_id", pd.Series(names, dtype=object))
    return Scorecard(frame, {str(key): what for key, what in sums.iloc[0].items()}, by_programme, params)


def _beyond(table: pd.DataFrame, key: str, programmes: Sequence[str | None]) -> npt.NDArray[np.float64]:
    """The sums of a column in all, then by programme; of several spellings of a programme one is in the table."""
    column, named = table[key].to_numpy(dtype=float), table["programme_id"]
    known = table["project_id"].notna() if "project_id" in table else True
    masks = [(named == name if name else named.isna() & known).to_numpy(dtype=bool) for name in programmes]
    return np.array([np.nansum(column), *(np.nansum(column[mask]) for mask in masks)])


def _pooled(
    expr: Aggregate, table: pd.DataFrame, groups: Sequence[Set[str]], params: Mapping[str, Any]
) -> npt.NDArray[np.float64]:
    """A figure over the rows of all projects of each group together."""
    one = pd.DataFrame(index=[0])
    parts = (table[table[PROJECT].isin(group)] for group in groups)
    return np.array([array(expr, EvalContext(one, params, tables={expr.table: rows}))[0] for rows in parts])


def roll_up(
    kpis: Mapping[str, Kpi],
    frame: pd.DataFrame,
    groups: Sequence[npt.NDArray[np.bool_]],
    params: Mapping[str, Any],
    holidays: Sequence[dt.date],
    beyond: Mapping[str, npt.NDArray[np.float64]],
) -> pd.DataFrame:
    """Each KPI over each group of projects, by its own way of adding up; a row per group.

    A group is a mask over the rows of *frame*. ``beyond`` holds, by group, the sums of what other projects have too, and
    what is taken from all rows together.
    Undefined is ``nan`` or ``NaT``.
    """
    held = {key: frame[key].to_numpy() for key in kpis}
    known = {
        key: ~np.isnan(column) if column.dtype.kind == "f" else ~np.isnat(column)
        for key, column in held.items()
    }
    columns = {}
    for key, kpi in kpis.items():
        if kpi.aggregation is Aggregation.RECOMPUTE:
            parts = sorted(kpi.expr.keys())
            whole = np.logical_and.reduce([known[part] for part in parts])
            over = {part: _over(np.sum, held[part], whole, groups) for part in parts}
            sums = pd.DataFrame({part: beyond.get(part, summed) for part, summed in over.items()})
            columns[key] = array(kpi.expr, EvalContext(sums, params, holidays)).astype(float)
        elif kpi.aggregation is Aggregation.NONE:
            columns[key] = np.full(len(groups), np.nan)
        else:
            columns[key] = _over(EXTREMES.get(kpi.aggregation, np.sum), held[key], known[key], groups)
            if key in beyond:
                columns[key] = np.where(np.isnan(columns[key]), np.nan, beyond[key])
    return pd.DataFrame(columns)


EXTREMES = {Aggregation.MAX: np.max, Aggregation.MIN: np.min}


def _over(
    how: Callable[[Any], Any], column: npt.NDArray[Any], known: npt.NDArray[np.bool_],
    groups: Sequence[npt.NDArray[np.bool_]],
) -> npt.NDArray[Any]:  # fmt: skip
    """One figure for each group; of nothing it is undefined, in the column's own type."""
    found = np.full(len(groups), np.nan if column.dtype.kind == "f" else "NaT", dtype=column.dtype)
    for at, group in enumerate(groups):
        mine = column[group & known]
        if len(mine):
            found[at] = how(mine)
    return found
