"""Numbers that were typed as text: read where only one reading is possible, both readings named where two are.

numeral("1 234,56 €", currency="EUR")   a Number of 1234.56
numeral("1.234")                        Readings: 1234 or 1.234
numeral("soon")                         None: no number
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pmo_xl.core.base.text import EDGES

_SPACES = r"[ \xa0\u202f\u2009]"
_MINUS = "-−–"
_SCALES = {"k": 1e3, "K": 1e3, "M": 1e6}
_SIGNS = {
    "€": {"EUR"}, "£": {"GBP", "EGP", "LBP"}, "¥": {"JPY", "CNY"}, "₹": {"INR"}, "₽": {"RUB"}, "zł": {"PLN"},
    "$": {"USD", "CAD", "AUD", "NZD", "HKD", "SGD", "MXN", "BRL", "TWD"}, "Fr.": {"CHF"}, "₺": {"TRY"},
    "kr": {"SEK", "NOK", "DKK", "ISK"}, "euro": {"EUR"}, "euros": {"EUR"}, "Euro": {"EUR"}, "Euros": {"EUR"},
}  # fmt: skip
_UNIT = rf"(?P<scale>[kKmM]?){_SPACES}?(?P<sign>{'|'.join(map(re.escape, sorted(_SIGNS, key=len, reverse=True)))}|[A-Z]{{3}})?"
_UNIT_AFTER = re.compile(rf"(?P<rest>.*?[0-9)]){_SPACES}?{_UNIT}")
_UNIT_BEFORE = re.compile(rf"(?P<sign>[€£¥₹₽₺$]|[A-Z]{{3}}){_SPACES}?(?P<rest>.*)")

_WHOLE = re.compile(r"[0-9]+")
_SPACED = re.compile(
    rf"(?P<whole>[0-9]{{1,3}}(?:{_SPACES}[0-9]{{3}})+|[0-9]{{1,3}}(?:['’][0-9]{{3}})+)(?:[.,](?P<part>[0-9]+))?"
)
_GROUPED = re.compile(
    r"(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+),(?P<part>[0-9]+)|(?P<whole2>[0-9]{1,3}(?:,[0-9]{3})+)\.(?P<part2>[0-9]+)"
)
_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){2,}|(?:,[0-9]{3}){2,})")
_DECIMAL = re.compile(r"(?P<whole>[0-9]*)[.,](?P<part>[0-9]+)")
_EITHER = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


@dataclass(frozen=True, slots=True)
class Number:
    """The one reading of a text. ``percent``: a percent sign stood behind it, and the value is the share."""

    value: float
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Readings:
    """Two numbers that a text may stand for."""

    one: float
    other: float


@dataclass(frozen=True, slots=True)
class OtherMoney:
    """An amount in a currency that is not the project's, or not known to be."""

    sign: str


def numeral(
    words: str, *, currency: str | None = None, money: bool = False
) -> Number | Readings | OtherMoney | None:
    """What a text says as a number. ``money``: it may carry a currency and thousands; ``currency`` is the project's."""
    rest, negative = words.strip(EDGES), False
    if rest.startswith("(") and rest.endswith(")"):
        rest, negative = rest[1:-1].strip(EDGES), True
    sign, scale, both_scales = "", 1.0, False
    if money:
        rest, minus = _without_minus(rest)
        negative, doubled = negative or minus, negative and minus
        before, after = _UNIT_BEFORE.fullmatch(rest), _UNIT_AFTER.fullmatch(rest)
        if doubled or (before and after and after["sign"]):
            return None
        if before:
            rest, sign = before["rest"], before["sign"]
            after = _UNIT_AFTER.fullmatch(rest)
        if after:
            rest, sign = after["rest"], sign or after["sign"] or ""
            # A small m is a thousand to some (mille) and a million to others.
            both_scales = after["scale"] == "m"
            scale = _SCALES.get(after["scale"], 1.0)
        if rest.startswith("(") and rest.endswith(")"):
            if negative:
                return None
            rest, negative = rest[1:-1].strip(EDGES), True
    percent = not money and rest.endswith("%")
    if percent:
        rest = rest[:-1].strip(EDGES)
    rest, minus = _without_minus(rest)
    if minus and negative:
        return None
    factor = (-1.0 if negative or minus else 1.0) * scale
    read = _plain(rest)
    if read is None:
        return None
    if sign and currency not in _SIGNS.get(sign, {sign}):
        return OtherMoney(sign)
    if both_scales:
        return Readings(read[0] * factor * 1e3, read[0] * factor * 1e6)
    values = [scaled(value * factor, 100 if percent else 1) for value in read]
    return Number(values[0], percent) if len(values) == 1 else Readings(*values)


def currencies_of(sign: str) -> frozenset[str]:
    """The currencies that a sign may stand for, none for a text that is no sign of money."""
    return frozenset(_SIGNS.get(sign, ()))


def scaled(value: float, by: float) -> float:
    """The quotient without the dust of binary fractions: 2.8 % is 0.028."""
    return float(f"{value / by:.15g}")


def _without_minus(words: str) -> tuple[str, bool]:
    if words[:1] in tuple(_MINUS) or (words[:1] == "+" and words[1:2].isdigit()):
        return words[1:].strip(EDGES), words[0] != "+"
    if words[-1:] in tuple(_MINUS) and words[:1].isdigit():
        return words[:-1].strip(EDGES), True
    return words, False


def _plain(words: str) -> list[float] | None:
    """The readings of digits and separators: one, two, or None for no number."""
    if _WHOLE.fullmatch(words):
        return [float(words)]
    if spaced := _SPACED.fullmatch(words):
        digits = re.sub(r"[^0-9]", "", spaced["whole"])
        return [float(f"{digits}.{spaced['part'] or 0}")]
    if grouped := _GROUPED.fullmatch(words):
        digits = re.sub(r"[^0-9]", "", grouped["whole"] or grouped["whole2"])
        return [float(f"{digits}.{grouped['part'] or grouped['part2']}")]
    if _GROUPS.fullmatch(words):
        return [float(re.sub(r"[.,]", "", words))]
    if _EITHER.fullmatch(words):
        return [float(re.sub(r"[.,]", "", words)), float(words.replace(",", "."))]
    if decimal := _DECIMAL.fullmatch(words):
        return [float(f"{decimal['whole'] or 0}.{decimal['part']}")]
    return None
