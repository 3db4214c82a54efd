"""Rows that a template brings and somebody deleted, though every project is asked for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pmo_xl.core.base.finding import Finding, Place, Severity
from pmo_xl.core.base.text import t
from pmo_xl.core.definition.column import Profile
from pmo_xl.core.definition.model import Table, choices_of
from pmo_xl.core.flow.portfolio import LocatedSheet


def missing_rows(
    part: LocatedSheet, values: Mapping[str, Sequence[Any]], file: str, profile: Profile
) -> Iterator[Finding]:
    """A finding at the header for each row of the seed that is asked of everybody and is not there.

    Asked of everybody is a row that no required column lets off (``Column.unless``).
    """
    sheet = part.sheet
    if not issubclass(sheet, Table):
        return
    for key, seeded in sheet.seed.items():
        let_off = {
            choice.key
            for column in sheet.required(profile)
            if column.unless is not None and column.unless[0] == key
            for choice in column.unless[1]
        }
        labels = {choice.key: choice.label for choice in choices_of(sheet.columns[key]) or ()}
        for row in seeded:
            if row not in let_off and row not in values[key]:
                yield Finding(
                    "FLD-01", Severity.ERROR, Place(file, part.name, part.header, part.columns.get(key)),
                    t("The row “{row}” is gone: it is asked of every project.", "La ligne « {row} » a disparu : elle est demandée à tous les projets.")
                    .fill(row=labels[row]),
                    fix=t("Add the row again, with its value.", "Rétablissez la ligne, avec sa valeur."),
                )  # fmt: skip
