"""The head of the page that sums all up: title, status date, projects and currency, and in red what is missing."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.pages.blocks import MasterPage
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.overview.headline import headline
from pmo_xl.excel.page_layout.boxes import FIRST
from pmo_xl.excel.pages.counted import PROJECTS, counted, counted_formula
from pmo_xl.excel.pages.coverage import sentence
from pmo_xl.excel.write.cells import merge, write_formula
from pmo_xl.excel.write.style import DARK_RED, LIGHT_AMBER, NAVY, QUIET
from pmo_xl.excel.write.worksheet import Page

COVER_ABOVE = (34.0, 20.0, 34.0, 18.0)
"""Points of the rows above the first block: title, date, the sentence that sums up, what is missing."""
COVER_BAR = 45
"""Pixels of its title bar: 34 points."""


def cover_head(master: MasterContext, page: Page, about: MasterPage, last_col: int) -> None:
    """The title bar and the two lines below it."""
    bar = master.formats.get(bg_color=NAVY)
    for col in range(last_col + 1):
        page.write_blank(0, col, None, bar)
    master.link_home(page)
    master.purposes[page] = master.say(about.purpose)
    big = master.formats.get(bold=True, font_size=20, font_color="#FFFFFF", bg_color=NAVY)
    page.write_string(0, FIRST, master.say(about.title), big)
    name = master.formats.get(font_size=14, font_color="#FFFFFF", bg_color=NAVY, align="right", indent=1)
    master.formats.put_brand(page, 0, last_col, COVER_BAR, name)
    live, words = day_and_projects(master)
    write_formula(page, 1, FIRST, live, words, master.formats.get(font_size=11, font_color=QUIET))
    told = headline(master)
    style = master.formats.get(
        bold=True, font_size=12, font_color=NAVY, bg_color=LIGHT_AMBER, text_wrap=True, indent=1
    )
    merge(page, 2, (FIRST, last_col), style)
    write_formula(page, 2, FIRST, f"={told.live}", told.words, style)
    live, words = sentence(master)
    style = master.formats.get(bold=True, font_size=12, font_color=DARK_RED)
    write_formula(page, 3, FIRST, live, words, style)


def day_and_projects(master: MasterContext) -> tuple[str, str]:
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
