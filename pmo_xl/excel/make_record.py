"""The project sheet: labels down, a cell to fill beside each, what it needs, what it is for."""

from __future__ import annotations

from pmo_xl.core.column import Column
from pmo_xl.core.model import ERROR_SIGN, OK_SIGN
from pmo_xl.core.names import parameter
from pmo_xl.core.text import Text, t
from pmo_xl.core.wording import need_words
from pmo_xl.excel.draft import Draft
from pmo_xl.excel.page import Page
from pmo_xl.excel.sheet import plain, shown, validation, write_cell, write_formula
from pmo_xl.excel.style import LINE, NAVY, OPTIONAL, QUIET, room_of

LABEL, CELL, NEED, HELP = 1, 2, 3, 4
"""Columns of the sheet."""

LONG_TEXT = 300
"""Characters from which a text gets a cell of several lines."""

PURPOSE = t(
    "Fill this sheet first: the other sheets take the identity and the status date from here.",
    "À remplir en premier : les autres feuilles reprennent d’ici l’identité et la date d’arrêté.",
)
MISSING = t(f"{ERROR_SIGN} required", f"{ERROR_SIGN} obligatoire")
FINE = t(f"{OK_SIGN} OK", f"{OK_SIGN} OK")


def write_record(draft: Draft, sheet: Page) -> None:
    """Write the sheet of the one record that every workbook has."""
    draft.title(sheet, draft.record.heading, PURPOSE, HELP)
    columns = list(draft.record.columns.values())
    helps = [room_of(draft.say(column.help), 9) + 2 for column in columns if column.help is not None]
    labels = [room_of(draft.say(column.label), bold=True) + 1 for column in columns]
    for col, width in ((LABEL, max(labels)), (CELL, 44), (NEED, 15), (HELP, max(helps, default=0))):
        sheet.set_column(col, col, width)
    row, band = 2, None
    for column in columns:
        if column.band is not None and column.band is not band:
            band = column.band
            row = _write_band(draft, sheet, row + 1, band)
        _write_field(draft, sheet, row, column)
        row += 1
    sheet.freeze_panes(2, 0)
    sheet.set_tab_color(NAVY)
    draft.print_setup(sheet, pages_high=1)


def _write_band(draft: Draft, sheet: Page, row: int, words: Text) -> int:
    for col in range(LABEL, HELP + 1):
        sheet.write_blank(row, col, None, draft.band())
    sheet.write_string(row, LABEL, draft.say(words), draft.band())
    return row + 1


def _write_field(draft: Draft, sheet: Page, row: int, column: Column) -> None:
    required, long = draft.is_required(column), (column.max_length or 0) >= LONG_TEXT
    sheet.set_row(row, 54 if long else 18)
    sheet.write_string(row, LABEL, draft.say(column.label), draft.ruled(bold=required))
    border = {"border": 1, "border_color": OPTIONAL if required else LINE}
    look = {"text_wrap": True, "valign": "top"} if long else {}
    style = draft.formats.cell(column.kind, align="left", **border, **look)
    write_cell(sheet, row, CELL, shown(column, draft.params[column.key], draft.language), style)
    rules = validation(column, draft.language, draft.lists, required=required)
    sheet.data_validation(row, CELL, row, CELL, rules)
    draft.define(column.key, sheet, row, CELL)
    _write_need(draft, sheet, row, column)
    words = draft.say(column.help) if column.help is not None else ""
    sheet.write_string(row, HELP, words, draft.style(font_size=9, font_color=QUIET, indent=1))


def _write_need(draft: Draft, sheet: Page, row: int, column: Column) -> None:
    """Whether the field must be filled; where it must, live whether it is."""
    style = draft.style(font_size=9, font_color=QUIET, align="center")
    if not draft.is_required(column):
        sheet.write_string(row, NEED, draft.say(need_words(column, required=False)), style)
        return
    missing, fine = draft.say(MISSING), draft.say(FINE)
    live = f'=IF({parameter(column.key)}="","{missing}","{fine}")'
    write_formula(sheet, row, NEED, live, missing if plain(draft.params[column.key]) is None else fine, style)
    draft.colour_signs(sheet, row, NEED, row)
