"""Check the cells of a located sheet: what is certain is taken, what is not is a finding.

A cell that cannot be read is blank from here on; one that is wrong and readable keeps its value. A row is left out
only where what names or classifies it is not there, or where an earlier row that counts bears its name.

A column in which nothing is to be put right is taken whole; in any other one pass puts right what is certain
(spaces, list words in the other language, numbers and dates typed as text). Then one pydantic call per table
checks kinds and limits over tuples of plain values.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pmo_xl.core.base.amounts import amount_words
from pmo_xl.core.base.finding import Finding, Severity
from pmo_xl.core.base.text import name_key, say, t
from pmo_xl.core.definition.column import Column, Kind, Profile
from pmo_xl.core.definition.model import Sheet, choices_of
from pmo_xl.core.definition.wording import allowed
from pmo_xl.core.flow.packed import blanks_in
from pmo_xl.core.flow.portfolio import CheckedSheet, LocatedSheet, RowsRead
from pmo_xl.steps.cells.cell_types import asked_in, wrong_cells
from pmo_xl.steps.cells.classes import classes_from_shares
from pmo_xl.steps.cells.codes import as_shown
from pmo_xl.steps.cells.coerce import coercer
from pmo_xl.steps.cells.seeded import missing_rows
from pmo_xl.steps.cells.whole_columns import Taken, taken_whole, whole


def check_cells(
    part: LocatedSheet, file: str, profile: Profile, currency: str | None = None
) -> tuple[CheckedSheet, list[Finding]]:
    """The sheet as plain values with what is wrong in it, cell by cell.

    ``currency`` is that of the project, where it is known.
    """
    told: dict[tuple[int, str], Finding] = {}
    refused: dict[tuple[int, str], Finding] = {}
    values: dict[str, list[Any]] = {}
    size = len(part.rows)
    for column, take in takers(part.sheet):
        raw: Sequence[Any] | None = part.cells.get(column.key)
        if raw is None:
            values[column.key] = [None] * size
            continue
        taken = take(raw)
        if taken is not None:
            values[column.key] = whole(taken) if column.kind is Kind.PERCENT else taken
            continue
        if column.kind is Kind.TEXT:
            raw, shown, unclear = as_shown(part, file, column, raw)
            told, refused = told | shown, refused | unclear
        mend = coercer(column, currency)
        mended: list[Any] = []
        for at, cell in enumerate(raw):
            what, repair = mend(cell) if cell is not None else (None, None)
            mended.append(what)
            if repair is not None:
                kept = refused if repair.severity is Severity.ERROR else told
                kept[at, column.key] = Finding(
                    repair.code, repair.severity, part.place(file, at, column.key),
                    repair.message.fill(column=column.label, before=cell, after=_shown(column, what)),
                    found=cell, expected=allowed(column), fix=repair.fix,
                )  # fmt: skip
        values[column.key] = whole(mended) if column.kind is Kind.PERCENT else mended
    told |= classes_from_shares(part, file, values)
    wrong, readable = wrong_cells(part, values, file, profile)
    wrong |= refused
    unread = {cell for cell in wrong if cell not in readable or cell in refused}
    # What must be filled and is blank is wrong, and nothing was refused there.
    held = {
        (at, key)
        for at, key in unread
        if values[key][at] is not None or (at, key) in refused | part.errors.keys()
    }
    held |= part.unread
    for at, key in unread:
        values[key][at] = None
    for at, key in wrong:
        read = told.get((at, key))
        if read is None or read.code not in READINGS:
            continue
        # One complaint per cell: what was read is no news where it cannot be used.
        del told[at, key]
        words = {"column": part.sheet.columns[key].label, "before": read.found}
        message = NOT_FILLED.fill(**words) if read.code == "FLD-01" else wrong[at, key].message
        wrong[at, key] = replace(wrong[at, key], message=message, found=read.found)
    findings = [
        *told.values(),
        *(finding for (at, key), finding in wrong.items() if not _said(part, at, key)),
    ]
    twins = _duplicates(part, values, file)
    findings += [finding for _, finding in twins]
    nameless = {at for key in part.sheet.needs for at, what in enumerate(values[key]) if what is None}
    keyed = [_with_row_key(finding, part, values) for finding in findings]
    keyed += missing_rows(part, values, file, profile)
    return CheckedSheet(
        part, values, nameless | _second(part, values, dict.fromkeys(at for at, _ in twins), nameless), held
    ), keyed


def rows_read(checked: CheckedSheet, profile: Profile) -> RowsRead:
    """How much of a table is in the figures: rows, and cells by column."""
    part, values, refused = checked.located, checked.values, checked.refused
    missing = {}
    unknown = Counter(key for at, key in refused if at not in checked.broken)
    for column in part.sheet.required(profile):
        held, key = values[column.key], column.key
        if blanks_in(held):
            blank = [at for at in asked_in(column, values) if held[at] is None and (at, key) not in refused]
            missing[key] = len(blank)
            unknown[key] += sum(at not in checked.broken for at in blank)
    return RowsRead(
        part.sheet.key, len(part.rows), len(checked.broken),
        dict(sorted(Counter(key for _, key in refused).items())),
        {key: count for key, count in missing.items() if count},
        {key: count for key, count in sorted(unknown.items()) if count},
        sum(_has_amount(checked, at) for at in checked.broken),
    )  # fmt: skip


def _has_amount(checked: CheckedSheet, at: int) -> bool:
    """Whether a row holds an amount that would be in a sum, or one that cannot be read."""
    values, sheet = checked.values, checked.located.sheet
    if "type" in values and values["type"][at] == "summary":
        return False
    amounts = [column.key for column in sheet.inputs() if column.kind is Kind.AMOUNT]
    return any(values[key][at] or (at, key) in checked.refused for key in amounts)


Takers = Sequence[tuple[Column, Callable[[Sequence[Any]], Taken]]]
_TAKERS: dict[type[Sheet], Takers] = {}


def takers(sheet: type[Sheet]) -> Takers:
    """The columns people fill, each with what takes it whole."""
    if sheet not in _TAKERS:
        _TAKERS[sheet] = [(column, taken_whole(column)) for column in sheet.inputs()]
    return _TAKERS[sheet]


def _said(part: LocatedSheet, at: int, key: str) -> bool:
    """Whether the column is missing as a whole, which was said of its header, or the cell left unknown, which was said too."""
    if (at, key) in part.unread:
        return True
    return not part.spots and key not in part.columns and part.sheet.columns[key].is_required(Profile.LIGHT)


def _shown(column: Column, what: Any) -> Any:
    """A value as the person who typed it would know it again."""
    if choices_of(column) is not None:
        return word_of(column, what)
    if column.kind is Kind.PERCENT and isinstance(what, float):
        return t("{share} %", "{share} %").fill(share=float(f"{what * 100:.12g}"))
    if column.kind is Kind.AMOUNT and isinstance(what, (int, float)) and not isinstance(what, bool):
        return amount_words(what)
    return what


def word_of(column: Column, what: Any) -> Any:
    """Of a list its word, in the language of the reader; any other value as it is."""
    choices = choices_of(column)
    return next((member.label for member in choices or () if member.key == what), what)


def _duplicates(part: LocatedSheet, values: dict[str, list[Any]], file: str) -> list[tuple[int, Finding]]:
    """The second and further rows that bear the name of an earlier one."""
    identity = part.sheet.identity
    if not identity:
        return []
    names = list(zip(*(map(_comparable, values[key]) for key in identity), strict=True))
    if len(set(names)) == len(names):
        return []
    first: dict[tuple[Any, ...], int] = {}
    found: list[tuple[int, Finding]] = []
    for at, name in enumerate(names):
        if None in name:
            continue
        if name in first:
            column = part.sheet.columns[identity[0]]
            words = [word_of(part.sheet.columns[key], values[key][at]) for key in identity]
            what = words[0] if len(words) == 1 else " · ".join(str(values[key][at]) for key in identity)
            found.append((at, Finding(
                "FLD-04", Severity.ERROR, part.place(file, at, column.key),
                t("“{what}” is already used in row {row}.", "« {what} » est déjà pris par la ligne {row}.").fill(
                    what=what, row=part.rows[first[name]] + 1),
                found=what, expected=t("a value that no other row has", "une valeur qu’aucune autre ligne ne porte"),
                fix=t("Give this row a name of its own, or delete it.", "Donnez à cette ligne son propre identifiant, ou supprimez-la."),
            )))  # fmt: skip
        else:
            first[name] = at
    return found


def _second(
    part: LocatedSheet, values: Mapping[str, Sequence[Any]], twins: Collection[int], nameless: set[int]
) -> set[int]:
    """Of the rows that bear the name of an earlier one, those of which one before them counts already.

    Where the earlier one is left out itself, for want of what classifies it, the next one is all that is known.
    """
    if not twins:
        return set()
    names = [*zip(*(map(_comparable, values[key]) for key in part.sheet.identity), strict=True)]
    counted = {name for at, name in enumerate(names) if at not in nameless and at not in twins}
    second = set[int]()
    for at in twins:
        if names[at] in counted:
            second.add(at)
        elif at not in nameless:
            counted.add(names[at])
    return second


def _comparable(what: Any) -> Any:
    return name_key(what) if isinstance(what, str) else what


def _with_row_key(finding: Finding, part: LocatedSheet, values: Mapping[str, Sequence[Any]]) -> Finding:
    """The finding with the name of its row, so that a person finds it even after sorting."""
    if part.spots or finding.row_key or finding.place.row is None:
        return finding
    at = bisect_left(part.rows, finding.place.row)
    return Finding(
        finding.code, finding.severity, finding.place, finding.message, finding.found, finding.expected,
        finding.fix, finding.project, row_key(part, values, at),
    )  # fmt: skip


def row_key(part: LocatedSheet, values: Mapping[str, Sequence[Any]], at: int) -> str:
    """The name of a row: what its identity columns hold, values of lists in the language of the sheet."""
    named = (word_of(part.sheet.columns[key], values[key][at]) for key in part.sheet.identity)
    return " · ".join(
        f"{v:%Y-%m}" if isinstance(v, dt.date) else say(v, part.language or "en")
        for v in named
        if v is not None
    )


READINGS = ("FLD-01", "FLD-02", "FLD-03", "FLD-06", "FLD-07")
"""The codes of what was read otherwise than it stands there."""
NOT_FILLED = t(
    "“{column}” is required, and “{before}” is no answer: enter the value.",
    "« {column} » est obligatoire, et « {before} » n’est pas une réponse : indiquez la valeur.",
)
