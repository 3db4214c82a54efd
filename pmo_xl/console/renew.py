"""A console that LibreOffice has saved lost its buttons: it is built anew, with the settings typed into it."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from pmo_xl.console.build import build_console
from pmo_xl.console.layout import SETTINGS, WORKSPACE
from pmo_xl.core.flow.raw import Cell
from pmo_xl.core.settings.brand import PLAIN, Brand
from pmo_xl.excel.read.workbook import read_workbook
from pmo_xl.steps.sheets.marks import language_of

KEPT = "{stem}.before{suffix}"
"""Name of the copy that stays of what was saved."""


def renew(console: Path, brand: Brand = PLAIN) -> Path | None:
    """Build *console* anew if LibreOffice saved it; returns the copy that was kept of it, or None.

    Raises OSError when a file cannot be written.
    """
    if not _saved_by_libreoffice(console):
        return None
    book = read_workbook(console, console.name)
    language = language_of(book) or "en"
    typed = _typed(book.sheets[0].rows if book.sheets else [])
    kept = console.with_name(KEPT.format(stem=console.stem, suffix=console.suffix))
    fresh = console.with_name(f".{console.name}.fresh")
    build_console(fresh, language, typed, brand)
    # Only now: a workspace whose disk is full must not be left without a console.
    console.replace(kept)
    fresh.replace(console)
    return kept


def _typed(rows: list[list[Cell]]) -> Mapping[str, Cell]:
    """The value right of each setting's label."""
    labels = {words: line.name for line in (*SETTINGS, WORKSPACE) for words in line.label.in_all()}
    found: dict[str, Cell] = {}
    for row in rows:
        for label, value in pairwise(row):
            if isinstance(label, str) and label in labels:
                # The first of a name: a result further down may have the same label.
                found.setdefault(labels[label], value)
    return {name: value for name, value in found.items() if value is not None}


def _saved_by_libreoffice(file: Path) -> bool:
    try:
        with zipfile.ZipFile(file) as package:
            return b"LibreOffice" in package.read("docProps/app.xml")
    except (zipfile.BadZipFile, KeyError):
        return False
