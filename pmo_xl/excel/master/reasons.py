"""Why a light is amber or red: the figures that are beyond the limit of its colour, in a few words, live for each project.

No code of a number format stands in these formulas, for TEXT reads one as the country of the user writes it. FIXED takes
a number of decimals; the decimal sign that it gives is that of the country too, and is put into the language of the master.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import (
    LIGHT_DECIMALS,
    Concern,
    Kpi,
    Unit,
    compared,
    judged_by,
    lights_of,
    reason_key,
)
from pmo_xl.core.definition.names import Heading, parameter

AND = " · "
"""What stands between two reasons."""
REASON = t("{light} (reason)", "{light} (motif)")
AMBER, RED = 2, 3
NEAR = 0.005
"""A ratio that is nearer to its limit is told with a digit more; with one more again at a tenth of that."""
_VALUE = "{value}"
_Cell = Callable[[str], str]


def headings(kpis: Mapping[str, Kpi]) -> dict[str, Heading]:
    """How the columns of the table of KPIs are called that give the reasons of each light."""
    return {reason_key(key): Heading(REASON.fill(light=kpi.label), False) for key, kpi in _lights(kpis)}


def formulas(kpis: Mapping[str, Kpi], cell: _Cell, language: str) -> dict[str, str]:
    """The formula of each of these columns; ``cell`` refers to a column of the row at hand."""
    return {reason_key(key): f"={formula_of(key, kpis, cell, language)}" for key, _ in _lights(kpis)}


def formula_of(light: str, kpis: Mapping[str, Kpi], cell: _Cell, language: str) -> str:
    """The reasons of a light as a formula without the equals sign; ``cell`` refers to a figure of the project."""
    level = cell(light)
    inner = lights_of(light, kpis)
    if inner:
        parts = [f'IF({cell(each)}={level},"{AND}"&{cell(reason_key(each))},"")' for each in inner]
    else:
        parts = [_part(kpis[key], level, cell, language) for key in judged_by(light, kpis)]
    return f'IF({level}<{AMBER},"",MID({"&".join(parts)},{len(AND) + 1},999))'


def values(kpis: Mapping[str, Kpi], rows: Sequence[Mapping[str, Any]], params: Mapping[str, Any], language: str) -> dict[str, list[str | None]]:  # fmt: skip
    """What these columns come to for each row of the table of KPIs; None where there is no reason to give."""
    return {
        reason_key(key): [AND.join(reasons_of(key, kpis, row, params, language)) or None for row in rows]
        for key, _ in _lights(kpis)
    }


def reasons_of(
    light: str, kpis: Mapping[str, Kpi], row: Mapping[str, Any], params: Mapping[str, Any], language: str
) -> list[str]:
    """The reasons of a light of one project: the figures beyond the limit of its colour."""
    level = row[light]
    return [
        told(kpis[key], row[key], params[limit_name(key, int(level))], language)
        for key in (judged_by(light, kpis) if level >= AMBER else ())
        if row[key] == row[key] and is_beyond(kpis[key], row[key], params[limit_name(key, int(level))])
    ]


def told(kpi: Kpi, value: float, limit: float, language: str) -> str:
    """A figure beyond its limit in words."""
    concern = concern_of(kpi)
    words = concern.one if concern.one is not None and value == 1 else concern.words
    return words.to(language).replace(_VALUE, number(kpi, -value if concern.opposite else value, abs(value - limit), language))  # fmt: skip


def concern_of(kpi: Kpi) -> Concern:
    """The words for a figure; its name and value where it has none of its own."""
    if kpi.concern is not None:
        return kpi.concern
    percent = kpi.unit in (Unit.PERCENT, Unit.SHARE)
    words = (
        t("{label} {{value}}%", "{label} {{value}}\u00a0%")
        if percent
        else t("{label} {{value}}", "{label} {{value}}")
    )
    return Concern(words.fill(label=kpi.label))


def number(kpi: Kpi, value: float, distance: float, language: str) -> str:
    """A figure as it is told, *distance* from its limit."""
    scale, decimals, finer = _digits(kpi)
    if finer:
        decimals += (distance < NEAR) + (distance < NEAR / 10)
    rounded = Decimal(f"{value * scale:.15g}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    words = f"{rounded:f}"
    return words.replace(".", ",") if language == "fr" else words


def number_formula(kpi: Kpi, value: str, distance: str, language: str) -> str:
    """The same of a cell."""
    scale, decimals, finer = _digits(kpi)
    scaled = f"{value}*{scale}" if scale != 1 else value
    if not finer:
        return f"FIXED({scaled},{decimals},TRUE)"
    signs = '".",","' if language == "fr" else '",","."'
    return f"SUBSTITUTE(FIXED({scaled},{decimals}+({distance}<{NEAR})+({distance}<{NEAR / 10}),TRUE),{signs})"


def _part(kpi: Kpi, level: str, cell: _Cell, language: str) -> str:
    """One figure, with what stands before it, where it is beyond the limit of the colour; else an empty text."""
    value = cell(kpi.key)
    limits = ",".join(parameter(limit_name(kpi.key, each)) for each in (AMBER, RED))
    limit = f"CHOOSE({level}-1,{limits})"
    assert kpi.threshold is not None
    worse = "<" if kpi.threshold.rising else ">"
    words = told_formula(kpi, value, limit, language)
    return f'IF(ISNUMBER({value}),IF({compared(value)}{worse}{limit},"{AND}"&{words},""),"")'


def told_formula(kpi: Kpi, value: str, limit: str, language: str) -> str:
    """What :func:`told` says, of cells, as a formula without the equals sign."""
    concern = concern_of(kpi)
    signed = f"-{value}" if concern.opposite else value
    shown = number_formula(kpi, signed, f"ABS({value}-{limit})", language)
    words = _joined(concern.words.to(language), shown)
    if concern.one is None:
        return words
    return f"IF({value}=1,{_joined(concern.one.to(language), shown)},{words})"


def _joined(words: str, value: str) -> str:
    parts = re.split(r"(\{value\})", words)
    return "&".join(value if part == _VALUE else f'"{part}"' for part in parts if part)


def _digits(kpi: Kpi) -> tuple[int, int, bool]:
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


def is_beyond(kpi: Kpi, value: float, limit: float) -> bool:
    """Whether a figure is beyond a limit: exactly on it is within it."""
    assert kpi.threshold is not None
    rounded = round(value, LIGHT_DECIMALS)
    return rounded < limit if kpi.threshold.rising else rounded > limit


def limit_name(key: str, level: int) -> str:
    """The parameter that holds the limit beyond which a figure has at least this colour."""
    return f"{key}_{'amber' if level == RED else 'green'}"


def _lights(kpis: Mapping[str, Kpi]) -> Iterator[tuple[str, Kpi]]:
    """The lights that have reasons: those of figures with limits."""
    return ((key, kpi) for key, kpi in kpis.items() if kpi.unit is Unit.LIGHT and judged_by(key, kpis))
