"""Rules over what was measured: the figures of a project beside what its return says, each finding at the cell that says it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from pmo_xl.core.base.failure import Failure
from pmo_xl.core.base.finding import in_order
from pmo_xl.core.base.text import t
from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.definition.kpi import Unit, reason_key
from pmo_xl.core.definition.reasons import AND, reasons_of
from pmo_xl.core.definition.table_rule import FIGURES, PROJECT, RuleOverrides, TableRule
from pmo_xl.core.flow.portfolio import Portfolio
from pmo_xl.steps.one_return.net import not_run
from pmo_xl.steps.portfolio.gaps import Gaps
from pmo_xl.steps.portfolio.rows import gather
from pmo_xl.steps.portfolio.table_rules import judge_all


def figure_rules(catalogue: Catalogue, overrides: RuleOverrides) -> list[TableRule]:
    """The rules that look at figures and are not switched off."""
    return [r for r in catalogue.table_rules if r.figures and overrides.of(r.code, r.severity) is not None]


def keys_needed(catalogue: Catalogue, rules: Sequence[TableRule]) -> set[str]:
    """The KPIs that rules look at, with all that these are computed from."""
    needed, left = set[str](), [key for rule in rules for key in rule.figures]
    while left:
        key = left.pop()
        if key not in needed and key in catalogue.kpis:
            needed.add(key)
            left += catalogue.kpis[key].expr.keys()
    return needed


def judge_figures(
    portfolio: Portfolio, kpis: pd.DataFrame, params: Mapping[str, object], catalogue: Catalogue,
    rules: Sequence[TableRule], overrides: RuleOverrides, holidays: Sequence[dt.date],
) -> Portfolio:  # fmt: skip
    """The portfolio with what these rules find, added to the returns as well.

    ``kpis`` holds the figures that they look at, of every project; ``params`` the limits in force. A project of which
    rows or cells that a light reads are missing is not judged: its figures prove nothing.
    """
    record, returns = catalogue.templates.record, portfolio.returns
    records = [
        (number, returned, returned.record)
        for number, returned in enumerate(returns)
        if returned.record is not None and not returned.rejected
    ]
    stated = gather(record, records, holidays)
    gaps = Gaps({**catalogue.templates.tables, PROJECT: record})
    gaps.note(PROJECT, stated, records)
    figures = _figures(
        kpis[~kpis["project_id"].isin(_doubtful(portfolio, catalogue))], params, catalogue, rules
    )
    failures: dict[str, Failure] = {}
    before = {id(finding) for returned in returns for finding in returned.findings}
    tables = {PROJECT: stated, FIGURES: figures.assign(status_date=portfolio.status_date)}
    judged_on = {code: set(projects) for code, projects in portfolio.judged_on.items()}
    judge_all(rules, tables, gaps, returns, overrides, failures, on=judged_on)
    found = [f for returned in returns for f in returned.findings if id(f) not in before]
    for returned in returns:
        returned.findings = in_order(returned.findings)
    return replace(
        portfolio,
        findings=in_order([*portfolio.findings, *found, *not_run(failures)]),
        not_run={**portfolio.not_run, **failures},
        judged_on=judged_on,
    )


def _figures(
    kpis: pd.DataFrame, params: Mapping[str, object], catalogue: Catalogue, rules: Sequence[TableRule]
) -> pd.DataFrame:
    """The figures that the rules look at, and the reasons of their lights in every language."""
    keys = list(dict.fromkeys(key for rule in rules for key in rule.figures))
    found = kpis[["project_id", *keys]]
    rows: list[dict[str, Any]] = [
        {str(key): what for key, what in row.items()} for row in kpis.to_dict("records")
    ]
    for light in (key for key in keys if catalogue.kpis[key].unit is Unit.LIGHT):
        said = [
            [AND.join(reasons_of(light, catalogue.kpis, row, params, language)) for row in rows]
            for language in ("en", "fr")
        ]
        told = [t(en, fr) for en, fr in zip(*said, strict=True)]
        found = found.assign(**{reason_key(light): pd.Series(told, index=found.index, dtype=object)})
    return found


def _doubtful(portfolio: Portfolio, catalogue: Catalogue) -> Collection[str]:
    """The projects of which rows were left out, or cells are unknown, that a light reads."""
    rows, lights = portfolio.tables["rows"], catalogue.reads_of_lights
    read = {table for cells in lights.values() for table, _ in cells}
    missing = rows["table"].isin(read) & (rows[["left_out", *lights]].sum(axis=1) > 0)
    return set(rows.loc[missing, "project_id"])
