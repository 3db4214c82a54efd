"""What follows the project that somebody chooses: the cell of the choice, and the range of its estimates."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.pages.blocks import EstimateRange, ProjectChoice
from pmo_xl.core.pages.view import DATA
from pmo_xl.excel.master.context import CHOSEN, HEADER_ROW, MasterContext
from pmo_xl.excel.master.data import FIRST as DATA_FIRST
from pmo_xl.excel.page_layout.boxes import USUAL, Box, Place
from pmo_xl.excel.pages.grids import grid_of
from pmo_xl.excel.write.cells import merge, plain, shown, write_formula
from pmo_xl.excel.write.style import AMBER, LIGHT_AMBER, NAVY, QUIET
from pmo_xl.excel.write.worksheet import Page

RANGE = (
    (t("Lowest (best case)", "La plus basse (cas favorable)"), "eac_low", "eac_low_by"),
    (t("Official (likely)", "Officielle (cas probable)"), "eac", None),
    (t("Highest (worst case)", "La plus haute (cas défavorable)"), "eac_high", "eac_high_by"),
)
RANGE_TITLE = t("Range of the EAC, and why", "Fourchette d’atterrissage, et pourquoi")
CHOICE_WIDTHS = 14.0, 20.0, 50.0, 24.0, 24.0, 10.0
"""Characters of the label, the choice, and what is said of the project."""


def choice_box(block: ProjectChoice) -> Box:
    """The room that the choice takes."""
    return Box(block, CHOICE_WIDTHS, [24.0], block.span)


def write_choice(master: MasterContext, page: Page, place: Place) -> None:
    """The cell to choose in, and who that project is."""
    frame = master.frames["kpis"]
    first = master.params[CHOSEN]
    row, (label_span, span, *others) = place.row, place.spans
    label = master.formats.get(bold=True, align="right", font_color=NAVY)
    merge(page, row, label_span, label)
    page.write_string(row, label_span[0], master.say(t("Project ID", "Code projet")) + " ▸", label)
    entry = master.formats.get(
        bold=True, font_size=14, align="center", bg_color=LIGHT_AMBER, border=2, border_color=AMBER
    )
    merge(page, row, span, entry)
    page.write_string(row, span[0], first or "", entry)
    master.define(CHOSEN, page, row, span[0])
    sheet = master.say(DATA.fill(name=master.catalogue.record.heading)).replace("'", "''")
    top, last = (xl_rowcol_to_cell(at, DATA_FIRST, row_abs=True, col_abs=True)
                 for at in (HEADER_ROW + 1, HEADER_ROW + max(1, len(frame))))  # fmt: skip
    page.data_validation(row, span[0], row, span[0], {
        "validate": "list", "source": f"='{sheet}'!{top}:{last}",
        "input_title": master.say(t("Project", "Projet")),
        "input_message": master.say(t("Choose a project: the page follows.", "Choisissez un projet : la page suit.")),
    })  # fmt: skip
    told = (
        ("kpis", "project_name"),
        ("projects", "project_manager"),
        ("kpis", "programme_id"),
        ("kpis", "currency"),
    )
    for (table, key), where in zip(told, others, strict=True):
        style = master.formats.get(bold=key == "project_name", font_size=14 if key == "project_name" else 10,
                                   font_color=NAVY if key == "project_name" else QUIET, indent=1)  # fmt: skip
        merge(page, row, where, style)
        live = f'=IFERROR(INDEX({master.column(table, key)},{project_row(master, table)})&"","")'
        write_formula(page, row, where[0], live, found(master, table, key), style)


def project_row(master: MasterContext, table: str) -> str:
    """The formula of the place of the chosen project in a table."""
    return f"MATCH({parameter(CHOSEN)},{master.column(table, 'project_id')},0)"


def found(master: MasterContext, table: str, key: str) -> Any:
    """What a table holds for the chosen project."""
    frame = master.frames[table]
    if frame.empty:
        return None
    column = master.catalogue.identity_columns.get(key)
    # The page opens on the first project, which both tables begin with.
    what = plain(frame[key].iloc[0])
    return shown(column, what, master.language) if column is not None else what


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
        inner = f"INDEX({master.column('kpis', key)},{project_row(master, 'kpis')})"
        write_formula(page, row, amounts[0], f'=IFERROR({inner},"")', found(master, "kpis", key), amount)
        number: Any = found(master, "kpis", by) if by else master.params["official_eac"]
        which = (
            f"INDEX({master.column('kpis', by)},{project_row(master, 'kpis')})"
            if by
            else parameter("official_eac")
        )
        known = plain(found(master, "kpis", key)) is not None
        reason = words[int(number) - 1] if number is not None and known else None
        live = f'=IF({xl_rowcol_to_cell(row, amounts[0])}="","",IFERROR(INDEX({labels},{which}),""))'
        write_formula(page, row, reasons[0], live, reason, quiet)
