"""The sheets of the control workbook: settings and last run beside the buttons, the findings, the help."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pmo_xl.console.buttons import BUTTONS
from pmo_xl.console.guidance import GUIDANCE
from pmo_xl.console.layout import (
    ADDIN_CONFIG_SHEET,
    CONFIG_SHEET,
    CONSOLE,
    FINDING_COLUMNS,
    FINDINGS,
    FINDINGS_START,
    HELP,
    LAST_RUN,
    MADE_BY,
    MADE_WITH,
    MOST_FINDINGS,
    MOST_URGENT,
    SETTINGS,
    URGENT,
    URGENT_START,
    WORKSPACE,
    Line,
)
from pmo_xl.console.portable import portable
from pmo_xl.console.refusals import refusals
from pmo_xl.console.vba import FUNCTIONS_DOOR
from pmo_xl.core.base.text import Text, languages, t
from pmo_xl.core.flow import raw
from pmo_xl.core.settings.brand import PLAIN, Brand
from pmo_xl.core.version import __version__
from pmo_xl.excel.template.draft import TITLE_HEIGHT
from pmo_xl.excel.write.book import new_book
from pmo_xl.excel.write.layout import CREATED, LINE_HEIGHT
from pmo_xl.excel.write.style import BAND, BLUE, LINE, NAVY, QUIET, SIGN_COLOURS, WHITE, Formats, lines_of

BUTTON_WIDTH, BUTTON_HEIGHT, BUTTON_GAP = 122, 36, 8
FIRST_HEAD = 3


class _Book:
    """The workbook being written, in one language."""

    def __init__(self, book: Any, language: str, brand: Brand) -> None:
        self.book, self.language = book, language
        self.formats = Formats(book, language, brand)

    def sheet(self, words: Text, purpose: Text, widths: tuple[float, ...]) -> Any:
        """A sheet with its title bar, purpose and column widths."""
        name = words.to(self.language)
        page = self.book.add_worksheet(name)
        page.hide_gridlines(2)
        page.set_column(0, 0, 1.5)
        bar = self.formats.get(bold=True, font_size=16, font_color=WHITE, bg_color=NAVY)
        for col, width in enumerate(widths, start=1):
            page.set_column(col, col, width)
            page.write_blank(0, col, None, bar)
        page.set_row(0, 30)
        page.set_row(1, 18)
        page.write_string(0, 0, "", bar)
        page.write_string(0, 1, name, bar)
        right = self.formats.get(font_size=12, font_color=WHITE, bg_color=NAVY, align="right", indent=1)
        self.formats.put_brand(page, 0, len(widths), TITLE_HEIGHT, right)
        page.write_string(1, 1, purpose.to(self.language), self.formats.get(italic=True, font_color=QUIET))
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        return page

    def define(self, page: Any, name: str, row: int, col: int) -> None:
        """Give a cell the name by which the buttons find it, wherever somebody moves it."""
        quoted = page.get_name().replace("'", "''")
        self.book.define_name(name, f"='{quoted}'!${chr(65 + col)}${row + 1}")


@contextmanager
def _book(path: Path, language: str, brand: Brand) -> Iterator[_Book]:
    with new_book(path) as book:
        book.set_properties({"title": "PMO", "created": CREATED, "comments": f"{raw.MARK} {raw.CONSOLE}"})
        book.set_size(2400, 1500)
        book.set_calc_mode("auto")
        yield _Book(book, language, brand)


def write_console_sheets(
    path: Path, language: str, typed: Mapping[str, raw.Cell], brand: Brand = PLAIN
) -> None:
    """Write the sheets of the control workbook, without macros; ``typed`` are its settings by name."""
    with _book(path, language, brand) as made:
        _console(made, typed)
        _findings(made)
        _help(made)
        _configuration(made, CONFIG_SHEET)


def write_addin_sheets(path: Path, language: str) -> None:
    """Write what an add-in needs of sheets: nobody sees them, xlwings reads its settings there."""
    with _book(path, language, PLAIN) as made:
        _help(made)
        _configuration(made, ADDIN_CONFIG_SHEET)


def _console(made: _Book, settings: Mapping[str, raw.Cell]) -> None:
    language, formats = made.language, made.formats
    purpose = t(
        "Check and consolidate the portfolio’s returns.",
        "Contrôler et consolider les retours du portefeuille.",
    )
    page = made.sheet(CONSOLE, purpose, (24.0, 58.0, 66.0))
    unseen = formats.get(bg_color=NAVY, font_color=NAVY, num_format=";;;")
    page.write_string(0, 0, raw.mark_of(raw.CONSOLE, "1", language), unseen)
    page.set_row(2, 8)
    page.set_row(3, 34)
    for place, button in enumerate(BUTTONS):
        page.insert_button(
            3, 1,
            {"macro": button.macro, "caption": button.label.to(language), "width": BUTTON_WIDTH, "height": BUTTON_HEIGHT,
             "x_offset": place * (BUTTON_WIDTH + BUTTON_GAP), "y_offset": 4, "description": button.help.to(language)},
        )  # fmt: skip
    row = _block(made, page, 5, t("Settings", "Réglages"), (*SETTINGS, WORKSPACE), settings)
    codes = list(languages())
    page.data_validation(
        LANGUAGE_ROW, 2, LANGUAGE_ROW, 2,
        {"validate": "list", "source": codes, "error_title": CONSOLE.to(language),
         "error_message": ", ".join(codes)},
    )  # fmt: skip
    row = _block(made, page, row + 1, t("Last run", "Dernière exécution"), LAST_RUN)
    _urgent(made, page, row + 1)
    page.fit_to_pages(1, 1)
    page.set_first_sheet()
    page.activate()
    page.set_selection(SETTINGS_ROW, 2, SETTINGS_ROW, 2)


SETTINGS_ROW = 6
"""Zero-based row of the first setting."""
LANGUAGE_ROW = SETTINGS_ROW + [line.name for line in SETTINGS].index("pmo_language")


def _block(
    made: _Book,
    page: Any,
    row: int,
    head: Text,
    lines: tuple[Line, ...],
    values: Mapping[str, raw.Cell] | None = None,
) -> int:
    """A heading and its labelled cells; the row below the last one. Cells with ``values`` are to be typed into."""
    typed = values is not None
    language, formats = made.language, made.formats
    band = formats.get(bold=True, font_color=NAVY, bg_color=BAND, bottom=1, bottom_color=NAVY)
    page.write_string(row, 1, head.to(language), band)
    page.write_blank(row, 2, None, band)
    page.write_blank(row, 3, None, band)
    for below, line in enumerate(lines, start=row + 1):
        page.set_row(below, 18)
        page.write_string(below, 1, line.label.to(language), formats.get(bottom=4, bottom_color=LINE))
        look: dict[str, Any] = {"align": "left"}
        look |= {"border": 1, "border_color": LINE} if typed else {"bottom": 4, "bottom_color": LINE}
        if line.date:
            day = "dd/mm/yyyy" if language == "fr" else "yyyy-mm-dd"
            look["num_format"] = day if typed else f"{day} hh:mm"
        elif typed:
            # As text: a folder named 2026 or 1-2 is a name, not a number or a date.
            look["num_format"] = "@"
        value = (values or {}).get(line.name)
        if isinstance(value, dt.date):
            page.write_datetime(below, 2, value, formats.get(**look))
        elif value is not None:
            page.write_string(below, 2, str(value), formats.get(**look))
        else:
            page.write_blank(below, 2, None, formats.get(**look))
        if line.hint is not None:
            page.write_string(below, 3, line.hint.to(language), formats.get(font_color=QUIET, indent=1))
        made.define(page, line.name, below, 2)
    return row + 1 + len(lines)


def _urgent(made: _Book, page: Any, row: int) -> None:
    """The block of what is to be seen to first: a link to the cell, the finding, what to do."""
    formats = made.formats
    band = formats.get(bold=True, font_color=NAVY, bg_color=BAND, bottom=1, bottom_color=NAVY)
    for col, words in enumerate((URGENT.to(made.language), "", ""), start=1):
        page.write_string(row, col, words, band)
    look: dict[str, Any] = {"text_wrap": True, "valign": "top", "bottom": 4, "bottom_color": LINE}
    for below in range(row + 1, row + 2 + MOST_URGENT):
        page.write_blank(below, 1, None, formats.get(**look, font_color=BLUE, underline=1))
        page.write_blank(below, 2, None, formats.get(**look))
        page.write_blank(below, 3, None, formats.get(**look))
    for sign, back, ink in SIGN_COLOURS:
        colour = made.book.add_format({"bg_color": back, "font_color": ink})
        page.conditional_format(
            row + 1, 1, row + MOST_URGENT, 1,
            {"type": "text", "criteria": "begins with", "value": sign, "format": colour},
        )  # fmt: skip
    made.define(page, URGENT_START, row + 1, 1)


def _findings(made: _Book) -> None:
    language, formats = made.language, made.formats
    purpose = t("What the last run found. Click a file or a cell to open it.",
                "Ce que la dernière exécution a constaté. Cliquez sur un fichier ou une cellule pour l’ouvrir.")  # fmt: skip
    page = made.sheet(FINDINGS, purpose, tuple(width for _, _, width in FINDING_COLUMNS))
    head = formats.get(
        bold=True, font_color=WHITE, bg_color=BLUE, text_wrap=True, border=1, border_color=WHITE
    )
    page.set_row(FIRST_HEAD, 20)
    wrap = formats.get(text_wrap=True, valign="top", bottom=4, bottom_color=LINE)
    link = formats.get(
        text_wrap=True, valign="top", bottom=4, bottom_color=LINE, font_color=BLUE, underline=1
    )
    last = FIRST_HEAD + MOST_FINDINGS
    for col, (key, words, width) in enumerate(FINDING_COLUMNS, start=1):
        page.write_string(FIRST_HEAD, col, words.to(language), head)
        page.set_column(col, col, width, link if key in LINKED else wrap)
    page.autofilter(FIRST_HEAD, 1, last, len(FINDING_COLUMNS))
    page.freeze_panes(FIRST_HEAD + 1, 0)
    page.repeat_rows(FIRST_HEAD)
    for sign, back, ink in SIGN_COLOURS:
        look = made.book.add_format({"bg_color": back, "font_color": ink})
        page.conditional_format(
            FIRST_HEAD + 1, 1, last, 1,
            {"type": "text", "criteria": "begins with", "value": sign, "format": look},
        )  # fmt: skip
    made.define(page, FINDINGS_START, FIRST_HEAD + 1, 1)


LINKED = ("file", "cell")
"""Columns of the findings list that hold links."""

HELP_WIDTHS = (24.0, 110.0)


def _help(made: _Book) -> None:
    formats = made.formats
    purpose = t("What each button does, and what to do when one does not.", "Ce que fait chaque bouton, et que faire s’il ne répond pas.")  # fmt: skip
    page = made.sheet(HELP, purpose, HELP_WIDTHS)
    key = formats.get(bold=True, font_color=NAVY, valign="top", text_wrap=True)
    wrap = formats.get(text_wrap=True, valign="top")
    row = 3
    for button in BUTTONS:
        page.write_string(row, 1, button.label.to(made.language), key)
        page.write_string(row, 2, button.help.to(made.language), wrap)
        row += 1
    row += 1
    for about, words in GUIDANCE:
        title, told = about.to(made.language), words.to(made.language)
        lines = max(lines_of(title, HELP_WIDTHS[0], bold=True), lines_of(told, HELP_WIDTHS[1]))
        page.set_row(row, lines * LINE_HEIGHT + 5)
        page.write_string(row, 1, title, key)
        page.write_string(row, 2, told, wrap)
        row += 1


def _configuration(made: _Book, sheet: str) -> None:
    """What the macros read: which Python, that no module is taken from the workbook's folder, what to say. All of it text."""
    page = made.book.add_worksheet(sheet)
    known = {"INTERPRETER_WIN": "nt", "INTERPRETER_MAC": "posix"}
    entries = {
        **{key: portable(sys.executable) if os.name == system else "python" for key, system in known.items()},
        # A file pandas.py dropped beside the workbook must not be run instead of pandas.
        "ADD_WORKBOOK_TO_PYTHONPATH": "false",
        "UDF MODULES": FUNCTIONS_DOOR,
        # Words, not the FALSE that a French Excel shows as FAUX and xlwings then does not take for one.
        "USE UDF SERVER": "False",
        "SHOW CONSOLE": "False",
        MADE_BY: __version__,
        MADE_WITH: version("xlwings"),
        **{key: words.to(made.language) for key, words in refusals().items()},
    }
    for row, (key, what) in enumerate(entries.items()):
        page.write_string(row, 0, key)
        page.write_string(row, 1, what)
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 60)
    page.hide()
