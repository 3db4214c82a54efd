"""A worksheet on which figures over rows that the workbook does not hold are values: no formula looks at a part of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import CellFormulaTuple

from pmo_xl.excel.write.bulk import BulkSheet, Cells
from pmo_xl.excel.write.bulk_rows import Line
from pmo_xl.excel.write.cells import write_cell

_INSTEAD = {"": '""', "#N/A": "NA()"}
"""What no constant can be, and the formula that gives it: an empty text, which is no blank cell, and an error."""


class StaticSheet(BulkSheet):
    """A worksheet that is told which tables its formulas may not look at, and writes what they come to instead."""

    settled = False
    """Whether a value was written in the place of a formula."""
    _past: re.Pattern[str] | None = None

    def freeze_references_to(self, tables: Iterable[str]) -> None:
        """Write as a value, from now on, each formula that looks at one of these tables; at its own row it may look."""
        some = "|".join(sorted(tables))
        self._past = re.compile(rf"\b(?:{some})\[(?!\[#This Row\])") if some else None

    def freeze(self) -> None:
        """Write every formula as its value from now on: the workbook holds nothing that one could look at."""
        self._past = re.compile("")

    def is_live(self, formula: str) -> bool:
        """Whether a formula is written as such here."""
        return self._past is None or self._past.search(formula) is None

    def write_columns(self, row: int, col: int, columns: Sequence[Cells]) -> None:
        """Write columns of one length side by side, as :meth:`BulkSheet.write_columns` does."""
        live = [cells.formula is None or self.is_live(cells.formula) for cells in columns]
        self.settled = self.settled or not all(live)
        super().write_columns(row, col, [
            cells if stays else replace(cells, formula=None, settled=True)
            for cells, stays in zip(columns, live, strict=True)
        ])  # fmt: skip

    def write_lines(self, row: int, lines: Sequence[Line]) -> None:
        """Write lines as :meth:`BulkSheet.write_lines` does. Raises ValueError where a formula may not stand here."""
        patterns = dict.fromkeys(line.pattern for line in lines)
        if not all(self.is_live(slot.formula) for pattern in patterns for slot in pattern.slots):
            raise ValueError("lines have no values in the place of their formulas")
        super().write_lines(row, lines)

    def write_settled(self, row: int, col: int, style: Format | None, what: Any) -> int:
        """What a formula came to, without the formula; -1 outside the sheet."""
        if self._check_dimensions(row, col):
            return -1
        self.settled = True
        if what in _INSTEAD:
            self.table[row][col] = CellFormulaTuple(_INSTEAD[what], style, what)
        else:
            write_cell(self, row, col, what, style)
        return 0
