"""What came and what was found, as tables of the master."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields

import pandas as pd

from pmo_xl.core.finding import Severity
from pmo_xl.core.flow import DataQuality, Portfolio

COUNTED = tuple(field.name for field in fields(DataQuality))


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
            "file": r.file,
            "sha256": r.sha256,
        }
        for r in portfolio.returns
    ]
    rows += [
        {**owed, "kinds": content(str(owed["kinds"]).split(", ")), "state": "missing"}
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
        "file",
        "sha256",
    )
    numbers = {"errors", "warnings", "rows_read", "rows_kept", *COUNTED}
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


ROWS = ("project_id", "file", "table", "read", "left_out", "refused", "missing")
