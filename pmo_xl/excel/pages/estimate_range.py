"""The range of the estimate at completion of the chosen project, and what gives each end of it."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.pages.blocks import EstimateRange
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.one_project.chosen import cell_of, found
from pmo_xl.excel.page_layout.boxes import USUAL, Box, Place
from pmo_xl.excel.pages.grids import grid_of
from pmo_xl.excel.write.cells import merge, plain, write_formula
from pmo_xl.excel.write.style import QUIET
from pmo_xl.excel.write.worksheet import Page

RANGE = (
    (t("Lowest (best case)", "La plus basse (cas favorable)"), "eac_low", "eac_low_by"),
    (t("Official (likely)", "Officielle (cas probable)"), "eac", None),
    (t("Highest (worst case)", "La plus haute (cas défavorable)"), "eac_high", "eac_high_by"),
)
RANGE_TITLE = t("Range of the EAC, and why", "Fourchette d’atterrissage, et pourquoi")


def range_box(master: MasterContext, block: EstimateRange) -> Box:
    """The room that the range takes."""
    return Box(block, [30.0, max(12.0, master.amount_width), 30.0], [20.0, *[USUAL] * len(RANGE)], block.span)


def write_range(master: MasterContext, page: Page, place: Place, block: EstimateRange) -> None:
    """The range of the estimate at completion, and which estimate gives each end of it."""
    row, (names, amounts, reasons) = place.row, place.spans
    master.section(page, row, place.col, RANGE_TITLE, place.last_col - place.col + 1)
    placed = master.placed[block.grid]
    labels = ":".join(
        xl_rowcol_to_cell(at, placed.heads, True, True) for at in (placed.head + 1, placed.head + placed.size)
    )
    words = [master.say(head) for head in master.heads(grid_of(master, block.grid))]
    for words_of_row, key, by in RANGE:
        row += 1
        bold, amount, quiet = (
            master.cell_style(bold=True), master.cell_style(Unit.AMOUNT), master.cell_style(font_color=QUIET, indent=1),
        )  # fmt: skip
        for span, style in ((names, bold), (amounts, amount), (reasons, quiet)):
            merge(page, row, span, style)
        page.write_string(row, names[0], master.say(words_of_row), bold)
        write_formula(
            page,
            row,
            amounts[0],
            f'=IFERROR({cell_of(master, "kpis", key)},"")',
            found(master, "kpis", key),
            amount,
        )
        number: Any = found(master, "kpis", by) if by else master.params["official_eac"]
        which = cell_of(master, "kpis", by) if by else parameter("official_eac")
        known = plain(found(master, "kpis", key)) is not None
        reason = words[int(number) - 1] if number is not None and known else None
        live = f'=IF({xl_rowcol_to_cell(row, amounts[0])}="","",IFERROR(INDEX({labels},{which}),""))'
        write_formula(page, row, reasons[0], live, reason, quiet)
