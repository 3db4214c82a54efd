"""The map of a ledger: which column is what, which code is which project; read from a TOML file.

Every key is known and typed, and a wrong one is named.
"""

from __future__ import annotations

import codecs
import difflib
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from pmo_xl.core.problem import SettingsError
from pmo_xl.core.text import Text, t


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Columns(_Strict):
    """The heading of each column, as it stands in the file; what is not named is recognised by itself.

    ``date`` or ``period``, ``amount`` or both ``debit`` and ``credit``. ``reversal`` is a column that marks
    the reversal of an accrual, or names the document that is reversed.
    """

    project: str | None = None
    account: str | None = None
    date: str | None = None
    period: str | None = None
    amount: str | None = None
    debit: str | None = None
    credit: str | None = None
    currency: str | None = None
    document: str | None = None
    text: str | None = None
    reversal: str | None = None

    @model_validator(mode="after")
    def _one_of_each(self) -> Columns:
        if self.date and self.period:
            raise ValueError(ONE_DATE)
        if self.amount and (self.debit or self.credit):
            raise ValueError(ONE_AMOUNT)
        return self


class ToleranceMap(_Strict):
    """How far amounts may lie apart and still agree; ``percent`` of the ledger's amount."""

    amount: Annotated[float, Field(ge=0)] = 0.01
    percent: Annotated[float, Field(ge=0, le=100)] = 0.0


class LedgerMap(_Strict):
    """How an export of the ledger is read.

    ``projects`` turns a code of the ledger into a project ID of ours, ``accounts`` an account of the ledger
    into the one of the budget lines; ``*`` at the end of a code stands for whatever follows.
    An export that begins in the course of a project says so with ``first_month``: earlier months are not compared.
    ``project_pattern`` pulls the code out of a longer text: its first group, or all that it finds.
    """

    columns: Columns = Columns()
    projects: dict[str, str] = {}
    project_pattern: str | None = None
    accounts: dict[str, str] = {}
    ignore_accounts: tuple[str, ...] = ()
    tolerance: ToleranceMap = ToleranceMap()
    first_month: Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")] | None = None
    sheet: str | None = None
    encoding: str | None = None
    separator: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    decimal: Literal[",", "."] | None = None
    date_order: Literal["dmy", "mdy", "ymd"] | None = None
    file: str = Field(default="", exclude=True)

    @field_validator("project_pattern")
    @classmethod
    def _pattern(cls, words: str | None) -> str | None:
        if words is not None:
            try:
                re.compile(words)
            except re.error as problem:
                raise ValueError(NO_PATTERN) from problem
        return words

    @field_validator("encoding")
    @classmethod
    def _encoding(cls, words: str | None) -> str | None:
        if words is not None:
            try:
                codecs.lookup(words)
            except LookupError as problem:
                raise ValueError(NO_ENCODING) from problem
        return words


def read_ledger_map(path: Path) -> LedgerMap:
    """The map in a file; raises SettingsError with a sentence that names the file and the key."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SettingsError(
            t("{file} cannot be understood: {why}", "{file} ne peut pas être compris : {why}").fill(
                file=path.name, why=problem
            )
        ) from problem
    try:
        return LedgerMap.model_validate({**content, "file": path.name})
    except ValidationError as problem:
        raise _named(problem, path.name) from problem


def _named(problem: ValidationError, file: str) -> SettingsError:
    first = problem.errors()[0]
    path = [str(part) for part in first["loc"] if part != "[key]"]
    where = ".".join(path)
    if first["type"] == "extra_forbidden":
        owners: dict[str, type[BaseModel]] = {"columns": Columns, "tolerance": ToleranceMap}
        owner = owners[path[0]] if len(path) > 1 else LedgerMap
        return _unknown(file, where, path[-1], set(owner.model_fields) - {"file"})
    if first["type"] == "value_error" and isinstance(cause := first["ctx"]["error"], ValueError):
        found = None if isinstance(first["input"], dict) else first["input"]
        return _bad(file, where, found, cause.args[0])
    why = next((words for kind, words in WHY.items() if first["type"].startswith(kind)), first["msg"])
    if first["type"] == "literal_error":
        why = ONE_OF.fill(words=re.findall(r"'([^']*)'", first["ctx"]["expected"]))
    return _bad(file, where, first["input"], why)


def _unknown(file: str, where: str, found: str, known: Iterable[str]) -> SettingsError:
    near = difflib.get_close_matches(found, sorted(known), 1)
    if near:
        return SettingsError(
            t("{file}: unknown key “{key}”. Did you mean “{near}”?",
              "{file} : clé inconnue « {key} ». Vouliez-vous dire « {near} » ?").fill(file=file, key=where, near=near[0])
        )  # fmt: skip
    return SettingsError(
        t("{file}: unknown key “{key}”. Known are: {known}.",
          "{file} : clé inconnue « {key} ». Sont connues : {known}.").fill(file=file, key=where, known=sorted(known))
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


ONE_DATE = t("a date or a period, not both", "une date ou une période, pas les deux")
ONE_AMOUNT = t(
    "one amount, or debit and credit, not both", "un montant, ou débit et crédit, mais pas les deux"
)
NO_PATTERN = t("it is no regular expression", "ce n’est pas une expression régulière")
NO_ENCODING = t(
    "such an encoding is not known; usual are utf-8, cp1252 and utf-16",
    "cet encodage est inconnu ; les plus courants sont utf-8, cp1252 et utf-16",
)
ONE_OF = t("one of these is expected: {words}", "l’une de ces valeurs est attendue : {words}")
WHY = {
    "greater_than": t("it is too small", "la valeur est trop petite"),
    "less_than": t("it is too large", "la valeur est trop grande"),
    "string_pattern": t("a month is expected, such as 2026-01", "un mois est attendu, par exemple 2026-01"),
    "string_too": t("a single character is expected", "un seul caractère est attendu"),
    "string": t("a text in quotes is expected", "un texte entre guillemets est attendu"),
    "tuple": t("a list in square brackets is expected", "une liste entre crochets est attendue"),
    "dict": t("a section is expected", "une section est attendue"),
    "model": t("a section is expected", "une section est attendue"),
    "float": t("a number is expected", "un nombre est attendu"),
}
"""Reasons by the beginning of pydantic's name for them."""
