"""Large portfolios: the rows of a project as one slice of a table instead of a search through all of it.

A sum over a slice costs its rows; a search costs every row of the table, for each figure of each project. The price:
the data tables must stay sorted by project, and a cell says in red when one is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from pmo_xl.core.names import Heading, Slice
from pmo_xl.core.text import Text, t

MOST_SEARCHES = 2_000_000
"""Rows times projects up to which a search is fast enough, and the user may sort as he likes."""

PLACE = "kpi_row"
"""In a derived table: which row of the KPI table is that of its project."""
PLACE_LABEL = t("Row in KPI", "Ligne des indicateurs")


def first_key(table: str) -> str:
    """The column of the KPI table that holds the place of a project's first row in a table."""
    return f"first_{table}"


def rows_key(table: str) -> str:
    """The column of the KPI table that holds how many rows of a table are a project's."""
    return f"rows_{table}"


def sliced_tables(
    frames: Mapping[str, pd.DataFrame], tables: Mapping[str, Text], projects: int
) -> dict[str, Text]:
    """The tables that a portfolio of this size needs as slices; none for a small one."""
    size = sum(len(frames[key]) for key in tables)
    if size * projects <= MOST_SEARCHES:
        return {}
    return {key: heading for key, heading in tables.items() if _stand_together(frames[key]["project_id"])}


def _stand_together(projects: pd.Series[Any]) -> bool:
    changes = int((projects != projects.shift()).sum())
    return changes == projects.nunique()


def places(frame: pd.DataFrame, projects: pd.Series[Any]) -> tuple[pd.Series[float], pd.Series[float]]:
    """For each project the place of its first row, counted from 1 and 0 where it has none, and how many it has."""
    counts = frame["project_id"].value_counts()
    first = frame["project_id"].drop_duplicates()
    place = pd.Series(np.asarray(first.index, dtype=float) + 1, index=first.to_numpy())
    return projects.map(place).fillna(0.0).astype(float), projects.map(counts).fillna(0.0).astype(float)


def headings(tables: Mapping[str, Text]) -> dict[str, Heading]:
    """How these columns of the KPI table are called."""
    heads: dict[str, Heading] = {}
    for key, heading in tables.items():
        heads[first_key(key)] = Heading(
            t("First row: {table}", "Première ligne : {table}").fill(table=heading), True, True
        )
        heads[rows_key(key)] = Heading(t("Rows: {table}", "Lignes : {table}").fill(table=heading), True, True)
    return heads


def of_projects(tables: Mapping[str, Text], cell: Any) -> dict[str, Slice]:
    """Slices as a row of the KPI table knows them; ``cell`` gives the reference of one of its columns."""
    return {key: Slice(cell(first_key(key)), cell(rows_key(key))) for key in tables}


def in_order(table: str, project: str, rows: str) -> str:
    """Whether the rows of each project stand together in a table: changes from row to row are as many as projects."""
    column = f"{table}[{project}]"
    size = f"ROWS({column})"
    pairs = f"INDEX({column},1):INDEX({column},{size}-1)<>INDEX({column},2):INDEX({column},{size})"
    return f'IF({size}<2,TRUE,SUMPRODUCT(--({pairs}))+1=COUNTIF({rows},">0"))'
