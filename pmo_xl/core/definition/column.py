"""Columns: what a cell of a template may hold, said once in both languages.

    probability_in = integer("Inherent P", "P brute", low=1, high=5, required=STANDARD)

The order of the arguments is that of the sheet: label in English, label in French, then the rest by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Any

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.expr.choice import Choice
from pmo_xl.core.expr.nodes import Expr


class Kind(Enum):
    """The kinds of cell; the value is the word used in the JSON schema."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    AMOUNT = "amount"
    PERCENT = "percent"
    DATE = "date"
    MONTH = "month"
    YES_NO = "yes_no"
    CHOICE = "choice"

    @property
    def is_date(self) -> bool:
        return self in (Kind.DATE, Kind.MONTH)

    @property
    def is_quantity(self) -> bool:
        return self in (Kind.INTEGER, Kind.NUMBER, Kind.AMOUNT, Kind.PERCENT)


class Profile(IntEnum):
    """How much is asked of a project manager; each level asks for all that the one before asks for."""

    LIGHT = 1
    STANDARD = 2
    FULL = 3


LIGHT, STANDARD, FULL = Profile


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column of a table, or one field of a record.

    ``required``: the profile from which it must be filled, None where it never must; ``unless`` names another
    column and the values of its list with which a row need not fill this one all the same. ``low`` and ``high``
    are inclusive limits in the column's own unit (percentages as 0-1). ``formula`` makes it computed:
    what stands in the cell is then shown to people and never read. ``band`` is the heading above a group
    of columns; ``folded`` columns start hidden behind a +, ``hidden`` ones are
    not shown at all. ``width`` is in characters. ``also`` are names by which
    other people's workbooks surely mean it, parted by ``|``; ``former`` are labels that it had and is still read by; ``foreign_values`` what they write for each value of the list.
    ``person``: it names people, who are looked for in the PMO's list of people; where they do not ``answer`` for the row,
    but wrote or asked it once, they may have left since. ``listed`` is the key of a table of the PMO's own, of which it
    names a row.
    """

    kind: Kind
    label: Text
    help: Text | None = None
    required: Profile | None = None
    unless: tuple[str, tuple[Choice, ...]] | None = None
    unit: str = ""
    choices: type[Choice] | None = None
    low: float | None = None
    high: float | None = None
    max_length: int | None = None
    pattern: str | None = None
    pattern_says: Text | None = None
    formula: Expr | None = None
    band: Text | None = None
    folded: bool = False
    hidden: bool = False
    width: float | None = None
    example: Any = None
    also: str = ""
    former: tuple[Text, ...] = ()
    foreign_values: Mapping[str, str] | None = None
    person: bool = False
    answers: bool = True
    listed: str = ""
    key: str = ""

    @property
    def computed(self) -> bool:
        return self.formula is not None

    @property
    def looked_up_in(self) -> str:
        """The key of the PMO's list in which its cells are looked up; empty where they are not."""
        return "people" if self.person else self.listed

    @property
    def in_sight(self) -> bool:
        """Whether a sheet shows it as it comes, neither hidden nor folded away."""
        return not (self.hidden or self.folded)

    @property
    def number(self) -> bool:
        """Whether the cells hold numbers or dates rather than text."""
        return self.kind.is_quantity or self.kind.is_date

    @property
    def is_scale(self) -> bool:
        """Whether what lies beyond its limits has no meaning, and is not read: a rating of 7, work left of −3 days.

        An amount below 0 has one: a credit note.
        """
        return self.low is not None and (self.high is not None or self.kind is not Kind.AMOUNT)

    def is_required(self, profile: Profile) -> bool:
        return self.required is not None and self.required <= profile


def text(en: str, fr: str, help: Text | None = None, **more: Any) -> Column:
    """Words. ``max_length`` characters; ``pattern`` a regular expression the whole cell must match."""
    return Column(Kind.TEXT, t(en, fr), help, **more)


def integer(en: str, fr: str, help: Text | None = None, **more: Any) -> Column:
    """A whole number."""
    return Column(Kind.INTEGER, t(en, fr), help, **more)


def number(en: str, fr: str, help: Text | None = None, **more: Any) -> Column:
    """A number with decimals; say its ``unit``."""
    return Column(Kind.NUMBER, t(en, fr), help, **more)


def amount(en: str, fr: str, help: Text | None = None, **more: Any) -> Column:
    """Money in the project's currency; 0 or more unless ``low`` says otherwise."""
    return Column(Kind.AMOUNT, t(en, fr), help, **{"unit": "currency", "low": 0, **more})


def signed_amount(en: str, fr: str, help: Text | None = None, **more: Any) -> Column:
    """Money that may be negative."""
    return Column(Kind.AMOUNT, t(en, fr), help, **{"unit": "currency", **more})


def percent(en: str, fr: str, help: Text | None = None, **more: Any) -> Column:
    """A share, held as 0-1 and shown as %."""
    return Column(Kind.PERCENT, t(en, fr), help, **{"low": 0, "high": 1, **more})


def date(en: str, fr: str, help: Text | None = None, **more: Any) -> Column:
    """A day, without a time."""
    return Column(Kind.DATE, t(en, fr), help, **more)


def month(en: str, fr: str, help: Text | None = None, **more: Any) -> Column:
    """A month, held as its first day."""
    return Column(Kind.MONTH, t(en, fr), help, **more)


def yes_no(en: str, fr: str, help: Text | None = None, **more: Any) -> Column:
    """Yes or no."""
    return Column(Kind.YES_NO, t(en, fr), help, **more)


def choice(choices: type[Choice], en: str, fr: str, help: Text | None = None, **more: Any) -> Column:
    """One value of a closed list."""
    return Column(Kind.CHOICE, t(en, fr), help, choices=choices, **more)


def closed_list(name: str, values: Iterable[tuple[str, ...]]) -> type[Choice]:
    """A closed list that is only known at run time: the key, English, French and further words of each value."""
    # A type checker cannot follow members that are made here.
    make: Any = Choice
    made: type[Choice] = make(name, {words[0].upper(): words for words in values})
    return made


class YesNo(Choice):
    """Yes and no, with the ways people type them."""

    YES = "yes", "Yes", "Oui", "y", "o", "x", "1", "true", "vrai"
    NO = "no", "No", "Non", "n", "0", "false", "faux"
