"""What came and what was found, as tables of the master."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields

import pandas as pd

from pmo_xl.core.finding import Severity
from pmo_xl.core.flow import DataQuality, Portfolio, Return

COUNTED = tuple(field.name for field in fields(DataQuality))
CONTENTS = ("contents_expected", "contents_counted")
"""A project's plan, risk register and budget are each one content, in whatever files they come."""


def findings_frame(portfolio: Portfolio, language: str) -> pd.DataFrame:
    """A row per finding, its words in one language."""
    rows = [{**f.to_dict(language), "project_id": f.project} for f in portfolio.findings]
    columns = [
        "code",
        "severity",
        "project_id",
        "file",
        "sheet",
        "cell",
        "row_key",
        "message",
        "found",
        "expected",
        "fix",
    ]
    return pd.DataFrame({key: pd.Series([row[key] or None for row in rows], dtype=object) for key in columns})


def returns_frame(portfolio: Portfolio, titles: Mapping[str, str]) -> pd.DataFrame:
    """A row per file that came and per registered project that owes something: by project, of none the last.

    ``titles`` gives the words for each kind.
    """
    names = dict(zip(portfolio.projects["project_id"], portfolio.projects["project_name"], strict=True))

    def content(kinds: list[str]) -> str:
        return ", ".join(titles[kind] for kind in kinds)

    owed_by = {owed["project_id"]: set(str(owed["kinds"]).split(", ")) for owed in portfolio.missing}
    rows: list[dict[str, object]] = [
        {
            "project_id": r.project_id or None,
            "project_name": names.get(r.project_id)
            or (r.record.values["project_name"][0] if r.record else None),
            "kinds": content(list(r.kinds)),
            "state": r.state.value,
            "errors": float(sum(f.severity is Severity.ERROR for f in r.findings)),
            "warnings": float(sum(f.severity is Severity.WARNING for f in r.findings)),
            "rows_read": float(r.rows_read),
            "rows_kept": float(r.rows_kept),
            **(asdict(r.quality) if r.quality is not None else {}),
            **contents,
            "file": r.file,
            "sha256": r.sha256,
        }
        for r, contents in zip(portfolio.returns, _contents(portfolio.returns, owed_by), strict=True)
    ]
    rows += [
        {
            **owed,
            "kinds": content(str(owed["kinds"]).split(", ")),
            "state": "missing",
            "contents_expected": len(owed_by[owed["project_id"]]),
            "contents_counted": 0.0,
        }
        for owed in portfolio.missing
    ]
    rows.sort(key=lambda row: (row["project_id"] is None, str(row["project_id"])))
    columns = (
        "project_id",
        "project_name",
        "kinds",
        "state",
        "errors",
        "warnings",
        "rows_read",
        "rows_kept",
        *COUNTED,
        *CONTENTS,
        "file",
        "sha256",
    )
    numbers = {"errors", "warnings", "rows_read", "rows_kept", *COUNTED, *CONTENTS}
    return pd.DataFrame(
        {
            key: pd.Series([row.get(key) for row in rows], dtype=float if key in numbers else object)
            for key in columns
        }
    )


def rows_frame(portfolio: Portfolio) -> pd.DataFrame:
    """A row per table of each accepted return, by project: how much of it is in the figures."""
    rows = [
        (
            r.project_id,
            r.file,
            of.table,
            of.read,
            of.left_out,
            sum(of.refused.values()),
            sum(of.missing.values()),
            of.left_out_worth,
        )
        for r in portfolio.returns
        if not r.rejected and r.record is not None
        for of in r.tables_read
    ]
    rows.sort(key=lambda row: row[0])
    columns = zip(*rows, strict=True) if rows else ((),) * len(ROWS)
    return pd.DataFrame(
        {key: pd.Series(list(held), dtype=object if key in ROWS[:3] else float)
         for key, held in zip(ROWS, columns, strict=True)}
    )  # fmt: skip


ROWS = ("project_id", "file", "table", "read", "left_out", "refused", "missing", "left_out_worth")


def _contents(returns: Sequence[Return], owed_by: Mapping[object, set[str]]) -> Iterator[dict[str, float]]:
    """How many contents each return stands for, and how many of these count: each of a project's is counted once.

    What a return that was rejected holds is expected still, unless another one has it or the project owes it anyhow.
    """
    settled = {(r.project_id, kind) for r in returns if not r.rejected for kind in r.kinds}
    settled |= {(str(project_id), kind) for project_id, kinds in owed_by.items() for kind in kinds}
    for r in returns:
        if not r.rejected:
            yield dict.fromkeys(CONTENTS, float(len(r.kinds)))
            continue
        lost = {(r.project_id, kind) for kind in r.kinds} - settled
        settled |= lost
        yield dict(zip(CONTENTS, (float(len(lost)), 0.0), strict=True))
