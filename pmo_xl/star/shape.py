"""What a star is made of: tables with their columns, and the relations between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pmo_xl.core.base.text import Text, t
from pmo_xl.core.definition.column import Column, Kind

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table of the star: key, what it is called, what its values are, in which unit."""

    key: str
    label: Text
    kind: Kind = Kind.TEXT
    unit: str = ""


@dataclass(frozen=True, slots=True)
class StarTable:
    """A table of the star: a ``frame`` with the columns of its ``fields``, one row for each ``grain``."""

    key: str
    label: Text
    grain: Text
    fields: Sequence[Field]
    frame: pd.DataFrame
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Star:
    """All its tables by key; ``relations`` go from a column of many rows to the key of a dimension."""

    tables: Mapping[str, StarTable]
    relations: Sequence[tuple[str, str]] = ()
    notes: Sequence[Text] = field(default=())


def field_of(column: Column) -> Field:
    """What a column of a template is in the star."""
    return Field(column.key, column.label, column.kind, column.unit)


PROJECT_KEY = Field("project_key", t("Project and version", "Projet et version"))
PROJECT = Field("project_id", t("Project ID", "Code projet"))
STATUS_DATE = Field("status_date", t("Status date", "Date d’arrêté"), Kind.DATE)
CURRENCY = Field("currency", t("Currency", "Devise"))
KEYS = (PROJECT_KEY, PROJECT, STATUS_DATE)
"""What each fact begins with."""
SOURCES = (
    Field("source_file", t("Source file", "Fichier source")),
    Field("source_sheet", t("Source sheet", "Feuille source")),
    Field("source_row", t("Source row", "Ligne source"), Kind.INTEGER),
)
"""Where a row came from."""
IN_REPORTING = "_reporting"
"""What the key of an amount in the reporting currency ends with."""


def in_reporting(what: Field) -> Field:
    """The same amount in the reporting currency."""
    label = t("{what} (reporting currency)", "{what} (devise de consolidation)").fill(what=what.label)
    return Field(what.key + IN_REPORTING, label, Kind.AMOUNT)
