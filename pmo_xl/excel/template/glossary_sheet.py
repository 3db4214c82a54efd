"""The Glossary of a template: the terms that its sheets use, and what each means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmo_xl.core.base.text import Text
from pmo_xl.core.definition.guidance import Term, by_name, terms_in
from pmo_xl.core.definition.model import choices_of
from pmo_xl.excel.template.draft import Draft
from pmo_xl.excel.write.form_sheet import FormSheet
from pmo_xl.excel.write.glossary import COLUMNS, GLOSSARY, GLOSSARY_WORDS
from pmo_xl.excel.write.layout import LINE_HEIGHT
from pmo_xl.excel.write.style import NAVY, QUIET, WHITE, lines_of

__all__ = ["GLOSSARY", "terms_of", "write_glossary"]


def terms_of(draft: Draft) -> list[Term]:
    """The terms of the glossaries of its kinds that the workbook uses."""
    known = dict.fromkeys(term for template in draft.templates for term in template.glossary)
    return terms_in(known, _texts(draft))


def _texts(draft: Draft) -> Iterator[Text]:
    """The words on its sheets: headings, labels, help, the values of lists."""
    for template in draft.templates:
        yield from (template.title, template.purpose)
    for sheet in (draft.record, *draft.tables):
        yield sheet.heading
        for column in sheet.columns.values():
            yield column.label
            yield from filter(None, (column.help, column.band))
            yield from (member.label for member in choices_of(column) or ())


def write_glossary(draft: Draft, sheet: FormSheet, terms: Sequence[Term]) -> None:
    """Write the terms in the order of their names."""
    draft.title(sheet, GLOSSARY, GLOSSARY_WORDS, len(COLUMNS))
    look = draft.style(bold=True, font_color=WHITE, bg_color=NAVY)
    for col, (head, width) in enumerate(COLUMNS, start=1):
        sheet.set_column(col, col, width)
        sheet.write_string(3, col, draft.say(head), look)
    for row, cells in enumerate(by_name(terms, draft.language), start=4):
        for col, words in enumerate(cells, start=1):
            style = draft.ruled(bold=col == 1, text_wrap=True, valign="top")
            sheet.write_string(row, col, words, style)
        lines = [lines_of(words, width) for words, (_, width) in zip(cells, COLUMNS, strict=True)]
        sheet.set_row(row, max(lines) * LINE_HEIGHT + 3)
    sheet.freeze_panes(4, 0)
    sheet.repeat_rows(3)
    sheet.set_tab_color(QUIET)
    draft.print_setup(sheet)
