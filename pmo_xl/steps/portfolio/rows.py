"""Rows of all returns as one frame per table, judged by the row rules of their definitions.

One frame per table, never one per file: that is what keeps thousands of files fast.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from pmo_xl.core.base.amounts import HALF_CENT
from pmo_xl.core.base.failure import Failure, attempted
from pmo_xl.core.base.finding import Finding, Severity
from pmo_xl.core.base.text import sentence, t
from pmo_xl.core.definition.column import Column, Kind
from pmo_xl.core.definition.model import Rule, Sheet
from pmo_xl.core.definition.table_rule import RuleOverrides
from pmo_xl.core.expr.value import EvalContext, fails
from pmo_xl.core.flow.frame import column_below, frame_of
from pmo_xl.core.flow.portfolio import CheckedSheet, Return
from pmo_xl.steps.cells.check import row_key, word_of

RETURN, AT = "_return", "_at"
"""Where a row comes from while it is judged: the position of its return, and of the row in its table."""

TYPED = "GEN-09"
NOTHING = t("nothing", "rien")
TYPED_OVER = t(
    "“{column}” is calculated: {typed} was typed over its formula, which gives {ours}; {ours} counts.",
    "« {column} » est calculé : {typed} a été saisi sur sa formule, qui donne {ours} ; c’est {ours} qui compte.",
)
RESTORE_FORMULA = t(
    "Copy the formula from the cell above, and correct what it is calculated from.",
    "Recopiez la formule de la cellule du dessus, et corrigez ce dont elle dépend.",
)


def gather(
    sheet: type[Sheet], parts: Sequence[tuple[int, Return, CheckedSheet]], holidays: Sequence[dt.date]
) -> pd.DataFrame:
    """The rows of one table that count, over all returns, computed columns included, with where each comes from."""
    columns: dict[str, list[Sequence[Any]]] = {column.key: [] for column in sheet.inputs()}
    where: dict[str, list[Any]] = {AT: [], "project_id": []}
    source: dict[str, list[Any]] = {"source_file": [], "source_sheet": [], "source_row": []}
    sizes: list[int] = []
    for _, returned, checked in parts:
        rows, sound = checked.located.rows, [*range(len(checked.located.rows))]
        if not checked.broken:
            for key, values in checked.values.items():
                columns[key].append(values)
        else:
            sound = [at for at in sound if at not in checked.broken]
            rows = [rows[at] for at in sound]
            for key, values in checked.values.items():
                columns[key].append([values[at] for at in sound])
        size = len(sound)
        sizes.append(size)
        where[AT] += sound
        where["project_id"] += [returned.project_id] * size
        source["source_file"] += [returned.file] * size
        source["source_sheet"] += [checked.located.name] * size
        source["source_row"] += [row + 1 for row in rows]
    numbers = np.array([number for number, _, _ in parts], dtype=np.int64)
    days = np.array([returned.status_date for _, returned, _ in parts], dtype="datetime64[s]")
    status_date = pd.Series(np.repeat(days, sizes))
    if "project_id" in sheet.columns:
        where.pop("project_id")
    extra: dict[str, Any] = {
        RETURN: pd.Series(np.repeat(numbers, sizes)),
        AT: pd.Series(where.pop(AT), dtype="int64"),
        **where,
        "source_file": source["source_file"],
        "source_sheet": source["source_sheet"],
        "source_row": pd.Series(source["source_row"], dtype="int64"),
    }
    whole = {column.key: column_below(column, columns[column.key]) for column in sheet.inputs()}
    return frame_of(sheet, whole, extra, params={"status_date": status_date}, holidays=holidays)


def status_dates(frame: pd.DataFrame, dates: Mapping[int, dt.date | None]) -> pd.Series[Any]:
    """For each row the status date of its return, out of those by the number of the return."""
    days = pd.Series(np.array([*dates.values()], dtype="datetime64[s]"), index=[*dates])
    return days.loc[frame[RETURN]].set_axis(frame.index)


def judge(
    sheet: type[Sheet],
    frame: pd.DataFrame,
    parts: Sequence[tuple[int, Return, CheckedSheet]],
    holidays: Sequence[dt.date],
    overrides: RuleOverrides,
    failures: dict[str, Failure],
) -> None:
    """Every row rule over every row: what breaks one is a finding of its return, and counts all the same.

    A rule that reads a cell which cannot be read, or a column which the return does not have, is not judged on that
    row. One that stops is added to the ``failures``, and the others are judged.
    """
    if frame.empty:
        return
    origin = {number: (returned, checked) for number, returned, checked in parts}
    for number, returned, checked in parts:
        if checked.located.typed_over:
            own = frame[frame[RETURN] == number]
            found = partial(list[Finding], _typed_over(sheet, own, returned, checked))
            returned.findings += attempted(TYPED, found, failures) or ()
    dates = {number: returned.status_date for number, returned, _ in parts}
    scope = EvalContext(frame, {"status_date": status_dates(frame, dates)}, holidays)
    unread = refused_in(frame, parts)
    for key, rows in _absent_in(sheet, frame, parts).items():
        unread[key] = unread[key] | rows if key in unread else rows
    for rule in sheet.rules:
        severity = overrides.of(rule.code, rule.severity)
        if severity is None:
            continue
        made = attempted(
            rule.code, partial(_judge_one, sheet, rule, severity, frame, scope, origin, unread), failures
        )
        for returned, finding in made or ():
            returned.findings.append(finding)


def refused_in(
    frame: pd.DataFrame, parts: Sequence[tuple[int, Return, CheckedSheet]]
) -> dict[str, pd.Series[bool]]:
    """Which rows hold what cannot be read, by the key of its column; of columns without such a cell nothing."""
    cells = [(number, at, key) for number, _, checked in parts for at, key in checked.refused]
    if not cells:
        return {}
    lines = {place: line for line, place in enumerate(zip(frame[RETURN], frame[AT], strict=True))}
    found: dict[str, Any] = {}
    for number, at, key in cells:
        if (number, at) in lines:
            found.setdefault(key, np.zeros(len(frame), dtype=bool))[lines[number, at]] = True
    return {key: pd.Series(mask, index=frame.index) for key, mask in found.items()}


def _absent_in(
    sheet: type[Sheet], frame: pd.DataFrame, parts: Sequence[tuple[int, Return, CheckedSheet]]
) -> dict[str, pd.Series[bool]]:
    """Which rows are of a return without a column, by its key; of columns that every return has nothing."""
    keys = {column.key for column in sheet.inputs()}
    without: dict[str, list[int]] = {}
    for number, _, checked in parts:
        for key in keys - checked.located.columns.keys():
            if not any(checked.values[key]):
                without.setdefault(key, []).append(number)
    return {key: frame[RETURN].isin(numbers) for key, numbers in without.items()}


def _judge_one(
    sheet: type[Sheet], rule: Rule, severity: Severity, frame: pd.DataFrame, scope: EvalContext,
    origin: Mapping[int, tuple[Return, CheckedSheet]], unread: Mapping[str, pd.Series[bool]],
) -> list[tuple[Return, Finding]]:  # fmt: skip
    """What breaks one rule, each with the return that it is about."""
    failed = fails(rule.holds, scope)
    for key in unread.keys() & sheet.read_by(rule.holds) if unread else ():
        failed &= ~unread[key]
    if not failed.any():
        return []
    made = []
    for number, at in zip(frame.loc[failed, RETURN], frame.loc[failed, AT], strict=True):
        returned, checked = origin[number]
        made.append((returned, _finding(rule, severity, returned, checked, at)))
    return made


def _typed_over(
    sheet: type[Sheet], frame: pd.DataFrame, returned: Return, checked: CheckedSheet
) -> Iterator[Finding]:
    """What was typed over a formula and is not what the formula gives; what it gives counts."""
    lines = {at: line for line, at in zip(frame.index, frame[AT], strict=True)}
    for (at, key), typed in sorted(checked.located.typed_over.items()):
        column = sheet.columns[key]
        ours = _plain(frame.at[lines[at], key]) if at in lines else typed
        if at in lines and not _is_same(column, typed, ours):
            yield Finding(
                TYPED, Severity.WARNING, checked.located.place(returned.file, at, key),
                TYPED_OVER.fill(column=column.label, typed=typed, ours=NOTHING if ours is None else ours),
                found=typed, fix=RESTORE_FORMULA, project=returned.project_id,
                row_key=row_key(checked.located, checked.values, at),
            )  # fmt: skip


def _is_same(column: Column, typed: Any, ours: Any) -> bool:
    if not column.number:
        return True  # words, which a formula gives in the language of the workbook
    if isinstance(typed, dt.datetime):
        typed = typed.date()
    if isinstance(typed, (int, float)) and isinstance(ours, (int, float)):
        return abs(typed - ours) <= max(HALF_CENT if column.kind is Kind.AMOUNT else 0, 1e-6 * abs(ours))
    return bool(typed == ours)


def _plain(what: Any) -> Any:
    """A value of the frame as Python has it; None where there is none."""
    if pd.isna(what):
        return None
    return what.date() if isinstance(what, pd.Timestamp) else what


def _finding(rule: Rule, severity: Severity, returned: Return, checked: CheckedSheet, at: int) -> Finding:
    sheet = checked.located.sheet
    what = word_of(sheet.columns[rule.at], checked.values[rule.at][at]) if rule.at in checked.values else None
    key = "" if checked.located.spots else row_key(checked.located, checked.values, at)
    return Finding(
        rule.code, severity, checked.located.place(returned.file, at, rule.at),
        sentence(rule.says), found=what,
        # What breaks a rule is of the right kind all the same: its kind would explain nothing.
        fix=rule.fix, project=returned.project_id, row_key=key,
    )  # fmt: skip
