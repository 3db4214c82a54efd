"""What the sheets of the master share while they are written: names, formats, values, the look."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.beside import PART, VALUES
from pmo_xl.core.column import Column, Kind
from pmo_xl.core.flow import Portfolio, Scorecard
from pmo_xl.core.kpi import Form
from pmo_xl.core.model import heading_of
from pmo_xl.core.names import Heading, Names, Tied, parameter
from pmo_xl.core.nodes import Aggregate, Expr, Param, Ref
from pmo_xl.core.reads import converted
from pmo_xl.core.settings import PAR, Settings
from pmo_xl.core.text import Text, t
from pmo_xl.core.value import Scope, each, value
from pmo_xl.core.view import KPI_SHEET, Catalogue, Facts, Ranking
from pmo_xl.excel import slices
from pmo_xl.excel.page import Page
from pmo_xl.excel.style import (
    BAND,
    DARK_AMBER,
    DARK_GREEN,
    DARK_RED,
    LIGHT_AMBER,
    LIGHT_GREEN,
    LIGHT_GREY,
    LIGHT_RED,
    LINE,
    NAVY,
    QUIET,
    SIGN_COLOURS,
    WHITE,
    Formats,
    number_format,
)

MOST_CODES = 20
"""Rules that the list of the most frequent findings shows."""

MOST_LISTED = 1000
"""Projects that a page lists: nobody reads more, and each figure of a row is searched among all projects."""

LISTED = t(
    "{purpose} Of {all} projects the {n} that need attention most are listed; the sheet “{sheet}” holds all.",
    "{purpose} Des {all} projets, les {n} qui demandent le plus d’attention sont listés ; la feuille « {sheet} » les contient tous.",
)

HEADER_ROW = 4
"""Zero-based row of the headers of data tables."""

NO_PROGRAMME = t("(no programme)", "(sans programme)")
CURRENCY = t("Currency", "Devise")
CHOSEN = "chosen_project"
"""The parameter that holds the project of the page of one project."""
RATE = "rate"
"""The column that holds the budget rate of the currency of a row."""
RATE_KINDS = {RATE: "budget", "rate_average": "average", "rate_closing": "closing"}
"""The columns of the table of rates beside the currency, and what each is called in the settings."""


def rank_key(ranking: Ranking) -> str:
    """The column of a data table that puts its rows in the order of a ranked list."""
    return f"rank_{ranking.key}"


class Master:
    """The master being written.

    ``frames`` hold every table, ranking columns included; ``names`` how each column is called in formulas;
    ``placed`` where each grid stands: sheet, header row, first column, number of rows.
    """

    def __init__(
        self, book: Workbook, catalogue: Catalogue, portfolio: Portfolio, scorecard: Scorecard,
        settings: Settings, language: str,
    ) -> None:  # fmt: skip
        self.book, self.catalogue, self.settings, self.language = book, catalogue, settings, language
        self.portfolio, self.scorecard, self.beside = portfolio, scorecard, portfolio.beside
        self._purposes: dict[Page, str] = {}
        self.formats = Formats(book, language)
        self._form_styles: dict[tuple[Any, ...], Format] = {}
        self.holidays = settings.calendar.holidays
        ids = list(scorecard.kpis["project_id"])
        self.params = {**scorecard.params, CHOSEN: ids[0] if ids else None}
        self.rates = {settings.reporting_currency: PAR, **dict(sorted(settings.rates.items()))}
        self.converted = converted(catalogue)
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
        mine = {key: slices.chosen_names(key) for key in self.sliced}
        self.grid_names = replace(self.names, tied=Tied(chosen, mine) if mine else None)
        own = self.kpi_names.column
        self.kpi_names = replace(self.kpi_names, slices=slices.of_projects(self.sliced, own))
        self.frames = self._frames()
        self.scope = Scope(
            pd.DataFrame(index=[0]),
            self.params,
            self.holidays,
            self.frames,
            language=language,
            rates={currency: rate.budget for currency, rate in self.rates.items()},
        )
        self._grid_scopes: dict[int, Scope] = {}
        past = sorted({month.date() for month in self.frames["history"]["period"].dropna()})
        self.kpi_records = records_of(self.frames["kpis"])
        self.programme_records = programmes_of(scorecard, self.say(NO_PROGRAMME))
        self.facts = Facts(self._months(), self._programmes(), past, self._cost_centres(), self._codes())
        self.placed: dict[str, tuple[str, int, int, int]] = {}

    def _sliced(self) -> dict[str, slices.Sliced]:
        """The tables that figures look at in slices, where the portfolio is so large."""
        catalogue = self.catalogue
        of_kpis = {
            part.table
            for kpi in catalogue.kpis.values()
            for part in kpi.expr.walk()
            if isinstance(part, Aggregate)
        }
        ledgers = {key: ledger for key, ledger in catalogue.ledgers.items() if key in of_kpis}
        tables = {
            key: table.heading
            for key, table in {**catalogue.tables, **catalogue.derived, **ledgers}.items()
            if key not in self.beside.looked_past
        }
        return slices.sliced_tables(self.portfolio.tables, tables, self.scorecard.kpis["project_id"])

    def say(self, text: Text) -> str:
        return text.to(self.language)

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
            *((rank_key(r), _rank_label(r)) for r in catalogue.rankings if r.table == key),
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
        for key, table in catalogue.ledgers.items():
            tables[key] = {name: heading_of(c) for name, c in table.columns.items()}
        for key in catalogue.derived:
            tables[key] = {name: heading_of(what) if isinstance(what, Column) else Heading(what, name == RATE)
                           for name, what in self.derived_columns(key)}  # fmt: skip
        tables["projects"] = {name: heading_of(c) for name, c in catalogue.record.columns.items()}
        tables["kpis"] = {
            **catalogue.identity,
            **{key: Heading(kpi.label, True) for key, kpi in catalogue.kpis.items()},
            **{rank_key(r): Heading(_rank_label(r), True) for r in catalogue.rankings if r.table == "kpis"},
            **slices.headings(self.sliced),
        }
        tables["rates"] = {
            "currency": Heading(CURRENCY, False), **{key: catalogue.identity[key] for key in RATE_KINDS},
        }  # fmt: skip
        return tables

    def derived_columns(self, key: str) -> list[tuple[str, Column | Text]]:
        """The columns of a derived table in order: project, currency, fields."""
        project = self.catalogue.project_key
        place: list[tuple[str, Column | Text]] = [(slices.PLACE, slices.PLACE_LABEL)] if self.sliced else []
        return [
            (project.key, project),
            ("currency", CURRENCY),
            *self._rate_column(key),
            *place,
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
        for key in self.sliced:
            first, rows = slices.places(frames[key], kpis["project_id"])
            kpis[slices.first_key(key)], kpis[slices.rows_key(key)] = first, rows
            kpis[slices.written_key(key)] = first
        if self.sliced:
            row = pd.Series(np.arange(len(kpis), dtype=float) + 1, index=kpis["project_id"])
            for key in self.catalogue.derived:
                frames[key][slices.PLACE] = frames[key]["project_id"].map(row)
        for key in self.converted - self.beside.without_sheet:
            rates = {currency: rate.budget for currency, rate in self.rates.items()}
            frames[key] = frames[key].assign(**{RATE: frames[key]["currency"].map(rates).astype(float)})
        frames["kpis"] = kpis
        frames["projects"] = projects
        for ranking in self.catalogue.rankings:
            frame = frames[ranking.table]
            scope = Scope(frame, self.params, self.holidays, first_row=HEADER_ROW + 2)
            frame[rank_key(ranking)] = value(ranking.order, scope).astype(float)
        return frames

    def _months(self) -> list[dt.date]:
        periods = self.frames["periods"]["period"].dropna()
        if periods.empty:
            return []
        return [month.date() for month in pd.date_range(periods.min(), periods.max(), freq="MS")]

    def _programmes(self) -> list[str]:
        return sorted(set(self.frames["kpis"]["programme_id"]))

    def _cost_centres(self) -> list[str]:
        """Each cost centre in its first spelling: to Excel, as to people, its case says nothing."""
        spelled = {
            str(words).casefold(): str(words)
            for words in reversed(list(self.frames["budget"]["cost_centre"].dropna()))
        }
        return sorted(spelled.values())

    def _codes(self) -> list[str]:
        counts = Counter(self.frames["findings"]["code"])
        return sorted(counts, key=lambda code: (-counts[code], code))[:MOST_CODES]

    def names_in(self, table: str) -> Names:
        """Names for the calculated columns of a data table."""
        return Names(self.language, self.names.tables, home=table)

    def derived_names(self, table: str) -> Names:
        """Names for the formulas of a derived table, which look at the rows of the same project."""
        names = Names(self.language, self.names.tables, table, self.catalogue.project_key.key)
        if not self.sliced:
            return names
        place = names.column(slices.PLACE)
        held = slices.of_projects(self.sliced, lambda key: f"INDEX({self.column('kpis', key)},{place})")
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

    # how things look -------------------------------------------------------------------------------

    def form_style(self, form: Form, **more: Any) -> Format:
        """The cell format of a KPI of that form."""
        kept = (form, *more.items())
        if kept not in self._form_styles:
            self._form_styles[kept] = self._form_style(form, **more)
        return self._form_styles[kept]

    def _form_style(self, form: Form, **more: Any) -> Format:
        formats = {
            Form.AMOUNT: "#,##0;-#,##0;0",
            Form.RATIO: "0.00",
            Form.PERCENT: "0%",
            Form.COUNT: "0",
            Form.DAYS: "#,##0;-#,##0;0",
            Form.DATE: number_format(Kind.DATE, self.language),
            Form.LIGHT: "0",
        }
        align = {"align": "center"} if form is not Form.AMOUNT else {}
        return self.formats.get(num_format=formats[form], **{**align, **more})

    def sheet(self, words: Text | str) -> Page:
        """A new sheet."""
        name = words if isinstance(words, str) else self.say(words)
        page: Page = self.book.add_worksheet(name[:31], worksheet_class=Page)
        page.look_past(self.beside.looked_past)
        page.hide_gridlines(2)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_margins(0.3, 0.3, 0.4, 0.5)
        page.set_footer("&L&8&F&C&8&A&R&8&P / &N")
        return page

    def head(self, page: Page, title: Text, purpose: Text, width: int) -> None:
        """The title bar of a sheet, with the status date on its right."""
        page.set_column(0, 0, 2)
        page.set_row(0, 30)
        page.set_row(1, 18)
        bar = self.formats.get(bg_color=NAVY)
        for col in range(width + 1):
            page.write_blank(0, col, None, bar)
        big = self.formats.get(bold=True, font_size=18, font_color=WHITE, bg_color=NAVY)
        page.write_string(0, 1, self.say(title), big)
        self._purposes[page] = self.say(purpose)
        page.write_string(1, 1, self.say(purpose), self.formats.get(italic=True, font_color=QUIET))

    def tell_values(self) -> None:
        """Say on each sheet on which a value stands in the place of a formula that it is one."""
        style = self.formats.get(italic=True, font_color=QUIET)
        for page in self.book.worksheets():
            if page.settled:
                purpose = self._purposes.get(page)
                words = self.say(VALUES)
                page.write_string(1 if purpose else 2, 1, f"{purpose} {words}" if purpose else words, style)

    def heading_of(self, table: str) -> Text:
        """What a table is called."""
        catalogue = self.catalogue
        known = {**catalogue.tables, **catalogue.derived, **catalogue.ledgers, "projects": catalogue.record}
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

    def section(self, page: Page, row: int, col: int, title: Text, span: int) -> None:
        """A heading above a block, underlined over its width."""
        style = self.formats.get(bold=True, font_size=12, font_color=NAVY, bottom=2, bottom_color=NAVY)
        page.set_row(row, 20)
        for at in range(col, col + span):
            page.write_blank(row, at, None, style)
        page.write_string(row, col, self.say(title), style)

    def head_style(self, **more: Any) -> Format:
        """The header cell of a table."""
        return self.formats.get(
            **{"bold": True, "font_color": WHITE, "bg_color": NAVY, "text_wrap": True, "align": "center",
               "border": 1, "border_color": WHITE, **more}
        )  # fmt: skip

    def cell_style(self, form: Form | None = None, **more: Any) -> Format:
        """A body cell with a fine line below."""
        edge = {"bottom": 4, "bottom_color": LINE, **more}
        return self.form_style(form, **edge) if form is not None else self.formats.get(**edge)

    def total_style(self, form: Form | None = None) -> Format:
        """A total's cell."""
        edge: dict[str, Any] = {"bold": True, "bg_color": BAND, "top": 1, "top_color": NAVY}
        return self.form_style(form, **edge) if form is not None else self.formats.get(**edge)

    def sign_colours(self, page: Page, row: int, col: int, last_row: int, last_col: int) -> None:
        """The colour that goes with a sign; the sign itself is in the text."""
        for sign, back, ink in (*SIGN_COLOURS, ("○", LIGHT_GREY, QUIET)):
            style = self.book.add_format({"bg_color": back, "font_color": ink})
            rule = {"type": "text", "criteria": "begins with", "value": sign, "format": style}
            page.conditional_format(row, col, last_row, last_col, rule)

    def threshold_colours(self, page: Page, key: str, row: int, col: int, last_row: int) -> None:
        """Amber and red, each with its sign, for a KPI that has thresholds; the limits stay live."""
        kpi = self.catalogue.kpis.get(key)
        if kpi is None or kpi.threshold is None or last_row < row:
            return
        cell = xl_rowcol_to_cell(row, col)
        green, amber = parameter(f"{key}_green"), parameter(f"{key}_amber")
        better = ">=" if kpi.threshold.rising else "<="
        style = {Form.RATIO: "0.00", Form.PERCENT: "0%"}.get(kpi.form, "#,##0")
        for limit, sign, back, ink in (
            (green, "", LIGHT_GREEN, DARK_GREEN),
            (amber, "▲ ", LIGHT_AMBER, DARK_AMBER),
            (None, "◆ ", LIGHT_RED, DARK_RED),
        ):
            test = f"{cell}{better}{limit}" if limit else "TRUE"
            properties = {"bg_color": back, "font_color": ink}
            if sign:
                properties["num_format"] = f'"{sign}"{style};"{sign}"-{style};"{sign}"{style}'
            page.conditional_format(
                row, col, last_row, col,
                {"type": "formula", "criteria": f"=AND(ISNUMBER({cell}),{test})", "stop_if_true": True,
                 "format": self.book.add_format(properties)},
            )  # fmt: skip

    def light_words(self, what: Any) -> str | None:
        """The words of a light number (0-3)."""
        return None if pd.isna(what) else self.say(self.catalogue.light_labels[int(what)])

    def light_formula(self, inner: str) -> str:
        """The formula that turns a light number into its words."""
        words = ",".join(f'"{self.say(label)}"' for label in self.catalogue.light_labels)
        return f"CHOOSE({inner}+1,{words})"

    def define(self, name: str, page: Page, row: int, col: int, rows: int = 1) -> None:
        """Give a cell, or a column of cells, a name that formulas use."""
        first = xl_rowcol_to_cell(row, col, row_abs=True, col_abs=True)
        last = xl_rowcol_to_cell(row + rows - 1, col, row_abs=True, col_abs=True)
        sheet = page.get_name().replace("'", "''")
        self.book.define_name(parameter(name), f"='{sheet}'!{first}" + (f":{last}" if rows > 1 else ""))


def records_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame, each by column; many times as fast as pandas has them where a frame is wide."""
    columns = [frame[key].tolist() for key in frame.columns]
    return [dict(zip(frame.columns, row, strict=True)) for row in zip(*columns, strict=True)]


def _rank_label(ranking: Ranking) -> Text:
    return t("Order: {title}", "Ordre : {title}").fill(title=ranking.title)


def programmes_of(scorecard: Scorecard, label: str) -> Sequence[Mapping[str, Any]]:
    """The programme rows of a scorecard, by name; projects without one under *label*."""
    rows: list[Mapping[str, Any]] = [
        {**{str(key): what for key, what in row.items()}, "programme_id": row["programme_id"] or label}
        for row in records_of(scorecard.programmes)
    ]
    return sorted(rows, key=lambda row: str(row["programme_id"]))
