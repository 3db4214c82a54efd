"""Cells as somebody typed them: what a template's own Check looks at before anything is read.

The nodes of this module say of a cell whether it holds what its column takes. Pasting goes past drop-downs and
limits, so that any cell may hold anything. They are never undefined: a blank cell is looked at like any other.
:mod:`pmo_xl.core.expr.typed_value` computes them over raw cells, :mod:`pmo_xl.core.formula.typed_formula` writes them for Excel.
"""

from __future__ import annotations

import datetime as dt
import itertools
import unicodedata
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

from pmo_xl.core.base.blank_words import NO_WORDS, PSEUDO_BLANK
from pmo_xl.core.base.text import Text, fold, languages
from pmo_xl.core.expr.choice import Choice
from pmo_xl.core.expr.nodes import Expr, Param, Ref

FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2100, 12, 31)
"""The days that a cell of a template takes."""

INVISIBLE = ("\xa0", "\u202f", "\u2009", "\u200b", "\ufeff")
"""Texts that show nothing and that Excel does not trim."""

WIDE = 40
"""Signs to which codes are filled up with zeros from the left, so that 007 is 7."""

MOST_LINKS = 8
"""Predecessors of a task that are looked at."""

LINK_TYPES = ("FS", "SS", "FF", "SF", "FD", "DD", "DF")
"""How a link goes on behind the number of the task, in English and in French."""

MOST_ACCENTS = 4
"""Accents of a word that people may leave out one by one."""


class Typed(Expr):
    """Base of what is said of cells as they were typed: of a row, or of the record, whose cells are parameters."""

    def strict(self) -> frozenset[str]:
        return frozenset()


@dataclass(frozen=True, eq=False, slots=True)
class HoldsNumber(Typed):
    """Whether a cell holds a number, between the limits where there are any; ``whole``: without decimals."""

    cell: Ref | Param
    low: float | None = None
    high: float | None = None
    whole: bool = False

    def parts(self) -> tuple[Expr, ...]:
        return (self.cell,)


@dataclass(frozen=True, eq=False, slots=True)
class HoldsDay(Typed):
    """Whether a cell holds a date that a template takes."""

    cell: Ref | Param

    def parts(self) -> tuple[Expr, ...]:
        return (self.cell,)


@dataclass(frozen=True, eq=False, slots=True)
class HoldsText(Typed):
    """Whether what a cell holds can be taken as a text: no truth value, no more than ``longest`` signs."""

    cell: Ref | Param
    longest: int | None = None

    def parts(self) -> tuple[Expr, ...]:
        return (self.cell,)


@dataclass(frozen=True, eq=False, slots=True)
class HoldsCode(Typed):
    """Whether a cell holds a text of a pattern (see :mod:`pmo_xl.core.base.pattern`)."""

    cell: Ref | Param
    pattern: str

    def parts(self) -> tuple[Expr, ...]:
        return (self.cell,)


@dataclass(frozen=True, eq=False, slots=True)
class HoldsWord(Typed):
    """Whether a cell holds nothing, or a word by which a value of a closed list is known, in any language.

    ``member`` asks for the words of that value alone, and not for a blank.
    """

    cell: Ref | Param
    choices: type[Choice]
    member: Choice | None = None

    def parts(self) -> tuple[Expr, ...]:
        return (self.cell,)


@dataclass(frozen=True, eq=False, slots=True)
class SaysNothing(Typed):
    """Whether a cell is blank, or holds what stands for a blank; in a ``free`` text fewer words do.

    ``bare``: without spaces that do not break around it, which makes for a shorter formula.
    """

    cell: Ref | Param
    free: bool = False
    bare: bool = False

    def parts(self) -> tuple[Expr, ...]:
        return (self.cell,)


@dataclass(frozen=True, eq=False, slots=True)
class CellsFilled(Typed):
    """How many of these cells hold anything, an empty text included."""

    cells: tuple[Ref, ...]

    def parts(self) -> tuple[Expr, ...]:
        return self.cells


@dataclass(frozen=True, eq=False, slots=True)
class Codes(Typed):
    """The codes of all conditions that do not hold, one after the other; "" where all hold.

    Each is a number of three digits: the place of its sentence (see :class:`Sentence`). ``at_error`` says whether a
    condition holds over a cell that shows an Excel error. ``begun`` is a number that is 0 where nothing is asked yet.
    """

    begun: Ref
    conditions: tuple[tuple[int, Expr], ...]
    at_error: bool = False

    def parts(self) -> tuple[Expr, ...]:
        return (self.begun, *(condition for _, condition in self.conditions))


