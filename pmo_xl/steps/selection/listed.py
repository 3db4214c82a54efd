"""The rows of the PMO's lists as a selection reads them: keys in one spelling, with the cell of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmo_xl.core.base.finding import Place
from pmo_xl.core.base.text import fold, name_key
from pmo_xl.core.flow.portfolio import CheckedSheet, Return
from pmo_xl.core.selection.result import Criterion, Objective

NPV = "npv"


def key_of(cell: object) -> str:
    """A code as rows are told apart by it; empty for a blank."""
    return name_key(str(cell)) if isinstance(cell, str) else ""


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row that counts, and where its cells are."""

    values: Mapping[str, Any]
    checked: CheckedSheet
    file: str
    at: int

    def place(self, column: str) -> Place:
        return self.checked.located.place(self.file, self.at, column)

    def __getitem__(self, column: str) -> Any:
        return self.values.get(column)


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of the PMO, by table; one that is not kept has no rows."""

    tables: Mapping[str, Sequence[ListedRow]] = field(default_factory=dict)

    @classmethod
    def of(cls, workbook: Return) -> Lists:
        """Those of the PMO's workbook; rows that are left out are in none."""
        return cls({
            checked.located.sheet.key: [
                ListedRow({key: values[at] for key, values in checked.values.items()}, checked, workbook.file, at)
                for at in range(len(checked.located.rows))
                if at not in checked.broken
            ]
            for checked in workbook.tables
        })  # fmt: skip

    def __getitem__(self, table: str) -> Sequence[ListedRow]:
        return self.tables.get(table, ())

    def projects(self) -> dict[str, ListedRow]:
        """The rows of the register by key, in their order."""
        return {key_of(row["project_id"]): row for row in self["register"] if row["project_id"]}

    def scenarios(self) -> dict[str, str]:
        """The scenarios by key, as the lists spell them, in the order in which they come first."""
        named: dict[str, str] = {}
        for table in ("scenarios", "frame"):
            for row in self[table]:
                if row["scenario_id"]:
                    named.setdefault(key_of(row["scenario_id"]), str(row["scenario_id"]))
        return named

    def role(self, cell: object) -> str:
        """A role in the spelling of the list of roles, where it has it by key or name."""
        words = fold(str(cell))
        for row in self["roles"]:
            if words in {fold(str(row[name])) for name in ("role_id", "role") if row[name]}:
                return str(row["role"] or row["role_id"])
        return str(cell).strip()

    def criteria(self) -> list[Criterion]:
        """The criteria; one without a kind is of value, one without a scale goes from 1 to 5."""
        return [
            Criterion(
                str(row["criterion_id"]), str(row["title"] or row["criterion_id"]), row["weight"], str(row["kind"] or "value"),
                row["direction"] == "less", *self._scale(row),
            )
            for row in self["criteria"]
        ]  # fmt: skip

    @staticmethod
    def _scale(row: ListedRow) -> tuple[float, float]:
        low, high = row["scale_low"], row["scale_high"]
        return (1.0 if low is None else float(low)), (5.0 if high is None else float(high))

    def objectives(self) -> list[Objective]:
        return [
            Objective(
                str(row["objective_id"]), str(row["title"] or row["objective_id"]), row["weight"],
                str(row["parent"] or ""), str(row["owner"] or ""), str(row["target"] or ""),
            )
            for row in self["objectives"]
        ]  # fmt: skip

    def objective(self, cell: object) -> str:
        """The key of an objective that a project names by key or title; empty where it is none."""
        words = fold(str(cell)) if cell else ""
        found = (
            str(row["objective_id"])
            for row in self["objectives"]
            if words and words in {fold(str(row[name])) for name in ("objective_id", "title") if row[name]}
        )
        return next(found, "")

    def scores(self) -> dict[str, dict[str, float]]:
        """What each project was given, by key of the project and criterion; off its scale a score is none."""
        criteria = self.criteria()
        by_word = {fold(word): each for each in reversed(criteria) for word in (each.title, each.key)}
        given: dict[str, dict[str, float]] = {}
        for row in self["scores"]:
            criterion = by_word.get(fold(str(row["criterion"] or "")))
            if criterion is None or row["score"] is None:
                continue
            if criterion.kind == NPV or criterion.low <= row["score"] <= criterion.high:
                given.setdefault(key_of(row["project_id"]), {})[criterion.key] = float(row["score"])
        return given

    def rows_of(self, table: str, scenario: str) -> Iterator[ListedRow]:
        """The rows of a scenario."""
        return (row for row in self[table] if key_of(row["scenario_id"]) == scenario)
