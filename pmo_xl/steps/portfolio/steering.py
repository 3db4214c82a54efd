"""The PMO's own workbook beside the returns: judged as they are, and its people spelled as it spells them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

import pandas as pd

from pmo_xl.core.base.failure import Failure
from pmo_xl.core.base.finding import Finding
from pmo_xl.core.definition.model import Sheet
from pmo_xl.core.definition.people import People
from pmo_xl.core.definition.table_rule import RuleOverrides, TableRule
from pmo_xl.core.flow.portfolio import Return
from pmo_xl.steps.one_return.net import not_run
from pmo_xl.steps.portfolio.gaps import Gaps
from pmo_xl.steps.portfolio.rows import gather, judge
from pmo_xl.steps.portfolio.table_rules import judge_all


def judged_steering(
    workbook: Return, rules: Iterable[TableRule], lists: Mapping[str, Sequence[Mapping[str, Any]]],
    period: dt.date | None, holidays: Sequence[dt.date], overrides: RuleOverrides,
) -> list[Finding]:  # fmt: skip
    """What is found in the PMO's workbook: in its cells, by the rules of its rows, and by those over its lists."""
    own = replace(workbook, findings=[*workbook.findings], status_date=period)
    failures: dict[str, Failure] = {}
    sheets = {checked.located.sheet.key: checked.located.sheet for checked in own.tables}
    gaps, frames = Gaps(sheets), {}
    for checked in own.tables:
        sheet, parts = checked.located.sheet, [(0, own, checked)]
        frame = gather(sheet, parts, holidays)
        judge(sheet, frame, parts, holidays, overrides, failures)
        frames[sheet.key] = frame
        gaps.note(sheet.key, frame, parts)
    told = [rule for rule in rules if rule.table in frames]
    judge_all(
        told, frames, gaps, [own], overrides, failures, lists=lists, people=People(lists.get("people", ()))
    )
    return [*own.findings, *not_run(failures)]


def spelled_as_listed(sheet: type[Sheet], frame: pd.DataFrame, people: People) -> pd.DataFrame:
    """The rows with each name in its spelling of the PMO's list; one that means nobody, or may mean several, stays as it is."""
    columns = [column.key for column in sheet.inputs() if column.person]
    if not len(people) or not columns:
        return frame
    # A portfolio has many rows and few names.
    spelled = lru_cache(None, typed=True)(partial(_spelled, people))
    return frame.assign(**{key: frame[key].map(spelled) for key in columns})


def _spelled(people: People, cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    found = people.in_cell(cell)
    if any(len(each) != 1 for _, each in found):
        return cell
    return " / ".join(each[0].name for _, each in found)
