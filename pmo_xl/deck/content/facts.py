"""The run that a deck tells of, cut to what the committee looks at: figures with their cells, rows with theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Column as Field
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.definition.model import choices_of
from pmo_xl.core.pages.view import DATA, Ranking
from pmo_xl.deck.content.blocks import MOST_ROWS, Column, Figure, Sentences, Table, Words
from pmo_xl.deck.content.shown import clean, listed, of_column, of_unit
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.master.data import data_cell, kpi_cell, total_cell
from pmo_xl.excel.master.records import rank_key
from pmo_xl.excel.write.cells import plain


@dataclass(frozen=True, slots=True)
class Meeting:
    """The meeting that a deck is for: its body and its day."""

    body: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Scope:
    """What the committee looks at: a ``programme``, a ``project``, or everything where both are None."""

    programme: str | None = None
    project: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a data table: its place among them, whose it is, and what it holds."""

    table: str
    at: int
    held: Mapping[str, Any]

    @property
    def project(self) -> str:
        return str(self.held["project_id"])

    def get(self, key: str) -> Any:
        """What it holds there; None for a blank."""
        return plain(self.held.get(key))


class Facts:
    """What the master says of the scope of a meeting. ``asked`` are projects of which slides of their own are wanted.

    ``workbook`` is the same in the language of the workbook, whose sheets and cells are named; by default that of the deck.
    """

    def __init__(
        self, master: MasterContext, scope: Scope, meeting: Meeting, asked: Sequence[str] = (),
        workbook: MasterContext | None = None,
    ) -> None:  # fmt: skip
        self.master, self.scope, self.meeting, self.asked = master, scope, meeting, tuple(asked)
        self.workbook = workbook or master
        self.language = master.language
        status = master.portfolio.status_date
        assert status is not None
        self.status_date: dt.date = status
        mine = {record["project_id"]: record for record in master.kpi_records if self._is_mine(record)}
        self.records: Mapping[str, Mapping[str, Any]] = mine
        """The row of each project in the table of KPIs, by ID."""
        self._rows: dict[str, list[Row]] = {}

    def _is_mine(self, record: Mapping[str, Any]) -> bool:
        if self.scope.project is not None:
            return bool(record["project_id"] == self.scope.project)
        return self.scope.programme in (None, record["programme_id"])

    def of_programme(self, programme: str) -> Facts:
        """The same of one programme alone."""
        return Facts(self.master, Scope(programme), self.meeting, self.asked, self.workbook)

    def say(self, text: Text) -> str:
        """Words in the language of the deck."""
        return text.to(self.language)

    # figures ---------------------------------------------------------------------------------------

    def has(self, *keys: str) -> bool:
        """Whether the catalogue has these KPIs: those of a kind that nobody defines are not there."""
        return all(key in self.master.catalogue.kpis for key in keys)

    def value(self, key: str, project: str | None = None) -> Any:
        """A KPI of a project, or of the scope; None where it is unknown."""
        if project is not None:
            return plain(self.records[project][key])
        return plain(self._totals.get(key))

    def figure(self, key: str, project: str | None = None, *, signed: bool = False) -> Figure:
        """A KPI as a slide shows it."""
        kpi = self.master.catalogue.kpis[key]
        words = of_unit(self.master, kpi.unit, self.value(key, project), signed=signed)
        return Figure(key, self.say(kpi.label), words, self.cells(key, project))

    def cells(self, key: str, project: str | None = None) -> str:
        """Where the master holds a KPI: one cell, or those of its projects where a programme adds them up."""
        if project is None and self.scope == Scope():
            return total_cell(self.workbook, key)
        projects = [project] if project is not None else [*self.records]
        found = [kpi_cell(self.workbook, key, each) for each in projects]
        return ",".join([*found[:1], *(cell.rpartition("!")[2] for cell in found[1:])])

    def sum_of(self, key: str, projects: Iterable[str]) -> Figure:
        """An amount added up over these projects, in the reporting currency."""
        some = [*projects]
        known = [what for each in some if (what := self.value(key, each)) is not None]
        cells = [kpi_cell(self.workbook, key, each) for each in some]
        words = of_unit(self.master, Unit.AMOUNT, sum(known) if known else None)
        at = ",".join([*cells[:1], *(cell.rpartition("!")[2] for cell in cells[1:])])
        return Figure(key, self.say(self.master.catalogue.kpis[key].label), words, at)

    @cached_property
    def _totals(self) -> Mapping[str, Any]:
        if self.scope.project is not None:
            return self.records.get(self.scope.project, {})
        if self.scope.programme is not None:
            rows = self.master.programme_records
            return next((row for row in rows if row["programme_id"] == self.scope.programme), {})
        return self.master.scorecard.portfolio

    def words(self, key: str, project: str) -> Figure:
        """What the table of KPIs says of a project in words: its name, its manager, a reason."""
        heading = self.master.names.tables["kpis"][key]
        column = self.master.catalogue.identity_columns.get(key)
        what = self.records[project].get(key)
        told = of_column(column, what, self.language) if column is not None else clean(what)
        cell = kpi_cell(self.workbook, key, project)
        return Figure(key, self.say(heading.label), told, cell, noted=key != "project_name")

    # rows ------------------------------------------------------------------------------------------

    def rows(self, table: str) -> Sequence[Row]:
        """The rows of a data table that are of the scope, in their order; none where no such table is defined."""
        if table not in self._rows:
            frame = self.master.frames.get(table)
            held = [] if frame is None else frame.to_dict("records")
            self._rows[table] = [
                Row(table, at, {str(key): what for key, what in each.items()})
                for at, each in enumerate(held)
                if each["project_id"] in self.records
            ]
        return self._rows[table]

    def ranked(self, key: str) -> Sequence[Row]:
        """The rows that a ranking puts in order, all of them, the first of it first."""
        ranking = self.ranking(key)
        order = rank_key(ranking)
        known = [row for row in self.rows(ranking.table) if row.get(order) is not None]
        return sorted(known, key=lambda row: row.get(order), reverse=ranking.largest)

    def ranking(self, key: str) -> Ranking:
        """A ranking of the catalogue."""
        return next(each for each in self.master.catalogue.rankings if each.key == key)

    def field(self, row: Row, key: str) -> Figure:
        """What a row holds in a column, as its cell shows it."""
        column = self.column(row.table, key)
        shown = of_column(column, row.get(key), self.language)
        cell = data_cell(self.workbook, row.table, key, row.at)
        noted = column.kind.is_quantity or column.kind.is_date
        return Figure(f"{row.table}.{key}", self.say(column.label), shown, cell, noted=noted)

    def column(self, table: str, key: str) -> Field:
        """A column of a data table."""
        catalogue = self.master.catalogue
        known = {**catalogue.tables, **catalogue.derived, "projects": catalogue.record}
        column: Field = known[table].columns[key] if key != "project_id" else catalogue.project_key
        return column

    def choice(self, row: Row, key: str) -> str:
        """The words of a list value of a row."""
        column, what = self.column(row.table, key), row.get(key)
        members = choices_of(column) or ()
        return next((self.say(each.label) for each in members if each.key == what), clean(what))

    # what a table does not say ---------------------------------------------------------------------

    def silent(self, table: str) -> Sequence[str]:
        """The projects of the scope that did not send what a table comes in."""
        flag = self.master.catalogue.received.get(table)
        return [each for each, held in self.records.items() if flag is None or plain(held.get(flag)) != 1]

    def silent_words(self, table: str) -> list[str]:
        """The sentence on these projects; none where all sent it."""
        silent = self.silent(table)
        if not silent:
            return []
        flag = self.master.catalogue.received.get(table)
        label = FOLLOW_UP if flag is None else self.master.catalogue.identity[flag].label
        said = ALL_SILENT if len(silent) == len(self.records) else SILENT
        names = listed([*silent])
        return [self.say(said.fill(label=label, names=names, n=len(silent), of=len(self.records)))]

    def nothing(self, table: str, words: Text) -> list[Sentences]:
        """What is said where a list is empty: that there is nothing, if anybody sent the table; and who did not."""
        silent = self.silent_words(table)
        if silent and len(self.silent(table)) == len(self.records):
            return [Sentences(silent)]
        return [Sentences([self.say(words)]), Sentences(silent, quiet=True)]

    def page(self, key: str) -> str:
        """The name of the sheet of a page."""
        return self.workbook.say(next(page.title for page in self.master.catalogue.pages if page.key == key))

    def data_sheet(self, table: str) -> str:
        """The name of the sheet of a data table."""
        return self.workbook.say(DATA.fill(name=self.master.heading_of(table)))

    def table(
        self, columns: Sequence[Column], rows: Sequence[Row], make: Callable[[Row], Sequence[Words]], alt: str,
        sheet: str, most: int = MOST_ROWS, lines: int = 3,
    ) -> Table:  # fmt: skip
        """The first rows as a table, and how many others the sheet holds."""
        shown = [make(row) for row in rows[:most]]
        return Table(columns, shown, alt, len(rows) - len(shown), sheet, lines)


FOLLOW_UP = t("Follow-up received", "Suivi reçu")
SILENT = t(
    "{label}: not from {names} ({n} of {of} projects).",
    "{label} : manque pour {names} ({n} projets sur {of}).",
)
ALL_SILENT = t("{label}: from none of the {of} projects.", "{label} : d’aucun des {of} projets.")
