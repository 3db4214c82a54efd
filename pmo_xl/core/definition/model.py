"""Templates: sheets of columns and rules, checked when they are defined.

A sheet is a class; its columns stand in it top to bottom as they stand in the workbook left to right:

    class Risks(Table):
        '''What may go wrong, how much it matters, who acts.'''

        key, heading = "risks", t("Risk register", "Registre des risques")
        identity = ("risk_id",)

        risk_id = text("ID", "ID", required=LIGHT)
        ...
        rules = (Rule("RSK-05", this.date_closed >= this.date_raised, at="date_closed", ...),)

A definition that cannot be right stops the import with a sentence that names the column.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from pmo_xl.core.base.effect import Cost, cost_of
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.problem import DefinitionError, did_you_mean
from pmo_xl.core.base.text import Text, fold
from pmo_xl.core.definition.carried import Carried, Followed
from pmo_xl.core.definition.column import Column, Kind, Profile, YesNo
from pmo_xl.core.definition.column_checks import check_column
from pmo_xl.core.definition.guidance import Term
from pmo_xl.core.definition.names import Heading
from pmo_xl.core.definition.own_columns import (
    FAULTS_EACH,
    ROW_COLUMNS,
    ROW_FAULTS_COLUMNS,
    ROW_RULES_COLUMNS,
    RULES_EACH,
)
from pmo_xl.core.definition.vocabulary import Vocabulary
from pmo_xl.core.expr.choice import Choice
from pmo_xl.core.expr.nodes import Expr
from pmo_xl.core.expr.table_nodes import Aggregate

if TYPE_CHECKING:
    import pandas as pd

OK_SIGN, WARNING_SIGN, ERROR_SIGN = "●", "▲", "◆"


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """What must hold within one row. ``holds`` is judged only where all that it reads is filled.

    ``at`` is the column whose cell the finding names; ``says`` what is wrong, ``fix`` what to do.
    """

    code: str
    holds: Expr
    at: str
    says: Text
    fix: Text
    severity: Severity = Severity.ERROR

    @property
    def cost(self) -> Cost:
        """The row counts, whatever is wrong with it."""
        return cost_of(self.severity)


@dataclass(frozen=True, slots=True, eq=False)
class Agree:
    """Two totals of one return that should be equal; shown live on the Check sheet."""

    code: str
    label: Text
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """What must hold of a whole workbook, shown live on the Check sheet: the control of that code judges it too.

    ``holds`` reads totals of tables and fields of the record (``at.…``); it is true where there is nothing to judge.
    """

    code: str
    holds: Expr
    says: Text


class Sheet:
    """One sheet of a template; subclass :class:`Record` or :class:`Table`.

    ``identity`` names the columns that together name a row: no two rows may share them. ``needs`` are those without
    which a row cannot be counted, what names it and what classifies it; by default its identity. ``live`` are the
    rules of several rows or sheets that a workbook shows by itself, each beside the control of the same code.
    """

    key: ClassVar[str]
    heading: ClassVar[Text]
    layout: ClassVar[str]
    identity: ClassVar[tuple[str, ...]] = ()
    needs: ClassVar[tuple[str, ...]] = ()
    rules: ClassVar[Sequence[Rule]] = ()
    live: ClassVar[Sequence[Rule]] = ()
    asked: ClassVar[Profile] = Profile.LIGHT
    """The profile from which its sheet is in sight; below it, it is there for who wants it, hidden."""
    vocabulary: ClassVar[Vocabulary] = Vocabulary()
    """What other people's workbooks call it."""
    open_where: ClassVar[Expr | None] = None
    """Which rows are still to be dealt with, where that can be said: somebody who has left cannot answer for them."""
    worked_out: ClassVar[Mapping[str, Sequence[tuple[str, str]]]] = {}
    """The cells of the returns, by table and column, that a column without a formula is worked out from."""
    columns: ClassVar[dict[str, Column]] = {}
    _inputs: ClassVar[tuple[Column, ...]] = ()

    def __init_subclass__(cls) -> None:
        if "key" not in vars(cls):
            return
        cls.columns = {}
        for name, column in list(vars(cls).items()):
            if isinstance(column, Column):
                named = replace(column, key=name, foreign_values=cls.vocabulary.values.get(name))
                setattr(cls, name, named)
                cls.columns[name] = named
        if "needs" not in vars(cls):
            cls.needs = cls.identity
        cls._inputs = tuple(column for column in cls.columns.values() if not column.computed)
        _check_sheet(cls)

    @classmethod
    def listed(cls, tables: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]] | None:
        """The rows of a derived table that needs those of all projects; None for any other table."""
        return None

    @classmethod
    def inputs(cls) -> tuple[Column, ...]:
        """The columns people fill."""
        return cls._inputs

    @classmethod
    def required(cls, profile: Profile) -> list[Column]:
        """The columns that must be filled."""
        return [column for column in cls.inputs() if column.is_required(profile)]

    @classmethod
    def read_by(cls, expr: Expr) -> set[str]:
        """The columns people fill that an expression reads, through computed columns too."""
        read: set[str] = set()
        for key in sorted(expr.keys()):
            computed = cls.columns[key].formula
            read |= {key} if computed is None else cls.read_by(computed)
        return read

    @classmethod
    def purpose(cls) -> str:
        """What the sheet is for, in the words of its definition."""
        return (cls.__doc__ or "").strip().splitlines()[0]


