"""Where a row of a frame stands in the file that it came in; what was not simulated, and why."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pmo_xl.core.base.finding import Place
from pmo_xl.core.base.text import Text
from pmo_xl.core.flow.portfolio import LocatedSheet, Return
from pmo_xl.core.uncertainty.results import NotSimulated, What


class Notes:
    """What is left out of a simulation, or taken otherwise than it was typed, in the order in which it is met."""

    def __init__(self, returns: Iterable[Return]) -> None:
        self.list: list[NotSimulated] = []
        self._sheets: dict[tuple[str, str], LocatedSheet] = {
            (returned.file, checked.located.name): checked.located
            for returned in returns
            for checked in returned.tables
        }

    def project(self, project_id: str, why: Text, taken: Text) -> None:
        """What concerns a project as a whole."""
        self.list.append(NotSimulated(project_id, What.PROJECT, project_id, why, taken))

    def cell(self, project_id: str, what: What, name: str, place: Place, why: Text, taken: Text) -> None:
        """What stands in one cell."""
        spot = f"{place.sheet}!{place.cell}" if place.cell else place.sheet
        self.list.append(NotSimulated(project_id, what, name, why, taken, place.file, spot))

    def row(self, what: What, row: Mapping[str, Any], name: str, key: str, why: Text, taken: Text) -> None:
        """What stands in a row of a frame, in the column of that key."""
        self.cell(str(row["project_id"]), what, name, self._place(row, key), why, taken)

    def _place(self, row: Mapping[str, Any], key: str) -> Place:
        file, sheet = str(row["source_file"]), str(row["source_sheet"])
        located = self._sheets.get((file, sheet))
        column = located.columns.get(key) if located is not None else None
        return Place(file, sheet, int(row["source_row"]) - 1, column)


def number(what: Any) -> float | None:
    """A cell of a frame as a number; None where it is blank."""
    if what is None or math.isnan(what):
        return None
    return float(what)


def in_order(*values: float | None) -> bool:
    """Whether the values that are there ascend."""
    known: Sequence[float] = [value for value in values if value is not None]
    return list(known) == sorted(known)
