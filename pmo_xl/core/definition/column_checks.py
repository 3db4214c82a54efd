"""What a column must be for Excel and for the reader; stops with a sentence that names it."""

from __future__ import annotations

import re

from pmo_xl.core.base.pattern import pattern_of
from pmo_xl.core.base.problem import DefinitionError
from pmo_xl.core.base.text import fold
from pmo_xl.core.definition.column import Column, Kind
from pmo_xl.core.expr.choice import Choice


def check_column(where: str, column: Column, choices: type[Choice] | None) -> None:
    """Stop on a label, a limit, a pattern or a list that cannot be; ``choices`` is the list behind the column."""
    for words in column.label.in_all():
        if not words.strip() or len(words) > 60 or re.search(r"[\[\]#'\"@\n]", words):
            raise DefinitionError(where, f"{words!r} cannot head a column (1-60 characters, none of []#'\"@)")
    if column.help is not None:
        for words in column.help.in_all():
            if len(words) > 200:
                raise DefinitionError(where, f"the help is longer than 200 characters: {words!r}")
    if (column.kind is Kind.CHOICE) != (column.choices is not None):
        raise DefinitionError(where, "a choice needs its list, and only a choice has one")
    if column.computed and column.required is not None:
        raise DefinitionError(where, "a computed column is not filled by anybody, so it cannot be required")
    if column.low is not None and column.high is not None and column.low > column.high:
        raise DefinitionError(where, f"the lower limit {column.low} lies above the upper limit {column.high}")
    if column.pattern is not None and column.pattern_says is None:
        raise DefinitionError(where, "a pattern needs words that say what it asks for")
    if column.pattern is not None:
        pattern_of(column.pattern)
    if choices is not None:
        _check_choices(where, choices)


def _check_choices(where: str, choices: type[Choice]) -> None:
    owner: dict[str, str] = {}
    for member in choices:
        for words in (member.key, *member.label.in_all(), *member.aliases):
            if owner.setdefault(fold(words), member.key) != member.key:
                raise DefinitionError(
                    where, f"{words!r} names both {owner[fold(words)]!r} and {member.key!r}"
                )
        for words in member.label.in_all():
            if re.search(r"[*?~]|^[<>=]", words):
                raise DefinitionError(where, f"{words!r} would be read as a pattern by COUNTIFS")
