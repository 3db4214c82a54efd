"""The rules beyond one row, judged over all projects at once; each finding goes to the return that holds the row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any

import pandas as pd

from pmo_xl.core.base.failure import Failure, attempted
from pmo_xl.core.base.finding import Finding, Severity
from pmo_xl.core.base.text import same, say, sentence
from pmo_xl.core.definition.people import NOBODY, People
from pmo_xl.core.definition.table_rule import FIGURES, PROJECT, Rows, RuleOverrides, TableRule, not_assessed
from pmo_xl.core.flow.portfolio import CheckedSheet, Return
from pmo_xl.steps.cells.check import row_key, word_of
from pmo_xl.steps.portfolio.gaps import Gaps
from pmo_xl.steps.portfolio.rows import AT, RETURN, status_dates


def judge_all(
    table_rules: Iterable[TableRule],
    tables: Mapping[str, pd.DataFrame],
    gaps: Gaps,
    returns: Sequence[Return],
    overrides: RuleOverrides,
    failures: dict[str, Failure],
    registered: frozenset[str] | None = None,
    lists: Mapping[str, Sequence[Mapping[str, Any]]] = MappingProxyType({}),
    people: People = NOBODY,
    on: dict[str, set[str]] | None = None,
) -> None:
    """Add what the rules find to the returns; one that stops is added to the ``failures``, and the others are judged.

    ``tables`` hold the rows of accepted returns that count, by table and the project sheet; ``gaps`` what could
    not be read of them. ``registered`` are the projects of the register, if there is one, ``lists`` the rows
    of the PMO's lists: a rule that needs one which is not kept is not assessed. ``people`` are those of the lists.
    ``on`` takes, by code, the projects on which a rule was judged.
    """
    dates = {number: returned.status_date for number, returned in enumerate(returns)}
    tables = {
        key: frame if "status_date" in frame else frame.assign(status_date=status_dates(frame, dates))
        for key, frame in tables.items()
    }
    received = {key: frozenset(frame["project_id"]) for key, frame in tables.items()}
    of_projects: dict[frozenset[str], _OfProjects] = {}
    for rule in table_rules:
        severity = overrides.of(rule.code, rule.severity)
        if severity is None or not_assessed((rule,), lists):
            continue
        needed = (rule.table, *rule.reads, *((FIGURES,) if rule.figures else ()))
        judged = frozenset[str].intersection(*(received[key] for key in needed))
        judged -= gaps.projects(rule)
        if not judged:
            continue
        if judged not in of_projects:
            of_projects[judged] = _OfProjects(tables, judged)
        limit = overrides.limits.get(rule.code, rule.limit)
        rows = Rows(of_projects[judged], limit, tables, registered, lists, people)
        made = attempted(
            rule.code,
            partial(_judge_one, rule, severity, rows, gaps, tables[rule.table], returns),
            failures,
        )
        if made is not None and on is not None:
            on.setdefault(rule.code, set()).update(judged)
        for returned, finding in made or ():
            returned.findings.append(finding)


class _OfProjects(dict[str, pd.DataFrame]):
    """The rows of some projects, by table: cut out of a table when the first rule asks for it."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], projects: frozenset[str]) -> None:
        super().__init__()
        self._tables, self._projects = tables, projects

    def __missing__(self, table: str) -> pd.DataFrame:
        frame = self._tables[table]
        self[table] = frame[frame["project_id"].isin(self._projects)]
        return self[table]


def _judge_one(
    rule: TableRule,
    severity: Severity,
    rows: Rows,
    gaps: Gaps,
    frame: pd.DataFrame,
    returns: Sequence[Return],
) -> list[tuple[Return, Finding]]:
    """What one rule finds, each with the return that it is about."""
    hits = gaps.judged(rule, rule.find(rows))
    if not len(hits):
        return []
    made = []
    for index, places in zip(hits.index, hits.to_dict("records"), strict=True):
        returned = returns[int(str(frame.at[index, RETURN]))]
        checked = _holder(returned, rule.table)
        at = int(str(frame.at[index, AT]))
        words = {str(name): _shown(what) for name, what in places.items()}
        sheet, values = checked.located.sheet, checked.values
        made.append((returned, Finding(
            rule.code, severity, checked.located.place(returned.file, at, rule.at),
            sentence(rule.says.fill(**words)),
            found=word_of(sheet.columns[rule.at], values[rule.at][at]) if rule.at in values else None,
            fix=rule.fix, project=returned.project_id,
            row_key="" if rule.table == PROJECT else row_key(checked.located, values, at),
        )))  # fmt: skip
    return made


def _holder(returned: Return, table: str) -> CheckedSheet:
    if table == PROJECT and returned.record is not None:
        return returned.record
    return next(checked for checked in returned.tables if checked.located.sheet.key == table)


def _shown(what: object) -> object:
    """A value of a frame as messages show it: whole numbers without a point, amounts to the cent."""
    if isinstance(what, pd.Timestamp):
        return what.date()
    if isinstance(what, float):
        return int(what) if what.is_integer() else round(what, 2)
    return same(say(what, "en")) if isinstance(what, str) else what
