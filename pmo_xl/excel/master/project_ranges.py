"""Large portfolios: the rows of a project as one slice of a table instead of a search through all of it.

A sum over a slice costs its rows; a search costs every row of the table, for each figure of each project. The price:
the tables must stay sorted by project, and a cell says in red when one is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.names import Heading, ProjectRange, parameter

MOST_SEARCHES = 2_000_000
"""Rows times projects up to which a search is fast enough, and the user may sort as he likes."""

ROOM = 2
"""How many times the rows of the largest project are looked at: so much may come to stand before them, or be added."""

PLACE = "kpi_row"
"""In a derived table: which row of the KPI table is that of its project."""
PLACE_LABEL = t("Row in KPI", "Ligne des indicateurs")


def written_key(table: str) -> str:
    """The column of the KPI table that holds where a project's first row was when the master was made: a value."""
    return f"written_{table}"


def first_key(table: str) -> str:
    """The column of the KPI table that holds the place of a project's first row in a table."""
    return f"first_{table}"


def rows_key(table: str) -> str:
    """The column of the KPI table that holds how many rows of a table are a project's."""
    return f"rows_{table}"


@dataclass(frozen=True, slots=True)
class ProjectRanges:
    """A table whose rows stand in the order of the projects, and those of each together.

    ``most`` is how many rows are looked at on either side of where a project was written. ``others`` are rows of
    projects that have no KPIs, in ``groups`` places.
    """

    heading: Text
    most: int
    others: int
    groups: int


def tables_with_ranges(
    frames: Mapping[str, pd.DataFrame], tables: Mapping[str, Text], projects: pd.Series[Any]
) -> dict[str, ProjectRanges]:
    """The tables that a portfolio of this size needs as slices; none for a small one."""
    size = sum(len(frames[key]) for key in tables)
    if size * len(projects) <= MOST_SEARCHES:
        return {}
    found = {key: _sliced(frames[key]["project_id"], heading, projects) for key, heading in tables.items()}
    return {key: sliced for key, sliced in found.items() if sliced is not None}


def _sliced(ids: pd.Series[Any], heading: Text, projects: pd.Series[Any]) -> ProjectRanges | None:
    runs = int((ids.fillna("") != ids.fillna("").shift()).sum())
    first, rows = _places(ids, projects)
    known = rows > 0
    if runs != ids.nunique(dropna=False) or not first[known].is_monotonic_increasing:
        return None
    return ProjectRanges(
        heading,
        ROOM * max(1, int(rows.max())),
        int(ids.count() - rows.sum()),
        ids.nunique(dropna=False) - int(known.sum()),
    )


def places(frame: pd.DataFrame, projects: pd.Series[Any]) -> tuple[pd.Series[float], pd.Series[float]]:
    """For each project the place of its first row, counted from 1, and how many it has.

    A project that has none stands where the one before ends.
    """
    first, rows = _places(frame["project_id"], projects)
    ends = (first + rows).where(rows > 0).ffill().shift().fillna(1.0)
    return first.where(rows > 0, ends), rows


def _places(ids: pd.Series[Any], projects: pd.Series[Any]) -> tuple[pd.Series[float], pd.Series[float]]:
    """For each project the place of its first row, 0 where it has none, and how many it has."""
    alone = ids.drop_duplicates()
    place = pd.Series(np.asarray(alone.index, dtype=float) + 1, index=alone.to_numpy())
    counts = ids.value_counts()
    return projects.map(place).fillna(0.0).astype(float), projects.map(counts).fillna(0.0).astype(float)


def most_name(table: str) -> str:
    """What the cell is called that says how many rows are looked at for those of a project."""
    return f"most_rows_{table}"


def first_formula(ids: str, project: str, table: str, written: str) -> str:
    """The place of a project's first row: near where it was written, for a search through the table costs all its rows.

    A place that depended on that of the project before would make a chain as long as the portfolio.
    """
    most, size = parameter(most_name(table)), f"ROWS({ids})"
    start, end = f"MIN({size},MAX(1,{written}-{most}))", f"MIN({size},{written}+{most})"
    return f"=IFERROR(MATCH({project},INDEX({ids},{start}):INDEX({ids},{end}),0)+{start}-1,{written})"


def rows_formula(ids: str, project: str, table: str, first: str) -> str:
    """How many rows are a project's, from its first one on."""
    size = f"ROWS({ids})"
    end = f"MIN({size},{first}+{parameter(most_name(table))}-1)"
    return f"=COUNTIF(INDEX({ids},MIN({size},{first})):INDEX({ids},{end}),{project})"


def chosen_names(table: str) -> ProjectRange:
    """What the cells are called that say where the rows of the chosen project stand."""
    return ProjectRange(parameter(f"chosen_{first_key(table)}"), parameter(f"chosen_{rows_key(table)}"))


def headings(tables: Mapping[str, ProjectRanges]) -> dict[str, Heading]:
    """How these columns of the KPI table are called."""
    heads: dict[str, Heading] = {}
    for key, sliced in tables.items():
        heads[written_key(key)] = Heading(
            t("Written at row: {table}", "Écrit à la ligne : {table}").fill(table=sliced.heading), True, True
        )
        heads[first_key(key)] = Heading(
            t("First row: {table}", "Première ligne : {table}").fill(table=sliced.heading), True, True
        )
        heads[rows_key(key)] = Heading(
            t("Rows: {table}", "Lignes : {table}").fill(table=sliced.heading), True, True
        )
    return heads


def of_projects(tables: Iterable[str], cell: Callable[[str], str]) -> dict[str, ProjectRange]:
    """Slices as a row of the KPI table knows them; ``cell`` gives the reference of one of its columns."""
    return {key: ProjectRange(cell(first_key(key)), cell(rows_key(key))) for key in tables}


def in_order(sliced: ProjectRanges, ids: str, rows: str) -> str:
    """Whether a table still stands as its slices need: each project's rows together, and every row found."""
    size = f"ROWS({ids})"
    pairs = f"INDEX({ids},1):INDEX({ids},{size}-1)<>INDEX({ids},2):INDEX({ids},{size})"
    together = f'SUMPRODUCT(--({pairs}))+1=COUNTIF({rows},">0"){_more(sliced.groups)}'
    return f"IF({size}<2,TRUE,AND({together},SUM({rows}){_more(sliced.others)}=COUNTA({ids})))"


def _more(number: int) -> str:
    return f"+{number}" if number else ""
