"""Hidden columns beside what people see, by what they hold: the cells that its formulas read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from xlsxwriter.utility import xl_col_to_name

from pmo_xl.excel.write.bulk import ROW


@dataclass(slots=True)
class HiddenColumns:
    """Columns from *first* on; ``sliced``: two of them say where the rows of a project stand in a large table."""

    first: int
    sliced: bool
    columns: dict[str, int] = field(default_factory=dict)

    def place(self, keys: Iterable[str]) -> None:
        """Give each of these a column, in order."""
        self.columns = {key: self.first + at for at, key in enumerate(keys)}

    @property
    def last(self) -> int:
        """The last of them."""
        return self.first + len(self.columns) - 1

    def cell(self, key: str) -> str:
        """A cell of the row at hand."""
        return f"${xl_col_to_name(self.columns[key])}{ROW}"
