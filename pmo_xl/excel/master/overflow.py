"""On the sheet *Settings and trace*: which tables continue beside the workbook, and how much of each its sheet shows."""

from __future__ import annotations

from pmo_xl.core.base.text import t
from pmo_xl.core.flow.overflow import VALUES
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.write.style import QUIET
from pmo_xl.excel.write.worksheet import Page


def write_beside(master: MasterContext, page: Page, row: int) -> int:
    """A row for each such table; gives the row below."""
    master.section(page, row, 1, t("Tables beside this workbook", "Tables à côté de ce classeur"), 4)
    row += 1
    for col, words in enumerate(HEADS, start=1):
        page.write_string(row, col, master.say(words), master.head_style())
    count = master.cell_style(num_format="#,##0", align="left")
    for key, shown in master.beside.shown.items():
        row += 1
        page.write_string(row, 1, master.say(master.heading_of(key)), master.cell_style())
        page.write_number(row, 2, shown, count)
        page.write_number(row, 3, len(master.frames[key]), count)
        page.write_string(row, 4, f"{master.beside.folder}/{key}", master.cell_style())
    row += 1
    page.write_string(row, 1, master.say(VALUES), master.formats.get(italic=True, font_color=QUIET))
    return row + 1


HEADS = (
    t("Table", "Table"),
    t("Rows on its sheet", "Lignes sur sa feuille"),
    t("Rows in all", "Lignes en tout"),
    t("Folder", "Dossier"),
)
