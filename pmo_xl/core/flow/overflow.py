"""Which tables of a master continue beside the workbook: those that no sheet can take, or all where that is asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from pmo_xl.core.base.text import t

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 1_048_576 - 5
"""Rows that a sheet of Excel takes below the title and the headers of a table."""

PROJECT, HISTORY = "project_id", "history"


class Tables(Enum):
    """Where the rows of the data tables go: on sheets while they fit, or all beside the workbook."""

    AUTO = "auto"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class OverflowTables:
    """The tables of which the workbook does not hold every row.

    ``shown`` gives, by table, how many rows its sheet shows; ``without_sheet`` are those that have none.
    ``folder`` is what the folder beside the workbook is called.
    """

    folder: str = ""
    shown: Mapping[str, int] = field(default_factory=dict)
    without_sheet: frozenset[str] = frozenset()

    @property
    def without_references(self) -> frozenset[str]:
        """The tables that no formula may look at.

        Without data sheets the history is one too: a formula of each project would search it all.
        """
        return frozenset({*self.shown, *([HISTORY] if self.without_sheet else [])})


def overflow_of(
    frames: Mapping[str, pd.DataFrame], data: Collection[str], asked: Tables, folder: str
) -> OverflowTables:
    """What of the tables goes beside the workbook; ``data`` are the tables that may do without a sheet."""
    # What has a row per month is of no project, and fits always.
    long = {key: frame for key, frame in frames.items() if len(frame) > MOST_ROWS and PROJECT in frame}
    shown = {key: rows_that_fit(frame) for key, frame in long.items()}
    if asked is Tables.AUTO:
        return OverflowTables(folder, shown)
    return OverflowTables(folder, {**shown, **dict.fromkeys(data, 0)}, frozenset(data))


def rows_that_fit(frame: pd.DataFrame) -> int:
    """How many of the first rows a sheet takes without cutting a project in two."""
    if len(frame) <= MOST_ROWS:
        return len(frame)
    projects = frame[PROJECT].iloc[: MOST_ROWS + 1].tolist()
    whole = MOST_ROWS
    while whole and projects[whole] == projects[whole - 1]:
        whole -= 1
    return whole


PART = t(
    "Rows {shown} of {rows}: the first projects, whole. Every row is in the folder “{folder}” beside this workbook.",
    "Lignes : {shown} sur {rows}, celles des premiers projets, entiers. Toutes les lignes sont dans le dossier « {folder} » à côté de ce classeur.",
)
VALUES = t(
    "Figures over rows that are not all in this workbook are values, computed on all rows when it was made; they are no formulas.",
    "Les chiffres qui reposent sur des lignes absentes de ce classeur sont des valeurs, calculées sur toutes les lignes à sa création ; ce ne sont pas des formules.",
)
