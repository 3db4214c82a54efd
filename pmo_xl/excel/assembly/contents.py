"""The table of contents: what period, how complete, the sheets by whom they are for, the hidden ones, every project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.flow.raw import MASTER, mark_of
from pmo_xl.core.pages.blocks import Reader
from pmo_xl.core.pages.view import KPI_SHEET
from pmo_xl.excel.assembly.heading import day_and_projects
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.pages.coverage import sentence
from pmo_xl.excel.write.cells import merge, write_formula
from pmo_xl.excel.write.layout import LINE_HEIGHT
from pmo_xl.excel.write.style import BLUE, DARK_RED, NAVY, QUIET, lines_of
from pmo_xl.excel.write.worksheet import Page

TITLE = t("Portfolio master", "Classeur consolidé du portefeuille")
FIRST, PARTS = 1, 3
"""The first column, and how many blocks stand side by side."""
WIDTHS = (10.0, 34.0, 13.0, 2.0)
"""Characters of the columns of a block: of a project its ID, name and status; then a gap."""
BAR_HEIGHT, BAR_PIXELS, LINK_HEIGHT = 34.0, 45, 17.0
LONGEST_TIP = 255
"""Characters of what a link says where the pointer rests on it."""
MOST_PROJECTS = 1000
"""Projects of the index: who has more looks for one on the sheet of KPIs."""


def write_contents(
    master: MasterContext,
    page: Page,
    shown: Mapping[Reader, Sequence[Page]],
    hidden: Sequence[Page],
    places: Mapping[str, tuple[str, int]],
) -> None:
    """The first sheet: links to the ``shown`` sheets, the names of the ``hidden`` ones, an index of projects.

    ``places`` say on which sheet and in which row the figures of each project stand.
    """
    last_col = FIRST + PARTS * len(WIDTHS) - 2
    page.set_column(0, 0, 2)
    for at in range(PARTS):
        for col, width in enumerate(WIDTHS, start=FIRST + at * len(WIDTHS)):
            page.set_column(col, col, width)
    _write_head(master, page, last_col)
    row = _write_links(master, page, 4, shown)
    row = _write_hidden(master, page, row + 1, hidden, last_col)
    last = _write_index(master, page, row + 1, places)
    page.print_area(0, FIRST, last, last_col)
    page.repeat_rows(0, 1)
    page.freeze_panes(3, 0)


def _write_head(master: MasterContext, page: Page, last_col: int) -> None:
    bar = master.formats.get(bg_color=NAVY)
    for col in range(last_col + 1):
        page.write_blank(0, col, None, bar)
    # By this mark a master that lies among the returns is known, and not read as one of them.
    unseen = master.formats.get(bg_color=NAVY, font_color=NAVY, num_format=";;;")
    page.write_string(0, 0, mark_of(MASTER, "1", master.language), unseen)
    page.set_row(0, BAR_HEIGHT)
    big = master.formats.get(bold=True, font_size=20, font_color="#FFFFFF", bg_color=NAVY)
    page.write_string(0, FIRST, master.say(TITLE), big)
    name = master.formats.get(font_size=14, font_color="#FFFFFF", bg_color=NAVY, align="right", indent=1)
    master.formats.put_brand(page, 0, last_col, BAR_PIXELS, name)
    live, words = day_and_projects(master)
    write_formula(page, 1, FIRST, live, words, master.formats.get(font_size=12, font_color=QUIET))
    live, words = sentence(master)
    whole = master.say(WHOLE)
    live = f'=IF({live.removeprefix("=")}="","{whole}",{live.removeprefix("=")})'
    style = master.formats.get(bold=True, font_size=12, font_color=DARK_RED if words else NAVY)
    write_formula(page, 2, FIRST, live, words or whole, style)


def _write_links(master: MasterContext, page: Page, row: int, shown: Mapping[Reader, Sequence[Page]]) -> int:
    """A block of links for each reader, side by side; the row below the longest."""
    for at, reader in enumerate(shown):
        col = FIRST + at * len(WIDTHS)
        master.section(page, row, col, reader.value, len(WIDTHS) - 1)
    link = master.formats.get(font_color=BLUE, underline=1, font_size=11)
    for line in zip_longest(*shown.values()):
        row += 1
        page.set_row(row, LINK_HEIGHT)
        for at, sheet in enumerate(line):
            if sheet is not None:
                col, name = FIRST + at * len(WIDTHS), sheet.get_name()
                page.write_string(row, col, name, link)
                tip = _first_sentence(master.purposes.get(sheet, ""))[:LONGEST_TIP]
                page.add_link(row, col, _to(sheet), name, tip)
    return row + 1


def _write_hidden(master: MasterContext, page: Page, row: int, hidden: Sequence[Page], last_col: int) -> int:
    """The sheets behind the figures, and how to see them: a link does not open a sheet that is hidden."""
    master.section(page, row, FIRST, HIDDEN, last_col)
    names = " · ".join(sheet.get_name() for sheet in hidden)
    words = master.say(UNHIDE.fill(names=names))
    style = master.formats.get(text_wrap=True, valign="top", font_color=QUIET)
    merge(page, row + 1, (FIRST, last_col), style)
    page.write_string(row + 1, FIRST, words, style)
    page.set_row(row + 1, LINE_HEIGHT * lines_of(words, sum(WIDTHS) * PARTS - 2) + 3)
    return row + 2


def _write_index(master: MasterContext, page: Page, row: int, places: Mapping[str, tuple[str, int]]) -> int:
    """Every project with its computed status, those of which nothing counts last; the last row."""
    frame = master.frames["kpis"].head(MOST_PROJECTS)
    size, every = len(frame), len(master.frames["kpis"])
    title = INDEX if size == every else INDEX_PART.fill(n=size, of=every, sheet=KPI_SHEET)
    master.section(page, row, FIRST, title, PARTS * len(WIDTHS) - 1)
    row += 1
    silent = master.coverage.silent[: MOST_PROJECTS - size]
    deep = -(-(size + len(silent)) // PARTS)
    link = master.cell_style(font_color=BLUE, underline=1)
    ids, names, lights = (master.column("kpis", key) for key in ("project_id", "project_name", "rag"))
    records = zip(*(frame[key] for key in ("project_id", "project_name", "rag")), strict=True)
    for at, (project, name, light) in enumerate(records):
        line, col = _spot(row, at, deep)
        here = "$" + xl_rowcol_to_cell(line, col)
        if project in places:
            sheet, at_row = places[project]
            page.write_string(line, col, project, link)
            page.add_link(line, col, f"internal:'{sheet}'!A{at_row + 1}", project)
        else:
            page.write_string(line, col, project, master.cell_style())
        place = f"MATCH({here},{ids},0)"
        live = f'=IFERROR(INDEX({names},{place})&"","")'
        write_formula(page, line, col + 1, live, name or "", master.cell_style(shrink=True))
        live = f'=IFERROR({master.light_formula(f"INDEX({lights},{place})")},"")'
        write_formula(page, line, col + 2, live, master.light_words(light), master.cell_style(align="center"))
    for at, known in enumerate(silent, start=size):
        line, col = _spot(row, at, deep)
        page.write_string(line, col, str(known["project_id"]), master.cell_style())
        page.write_string(line, col + 1, str(known.get("project_name") or ""), master.cell_style(shrink=True))
        page.write_string(line, col + 2, master.say(NO_RETURN), master.cell_style(align="center"))
    for part in range(PARTS):
        col = FIRST + part * len(WIDTHS) + 2
        master.sign_colours(page, row, col, row + max(deep - 1, 0), col)
    return row + max(deep - 1, 0)


def _spot(row: int, at: int, deep: int) -> tuple[int, int]:
    """Row and column of a project of the index, which goes down each block in turn."""
    part, down = divmod(at, deep)
    return row + down, FIRST + part * len(WIDTHS)


def _to(sheet: Page) -> str:
    name = sheet.get_name().replace("'", "''")
    return f"internal:'{name}'!A1"


def _first_sentence(words: str) -> str:
    """What a sheet is for, in short: the rest stands on the sheet itself."""
    head, stop, _ = words.partition(". ")
    return head + "." if stop else words


WHOLE = t("All expected returns are in.", "Tous les retours attendus ont été reçus.")
INDEX = t("Projects", "Projets")
NO_RETURN = t("◆ No return", "◆ Sans retour")
INDEX_PART = t(
    "Projects: {n} of {of}; sheet “{sheet}” holds all",
    "Projets : {n} sur {of} ; la feuille « {sheet} » les contient tous",
)
HIDDEN: Text = t("Behind the figures", "Derrière les chiffres")
UNHIDE = t(
    "Hidden sheets hold the glossary, the data of the charts, the KPIs of every project and every row of the returns, and lists that are empty; right-click a tab and choose Unhide to see them: {names}",
    "Des feuilles masquées contiennent le glossaire, les données des graphiques, les indicateurs de chaque projet et toutes les lignes des retours, ainsi que les listes vides ; clic droit sur un onglet puis Afficher : {names}",
)  # fmt: skip
