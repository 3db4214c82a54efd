"""Check the cells of a located sheet: what is certain is taken, what is not is a finding.

A cell that cannot be read is blank from here on; one that is wrong and readable keeps its value. A row is left out
only where what names or classifies it is not there, or where an earlier row bears its name.

A column in which nothing is to be put right is taken whole; in any other one pass puts right what is certain
(spaces, list words in the other language, numbers and dates typed as text). Then one pydantic call per table
checks kinds and limits over tuples of plain values.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from pmo_xl.core.column import Column, Kind, Profile
from pmo_xl.core.finding import Finding, Severity
from pmo_xl.core.flow import Checked, Located, RowsRead
from pmo_xl.core.model import Sheet, choices_of
from pmo_xl.core.nodes import Choice
from pmo_xl.core.packed import blanks_in
from pmo_xl.core.text import Text, fold, name_key, t
from pmo_xl.core.wording import allowed
from pmo_xl.steps.classes import classes_from_shares
from pmo_xl.steps.clean import Taken, taken_whole, whole
from pmo_xl.steps.codes import as_shown
from pmo_xl.steps.mend import mender


def check_cells(
    part: Located, file: str, profile: Profile, currency: str | None = None
) -> tuple[Checked, list[Finding]]:
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
        mend = mender(column, currency)
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
    wrong, readable = _wrong_cells(part, values, file, profile)
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
    return Checked(part, values, nameless | {at for at, _ in twins}, held), keyed


def rows_read(checked: Checked, profile: Profile) -> RowsRead:
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


def _has_amount(checked: Checked, at: int) -> bool:
    """Whether a row holds an amount that would be in a sum, or one that cannot be read."""
    values, sheet = checked.values, checked.located.sheet
    if "type" in values and values["type"][at] == "summary":
        return False
    amounts = [column.key for column in sheet.inputs() if column.kind is Kind.AMOUNT]
    return any(values[key][at] or (at, key) in checked.refused for key in amounts)


def asked_in(column: Column, values: Mapping[str, Sequence[Any]]) -> Sequence[int]:
    """Positions of the rows in which a required column must be filled."""
    if column.unless is None:
        return range(len(values[column.key]))
    key, choices = column.unless
    excused = {choice.key for choice in choices}
    return [at for at, what in enumerate(values[key]) if what not in excused]


Takers = Sequence[tuple[Column, Callable[[Sequence[Any]], Taken]]]
_TAKERS: dict[type[Sheet], Takers] = {}


def takers(sheet: type[Sheet]) -> Takers:
    """The columns people fill, each with what takes it whole."""
    if sheet not in _TAKERS:
        _TAKERS[sheet] = [(column, taken_whole(column)) for column in sheet.inputs()]
    return _TAKERS[sheet]


def _said(part: Located, at: int, key: str) -> bool:
    """Whether the column is missing as a whole, which was said of its header, or the cell left unknown, which was said too."""
    if (at, key) in part.unread:
        return True
    return not part.spots and key not in part.columns and part.sheet.columns[key].is_required(Profile.LIGHT)


def _shown(column: Column, what: Any) -> Any:
    """A value as the person who typed it would know it again."""
    choices = choices_of(column)
    if choices is not None:
        return next((member.label for member in choices if member.key == what), what)
    if column.kind is Kind.PERCENT and isinstance(what, float):
        return t("{share} %", "{share} %").fill(share=float(f"{what * 100:.12g}"))
    return what


# kinds and limits ----------------------------------------------------------------------------------


_ADAPTERS: dict[tuple[type[Sheet], Profile], TypeAdapter[list[tuple[Any, ...]]]] = {}


def adapter(sheet: type[Sheet], profile: Profile) -> TypeAdapter[list[tuple[Any, ...]]]:
    """The pydantic check of a whole table: a list of tuples, one field per column people fill."""
    if (sheet, profile) not in _ADAPTERS:
        fields = tuple(
            _type_of(column, column.is_required(profile) and column.unless is None)
            for column in sheet.inputs()
        )
        _ADAPTERS[sheet, profile] = TypeAdapter(list[tuple[fields]])  # type: ignore[valid-type]
    return _ADAPTERS[sheet, profile]


def _type_of(column: Column, required: bool) -> Any:
    limits: dict[str, Any] = {"strict": True}
    if column.low is not None:
        limits["ge"] = column.low
    if column.high is not None:
        limits["le"] = column.high
    kind: Any
    match column.kind:
        case Kind.TEXT:
            pattern = f"^(?:{column.pattern})$" if column.pattern else None
            kind = Annotated[
                str, Field(strict=True, max_length=column.max_length or LONGEST_CELL, pattern=pattern)
            ]
        case Kind.INTEGER:
            kind = Annotated[int, Field(**limits)]
        case Kind.DATE | Kind.MONTH:
            kind = Annotated[dt.date, Field(strict=True)]
        case Kind.CHOICE | Kind.YES_NO:
            choices = choices_of(column)
            assert choices is not None
            kind = Literal[tuple(member.key for member in choices)]
        case _:
            kind = Annotated[float, Field(allow_inf_nan=False, **limits)]
    return kind if required else kind | None


def _wrong_cells(
    part: Located, values: dict[str, list[Any]], file: str, profile: Profile
) -> tuple[dict[tuple[int, str], Finding], set[tuple[int, str]]]:
    """What is wrong by cell, and which of these cells hold what can be read all the same."""
    inputs = part.sheet.inputs()
    wrong: dict[tuple[int, str], Finding] = {}
    readable: set[tuple[int, str]] = set()
    for (at, key), error in part.errors.items():
        column = part.sheet.columns[key]
        wrong[at, key] = Finding(
            "GEN-10", Severity.ERROR, part.place(file, at, key),
            t("“{column}” shows the error {error}.", "« {column} » affiche l’erreur {error}.").fill(
                column=column.label, error=error),
            found=error, expected=allowed(column),
            fix=t("Type the value itself, or repair the formula.", "Saisissez la valeur, ou réparez la formule."),
        )  # fmt: skip
    try:
        adapter(part.sheet, profile).validate_python(list(zip(*(values[c.key] for c in inputs), strict=True)))
    except ValidationError as problem:
        for detail in problem.errors(include_url=False, include_context=False):
            row, field = (int(step) for step in detail["loc"][:2])
            column = inputs[field]
            what = values[column.key][row]
            if (row, column.key) in wrong:
                continue
            wrong[row, column.key] = _finding(part, file, row, column, detail["type"], what)
            if _is_readable(column, detail["type"], what):
                readable.add((row, column.key))
    for column in part.sheet.required(profile):
        held = values[column.key]
        if column.unless is None or None not in held:
            continue
        for at in asked_in(column, values):
            if held[at] is None:
                wrong.setdefault((at, column.key), _finding(part, file, at, column, "missing", None))
    return wrong, readable


def _is_readable(column: Column, problem: str, what: Any) -> bool:
    """Whether a value is what it should be in kind, and wrong in another way: then it is kept, and counts."""
    match problem:
        case "greater_than_equal" | "less_than_equal":
            return not column.is_scale
        case "string_too_long":
            return len(what) <= (
                LONGEST_CELL if (column.max_length or LONGEST_CELL) > LONGEST_NAME else LONGEST_CRITERION
            )
        case "string_pattern_mismatch":
            # A currency or a project that nobody knows is no other currency, no other project.
            return column.key not in ("currency", "project_id") and len(what) <= LONGEST_CRITERION
    return False


def _finding(part: Located, file: str, at: int, column: Column, problem: str, what: Any) -> Finding:
    code, message, fix = _words(column, problem, what)
    return Finding(
        code, Severity.ERROR, part.place(file, at, column.key), message.fill(column=column.label, found=what),
        found=what, expected=allowed(column), fix=fix,
    )  # fmt: skip


def _words(column: Column, problem: str, what: Any) -> tuple[str, Text, Text]:
    """Code, message and remedy of what pydantic calls *problem*."""
    if what is None:
        return "FLD-01", t("“{column}” is required and empty.", "« {column} » est obligatoire et vide."), FILL
    if problem == "literal_error":
        near = _nearest(column, what)
        fix = (
            t("Did you mean “{near}”?", "Vouliez-vous dire « {near} » ?").fill(near=near) if near else CHOOSE
        )
        return "FLD-03", t("“{found}” is not in the list of “{column}”.", "« {found} » n’est pas dans la liste de « {column} »."), fix  # fmt: skip
    if problem == "string_pattern_mismatch":
        code = "FLD-14" if column.key == "currency" else "FLD-04"
        return code, t("“{found}” is no valid “{column}”.", "« {found} » n’est pas un « {column} » valide."), REWRITE  # fmt: skip
    if problem == "string_too_long":
        message = t("“{column}” is longer than {n} characters.", "« {column} » dépasse {n} caractères.")
        return (
            "FLD-05",
            message.fill(n=column.max_length or LONGEST_CELL),
            t("Shorten the text.", "Raccourcissez le texte."),
        )
    if problem in ("greater_than_equal", "less_than_equal"):
        return (
            "FLD-05",
            t("“{column}” cannot be {found}.", "« {column} » ne peut pas valoir {found}."),
            WITHIN,
        )
    if column.kind.is_date and isinstance(what, (int, float)) and not isinstance(what, bool):
        return "FLD-02", t("“{column}” holds the number {found}, not a date.", "« {column} » contient le nombre {found}, pas une date."), FORMAT_AS_DATE  # fmt: skip
    return (
        "FLD-02",
        t("“{column}” cannot be “{found}”.", "« {column} » ne peut pas être « {found} »."),
        RETYPE,
    )


def _nearest(column: Column, what: Any) -> Text | None:
    choices = choices_of(column)
    assert choices is not None
    words: dict[str, Choice] = {
        fold(word): member for member in choices for word in (*member.label.in_all(), member.key)
    }
    near = difflib.get_close_matches(fold(str(what)), list(words), 1, 0.6)
    return words[near[0]].label if near else None


def _duplicates(part: Located, values: dict[str, list[Any]], file: str) -> list[tuple[int, Finding]]:
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
            what = " · ".join(str(values[key][at]) for key in identity)
            found.append((at, Finding(
                "FLD-04", Severity.ERROR, part.place(file, at, column.key),
                t("“{what}” already stands in row {row}.", "« {what} » figure déjà en ligne {row}.").fill(
                    what=what, row=part.rows[first[name]] + 1),
                found=what, expected=t("a value that no other row has", "une valeur qu’aucune autre ligne ne porte"),
                fix=t("Give this row a name of its own, or delete it.", "Donnez à cette ligne son propre identifiant, ou supprimez-la."),
            )))  # fmt: skip
        else:
            first[name] = at
    return found


def _comparable(what: Any) -> Any:
    return name_key(what) if isinstance(what, str) else what


def _with_row_key(finding: Finding, part: Located, values: Mapping[str, Sequence[Any]]) -> Finding:
    """The finding with the name of its row, so that a person finds it even after sorting."""
    if part.spots or finding.row_key or finding.place.row is None:
        return finding
    at = part.rows.index(finding.place.row)
    return Finding(
        finding.code, finding.severity, finding.place, finding.message, finding.found, finding.expected,
        finding.fix, finding.project, row_key(part.sheet, values, at),
    )  # fmt: skip


def row_key(sheet: type[Sheet], values: Mapping[str, Sequence[Any]], at: int) -> str:
    """The name of a row: what its identity columns hold."""
    named = (values[key][at] for key in sheet.identity)
    return " · ".join(f"{v:%Y-%m}" if isinstance(v, dt.date) else str(v) for v in named if v is not None)


LONGEST_CELL = 32_767
"""Characters that a cell of Excel holds."""
LONGEST_CRITERION = 255
"""Characters of a text that Excel's formulas compare."""
LONGEST_NAME = 120
"""Columns that take no more are names and codes, which formulas compare; longer ones are sentences."""
READINGS = ("FLD-01", "FLD-02", "FLD-03", "FLD-06", "FLD-07")
"""The codes of what was read otherwise than it stands there."""
NOT_FILLED = t(
    "“{column}” is required, and “{before}” says nothing.",
    "« {column} » est obligatoire, et « {before} » ne dit rien.",
)
FILL = t("Fill the cell.", "Remplissez la cellule.")
CHOOSE = t("Choose a value from the list of the cell.", "Choisissez une valeur dans la liste de la cellule.")
REWRITE = t("Rewrite it as expected.", "Ressaisissez-le sous la forme attendue.")
WITHIN = t("Enter a value within the limits.", "Saisissez une valeur dans les limites.")
RETYPE = t("Type the value anew, as expected.", "Ressaisissez la valeur sous la forme attendue.")
FORMAT_AS_DATE = t(
    "Type the date anew, as a date.", "Saisissez la date sous la forme jj/mm/aaaa, par exemple 15/04/2026."
)
