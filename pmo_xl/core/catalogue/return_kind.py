"""A kind of return, whole: its workbook, its rules, its figures, its pages, in one value that its own module makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pmo_xl.core.definition.kpi import Kpi
from pmo_xl.core.definition.model import Template
from pmo_xl.core.definition.table_rule import TableRule
from pmo_xl.core.pages.view import PageDefinition


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReturnKind:
    """All that a kind of return declares; it is found by itself where its module calls it ``KIND``.

    ``template`` holds its tables with their columns, row rules and vocabulary. ``table_rules`` judge several rows, or
    sheets of several kinds. ``kpis`` may read those of the kinds and figures with a lower ``figures_order``. ``pages`` are those
    of the master, with what stands on them.
    """

    template: Template
    table_rules: Sequence[TableRule] = ()
    kpis: Sequence[Kpi] = ()
    figures_order: int = 55
    pages: Sequence[PageDefinition] = ()
