"""Rules beyond one row: over the rows of a sheet, over the sheets of a project."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pmo_xl.core.base.effect import Cost, cost_of
from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.problem import refuse_unknown
from pmo_xl.core.base.text import Text, name_key
from pmo_xl.core.definition.people import NOBODY, People

if TYPE_CHECKING:
    import pandas as pd

    from pmo_xl.core.definition.model import Sheet, Table

PROJECT = "project"
"""The key of the project sheet; its frame holds a row per return."""
HISTORY = "history"
"""The key of what earlier masters remember; its frame holds a row per project and month."""
ROW_HISTORY = "row_history"
"""The key of what they remember of the rows of registers; its frame holds a row per project, register and row."""
FIGURES = "figures"
"""The key of the figures that a rule looks at; its frame holds a row per project whose rows and cells are all there."""

SETTINGS = "settings"
"""The key under which rules over the PMO's own workbook find what pmo.toml states: ``key`` and ``value`` of each."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What a control looks at: one frame per table, the rows of every project, computed columns included.

    Every frame has ``project_id`` and ``status_date``; ``limit`` is the threshold in force.
    """

    tables: Mapping[str, pd.DataFrame]
    limit: float = 0.0
    everyone: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    """The same frames with the rows of all projects that returned the table, for rules between projects."""
    registered: frozenset[str] | None = None
    """The projects of the register; None where there is none."""
    lists: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    """The rows of each list of the PMO that has any, by its key."""
    people: People = NOBODY
    """The people of the PMO's list."""

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.tables[table]

    def total(self, table: str, column: str) -> pd.Series[float]:
        """The sum of a column by project; a blank adds nothing."""
        import pandas as pd

        rows = self.tables[table]
        return pd.to_numeric(rows[column]).groupby(rows["project_id"]).sum()


@dataclass(frozen=True, slots=True, eq=False)
class TableRule:
    """A rule over many rows.

    ``find`` gives the rows of ``table`` that break it, as a frame with their index and a column for each place
    of ``says``; the finding names the cell ``at`` of such a row. It is given the rows of those projects alone
    that returned every table of ``reads``. ``cells`` names the columns it looks at, as ``table.column``; by default
    any of these tables. Where ``whole`` is set, every row of these tables counts and each of these cells is known:
    a sum of rows that are not all there proves nothing. Else a row is left aside of which such a cell of its own
    cannot be read. What is not given is not assessed.
    """

    code: str
    table: str
    at: str
    says: Text
    fix: Text
    find: Callable[[Rows], pd.DataFrame]
    severity: Severity | None = Severity.WARNING
    """None for a rule that a PMO must ask for, in ``pmo.toml``: what it finds is no fault everywhere."""
    reads: tuple[str, ...] = ()
    whole: bool = True
    cells: tuple[str, ...] = ()
    limit: float = 0.0
    """The threshold, where the rule has one; ``pmo.toml`` may set another."""
    figures: tuple[str, ...] = ()
    """KPIs that it looks at, in ``rows[FIGURES]``, a light with its reasons beside it: it is judged once they are measured."""
    needs: type[Table] | None = None
    """The list of the PMO's without a row of which it is not assessed."""

    @property
    def cost(self) -> Cost:
        """The rows count, whatever is wrong among them."""
        return cost_of(self.severity)


def not_assessed(rules: Iterable[TableRule], lists: Mapping[str, object]) -> list[TableRule]:
    """The rules that need a list of the PMO's which is not kept; ``lists`` has those that are, by key."""
    return [rule for rule in rules if rule.needs is not None and rule.needs.key not in lists]


def check_table_rules(
    rules: Iterable[TableRule], sheets: Mapping[str, type[Sheet]], kpis: Collection[str] = ()
) -> None:
    """Stop on a rule that names a table, a column or a KPI that is not there; raises DefinitionError, with the nearest that is.

    A cell that exists nowhere would hold no rule back, and a rule over no table would never be asked: both without a word.
    """
    for rule in rules:
        where = f"rule {rule.code}"
        for table in (rule.table, *rule.reads):
            refuse_unknown(where, "table", table, [*sheets, HISTORY, ROW_HISTORY])
        for key in rule.figures:
            refuse_unknown(where, "KPI", key, kpis)
        for cell in (f"{rule.table}.{rule.at}", *rule.cells):
            table, _, key = cell.partition(".")
            refuse_unknown(where, "table", table, sheets)
            refuse_unknown(where, f"column of {table}", key, sheets[table].columns)


@dataclass(frozen=True, slots=True, eq=False)
class NotAssessed:
    """A rule of the profession that needs what is not collected."""

    code: str
    says: Text
    needs: Text


@dataclass(frozen=True, slots=True)
class RuleOverrides:
    """What a PMO decided about the rules: the severity and the threshold of each, by code."""

    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    """None switches a rule off."""
    limits: Mapping[str, float] = field(default_factory=dict)
    beta: frozenset[str] = frozenset()
    """Reported as information for now."""

    def of(self, code: str, usual: Severity | None) -> Severity | None:
        """How much a finding of this code weighs; None for a rule that is switched off."""
        chosen = self.severities.get(code, usual)
        return Severity.INFO if code in self.beta and chosen is not None else chosen


def named(rows: pd.DataFrame, column: str) -> pd.Series[str]:
    """Project and name of each row, as rows are told apart and joined by them: whatever the case, 007 being 7."""
    import pandas as pd

    keys = [
        f"{project_id}\n{name_key(str(name))}"
        for project_id, name in zip(rows["project_id"], rows[column], strict=True)
    ]
    return pd.Series(keys, index=rows.index, dtype=object)


def texts_by_project(
    rows: pd.DataFrame, column: str, key: Callable[[str], str] = name_key
) -> dict[str, set[str]]:
    """The values of a column, as rows are told apart by them, for each project that has any."""
    import pandas as pd

    found: dict[str, set[str]] = {}
    for project_id, value in zip(rows["project_id"], rows[column], strict=True):
        if pd.notna(value):
            found.setdefault(project_id, set()).add(key(str(value)))
    return found


def spread(by_project: pd.Series[Any], rows: pd.DataFrame) -> pd.Series[Any]:
    """A value by project, on each row of that project; blank on rows of projects without one."""
    return by_project.reindex(rows["project_id"]).set_axis(rows.index)


def first_of_each(rows: pd.DataFrame, **places: Any) -> pd.DataFrame:
    """The first of the rows of each project, with what fills the places of a message: series by project ID."""
    import pandas as pd

    first = rows.drop_duplicates("project_id")
    return pd.DataFrame({name: spread(series, first) for name, series in places.items()}, index=first.index)


SHOWN = 10
"""How many names a message lists."""


def listed(rows: pd.DataFrame, column: str) -> pd.Series[Any]:
    """The values of a column by project, as one text: the first of many, and that there are more."""
    import pandas as pd

    told: dict[str, str] = {}
    for project_id, values in rows.groupby("project_id", sort=False)[column]:
        names = [str(value) for value in values]
        more = f" … (+{len(names) - SHOWN})" if len(names) > SHOWN else ""
        told[str(project_id)] = ", ".join(names[:SHOWN]) + more
    return pd.Series(told, dtype=object)


def on_many(rows: pd.DataFrame, limit: float) -> pd.DataFrame:
    """The first of the rows of each project that has as many of them as the limit, and how many (``n``)."""
    counts = rows["project_id"].value_counts()
    return first_of_each(rows[rows["project_id"].map(counts) >= limit], n=counts)
