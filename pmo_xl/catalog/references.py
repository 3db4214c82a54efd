"""References from one table to another: the IDs that stand in a cell, and a rule for those that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pmo_xl.core.base.text import Text, name_key, t
from pmo_xl.core.definition.table_rule import Rows, TableRule, texts_by_project

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """What a reference may lead to: the rows of a table, by their ID.

    ``received`` is a table that always has rows where the kind came: a register that came empty holds no ID, one that
    did not come says nothing.
    """

    table: str
    key: str
    what: Text
    received: str


TASKS = Target("plan", "task_id", t("Linked tasks", "Tâches liées"), "plan")
LINES = Target("budget", "line_id", t("Budget lines", "Lignes budgétaires"), "budget")
RISKS = Target("risks", "risk_id", t("Risks", "Risques"), "risks")


def ids_of(words: object) -> list[str]:
    """The references in a cell: 10; 20, 30."""
    return [part for part in re.split(r"[;,\s]+", str(words)) if part] if words else []


def reference(table: str, column: str, target: Target) -> TableRule:
    """XSH-09: every ID in the column is that of a row of the target."""
    return _rule(
        table, column, target, partial(_unknown, table=table, column=column, target=target, prefix=None)
    )


def references_by_prefix(table: str, column: str, targets: Mapping[str, Target]) -> tuple[TableRule, ...]:
    """XSH-09 for a column that refers to several registers: by the letters before the hyphen of each ID."""
    return tuple(
        _rule(
            table, column, target, partial(_unknown, table=table, column=column, target=target, prefix=prefix)
        )
        for prefix, target in targets.items()
    )


def _rule(table: str, column: str, target: Target, find: partial[pd.DataFrame]) -> TableRule:
    return TableRule(
        "XSH-09", table, column,
        t(f"{target.what.en} that do not exist: {{ids}}", f"{target.what.fr} introuvables : {{ids}}"),
        t("Correct the reference, or add what it refers to.", "Corrigez la référence, ou ajoutez ce qu’elle désigne."),
        find, reads=(table, target.received), cells=(f"{table}.{column}", f"{target.table}.{target.key}"),
    )  # fmt: skip


def _unknown(rows: Rows, *, table: str, column: str, target: Target, prefix: str | None) -> pd.DataFrame:
    """Rows that refer to what is not there, and to which (``ids``)."""
    import pandas as pd

    known = texts_by_project(rows[target.table], target.key)
    named = rows[table]
    named = named[named[column].notna()]
    lost = {
        at: [
            one
            for one in ids_of(words)
            if (prefix is None or one.upper().startswith(f"{prefix}-"))
            and name_key(one) not in known.get(project_id, set())
        ]
        for at, project_id, words in zip(named.index, named["project_id"], named[column], strict=True)
    }
    return pd.DataFrame(
        {"ids": pd.Series({at: ", ".join(ids) for at, ids in lost.items() if ids}, dtype=object)}
    )
