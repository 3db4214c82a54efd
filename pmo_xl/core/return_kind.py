"""A kind of return, whole: its workbook, its rules, its figures, its pages, in one value that its own module makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmo_xl.core.control import Control
from pmo_xl.core.kpi import Kpi
from pmo_xl.core.model import Template
from pmo_xl.core.view import Chart, Grid, ProjectTable, Ranking

Row = dict[str, Any]
"""The cells of one row by column key."""
Names = Mapping[str, Mapping[str, str]]
"""Table key → column key → names, parted by ``|``."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What other people's workbooks call the columns of a kind, in English and in French.

    ``sure`` names mean one column wherever they head one of that table; ``perhaps`` names may mean it, and need the
    values, or the other columns, to decide. ``not_ours``, by table, resemble a column and are none. ``nouns``, by table,
    are the words that may stand in any header of it ("risk severity"). Case, accents and punctuation do not count.
    """

    sure: Names = field(default_factory=dict)
    perhaps: Names = field(default_factory=dict)
    not_ours: Mapping[str, str] = field(default_factory=dict)
    nouns: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReturnKind:
    """All that a kind of return declares; it is found by itself where its module calls it ``KIND``.

    ``table_rules`` judge several rows, or sheets of several kinds. ``kpis`` may read those of the kinds and figures
    with a lower ``figures_order``. ``demo`` gives the rows of each table for a project of the demonstration, by table key;
    where it is None, rows are made from the columns.
    """

    template: Template
    table_rules: Sequence[Control] = ()
    kpis: Sequence[Kpi] = ()
    figures_order: int = 55
    pages: Sequence[ProjectTable] = ()
    grids: Sequence[Grid] = ()
    charts: Sequence[Chart] = ()
    rankings: Sequence[Ranking] = ()
    vocabulary: Vocabulary = Vocabulary()
    demo: Callable[[Any], Mapping[str, Sequence[Row]]] | None = None

    @property
    def key(self) -> str:
        """The word for it in commands, settings and file names."""
        return self.template.kind
