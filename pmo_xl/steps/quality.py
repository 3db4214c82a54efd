"""How good the data of a return are: what is filled, what is valid, what holds together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from pmo_xl.core.column import Profile
from pmo_xl.core.control import PROJECT, Control, Weights
from pmo_xl.core.finding import Finding, Severity
from pmo_xl.core.flow import Checked, DataQuality, Return
from pmo_xl.core.model import Sheet
from pmo_xl.core.packed import blanks_in

EMPTY = "FLD-01"
WEIGHT = {Severity.ERROR: 1.0, Severity.WARNING: 0.3, Severity.INFO: 0.0}
"""How much a failed check counts."""
_OF_A_CELL, _OF_ROWS = re.compile(r"FLD-\d+|GEN-10"), re.compile(r"(PLN|RSK|BUD|XSH)-\d+|FLD-(08|11)")


def count_quality(
    returned: Return, profile: Profile, controls: Iterable[Control], weights: Weights, not_run: Collection[str] = ()
) -> DataQuality | None:  # fmt: skip
    """The counts of one return from which the score is computed; None for a return that could not be read.

    A rule that was ``not_run`` is no check that was passed.
    """
    parts = [*([returned.record] if returned.record is not None else ()), *returned.tables]
    if not parts:
        return None
    bad = [
        f
        for f in returned.findings
        if f.severity is Severity.ERROR and _OF_A_CELL.fullmatch(f.code) and f.code != EMPTY
    ]
    failed = [f for f in returned.findings if _OF_ROWS.fullmatch(f.code)]
    required = blank = filled = 0
    for part in parts:
        for column in part.located.sheet.inputs():
            values = part.values[column.key]
            empty = blanks_in(values)
            filled += len(values) - empty
            if column.is_required(profile):
                required += len(values)
                # A cell that was refused has no value any more, and yet somebody filled it.
                blank += empty - _refused(bad, part, column.key)
    held = {part.located.sheet.key for part in parts} | {PROJECT}
    run = sum(len(part.located.rows or [0]) * _rules_run(part.located.sheet, not_run) for part in parts)
    run += sum(
        c.table in held and c.code not in not_run and weights.of(c.code, c.severity) is not None
        for c in controls
    )
    return DataQuality(
        required, required - blank, filled + len(bad), len(bad), run, sum(WEIGHT[f.severity] for f in failed)
    )


def _rules_run(sheet: type[Sheet], not_run: Collection[str]) -> int:
    return sum(rule.code not in not_run for rule in sheet.rules) if not_run else len(sheet.rules)


def _refused(bad: Iterable[Finding], part: Checked, key: str) -> int:
    """Cells of a column that hold what could not be taken: their value is None, and they are not empty."""
    located = part.located
    cells = {finding.place.cell for finding in bad if finding.place.sheet == located.name}
    if not cells:
        return 0
    return sum(
        value is None and located.place("", at, key).cell in cells
        for at, value in enumerate(part.values[key])
    )
