"""The project sheet: labels down, a cell to fill beside each, what it needs, what it is for."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Column
from pmo_xl.core.definition.model import ERROR_SIGN, OK_SIGN
from pmo_xl.core.definition.wording import need_words
from pmo_xl.core.expr.typed_cells import of_record
from pmo_xl.core.expr.value import EvalContext, value
from pmo_xl.core.formula.formula import write
from pmo_xl.core.formula.row_check import is_there, takes
from pmo_xl.excel.template.draft import Draft
from pmo_xl.excel.write.cells import shown, validation, write_cell, write_formula
from pmo_xl.excel.write.style import LINE, NAVY, OPTIONAL, QUIET, room_of
from pmo_xl.excel.write.worksheet import Page

LABEL, CELL, NEED, HELP = 1, 2, 3, 4
"""Columns of the sheet."""

RECORD_STATES = "record_states"
"""The name, without prefix, of the cells that say of each field whether it is as it should be."""

LONG_TEXT = 300
"""Characters from which a text gets a cell of several lines."""

PURPOSE = t(
    "Fill this sheet first: the other sheets take the identity and the status date from here.",
    "À remplir en premier : les autres feuilles reprennent d’ici l’identité et la date d’arrêté.",
)
MISSING = t(f"{ERROR_SIGN} required", f"{ERROR_SIGN} obligatoire")
NOT_TAKEN = t(f"{ERROR_SIGN} to correct", f"{ERROR_SIGN} à corriger")
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
    draft.define(RECORD_STATES, sheet, 2, NEED, row - 2)
    sheet.freeze_panes(2, 0)
    sheet.set_tab_color(draft.formats.colour(NAVY))
    draft.put_brand(sheet, HELP)
    draft.print_setup(sheet, pages_high=1)


def _write_band(draft: Draft, sheet: Page, row: int, words: Text) -> int:
    for col in range(LABEL, HELP + 1):
        sheet.write_blank(row, col, None, draft.band())
    sheet.write_string(row, LABEL, draft.say(words), draft.band())
    return row + 1


def _write_field(draft: Draft, sheet: Page, row: int, column: Column) -> None:
    required, long = draft.is_required(column), (column.max_length or 0) >= LONG_TEXT
    sheet.set_row(row, 54 if long else 18, None, {"hidden": column.hidden})
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
    """Whether the field must be filled, and live whether it is, and with what it takes."""
    style = draft.style(font_size=9, font_color=QUIET, align="center")
    names = replace(draft.names, typed=True)
    taken = write(of_record(takes(column)), names)
    fine = f'"{draft.say(need_words(column, required=False))}"'
    if draft.is_required(column):
        there = write(of_record(is_there(column, draft.record)), names)
        fine = f'IF(IFERROR({there},1),"{draft.say(FINE)}","{draft.say(MISSING)}")'
    live = f'=IF(IFERROR({taken},0),{fine},"{draft.say(NOT_TAKEN)}")'
    write_formula(sheet, row, NEED, live, draft.say(record_state(draft, column)), style)
    draft.colour_signs(sheet, row, NEED, row)


def record_state(draft: Draft, column: Column) -> Text:
    """What is said beside a field of the record."""
    scope = EvalContext(pd.DataFrame(index=[0]), draft.params, language=draft.language)
    if not value(of_record(takes(column)), scope).iloc[0]:
        return NOT_TAKEN
    if not draft.is_required(column):
        return need_words(column, required=False)
    return FINE if value(of_record(is_there(column, draft.record)), scope).iloc[0] else MISSING
