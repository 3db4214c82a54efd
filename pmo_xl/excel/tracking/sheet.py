"""The master's sheets that track the budget: the tree with its reviews, and what waits for an answer."""

from __future__ import annotations

from typing import Any

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.flow.raw import mark_of
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.tracking.columns import (
    AT,
    BAND_ROW,
    COLUMNS,
    FIRST,
    HEAD_ROW,
    KEY_ROW,
    LAST,
    MARK_KIND,
    TRACKING,
    Of,
)
from pmo_xl.excel.tracking.controls import TREE_ROW, write_controls
from pmo_xl.excel.tracking.queries import write_queries
from pmo_xl.excel.tracking.review import guard, write_rows
from pmo_xl.excel.tracking.rows import variance_colours
from pmo_xl.excel.tracking.tree import tree_of
from pmo_xl.excel.write.style import BAND, NAVY, WHITE
from pmo_xl.excel.write.worksheet import Page

FROZEN = AT["name"] + 1


def write_tracking(master: MasterContext, page: Page, queries: Page) -> None:
    """The whole sheet, then the list of queries that reads from it."""
    total = tree_of(master, TREE_ROW)
    _write_frame(master, page)
    last = write_rows(master, page, total)
    variance_colours(master, page, total.at, total.last)
    write_controls(master, page, total)
    guard(master, page, total.at, last)
    # On paper the figures; what reviewers type stands on the list of queries too.
    page.print_area(0, FIRST, last, AT["reviewer"] - 1)
    write_queries(master, queries, total, last)


def _write_frame(master: MasterContext, page: Page) -> None:
    """Title, bands, headers, widths, folds: all that stands around the figures."""
    currency = master.settings.reporting_currency
    master.head(page, TRACKING, PURPOSE.fill(currency=currency), LAST)
    unseen = master.formats.get(bg_color=NAVY, font_color=NAVY, num_format=";;;")
    page.write_string(0, 0, mark_of(MARK_KIND, "1", master.language), unseen)
    page.set_row(KEY_ROW, 15, None, {"hidden": True})
    page.set_row(BAND_ROW, 18)
    page.set_row(HEAD_ROW, 44)
    band: Text | None = None
    for place, column in enumerate(COLUMNS):
        col = AT[column.key]
        page.write_string(KEY_ROW, col, column.key, master.formats.get(font_color=WHITE))
        if column.of is Of.MEMORY:
            page.set_column(col, col, column.width, None, {"hidden": True})
            continue
        after = COLUMNS[place + 1]
        options: dict[str, Any] = {"level": 1, "hidden": True} if column.folded else {}
        if not column.folded and after.folded and after.of is not Of.MEMORY:
            options = {"collapsed": True}
        page.set_column(col, col, column.width, None, options)
        edge = {"left": 1, "left_color": NAVY} if column.band is not band else {}
        style = master.formats.get(bold=True, font_color=NAVY, bg_color=BAND, **edge)
        if column.band is not band:
            page.write_string(BAND_ROW, col, master.say(column.band), style)
        else:
            # An empty text would stop the heading, which runs on over blank cells.
            page.write_blank(BAND_ROW, col, None, style)
        band = column.band
        page.write_string(HEAD_ROW, col, master.say(column.label), master.head_style())
    page.outline_settings(True, False, False, False)
    page.freeze_panes(HEAD_ROW + 1, FROZEN)
    page.set_zoom(85)
    page.repeat_rows(BAND_ROW, HEAD_ROW)


PURPOSE = t(
    "Amounts in {currency}, at the budget rate. Click + to open a project’s lines or a group of columns. Review: type into the white cells; it is kept when you consolidate again.",
    "Montants en {currency}, au cours budgétaire. Cliquez sur + pour ouvrir les lignes d’un projet ou un groupe de colonnes. Revue : saisissez dans les cellules blanches ; tout est conservé à la consolidation suivante.",
)
