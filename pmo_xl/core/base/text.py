"""Words in each language: English and French side by side, further languages laid over them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

_OVERLAYS: dict[str, Mapping[str, str]] = {}


def languages() -> tuple[str, ...]:
    """Codes of the languages that can be chosen, the two built-in ones first."""
    return ("en", "fr", *_OVERLAYS)


def learn(language: str, words: Mapping[str, str]) -> None:
    """Add a language: its words keyed by the English text. What is missing stays English."""
    _OVERLAYS[language] = words


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence or label in every language; ``values`` fill its ``{places}`` at the last moment.

    A value may itself be a Text (a column's label, say): it is then shown in the same language.
    """

    en: str
    fr: str
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def to(self, language: str) -> str:
        """The words in *language*; English where a further language has none."""
        words = self.fr if language == "fr" else _OVERLAYS.get(language, {}).get(self.en, self.en)
        if not self.values:
            return words
        return words.format(**{key: say(value, language) for key, value in self.values.items()})

    def fill(self, **values: Any) -> Text:
        """The same sentence with its places filled."""
        return Text(self.en, self.fr, {**self.values, **values})

    def in_all(self) -> tuple[str, ...]:
        """The words in every language, each once."""
        return tuple(dict.fromkeys(self.to(language) for language in languages()))


def t(en: str, fr: str) -> Text:
    """Short for a Text; English left, French right, as they stand in the definitions."""
    return Text(en, fr)


def same(words: str) -> Text:
    """A Text that reads the same in every language: a code, a name, a file."""
    return Text(words, words)


def sentence(words: Text) -> Text:
    """The words with a full stop, unless they ask or exclaim."""
    return (
        t("{words}", "{words}").fill(words=words)
        if words.en.endswith(("?", "!"))
        else t("{words}.", "{words}.").fill(words=words)
    )


def counted(n: int, words: tuple[Text, Text]) -> Text:
    """A number with its noun in the singular or plural; French takes the singular for 0."""
    one, many = words
    return Text(one.en if n == 1 else many.en, one.fr if n < 2 else many.fr, {"n": n})


def say(value: Any, language: str) -> str:
    """A value as a person of that language writes it: dates, decimals, yes and no, several Texts."""
    import datetime as dt

    match value:
        case Text():
            return value.to(language)
        case None:
            return ""
        case bool():
            return (t("yes", "oui") if value else t("no", "non")).to(language)
        case dt.datetime() if value.time() != dt.time():
            return value.strftime("%d/%m/%Y %H:%M" if language == "fr" else "%Y-%m-%d %H:%M")
        case dt.date():
            return value.strftime("%d/%m/%Y" if language == "fr" else "%Y-%m-%d")
        case float():
            words = f"{value:.15g}"
            return words.replace(".", ",") if language == "fr" else words
        case list() | tuple():
            return ", ".join(say(item, language) for item in value)
        case _:
            return one_line(str(value))


def one_line(words: str) -> str:
    """Words that somebody typed, as they may stand in a sentence: without line ends, and without signs that nobody sees.

    Control signs could command a terminal, a line end forge a second finding or the head of a mail; marks that turn the
    direction of writing let a name end in another way than it reads.
    """
    return words if words.isprintable() else _UNSEEN.sub(" ", words)


_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")

EDGES = " \t\n\r\xa0\u202f\u2009"
"""Spaces around what people type."""


def fold(words: str) -> str:
    """Words without case, accents, repeated or no-break spaces: how labels and list values are compared."""
    # Labels and list values are short and come again and again.
    return _folded(words) if len(words) <= SHORT else _fold(words)


SHORT = 48


def _fold(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words.replace("’", "'").replace("œ", "oe").replace("Œ", "OE"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


_folded = lru_cache(maxsize=16384)(_fold)


@lru_cache(maxsize=16384)
def name_key(name: str) -> str:
    """A code as rows are told apart by it and joined on it: whatever its case, 007 being 7."""
    folded = fold(name)
    return folded.lstrip("0") or folded if folded.isdigit() else folded
