"""The tables that continue beside the workbook, as their data sheets would show them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd

from pmo_xl.core.flow.frame import column_of
from pmo_xl.core.flow.overflow import HISTORY, Tables, overflow_of
from pmo_xl.core.flow.portfolio import Portfolio, Scorecard
from pmo_xl.core.pages.view import MasterDefinition

PROJECTS, KPIS = "projects", "kpis"


def set_aside(portfolio: Portfolio, scorecard: Scorecard, catalogue: MasterDefinition, asked: Tables, folder: str, written: Collection[str] = ()) -> tuple[Portfolio, Mapping[str, pd.DataFrame]]:  # fmt: skip
    """The portfolio that says what the workbook does not hold in full, and each such table, whole; not those of ``written``.

    Keys stand for the columns and the values of lists, so that periods in several languages go together. Where no
    table has a sheet, the KPIs are among them.
    """
    derived = (key for key, table in catalogue.derived.items() if key != HISTORY and table.by_project)
    data = (*catalogue.tables, *derived, PROJECTS)
    frames = {**portfolio.tables, PROJECTS: portfolio.projects}
    beside = overflow_of(frames, data, asked, folder)
    portfolio = replace(portfolio, beside=beside)
    left = [key for key in beside.shown if key not in written]
    whole = {key: _ordered(key, frames[key], catalogue, portfolio.projects) for key in left}
    if not beside.without_sheet:
        return portfolio, whole
    numbers = {key: float for key, heading in catalogue.identity.items() if heading.number}
    return portfolio, {**whole, KPIS: scorecard.kpis.astype(numbers)}


def _ordered(
    key: str, frame: pd.DataFrame, catalogue: MasterDefinition, projects: pd.DataFrame
) -> pd.DataFrame:
    """The columns of a table in the order of its sheet."""
    head = [catalogue.project_key.key, "currency"]
    if key == PROJECTS:
        columns = catalogue.record.columns
        typed = {name: column_of(column, frame[name].tolist()) for name, column in columns.items()}
        return pd.DataFrame({**typed, **{name: frame[name] for name in ("source_file", "source_sheet")}})
    if key in catalogue.run_tables:
        return frame[[*catalogue.run_tables[key].columns]]
    if key in catalogue.derived:
        table = catalogue.derived[key]
        return frame[[*(head if table.by_project else head[1:]), *table.columns]]
    return with_currency(frame, projects)[[*head, *catalogue.tables[key].columns, *catalogue.provenance]]


def with_currency(frame: pd.DataFrame, projects: pd.DataFrame) -> pd.DataFrame:
    """A table with the currency of the project of each row."""
    currency = dict(zip(projects["project_id"], projects["currency"], strict=True))
    return frame.assign(currency=frame["project_id"].map(currency).astype(object))
