"""A workbook of plain lists: an extract of the master, the index of an archive; values only, for nothing else goes with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmo_xl.core.base.text import Text
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.flow.raw import MARK
from pmo_xl.core.settings.brand import PLAIN, Brand
from pmo_xl.excel.write.book import new_book
from pmo_xl.excel.write.cells import write_cell
from pmo_xl.excel.write.layout import A4, CREATED
from pmo_xl.excel.write.style import LINE, NAVY, QUIET, WHITE, Formats, number_format, room_of

HEADER_ROW = 3
WIDEST = 60.0


@dataclass(frozen=True, slots=True)
class PlainList:
    """A sheet: its title, a sentence below it, its columns by header and kind, its rows."""

    title: Text
    words: Text
    columns: Sequence[tuple[Text, Kind]]
    rows: Sequence[Sequence[Any]]


def write_lists(
    path: Path, title: Text, lists: Sequence[PlainList], language: str, brand: Brand = PLAIN
) -> None:
    """Write a sheet for each list at *path*; the same rows give the same bytes. Raises OSError."""
    with new_book(path) as book:
        formats = Formats(book, language, brand)
        book.set_properties({"title": title.to(language), "created": CREATED, "comments": MARK})
        head = formats.get(
            bold=True, font_color=WHITE, bg_color=NAVY, text_wrap=True, align="center", border=1, border_color=WHITE
        )  # fmt: skip
        bar = formats.get(bold=True, font_size=16, font_color=WHITE, bg_color=NAVY)
        for each in lists:
            page = book.add_worksheet(each.title.to(language)[:31])
            page.hide_gridlines(2)
            page.set_column(0, 0, 1.5)
            page.set_row(0, 30)
            for col in range(len(each.columns) + 1):
                page.write_blank(0, col, None, bar)
            page.write_string(0, 1, each.title.to(language), bar)
            page.write_string(1, 1, each.words.to(language), formats.get(italic=True, font_color=QUIET))
            for col, (label, kind) in enumerate(each.columns, start=1):
                words = label.to(language)
                cells = [str(row[col - 1]) for row in each.rows if isinstance(row[col - 1], str)]
                page.set_column(
                    col, col, min(WIDEST, max(11.0, room_of(words, bold=True), *map(room_of, cells)))
                )
                page.write_string(HEADER_ROW, col, words, head)
                look = {"bottom": 4, "bottom_color": LINE, "valign": "top", "indent": 1}
                form = "@" if not (kind.is_date or kind.is_quantity) else number_format(kind, language)
                style = formats.get(**look, num_format=form, text_wrap=not (kind.is_date or kind.is_quantity))
                for at, row in enumerate(each.rows, start=HEADER_ROW + 1):
                    write_cell(page, at, col, row[col - 1], style)
            page.freeze_panes(HEADER_ROW + 1, 1)
            page.set_landscape()
            page.set_paper(A4)
            page.fit_to_pages(1, 0)
            page.repeat_rows(HEADER_ROW)
            page.set_footer("&L&8&F&R&8&P / &N")
