"""The templates that a PMO collects, as one value: handed down to whoever makes, reads or judges workbooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmo_xl.core.base.problem import DefinitionError
from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.model import Record, Sheet, Table, Template


@dataclass(frozen=True, eq=False)
class Templates:
    """The project sheet and the templates, in order.

    ``made_by`` is the function, with its arguments, that makes the same value again: expressions do not travel to other
    processes, but what they are made from does.
    """

    record: type[Record]
    all: Sequence[Template]
    made_by: tuple[Callable[..., Templates], tuple[Any, ...]]
    by_kind: Mapping[str, Template] = field(init=False)
    tables: Mapping[str, type[Table]] = field(init=False)
    """The tables of all templates by key."""
    sheets: Mapping[str, type[Sheet]] = field(init=False)
    """The tables, and the project sheet before them."""
    kind_of: Mapping[str, str] = field(init=False)
    """The kind of each table."""
    versions: Mapping[str, str] = field(init=False)
    """The version of the template that each sheet belongs to."""

    def __post_init__(self) -> None:
        tables = [(table, template) for template in self.all for table in template.tables]
        _refuse_doubles("kind", [template.kind for template in self.all])
        _refuse_doubles("table", [self.record.key, *(table.key for table, _ in tables)])
        put = object.__setattr__  # the fields follow from the templates; they are worked out once
        put(self, "by_kind", {template.kind: template for template in self.all})
        put(self, "tables", {table.key: table for table, _ in tables})
        put(self, "sheets", {self.record.key: self.record, **self.tables})
        put(self, "kind_of", {table.key: template.kind for table, template in tables})
        put(
            self,
            "versions",
            {**{table.key: template.version for table, template in tables}, self.record.key: "1"},
        )

    @property
    def titles(self) -> Mapping[str, Text]:
        """What each kind is called within a sentence."""
        return {
            kind: t(template.title.en.lower(), template.title.fr.lower())
            for kind, template in self.by_kind.items()
        }

    def __reduce__(self) -> tuple[Callable[..., Templates], tuple[Any, ...]]:
        return self.made_by


def _refuse_doubles(what: str, keys: Sequence[str]) -> None:
    for key in keys:
        if keys.count(key) > 1:
            raise DefinitionError("templates", f"two templates define a {what} {key!r}")
