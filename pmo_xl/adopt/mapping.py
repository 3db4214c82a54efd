"""A mapping: how a foreign workbook is known, and which of its columns is which field; read from a TOML file.

Every key is known and typed, and a wrong one is named. The file is written by ``pmo-xl adopt`` and meant to
be read and changed by people.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from pmo_xl.catalog.templates import TABLES
from pmo_xl.catalog.templates.project import Project
from pmo_xl.core.column import Kind
from pmo_xl.core.model import Table, choices_of
from pmo_xl.core.problem import SettingsError
from pmo_xl.core.text import Text, t

FOLDER = "mappings"
"""The folder of a workspace whose mappings are applied."""
Value = str | int | float | dt.date


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Known(_Strict):
    """How a sheet is known: its name (``*`` stands for anything), and headers that all stand in it.

    ``header_row`` counts from 1, and is only needed where the same headers stand in a sheet twice.
    """

    sheet: str = "*"
    headers: tuple[str, ...] = Field(min_length=1)
    header_row: int | None = Field(default=None, ge=1)


class Source(_Strict):
    """A value of the project, or where it stands: exactly one of a cell, the file's name, the sheet's, a column.

    ``cell`` is ``B2`` or ``Cover!B2``; what stands before ``after`` in it is passed over. ``file`` and ``sheet``
    are regular expressions whose first group is the value.
    """

    value: Value | None = None
    cell: str | None = Field(default=None, pattern=r"^(.+!)?[A-Za-z]{1,3}[1-9]\d{0,6}$")
    after: str | None = None
    file: str | None = None
    sheet: str | None = None
    column: str | None = None
    dates: Literal["dmy", "mdy", "ymd"] | None = None

    @model_validator(mode="after")
    def _one(self) -> Source:
        if sum(what is not None for what in (self.value, self.cell, self.file, self.sheet, self.column)) != 1:
            raise ValueError(ONE_SOURCE)
        return self

    @field_validator("file", "sheet")
    @classmethod
    def _pattern(cls, words: str | None) -> str | None:
        if words is not None:
            try:
                re.compile(words)
            except re.error as problem:
                raise ValueError(NO_PATTERN) from problem
        return words


class Reading(_Strict):
    """What a column is read as: one field, or several that share it.

    ``times`` multiplies (1000 where amounts are in thousands); ``id`` writes the number of a cell into a
    pattern (``R-000`` makes R-007 of 7); ``numbers`` takes numbers typed as texts; ``dates`` dates typed as
    texts, in that order of day, month and year.
    """

    field: tuple[str, ...] = Field(min_length=1)
    times: float = Field(default=1, gt=0)
    id: str | None = Field(default=None, pattern=r"^[^0]*0+[^0]*$")
    numbers: bool = False
    dates: Literal["dmy", "mdy", "ymd"] | None = None

    @field_validator("field", mode="before")
    @classmethod
    def _several(cls, what: Any) -> Any:
        return (what,) if isinstance(what, str) else what


class Mapping(_Strict):
    """How one kind of foreign table is read. ``ignored`` columns are known, and not read on purpose.

    ``fill`` says what every row holds in a field for which the workbook has no column.
    """

    table: str
    known: Known
    project: dict[str, Source] = {}
    columns: dict[str, Reading] = Field(min_length=1)
    values: dict[str, dict[str, str | int | float]] = {}
    fill: dict[str, Value] = {}
    ignored: tuple[str, ...] = ()
    file: str = Field(default="", exclude=True)

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
        return TABLES[self.table]


def read_mappings(folder: Path) -> list[Mapping]:
    """Every mapping of a folder, by name; raises SettingsError for a wrong one."""
    return [read_mapping(file) for file in sorted(folder.glob("*.toml"))] if folder.is_dir() else []


def read_mapping(path: Path) -> Mapping:
    """The mapping in a file; raises SettingsError with a sentence that names the file and the key."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SettingsError(
            t("{file} cannot be understood: {why}", "{file} ne peut pas être compris : {why}").fill(
                file=path.name, why=problem
            )
        ) from problem
    return mapping_from(content, path.name)


def mapping_from(content: dict[str, Any], file: str) -> Mapping:
    """A mapping from the content of a file; raises SettingsError as :func:`read_mapping`."""
    try:
        mapping = Mapping.model_validate({**content, "file": file})
    except ValidationError as problem:
        raise _named(problem, file) from problem
    if mapping.table not in TABLES:
        raise _unknown(file, "table", mapping.table, TABLES)
    _check_fields(mapping)
    return mapping


