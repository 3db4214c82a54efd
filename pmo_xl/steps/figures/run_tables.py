"""What came and what was found, as tables of the master."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields

import pandas as pd

from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import fold
from pmo_xl.core.catalogue.coverage import Cell
from pmo_xl.core.flow.expected import holds_key
from pmo_xl.core.flow.grouping import grouped, said_of, sum_found
from pmo_xl.core.flow.portfolio import DataQuality, Portfolio, Return
from pmo_xl.steps.figures.coverage import expected_of

COUNTED = tuple(field.name for field in fields(DataQuality))
CONTENTS = ("contents_expected", "contents_counted")
"""A project's plan, risk register and budget are each one content, in whatever files they come."""


def findings_frame(portfolio: Portfolio, language: str) -> pd.DataFrame:
    """A row per finding, its words in one language."""
    groups = {id(f): n for n, group in enumerate(grouped(portfolio.findings), start=1) for f in group}
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
    frame = {key: pd.Series([row[key] or None for row in rows], dtype=object) for key in columns}
    return pd.DataFrame(
        {**frame, "group": pd.Series([groups[id(f)] for f in portfolio.findings], dtype=float)}
    )


def grouped_frame(portfolio: Portfolio, language: str) -> pd.DataFrame:
    """A row per finding, or per group of findings that are alike where these are many; numbered as they are."""
    rows = []
    for n, group in enumerate(grouped(portfolio.findings), start=1):
        first = group[0]
        projects = {f.project for f in group}
        told = {**first.to_dict(language), "project_id": first.project if len(projects) == 1 else ""}
        told["message"] = said_of(group).to(language)
        rows.append({**told, "group": n, "findings": len(group), "total": sum_found(group)})
    words = ("code", "severity", "project_id", "file", "sheet", "cell", "row_key", "message", "fix")
    frame = {key: pd.Series([row[key] or None for row in rows], dtype=object) for key in words}
    numbers = ("group", "findings", "total")
    return pd.DataFrame(frame | {key: pd.Series([row[key] for row in rows], dtype=float) for key in numbers})


def returns_frame(portfolio: Portfolio, titles: Mapping[str, str]) -> pd.DataFrame:
    """A row per file that came and per registered project that owes something: by project, of none the last.

    ``titles`` gives the words for each kind.
    """
    names = dict(zip(portfolio.projects["project_id"], portfolio.projects["project_name"], strict=True))

    def content(kinds: list[str]) -> str:
        return ", ".join(titles[kind] for kind in kinds)

    owed_by = {owed["project_id"]: set(str(owed["kinds"]).split(", ")) for owed in portfolio.missing}
    expected = expected_of(portfolio)[1]
    programmes, managers = _programmes(portfolio), managers_of(portfolio)
    rows: list[dict[str, object]] = [
        {
            "project_id": r.project_id or None,
            "project_name": names.get(r.project_id)
            or (r.record.values["project_name"][0] if r.record else None),
            "kinds": content(list(r.kinds)),
            **_held(r.kinds),
            "state": r.state.value,
            "saved_on": r.saved_on,
            "days_late": r.days_late,
            "errors": float(sum(f.severity is Severity.ERROR for f in r.findings)),
            "warnings": float(sum(f.severity is Severity.WARNING for f in r.findings)),
            "rows_read": float(r.rows_read),
            "rows_kept": float(r.rows_kept),
            **(asdict(r.quality) if r.quality is not None else {}),
            **contents,
            "file": r.file,
            "sha256": r.sha256,
        }
        for r, contents in zip(
            portfolio.returns, _contents(portfolio.returns, expected, owed_by), strict=True
        )
    ]
    rows += [
        {
            **owed,
            "kinds": content(str(owed["kinds"]).split(", ")),
            **_held(str(owed["kinds"]).split(", ")),
            "state": "missing",
            "errors": 1.0,
            "warnings": 0.0,
            "contents_expected": len(owed_by[owed["project_id"]]),
            "contents_counted": 0.0,
        }
        for owed in portfolio.missing
    ]
    for row in rows:
        row["programme_id"] = programmes.get(str(row["project_id"]))
        row["project_manager"] = managers.get(str(row["project_id"]))
    rows.sort(key=lambda row: (row["project_id"] is None, str(row["project_id"])))
    words = (
        "project_id",
        "project_name",
        "programme_id",
        "project_manager",
        "kinds",
        "state",
        "file",
        "saved_on",
    )
    holds = [holds_key(kind) for kind in titles]
    numbers = ("days_late", "errors", "warnings", "rows_read", "rows_kept", *COUNTED, *CONTENTS, *holds)
    columns = (*words, *numbers, "sha256")
    return pd.DataFrame(
        {
            key: pd.Series([row.get(key) for row in rows], dtype=float if key in numbers else object)
            for key in columns
        }
    )


