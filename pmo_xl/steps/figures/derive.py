"""What the master works out from the returns: amounts month by month, planned value from wherever it is given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from pmo_xl.core.base import calendar
from pmo_xl.core.base.amounts import HALF_CENT
from pmo_xl.core.base.text import name_key
from pmo_xl.core.definition.model import Table
from pmo_xl.core.expr.value import EvalContext, value
from pmo_xl.core.flow.frame import column_of
from pmo_xl.core.flow.portfolio import Portfolio
from pmo_xl.steps.cells.coerce import EARLIEST, LATEST
from pmo_xl.steps.figures.remember import held

AT_START = {"0/100": 0.0, "50/50": 0.5, "20/80": 0.2}
"""By progress method, the share of a task that is planned at its start, the rest at its finish."""
MONTHS, PLAN = "months", "plan"
SPREAD = 0.01
"""The share of a budget line by which its months may miss it."""
PROJECT = "project_id"


def derived(
    portfolio: Portfolio, tables: Mapping[str, type[Table]], holidays: Sequence[dt.date],
    memory: Mapping[str, pd.DataFrame], fiscal_year_start: int = 1, *, is_whole: bool = True,
) -> Portfolio:  # fmt: skip
    """The portfolio with the derived tables of its projects, and with each project where its planned value comes from.

    ``memory`` holds, by table, the rows that earlier masters noted; ``fiscal_year_start`` is the month, 1 to 12, in which
    a year of the budget begins. Where the portfolio is not whole, what needs the rows of all projects is not known.
    """
    frames = {**portfolio.tables, "projects": portfolio.projects}
    months, plan = frames["budget_months"], frames["plan"]
    given = months[months["pv"].notna() & months["period"].notna()]
    by_month = _planned_by_month(given, frames["budget"])
    by_plan = _planned_by_task(plan) - by_month - _lacking_tasks(frames["rows"])
    inputs: dict[str, list[dict[str, Any]]] = {
        "plan_months": list(_spread(plan[plan[PROJECT].isin(by_plan)], holidays)),
    }
    planned = pd.DataFrame(inputs["plan_months"], columns=[PROJECT, "period"])
    monthly = given[given["pv"].ne(0) & given[PROJECT].isin(by_month)]
    spans = (
        (MONTHS, monthly.groupby(PROJECT)["period"].agg(["min", "max"])),
        (PLAN, planned.groupby(PROJECT)["period"].agg(["min", "max"])),
    )
    inputs["periods"] = _periods(spans, months)
    inputs["line_years"] = _line_years(frames["budget"], months, fiscal_year_start)
    for key, table in tables.items():
        if (found := table.listed(frames)) is not None:
            inputs[key] = found if is_whole else [{PROJECT: row[PROJECT]} for row in found]
    currency = dict(zip(portfolio.projects[PROJECT], portfolio.projects["currency"], strict=True))
    for key, table in tables.items():
        if not table.by_project:
            continue
        rows = (
            _kept(table, memory.get(key), currency)
            if key not in inputs
            else _listed(table, inputs[key], currency)
        )
        frames[key] = _computed(table, rows, frames, portfolio.status_date, holidays)
    # A plan of which every task is worth 0 has no month, and a planned value none the less: 0.
    source = dict.fromkeys(by_plan, PLAN) | {
        row[PROJECT]: row["source"] for row in inputs["periods"] if "source" in row
    }
    frames["projects"] = portfolio.projects.assign(
        pv_source=portfolio.projects[PROJECT].map(source).astype(object)
    )
    return replace(portfolio, tables=frames, projects=frames["projects"])


def _planned_by_month(given: pd.DataFrame, lines: pd.DataFrame) -> frozenset[Any]:
    """The projects whose months plan the budget of every line, within 1 %, and nothing beside it.

    A contingency reserve may be in no month. Months of a part of the budget would make what is earned of all of it
    look early; those of no line are of something else.
    """
    sums: dict[tuple[Any, str], float] = {}
    for project_id, line, pv in zip(
        *(given[key].tolist() for key in (PROJECT, "line_id", "pv")), strict=True
    ):
        named = project_id, name_key(line)
        sums[named] = sums.get(named, 0.0) + float(pv)
    some = frozenset(given.loc[given["pv"].ne(0), PROJECT])
    wrong = set(given.loc[given["pv"].ne(0) & ~_is_plausible(given["period"]), PROJECT])
    mine = lines[lines[PROJECT].isin(some)]
    columns = (mine[PROJECT], mine["line_id"], mine["bac"].astype(float), mine["category"])
    for project_id, line, bac, category in zip(*(column.tolist() for column in columns), strict=True):
        named = project_id, name_key(line)
        has_months, planned = named in sums, sums.pop(named, 0.0)
        # An unknown budget contradicts no month.
        spread = has_months if np.isnan(bac) else abs(planned - bac) <= max(abs(bac) * SPREAD, HALF_CENT)
        if not (spread or (category == "contingency" and planned == 0)):
            wrong.add(project_id)
    # What is left are months of lines that no budget has.
    wrong |= {project_id for (project_id, _), planned in sums.items() if planned}
    return some - wrong


def _is_plausible(days: pd.Series[Any]) -> pd.Series[bool]:
    """Whether a date is one of a project: “no end” is the year 9999 to some programs, and 95,700 months away."""
    return days.between(pd.Timestamp(EARLIEST), pd.Timestamp(LATEST))


def _planned_by_task(plan: pd.DataFrame) -> frozenset[Any]:
    """The projects of whose work every task has a budget and its baseline dates."""
    dated = _is_plausible(plan["start_baseline"]) & _is_plausible(plan["finish_baseline"])
    budgeted = plan["cost_baseline"].notna()
    work = ~plan["type"].isin(("summary", "milestone"))
    lacking = (work & ~(budgeted & dated)) | (
        plan["type"].ne("summary") & plan["cost_baseline"].gt(0) & ~dated
    )
    return frozenset(plan.loc[budgeted & dated, PROJECT]) - frozenset(plan.loc[lacking, PROJECT])


def _lacking_tasks(rows: pd.DataFrame) -> frozenset[Any]:
    """The projects of whose plan a row with a budget was left out."""
    return frozenset(rows.loc[rows["table"].eq("plan") & rows["left_out_worth"].gt(0), PROJECT])


def _spread(plan: pd.DataFrame, holidays: Sequence[dt.date]) -> Iterator[dict[str, Any]]:
    """Each task with a budget over the months of its baseline; on its finish where that comes first.

    By working days, or by what its progress method credits at its start and finish.
    """
    usable = plan[
        plan["cost_baseline"].gt(0) & plan["start_baseline"].notna() & plan["finish_baseline"].notna()
        & (plan["type"] != "summary")
    ]  # fmt: skip
    wanted = [PROJECT, "task_id", "type", "progress_method", "start_baseline", "finish_baseline"]
    for row in usable[wanted].to_dict("records"):
        start, finish = (np.datetime64(row[key], "D") for key in ("start_baseline", "finish_baseline"))
        start = min(start, finish)
        first = np.arange(start.astype("M8[M]"), finish.astype("M8[M]") + 1)
        begins = np.maximum(first.astype("M8[D]"), start)
        ends = np.minimum((first + 1).astype("M8[D]") - 1, finish)
        days = calendar.networkdays(begins, ends, holidays).astype(float)
        # A milestone on a Sunday has no working day, and its whole budget in that month all the same.
        shares = days / days.sum() if days.sum() else np.r_[1.0, np.zeros(len(first) - 1)]
        at_start = AT_START.get(row["progress_method"]) if row["type"] != "loe" else None
        if at_start is not None:
            shares = np.zeros(len(first))
            shares[-1] = 1 - at_start
            shares[0] += at_start
        for month, share in zip(first.astype("M8[D]").tolist(), shares.tolist(), strict=True):
            if share:
                yield {PROJECT: row[PROJECT], "task_id": row["task_id"], "period": month, "share": share}


def _periods(spans: Iterable[tuple[str, pd.DataFrame]], months: pd.DataFrame) -> list[dict[str, Any]]:
    """The months of each project: from the first planned one to the last, numbered, and those of its amounts."""
    known: dict[tuple[str, dt.date], dict[str, Any]] = {}
    for source, span in spans:
        for project_id, first, last in span.itertuples():
            for place, month in enumerate(pd.date_range(first, last, freq="MS"), start=1):
                known[project_id, month.date()] = {"source": source, "place": float(place)}
    spent = months[[PROJECT, "period"]].dropna().drop_duplicates()
    for project_id, month in zip(spent[PROJECT], spent["period"], strict=True):
        known.setdefault((project_id, month.date()), {})
    return [
        {PROJECT: project_id, "period": month, **known[project_id, month]}
        for project_id, month in sorted(known)
    ]


def _line_years(lines: pd.DataFrame, months: pd.DataFrame, start: int) -> list[dict[str, Any]]:
    """A row for each budget line and each fiscal year in which it has a month; years begin in the month *start*."""
    known: dict[tuple[Any, str], tuple[Any, Any]] = {}
    for project_id, line, nature in zip(
        *(lines[key] for key in (PROJECT, "line_id", "capex_opex")), strict=True
    ):
        if isinstance(line, str):
            known.setdefault((project_id, name_key(line)), (line, nature))
    dated = months[months["period"].notna() & months["line_id"].notna()]
    dated = dated[_is_plausible(dated["period"])]
    years: set[tuple[Any, str, int]] = set()
    for project_id, line, month in zip(*(dated[key] for key in (PROJECT, "line_id", "period")), strict=True):
        named = project_id, name_key(line)
        if named in known:
            years.add((*named, month.year - (month.month < start)))
    rows = []
    for project_id, line, year in sorted(years):
        told, nature = known[project_id, line]
        last = (year, 12) if start == 1 else (year + 1, start - 1)
        rows.append({PROJECT: project_id, "line_id": told, "capex_opex": nature,
                     "first_month": dt.date(year, start, 1), "last_month": dt.date(*last, 1)})  # fmt: skip
    return rows


def _listed(
    table: type[Table], rows: Sequence[Mapping[str, Any]], currency: Mapping[str, str]
) -> pd.DataFrame:
    """The rows as a frame, each in the currency of its project."""
    ids = [row[PROJECT] for row in rows]
    frame = pd.DataFrame({PROJECT: pd.Series(ids, dtype=object)})
    frame["currency"] = pd.Series([currency.get(name) for name in ids], dtype=object)
    for column in table.inputs():
        frame[column.key] = column_of(column, [row.get(column.key) for row in rows])
    return frame


def _kept(table: type[Table], rows: pd.DataFrame | None, currency: Mapping[str, str]) -> pd.DataFrame:
    """What is remembered: it keeps the currency it was said in, whatever the project's is today; without one it has none."""
    if rows is None:
        return _listed(table, (), currency)
    ids = rows[PROJECT].tolist()
    said = rows["currency"].tolist() if "currency" in rows else [currency.get(name) for name in ids]
    return held(table, rows, {PROJECT: ids, "currency": said})


def _computed(
    table: type[Table], frame: pd.DataFrame, frames: dict[str, pd.DataFrame], status_date: dt.date | None,
    holidays: Sequence[dt.date],
) -> pd.DataFrame:  # fmt: skip
    """The rows with each formula over the tables that are there, itself included."""
    known = {**frames, table.key: frame}
    params = {"status_date": status_date, "status_month": status_date.replace(day=1) if status_date else None}
    for column in table.columns.values():
        if column.formula is not None:
            scope = EvalContext(frame, params, holidays, tables=known, project=PROJECT)
            frame[column.key] = value(column.formula, scope).astype(float)
    return frame
