"""Slides put onto a presentation: blocks below one another, notes, and the same bytes for the same slides."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu

from pmo_xl.core.base.text import t
from pmo_xl.core.settings.brand import Brand
from pmo_xl.core.version import __version__
from pmo_xl.deck.content.blocks import Beside, Block, Chart, Figure, Sentences, Slide, Table, Tile, Tiles
from pmo_xl.deck.content.shown import clean
from pmo_xl.deck.drawing.base import own_base
from pmo_xl.deck.drawing.charts import draw_chart
from pmo_xl.deck.drawing.places import SUBTITLE, TITLE, Layout, Places, Region, opened, put_feet
from pmo_xl.deck.drawing.tables import draw_table, height_wanted
from pmo_xl.deck.drawing.words import cut, height_of, lines_of, put, rgb
from pmo_xl.excel.write.book import FastZip, part_info
from pmo_xl.excel.write.layout import CREATED
from pmo_xl.excel.write.style import BAND, QUIET, SIGN_COLOURS

GAP, APART = 90000, 240000
"""EMU between a block and the one below it, and the one beside it."""
TILE_HEIGHT = 940000
SENTENCE, QUIET_SIZE = 14.0, 10.0
MOST_LINES = 3
"""Lines that one sentence takes at most."""
TITLE_SIZE, TITLE_LINES = 26.0, 2
COVER = "cover"


def write_deck(
    path: Path, pages: Sequence[tuple[str, Slide]], language: str, *, title: str, foot: str, brand: Brand,
    template: Path | None = None, keys: Sequence[str] = (),
) -> Sequence[str]:  # fmt: skip
    """Write a deck at *path*: of each page its key and its slide. Gives the places that the template lacks.

    Raises NothingToDo for a template that is none, OSError where the file cannot be written.
    """
    presentation = own_base(language, brand) if template is None else opened(template)
    places = Places(presentation)
    for key, slide in pages:
        _draw(presentation, places, key, slide, language, foot)
    properties = presentation.core_properties
    properties.title, properties.author, properties.last_modified_by = clean(title), "", "pmo_xl"
    properties.comments, properties.revision = f"pmo_xl {__version__}", 1
    properties.created = properties.modified = CREATED
    held = io.BytesIO()
    presentation.save(held)
    _pack(held, path)
    return [] if template is None else places.missing(keys)


def _pack(held: io.BytesIO, path: Path) -> None:
    """The same parts with fixed dates, packed as our workbooks are."""
    with zipfile.ZipFile(held) as made, FastZip(path, "w") as file:
        for part in made.infolist():
            file.writestr(part_info(part.filename), made.read(part))


def _draw(presentation: Any, places: Places, key: str, slide: Slide, language: str, foot: str) -> None:
    layout, region = places.chosen(key)
    drawn = presentation.slides.add_slide(layout.layout)
    whole = _title(drawn, layout, slide.title, language, places)
    subtitle = layout.places.get(SUBTITLE)
    if key == COVER and subtitle is not None and subtitle[0] is not None:
        frame = next(
            each for each in drawn.placeholders if each.placeholder_format.idx == subtitle[0]
        ).text_frame
        lines = [line for part in slide.parts() if isinstance(part, Sentences) for line in part.lines]
        for at, line in enumerate(lines):
            put(frame, line, language, first=at == 0)
    else:
        whole += _blocks(drawn, slide.blocks, region, language)
    for shape in list(drawn.placeholders):
        if not shape.has_text_frame or not shape.text_frame.text:
            shape._element.getparent().remove(shape._element)
    put_feet(drawn, layout, foot)
    notes = [each.told for each in slide.all_figures() if each.noted and each.shown]
    lines = ([FIGURES.to(language), *dict.fromkeys(notes)] if notes else []) + (
        [WHOLE.to(language), *whole] if whole else []
    )
    if lines:
        drawn.notes_slide.notes_text_frame.text = "\n".join(map(clean, lines))


def _title(drawn: Any, layout: Layout, words: str, language: str, places: Places) -> list[str]:
    """Put the title; gives it whole where it was cut."""
    named = layout.places.get(TITLE)
    idx = named[0] if named is not None and named[0] is not None else layout.title
    shape = next((each for each in drawn.placeholders if each.placeholder_format.idx == idx), None)
    if shape is None:
        width, height = int(places.presentation.slide_width), int(places.presentation.slide_height)
        shape = drawn.shapes.add_textbox(
            Emu(width // 25), Emu(height // 25), Emu(width * 23 // 25), Emu(height // 9)
        )
        shape.text_frame.word_wrap = True
    words = clean(words)
    short = cut(words, int(shape.width), TITLE_SIZE, TITLE_LINES, bold=True)
    put(shape.text_frame, short, language)
    return [words] if short != words else []


# ---- blocks below one another ---------------------------------------------------------------------


def _blocks(drawn: Any, blocks: Sequence[Block | Beside], region: Region, language: str) -> list[str]:
    """Each as high as it needs; tables and charts share what is left."""
    shown = [block for block in blocks if not (isinstance(block, Sentences) and not block.lines)]
    heights = [_height(block, region.width) for block in shown]
    left = region.height - sum(each or 0 for each in heights) - GAP * max(0, len(shown) - 1)
    elastic = sum(each is None for each in heights)
    whole: list[str] = []
    top = 0
    for block, fixed in zip(shown, heights, strict=True):
        height = fixed if fixed is not None else max(TILE_HEIGHT, left // max(1, elastic))
        if fixed is None and isinstance(block, Table):
            height = min(height, height_wanted(block, region.part(top, height)))
        whole += _block(drawn, block, region.part(top, height), language)
        top += height + GAP
    return whole


def _height(block: Block | Beside, width: int) -> int | None:
    """EMU that a block takes; None: as much as there is."""
    match block:
        case Tiles():
            return TILE_HEIGHT
        case Sentences():
            size = QUIET_SIZE if block.quiet else SENTENCE
            lines = sum(min(MOST_LINES, lines_of(clean(line), width, size)) for line in block.lines)
            return height_of(lines, size) + 40000
    return None


def _block(drawn: Any, block: Block | Beside, region: Region, language: str) -> list[str]:
    match block:
        case Tiles():
            return _tiles(drawn, block.tiles, region, language)
        case Table():
            return [*draw_table(drawn, block, region, language)]
        case Chart():
            draw_chart(drawn, block, region)
            return []
        case Sentences():
            return _sentences(drawn, block, region, language)
        case Beside():
            first = int((region.width - APART) * block.share)
            left = Region(region.left, region.top, first, region.height)
            right = Region(
                region.left + first + APART, region.top, region.width - first - APART, region.height
            )
            return [*_block(drawn, block.left, left, language), *_block(drawn, block.right, right, language)]


def _sentences(drawn: Any, block: Sentences, region: Region, language: str) -> list[str]:
    box = drawn.shapes.add_textbox(Emu(region.left), Emu(region.top), Emu(region.width), Emu(region.height))
    frame = box.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    whole = []
    for at, line in enumerate(block.lines):
        size = QUIET_SIZE if block.quiet else SENTENCE
        words = clean(line)
        short = cut(words, region.width, size, MOST_LINES)
        whole += [words] if short != words else []
        put(frame, short, language, size=size, ink=QUIET if block.quiet else None, first=at == 0)
    return whole


def _tiles(drawn: Any, tiles: Sequence[Tile], region: Region, language: str) -> list[str]:
    width = (region.width - GAP * (len(tiles) - 1)) // max(1, len(tiles))
    whole: list[str] = []
    for at, tile in enumerate(tiles):
        part = Region(region.left + at * (width + GAP), region.top, width, region.height)
        whole += _tile(drawn, tile, part, language)
    return whole


def _tile(drawn: Any, tile: Tile, region: Region, language: str) -> list[str]:
    box = drawn.shapes.add_shape(
        MSO_SHAPE.RECTANGLE, Emu(region.left), Emu(region.top), Emu(region.width), Emu(region.height)
    )
    shown = clean(tile.figure.shown)
    back, ink = next(((b, i) for sign, b, i in SIGN_COLOURS if shown.startswith(sign)), (BAND, None))
    box.fill.solid()
    box.fill.fore_color.rgb = rgb(back)
    box.line.fill.background()
    style = box._element.find(qn("p:style"))
    box._element.remove(style)  # the theme’s own shadow
    frame = box.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = Emu(45000)
    frame.margin_top = frame.margin_bottom = Emu(20000)
    inside = region.width - 90000
    under = clean(tile.under.shown if isinstance(tile.under, Figure) else tile.under)
    size = next(
        (each for each in (22.0, 18.0, 15.0, 12.0) if lines_of(shown, inside, each, bold=True) == 1), 10.0
    )
    lines = [
        (cut(clean(tile.figure.label), inside, 11.0, 2 if not under else 1), 11.0, False, QUIET),
        (shown, size, True, ink),
    ]
    if under:
        lines.append((cut(under, inside, 10.0, 1), 10.0, False, QUIET))
    for place, (words, points, bold, colour) in enumerate(lines):
        theme = MSO_THEME_COLOR.TEXT_2 if colour is None else None
        put(frame, words, language, size=points, bold=bold, ink=colour, theme=theme, first=place == 0)
        frame.paragraphs[place].alignment = PP_ALIGN.CENTER
    return []


FIGURES = t(
    "Figures: name = value [key] cell of the master",
    "Chiffres : nom = valeur [clé] cellule du classeur consolidé",
)
WHOLE = t("Texts that the slide cuts, whole:", "Textes abrégés sur la planche, en entier :")
