"""The project sheets of one project, held against each other: one currency for all amounts, one word for each field.

Amounts in another currency than the project's are never counted as if in it: they are read as blank, and whatever
needs them is unknown. The currency of a project is the one its register states, else the one on more of its sheets
than all others together; where there is none, no amount of the project counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pmo_xl.core.base.finding import Finding, Place, Severity
from pmo_xl.core.base.text import fold, t
from pmo_xl.core.definition.column import Column, Kind
from pmo_xl.core.definition.model import Sheet, choices_of
from pmo_xl.core.definition.table_rule import RuleOverrides
from pmo_xl.core.flow.expected import Expected
from pmo_xl.core.flow.portfolio import CheckedSheet, Return, RowsRead

CURRENCY = "currency"
OF_THE_FILE = frozenset(
    {"project_id", "status_date", CURRENCY, "comment", "prepared_by", "approved_by", "pmo_contact"}
)
"""Fields in which files of one project may differ, or that are looked at elsewhere."""


def compare_sheets(
    returns: Sequence[Return], record: type[Sheet], expected: Expected, overrides: RuleOverrides
) -> dict[str, str | None]:
    """The currency of each project of which an accepted return states one; None where its sheets contradict each other.

    Every contradiction is a finding that names both cells; amounts in another currency are taken out.
    """
    sheets: dict[str, list[tuple[Return, CheckedSheet]]] = {}
    for returned in returns:
        if not returned.rejected and returned.record is not None:
            sheets.setdefault(returned.project_id, []).append((returned, returned.record))
    found: dict[str, str | None] = {}
    for project_id, stated in sheets.items():
        registered = (expected.projects or {}).get(project_id, {}).get(CURRENCY)
        currency = found[project_id] = _currency(stated, registered)
        for returned, checked in stated:
            own = checked.values[CURRENCY][0]
            if own is not None and own != currency:
                returned.findings.append(
                    _other_currency(returned, checked, currency, registered, stated, expected.file)
                )
                _without_amounts(returned)
        severity = overrides.of("XSH-22", Severity.WARNING)
        if severity is not None and len(stated) > 1:
            for column in record.inputs():
                if column.key not in OF_THE_FILE:
                    _compare(column, stated, severity)
    return found


def _currency(stated: Sequence[tuple[Return, CheckedSheet]], registered: Any) -> str | None:
    counts = Counter(checked.values[CURRENCY][0] for _, checked in stated)
    del counts[None]
    if registered is not None and counts:
        return str(registered)
    usual = counts.most_common(1)
    return usual[0][0] if usual and usual[0][1] * 2 > counts.total() else None


def _other_currency(
    returned: Return, checked: CheckedSheet, currency: str | None, registered: Any,
    stated: Sequence[tuple[Return, CheckedSheet]], register: str,
) -> Finding:  # fmt: skip
    own = checked.values[CURRENCY][0]
    others = [
        t("{currency} in {place}", "{currency} dans {place}").fill(
            currency=what, place=str(_cell(other, sheet, CURRENCY))
        )
        for other, sheet in stated
        if (what := sheet.values[CURRENCY][0]) not in (None, own)
    ]
    if registered is not None:
        others = [
            t("{currency} in {file}", "{currency} dans {file}").fill(currency=registered, file=register)
        ]
    message = (
        t("The currency is {own} here, {others}: {currency} is taken for that of the project, and the amounts of this file are in no total.",
          "La devise est {own} ici, {others} : celle du projet est {currency}, et les montants de ce fichier n’entrent dans aucun total.")
        if currency is not None else
        t("The currency is {own} here, {others}: no amount of the project is in any total.",
          "La devise est {own} ici, {others} : aucun montant du projet n’entre dans un total.")
    )  # fmt: skip
    return Finding(
        "XSH-21", Severity.ERROR, _cell(returned, checked, CURRENCY),
        message.fill(own=own, others=others, currency=currency),
        found=own, expected=t("{currency}", "{currency}").fill(currency=currency) if currency is not None else None,
        fix=t("Give all amounts of the project in one currency, and state it on each project sheet.",
              "Exprimez tous les montants du projet dans une seule devise, et indiquez-la sur chaque feuille Projet."),
        project=returned.project_id,
    )  # fmt: skip


def _without_amounts(returned: Return) -> None:
    """Read every amount of a return as blank, as cells that cannot be read are."""
    assert returned.record is not None
    before = {checked.located.sheet.key: {*checked.refused} for checked in returned.tables}
    for checked in (returned.record, *returned.tables):
        values = dict(checked.values)
        for column in checked.located.sheet.inputs():
            if column.kind is Kind.AMOUNT:
                held = values[column.key]
                checked.refused |= {(at, column.key) for at, what in enumerate(held) if what is not None}
                values[column.key] = [None] * len(held)
        checked.values = values
    taken = {checked.located.sheet.key: checked for checked in returned.tables}
    returned.tables_read = tuple(
        _reread(read, taken[read.table], before[read.table]) for read in returned.tables_read
    )


def _reread(read: RowsRead, checked: CheckedSheet, before: set[tuple[int, str]]) -> RowsRead:
    """How much of a table is in the figures after more of its cells than *before* were refused."""
    more = Counter(key for at, key in checked.refused - before if at not in checked.broken)
    return replace(
        read,
        refused=dict(sorted(Counter(key for _, key in checked.refused).items())),
        unknown=dict(sorted((more + Counter(read.unknown)).items())),
    )


def _compare(column: Column, stated: Sequence[tuple[Return, CheckedSheet]], severity: Severity) -> None:
    """A finding at each sheet that says otherwise than the first which says anything; the first counts."""
    told = [(r, c, c.values[column.key][0]) for r, c in stated if c.values[column.key][0] is not None]
    for returned, checked, what in told[1:]:
        first, sheet, counts = told[0]
        if _same(what, counts):
            continue
        returned.findings.append(Finding(
            "XSH-22", severity, _cell(returned, checked, column.key),
            t("“{column}” is {found} here, {counts} in {place}; {counts} counts.",
              "« {column} » vaut {found} ici, {counts} dans {place} ; c’est {counts} qui compte.").fill(
                column=column.label, found=_shown(column, what), counts=_shown(column, counts),
                place=str(_cell(first, sheet, column.key))),
            found=_shown(column, what),
            fix=t("Give the same information on every project sheet of the project.", "Indiquez la même chose sur toutes les feuilles Projet du projet."),
            project=returned.project_id,
        ))  # fmt: skip


def _same(left: Any, right: Any) -> bool:
    return (
        fold(left) == fold(right) if isinstance(left, str) and isinstance(right, str) else bool(left == right)
    )


def _shown(column: Column, what: Any) -> Any:
    choices = choices_of(column)
    return what if choices is None else next(member.label for member in choices if member.key == what)


def _cell(returned: Return, checked: CheckedSheet, key: str) -> Place:
    return checked.located.place(returned.file, 0, key)
