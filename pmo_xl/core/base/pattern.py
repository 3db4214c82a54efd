r"""Patterns of codes: the regular expressions that an Excel formula can judge as well.

    R-\d{3,}        signs, then one kind of sign as often as it comes
    [A-Z]{3}        one kind of sign, so many times
    \d+(\.\d+)*    parts of one kind of sign, joined by another

Excel has no regular expressions; what :mod:`pmo_xl.core.formula.typed_formula` writes instead is made from the pieces
that are found here, so that a pattern is said once.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from functools import cache

from pmo_xl.core.base.problem import DefinitionError

LONGEST = 64
"""Signs of a code that a formula looks at; a longer one is wrong to it."""

_PIECE = re.compile(r"(\\d|\\[.\-/]|\[[^\[\]\\^]+\]|[A-Za-z0-9 _\-/])(?:\{(\d+)(,?)(\d*)\}|(\+))?")
_JOINED = re.compile(r"\((\\[.\-/]|[_\-/])(.+)\)\*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Signs of one kind, so many of them; ``most`` None for as many as come."""

    signs: str
    least: int = 1
    most: int | None = 1


@dataclass(frozen=True, slots=True)
class Pattern:
    """Pieces one after the other, of which only the last varies in length; or one, repeated with ``joint`` between."""

    pieces: tuple[Piece, ...]
    joint: str = ""


@cache
def pattern_of(words: str) -> Pattern:
    """The pieces of a regular expression that a whole cell must match.

    Raises DefinitionError for one that no formula could judge.
    """
    pieces: list[Piece] = []
    at = 0
    while (met := _PIECE.match(words, at)) is not None:
        first = words[: met.end()]
        pieces.append(_piece(met))
        at = met.end()
        joined = _JOINED.fullmatch(words, at)
        if joined is not None and len(pieces) == 1 and joined[2] == first:
            joint = joined[1][-1]
            if joint not in pieces[0].signs and pieces[0].most is None and pieces[0].least == 1:
                return Pattern(tuple(pieces), joint)
    fixed = all(piece.least == piece.most for piece in pieces[:-1])
    if at < len(words) or not pieces or not fixed:
        raise DefinitionError(
            words, "no formula can judge this pattern: signs, then one kind of sign as often as it comes"
        )
    return Pattern(tuple(pieces))


def _piece(met: re.Match[str]) -> Piece:
    signs, least, comma, most, many = met.groups()
    kind = string.digits if signs == r"\d" else _class(signs[1:-1]) if signs[0] == "[" else signs[-1]
    if many:
        return Piece(kind, 1, None)
    if least is None:
        return Piece(kind)
    return Piece(kind, int(least), int(most) if most else None if comma else int(least))


def _class(words: str) -> str:
    """The signs of ``[A-Z0-9_-]``."""
    ranges = re.sub(r"(.)-(.)", lambda met: "".join(map(chr, range(ord(met[1]), ord(met[2]) + 1))), words)
    return "".join(dict.fromkeys(ranges))