def rows_frame(portfolio: Portfolio, lights: Mapping[str, Collection[Cell]]) -> pd.DataFrame:
    """A row per table of each accepted return, by project: how much of it is in the figures, and in the ``lights``."""
    rows = [
        (
            r.project_id, r.file, of.table, of.read, of.left_out, sum(of.refused.values()), sum(of.missing.values()),
            of.left_out_worth,
            *(sum(n for key, n in of.unknown.items() if (of.table, key) in seen) for seen in lights.values()),
        )
        for r in portfolio.returns
        if not r.rejected and r.record is not None
        for of in r.tables_read
    ]  # fmt: skip
    rows.sort(key=lambda row: str(row[0]))
    keys = (*ROWS, *lights)
    columns = zip(*rows, strict=True) if rows else ((),) * len(keys)
    return pd.DataFrame(
        {key: pd.Series(list(held), dtype=object if key in ROWS[:3] else float)
         for key, held in zip(keys, columns, strict=True)}
    )  # fmt: skip


def cells_frame(
    portfolio: Portfolio, read: Collection[Cell], lights: Mapping[str, Collection[Cell]]
) -> pd.DataFrame:
    """A row per column of each accepted return with unknown cells that a figure reads, by project.

    ``read`` is what some figure reads; a column for each of the ``lights`` holds the cells that it reads.
    """
    rows = [
        (r.project_id, r.file, (of.table, key), float(n))
        for r in portfolio.returns
        if not r.rejected and r.record is not None
        for of in r.tables_read
        for key, n in of.unknown.items()
        if (of.table, key) in read
    ]
    rows.sort(key=lambda row: row[0])
    words = {
        "project_id": [project for project, _, _, _ in rows],
        "file": [file for _, file, _, _ in rows],
        "column": [".".join(cell) for _, _, cell, _ in rows],
    }
    numbers: dict[str, list[float | None]] = {"cells": [n for _, _, _, n in rows]}
    for light, seen in lights.items():
        numbers[light] = [n if cell in seen else None for _, _, cell, n in rows]
    return pd.DataFrame(
        {key: pd.Series(what, dtype=object) for key, what in words.items()}
        | {key: pd.Series(what, dtype=float) for key, what in numbers.items()}
    )


ROWS = ("project_id", "file", "table", "read", "left_out", "refused", "missing", "left_out_worth")


def _held(kinds: Iterable[str]) -> dict[str, float]:
    return {holds_key(kind): 1.0 for kind in kinds}


def managers_of(portfolio: Portfolio) -> dict[str, str]:
    """Who answers for each project, by project ID: as the register says, else its own return; each name in one spelling."""
    named = {
        r.project_id: r.record.values.get("project_manager", [None])[0] for r in portfolio.returns if r.record
    }
    named |= {
        key: known["project_manager"]
        for key, known in (portfolio.expected.projects or {}).items()
        if known.get("project_manager")
    }
    spelled: dict[str, str] = {}
    return {
        project: spelled.setdefault(fold(name), str(name).strip())
        for project, name in sorted(named.items())
        if name and str(name).strip()
    }


def _programmes(portfolio: Portfolio) -> dict[str, str]:
    """The programme of each project, also of one of which nothing counts, in the spelling of those that count."""
    counted = dict(zip(portfolio.projects["project_id"], portfolio.projects["programme_id"], strict=True))
    spelled = {fold(name): str(name) for name in counted.values() if name}
    named: dict[str, str | None] = {
        r.project_id: r.record.values.get("programme_id", [None])[0] for r in portfolio.returns if r.record
    }
    register = portfolio.expected.projects or {}
    named |= {key: known["programme_id"] for key, known in register.items() if known.get("programme_id")}
    named |= counted
    return {project: spelled.get(fold(name), name) for project, name in named.items() if name}


def _contents(
    returns: Sequence[Return], expected: Collection[tuple[str, str]], owed_by: Mapping[object, set[str]]
) -> Iterator[dict[str, float]]:
    """How many contents each return stands for, and how many of these count: each of a project's is counted once.

    What a return that was rejected holds is expected still where its project is ``expected`` to return it, unless
    another one has it or the project owes it anyhow.
    """
    settled = {(r.project_id, kind) for r in returns if not r.rejected for kind in r.kinds}
    settled |= {(str(project_id), kind) for project_id, kinds in owed_by.items() for kind in kinds}
    for r in returns:
        if not r.rejected:
            yield dict.fromkeys(CONTENTS, float(len(r.kinds)))
            continue
        lost = {(r.project_id, kind) for kind in r.kinds if (r.project_id, kind) in expected} - settled
        settled |= lost
        yield dict(zip(CONTENTS, (float(len(lost)), 0.0), strict=True))
