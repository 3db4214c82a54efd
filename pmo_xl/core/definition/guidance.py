"""What explains a definition to whoever meets it: why a rule is there, an example of it, a term of the field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pmo_xl.core.base.text import Text, fold, t


@dataclass(frozen=True, slots=True)
class Reason:
    """What goes wrong where a rule is broken.

    ``breaks`` and ``passes`` tell an example in words, where a rule is about more than cells.
    """

    why: Text
    breaks: Text | None = None
    passes: Text | None = None


@dataclass(frozen=True, slots=True)
class ExampleCell:
    """One cell of an example: the key of its sheet, the name of its row (none on the project sheet), its column.

    ``value`` is plain: list values as keys, percentages as 0-1, None for blank.
    """

    sheet: str
    row: str
    column: str
    value: Any


@dataclass(frozen=True, slots=True)
class Example:
    """A fault and what stands beside it that is none: ``breaks`` the cells with which ``rule`` names ``at``.

    ``passes`` are those of the same cells that differ where all is right. ``says`` tells cases of one cell apart: a
    part of what is said of it.
    """

    rule: str
    at: ExampleCell
    breaks: Sequence[ExampleCell]
    passes: Sequence[ExampleCell]
    says: str = ""


NOTHING = t("", "")


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the field and what it means here, without a full stop.

    ``label`` may hold several ways to say it, parted by commas, and an abbreviation in brackets; ``also`` is how sheets
    write it besides.
    """

    label: Text
    meaning: Text
    also: Text = NOTHING

    def is_in(self, text: Text) -> bool:
        """Whether a text uses it in both languages, in the singular or the plural: a word that means two things does so in one."""
        return self._said_in(text, "en") and self._said_in(text, "fr")

    def _said_in(self, text: Text, language: str) -> bool:
        words = text.to(language)
        plain = words.lower()
        ways = _ways(self.label.to(language), self.also.to(language))
        return any(first in plain and _pattern(way).search(words) is not None for first, way in ways)


@cache
def _ways(label: str, also: str) -> Sequence[tuple[str, str]]:
    """All ways to write a term, each behind its first word, which is looked for before."""
    words, _, short = label.partition(" (")
    ways = [*words.split(", "), short.rstrip(")"), *also.split(", ")]
    return [(way.lower().split()[0], way) for way in ways if way]


@cache
def _pattern(words: str) -> re.Pattern[str]:
    """Words with or without the sign of the plural; an abbreviation as it is, for EV is not “ev”."""
    parts = " ".join(f"{re.escape(word)}[sx]?" for word in words.split())
    return re.compile(rf"(?<!\w){parts}(?!\w)", re.NOFLAG if words.isupper() else re.IGNORECASE)


def terms_in(glossary: Iterable[Term], texts: Iterable[Text]) -> list[Term]:
    """The terms that some of these texts use, in the order of the glossary."""
    distinct = dict.fromkeys(texts)
    return [term for term in glossary if any(map(term.is_in, distinct))]


def by_name(terms: Iterable[Term], language: str) -> list[tuple[str, str, str]]:
    """The rows of a glossary in the order of its names: each name, that of the other language, the meaning."""
    other = "en" if language == "fr" else "fr"
    rows = [(term.label.to(language), term.label.to(other), term.meaning.to(language)) for term in terms]
    return sorted(rows, key=lambda row: fold(row[0]))
