"""The figures of a master for who shows them elsewhere: those that its sheets hold, and in which cells; and data of charts."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from xlsxwriter import Workbook

from pmo_xl.core.flow.portfolio import Portfolio, Scorecard
from pmo_xl.core.pages.view import MasterDefinition
from pmo_xl.core.settings.settings import Settings
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.write.book import new_book
from pmo_xl.excel.write.layout import CREATED

CHART_SHEET = "Sheet1"
"""The sheet of the workbook inside a chart, as chart libraries refer to it."""


def master_figures(
    catalogue: MasterDefinition,
    portfolio: Portfolio,
    scorecard: Scorecard,
    settings: Settings,
    language: str,
) -> MasterContext:
    """What the master of this run says, without the workbook: its tables, ranked and converted as its pages read them."""
    return MasterContext(
        Workbook(None, {"in_memory": True}), catalogue, portfolio, scorecard, settings, language
    )


def chart_workbook(heads: Sequence[str], rows: Sequence[tuple[str, Sequence[float | None]]]) -> bytes:
    """The workbook behind a chart: a column of categories, then one for each series under its name; None is a blank cell.

    Words that begin with an equals sign stay words, and the same rows give the same bytes.
    """
    with tempfile.TemporaryDirectory(prefix="pmo_xl_") as folder:
        path = Path(folder) / "chart.xlsx"
        with new_book(path) as book:
            book.set_properties({"created": CREATED})
            sheet = book.add_worksheet(CHART_SHEET)
            sheet.set_column(0, 0, 28)
            for col, head in enumerate(heads, start=1):
                sheet.write_string(0, col, head)
            for row, (name, values) in enumerate(rows, start=1):
                sheet.write_string(row, 0, name)
                for col, what in enumerate(values, start=1):
                    if what is not None:
                        sheet.write_number(row, col, what)
        return path.read_bytes()