class Record(Sheet):
    """A sheet that holds one record: labels down, the value right of each."""

    layout = "record"


class Table(Sheet):
    """A sheet that holds one table: a header row, a record per row."""

    layout = "table"
    by_project: ClassVar[bool] = True
    """Whether each row is of one project."""
    known_by: ClassVar[tuple[str, ...]] = ()
    """The columns by which a table is found again in a master of an earlier version, which may lack the others."""
    memory_key: ClassVar[tuple[str, ...]] = ()
    """Of a table of what is remembered, the columns that tell the rows of a project apart."""
    called: ClassVar[tuple[str, ...]] = ()
    """Of a table of the PMO's own, the columns by which other sheets name a row; drop-downs offer the first."""
    seed: ClassVar[Mapping[str, Sequence[str]]] = {}
    """The rows that stand in every workbook from the start: by column, the keys of its list."""
    carried: ClassVar[Carried] = Carried()
    """What becomes of its rows when the next workbook is prepared."""
    followed: ClassVar[Followed | None] = None
    """How its rows are known again a period later; None for rows that stand for themselves."""


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A kind of workbook: its tables beside the project sheet that every kind has.

    ``order`` places it among the others; ``version`` changes when returns of the version before
    could be misread.
    """

    kind: str
    version: str
    order: int
    title: Text
    purpose: Text
    tables: tuple[type[Table], ...]
    agreements: tuple[Agree, ...] = ()
    points: tuple[Point, ...] = ()
    french_file: str = ""
    """What its workbook is called in French; by default as its first table."""
    glossary: tuple[Term, ...] = ()
    """Terms of which its workbook explains those that it uses."""

    def __post_init__(self) -> None:
        known = {table.key: table for table in self.tables}
        for line in self.agreements:
            for part in (*line.left.walk(), *line.right.walk()):
                if isinstance(part, Aggregate):
                    check_aggregate(f"{self.kind}, {line.code}", part, known)
        for point in self.points:
            for part in point.holds.walk():
                # A point that reads a table of another kind is shown where one workbook holds both.
                if isinstance(part, Aggregate) and part.table in known:
                    check_aggregate(f"{self.kind}, {point.code}", part, known)


_Sheet = TypeVar("_Sheet", bound=Sheet)


def with_columns(sheet: type[_Sheet], columns: Mapping[str, Column]) -> type[_Sheet]:
    """The same sheet with these columns, in this order, checked as if it had been written so.

    Raises DefinitionError where a rule, a formula or the identity then reads a column that is gone.
    """
    said = {"__module__", "__doc__", *Sheet.__annotations__, *Table.__annotations__} - {"columns", "_inputs"}
    body = {name: what for name, what in vars(sheet).items() if name in said}
    make: Any = type(sheet)
    made: type[_Sheet] = make(sheet.__name__, sheet.__bases__, {**body, **columns})
    return made


def check_aggregate(where: str, part: Aggregate, tables: dict[str, type[Table]]) -> None:
    """Stop on a sum over a table or column that does not exist."""
    if part.table not in tables:
        raise DefinitionError(where, f"there is no table {part.table!r}")
    columns = tables[part.table].columns
    unknown = sorted(part.reads() - set(columns))
    if unknown:
        raise DefinitionError(where, f"table {part.table!r} has no column {', '.join(unknown)}")
    if part.what is not None and not columns[part.what.key].number:
        raise DefinitionError(where, f"column {part.what.key!r} of {part.table!r} is not a number")


def headings(sheet: type[Sheet]) -> dict[str, Heading]:
    """How the columns of a sheet are called in formulas."""
    own = {column.key: replace(heading_of(column), cell=None) for column in ROW_COLUMNS}
    return {key: heading_of(column) for key, column in sheet.columns.items()} | own


def heading_of(column: Column) -> Heading:
    """How a column is called in formulas."""
    whole = column.kind.is_date or column.kind is Kind.INTEGER
    return Heading(column.label, column.number, whole, column)


def choices_of(column: Column) -> type[Choice] | None:
    """The closed list behind a column, yes/no included."""
    return YesNo if column.kind is Kind.YES_NO else column.choices


def _check_sheet(sheet: type[Sheet]) -> None:
    """Everything that Excel or a reader would trip over, found now rather than in a file."""
    if not re.fullmatch(r"[a-z][a-z_]*[a-z]", sheet.key) or re.fullmatch(r"[a-z]{1,3}", sheet.key):
        raise DefinitionError(sheet.__name__, f"{sheet.key!r} cannot name an Excel table")
    for words in sheet.heading.in_all():
        if len(words) > 31 or re.search(r"[\[\]:*?/\\]", words):
            raise DefinitionError(
                sheet.__name__, f"{words!r} cannot name a sheet (31 characters, none of []:*?/\\)"
            )
    owner = {fold(words): column.key for column in ROW_COLUMNS for words in column.label.in_all()}
    for column in sheet.columns.values():
        check_column(f"{sheet.__name__}.{column.key}", column, choices_of(column))
        for words in column.label.in_all():
            if owner.setdefault(fold(words), column.key) != column.key:
                raise DefinitionError(
                    f"{sheet.__name__}.{column.key}",
                    f"the label {words!r} is also that of {owner[fold(words)]!r}",
                )
    if len(sheet.inputs()) > FAULTS_EACH * len(ROW_FAULTS_COLUMNS):
        raise DefinitionError(
            sheet.__name__, f"{len(sheet.inputs())} columns to fill are more than a row can check"
        )
    if len(sheet.rules) > RULES_EACH * len(ROW_RULES_COLUMNS):
        raise DefinitionError(sheet.__name__, f"{len(sheet.rules)} rules are more than a row can check")
    known: set[str] = {column.key for column in sheet.inputs()}
    for column in sheet.columns.values():
        if column.formula is not None:
            _check_keys(f"{sheet.__name__}.{column.key}", column.formula, known, " before this one")
            known.add(column.key)
    for key in sheet.identity:
        if key not in sheet.columns:
            raise DefinitionError(sheet.__name__, f"there is no column {key!r} to name a row by")
    for key in sheet.needs:
        column_needed = sheet.columns.get(key)
        if column_needed is None or column_needed.computed or column_needed.required is None:
            raise DefinitionError(
                sheet.__name__, f"{key!r}, without which no row counts, is no required column"
            )
    if sheet.open_where is not None:
        _check_keys(f"{sheet.__name__}, open_where", sheet.open_where, known)
    for column in sheet.inputs():
        if column.unless is not None:
            _check_unless(f"{sheet.__name__}.{column.key}", column, sheet)
    if issubclass(sheet, Table):
        for key in (*sheet.seed, *sheet.carried.columns()):
            if key not in {column.key for column in sheet.inputs()}:
                raise DefinitionError(sheet.__name__, f"there is no column {key!r} to fill")
        for key in () if sheet.followed is None else (sheet.followed.subject, sheet.followed.status):
            if key not in known:
                raise DefinitionError(
                    sheet.__name__, f"there is no column {key!r} by which its rows are followed"
                )
    for rule in (*sheet.rules, *sheet.live):
        _check_keys(f"{sheet.__name__}, {rule.code}", rule.holds, known)
        if rule.at not in known:
            raise DefinitionError(f"{sheet.__name__}, {rule.code}", f"there is no column {rule.at!r}")


def _check_keys(where: str, expr: Expr, known: set[str], of: str = "") -> None:
    """Stop on a column that is not there; ``of`` says among which it has to be."""
    for key in sorted(expr.keys() - known):
        raise DefinitionError(where, f"there is no column {key!r}{of}{did_you_mean(key, known)}")


def _check_unless(where: str, column: Column, sheet: type[Sheet]) -> None:
    assert column.unless is not None
    key, values = column.unless
    other = sheet.columns.get(key)
    if other is None or other.choices is None or any(value not in other.choices for value in values):
        raise DefinitionError(where, f"it need not be filled by values of {key!r} that are in no list there")
    if column.required is None or column.key in sheet.needs:
        raise DefinitionError(
            where, "only a required column that no row is named by can be left out of some rows"
        )
