"""The heads of a grid's rows: given in its definition, or found in a column of a table when the master is written."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.model import Table, choices_of
from pmo_xl.core.expr.choice import Choice
from pmo_xl.core.expr.nodes import Ref

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Given:
    """Heads that the definition itself names: texts, numbers, the values of a list."""

    heads: Sequence[Any]

    def find(self, frames: Mapping[str, pd.DataFrame], params: Mapping[str, Any]) -> Sequence[Any]:
        """The heads as they were given."""
        return self.heads

    def samples(self) -> Sequence[Any]:
        """A head of each kind: what the columns of a grid read does not depend on which head it is."""
        return self.heads


@dataclass(frozen=True, slots=True)
class ListValues(Given):
    """The values of the list behind a column: those of its definition, until a PMO's own list is known."""

    table: str
    column: str

    def of(self, tables: Mapping[str, type[Table]]) -> ListValues:
        """The same of the templates in force."""
        found = choices_of(tables[self.table].columns[self.column]) if self.table in tables else None
        return self if found is None else replace(self, heads=tuple(found))


@dataclass(frozen=True, slots=True)
class NamedHead:
    """A head whose words are not its value: those of an *others* row, of a year. ``holds`` is what its figures compare with."""

    label: Text
    holds: Any


@dataclass(frozen=True, slots=True)
class Found:
    """Heads that stand in a column of a table, then those of ``then``, which always have a row."""

    table: str
    column: Ref
    then: Sequence[Text] = ()

    def find(self, frames: Mapping[str, pd.DataFrame], params: Mapping[str, Any]) -> Sequence[Any]:
        """The heads, by the frame of each table and what holds for the whole workbook."""
        return (*self._among(frames[self.table][self.column.key].dropna()), *self.then)

    def samples(self) -> Sequence[Any]:
        """A head of each kind: what the columns of a grid read does not depend on which head it is."""
        return ("", *self.then)

    def _among(self, values: pd.Series[Any]) -> Iterable[Any]:
        if any(isinstance(value, dt.date) for value in values.head(1)):
            return sorted({dt.date(day.year, day.month, day.day) for day in values})
        # To Excel, as to people, the case of a name says nothing: each stands in its first spelling.
        spelled = {str(words).casefold(): str(words) for words in reversed(list(values))}
        return sorted(spelled.values())


class EveryMonth(Found):
    """Every month from the first in a column to the last, those between without rows too."""

    __slots__ = ()

    def _among(self, values: pd.Series[Any]) -> Iterable[Any]:
        import pandas as pd

        if values.empty:
            return ()
        first = pd.Timestamp(values.min()).replace(day=1)
        return [month.date() for month in pd.date_range(first, values.max(), freq="MS")]


@dataclass(frozen=True, slots=True)
class RecentMonths(EveryMonth):
    """The last ``most`` months of a column, none after the latest day of the column ``until`` of another table."""

    until: tuple[str, str] = ("", "")
    most: int = 12

    def find(self, frames: Mapping[str, pd.DataFrame], params: Mapping[str, Any]) -> Sequence[Any]:
        """The heads, by the frame of each table and what holds for the whole workbook."""
        table, column = self.until
        days = frames[table][column].dropna()
        past = [
            month
            for month in EveryMonth.find(self, frames, params)
            if not days.empty and month <= _day(days.max())
        ]
        return past[-self.most :]


def _day(what: dt.date) -> dt.date:
    return dt.date(what.year, what.month, what.day)


class OwnMonths(Found):
    """The months of the chosen project from its first to its last, at least to today: as many rows as the longest has.

    A shorter one repeats its last month, which leaves a line as it is. The heads are formulas that follow the choice.
    """

    __slots__ = ()

    def find(self, frames: Mapping[str, pd.DataFrame], params: Mapping[str, Any]) -> Sequence[Any]:
        """The months, by the project that is chosen first."""
        import pandas as pd

        today = pd.Timestamp(params["status_month"]) if params.get("status_month") is not None else None
        dated = frames[self.table][["project_id", self.column.key]].dropna()
        months = dated.groupby("project_id")[self.column.key]
        first = months.min()
        last = months.max() if today is None else months.max().where(months.max() > today, today)
        sizes = (last.dt.year - first.dt.year) * 12 + last.dt.month - first.dt.month + 1
        size = min(MOST_MONTHS, int(sizes.max())) if len(sizes) else 1
        chosen = params["chosen_project"]
        start = first.get(chosen, today)
        if start is None:
            return ()
        end = last.get(chosen, start)
        every = pd.date_range(start, end, freq="MS")
        return [month.date() for month in (*every, *[every[-1]] * size)][:size]


