"""The Excel reading of a KPI over several projects: a programme, or the whole portfolio."""

from __future__ import annotations

from dataclasses import dataclass, fields

from pmo_xl.core.formula import NUMBER, Names, write
from pmo_xl.core.kpi import Across, Kpi


@dataclass(frozen=True, slots=True)
class _Sums(Names):
    """Names under which a column of the home table is its sum over the rows that meet ``pairs``."""

    pairs: str = ""

    def column(self, key: str, table: str | None = None) -> str:
        return f"SUMIFS({_whole(self, key)},{self.pairs})"


def _whole(names: Names, key: str) -> str:
    return f"{names.home}[{names.tables[names.home][key].label.to(names.language)}]"


def roll_up_formula(kpi: Kpi, names: Names, only: tuple[str, str] | None = None) -> str:
    """The formula that takes a KPI from projects to the portfolio, or to those where ``only`` holds.

    ``only`` is a column key of the home table and the cell whose value it must equal.
    """
    column = _whole(names, kpi.key)
    pairs = [f"{_whole(names, only[0])},{only[1]}"] if only else []
    known = f"COUNTIFS({','.join([*pairs, f'{column},{NUMBER}'])})"
    match kpi.across:
        case Across.NONE:
            return '=""'
        case Across.SUM:
            total = f"SUMIFS({column},{','.join(pairs)})" if pairs else f"SUM({column})"
            return f'=IF({known}=0,"",{total})'
        case Across.MAX | Across.MIN:
            how = "MAX" if kpi.across is Across.MAX else "MIN"
            extreme = f"_xlfn.{how}IFS({column},{','.join(pairs)})" if pairs else f"{how}({column})"
            return f'=IF({known}=0,"",{extreme})'
        case Across.RECOMPUTE:
            whole = [*pairs, *(f"{_whole(names, key)},{NUMBER}" for key in sorted(kpi.expr.keys()))]
            plain = {field.name: getattr(names, field.name) for field in fields(Names)}
            return f'=IFERROR({write(kpi.expr, _Sums(**plain, pairs=",".join(whole)))},"")'
