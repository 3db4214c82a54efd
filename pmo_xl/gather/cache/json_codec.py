"""What was read from a file as plain JSON, and back: the same values of the same types, and nothing that could run.

Numbers are exact, a whole number stays apart from a float and from yes and no; dates, times and the sentences of
findings, with what fills them, have marks of their own.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from pmo_xl.core.base.finding import Finding, Place, Severity
from pmo_xl.core.base.text import Text
from pmo_xl.core.definition.model import Sheet
from pmo_xl.core.flow.packed import packed, run
from pmo_xl.core.flow.portfolio import CheckedSheet, LocatedSheet, Return, RowsRead

Json = Any
_AS_IT_IS = (str, float, int, bool, type(None))


class NotPlainError(ValueError):
    """A value that has no plain form: what holds it is not kept."""


def to_plain(returns: Sequence[Return]) -> bytes:
    """What :func:`read_one` gave as JSON; raises NotPlainError for a value of another kind than cells have."""
    return json.dumps([_return(each) for each in returns], separators=(",", ":")).encode("ascii")


def from_plain(content: bytes, sheets: Mapping[str, type[Sheet]]) -> list[Return]:
    """The returns again; raises one of BROKEN for what :func:`to_plain` has not made."""
    return [_return_of(each, sheets) for each in json.loads(content)]


BROKEN = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError, MemoryError)
"""What can be raised by content that is not ours."""

# values ----------------------------------------------------------------------------------------------


def _value(what: Any) -> Json:
    """A single value: itself, or a list of its mark and its parts."""
    kind = type(what)
    if kind in _AS_IT_IS:
        return what
    if kind is Text:
        filled = {key: _value(value) for key, value in what.values.items()}
        return ["text", what.en, what.fr, filled] if filled else ["text", what.en, what.fr]
    if kind is dt.datetime and what.tzinfo is None and not what.fold:
        return ["moment", what.isoformat()]
    if kind is dt.date:
        return ["day", what.toordinal()]
    if kind is dt.time and what.tzinfo is None and not what.fold:
        return ["time", what.isoformat()]
    if kind is dt.timedelta:
        return ["span", what.days, what.seconds, what.microseconds]
    if kind in (list, tuple):
        return [kind.__name__, *map(_value, what)]
    raise NotPlainError(kind.__name__)


def _value_of(plain: Json) -> Any:
    if type(plain) is not list:
        if type(plain) is dict:
            raise NotPlainError("dict")
        return plain
    match plain:
        case ["text", str(en), str(fr)]:
            return Text(en, fr)
        case ["text", str(en), str(fr), dict(filled)]:
            return Text(en, fr, {key: _value_of(value) for key, value in filled.items()})
        case ["moment", str(words)]:
            return dt.datetime.fromisoformat(words)
        case ["day", int(number)]:
            return dt.date.fromordinal(number)
        case ["time", str(words)]:
            return dt.time.fromisoformat(words)
        case ["span", int(days), int(seconds), int(microseconds)]:
            return dt.timedelta(days, seconds, microseconds)
        case ["list", *parts]:
            return [_value_of(part) for part in parts]
        case ["tuple", *parts]:
            return tuple(_value_of(part) for part in parts)
    raise NotPlainError(str(plain[:1]))


def _column(column: Sequence[Any]) -> Json:
    """The values of a column: days by their numbers, since many columns hold nothing else."""
    cells = list(column)
    kinds = set(map(type, cells))
    if kinds.issubset(_AS_IT_IS):
        return cells
    if kinds <= {dt.date, type(None)}:
        return {"days": [None if cell is None else cell.toordinal() for cell in cells]}
    return {"cells": [_value(cell) for cell in cells]}


def _column_of(plain: Json) -> list[Any]:
    if type(plain) is list:
        return plain
    if "days" in plain:
        day = dt.date.fromordinal
        return [None if number is None else day(number) for number in plain["days"]]
    return [_value_of(cell) for cell in plain["cells"]]


def _same(left: Sequence[Any], right: Sequence[Any]) -> bool:
    """Whether two columns hold the same values of the same types."""
    return left == [*right] and repr(left) == repr([*right])  # 0 and -0.0 are equal, and not the same


# nouns -----------------------------------------------------------------------------------------------


def _return(returned: Return) -> Json:
    # What only the consolidation fills in is not there yet.
    if returned.rows_kept or returned.quality is not None:
        raise NotPlainError("consolidated")
    return [
        returned.file, returned.sha256, returned.kinds, returned.project_id, _value(returned.status_date),
        returned.language, returned.record and _checked(returned.record), [*map(_checked, returned.tables)],
        [*map(finding_to_plain, returned.findings)], returned.rejected, returned.rows_read,
        [[each.table, each.read, each.left_out, each.refused, each.missing, each.unknown, each.left_out_worth] for each in returned.tables_read],
        returned.passed_over,
    ]  # fmt: skip


def _return_of(plain: Json, sheets: Mapping[str, type[Sheet]]) -> Return:
    (
        file, sha256, kinds, project_id, day, language, record, tables, findings, rejected, rows_read, read, over,
    ) = plain  # fmt: skip
    return Return(
        file, sha256, tuple(kinds), project_id, _value_of(day), language, record and _checked_of(record, sheets),
        [_checked_of(table, sheets) for table in tables], [*map(finding_from_plain, findings)], rejected, rows_read,
        tables_read=tuple(RowsRead(*each) for each in read), passed_over=over,
    )  # fmt: skip


def _checked(checked: CheckedSheet) -> Json:
    at = checked.located
    # Most columns are taken as they stand: those are told once.
    values = [
        [key, None if key in at.cells and _same(at.cells[key], column) else _column(column)]
        for key, column in checked.values.items()
    ]
    return [
        at.sheet.key, at.name, at.columns, [*at.rows], {key: _column(cells) for key, cells in at.cells.items()},
        _by_cell(at.errors), at.spots, at.language, at.header, _by_cell(at.typed_over),
        values, sorted(checked.broken), sorted(checked.refused), [*at.named],
    ]  # fmt: skip


def _checked_of(plain: Json, sheets: Mapping[str, type[Sheet]]) -> CheckedSheet:
    (
        key, name, columns, rows, cells, errors, spots, language, header, typed_over, values, broken, refused, named,
    ) = plain  # fmt: skip
    held = {name: _column_of(column) for name, column in cells.items()}
    located = LocatedSheet(
        sheets[key], name, columns, run(rows), held, _by_cell_of(errors),
        {name: (row, column) for name, (row, column) in spots.items()}, language, header, _by_cell_of(typed_over), named=tuple(named),
    )  # fmt: skip
    taken = {name: packed(held[name] if column is None else _column_of(column)) for name, column in values}
    return CheckedSheet(located, taken, set(broken), {(at, key) for at, key in refused})


def _by_cell(held: dict[tuple[int, str], Any]) -> Json:
    return [[at, key, _value(what)] for (at, key), what in held.items()]


def _by_cell_of(plain: Json) -> dict[tuple[int, str], Any]:
    return {(at, key): _value_of(what) for at, key, what in plain}


def finding_to_plain(finding: Finding) -> Json:
    """A finding as JSON; raises NotPlainError for a value of another kind than cells have."""
    place = finding.place
    return [
        finding.code, int(finding.severity), place.file, place.sheet, place.row, place.column, place.named,
        *map(_value, (finding.message, finding.found, finding.expected, finding.fix)),
        finding.project, finding.row_key,
    ]  # fmt: skip


def finding_from_plain(plain: Json) -> Finding:
    """The finding again; raises one of BROKEN for what :func:`finding_to_plain` has not made."""
    code, severity, file, sheet, row, column, named, message, found, expected, fix, project, row_key = plain
    return Finding(
        code, Severity(severity), Place(file, sheet, row, column, named), _value_of(message), _value_of(found),
        _value_of(expected), _value_of(fix), project, row_key,
    )  # fmt: skip