MOST_MONTHS = 240
"""Months of the longest project, at most."""


@dataclass(frozen=True, slots=True)
class MostFrequent(Found):
    """The values that stand most often in a column, the most frequent first, ``most`` of them at most."""

    most: int = 20

    def _among(self, values: pd.Series[Any]) -> Iterable[Any]:
        counts = Counter(values)
        return sorted(counts, key=lambda value: (-counts[value], value))[: self.most]


class FiscalYears(Found):
    """The fiscal years that begin in the months of a column, as people call them: FY 2026, or FY 2026/27."""

    __slots__ = ()

    def _among(self, values: pd.Series[Any]) -> Iterable[Any]:
        firsts = sorted({dt.date(day.year, day.month, day.day) for day in values})
        return [NamedHead(fiscal_year(first), first) for first in firsts]

    def samples(self) -> Sequence[Any]:
        """A head of each kind: what the columns of a grid read does not depend on which head it is."""
        return (NamedHead(fiscal_year(SAMPLE), SAMPLE), *self.then)


def fiscal_year(first: dt.date) -> Text:
    """What the year is called that begins in a month."""
    year = str(first.year) if first.month == 1 else f"{first.year}/{(first.year + 1) % 100:02}"
    return t("FY {year}", "Exercice {year}").fill(year=year)


SAMPLE = dt.date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Largest(Found):
    """The values of a column with the largest sums of ``by``, in the reporting currency where rows have a rate.

    ``most`` of them at most; the heads of ``then`` follow, and last one for all ``others``, which holds the values listed.
    """

    by: str = ""
    most: int = 15
    others: Text | None = None

    def find(self, frames: Mapping[str, pd.DataFrame], params: Mapping[str, Any]) -> Sequence[Any]:
        """The heads, by the frame of each table and what holds for the whole workbook."""
        frame = frames[self.table]
        known = frame[frame[self.column.key].notna() & frame[self.by].notna()]
        amounts = known[self.by].astype(float) * (known["rate"].fillna(0.0) if "rate" in known else 1.0)
        sums: dict[str, float] = {}
        spelled: dict[str, str] = {}
        for words, amount in zip(map(str, known[self.column.key]), amounts.tolist(), strict=True):
            sums[words.casefold()] = sums.get(words.casefold(), 0.0) + amount
            spelled.setdefault(words.casefold(), words)
        every = sorted(sums, key=lambda key: (-sums[key], key))
        listed = tuple(spelled[key] for key in every[: self.most])
        rest = (
            (NamedHead(self.others, listed),) if self.others is not None and len(every) > len(listed) else ()
        )
        return (*listed, *self.then, *rest)

    def samples(self) -> Sequence[Any]:
        """A head of each kind: what the columns of a grid read does not depend on which head it is."""
        return ("", *self.then, *([NamedHead(self.others, ("",))] if self.others is not None else []))


GridRows = Given | Found


def given(*heads: Any) -> Given:
    """Rows that the definition names."""
    return Given(heads)


def choices(choice: type[Choice], table: str = "", column: str = "") -> Given:
    """A row for each value of a list, of that behind a column where one is named."""
    return ListValues(tuple(choice), table, column) if table else Given(tuple(choice))


def distinct(table: str, column: Ref, then: Sequence[Text] = ()) -> Found:
    """A row for each value of a column, in order: ``distinct("budget", this.cost_centre)``."""
    return Found(table, column, then)


def months(table: str, column: Ref) -> EveryMonth:
    """A row for every month between the first and the last of a column."""
    return EveryMonth(table, column)


def recent_months(table: str, column: Ref, until: tuple[str, str], most: int) -> RecentMonths:
    """A row for each of the last months of a column, up to the latest day in the table and the column of *until*."""
    return RecentMonths(table, column, until=until, most=most)


def own_months(table: str, column: Ref) -> OwnMonths:
    """A row for every month of the chosen project."""
    return OwnMonths(table, column)


def most_frequent(table: str, column: Ref, most: int) -> MostFrequent:
    """A row for each of the values that a column has most often."""
    return MostFrequent(table, column, most=most)


def largest(
    table: str, column: Ref, by: str, most: int, then: Sequence[Text] = (), others: Text | None = None
) -> Largest:
    """A row for each of the values of a column with the largest sums of *by*, then all others in one."""
    return Largest(table, column, then, by, most, others)


def fiscal_years(table: str, column: Ref) -> FiscalYears:
    """A row for each fiscal year that begins in one of the months of a column."""
    return FiscalYears(table, column)