def _check_fields(mapping: Mapping) -> None:
    """Fields that exist and are filled by people, each from one place; list values that are in the list."""
    table, file = mapping.sheet, mapping.file
    inputs = {column.key: column for column in table.inputs()}
    own = {column.key for column in Project.inputs()}
    for key in mapping.project:
        if key not in own:
            raise _unknown(file, f"project.{key}", key, own)
    first: dict[str, str] = {}
    for name, reading in mapping.columns.items():
        for key in reading.field:
            where = f"columns.{name}"
            if key in table.columns and key not in inputs:
                raise _bad(file, where, key, CALCULATED)
            if key not in inputs:
                raise _unknown(file, where, key, inputs)
            if key in first:
                raise _bad(file, where, key, TWICE.fill(other=first[key]))
            first[key] = name
    for key in mapping.fill:
        if key not in inputs:
            raise _unknown(file, f"fill.{key}", key, inputs)
        if key in first:
            raise _bad(file, f"fill.{key}", mapping.fill[key], TWICE.fill(other=first[key]))
    for key, words in mapping.values.items():
        if key not in inputs and key not in own:
            raise _unknown(file, f"values.{key}", key, {*inputs, *own})
        column = inputs.get(key)
        choices = choices_of(column) if column is not None else None
        for word, to in words.items():
            if choices is not None and to not in {member.key for member in choices}:
                raise _unknown(file, f"values.{key}.{word}", str(to), [member.key for member in choices])
            if column is not None and column.kind is Kind.INTEGER and not isinstance(to, int):
                raise _bad(file, f"values.{key}.{word}", to, WHOLE)


def _named(problem: ValidationError, file: str) -> SettingsError:
    first = problem.errors()[0]
    path = [str(part) for part in first["loc"] if part != "[key]"]
    # What a union could not be is told for each of its kinds: the key is what stands before.
    where = ".".join(part for part in path if part not in ("str", "int", "float", "date"))
    if first["type"] == "extra_forbidden":
        return _unknown(file, where, path[-1], _keys_beside(path))
    if first["type"] == "value_error" and isinstance(cause := first["ctx"]["error"], ValueError):
        return _bad(file, where, first["input"], cause.args[0])
    why = next((words for kind, words in WHY.items() if first["type"].startswith(kind)), first["msg"])
    return _bad(file, where, None if first["type"] == "missing" else first["input"], why)


def _keys_beside(path: list[str]) -> Iterable[str]:
    owners: dict[str, type[BaseModel]] = {"known": Known, "columns": Reading, "project": Source}
    return (owners.get(path[0], Mapping) if len(path) > 1 else Mapping).model_fields


def _unknown(file: str, where: str, found: str, known: Iterable[str]) -> SettingsError:
    near = difflib.get_close_matches(found, sorted(known), 1)
    if near:
        return SettingsError(
            t("{file}: “{key}”: “{found}” is not known. Did you mean “{near}”?",
              "{file} : « {key} » : « {found} » est inconnu. Vouliez-vous dire « {near} » ?")
            .fill(file=file, key=where, found=found, near=near[0])
        )  # fmt: skip
    return SettingsError(
        t("{file}: “{key}”: “{found}” is not known. Known are: {known}.",
          "{file} : « {key} » : « {found} » est inconnu. Sont connus : {known}.")
        .fill(file=file, key=where, found=found, known=", ".join(sorted(known)))
    )  # fmt: skip


def _bad(file: str, where: str, found: object, why: str | Text) -> SettingsError:
    if found is None:
        return SettingsError(
            t("{file}: “{key}”: {why}.", "{file} : « {key} » : {why}.").fill(file=file, key=where, why=why)
        )
    return SettingsError(
        t("{file}: “{key}” cannot be {found}: {why}.", "{file} : « {key} » ne peut pas être {found} : {why}.")
        .fill(file=file, key=where, found=repr(found), why=why)
    )  # fmt: skip


ONE_SOURCE = t(
    "exactly one of cell, file, sheet, column is expected",
    "il faut exactement un de cell, file, sheet, column",
)
NO_PATTERN = t("it is no regular expression", "ce n’est pas une expression régulière")
CALCULATED = t("it is calculated, so it is never read", "c’est un champ calculé, jamais lu")
TWICE = t("“{other}” is read into it already", "« {other} » y est déjà lu")
WHOLE = t("a whole number is expected", "un nombre entier est attendu")
WHY = {
    "missing": t("it is needed", "la valeur est nécessaire"),
    "greater_than": t("it is too small", "la valeur est trop petite"),
    "too_short": t("at least one is needed", "il en faut au moins un"),
    "string_pattern": t(
        "it is not written as expected, such as B2, or R-000",
        "l’écriture attendue est par exemple B2, ou R-000",
    ),
    "literal": t("dmy, mdy or ymd is expected", "dmy, mdy ou ymd est attendu"),
    "string": t("a text in quotes is expected", "un texte entre guillemets est attendu"),
    "tuple": t("a list in square brackets is expected", "une liste entre crochets est attendue"),
    "dict": t("a section is expected", "une section est attendue"),
    "model": t("a section is expected", "une section est attendue"),
    "bool": t("true or false is expected", "true ou false est attendu"),
    "int": t("a whole number is expected", "un nombre entier est attendu"),
    "float": t("a number is expected", "un nombre est attendu"),
}
"""Reasons by the beginning of pydantic's name for them."""
