"""The amounts of an export: typed numbers as they are, texts read once each in the convention of the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pmo_xl.core.base.text import EDGES
from pmo_xl.steps.text.numerals import Number, OtherMoney, Readings, numeral

_SPACES = " \xa0\u202f\u2009"
_COMMA = re.compile(r"[0-9],[0-9]{1,2}(?![0-9.,])|\.[0-9]{3},[0-9]")
_POINT = re.compile(r"[0-9]\.[0-9]{1,2}(?![0-9.,])|,[0-9]{3}\.[0-9]")
_PLAIN = {
    sign: re.compile(rf"-?(?:[0-9]+|[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+)(?:{re.escape(sign)}[0-9]+)?")
    for sign in ",."
}
"""Amounts that need no thought once the decimal sign is known."""
_SIDE = re.compile(r"(.*[0-9)])\s*(CR|DR|DB|C|D|H|S)\.?", re.IGNORECASE)
_CREDIT = {"CR", "C", "H"}
_MONEY = {"€": "EUR", "£": "GBP"}


@dataclass(frozen=True, slots=True)
class Amounts:
    """A column of amounts: ``nan`` where there is none; what could not be read, and a currency that was written."""

    values: pd.Series[float]
    wrong: pd.Series[bool]
    currency: pd.Series[Any]


def decimal_of(texts: Sequence[str]) -> str:
    """The decimal sign that the amounts of a file show: a comma, a point, or nothing where they do not tell."""
    comma = any(_COMMA.search(words) for words in texts)
    point = any(_POINT.search(words) for words in texts)
    return "" if comma == point else "," if comma else "."


def texts_of(column: pd.Series[Any]) -> list[str]:
    """The distinct texts of a column."""
    return [what for what in pd.unique(column) if isinstance(what, str)]


def read_amounts(column: pd.Series[Any], decimal: str) -> Amounts:
    """The amounts of a column whose decimal sign is known, or nothing."""
    codes, found = pd.factorize(column, use_na_sentinel=True)
    read = [_amount(what, decimal) for what in found]
    values = np.array([value for value, _, _ in read] + [np.nan], dtype=float)
    wrong = np.array([bad for _, bad, _ in read] + [False], dtype=bool)
    money = np.array([currency for _, _, currency in read] + [None], dtype=object)
    index = column.index
    return Amounts(
        pd.Series(values[codes], index=index),
        pd.Series(wrong[codes], index=index),
        pd.Series(money[codes], index=index, dtype=object),
    )


def _amount(what: Any, decimal: str) -> tuple[float, bool, str | None]:
    """The value of a cell, whether it is wrong, and the currency written with it."""
    if isinstance(what, bool):
        return np.nan, True, None
    if isinstance(what, (int, float)):
        return float(what), False, None
    if not isinstance(what, str):
        return np.nan, True, None
    words = what.strip(EDGES)
    if not words:
        return np.nan, False, None
    if words in ("-", "–", "—"):
        return 0.0, False, None
    if decimal and _PLAIN[decimal].fullmatch(words):
        bare = words.translate(_NO_SPACES)
        return float(bare.replace(",", ".") if decimal == "," else bare), False, None
    negative = False
    side = _SIDE.fullmatch(words)
    if side:
        words, negative = side[1].strip(EDGES), side[2].upper() in _CREDIT
    value, currency = _reading(words, decimal)
    if value is None:
        return np.nan, True, None
    # “12,50- CR” would be a minus of a minus: nobody knows which one counts.
    if negative and value < 0:
        return np.nan, True, None
    return (-value if negative else value), False, currency


def _reading(words: str, decimal: str) -> tuple[float | None, str | None]:
    read, currency = numeral(words, money=True), None
    if isinstance(read, OtherMoney):
        currency = _MONEY.get(read.sign) or (read.sign if len(read.sign) == 3 else None)
        if currency is None:
            return None, None
        read = numeral(words, currency=currency, money=True)
    if isinstance(read, Readings) and decimal:
        # One reading takes the sign for thousands, the other for the decimals.
        last = max(words.rfind(","), words.rfind("."))
        thousands, decimals = sorted((read.one, read.other), key=abs, reverse=True)
        return (decimals if words[last] == decimal else thousands), currency
    return (read.value if isinstance(read, Number) else None), currency


_NO_SPACES = str.maketrans("", "", _SPACES)
