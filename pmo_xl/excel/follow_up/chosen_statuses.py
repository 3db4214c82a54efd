"""The declared statuses of the chosen project: a strip of signs, or one below the other with comment and way back to green."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Kind
from pmo_xl.core.definition.names import parameter
from pmo_xl.core.pages.follow_up_blocks import ProjectStatuses
from pmo_xl.excel.follow_up.declared import RAG, cell_of, declared_sign, ranking_of, status_at
from pmo_xl.excel.master.context import CHOSEN, MasterContext
from pmo_xl.excel.one_project.chosen import unknown_formula, unknown_told
from pmo_xl.excel.one_project.lists import HEAD_HEIGHT, SMALL, TITLE_HEIGHT, write_head
from pmo_xl.excel.page_layout.boxes import Box, Place
from pmo_xl.excel.write.cells import merge, write_formula
from pmo_xl.excel.write.style import BAND, QUIET, lines_of, number_format
from pmo_xl.excel.write.worksheet import Page

STRIP = 13.0, 17.0
"""Points of the heads of a strip, and of its signs."""
LINE, MOST_LINES = 11.0, 2
NARROW = 9.0
COLUMNS: Sequence[tuple[str, float, Text]] = (
    ("trend", 10.5, t("Trend", "Tendance")), ("comment", 18.0, t("Comment", "Commentaire")),
    ("path_to_green", 15.6, t("Path to green", "Plan de retour au vert")), ("path_owner", 7.8, t("Who", "Qui")),
    ("path_date", 7.8, t("By", "D’ici au")),
)  # fmt: skip
"""What is told of each dimension, with the characters that it takes."""
TITLE = t("Declared status", "Météo déclarée")
DIMENSION, STATUS = t("Dimension", "Axe"), t("Status", "Météo")


def statuses_box(master: MasterContext, block: ProjectStatuses) -> Box:
    """The room of the strip, or of a row for each dimension as high as the words of any project may need."""
    if not block.words:
        return Box(
            block, [NARROW] * len(block.dimensions), STRIP, block.span, lead=False, even=True, fills=True
        )
    widths = [11.0, 8.0, *(width for _, width, _ in COLUMNS)]
    line = LINE * _lines(master, block, widths) + 2
    heights = [TITLE_HEIGHT, HEAD_HEIGHT, *[line] * len(block.dimensions)]
    return Box(block, widths, heights, block.span, longest=3)


def _lines(master: MasterContext, block: ProjectStatuses, widths: Sequence[float]) -> int:
    """The lines of the longest words of any project, within reason: the choice may change, the height of a row does not."""
    frame = master.frames[ranking_of(master, block.of).table]
    lines = [
        lines_of(str(words), width)
        for (key, _, _), width in zip(COLUMNS[1:3], widths[3:5], strict=True)
        for words in frame[key].dropna()
    ]
    return min(MOST_LINES, max(lines, default=1))


def write_statuses(master: MasterContext, page: Page, place: Place, block: ProjectStatuses) -> None:
    """The statuses where the layout put them."""
    (_write_rows if block.words else _write_strip)(master, page, place, block)


def _write_strip(master: MasterContext, page: Page, place: Place, block: ProjectStatuses) -> None:
    edge = {"bg_color": BAND, "align": "center", "right": 1, "right_color": "#FFFFFF"}
    small = master.formats.get(font_size=SMALL, font_color=QUIET, shrink=True, **edge)
    big = master.formats.get(font_size=11, bold=True, **edge)
    for (dimension, label), span in zip(block.dimensions, place.spans, strict=True):
        merge(page, place.row, span, small)
        page.write_string(place.row, span[0], master.say(label), small)
        merge(page, place.row + 1, span, big)
        told = declared_sign(master, block.of, _at(master, block, dimension))
        write_formula(
            page, place.row + 1, span[0], f"={told.live}", told.words if _chosen(master) else None, big
        )
        master.sign_colours(page, place.row + 1, span[0], place.row + 1, span[1])


def _write_rows(master: MasterContext, page: Page, place: Place, block: ProjectStatuses) -> None:
    heads = [master.say(label) for label in (DIMENSION, STATUS, *(label for _, _, label in COLUMNS))]
    write_head(master, page, place, TITLE, heads)
    table = ranking_of(master, block.of).table
    bold = master.cell_style(font_size=SMALL, bold=True, valign="top")
    for at, (dimension, label) in enumerate(block.dimensions):
        row = place.row + 2 + at
        merge(page, row, place.spans[0], bold)
        page.write_string(row, place.spans[0][0], master.say(label), bold)
        where = _at(master, block, dimension)
        cells = [cell_of(master, block.of, where, key) for key in (RAG, *(key for key, _, _ in COLUMNS))]
        if at == 0:
            cells[0] = _or_not_received(master, table, cells[0])
        for place_of, ((live, what), span) in enumerate(zip(cells, place.spans[1:], strict=True)):
            style = _style(master, place_of)
            merge(page, row, span, style)
            write_formula(page, row, span[0], f"={live}", what, style)
    first, last = place.spans[1]
    master.sign_colours(page, place.row + 2, first, place.last_row, last)


def _or_not_received(master: MasterContext, table: str, cell: tuple[str, Any]) -> tuple[str, Any]:
    """The status of the whole; where there is none, that nothing was received or said."""
    live, what = cell
    nothing = unknown_formula(master, table, NOT_SAID)
    return f'IF({live}="",{nothing},{live})', what if what is not None else unknown_told(
        master, table, NOT_SAID
    )


def _style(master: MasterContext, place: int) -> Any:
    if place == len(COLUMNS):
        form = number_format(Kind.DATE, master.language)
        return master.cell_style(font_size=SMALL, num_format=form, align="center", valign="top")
    return master.cell_style(font_size=SMALL, text_wrap=True, valign="top")


def _at(master: MasterContext, block: ProjectStatuses, dimension: Any) -> Any:
    return status_at(master, block.of, dimension, parameter(CHOSEN), master.params[CHOSEN])


def _chosen(master: MasterContext) -> bool:
    return master.params[CHOSEN] is not None


NOT_SAID = t("Not declared.", "Non déclarée.")
