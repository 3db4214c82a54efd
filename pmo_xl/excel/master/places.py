"""Where things stand on the sheets of the master, for those that read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Covered:
    """Where a sheet says what a figure stands on: cells as other sheets name them."""

    projects: str
    of: str
    left_out: str
    read: str
    unknown: str


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a grid stands: sheet, row of its header, number of its rows, column of its heads, column of each of its own."""

    sheet: str
    head: int
    size: int
    heads: int
    columns: Mapping[str, int]
