"""Closed lists: each value has a key, a label in each language, and further words that are taken for it."""

from __future__ import annotations

from enum import Enum

from pmo_xl.core.base.text import Text, t


class Choice(Enum):
    """A closed list. ``OPEN = "open", "Open", "Ouvert"``: key, English, French, then more accepted words."""

    key: str
    label: Text
    aliases: tuple[str, ...]

    def __init__(self, key: str, en: str, fr: str, *aliases: str) -> None:
        self.key = key
        self.label = t(en, fr)
        self.aliases = aliases
