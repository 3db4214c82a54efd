"""Returns of one period into one portfolio: one frame per table, every row with its source.

What cannot be added up safely is kept out and said: a return for another date, for a project that nobody
registered, a second return for the same project and kind, a row without a name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pandas as pd

from pmo_xl.core.base.failure import Failure
from pmo_xl.core.base.finding import Finding, Severity, in_order
from pmo_xl.core.base.text import fold, t
from pmo_xl.core.catalogue.templates import Templates
from pmo_xl.core.definition.column import Profile
from pmo_xl.core.definition.model import Sheet, Table
from pmo_xl.core.definition.people import People
from pmo_xl.core.definition.table_rule import (
    HISTORY,
    PROJECT,
    ROW_HISTORY,
    RuleOverrides,
    TableRule,
    not_assessed,
)
from pmo_xl.core.flow.expected import ENDED, Expected, MissingReturns
from pmo_xl.core.flow.portfolio import CheckedSheet, Portfolio, Return
from pmo_xl.core.settings.settings import Settings
from pmo_xl.steps.history.remembered import remembered
from pmo_xl.steps.one_return.net import each_judged, not_run
from pmo_xl.steps.one_return.versions import Saved, unknown
from pmo_xl.steps.portfolio.data_quality import count_quality
from pmo_xl.steps.portfolio.decide import decide, field_of, missing_returns
from pmo_xl.steps.portfolio.gaps import Gaps
from pmo_xl.steps.portfolio.identity import compare_sheets
from pmo_xl.steps.portfolio.listed import listed
from pmo_xl.steps.portfolio.rows import AT, RETURN, gather, judge
from pmo_xl.steps.portfolio.schedule import check_links
from pmo_xl.steps.portfolio.steering import spelled_as_listed
from pmo_xl.steps.portfolio.table_rules import judge_all


def consolidate(
    returns: Sequence[Return],
    templates: Templates,
    settings: Settings,
    expected: Expected,
    status_date: dt.date | None = None,
    table_rules: Sequence[TableRule] = (),
    overrides: RuleOverrides = RuleOverrides(),  # noqa: B008 - frozen
    memory: Mapping[str, pd.DataFrame] = MappingProxyType({}),
    saved: Saved = unknown,
) -> Portfolio:
    """The portfolio of one period; ``memory`` is what earlier masters remember, by table, ``saved`` when a file was saved.

    ``status_date`` wins over the one of the settings, and that over the one most returns state.
    """
    period = decide(returns, settings, expected, status_date, saved)
    missing = missing_returns(returns, expected, settings, period)
    return add_up(
        returns, templates, settings, expected, period, missing, table_rules, overrides, memory
    )  # fmt: skip


def add_up(
    returns: Sequence[Return],
    templates: Templates,
    settings: Settings,
    expected: Expected,
    period: dt.date | None,
    missing: MissingReturns,
    table_rules: Sequence[TableRule] = (),
    overrides: RuleOverrides = RuleOverrides(),  # noqa: B008 - frozen
    memory: Mapping[str, pd.DataFrame] = MappingProxyType({}),
) -> Portfolio:
    """The portfolio of returns that were decided upon; of some projects alone where all returns of these are given."""
    record, tables = templates.record, templates.tables
    currencies = compare_sheets(returns, record, expected, overrides)
    each_judged(returns, lambda returned: check_links([returned], overrides))
    failures: dict[str, Failure] = {}
    # What looks at figures is judged once these are measured.
    table_rules = [rule for rule in table_rules if not rule.figures]
    holidays = settings.calendar.holidays
    frames: dict[str, pd.DataFrame] = {}
    gaps = Gaps({**tables, PROJECT: record})
    for key, table in tables.items():
        parts = [
            (number, returned, checked)
            for number, returned in enumerate(returns)
            for checked in returned.tables
            if checked.located.sheet is table
        ]
        frames[key] = _counted(table, parts, returns, holidays, overrides, failures)
        gaps.note(key, frames[key], [part for part in parts if not part[1].rejected])
    records = [(number, r, r.record) for number, r in enumerate(returns) if r.record is not None]
    stated = gather(record, records, holidays)
    judge(record, stated, records, holidays, overrides, failures)
    stated["kinds"] = [returns[number].kinds for number in stated[RETURN]]
    accepted = stated[~stated[RETURN].isin(_rejected(returns))]
    gaps.note(PROJECT, accepted, [part for part in records if not part[1].rejected])
    people, judged_on = People(expected.lists.get("people", ())), dict[str, set[str]]()
    judge_all(
        table_rules,
        {**frames, PROJECT: accepted, **{key: remembered(memory.get(key)) for key in (HISTORY, ROW_HISTORY)}},
        gaps,
        returns,
        overrides,
        failures,
        None if expected.projects is None else frozenset(expected.projects),
        expected.lists,
        people,
        judged_on,
    )
    for key, frame in frames.items():
        frames[key] = spelled_as_listed(tables[key], frame, people)
    frames = {
        key: frame.drop(columns=[RETURN, AT]).sort_values("project_id", kind="stable", ignore_index=True)
        for key, frame in frames.items()
    }
    projects = _projects(returns, record, templates.kind_of, expected, currencies)
    projects = spelled_as_listed(record, projects, people)
    _without_rate(returns, settings, currencies)
    profile = Profile[settings.profile.upper()]
    passed_over = {*failures, *(rule.code for rule in not_assessed(table_rules, expected.lists))}
    for returned in returns:
        returned.quality = count_quality(returned, profile, table_rules, overrides, passed_over)
        returned.findings = listed(returned.findings, settings.limits)
    findings = in_order(
        [*(f for returned in returns for f in returned.findings), *missing.findings, *not_run(failures)]
    )
    return Portfolio(
        period, projects, frames, list(returns), findings, missing.projects, expected, not_run=failures,
        judged_on=judged_on,
    )  # fmt: skip


def _counted(
    table: type[Table], parts: Sequence[tuple[int, Return, CheckedSheet]], returns: Sequence[Return],
    holidays: Sequence[dt.date], overrides: RuleOverrides, failures: dict[str, Failure],
) -> pd.DataFrame:  # fmt: skip
    """The rows of accepted returns that count."""
    frame = gather(table, parts, holidays)
    judge(table, frame, parts, holidays, overrides, failures)
    frame = frame[~frame[RETURN].isin(_rejected(returns))]
    for place, kept in frame[RETURN].value_counts().items():
        returns[int(str(place))].rows_kept += int(kept)
    return frame


def _rejected(returns: Sequence[Return]) -> list[int]:
    return [number for number, returned in enumerate(returns) if returned.rejected]


def _projects(
    returns: Sequence[Return], record: type[Sheet], kind_of: Mapping[str, str], expected: Expected,
    currencies: Mapping[str, str | None],
) -> pd.DataFrame:  # fmt: skip
    """A row per project that returned something sound: its identity, and which kinds came."""
    rows: dict[str, dict[str, Any]] = {}
    for returned in returns:
        if returned.rejected or returned.record is None:
            continue
        row = rows.setdefault(returned.project_id, {f"has_{kind}": 0.0 for kind in kind_of.values()})
        row |= {f"has_{kind}": 1.0 for kind in returned.kinds}
        for column in record.inputs():
            what = returned.record.values[column.key][0]
            if row.get(column.key) is None:
                row[column.key] = what
        for key, what in (expected.projects or {}).get(returned.project_id, {}).items():
            if key in record.columns and row.get(key) is None:
                row[key] = what
        row[ENDED] = float(returned.project_id in expected.ended)
        row["currency"] = currencies.get(returned.project_id)
        row.setdefault("source_file", returned.file)
        row.setdefault("source_sheet", returned.record.located.name)
    columns = [column.key for column in record.columns.values()]
    columns += [*dict.fromkeys(f"has_{kind}" for kind in kind_of.values())]
    columns += [ENDED, "source_file", "source_sheet"]
    ordered = [rows[key] for key in sorted(rows)]
    frame = pd.DataFrame({key: pd.Series([row.get(key) for row in ordered], dtype=object) for key in columns})
    frame["programme_id"] = spelled(frame["programme_id"])
    return frame


def spelled(programmes: pd.Series[Any]) -> pd.Series[Any]:
    """Each name in its first spelling: “Digital” and “digital” are one programme, to Excel too."""
    first: dict[str, str] = {}
    names = [first.setdefault(fold(name), name) if name else name for name in programmes]
    return pd.Series(names, index=programmes.index, dtype=object)


def _without_rate(
    returns: Sequence[Return], settings: Settings, currencies: Mapping[str, str | None]
) -> None:
    told: set[str] = set()
    for returned in returns:
        if returned.rejected or returned.record is None or returned.project_id in told:
            continue
        currency = returned.record.values["currency"][0]
        if currency != currencies.get(returned.project_id):
            continue  # said of the sheet already
        if currency is None or settings.rate(currency) is not None:
            continue
        told.add(returned.project_id)
        returned.findings.append(Finding(
            "BUD-16", Severity.ERROR, field_of(returned, "currency"),
            t("There is no rate from {currency} to {reporting}: the project’s amounts are in no total.",
              "Aucun cours de {currency} vers {reporting} : les montants du projet n’entrent dans aucun total.")
            .fill(currency=currency, reporting=settings.reporting_currency),
            found=currency,
            fix=t("Add “{currency}” under [rates] in pmo.toml.", "Ajoutez « {currency} » sous [rates] dans pmo.toml.")
            .fill(currency=currency),
            project=returned.project_id,
        ))  # fmt: skip
