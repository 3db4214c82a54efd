"""What explains a definition to whoever meets it: why a rule is there, an example of it, a term of the field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
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


def terms_in(glossary: Iterable[Term], texts: Iterable[Text]) -> list[Term]:
    """The terms that some text uses in both languages, in the singular or the plural, in the order of the glossary.

    A word that means two things is that of another term in one of the two.
    """
    distinct = dict.fromkeys(texts)
    said = {language: [text.to(language) for text in distinct] for language in ("en", "fr")}
    plain = {language: [words.lower() for words in each] for language, each in said.items()}
    return [
        term
        for term in glossary
        if not _using(term, "en", said, plain).isdisjoint(_using(term, "fr", said, plain))
    ]


def _using(
    term: Term, language: str, said: Mapping[str, Sequence[str]], plain: Mapping[str, Sequence[str]]
) -> set[int]:
    """The places of the texts that use a term in a language; the first word of each way to write it is looked for before."""
    return {
        at
        for way in _ways(term.label.to(language), term.also.to(language))
        for first in (way.lower().split()[0],)
        for at, words in enumerate(plain[language])
        if first in words and _pattern(way).search(said[language][at])
    }


@cache
def _ways(label: str, also: str) -> Sequence[str]:
    """All ways to write a term."""
    words, _, short = label.partition(" (")
    return [way for way in (*words.split(", "), short.rstrip(")"), *also.split(", ")) if way]


@cache
def _pattern(words: str) -> re.Pattern[str]:
    """Words with or without the sign of the plural; an abbreviation as it is, for EV is not “ev”."""
    parts = " ".join(f"{re.escape(word)}[sx]?" for word in words.split())
    return re.compile(rf"(?<!\w){parts}(?!\w)", re.NOFLAG if words.isupper() else re.IGNORECASE)


def by_name(terms: Iterable[Term], language: str) -> list[tuple[str, str, str]]:
    """The rows of a glossary in the order of its names: each name, that of the other language, the meaning."""
    other = "en" if language == "fr" else "fr"
    rows = [(term.label.to(language), term.label.to(other), term.meaning.to(language)) for term in terms]
    return sorted(rows, key=lambda row: fold(row[0]))
