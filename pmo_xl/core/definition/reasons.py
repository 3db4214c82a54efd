"""Why a light is amber or red: the figures that are beyond the limit of its colour, in a few words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from math import isnan
from typing import Any

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import AMBER, CLOSED, LIGHT_DECIMALS, Concern, Kpi, Side, Unit, judged_by
from pmo_xl.core.definition.limits import side_beyond

AND = " · "
"""What stands between two reasons."""
NEAR = 0.005
"""A ratio that is nearer to its limit is told with a digit more; with one more again at a tenth of that."""
FAR, FINER = 1.0, 0.004
"""Distances at which a figure is told with its usual digits, and with one more."""
VALUE = "{value}"


def reasons_of(
    light: str, kpis: Mapping[str, Kpi], row: Mapping[str, Any], params: Mapping[str, Any], language: str
) -> list[str]:
    """The reasons of a light of one project: the figures beyond the limit of its colour."""
    level = int(row[light])
    found = []
    for key in judged_by(light, kpis) if AMBER <= level < CLOSED else ():
        value = row[key]
        side = side_of(kpis[key], value, level, params) if not isnan(value) else None
        if side is not None:
            found.append(told(kpis[key], value, params[side.limit_name(key, level)], side, language))
    return found


def side_of(kpi: Kpi, value: float, level: int, params: Mapping[str, Any]) -> Side | None:
    """The side on which a figure with limits has at least this colour; None where it is within them."""
    assert kpi.threshold is not None
    return side_beyond(kpi.key, kpi.threshold, value, level, params)


def told(kpi: Kpi, value: float, limit: float, side: Side, language: str) -> str:
    """A figure beyond its limit in words; one that is too good beside that limit."""
    if side.suffix:
        limit_words = f"{limit_told(kpi, limit, language)}{percent_sign(kpi, language)}"
        return f"{plainly(kpi, value, abs(value - limit), language)} {side.beyond} {limit_words}"
    concern = concern_of(kpi)
    words = concern.one if concern.one is not None and value == 1 else concern.words
    signed = -value if concern.opposite else value
    return words.to(language).replace(VALUE, number(kpi, signed, abs(value - limit), language))


def plainly(kpi: Kpi, value: float, distance: float, language: str) -> str:
    """A figure by its name, *distance* from its limit."""
    return f"{kpi.label.to(language)} {number(kpi, value, distance, language)}{percent_sign(kpi, language)}"


def concern_of(kpi: Kpi) -> Concern:
    """The words for a figure; its name and value where it has none of its own."""
    if kpi.concern is not None:
        return kpi.concern
    words = (
        t("{label} {{value}}%", "{label} {{value}}\u00a0%")
        if is_percent(kpi)
        else t("{label} {{value}}", "{label} {{value}}")
    )
    return Concern(words.fill(label=kpi.label))


def number(kpi: Kpi, value: float, distance: float, language: str) -> str:
    """A figure as it is told, *distance* from its limit."""
    scale, decimals, finer = digits(kpi)
    if finer:
        decimals += (distance < NEAR) + (distance < NEAR / 10)
    rounded = Decimal(f"{value * scale:.15g}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    words = f"{rounded:f}"
    return words.replace(".", ",") if language == "fr" else words


def limit_told(kpi: Kpi, limit: float, language: str, sign: int = 1) -> str:
    """A limit as it is told: with more digits than usual where it has them, as a figure near its limit is."""
    exact = abs(round(limit, LIGHT_DECIMALS) - round(limit, limit_digits(kpi)))
    return number(kpi, sign * limit, FINER if exact else FAR, language)


def limit_digits(kpi: Kpi) -> int:
    """The decimals with which a limit is usually told, of the number as it is."""
    return {Unit.SHARE: 3, Unit.COUNT: 0, Unit.DAYS: 0}.get(kpi.unit, 2)


def is_percent(kpi: Kpi) -> bool:
    """Whether a figure is told as a percentage."""
    return kpi.unit in (Unit.PERCENT, Unit.SHARE)


def percent_sign(kpi: Kpi, language: str) -> str:
    """What follows the number of a percentage."""
    return ("\u00a0%" if language == "fr" else "%") if is_percent(kpi) else ""


def digits(kpi: Kpi) -> tuple[int, int, bool]:
    """By what a figure is multiplied to be told, its decimals, and whether it has more of them near a limit."""
    match kpi.unit:
        case Unit.RATIO:
            return 1, 2, True
        case Unit.PERCENT:
            return 100, 0, True
        case Unit.SHARE:
            return 100, 1, True
        case _:
            return 1, 0, False
