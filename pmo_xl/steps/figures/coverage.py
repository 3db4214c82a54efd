"""How much of what is expected each figure stands on, counted from what came and what was kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pmo_xl.core.base.text import fold
from pmo_xl.core.catalogue.catalogue import Catalogue
from pmo_xl.core.catalogue.coverage import (
    Cell,
    Cover,
    Coverage,
    Inputs,
    Reads,
    Rows,
    inputs_of,
    parts_of,
    reads_of,
)
from pmo_xl.core.definition.kpi import Kpi, Unit
from pmo_xl.core.flow.portfolio import Portfolio, Scorecard

Mask = npt.NDArray[np.bool_]
BUDGET = "bac"
"""The KPI that says how large the projects are of which a figure is known."""


def cover(
    portfolio: Portfolio, scorecard: Scorecard, catalogue: Catalogue
) -> Coverage:  # fmt: skip
    """The coverage of a portfolio that is measured; unknown are cells that some figure reads."""
    kpis, cells_read = catalogue.kpis, catalogue.cells_read
    frame = scorecard.kpis
    ids = [str(name) for name in frame["project_id"]]
    expected, pairs, counted = expected_of(portfolio)
    rows, cells = rows_by_table(portfolio, cells_read), unknown_cells(portfolio, cells_read)
    reads = reads_of(kpis, catalogue.templates.tables, catalogue.derived, scorecard.params)
    known = {key: known_of(kpi, frame) for key, kpi in kpis.items()}
    sizes = _programme_sizes(portfolio, expected)
    programmes = frame["programme_id"]
    groups: dict[str | None, Mask] = {
        name: (programmes == name if name else programmes.isna()).to_numpy(dtype=bool)
        for name in (name or None for name in scorecard.programmes["programme_id"])
    }
    whole = np.ones(len(frame), dtype=bool)
    budgets = frame[BUDGET].to_numpy(dtype=float)
    held = _Held(rows, cells, ids)
    summed = {each: held.summed(each) for each in set(reads.values())}

    def covers(mask: Mask, of: int) -> dict[str, Cover]:
        told = {each: _rows(counts, mask) for each, counts in summed.items()}
        return {key: _cover(budgets[known[key] & mask], of, told[reads[key]]) for key in kpis}

    return Coverage(
        len(expected), len(ids), len(pairs), len(counted), covers(whole, len(expected)),
        {name: covers(mask, sizes.get(_folded(name), int(mask.sum()))) for name, mask in groups.items()},
        {name: sizes.get(_folded(name), int(mask.sum())) for name, mask in groups.items()},
        rows, cells, _lights(kpis, frame), _silent(portfolio, expected, set(ids)),
    )  # fmt: skip


def known_of(kpi: Kpi, frame: pd.DataFrame) -> Mask:
    """Of which projects a figure is known: a light that has no data is not."""
    if kpi.unit is Unit.LIGHT:
        return np.asarray(frame[kpi.key].to_numpy(dtype=float) > 0)
    return np.asarray(np.logical_and.reduce([frame[part].notna().to_numpy() for part in parts_of(kpi)]))


def rows_by_table(portfolio: Portfolio, cells_read: Collection[Cell]) -> dict[str, dict[str, Rows]]:
    """For each project the rows of its accepted returns, by table, and their unknown cells that some figure reads."""
    found: dict[str, dict[str, Rows]] = {}
    for returned in portfolio.returns:
        if returned.rejected or returned.record is None:
            continue
        tables = found.setdefault(returned.project_id, {})
        for part in returned.tables_read:
            before = tables.get(part.table, Rows())
            unknown = sum(n for key, n in part.unknown.items() if (part.table, key) in cells_read)
            tables[part.table] = Rows(
                before.left_out + part.left_out, before.read + part.read, before.unknown + unknown
            )
    return found


def unknown_cells(portfolio: Portfolio, cells_read: Collection[Cell]) -> dict[str, dict[Cell, int]]:
    """For each project that has any its unknown cells, by table and column, that some figure reads."""
    found: dict[str, dict[Cell, int]] = {}
    for returned in portfolio.returns:
        if returned.rejected or returned.record is None:
            continue
        for part in returned.tables_read:
            for key, n in part.unknown.items():
                if (part.table, key) in cells_read:
                    held = found.setdefault(returned.project_id, {})
                    held[part.table, key] = held.get((part.table, key), 0) + n
    return found


Pair = tuple[str, str]


def expected_of(portfolio: Portfolio) -> tuple[set[str], set[Pair], set[Pair]]:
    """The projects expected; the returns expected, each a kind of a project; and those of them that count."""
    came = {(r.project_id, kind) for r in portfolio.returns if r.project_id for kind in r.kinds}
    counted = {(r.project_id, kind) for r in portfolio.returns if not r.rejected for kind in r.kinds}
    register = portfolio.expected.projects
    if register is None:
        sent = {r.project_id for r in portfolio.returns if r.project_id}
        return sent, came, counted
    asked = {key for key, known in register.items() if known.get("expected") != "no"}
    pairs = {(key, kind) for key in asked for kind in portfolio.expected.kinds_of(key)}
    return asked | {project for project, _ in counted}, pairs | counted, counted


def _programme_sizes(portfolio: Portfolio, expected: set[str]) -> Counter[str]:
    """How many projects are expected of each programme, by its folded name."""
    told = dict(zip(portfolio.projects["project_id"], portfolio.projects["programme_id"], strict=True))
    register = portfolio.expected.projects or {}
    return Counter(
        _folded(told[project] if project in told else register.get(project, {}).get("programme_id"))
        for project in expected
        if project in told or project in register
    )


def _folded(name: str | None) -> str:
    return fold(name) if name else ""


Counts = tuple[npt.NDArray[np.int_], npt.NDArray[np.int_], npt.NDArray[np.int_]]


class _Held:
    """Rows and unknown cells of each project, in the order of the projects: by table, and by column."""

    def __init__(
        self, rows: Mapping[str, Mapping[str, Rows]], cells: Mapping[str, Mapping[Cell, int]], ids: list[str]
    ) -> None:
        self._nothing = np.zeros(len(ids), dtype=int)
        self._rows: dict[str, tuple[npt.NDArray[np.int_], npt.NDArray[np.int_]]] = {}
        for table in {table for held in rows.values() for table in held}:
            mine = [rows.get(project, {}).get(table, Rows()) for project in ids]
            self._rows[table] = np.array([one.left_out for one in mine]), np.array([one.read for one in mine])
        self._cells: dict[Cell, npt.NDArray[np.int_]] = {}
        for at, project in enumerate(ids):
            for cell, n in cells.get(project, {}).items():
                self._cells.setdefault(cell, self._nothing.copy())[at] = n

    def summed(self, reads: Reads) -> Counts:
        """For each project the rows left out and read, and the unknown cells, of what a figure reads."""
        tables = [self._rows[table] for table in reads.tables if table in self._rows]
        cells = [self._cells[cell] for cell in reads.cells if cell in self._cells]
        return (
            sum((left_out for left_out, _ in tables), self._nothing),
            sum((read for _, read in tables), self._nothing),
            sum(cells, self._nothing),
        )


def _rows(counts: Counts, mask: Mask) -> Rows:
    left_out, read, unknown = (int(each[mask].sum()) for each in counts)
    return Rows(left_out, read, unknown)


def _cover(budgets: npt.NDArray[np.float64], of: int, rows: Rows) -> Cover:
    """The cover of a figure by the budgets of the projects that have it."""
    bac = float(budgets.sum()) if len(budgets) else np.nan
    return Cover(len(budgets), of, None if np.isnan(bac) else bac, rows)


def _lights(kpis: Mapping[str, Kpi], frame: pd.DataFrame) -> dict[str, dict[str, Inputs]]:
    inputs = {key: inputs_of(key, kpis) for key, kpi in kpis.items() if kpi.unit is Unit.LIGHT}
    known = {part: frame[part].notna().tolist() for parts in inputs.values() for part in parts}
    return {
        str(project): {
            key: Inputs([p for p in parts if known[p][at]], [p for p in parts if not known[p][at]])
            for key, parts in inputs.items()
        }
        for at, project in enumerate(frame["project_id"])
    }


def _silent(portfolio: Portfolio, expected: set[str], counted: set[str]) -> list[Mapping[str, Any]]:
    """The expected projects of which no return counts, as the register or their own return names them."""
    register = portfolio.expected.projects or {}
    told: dict[str, Mapping[str, Any]] = {
        r.project_id: {key: r.record.values.get(key, [None])[0] for key in ("project_name", "programme_id")}
        for r in portfolio.returns
        if r.record is not None
    }
    return [
        {
            "project_id": project,
            **{
                key: register.get(project, {}).get(key) or told.get(project, {}).get(key)
                for key in ("project_name", "programme_id", "project_manager")
            },
        }
        for project in sorted(expected - counted)
    ]
