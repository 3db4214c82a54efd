"""The values of lists that rules and figures tell apart: a PMO's own list has to hold them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pmo_xl.core.base.files import SETTINGS_FILE
from pmo_xl.core.base.text import t
from pmo_xl.core.base.typed_toml import bad_value
from pmo_xl.core.definition.kpi import Kpi
from pmo_xl.core.definition.model import Sheet, choices_of
from pmo_xl.core.expr.choice import Choice
from pmo_xl.core.expr.nodes import Const, Expr, Op, Ref
from pmo_xl.core.expr.table_nodes import Aggregate


def refuse_lacking_values(sheets: Mapping[str, type[Sheet]], kpis: Iterable[Kpi]) -> None:
    """Raise SettingsError for a list from which a value is gone that a rule or a figure looks for."""
    for key, column, member in _values_read(sheets, kpis):
        found = sheets[key].columns.get(column) if key in sheets else None
        choices = choices_of(found) if found is not None else None
        if choices is not None and member.key not in {each.key for each in choices}:
            raise bad_value(SETTINGS_FILE, f"columns.{key}.{column}.list", choices.__name__, LACKS.fill(value=member.label, key=member.key))  # fmt: skip


def _values_read(sheets: Mapping[str, type[Sheet]], kpis: Iterable[Kpi]) -> Iterator[tuple[str, str, Choice]]:
    """Table, column and value of every comparison with a value of a list."""
    for key, sheet in sheets.items():
        yield from (
            (key, column.unless[0], value)
            for column in sheet.inputs()
            if column.unless is not None
            for value in column.unless[1]
        )
        for rule in (*sheet.rules, *sheet.live):
            yield from _compared(rule.holds, key)
        for column in sheet.columns.values():
            if column.formula is not None:
                yield from _compared(column.formula, key)
    for kpi in kpis:
        yield from _compared(kpi.expr, "")


def _compared(expr: Expr, table: str) -> Iterator[tuple[str, str, Choice]]:
    for part in expr.own_row():
        match part:
            case Op("=" | "<>", Ref(key), Const(Choice() as value)):
                yield table, key, value
            case Aggregate(table=other):
                for inner in part.parts():
                    yield from _compared(inner, other)


LACKS = t(
    "rules and figures look for the value “{value}”: add it with key = “{key}”",
    "des règles et des indicateurs s’appuient sur la valeur « {value} » : ajoutez-la avec key = « {key} »",
)
