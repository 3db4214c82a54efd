"""What could not be read of the returns, for the rules that need it: a rule that reads what is not there is not judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from pmo_xl.core.definition.model import Sheet
from pmo_xl.core.definition.table_rule import TableRule
from pmo_xl.core.expr.nodes import Ref
from pmo_xl.core.flow.portfolio import CheckedSheet, Return
from pmo_xl.steps.portfolio.rows import refused_in

Part = tuple[int, Return, CheckedSheet]


@dataclass(slots=True)
class Gaps:
    """By table: the projects of which rows are left out, those of which cells are unknown, and the rows of these.

    Unknown is a cell that holds what cannot be read, or that must be filled and is blank.
    """

    sheets: Mapping[str, type[Sheet]]
    _left_out: dict[str, set[str]] = field(default_factory=dict)
    _unknown: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    _rows: dict[str, dict[str, pd.Series[bool]]] = field(default_factory=dict)

    def note(self, table: str, frame: pd.DataFrame, parts: Sequence[Part]) -> None:
        """Note what is missing of a table, whose rows that count are in *frame*."""
        self._left_out[table] = {returned.project_id for _, returned, checked in parts if checked.broken}
        self._rows[table] = refused_in(frame, parts)
        unknown = self._unknown[table] = {}
        for _, returned, checked in parts:
            for key in {key for _, key in checked.refused}:
                unknown.setdefault(key, set()).add(returned.project_id)
            for read in returned.tables_read:
                if read.table == table:
                    for key in read.missing:
                        unknown.setdefault(key, set()).add(returned.project_id)

    def projects(self, rule: TableRule) -> set[str]:
        """The projects on which a rule that needs every row is not judged."""
        if not rule.whole:
            return set()
        found: set[str] = set().union(*(self._left_out.get(table, ()) for table in rule.reads))
        for table, keys in self._cells(rule):
            unknown = self._unknown.get(table, {})
            found = found.union(*(unknown[key] for key in unknown if keys is None or key in keys))
        return found

    def judged(self, rule: TableRule, hits: pd.DataFrame) -> pd.DataFrame:
        """The rows that a rule found, without those of which it read a cell that cannot be read."""
        unread = self._rows.get(rule.table, {})
        keys = next((keys for table, keys in self._cells(rule) if table == rule.table), None) or set()
        for key in unread.keys() & {*keys, rule.at}:
            hits = hits[~unread[key].loc[hits.index]]
        return hits

    def _cells(self, rule: TableRule) -> Iterator[tuple[str, set[str] | None]]:
        """By table the columns people fill that a rule reads; None where it does not say, and may read any."""
        if not rule.cells:
            yield from ((table, None) for table in rule.reads)
            return
        named: dict[str, set[str]] = {}
        for table, _, key in (cell.partition(".") for cell in rule.cells):
            named.setdefault(table, set()).update(self.sheets[table].read_by(Ref(key)))
        yield from named.items()
