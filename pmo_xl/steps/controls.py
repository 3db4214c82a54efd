"""The rules beyond one row, judged over all projects at once; each finding goes to the return that holds the row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import pandas as pd

from pmo_xl.core.control import PROJECT, Control, Rows, Weights
from pmo_xl.core.failure import Failure, attempted
from pmo_xl.core.finding import Finding, Severity
from pmo_xl.core.flow import Checked, Return
from pmo_xl.core.text import same, say, t
from pmo_xl.steps.cells import row_key
from pmo_xl.steps.gaps import Gaps
from pmo_xl.steps.rows import AT, RETURN, status_dates


def judge_all(
    controls: Iterable[Control],
    tables: Mapping[str, pd.DataFrame],
    gaps: Gaps,
    returns: Sequence[Return],
    weights: Weights,
    failures: dict[str, Failure],
) -> None:
    """Add what the controls find to the returns; one that stops is added to the ``failures``, and the others are judged.

    ``tables`` hold the rows of accepted returns that count, by table and the project sheet; ``gaps`` what could
    not be read of them.
    """
    dates = {number: returned.status_date for number, returned in enumerate(returns)}
    tables = {
        key: frame if "status_date" in frame else frame.assign(status_date=status_dates(frame, dates))
        for key, frame in tables.items()
    }
    received = {key: frozenset(frame["project_id"]) for key, frame in tables.items()}
    of_projects: dict[frozenset[str], dict[str, pd.DataFrame]] = {}
    for control in controls:
        severity = weights.of(control.code, control.severity)
        if severity is None:
            continue
        judged = frozenset[str].intersection(*(received[key] for key in (control.table, *control.reads)))
        judged -= gaps.projects(control)
        if not judged:
            continue
        if judged not in of_projects:
            of_projects[judged] = {
                key: frame[frame["project_id"].isin(judged)] for key, frame in tables.items()
            }
        rows = Rows(of_projects[judged], weights.limits.get(control.code, control.limit))
        made = attempted(
            control.code,
            partial(_judge_one, control, severity, rows, gaps, tables[control.table], returns),
            failures,
        )
        for returned, finding in made or ():
            returned.findings.append(finding)


def _judge_one(
    control: Control,
    severity: Severity,
    rows: Rows,
    gaps: Gaps,
    frame: pd.DataFrame,
    returns: Sequence[Return],
) -> list[tuple[Return, Finding]]:
    """What one control finds, each with the return that it is about."""
    made = []
    hits = gaps.judged(control, control.find(rows))
    for index, places in zip(hits.index, hits.to_dict("records"), strict=True):
        returned = returns[int(str(frame.at[index, RETURN]))]
        checked = _holder(returned, control.table)
        at = int(str(frame.at[index, AT]))
        words = {str(name): _shown(what) for name, what in places.items()}
        made.append((returned, Finding(
            control.code, severity, checked.located.place(returned.file, at, control.at),
            t("{says}.", "{says}.").fill(says=control.says.fill(**words)),
            found=checked.values[control.at][at] if control.at in checked.values else None,
            fix=control.fix, project=returned.project_id,
            row_key="" if control.table == PROJECT else row_key(checked.located.sheet, checked.values, at),
        )))  # fmt: skip
    return made


def _holder(returned: Return, table: str) -> Checked:
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
