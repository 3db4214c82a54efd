"""A mapping: how a foreign workbook is known, and which of its columns is which field; read from a TOML file.

Every key is known and typed, and a wrong one is named. The file is written by ``pmo-xl adopt`` and meant to
be read and changed by people.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, Field, field_validator, model_validator

from pmo_xl.core.base.files import printable
from pmo_xl.core.base.text import t
from pmo_xl.core.base.typed_toml import (
    Strict,
    bad_value,
    content_of,
    regular_expression,
    typed,
    unknown_value,
)
from pmo_xl.core.catalogue.templates import Templates
from pmo_xl.core.definition.column import Column, Kind
from pmo_xl.core.definition.model import Table, choices_of
from pmo_xl.core.settings.settings import Settings

Value = str | int | float | dt.date


class Known(Strict):
    """How a sheet is known: its name (``*`` stands for anything), and headers that all stand in it.

    ``header_row`` counts from 1, and is only needed where the same headers stand in a sheet twice.
    """

    sheet: str = "*"
    headers: tuple[str, ...] = Field(min_length=1)
    header_row: int | None = Field(default=None, ge=1)


class Source(Strict):
    """A value of the project, or where it stands: exactly one of a cell, the file's name, the sheet's, a column.

    ``cell`` is ``B2`` or ``Cover!B2``; what stands before ``after`` in it is passed over. ``file`` and ``sheet``
    are regular expressions whose first group is the value. A ``column`` of currencies holds for each line;
    ``project`` is then the currency that the lines of the project are converted into.
    """

    value: Value | None = None
    cell: str | None = Field(default=None, pattern=r"^(.+!)?[A-Za-z]{1,3}[1-9]\d{0,6}$")
    after: str | None = None
    file: str | None = None
    sheet: str | None = None
    column: str | None = None
    project: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    dates: Literal["dmy", "mdy", "ymd"] | None = None

    @model_validator(mode="after")
    def _one(self) -> Source:
        if sum(what is not None for what in (self.value, self.cell, self.file, self.sheet, self.column)) != 1:
            raise ValueError(ONE_SOURCE)
        return self

    @field_validator("file", "sheet")
    @classmethod
    def _pattern(cls, words: str | None) -> str | None:
        return regular_expression(words)


class Reading(Strict):
    """What a column is read as: one field, or several that share it.

    ``times`` multiplies (1000 where amounts are in thousands); ``id`` writes the number of a cell into a
    pattern (``R-000`` makes R-007 of 7); ``numbers`` takes numbers typed as texts; ``dates`` dates typed as
    texts, in that order of day, month and year. ``yes`` is what a row is where the column says yes, and ``outline``
    makes summaries of the rows that are followed by deeper ones: several columns may so say one field.
    """

    field: tuple[str, ...] = Field(min_length=1)
    times: float = Field(default=1, gt=0)
    id: str | None = Field(default=None, pattern=r"^[^0]*0+[^0]*$")
    numbers: bool = False
    dates: Literal["dmy", "mdy", "ymd"] | None = None
    yes: str | None = None
    outline: bool = False

    @property
    def in_part(self) -> bool:
        """Whether it says the field of some rows only, and leaves that of the others to other columns."""
        return self.yes is not None or self.outline

    @field_validator("field", mode="before")
    @classmethod
    def _several(cls, what: Any) -> Any:
        return (what,) if isinstance(what, str) else what


class Rates(Strict):
    """What one unit of a currency is worth in the reporting currency: the budget rates of a workspace."""

    reporting: str = "EUR"
    worth: dict[str, float] = Field(default_factory=dict)

    @classmethod
    def of(cls, settings: Settings) -> Rates:
        """Those of a workspace."""
        worth = {code: rates.budget for code, rates in settings.rates.items()}
        return cls(reporting=settings.reporting_currency, worth={**worth, settings.reporting_currency: 1.0})

    def factor(self, code: str, into: str) -> float | None:
        """What one unit of a currency is worth in another; None where a rate is missing."""
        if self.lacking(code, into) is not None:
            return None
        return self.worth[code] / self.worth[into]

    def lacking(self, code: str, into: str) -> str | None:
        """The currency of the two that has no rate."""
        return next((each for each in (code, into) if each not in self.worth), None)


class Numbered(Strict):
    """A running number for each row, written into the zeros of ``row``: R-000 makes R-001 and so on."""

    row: str = Field(pattern=r"^[^0]*0+[^0]*$")


class Mapping(Strict):
    """How one kind of foreign table is read. ``ignored`` columns are known, and not read on purpose.

    ``fill`` says what every row holds in a field for which the workbook has no column. ``one_currency``: all amounts
    are in the project's currency, whatever a column of currencies says. ``rates`` are those of the workspace in which
    the mapping is applied.
    """

    table: str
    known: Known
    project: dict[str, Source] = Field(default_factory=dict)
    columns: dict[str, Reading] = Field(min_length=1)
    values: dict[str, dict[str, str | int | float]] = Field(default_factory=dict)
    fill: dict[str, Value | Numbered] = Field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    one_currency: bool = False
    rates: Rates = Rates()
    file: str = Field(default="", exclude=True)
    templates: Templates = Field(exclude=True)

    model_config = ConfigDict(arbitrary_types_allowed=True)

    @field_validator("columns", mode="before")
    @classmethod
    def _short_forms(cls, what: Any) -> Any:
        if not isinstance(what, dict):
            return what
        return {name: {"field": to} if isinstance(to, (str, list)) else to for name, to in what.items()}

    @field_validator("project", mode="before")
    @classmethod
    def _sources(cls, what: Any) -> Any:
        if not isinstance(what, dict):
            return what
        return {key: to if isinstance(to, dict) else {"value": to} for key, to in what.items()}

    @property
    def sheet(self) -> type[Table]:
        """The table of ours that it reads into."""
        return self.templates.tables[self.table]


def read_mappings(folder: Path, templates: Templates, settings: Settings | None = None) -> list[Mapping]:
    """Every mapping of a folder, by name, with the rates of its workspace; raises SettingsError for a wrong one."""
    found = (
        [read_mapping(file, templates) for file in sorted(folder.glob("*.toml"))] if folder.is_dir() else []
    )
    if settings is None:
        return found
    rates = Rates.of(settings)
    return [mapping.model_copy(update={"rates": rates}) for mapping in found]


def read_mapping(path: Path, templates: Templates) -> Mapping:
    """The mapping in a file; raises SettingsError with a sentence that names the file and the key."""
    return mapping_from(content_of(path), printable(path.name), templates)


def mapping_from(content: dict[str, Any], file: str, templates: Templates) -> Mapping:
    """A mapping from the content of a file; raises SettingsError as :func:`read_mapping`."""
    if "rates" in content:
        raise bad_value(file, "rates", None, RATES_ELSEWHERE)
    mapping = typed(Mapping, {**content, "file": file, "templates": templates}, file, WHY)
    if mapping.table not in templates.tables:
        raise unknown_value(file, "table", mapping.table, templates.tables)
    _check_fields(mapping)
    return mapping


def _check_fields(mapping: Mapping) -> None:
    """Fields that exist and are filled by people, each from one place; list values that are in the list."""
    table, file = mapping.sheet, mapping.file
    inputs = {column.key: column for column in table.inputs()}
    own = {column.key for column in mapping.templates.record.inputs()}
    for key in mapping.project:
        if key not in own:
            raise unknown_value(file, f"project.{key}", key, own)
    first: dict[str, str] = {}
    for name, reading in mapping.columns.items():
        for key in reading.field:
            where = f"columns.{name}"
            if key in table.columns and key not in inputs:
                raise bad_value(file, where, key, CALCULATED)
            if key not in inputs:
                raise unknown_value(file, where, key, inputs)
            _check_part(mapping, where, key, reading, inputs[key])
            if reading.in_part:
                continue
            if key in first:
                raise bad_value(file, where, key, TWICE.fill(other=first[key]))
            first[key] = name
    for key in mapping.fill:
        if key not in inputs:
            raise unknown_value(file, f"fill.{key}", key, inputs)
        if key in first:
            raise bad_value(file, f"fill.{key}", mapping.fill[key], TWICE.fill(other=first[key]))
    for key, words in mapping.values.items():
        if key not in inputs and key not in own:
            raise unknown_value(file, f"values.{key}", key, {*inputs, *own})
        column = inputs.get(key)
        choices = choices_of(column) if column is not None else None
        for word, to in words.items():
            if choices is not None and to not in {member.key for member in choices}:
                raise unknown_value(file, f"values.{key}.{word}", str(to), [member.key for member in choices])
            if column is not None and column.kind is Kind.INTEGER and not isinstance(to, int):
                raise bad_value(file, f"values.{key}.{word}", to, WHOLE)


RATES_ELSEWHERE = t(
    "the rates are under [rates] in pmo.toml", "les cours figurent sous [rates] dans pmo.toml"
)


def _check_part(mapping: Mapping, where: str, key: str, reading: Reading, column: Column) -> None:
    """A column of yes and no says a value of the list; only a plan has an outline."""
    if reading.outline and (mapping.table, key) != ("plan", "type"):
        raise bad_value(mapping.file, f"{where}.outline", key, ONLY_TYPE)
    if reading.yes is None:
        return
    choices = choices_of(column)
    known = [member.key for member in choices] if choices is not None else []
    if reading.yes not in known:
        raise unknown_value(mapping.file, f"{where}.yes", reading.yes, known)


ONLY_TYPE = t(
    "only the type of a task can be read from an outline level",
    "seul le type d’une tâche peut se déduire d’un niveau hiérarchique",
)
ONE_SOURCE = t(
    "exactly one of cell, file, sheet, column is expected",
    "il faut exactement un de cell, file, sheet, column",
)
CALCULATED = t("it is calculated, so it is never read", "c’est un champ calculé, jamais lu")
TWICE = t("“{other}” is read into it already", "« {other} » y est déjà lu")
WHOLE = t("a whole number is expected", "un nombre entier est attendu")
WHY = {
    "string_pattern": t(
        "it is not written as expected, such as B2, or R-000",
        "l’écriture attendue est par exemple B2, ou R-000",
    ),
}
"""Reasons by the beginning of pydantic's name for them."""
