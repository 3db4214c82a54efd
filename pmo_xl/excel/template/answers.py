"""What one copy of a template is filled with, and what the formulas of the workbook make of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from pmo_xl.core.definition.model import Table
from pmo_xl.core.definition.own_columns import ROW_FILLED
from pmo_xl.core.expr.value import EvalContext, array
from pmo_xl.core.flow.frame import frame_of, with_row_check
from pmo_xl.excel.template.draft import Draft
from pmo_xl.excel.write.cells import plain

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Filling:
    """What a template is filled with: plain values (dates, numbers, texts, keys of list values).

    ``raw`` are cells by table, row and column that hold what their column cannot (a word where a number
    belongs): written as they are, over the blank that stands there in ``rows``.
    """

    record: Mapping[str, Any] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, Sequence[Any]]] = field(default_factory=dict)
    raw: Mapping[tuple[str, int, str], Any] = field(default_factory=dict)


class Answers:
    """A filling in the terms of a draft.

    ``params`` are the fields of the record, ``cells`` what stands in the columns of each table that people fill,
    ``frames`` what is read of it, computed columns included; the empty rows too.
    """

    def __init__(self, draft: Draft, filling: Filling) -> None:
        self._draft, self._filling = draft, filling
        self._given = {table.key: _seeded(table, filling.rows.get(table.key, {})) for table in draft.tables}
        self._made: dict[Callable[[Answers], Any], Any] = {}
        self.params = {key: filling.record.get(key) for key in draft.record.columns}
        self.cells = {table.key: self._cells(table) for table in draft.tables}
        self.frames = {table.key: self._frame(table) for table in draft.tables}
        for table in draft.tables:
            self.frames[table.key] = self._checked(table)

    def once(self, make: Callable[[Answers], T]) -> T:
        """What a function makes of these answers, computed when it is first asked for."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    @cached_property
    def of_record(self) -> dict[str, tuple[bool, bool]]:
        """Of each field of the record, whether it holds nothing or what it takes, and whether it says something."""
        scope = EvalContext(pd.DataFrame(index=[0]), self.params, language=self._draft.language)
        return {
            key: (bool(array(takes, scope)[0]), bool(array(says, scope)[0]))
            for key, (takes, says) in self._draft.asked.items()
        }

    @cached_property
    def whole(self) -> EvalContext:
        """The workbook as expressions over all its tables read it."""
        draft = self._draft
        return EvalContext(pd.DataFrame(index=[0]), self.params, draft.holidays, self.frames)

    def rows_of(self, table: type[Table]) -> int:
        """How many rows are filled in from the start."""
        return max((len(values) for values in self._given[table.key].values()), default=0)

    def size_of(self, table: type[Table]) -> int:
        """How many rows a table has, those for more included."""
        return self.rows_of(table) + self._draft.room

    def _cells(self, table: type[Table]) -> dict[str, list[Any]]:
        given, size = self._given[table.key], self.size_of(table)
        cells = {}
        for column in table.inputs():
            held = [plain(what) for what in given.get(column.key, ())]
            cells[column.key] = [*held, *[None] * (size - len(held))]
        for (key, at, column_key), what in self._filling.raw.items():
            if key == table.key:
                cells[column_key][at] = what
        return cells

    def _frame(self, table: type[Table]) -> pd.DataFrame:
        """What is read of the cells: those that hold what no formula can read count as blank."""
        draft = self._draft
        raw = {(at, column) for key, at, column in self._filling.raw if key == table.key}
        readable: dict[str, list[Any]] = {}
        for column in table.inputs():
            held = self.cells[table.key][column.key]
            low, high = column.low, column.high
            if low is not None and high is not None:
                held = [
                    what if isinstance(what, (int, float)) and low <= what <= high else None for what in held
                ]
            readable[column.key] = [None if (at, column.key) in raw else what for at, what in enumerate(held)]
        return frame_of(table, readable, params=self.params, holidays=draft.holidays, language=draft.language)

    def _checked(self, table: type[Table]) -> pd.DataFrame:
        """What is read of a table, and what the check columns say of it: of an empty row nothing."""
        frame, rows = self.frames[table.key], self.rows_of(table)
        said = {key: np.full(len(frame), None, dtype=object) for key in self._draft.checks[table.key]}
        said[ROW_FILLED] = np.zeros(len(frame))
        if rows:
            # They are the longest computation of all.
            checked = self._check_rows(table, frame.head(rows))
            for key, words in said.items():
                words[:rows] = checked[key]
        return frame.assign(**said)

    def _check_rows(self, table: type[Table], frame: pd.DataFrame) -> pd.DataFrame:
        """The filled rows of a table with what the check columns say of them."""
        draft, rows = self._draft, len(frame)
        cells = {}
        for key, held in self.cells[table.key].items():
            cells[key] = np.empty(rows, dtype=object)
            cells[key][:] = held[:rows]
        return with_row_check(
            frame.copy(), draft.checks[table.key], self.params, draft.holidays, draft.language, self.frames, cells
        )  # fmt: skip


def _seeded(table: type[Table], given: Mapping[str, Sequence[Any]]) -> Mapping[str, Sequence[Any]]:
    """The rows given, below them those of the seed that are not among them."""
    if not table.seed:
        return given
    size = max((len(held) for held in given.values()), default=0)
    rows = {key: [*held, *[None] * (size - len(held))] for key, held in given.items()}
    blank = [None] * size
    there = set(zip(*(rows.get(key, blank) for key in table.seed), strict=True))
    missing = [row for row in zip(*table.seed.values(), strict=True) if row not in there]
    for key, held in {key: rows.get(key, blank) for key in (*rows, *table.seed)}.items():
        place = [*table.seed].index(key) if key in table.seed else None
        rows[key] = [*held, *(row[place] if place is not None else None for row in missing)]
    return rows
