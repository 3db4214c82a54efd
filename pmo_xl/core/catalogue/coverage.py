"""What a figure stands on: projects that have it of those expected, rows left out of rows read, and unknown cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from pmo_xl.core.definition.kpi import Aggregation, Kpi, Unit
from pmo_xl.core.definition.model import Sheet, Table
from pmo_xl.core.expr.nodes import Const, Expr, Op, Param, Ref, When, chain
from pmo_xl.core.expr.table_nodes import Aggregate, ConvertedSum

Cell = tuple[str, str]
"""A column of a table of the returns: the keys of both."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of the accepted returns: how many were read, and how many of these are in no figure.

    ``unknown`` are cells of the other rows that a figure reads: they hold what cannot be read, or must be filled and
    are blank.
    """

    left_out: int = 0
    read: int = 0
    unknown: int = 0

    @property
    def partial(self) -> bool:
        """Whether something is missing."""
        return self.left_out > 0 or self.unknown > 0


@dataclass(frozen=True, slots=True)
class Reads:
    """What a figure reads of the returns: tables, and of these the columns that people fill."""

    tables: frozenset[str]
    cells: frozenset[Cell]


@dataclass(frozen=True, slots=True)
class Cover:
    """What one figure of the portfolio, or of a programme, stands on.

    ``projects`` have it, of the ``of`` that are expected; of a ratio, those of which all parts are known. ``bac`` is the
    budget of these, None where that of one of them is unknown. ``rows`` are those of the tables that the figure
    reads, through other figures too; the unknown cells those of the columns that it reads.
    """

    projects: int
    of: int
    bac: float | None
    rows: Rows = Rows()

    @property
    def partial(self) -> bool:
        """Whether something is missing."""
        return self.projects < self.of or self.rows.partial


@dataclass(frozen=True, slots=True)
class Inputs:
    """The figures that a light looks at, by key, in order: which are known of a project, and which are not."""

    known: Sequence[str]
    unknown: Sequence[str]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what is expected the figures stand on.

    Projects are expected that the register expects, or, without one, that sent anything; a return is a kind of a
    project. ``kpis`` tells of the portfolio, ``programmes`` of each programme (None: without one), ``rows`` of each
    project by table, ``cells`` of its unknown cells by column, ``lights`` of each project by light. ``silent`` are the
    projects of which nothing counts.
    """

    projects_expected: int = 0
    projects: int = 0
    returns_expected: int = 0
    returns: int = 0
    kpis: Mapping[str, Cover] = field(default_factory=dict)
    programmes: Mapping[str | None, Mapping[str, Cover]] = field(default_factory=dict)
    programme_sizes: Mapping[str | None, int] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, Rows]] = field(default_factory=dict)
    cells: Mapping[str, Mapping[Cell, int]] = field(default_factory=dict)
    lights: Mapping[str, Mapping[str, Inputs]] = field(default_factory=dict)
    silent: Sequence[Mapping[str, Any]] = ()

    @property
    def partial(self) -> bool:
        """Whether a project, a return, a row or a cell is missing."""
        incomplete = any(rows.partial for tables in self.rows.values() for rows in tables.values())
        return self.projects < self.projects_expected or self.returns < self.returns_expected or incomplete


def parts_of(kpi: Kpi) -> list[str]:
    """The columns that must be known of a project for its part in the portfolio's figure: of a ratio, its terms."""
    return sorted(kpi.expr.keys()) if kpi.aggregation is Aggregation.RECOMPUTE else [kpi.key]


def inputs_of(key: str, kpis: Mapping[str, Kpi]) -> list[str]:
    """The figures that a light looks at, through other lights too: what is no light of ``kpis`` is a figure."""
    found: dict[str, None] = {}
    for part in sorted(kpis[key].expr.keys()):
        inner = inputs_of(part, kpis) if part in kpis and kpis[part].unit is Unit.LIGHT else [part]
        found |= dict.fromkeys(inner)
    return list(found)


