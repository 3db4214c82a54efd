"""The Guide: how to fill the workbook, and each of its columns with what is allowed and an example."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Column
from pmo_xl.core.definition.model import Sheet
from pmo_xl.core.definition.wording import allowed, need_words
from pmo_xl.excel.template.draft import UNDERLINE, Draft
from pmo_xl.excel.write.cells import shown, write_cell
from pmo_xl.excel.write.form_sheet import FormSheet
from pmo_xl.excel.write.layout import LINE_HEIGHT
from pmo_xl.excel.write.style import NAVY, QUIET, WHITE, lines_of

GUIDE = t("Guide", "Guide")
PURPOSE = t("How to fill this workbook.", "Comment remplir ce classeur.")
STEPS = (
    t("1.  Fill the Project sheet, then the tables. Dark headers are required, lighter ones optional, "
      "grey ones calculated.",
      "1.  Remplissez la feuille Projet, puis les tableaux. En-têtes foncés : obligatoires ; plus clairs : "
      "facultatifs ; gris : calculés."),
    t("2.  Further columns are folded: click the + above the column letters to open them.",
      "2.  D’autres colonnes sont repliées : cliquez sur le + au-dessus des lettres de colonnes."),
    t("3.  Type under the last row to add rows. Leave what you do not know blank; 0 means zero.",
      "3.  Saisissez sous la dernière ligne pour en ajouter. Laissez vide ce que vous ne savez pas ; "
      "0 veut dire zéro."),
    t("4.  Columns may be moved, hidden or added; keep the header words.",
      "4.  Les colonnes peuvent être déplacées, masquées ou ajoutées ; gardez les intitulés."),
    t("5.  Look at the Check sheet, then send the file: ◆ to correct, ▲ to look at, ● in order.",
      "5.  Consultez la feuille Contrôle, puis envoyez le fichier : ◆ à corriger, ▲ à vérifier, ● en ordre."),
)  # fmt: skip
COLUMNS = (
    (t("Column", "Colonne"), 28.0),
    (t("Need", "Saisie"), 12.0),
    (t("What to enter", "Que saisir"), 54.0),
    (t("Allowed values", "Valeurs admises"), 58.0),
    (t("Example", "Exemple"), 34.0),
)
EXAMPLE = len(COLUMNS)


def write_guide(draft: Draft, sheet: FormSheet) -> None:
    """Write the steps, then a block for each sheet, each on a page of its own."""
    draft.title(sheet, GUIDE, PURPOSE, EXAMPLE)
    for col, (_, width) in enumerate(COLUMNS, start=1):
        sheet.set_column(col, col, width)
    row = 3
    for words in STEPS:
        sheet.set_row(row, 17)
        sheet.write_string(row, 1, draft.say(words), draft.style())
        row += 1
    breaks = []
    for owner in (draft.record, *draft.tables):
        row += 1
        breaks.append(row)
        row = _write_block(draft, sheet, row, owner)
    sheet.set_h_pagebreaks(breaks[1:])
    sheet.freeze_panes(2, 0)
    sheet.set_tab_color(QUIET)
    draft.print_setup(sheet)


def _write_block(draft: Draft, sheet: FormSheet, row: int, owner: type[Sheet]) -> int:
    sheet.set_row(row, 20)
    title = draft.style(bold=True, font_size=13, font_color=NAVY)
    sheet.write_string(row, 1, draft.say(owner.heading), title)
    head = draft.style(bold=True, font_color=WHITE, bg_color=NAVY)
    for col, (words, _) in enumerate(COLUMNS, start=1):
        sheet.write_string(row + 1, col, draft.say(words), head)
    for at, column in enumerate(owner.columns.values(), start=row + 2):
        _write_column(draft, sheet, at, column)
    return row + 2 + len(owner.columns)


def _write_column(draft: Draft, sheet: FormSheet, row: int, column: Column) -> None:
    words = (
        draft.say(column.label),
        draft.say(need_words(column, draft.is_required(column))),
        draft.say(column.help) if column.help is not None else "",
        "" if column.computed else _sentence(draft.say(allowed(column))),
    )
    look = {"text_wrap": True, "valign": "top"}
    for col, text in enumerate(words, start=1):
        sheet.write_string(row, col, text, draft.ruled(bold=col == 1, **look))
    example = shown(column, _example(column, draft.language), draft.language)
    style = draft.formats.cell(column.kind, **{**UNDERLINE, **look, "align": "left"})
    write_cell(sheet, row, EXAMPLE, example, style)
    texts = (*words, example if isinstance(example, str) else "")
    lines = [lines_of(text, width) for text, (_, width) in zip(texts, COLUMNS, strict=True)]
    sheet.set_row(row, max(lines) * LINE_HEIGHT + 3)


def _sentence(words: str) -> str:
    """The words with a capital, as every cell of the guide begins."""
    return words[:1].upper() + words[1:]


def _example(column: Column, language: str) -> Any:
    """The example of the definition as a plain value; dates are written there as ISO text."""
    example = column.example
    if isinstance(example, Text):
        return example.to(language)
    if column.kind.is_date and isinstance(example, str):
        return dt.date.fromisoformat(example)
    return example
