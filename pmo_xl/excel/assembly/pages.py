"""The pages of the master: their title, then their blocks where the layout puts them."""

from __future__ import annotations

from pmo_xl.core.pages.blocks import MasterPage, ProjectRows
from pmo_xl.core.pages.follow_up_blocks import StatusRows, ToDoByPerson
from pmo_xl.core.pages.list_blocks import MilestoneList
from pmo_xl.core.pages.overview_blocks import ManagerRows, PortfolioRows
from pmo_xl.excel.assembly.blocks import nodes_of, write_block
from pmo_xl.excel.assembly.heading import COVER_ABOVE, cover_head
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.page_layout.boxes import FIRST, GAP, USUAL, Layout
from pmo_xl.excel.page_layout.layout import lay_out
from pmo_xl.excel.page_layout.print_setup import MARGIN, Head, set_up_print
from pmo_xl.excel.timeline.road_map import Lane, RoadMapHead
from pmo_xl.excel.write.worksheet import Page

ABOVE = (30.0, 18.0, GAP)
"""Points of the rows above the first block: title, what the page is for, a gap."""


def write_page(master: MasterContext, page: Page, about: MasterPage) -> Layout:
    """One page; where its charts are to be drawn is told, for all that they show must stand before."""
    above = COVER_ABOVE if about.cover else ABOVE
    # A project is chosen right below the title, in the rows that stay in sight.
    row = len(above) - int(about.follows_choice)
    nodes = nodes_of(master, master.catalogue.blocks_of(about))
    layout = lay_out(f"Page {about.key}", nodes, about.columns, row, about.column_width)
    if about.cover:
        cover_head(master, page, about, layout.last_col)
    else:
        words = about.purpose
        lists = any(
            isinstance(box.block, (PortfolioRows, ProjectRows, RoadMapHead)) for box, _ in layout.places
        )
        master.head(page, about.title, master.listed_words(words) if lists else words, layout.last_col)
    page.set_default_row(USUAL)
    page.set_column(0, 0, MARGIN)
    for col, width in enumerate(layout.widths, start=FIRST):
        page.set_column(col, col, width)
    for box, place in layout.places:
        write_block(master, page, box.block, place)
    for at, height in (*enumerate(above[:row]), *layout.heights.items()):
        if height != USUAL:
            page.set_row(at, height)
    head = _head(layout)
    _freeze(page, about, layout, head.row if head is not None and not head.first else None)
    printed = layout.printed
    if head is not None and head.last_row > printed.last_row:
        head = None
    set_up_print(page, printed, above[:row], head, one_sheet=about.one_sheet, landscape=about.landscape)
    return layout


def _head(layout: Layout) -> Head | None:
    """The header of the table by project, of the road map, of the list of milestones or of project managers; None without one.

    A table by project further down keeps its head for itself: what is above it would be repeated with it.
    """
    box, first = layout.places[0]
    if isinstance(box.block, (PortfolioRows, ProjectRows)):
        return Head(first.row, first.last_row)
    for box, place in layout.places:
        if isinstance(box.block, RoadMapHead) and box.block.columns is not None:
            lanes = [place.last_row for box, place in layout.places if isinstance(box.block, Lane)]
            return Head(place.last_row, max(lanes))
        if isinstance(box.block, (ManagerRows, MilestoneList, StatusRows, ToDoByPerson)):
            return Head(place.row + 1, place.last_row, place.row)
    return None


def _freeze(page: Page, about: MasterPage, layout: Layout, head: int | None) -> None:
    """Keep in sight the title, and the head of a table by project with the names beside it where the page is wide."""
    if about.cover:
        page.freeze_panes(1, 0)
    elif head is not None:
        wide = len(layout.widths) == len(layout.own)
        page.freeze_panes(head + 1, FIRST + 2 if wide else 0)
    else:
        page.freeze_panes(layout.bands[0][1] + 1 if about.follows_choice else layout.bands[0][0], 0)
