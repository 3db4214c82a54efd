"""Every KPI for every project, programme and the portfolio, by the expressions of the catalogue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pmo_xl.core.flow import Portfolio, Scorecard
from pmo_xl.core.kpi import Across, Form, Kpi
from pmo_xl.core.settings import Settings
from pmo_xl.core.value import Scope, value

PROJECT = "project_id"


def thresholds(kpis: Mapping[str, Kpi], settings: Settings) -> dict[str, float]:
    """The limits in force, by parameter name: ``cpi_green``, ``cpi_amber``."""
    limits: dict[str, float] = {}
    for key, kpi in kpis.items():
        chosen = settings.thresholds.get(key) or kpi.threshold
        if chosen is not None:
            limits[f"{key}_green"], limits[f"{key}_amber"] = chosen.green, chosen.amber
    return limits


def measure(
    portfolio: Portfolio,
    kpis: Mapping[str, Kpi],
    identity: Sequence[str],
    received: Mapping[str, str],
    settings: Settings,
) -> Scorecard:
    """The scorecard of a portfolio. Undefined is ``nan``, never 0.

    ``identity`` names the columns that stand before the KPIs; ``received`` those that are 1 where the
    kind of a table came.
    """
    params: dict[str, Any] = {"status_date": portfolio.status_date, **thresholds(kpis, settings)}
    frame = portfolio.projects.copy()
    frame["rate"] = np.array([settings.rate(c) if c else None for c in frame["currency"]], dtype=float)
    frame = frame[list(identity)].copy()
    scope = Scope(
        frame, params, settings.calendar.holidays, tables=portfolio.tables, project=PROJECT, received=received
    )
    for key, kpi in kpis.items():
        column = value(kpi.expr, scope)
        frame[key] = pd.to_datetime(column) if kpi.form is Form.DATE else column.astype(float)
    everything = np.ones(len(frame), dtype=bool)
    names = sorted({name for name in frame["programme_id"] if name}) + (
        [None] if frame["programme_id"].isna().any() else []
    )
    rows = [
        {"programme_id": name}
        | roll_up(kpis, frame, (frame["programme_id"] == name if name else frame["programme_id"].isna()).to_numpy(), params,
                  settings.calendar.holidays)
        for name in names
    ]  # fmt: skip
    total = roll_up(kpis, frame, everything, params, settings.calendar.holidays)
    return Scorecard(frame, total, pd.DataFrame(rows), params)


def roll_up(
    kpis: Mapping[str, Kpi], frame: pd.DataFrame, rows: npt.NDArray[np.bool_], params: Mapping[str, Any],
    holidays: Sequence[dt.date],
) -> dict[str, Any]:  # fmt: skip
    """Each KPI over some of the projects, by its own way of adding up; undefined is ``nan`` or ``NaT``."""
    return {key: _across(kpi, frame, rows, params, holidays) for key, kpi in kpis.items()}


def _across(
    kpi: Kpi, frame: pd.DataFrame, rows: npt.NDArray[np.bool_], params: Mapping[str, Any],
    holidays: Sequence[dt.date],
) -> Any:  # fmt: skip
    column = frame[kpi.key]
    known = rows & column.notna().to_numpy()
    match kpi.across:
        case Across.NONE:
            return float("nan")
        case Across.SUM:
            return float(column[known].sum()) if known.any() else float("nan")
        case Across.MAX | Across.MIN:
            if not known.any():
                return pd.NaT if kpi.form is Form.DATE else float("nan")
            return column[known].max() if kpi.across is Across.MAX else column[known].min()
        case Across.RECOMPUTE:
            parts = sorted(kpi.expr.keys())
            whole = rows.copy()
            for part in parts:
                whole &= frame[part].notna().to_numpy()
            if not whole.any():
                return float("nan")
            sums = pd.DataFrame({part: [frame[part].to_numpy(dtype=float)[whole].sum()] for part in parts})
            return float(value(kpi.expr, Scope(sums, params, holidays)).iloc[0])
