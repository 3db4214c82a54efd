"""Values as a slide shows them: amounts in millions or thousands, dates and decimals as the language writes them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from pmo_xl.core.base.amounts import amount_words
from pmo_xl.core.base.text import Text, say, t
from pmo_xl.core.definition.column import Column, Kind
from pmo_xl.core.definition.kpi import Unit
from pmo_xl.excel.master.context import MasterContext
from pmo_xl.excel.overview.number_words import decimal, money
from pmo_xl.excel.write.cells import plain, shown

UNKNOWN = "–"
"""What is shown for what is not known: never 0."""
_CONTROLS = re.compile("[\x00-\x1f\x7f\x80-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]+")
"""Signs that no slide can hold, and breaks of a line, for which one word of a cell is not the next."""


def clean(words: Any) -> str:
    """Words on one line, without signs that Open XML refuses; nothing for a blank."""
    what = plain(words)
    return "" if what is None else " ".join(_CONTROLS.sub(" ", str(what)).split(" ")).strip()


def of_unit(master: MasterContext, unit: Unit, what: Any, *, signed: bool = False) -> str:
    """The value of a KPI; *signed* puts a plus before what is above 0."""
    what = plain(what)
    if what is None:
        return UNKNOWN
    if unit is Unit.LIGHT:
        return master.light_words(what) or UNKNOWN
    if unit is Unit.DATE:
        return say(what, master.language)
    size = abs(float(what))
    match unit:
        case Unit.AMOUNT:
            words = money(master, "0", size).words
        case Unit.RATIO:
            words = decimal(master, "0", size, 2).words
        case Unit.PERCENT | Unit.SHARE:
            words = decimal(master, "0", size * 100, 1).words + (
                "\u00a0%" if master.language == "fr" else "%"
            )
        case _:
            words = amount_words(round(size)).to(master.language)
    nothing = not any(sign in "123456789" for sign in words)
    if nothing or (what >= 0 and not signed):
        return words
    return ("−" if what < 0 else "+") + words


def of_column(column: Column, what: Any, language: str) -> str:
    """A value of a data table as words; nothing for a blank."""
    what = shown(column, what, language)
    if what is None:
        return ""
    if isinstance(what, dt.date):
        return say(what, language)
    if isinstance(what, float):
        if column.kind is Kind.PERCENT:
            share = f"{what * 100:.0f}"
            return f"{share}\u00a0%" if language == "fr" else f"{share}%"
        if column.kind is Kind.AMOUNT:
            return ("−" if what < 0 else "") + amount_words(abs(round(what))).to(language)
        return ("−" if what < 0 else "") + say(abs(what), language)
    return clean(what)


def listed(names: list[str], most: int = 12) -> str:
    """Names one after the other; of many the first, and how many more."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" … (+{more})" if more > 0 else "")


MORE: tuple[Text, Text] = (
    t(
        "+ {n} more on the sheet “{sheet}” of the master",
        "+ {n} autre dans la feuille « {sheet} » du classeur consolidé",
    ),
    t(
        "+ {n} more on the sheet “{sheet}” of the master",
        "+ {n} autres dans la feuille « {sheet} » du classeur consolidé",
    ),
)
"""What stands below a list that is cut."""
