"""What a master notes for the masters to come: of each project, of its milestones, of the whole portfolio."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.definition.column import Column
from pmo_xl.core.definition.model import Table
from pmo_xl.core.expr.value import EvalContext, value
from pmo_xl.core.flow.frame import column_of
from pmo_xl.core.flow.portfolio import Portfolio, Scorecard

PROJECT, PERIOD = "project_id", "period"
MILESTONE = "milestone"
LIGHT_COUNTS = {"no_data": 0, "green": 1, "amber": 2, "red": 3}
"""How the projects of each computed status are counted."""


def remembered(
    portfolio: Portfolio, kpis: pd.DataFrame, catalogue: Catalogue, holidays: Sequence[dt.date]
) -> Portfolio:  # fmt: skip
    """The portfolio with, in its histories, what each project, milestone and risk says as of this status date.

    ``kpis`` are the figures of its projects, one row each. What was noted of a project in the same month gives way; what
    is noted of a project that is silent today stays.
    """
    status = portfolio.status_date
    if status is None or kpis.empty:
        return portfolio
    history, milestones, risks = catalogue.history, catalogue.milestone_history, catalogue.risk_history
    rows = catalogue.row_history
    tables = {
        history.key: _of_projects(portfolio, kpis, catalogue, status, holidays),
        milestones.key: _of_milestones(portfolio, milestones, status),
        risks.key: _of_risks(portfolio, status),
        rows.key: _of_rows(portfolio, catalogue.templates.tables, status),
    }
    for key, now in tables.items():
        before = portfolio.tables[key]
        same = before[PERIOD].eq(pd.Timestamp(_month(status))) & before[PROJECT].isin(kpis[PROJECT])
        kept = before[~same]
        if key in (risks.key, rows.key):
            kept = _last_before(kept, status)
        tables[key] = _below(kept, now[before.columns])
    return portfolio.with_tables({key: by_project_and_month(whole) for key, whole in tables.items()})


def by_project_and_month(whole: pd.DataFrame) -> pd.DataFrame:
    """What is remembered by project and month; milestones in the order of their plan."""
    return whole.sort_values([PROJECT, PERIOD], ignore_index=True, kind="stable")


def published(
    portfolio: Portfolio, scorecard: Scorecard, catalogue: Catalogue, currency: str,
    memory: Mapping[str, pd.DataFrame],
) -> Portfolio:  # fmt: skip
    """The portfolio with the history of what was published for all of it; ``memory`` is what earlier masters noted.

    Amounts are in the reporting ``currency``; a row of the same month gives way.
    """
    table, status, coverage = catalogue.portfolio_history, portfolio.status_date, scorecard.coverage
    before = memory.get(table.key)
    rows = held(table, before, {"currency": before["currency"].tolist() if before is not None else []})
    if status is not None:
        lights = scorecard.kpis["rag"]
        counted = {
            "projects": coverage.projects,
            "projects_expected": coverage.projects_expected,
            "returns_counted": coverage.returns,
            "returns_expected": coverage.returns_expected,
            **{key: int(lights.eq(light).sum()) for key, light in LIGHT_COUNTS.items()},
        }
        figures = {key: scorecard.portfolio[key] for key in catalogue.published}
        said = {"status_date": status, PERIOD: _month(status), **counted, **figures}
        now = held(table, pd.DataFrame([said]), {"currency": [currency]})
        rows = _below(rows[rows[PERIOD].ne(pd.Timestamp(_month(status)))], now)
    return portfolio.with_tables({table.key: rows.sort_values(PERIOD, ignore_index=True, kind="stable")})


def held(
    table: type[Table], rows: pd.DataFrame | None, identity: Mapping[str, Sequence[Any]]
) -> pd.DataFrame:
    """What earlier masters noted as a frame of a table, columns that they lacked blank; ``identity`` stands before them."""
    size = len(next(iter(identity.values())))
    frame = pd.DataFrame({key: pd.Series(list(what), dtype=object) for key, what in identity.items()})
    for column in table.inputs():
        given = rows[column.key].tolist() if rows is not None and column.key in rows else [None] * size
        frame[column.key] = column_of(column, [None if pd.isna(what) else what for what in given])
    return frame


def _month(status: dt.date) -> dt.date:
    return status.replace(day=1)


def _below(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """The rows of two frames of the same columns; those without a row would only blur the types."""
    parts = [part for part in (before, now) if len(part)]
    return pd.concat(parts, ignore_index=True) if len(parts) > 1 else (parts or [before])[0]


def _of_projects(
    portfolio: Portfolio, kpis: pd.DataFrame, catalogue: Catalogue, status: dt.date, holidays: Sequence[dt.date]
) -> pd.DataFrame:  # fmt: skip
    month = np.datetime64(status, "M")
    params = {
        "status_date": status,
        "status_month": month.astype("M8[D]").item(),
        "next_month": (month + 1).astype("M8[D]").item(),
        "third_month": (month + 3).astype("M8[D]").item(),
    }
    scope = EvalContext(kpis, params, holidays, tables=portfolio.tables, project=PROJECT)
    now = kpis[[PROJECT, "currency", "project_name"]].copy()
    now["status_date"] = _days(status, len(now))
    now[PERIOD] = _days(_month(status), len(now))
    columns = catalogue.history.columns
    for key, expr in catalogue.remembered.items():
        now[key] = _typed(columns[key], value(expr, scope))
    now["months_ago"] = 0.0
    return now


def _of_milestones(portfolio: Portfolio, table: type[Table], status: dt.date) -> pd.DataFrame:
    """A row per milestone of the plans: when it was to be reached, and when it was or will be."""
    plan = portfolio.tables["plan"]
    plan = plan[plan["type"].eq(MILESTONE)].drop_duplicates([PROJECT, "task_id"]).reset_index(drop=True)
    now = _dated(portfolio, plan[PROJECT], status)
    for key in ("task_id", "name", "finish_baseline", "finish_current"):
        now[key] = _typed(table.columns[key], plan[key])
    now["done"] = plan["finish_actual"].notna().astype(float)
    return now


def _of_risks(portfolio: Portfolio, status: dt.date) -> pd.DataFrame:
    """A row per open risk of the registers: how it is rated."""
    risks = portfolio.tables["risks"]
    risks = risks[risks["is_open"].eq(1) & risks["risk_id"].notna()]
    risks = risks.drop_duplicates([PROJECT, "risk_id"]).reset_index(drop=True)
    now = _dated(portfolio, risks[PROJECT], status)
    now["risk_id"], now["score_current"] = (
        risks["risk_id"].astype(object),
        risks["score_current"].astype(float),
    )
    return now


def _of_rows(portfolio: Portfolio, tables: Mapping[str, type[Table]], status: dt.date) -> pd.DataFrame:
    """A row per row of each register: what it is about, and whether it is open."""
    parts = []
    for key, table in tables.items():
        if table.followed is None:
            continue
        name, frame = table.identity[0], portfolio.tables[key]
        frame = frame[frame[name].notna()].drop_duplicates([PROJECT, name]).reset_index(drop=True)
        now = _dated(portfolio, frame[PROJECT], status)
        now["register"], now["row_id"] = key, frame[name].astype(object)
        now["subject"] = frame[table.followed.subject].astype(object)
        closed = frame[table.followed.status].map(table.followed.is_closed)
        now["is_open"] = 1.0 - closed.astype(float)
        parts.append(now)
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else parts[0]


def _dated(portfolio: Portfolio, projects: pd.Series[Any], status: dt.date) -> pd.DataFrame:
    """What stands before everything that is remembered of something of a project."""
    currency = dict(zip(portfolio.projects[PROJECT], portfolio.projects["currency"], strict=True))
    now = pd.DataFrame({PROJECT: projects, "currency": projects.map(currency).astype(object)})
    now["status_date"], now[PERIOD] = _days(status, len(now)), _days(_month(status), len(now))
    return now


def _last_before(rows: pd.DataFrame, status: dt.date) -> pd.DataFrame:
    """Of each project the last month before this one: what single risks were rated earlier, nobody asks."""
    earlier = rows[PERIOD].lt(pd.Timestamp(_month(status)))
    last = rows[PERIOD].where(earlier).groupby(rows[PROJECT]).transform("max")
    return rows[~earlier | rows[PERIOD].eq(last)]


def _days(day: dt.date, size: int) -> pd.Series[Any]:
    return pd.Series(np.full(size, np.datetime64(day, "s")))


def _typed(column: Column, values: pd.Series[Any]) -> pd.Series[Any]:
    if column.kind.is_date:
        return pd.to_datetime(values).astype("datetime64[s]")
    if column.kind.is_quantity:
        return values.astype(float)
    return values.astype(object).where(values.notna(), None)