@dataclass(frozen=True, eq=False, slots=True)
class Sentence(Typed):
    """The sentence of the first of the codes in some cells, and how many more there are: “Missing: Owner (+2)”.

    ``name`` is the defined name of the cells that hold the sentences.
    """

    codes: tuple[Ref, ...]
    name: str
    sentences: tuple[Text, ...]

    def parts(self) -> tuple[Expr, ...]:
        return self.codes


@dataclass(frozen=True, eq=False, slots=True)
class Repeats(Typed):
    """Whether an earlier row of the table bears the same name: the same texts, the same ``months``."""

    cells: tuple[Ref, ...]
    months: frozenset[str] = frozenset()

    def parts(self) -> tuple[Expr, ...]:
        return self.cells


@dataclass(frozen=True, eq=False, slots=True)
class Among(Typed):
    """Whether the text of a cell stands in a column of a table.

    ``joint`` stands between the levels of a code, of which one above is there too: 1.2 is among 1.2.1.
    """

    cell: Ref
    table: str
    key: str
    joint: str = ""

    def parts(self) -> tuple[Expr, ...]:
        return (self.cell,)


@dataclass(frozen=True, eq=False, slots=True)
class LinksKnown(Typed):
    """Whether every predecessor in a cell begins with the ``own`` name of another row: ``12FS+3d; 14``.

    Of the first eight links; how a link goes on behind the name is only looked at as far as it takes to know where
    the name ends.
    """

    cell: Ref
    own: Ref

    def parts(self) -> tuple[Expr, ...]:
        return (self.cell, self.own)


@dataclass(frozen=True, eq=False, slots=True)
class SumUnder(Typed):
    """The sum of the column ``what`` over the rows of a table whose ``key`` is the text of a cell; 0 without any."""

    cell: Ref
    table: str
    key: str
    what: str

    def parts(self) -> tuple[Expr, ...]:
        return (self.cell,)


@dataclass(frozen=True, eq=False, slots=True)
class Judged(Typed):
    """A condition over other rows; it is not judged, and holds, where one of these shows an Excel error."""

    what: Expr

    def parts(self) -> tuple[Expr, ...]:
        return (self.what,)

    def strict(self) -> frozenset[str]:
        return self.what.strict()


@dataclass(frozen=True, eq=False, slots=True)
class NumbersIn(Typed):
    """How many numbers stand in a column of a table."""

    table: str
    what: str


def of_record(expr: Expr) -> Expr:
    """A condition over the fields of the record, as the whole workbook knows them by name."""
    if isinstance(expr, Ref):
        return Param(expr.key)
    changed = {each.name: _of_record(getattr(expr, each.name)) for each in fields(expr)}  # type: ignore[arg-type]
    return replace(expr, **changed)  # type: ignore[type-var]


def _of_record(what: Any) -> Any:
    if isinstance(what, tuple):
        return tuple(map(_of_record, what))
    return of_record(what) if isinstance(what, Expr) else what


# words that are looked for ---------------------------------------------------------------------------


@cache
def words_for(member: Choice) -> tuple[str, ...]:
    """Every word by which a value of a closed list is known, as people may write it."""
    said = (member.key, *_in_all(member.label), *member.aliases)
    return tuple(dict.fromkeys(way.casefold() for words in said for way in ways_to_write(words)))


@cache
def blank_words(free: bool) -> tuple[str, ...]:
    """What stands for a blank, as people may write it; an empty text first."""
    said = NO_WORDS if free else PSEUDO_BLANK
    accented = ("…", "à définir", "à confirmer", "à compléter", "à préciser", *(() if free else ("néant",)))
    ways = (way for words in (*sorted(said), *accented) for way in ways_to_write(words))
    return tuple(dict.fromkeys(("", *INVISIBLE, *ways)))


def ways_to_write(words: str) -> list[str]:
    """A word with and without each of its accents, its apostrophe curly or straight: Excel tells these apart."""
    plain = unicodedata.normalize("NFC", words.replace("\xa0", " "))
    marked = [at for at, sign in enumerate(plain) if not sign.isspace() and fold(sign) != sign.casefold()]
    if len(marked) > MOST_ACCENTS:
        return list(dict.fromkeys((plain, fold(plain))))
    ways = []
    for kept in itertools.product((True, False), repeat=len(marked)):
        bare = {at for at, keep in zip(marked, kept, strict=True) if not keep}
        ways.append("".join(fold(sign) if at in bare else sign for at, sign in enumerate(plain)))
    return list(dict.fromkeys(ways))


def _in_all(text: Text) -> list[str]:
    return [text.to(language) for language in languages()]
