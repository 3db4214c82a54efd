"""The chosen project in formulas and values: its row of each table, what a column holds for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.names import parameter
from pmo_xl.excel.master.context import CHOSEN, MasterContext
from pmo_xl.excel.write.cells import plain, shown

NOT_RECEIVED = t("Not received: {table}.", "Non reçu : {table}.")
CHOSEN_ROW = "chosen_row"
"""The name of the cell that holds which row of the table of KPIs is that of the chosen project; blank: none."""


def project_row(master: MasterContext, table: str) -> str:
    """The formula of the place of the chosen project in a table."""
    if table == "kpis":
        return parameter(CHOSEN_ROW)
    return f"MATCH({parameter(CHOSEN)},{master.column(table, 'project_id')},0)"


def cell_of(master: MasterContext, table: str, key: str) -> str:
    """What a table holds for the chosen project, as a formula writes it: an error where it has no row."""
    return f"INDEX({master.column(table, key)},{project_row(master, table)})"


def record_of(master: MasterContext, table: str) -> Mapping[str, Any]:
    """The row of the chosen project in a table, values as the frame has them; empty where it has none."""
    return master.once(_record, table)


def _record(master: MasterContext, table: str) -> Mapping[str, Any]:
    frame = master.frames[table]
    mine = frame[frame["project_id"] == master.params[CHOSEN]]
    return {} if mine.empty else {str(key): mine[key].iloc[0] for key in mine.columns}


def found(master: MasterContext, table: str, key: str) -> Any:
    """What a table holds for the chosen project, as its cells show it; None where that is nothing."""
    what = plain(record_of(master, table).get(key))
    columns = master.catalogue.identity_columns if table == "kpis" else master.catalogue.record.columns
    column = columns.get(key)
    return shown(column, what, master.language) if column is not None else what


def unknown_formula(master: MasterContext, table: str, nothing: Text) -> str:
    """A sentence of the chosen project as a formula without the equals sign: that a table did not come, else *nothing*."""
    flag = cell_of(master, "kpis", master.catalogue.received[table])
    return f'IFERROR(IF({flag}=1,"{master.say(nothing)}","{_not_received(master, table)}"),"")'


def unknown_told(master: MasterContext, table: str, nothing: Text) -> str | None:
    """What :func:`unknown_formula` comes to; None without a project."""
    record = record_of(master, "kpis")
    if not record:
        return None
    came = plain(record[master.catalogue.received[table]]) == 1
    return master.say(nothing) if came else _not_received(master, table)


def _not_received(master: MasterContext, table: str) -> str:
    return master.say(NOT_RECEIVED.fill(table=master.say(master.catalogue.tables[table].heading).lower()))
