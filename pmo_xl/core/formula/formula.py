"""The Excel reading of an expression: a live formula in the language of the workbook.

Row references are written whole (``plan[[#This Row],[Task]]``): the short ``[@Task]`` is computed
as an error by LibreOffice. Sums use SUMIFS and COUNTIFS where the condition allows, SUMPRODUCT otherwise:
a text that people typed is a pattern, a comparison or a number to SUMIFS (“R*”, “>5”, “007”), so it is
compared inside SUMPRODUCT.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial, reduce

from pmo_xl.core.base.text import Text
from pmo_xl.core.definition.names import Names, Where, literal, parameter
from pmo_xl.core.expr.choice import Choice
from pmo_xl.core.expr.nodes import (
    Call,
    Const,
    CountFilled,
    Expr,
    Extreme,
    Filled,
    Not,
    Op,
    OrZero,
    Param,
    Ref,
    When,
    chain,
)
from pmo_xl.core.expr.row_headers import RowHeader, RowHeaders
from pmo_xl.core.expr.table_nodes import Aggregate, ConvertedSum, Outer
from pmo_xl.core.expr.typed_cells import Typed
from pmo_xl.core.formula.criteria import COMPARISONS, NUMBER, criteria_of, is_filled
from pmo_xl.core.formula.excel_functions import call
from pmo_xl.core.formula.typed_formula import is_member, readable, typed

_EMPTY = '""'


def formula(expr: Expr, names: Names) -> str:
    """A whole cell formula, ``=`` included: blank where the expression is undefined, never an error."""
    body = write(expr, names)
    if names.typed:
        return _of_typed(expr, body, names)
    strict = sorted(expr.strict())
    compares = any(
        isinstance(part, Call) or (isinstance(part, Op) and part.sign in COMPARISONS) for part in expr.walk()
    )
    if strict and (compares or not names.all_formulas):
        blank = ",".join(f'{names.column(key)}=""' for key in strict)
        test = blank if len(strict) == 1 else f"OR({blank})"
        body = f"IF({test},{names.blank},{body})"
    if _may_fail(expr, names):
        body = f"IFERROR({body},{names.blank})"
    return f"={body}"


def _of_typed(expr: Expr, body: str, names: Names) -> str:
    """A formula over cells that may hold anything: blank where one that it needs cannot be read."""
    known = [readable(key, names) for key in sorted(expr.strict())]
    if known:
        test = known[0] if len(known) == 1 else f"AND({','.join(known)})"
        body = f"IF({test},{body},{names.blank})"
    return f"=IFERROR({body},{names.blank})"


def _may_fail(expr: Expr, names: Names) -> bool:
    divides = any(isinstance(part, Op) and part.sign == "/" for part in expr.walk())
    # What may be an empty text: a calculated cell, or a sum over rows of which none is filled.
    empty = names.all_formulas or any(isinstance(part, (Aggregate, Extreme)) for part in expr.walk())
    joins = empty and any(isinstance(part, Op) and part.sign in "+-*/" for part in expr.own_row())
    return divides or joins


_BINDING = {"*": 3, "/": 3, "+": 2, "-": 2}


def write(expr: Expr, names: Names) -> str:
    """The formula text of an expression, without ``=`` and without the blank guard."""
    match expr:
        case Const(None):
            return names.blank
        case Const(value):
            return literal(value, names.language)
        case Ref(key):
            return names.column(key)
        case Param(name):
            return parameter(name)
        case Op(sign) if names.typed and (member := is_member(expr)) is not None:
            same = write(member, names)
            return same if sign == "=" else f"NOT({same})"
        case Op(sign, left, right):
            return _operation(sign, left, right, names)
        case Not(Filled(Ref(key))) if names.typed:
            return f"NOT({readable(key, names)})"
        case Filled(Ref(key)) if names.typed:
            return readable(key, names)
        case Not(Filled(column)):
            return f'({write(column, names)}="")'
        case Not(what):
            inner = write(what, names)
            return f"(1-{inner})" if names.where is Where.COLUMN else f"NOT({inner})"
        case Filled(column):
            return f'({write(column, names)}<>"")'
        case CountFilled(columns):
            return f"COUNTA({','.join(write(column, names) for column in columns)})"
        case OrZero(what):
            return _or_zero(what, names)
        case When(cases, otherwise):
            text = write(otherwise, names)
            for condition, value in reversed(cases):
                text = f"IF({write(condition, names)},{write(value, names)},{text})"
            return text
        case Call(name, args):
            return call(name, [write(arg, names) for arg in args], args)
        case Aggregate():
            return _aggregate(expr, names)
        case RowHeader(cell):
            return cell
        case Outer(key):
            assert names.outside is not None
            return names.outside.column(key)
        case Extreme(how, columns):
            cells = ",".join(write(column, names) for column in columns)
            return f"IF(COUNT({cells})=0,{names.blank},{how.upper()}({cells}))"
        case ConvertedSum():
            return _converted_sum(expr, names)
        case Typed():
            return typed(expr, [write(part, names) for part in expr.parts()], names)
    raise TypeError(f"no Excel reading for {expr!r}")


def _operation(sign: str, left: Expr, right: Expr, names: Names) -> str:
    if sign in ("and", "or") and names.where is Where.ROW:
        parts = chain(sign, left, right)
        guards: list[Expr] = [part for part in parts if isinstance(part, Filled)]
        rest = [part for part in parts if not isinstance(part, Filled)]
        if sign == "and" and guards and rest:
            # Excel's AND computes every part, and a sum over a calculated blank would be an error.
            return f"IF({_joined('and', guards, names)},{_joined('and', rest, names)},FALSE)"
        return _joined(sign, parts, names)
    a, b = write(left, names), write(right, names)
    if sign in ("and", "or"):
        return f"({a}*{b})" if sign == "and" else f"(({a}+{b})>0)"
    if sign in _BINDING:
        if isinstance(left, Op) and _BINDING.get(left.sign, 0) < _BINDING[sign]:
            a = f"({a})"
        if isinstance(right, Op) and _BINDING.get(right.sign, 0) < _BINDING[sign] + (sign in "-/"):
            b = f"({b})"
        return f"{a}{sign}{b}"
    return f"({a}{sign}{b})"


def _joined(sign: str, parts: list[Expr], names: Names) -> str:
    written = [write(part, names) for part in parts]
    return written[0] if len(written) == 1 else f"{sign.upper()}({','.join(written)})"


def _converted_sum(expr: ConvertedSum, names: Names) -> str:
    # SUMIFS would look at every row once for each currency; so each row holds its rate.
    table, where = _rows_of(expr, names)
    parts = [write(expr.what, table), table.column("rate")]
    body = f"SUMPRODUCT({','.join(parts if where is None else [_mask(where, table), *parts])})"
    return body if table.within is None else f"IF({table.within.rows}=0,0,{body})"


def _rows_of(expr: Aggregate | ConvertedSum, names: Names) -> tuple[Names, Expr | None]:
    """The names inside a table, and the condition that is left where a slice of it stands for a part of that."""
    table, tied = names.inside(expr.table), names.tied
    if tied is None or expr.where is None or expr.table not in tied.slices:
        return table, expr.where
    parts = chain("and", expr.where)
    left = [part for part in parts if repr(part) != repr(tied.condition)]
    if len(left) == len(parts):
        return table, expr.where
    return replace(table, within=tied.slices[expr.table]), reduce(partial(Op, "and"), left) if left else None


def _aggregate(expr: Aggregate, names: Names) -> str:
    table, where = _rows_of(expr, names)
    if table.within is None:
        return _over_rows(expr, names, table)
    if expr.how == "sum" and names.project is None:
        # As over the whole table, a sum of no rows is 0 where any row holds a number.
        assert expr.what is not None
        numbers = _counted([f"{write(expr.what, replace(table, within=None))},{NUMBER}"])
        return f"IF({numbers}=0,{names.blank},{_or_zero(expr, names)})"
    flag = names.received.get(expr.table) if expr.how == "count" else None
    nothing = "0" if expr.how == "count" else names.blank
    body = _over_rows(replace(expr, where=where), replace(names, received={}), table)
    found = f"IF({table.within.rows}=0,{nothing},{body})"
    return f"IF({names.column(flag)}=1,{found},{names.blank})" if flag else found


def _or_zero(what: Expr, names: Names) -> str:
    if not isinstance(what, Aggregate) or what.how != "sum" or what.what is None:
        # What is blank must be a text here: N() of NA() is no 0.
        return f"N({write(what, replace(names, blank=_EMPTY))})"
    table, where = _rows_of(what, names)
    column, criteria = write(what.what, table), criteria_of(where, table)
    if criteria is None:
        body = _by_product(replace(what, where=where), column, names, table)
    else:
        body = _by_criteria("sum", column, [*_own(what, names, table), *criteria], table)
    return body if table.within is None else f"IF({table.within.rows}=0,0,{body})"


def _own(expr: Aggregate, names: Names, table: Names) -> list[str]:
    """The criterion that a row of another table is of the project at hand, where nothing else says so."""
    if names.project is None or table.within is not None:
        return []
    return [f"{names.column(names.project, expr.table)},{names.column(names.project)}"]


def _over_rows(expr: Aggregate, names: Names, table: Names) -> str:
    own = _own(expr, names, table)
    what = write(expr.what, table) if expr.what is not None else ""
    if expr.how == "median":
        return median(expr, names)
    criteria = criteria_of(expr.where, table)
    if criteria is None:
        body = _by_product(expr, what, names, table)
    else:
        body = _by_criteria(expr.how, what, [*own, *criteria], table)
    match expr.how:
        case "count":
            flag = names.received.get(expr.table)
            return f"IF({names.column(flag)}=1,{body},{names.blank})" if flag else body
        case "max" | "min" if criteria is None:
            return body
        case "sum":
            return f"IF({_is_unknown(expr, what, own, table)},{names.blank},{body})"
        case _:
            assert criteria is not None
            return f"IF({_counted([*own, *criteria, f'{what},{NUMBER}'])}=0,{names.blank},{body})"


def _is_unknown(expr: Aggregate, what: str, own: list[str], table: Names) -> str:
    """Whether no row holds the column, or, for a complete sum, one that must hold it does not.

    Raises TypeError where a complete sum takes a condition that no criterion of COUNTIFS can say.
    """
    number = f"{what},{NUMBER}"
    if not expr.complete:
        return f"{_counted([*own, number])}=0"
    must = criteria_of(expr.each if expr.each is not None else expr.where, table)
    if must is None:
        raise TypeError("a complete sum takes conditions that COUNTIFS knows")
    rows = _by_criteria("count", what, [*own, *must], table)
    tests = [f"{_counted([*own, *must, number])}<{rows}"]
    if expr.each is not None or expr.where is not None:
        tests.insert(0, f"{_counted([*own, number])}=0")
    else:
        tests = [f"{_counted([*own, number])}<MAX({rows},1)"]
    if expr.each is None and expr.where is not None:
        settled = [f"{table.column(key)},{is_filled(key, table)}" for key in sorted(expr.where.strict())]
        tests.append(f"{_counted([*own, *settled])}<{_by_criteria('count', what, own, table)}")
    return tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"


def _counted(pairs: list[str]) -> str:
    return f"COUNTIFS({','.join(pairs)})"


def _size(table: Names) -> str:
    """How many rows there are; of a whole table those of its first column, which more programs read than ``table[]``."""
    if table.within is not None:
        return table.within.rows
    return f"ROWS({table.column(next(iter(table.tables[table.home])))})"


def _by_criteria(how: str, what: str, pairs: list[str], table: Names) -> str:
    match how:
        case "count":
            return _counted(pairs) if pairs else _size(table)
        case "sum":
            return f"SUMIFS({what},{','.join(pairs)})" if pairs else f"SUM({what})"
        case _:
            if not pairs:
                return f"{how.upper()}({what})"
            return f"_xlfn.{how.upper()}IFS({what},{','.join(pairs)})"


def median(expr: Aggregate, names: Names, masks: Sequence[str] = ()) -> str:
    """The median of the rows of the project at hand, of all rows where none is, for which all ``masks`` are 1."""
    table, where = names.inside(expr.table), expr.where
    what, every = write(expr.parts()[0], table), [*masks, *([] if where is None else [_mask(where, table)])]
    if names.project is not None and table.within is None:
        every.append(f"({names.column(names.project, expr.table)}={names.column(names.project)})")
    if not every:
        return f"IFERROR(MEDIAN({what}),{names.blank})"
    # AGGREGATE leaves out what is divided by 0. Its 16 is PERCENTILE.INC; its 12, MEDIAN, takes no array.
    mask = "*".join([*every, f'({what}<>"")'])
    return f"IFERROR(_xlfn.AGGREGATE(16,6,{what}/({mask}),0.5),{names.blank})"


def _by_product(expr: Aggregate, what: str, names: Names, table: Names) -> str:
    assert expr.where is not None
    mask = _mask(expr.where, table)
    if names.project is not None and table.within is None:
        mask = f"({names.column(names.project, expr.table)}={names.column(names.project)})*{mask}"
    match expr.how:
        case "sum":
            return f"SUMPRODUCT({mask},{what})"
        case "count":
            return f"SUMPRODUCT({mask})"
        case _:
            # Where the mask is 0 a division by 0, which AGGREGATE leaves out; a blank is no number to it either.
            return f'IFERROR(_xlfn.AGGREGATE({14 if expr.how == "max" else 15},6,{what}/({mask}*ISNUMBER({what})),1),"")'


def _mask(where: Expr, table: Names) -> str:
    """A condition over whole columns as numbers: 1 where it is known to hold, else 0."""
    if isinstance(where, Op) and where.sign == "or":
        # What one side is known to be settles it, whatever the other lacks.
        return f"(({_mask(where.left, table)}+{_mask(where.right, table)})>0)*1"
    parts = list(chain("and", where))
    if any(isinstance(part, Op) and part.sign == "or" for part in parts):
        return "*".join(f"({_mask(part, table)})" for part in parts)
    blank = {key for part in parts for key in part.strict()} - {
        key for part in parts for key in _is_text(part)
    }
    filled = [f'({table.column(key)}<>"")' for key in sorted(blank)]
    return "*".join([*(f"({write(part, table)})" for part in parts), *filled, *([] if filled else ["1"])])


def _is_text(part: Expr) -> set[str]:
    """The column that a condition compares with a text: no blank cell equals one, whereas it equals 0."""
    match part:
        case Op("=", Ref(key), RowHeader(_, RowHeaders() as heads)) if all(
            isinstance(head, _WORDS) for head in heads
        ):
            return {key}
        case Op("=", Ref(key), (RowHeader(_, what) | Const(what))) if isinstance(what, _WORDS) and what:
            return {key}
    return set()


_WORDS = (str, Text, Choice)
