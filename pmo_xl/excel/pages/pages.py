"""The pages of the master: their title, then their blocks where the layout puts them."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.flow.raw import MASTER, mark_of
from pmo_xl.core.pages.blocks import MasterPage, ProjectRows
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.page_layout.boxes import FIRST, USUAL, Layout
from pmo_xl.excel.page_layout.layout import lay_out
from pmo_xl.excel.page_layout.print_setup import set_up_print
from pmo_xl.excel.pages.blocks import nodes_of, write_block
from pmo_xl.excel.pages.counted import PROJECTS, counted, counted_formula
from pmo_xl.excel.pages.coverage import sentence
from pmo_xl.excel.write.cells import write_formula
from pmo_xl.excel.write.style import DARK_RED, NAVY, QUIET
from pmo_xl.excel.write.worksheet import Page

MARGIN = 2.0
"""Characters of the column left of all blocks."""
ABOVE, COVER_ABOVE = (30.0, 18.0, USUAL), (34.0, 20.0, USUAL)
"""Points of the rows above the first block: title, what the page is for, a gap or what is missing."""
COVER_BAR = 45
"""Pixels of its title bar: 34 points."""
COVER_ZOOM = 90


def write_page(master: MasterContext, page: Page, about: MasterPage) -> Layout:
    """One page; where its charts are to be drawn is told, for all that they show must stand before."""
    above = COVER_ABOVE if about.cover else ABOVE
    # A project is chosen right below the title, in the rows that stay in sight.
    row = len(above) - int(about.follows_choice)
    nodes = nodes_of(master, master.catalogue.blocks_of(about))
    layout = lay_out(f"Page {about.key}", nodes, about.columns, row)
    if about.cover:
        _cover_head(master, page, about, layout.last_col)
    else:
        words = about.purpose
        lists = any(isinstance(box.block, ProjectRows) for box, _ in layout.places)
        master.head(page, about.title, master.listed_words(words) if lists else words, layout.last_col)
    page.set_column(0, 0, MARGIN)
    for col, width in enumerate(layout.widths, start=FIRST):
        page.set_column(col, col, width)
    for box, place in layout.places:
        write_block(master, page, box.block, place)
    for at, height in (*enumerate(above[:row]), *layout.heights.items()):
        if height != USUAL:
            page.set_row(at, height)
    # A table by project further down keeps its head for itself: what is above it would be repeated with it.
    box, first = layout.places[0]
    head = first.row if isinstance(box.block, ProjectRows) else None
    _freeze(page, about, layout, head)
    set_up_print(page, layout, above[:row], head, one_sheet=about.one_sheet)
    return layout


def _freeze(page: Page, about: MasterPage, layout: Layout, head: int | None) -> None:
    """Keep in sight the title, and the head of a table by project with the names beside it where the page is wide."""
    if about.cover:
        page.set_zoom(COVER_ZOOM)
    elif head is not None:
        wide = len(layout.widths) == len(layout.own)
        page.freeze_panes(head + 1, FIRST + 2 if wide else 0)
    else:
        page.freeze_panes(layout.bands[0][1] + 1 if about.follows_choice else layout.bands[0][0], 0)


def _cover_head(master: MasterContext, page: Page, about: MasterPage, last_col: int) -> None:
    bar = master.formats.get(bg_color=NAVY)
    for col in range(last_col + 1):
        page.write_blank(0, col, None, bar)
    # By this mark a master that lies among the returns is known, and not read as one of them.
    unseen = master.formats.get(bg_color=NAVY, font_color=NAVY, num_format=";;;")
    page.write_string(0, 0, mark_of(MASTER, "1", master.language), unseen)
    big = master.formats.get(bold=True, font_size=20, font_color="#FFFFFF", bg_color=NAVY)
    page.write_string(0, FIRST, master.say(about.title), big)
    name = master.formats.get(font_size=14, font_color="#FFFFFF", bg_color=NAVY, align="right", indent=1)
    master.formats.put_brand(page, 0, last_col, COVER_BAR, name)
    live, words = _day_and_projects(master)
    write_formula(page, 1, FIRST, live, words, master.formats.get(font_size=11, font_color=QUIET))
    live, words = sentence(master)
    style = master.formats.get(bold=True, font_size=12, font_color=DARK_RED)
    write_formula(page, 2, FIRST, live, words, style)


def _day_and_projects(master: MasterContext) -> tuple[str, str]:
    """The formula and the value of the status date, the number of projects and the currency."""
    status, frame = master.portfolio.status_date, master.frames["kpis"]
    words = master.say(t("Status date ", "Date d’arrêté "))
    day = (status.strftime("%d/%m/%Y") if master.language == "fr" else status.isoformat()) if status else ""
    currency = master.settings.reporting_currency
    name = parameter("status_date")
    year, month, day_of = f"YEAR({name})", f'RIGHT("0"&MONTH({name}),2)', f'RIGHT("0"&DAY({name}),2)'
    parts = (day_of, month, year) if master.language == "fr" else (year, month, day_of)
    joint = '&"/"&' if master.language == "fr" else '&"-"&'
    live = f'="{words}"&IF({name}="","",{joint.join(parts)})'
    projects = f"COUNTA({master.column('kpis', 'project_id')})"
    live += f'&"   ·   "&{counted_formula(master, PROJECTS, projects)}&"   ·   {currency}"'
    return live, f"{words}{day}   ·   {counted(master, PROJECTS, len(frame))}   ·   {currency}"
