"""Words around numbers that follow the live figure: “3 projets sur 12”, but “1 projet sur 12”."""

from __future__ import annotations

import re

from pmo_xl.core.base.text import Text, t
from pmo_xl.excel.master.context import MasterContext

Counted = tuple[Text, Text]
"""What is said of one or none, as French has it, and of several; ``{n}`` and ``{of}`` stand for the numbers."""

PROJECTS: Counted = (t("{n} project", "{n} projet"), t("{n} projects", "{n} projets"))
PROJECTS_COVERED: Counted = (
    t("{n} of {of} projects", "{n} projet sur {of}"), t("{n} of {of} projects", "{n} projets sur {of}"),
)  # fmt: skip
RETURNS_RECEIVED: Counted = (
    t("{n} of {of} returns", "{n} retour sur {of}"), t("{n} of {of} returns", "{n} retours sur {of}"),
)  # fmt: skip
ROWS_LEFT_OUT: Counted = (
    t("{n} of {of} rows left out", "{n} ligne sur {of} écartée"), t("{n} of {of} rows left out", "{n} lignes sur {of} écartées"),
)  # fmt: skip
CELLS_UNKNOWN: Counted = (
    t("{n} cell unreadable or blank", "{n} cellule illisible ou vide"),
    t("{n} cells unreadable or blank", "{n} cellules illisibles ou vides"),
)
"""Blank are only those that must be filled."""


def counted(master: MasterContext, words: Counted, n: int, of: int = 0) -> str:
    """The words for these numbers, in the language of the master."""
    return master.say(words[n > 1].fill(n=n, of=of))


def counted_formula(master: MasterContext, words: Counted, n: str, of: str = "") -> str:
    """The same as a live formula over the cells *n* and *of*, without the equals sign."""
    one, many = (_joined(master.say(said), n, of) for said in words)
    return many if one == many else f"IF({n}<2,{one},{many})"


def _joined(said: str, n: str, of: str) -> str:
    """A sentence as a formula: its texts in quotes, a cell for each place."""
    cells = {"{n}": n, "{of}": of}
    return "&".join(cells.get(part, f'"{part}"') for part in re.split(r"(\{n\}|\{of\})", said) if part)
