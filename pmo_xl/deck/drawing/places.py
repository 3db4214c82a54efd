"""Where things stand on the slides of a presentation: its layouts, and the places in them that bear a name such as ``{decisions}``.

A company names a place in the selection pane of its slide master, or writes the name into it; either counts.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml.etree import XMLSyntaxError
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PackageNotFoundError
from pptx.oxml.ns import qn

from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import t

TITLE, SUBTITLE, CONTENT = "title", "subtitle", "content"
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_FEET = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
MARGIN, FOOT = 0.04, 0.09
"""Shares of the slide that stay free on its sides, and at its foot, where a template names no place."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a slide, in EMU."""

    left: int
    top: int
    width: int
    height: int

    def part(self, top: int, height: int) -> Region:
        """So much of it, from so far below its top."""
        return Region(self.left, self.top + top, self.width, height)


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout, and its places by name: the number of the placeholder, or None for a shape that only marks the place."""

    layout: Any
    places: Mapping[str, tuple[int | None, Region]]
    title: int | None


def opened(template: Path) -> Any:
    """A company's presentation without its slides. Raises NothingToDo for what is none."""
    try:
        presentation = Presentation(str(template))
    except (
        PackageNotFoundError,
        ValueError,
        KeyError,
        zipfile.BadZipFile,
        XMLSyntaxError,
        OSError,
    ) as problem:
        raise NothingToDo(NO_TEMPLATE.fill(file=template)) from problem
    ids = presentation.slides._sldIdLst
    for slide in list(ids):
        presentation.part.rels.pop(slide.rId)
        ids.remove(slide)
    extensions = presentation.part._element.find(qn("p:extLst"))
    if extensions is not None:  # sections name the slides that are gone
        presentation.part._element.remove(extensions)
    return presentation


class Places:
    """The layouts of a presentation: which one a slide takes, and where its content stands on it."""

    def __init__(self, presentation: Any) -> None:
        self.presentation = presentation
        self.layouts = [
            _read(layout) for master in presentation.slide_masters for layout in master.slide_layouts
        ]

    def missing(self, keys: Sequence[str]) -> Sequence[str]:
        """The places that the presentation lacks and that no other stands in for, in braces."""
        known = {name for layout in self.layouts for name in layout.places}
        wanted = [CONTENT, *keys] if CONTENT not in known else []
        titled = TITLE in known or any(layout.title is not None for layout in self.layouts)
        wanted += [] if titled else [TITLE]
        return [f"{{{name}}}" for name in wanted if name not in known]

    def chosen(self, key: str) -> tuple[Layout, Region]:
        """The layout of a slide of that key, and the region of its content.

        The one that names the key; else ``{content}``; else the one that has a title and the least else beside it.
        """
        for name in (key, CONTENT):
            for layout in self.layouts:
                if name in layout.places and (name != CONTENT or key != "cover"):
                    return layout, layout.places[name][1]
        if key == "cover":
            cover = next((each for each in self.layouts if SUBTITLE in each.places), self.layouts[0])
            return cover, cover.places[SUBTITLE][1] if SUBTITLE in cover.places else self._below(cover)
        titled = [layout for layout in self.layouts if layout.title is not None] or self.layouts
        best = min(titled, key=lambda each: len(each.layout.placeholders))
        return best, self._below(best)

    def _below(self, layout: Layout) -> Region:
        """What is free below the title of a layout."""
        width, height = int(self.presentation.slide_width), int(self.presentation.slide_height)
        top = int(height * 0.18)
        if layout.title is not None:
            title = next(
                each for each in layout.layout.placeholders if each.placeholder_format.idx == layout.title
            )
            if title.top is not None and title.height is not None:
                top = int(title.top + title.height) + int(height * 0.02)
        side = int(width * MARGIN)
        foot = int(height * (1 - FOOT))
        if top > height * 0.6:  # a title in the middle of its slide leaves no room below it
            top = int(height * 0.18)
        return Region(side, top, width - 2 * side, foot - top)


def _read(layout: Any) -> Layout:
    places: dict[str, tuple[int | None, Region]] = {}
    title = None
    for shape in layout.shapes:
        idx = shape.placeholder_format.idx if shape.is_placeholder else None
        if shape.is_placeholder and shape.placeholder_format.type in _TITLES:
            title = idx
        for name in _names(shape):
            if None not in (shape.left, shape.top, shape.width, shape.height):
                places[name] = (
                    idx,
                    Region(int(shape.left), int(shape.top), int(shape.width), int(shape.height)),
                )
    return Layout(layout, places, title)


def _names(shape: Any) -> Iterator[str]:
    words = [shape.name, shape.text_frame.text if shape.has_text_frame else ""]
    for each in words:
        stripped = each.strip()
        if stripped.startswith("{") and stripped.endswith("}"):
            yield stripped[1:-1].strip().lower()


def put_feet(slide: Any, layout: Layout, words: str) -> None:
    """The foot and the number of a slide, where its layout has them: the library copies neither."""
    for shape in layout.layout.placeholders:
        if shape.placeholder_format.type not in _FEET:
            continue
        copy = deepcopy(shape._element)
        slide.shapes._spTree.append(copy)
        copy.nvSpPr.cNvPr.set(
            "id",
            str(max(int(each) for each in slide.shapes._spTree.xpath("//@id") if str(each).isdigit()) + 1),
        )
        if shape.placeholder_format.type == PP_PLACEHOLDER.FOOTER:
            made = next(each for each in slide.placeholders if each._element is copy)
            made.text_frame.text = words


NO_TEMPLATE = t(
    "{file} is no PowerPoint presentation that can be read: give a .pptx file (open a .potx in PowerPoint, and save it as one).",
    "{file} n’est pas une présentation PowerPoint lisible : indiquez un fichier .pptx (ouvrez un .potx dans PowerPoint et enregistrez-le dans ce format).",
)
