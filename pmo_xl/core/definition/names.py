"""How columns, parameters and constants are called in a formula, which depends on where it will live."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from pmo_xl.core.base.text import Text
from pmo_xl.core.definition.column import Column
from pmo_xl.core.expr.choice import Choice
from pmo_xl.core.expr.nodes import Expr


class Where(Enum):
    """What a column's name stands for: the cell of this row, or the whole column."""

    ROW = "row"
    COLUMN = "column"


@dataclass(frozen=True, slots=True)
class Heading:
    """How a column is headed, whether it holds numbers or dates (rather than text), and these whole."""

    label: Text
    number: bool
    whole: bool = False
    cell: Column | None = None
    """What a cell of the column takes, where people fill it."""


@dataclass(frozen=True, slots=True)
class ProjectRange:
    """Where the rows of one project stand in a table: the formulas of their first place and of their number."""

    first: str
    rows: str


@dataclass(frozen=True, slots=True)
class ChosenRanges:
    """Where the rows are, by table, for which a condition holds: those of the project that somebody chose."""

    condition: Expr
    slices: Mapping[str, ProjectRange]


@dataclass(frozen=True, slots=True)
class Names:
    """How things are called where a formula will live.

    ``tables`` gives the headings of each Excel table; ``home`` is the table of the row at hand;
    ``project`` the column that ties other tables' rows to it (None inside a single return);
    ``received`` the column of ``home`` that says, with 1, whether a table's kind was received.
    ``all_formulas``: cells of the home table are formulas, so a blank there is an empty text. ``blank`` is
    what stands for undefined: an empty text, or ``NA()`` where a chart reads the cell. ``outside`` are the
    names of the row for which whole columns of another table are looked at. ``slices`` says, of a table whose
    rows stand together by project, where those of the row at hand are: a large portfolio is computed many
    times faster so, and a table that was sorted otherwise gives wrong figures. ``tied`` says the same of rows that
    meet a condition.
    """

    language: str
    tables: Mapping[str, Mapping[str, Heading]]
    home: str = ""
    project: str | None = None
    received: Mapping[str, str] = field(default_factory=dict)
    all_formulas: bool = False
    where: Where = Where.ROW
    blank: str = '""'
    outside: Names | None = None
    slices: Mapping[str, ProjectRange] = field(default_factory=dict)
    within: ProjectRange | None = None
    tied: ChosenRanges | None = None
    typed: bool = False
    """Whether the cells of the row at hand are those that people fill: they may hold anything."""
    sound: bool = False
    """Whether the row is only looked at where each of these holds what its column takes: it is asked less then."""

    def column(self, key: str, table: str | None = None) -> str:
        """The reference of a column: of this row in the home table, else the whole column."""
        name = table or self.home
        label = self.tables[name][key].label.to(self.language)
        if table is None and self.where is Where.ROW:
            return f"{name}[[#This Row],[{label}]]"
        whole = f"{name}[{label}]"
        if table is None and self.within is not None:
            first, rows = self.within.first, self.within.rows
            return f"INDEX({whole},{first}):INDEX({whole},{first}+{rows}-1)"
        return whole

    def inside(self, table: str) -> Names:
        """The same names, seen from the whole columns of another table."""
        within = self.slices.get(table) if self.project is not None else None
        return replace(self, home=table, where=Where.COLUMN, outside=self, within=within, typed=False)

    def is_number(self, key: str) -> bool:
        """Whether a column of the home table holds numbers or dates."""
        return self.tables[self.home][key].number


def parameter(name: str) -> str:
    """The defined name of a workbook-wide value."""
    return f"pmo_{name}"


def literal(value: object, language: str) -> str:
    """A constant as Excel writes it."""
    match value:
        case None:
            return '""'
        case Choice():
            return _quoted(value.label.to(language))
        case Text():
            return _quoted(value.to(language))
        case bool():
            return "TRUE" if value else "FALSE"
        case dt.date():
            return f"DATE({value.year},{value.month},{value.day})"
        case str():
            return _quoted(value)
        case _:
            return repr(value)


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'
