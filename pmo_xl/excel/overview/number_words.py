"""Figures inside sentences: formula and value, the same whatever regional settings a program has.

``TEXT`` reads its pattern, and writes its decimal sign, by the settings of whoever opens the workbook: a sentence would
not be in its own language. Numbers are therefore put together from whole numbers, with the sign of the language.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from pmo_xl.excel.master.context import MasterContext

MILLION_FROM, THOUSAND_FROM = 999_500, 999.5
"""An amount from here on is told in millions, in thousands; a smaller one in units."""
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}


@dataclass(frozen=True, slots=True)
class Told:
    """A text as a formula without its equals sign, and what it comes to."""

    live: str
    words: str

    def __add__(self, other: Told) -> Told:
        return Told(f"{self.live}&{other.live}", self.words + other.words)


def says(words: str) -> Told:
    """A text that stands as it is."""
    return Told('"' + words.replace('"', '""') + '"', words)


def chosen(test: str, holds: bool, then: Told, otherwise: Told) -> Told:
    """One of two texts, by a condition: its formula, and whether it holds now."""
    return Told(f"IF({test},{then.live},{otherwise.live})", then.words if holds else otherwise.words)


def whole(cell: str, what: float) -> Told:
    """A number without decimals, without its sign."""
    return Told(f"ROUND(ABS({cell}),0)", str(_rounded(abs(what))))


def decimal(master: MasterContext, cell: str, what: float, decimals: int) -> Told:
    """A number with so many decimals, without its sign."""
    size = 10**decimals
    units = f"ROUND(ABS({cell})*{size},0)"
    point = "," if master.language == "fr" else "."
    number = _rounded(abs(what) * size)
    return Told(
        f'INT({units}/{size})&"{point}"&RIGHT("{"0" * decimals}"&MOD({units},{size}),{decimals})',
        f"{number // size}{point}{number % size:0{decimals}d}",
    )


def money(master: MasterContext, cell: str, what: float) -> Told:
    """An amount in millions or thousands of the reporting currency, without its sign: ``€1.4M``, ``350 k€``."""
    currency = master.settings.reporting_currency
    symbol = SYMBOLS.get(currency, currency)
    french = master.language == "fr"
    before = "" if french else symbol if currency in SYMBOLS else f"{symbol} "
    after = (symbol if currency in SYMBOLS else f" {symbol}") if french else ""
    gap = "\u00a0" if french else ""
    large = decimal(master, f"({cell})/1000000", what / 1e6, 1) + says(f"{gap}M{after}")
    small = whole(f"({cell})/1000", what / 1e3) + says(f"{gap}k{after}")
    units = whole(cell, what) + says(f"{gap}{after}")
    small = chosen(f"ABS({cell})>={THOUSAND_FROM}", abs(what) >= THOUSAND_FROM, small, units)
    return says(before) + chosen(f"ABS({cell})>={MILLION_FROM}", abs(what) >= MILLION_FROM, large, small)


def percent(master: MasterContext, cell: str, what: float) -> Told:
    """A share as a percentage with one decimal, without its sign."""
    return decimal(master, f"({cell})*100", what * 100, 1) + says(
        "\u00a0%" if master.language == "fr" else "%"
    )


def _rounded(what: float) -> int:
    """As Excel rounds: away from 0 at a half, and blind to the last digits of what a sum leaves."""
    return math.floor(round(what, 9) + 0.5)
