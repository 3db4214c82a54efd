"""How good the data of a return are: what is filled, what is valid, what holds together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from pmo_xl.core.base.finding import Finding, Severity
from pmo_xl.core.definition.column import Profile
from pmo_xl.core.definition.model import Sheet
from pmo_xl.core.definition.table_rule import PROJECT, RuleOverrides, TableRule
from pmo_xl.core.flow.packed import blanks_in
from pmo_xl.core.flow.portfolio import CheckedSheet, DataQuality, Return
from pmo_xl.steps.cells.cell_types import asked_in

EMPTY = "FLD-01"
WEIGHT = {Severity.ERROR: 1.0, Severity.WARNING: 0.3, Severity.INFO: 0.0}
"""How much a failed check counts."""
_OF_A_CELL, _OF_ROWS = re.compile(r"FLD-\d+|GEN-10"), re.compile(r"(PLN|RSK|BUD|XSH)-\d+|FLD-(08|11|12|13)")


def count_quality(
    returned: Return, profile: Profile, table_rules: Iterable[TableRule], overrides: RuleOverrides, not_run: Collection[str] = ()
) -> DataQuality | None:  # fmt: skip
    """The counts of one return from which the score is computed; None for a return that does not count.

    A rule that was ``not_run``, or not assessed, is no check that was passed.
    """
    parts = [*([returned.record] if returned.record is not None else ()), *returned.tables]
    if returned.rejected or not parts:
        return None
    required = required_filled = filled = bad = 0
    for part in parts:
        inputs = part.located.sheet.inputs()
        keys = {column.key for column in inputs}
        bad += sum(n for key, n in _errors(returned.findings, part).items() if key in keys)
        # A cell that was refused has no value any more, and yet somebody filled it.
        filled += sum(key in keys for _, key in part.refused)
        for column in inputs:
            values = part.values[column.key]
            blanks = blanks_in(values)
            filled += len(values) - blanks
            bad += _left_out(part, column.key) if part.broken else 0
            if column.is_required(profile):
                asked = asked_in(column, part.values)
                required += len(asked)
                required_filled += len(asked)
                if part.broken or blanks:
                    required_filled -= sum(
                        at in part.broken or (values[at] is None and (at, column.key) not in part.refused)
                        for at in asked
                    )
    held_keys = {part.located.sheet.key for part in parts} | {PROJECT}
    run = sum(_rows_counted(part) * _rules_run(part.located.sheet, not_run) for part in parts)
    run += sum(
        c.table in held_keys and c.code not in not_run and overrides.of(c.code, c.severity) is not None
        for c in table_rules
    )
    failed = sum(WEIGHT[f.severity] for f in returned.findings if _OF_ROWS.fullmatch(f.code))
    return DataQuality(required, required_filled, filled, bad, run, failed)


def _rules_run(sheet: type[Sheet], not_run: Collection[str]) -> int:
    return sum(rule.code not in not_run for rule in sheet.rules)


def _rows_counted(part: CheckedSheet) -> int:
    return 1 if part.located.spots else len(part.located.rows) - len(part.broken)


def _errors(findings: Iterable[Finding], part: CheckedSheet) -> dict[str, int]:
    """The cells of rows that count and are in error by what they hold, or not taken, by the key of their column."""
    located, cells = part.located, set[tuple[int | None, int | None]]()
    for finding in findings:
        place = finding.place
        of_a_cell = _OF_A_CELL.fullmatch(finding.code) and finding.code != EMPTY
        if finding.severity is Severity.ERROR and of_a_cell and place.sheet == located.name:
            cells.add((place.row, place.column))
    if located.spots:
        unread = {key for _, key in part.refused}
        return {key: spot in cells or key in unread for key, spot in located.spots.items()}
    cells |= {(located.rows[at], located.columns.get(key)) for at, key in part.refused}
    left_out = {located.rows[at] for at in part.broken}
    by_column = {column: key for key, column in located.columns.items()}
    counts: dict[str, int] = {}
    for row, column in cells:
        if row not in left_out and column in by_column:
            counts[by_column[column]] = counts.get(by_column[column], 0) + 1
    return counts


def _left_out(part: CheckedSheet, key: str) -> int:
    """The filled cells of a column that stand in rows that are left out."""
    values = part.values[key]
    return sum([values[at] is not None or (at, key) in part.refused for at in part.broken])
