"""Closed lists: each value has a key, a label in each language, and further words that are taken for it."""

from __future__ import annotations

from enum import Enum

from pmo_xl.core.base.text import Text, t


class Choice(Enum):
    """A closed list. ``OPEN = "open", "Open", "Ouvert"``: key, English, French, then more accepted words.

    Labels have plain spaces, whatever they were written with: so people type them, and so formulas compare cells.
    """

    key: str
    label: Text
    aliases: tuple[str, ...]

    def __init__(self, key: str, en: str, fr: str, *aliases: str) -> None:
        self.key = key
        self.label = t(_with_plain_spaces(en), _with_plain_spaces(fr))
        self.aliases = aliases


def _with_plain_spaces(words: str) -> str:
    return words.replace("\xa0", " ").replace("\u202f", " ")
