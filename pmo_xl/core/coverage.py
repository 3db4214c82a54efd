"""What a figure stands on: projects that have it of those expected, and rows that were left out of rows read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmo_xl.core.kpi import Across, Form, Kpi
from pmo_xl.core.model import Table
from pmo_xl.core.nodes import Aggregate, Const, Expr, Op, Param, When, Worth, chain


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of the accepted returns: how many were read, and how many of these are in no figure."""

    left_out: int = 0
    read: int = 0


@dataclass(frozen=True, slots=True)
class Cover:
    """What one figure of the portfolio, or of a programme, stands on.

    ``projects`` have it, of the ``of`` that are expected; of a ratio, those of which all parts are known. ``bac`` is the
    budget of these, None where that of one of them is unknown. ``rows`` are those of the tables that the figure
    reads, through other figures too.
    """

    projects: int
    of: int
    bac: float | None
    rows: Rows = Rows()

    @property
    def partial(self) -> bool:
        """Whether something is missing."""
        return self.projects < self.of or self.rows.left_out > 0


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
    project by table, ``lights`` of each project by light. ``silent`` are the projects of which nothing counts.
    """

    projects_expected: int = 0
    projects: int = 0
    returns_expected: int = 0
    returns: int = 0
    kpis: Mapping[str, Cover] = field(default_factory=dict)
    programmes: Mapping[str | None, Mapping[str, Cover]] = field(default_factory=dict)
    programme_sizes: Mapping[str | None, int] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, Rows]] = field(default_factory=dict)
    lights: Mapping[str, Mapping[str, Inputs]] = field(default_factory=dict)
    silent: Sequence[Mapping[str, Any]] = ()

    @property
    def partial(self) -> bool:
        """Whether a project, a return or a row is missing."""
        left_out = any(rows.left_out for tables in self.rows.values() for rows in tables.values())
        return self.projects < self.projects_expected or self.returns < self.returns_expected or left_out


def parts_of(kpi: Kpi) -> list[str]:
    """The columns that must be known of a project for its part in the portfolio's figure: of a ratio, its terms."""
    return sorted(kpi.expr.keys()) if kpi.across is Across.RECOMPUTE else [kpi.key]


def inputs_of(key: str, kpis: Mapping[str, Kpi]) -> list[str]:
    """The figures that a light looks at, through other lights too: what is no light of ``kpis`` is a figure."""
    found: dict[str, None] = {}
    for part in sorted(kpis[key].expr.keys()):
        inner = inputs_of(part, kpis) if part in kpis and kpis[part].form is Form.LIGHT else [part]
        found |= dict.fromkeys(inner)
    return list(found)


def tables_read(
    kpis: Mapping[str, Kpi], derived: Mapping[str, type[Table]], params: Mapping[str, Any]
) -> dict[str, frozenset[str]]:
    """For each KPI the tables of the returns that it reads, through other KPIs and derived tables too.

    ``params`` are the choices in force: of several ways to compute a figure only the chosen one is followed.
    """
    reads: dict[str, frozenset[str]] = {}
    within = {key: _derived_reads(key, derived, params, frozenset()) for key in derived}
    for key, kpi in kpis.items():
        found: set[str] = set()
        for part in _followed(kpi.expr, params):
            match part:
                case Aggregate(_, table, _, _) | Worth(table, _, _):
                    found |= within.get(table, {table})
                case _:
                    found |= reads.get(getattr(part, "key", ""), frozenset())
        reads[key] = frozenset(found)
    return reads


def _derived_reads(
    key: str, derived: Mapping[str, type[Table]], params: Mapping[str, Any], seen: frozenset[str]
) -> frozenset[str]:
    """The tables of the returns that the formulas of a derived table read."""
    found: set[str] = set()
    for column in derived[key].columns.values():
        for part in _followed(column.formula, params) if column.formula is not None else ():
            if isinstance(part, Aggregate) and part.table not in seen | {key}:
                inner = part.table in derived
                found |= _derived_reads(part.table, derived, params, seen | {key}) if inner else {part.table}
    return frozenset(found)


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
