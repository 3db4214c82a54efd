"""The context of an evaluation: the rows at hand, the tables that sums run over, each column fetched once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[Any]


@dataclass(slots=True)
class EvalContext:
    """The rows at hand and what an expression over them may read.

    ``frame`` holds the rows at hand, ``tables`` the rows that aggregates run over; ``project`` is the
    column that ties the two (None: all rows belong to each row at hand); ``received`` names, by
    table, the column of ``frame`` that is 1 where that kind was received. ``language`` is that of
    computed texts, ``first_row`` the sheet row of the first row of ``frame``, ``rates`` the reporting
    currency per unit of each currency. A column that was read once must not change afterwards.
    """

    frame: pd.DataFrame
    params: Mapping[str, Any] = field(default_factory=dict)
    holidays: Sequence[dt.date] = ()
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    project: str | None = None
    received: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"
    first_row: int = 1
    rates: Mapping[str, float] = field(default_factory=dict)
    met: dict[str, npt.NDArray[np.bool_]] = field(default_factory=dict)
    """Where a condition is known to hold, by the condition."""
    cells: Mapping[str, Array] = field(default_factory=dict)
    """Columns of the rows at hand as somebody typed them, where they may hold what cannot be read."""
    heads: slice | None = None
    """In the rows of a table: of the rows of a grid, those for which they are looked at, one below the other."""
    _columns: dict[str, Array] = field(default_factory=dict)
    _filled: dict[str, npt.NDArray[np.bool_]] = field(default_factory=dict)
    _folded: dict[str, Array] = field(default_factory=dict)
    _codes: dict[str, npt.NDArray[np.intp]] = field(default_factory=dict)
    _inside: dict[str, EvalContext] = field(default_factory=dict)
    _amounts: dict[tuple[str, str], npt.NDArray[np.float64]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many rows are at hand."""
        return len(self.frame)

    def column(self, key: str) -> Array:
        """A column of the rows at hand: floats, days, truth values, or objects."""
        if key not in self._columns:
            held = self.frame[key].to_numpy()
            if held.dtype.kind in "iu":
                held = held.astype(float)
            self._columns[key] = held if held.dtype.kind in "fMb" else held.astype(object)
        return self._columns[key]

    def filled(self, key: str) -> npt.NDArray[np.bool_]:
        """Where a column holds something."""
        if key not in self._filled:
            self._filled[key] = ~pd.isna(self.column(key))
        return self._filled[key]

    def folded(self, key: str) -> Array:
        """A column whose texts are written as Excel compares them, whatever their case."""
        if key not in self._folded:
            self._folded[key] = folded(self.column(key))
        return self._folded[key]

    def known(self, keys: Set[str]) -> npt.NDArray[np.bool_]:
        """Where all these columns are filled."""
        result = np.ones(self.size, dtype=bool)
        for key in keys:
            result &= self.filled(key)
        return result

    def over(self, rows: int) -> EvalContext:
        """The same tables for *rows* rows of a grid, which have no columns of their own."""
        own = pd.DataFrame(index=range(rows))
        return replace(self, frame=own, _columns={}, _filled={}, _folded={}, _codes={})

    def inside(self, table: str) -> EvalContext:
        """The same values, seen from the rows of another table."""
        if table not in self._inside:
            self._inside[table] = EvalContext(
                self.tables[table], self.params, self.holidays, language=self.language
            )
        return self._inside[table]

    def codes(self, table: str) -> npt.NDArray[np.intp]:
        """For each row of *table*, the position in ``frame`` of the row it belongs to, or -1."""
        if table not in self._codes:
            rows = self.tables[table]
            if self.project is None:
                self._codes[table] = np.zeros(len(rows), dtype=np.intp)
            else:
                self._codes[table] = pd.Index(self.frame[self.project]).get_indexer(rows[self.project])
        return self._codes[table]

    def converted(self, table: str, key: str) -> npt.NDArray[np.float64]:
        """An amount of each row of a table in the reporting currency; 0 where it or its rate is unknown."""
        if (table, key) not in self._amounts:
            rates = self.tables[table]["currency"].map(self.rates).to_numpy(dtype=float)
            amounts = self.inside(table).column(key).astype(float)
            self._amounts[table, key] = np.nan_to_num(amounts * rates)
        return self._amounts[table, key]


def folded(column: Array) -> Array:
    """Texts whatever their case; anything else as it is."""
    if column.dtype.kind != "O":
        return column
    if column.ndim == 0:
        what = column.item()
        return np.array(what.casefold() if isinstance(what, str) else what, dtype=object)
    if column.ndim > 1:
        return folded(column.ravel()).reshape(column.shape)
    spelled: dict[Any, Any] = {}
    result = np.empty(len(column), dtype=object)
    for at, what in enumerate(column):
        if isinstance(what, str):
            result[at] = spelled.get(what) or spelled.setdefault(what, what.casefold())
        else:
            result[at] = what
    return result
