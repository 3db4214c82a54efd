"""Dates that were typed as text: read where only one day is possible, both days named where two are.

day("31 déc. 2026")   2026-12-31
day("03/04/2026")     Days: 3 April or 4 March
day("soon")           None: no date
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from pmo_xl.core.base.text import EDGES, Text, fold, t

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan january janv janvier", "feb february fev fevr fevrier", "mar march mars", "apr april avr avril",
            "may mai", "jun june juin", "jul july juil juillet", "aug august aou aout",
            "sep sept september septembre", "oct october octobre", "nov november novembre",
            "dec december decembre",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
WEEKDAYS = {
    word: number
    for number, words in enumerate(
        (
            "mon monday lun lundi", "tue tues tuesday mar mardi", "wed wednesday mer mercredi",
            "thu thur thurs thursday jeu jeudi", "fri friday ven vendredi", "sat saturday sam samedi",
            "sun sunday dim dimanche",
        )
    )
    for word in words.split()
}  # fmt: skip
_LATEST_SHORT_YEAR = 29
"""Beyond, two digits are a year of this century to a reader and of the last one to Excel."""

_CLOCK = re.compile(r"[t ](?:at |a )?[0-9]{1,2}[:h][0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$")
_WEEKDAY = re.compile(r"([a-z]+)\.?,? (?=[0-9]|[a-z]+\.? [0-9])")
_WHOLE_DATE = re.compile(r"[0-9]{1,2}(?:er)? [a-z]|[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2}")
_SHORT_YEAR = re.compile(r"^([0-9]{1,2}([-/.])[0-9]{1,2}\2)([0-9]{2})$")
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_DOTS = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})")
_SLASHES = re.compile(r"([0-9]{1,2})([-/ ])([0-9]{1,2})\2([0-9]{4})")
_DAY_MONTH_NAME = re.compile(
    r"([0-9]{1,2})(?:er|st|nd|rd|th)?\.?[-/ ]?(?:of |de )?([a-z]+)\.?,?[-/ ]?([0-9]{4}|[0-9]{2})"
)
_MONTH_NAME_DAY = re.compile(r"([a-z]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?(?:, ?| )([0-9]{4})")
_MONTH_NAME_YEAR = re.compile(r"([a-z]+)\.?[-/ ]?([0-9]{4}|[0-9]{2})")
_MONTH_YEAR = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_YEAR_MONTH = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})")


@dataclass(frozen=True, slots=True)
class Days:
    """Two days that a text may stand for."""

    one: dt.date
    other: dt.date


def day(words: str) -> dt.date | Days | None:
    """The day that a text says; a clock time behind it is left out."""
    plain = _folded(words)
    if plain is None:
        return None
    plain = _CLOCK.sub("", plain)
    weekday = None
    if (named := _WEEKDAY.match(plain)) and named[1] in WEEKDAYS:
        rest = plain[named.end() :]
        # “Mar” is a month as well, unless a whole date follows.
        if named[1] not in _MONTHS or _WHOLE_DATE.match(rest):
            weekday, plain = WEEKDAYS[named[1]], rest
    found = _day(plain) if weekday is None else _day(_SHORT_YEAR.sub(r"\g<1>20\3", plain))
    if isinstance(found, Days) and weekday is not None:
        # The weekday settles which of the two it is, unless it is that of both or of neither.
        days = [each for each in (found.one, found.other) if each.weekday() == weekday]
        return days[0] if len(days) == 1 else found
    if isinstance(found, dt.date) and weekday is not None and found.weekday() != weekday:
        return None
    return found


def typed_day(words: str, language: str) -> dt.date:
    """The day that a person of that language writes in a command or a setting.

    In French the day stands first. In English some put the month first, so what may be two days is refused. Raises
    ValueError, its reason a Text that says how to write it.
    """
    found = day(words)
    if isinstance(found, Days):
        if language != "fr":
            raise ValueError(TWO_DAYS.fill(one=_in_words(found.one), other=_in_words(found.other)))
        return found.one
    if found is None:
        raise ValueError(NO_DAY)
    return found


def _in_words(day_: dt.date) -> Text:
    """A day so that it has one reading: 3 April 2026 (2026-04-03)."""
    names = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
             "November", "December")  # fmt: skip
    return t(f"{day_.day} {names[day_.month - 1]} {day_.year} ({day_})", f"le {day_:%d/%m/%Y}")


NO_DAY = t(
    "a date is expected, such as 2026-03-31, 31/03/2026 or 31 March 2026",
    "une date est attendue, par exemple 31/03/2026, 2026-03-31 ou 31 mars 2026",
)
TWO_DAYS = t(
    "it may be {one} or {other}: write it in one of these ways",
    "ce peut être {one} ou {other} : écrivez le mois en lettres",
)


def month(words: str) -> dt.date | Days | None:
    """The month that a text says, as its first day; a day within it will do."""
    plain = _folded(words)
    if plain is None:
        return None
    if met := _YEAR_MONTH.fullmatch(plain):
        return _date(met[1], met[2], "1")
    if met := _MONTH_YEAR.fullmatch(plain):
        return _date(met[2], met[1], "1")
    if met := _MONTH_NAME_YEAR.fullmatch(plain):
        return _named(met[2], met[1], "1")
    found = day(words)
    if isinstance(found, Days):
        one, other = found.one.replace(day=1), found.other.replace(day=1)
        return one if one == other else Days(one, other)
    return found.replace(day=1) if found is not None else None


def _folded(words: str) -> str | None:
    """Small letters without accents; None where a digit is none of the ten, which other scripts have too."""
    words = words.strip(EDGES)
    if any(letter.isdigit() and letter not in "0123456789" for letter in words):
        return None
    return fold(words)


def _day(plain: str) -> dt.date | Days | None:
    if met := _YEAR_FIRST.fullmatch(plain):
        return _date(met[1], met[3], met[4])
    if met := _DOTS.fullmatch(plain):
        return _date(met[3], met[2], met[1])
    if met := _SLASHES.fullmatch(plain):
        days = [found for found in (_date(met[4], met[3], met[1]), _date(met[4], met[1], met[3])) if found]
        if len(days) == 2 and days[0] != days[1]:
            return Days(*days)
        return days[0] if days else None
    if met := _DAY_MONTH_NAME.fullmatch(plain):
        return _named(met[3], met[2], met[1])
    if met := _MONTH_NAME_DAY.fullmatch(plain):
        return _named(met[3], met[1], met[2])
    return None


def _named(year: str, name: str, day_: str) -> dt.date | None:
    if name not in _MONTHS:
        return None
    if len(year) == 2:
        if int(year) > _LATEST_SHORT_YEAR:
            return None
        year = f"20{year}"
    return _date(year, str(_MONTHS[name]), day_)


def _date(year: str, month_: str, day_: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month_), int(day_))
    except ValueError:
        return None
