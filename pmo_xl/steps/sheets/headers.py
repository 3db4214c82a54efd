"""Headers: which words of a row name our columns, in any language, case, accents and punctuation aside."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from pmo_xl.core.base.text import fold
from pmo_xl.core.definition.column import Profile
from pmo_xl.core.definition.model import Sheet, choices_of
from pmo_xl.core.definition.own_columns import ROW_COLUMNS
from pmo_xl.core.flow.raw import Cell

_SIGNS = re.compile(r"[^\w%]+|_")
_LIKE = 0.8
"""How alike a misspelled header and the right one must be to be named together."""


@lru_cache(maxsize=8192)
def loose(words: str) -> str:
    """Letters, digits and percent signs alone: “CAPEX / OPEX *” is “capexopex”."""
    folded = fold(words)
    letters = _SIGNS.sub("", folded)
    return letters if len(letters) > 1 else folded.rstrip(" *:")


class _Words(NamedTuple):
    """What is known of the headers of one sheet, made once."""

    labels: Mapping[str, str]
    exact: frozenset[str]
    listed: frozenset[str]
    needed: frozenset[str]
    needed_labels: frozenset[str]


_WORDS: dict[type[Sheet], _Words] = {}


def _words_of(sheet: type[Sheet]) -> _Words:
    if sheet not in _WORDS:
        columns = sheet.columns.values()
        # A column of today goes before one that was called so once.
        said = {words: c.key for c in columns for former in c.former for words in former.in_all()}
        said |= {words: column.key for column in columns for words in column.label.in_all()}
        labels = {loose(words): key for words, key in said.items()}
        must = frozenset(column.key for column in sheet.required(Profile.LIGHT))
        named = frozenset(words for words, key in labels.items() if key in must)
        choices = filter(None, map(choices_of, sheet.columns.values()))
        listed = frozenset(words for each in choices for member in each for words in member.label.in_all())
        _WORDS[sheet] = _Words(labels, frozenset(said), listed, must, named)
    return _WORDS[sheet]


def labels_of(sheet: type[Sheet]) -> Mapping[str, str]:
    """Loose label in any language → field key."""
    return _words_of(sheet).labels


def exact_labels(sheets: Iterable[type[Sheet]]) -> frozenset[str]:
    """Every label as it is written, for a quick look whether a row may be headers at all.

    A word that may also be chosen in a row, as “Task” is, would tell nothing.
    """
    words = [*map(_words_of, sheets)]
    labels = frozenset[str]().union(*(of_sheet.exact for of_sheet in words))
    return labels.difference(*(of_sheet.listed for of_sheet in words))


def needed(sheet: type[Sheet]) -> frozenset[str]:
    """The columns by which a table is known: those that every profile requires."""
    return _words_of(sheet).needed


def needed_labels(sheet: type[Sheet]) -> frozenset[str]:
    """The loose labels of those columns, in any language."""
    return _words_of(sheet).needed_labels


@cache
def own_labels() -> frozenset[str]:
    """The labels of the columns that check a row, which every table has."""
    return frozenset(loose(words) for column in ROW_COLUMNS for words in column.label.in_all())


def words_in(row: Sequence[Cell]) -> list[tuple[int, str]]:
    """The texts of a row as labels are compared, and where they stand."""
    return [(col, loose(cell)) for col, cell in enumerate(row) if isinstance(cell, str)]


def keys_of(words: Sequence[tuple[int, str]], labels: Mapping[str, str]) -> dict[str, list[int]]:
    """Where each field is named by these words: more than one column where the label stands more than once."""
    here: dict[str, list[int]] = {}
    for col, said in words:
        key = labels.get(said)
        if key is not None:
            here.setdefault(key, []).append(col)
    return here


def keys_in(row: Sequence[Cell], labels: Mapping[str, str]) -> dict[str, list[int]]:
    """Where each field is named in a row: more than one column where the label stands more than once."""
    return keys_of(words_in(row), labels)


def keys_in_two(
    above: Sequence[Cell], row: Sequence[Cell], labels: Mapping[str, str]
) -> dict[str, list[int]]:
    """The same for a header in two lines: “Baseline” over “start” and “finish”, the first perhaps merged."""
    here: dict[str, list[int]] = {}
    band = ""
    for col in range(max(len(above), len(row))):
        over = above[col] if col < len(above) else None
        cell = row[col] if col < len(row) else None
        if isinstance(over, str):
            band = over
        words = [cell, f"{band} {cell}"] if isinstance(cell, str) else [over]
        key = next(
            (labels[loose(said)] for said in words if isinstance(said, str) and loose(said) in labels), None
        )
        if key is not None:
            here.setdefault(key, []).append(col)
    return here


@lru_cache(maxsize=256)
def others_than(row: tuple[Cell, ...], sheets: tuple[type[Sheet], ...]) -> Sequence[int]:
    """The columns in which a header row holds something that is no label of these sheets."""
    ours = {col for sheet in sheets for places in keys_in(row, labels_of(sheet)).values() for col in places}
    return [
        col
        for col, cell in enumerate(row)
        if cell is not None
        and col not in ours
        and not (isinstance(cell, str) and loose(cell) in own_labels())
    ]


def nearest(words: str, sheet: type[Sheet], keys: Iterable[str]) -> str | None:
    """The one of these columns that a misspelled header is meant to be, if any."""
    labels = {loose(said): key for key in keys for said in sheet.columns[key].label.in_all()}
    near = difflib.get_close_matches(loose(words), list(labels), 1, _LIKE)
    return labels[near[0]] if near else None
