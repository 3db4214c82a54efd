"""The catalogue: every template, rule, figure and page in force, as one value that is handed down.

Nothing below the doors looks for a definition anywhere else: a PMO's own templates make a catalogue of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmo_xl.core.catalogue.check import Check
from pmo_xl.core.catalogue.coverage import Cell
from pmo_xl.core.catalogue.return_kind import ReturnKind
from pmo_xl.core.catalogue.templates import Templates
from pmo_xl.core.definition.kpi import Kpi
from pmo_xl.core.definition.model import Table
from pmo_xl.core.definition.names import Heading
from pmo_xl.core.definition.table_rule import NotAssessed, TableRule
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.pages.view import MasterDefinition


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """All definitions in force; made, and checked as a whole, by ``catalog.catalogue``.

    ``made_by`` is the function, with its arguments, that makes the same value in another process.
    """

    kinds: Sequence[ReturnKind]
    templates: Templates
    checks: Sequence[Check]
    """Rules of cells, files and the portfolio, which the steps make."""
    table_rules: Sequence[TableRule]
    """Rules over several rows or sheets."""
    steering: Mapping[str, type[Table]]
    """The tables of the PMO's own workbook, by key."""
    steering_rules: Sequence[TableRule]
    """Rules over these."""
    not_assessed: Sequence[NotAssessed]
    master: MasterDefinition
    headings: Mapping[str, Mapping[str, Heading]]
    """How the columns are called of every table that a figure may read, by table key."""
    cells_read: frozenset[Cell]
    """The cells of the returns that some figure reads, by whichever way it is computed."""
    reads_of_lights: Mapping[str, frozenset[Cell]]
    """The cells that each light reads, by the key of its KPI."""
    history: type[Table]
    """The table of what a master remembers of each project."""
    milestone_history: type[Table]
    """The table of what it remembers of each milestone."""
    risk_history: type[Table]
    """The table of what it remembers of each open risk, of this month and the one before."""
    row_history: type[Table]
    """The table of what it remembers of each row of a register, of this month and the one before."""
    portfolio_history: type[Table]
    """The table of what it remembers of the portfolio."""
    remembered: Mapping[str, Expr]
    """What it notes of each project for the masters to come, by column of its history."""
    published: Sequence[str]
    """The figures that it notes of the whole portfolio, by key."""
    made_by: tuple[Callable[..., Catalogue], tuple[Any, ...]]

    @property
    def kpis(self) -> Mapping[str, Kpi]:
        """Every figure by key, in order."""
        return self.master.kpis

    @property
    def derived(self) -> Mapping[str, type[Table]]:
        """The tables that the master works out from the returns."""
        return self.master.derived

    @property
    def memory(self) -> Mapping[str, type[Table]]:
        """The tables that a master hands on to the next one."""
        tables = (
            self.history, self.milestone_history, self.risk_history, self.row_history, self.portfolio_history,
        )  # fmt: skip
        return {table.key: table for table in tables}

    def __reduce__(self) -> tuple[Callable[..., Catalogue], tuple[Any, ...]]:
        return self.made_by
