"""The glossary of the master: the terms of its pages and of the returns behind them, and what each means."""

from __future__ import annotations

from pmo_xl.core.definition.guidance import by_name
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.write.glossary import COLUMNS, GLOSSARY, GLOSSARY_WORDS
from pmo_xl.excel.write.layout import LINE_HEIGHT
from pmo_xl.excel.write.style import lines_of
from pmo_xl.excel.write.worksheet import Page


def write_glossary(master: MasterContext, page: Page) -> None:
    """Write the terms in the order of their names."""
    master.head(page, GLOSSARY, GLOSSARY_WORDS, len(COLUMNS))
    for col, (head, width) in enumerate(COLUMNS, start=1):
        page.set_column(col, col, width)
        page.write_string(3, col, master.say(head), master.head_style())
    for row, cells in enumerate(by_name(master.catalogue.glossary, master.language), start=4):
        for col, words in enumerate(cells, start=1):
            style = master.cell_style(bold=col == 1, text_wrap=True, valign="top")
            page.write_string(row, col, words, style)
        lines = [lines_of(words, width) for words, (_, width) in zip(cells, COLUMNS, strict=True)]
        page.set_row(row, max(lines) * LINE_HEIGHT + 3)
    page.freeze_panes(4, 0)
    page.repeat_rows(3)
