"""Why a light is amber or red, live for each project: what :mod:`pmo_xl.core.definition.reasons` says, as formulas.

No code of a number format stands in these formulas, for TEXT reads one as the country of the user writes it. FIXED takes
a number of decimals; the decimal sign that it gives is that of the country too, and is put into the language of the master.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pmo_xl.core.base.text import t
from pmo_xl.core.definition.kpi import (
    AMBER,
    CLOSED,
    LIGHT_DECIMALS,
    RED,
    Kpi,
    Side,
    Unit,
    judged_by,
    lights_of,
    reason_key,
)
from pmo_xl.core.definition.limits import compared
from pmo_xl.core.definition.names import Heading, parameter
from pmo_xl.core.definition.reasons import (
    AND,
    FAR,
    FINER,
    NEAR,
    VALUE,
    concern_of,
    digits,
    limit_digits,
    percent_sign,
    reasons_of,
)

REASON = t("{light} (reason)", "{light} (motif)")
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
    return f'IF(OR({level}<{AMBER},{level}={CLOSED}),"",MID({"&".join(parts)},{len(AND) + 1},999))'


def values(kpis: Mapping[str, Kpi], rows: Sequence[Mapping[str, Any]], params: Mapping[str, Any], language: str) -> dict[str, list[str | None]]:  # fmt: skip
    """What these columns come to for each row of the table of KPIs; None where there is no reason to give."""
    return {
        reason_key(key): [AND.join(reasons_of(key, kpis, row, params, language)) or None for row in rows]
        for key, _ in _lights(kpis)
    }


def _part(kpi: Kpi, level: str, cell: _Cell, language: str) -> str:
    """One figure, with what stands before it, where it is beyond the limit of the colour; else an empty text."""
    value = cell(kpi.key)

    def told(side: Side, otherwise: str) -> str:
        limits = ",".join(parameter(side.limit_name(kpi.key, each)) for each in (AMBER, RED))
        limit = f"CHOOSE({level}-1,{limits})"
        words = told_formula(kpi, value, limit, side, language)
        return f'IF({compared(value)}{side.beyond}{limit},"{AND}"&{words},{otherwise})'

    return f'IF(ISNUMBER({value}),{by_side(kpi, told)},"")'


def by_side(kpi: Kpi, told: Callable[[Side, str], str]) -> str:
    """A formula that tells of the first side beyond which a figure is: ``told`` makes it of a side and of what is said otherwise."""
    assert kpi.threshold is not None
    live = '""'
    for side in reversed(kpi.threshold.sides):
        live = told(side, live)
    return live


def told_formula(kpi: Kpi, value: str, limit: str, side: Side, language: str) -> str:
    """What :func:`~pmo_xl.core.definition.reasons.told` says, of cells, as a formula without the equals sign."""
    distance = f"ABS({value}-{limit})"
    if side.suffix:
        sign = percent_sign(kpi, language)
        bound = limit_formula(kpi, limit, language)
        end = f'&"{sign}"' if sign else ""
        return f'{plainly_formula(kpi, value, distance, language)}&" {side.beyond} "&{bound}{end}'
    concern = concern_of(kpi)
    signed = f"-{value}" if concern.opposite else value
    shown = number_formula(kpi, signed, distance, language)
    words = _joined(concern.words.to(language), shown)
    if concern.one is None:
        return words
    return f"IF({value}=1,{_joined(concern.one.to(language), shown)},{words})"


def plainly_formula(kpi: Kpi, value: str, distance: str, language: str) -> str:
    """What :func:`~pmo_xl.core.definition.reasons.plainly` says, of a cell."""
    sign = percent_sign(kpi, language)
    end = f'&"{sign}"' if sign else ""
    return f'"{kpi.label.to(language)} "&{number_formula(kpi, value, distance, language)}{end}'


def number_formula(kpi: Kpi, value: str, distance: str, language: str) -> str:
    """A figure as it is told, of a cell."""
    scale, decimals, finer = digits(kpi)
    scaled = f"{value}*{scale}" if scale != 1 else value
    if not finer:
        return f"FIXED({scaled},{decimals},TRUE)"
    signs = '".",","' if language == "fr" else '",","."'
    return f"SUBSTITUTE(FIXED({scaled},{decimals}+({distance}<{NEAR})+({distance}<{NEAR / 10}),TRUE),{signs})"


def limit_formula(kpi: Kpi, limit: str, language: str, sign: str = "") -> str:
    """A limit as it is told, of a cell."""
    usual = f"ROUND({limit},{LIGHT_DECIMALS})=ROUND({limit},{limit_digits(kpi)})"
    return number_formula(kpi, f"{sign}{limit}", f"IF({usual},{FAR:g},{FINER})", language)


def _joined(words: str, value: str) -> str:
    parts = re.split(r"(\{value\})", words)
    return "&".join(value if part == VALUE else f'"{part}"' for part in parts if part)


def _lights(kpis: Mapping[str, Kpi]) -> Iterator[tuple[str, Kpi]]:
    """The lights that have reasons: those of figures with limits."""
    return ((key, kpi) for key, kpi in kpis.items() if kpi.unit is Unit.LIGHT and judged_by(key, kpis))
