"""The master workbook: pages on top, data below, every figure that Excel can compute a live formula."""

from __future__ import annotations

from pathlib import Path

from pmo_xl.core.flow.portfolio import Portfolio, Scorecard
from pmo_xl.core.pages.blocks import LAST_PAGES, Reader
from pmo_xl.core.pages.view import CONTENTS, DATA, KPI_SHEET, SCHEDULE_QUALITY, MasterDefinition
from pmo_xl.core.settings.settings import Settings
from pmo_xl.excel.assembly.blocks import draw_charts
from pmo_xl.excel.assembly.contents import TITLE, write_contents
from pmo_xl.excel.assembly.pages import write_page
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.master.data import write_data, write_kpis, write_projects
from pmo_xl.excel.master.derived import write_derived
from pmo_xl.excel.master.dictionary import DICTIONARY, write_dictionary
from pmo_xl.excel.master.glossary import write_glossary
from pmo_xl.excel.master.run_tables import write_run_table
from pmo_xl.excel.pages.charts import CHART_DATA, write_chart_data, write_titles
from pmo_xl.excel.pages.coverage import COVERAGE, write_coverage
from pmo_xl.excel.pages.schedule_quality import write_quality
from pmo_xl.excel.reconciliation.summary import Sheets as Reconciled
from pmo_xl.excel.run_sheet.run import RUN, write_run
from pmo_xl.excel.tracking.columns import TRACKING
from pmo_xl.excel.tracking.queries import QUERIES
from pmo_xl.excel.tracking.sheet import write_tracking
from pmo_xl.excel.write.book import new_book
from pmo_xl.excel.write.glossary import GLOSSARY
from pmo_xl.excel.write.layout import CREATED
from pmo_xl.excel.write.style import AMBER, BLUE, NAVY, QUIET
from pmo_xl.excel.write.worksheet import Page

TRACKED = {"budget", "projects"}
"""The tables whose rows the budget tracking shows one by one."""
BEHIND = {"returns", "rows", "cells"}
"""The tables of a run that pages sum up: the collection and the coverage."""


def render(
    path: Path,
    catalogue: MasterDefinition,
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
        master = MasterContext(book, catalogue, portfolio, scorecard, settings, language)
        book.set_properties({"title": master.say(TITLE), "created": CREATED, "comments": f"pmo_xl {version}"})
        book.set_size(2400, 1500)
        book.set_calc_mode("auto")
        # A tree of every budget line, and a page that follows a choice, need all the rows at hand.
        past = portfolio.beside.without_references
        about = sorted(catalogue.pages, key=lambda page: page.order)
        about = [
            page for page in about if not (past and page.follows_choice) and master.concerns(page.of_kind)
        ]
        contents = master.sheet(CONTENTS)
        pages = {page.key: master.sheet(page.title) for page in about if page.order < LAST_PAGES}
        tracking, queries = (
            (None, None) if past & TRACKED else (master.sheet(TRACKING), master.sheet(QUERIES))
        )
        quality = master.sheet(SCHEDULE_QUALITY)
        coverage = master.sheet(COVERAGE)
        reconciliation = Reconciled(master, portfolio.reconciliation) if portfolio.reconciliation else None
        pages |= {page.key: master.sheet(page.title) for page in about if page.order >= LAST_PAGES}
        ledgers = {key: master.sheet(table.heading) for key, table in catalogue.run_tables.items()}
        kpis = master.sheet(KPI_SHEET)
        without = portfolio.beside.without_sheet
        projects = None if "projects" in without else master.sheet(DATA.fill(name=catalogue.record.heading))
        data, derived = (
            {key: master.sheet(DATA.fill(name=table.heading)) for key, table in tables.items() if key not in without}
            for tables in (catalogue.tables, catalogue.derived)
        )  # fmt: skip
        chart_data = master.sheet(CHART_DATA)
        dictionary, run = master.sheet(DICTIONARY), master.sheet(RUN)
        glossary = master.sheet(GLOSSARY)

        write_run(master, run, version)
        if projects is not None:
            write_projects(master, projects)
        for key, page in data.items():
            write_data(master, page, key)
        for key, page in derived.items():
            write_derived(master, page, key)
        write_kpis(master, kpis)
        write_coverage(master, coverage)
        write_chart_data(master, chart_data, about)
        layouts = {page.key: write_page(master, pages[page.key], page) for page in about}
        # A chart shows what may stand on a later page.
        for key, layout in layouts.items():
            draw_charts(master, pages[key], layout)
        if tracking is not None and queries is not None:
            write_tracking(master, tracking, queries)
        write_quality(master, quality, folder)
        write_titles(master, chart_data)
        for key, page in ledgers.items():
            write_run_table(master, page, key, folder)
        if reconciliation is not None:
            reconciliation.write()
        write_dictionary(master, dictionary)
        write_glossary(master, glossary)

        read = {page.key: page.reader for page in about}
        reconciled = reconciliation.all if reconciliation is not None else ()
        of_readers: dict[Reader, list[Page]] = {
            reader: [pages[key] for key in pages if read[key] is reader] for reader in Reader
        }
        of_readers[Reader.FINANCE] += filter(None, (tracking, queries, *reconciled))
        of_readers[Reader.PMO] += [
            quality,
            coverage,
            *(ledgers[key] for key in ledgers if key not in BEHIND),
            run,
        ]
        # What has nothing to say needs no tab: findings, gaps and queries that there are none of.
        silent = [page for key, page in ledgers.items() if key in BEHIND or portfolio.tables[key].empty]
        if not master.coverage.partial:
            silent.append(coverage)
        if queries is not None and not portfolio.reviews.any_open:
            silent.append(queries)
        of_readers = {
            reader: [page for page in some if page not in silent] for reader, some in of_readers.items()
        }
        behind = [
            *filter(None, (kpis, projects)), *data.values(), *derived.values(), *silent, chart_data, dictionary, glossary,
        ]  # fmt: skip
        for page in behind:
            page.hide()
        for colour, some in (
            (NAVY, [contents, *of_readers[Reader.MANAGEMENT]]),
            (BLUE, of_readers[Reader.PMO]),
            (AMBER, of_readers[Reader.FINANCE]),
            (QUIET, behind),
        ):
            for page in some:
                page.set_tab_color(master.formats.colour(colour))
        write_contents(master, contents, of_readers, behind, master.rows_of_projects)
        master.mark_static_values()
        contents.activate()