def reads_of(
    kpis: Mapping[str, Kpi], sheets: Mapping[str, type[Sheet]], derived: Mapping[str, type[Table]],
    params: Mapping[str, Any],
) -> dict[str, Reads]:  # fmt: skip
    """For each KPI what it reads of the returns, through other KPIs and derived tables too.

    ``sheets`` are the tables of the returns; ``params`` the choices in force: of several ways to compute a figure only
    the chosen one is followed.
    """
    reads: dict[str, Reads] = {}
    through = _Through(sheets, derived, params)
    for key, kpi in kpis.items():
        tables: set[str] = set()
        cells: set[Cell] = set()
        for part in _followed(kpi.expr, params):
            match part:
                case Aggregate(_, table, _, _) | ConvertedSum(table, _, _):
                    tables |= through.tables(table)
                    cells |= through.cells(table, _columns(part))
                case Ref(name) if name in reads:
                    tables |= reads[name].tables
                    cells |= reads[name].cells
        reads[key] = Reads(frozenset(tables), frozenset(cells))
    return reads


def _columns(part: Aggregate | ConvertedSum) -> Set[str]:
    """The columns of another table that a sum over it reads."""
    if isinstance(part, Aggregate):
        return part.reads()
    return {part.what.key, *(part.where.keys() if part.where is not None else ())}


class _Through:
    """What the tables that figures sum over are made of: the tables and the cells of the returns."""

    def __init__(
        self, sheets: Mapping[str, type[Sheet]], derived: Mapping[str, type[Table]], params: Mapping[str, Any]
    ) -> None:
        self._sheets, self._derived, self._params = sheets, derived, params
        self._tables: dict[str, frozenset[str]] = {}
        self._cells: dict[Cell, frozenset[Cell]] = {}

    def tables(self, key: str) -> frozenset[str]:
        """The tables of the returns that a table is, or that its formulas read."""
        if key not in self._derived:
            return frozenset({key})
        if key not in self._tables:
            self._tables[key] = frozenset()  # a table that reads itself adds nothing
            columns = self._derived[key].columns.values()
            parts = [p for c in columns if c.formula is not None for p in _followed(c.formula, self._params)]
            inner = (self.tables(part.table) for part in parts if isinstance(part, Aggregate))
            self._tables[key] = frozenset().union(*inner)
        return self._tables[key]

    def cells(self, table: str, columns: Iterable[str]) -> frozenset[Cell]:
        """The cells that people fill which some columns of a table are, or are worked out from."""
        return frozenset().union(*(self._of(table, column) for column in sorted(columns)))

    def _of(self, table: str, column: str) -> frozenset[Cell]:
        sheet = self._sheets.get(table) or self._derived.get(table)
        if sheet is None or column not in sheet.columns:
            return frozenset()
        if table in self._sheets:
            return frozenset((table, key) for key in sheet.read_by(Ref(column)))
        if (table, column) not in self._cells:
            self._cells[table, column] = frozenset()
            found = set(sheet.worked_out.get(column, ()))
            formula = sheet.columns[column].formula
            for part in _followed(formula, self._params) if formula is not None else ():
                match part:
                    case Ref(key):
                        found |= self._of(table, key)
                    case Aggregate(_, other, _, _):
                        found |= self.cells(other, part.reads())
            self._cells[table, column] = frozenset(found)
        return self._cells[table, column]


def _followed(expr: Expr, params: Mapping[str, Any]) -> Sequence[Expr]:
    """An expression and all inside it, cases left out that a choice in force rules out."""
    parts = expr.parts()
    if isinstance(expr, When):
        cases = [case for case in expr.cases if not _ruled_out(case[0], params)]
        parts = (*(part for case in cases for part in case), expr.otherwise)
    if isinstance(expr, Aggregate):
        parts = ()
    return [expr, *(inner for part in parts for inner in _followed(part, params))]


def _ruled_out(condition: Expr, params: Mapping[str, Any]) -> bool:
    return any(
        isinstance(part, Op) and part.sign == "=" and isinstance(part.left, Param)
        and isinstance(part.right, Const) and part.left.name in params and params[part.left.name] != part.right.value
        for part in chain("and", condition)
    )  # fmt: skip
