"""Conditions as the criteria of SUMIFS and COUNTIFS, where they mean the same there."""

from __future__ import annotations

import math
import re

from pmo_xl.core.base.text import Text
from pmo_xl.core.definition.names import Names, literal, parameter
from pmo_xl.core.expr.choice import Choice
from pmo_xl.core.expr.nodes import Const, Expr, Filled, Op, Param, Ref
from pmo_xl.core.expr.row_headers import RowHeader, RowHeaders
from pmo_xl.core.expr.table_nodes import Outer

NUMBER = '"<9E+307"'
"""Criterion that only a number or a date meets, never a blank or a text."""
COMPARISONS = {"<", "<=", ">", ">=", "=", "<>"}


def criteria_of(where: Expr | None, table: Names) -> list[str] | None:
    """The condition as COUNTIFS pairs (``range,criterion``), or None where it takes SUMPRODUCT."""
    match where:
        case None:
            return []
        case Op("and", left, right):
            first, second = criteria_of(left, table), criteria_of(right, table)
            return None if first is None or second is None else [*first, *second]
        case Op(sign, Ref(key), (Const() | Param() | RowHeader() | Outer()) as other) if sign in COMPARISONS:
            if not _as_it_is(other, table):
                return None
            ref = table.column(key)
            pairs = [f"{ref},{_criterion(sign, other, table)}"]
            if sign == "<>":
                pairs.append(f"{ref},{is_filled(key, table)}")
            return pairs
        case Filled(Ref(key)):
            return [f"{table.column(key)},{is_filled(key, table)}"]
    return None


def is_filled(key: str, table: Names) -> str:
    """The criterion that a cell holding anything meets."""
    return NUMBER if table.is_number(key) else '"?*"'


def _as_it_is(other: Const | Param | RowHeader | Outer, table: Names) -> bool:
    """Whether a criterion means the value itself: not a text that people typed, nor one read as something else."""
    match other:
        case RowHeader(_, str()):
            return False
        case RowHeader(_, RowHeaders() as heads):
            return not any(isinstance(head, str) for head in heads)
        case Const(str() | Text() | Choice() as words):
            return not _NOT_AS_IT_IS.search(literal(words, table.language)[1:-1])
        case Outer(key):
            # A criterion is a text: of an amount it would keep 15 digits, of a text its pattern.
            assert table.outside is not None
            return table.outside.tables[table.outside.home][key].whole
    return True


_NOT_AS_IT_IS = re.compile(r"^[<>=+\-\d]|[*?~]")
_NUMBER = re.compile(r"([+-]?)0*(\d{1,15})(\d*)(E[+-]?\d+)?")
_DAY = re.compile(r"\d{1,4}(-\d{1,4}){1,2}")


def criterion_key(code: str) -> object:
    """What SUMIFS compares a code of capitals, digits and hyphens by: two with the same key are one to it.

    Excel takes “007” for the number 7 and “1E3” for 1000, in a criterion as in the cells of a column, and
    drops what follows the 15th digit. “2-01” is the same day to it as “2-1”, “2026-03” as “3-2026”. A truth
    value is a bool here: no text equals it.
    """
    if code in _TRUTHS:
        return _TRUTHS[code]
    number = _NUMBER.fullmatch(code)
    if number is not None:
        sign, digits, dropped, power = number.groups("")
        size = float(f"{sign}{digits}{'0' * len(dropped)}{power}")
        return code if math.isinf(size) else size
    if _DAY.fullmatch(code):
        parts = tuple(int(part) for part in code.split("-"))
        return parts[::-1] if parts[0] > 31 else parts
    return code


_TRUTHS = {"TRUE": True, "FALSE": False, "VRAI": True, "FAUX": False}


def _criterion(sign: str, other: Const | Param | RowHeader | Outer, table: Names) -> str:
    if isinstance(other, (Param, RowHeader, Outer)):
        cell = _cell(other, table)
        return f'"{sign}"&{cell}' if sign != "=" else cell
    value = other.value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f'"{sign}{value!r}"' if sign != "=" else repr(value)
    text = literal(value, table.language)
    return text if sign == "=" else f'"{sign}"&{text}'


def _cell(other: Param | RowHeader | Outer, table: Names) -> str:
    """What a criterion compares with, as a formula names it."""
    match other:
        case Param(name):
            return parameter(name)
        case RowHeader(cell):
            return cell
    assert table.outside is not None
    return table.outside.column(other.key)
