"""The map of a ledger: which column is what, which code is which project; read from a TOML file.

Every key is known and typed, and a wrong one is named.
"""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from pmo_xl.core.base.files import printable
from pmo_xl.core.base.text import t
from pmo_xl.core.base.typed_toml import Strict, content_of, regular_expression, typed


class Columns(Strict):
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


class ToleranceMap(Strict):
    """How far amounts may lie apart and still agree; ``percent`` of the ledger's amount."""

    amount: Annotated[float, Field(ge=0)] = 0.01
    percent: Annotated[float, Field(ge=0, le=100)] = 0.0


class LedgerMap(Strict):
    """How an export of the ledger is read.

    ``projects`` turns a code of the ledger into a project ID of ours, ``accounts`` an account of the ledger
    into the one of the budget lines; ``*`` at the end of a code stands for whatever follows.
    An export that begins in the course of a project says so with ``first_month``: earlier months are not compared.
    ``project_pattern`` pulls the code out of a longer text: its first group, or all that it finds.
    """

    columns: Columns = Columns()
    projects: dict[str, str] = Field(default_factory=dict)
    project_pattern: str | None = None
    accounts: dict[str, str] = Field(default_factory=dict)
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
        return regular_expression(words)

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
    return typed(LedgerMap, {**content_of(path), "file": printable(path.name)}, path.name, WHY)


ONE_DATE = t("a date or a period, not both", "une date ou une période, pas les deux")
ONE_AMOUNT = t(
    "one amount, or debit and credit, not both", "un montant, ou débit et crédit, mais pas les deux"
)
NO_ENCODING = t(
    "such an encoding is not known; usual are utf-8, cp1252 and utf-16",
    "cet encodage est inconnu ; les plus courants sont utf-8, cp1252 et utf-16",
)
WHY = {
    "string_pattern": t("a month is expected, such as 2026-01", "un mois est attendu, par exemple 2026-01"),
    "string_too": t("a single character is expected", "un seul caractère est attendu"),
}
"""Reasons by the beginning of pydantic's name for them."""
