"""Words on slides: how much room they take, where they are cut, in which direction they run."""

from __future__ import annotations

import math
import unicodedata
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.util import Pt

from pmo_xl.deck.content.shown import clean
from pmo_xl.excel.write.style import PIXELS, room_of

EMU_OF_CHARACTER = 914400 / 96 * PIXELS
"""The width of a character of the usual size, by which words are measured."""
LINE = 1.2
"""How much higher a line is than its letters are large."""
EMU_OF_POINT = 12700
LANGUAGES = {"en": "en-GB", "fr": "fr-FR"}
ELLIPSIS = "…"
LONG_WORD = 20
"""Characters of a word from which on nobody minds where it is broken."""


def lines_of(words: str, width: int, size: float, *, bold: bool = False) -> int:
    """The lines that words take in so many EMU; a word that is longer than a line is broken, as PowerPoint breaks it."""
    room = max(1.0, width / EMU_OF_CHARACTER)
    lines, used, blank = 1, 0.0, room_of("n n", size, bold=bold) - room_of("nn", size, bold=bold)
    for word in words.split(" "):
        long = room_of(word, size, bold=bold) - 1
        if used and used + blank + long > room:
            lines, used = lines + 1, 0.0
        if long > room:
            lines += math.ceil(long / room) - 1
            long = long % room
        used += long + (blank if used else 0.0)
    return lines


def breaks_a_word(words: str, width: int, size: float) -> bool:
    """Whether a word such as a date does not fit on a line of so many EMU."""
    room = max(1.0, width / EMU_OF_CHARACTER)
    return any(room_of(word, size) - 1 > room for word in words.split(" ") if len(word) <= LONG_WORD)


def cut(words: str, width: int, size: float, most: int, *, bold: bool = False) -> str:
    """As much of the words as so many lines hold, an ellipsis where that is not all."""
    if lines_of(words, width, size, bold=bold) <= most:
        return words
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if lines_of(words[:middle].rstrip() + ELLIPSIS, width, size, bold=bold) <= most:
            low = middle
        else:
            high = middle - 1
    return words[:low].rstrip() + ELLIPSIS


def height_of(lines: int, size: float) -> int:
    """EMU of so many lines."""
    return int(lines * size * LINE * EMU_OF_POINT)


def runs_leftwards(words: str) -> bool:
    """Whether the first letter that has a direction is one of Arabic, Hebrew or their like."""
    for letter in words:
        match unicodedata.bidirectional(letter):
            case "L":
                return False
            case "R" | "AL":
                return True
    return False


def rgb(colour: str) -> RGBColor:
    """A colour of the palette as the library takes it."""
    made: RGBColor = RGBColor.from_string(colour.lstrip("#"))
    return made


def put(
    frame: Any, words: str, language: str, *, size: float | None = None, bold: bool | None = None,
    ink: str | None = None, theme: Any = None, right: bool = False, first: bool = True,
) -> None:  # fmt: skip
    """One paragraph of a text frame, the first or a further one. What is not given is as the layout has it."""
    paragraph = frame.paragraphs[0] if first else frame.add_paragraph()
    run = paragraph.add_run()
    run.text = clean(words)
    run._r.get_or_add_rPr().set("lang", LANGUAGES.get(language, LANGUAGES["en"]))
    if size is not None:
        run.font.size = Pt(size)
    if bold is not None:
        run.font.bold = bold
    if ink is not None:
        run.font.color.rgb = rgb(ink)
    if theme is not None:
        run.font.color.theme_color = theme
    if runs_leftwards(words):
        paragraph._p.get_or_add_pPr().set("rtl", "1")
        paragraph.alignment = PP_ALIGN.RIGHT
    elif right:
        paragraph.alignment = PP_ALIGN.RIGHT
