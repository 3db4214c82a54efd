"""Put right what is certain in a cell, and say so: spaces, list words in the other language, a whole percentage.

What is not certain is left as it is, for the check of kinds and limits to refuse.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from pmo_xl.core.column import Column, Kind
from pmo_xl.core.model import choices_of
from pmo_xl.core.text import Text, fold, t

PSEUDO_BLANK = frozenset(
    fold(words)
    for words in ("-", "–", "—", "n/a", "n.a.", "na", "tbd", "tbc", "à définir", "a definir", "en cadrage", "?", "nd", "s.o.")
)  # fmt: skip
EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2100, 12, 31)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\ufeff]")
_EDGES = " \t\n\r\xa0\u202f"


@dataclass(frozen=True, slots=True)
class Repair:
    """A value that was put right for certain, to be told with before and after."""

    code: str
    message: Text
    fix: Text


Mended = tuple[Any, Repair | None]


def mender(column: Column) -> Callable[[Any], Mended]:
    """What puts a filled cell of that column right: the plain value, and what was done to it, if anything."""
    match column.kind:
        case Kind.TEXT:
            return _mend_text
        case Kind.CHOICE | Kind.YES_NO:
            words = _choice_words(column)
            return lambda cell: _mend_choice(cell, words)
        case Kind.DATE:
            return _mend_date
        case Kind.MONTH:
            return _mend_month
        case Kind.INTEGER:
            return _mend_integer
        case Kind.PERCENT if column.high == 1:
            return _mend_percent
        case _:
            return _mend_number


def _blank(cell: Any) -> bool:
    return isinstance(cell, str) and (not cell.strip(_EDGES) or fold(cell) in PSEUDO_BLANK)


def _mend_text(cell: Any) -> Mended:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell)), None
    if isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell), None
    if not isinstance(cell, str):
        return cell, None
    if _blank(cell):
        return None, None
    clean = _CONTROL.sub("", cell).strip(_EDGES)
    if clean != cell:
        return clean, SPACES
    if clean[0] in "=+@" or (clean[0] == "-" and len(clean) > 1 and not clean[1].isspace()):
        return clean, LIKE_A_FORMULA
    return clean, None


@cache
def _choice_words(column: Column) -> dict[str, str]:
    choices = choices_of(column)
    assert choices is not None
    return {
        fold(words): member.key
        for member in choices
        for words in (member.key, *member.label.in_all(), *member.aliases)
    }


def _mend_choice(cell: Any, words: dict[str, str]) -> Mended:
    if isinstance(cell, bool):
        cell = "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        cell = str(int(cell))
    if not isinstance(cell, str):
        return cell, None
    # The list is asked before the pseudo-blanks: a list may hold a word that means blank elsewhere.
    key = words.get(fold(cell))
    if key is None and _blank(cell):
        return None, None
    return (key if key is not None else cell), None


def _mend_date(cell: Any) -> Mended:
    if isinstance(cell, dt.datetime):
        if cell.time() == dt.time():
            return _plausible(cell.date())
        return cell.date(), TIME_DROPPED
    if isinstance(cell, dt.date):
        return _plausible(cell)
    return (None, None) if _blank(cell) else (cell, None)


def _plausible(day: dt.date) -> Mended:
    return day, None if EARLIEST <= day <= LATEST else FAR_DATE


def _mend_month(cell: Any) -> Mended:
    if isinstance(cell, dt.date):
        return dt.date(cell.year, cell.month, 1), None
    if isinstance(cell, str):
        if _blank(cell):
            return None, None
        for pattern in (r"(?P<y>\d{4})-(?P<m>\d{1,2})", r"(?P<m>\d{1,2})/(?P<y>\d{4})"):
            met = re.fullmatch(pattern, cell.strip(_EDGES))
            if met and 1 <= int(met["m"]) <= 12:
                return dt.date(int(met["y"]), int(met["m"]), 1), None
    return cell, None


def _mend_integer(cell: Any) -> Mended:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell), None
    return (None, None) if _blank(cell) else (cell, None)


def _mend_number(cell: Any) -> Mended:
    if isinstance(cell, int) and not isinstance(cell, bool):
        return float(cell), None
    return (None, None) if _blank(cell) else (cell, None)


def _mend_percent(cell: Any) -> Mended:
    what, _ = _mend_number(cell)
    # Between 1 and 2, 150 % and 1.5 % are equally likely: that stays an error.
    if isinstance(what, float) and 2 <= what <= 100:
        return what / 100, WHOLE_PERCENT
    return what, None


SPACES = Repair(
    "FLD-10",
    t("“{column}” had spaces or invisible characters around the text: taken as “{after}”.",
      "« {column} » comportait des espaces ou caractères invisibles : lu comme « {after} »."),
    t("Nothing to do; remove them if you like.", "Rien à faire ; supprimez-les si vous le souhaitez."),
)  # fmt: skip
LIKE_A_FORMULA = Repair(
    "GEN-17",
    t("The text of “{column}” begins like a formula; it is kept as text.",
      "Le texte de « {column} » commence comme une formule ; il est gardé comme texte."),
    t("Begin with a word.", "Commencez par un mot."),
)  # fmt: skip
TIME_DROPPED = Repair(
    "FLD-02",
    t(
        "“{column}” held a time as well: taken as {after}.",
        "« {column} » contenait aussi une heure : lu comme {after}.",
    ),
    t("Enter the day alone.", "Saisissez le jour seul."),
)
FAR_DATE = Repair(
    "FLD-07",
    t("“{column}” is {after}: an implausible date.", "« {column} » vaut {after} : date invraisemblable."),
    t("Check the year.", "Vérifiez l’année."),
)
WHOLE_PERCENT = Repair(
    "FLD-06",
    t(
        "“{column}” was typed as {before}: taken as {before} %.",
        "« {column} » a été saisi {before} : lu comme {before} %.",
    ),
    t("Type the percent sign too.", "Saisissez aussi le signe %."),
)
