"""What the sheets of the master share while they are written: what the tables hold, how columns are called, values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from xlsxwriter import Workbook

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Column
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.definition.model import heading_of
from pmo_xl.core.definition.names import ChosenRanges, Heading, Names
from pmo_xl.core.expr.nodes import Expr, Param, Ref
from pmo_xl.core.expr.table_nodes import Aggregate
from pmo_xl.core.expr.value import EvalContext, each, value
from pmo_xl.core.flow.expected import holds_key
from pmo_xl.core.flow.overflow import PART
from pmo_xl.core.flow.portfolio import Portfolio, Scorecard
from pmo_xl.core.pages.column_usage import converted, expressions_of, figures_of_rows, sums_of_rows
from pmo_xl.core.pages.view import KPI_SHEET, Grid, MasterDefinition
from pmo_xl.core.settings.settings import PAR, Settings
from pmo_xl.excel.master import project_ranges, reasons
from pmo_xl.excel.master.footer import footer_of
from pmo_xl.excel.master.places import Covered, Placed
from pmo_xl.excel.master.records import programmes_of, rank_key, rank_label, records_of
from pmo_xl.excel.master.styles import MasterStyles
from pmo_xl.excel.write.cells import plain
from pmo_xl.excel.write.style import room_of

Made = TypeVar("Made")

MOST_LISTED = 1000
"""Projects that a page lists: nobody reads more, and each figure of a row is searched among all projects."""

LISTED = t(
    "{purpose} Of {all} projects the {n} that need attention most are listed; the sheet “{sheet}” holds all.",
    "{purpose} Des {all} projets, les {n} qui demandent le plus d’attention sont listés ; la feuille « {sheet} » les contient tous.",
)

HEADER_ROW = 4
"""Zero-based row of the headers of data tables."""

NO_PROGRAMME = t("(no programme)", "(sans programme)")
NO_MANAGER = t("(no project manager)", "(sans chef de projet)")
CURRENCY = t("Currency", "Devise")
CHOSEN = "chosen_project"
"""The parameter that holds the project of the page of one project."""
PROJECTS_EXPECTED, RETURNS_EXPECTED = "projects_expected", "returns_expected"
"""The parameters that hold how many projects, and how many of their returns, are expected."""
RETURNS_DUE = "returns_due"
"""The parameter that holds the day by which the returns of the period are due; blank where none is."""
RATE = "rate"
"""The column that holds the budget rate of the currency of a row."""
RATE_KINDS = {RATE: "budget", "rate_average": "average", "rate_closing": "closing"}
"""The columns of the table of rates beside the currency, and what each is called in the settings."""


class MasterContext(MasterStyles):
    """The master being written.

    ``frames`` hold every table, ranking columns included; ``names`` how each column is called in formulas;
    ``placed`` where each grid stands; ``titles`` those that charts take from cells, formula and value; ``covered``
    where is said what each figure stands on; ``rows_of_projects`` the sheet and the row of each on the page of all
    projects; ``chart_row`` the next free row of the sheet of chart data; ``amount_width`` how many characters the largest amount takes.
    """

    def __init__(
        self, book: Workbook, catalogue: MasterDefinition, portfolio: Portfolio, scorecard: Scorecard,
        settings: Settings, language: str,
    ) -> None:  # fmt: skip
        super().__init__(book, catalogue, portfolio.beside, language, settings.brand)
        self.portfolio, self.scorecard, self.settings = portfolio, scorecard, settings
        self.holidays = settings.calendar.holidays
        ids = list(scorecard.kpis["project_id"])
        self.coverage = scorecard.coverage
        self.params = {
            **scorecard.params,
            CHOSEN: ids[0] if ids else None,
            PROJECTS_EXPECTED: self.coverage.projects_expected,
            RETURNS_EXPECTED: self.coverage.returns_expected,
        }
        self.rates = {settings.reporting_currency: PAR, **dict(sorted(settings.rates.items()))}
        shown = list(expressions_of(catalogue))
        self.converted, self.picked = converted(shown), figures_of_rows(shown, catalogue)
        self.sliced = self._sliced()
        self.names = Names(language, self._headings())
        self.kpi_names = Names(
            language,
            self.names.tables,
            "kpis",
            catalogue.project_key.key,
            catalogue.received,
            all_formulas=True,
        )
        chosen = Ref(catalogue.project_key.key) == Param(CHOSEN)
        mine = {key: project_ranges.chosen_names(key) for key in self.sliced}
        self.grid_names = replace(self.names, tied=ChosenRanges(chosen, mine) if mine else None)
        own = self.kpi_names.column
        self.kpi_names = replace(self.kpi_names, slices=project_ranges.of_projects(self.sliced, own))
        self.frames = self._frames()
        self.scope = EvalContext(
            pd.DataFrame(index=[0]),
            self.params,
            self.holidays,
            self.frames,
            language=language,
            rates={currency: rate.budget for currency, rate in self.rates.items()},
        )
        self._grid_scopes: dict[int, EvalContext] = {}
        self.kpi_records = records_of(self.frames["kpis"])
        self.programme_records = programmes_of(scorecard, self.say(NO_PROGRAMME))
        self.totals_of_lines = sums_of_rows(self.catalogue.kpis, "budget")
        self.placed: dict[str, Placed] = {}
        self.amount_width = self._amount_width()
        self.titles: list[tuple[str, str]] = []
        self.footer = footer_of(portfolio.status_date, self.coverage, language)
        self.covered: dict[str, Covered] = {}
        self.chart_row = 0
        self._once: dict[tuple[object, ...], Any] = {}
        self.rows_of_projects: dict[str, tuple[str, int]] = {}

    def _sliced(self) -> dict[str, project_ranges.ProjectRanges]:
        """The tables that figures look at in slices, where the portfolio is so large."""
        catalogue = self.catalogue
        of_kpis = {
            part.table
            for kpi in catalogue.kpis.values()
            for part in kpi.expr.walk()
            if isinstance(part, Aggregate)
        }
        ledgers = {key: ledger for key, ledger in catalogue.run_tables.items() if key in of_kpis}
        tables = {
            key: table.heading
            for key, table in {**catalogue.tables, **catalogue.derived, **ledgers}.items()
            if table.by_project and key not in self.beside.without_references
        }
        return project_ranges.tables_with_ranges(
            self.portfolio.tables, tables, self.scorecard.kpis["project_id"]
        )

    def concerns(self, kind: str | None) -> bool:
        """Whether a return of a kind was sent, or is owed by somebody; None is no kind in particular."""
        return kind is None or bool(self.frames["returns"][holds_key(kind)].notna().any())

    # what the tables hold --------------------------------------------------------------------------

    def data_columns(self, key: str) -> list[tuple[str, Column | Text]]:
        """The columns of a data table in order: project, currency, fields, ranking order, provenance."""
        catalogue = self.catalogue
        table = catalogue.tables[key]
        project = catalogue.project_key
        head: list[tuple[str, Column | Text]] = [(project.key, project), ("currency", CURRENCY)]
        return [
            *head,
            *self._rate_column(key),
            *table.columns.items(),
            *((rank_key(r), rank_label(r)) for r in catalogue.rankings if r.table == key),
            *catalogue.provenance.items(),
        ]

    def _headings(self) -> dict[str, Mapping[str, Heading]]:
        catalogue = self.catalogue
        tables: dict[str, Mapping[str, Heading]] = {}
        for key in catalogue.tables:
            tables[key] = {
                name: heading_of(what) if isinstance(what, Column)
                else Heading(what, name.startswith("rank_") or name in (RATE, "source_row"))
                for name, what in self.data_columns(key)
            }  # fmt: skip
        for key, table in catalogue.run_tables.items():
            tables[key] = {name: heading_of(c) for name, c in table.columns.items()}
        for key in catalogue.derived:
            numbers = {RATE, *self.picked.get(key, ())}
            tables[key] = {name: heading_of(what) if isinstance(what, Column) else Heading(what, name in numbers)
                           for name, what in self.derived_columns(key)}  # fmt: skip
        tables["projects"] = {name: heading_of(c) for name, c in catalogue.record.columns.items()}
        tables["kpis"] = {
            **catalogue.identity,
            **{key: Heading(kpi.label, True) for key, kpi in catalogue.kpis.items()},
            **reasons.headings(catalogue.kpis),
            **{rank_key(r): Heading(rank_label(r), True) for r in catalogue.rankings if r.table == "kpis"},
            **project_ranges.headings(self.sliced),
        }
        tables["rates"] = {
            "currency": Heading(CURRENCY, False), **{key: catalogue.identity[key] for key in RATE_KINDS},
        }  # fmt: skip
        return tables

    def derived_columns(self, key: str) -> list[tuple[str, Column | Text]]:
        """The columns of a derived table in order: project, currency, fields."""
        if not self.catalogue.derived[key].by_project:
            return [
                ("currency", CURRENCY),
                *self._rate_column(key),
                *self.catalogue.derived[key].columns.items(),
            ]
        project = self.catalogue.project_key
        place: list[tuple[str, Column | Text]] = (
            [(project_ranges.PLACE, project_ranges.PLACE_LABEL)] if self.sliced else []
        )
        return [
            (project.key, project),
            ("currency", CURRENCY),
            *self._rate_column(key),
            *place,
            *((figure, self.catalogue.kpis[figure].label) for figure in self.picked.get(key, ())),
            *self.catalogue.derived[key].columns.items(),
        ]

    def _rate_column(self, key: str) -> list[tuple[str, Text]]:
        """Where pages show amounts of a table in the reporting currency, each row holds its rate."""
        return [(RATE, self.catalogue.identity[RATE].label)] if key in self.converted else []

    def _frames(self) -> dict[str, pd.DataFrame]:
        projects = self.portfolio.projects
        currency = dict(zip(projects["project_id"], projects["currency"], strict=True))
        frames = {key: frame.copy(deep=False) for key, frame in self.portfolio.tables.items()}
        for key in self.catalogue.tables:
            frames[key]["currency"] = frames[key]["project_id"].map(currency).astype(object)
        kpis = self.scorecard.kpis.copy()
        kpis["programme_id"] = kpis["programme_id"].fillna(self.say(NO_PROGRAMME)).astype(object)
        why = reasons.values(self.catalogue.kpis, records_of(kpis), self.params, self.language)
        kpis = pd.concat([kpis, pd.DataFrame(why, index=kpis.index, dtype=object)], axis=1)
        for key in self.sliced:
            first, rows = project_ranges.places(frames[key], kpis["project_id"])
            kpis[project_ranges.first_key(key)], kpis[project_ranges.rows_key(key)] = first, rows
            kpis[project_ranges.written_key(key)] = first
        if self.sliced:
            row = pd.Series(np.arange(len(kpis), dtype=float) + 1, index=kpis["project_id"])
            for key, table in self.catalogue.derived.items():
                if not table.by_project:
                    continue
                frames[key][project_ranges.PLACE] = frames[key]["project_id"].map(row)
        for key in self.converted:
            rates = {currency: rate.budget for currency, rate in self.rates.items()}
            frames[key] = frames[key].assign(**{RATE: frames[key]["currency"].map(rates).astype(float)})
        for key, figures in self.picked.items():
            held = {name: dict(zip(kpis["project_id"], kpis[name], strict=True)) for name in figures}
            mine = frames[key]["project_id"]
            frames[key] = frames[key].assign(**{name: mine.map(held[name]).astype(float) for name in figures})
        returns = frames["returns"]
        known = returns["project_id"].notna()
        frames["returns"] = returns.assign(
            programme_id=returns["programme_id"].where(
                returns["programme_id"].notna() | ~known, self.say(NO_PROGRAMME)
            ),
            project_manager=returns["project_manager"].where(
                returns["project_manager"].notna() | ~known, self.say(NO_MANAGER)
            ),
        )
        frames["kpis"] = kpis
        frames["projects"] = projects
        for ranking in self.catalogue.rankings:
            frame = frames[ranking.table]
            scope = EvalContext(frame, self.params, self.holidays, first_row=HEADER_ROW + 2)
            frame[rank_key(ranking)] = value(ranking.order, scope).astype(float)
        return frames

    def _amount_width(self) -> float:
        """The characters that an amount of the whole portfolio may take, with its sign."""
        amounts = [key for key, kpi in self.catalogue.kpis.items() if kpi.unit is Unit.AMOUNT]
        sums = [abs(what) for key in amounts if (what := plain(self.scorecard.portfolio[key])) is not None]
        return room_of(f"-{max(sums, default=0):,.0f}")

    def once(self, make: Callable[..., Made], *about: object) -> Made:
        """What *make* tells of this master, and of what it is about: worked out once, for its room, its rows and its totals."""
        key = (make, *about)
        if key not in self._once:
            self._once[key] = make(self, *about)
        made: Made = self._once[key]
        return made

    def heads(self, grid: Grid) -> Sequence[Any]:
        """The heads of the rows of a grid, by the tables of this master."""
        return grid.rows.find(self.frames, self.params)

    def names_in(self, table: str) -> Names:
        """Names for the calculated columns of a data table."""
        return Names(self.language, self.names.tables, home=table)

    def derived_names(self, table: str) -> Names:
        """Names for the formulas of a derived table, which look at the rows of the same project."""
        names = Names(self.language, self.names.tables, table, self.catalogue.project_key.key)
        if not (self.sliced and self.catalogue.derived[table].by_project):
            return names
        place = names.column(project_ranges.PLACE)
        held = project_ranges.of_projects(
            self.sliced, lambda key: f"INDEX({self.column('kpis', key)},{place})"
        )
        return replace(names, slices=held)

    def names_for_grid(self, for_chart: bool) -> Names:
        """Names for a grid, which looks at whole tables; undefined is NA() where a chart reads it."""
        return replace(self.grid_names, blank="NA()") if for_chart else self.grid_names

    def computed(self, expr: Expr, rows: int) -> list[Any]:
        """The values of *rows* cells of a grid, one below the other; None is undefined."""
        if rows not in self._grid_scopes:
            self._grid_scopes[rows] = self.scope.over(rows)
        return each(expr, self._grid_scopes[rows])

    def column(self, table: str, key: str) -> str:
        """The whole column of a table, as a formula writes it."""
        return f"{table}[{self.names.tables[table][key].label.to(self.language)}]"

    def heading_of(self, table: str) -> Text:
        """What a table is called."""
        catalogue = self.catalogue
        known = {
            **catalogue.tables,
            **catalogue.derived,
            **catalogue.run_tables,
            "projects": catalogue.record,
        }
        return known[table].heading

    def listed(self) -> pd.DataFrame:
        """The rows of the KPI table that pages list: all, or those that the first ranking of projects puts first."""
        frame = self.frames["kpis"]
        if len(frame) <= MOST_LISTED:
            return frame
        ranking = next(ranking for ranking in self.catalogue.rankings if ranking.table == "kpis")
        ordered = frame.sort_values(rank_key(ranking), ascending=not ranking.largest, kind="stable")
        return ordered.head(MOST_LISTED)

    def listed_words(self, purpose: Text) -> Text:
        """The purpose of a page that lists projects, and how many it lists where these are not all."""
        every, n = len(self.frames["kpis"]), len(self.listed())
        return purpose if n == every else LISTED.fill(purpose=purpose, all=every, n=n, sheet=KPI_SHEET)

    def shown(self, table: str) -> pd.DataFrame:
        """The rows of a table that stand on its sheet."""
        frame = self.frames[table]
        return frame.head(self.beside.shown[table]) if table in self.beside.shown else frame

    def part_words(self, table: str) -> Text | None:
        """Which rows of a table its sheet shows, and where the others are; None where it shows all."""
        if table not in self.beside.shown:
            return None
        sizes = {"shown": self.beside.shown[table], "rows": len(self.frames[table])}
        return PART.fill(**sizes, folder=self.beside.folder)
