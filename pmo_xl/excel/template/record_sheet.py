"""The project sheet: labels down, a cell to fill beside each, what it needs, what it is for."""

from __future__ import annotations

from dataclasses import replace

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Column
from pmo_xl.core.definition.model import ERROR_SIGN, OK_SIGN, Sheet
from pmo_xl.core.definition.wording import need_words
from pmo_xl.core.formula.formula import write
from pmo_xl.excel.template.answers import Answers
from pmo_xl.excel.template.draft import Draft
from pmo_xl.excel.write.cells import shown, validation
from pmo_xl.excel.write.form_sheet import FormSheet
from pmo_xl.excel.write.style import LINE, NAVY, OPTIONAL, QUIET, room_of

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


def write_record(draft: Draft, sheet: FormSheet) -> None:
    """Write the sheet of the one record that every workbook has."""
    draft.title(sheet, draft.record.heading, PURPOSE, HELP)
    if draft.provenance is not None:
        sheet.write_string(2, LABEL, draft.say(draft.provenance), draft.style(font_size=9, font_color=QUIET))
    columns = list(draft.record.columns.values())
    helps = [room_of(draft.say(column.help), 9) + 2 for column in columns if column.help is not None]
    labels = [room_of(draft.say(column.label), bold=True) + 1 for column in columns]
    for col, width in ((LABEL, max(labels)), (CELL, 44), (NEED, 15), (HELP, max(helps, default=0))):
        sheet.set_column(col, col, width)
    rows, band = field_rows(draft.record), None
    for column in columns:
        row = rows[column.key]
        if column.band is not None and column.band is not band:
            band = column.band
            _write_band(draft, sheet, row - 1, band)
        _write_field(draft, sheet, row, column)
    draft.define(RECORD_STATES, sheet, 2, NEED, row - 1)
    sheet.freeze_panes(2, 0)
    sheet.set_tab_color(draft.formats.colour(NAVY))
    draft.put_brand(sheet, HELP)
    draft.print_setup(sheet, pages_high=1)


def field_rows(record: type[Sheet]) -> dict[str, int]:
    """The row of each field, from 0: a band of fields stands below an empty row and its own heading."""
    rows, row, band = {}, 2, None
    for column in record.columns.values():
        if column.band is not None and column.band is not band:
            band, row = column.band, row + 2
        rows[column.key] = row
        row += 1
    return rows


def _write_band(draft: Draft, sheet: FormSheet, row: int, words: Text) -> None:
    for col in range(LABEL, HELP + 1):
        sheet.write_blank(row, col, None, draft.band())
    sheet.write_string(row, LABEL, draft.say(words), draft.band())


def _write_field(draft: Draft, sheet: FormSheet, row: int, column: Column) -> None:
    required, long = draft.is_required(column), (column.max_length or 0) >= LONG_TEXT
    sheet.set_row(row, 54 if long else 18, None, {"hidden": column.hidden})
    sheet.write_string(row, LABEL, draft.say(column.label), draft.ruled(bold=required))
    border = {"border": 1, "border_color": OPTIONAL if required else LINE}
    look = {"text_wrap": True, "valign": "top"} if long else {}
    style = draft.formats.cell(column.kind, align="left", **border, **look)
    sheet.leave(row, CELL, lambda answers: shown(column, answers.params[column.key], draft.language), style)
    rules = validation(column, draft.language, draft.lists, required=required)
    sheet.data_validation(row, CELL, row, CELL, rules)
    draft.define(column.key, sheet, row, CELL)
    _write_need(draft, sheet, row, column)
    words = draft.say(column.help) if column.help is not None else ""
    sheet.write_string(row, HELP, words, draft.style(font_size=9, font_color=QUIET, indent=1))


def _write_need(draft: Draft, sheet: FormSheet, row: int, column: Column) -> None:
    """Whether the field must be filled, and live whether it is, and with what it takes."""
    style = draft.style(font_size=9, font_color=QUIET, align="center")
    names = replace(draft.names, typed=True)
    takes, says = draft.asked[column.key]
    taken = write(takes, names)
    fine = f'"{draft.say(need_words(column, required=False))}"'
    if draft.is_required(column):
        there = write(says, names)
        fine = f'IF(IFERROR({there},1),"{draft.say(FINE)}","{draft.say(MISSING)}")'
    live = f'=IF(IFERROR({taken},0),{fine},"{draft.say(NOT_TAKEN)}")'
    sheet.leave(row, NEED, lambda answers: draft.say(record_state(draft, column, answers)), style, live)
    draft.colour_signs(sheet, row, NEED, row)


def record_state(draft: Draft, column: Column, answers: Answers) -> Text:
    """What is said beside a field of the record."""
    taken, said = answers.of_record[column.key]
    if not taken:
        return NOT_TAKEN
    if not draft.is_required(column):
        return need_words(column, required=False)
    return FINE if said else MISSING
