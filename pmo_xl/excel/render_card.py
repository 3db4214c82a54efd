"""The sheet of one project as a workbook of its own: what the master shows of it, values in the place of formulas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.flow.portfolio import Portfolio, Scorecard
from pmo_xl.core.pages.blocks import ChosenProject, MasterPage, ProjectChoice
from pmo_xl.core.pages.view import MasterDefinition
from pmo_xl.core.settings.settings import Settings
from pmo_xl.excel.assembly.blocks import draw_charts
from pmo_xl.excel.assembly.pages import write_page
from pmo_xl.excel.master.context import CHOSEN, MasterContext
from pmo_xl.excel.pages.charts import CHART_DATA, write_chart_data, write_titles
from pmo_xl.excel.write.book import new_book
from pmo_xl.excel.write.cells import cached
from pmo_xl.excel.write.layout import CREATED

PURPOSE = t(
    "Values as of the status date, taken from the portfolio master. Reporting currency, at the budget rate.",
    "Valeurs à la date d’arrêté, tirées du classeur consolidé. Devise de consolidation, au cours budget.",
)


def render_card(
    path: Path,
    catalogue: MasterDefinition,
    portfolio: Portfolio,
    scorecard: Scorecard,
    settings: Settings,
    language: str,
    version: str,
    project_id: str,
    *,
    finance: bool,
) -> None:
    """Write the sheet of a project at *path*, its follow-up where it sent one, its finance sheet where that is asked.

    The figures are those that the master of this portfolio shows where this project is chosen; nothing in the workbook
    looks at anything outside it.
    """
    portfolio, scorecard = _of_one(portfolio, scorecard, project_id)
    with new_book(path) as book:
        master = MasterContext(book, catalogue, portfolio, scorecard, settings, language)
        name = str(scorecard.kpis["project_name"].iloc[0])
        book.set_properties(
            {"title": f"{project_id} – {name}", "created": CREATED, "comments": f"pmo_xl {version}"}
        )
        pages = [
            replace(page, purpose=PURPOSE)
            for page in catalogue.pages
            if _is_shown(page, finance=finance) and master.concerns(page.of_kind)
        ]
        sheets = {page.key: master.sheet(page.title) for page in pages}
        chart_data = master.sheet(CHART_DATA)
        for sheet in (*sheets.values(), chart_data):
            sheet.freeze()
            named = f"{project_id} – {name}".replace("&", "&&")
            sheet.set_footer(f"&L&8{named}&C&8&A&R&8&P / &N")
        _define_limits(master)
        write_chart_data(master, chart_data, pages)
        layouts = {page.key: write_page(master, sheets[page.key], page) for page in pages}
        for key, layout in layouts.items():
            draw_charts(master, sheets[key], layout)
        write_titles(master, chart_data)
        chart_data.hide()


def _is_shown(page: MasterPage, *, finance: bool) -> bool:
    """The sheet of a project, what one kind of return adds to it, and its finances where these are asked for."""
    wanted = (ProjectChoice, ChosenProject) if finance or page.of_kind else ProjectChoice
    return any(isinstance(block, wanted) for block in page.parts())


def _of_one(portfolio: Portfolio, scorecard: Scorecard, project_id: str) -> tuple[Portfolio, Scorecard]:
    """The same of one project alone: what its sheet shows does not depend on the others."""

    def of(frame: pd.DataFrame) -> pd.DataFrame:
        mine = frame["project_id"] == project_id if "project_id" in frame else slice(None)
        return frame[mine].reset_index(drop=True)

    tables = {key: of(frame) for key, frame in portfolio.tables.items()}
    return (
        replace(portfolio, projects=of(portfolio.projects), tables=tables),
        replace(scorecard, kpis=of(scorecard.kpis)),
    )


def _define_limits(master: MasterContext) -> None:
    """The values that colours are told by, as names that stand for a number: no sheet of settings is there."""
    held: Mapping[str, Any] = master.params
    for name, what in held.items():
        if name != CHOSEN and isinstance(what, (int, float, dt.date)):
            master.book.define_name(parameter(name), f"={cached(what)!r}")
