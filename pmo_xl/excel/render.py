"""The master workbook: pages on top, data below, every figure that Excel can compute a live formula."""

from __future__ import annotations

from pathlib import Path

from pmo_xl.core.flow import Portfolio, Scorecard
from pmo_xl.core.settings import Settings
from pmo_xl.core.text import t
from pmo_xl.core.view import DATA, KPI_SHEET, SCHEDULE_QUALITY, Catalogue
from pmo_xl.excel.book import new_book
from pmo_xl.excel.make import CREATED
from pmo_xl.excel.master import Master
from pmo_xl.excel.master_charts import CHART_DATA, write_titles
from pmo_xl.excel.master_coverage import COVERAGE, write_coverage
from pmo_xl.excel.master_dashboard import DASHBOARD, write_dashboard
from pmo_xl.excel.master_data import write_data, write_kpis, write_projects
from pmo_xl.excel.master_derived import write_derived
from pmo_xl.excel.master_grids import write_grid
from pmo_xl.excel.master_ledgers import DICTIONARY, RUN, write_dictionary, write_ledger, write_run
from pmo_xl.excel.master_one_project import ONE_PROJECT, write_one_project
from pmo_xl.excel.master_pages import write_page
from pmo_xl.excel.master_quality import write_quality
from pmo_xl.excel.master_queries import QUERIES
from pmo_xl.excel.master_reconciliation import Sheets as Reconciled
from pmo_xl.excel.master_tracking import write_tracking
from pmo_xl.excel.style import AMBER, BLUE, GREEN, NAVY, QUIET
from pmo_xl.excel.tracking_columns import TRACKING

TRACKED = {"budget", "projects"}
"""The tables whose rows the budget tracking shows one by one."""
TITLE = t("Portfolio master", "Classeur consolidé du portefeuille")


def render(
    path: Path,
    catalogue: Catalogue,
    portfolio: Portfolio,
    scorecard: Scorecard,
    settings: Settings,
    language: str,
    version: str,
    folder: str | None = None,
) -> None:
    """Write the master at *path*.

    ``folder`` is the way from the master to the returns, for the links of the findings; None: no links.
    """
    with new_book(path, max_url_length=2079) as book:
        master = Master(book, catalogue, portfolio, scorecard, settings, language)
        book.set_properties({"title": master.say(TITLE), "created": CREATED, "comments": f"pmo_xl {version}"})
        book.set_size(2400, 1500)
        book.set_calc_mode("auto")
        dashboard = master.sheet(DASHBOARD)
        pages = [(table, master.sheet(table.title)) for table in catalogue.pages]
        # A tree of every budget line, and a page that follows a choice, need all the rows at hand.
        past = portfolio.beside.looked_past
        tracking, queries = (
            (None, None) if past & TRACKED else (master.sheet(TRACKING), master.sheet(QUERIES))
        )
        quality = master.sheet(SCHEDULE_QUALITY)
        coverage = master.sheet(COVERAGE)
        reconciliation = Reconciled(master, portfolio.reconciliation) if portfolio.reconciliation else None
        one_project = None if past else master.sheet(ONE_PROJECT)
        ledgers = {key: master.sheet(table.heading) for key, table in catalogue.ledgers.items()}
        kpis = master.sheet(KPI_SHEET)
        without = portfolio.beside.without_sheet
        projects = None if "projects" in without else master.sheet(DATA.fill(name=catalogue.record.heading))
        data, derived = (
            {key: master.sheet(DATA.fill(name=table.heading)) for key, table in tables.items() if key not in without}
            for tables in (catalogue.tables, catalogue.derived)
        )  # fmt: skip
        chart_data = master.sheet(CHART_DATA)
        dictionary, run = master.sheet(DICTIONARY), master.sheet(RUN)

        write_run(master, run, version)
        if projects is not None:
            write_projects(master, projects)
        for key, page in data.items():
            write_data(master, page, key)
        for key, page in derived.items():
            write_derived(master, page, key)
        write_kpis(master, kpis)
        write_coverage(master, coverage)
        master.head(
            chart_data,
            CHART_DATA,
            t("What the charts are drawn from.", "Ce dont les graphiques sont tirés."),
            8,
        )
        chart_data.set_column(1, 8, 18)
        row = 3
        for grid in catalogue.grids:
            if grid.page == "chart_data":
                row = write_grid(master, chart_data, row, 1, grid) + 1
        for table, page in pages:
            write_page(master, page, table)
        if tracking is not None and queries is not None:
            write_tracking(master, tracking, queries)
        write_quality(master, quality, folder)
        write_dashboard(master, dashboard)
        if one_project is not None:
            write_one_project(master, one_project)
        write_titles(master, chart_data)
        for key, page in ledgers.items():
            write_ledger(master, page, key, folder)
        if reconciliation is not None:
            reconciliation.write()
        write_dictionary(master, dictionary)
        coloured = (
            (NAVY, (dashboard,)),
            (BLUE, (*(page for _, page in pages), tracking, queries, one_project, quality, coverage)),
            (AMBER, ledgers.values()),
            (GREEN, (kpis, projects, *data.values(), *derived.values())),
            (QUIET, (chart_data, dictionary, run)),
        )
        for colour, some in coloured:
            for page in filter(None, some):
                page.set_tab_color(colour)
        for page in reconciliation.all if reconciliation is not None else ():
            page.set_tab_color(AMBER)
        master.tell_values()
        dashboard.activate()
