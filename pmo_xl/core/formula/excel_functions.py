"""How the functions that expressions call are written in Excel; :mod:`pmo_xl.core.expr.functions` computes the same."""

from __future__ import annotations

from collections.abc import Sequence

from pmo_xl.core.expr.nodes import Const, Expr


def call(name: str, a: Sequence[str], args: Sequence[Expr]) -> str:
    """The formula text of one function; *a* are the written arguments, *args* what they were written from.

    Raises TypeError for a function that has no Excel reading.
    """
    match name:
        case "networkdays":
            return f"NETWORKDAYS({a[0]},{a[1]},pmo_holidays)"
        case "workdays_between":
            return (
                f"IF({a[1]}>{a[0]},NETWORKDAYS({a[0]}+1,{a[1]},pmo_holidays),"
                f"IF({a[1]}<{a[0]},-NETWORKDAYS({a[1]}+1,{a[0]},pmo_holidays),0))"
            )
        case "days_between":
            return f"({a[1]}-{a[0]})"
        case "months_between":
            return f"((YEAR({a[1]})-YEAR({a[0]}))*12+MONTH({a[1]})-MONTH({a[0]}))"
        case "max_of":
            return f"MAX({a[0]},{a[1]})"
        case "min_of":
            return f"MIN({a[0]},{a[1]})"
        case "starts_with":
            prefix = args[1]
            assert isinstance(prefix, Const)
            return f"(LEFT({a[0]},{len(prefix.value)})={a[1]})"
        case "contains_any":
            return f"(SUMPRODUCT(--ISNUMBER(SEARCH({{{','.join(a[1:])}}},{a[0]})))>0)"
        case "floor":
            return f"INT({a[0]})"
        case "rounded":
            return f"ROUND({a[0]},{a[1]})"
        case "month_end":
            return f"EOMONTH({a[0]},0)"
        case "row_number":
            return "ROW()"
    raise TypeError(f"no Excel reading for the function {name}")
