"""The Excel reading of a KPI over several projects: a programme, or the whole portfolio.

The name of a programme is free text, which SUMIFS would take for a pattern, a comparison or a number
(“R*”, “>5”, “007”). Every test is therefore a plain comparison inside SUMPRODUCT or AGGREGATE.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from pmo_xl.core.definition.kpi import Aggregation, Kpi
from pmo_xl.core.definition.names import Names
from pmo_xl.core.expr.table_nodes import Aggregate
from pmo_xl.core.formula.formula import median, write


@dataclass(frozen=True, slots=True)
class _Sums(Names):
    """Names under which a column of the home table is its sum over the rows that meet ``tests``.

    ``beyond`` holds the sums of those that projects without a row have too.
    """

    tests: str = ""
    beyond: Mapping[str, str] = field(default_factory=dict)

    def column(self, key: str, table: str | None = None) -> str:
        if key in self.beyond:
            return self.beyond[key]
        return f"SUMPRODUCT({self.tests},{_whole(self, key)})"


def _whole(names: Names, key: str) -> str:
    return f"{names.home}[{names.tables[names.home][key].label.to(names.language)}]"


def known_in(column: str) -> str:
    """Where a KPI is known: it is a number or blank; not every program that reads workbooks applies ISNUMBER to a range."""
    return f'({column}<>"")'


def roll_up_formula(
    kpi: Kpi, kpis: Mapping[str, Kpi], names: Names, only: tuple[str, str] | None = None
) -> str:
    """The formula that takes a KPI, one of ``kpis``, from projects to the portfolio, or to those where ``only`` holds.

    ``only`` is a column key of the home table, and of the tables that hold a KPI beyond it, and the cell whose value it
    must equal.
    """
    column = _whole(names, kpi.key)
    mine = f"({_whole(names, only[0])}={only[1]})" if only else ""
    given = f"SUMPRODUCT({mine}*{known_in(column)})" if only else f"COUNT({column})"
    match kpi.aggregation:
        case Aggregation.NONE:
            return '=""'
        case Aggregation.SUM:
            total = f"SUMPRODUCT(--{mine},{column})" if only else f"SUM({column})"
            if kpi.beyond is not None:
                total = _beyond(kpi.beyond, names, only)
            return f'=IF({given}=0,"",{total})'
        case Aggregation.MAX | Aggregation.MIN:
            largest = kpi.aggregation is Aggregation.MAX
            extreme = f"{'MAX' if largest else 'MIN'}({column})"
            if only:
                # Outside the programme a division by 0, on a blank a text: AGGREGATE leaves both out.
                extreme = f"_xlfn.AGGREGATE({14 if largest else 15},6,{column}/{mine},1)"
            return f'=IF({given}=0,"",{extreme})'
        case Aggregation.RECOMPUTE:
            tests = [known_in(_whole(names, key)) for key in sorted(kpi.expr.keys())]
            tests = [mine, *tests] if only else tests
            joined = "*".join(tests) if len(tests) > 1 else f"--{tests[0]}"
            plain = {each.name: getattr(names, each.name) for each in fields(Names)}
            parts = ((key, kpis[key].beyond) for key in sorted(kpi.expr.keys()) if key in kpis)
            beyond = {key: _beyond(place, names, only) for key, place in parts if place is not None}
            return f'=IFERROR({write(kpi.expr, _Sums(**plain, tests=joined, beyond=beyond))},"")'
        case Aggregation.POOL:
            assert isinstance(kpi.expr, Aggregate)
            masks = [_of_projects(kpi.expr.table, names, mine)] if only else []
            return f"={median(kpi.expr, replace(names, project=None), masks)}"


def _of_projects(table: str, names: Names, mine: str) -> str:
    """Where a row of another table is one of a project for which a test of the home table is 1: an error elsewhere."""
    assert names.project is not None
    theirs, ids = names.column(names.project, table), _whole(names, names.project)
    return f'(MATCH({theirs}&"|1",{ids}&"|"&{mine}*1,0)>0)'


def _beyond(place: tuple[str, str], names: Names, only: tuple[str, str] | None) -> str:
    """The sum of a column of another table, over the rows where ``only`` holds."""
    table, key = place
    column = f"{table}[{names.tables[table][key].label.to(names.language)}]"
    if only is None:
        return f"SUM({column})"
    mine = f"{table}[{names.tables[table][only[0]].label.to(names.language)}]"
    return f"SUMPRODUCT(--({mine}={only[1]}),{column})"
