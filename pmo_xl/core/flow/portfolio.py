"""The nouns that travel from stage to stage: located sheets, checked tables, returns, the portfolio."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmo_xl.core.base.failure import Failure
from pmo_xl.core.base.finding import Finding, Place
from pmo_xl.core.base.text import Text
from pmo_xl.core.catalogue.coverage import Coverage
from pmo_xl.core.definition.model import Sheet
from pmo_xl.core.flow.expected import Expected
from pmo_xl.core.flow.overflow import HISTORY, OverflowTables
from pmo_xl.core.flow.raw import Origin
from pmo_xl.core.flow.review import AsRead, Reviewed, Reviews
from pmo_xl.core.flow.schedule_quality import ScheduleQuality

if TYPE_CHECKING:
    import pandas as pd

    from pmo_xl.core.flow.reconciliation import Reconciliation


@dataclass(slots=True)
class LocatedSheet:
    """A sheet of ours found in a workbook: where its columns are, and the raw cells under them.

    ``columns`` maps field keys to zero-based sheet columns; ``rows`` holds the zero-based sheet rows that
    hold anything, in order; ``cells[key]`` the raw values, one per row. A record has one row, and ``spots`` gives the
    zero-based cell of each field.
    """

    sheet: type[Sheet]
    name: str
    columns: dict[str, int]
    rows: Sequence[int]
    cells: dict[str, list[Any]]
    errors: dict[tuple[int, str], str] = field(default_factory=dict)
    spots: dict[str, tuple[int, int]] = field(default_factory=dict)
    language: str = ""
    header: int = 0
    typed_over: dict[tuple[int, str], Any] = field(default_factory=dict)
    """What was typed where the template has a formula: position of the row and field key → value."""
    currencies: tuple[int, str, list[Any]] | None = None
    """A column beside ours that says in which currency each line is: its place, its header, its cells."""
    origin: Origin | None = field(default=None, compare=False, repr=False)
    """Where the number formats of the cells can be asked for, while the file is examined."""
    unread: set[tuple[int, str]] = field(default_factory=set)
    """Cells that are left unknown for a reason that is told elsewhere."""
    named: Sequence[str] = ()
    """What each row is called, where the file has no cells."""

    def place(self, file: str, at: int, key: str) -> Place:
        """The cell of one field of the *at*-th row."""
        if self.named:
            return Place(file, self.name, self.rows[at], None, self.named[at])
        if self.spots:
            row, column = self.spots.get(key, (None, None))
            return Place(file, self.name, row, column)
        return Place(file, self.name, self.rows[at], self.columns.get(key))

    def place_at(self, file: str, at: int, column: int) -> Place:
        """The cell of the *at*-th row in any column of the sheet."""
        if self.named:
            return self.place(file, at, "")
        return Place(file, self.name, self.rows[at], column)


@dataclass(slots=True)
class CheckedSheet:
    """A located sheet after its cells were checked: plain values, and what of it cannot be used."""

    located: LocatedSheet
    values: Mapping[str, Sequence[Any]]
    broken: set[int]
    """Positions of the rows that are left out: what names or classifies them is missing, or an earlier row that counts has it."""
    refused: set[tuple[int, str]] = field(default_factory=set)
    """Position and field key of each cell that holds what cannot be read: blank, and no rule reads it."""


@dataclass(frozen=True, slots=True)
class RowsRead:
    """How much of one table of a return is in its figures.

    ``refused`` and ``missing`` count cells by field key, in all rows: those that hold what cannot be read, and
    those that must be filled and are blank. ``unknown`` counts both together, in the rows that count: what the figures
    lack beside the rows left out. A column without any is not named.
    """

    table: str
    read: int
    left_out: int
    refused: Mapping[str, int] = field(default_factory=dict)
    missing: Mapping[str, int] = field(default_factory=dict)
    unknown: Mapping[str, int] = field(default_factory=dict)
    left_out_worth: int = 0
    """The rows left out that hold an amount, and so are missing from a sum; summary rows are in none."""

    @property
    def kept(self) -> int:
        """The rows that count, where the return does."""
        return self.read - self.left_out


@dataclass(frozen=True, slots=True)
class DataQuality:
    """What the data-quality score of a return is made of: cells and checks, counted.

    A row that is left out counts with all its cells: those that must be filled as not filled, those that are
    filled as invalid. ``checks_failed`` counts an error as 1 and a warning as 0.3. Timeliness is not in it: what
    a late return says is as good as any.
    """

    required_cells: int
    required_filled: int
    filled_cells: int
    bad_cells: int
    checks_run: int
    checks_failed: float

    def score(self, errors: int) -> float | None:
        """The weighted score of a return with so many errors; None where nothing was asked of it."""
        if not (self.required_cells and self.filled_cells and self.checks_run):
            return None
        lost = (
            COMPLETENESS * (1 - self.required_filled / self.required_cells)
            + VALIDITY * (self.bad_cells / self.filled_cells)
            + CONSISTENCY * min(1.0, self.checks_failed / self.checks_run)
        ) / ASSESSED
        return min(1 - lost, NOT_PERFECT) if lost or errors else 1.0


COMPLETENESS, VALIDITY, CONSISTENCY = 0.35, 0.35, 0.20
"""What each part weighs in the data quality."""
ASSESSED = 0.90
"""What they weigh together: the tenth that is missing is timeliness."""
NOT_PERFECT = 0.999
"""The most that a score can be with anything wrong: it is never shown as 100 %."""


class State(Enum):
    """What became of a return."""

    ACCEPTED = "accepted"
    PARTIAL = "partial"
    REJECTED = "rejected"


@dataclass(slots=True)
class Return:
    """One file that came: what it holds, for which project, and what was found in it."""

    file: str
    sha256: str
    kinds: tuple[str, ...] = ()
    project_id: str = ""
    status_date: dt.date | None = None
    language: str = ""
    record: CheckedSheet | None = None
    tables: list[CheckedSheet] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rejected: bool = False
    rows_read: int = 0
    rows_kept: int = 0
    quality: DataQuality | None = None
    tables_read: tuple[RowsRead, ...] = ()
    """How much of each table was read: known as soon as the file is, and kept when its rows are let go."""
    path: Path | None = None
    """Where the file is on this computer."""
    failure: Failure | None = None
    """Where the program stopped at this file, which is then rejected."""
    saved_on: dt.date | None = None
    """The day on which the file was saved (UTC), asked for where returns are due on a date."""
    days_late: int | None = None
    """Days between the due date and that day, 0 where it was saved in time; None where nothing is due, it cannot be known, or
    the return was rejected."""
    passed_over: bool = False
    """Whether the file is the PMO's own and no return: only what is said of it goes on."""

    @property
    def state(self) -> State:
        if self.rejected:
            return State.REJECTED
        if any(finding.severity.key == "error" for finding in self.findings):
            return State.PARTIAL
        return State.ACCEPTED

    def let_go(self) -> None:
        """Drop what was read of the file: the frames of the portfolio hold it now."""
        self.record, self.tables = None, []


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All returns of one period as one frame per table, one row per source row.

    ``projects`` holds a row per project: ``project_id``, the fields of the project sheet, ``has_…`` of each kind, and once
    tables are derived ``pv_source``. A frame of ``tables`` has ``project_id``, the columns of its table, and of what came
    in a return ``source_file``, ``source_sheet`` and ``source_row``. ``findings`` are in reading order. A stage that
    adds to it returns a new one.
    """

    status_date: dt.date | None
    projects: pd.DataFrame
    tables: Mapping[str, pd.DataFrame]
    returns: Sequence[Return]
    findings: Sequence[Finding]
    missing: Sequence[Mapping[str, Any]] = ()
    expected: Expected = field(default_factory=Expected)
    """Who is expected to report."""
    schedules: Mapping[str, ScheduleQuality] = field(default_factory=dict)
    """How good the plan of each project is, by project ID; filled when a master is made."""
    reconciliation: Reconciliation | None = None
    """The ledger beside the declared actuals, where a ledger was given."""
    reviews: Reviews = field(default_factory=Reviews)
    """What reviewers typed into the master before this one, beside the lines of today."""
    as_read: AsRead = field(default_factory=AsRead)
    """Control totals of the accepted returns; filled when a master is made."""
    beside: OverflowTables = field(default_factory=OverflowTables)
    """The tables that the workbook does not hold in full; filled when a master is made."""
    not_run: Mapping[str, Failure] = field(default_factory=dict)
    """The rules that could not be run, by code; what was to be found by them is not known."""
    not_assessed: Mapping[str, Text] = field(default_factory=dict)
    """The rules that were not judged for want of a list of the PMO's, by code, each with what that list is called."""

    judged_on: Mapping[str, Collection[str]] = field(default_factory=dict)
    """The projects on which rules beyond one row were judged, by code."""
    passed_over: Sequence[str] = ()
    """The files among the returns that are none."""

    def with_tables(self, tables: Mapping[str, pd.DataFrame]) -> Portfolio:
        """The same with further tables, or others of that key."""
        return replace(self, tables={**self.tables, **tables})


@dataclass(frozen=True, slots=True)
class Previous:
    """What the master before this one remembers; ``history`` is None where there was none."""

    history: pd.DataFrame | None = None
    reviews: tuple[Reviewed, ...] = ()
    """Its lines in order, each with what was typed beside it."""
    more: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    """What it remembers beside the history of the projects, by table."""
    status_date: dt.date | None = None
    """The status date of that master."""
    told: tuple[Finding, ...] = ()
    """What has to be said of the periods before."""

    @property
    def memory(self) -> Mapping[str, pd.DataFrame]:
        """All rows that it remembers, by table."""
        return self.more if self.history is None else {**self.more, HISTORY: self.history}


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Every KPI of every project, of each programme and of the portfolio."""

    kpis: pd.DataFrame
    portfolio: dict[str, Any]
    programmes: pd.DataFrame
    params: Mapping[str, Any]
    coverage: Coverage = field(default_factory=Coverage)
    """How much of what is expected the figures stand on; filled when a master is made."""
