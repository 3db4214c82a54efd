"""A demo project while mistakes are planted in it: what has been changed, and what may still be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from pmo_xl.core.base.finding import Severity
from pmo_xl.demo.plan import Row
from pmo_xl.demo.portfolio import DemoProject

DUE = {"actions": "due_date", "decisions": "needed_by"}
SETTLED = ("done", "cancelled", "decided")


class Draft:
    """A project in which mistakes are being planted: its own copy, and the rows already used."""

    def __init__(self, project: DemoProject, rng: Random) -> None:
        self.project = replace(
            project, record=dict(project.record), rows=deepcopy(project.rows), raw=dict(project.raw)
        )
        self.rng = rng
        self.before: Sequence[Draft] = ()
        """The same project in the periods before, the last one last."""
        self.others: Sequence[Draft] = ()
        """The other projects of the portfolio: some mistakes are made between two."""
        self.used: set[tuple[str, int]] = set()
        self.planted = 0
        self.sealed = False
        """Whether no other mistake may join: it would hide the one that is there."""

    @property
    def status_date(self) -> dt.date:
        day: dt.date = self.project.record["status_date"]
        return day

    @property
    def french(self) -> bool:
        return self.project.language == "fr"

    def rows(self, table: str) -> list[Row]:
        """The rows of a table, each as it stands now."""
        columns = self.project.rows.get(table, {})
        return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]

    def put(self, table: str, at: int, column: str, what: Any) -> None:
        """Write a cell; the column is added where no row of the project had used it."""
        columns = self.project.rows[table]
        size = len(next(iter(columns.values())))
        columns.setdefault(column, [None] * size)[at] = what

    def put_raw(self, table: str, at: int, column: str, what: Any) -> None:
        """Write into a cell what its column cannot hold."""
        self.put(table, at, column, None)
        self.project.raw[table, at, column] = what

    def add(self, table: str, row: Row) -> int:
        """Append a row; where it stands. A column is added where no row of the project had used it."""
        columns = self.project.rows[table]
        size = len(next(iter(columns.values()), ()))
        for key in row:
            columns.setdefault(key, [None] * size)
        for key, values in columns.items():
            values.append(row.get(key))
        return size

    def free(self, table: str) -> list[tuple[int, Row]]:
        """Rows without a mistake, in random order; what is late and what bears the ends of the plan stay as they are."""
        rows = [(at, row) for at, row in enumerate(self.rows(table)) if not self._is_late(table, row)]
        if table == "plan":
            rows = [(at, row) for at, row in rows[3:-1] if row["type"] != "summary"]
        free = [(at, row) for at, row in rows if (table, at) not in self.used]
        self.rng.shuffle(free)
        return free

    def _is_late(self, table: str, row: Row) -> bool:
        """Whether a rule says already that an action or a decision is overdue."""
        due = DUE.get(table)
        return (
            due is not None
            and row["status"] not in SETTLED
            and row[due] is not None
            and row[due] < self.status_date
        )

    def unlink(self, at: int) -> None:
        """Take a task out of the links of the plan, its own and those of others to it."""
        plan = self.project.rows["plan"]
        links, gone = plan["predecessors"], plan["task_id"][at]
        links[at] = None
        for place, words in enumerate(links):
            if words is not None:
                kept = [link for link in words.split("; ") if _task_of(link) != gone]
                links[place] = "; ".join(kept) or None


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a mistake stands and what is in the cell."""

    table: str
    row: int
    column: str
    value: Any
    beside: Sequence[Beside] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """What the same mistake leads to in another project: a finding of its own."""

    draft: Draft
    code: str
    severity: Severity
    hit: Hit


def _task_of(link: str) -> str:
    return link[: next((at for at, sign in enumerate(link) if not sign.isdigit()), len(link))]
